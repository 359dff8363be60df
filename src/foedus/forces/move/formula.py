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

from foedus.compiled import entry, inlined
from foedus.forces.move.packed import (
    AIRCRAFT_N,
    BACK,
    BESIDE,
    CARS,
    CREWS_N,
    DESTINATION,
    LOAD_PLACES,
    OFFLOAD,
    ONLOAD,
    ORIGIN,
    PEOPLE,
    READY_HOUR,
    REST,
    SEATS,
    SERVICE,
    STOP,
    STRETCH,
    UNLOAD_PLACES,
    VEHICLES,
    WEIGHT,
)

Floats = NDArray[np.float64]

FIRST_OF_MANY = (
    1.0,
    1.0,
    0.727,
    0.612,
    0.546,
    0.501,
    0.467,
    0.441,
    0.42,
    0.403,
    0.388,
    0.376,
    0.364,
    0.355,
    0.346,
    0.338,
    0.33,
)
"""Mean of the first of p loadings that begin together, in mean loadings; by number of places.

Expected least of p gamma variates of shape 4 and mean 1; the last value serves all larger p.
"""


# Rows of the scratch table, columns are legs or fields or types.
_N, _ON, _TAIL, _WORK_ON, _WORK_OFF, _SINCE, _LANDS, _CYCLES, _TAILS, _TURNS = range(10)


@inlined
def leg_sorties(leg, ride, k):
    """Sorties of one leg from mean loads, and the sum of its types' weights.

    Those with vehicles first, then those with people only. Infinity when there is no room.
    """
    people = leg[k, PEOPLE]
    vehicles = leg[k, VEHICLES]
    turns = 0.0
    room = 0.0
    riders = 0.0
    alone = 0.0
    for t in range(ride.shape[1]):
        weight = ride[k, t, WEIGHT]
        cars = ride[k, t, CARS]
        seats = ride[k, t, SEATS]
        turns += weight
        room += weight * cars
        riders += weight * (ride[k, t, BESIDE] if cars > 0.0 else seats)
        alone += weight * seats
    if turns <= 0.0 or (vehicles > 0.0 and room <= 0.0):
        return math.inf, turns
    number = math.ceil(vehicles * turns / room) * 1.0 if vehicles > 0.0 else 0.0
    left = people - number * riders / turns
    if left > 0.0:
        number += math.ceil(left * turns / alone) if alone > 0.0 else math.inf
    return number, turns


@inlined
def _leg(leg, ride, hop, kind, field, hours, route, hops, k, work):
    """Sorties of one leg by type, and the work they bring to fields and types."""
    o = route[k, ORIGIN]
    e = route[k, DESTINATION]
    number, turns = leg_sorties(leg, ride, k)
    work[_N, k] = number
    if number <= 0.0:
        return
    mean_way = 0.0
    mean_on = 0.0
    for t in range(hops.shape[1]):
        share = ride[k, t, WEIGHT] / turns
        if share <= 0.0:
            continue
        way = (hops[k, t] - 1) * hours[STOP]
        for s in range(hops[k, t]):
            way += hop[k, t, s]
        load = kind[t, ONLOAD] * field[o, STRETCH]
        unload = kind[t, OFFLOAD] * field[e, STRETCH]
        mean_on += share * load
        mean_way += share * way
        turn = math.floor(number * share + 0.5)  # a rare type has its turns in between the others
        work[_WORK_OFF, e] += number * share * unload
        if turn > 0.0:
            work[_TAIL, k] = max(work[_TAIL, k], way + unload)
        cycle = load + way + unload + ride[k, t, BACK] + max(hours[SERVICE], hours[REST])
        work[_CYCLES, t] += turn * cycle
        work[_TAILS, t] += turn * (load + way + unload)
        work[_TURNS, t] += turn
    work[_ON, k] = mean_on
    work[_WORK_ON, o] += number * mean_on
    work[_SINCE, o] = min(work[_SINCE, o], leg[k, READY_HOUR])
    head = mean_on * FIRST_OF_MANY[min(int(field[o, LOAD_PLACES]), 16)]
    work[_LANDS, e] = min(work[_LANDS, e], leg[k, READY_HOUR] + head + mean_way)


@inlined
def last_start(since, loaded, sorties, servers, cycle):
    """When the last sortie of a type can begin, for want of its aircraft or crews.

    The first round begins one after another until the last loading of the whole move, `loaded`;
    each further round follows a cycle later.
    """
    rounds = math.floor((sorties - 1.0) / servers)
    if rounds < 1.0:
        return since
    rest = sorties - 0.5 - rounds * servers
    return since + rounds * cycle + rest * (loaded - since) / sorties


@inlined
def _loaded_by(leg, field, route, k, work):
    """When the places of its own field have loaded a leg."""
    o = route[k, ORIGIN]
    own = leg[k, READY_HOUR] + work[_ON, k] * max(work[_N, k] / field[o, LOAD_PLACES], 1.0)
    return max(own, work[_SINCE, o] + work[_WORK_ON, o] / field[o, LOAD_PLACES])


@inlined
def _smooth_maximum(a, b, c):
    """About the greatest of three, and more when they are near one another.

    The root of the sum of sixth powers: two limits that come at nearly the same time delay each
    other. The exponent was chosen against the exact recursion, not against any record.
    """
    top = max(a, max(b, c))
    if top <= 0.0 or top == math.inf:
        return top
    a = (a / top) * (a / top) * (a / top)
    b = (b / top) * (b / top) * (b / top)
    c = (c / top) * (c / top) * (c / top)
    return top * (a * a + b * b + c * c) ** (1.0 / 6.0)


@inlined
def move_formula(leg, ride, hop, kind, field, hours, route, hops, work):
    """First touchdown and closure of one drawn move.

    Three things may end last: the loading at some field, the turns of some type of aircraft, the
    unloading at some field.

    Returns
    -------
    first_arrival_hours, closure_hours : float
        Hours from the request.
    """
    for row in range(work.shape[0]):
        for column in range(work.shape[1]):
            work[row, column] = math.inf if row in (_SINCE, _LANDS) else 0.0
    for k in range(hops.shape[0]):
        _leg(leg, ride, hop, kind, field, hours, route, hops, k, work)
    first = math.inf
    since = math.inf
    for f in range(field.shape[0]):
        first = min(first, work[_LANDS, f])
        since = min(since, work[_SINCE, f])
    if since == math.inf:
        return 0.0, 0.0
    loaded = since
    by_places = since
    for k in range(hops.shape[0]):
        if work[_N, k] > 0.0:
            ready = _loaded_by(leg, field, route, k, work)
            loaded = max(loaded, ready)
            by_places = max(by_places, ready + work[_TAIL, k])
    by_turns = since
    for t in range(hops.shape[1]):
        turns = work[_TURNS, t]
        if turns > 0.0:
            servers = min(kind[t, AIRCRAFT_N], kind[t, CREWS_N])
            begun = last_start(since, loaded, turns, servers, work[_CYCLES, t] / turns)
            by_turns = max(by_turns, begun + work[_TAILS, t] / turns)
    by_stands = since
    for f in range(field.shape[0]):
        if work[_WORK_OFF, f] > 0.0:
            by_stands = max(
                by_stands, work[_LANDS, f] + work[_WORK_OFF, f] / field[f, UNLOAD_PLACES]
            )
    closure = since + _smooth_maximum(by_places - since, by_turns - since, by_stands - since)
    return first, closure


@entry
def formula_moves(x, first, closure):
    """Closed form of every draw of `Inputs`; fills `first` and `closure`."""
    leg, ride, hop, kind, field, hours, route, hops = x
    work = np.zeros((10, max(max(hops.shape[0], hops.shape[1]), field.shape[1])))
    for d in range(first.shape[0]):
        first[d], closure[d] = move_formula(
            leg[d], ride[d], hop[d], kind[d], field[d], hours[d], route, hops, work
        )
