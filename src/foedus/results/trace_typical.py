"""The most typical future in which an outcome came true.

Typical means: the medoid, the future with the smallest sum of distances to all others of its kind.
Futures are compared by what is counted in them (who met crises, asked, was helped, sent, refused,
stayed away, froze, left, joined; how the organisation ended; cohesion at the end of each year and
of the horizon). Every count is divided by its standard deviation among these futures, and distances
are sums of absolute differences, so that one wild future does not pull the choice; the sums are
exact, from sorted columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Survival
from foedus.files import InputError
from foedus.results.counts import HEADLINES, PER_STATE, headlines
from foedus.scenario import Scenario
from foedus.simulation.engine import Chunk, run_chunks
from foedus.simulation.inputs import Start

_MEMBER = re.compile(r"([A-Za-z]{3}):([a-z_]+)\Z")
SCALARS = ("crises", "requests", "any_troops")
MONTHS_A_YEAR = 12

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Typical:
    """The most typical future of an outcome.

    Attributes
    ----------
    outcome : str
        What came true.
    future : int
        Its number.
    among, futures : int
        Futures in which the outcome came true, and futures looked at.
    distance, mean_distance : float
        Mean distance of this future to the others, and of the others on average.
    """

    outcome: str
    future: int
    among: int
    futures: int
    distance: float
    mean_distance: float


def outcome_mask(outcome: str, start: Start) -> Callable[[NDArray[Any]], Mask]:
    """Turn an outcome into a function from tallies to the futures in which it came true.

    Parameters
    ----------
    outcome : str
        A headline (``dissolved``, ``idle``, ``any_crisis``, ``troop_deployment``, ``any_exit``,
        ``any_freeze``, ``any_join``), ``active``, or ``STATE:WHAT`` such as ``ARM:frozen``.

    Raises
    ------
    InputError
        With the outcomes that can be asked for.
    """
    name = outcome.strip()
    if name == "active":
        return lambda tallies: tallies["survival"] == Survival.ACTIVE
    if name in HEADLINES:
        return lambda tallies: headlines(tallies)[name]
    found = _MEMBER.match(name)
    if found and found[2] in PER_STATE:
        i = start.index(found[1].upper())
        return lambda tallies: tallies[found[2]][:, i] > 0
    raise InputError(
        f"--typical {outcome}",
        f"expected active, {', '.join(HEADLINES)}, or STATE:WHAT with {', '.join(PER_STATE)}",
    )


def features(tallies: NDArray[Any], cohesion: NDArray[np.float64], states: int) -> NDArray[Any]:
    """What futures are compared by, shape (futures, features)."""
    months = cohesion.shape[1]
    ends = sorted({*range(MONTHS_A_YEAR - 1, months, MONTHS_A_YEAR), months - 1})
    parts = [tallies[name].astype(float)[:, None] for name in SCALARS]
    parts += [(tallies["survival"] == s).astype(float)[:, None] for s in Survival]
    parts += [tallies[name][:, :states].astype(float) for name in PER_STATE]
    parts.append(cohesion[:, ends])
    return np.concatenate(parts, axis=1)


def sums_of_distances(table: NDArray[Any]) -> NDArray[np.float64]:
    """Sum of standardised absolute differences of every row to all others.

    For a sorted column ``x_1 <= ... <= x_n`` the sum for the k-th is
    ``x_k (2 k - n) - 2 (x_1 + ... + x_k) + (x_1 + ... + x_n)``.
    """
    n = len(table)
    total = np.zeros(n)
    rank = np.arange(1, n + 1)
    for column in table.T:
        spread = column.std()
        if spread <= 0.0:
            continue
        order = np.argsort(column, kind="stable")
        x = column[order] / spread
        below = np.cumsum(x)
        sums = x * (2 * rank - n) - 2.0 * below + below[-1]
        # Equal values have equal sums; rounding must not tell them apart.
        first = np.concatenate([[True], x[1:] != x[:-1]])
        sums = sums[np.maximum.accumulate(np.where(first, rank - 1, 0))]
        total[order] += sums
    return total


def most_typical(
    scenario: Scenario,
    start: Start,
    outcome: str,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Typical:
    """Find the most typical future of an outcome among the scenario's futures.

    Ties go to the lowest number. Futures whose status says that something went wrong are left
    out.

    Raises
    ------
    InputError
        The outcome is unknown, or came true in no future.
    """
    chosen = outcome_mask(outcome, start)
    numbers: list[NDArray[np.int64]] = []
    rows: list[NDArray[Any]] = []
    looked = 0
    for chunk in run_chunks(scenario, start, threads=threads, progress=progress):
        looked += len(chunk.tallies)
        wanted = chosen(chunk.tallies) & (chunk.tallies["status"] == 0)
        numbers.append(chunk.first + np.flatnonzero(wanted))
        rows.append(_rows(chunk, wanted, len(start.states)))
    every = np.concatenate(numbers)
    if not len(every):
        raise InputError(
            f"--typical {outcome}", f"came true in none of {looked:,} futures; try more --futures"
        )
    sums = sums_of_distances(np.concatenate(rows))
    best = int(np.argmin(sums))
    pairs = max(len(every) - 1, 1)
    return Typical(
        outcome.strip(),
        int(every[best]),
        len(every),
        looked,
        float(sums[best]) / pairs,
        float(sums.mean()) / pairs,
    )


def _rows(chunk: Chunk, wanted: Mask, states: int) -> NDArray[Any]:
    return features(chunk.tallies[wanted], chunk.cohesion[wanted], states)
