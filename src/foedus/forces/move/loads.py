"""Who flies with what in which sortie, and in which order the sorties are planned, compiled.

Vehicles are loaded first, with people on the seats beside them; who is left flies in sorties
without vehicles. Types of aircraft take turns in proportion to their numbers. Neither the loads
nor the timetable look at places or at how many aircraft there are in all: so more of them never
reorders a move.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.compiled import rule

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_CREDIT, _VEHICLES, _BESIDE, _SEATS = 0, 1, 2, 3
_SMALL = 1e-9  # keeps 0.1 added ten times at 1


class Inputs(NamedTuple):
    """All that a drawn move needs; axes are draws D, legs K, types T, fields F and stops S.

    Attributes
    ----------
    people, vehicles, ready : array (D, K)
        What a leg moves, and the hour at which it may begin to load.
    origin, destination, code : int array (K,)
        Fields of a leg, and its address in the random numbers.
    weight : array (D, K, T)
        Turns of each type of aircraft; 0 where it cannot serve a leg.
    vehicle_room, beside, seats : array (D, K, T)
        Vehicles a sortie takes, people beside them, people in a sortie without vehicles.
    hop : array (D, K, T, S + 1)
        Block hours of each hop.
    hops : int array (K, T)
        How many hops; 1 without a stop.
    stops : int array (K, S)
        Fields of the stops.
    back : array (D, K, T)
        Hours from unloading to being home, layover of the crew included.
    onload, offload : array (D, T)
        Mean hours on the ground.
    stop_hours, service, rest, slot : array (D,)
        Hours of a stop, of servicing, of a crew's rest, between planned loadings of a leg.
    aircraft, crews : int array (D, T)
        How many.
    load_places, unload_places : int array (D, F)
        Working places.
    stretch : array (D, F)
        Factor on ground times where crews do not work round the clock.
    closed_from, closed_to : array (D, F)
        Hours between which weather closes a field.
    """

    people: Floats
    vehicles: Floats
    ready: Floats
    origin: Whole
    destination: Whole
    code: Whole
    weight: Floats
    vehicle_room: Floats
    beside: Floats
    seats: Floats
    hop: Floats
    hops: Whole
    stops: Whole
    back: Floats
    onload: Floats
    offload: Floats
    stop_hours: Floats
    service: Floats
    rest: Floats
    slot: Floats
    aircraft: Whole
    crews: Whole
    load_places: Whole
    unload_places: Whole
    stretch: Floats
    closed_from: Floats
    closed_to: Floats


class Sorties(NamedTuple):
    """Sorties of one draw, leg after leg: type, people, vehicles, number within the leg."""

    kind: Whole
    people: Floats
    vehicles: Floats
    number: Whole


@rule
def _whole_of(carry, row, kind, room):
    """Whole units a sortie takes of a room that may be a fraction, such as 2.5 vehicles."""
    have = carry[row, kind] + room + _SMALL
    taken = math.floor(have)
    carry[row, kind] = have - taken - _SMALL
    return taken * 1.0


@rule
def next_type(weight, carry):
    """Type whose turn it is: types take turns in proportion to their weights."""
    total = 0.0
    best = 0
    for t in range(weight.shape[0]):
        carry[_CREDIT, t] += weight[t]
        total += weight[t]
        if (carry[_CREDIT, t] > carry[_CREDIT, best] and weight[t] > 0.0) or weight[best] <= 0.0:
            best = t
    carry[_CREDIT, best] -= total
    return best


@rule
def fill_leg(x, d, k, at, sorties, carry):
    """Load one leg into sorties from place `at` on; returns the place after the last, or -1.

    -1 when the table of sorties is too short.
    """
    people = x.people[d, k]
    vehicles = x.vehicles[d, k]
    for row in range(carry.shape[0]):
        for t in range(carry.shape[1]):
            carry[row, t] = 0.0
    number = 0
    limit = sorties.kind.shape[0]
    idle = 0
    while people > 0.0 or vehicles > 0.0:
        t = next_type(x.weight[d, k], carry)
        cars = 0.0
        if vehicles > 0.0 and x.vehicle_room[d, k, t] > 0.0:
            cars = min(vehicles, _whole_of(carry, _VEHICLES, t, x.vehicle_room[d, k, t]))
            heads = min(people, _whole_of(carry, _BESIDE, t, x.beside[d, k, t]))
        else:
            heads = min(people, _whole_of(carry, _SEATS, t, x.seats[d, k, t]))
            if heads <= 0.0:  # nothing for this type to carry: its turn passes
                idle += 1
                if idle > limit:
                    return -1
                continue
        if at >= limit:
            return -1
        sorties.kind[at] = t
        sorties.people[at] = heads
        sorties.vehicles[at] = cars
        sorties.number[at] = number
        people -= heads
        vehicles -= cars
        number += 1
        at += 1
    return at


@rule
def next_leg(x, d, first, heads):
    """Leg whose sortie comes next in the timetable, or -1 when all are flown.

    Sortie j of a leg is planned at the hour the leg is ready plus j slots.
    """
    best = -1
    planned = math.inf
    for k in range(heads.shape[0]):
        if first[k] + heads[k] < first[k + 1]:
            hour = x.ready[d, k] + heads[k] * x.slot[d]
            if hour < planned:
                best = k
                planned = hour
    return best
