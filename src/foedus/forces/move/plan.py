"""From a case to what the recursion needs: draws, loads, ways, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.files import InputError
from foedus.forces.move.case import Aircraft, Case, Contingent
from foedus.forces.move.chain import Order, give_order, ready_to_load
from foedus.forces.move.drawing import Drawn
from foedus.forces.move.fields import Fields, open_field, prepare_fields
from foedus.forces.move.loads import Inputs
from foedus.forces.movement import great_circle_km, payload_at
from foedus.parameters import stable_code

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Way:
    """The way of one leg by one type: its hops in kilometres and the fields between them."""

    hops: tuple[float, ...]
    stops: tuple[str, ...]
    reaches: bool


@dataclass(frozen=True)
class Prepared:
    """A drawn case, ready to be flown.

    Attributes
    ----------
    case : Case
        The case.
    drawn : Drawn
        All that was drawn.
    order : Order
        Chain from request to order.
    ready, ready_cause : array (D, all legs)
        Hour at which a leg may begin, and which link of the chain held it up.
    legs : tuple of str
        All contingents that move, in the order of the case.
    air : tuple of int
        Numbers of those that fly.
    kinds : tuple of str
        Types of aircraft.
    fields : Fields or None
        Airfields in use; None when nobody flies.
    inputs : Inputs or None
        For the recursion; None when nobody flies.
    reasons : tuple of str
        Why the move cannot be done; empty when it can.
    """

    case: Case
    drawn: Drawn
    order: Order
    ready: Floats
    ready_cause: Whole
    legs: tuple[str, ...]
    air: tuple[int, ...]
    kinds: tuple[str, ...]
    fields: Fields | None
    inputs: Inputs | None
    reasons: tuple[str, ...]


def prepare(case: Case, draws: int, seed: int) -> Prepared:
    """Draw a case.

    Raises
    ------
    InputError
        When an aircraft of the fleet cannot do what the case asks of it.
    """
    if draws < 1:
        raise InputError("--draws", f"found {draws}, expected 1 or more")
    if not 0 <= seed < 2**32:
        raise InputError("--seed", f"found {seed}, expected 0 or more, below 2**32")
    drawn = Drawn(seed, draws)
    order = give_order(case, drawn)
    legs = tuple(n for n, leg in case.contingents.items() if not leg.absent)
    times = [ready_to_load(n, case.contingents[n], case, order, drawn) for n in legs]
    air = tuple(i for i, n in enumerate(legs) if case.contingents[n].mode == "air")
    kinds = tuple(k for k, a in case.fleet.items() if a.count.ends()[1] > 0.0)
    reasons = _obstacles(case, legs, air, kinds)
    fields = inputs = None
    ready = np.column_stack([t for t, _ in times]) if legs else np.zeros((draws, 0))
    if air and not reasons:
        names = [legs[i] for i in air]
        fields = prepare_fields(case, _fields_in_use(case, names), drawn)
        inputs = _inputs(case, names, kinds, fields, ready[:, list(air)], drawn)
        reasons = (*reasons, *_without_places(case, names, fields))
    return Prepared(
        case=case,
        drawn=drawn,
        order=order,
        ready=ready,
        ready_cause=np.column_stack([c for _, c in times]) if legs else np.zeros((draws, 0), int),
        legs=legs,
        air=air,
        kinds=kinds,
        fields=fields,
        inputs=inputs,
        reasons=reasons,
    )


def _obstacles(
    case: Case, legs: tuple[str, ...], air: tuple[int, ...], kinds: tuple[str, ...]
) -> tuple[str, ...]:
    """Why the move cannot be done, as far as it can be told without drawing."""
    out: list[str] = []
    if not legs:
        out.append("no contingent moves: all are absent")
    for i in air:
        name, leg = legs[i], case.contingents[legs[i]]
        able = [k for k in kinds if _may_carry(case.fleet[k], k, name, leg)]
        if not able:
            out.append(
                f"{name} has no aircraft that carries it, and no road or rail: give it one in "
                f"fleet, or contingents.{name}.mode"
            )
        for key, place in (("from", leg.origin), ("to", leg.destination)):
            if open_field(case, place) is None:
                out.append(f"{name}: airfield {place} ({key}) is closed and has no open alternate")
    return tuple(out)


def _may_carry(kind: Aircraft, key: str, name: str, leg: Contingent) -> bool:
    listed = not kind.carries or name in kind.carries or leg.state in kind.carries
    return listed and (not leg.aircraft or key in leg.aircraft)


def _fields_in_use(case: Case, names: list[str]) -> tuple[str, ...]:
    used: dict[str, None] = {}
    for name in names:
        leg = case.contingents[name]
        for field in (leg.origin, leg.destination, *leg.via):
            used[field] = None
            used[open_field(case, field) or field] = None
    return tuple(used)


def _without_places(case: Case, names: list[str], fields: Fields) -> tuple[str, ...]:
    out = []
    for name in names:
        leg = case.contingents[name]
        for key, place, table in (
            ("load", leg.origin, fields.load_places),
            ("unload", leg.destination, fields.unload_places),
        ):
            field = open_field(case, place) or place
            if bool((table[:, fields.names.index(field)] < 1).any()):
                out.append(f"{name}: {field} has no working place to {key} at")
        for stop in leg.via:
            if bool((fields.load_places[:, fields.names.index(stop)] < 1).any()):
                out.append(f"{name}: {stop} has no working place for a stop")
    return tuple(out)


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
        hops = tuple(
            distance_km(case, a, b) * factor for a, b in zip(points, points[1:], strict=False)
        )
        stops = leg.via
    else:
        hops, stops = (direct * factor,), ()
    return Way(hops, stops, max(hops) < kind.range_ferry_km.ends()[0])


def _inputs(
    case: Case,
    names: list[str],
    kinds: tuple[str, ...],
    fields: Fields,
    ready: Floats,
    drawn: Drawn,
) -> Inputs:
    draws, legs, types = drawn.draws, len(names), len(kinds)
    ways = [[way(case, n, case.fleet[k]) for k in kinds] for n in names]
    most = max(len(w.hops) for row in ways for w in row)
    rooms = np.zeros((4, draws, legs, types))
    hop = np.zeros((draws, legs, types, most))
    back = np.zeros((draws, legs, types))
    f = _factors(case, drawn)
    offload = np.zeros((draws, types))
    onload = np.zeros((draws, types))
    for t, kind in enumerate(kinds):
        factor = drawn(case.fleet[kind].ground_factor, f"fleet.{kind}.ground_factor")
        onload[:, t], offload[:, t] = f["onload_hours"] * factor, f["offload_hours"] * factor
    for k, name in enumerate(names):
        for t, kind in enumerate(kinds):
            rooms[:, :, k, t] = _rooms(case, name, kind, ways[k][t], f, drawn)
            hop[:, k, t, : len(ways[k][t].hops)] = _hop_hours(case, kind, ways[k][t], f, drawn)
            back[:, k, t] = _way_back(case, kind, ways[k][t], hop[:, k, t], offload[:, t], f)
        _can_be_carried(case, name, rooms[:, :, k, :], ways[k], kinds)
    number = fields.names.index
    opened = [open_field(case, case.contingents[n].origin) or "" for n in names]
    ended = [open_field(case, case.contingents[n].destination) or "" for n in names]
    stops = np.zeros((legs, max(most - 1, 1)), np.int64)
    for k in range(legs):
        for s, stop in enumerate(case.contingents[names[k]].via[: most - 1]):
            stops[k, s] = number(stop)
    aircraft, crews = _fleet(case, kinds, drawn)
    return Inputs(
        people=np.column_stack([np.rint(_of(case, n, "people", drawn)) for n in names]),
        vehicles=np.column_stack([np.rint(_of(case, n, "vehicles", drawn)) for n in names]),
        ready=np.ascontiguousarray(ready),
        origin=np.array([number(n) for n in opened], np.int64),
        destination=np.array([number(n) for n in ended], np.int64),
        code=np.array([stable_code(n) for n in names], np.int64),
        weight=np.ascontiguousarray(rooms[0]),
        vehicle_room=np.ascontiguousarray(rooms[1]),
        beside=np.ascontiguousarray(rooms[2]),
        seats=np.ascontiguousarray(rooms[3]),
        hop=hop,
        hops=np.array([[len(w.hops) for w in row] for row in ways], np.int64),
        stops=stops,
        back=back,
        onload=onload,
        offload=offload,
        stop_hours=f["stop_hours"],
        service=f["service_hours"],
        rest=f["crew_rest_hours"],
        slot=f["slot_hours"],
        aircraft=aircraft,
        crews=crews,
        load_places=fields.load_places,
        unload_places=fields.unload_places,
        stretch=np.ascontiguousarray(fields.stretch),
        closed_from=np.ascontiguousarray(fields.closed_from),
        closed_to=np.ascontiguousarray(fields.closed_to),
    )


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


def _factors(case: Case, drawn: Drawn) -> dict[str, Floats]:
    return {name: drawn(getattr(case.factors, name), f"factors.{name}") for name in _USED}


def _of(case: Case, name: str, key: str, drawn: Drawn) -> Floats:
    return drawn(getattr(case.contingents[name], key), f"contingents.{name}.{key}")


def _rooms(case: Case, name: str, kind: str, w: Way, f: dict[str, Floats], drawn: Drawn) -> Floats:
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
    able = _may_carry(aircraft, kind, name, leg) and _lands(case, leg, aircraft)
    weight = drawn(aircraft.count, f"{at}.count") * (able and w.reaches) * (cars + seats > 0.0)
    return np.stack([weight, cars, beside, np.floor(seats)])


def _lands(case: Case, leg: Contingent, aircraft: Aircraft) -> bool:
    need = aircraft.runway_m.central
    for place in (leg.origin, leg.destination):
        field = case.airfields[open_field(case, place) or place]
        if field.runway_m is not None and field.runway_m.central < need:
            return False
    return True


def _can_be_carried(
    case: Case, name: str, rooms: Floats, ways: list[Way], kinds: tuple[str, ...]
) -> None:
    """Say which field is at fault when no aircraft can carry a leg."""
    leg = case.contingents[name]
    weight, cars, _, seats = rooms
    if not bool((weight > 0.0).any(axis=1).all()):
        far = [
            f"{k} ({max(w.hops):,.0f} km, ferry range {case.fleet[k].range_ferry_km.central:,.0f} km)"
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


def _hop_hours(case: Case, kind: str, w: Way, f: dict[str, Floats], drawn: Drawn) -> Floats:
    speed = drawn(case.fleet[kind].speed_kmh, f"fleet.{kind}.speed_kmh")
    return np.array(w.hops)[None, :] / speed[:, None] + f["fixed_hours"][:, None]


def _way_back(
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


def _fleet(case: Case, kinds: tuple[str, ...], drawn: Drawn) -> tuple[Whole, Whole]:
    """Aircraft and crews of each type, whole and at least one."""
    planes, crews = [], []
    for kind in kinds:
        entry = case.fleet[kind]
        share = (
            drawn(case.factors.available, "factors.available")
            if entry.available is None
            else drawn(entry.available, f"fleet.{kind}.available")
        )
        each = (
            drawn(case.factors.crews_per_aircraft, "factors.crews_per_aircraft")
            if entry.crews_per_aircraft is None
            else drawn(entry.crews_per_aircraft, f"fleet.{kind}.crews_per_aircraft")
        )
        number = np.maximum(np.floor(drawn(entry.count, f"fleet.{kind}.count") * share), 1.0)
        planes.append(number)
        crews.append(np.maximum(np.floor(number * each), 1.0))
    return np.column_stack(planes).astype(np.int64), np.column_stack(crews).astype(np.int64)
