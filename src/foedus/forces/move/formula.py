"""The move in closed form, compiled: for large numbers of moves, beside the exact recursion.

After the planning formulas of US Air Force Pamphlet 10-1403, restated from memory: sorties are
the requirement over the average load, a field passes on places over ground time, a fleet flies a
round after each cycle; the move ends with whichever of these ends last. Here field by field, leg
by leg and type by type, with the waits of the exact recursion left out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from foedus.compiled import entry, rule

Floats = NDArray[np.float64]

FIRST_OF_MANY = 0.42
"""The first of p loadings that begin together ends after p to the minus this of the mean time.

From order statistics of a gamma of shape 4: 0.73 of the mean for two, 0.57 for four.
"""

# Rows of the scratch table, columns are legs or fields or types.
_N, _ON, _OFF, _FLY, _WORK_ON, _WORK_OFF, _SINCE, _LANDS, _CYCLES, _FLOWN = range(10)


@rule
def leg_sorties(people, vehicles, weight, cars, beside, seats):
    """Sorties of one leg from mean loads: those with vehicles first, then those with people only.

    Parameters
    ----------
    people, vehicles : float
        What has to be moved.
    weight, cars, beside, seats : array (types,)
        Turns of each type; vehicles, people beside them and people alone of one sortie.

    Returns
    -------
    float
        Sorties; infinity when there is no room.
    """
    turns = 0.0
    room = 0.0
    riders = 0.0
    alone = 0.0
    for t in range(weight.shape[0]):
        turns += weight[t]
        room += weight[t] * cars[t]
        riders += weight[t] * (beside[t] if cars[t] > 0.0 else seats[t])
        alone += weight[t] * seats[t]
    if turns <= 0.0 or (vehicles > 0.0 and room <= 0.0):
        return math.inf
    number = math.ceil(vehicles * turns / room) * 1.0 if vehicles > 0.0 else 0.0
    left = people - number * riders / turns
    if left > 0.0:
        number += math.ceil(left * turns / alone) if alone > 0.0 else math.inf
    return number


@rule
def _legs(x, d, work):
    """Sorties and hours of every leg, and the work they bring to fields and types."""
    work[:] = 0.0
    work[_SINCE, :] = math.inf
    work[_LANDS, :] = math.inf
    for k in range(x.hops.shape[0]):
        o = x.origin[k]
        e = x.destination[k]
        number = leg_sorties(
            x.people[d, k], x.vehicles[d, k], x.weight[d, k], x.vehicle_room[d, k],
            x.beside[d, k], x.seats[d, k],
        )  # fmt: skip
        turns = 0.0
        for t in range(x.hops.shape[1]):
            turns += x.weight[d, k, t]
        on = 0.0
        off = 0.0
        fly = 0.0
        for t in range(x.hops.shape[1]):
            share = x.weight[d, k, t] / turns
            if share <= 0.0:
                continue
            way = (x.hops[k, t] - 1) * x.stop_hours[d]
            for s in range(x.hops[k, t]):
                way += x.hop[d, k, t, s]
            load = x.onload[d, t] * x.stretch[d, o]
            unload = x.offload[d, t] * x.stretch[d, e]
            on += share * load
            off += share * unload
            fly += share * way
            pause = max(x.service[d], x.rest[d] * x.aircraft[d, t] / x.crews[d, t])
            work[_CYCLES, t] += number * share * (load + way + unload + x.back[d, k, t] + pause)
            work[_FLOWN, t] += number * share
        work[_N, k] = number
        work[_ON, k] = on
        work[_OFF, k] = off
        work[_FLY, k] = fly
        if number > 0.0:
            work[_WORK_ON, o] += number * on
            work[_WORK_OFF, e] += number * off
            work[_SINCE, o] = min(work[_SINCE, o], x.ready[d, k])
            head = on * x.load_places[d, o] ** -FIRST_OF_MANY
            work[_LANDS, e] = min(work[_LANDS, e], x.ready[d, k] + head + fly)


@rule
def move_formula(x, d, work):
    """First touchdown and closure of one drawn move.

    Returns
    -------
    first_arrival_hours, closure_hours : float
        Hours from the request.
    """
    _legs(x, d, work)
    first = math.inf
    since = math.inf
    for f in range(x.load_places.shape[1]):
        first = min(first, work[_LANDS, f])
        since = min(since, work[_SINCE, f])
    rounds = 0.0
    for t in range(x.hops.shape[1]):
        if work[_FLOWN, t] > x.aircraft[d, t]:
            more = 1.0 - x.aircraft[d, t] / work[_FLOWN, t]
            rounds = max(rounds, work[_CYCLES, t] / x.aircraft[d, t] * more)
    closure = 0.0
    for k in range(x.hops.shape[0]):
        if work[_N, k] <= 0.0:
            continue
        o = x.origin[k]
        e = x.destination[k]
        own = x.ready[d, k] + work[_ON, k] * max(work[_N, k] / x.load_places[d, o], 1.0)
        loaded = max(own, work[_SINCE, o] + work[_WORK_ON, o] / x.load_places[d, o])
        loaded = max(loaded, since + rounds + work[_ON, k])
        done = max(
            loaded + work[_FLY, k] + work[_OFF, k],
            work[_LANDS, e] + work[_WORK_OFF, e] / x.unload_places[d, e],
        )
        closure = max(closure, done)
    return first, closure


@entry
def formula_moves(x, first, closure):
    """Closed form of every draw; fills `first` and `closure`."""
    width = max(max(x.hops.shape[0], x.hops.shape[1]), x.load_places.shape[1])
    work = np.zeros((10, width))
    for d in range(first.shape[0]):
        first[d], closure[d] = move_formula(x, d, work)
