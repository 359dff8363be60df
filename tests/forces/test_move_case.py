"""Cases: what may be left out, what is refused and with which words, and what settings do."""

from __future__ import annotations

import csv
import re

import pytest
from moves import FILE, case, plane, raw

from foedus.files import InputError
from foedus.forces.move.case import Case
from foedus.forces.move.command import deploy
from foedus.forces.move.library import airfields, case_names, folder, planning
from foedus.forces.move.move import Impossible, Move, move
from foedus.forces.move.reading import checked, complete, load_case
from foedus.forces.move.summary import interval_score, summary
from foedus.organisation import library_folder
from foedus.parameters import load_parameters

SHORT = """
case: a short case
basis: judgement
source: my estimate
to: dushanbe
fleet: {il-76md: 20}
contingents:
  RUS: {people: 400, vehicles: 40, from: ulyanovsk}
"""


def test_a_short_case_runs(tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    content = deploy(str(path), draws=50).content
    assert content["possible"]
    assert content["recovery"] is None
    assert content["contingents"]["RUS"]["people"]["p50"] == 400
    assert content["closure_hours"]["p05"] > content["first_arrival_hours"]["p05"] > 0


@pytest.mark.parametrize("name", case_names())
def test_every_case_of_the_library_runs(name):
    found = move(load_case(name), 20, 1)
    assert isinstance(found, Move)
    assert found.path.sum(axis=1) == pytest.approx(found.closure)


def sources():
    with (library_folder("csto") / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"] for row in csv.DictReader(stream)}


def test_every_source_of_the_library_is_listed():
    known = sources()
    for path in folder().glob("*.yaml"):
        for name in re.findall(r"source: ([\w-]+)", path.read_text(encoding="utf-8")):
            assert name in known, f"{path.name}: {name}"
    for row in airfields().values():
        assert row["source"] in known


def test_every_number_of_the_library_has_a_basis_and_a_reason():
    content = planning()
    groups = [content["chain"], content["factors"]]
    groups += [{k: v for k, v in a.items() if k != "name"} for a in content["aircraft"].values()]
    for group in groups:
        for name, entry in group.items():
            assert {"value", "basis", "source", "why"} <= set(entry), name


def test_planning_factors_are_those_of_the_simulator():
    parameters = load_parameters(library_folder("csto") / "parameters.yaml")
    filled = load_case("kazakhstan-2022-withdrawal").factors
    for ours, theirs in (
        ("onload_hours", "forces.onload_hours"),
        ("offload_hours", "forces.offload_hours"),
        ("crew_rest_hours", "forces.recovery_hours"),
        ("staff_hours", "forces.plan_hours"),
        ("staff_hours_without_plan", "forces.no_plan_hours"),
        ("notice_gamma", "forces.notice_gamma"),
        ("readiness_floor", "readiness.floor"),
        ("readiness_half_life_months", "readiness.half_life"),
        ("available", "forces.aircraft_share"),
    ):
        assert getattr(filled, ours).value == parameters[theirs].value, ours


def test_coordinates_agree_with_an_independent_table():
    # Distances in kilometres to Almaty, computed elsewhere from other coordinates, within 6 km.
    from foedus.forces.movement import great_circle_km

    almaty = airfields()["almaty"]
    for name, km in (
        ("ivanovo-severny", 2935),
        ("chkalovsky", 3080),
        ("ulyanovsk", 2379),
        ("machulishchi", 3734),
        ("yerevan", 2713),
        ("dushanbe", 872),
        ("kant", 186),
    ):
        field = airfields()[name]
        found = great_circle_km(
            field["latitude"], field["longitude"], almaty["latitude"], almaty["longitude"]
        )
        assert found == pytest.approx(km, abs=6), name


def fields(**changes):
    out = raw()["airfields"]
    for name, extra in changes.items():
        out[name] = {**out[name], **extra}
    return out


def leg(**changes):
    return {"AAA": {"people": 20, "vehicles": 8, "from": "here", **changes}}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contingents": leg(**{"from": "atlantis"})}, r"contingents.AAA.from: unknown airfield"),
        ({"contingents": leg(via=["atlantis"])}, r"contingents.AAA.via.0: unknown airfield"),
        ({"contingents": leg(people=-5)}, r"contingents.AAA.people: expected 0 or more"),
        ({"contingents": leg(people="many")}, r"contingents.AAA.people: expected a number"),
        ({"contingents": leg(mode="boat")}, r"contingents.AAA.mode"),
        ({"contingents": leg(colour=1)}, r"contingents.AAA.colour: unknown key"),
        ({"contingents": leg(aircraft=["kite"])}, r"contingents.AAA.aircraft: no 'kite'"),
        ({"contingents": {"AAA": {"people": 5}}}, r"contingents.AAA.from: missing"),
        ({"contingents": {}}, r"contingents"),
        ({"fleet": {"plane": plane(4, payload_t=0)}}, r"fleet.plane.payload_t: expected more"),
        ({"fleet": {"plane": plane(4, speed_kmh=0)}}, r"fleet.plane.speed_kmh: expected more"),
        ({"fleet": {"plane": plane(-4)}}, r"fleet.plane.count: expected 0 or more"),
        ({"fleet": {"kite": {"count": 3}}}, r"fleet.kite.payload_t: missing; the library knows"),
        ({"fleet": {"plane": plane(4, available=1.2)}}, r"fleet.plane.available: expected a share"),
        ({"airfields": fields(there={"unload_places": -1})}, r"airfields.there.unload_places: exp"),
        ({"airfields": fields(there={"latitude": 95})}, r"airfields.there.latitude"),
        ({"airfields": fields(there={"hours_a_day": 30})}, r"airfields.there.hours_a_day"),
        ({"airfields": fields(there={"alternate": "x"})}, r"airfields.there.alternate: unknown"),
        ({"chain": {"plan_ready": 2}}, r"chain.plan_ready: expected a share"),
        ({"basis": "hearsay"}, r"basis"),
        ({"places": {"loading": -3}}, r"places.loading: expected 0 or more"),
        (
            {"factors": {"onload_hours": {"dist": "normal", "mean": 1.0, "sd": 3.0}}},
            r"factors.onload_hours: expected more than 0",
        ),
    ],
)
def test_a_bad_case_names_the_field(changes, words):
    with pytest.raises(InputError, match=words):
        checked(complete(raw(**changes), FILE), str(FILE))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ([("fleet.plane.range_ferry_km", 500)], "contingents.AAA: .*cannot reach there.*via"),
        ([("factors.tonnes_per_vehicle", 90)], "contingents.AAA.vehicles: .*vehicle_places"),
        ([("fleet.plane.seats", 0), ("fleet.plane.vehicle_places", 0)], "contingents.AAA"),
        ([("airfields.there.runway_m", 900)], "contingents.AAA: .*runway too short for plane"),
    ],
)
def test_an_aircraft_that_cannot_do_it_is_named(settings, words):
    with pytest.raises(InputError, match=words):
        move(case(settings), 5, 1)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("people", 3, "begins with none of"),
        ("fleet.kite.count", 3, "no 'kite'; there is plane"),
        ("contingents.AAA.people.much", 3, "nothing named"),
        ("contingents.AAA.ready_hours", "x2", "no number to multiply"),
        ("contingents.AAA.hats", 3, "contingents.AAA.hats: unknown key"),
    ],
)
def test_a_bad_setting_names_the_path(path, value, words):
    with pytest.raises(InputError, match=words):
        case([(path, value)])


def test_a_state_stands_for_all_its_contingents_and_a_star_for_all():
    one = load_case("kazakhstan-2022", [("contingents.RUS.approval_hours", 50)])
    late = [n for n, leg in one.contingents.items() if leg.approval_hours.central == 50]
    assert late == ["RUS-ivanovo", "RUS-chkalovsky", "RUS-ulyanovsk"]
    all_ = load_case("kazakhstan-2022", [("contingents.*.people", "x2")])
    assert all_.contingents["KGZ"].people.central == 300
    twice = load_case("kazakhstan-2022", [("fleet.*.count", "x0.5"), ("fleet.*.count", "x0.5")])
    assert twice.fleet["il-76md"].count.central == 17.5


def test_what_is_set_counts_as_judgement():
    one = load_case("kazakhstan-2022", [("contingents.KGZ.people", 150)])
    assert load_case("kazakhstan-2022").contingents["KGZ"].people.basis == "document"
    assert one.contingents["KGZ"].people.basis == "judgement"


def test_an_unknown_what_if_or_case_lists_those_there_are():
    with pytest.raises(InputError, match="half_fleet"):
        load_case("kazakhstan-2022", (), ["holidays"])
    with pytest.raises(InputError, match="dushanbe-hypothetical"):
        load_case("nowhere")


def test_a_case_may_rest_on_another(tmp_path):
    (tmp_path / "base.yaml").write_text(SHORT)
    (tmp_path / "other.yaml").write_text("like: base\ncase: other\nto: almaty\n")
    other = load_case(str(tmp_path / "other.yaml"))
    assert other.contingents["RUS"].destination == "almaty"
    assert other.source == "my estimate"
    (tmp_path / "loop.yaml").write_text("like: loop\ncase: loop\n")
    with pytest.raises(InputError, match="circle"):
        load_case(str(tmp_path / "loop.yaml"))


def test_the_way_home_turns_the_move_round():
    there, back = load_case("kazakhstan-2022"), load_case("kazakhstan-2022-withdrawal")
    assert back.contingents["ARM"].origin == there.contingents["ARM"].destination
    assert back.places.loading == there.places.unloading
    assert back.contingents["KGZ"].approval_hours.central == 0
    assert back.factors.hours_a_day.ends()[1] < 24


def test_the_summary_says_why_a_move_cannot_be_done():
    found = move(case(fleet={}), 5, 1)
    assert isinstance(found, Impossible)
    content = summary(found)
    assert content["possible"] is False
    assert content["reasons"]


def test_the_interval_score_is_the_published_one():
    # Width alone inside; outside, 2 / alpha for each hour.
    assert interval_score(60, 120, 90) == 60
    assert interval_score(60, 120, 50) == 60 + 20 * 10
    assert interval_score(60, 120, 125, alpha=0.5) == 60 + 4 * 5


def test_cases_are_frozen():
    one = load_case("kazakhstan-2022")
    assert isinstance(one, Case)
    with pytest.raises(Exception, match="frozen"):
        one.case = "other"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (5, -1), (5, 2**32)])
def test_senseless_runs_of_a_move_are_refused(draws, seed):
    with pytest.raises(InputError):
        move(case(), draws, seed)
