"""Contingents that drive or go by rail."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.case import Case, Contingent
from foedus.forces.move.drawing import Drawn
from foedus.forces.move.plan import Prepared
from foedus.forces.move.ways import distance_km
from foedus.forces.movement import rail_closure_hours, road_closure_hours

Floats = NDArray[np.float64]

PEOPLE_A_LORRY = 25.0
"""People without vehicles of their own drive in lorries that take so many."""


def surface_km(case: Case, leg: Contingent) -> float:
    """Length of the way by road or rail: as given, or the great circle times the road factor."""
    if leg.distance_km is not None:
        return leg.distance_km.central * leg.detour.central
    straight = distance_km(case, leg.origin, leg.destination)
    return straight * case.factors.road_detour.central * leg.detour.central


def column(people: Floats, vehicles: Floats) -> Floats:
    """Vehicles of a column: its own, and lorries for people they cannot hold."""
    return np.maximum(np.maximum(vehicles, np.ceil(people / PEOPLE_A_LORRY)), 1.0)


def surface_move(prepared: Prepared, number: int) -> tuple[Floats, Floats]:
    """First arrival and closure of a contingent by road or rail, one a draw."""
    case, drawn = prepared.case, prepared.drawn
    name = prepared.legs[number]
    leg = case.contingents[name]
    at, f = f"contingents.{name}", case.factors
    ready, km = prepared.ready[:, number], surface_km(case, leg)
    people = np.rint(drawn(leg.people, f"{at}.people"))
    vehicles = np.rint(drawn(leg.vehicles, f"{at}.vehicles"))
    if leg.mode == "road":
        rows = zip(
            ready,
            drawn(f.road_km_per_day, "factors.road_km_per_day"),
            column(people, vehicles),
            drawn(f.serial_vehicles, "factors.serial_vehicles"),
            drawn(f.serial_gap_minutes, "factors.serial_gap_minutes"),
            strict=True,
        )
        found = [road_closure_hours(r, km, pace, n, size, gap) for r, pace, n, size, gap in rows]
    else:
        loads = _train_loads(drawn, case, people, vehicles)
        rows = zip(
            ready,
            drawn(f.rail_km_per_day, "factors.rail_km_per_day"),
            loads,
            drawn(f.train_vehicles, "factors.train_vehicles"),
            drawn(f.rail_load_hours, "factors.rail_load_hours"),
            drawn(f.rail_ramps, "factors.rail_ramps"),
            strict=True,
        )
        found = [
            rail_closure_hours(r, km, pace, n, size, hours, max(1.0, math.floor(ramps)))
            for r, pace, n, size, hours, ramps in rows
        ]
    pairs = np.array(found)
    return pairs[:, 0], pairs[:, 1]


def _train_loads(drawn: Drawn, case: Case, people: Floats, vehicles: Floats) -> Floats:
    """Vehicles, or as many as the people's trains would hold when they need more trains."""
    cars = drawn(case.factors.train_vehicles, "factors.train_vehicles")
    heads = drawn(case.factors.train_people, "factors.train_people")
    trains = np.ceil(vehicles / cars)
    trains = np.maximum(trains, np.ceil(people / heads))
    return np.maximum(np.where(trains > np.ceil(vehicles / cars), trains * cars, vehicles), 1.0)
