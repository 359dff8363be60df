"""Small cases for the tests of moves."""

from __future__ import annotations

import math
from pathlib import Path

from foedus.forces.move.case import Case
from foedus.forces.move.reading import apply_settings, checked, complete
from foedus.forces.movement import EARTH_RADIUS_KM

FILE = Path("case.yaml")


def along(kilometres):
    """Longitude on the equator at which a place lies so far from the origin."""
    return math.degrees(kilometres / EARTH_RADIUS_KM)


def raw(**changes):
    """One contingent of one state, a thousand kilometres away, in aircraft that take two vehicles.

    Nothing varies: ground times are 4 and 2 hours, a flight 2.5, a rest 8.
    """
    base = {
        "case": "a test",
        "basis": "judgement",
        "source": "memory",
        "to": "there",
        "chain": {"decision_hours": 3, "plan_age_months": 0, "exercise_age_months": 0},
        "factors": {
            "staff_hours": 2,
            "notice_hours": 6,
            "onload_hours": 4,
            "offload_hours": 2,
            "service_hours": 1,
            "crew_rest_hours": 8,
            "working_places": 2,
            "available": 1,
            "ground_shape": 0,
            "tonnes_per_vehicle": 9,
            "slot_hours": 1,
        },
        "airfields": {
            "here": {"latitude": 0, "longitude": 0},
            "there": {"latitude": 0, "longitude": along(1000)},
        },
        "fleet": {"plane": plane(4)},
        "contingents": {"AAA": {"people": 20, "vehicles": 8, "from": "here"}},
    }
    return {**base, **changes}


def plane(count, **changes):
    return {
        "count": count,
        "payload_t": 48,
        "range_full_km": 3000,
        "range_ferry_km": 6000,
        "speed_kmh": 500,
        "vehicle_places": 2,
        "seats_beside": 10,
        "seats": 100,
        "ground_factor": 1,
        "runway_m": 1500,
        **changes,
    }


def case(settings=(), **changes) -> Case:
    filled = apply_settings(complete(raw(**changes), FILE), list(settings), "--set")
    return checked(filled, str(FILE))
