"""A case: a force, where it is, where it has to be, and what carries it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from foedus.forces.move.quantity import HoursADay, NotNegative, Positive, Quantity, Share
from foedus.parameters import Basis

Mode = Literal["air", "road", "rail"]
Name = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\s.*=]+$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Sourced(_Strict):
    """A section whose numbers share a basis and a source, unless they bring their own."""

    basis: Basis | None = None
    source: str = ""
    why: str = ""


class Chain(Sourced):
    """From the request to the order.

    Attributes
    ----------
    decision_hours : Quantity
        From the request to the decision of the council.
    plan_ready : Quantity
        1 when a plan for such a move lies ready, 0 when there is none.
    plan_age_months : Quantity
        Since the plan was last gone over.
    exercise_age_months : Quantity
        Since the force last trained such a move.
    """

    decision_hours: NotNegative
    plan_ready: Share
    plan_age_months: NotNegative
    exercise_age_months: NotNegative


class Contingent(Sourced):
    """What one state sends from one place.

    Attributes
    ----------
    state : str
        Who sends it; by default the name of the section.
    people, vehicles : Quantity
        What has to be moved.
    origin, destination : str
        Airfields; written ``from`` and ``to``.
    via : tuple of str
        Airfields to stop at when the way is too long for an aircraft.
    mode : {"air", "road", "rail"}
        How it moves.
    approval_hours : Quantity
        From the request to the consent of its own parliament or government.
    ready_hours : Quantity or None
        From the warning to its first loading when trained; None for the planning factor.
    distance_km : Quantity or None
        Length of the way; None for the great circle.
    detour : Quantity
        Factor on the distance.
    aircraft : tuple of str
        Only these types carry it; empty for all.
    absent : bool
        Whether it stays at home.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    state: Name
    people: NotNegative
    vehicles: NotNegative
    origin: Name = Field(alias="from")
    destination: Name = Field(alias="to")
    via: tuple[Name, ...] = Field(default=(), max_length=4)
    mode: Mode = "air"
    approval_hours: NotNegative
    ready_hours: NotNegative | None = None
    distance_km: Positive | None = None
    detour: Positive
    aircraft: tuple[Name, ...] = ()
    absent: bool = False


class Aircraft(Sourced):
    """A type of aircraft and how many of it there are.

    Attributes
    ----------
    name : str
        Its name in words.
    count, available : Quantity
        Aircraft at hand, and the share of them that fly for the move; None for the planning
        factor.
    crews_per_aircraft : Quantity or None
        Crews; an aircraft waits until one of them is rested.
    payload_t, range_full_km, range_ferry_km : Quantity
        Payload up to the first range, then less in a straight line, nothing at the second.
    speed_kmh : Quantity
        Block speed without the fixed hours of a flight.
    vehicle_places, seats_beside, seats : Quantity
        Vehicles of a sortie, people beside them, and people in a sortie without vehicles.
    ground_factor : Quantity
        Factor on the ground times.
    runway_m : Quantity
        Runway it needs.
    carries : tuple of str
        Only the contingents of these states, or of these names; empty for all.
    """

    name: str = ""
    count: NotNegative
    available: Share | None = None
    crews_per_aircraft: Positive | None = None
    payload_t: Positive
    range_full_km: Positive
    range_ferry_km: Positive
    speed_kmh: Positive
    vehicle_places: NotNegative
    seats_beside: NotNegative
    seats: NotNegative
    ground_factor: Positive
    runway_m: NotNegative
    carries: tuple[Name, ...] = ()


class Airfield(Sourced):
    """An airfield.

    Attributes
    ----------
    name : str
        Its name in words.
    latitude, longitude : float
        Degrees.
    load_places, unload_places : Quantity or None
        Working places (MOG) for aircraft that load and that unload; None for a part of
        ``places``, or for the planning factor.
    hours_a_day, weather_hours : Quantity or None
        Hours in which its ground crews work; how long weather closes it. None for the planning
        factors.
    closed : bool
        Whether it is closed for good; its traffic goes to `alternate`.
    alternate : str
        Airfield that takes its traffic.
    runway_m : Quantity or None
        Length of the runway; None when no aircraft is turned away.
    """

    name: Text
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    load_places: NotNegative | None = None
    unload_places: NotNegative | None = None
    hours_a_day: HoursADay | None = None
    weather_hours: NotNegative | None = None
    closed: bool = False
    alternate: str = ""
    runway_m: Positive | None = None


class Places(Sourced):
    """Working places of all airfields together, shared out by what each has to handle."""

    loading: NotNegative | None = None
    unloading: NotNegative | None = None


class Factors(Sourced):
    """Planning factors; see ``library/csto/moves/factors.yaml`` for values and meaning."""

    staff_hours: Positive
    staff_hours_without_plan: Positive
    plan_half_life_months: Positive
    notice_hours: NotNegative
    notice_gamma: Quantity
    readiness_trained: Share
    readiness_floor: Share
    readiness_half_life_months: Positive
    onload_hours: Positive
    offload_hours: Positive
    stop_hours: Positive
    service_hours: NotNegative
    crew_rest_hours: NotNegative
    crew_duty_hours: Positive
    fixed_hours: NotNegative
    working_places: NotNegative
    hours_a_day: HoursADay
    slot_hours: Positive
    available: Share
    crews_per_aircraft: Positive
    tonnes_per_person: NotNegative
    tonnes_per_vehicle: NotNegative
    weather_hours: NotNegative
    weather_within_hours: NotNegative
    detour: Positive
    road_detour: Positive
    road_km_per_day: Positive
    serial_vehicles: Positive
    serial_gap_minutes: NotNegative
    rail_km_per_day: Positive
    train_vehicles: Positive
    train_people: Positive
    rail_load_hours: NotNegative
    rail_ramps: Positive
    ground_shape: NotNegative


class WhatIf(_Strict):
    """A named change: what it means, and the settings it makes."""

    meaning: Text
    set: dict[str, Any]


class Recovery(_Strict):
    """The way home: the move turned round, with these settings on top."""

    meaning: str = ""
    set: dict[str, Any] = Field(default_factory=dict)


class Reported(_Strict):
    """A figure on record, to set beside the model's; never read by it."""

    what: Text
    low: float
    high: float
    value: float | None = None
    unit: str
    source: Text
    confidence: str = ""
    note: str = ""


class Naive(_Strict):
    """A band that needs no model, for comparison; with its reason."""

    low: float
    high: float
    why: Text


class Case(_Strict):
    """A move: who goes where with what.

    Attributes
    ----------
    case : str
        Its name.
    basis, source, why : str
        What its numbers rest on, unless a section or a number says otherwise.
    hypothetical : bool
        Whether nothing of the kind was asked for.
    request : str
        When help was asked for, in words; hours count from it.
    chain, factors : Chain, Factors
        From request to order; planning factors.
    contingents, fleet, airfields : dict
        By name.
    places : Places
        Working places of all fields together.
    task_hours : Quantity or None
        From the end of the move to the start of the way home; None for no way home.
    recovery : Recovery
        What differs on the way home.
    what_ifs : dict
        By name.
    reported, naive : dict
        Figures on record by the name of the result, and bands that need no model.
    """

    case: Text
    note: str = ""
    basis: Basis
    source: Text
    why: str = ""
    hypothetical: bool = False
    request: str = ""
    chain: Chain
    factors: Factors
    contingents: dict[Name, Contingent] = Field(min_length=1)
    fleet: dict[Name, Aircraft] = Field(default_factory=dict)
    airfields: dict[Name, Airfield]
    places: Places = Places()
    task_hours: NotNegative | None = None
    recovery: Recovery = Recovery()
    what_ifs: dict[Name, WhatIf] = Field(default_factory=dict)
    reported: dict[str, Reported] = Field(default_factory=dict)
    naive: dict[str, Naive] = Field(default_factory=dict)
