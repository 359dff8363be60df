"""Airfields of a move: which are open, how many aircraft they handle, when weather shuts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.case import Airfield, Case
from foedus.forces.move.drawing import Drawn
from foedus.forces.move.quantity import Quantity

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PEOPLE_A_VEHICLE = 10.0
"""People that weigh as much as one vehicle when places are shared out."""


@dataclass(frozen=True)
class Fields:
    """Airfields in use, by number; arrays run over draws and fields."""

    names: tuple[str, ...]
    load_places: Whole
    unload_places: Whole
    stretch: Floats
    closed_from: Floats
    closed_to: Floats


def open_field(case: Case, name: str) -> str | None:
    """Airfield itself, or its alternate when it is closed, or None when that is closed too."""
    field = case.airfields[name]
    if not field.closed:
        return name
    other = case.airfields.get(field.alternate)
    return field.alternate if other is not None and not other.closed else None


def share_out(places: int, weights: Floats) -> Whole:
    """Share places out in proportion to traffic, rounded, and at least one to each field in use.

    More places never take one from anybody. A field with little traffic keeps its one place
    without taking it from the others: it is idle most of the time, and the total counts aircraft
    that are handled at once.
    """
    parts = places * weights / max(float(weights.sum()), 1e-9)
    return np.where(weights > 0.0, np.maximum(1, np.rint(parts)), 0).astype(np.int64)


def _shared(total: Floats, weights: Floats) -> Whole:
    """Places of every draw; a total of 0 leaves none anywhere."""
    whole = np.where(total > 0.0, np.maximum(1, np.rint(total)), 0).astype(np.int64)
    tables = {int(t): share_out(int(t), weights) for t in np.unique(whole)}
    if 0 in tables:
        tables[0] = np.zeros(len(weights), np.int64)
    return np.array([tables[int(t)] for t in whole])


def _own(quantity: Quantity, path: str, drawn: Drawn) -> Whole:
    value = drawn(quantity, path)
    return np.where(value > 0.0, np.maximum(1, np.rint(value)), 0).astype(np.int64)


def _places(case: Case, names: tuple[str, ...], side: str, weights: Floats, drawn: Drawn) -> Whole:
    total = case.places.loading if side == "load" else case.places.unloading
    word = "loading" if side == "load" else "unloading"
    shared = None if total is None else _shared(drawn(total, f"places.{word}"), weights)
    columns = []
    for number, name in enumerate(names):
        field: Airfield = case.airfields[name]
        own = field.load_places if side == "load" else field.unload_places
        if own is not None:
            columns.append(_own(own, f"airfields.{name}.{side}_places", drawn))
        elif shared is not None and weights[number] > 0.0:
            columns.append(shared[:, number])
        else:
            columns.append(_own(case.factors.working_places, "factors.working_places", drawn))
    return np.column_stack(columns).astype(np.int64)


def prepare_fields(case: Case, names: tuple[str, ...], drawn: Drawn) -> Fields:
    """Draw all that the airfields in use bring to a move.

    Places given for all fields together are shared out by the traffic each field would have with
    all of them open: the part of a closed field is lost.
    """
    load, unload = _traffic(case, names)
    hours = [
        drawn(case.factors.hours_a_day, "factors.hours_a_day")
        if case.airfields[n].hours_a_day is None
        else drawn(case.airfields[n].hours_a_day, f"airfields.{n}.hours_a_day")  # pyright: ignore[reportArgumentType]
        for n in names
    ]
    weather = [
        drawn(case.factors.weather_hours, "factors.weather_hours")
        if case.airfields[n].weather_hours is None
        else drawn(case.airfields[n].weather_hours, f"airfields.{n}.weather_hours")  # pyright: ignore[reportArgumentType]
        for n in names
    ]
    within = drawn(case.factors.weather_within_hours, "factors.weather_within_hours")
    begins = np.column_stack([within * drawn.uniform(f"weather.{n}") for n in names])
    return Fields(
        names=names,
        load_places=_places(case, names, "load", load, drawn),
        unload_places=_places(case, names, "unload", unload, drawn),
        stretch=24.0 / np.column_stack(hours),
        closed_from=begins,
        closed_to=begins + np.column_stack(weather),
    )


def _traffic(case: Case, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    load, unload = np.zeros(len(names)), np.zeros(len(names))
    for leg in case.contingents.values():
        if leg.mode == "air" and not leg.absent:
            weight = leg.vehicles.central + leg.people.central / PEOPLE_A_VEHICLE
            load[names.index(leg.origin)] += weight
            unload[names.index(leg.destination)] += weight
    return load, unload
