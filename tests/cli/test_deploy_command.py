"""`foedus deploy` as people meet it."""

from __future__ import annotations

import json

import pytest
from test_command_line import foedus  # noqa: F401 (a fixture)

ROAD = """
case: neighbours
basis: judgement
source: my estimate
to: almaty
contingents:
  KGZ: {people: 150, vehicles: 19, from: kant, mode: road, distance_km: 250}
"""


def one_line(err: str) -> str:
    """The error; the first move on a machine says before it that it compiles."""
    lines = [x for x in err.splitlines() if x.strip() and not x.startswith("Compiling")]
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]


def test_json_is_one_object_with_the_promised_keys(foedus):  # noqa: F811
    code, out, _err = foedus("deploy", "kazakhstan-2022", "--draws", "60", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["case"] == "Kazakhstan, January 2022"
    for key in ("first_arrival_hours", "closure_hours", "sorties", "sorties_per_day_peak"):
        assert set(told[key]) == {"p05", "p50", "p95"}
        assert told[key]["p05"] <= told[key]["p50"] <= told[key]["p95"]
    assert sum(told["bottleneck"].values()) == pytest.approx(1.0)
    assert set(told["contingents"]) == {"RUS", "BLR", "ARM", "TJK", "KGZ"}
    assert set(told["contingents"]["KGZ"]["arrival_hours"]) == {"p05", "p50", "p95"}
    assert next(iter(told["chain"])) == "request"
    assert list(told["chain"])[-1] == "home"


def test_the_same_seed_gives_the_same_figures(foedus):  # noqa: F811
    words = ("deploy", "kazakhstan-2022", "--draws", "40", "--seed", "3", "--json")
    assert foedus(*words)[1] == foedus(*words)[1]


def test_the_terminal_tells_chain_contingents_bottleneck_and_record(foedus):  # noqa: F811
    code, out, _err = foedus("deploy", "kazakhstan-2022", "--draws", "400", "--sensitivity")
    assert code == 0
    for words in (
        "first landing",
        "RUS-ivanovo",
        "loading places",
        "naive band",
        "rank regression",
        "consistency check",
        "judgement",
    ):
        assert words in out


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "fleet.*.count=x0.5"),
        ("--set", "airfields.almaty.closed=true"),
        ("--set", "chain.plan_ready=0"),
        ("--set", "chain.exercise_age_months=24"),
        ("--set", "airfields.*.weather_hours=24"),
        ("--set", "places.unloading={dist: uniform, low: 2, high: 4}"),
        ("--what-if", "half_fleet", "--what-if", "no_plan"),
    ],
)  # fmt: skip
def test_the_what_ifs_of_the_handbook_slow_the_move(foedus, words):  # noqa: F811
    base = json.loads(foedus("deploy", "kazakhstan-2022", "--draws", "200", "--json")[1])
    code, out, _err = foedus("deploy", "kazakhstan-2022", "--draws", "200", "--json", *words)
    assert code == 0
    assert json.loads(out)["closure_hours"]["p50"] > base["closure_hours"]["p50"]


def test_a_move_that_cannot_be_done_says_why_and_ends_with_one(foedus, tmp_path):  # noqa: F811
    code, out, err = foedus("deploy", "kazakhstan-2022", "--set", "fleet.*.count=0", "--json")
    assert code == 1
    told = json.loads(out)
    assert told["possible"] is False
    assert "no aircraft" in told["reasons"][0]
    assert "cannot be done" in one_line(err)
    path = tmp_path / "road.yaml"
    path.write_text(ROAD)
    code, out, _err = foedus("deploy", str(path), "--draws", "30", "--json")
    assert code == 0
    assert json.loads(out)["sorties"]["p95"] == 0
    assert json.loads(out)["bottleneck"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("nowhere",), "expected a file or one of"),
        (("kazakhstan-2022", "--set", "fleet.il-76md.payload_t=0"), "fleet.il-76md.payload_t"),
        (("kazakhstan-2022", "--set", "places.loading=-3"), "places.loading"),
        (("kazakhstan-2022", "--set", "contingents.KGZ.from=atlantis"), "atlantis"),
        (("kazakhstan-2022", "--set", "contingents.KGZ.people"), "expected PATH=VALUE"),
        (("kazakhstan-2022", "--set", "fleet.*.range_ferry_km=900"), "cannot reach"),
        (("kazakhstan-2022", "--what-if", "holidays"), "half_fleet"),
    ],
)
def test_bad_input_ends_with_three_and_one_line(foedus, words, expected):  # noqa: F811
    code, _out, err = foedus("deploy", *words)
    assert code == 3
    assert expected in one_line(err)


def test_the_page_is_one_file_that_loads_nothing(foedus, tmp_path):  # noqa: F811
    path = tmp_path / "move.html"
    code, _out, _err = foedus(
        "deploy", "dushanbe-hypothetical", "--draws", "300", "--sensitivity", "--page", str(path)
    )
    assert code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["move.html"]
    text = path.read_text(encoding="utf-8")
    assert "hypothetical" in text
    for outside in ("<script", "<link", "src=", "@import", "url("):
        assert outside not in text
    assert text.count("<figure>") == 4
