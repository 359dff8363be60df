"""Closed-form movement against worked examples and theory."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.forces.movement import (
    EARTH_RADIUS_KM,
    block_hours,
    closure_hours,
    cycle_hours,
    great_circle_km,
    payload_at,
    rail_closure_hours,
    road_closure_hours,
    sorties_needed,
    station_sorties_per_hour,
)

positive = st.floats(0.5, 50.0)
counts = st.integers(1, 200)


def test_great_circle_of_a_quarter_and_a_half_of_the_globe():
    quarter = math.pi * EARTH_RADIUS_KM / 2
    assert great_circle_km(90.0, 0.0, 0.0, 57.0) == pytest.approx(quarter, rel=1e-12)
    assert great_circle_km(0.0, 10.0, 0.0, -170.0) == pytest.approx(2 * quarter, rel=1e-9)
    assert great_circle_km(12.0, 34.0, 12.0, 34.0) == 0.0
    # A degree of latitude is a 360th of the circumference: 111.195 km on the mean sphere.
    assert great_circle_km(10.0, 5.0, 11.0, 5.0) == pytest.approx(111.195, abs=0.001)


def test_great_circle_agrees_with_the_vector_formula():
    lat1, lon1, lat2, lon2 = 57.058, 40.970, 43.352, 77.041
    a, b, c, d = (math.radians(x) for x in (lat1, lon1, lat2, lon2))
    dot = math.cos(a) * math.cos(c) * math.cos(b - d) + math.sin(a) * math.sin(c)
    assert great_circle_km(lat1, lon1, lat2, lon2) == pytest.approx(
        EARTH_RADIUS_KM * math.acos(dot), rel=1e-9
    )


def test_a_hundred_sorties_in_three_and_a_half_days_need_three_and_a_half_places():
    # Worked example of the planning formula: 28.6 sorties a day, 2.5 hours on the ground.
    needed = (100 / 3.5) / (24 * station_sorties_per_hour(1.0, 2.5, 0.85))
    assert needed == pytest.approx(3.5, abs=0.01)


def test_sorties_are_what_people_or_vehicles_ask_for():
    assert sorties_needed(2030, 0, 145, 3) == 14
    assert sorties_needed(2030, 250, 145, 2.5) == 100
    assert sorties_needed(2030, 10, 20, 2.5) == 102
    assert sorties_needed(0, 0, 20, 2.5) == 0
    assert sorties_needed(1, 0, 20, 0) == 1
    assert sorties_needed(5, 5, 20, 0) == math.inf


def test_block_and_cycle():
    assert block_hours(2935, 750, 0.5) == pytest.approx(4.4, abs=0.02)
    assert cycle_hours(4.5, 4.0, 2.0, 8.0) == 23.0
    assert block_hours(100, 0, 0.5) == math.inf


def test_closure_limited_by_the_fleet():
    # Two aircraft, six sorties, places without end: three rounds, two of them whole cycles.
    first, last = closure_hours(10.0, 6.0, 2.0, 4.0, 3.0, 2.0, 5.0, 1e9, 1e9, 1.0)
    assert first == 17.0
    assert last == 10 + 2 * (2 * 4 + 3 + 2 + 5) + 3 + 4 + 2


def test_closure_limited_by_an_airfield():
    # One unloading place of two hours: sorties come down the line two hours apart.
    first, last = closure_hours(0.0, 11.0, 1000.0, 4.0, 1.0, 2.0, 5.0, 1e9, 1.0, 1.0)
    assert first == 5.0
    assert last == 1 + 4 + 2 + 10 * 2


def test_nothing_to_move_and_never_to_end():
    assert closure_hours(7, 0, 5, 4, 3, 2, 8, 5, 5, 0.85) == (7.0, 7.0)
    assert closure_hours(7, 3, 0, 4, 3, 2, 8, 5, 5, 0.85) == (math.inf, math.inf)
    assert closure_hours(7, 3, 5, 4, 3, 2, 8, 0, 5, 0.85) == (math.inf, math.inf)
    assert closure_hours(7, math.inf, 5, 4, 3, 2, 8, 5, 5, 0.85) == (math.inf, math.inf)


def test_road_march():
    # 250 km at 250 km a day, 19 vehicles in serials of 5, ten minutes apart: three gaps.
    first, last = road_closure_hours(12.0, 250.0, 250.0, 19.0, 5.0, 10.0)
    assert first == 36.0
    assert last == pytest.approx(36.5)
    assert road_closure_hours(0.0, 250.0, 0.0, 19.0, 5.0, 10.0) == (math.inf, math.inf)


def test_rail():
    # 70 vehicles are two trains of 35 at one ramp: the second loads after the first.
    assert rail_closure_hours(0.0, 600.0, 600.0, 70.0, 35.0, 6.0, 1.0) == (30.0, 42.0)
    assert rail_closure_hours(0.0, 600.0, 600.0, 70.0, 35.0, 6.0, 2.0) == (30.0, 36.0)


def test_payload_falls_to_nothing_at_ferry_range():
    assert payload_at(3000, 48, 3600, 7800) == 48.0
    assert payload_at(5700, 48, 3600, 7800) == pytest.approx(24.0)
    assert payload_at(7800, 48, 3600, 7800) == 0.0


@given(counts, counts, positive, positive, positive, positive, counts, counts)
def test_first_comes_before_last_and_more_means_never_later(
    sorties, aircraft, block, onload, offload, recovery, on, off
):
    def last(n=sorties, a=aircraft, x=on, y=off):
        first, last = closure_hours(6.0, n, a, block, onload, offload, recovery, x, y, 0.85)
        assert 6.0 < first < last
        return last

    here = last()
    assert last(n=sorties + 1) >= here
    assert last(a=aircraft + 1) <= here
    assert last(x=on + 1) <= here
    assert last(y=off + 1) <= here


latitudes = st.floats(-90.0, 90.0)
longitudes = st.floats(-180.0, 180.0)


@given(latitudes, longitudes, latitudes, longitudes, latitudes, longitudes)
def test_great_circle_is_a_distance(a, b, c, d, e, f):
    there = great_circle_km(a, b, c, d)
    assert there == pytest.approx(great_circle_km(c, d, a, b), abs=1e-6)
    assert 0.0 <= there <= math.pi * EARTH_RADIUS_KM + 1e-6
    assert there <= great_circle_km(a, b, e, f) + great_circle_km(e, f, c, d) + 1e-3
