"""The second proposer: trained on annotated pages, checked on unseen ones, its finds to review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.agreement import Agreement, agreement, matches, overlap
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.evidence.tagger import Tagger, runs
from foedus.evidence.training import annotated, cross_validated, train
from foedus.files import InputError

pytest.importorskip("pycrfsuite")

NAMES = ["Brandt", "Lindgren", "Korhonen", "Holm", "Rask", "Voss"]
DEEDS = ["the pact stands firm", "the river rose again", "no troops will come", "the tax is unfair"]


def page(number: int) -> dict:
    """A page whose words after *rumour has it* are said; no rule knows that turn."""
    name, deed = NAMES[number % 6], DEEDS[number % 4]
    text = f"The town woke late. Rumour has it {deed}. Then {name} left. The shops closed."
    start = text.index(deed)
    span = {"start": start, "end": start + len(deed), "text": deed}
    return {"id": f"p{number}", "text": text, "statements": [{"content_spans": [span]}]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "pages.jsonl"
    path.write_text("".join(json.dumps(page(n)) + "\n" for n in range(24)))
    return path


def test_a_turn_that_no_rule_knows_is_learnt(pages: Path):
    study = cross_validated(annotated(pages), folds=3)
    assert study.rules.recall == 0
    assert study.tagger.f > 0.9
    assert study.both.recall >= study.tagger.recall


def test_what_the_tagger_adds_waits_for_review(pages: Path, tmp_path: Path):
    model = tmp_path / "own.crf"
    train(annotated(pages), model)
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").write_text(
        "The town woke late. Rumour has it the river rose again. Then Holm left. It rained.\n\n"
        "Ola Brandt said that the pact would hold.\n"
    )
    read_into([inside], tmp_path / "out", Settings.of(tagger=model))
    lines = (tmp_path / "out" / "statements.jsonl").read_text().splitlines()
    found = {row["proposer"]: row for row in map(json.loads, lines)}
    assert set(found) == {"rules", "crf"}
    assert found["crf"]["content_spans"][0]["text"] == "the river rose again"
    assert found["crf"]["confidence"] <= 0.6
    assert found["crf"]["review"] == "proposed"


def test_the_command_trains_and_tells_what_it_is_worth(pages: Path, tmp_path: Path):
    out = tmp_path / "own.crf"
    done = CliRunner().invoke(app, ["train", str(pages), "--out", str(out), "--folds", "2"])
    assert done.exit_code == 0, done.output
    assert "both: precision" in done.stdout
    assert Tagger.load(out).digest


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{}", "no annotated page"),
        ("nonsense", "no annotated page"),
        ('{"id": 1, "text": "short", "attributions": [{"Content": [[0, 99]]}]}', "outside"),
    ],
)
def test_bad_annotations_are_told_by_line(tmp_path: Path, line: str, problem: str):
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(InputError, match=problem) as told:
        annotated(path)
    assert "line 1" in str(told.value)


def test_what_is_no_tagger_is_refused(tmp_path: Path):
    (tmp_path / "x.crf").write_text("not a tagger")
    with pytest.raises(InputError, match="no trained tagger"):
        Tagger.load(tmp_path / "x.crf")
    with pytest.raises(InputError, match="cannot be read"):
        Tagger.load(tmp_path / "gone.crf")


def test_labels_become_stretches():
    assert runs(list("OBIIOBBIO")) == [(1, 4), (5, 6), (6, 8)]
    assert runs(list("IIO")) == [(0, 2)]


def test_agreement_matches_one_to_one_by_shared_letters():
    assert overlap([(0, 10)], [(5, 15)]) == pytest.approx(0.5)
    gold = [[(0, 10)], [(20, 30)]]
    own = [[(0, 9)], [(1, 10)], [(40, 50)]]
    assert matches(gold, own) in ([(0, 0)], [(0, 1)])
    found = agreement([(gold, own)])
    assert found == Agreement(marked=2, found=3, matched=1)
    assert (found.precision, found.recall) == (pytest.approx(1 / 3), 0.5)
    assert found.f == pytest.approx(0.4)
