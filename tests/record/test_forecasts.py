"""Others' forecasts: what is refused, how they are resolved, and that the scores are right."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.files import InputError
from foedus.record.forecasts import months_later, own_record, read_forecasts, resolve
from foedus.record.hindcast.outcomes import History
from foedus.results.run import Library, load_library

HEADER = "question,origin,horizon,probability,source"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library("csto")


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "forecasts.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("troops,2021-12-31,12,1.2,me", r"row 2, probability: '1.2': expected a number from 0 to"),
        ("troops,2021-12-31,12,,me", "row 2, probability: ''"),
        ("troops,31.12.2021,12,0.1,me", "row 2, origin: '31.12.2021' is not a day"),
        ("troops,2021-12-31,1.5,0.1,me", "row 2, horizon: '1.5': expected a whole number"),
        ("troops,2021-12-31,0,0.1,me", "row 2, horizon"),
        ("exit XYZ,2021-12-31,12,0.1,me", "'exit XYZ' is none that the ledger answers"),
        ("troops,2021-12-31,12,0.1,foedus", "row 2, source: say who forecast"),
        ("troops,2021-12-31,12,0.1,", "row 2, source"),
        ("troops,2021-12-31,12", "3 cells, expected 5"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(tmp_path, library, row, message) -> None:
    with pytest.raises(InputError, match=message):
        read_forecasts(table(tmp_path, row), library)


def test_nobody_answers_twice(tmp_path, library) -> None:
    path = table(tmp_path, *["troops,2021-12-31,12,0.1,me"] * 2)
    with pytest.raises(InputError, match="row 3: me answers this twice"):
        read_forecasts(path, library)


def test_a_question_of_ones_own_needs_an_outcome(tmp_path, library) -> None:
    rows = ["rain in Dushanbe,2021-12-31,1,0.9,me,1", "snow in Yerevan,2021-12-31,1,0.5,me,"]
    path = table(tmp_path, *rows, header=HEADER + ",outcome")
    first, second = read_forecasts(path, library)
    assert resolve(first, library) == 1
    assert resolve(second, library) is None


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("troops,2021-12-31,12,0.1,me", 1),
        ("troops,2021-12-31,1,0.1,me", 1),
        ("troops,2022-01-07,6,0.1,me", 0),  # the last contingent left on that very day
        ("crisis KAZ,2021-12-31,1,0.1,me", 1),
        ("crisis BLR,2021-12-31,6,0.1,me", 0),
        ("refuses ARM,2022-08-31,3,0.1,me", 1),
        ("joins,2005-12-31,12,0.1,me", 1),
        ("exit ARM,2022-11-23,24,0.1,me", None),  # the ledger ends the day after
    ],
)
def test_the_ledger_resolves_what_it_knows(tmp_path, library, row, outcome) -> None:
    (forecast,) = read_forecasts(table(tmp_path, row), library)
    assert resolve(forecast, library) == outcome


def test_months_end_on_the_last_day_where_there_is_no_such_day() -> None:
    assert months_later(datetime.date(2021, 8, 31), 6) == datetime.date(2022, 2, 28)
    assert months_later(datetime.date(2021, 12, 31), 12) == datetime.date(2022, 12, 31)


def test_the_own_record_is_given_for_the_horizon(tmp_path, library) -> None:
    """Half an event in the 28 years of the rate, over half a year, by hand."""
    (forecast,) = read_forecasts(table(tmp_path, "troops,2021-12-31,6,0.1,me"), library)
    assert own_record(forecast, History(library)) == pytest.approx(1 - (1 - 0.5 / 28) ** 0.5)


def test_forecasts_are_scored_beside_foedus_and_the_record(tmp_path) -> None:
    path = table(
        tmp_path,
        "troops,2021-12-31,12,0.25,a sage",
        "crisis BLR,2021-12-31,6,0.5,a sage",
        "troops,2021-12-31,12,0.001,a fool",
    )
    result = CliRunner().invoke(
        app, ["backtest", "--forecasts", str(path), "--json", "--out", str(tmp_path / "out")]
    )
    assert result.exit_code == 0, result.output
    (test,) = json.loads(result.stdout)["tests"]
    found = {score["quantity"]: score for score in test["scores"]}
    assert found["a sage, Brier score"]["result"] == pytest.approx((0.75**2 + 0.5**2) / 2)
    assert found["a sage, Brier score"]["n"] == 2
    floored = found["a fool, log score (floor 0.005)"]["result"]
    assert floored == pytest.approx(-math.log(0.005))
    assert found["a fool minus foedus, Brier score"]["n"] == 1
    assert "a sage minus own record, Brier score" in found
    assert (tmp_path / "out" / "forecasts.parquet").is_file()


def test_nothing_resolved_is_said_and_no_error(tmp_path) -> None:
    path = table(tmp_path, "exit ARM,2022-11-23,24,0.1,me")
    result = CliRunner().invoke(app, ["backtest", "--forecasts", str(path), "--json"])
    assert result.exit_code == 0, result.output
    (test,) = json.loads(result.stdout)["tests"]
    assert test["scores"] == []
    assert test["notes"] == ["0 of 1 forecasts are resolved."]
