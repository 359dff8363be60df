"""From a case to what the recursion needs: draws, loads, ways, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.files import InputError
from foedus.forces.move.case import Case
from foedus.forces.move.chain import Order, give_order, ready_to_load
from foedus.forces.move.drawing import Drawn
from foedus.forces.move.fields import Fields, open_field, prepare_fields
from foedus.forces.move.packed import Inputs
from foedus.forces.move.ways import (
    Way,
    check_carried,
    draw_factors,
    hop_hours,
    may_carry,
    rooms_of,
    way,
    way_back,
)
from foedus.parameters import stable_code

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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
    loads = [q for n in legs for q in (case.contingents[n].people, case.contingents[n].vehicles)]
    if legs and not any(q.ends()[1] >= 0.5 for q in loads):
        out.append("no contingent has people or vehicles to move")
    for i in air:
        name, leg = legs[i], case.contingents[legs[i]]
        able = [k for k in kinds if may_carry(case.fleet[k], k, name, leg)]
        if not able:
            out.append(
                f"{name} has no aircraft that carries it, and no road or rail: give it one in "
                f"fleet, or contingents.{name}.mode"
            )
        for key, place in (("from", leg.origin), ("to", leg.destination)):
            if open_field(case, place) is None:
                out.append(f"{name}: airfield {place} ({key}) is closed and has no open alternate")
    return tuple(out)


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


def _inputs(
    case: Case,
    names: list[str],
    kinds: tuple[str, ...],
    fields: Fields,
    ready: Floats,
    drawn: Drawn,
) -> Inputs:
    f = draw_factors(case, drawn)
    ways = [[way(case, n, case.fleet[k]) for k in kinds] for n in names]
    ground = [drawn(case.fleet[k].ground_factor, f"fleet.{k}.ground_factor") for k in kinds]
    onload = np.column_stack([f["onload_hours"] * g for g in ground])
    offload = np.column_stack([f["offload_hours"] * g for g in ground])
    rooms, hop, back = _carriage(case, names, kinds, ways, offload, f, drawn)
    number = fields.names.index
    ends = [(case.contingents[n].origin, case.contingents[n].destination) for n in names]
    opened = [[number(open_field(case, place) or place) for place in pair] for pair in ends]
    aircraft, crews = _fleet(case, kinds, drawn)
    people = np.column_stack([_of(case, n, "people", drawn) for n in names])
    vehicles = np.column_stack([_of(case, n, "vehicles", drawn) for n in names])
    codes = [stable_code(n) for n in names]
    route = np.column_stack([np.array(opened), codes, _stops(case, names, fields, hop.shape[3])])
    hours = ("stop_hours", "service_hours", "crew_rest_hours", "slot_hours")
    return Inputs(
        leg=np.stack([people, vehicles, ready], axis=-1),
        ride=np.stack([*rooms, back], axis=-1),
        hop=hop,
        kind=np.stack([onload, offload, aircraft, crews], axis=-1),
        field=np.stack(
            [
                fields.load_places.astype(float),
                fields.unload_places.astype(float),
                fields.stretch,
                fields.closed_from,
                fields.closed_to,
            ],
            axis=-1,
        ),
        hours=np.column_stack([f[name] for name in hours]),
        route=route.astype(np.int64),
        hops=np.array([[len(w.hops) for w in row] for row in ways], np.int64),
    )


def _carriage(
    case: Case,
    names: list[str],
    kinds: tuple[str, ...],
    ways: list[list[Way]],
    offload: Floats,
    f: dict[str, Floats],
    drawn: Drawn,
) -> tuple[Floats, Floats, Floats]:
    """Rooms, hours of every hop and hours of the way back, by draw, leg and type."""
    shape = (drawn.draws, len(names), len(kinds))
    rooms = np.zeros((4, *shape))
    hop = np.zeros((*shape, max(len(w.hops) for row in ways for w in row)))
    back = np.zeros(shape)
    for k, name in enumerate(names):
        for t, kind in enumerate(kinds):
            one = ways[k][t]
            rooms[:, :, k, t] = rooms_of(case, name, kind, one, f, drawn)
            hours = hop_hours(case, kind, one, f, drawn)
            hop[:, k, t, : len(one.hops)] = hours
            back[:, k, t] = way_back(case, kind, one, hours, offload[:, t], f)
        check_carried(case, name, rooms[:, :, k, :], ways[k], kinds)
    return rooms, hop, back


def _stops(case: Case, names: list[str], fields: Fields, hops: int) -> Whole:
    stops = np.zeros((len(names), max(hops - 1, 1)), np.int64)
    for k, name in enumerate(names):
        for s, stop in enumerate(case.contingents[name].via[: hops - 1]):
            stops[k, s] = fields.names.index(stop)
    return stops


def _of(case: Case, name: str, key: str, drawn: Drawn) -> Floats:
    """People or vehicles of a contingent, whole."""
    return np.rint(drawn(getattr(case.contingents[name], key), f"contingents.{name}.{key}"))


def _fleet(case: Case, kinds: tuple[str, ...], drawn: Drawn) -> tuple[Floats, Floats]:
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
        number = np.maximum(np.rint(drawn(entry.count, f"fleet.{kind}.count") * share), 1.0)
        planes.append(number)
        crews.append(np.maximum(np.floor(number * each), 1.0))
    return np.column_stack(planes), np.column_stack(crews)
