"""The airlift queue against cases that can be solved by hand and an oracle of another make."""

from __future__ import annotations

import heapq
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.chance import PARAMETERS, uniform
from foedus.files import InputError
from foedus.forces.airlift import AirliftTask, addressed_uniforms, load_airlift, simulate_airlift
from foedus.forces.queue import fly_airlifts, ground_factor
from foedus.parameters import stable_code


def number(value, unit="1"):
    return {
        "meaning": "a number of the test",
        "unit": unit,
        "value": value,
        "basis": "document",
        "source": "memory",
    }


def leg(people=100, vehicles=10, longitude=0.0, ready=0.0):
    return {
        "contributor": "AAA",
        "origin": {"name": "here", "latitude": 0.0, "longitude": 0.0},
        "destination": {"name": "there", "latitude": 0.0, "longitude": longitude},
        "people": people,
        "vehicles": vehicles,
        "ready_hours": ready,
        "basis": "document",
        "source": "memory",
    }


def task(legs=None, **changes):
    given = {
        "aircraft": 20,
        "commitment": 1,
        "people_per_sortie": 100,
        "vehicles_per_sortie": 1,
        "speed_kmh": 750,
        "fixed_hours": 0.5,
        "first_ready_hours": 6,
        "onload_hours": 4,
        "offload_hours": 2,
        "recovery_hours": 8,
        "onload_places": 5,
        "offload_places": 5,
        "hours_a_day": 24,
    }
    given.update(changes)
    shape = given.pop("ground_shape", 0)
    return AirliftTask.model_validate(
        {
            "name": "test",
            "legs": legs or [leg()],
            "ground_shape": shape,
            **{name: number(value) for name, value in given.items()},
        }
    )


def one(sorties, aircraft, on, off, onload, offload, recovery, block, start=0.0):
    closed = np.zeros((1, 1))
    first, last = fly_airlifts(
        0,
        0,
        np.array([start]),
        np.array([[onload, offload, recovery]]),
        np.array([[aircraft, on, off]]),
        np.array([[sorties]]),
        np.array([[block]]),
        np.zeros(1),
        closed,
    )
    assert closed[0, 0] == last[0]
    return float(first[0]), float(last[0])


def test_one_aircraft_flies_whole_cycles():
    first, last = one(4, 1, 1, 1, 4.0, 2.0, 8.0, 3.0, start=6.0)
    assert first == 13.0
    assert last == 6 + 3 * (4 + 3 + 2 + 3 + 8) + 4 + 3 + 2


def test_room_for_all_is_one_sortie_long():
    assert one(30, 30, 30, 30, 4.0, 2.0, 8.0, 3.0) == (7.0, 9.0)


def test_loading_places_limit():
    # Ten sorties at three places: four waves of loading.
    assert one(10, 50, 3, 50, 4.0, 2.0, 8.0, 3.0) == (7.0, 4 * 4 + 3 + 2)


def test_one_unloading_place_limits():
    assert one(10, 50, 50, 1, 4.0, 2.0, 8.0, 3.0) == (7.0, 4 + 3 + 10 * 2)


def oracle(sorties, aircraft, on, off, onload, offload, recovery, block):
    """Aircraft as processes with two waiting lines; events in a heap."""
    tick = itertools.count()
    events = []
    idle, queue_on, queue_off = on, 0, 0
    stands, left, last = off, sorties, 0.0

    def at(time, what):
        heapq.heappush(events, (time, next(tick), what))

    for _ in range(aircraft):
        at(0.0, "ready")
    while events:
        time, _, what = heapq.heappop(events)
        if what == "ready":
            queue_on += 1
        elif what == "loaded":
            idle += 1
            at(time + block, "landed")
        elif what == "landed":
            queue_off += 1
        elif what == "unloaded":
            stands += 1
            last = max(last, time)
            at(time + block + recovery, "ready")
        while queue_on and idle and left:
            queue_on, idle, left = queue_on - 1, idle - 1, left - 1
            at(time + onload, "loaded")
        while queue_off and stands:
            queue_off, stands = queue_off - 1, stands - 1
            at(time + offload, "unloaded")
    return last


hours = st.floats(0.25, 12.0)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(1, 20),
    st.integers(1, 10),
    st.integers(1, 10),
    hours,
    hours,
    hours,
    hours,
)
def test_queue_agrees_with_an_oracle_of_another_make(n, a, on, off, x, y, r, b):
    assert one(n, a, on, off, x, y, r, b)[1] == pytest.approx(
        oracle(n, a, on, off, x, y, r, b), abs=1e-9
    )


def test_ground_times_have_mean_one_and_the_spread_of_a_gamma():
    for shape in (1, 4):
        drawn = [ground_factor(3, future, 0, 0, shape) for future in range(1500)]
        # Standard errors: sd / sqrt(1500) for the mean, about 7 per cent for the variance.
        assert np.mean(drawn) == pytest.approx(1.0, abs=4 * shape**-0.5 / 1500**0.5)
        assert np.var(drawn) == pytest.approx(1.0 / shape, rel=0.25)
    assert ground_factor(3, 0, 0, 0, 0) == 1.0


def test_uniforms_have_the_addresses_of_the_generator():
    together = addressed_uniforms(11, "airlift.onload_hours", 5)
    for k in range(5):
        alone = uniform(11, PARAMETERS, k, 0, stable_code("airlift.onload_hours"), 0)
        assert together[k] == alone


def test_asking_for_more_draws_changes_none():
    spread = {"dist": "lognormal", "median": 4.0, "sigma": 0.3}
    varied = task(onload_hours=spread, ground_shape=4)
    few, many = simulate_airlift(varied, 3, 7), simulate_airlift(varied, 9, 7)
    assert few.closure.tolist() == many.closure[:3].tolist()
    assert simulate_airlift(varied, 3, 8).closure.tolist() != few.closure.tolist()


def test_compiled_and_interpreted_queue_agree_bit_for_bit():
    generator = np.random.default_rng(1)
    draws, legs = 6, 3
    arguments = (
        generator.uniform(2, 9, draws),
        generator.uniform(1, 6, (draws, 3)),
        generator.integers(1, 9, (draws, 3)),
        generator.integers(0, 12, (draws, legs)),
        generator.uniform(1, 6, (draws, legs)),
        np.array([0.0, 5.0, 60.0]),
    )
    one_way = np.zeros((draws, legs)), np.zeros((draws, legs))
    compiled = fly_airlifts(9, 4, *arguments, one_way[0])
    plain = getattr(fly_airlifts, "py_func", fly_airlifts)(9, 4, *arguments, one_way[1])
    for a, b in zip((*compiled, one_way[0]), (*plain, one_way[1]), strict=True):
        assert a.tobytes() == b.tobytes()


def test_a_leg_waits_until_it_may_load():
    late = simulate_airlift(task([leg(vehicles=3), leg(vehicles=3, ready=50.0)]), 1, 1)
    # 0.5 hours of flight: the second leg loads at 50 and is done at 50 + 4 + 0.5 + 2.
    assert late.leg_closure.tolist() == [[12.5, 56.5]]
    assert late.closure.tolist() == [56.5]


def test_legs_count_their_own_sorties():
    flown = simulate_airlift(task([leg(people=150, vehicles=0), leg(people=10, vehicles=7)]), 2, 1)
    assert flown.sorties.tolist() == [[2, 7], [2, 7]]
    assert flown.sorties_a_day == pytest.approx(9 / flown.closure * 24)


def test_half_a_working_day_doubles_the_time_on_the_ground():
    whole = simulate_airlift(task(hours_a_day=24), 1, 1)
    half = simulate_airlift(task(hours_a_day=12), 1, 1)
    assert half.inputs["onload_hours"][0] == 2 * whole.inputs["onload_hours"][0]
    assert half.closure[0] > whole.closure[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"onload_hours": {"dist": "normal", "mean": 1.0, "sd": 3.0}}, "onload_hours"),
        ({"vehicles_per_sortie": 0}, "vehicles_per_sortie"),
        ({"hours_a_day": 30}, "24 hours"),
        ({"vehicles_per_sortie": 0.0001}, "sorties"),
    ],
)
def test_senseless_numbers_are_refused(changes, words):
    with pytest.raises(InputError, match=words):
        simulate_airlift(task(**changes), 200, 1)


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (5, -1), (5, 2**32)])
def test_senseless_runs_are_refused(draws, seed):
    with pytest.raises(InputError):
        simulate_airlift(task(), draws, seed)


def test_a_bad_file_is_refused_with_its_place(tmp_path):
    path = tmp_path / "airlift.yaml"
    path.write_text("name: x\ndeployment: {name: y, legs: []}\n")
    with pytest.raises(InputError, match="legs"):
        load_airlift(path)
    path.write_text("- 1\n")
    with pytest.raises(InputError, match="deployment"):
        load_airlift(path)
