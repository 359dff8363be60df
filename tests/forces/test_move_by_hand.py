"""Moves that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from moves import along, case, plane

from foedus.forces.move.fields import share_out
from foedus.forces.move.move import BOTTLENECKS, Impossible, Move, move


def run(settings=(), **changes) -> Move:
    found = move(case(settings, **changes), 1, 1)
    assert isinstance(found, Move)
    return found


def on_path(found: Move) -> dict[str, float]:
    return {n: round(float(h), 6) for n, h in zip(BOTTLENECKS, found.path[0], strict=True) if h}


def test_two_places_load_two_by_two():
    # Ready at 6 (the notice; decision 3 and staff 2 run beside it). Loading 6-10 and 10-14, two
    # at a time; flight 2.5; the last two land at 16.5 and are unloaded at 18.5.
    found = run()
    assert found.sorties.tolist() == [[4]]
    assert found.flights is not None
    assert found.flights.begun[0, :4].tolist() == [6, 6, 10, 10]
    assert found.first_arrival[0] == pytest.approx(12.5)
    assert found.closure[0] == pytest.approx(18.5)
    assert on_path(found) == {"readiness": 6.0, "loading": 4.0, "flight": 8.5}


def test_one_aircraft_flies_round_after_round():
    # Round: 4 + 2.5 + 2 + 2.5 and then the crew's rest of 8 hours, longer than servicing: 19.
    found = run(fleet={"plane": plane(1)})
    assert found.closure[0] == pytest.approx(6 + 3 * 19 + 8.5)
    assert on_path(found)["crews"] == pytest.approx(57)


def test_a_second_crew_leaves_the_aircraft_as_the_limit():
    # With two crews the aircraft waits for servicing only: a round of 12 hours.
    found = run(fleet={"plane": plane(1, crews_per_aircraft=2)})
    assert found.closure[0] == pytest.approx(6 + 3 * 12 + 8.5)
    assert on_path(found)["aircraft"] == pytest.approx(36)


def test_one_unloading_place_passes_on_one_aircraft_in_its_ground_time():
    found = run([("airfields.there.unload_places", 1), ("airfields.here.load_places", 4)])
    assert found.closure[0] == pytest.approx(12.5 + 4 * 2)
    assert on_path(found) == {"readiness": 6.0, "unloading": 6.0, "flight": 8.5}


def test_half_a_working_day_doubles_ground_times():
    found = run([("airfields.here.hours_a_day", 12)])
    assert found.closure[0] == pytest.approx(6 + 8 + 8 + 2.5 + 2)


def test_a_consent_that_comes_late_holds_the_contingent():
    found = run([("contingents.AAA.approval_hours", 30)])
    assert found.closure[0] == pytest.approx(30 + 12.5)
    assert on_path(found)["approval"] == pytest.approx(30)


def test_without_a_plan_the_staff_works_before_anybody_is_warned():
    # 40 hours from a blank page, then the notice of 6.
    found = run([("chain.plan_ready", 0), ("factors.staff_hours_without_plan", 40)])
    assert found.prepared.ready[0, 0] == pytest.approx(46)
    assert on_path(found)["plan"] == pytest.approx(46)


def test_notice_grows_with_what_is_forgotten():
    # Trained 0.9, floor 0.4, half of the gap lost after one half-life: readiness 0.65.
    found = run(
        [
            ("factors.readiness_trained", 0.9),
            ("factors.readiness_floor", 0.4),
            ("factors.readiness_half_life_months", 11),
            ("factors.notice_gamma", 1.5),
            ("chain.exercise_age_months", 11),
        ]
    )
    assert found.prepared.ready[0, 0] == pytest.approx(6 * np.exp(1.5 * 0.25))


def test_vehicles_go_first_and_the_rest_in_seats():
    # 8 vehicles in four sorties with 10 people each; 130 people more in two of 100 seats.
    found = run(contingents={"AAA": {"people": 170, "vehicles": 8, "from": "here"}})
    assert found.flights is not None
    assert found.flights.vehicles[0, :6].tolist() == [2, 2, 2, 2, 0, 0]
    assert found.flights.people[0, :6].tolist() == [10, 10, 10, 10, 100, 30]


def test_rooms_that_are_fractions_fill_up_over_sorties():
    # 2.5 vehicles a sortie: 2, 3, 2, 3.
    found = run(fleet={"plane": plane(4, vehicle_places=2.5)}, contingents={
        "AAA": {"people": 0, "vehicles": 10, "from": "here"}})  # fmt: skip
    assert found.flights is not None
    assert found.flights.vehicles[0, :4].tolist() == [2, 3, 2, 3]


def test_payload_falls_between_the_two_ranges():
    # 4,500 km: half of 48 t, two vehicles of 9 t and people. 5,625 km: an eighth, 6 t: two
    # vehicles of 3 t and nobody beside them, so the people need a sortie of their own.
    assert run([("contingents.AAA.distance_km", 4500)]).sorties.tolist() == [[4]]
    light = run([("contingents.AAA.distance_km", 5625), ("factors.tonnes_per_vehicle", 3)])
    assert light.sorties.tolist() == [[5]]


def test_a_stop_on_the_way_takes_its_time_and_its_place():
    fields = {
        "here": {"latitude": 0, "longitude": 0},
        "half": {"latitude": 0, "longitude": along(4000), "load_places": 1},
        "there": {"latitude": 0, "longitude": along(8000)},
    }
    found = run(
        [("factors.stop_hours", 3)],
        airfields=fields,
        contingents={"AAA": {"people": 0, "vehicles": 4, "from": "here", "via": ["half"]}},
        fleet={"plane": plane(2, range_full_km=5000)},
    )
    # Two hops of 4,000 km: 8.5 h each. Both load 6-10, reach the stop at 18.5; one waits 3 hours.
    assert found.flights is not None
    assert found.flights.landed[0, :2].tolist() == pytest.approx([30.0, 33.0])
    assert on_path(found)["en_route"] == pytest.approx(3.0)


def test_a_crew_whose_day_is_too_short_rests_before_the_way_back():
    # 2.5 out, 2 unloading, 2.5 back: 7 hours; a day of 6 asks for one rest of 8 hours.
    found = run([("factors.crew_duty_hours", 6)], fleet={"plane": plane(1)})
    assert found.closure[0] == pytest.approx(6 + 3 * (19 + 8) + 8.5)


def test_weather_holds_what_would_begin_while_it_lasts():
    settings = [("airfields.there.weather_hours", 40), ("factors.weather_within_hours", 0)]
    found = run(settings)
    assert found.first_arrival[0] == pytest.approx(40)
    assert found.closure[0] == pytest.approx(44)
    assert on_path(found)["weather"] == pytest.approx(40 - 12.5)


def test_a_closed_field_sends_its_traffic_to_its_alternate():
    fields = {
        "here": {"latitude": 0, "longitude": 0},
        "there": {"latitude": 0, "longitude": 9, "closed": True, "alternate": "other"},
        "other": {"latitude": 0, "longitude": along(2000)},
    }
    assert run(airfields=fields).first_arrival[0] == pytest.approx(6 + 4 + 4.5)


def test_a_column_drives_and_a_train_loads():
    road = {"people": 100, "vehicles": 45, "from": "here", "mode": "road", "distance_km": 600}
    settings = [
        ("factors.road_km_per_day", 300),
        ("factors.serial_vehicles", 20),
        ("factors.serial_gap_minutes", 30),
    ]
    found = run(settings, contingents={"AAA": road})
    # Two days on the road; three serials half an hour apart.
    assert found.leg_first[0].tolist() == pytest.approx([6 + 48])
    assert found.closure[0] == pytest.approx(6 + 48 + 1)
    assert on_path(found) == {"readiness": 6.0, "road": 49.0}
    train = {**road, "mode": "rail", "vehicles": 70}
    settings = [("factors.rail_km_per_day", 600), ("factors.rail_load_hours", 5)]
    # Two trains of 35 vehicles on two ramps: 5 hours, a day, 5 hours.
    assert run(settings, contingents={"AAA": train}).closure[0] == pytest.approx(6 + 5 + 24 + 5)


def test_several_types_take_turns_in_proportion_to_their_numbers():
    fleet = {"plane": plane(3), "big": plane(1, vehicle_places=8, payload_t=120)}
    found = run(fleet=fleet, contingents={"AAA": {"people": 0, "vehicles": 28, "from": "here"}})
    assert found.flights is not None
    # Three of four turns carry 2, one carries 8: 14 in four turns, 28 in eight.
    assert found.sorties.tolist() == [[8]]
    assert (found.flights.kind[0, :8] == 1).sum() == 2


def test_a_type_that_carries_only_some_leaves_the_others_alone():
    fleet = {"plane": plane(3), "big": plane(1, vehicle_places=8, carries=["BBB"])}
    found = run(fleet=fleet)
    assert found.flights is not None
    assert (found.flights.kind[0, :4] == 0).all()


def test_places_are_shared_by_traffic_and_nobody_is_left_without():
    weights = np.array([75.0, 20.0, 5.0, 0.0])
    assert share_out(10, weights).tolist() == [8, 2, 1, 0]
    assert share_out(1, weights).tolist() == [1, 1, 1, 0]
    for places in range(1, 40):
        assert (share_out(places + 1, weights) >= share_out(places, weights)).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fleet": {}}, "no aircraft"),
        ({"fleet": {"plane": plane(0)}}, "no aircraft"),
        ({"fleet": {"plane": plane(3, carries=["BBB"])}}, "no aircraft"),
    ],
)
def test_without_aircraft_and_road_the_move_cannot_be_done(changes, words):
    found = move(case(**changes), 3, 1)
    assert isinstance(found, Impossible)
    assert words in found.reasons[0]
    assert "contingents.AAA.mode" in found.reasons[0]


def test_nobody_to_move_is_no_move():
    found = move(case(contingents={"AAA": {"people": 0, "from": "here"}}), 3, 1)
    assert isinstance(found, Impossible)
    assert "people or vehicles" in found.reasons[0]


def test_a_contingent_with_nothing_to_move_does_not_disturb_the_others():
    both = {
        "AAA": {"people": 20, "vehicles": 8, "from": "here"},
        "BBB": {"people": 0, "from": "here"},
    }
    assert run(contingents=both).closure.tolist() == run().closure.tolist()


def test_a_closed_field_without_an_alternate_or_a_place_ends_the_move():
    for path, value in (
        ("airfields.there.closed", True),
        ("airfields.there.unload_places", 0),
        ("airfields.here.load_places", 0),
        ("contingents.AAA.absent", True),
    ):
        found = move(case([(path, value)]), 3, 1)
        assert isinstance(found, Impossible), path
        assert found.reasons
