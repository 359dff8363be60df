"""The summary of a run: shares over the whole horizon, ranges across structures, warnings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from foedus.codes import Status, Survival
from foedus.results.counts import (
    COHESION_BINS,
    DAY_EDGES,
    HEADLINES,
    SHARE_EDGES,
    TOLL_EDGES,
    Counts,
    quantile,
)
from foedus.scenario import STRUCTURES, Scenario
from foedus.simulation.inputs import Start

SCENARIO_MONTHS = 24  # beyond it the word is "scenario", not probability
FLAG_WORDS = {
    1: "more acts than the event table holds",
    2: "more crises at once than there are slots",
    4: "a value that is not a number",
    8: "a vote whose equilibrium was not found",
}


def share(hits: int, n: int) -> float:
    """Share of futures; 0 when none were run."""
    return hits / n if n else 0.0


def standard_error(p: float, n: int) -> float | None:
    """Monte-Carlo standard error of a share over n futures."""
    return math.sqrt(p * (1.0 - p) / n) if n else None


def summarise(
    scenario: Scenario, start: Start, counts: Counts, climatology: dict[str, Any]
) -> dict[str, Any]:
    """Summary of a run as one plain mapping, in the shape the command line prints.

    Parameters
    ----------
    scenario, start, counts
        What was run, from where, and what was counted.
    climatology : dict
        What the organisation's own record alone would say, see `own_record_climatology`.

    Returns
    -------
    dict
        Keys are never renamed; new ones may be added. ``null`` means not computed.
    """
    n = counts.futures
    x = start.record[0]
    bound = (Status.MEMBER, Status.FROZEN)
    parties = [s for i, s in enumerate(start.states) if x.status[i] in bound]
    return {
        "scenario": scenario.name,
        "as_of": scenario.as_of.isoformat(),
        "months": scenario.months,
        "futures": n,
        "seed": scenario.seed,
        "what_ifs": list(scenario.chosen),
        "organisation": {
            "active": share(int(counts.survival[Survival.ACTIVE]), n),
            "idle": share(int(counts.survival[Survival.IDLE]), n),
            "dissolved": share(int(counts.survival[Survival.DISSOLVED]), n),
        },
        "crisis": {
            "any": share(counts.headline["any_crisis"], n),
            "troop_deployment": share(counts.headline["troop_deployment"], n),
            "first_troops_days": _spread(counts.first_troops),
            "closure_days": _spread(counts.closure),
            "task_effect": _spread(counts.effect, SHARE_EDGES),
            "local_freed": _spread(counts.freed, TOLL_EDGES),
        },
        "region": {
            "crises": _toll(counts.crises, np.arange(65, dtype=float)),
            "war": share(counts.wars, n),
            "deaths": _toll(counts.deaths, TOLL_EDGES),
            "displaced": _toll(counts.displaced, TOLL_EDGES),
        },
        "members": {s: _member(counts, start.index(s)) for s in parties},
        "joins": {"any": share(counts.headline["any_join"], n), **_joins(counts, start, parties)},
        "any_exit": share(counts.headline["any_exit"], n),
        "any_freeze": share(counts.headline["any_freeze"], n),
        "cohesion": _cohesion(scenario, counts),
        "structures": _structures(counts),
        "structure_table": _structure_table(counts),
        "judgement_share": dict.fromkeys(HEADLINES),
        "errors": {
            name: standard_error(share(hits, n), n) for name, hits in counts.headline.items()
        },
        "climatology": climatology,
        "warnings": _warnings(scenario, start, counts),
    }


def _spread(bins: Any, edges: Any = DAY_EDGES) -> dict[str, float | None]:
    return {
        name: quantile(bins, edges, p)
        for name, p in (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95))
    }


def _toll(bins: Any, edges: Any) -> dict[str, float | None]:
    return {
        name: quantile(bins, edges, p) for name, p in (("p25", 0.25), ("p50", 0.5), ("p75", 0.75))
    }


def _member(counts: Counts, i: int) -> dict[str, Any]:
    n = counts.futures
    asked = int(counts.totals["requested"][i])
    helped = int(counts.totals["helped"][i])
    papers = int(counts.totals["papers"][i])
    p = share(helped, asked)
    return {
        "crisis": share(int(counts.at_least_once["crisis"][i]), n),
        "request": share(int(counts.at_least_once["requested"][i]), n),
        "helped": share(int(counts.at_least_once["helped"][i]), n),
        "helped_if_requested": {
            "p": p if asked else None,
            "n": asked,
            "se": standard_error(p, asked),
        },
        "mission": share(int(counts.at_least_once["missions"][i]), n),
        "troops_received": share(int(counts.at_least_once["troops_received"][i]), n),
        "troops_sent": share(int(counts.at_least_once["troops_sent"][i]), n),
        "refuses_draft": share(int(counts.at_least_once["refusals"][i]), n),
        "refusals_per_paper": share(int(counts.totals["refusals"][i]), papers) if papers else None,
        "skips_exercise": share(int(counts.at_least_once["skipped"][i]), n),
        "frozen": share(int(counts.at_least_once["frozen"][i]), n),
        "notice": share(int(counts.at_least_once["notice"][i]), n),
        "exit": share(int(counts.at_least_once["exit"][i]), n),
        "power_change": share(int(counts.at_least_once["power_change"][i]), n),
        "gives_way": share(int(counts.at_least_once["lost"][i]), n),
    }


def _joins(counts: Counts, start: Start, parties: list[str]) -> dict[str, float]:
    return {
        s: share(int(counts.at_least_once["joined"][i]), counts.futures)
        for i, s in enumerate(start.states)
        if s not in parties and start.record[0].candidate[i] == 1
    }


def _cohesion(scenario: Scenario, counts: Counts) -> list[dict[str, Any]]:
    edges = np.linspace(0.0, 1.0, COHESION_BINS + 1)
    rows = []
    for month, number in enumerate(scenario.calendar_months()):
        row: dict[str, Any] = {"month": f"{number // 12}-{number % 12 + 1:02d}"}
        for p in (5, 25, 50, 75, 95):
            row[f"p{p:02d}"] = quantile(counts.cohesion[month], edges, p / 100.0)
        rows.append(row)
    return rows


def _structures(counts: Counts) -> dict[str, dict[str, float]]:
    """Lowest and highest probability of each headline over the options of all structures."""
    out = {}
    for headline in HEADLINES:
        values = [
            share(row[headline], row["futures"])
            for row in counts.by_structure.values()
            if row["futures"]
        ]
        out[headline] = {"min": min(values, default=0.0), "max": max(values, default=0.0)}
    return out


def _structure_table(counts: Counts) -> list[dict[str, Any]]:
    rows = []
    for name, options in STRUCTURES.items():
        for option in options:
            row = counts.by_structure[name, option]
            if row["futures"]:
                values = {h: share(row[h], row["futures"]) for h in HEADLINES}
                rows.append({"structure": name, "option": option, "n": row["futures"], **values})
    return rows


def _warnings(scenario: Scenario, start: Start, counts: Counts) -> list[str]:
    out = list(start.warnings)
    if counts.flagged:
        reasons = ", ".join(
            f"{n} with status {status} ({describe_status(status)})"
            for status, n in sorted(counts.flags.items())
        )
        out.append(f"left out of every share: {counts.flagged} futures: {reasons}")
    if scenario.months > SCENARIO_MONTHS:
        out.append(
            f"beyond {SCENARIO_MONTHS} months these shares describe scenarios, not probabilities"
        )
    return out


def describe_status(status: int) -> str:
    """Words for the bits of a future's status."""
    return "; ".join(words for bit, words in FLAG_WORDS.items() if (status // bit) % 2)
