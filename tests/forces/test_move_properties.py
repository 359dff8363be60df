"""What must hold for every move: harder never means sooner, and nobody is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moves import case, plane

from foedus.forces.move.move import BOTTLENECKS, Move, move
from foedus.forces.move.reading import load_case

DRAWS = 12

legs = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.integers(0, 60),
        st.sampled_from(["here", "near", "far"]),
        st.floats(0, 60),
    ),
    min_size=1,
    max_size=4,
).filter(lambda found: any(p + v > 0 for p, v, _, _ in found))
kinds = st.tuples(st.integers(1, 20), st.integers(0, 6), st.floats(0.5, 2.5))
stands = st.tuples(*(st.integers(1, 8) for _ in range(4)))


def built(rows, fleet, stands, changes=()):
    planes = {"plane": plane(fleet[0], crews_per_aircraft=fleet[2])}
    if fleet[1]:
        planes["big"] = plane(
            fleet[1], vehicle_places=7.5, seats_beside=40, ground_factor=1.7, range_full_km=1200
        )
    where = {"here": (0, 0), "near": (4, 8), "far": (-10, -6), "there": (0, 12)}
    fields = {
        name: {
            "latitude": at[0],
            "longitude": at[1],
            "load_places": stands[i],
            "unload_places": stands[i],
            "weather_hours": 5,
        }
        for i, (name, at) in enumerate(where.items())
    }
    contingents = {
        f"C{i}": {"people": p, "vehicles": v, "from": o, "approval_hours": a}
        for i, (p, v, o, a) in enumerate(rows)
    }
    set_all = [("factors.ground_shape", 4), *changes]
    found = move(case(set_all, airfields=fields, fleet=planes, contingents=contingents), DRAWS, 7)
    assert isinstance(found, Move)
    return found


usual = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

HARDER = {
    "half the fleet": [("fleet.*.count", "x0.5")],
    "half the places": [("airfields.*.load_places", "x0.5"), ("airfields.*.unload_places", "x0.5")],
    "twice the distance": [("contingents.*.detour", "x2")],
    "twice the ground times": [("factors.onload_hours", "x2"), ("factors.offload_hours", "x2")],
    "twice the crew's rest": [("factors.crew_rest_hours", "x2")],
    "worse weather": [("airfields.*.weather_hours", "x4")],
}


@pytest.mark.parametrize("change", HARDER.values(), ids=HARDER)
@usual
@given(rows=legs, fleet=kinds, stands=stands)
def test_harder_is_never_sooner(change, rows, fleet, stands):
    easy, hard = built(rows, fleet, stands), built(rows, fleet, stands, change)
    assert (hard.closure >= easy.closure - 1e-9).all()
    assert (hard.first_arrival >= easy.first_arrival - 1e-9).all()
    assert (hard.leg_closure >= easy.leg_closure - 1e-9).all()


@usual
@given(rows=legs, fleet=kinds, stands=stands)
def test_people_and_vehicles_are_conserved(rows, fleet, stands):
    found = built(rows, fleet, stands)
    assert found.flights is not None
    for k, (people, vehicles, _, _) in enumerate(rows):
        mine = found.flights.leg == k
        assert np.where(mine, found.flights.people, 0).sum(axis=1).tolist() == [people] * DRAWS
        assert np.where(mine, found.flights.vehicles, 0).sum(axis=1).tolist() == [vehicles] * DRAWS


@usual
@given(rows=legs, fleet=kinds, stands=stands)
def test_the_critical_path_adds_up_to_the_closure(rows, fleet, stands):
    found = built(rows, fleet, stands)
    assert found.path.sum(axis=1) == pytest.approx(found.closure)
    assert (found.path >= -1e-9).all()


@pytest.mark.parametrize("name", ["kazakhstan-2022", "dushanbe-hypothetical"])
@pytest.mark.parametrize("what_if", ["half_fleet", "half_places", "double_distance", "no_plan",
                                     "no_exercise", "bad_weather"])  # fmt: skip
def test_no_what_if_speeds_a_move_of_the_library(name, what_if):
    base = move(load_case(name), 300, 1)
    worse = move(load_case(name, (), [what_if]), 300, 1)
    assert isinstance(base, Move)
    assert isinstance(worse, Move)
    # Plan and exercise move all contingents together, so the order of the timetable may change
    # with them; places, fleet, distance and weather never speed a single future.
    if what_if in ("no_plan", "no_exercise"):
        assert np.median(worse.closure) >= np.median(base.closure)
        assert (worse.first_arrival >= base.first_arrival - 1e-9).all()
    else:
        assert (worse.closure >= base.closure - 1e-9).all()
    assert np.median(worse.closure) > np.median(base.closure)


def test_the_columns_of_the_path_have_names():
    assert len(set(BOTTLENECKS)) == len(BOTTLENECKS) == 13
