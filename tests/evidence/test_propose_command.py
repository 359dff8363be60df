"""`foedus propose` and `foedus forecasts` as people meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.report.reading import keep_reading

TEXT = (
    "A made-up headline\n\nPosted: 02.05.2021\n\nOn 28 April 2021 Kyrgyzstan attacked Tajikistan. "
    "Exercises will probably be held again. If the talks fail, the CSTO will dissolve.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    out = tmp_path / "read"
    outcome = read_into([page], out, Settings.of(None, None, None))
    keep_reading(outcome.parts, out)
    return out


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_only_what_was_accepted_and_confirmed_reaches_a_table(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "proposals.yaml"
    assert (
        "0 acts and 0 positions proposed" in run("propose", str(folder), "--out", str(out)).output
    )
    with Store(folder / "evidence.sqlite") as store:
        event = next(one for one in store.items("events") if one.row["plover"] == "ASSAULT")
        store.decide(event.key, "accepted", "Ada", "checked")
    assert "1 acts" in run("propose", str(folder), "--out", str(out)).output
    assert "0 acts" in run("propose", str(out), "--take", "--out", str(tmp_path / "t")).output
    out.write_text(out.read_text().replace("confirm: no", "confirm: yes"))
    assert "1 acts" in run("propose", str(out), "--take", "--out", str(tmp_path / "t")).output
    assert "2021-04-28,day,,attack,KGZ,TJK" in (tmp_path / "t" / "acts.csv").read_text()


def test_forecasts_are_answered_by_the_ledger_or_stay_open(folder: Path) -> None:
    output = run("forecasts", str(folder)).output
    assert "yes  page: Exercises will probably be held again" in output
    assert "nobody has judged whether the condition holds" in output
    assert "2 predictions, 1 answered by the ledger, 1 scored" in output


def test_nothing_after_the_day_one_looks_is_seen(folder: Path) -> None:
    asked = json.loads(run("forecasts", str(folder), "--as-of", "2021-05-03", "--json").output)
    assert {one["outcome"] for one in asked} == {"open"}


def test_a_bad_day_is_an_error_in_one_line(folder: Path) -> None:
    with pytest.raises(InputError, match="expected YYYY-MM-DD"):
        run("forecasts", str(folder), "--as-of", "tomorrow")


def test_a_folder_without_a_reading_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run("forecasts", str(tmp_path))
