"""An airlift as a queue: aircraft, places to load, places to unload.

Useful alone. The closed form of `foedus.forces.movement.closure_hours` serves the many futures of
a run; this model follows every sortie. Each aircraft loads at a free place, flies, unloads at a
free place, flies back, rests and is ready again; whatever is free first is used first. Loading
and unloading vary from sortie to sortie. All numbers are parameters with basis and source.

What it leaves out: positioning flights to the fields where contingents wait, weather, crews and
fuel as limits of their own, and that loading places at one field do not help another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from foedus.chance import PARAMETERS, philox
from foedus.files import InputError, read_yaml
from foedus.forces.movement import (
    block_hours,
    closure_hours,
    great_circle_km,
    sorties_needed,
)
from foedus.forces.queue import fly_airlifts
from foedus.parameters import Basis, Parameter, first_problem, stable_code

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

QUEUE_EFFICIENCY = 0.85
"""Share of the time places are in use, in the closed form only (Air Force Pamphlet 10-1403)."""

MOST_SORTIES = 20_000
"""More than any airlift needs: a larger number is a slip of the pen."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Airfield(_Strict):
    """An airfield: name, latitude and longitude in degrees."""

    name: str = Field(min_length=1)
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Leg(_Strict):
    """One contingent, or part of one, from its airfield to the destination.

    Attributes
    ----------
    contributor : str
        State that sends it.
    origin, destination : Airfield
        Airfields; the distance is the great circle between them.
    people, vehicles : float
        What has to be moved.
    ready_hours : float
        Hours after the request before which it may not load (a parliament's consent, say).
    basis, source, note : str
        What people and vehicles rest on.
    """

    contributor: str = Field(min_length=2)
    origin: Airfield
    destination: Airfield
    people: float = Field(ge=0)
    vehicles: float = Field(ge=0)
    ready_hours: float = Field(default=0.0, ge=0)
    basis: Basis
    source: str = Field(min_length=1)
    note: str = ""

    @property
    def distance_km(self) -> float:
        """Great-circle distance in kilometres."""
        a, b = self.origin, self.destination
        return great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude)


class AirliftTask(_Strict):
    """What is to be moved and with what.

    Attributes
    ----------
    name : str
        Which operation.
    legs : tuple of Leg
        The contingents.
    aircraft, commitment : Parameter
        Transport aircraft at hand, and the share of them this operation gets.
    people_per_sortie, vehicles_per_sortie : Parameter
        Room of one aircraft; people and vehicles fly together.
    speed_kmh, fixed_hours : Parameter
        Cruising speed, and hours for taxi, climb and approach.
    first_ready_hours : Parameter
        Hours from the request until the first aircraft loads.
    onload_hours, offload_hours, recovery_hours : Parameter
        Mean hours on the ground, and of crew rest and servicing before the next loading.
    onload_places, offload_places : Parameter
        Aircraft that can load, and unload, at once, all fields together.
    hours_a_day : Parameter
        Hours a day in which ground crews work: 24 in an emergency.
    ground_shape : int
        Spread of single ground times: gamma with this shape, so the standard deviation is the
        mean over its square root; 0 for none.
    """

    name: str = Field(min_length=1)
    legs: tuple[Leg, ...] = Field(min_length=1)
    aircraft: Parameter
    commitment: Parameter
    people_per_sortie: Parameter
    vehicles_per_sortie: Parameter
    speed_kmh: Parameter
    fixed_hours: Parameter
    first_ready_hours: Parameter
    onload_hours: Parameter
    offload_hours: Parameter
    recovery_hours: Parameter
    onload_places: Parameter
    offload_places: Parameter
    hours_a_day: Parameter
    ground_shape: int = Field(default=4, ge=0, le=100)

    @model_validator(mode="after")
    def _moves_something(self) -> AirliftTask:
        if not any(leg.people + leg.vehicles > 0 for leg in self.legs):
            raise ValueError("no leg moves people or vehicles")
        return self


class Reported(_Strict):
    """A figure reported about the operation, to compare the model with; never an input."""

    what: str
    low: float
    high: float
    unit: str
    source: str
    confidence: str
    note: str = ""


class AirliftCase(_Strict):
    """An operation on record: the way in, the way out, and what was reported about both."""

    name: str
    deployment: AirliftTask
    withdrawal: AirliftTask
    reported: dict[str, Reported]


@dataclass(frozen=True)
class Airlift:
    """Drawn airlifts; arrays run over draws, `sorties` and `leg_closure` over draws and legs.

    Attributes
    ----------
    inputs : dict of str to array
        What was drawn, by the names of `AirliftTask`; aircraft and places are whole numbers.
    sorties : array (draws, legs)
        Sorties flown.
    first_arrival, closure : array (draws,)
        Hours from the request to the first touchdown and to the end of the last unloading.
    leg_closure : array (draws, legs)
        The same for each leg.
    formula_first, formula_closure : array (draws,)
        What the closed form says for the same inputs.
    """

    inputs: dict[str, Floats]
    sorties: Counts
    first_arrival: Floats
    closure: Floats
    leg_closure: Floats
    formula_first: Floats
    formula_closure: Floats

    @property
    def sorties_a_day(self) -> Floats:
        """All sorties over the whole time from request to closure, a day."""
        return self.sorties.sum(axis=1) / self.closure * 24.0


_DRAWN = (
    "aircraft",
    "commitment",
    "people_per_sortie",
    "vehicles_per_sortie",
    "speed_kmh",
    "fixed_hours",
    "first_ready_hours",
    "onload_hours",
    "offload_hours",
    "recovery_hours",
    "onload_places",
    "offload_places",
    "hours_a_day",
)
_MAY_BE_ZERO = ("fixed_hours", "first_ready_hours", "recovery_hours")


def addressed_uniforms(seed: int, name: str, draws: int) -> Floats:
    """Uniforms for one parameter, one a draw: the addresses of `foedus.chance.uniform`."""
    numbers = np.arange(draws, dtype=np.uint64)
    c0, c1, _, _ = philox(seed, PARAMETERS, numbers, 0, stable_code(name), 0)
    high = (c0 >> np.uint64(5)).astype(np.float64)
    low = (c1 >> np.uint64(6)).astype(np.float64)
    return np.asarray((high * 67108864.0 + low + 0.5) / 9007199254740992.0)


def _draw_inputs(task: AirliftTask, draws: int, seed: int) -> dict[str, Floats]:
    inputs: dict[str, Floats] = {}
    for name in _DRAWN:
        values = getattr(task, name).value.quantile(
            addressed_uniforms(seed, f"airlift.{name}", draws)
        )
        low = 0.0 if name in _MAY_BE_ZERO else 1e-9
        if not bool(np.isfinite(values).all()) or float(values.min()) < low:
            raise InputError(
                f"{task.name}: {name}",
                f"draws reach {float(values.min()):.3g}, expected "
                + ("0 or more" if name in _MAY_BE_ZERO else "above 0"),
            )
        inputs[name] = values
    if float(inputs["hours_a_day"].max()) > 24.0:
        raise InputError(f"{task.name}: hours_a_day", "a day has 24 hours")
    inputs["aircraft"] = np.maximum(1.0, np.rint(inputs["aircraft"] * inputs["commitment"]))
    for name in ("onload_places", "offload_places"):
        inputs[name] = np.maximum(1.0, np.rint(inputs[name]))
    # A ground crew that works part of the day keeps its aircraft that much longer on the ground.
    for name in ("onload_hours", "offload_hours"):
        inputs[name] = inputs[name] * 24.0 / inputs["hours_a_day"]
    return inputs


def _sorties(task: AirliftTask, inputs: Mapping[str, Floats]) -> Counts:
    room = list(
        zip(
            inputs["people_per_sortie"].tolist(),
            inputs["vehicles_per_sortie"].tolist(),
            strict=True,
        )
    )
    needed = np.array(
        [[sorties_needed(leg.people, leg.vehicles, p, v) for leg in task.legs] for p, v in room]
    )
    if float(needed.sum(axis=1).max()) > MOST_SORTIES:
        raise InputError(task.name, f"asks for more than {MOST_SORTIES} sorties")
    return needed.astype(np.int64)


def simulate_airlift(task: AirliftTask, draws: int, seed: int) -> Airlift:
    """Draw the inputs, fly every sortie, and set the closed form beside it.

    Parameters
    ----------
    task : AirliftTask
        What is to be moved and with what.
    draws : int
        How many airlifts to draw, at least 1.
    seed : int
        0 or more, below 2**32. Draw k is the same however many draws are asked for.

    Raises
    ------
    InputError
        If a distribution reaches values that make no sense.
    """
    if draws < 1:
        raise InputError(task.name, f"draws is {draws}, expected 1 or more")
    if not 0 <= seed < 2**32:
        raise InputError(task.name, f"seed is {seed}, expected 0 or more, below 2**32")
    inputs = _draw_inputs(task, draws, seed)
    wanted = _sorties(task, inputs)
    distance = np.array([leg.distance_km for leg in task.legs])
    block = distance[None, :] / inputs["speed_kmh"][:, None] + inputs["fixed_hours"][:, None]
    ready = np.array([leg.ready_hours for leg in task.legs])
    hours = np.column_stack(
        [inputs["onload_hours"], inputs["offload_hours"], inputs["recovery_hours"]]
    )
    counts = np.column_stack(
        [inputs["aircraft"], inputs["onload_places"], inputs["offload_places"]]
    ).astype(np.int64)
    closed = np.zeros((draws, len(task.legs)))
    first, last = fly_airlifts(
        seed,
        task.ground_shape,
        inputs["first_ready_hours"],
        hours,
        counts,
        wanted,
        block,
        ready,
        closed,
    )
    formula = [closed_form(task, inputs, wanted, i) for i in range(draws)]
    return Airlift(
        inputs=inputs,
        sorties=wanted,
        first_arrival=first,
        closure=last,
        leg_closure=closed,
        formula_first=np.array([a for a, _ in formula]),
        formula_closure=np.array([b for _, b in formula]),
    )


def closed_form(
    task: AirliftTask, inputs: Mapping[str, Floats], sorties: Counts, draw: int
) -> tuple[float, float]:
    """First arrival and closure of one draw by the formula, for the mean distance of a sortie."""
    number = float(sorties[draw].sum())
    weighted = sum(
        count * leg.distance_km
        for count, leg in zip(sorties[draw].tolist(), task.legs, strict=True)
    )

    def value(name: str) -> float:
        return float(inputs[name][draw])

    block = block_hours(weighted / number, value("speed_kmh"), value("fixed_hours"))
    return closure_hours(
        value("first_ready_hours"),
        number,
        value("aircraft"),
        block,
        value("onload_hours"),
        value("offload_hours"),
        value("recovery_hours"),
        value("onload_places"),
        value("offload_places"),
        QUEUE_EFFICIENCY,
    )


def load_airlift(path: Path) -> AirliftCase:
    """An operation on record from a library file.

    Raises
    ------
    InputError
        With the file, the path in it and what was expected.
    """
    content = read_yaml(path)
    if not isinstance(content, Mapping):
        raise InputError(path, "expected name, deployment, withdrawal and reported")
    # Keys that begin with "x-" hold numbers used twice, by way of YAML anchors.
    kept = {key: value for key, value in content.items() if not str(key).startswith("x-")}
    try:
        return AirliftCase.model_validate(kept)
    except ValidationError as error:
        raise InputError(path, first_problem(error)) from None
