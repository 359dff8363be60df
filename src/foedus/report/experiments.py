"""Futures side by side: the same luck under another assumption, difference with its error.

Random numbers are addressed, so future k of a what-if meets the luck of future k of the baseline,
and the error of a paired difference is that of the differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Survival
from foedus.results.run import Library
from foedus.scenario import STRUCTURES, Scenario
from foedus.simulation.engine import run_chunks
from foedus.simulation.inputs import Start, build_inputs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Outcome = Callable[["Futures"], Floats]

FUTURES = 2000
LEAST = 30  # fewer futures than this say nothing about one theory


@dataclass(frozen=True)
class Futures:
    """Futures of one scenario, kept one by one.

    Attributes
    ----------
    tallies, structures : structured arrays, shape (n,)
        What was counted in each, and the rival theories it followed.
    cohesion : float array, shape (n, months)
        Cohesion at the end of each month; 0 once dissolved.
    """

    scenario: Scenario
    start: Start
    tallies: NDArray[Any]
    structures: NDArray[Any]
    cohesion: Floats

    @property
    def good(self) -> Flags:
        """Futures that were finished without a flag."""
        return self.tallies["status"] == 0


def simulate(scenario: Scenario, library: Library) -> Futures:
    """Run a scenario and keep every future's counts (for some thousands of futures)."""
    start = build_inputs(scenario, library.organisation, library.ledger)
    chunks = list(run_chunks(scenario, start))
    return Futures(
        scenario,
        start,
        np.concatenate([chunk.tallies for chunk in chunks]),
        np.concatenate([chunk.structures for chunk in chunks]),
        np.concatenate([chunk.cohesion for chunk in chunks]),
    )


def dissolved(futures: Futures) -> Floats:
    """1 where the organisation is gone at the end."""
    return (futures.tallies["survival"] == Survival.DISSOLVED).astype(float)


def any_member(field: str) -> Outcome:
    """1 where it happened to at least one state."""

    def outcome(futures: Futures) -> Floats:
        return (futures.tallies[field].sum(axis=1) > 0).astype(float)

    return outcome


def troops_sent(futures: Futures) -> Floats:
    """1 where troops were sent in the organisation's name."""
    return (futures.tallies["any_troops"] > 0).astype(float)


def last_cohesion(futures: Futures) -> Floats:
    """Cohesion in the last month; compare only where the organisation lasts."""
    return futures.cohesion[:, -1]


def happened(field: str, state: str) -> Outcome:
    """1 where it happened to one state."""

    def outcome(futures: Futures) -> Floats:
        return (futures.tallies[field][:, futures.start.index(state)] > 0).astype(float)

    return outcome


@dataclass(frozen=True)
class Estimate:
    """Mean of an outcome with its Monte-Carlo error and its range across rival theories.

    Attributes
    ----------
    mean, error : float
    n : int
        Futures behind it.
    low, high : float
        Lowest and highest mean over the options of every structure, each alone.
    """

    mean: float
    error: float
    n: int
    low: float
    high: float


def estimate(futures: Futures, outcome: Outcome, where: Flags | None = None) -> Estimate:
    """Mean of an outcome over the futures without a flag (and within `where`)."""
    kept = futures.good if where is None else futures.good & where
    return _estimate(outcome(futures)[kept], futures.structures[kept])


def effect(
    base: Futures, changed: Futures, outcome: Outcome, where: Flags | None = None
) -> Estimate:
    """Paired difference of an outcome, changed less base, future by future.

    Parameters
    ----------
    base, changed : Futures
        Runs with the same seed and number of futures.
    outcome : callable
        Outcome of each future.
    where : bool array, optional
        Futures to compare; a future flagged in either run is left out.
    """
    kept = base.good & changed.good
    if where is not None:
        kept &= where
    difference = outcome(changed)[kept] - outcome(base)[kept]
    return _estimate(difference, base.structures[kept])


def _estimate(values: Floats, structures: NDArray[Any]) -> Estimate:
    n = len(values)
    if n == 0:
        return Estimate(math.nan, math.nan, 0, math.nan, math.nan)
    means = [mean for mean, count in _by_option(values, structures).values() if count >= LEAST]
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return Estimate(mean, error, n, min(means, default=mean), max(means, default=mean))


def _by_option(
    values: Floats, structures: NDArray[Any], only: str = ""
) -> dict[tuple[str, str], tuple[float, int]]:
    found = {}
    for name, options in STRUCTURES.items():
        if only and name != only:
            continue
        for number, option in enumerate(options):
            part = values[structures[name] == number]
            if len(part):
                found[name, option] = (float(part.mean()), len(part))
    return found


def by_option(futures: Futures, outcome: Outcome, structure: str) -> dict[str, tuple[float, int]]:
    """Mean of an outcome and number of futures under each option of one structure."""
    kept = futures.good
    found = _by_option(outcome(futures)[kept], futures.structures[kept], structure)
    return {option: value for (_name, option), value in found.items()}


def arrival_hours(futures: Futures, field: str) -> Floats:
    """Hours from the call to the first troops, or to closure; nan where none came."""
    return 24.0 * futures.tallies[field]
