"""Move a force: draw the case, fly or drive it, and say what happened and what held it up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.case import Case
from foedus.forces.move.chain import LINKS
from foedus.forces.move.flying import Flown, flown
from foedus.forces.move.formula import formula_moves
from foedus.forces.move.plan import Prepared, prepare
from foedus.forces.move.recursion import (
    AIRCRAFT,
    CREWS,
    EN_ROUTE,
    FLIGHT,
    LOADING,
    READY,
    UNLOADING,
    WEATHER,
)
from foedus.forces.move.surface import surface_move

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

BOTTLENECKS = (
    *LINKS,
    "loading",
    "unloading",
    "aircraft",
    "crews",
    "en_route",
    "weather",
    "flight",
    "road",
    "rail",
)
_OF_PATH = {
    LOADING: "loading",
    UNLOADING: "unloading",
    AIRCRAFT: "aircraft",
    CREWS: "crews",
    EN_ROUTE: "en_route",
    WEATHER: "weather",
    FLIGHT: "flight",
}


@dataclass(frozen=True)
class Move:
    """A drawn move; arrays run over draws D, all contingents K, and sorties M.

    Attributes
    ----------
    prepared : Prepared
        The case and what was drawn.
    leg_first, leg_closure : array (D, K)
        First arrival and end of the arrival of each contingent, hours from the request.
    sorties : int array (D, K)
        Sorties of each contingent.
    first_arrival, closure : array (D,)
        The same for the whole force.
    first_sortie : array (D,)
        When the first aircraft begins to load; NaN when nobody flies.
    path : array (D, bottlenecks)
        Hours of the critical path by what they were spent on; each row adds up to the closure.
    flights : Flown or None
        Every sortie; None when nobody flies.
    formula_first, formula_closure : array (D,)
        The closed form for those that fly; NaN when nobody does.
    """

    prepared: Prepared
    leg_first: Floats
    leg_closure: Floats
    sorties: Whole
    first_arrival: Floats
    closure: Floats
    first_sortie: Floats
    path: Floats
    flights: Flown | None
    formula_first: Floats
    formula_closure: Floats

    @property
    def bottleneck(self) -> Whole:
        """Number of the bottleneck of each draw: the greatest part of its critical path."""
        return np.argmax(self.path, axis=1)


@dataclass(frozen=True)
class Impossible:
    """A move that cannot be done, and why."""

    case: Case
    reasons: tuple[str, ...]


def move(case: Case, draws: int = 2000, seed: int = 1) -> Move | Impossible:
    """Draw and run a move.

    Parameters
    ----------
    case : Case
        From `foedus.forces.move.reading.load_case`.
    draws, seed : int
        How many futures, and their seed. Draw k is the same however many are asked for.

    Raises
    ------
    InputError
        With the field that makes no sense.
    """
    prepared = prepare(case, draws, seed)
    if prepared.reasons:
        return Impossible(case, prepared.reasons)
    shape = (draws, len(prepared.legs))
    first, closure = np.full(shape, np.inf), np.zeros(shape)
    sorties = np.zeros(shape, np.int64)
    flights, formula = None, (np.full(draws, np.nan), np.full(draws, np.nan))
    if prepared.inputs is not None:
        ground = round(case.factors.ground_shape.central)
        flights = flown(seed, ground, prepared.inputs)
        formula = np.zeros(draws), np.zeros(draws)
        formula_moves(prepared.inputs, *formula)
        for column, number in enumerate(prepared.air):
            _book(flights, column, first[:, number], closure[:, number], sorties[:, number])
    for number in range(len(prepared.legs)):
        if number not in prepared.air:
            first[:, number], closure[:, number] = surface_move(prepared, number)
    return Move(
        prepared=prepared,
        leg_first=first,
        leg_closure=closure,
        sorties=sorties,
        first_arrival=first.min(axis=1),
        closure=closure.max(axis=1),
        first_sortie=_first_sortie(flights, draws),
        path=_paths(prepared, flights, closure),
        flights=flights,
        formula_first=formula[0],
        formula_closure=formula[1],
    )


def _book(flights: Flown, column: int, first: Floats, closure: Floats, sorties: Whole) -> None:
    """Write arrival, closure and sorties of one flying contingent."""
    mine = flights.leg == column
    first[:] = np.where(mine, flights.landed, np.inf).min(axis=1)
    closure[:] = np.where(mine, flights.done, 0.0).max(axis=1)
    sorties[:] = mine.sum(axis=1)


def _first_sortie(flights: Flown | None, draws: int) -> Floats:
    if flights is None or not bool((flights.number > 0).any()):
        return np.full(draws, np.nan)
    return np.where(flights.leg >= 0, flights.begun, np.inf).min(axis=1)


def _paths(prepared: Prepared, flights: Flown | None, closure: Floats) -> Floats:
    """Critical path of each draw by bottleneck: of the flights, or of a column that comes later."""
    draws = len(closure)
    out = np.zeros((draws, len(BOTTLENECKS)))
    rows = np.arange(draws)
    latest = closure.argmax(axis=1)
    if flights is not None:
        for cause, name in _OF_PATH.items():
            out[:, BOTTLENECKS.index(name)] = flights.path[:, cause]
        root = np.array(prepared.air)[flights.root]
        out[rows, prepared.ready_cause[rows, root]] += flights.path[:, READY]
    for number, name in enumerate(prepared.legs):
        mode = prepared.case.contingents[name].mode
        late = (latest == number) & (mode != "air")
        if mode == "air" or not bool(late.any()):
            continue
        out[late] = 0.0
        ready = prepared.ready[late, number]
        out[late, prepared.ready_cause[late, number]] = ready
        out[late, BOTTLENECKS.index(mode)] = closure[late, number] - ready
    return out
