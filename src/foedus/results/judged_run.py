"""The judgement shares of a run, kept in its folder as ``judgement.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.files import InputError, write_text
from foedus.results.judgement import shares
from foedus.results.nested import REPLICATES, nested_draws
from foedus.results.run import LOCK, Library
from foedus.scenario import Scenario, load_scenario

FILE = "judgement.json"


def digest_of(scenario: Scenario) -> str:
    """Digest of all that a share depends on; the number of futures and the name do not count."""
    fields = scenario.model_dump(mode="json", exclude={"futures", "name"})
    body = json.dumps(fields, sort_keys=True)
    return hashlib.sha256(f"{metadata.version('foedus')} {body}".encode()).hexdigest()


def kept_shares(folder: Path, scenario: Scenario, pairs: int = 0) -> dict[str, Any] | None:
    """What a run's folder holds; None when it is of another run, or of fewer pairs than asked for.

    Returns
    -------
    dict or None
        ``digest``, ``pairs``, ``replicates``, ``futures`` and ``headlines``.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        known = found["digest"] == digest_of(scenario) and found["pairs"] >= pairs
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if known else None


def expect_run(folder: Path, scenario: Scenario) -> None:
    """Raise unless a folder holds a run of this very scenario (of however many futures)."""
    path = folder / LOCK
    if not path.is_file():
        raise InputError(folder, f"not a run's folder: no {LOCK}; make one with `foedus run`")
    if digest_of(load_scenario(path)) != digest_of(scenario):
        raise InputError(folder, f"holds another run; use its {LOCK} as the target")


def keep_shares(
    folder: Path,
    scenario: Scenario,
    headlines: dict[str, Any],
    pairs: int,
    replicates: int,
    futures: int,
) -> dict[str, Any]:
    """Write shares into a run's folder.

    Raises
    ------
    InputError
        When the folder is not that of this very run.
    """
    expect_run(folder, scenario)
    found = {
        "digest": digest_of(scenario),
        "pairs": pairs,
        "replicates": replicates,
        "futures": futures,
        "headlines": headlines,
    }
    write_text(folder / FILE, json.dumps(found, indent=1, allow_nan=False) + "\n")
    return found


def shares_of_run(
    folder: Path,
    scenario: Scenario,
    library: Library,
    pairs: int,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any] | None:
    """Shares from a run's folder, or made and kept there; None with 0 pairs and nothing kept."""
    found = kept_shares(folder, scenario, pairs)
    if found is not None or not pairs:
        return found
    nested = nested_draws(scenario, library, pairs=pairs, progress=progress)
    if nested.interrupted:
        raise KeyboardInterrupt
    made = shares(nested)
    done = len(nested.counts)
    return keep_shares(folder, scenario, made, done, REPLICATES, nested.futures)
