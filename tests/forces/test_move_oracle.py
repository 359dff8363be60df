"""The recursion against a discrete-event model of another make, and against itself interpreted."""

from __future__ import annotations

import numpy as np
import pytest
import simpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moves import case, plane

from foedus.forces.move.flying import empty_flown, fly_into
from foedus.forces.move.move import Move, move
from foedus.forces.move.packed import (
    AIRCRAFT_N,
    BACK,
    CREWS_N,
    DESTINATION,
    FIRST_STOP,
    LOAD_PLACES,
    OFFLOAD,
    ONLOAD,
    ORIGIN,
    READY_HOUR,
    REST,
    SERVICE,
    STOP,
    STRETCH,
    UNLOAD_PLACES,
)
from foedus.forces.move.plan import prepare
from foedus.forces.move.recursion import fly_moves


def simulated(x, d, legs, kinds):
    """Begin of loading, touchdown and end of unloading of every sortie, by SimPy.

    All sorties queue for all that they need in the order of the timetable; queues are first in,
    first out. Ground times are their means.
    """
    world = simpy.Environment()
    planes = [simpy.Resource(world, int(k[AIRCRAFT_N])) for k in x.kind[d]]
    crews = [simpy.Resource(world, int(k[CREWS_N])) for k in x.kind[d]]
    stands = [simpy.Resource(world, max(1, int(f[LOAD_PLACES]))) for f in x.field[d]]
    ramps = [simpy.Resource(world, max(1, int(f[UNLOAD_PLACES]))) for f in x.field[d]]
    out = np.zeros((len(legs), 3))

    def later(hours, resource, claim):
        yield world.timeout(hours)
        resource.release(claim)

    def sortie(n, k, t):
        origin, target = x.route[k, ORIGIN], x.route[k, DESTINATION]
        plane_, crew = planes[t].request(), crews[t].request()
        stand = stands[origin].request()
        stops = [x.route[k, FIRST_STOP + s] for s in range(x.hops[k, t] - 1)]
        halts = [stands[f].request() for f in stops]
        ramp = ramps[target].request()
        ready = world.timeout(x.leg[d, k, READY_HOUR])
        yield plane_ & crew & stand & ready
        out[n, 0] = world.now
        yield world.timeout(x.kind[d, t, ONLOAD] * x.field[d, origin, STRETCH])
        stands[origin].release(stand)
        for s, field in enumerate(stops):
            yield world.timeout(x.hop[d, k, t, s])
            yield halts[s]
            yield world.timeout(x.hours[d, STOP] * x.field[d, field, STRETCH])
            stands[field].release(halts[s])
        yield world.timeout(x.hop[d, k, t, len(stops)])
        out[n, 1] = world.now
        yield ramp
        yield world.timeout(x.kind[d, t, OFFLOAD] * x.field[d, target, STRETCH])
        out[n, 2] = world.now
        ramps[target].release(ramp)
        home = x.ride[d, k, t, BACK]
        world.process(later(home + x.hours[d, SERVICE], planes[t], plane_))
        world.process(later(home + x.hours[d, REST], crews[t], crew))

    for n, (k, t) in enumerate(zip(legs, kinds, strict=True)):
        world.process(sortie(n, int(k), int(t)))
    world.run()
    return out


hours = st.floats(0.25, 12.0)
fleet = st.integers(1, 9)
places = st.integers(1, 5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fleet, fleet, places, places, places, hours, hours, hours, st.floats(0, 40), st.booleans())
def test_recursion_agrees_with_simpy(a, b, on, off, other, load, unload, rest, late, stop):
    fields = {
        "here": {"latitude": 0, "longitude": 0, "load_places": on},
        "near": {"latitude": 5, "longitude": 5, "load_places": other},
        "half": {"latitude": 0, "longitude": 15, "load_places": 1},
        "there": {"latitude": 0, "longitude": 30, "unload_places": off},
    }
    legs = {
        "AAA": {"people": 60, "vehicles": 13, "from": "here", "via": ["half"] if stop else []},
        "BBB": {"people": 350, "vehicles": 6, "from": "near", "approval_hours": late},
        "CCC": {"people": 30, "vehicles": 0, "from": "here", "approval_hours": late / 2},
    }
    changes = [
        ("factors.onload_hours", load),
        ("factors.offload_hours", unload),
        ("factors.crew_rest_hours", rest),
    ]
    kinds = {
        "plane": plane(a, range_full_km=2500),
        "big": plane(b, vehicle_places=5.5, speed_kmh=700, crews_per_aircraft=1.5),
    }
    found = move(case(changes, airfields=fields, contingents=legs, fleet=kinds), 1, 1)
    assert isinstance(found, Move)
    flights, inputs = found.flights, found.prepared.inputs
    assert flights is not None
    assert inputs is not None
    n = int(flights.number[0])
    oracle = simulated(inputs, 0, flights.leg[0, :n], flights.kind[0, :n])
    np.testing.assert_allclose(flights.begun[0, :n], oracle[:, 0], atol=1e-9)
    np.testing.assert_allclose(flights.landed[0, :n], oracle[:, 1], atol=1e-9)
    np.testing.assert_allclose(flights.done[0, :n], oracle[:, 2], atol=1e-9)


def test_compiled_and_interpreted_recursion_agree_bit_for_bit():
    inputs = prepare(case([("airfields.*.weather_hours", 9)], fleet={
        "plane": plane(2), "big": plane(1, vehicle_places=3.5)}), 4, 5).inputs  # fmt: skip
    assert inputs is not None
    compiled, plain = empty_flown(4, 64), empty_flown(4, 64)
    fly_into(compiled, 5, 4, inputs)
    python = getattr(fly_moves, "py_func", fly_moves)
    python(5, 4, inputs, plain.who, plain.times, plain.path, plain.found)
    for name in ("who", "times", "path", "found"):
        assert getattr(compiled, name).tobytes() == getattr(plain, name).tobytes()


def test_asking_for_more_draws_changes_none():
    spread = {"dist": "uniform", "low": 2.0, "high": 6.0}
    one = case([("factors.ground_shape", 4), ("factors.onload_hours", spread)])
    few, many = move(one, 5, 3), move(one, 50, 3)
    assert isinstance(few, Move)
    assert isinstance(many, Move)
    assert few.closure.tolist() == many.closure[:5].tolist()
    assert np.ptp(many.closure) > 0.0


def test_another_contingent_does_not_change_the_luck_of_the_first():
    alone = {"AAA": {"people": 20, "vehicles": 8, "from": "here"}}
    both = {**alone, "BBB": {"people": 20, "vehicles": 8, "from": "far"}}
    fields = {
        "here": {"latitude": 0, "longitude": 0},
        "far": {"latitude": 3, "longitude": 0},
        "there": {"latitude": 0, "longitude": 9, "unload_places": 40},
    }
    found = []
    for legs in (alone, both):
        m = move(case([("factors.ground_shape", 4)], airfields=fields, contingents=legs,
                      fleet={"plane": plane(40)}), 20, 1)  # fmt: skip
        assert isinstance(m, Move)
        found.append(m.leg_closure[:, 0])
    assert found[0].tolist() == pytest.approx(found[1].tolist())
