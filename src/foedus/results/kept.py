"""A small run kept future by future, so that one may look at a part of it or draw its paths.

It adds no statistic of its own: shares, differences, errors and ranges come from `Pairing`, as in
every other comparison, and outcomes from `foedus.results.outcomes`. A share is the difference from
nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.results.outcomes import Measured, Name, Plan, measure, nothing_like, plan_outcomes
from foedus.results.pairing import Pairing
from foedus.results.run import Library
from foedus.scenario import Scenario
from foedus.simulation.engine import run_chunks
from foedus.simulation.inputs import Start, build_inputs
from foedus.simulation.records import tally_type

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Kept:
    """Futures of one scenario, one by one.

    Attributes
    ----------
    scenario, start : Scenario, Start
        What was simulated and from where.
    plan : Plan
        Outcomes that were measured.
    measured : Measured
        Their values in every future.
    tallies : structured array, shape (n,)
        All that was counted in each.
    cohesion : float array, shape (n, months)
        Cohesion at the end of each month; 0 once dissolved.
    """

    scenario: Scenario
    start: Start
    plan: Plan
    measured: Measured
    tallies: NDArray[Any]
    cohesion: Floats

    @property
    def good(self) -> Flags:
        """Futures that finished without a flag and belong to the part looked at."""
        return self.measured.good

    def where(self, part: Flags) -> Kept:
        """The same futures, of which only a part counts."""
        return replace(self, measured=replace(self.measured, good=self.good & part))

    def flag(self, outcome: str, state: str = "") -> Flags:
        """Whether an outcome came true in each future."""
        return self.measured.flags[:, self.plan.flags.index(Name(outcome, state))]


@dataclass(frozen=True)
class Estimate:
    """A share, a mean or a difference with what must stand beside it.

    Attributes
    ----------
    mean, error : float
        Error: one Monte-Carlo standard error.
    n : int
        Futures behind it.
    low, high : float
        Lowest and highest over the options of every structure, each alone.
    """

    mean: float
    error: float
    n: int
    low: float
    high: float


def keep(scenario: Scenario, library: Library) -> Kept:
    """Run a scenario and keep every future (for some thousands of them)."""
    start = build_inputs(scenario, library.organisation, library.ledger)
    plan = plan_outcomes(start, tally_type(start.sizes[0]))
    chunks = list(run_chunks(scenario, start))
    parts = [measure(plan, chunk) for chunk in chunks]
    fields = ("good", "flags", "numbers", "theories")
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in fields}
    return Kept(
        scenario,
        start,
        plan,
        Measured(0, **whole),
        np.concatenate([chunk.tallies for chunk in chunks]),
        np.concatenate([chunk.cohesion for chunk in chunks]),
    )


def paired(base: Kept, changed: Kept) -> Pairing:
    """Futures of two runs with the same seed side by side; the part of either is what counts."""
    pairing = Pairing(base.plan, spread=False)
    pairing.add(base.measured, changed.measured)
    return pairing


def alone(run: Kept) -> Pairing:
    """A run beside nothing: every difference is then the share or the mean itself."""
    pairing = Pairing(run.plan, spread=False)
    pairing.add(nothing_like(run.measured), run.measured)
    return pairing


def read(pairing: Pairing, outcome: str, state: str = "") -> Estimate:
    """Difference of an outcome with its error, its futures and its range across theories."""
    name, plan = Name(outcome, state), pairing.plan
    if name in plan.flags:
        found = pairing.flag(plan.flags.index(name))
    else:
        found = pairing.number(plan.numbers.index(name))
    if not found["n"]:
        return Estimate(math.nan, math.nan, 0, math.nan, math.nan)
    mean, span = found["difference"], found["range"] or {}
    error = math.nan if found["se"] is None else found["se"]
    return Estimate(mean, error, found["n"], span.get("min", mean), span.get("max", mean))


def by_option(pairing: Pairing, structure: str, outcome: str, state: str = "") -> dict[str, float]:
    """Difference of a flag under each option of one structure alone."""
    rows = pairing.by_option(pairing.plan.flags.index(Name(outcome, state)))
    return {row["option"]: row["difference"] for row in rows if row["structure"] == structure}
