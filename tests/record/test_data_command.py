"""`foedus data` as people meet it: list, add, check, and errors in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from foedus.cli import app
from foedus.record import store
from foedus.record.catalogue import entries

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def data(tmp_path: Path, monkeypatch):
    """Call `foedus data …` with a store of its own."""
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "store"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, ["data", *words])

    return call


def test_the_list_has_every_table_and_says_which_are_here(data) -> None:
    assert data("add", str(SAMPLES / "states2016.csv"), "--version", "mine").exit_code == 0
    told = json.loads(data("list", "--json").stdout)
    rows = {row["name"]: row for row in told["tables"]}
    assert set(rows) == set(entries())
    assert rows["states"]["stored"] and rows["states"]["manifest"]["version"] == "mine"
    assert not rows["nmc_v7"]["stored"]
    assert rows["nmc_v7"]["dataset"]["redistribution"] == "no"
    text = data("list").stdout
    assert all(name in text for name in entries())
    assert f"1 of {len(entries())} tables" in text


def test_one_table_is_told_with_its_terms(data) -> None:
    text = data("list", "sipri_milex").stdout
    for part in ("cite:", "non-commercial", "https://www.sipri.org", "of the published file: unk"):
        assert part in text


def test_adding_tells_what_was_added_and_refused(data) -> None:
    result = data("add", str(SAMPLES), "--version", "made up", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert len(told["added"]) == 8
    assert told["refused"] == [] and told["unknown"] == []


def test_a_refused_file_is_one_line_and_exit_code_three(data) -> None:
    result = data("add", str(SAMPLES / "MIDA 5.0.csv"))
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "expected 2436" in result.stderr
    assert "--version" in result.stderr


def test_a_file_of_no_table_is_said(data, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")
    result = data("add", str(tmp_path / "mine.csv"))
    assert result.exit_code == 3
    assert "name it with --as" in result.stdout


def test_checking_finds_a_damaged_table(data, tmp_path: Path) -> None:
    assert data("add", str(SAMPLES / "states2016.csv"), "--version", "mine").exit_code == 0
    assert "another version" in data("check", "states").stdout
    assert data("check", "states").exit_code == 0
    path = store.path_of("states")
    path.write_bytes(path.read_bytes()[:-20])
    result = data("check")
    assert result.exit_code == 3
    assert "states: damaged" in result.stdout


def test_checking_a_table_that_is_not_here_is_an_error(data) -> None:
    result = data("check", "nmc_v7")
    assert result.exit_code == 3
    assert "not in the store" in result.stderr
