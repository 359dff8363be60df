"""The move, sortie by sortie, compiled: an exact recursion in the order of the timetable.

Every sortie takes, in the order of the timetable, the aircraft, the crew, the loading place and the
unloading place that are free first, and holds them as long as it needs them; nobody overtakes.
Each of its hours is a maximum of earlier hours plus a length of time, so no hour can come sooner
when a distance or a ground time grows or an aircraft, crew or place is taken away (Kiefer and
Wolfowitz, "On the theory of queues with many servers", Transactions of the AMS 78, 1955: the
recursion on the ordered free times). A queue that lets whoever comes first be served first has no
such guarantee.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.chance import MOVEMENT, philox
from foedus.compiled import entry, rule
from foedus.forces.move.loads import Inputs, Sorties, fill_leg, next_leg

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LOADING_END, UNLOADING_END, STOP_END = 0, 1, 2

READY, LOADING, UNLOADING, AIRCRAFT, CREWS, EN_ROUTE, WEATHER, FLIGHT = range(8)
"""What an hour on the critical path was spent on."""

CAUSES = 8
_TWO32 = 4294967296.0

# Rows of the two tables of free times: aircraft and crews by type, places by field.
_TYPE_TABLES = 2
_FIELD_TABLES = 2
_ON, _OFF = 0, 1


class Flown(NamedTuple):
    """What happened; axes are draws D and sorties M, in the order of the timetable.

    Attributes
    ----------
    leg, kind : int array (D, M)
        Leg and type of aircraft; -1 beyond the last sortie.
    people, vehicles : array (D, M)
        Load.
    begun, landed, done : array (D, M)
        Hour at which loading begins, of touchdown at the destination, at which unloading ends.
    number : int array (D,)
        Sorties flown; -1 where the table was too short.
    path : array (D, CAUSES)
        Hours of the critical path by cause.
    root : int array (D,)
        Leg whose readiness the critical path begins with.
    """

    leg: Whole
    kind: Whole
    people: Floats
    vehicles: Floats
    begun: Floats
    landed: Floats
    done: Floats
    number: Whole
    path: Floats
    root: Whole


class _Marks(NamedTuple):
    """Of each sortie, what it waited for and whom; kept for the critical path."""

    load_cause: Whole
    load_before: Whole
    unload_before: Whole
    held: Floats  # hours lost to weather before loading
    late: Floats  # and before touchdown
    on_the_way: Floats  # hours waited at stops
    unload: Floats  # hour at which unloading begins


@rule
def ground_factor(seed, draw, number, code, end, shape):
    """Gamma variate of mean 1 and whole-number shape; 1 for shape 0.

    One block of the generator gives four uniforms of 32 bits; the sum of their exponentials is
    one logarithm of their product.
    """
    if shape <= 0:
        return 1.0
    total = 0.0
    left = shape
    block = 0
    while left > 0:
        c0, c1, c2, c3 = philox(seed, MOVEMENT, draw, number, code, end + 4 * block)
        product = (float(c0) + 0.5) / _TWO32
        if left > 1:
            product *= (float(c1) + 0.5) / _TWO32
        if left > 2:
            product *= (float(c2) + 0.5) / _TWO32
        if left > 3:
            product *= (float(c3) + 0.5) / _TWO32
        total -= math.log(product)
        left -= 4
        block += 1
    return total / shape


@rule
def _first_free(times, count):
    best = 0
    least = times[0]
    for i in range(1, count):
        if times[i] < least:
            least = times[i]
            best = i
    return best


@rule
def _open(x, d, field, hour):
    """Hour moved to the end of the weather that closes a field."""
    if x.closed_from[d, field] <= hour < x.closed_to[d, field]:
        return x.closed_to[d, field]
    return hour


@rule
def _load(x, d, k, t, n, free, owner, place, place_owner, marks):
    """Seize aircraft, crew and loading place; returns their numbers and the hour it begins."""
    o = x.origin[k]
    plane = _first_free(free[0, t], x.aircraft[d, t])
    crew = _first_free(free[1, t], x.crews[d, t])
    stand = _first_free(place[_ON, o], x.load_places[d, o])
    hour = x.ready[d, k]
    cause = READY
    before = -1
    if place[_ON, o, stand] > hour:
        hour = place[_ON, o, stand]
        cause = LOADING
        before = place_owner[_ON, o, stand]
    if free[0, t, plane] > hour:
        hour = free[0, t, plane]
        cause = AIRCRAFT
        before = owner[0, t, plane]
    if free[1, t, crew] > hour:
        hour = free[1, t, crew]
        cause = CREWS
        before = owner[1, t, crew]
    begin = _open(x, d, o, hour)
    marks.load_cause[n] = cause
    marks.load_before[n] = before
    marks.held[n] = begin - hour
    return plane, crew, stand, begin


@rule
def _fly(seed, shape, x, d, k, t, number, hour, place, place_owner, marks, n):
    """From the end of loading to touchdown, stop by stop."""
    waited = 0.0
    for s in range(x.hops[k, t] - 1):
        hour += x.hop[d, k, t, s]
        field = x.stops[k, s]
        stand = _first_free(place[_ON, field], x.load_places[d, field])
        begin = _open(x, d, field, max(hour, place[_ON, field, stand]))
        waited += begin - hour
        long = ground_factor(seed, d, number, x.code[k], STOP_END + 1 + s * 64, shape)
        hour = begin + x.stop_hours[d] * x.stretch[d, field] * long
        place[_ON, field, stand] = hour
        place_owner[_ON, field, stand] = n
    hour += x.hop[d, k, t, x.hops[k, t] - 1]
    there = _open(x, d, x.destination[k], hour)
    marks.on_the_way[n] = waited
    return there, there - hour


@rule
def _sortie(seed, shape, x, d, k, at, n, sorties, out, free, owner, place, place_owner, marks):
    """One sortie from loading to the next readiness of its aircraft and crew."""
    t = sorties.kind[at]
    number = sorties.number[at]
    plane, crew, stand, begin = _load(x, d, k, t, n, free, owner, place, place_owner, marks)
    o = x.origin[k]
    e = x.destination[k]
    factor = ground_factor(seed, d, number, x.code[k], LOADING_END, shape)
    loaded = begin + x.onload[d, t] * x.stretch[d, o] * factor
    place[_ON, o, stand] = loaded
    place_owner[_ON, o, stand] = n
    landed, kept_up = _fly(seed, shape, x, d, k, t, number, loaded, place, place_owner, marks, n)
    marks.late[n] = kept_up
    stand = _first_free(place[_OFF, e], x.unload_places[d, e])
    marks.unload_before[n] = -1
    unload = landed
    if place[_OFF, e, stand] > unload:
        unload = place[_OFF, e, stand]
        marks.unload_before[n] = place_owner[_OFF, e, stand]
    marks.unload[n] = unload
    factor = ground_factor(seed, d, number, x.code[k], UNLOADING_END, shape)
    done = unload + x.offload[d, t] * x.stretch[d, e] * factor
    place[_OFF, e, stand] = done
    place_owner[_OFF, e, stand] = n
    home = done + x.back[d, k, t]
    free[0, t, plane] = home + x.service[d]
    free[1, t, crew] = home + x.rest[d]
    owner[0, t, plane] = n
    owner[1, t, crew] = n
    out.leg[d, n] = k
    out.kind[d, n] = t
    out.people[d, n] = sorties.people[at]
    out.vehicles[d, n] = sorties.vehicles[at]
    out.begun[d, n] = begin
    out.landed[d, n] = landed
    out.done[d, n] = done
    return done


@rule
def _critical_path(d, last, out, marks):
    """Walk back from the last unloading and book every hour on what it was spent."""
    n = last
    path = out.path[d]
    path[FLIGHT] += out.done[d, n] - marks.unload[n]
    while marks.unload_before[n] >= 0:
        before = marks.unload_before[n]
        path[UNLOADING] += marks.unload[n] - marks.unload[before]
        n = before
    path[EN_ROUTE] += marks.on_the_way[n]
    path[WEATHER] += marks.late[n]
    path[FLIGHT] += marks.unload[n] - out.begun[d, n] - marks.on_the_way[n] - marks.late[n]
    while True:
        before = marks.load_before[n]
        since = 0.0 if before < 0 else out.begun[d, before]
        path[WEATHER] += marks.held[n]
        path[marks.load_cause[n]] += out.begun[d, n] - marks.held[n] - since
        if before < 0:
            break
        n = before
    out.root[d] = out.leg[d, n]


@rule
def _one(seed, shape, x, d, sorties, first, heads, carry, out, free, owner, place, po, marks):
    """One move from the first loading to the last unloading."""
    free[:] = 0.0
    place[:] = 0.0
    at = 0
    for k in range(heads.shape[0]):
        first[k] = at
        heads[k] = 0
        at = fill_leg(x, d, k, at, sorties, carry)
        if at < 0:
            out.number[d] = -1
            return
    first[heads.shape[0]] = at
    last = -1
    latest = -math.inf
    for n in range(at):
        k = next_leg(x, d, first, heads)
        j = first[k] + heads[k]
        heads[k] += 1
        done = _sortie(seed, shape, x, d, k, j, n, sorties, out, free, owner, place, po, marks)
        if done > latest:
            latest = done
            last = n
    out.number[d] = at
    if last >= 0:
        _critical_path(d, last, out, marks)


@entry
def fly_moves(seed, shape, x, out):
    """Fly every draw to its end.

    Parameters
    ----------
    seed, shape : int
        Seed of the ground times and their gamma shape.
    x : Inputs
        What was drawn. Every type in turn has at least one aircraft and crew, every field in use
        at least one place.
    out : Flown
        Receives what happens.
    """
    draws, room = out.landed.shape
    legs, types = x.hops.shape
    sorties = Sorties(
        np.zeros(room, np.int64), np.zeros(room), np.zeros(room), np.zeros(room, np.int64)
    )
    marks = _Marks(
        np.zeros(room, np.int64),
        np.zeros(room, np.int64),
        np.zeros(room, np.int64),
        np.zeros(room),
        np.zeros(room),
        np.zeros(room),
        np.zeros(room),
    )
    planes = max(x.aircraft.max(), x.crews.max())
    stands = max(x.load_places.max(), x.unload_places.max())
    free = np.zeros((_TYPE_TABLES, types, planes))
    owner = np.zeros((_TYPE_TABLES, types, planes), np.int64)
    place = np.zeros((_FIELD_TABLES, x.load_places.shape[1], stands))
    place_owner = np.zeros((_FIELD_TABLES, x.load_places.shape[1], stands), np.int64)
    first = np.zeros(legs + 1, np.int64)
    heads = np.zeros(legs, np.int64)
    carry = np.zeros((4, types))
    for d in range(draws):
        _one(
            seed, shape, x, d, sorties, first, heads, carry, out, free, owner, place, place_owner,
            marks,
        )  # fmt: skip


def empty_flown(draws: int, room: int) -> Flown:
    """Tables for a number of draws with room for so many sorties each."""
    shape = (draws, room)
    return Flown(
        leg=np.full(shape, -1, np.int64),
        kind=np.full(shape, -1, np.int64),
        people=np.zeros(shape),
        vehicles=np.zeros(shape),
        begun=np.full(shape, np.nan),
        landed=np.full(shape, np.nan),
        done=np.full(shape, np.nan),
        number=np.zeros(draws, np.int64),
        path=np.zeros((draws, CAUSES)),
        root=np.zeros(draws, np.int64),
    )


def flown(seed: int, shape: int, inputs: Inputs, room: int) -> Flown:
    """Fly all draws; the table of sorties is widened until it suffices."""
    while True:
        out = empty_flown(len(inputs.ready), room)
        fly_moves(seed, shape, inputs, out)
        if bool((out.number >= 0).all()):
            return out
        room *= 2
