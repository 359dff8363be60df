"""Outcomes of futures, one row a future: what compared runs and sweeps are measured on.

Outcomes are read off the fields of the tallies, so that a new headline or count needs nothing
here. A *flag* came true or not, a *number* is counted in every future, a *time* is known only
where the thing happened, a *ratio* is a quotient of two sums over all futures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import ActKind, Status
from foedus.results.counts import HEADLINES, PER_STATE, headlines
from foedus.scenario import STRUCTURES
from foedus.simulation.engine import Chunk
from foedus.simulation.inputs import Start

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

TIMES = ("first_troops_days", "closure_days")  # not a number where no troops came
NOT_NUMBERS = ("status", "survival", "any_crisis", "any_troops")  # codes, and told by headlines
ACTS = {
    "papers_tabled": ActKind.DRAFT_TABLED,
    "papers_adopted": ActKind.ADOPTED,
    "exercises_held": ActKind.EXERCISE_HELD,
    "exercises_cancelled": ActKind.EXERCISE_CANCELLED,
}
RATIOS = {
    "adopted_per_paper": ("papers_adopted", "papers_tabled"),
    "helped_if_requested": ("requests_helped", "requests"),
}


@dataclass(frozen=True, order=True)
class Name:
    """Name of an outcome.

    Attributes
    ----------
    outcome : str
        Headline, field of the tally, or kind of act.
    state : str
        The state it is about; empty for the organisation.
    """

    outcome: str
    state: str = ""


@dataclass(frozen=True)
class Plan:
    """Which outcomes of a run are measured, in order.

    Attributes
    ----------
    flags, numbers : tuple of Name
        Columns of `Measured.flags` and `Measured.numbers`.
    places : tuple of int
        Positions of the states of `flags` in the tallies, -1 for the organisation.
    ratios : tuple of (Name, int, int)
        Name of a ratio and the columns of `numbers` above and below its line.
    """

    flags: tuple[Name, ...]
    numbers: tuple[Name, ...]
    places: tuple[int, ...]
    ratios: tuple[tuple[Name, int, int], ...]


@dataclass(frozen=True)
class Measured:
    """Outcomes of a slice of futures.

    Attributes
    ----------
    first : int
        Number of the first future.
    good : bool array, shape (n,)
        Futures that finished without a flag.
    flags : bool array, shape (n, flags)
    numbers : float array, shape (n, numbers)
        nan where a time is not known.
    theories : bool array, shape (n, options)
        Which option of every structure the future follows, in the order of `options`.
    """

    first: int
    good: Flags
    flags: Flags
    numbers: Floats
    theories: Flags


def options() -> list[tuple[str, str]]:
    """Every option of every structure, in one order."""
    return [(name, option) for name, chosen in STRUCTURES.items() for option in chosen]


def plan_outcomes(start: Start, tally: Any) -> Plan:
    """Outcomes that runs from one start are measured on.

    Parameters
    ----------
    start : Start
        Names the members (also frozen ones) and the candidates for joining.
    tally : numpy dtype
        Type of the tallies of one future.
    """
    x = start.record[0]
    bound = (Status.MEMBER, Status.FROZEN)
    parties = [(i, s) for i, s in enumerate(start.states) if x.status[i] in bound]
    outside = [
        (i, s) for i, s in enumerate(start.states) if x.candidate[i] == 1 and (i, s) not in parties
    ]
    flags = [(Name(h), -1) for h in HEADLINES]
    for field in PER_STATE:
        where = outside if field == "joined" else parties
        flags += [(Name(field, s), i) for i, s in where]
    scalars = [f for f in tally.names if tally[f].shape == () and f not in NOT_NUMBERS]
    counted = [*scalars, *ACTS, "cohesion_at_end", "requests_helped"]
    ratios = [
        (Name(r), counted.index(above), counted.index(below))
        for r, (above, below) in RATIOS.items()
    ]
    return Plan(
        tuple(name for name, _i in flags),
        tuple(Name(f) for f in counted),
        tuple(i for _name, i in flags),
        tuple(ratios),
    )


def measure(plan: Plan, chunk: Chunk) -> Measured:
    """Outcomes of the futures of a chunk."""
    tallies, n = chunk.tallies, len(chunk.tallies)
    came_true = headlines(tallies)
    flags = np.zeros((n, len(plan.flags)), bool)
    for column, (name, i) in enumerate(zip(plan.flags, plan.places, strict=True)):
        flags[:, column] = came_true[name.outcome] if i < 0 else tallies[name.outcome][:, i] > 0
    numbers = np.zeros((n, len(plan.numbers)))
    whose = chunk.events["future"].astype(np.int64) - chunk.first
    kinds = chunk.events["act"]
    for column, name in enumerate(plan.numbers):
        field = name.outcome
        if field in ACTS:
            values: Any = np.bincount(whose[kinds == ACTS[field]], minlength=n)
        elif field == "cohesion_at_end":
            values = chunk.cohesion[:, -1]
        elif field == "requests_helped":
            values = tallies["helped"].sum(axis=1)
        else:
            values = tallies[field]
        numbers[:, column] = values
    return Measured(
        chunk.first, tallies["status"] == 0, flags, numbers, theories_of(chunk.structures)
    )


def nothing_like(measured: Measured) -> Measured:
    """The same futures with nothing in them: beside it, a difference is the share itself."""
    return replace(
        measured,
        flags=np.zeros_like(measured.flags),
        numbers=np.where(np.isnan(measured.numbers), np.nan, 0.0),
    )


def theories_of(structures: NDArray[Any]) -> Flags:
    """Indicator of every option of every structure, shape (n, options)."""
    columns = [
        structures[name] == number
        for name, chosen in STRUCTURES.items()
        for number in range(len(chosen))
    ]
    return np.stack(columns, axis=1)


def is_time(name: Name) -> bool:
    """Whether an outcome is known only where the thing happened."""
    return name.outcome in TIMES


def positions(names: Sequence[Name], wanted: Sequence[str]) -> list[int]:
    """Columns of the organisation's outcomes with the wanted names."""
    return [names.index(Name(outcome)) for outcome in wanted]
