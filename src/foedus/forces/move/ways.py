"""The ways of a move: over which fields, with how much on board, in which time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foedus.files import InputError
from foedus.forces.move.case import Aircraft, Case, Contingent
from foedus.forces.move.drawing import Drawn
from foedus.forces.move.fields import open_field
from foedus.forces.movement import great_circle_km, payload_at

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Way:
    """The way of one leg by one type: its hops in kilometres and the fields between them."""

    hops: tuple[float, ...]
    stops: tuple[str, ...]
    reaches: bool


def distance_km(case: Case, first: str, second: str) -> float:
    """Great circle between two airfields of a case."""
    a, b = case.airfields[first], case.airfields[second]
    return great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude)


def way(case: Case, name: str, kind: Aircraft) -> Way:
    """Way of a leg by a type: direct within its full range, else by the stops of ``via``."""
    leg = case.contingents[name]
    origin = open_field(case, leg.origin) or leg.origin
    target = open_field(case, leg.destination) or leg.destination
    factor = leg.detour.central
    direct = distance_km(case, origin, target) if leg.distance_km is None else 0.0
    if leg.distance_km is not None:
        direct = leg.distance_km.central
    if direct * factor > kind.range_full_km.central and leg.via:
        points = (origin, *leg.via, target)
        hops = tuple(distance_km(case, a, b) * factor for a, b in pairwise(points))
        stops = leg.via
    else:
        hops, stops = (direct * factor,), ()
    return Way(hops, stops, max(hops) < kind.range_ferry_km.ends()[0])


def may_carry(kind: Aircraft, key: str, name: str, leg: Contingent) -> bool:
    """Whether fleet and contingent allow a type to carry a leg."""
    listed = not kind.carries or name in kind.carries or leg.state in kind.carries
    return listed and (not leg.aircraft or key in leg.aircraft)


_USED = (
    "onload_hours",
    "offload_hours",
    "stop_hours",
    "service_hours",
    "crew_rest_hours",
    "crew_duty_hours",
    "slot_hours",
    "fixed_hours",
    "tonnes_per_person",
    "tonnes_per_vehicle",
)


def draw_factors(case: Case, drawn: Drawn) -> dict[str, Floats]:
    """Planning factors that flights use."""
    return {name: drawn(getattr(case.factors, name), f"factors.{name}") for name in _USED}


def rooms_of(
    case: Case, name: str, kind: str, w: Way, f: dict[str, Floats], drawn: Drawn
) -> Floats:
    """Weight, vehicles, people beside them and people alone of one sortie, (4, draws).

    Vehicles have the first claim on the payload; a load below one vehicle is none.
    """
    aircraft, leg = case.fleet[kind], case.contingents[name]
    at = f"fleet.{kind}"
    payload = drawn(aircraft.payload_t, f"{at}.payload_t")
    full = drawn(aircraft.range_full_km, f"{at}.range_full_km")
    ferry = drawn(aircraft.range_ferry_km, f"{at}.range_ferry_km")
    payload = np.vectorize(payload_at, otypes=[float])(max(w.hops), payload, full, ferry)
    per_person = np.maximum(f["tonnes_per_person"], 1e-9)
    per_vehicle = np.maximum(f["tonnes_per_vehicle"], 1e-9)
    places = drawn(aircraft.vehicle_places, f"{at}.vehicle_places")
    cars = np.minimum(places, payload / per_vehicle)
    cars = np.where(cars < np.minimum(places, 1.0), 0.0, cars)
    left = np.maximum(payload - cars * f["tonnes_per_vehicle"], 0.0)
    beside = np.minimum(drawn(aircraft.seats_beside, f"{at}.seats_beside"), left / per_person)
    seats = np.minimum(drawn(aircraft.seats, f"{at}.seats"), payload / per_person)
    able = may_carry(aircraft, kind, name, leg) and _lands(case, leg, aircraft)
    weight = drawn(aircraft.count, f"{at}.count") * (able and w.reaches) * (cars + seats > 0.0)
    return np.stack([weight, cars, beside, np.floor(seats)])


def _lands(case: Case, leg: Contingent, aircraft: Aircraft) -> bool:
    need = aircraft.runway_m.central
    for place in (leg.origin, leg.destination):
        field = case.airfields[open_field(case, place) or place]
        if field.runway_m is not None and field.runway_m.central < need:
            return False
    return True


def check_carried(
    case: Case, name: str, rooms: Floats, ways: list[Way], kinds: tuple[str, ...]
) -> None:
    """Say which field is at fault when no aircraft can carry a leg."""
    leg = case.contingents[name]
    weight, cars, _, seats = rooms
    if not bool((weight > 0.0).any(axis=1).all()):
        far = [
            f"{k} (ferry range {case.fleet[k].range_ferry_km.central:,.0f} km, "
            f"way {max(w.hops):,.0f} km)"
            for k, w in zip(kinds, ways, strict=True)
            if not w.reaches
        ]
        short = [k for k in kinds if not _lands(case, leg, case.fleet[k])]
        problem = "no aircraft of the fleet can fly it"
        if far:
            problem += f": cannot reach {leg.destination}: {', '.join(far)}; give a stop in via"
        if short:
            problem += f"; runway too short for {', '.join(short)} (airfields.….runway_m)"
        raise InputError(f"{case.case}: contingents.{name}", problem)
    flies = weight > 0.0
    if leg.vehicles.ends()[1] >= 0.5 and not bool((flies & (cars > 0.0)).any(axis=1).all()):
        raise InputError(
            f"{case.case}: contingents.{name}.vehicles",
            "no aircraft that can fly there takes a vehicle (fleet.….vehicle_places, payload_t and "
            "tonnes_per_vehicle)",
        )
    if leg.people.ends()[1] >= 0.5 and not bool((flies & (seats > 0.0)).any(axis=1).all()):
        raise InputError(
            f"{case.case}: contingents.{name}.people",
            "no aircraft that can fly there has a seat (fleet.….seats)",
        )


def hop_hours(case: Case, kind: str, w: Way, f: dict[str, Floats], drawn: Drawn) -> Floats:
    """Block hours of every hop, (draws, hops)."""
    speed = drawn(case.fleet[kind].speed_kmh, f"fleet.{kind}.speed_kmh")
    return np.array(w.hops)[None, :] / speed[:, None] + f["fixed_hours"][:, None]


def way_back(
    case: Case, kind: str, w: Way, hops: Floats, offload: Floats, f: dict[str, Floats]
) -> Floats:
    """Hours from the end of unloading to home: flight, stops, and the crew's rests on the way.

    The empty aircraft flies all hops again and stops only when they are longer than its ferry
    range together. A crew whose day is too short for way out, unloading and way back rests.
    """
    out = hops.sum(axis=1)
    stops = len(w.hops) - 1
    halts = stops if sum(w.hops) >= case.fleet[kind].range_ferry_km.central else 0
    back = out - (stops - halts) * f["fixed_hours"] + halts * f["stop_hours"]
    duty = out + stops * f["stop_hours"] + offload + back
    rests = np.maximum(np.ceil(duty / f["crew_duty_hours"]) - 1.0, 0.0)
    return back + rests * f["crew_rest_hours"]
