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

import numpy as np

from foedus.chance import MOVEMENT, philox
from foedus.compiled import entry, inlined
from foedus.forces.move.loads import ABOARD, CARRIED, KIND, NUMBER, fill_leg, next_leg
from foedus.forces.move.packed import (
    AIRCRAFT_N,
    BACK,
    CLOSED_FROM,
    CLOSED_TO,
    CODE,
    CREWS_N,
    DESTINATION,
    FIRST_STOP,
    LOAD_PLACES,
    OFFLOAD,
    ONLOAD,
    ORIGIN,
    READY_HOUR,
    REST,
    SERVICE,
    SLOT,
    STOP,
    STRETCH,
    UNLOAD_PLACES,
)

LOADING_END, UNLOADING_END, STOP_END = 0, 1, 2

READY, LOADING, UNLOADING, AIRCRAFT, CREWS, EN_ROUTE, WEATHER, FLIGHT = range(8)
"""What an hour on the critical path was spent on."""

CAUSES = 8

LEG, TYPE = range(2)
"""Columns of who flew a sortie."""

FLOWN_PEOPLE, FLOWN_VEHICLES, BEGUN, LANDED, DONE = range(5)
"""Columns of what a sortie carried and when: loading begun, touchdown, unloaded."""

COUNT, ROOT = range(2)
"""Columns of a draw: sorties (-1: the table was too short), leg at the root of the path."""

_LOAD_CAUSE, _LOAD_BEFORE, _UNLOAD_BEFORE = range(3)  # whom a sortie waited for
_HELD, _LATE, _ON_THE_WAY, _UNLOAD = range(4)  # weather, waits at stops, start of unloading
_PLANES, _CREWS = range(2)  # tables of `free` and `owner`, by type
_ON, _OFF = range(2)  # tables of `place` and `holder`, by field
_TWO32 = 4294967296.0


@inlined
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


@inlined
def _first_free(times, table, row, count):
    """Number of the entry of one row that is free first."""
    best = 0
    least = times[table, row, 0]
    for i in range(1, count):
        time = times[table, row, i]
        if time < least:
            least = time
            best = i
    return best


@inlined
def _open(field, f, hour):
    """Hour moved to the end of the weather that closes a field."""
    if field[f, CLOSED_FROM] <= hour < field[f, CLOSED_TO]:
        return field[f, CLOSED_TO]
    return hour


@inlined
def _load(leg, kind, field, k, o, t, n, free, owner, place, holder, whom, when):
    """Choose aircraft, crew and loading place; returns their numbers and the hour it begins."""
    plane = _first_free(free, _PLANES, t, int(kind[t, AIRCRAFT_N]))
    crew = _first_free(free, _CREWS, t, int(kind[t, CREWS_N]))
    stand = _first_free(place, _ON, o, int(field[o, LOAD_PLACES]))
    hour = leg[k, READY_HOUR]
    cause = READY
    before = -1
    if place[_ON, o, stand] > hour:
        hour = place[_ON, o, stand]
        cause = LOADING
        before = holder[_ON, o, stand]
    if free[_PLANES, t, plane] > hour:
        hour = free[_PLANES, t, plane]
        cause = AIRCRAFT
        before = owner[_PLANES, t, plane]
    if free[_CREWS, t, crew] > hour:
        hour = free[_CREWS, t, crew]
        cause = CREWS
        before = owner[_CREWS, t, crew]
    begin = _open(field, o, hour)
    whom[n, _LOAD_CAUSE] = cause
    whom[n, _LOAD_BEFORE] = before
    when[n, _HELD] = begin - hour
    return plane, crew, stand, begin


@inlined
def _fly(seed, shape, d, hop, field, hours, route, hops, k, t, number, hour, place, holder, n):
    """From the end of loading to the destination, stop by stop; returns the hour and the waits."""
    waited = 0.0
    for s in range(hops[k, t] - 1):
        hour += hop[k, t, s]
        f = route[k, FIRST_STOP + s]
        stand = _first_free(place, _ON, f, int(field[f, LOAD_PLACES]))
        begin = _open(field, f, max(hour, place[_ON, f, stand]))
        waited += begin - hour
        factor = ground_factor(seed, d, number, route[k, CODE], STOP_END + 1 + s * 64, shape)
        hour = begin + hours[STOP] * field[f, STRETCH] * factor
        place[_ON, f, stand] = hour
        holder[_ON, f, stand] = n
    return hour + hop[k, t, hops[k, t] - 1], waited


@inlined
def _unload(seed, shape, d, kind, field, code, e, t, number, landed, place, holder, whom, when, n):
    """Take the first unloading place; returns the hour at which unloading ends."""
    stand = _first_free(place, _OFF, e, int(field[e, UNLOAD_PLACES]))
    whom[n, _UNLOAD_BEFORE] = -1
    begin = landed
    if place[_OFF, e, stand] > begin:
        begin = place[_OFF, e, stand]
        whom[n, _UNLOAD_BEFORE] = holder[_OFF, e, stand]
    when[n, _UNLOAD] = begin
    factor = ground_factor(seed, d, number, code, UNLOADING_END, shape)
    done = begin + kind[t, OFFLOAD] * field[e, STRETCH] * factor
    place[_OFF, e, stand] = done
    holder[_OFF, e, stand] = n
    return done


@inlined
def _critical_path(path, last, times, whom, when):
    """Walk back from the last unloading, book every hour on what it was spent; returns the root."""
    n = last
    path[FLIGHT] += times[n, DONE] - when[n, _UNLOAD]
    while whom[n, _UNLOAD_BEFORE] >= 0:
        before = whom[n, _UNLOAD_BEFORE]
        path[UNLOADING] += when[n, _UNLOAD] - when[before, _UNLOAD]
        n = before
    path[EN_ROUTE] += when[n, _ON_THE_WAY]
    path[WEATHER] += when[n, _LATE]
    path[FLIGHT] += when[n, _UNLOAD] - times[n, BEGUN] - when[n, _ON_THE_WAY] - when[n, _LATE]
    while True:
        before = whom[n, _LOAD_BEFORE]
        since = 0.0 if before < 0 else times[before, BEGUN]
        path[WEATHER] += when[n, _HELD]
        path[whom[n, _LOAD_CAUSE]] += times[n, BEGUN] - when[n, _HELD] - since
        if before < 0:
            break
        n = before
    return n


@inlined
def _plan(leg, ride, first, heads, planned, load, carry):
    """Load every leg into sorties; returns how many there are, or -1."""
    at = 0
    for k in range(heads.shape[0]):
        first[k] = at
        heads[k] = 0
        at = fill_leg(leg, ride, k, at, planned, load, carry)
        if at < 0:
            return -1
    first[heads.shape[0]] = at
    return at


@inlined
def _one(
    seed, shape, d, leg, ride, hop, kind, field, hours, route, hops, first, heads, planned, load,
    carry, free, owner, place, holder, whom, when, who, times, path, found,
):  # fmt: skip
    """One move from the first loading to the last unloading."""
    number_of_sorties = _plan(leg, ride, first, heads, planned, load, carry)
    found[COUNT] = number_of_sorties
    last = -1
    latest = -math.inf
    for n in range(number_of_sorties):
        k = next_leg(leg, hours[SLOT], first, heads)
        at = first[k] + heads[k]
        heads[k] += 1
        t = planned[at, KIND]
        number = planned[at, NUMBER]
        o = route[k, ORIGIN]
        e = route[k, DESTINATION]
        plane, crew, stand, begin = _load(
            leg, kind, field, k, o, t, n, free, owner, place, holder, whom, when
        )
        factor = ground_factor(seed, d, number, route[k, CODE], LOADING_END, shape)
        loaded = begin + kind[t, ONLOAD] * field[o, STRETCH] * factor
        place[_ON, o, stand] = loaded
        holder[_ON, o, stand] = n
        there, waited = _fly(
            seed, shape, d, hop, field, hours, route, hops, k, t, number, loaded, place, holder, n
        )
        landed = _open(field, e, there)
        when[n, _ON_THE_WAY] = waited
        when[n, _LATE] = landed - there
        done = _unload(
            seed, shape, d, kind, field, route[k, CODE], e, t, number, landed, place, holder,
            whom, when, n,
        )  # fmt: skip
        home = done + ride[k, t, BACK]
        free[_PLANES, t, plane] = home + hours[SERVICE]
        free[_CREWS, t, crew] = home + hours[REST]
        owner[_PLANES, t, plane] = n
        owner[_CREWS, t, crew] = n
        who[n, LEG] = k
        who[n, TYPE] = t
        times[n, FLOWN_PEOPLE] = load[at, ABOARD]
        times[n, FLOWN_VEHICLES] = load[at, CARRIED]
        times[n, BEGUN] = begin
        times[n, LANDED] = landed
        times[n, DONE] = done
        if done > latest:
            latest = done
            last = n
    if last >= 0:
        found[ROOT] = who[_critical_path(path, last, times, whom, when), LEG]


@entry
def fly_moves(seed, shape, x, who, times, path, found):
    """Fly every draw to its end.

    Parameters
    ----------
    seed, shape : int
        Seed of the ground times and their gamma shape.
    x : Inputs
        What was drawn. Every type in turn has at least one aircraft and crew, every field in use
        at least one place.
    who, times, path, found : array
        Receive what happens; see `foedus.forces.move.flying.Flown`.
    """
    leg, ride, hop, kind, field, hours, route, hops = x
    draws, room = who.shape[0], who.shape[1]
    legs, types = hops.shape
    planned = np.zeros((room, 2), np.int64)
    load = np.zeros((room, 2))
    whom = np.zeros((room, 3), np.int64)
    when = np.zeros((room, 4))
    planes = 1
    stands = 1
    for d in range(draws):
        for t in range(types):
            planes = max(planes, int(kind[d, t, AIRCRAFT_N]), int(kind[d, t, CREWS_N]))
        for f in range(field.shape[1]):
            stands = max(stands, int(field[d, f, LOAD_PLACES]), int(field[d, f, UNLOAD_PLACES]))
    free = np.zeros((2, types, planes))
    owner = np.zeros((2, types, planes), np.int64)
    place = np.zeros((2, field.shape[1], stands))
    holder = np.zeros((2, field.shape[1], stands), np.int64)
    first = np.zeros(legs + 1, np.int64)
    heads = np.zeros(legs, np.int64)
    carry = np.zeros((4, types))
    for d in range(draws):
        free[:] = 0.0
        place[:] = 0.0
        _one(
            seed, shape, d, leg[d], ride[d], hop[d], kind[d], field[d], hours[d], route, hops,
            first, heads, planned, load, carry, free, owner, place, holder, whom, when, who[d],
            times[d], path[d], found[d],
        )  # fmt: skip
