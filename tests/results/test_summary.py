"""The summary: its shape, its probabilities, the baseline beside it."""

from __future__ import annotations

import csv
import datetime
import json
import math

import pytest

from foedus.organisation import library_folder
from foedus.results.climatology import own_record_climatology
from foedus.results.run import run

SHAPE = {
    "scenario": str, "as_of": str, "months": int, "futures": int, "seed": int,
    "organisation": {"active": float, "idle": float, "dissolved": float},
    "crisis": {
        "any": float, "troop_deployment": float,
        "first_troops_days": {"p05": float, "p50": float, "p95": float},
        "closure_days": {"p05": float, "p50": float, "p95": float},
        "task_effect": {"p05": float, "p50": float, "p95": float},
        "local_freed": {"p05": float, "p50": float, "p95": float},
    },
    "members": {
        "ARM": {
            "crisis": float, "request": float, "helped": float,
            "helped_if_requested": {"p": float, "n": int, "se": float},
            "troops_received": float, "troops_sent": float, "refuses_draft": float,
            "frozen": float, "exit": float,
        }
    },
    "joins": {"any": float},
    "cohesion": [
        {"month": str, "p05": float, "p25": float, "p50": float, "p75": float, "p95": float}
    ],
    "structures": {"dissolved": {"min": float, "max": float}},
    "judgement_share": {"dissolved": type(None)},
    "warnings": [str],
}  # fmt: skip
"""Keys that the design promises; there may be more."""


def assert_shape(value, shape, place="summary"):
    if isinstance(shape, dict):
        assert isinstance(value, dict), place
        for key, inner in shape.items():
            assert key in value, f"{place}.{key}"
            assert_shape(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), place
        for n, item in enumerate(value):
            assert_shape(item, shape[0], f"{place}[{n}]")
    elif shape is float:
        assert isinstance(value, float | int), place
        assert math.isfinite(value), place
    else:
        assert isinstance(value, shape), place


def probabilities(value, place=""):
    """Every number of the summary that is a probability."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("climatology", "errors", "n", "se", "causes", "region", "local_freed"):
                yield from probabilities(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from probabilities(item, place)
    elif isinstance(value, float) and "days" not in place:
        yield place, value


def test_the_shape_is_the_one_promised(result):
    assert_shape(result.summary, SHAPE)
    assert len(result.summary["cohesion"]) == result.scenario.months
    assert set(result.summary["members"]) == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}


def test_the_summary_is_plain_json(result):
    assert json.loads(json.dumps(result.summary, allow_nan=False)) == result.summary


def test_probabilities_lie_between_0_and_1(result):
    found = list(probabilities(result.summary))
    assert len(found) > 200
    for place, p in found:
        assert 0.0 <= p <= 1.0, place


def test_what_excludes_each_other_adds_up_to_one(result):
    assert sum(result.summary["organisation"].values()) == pytest.approx(1.0)


def test_quantiles_are_in_order(result):
    for row in result.summary["cohesion"]:
        values = [row[k] for k in ("p05", "p25", "p50", "p75", "p95")]
        assert values == sorted(values)


def test_months_are_those_after_the_date(result):
    months = [row["month"] for row in result.summary["cohesion"]]
    assert months[0] == "2022-12"
    assert months[-1] == "2024-11"


def test_ranges_hold_the_whole(result):
    for name in ("dissolved", "troop_deployment"):
        ends = result.summary["structures"][name]
        whole = (
            result.summary["organisation"]["dissolved"]
            if name == "dissolved"
            else result.summary["crisis"]["troop_deployment"]
        )
        assert ends["min"] <= whole <= ends["max"]


def test_beyond_two_years_the_word_is_scenario(scenario, library, result):
    assert not any("scenarios, not probabilities" in w for w in result.summary["warnings"])
    long = run(scenario.changed(months=36, futures=100), library)
    assert any("scenarios, not probabilities" in w for w in long.summary["warnings"])


def test_what_was_filled_in_is_said(result):
    assert all(w in result.summary["warnings"] for w in result.start.warnings)


def rows_of_the_ledger():
    with (library_folder("csto") / "ledger.csv").open() as table:
        return list(csv.DictReader(table))


@pytest.mark.parametrize(
    ("as_of", "deployments"), [("2021-12-31", 0), ("2022-01-31", 1), ("2022-11-30", 1)]
)
def test_climatology_by_hand(library, as_of, deployments):
    """Jeffreys: (k + 1/2) deployments over the years since 20 April 1994."""
    day = datetime.date.fromisoformat(as_of)
    found = own_record_climatology(library.ledger, day, 12)
    sent = {
        row["targets"]
        for row in rows_of_the_ledger()
        if row["kind"] == "contingent_sent"
        and row["framework"] in ("CST", "CSTO")
        and row["date"] <= as_of
    }
    assert len(sent) == deployments
    years = (day - datetime.date(1994, 4, 20)).days / 365.25
    expected = 1.0 - math.exp(-(deployments + 0.5) / years)
    assert found["deployments"] == deployments
    assert found["years"] == pytest.approx(years, abs=0.06)
    assert found["troop_deployment"] == pytest.approx(expected, rel=1e-3)


def test_climatology_over_two_years_is_two_draws_of_one(library):
    day = datetime.date(2021, 12, 31)
    one, two = (
        own_record_climatology(library.ledger, day, m)["troop_deployment"] for m in (12, 24)
    )
    assert two == pytest.approx(1.0 - (1.0 - one) ** 2)


def test_climatology_sees_nothing_later(library):
    """What was added to the ledger afterwards does not change what was known then."""
    early = own_record_climatology(library.ledger, datetime.date(2021, 12, 31), 12)
    assert early["deployments"] == 0
    assert early["calls"] < own_record_climatology(
        library.ledger, datetime.date(2022, 11, 30), 12
    )["calls"]  # fmt: skip
