"""All models on one input: shape of the output, intervals, levers, drafts, same seed same bits."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from foedus import council
from foedus.council.analysis import analyse, with_rule
from foedus.council.drafting import all_would_sign, signatures
from foedus.council.levers import (
    adoption,
    compromise_shift,
    levers,
    payment_needed,
    salience_for,
    tornado,
)
from foedus.council.models import MEANING, MODELS
from foedus.council.options import Options, SpatialOptions
from foedus.council.outcomes import POINTS, as_draws
from foedus.council.reading import read_council
from foedus.council.space import kalai_smorodinsky, nash, winset_share
from foedus.files import InputError

TABLE = """name,capability,position,salience,status_quo,draft,blocking_cost
Ann,3,20..30,0.8,0,45,0.1
Ben,1,50,0.4..0.6,,,0.1
Cy,2,60..80,0.9,,,0.1
Di,4,90,0.3,,,0.1
"""
QUICK = Options(draws=200, drafts=21, spatial=SpatialOptions(turns=5))
LIGHT = ("weighted_mean", "median", "nash", "challenge_replication", "consensus")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    path = tmp_path_factory.mktemp("council") / "four.csv"
    path.write_text(TABLE, encoding="utf-8")
    return read_council(path)


@pytest.fixture(scope="module")
def result(read):
    return analyse(read, QUICK)


def test_every_model_stands_in_the_output(result):
    content = json.loads(result.json())
    assert set(content["models"]) == set(MODELS) == set(MEANING)
    assert {a["name"] for a in content["actors"]} == {"Ann", "Ben", "Cy", "Di"}
    assert content["models"]["challenge_replication"]["rounds"][0]["round"] == 0
    assert content["rule"]["name"] == "consensus"
    assert content["rule"]["core"] == [25.0, 90.0]
    assert content["rule"]["winset"] == [0.0, 50.0]  # twice the least ideal point
    assert set(content["power"]["Ann"]) == {"banzhaf", "penrose", "shapley_shubik"}
    assert [r["model"] for r in result.table()] == list(MODELS)


def test_simple_models_by_hand(result):
    models = result.as_dict()["models"]
    w = np.array([3 * 0.8, 1 * 0.5, 2 * 0.9, 4 * 0.3])
    x = np.array([25.0, 50.0, 70.0, 90.0])
    assert models["weighted_mean"]["outcome"] == pytest.approx((w * x).sum() / w.sum())
    assert models["mean"]["outcome"] == pytest.approx(58.75)
    assert models["median"]["outcome"] == pytest.approx(60.0)
    assert models["weighted_median"]["outcome"] == 70.0  # 2.4 + 0.5 is less than half of 5.9
    assert models["setter"]["outcome"] == pytest.approx(50 + 0.1 / 0.8 * 100)
    assert models["setter"]["without_costs"] == 50.0
    assert models["setter"]["setter"] == "Di"


def test_intervals_hold_the_central_outcome_and_follow_the_ranges(result):
    for name in ("weighted_mean", "mean"):
        low, high = result.as_dict()["models"][name]["interval_of_outcome"]
        assert low < result.as_dict()["models"][name]["outcome"] < high
    # the mean moves by a quarter of two ranges of 10 and 20, between 56.25 and 63.75 at most
    low, high = result.as_dict()["models"]["mean"]["interval_of_outcome"]
    assert low > 55.0
    assert high < 62.5


def test_csv_and_signatures(result):
    lines = result.csv().splitlines()
    assert lines[0] == "model,outcome,low,high,note"
    assert len(lines) == len(MODELS) + 1
    rows = result.signatures()
    assert [r["actor"] for r in rows] == ["Ann", "Ben", "Cy", "Di"]
    assert rows[0]["sign"] + rows[0]["abstain"] + rows[0]["refuse"] == pytest.approx(1.0)


def test_same_seed_same_bits_whatever_the_threads(read):
    options = replace(QUICK, draws=1200)
    first = analyse(read, options, LIGHT).json()
    assert first == analyse(read, replace(options, threads=1), LIGHT).json()
    other = analyse(read, replace(options, seed=2), LIGHT).as_dict()
    assert other["models"] != json.loads(first)["models"]


def test_unsettled_games_are_warned_of(read):
    found = analyse(read, replace(QUICK, rounds=2), ("challenge_printed",)).as_dict()
    fate = found["models"]["challenge_printed"]["fate"]
    warned = any(w.startswith("challenge_printed") for w in found["warnings"])
    assert warned == (fate != "settled")
    assert sum(found["models"]["challenge_printed"]["fates"].values()) == pytest.approx(1.0)


def test_models_without_a_status_quo_say_so(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("name,position\nA,10\nB,70\n", encoding="utf-8")
    found = analyse(read_council(path), QUICK).as_dict()
    for name in ("nash", "kalai_smorodinsky", "winset", "setter", "consensus"):
        assert found["models"][name]["outcome"] is None
        assert "status quo" in found["models"][name]["why"]
    assert found["drafting"] is None


def test_unknown_names_are_refused(read):
    with pytest.raises(InputError, match="unknown; expected one of"):
        analyse(read, QUICK, ("oracle",))
    with pytest.raises(InputError, match="no actor 'Zed'"):
        analyse(read, replace(QUICK, setter="Zed"))
    with pytest.raises(InputError, match="rule 'lottery'"):
        with_rule(read, "lottery")
    with pytest.raises(InputError, match="option rounds"):
        Options(rounds=0)
    with pytest.raises(InputError, match="option voting"):
        SpatialOptions(voting="loud").codes()


def test_rules_change_the_core_and_the_power(read):
    simple = analyse(with_rule(read, "simple_majority"), QUICK, ("core",)).as_dict()
    assert simple["rule"]["core"] == [50.0, 70.0]
    weighted = analyse(with_rule(read, "weighted_majority"), QUICK, ("core",)).as_dict()
    # capabilities 3, 1, 2, 4 need more than 5: swings 4+2 etc.; by hand 5/12, 3/12, 3/12, 1/12
    assert weighted["power"]["Di"]["banzhaf"] == pytest.approx(5 / 12)
    assert weighted["power"]["Ben"]["banzhaf"] == pytest.approx(1 / 12)


def test_compromise_levers_are_exact(read):
    game = read.central()
    rows = levers(game, None, QUICK, POINTS["weighted_mean"])
    power, s, x = game.power, game.salience[:, 0], game.position[:, 0]
    for row in rows:
        i = game.actors.index(row["actor"])
        if row["column"] == "position" and 0 <= x[i] + row["amount"] <= 100:
            expected = compromise_shift(power, s, x, i, "position", row["amount"])
            assert row["effect"] == pytest.approx(expected, abs=1e-9)
        elif row["column"] == "salience" and 0 <= s[i] + row["amount"] <= 1:
            expected = compromise_shift(power, s, x, i, "salience", row["amount"])
            assert row["effect"] == pytest.approx(expected, abs=1e-9)
    sizes = [abs(row["effect"]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)


def test_salience_that_brings_the_compromise_to_a_target(read):
    game = read.central()
    s = game.salience[:, 0].copy()
    needed = salience_for(game.power, s, game.position[:, 0], 3, 65.0)
    assert needed is not None
    s[3] = needed
    w = game.power * s
    assert (w * game.position[:, 0]).sum() / w.sum() == pytest.approx(65.0)
    assert salience_for(game.power, s, game.position[:, 0], 3, 5.0) is None


def test_survival_is_a_share_and_certain_without_ranges(read):
    game = read.central()
    draws = read.draw(200, 1)
    rows = levers(game, draws, QUICK, adoption(45.0), payments=True)
    assert all(0.0 <= row["survives"] <= 1.0 for row in rows if "survives" in row)
    assert sum("survives" in row for row in rows) == 5
    same = levers(game, as_draws(game), QUICK, adoption(45.0), payments=True)
    assert {row["survives"] for row in same if "survives" in row} == {1.0}


def test_payment_lifts_the_chance_just_to_the_target(read):
    game = read.central()
    options = replace(QUICK, target=0.6)
    before = signatures(game, 95.0, options).adopted
    needed = payment_needed(game, 0, 95.0, options)
    assert before < 0.6
    assert needed is not None
    loyal = game.loyalty.copy()
    loyal[0] += needed
    assert signatures(game.changed(loyalty=loyal), 95.0, options).adopted == pytest.approx(
        0.6, abs=1e-5
    )
    assert payment_needed(game, 0, 95.0, replace(options, target=0.999999)) is None


def test_tornado_shows_the_ends_of_each_range(read):
    rows = tornado(read, QUICK, POINTS["mean"])
    assert [r["actor"] for r in rows[:2]] == ["Cy", "Ann"]
    # 5 and 95 per cent of 60..80 are 61 and 79; a quarter of 18 is 4.5
    assert rows[0]["width"] == pytest.approx(4.5)
    assert rows[1]["width"] == pytest.approx(2.25)
    assert rows[2]["width"] == 0.0


def test_texts_that_all_would_sign(read):
    game = read.central()
    # Ann: 0.8 |y - .25| <= 0.8 * .25 + 0.1; the others want more than the status quo gives
    assert all_would_sign(game, QUICK) == pytest.approx((0.0, 62.5))
    angry = game.changed(audience=np.array([0.5, 0, 0, 0]))
    assert all_would_sign(angry, QUICK) is None


def test_drafting_finds_the_best_text_of_the_curve(result):
    found = result.as_dict()["drafting"]
    curve = [p["adopted"] for p in found["curve"] if p["draft"] != 0.0]
    assert found["best"]["adopted"] == max(curve)
    assert found["boldest"]["below"] is None  # nothing lies below the status quo
    assert len(found["curve"]) == 21


def test_absent_actors_take_no_part(read):
    away = read.changed(absent=np.array([False, False, False, True]))
    found = analyse(away, QUICK, LIGHT).as_dict()
    assert found["models"]["median"]["outcome"] == 50.0
    mean = (2.4 * 25 + 0.5 * 50 + 1.8 * 70) / (2.4 + 0.5 + 1.8)
    assert found["models"]["weighted_mean"]["outcome"] == pytest.approx(mean)
    assert found["drafts"][0]["votes"]["Di"] is None
    assert found["power"]["Di"]["shapley_shubik"] == 0.0


def test_two_dimensions(tmp_path):
    path = tmp_path / "plane.csv"
    path.write_text(
        "name,capability,position,position_2,salience,salience_2,status_quo,status_quo_2\n"
        "A,3,20,20,1,1,80,80\nB,1,40,20,1,1,,\n",
        encoding="utf-8",
    )
    read = read_council(path)
    options = replace(QUICK, exponent=2.0, samples=512)
    found = analyse(read, options).as_dict()["models"]
    assert found["weighted_mean"]["outcome"] == [25.0, 20.0]
    # by symmetry of the utilities the second coordinate of every bargain is 20
    game = read.central()
    point = nash(game, options)
    assert point[1] == pytest.approx(20.0, abs=1e-3)
    y = np.linspace(20, 40, 20_001)
    gains = [
        (60.0**2 + 60**2 - (y - 20) ** 2),
        (40.0**2 + 60**2 - (y - 40) ** 2),
    ]
    assert point[0] == pytest.approx(
        y[np.argmax(3 * np.log(gains[0]) + np.log(gains[1]))], abs=1e-2
    )
    middle = kalai_smorodinsky(game, options)
    shares = [gain / gain.max() for gain in gains]
    assert middle[0] == pytest.approx(y[np.argmax(np.minimum(*shares))], abs=0.05)
    assert found["consensus"]["outcome"] is None
    assert len(found["challenge_printed"]["outcome"]) == 2


def test_winset_in_the_plane_is_the_meeting_of_discs(tmp_path):
    path = tmp_path / "plane.csv"
    path.write_text(
        "name,position,position_2,status_quo,status_quo_2\nA,50,50,50,80\nB,50,50,,\n",
        encoding="utf-8",
    )
    share = winset_share(read_council(path).central(), Options(samples=4096))["share"]
    assert share == pytest.approx(np.pi * 30**2 / 100**2, abs=0.01)


def test_public_names_load():
    for name in council.__all__:
        assert getattr(council, name) is not None
    with pytest.raises(AttributeError):
        council.nothing_of_the_kind  # noqa: B018
