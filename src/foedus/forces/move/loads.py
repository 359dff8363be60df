"""Who flies with what in which sortie, and in which order the sorties are planned, compiled.

Vehicles are loaded first, with people on the seats beside them; who is left flies in sorties
without vehicles. Types of aircraft take turns in proportion to their numbers. Neither the loads
nor the timetable look at places or at how many aircraft there are in all: so more of them never
reorders a move.
"""

from __future__ import annotations

import math

from foedus.compiled import inlined
from foedus.forces.move.packed import (
    BESIDE,
    CARS,
    PEOPLE,
    READY_HOUR,
    SEATS,
    VEHICLES,
    WEIGHT,
)

_CREDIT, _VEHICLES, _BESIDE, _SEATS = range(4)  # rows of the table of what is left over
_SMALL = 1e-9  # keeps 0.1 added ten times at 1

KIND, NUMBER = range(2)
"""Columns of the whole numbers of a planned sortie: type of aircraft, number within the leg."""

ABOARD, CARRIED = range(2)
"""Columns of its load: people, vehicles."""


@inlined
def _whole_of(carry, row, kind, room):
    """Whole units a sortie takes of a room that may be a fraction, such as 2.5 vehicles."""
    have = carry[row, kind] + room + _SMALL
    taken = math.floor(have)
    carry[row, kind] = have - taken - _SMALL
    return taken * 1.0


@inlined
def next_type(ride, k, carry):
    """Type whose turn it is: types take turns in proportion to their weights."""
    total = 0.0
    best = -1
    most = -math.inf
    for t in range(ride.shape[1]):
        w = ride[k, t, WEIGHT]
        if w > 0.0:
            credit = carry[_CREDIT, t] + w
            carry[_CREDIT, t] = credit
            total += w
            if credit > most:
                most = credit
                best = t
    carry[_CREDIT, best] -= total
    return best


@inlined
def fill_leg(leg, ride, k, at, planned, load, carry):
    """Load one leg into sorties from place `at` on; returns the place after the last, or -1.

    -1 when the table of sorties is too short.
    """
    people = leg[k, PEOPLE]
    vehicles = leg[k, VEHICLES]
    for row in range(carry.shape[0]):
        for t in range(carry.shape[1]):
            carry[row, t] = 0.0
    number = 0
    limit = planned.shape[0]
    idle = 0
    while people > 0.0 or vehicles > 0.0:
        t = next_type(ride, k, carry)
        cars = 0.0
        if vehicles > 0.0 and ride[k, t, CARS] > 0.0:
            cars = min(vehicles, _whole_of(carry, _VEHICLES, t, ride[k, t, CARS]))
            heads = min(people, _whole_of(carry, _BESIDE, t, ride[k, t, BESIDE]))
        else:
            heads = min(people, _whole_of(carry, _SEATS, t, ride[k, t, SEATS]))
            if heads <= 0.0:  # nothing for this type to carry: its turn passes
                idle += 1
                if idle > limit:
                    return -1
                continue
        if at >= limit:
            return -1
        planned[at, KIND] = t
        planned[at, NUMBER] = number
        load[at, ABOARD] = heads
        load[at, CARRIED] = cars
        people -= heads
        vehicles -= cars
        number += 1
        at += 1
    return at


@inlined
def next_leg(leg, slot, first, heads):
    """Leg whose sortie comes next in the timetable, or -1 when all are flown.

    Sortie j of a leg is planned at the hour the leg is ready plus j slots.
    """
    best = -1
    earliest = math.inf
    for k in range(heads.shape[0]):
        if first[k] + heads[k] < first[k + 1]:
            hour = leg[k, READY_HOUR] + heads[k] * slot
            if hour < earliest:
                best = k
                earliest = hour
    return best
