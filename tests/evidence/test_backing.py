"""Only an accepted record may stand behind a parameter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.evidence.made_up import TEXTS, tables
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.organisation import library_folder

NAME = "assistance.stake"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library in which one parameter names a record of an evidence base."""
    folder = tmp_path / "own"
    shutil.copytree(library_folder("csto"), folder)
    with Store(folder / "evidence.sqlite") as store:
        store.add(tables(), TEXTS)
        key = store.search("stand")[0].key
    path = folder / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    place = "  stake:\n"
    assert text.count(place) >= 1
    path.write_text(text.replace(place, f"{place}    evidence: [{key}]\n", 1), encoding="utf-8")
    return folder


def accept(library: Path) -> None:
    with Store(library / "evidence.sqlite") as store:
        store.decide(store.search("stand")[0].key, "accepted", "Ada")


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_a_proposed_record_backs_nothing(library: Path):
    for command in (["check"], ["show"]):
        outcome = run(*command, str(library))
        told = outcome.output + str(outcome.exception)
        assert outcome.exit_code != 0
        assert "expected accepted" in told and NAME in told


def test_an_accepted_record_is_shown_with_speaker_source_and_date(library: Path):
    accept(library)
    outcome = run("show", str(library), NAME)
    assert outcome.exit_code == 0, outcome.output
    flat = " ".join(outcome.output.split())
    for words in (
        "Ola Brand",
        "will stand as long as we do",
        "The Valley Post",
        "2031-05-06",
        "Ada",
    ):
        assert words in flat


def test_a_rejected_or_missing_record_stops_the_run(library: Path):
    accept(library)
    with Store(library / "evidence.sqlite") as store:
        store.decide(store.search("stand")[0].key, "rejected", "Bo")
    outcome = run("run", str(library), "--futures", "10")
    assert isinstance(outcome.exception, InputError)
    (library / "evidence.sqlite").unlink()
    outcome = run("run", str(library), "--futures", "10")
    assert "no such evidence base" in str(outcome.exception)


def test_a_parameter_without_evidence_says_so():
    outcome = run("show", "csto", NAME)
    assert outcome.exit_code == 0
    assert "basis: judgement" in outcome.output
    assert "no record of an evidence base" in outcome.output


def test_an_unknown_parameter_is_named():
    outcome = run("show", "csto", "assistance.steak")
    assert "near it" in str(outcome.exception)
