"""Judgement shares of a report: of the headlines and of the differences it claims.

They cost futures of their own, so they are kept beside the run (``judgement.json``,
``what_ifs.json``) with the digest of what was simulated, and made anew only when that has changed
or more precision is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foedus.files import write_text
from foedus.report.words import GAP, bare, percent
from foedus.results.differences import add_judgement
from foedus.results.judged_run import digest_of, shares_of_run
from foedus.results.judgement import EXPLORATORY
from foedus.results.paired import compare
from foedus.results.run import Library
from foedus.scenario import Scenario

WHAT_IFS_FILE = "what_ifs.json"
PAIRS = 1600  # of parameter draws behind the headlines: 51,200 futures
FEWER = 4  # the what-ifs get this part of them, for each costs as many futures again
UNCLEAR = 0.25  # standard error of a share above which it says nothing
CLEAR = 2.0  # standard errors from which a difference counts as a size

Progress = Callable[[str, int, int], None]


@dataclass
class Sizes:
    """What a report knows of judgement shares.

    Attributes
    ----------
    kept : dict
        Shares of the headlines as `foedus.results.judged_run.kept_shares` gives them; empty when
        not computed.
    comparison : dict
        What-ifs beside the run, as `foedus.results.paired.Comparison.as_dict` gives them.
    """

    kept: dict[str, Any] = field(default_factory=dict)
    comparison: dict[str, Any] = field(default_factory=dict)

    @property
    def headlines(self) -> dict[str, dict[str, Any]]:
        """Share of every headline; empty when not computed."""
        return self.kept.get("headlines", {})

    def difference(self, name: str, outcome: str, kind: str = "headlines") -> dict[str, Any] | None:
        """One difference of one what-if; None when it was not computed."""
        one = self.comparison.get("comparisons", {}).get(name)
        return None if one is None else one[kind].get(outcome)


def measure(
    folder: Path,
    scenario: Scenario,
    library: Library,
    changes: Mapping[str, Scenario],
    *,
    futures: int,
    pairs: int,
    progress: Progress | None = None,
) -> Sizes:
    """Shares of a run's headlines and its what-ifs with theirs, read from its folder or made.

    Parameters
    ----------
    folder, scenario, library
        The run.
    changes : mapping of str to Scenario
        What-ifs by name.
    futures : int
        Pairs of futures behind each difference.
    pairs : int
        Pairs of parameter draws behind the headlines' shares; a quarter of them behind those of
        the differences. 0: no shares beyond what the folder holds.
    """
    tell = progress or (lambda _what, _done, _wanted: None)
    kept = shares_of_run(
        folder, scenario, library, pairs, lambda n, all_: tell("judgement shares", n, all_)
    )
    comparison = _what_ifs(folder, scenario, library, changes, futures, pairs, tell)
    return Sizes(kept or {}, comparison)


def _what_ifs(
    folder: Path,
    scenario: Scenario,
    library: Library,
    changes: Mapping[str, Scenario],
    futures: int,
    pairs: int,
    tell: Progress,
) -> dict[str, Any]:
    if not changes:
        return {}
    mark = {
        "base": digest_of(scenario),
        "changes": {name: digest_of(changed) for name, changed in changes.items()},
        "futures": futures,
        "pairs": pairs // FEWER,
    }
    path = folder / WHAT_IFS_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["mark"] == mark:
            return found
    except (OSError, ValueError, KeyError, TypeError):
        pass
    done = compare(
        scenario.changed(futures=futures),
        changes,
        library,
        spread=False,
        progress=lambda n, wanted: tell("what-ifs", n, wanted),
    )
    if done.interrupted:
        raise KeyboardInterrupt
    found = {"mark": mark, **done.as_dict()}
    if pairs >= 2 * FEWER:
        add_judgement(
            done,
            found,
            library,
            pairs=pairs // FEWER,
            progress=lambda n, wanted: tell("judgement shares of what-ifs", n, wanted),
        )
        if found["judgement"]["interrupted"]:
            raise KeyboardInterrupt
    write_text(path, json.dumps(found, allow_nan=False) + "\n")
    return found


def share_text(share: Mapping[str, Any] | None) -> str:
    """Judgement share with its error, or that it is unclear; empty when it was not computed."""
    if not share:
        return ""
    if share["share"] is None or share["se"] > UNCLEAR:
        return "unclear"
    within = min(max(float(share["share"]), 0.0), 1.0)  # the estimate may fall outside
    return f"{percent(within)}{GAP}±{GAP}{100 * float(share['se']):.0f}"


def exploratory(share: Mapping[str, Any] | None) -> bool:
    """Whether judgement explains more than half, as far as is known."""
    return bool(share) and share["share"] is not None and share["share"] > EXPLORATORY


def is_size(difference: Mapping[str, Any] | None) -> bool:
    """Whether a difference is told apart from none."""
    if not difference or not difference["n"] or difference["se"] is None:
        return False
    return abs(difference["difference"]) > CLEAR * difference["se"]


def size_notes(
    difference: Mapping[str, Any], scale: float = 100.0, digits: int = 1
) -> tuple[str, ...]:
    """Range across theories and judgement share of a difference that is a size."""
    if not is_size(difference):
        return ()
    notes = []
    if span := difference["range"]:
        ends = [bare(scale * span[end], digits) for end in ("min", "max")]
        notes.append(f"theories {ends[0]} to {ends[1]}")
    if text := share_text(difference.get("judgement_share")):
        notes.append(f"judgement {text}")
    return tuple(notes)
