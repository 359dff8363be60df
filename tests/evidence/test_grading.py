"""Grades of a reading against annotations, on a page of our own with counts done by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedus.cli import main
from foedus.evidence.grading import Gold, grade
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.files import InputError

TEXT = (
    "Norwegian Foreign Minister Kari Dahl said that the league will collapse. “It is strong,” "
    "Danish Prime Minister Ole Berg replied. Norway sent two battalions to Iceland on Monday. "
    "The “silent wing” of the league met in Oslo."
)


def span(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def gold_of(**changed: list) -> dict:
    """Annotations: two statements, three events of which one is not in the text's words."""
    content = {
        "documents": [{"id": "1", "file": "one.txt"}],
        "people": [{"id": "P.a", "name": "Kari Dahl"}, {"id": "P.b", "name": "Nobody Else"}],
        "statements": [
            {
                "doc": "1",
                "speaker": "P.a",
                "content_spans": [span("the league will collapse")],
            },
            {"doc": "1", "speaker": "P.b", "content_spans": [span("“It is strong,”")]},
        ],
        "not_statements": [{"doc": "1", **span("“silent wing”")}],
        "events": [
            {
                "doc": "1",
                "plover": "MOBILIZE",
                "span": span("Norway sent two battalions to Iceland"),
                "status": "planned",
            },
            {"doc": "1", "plover": "AID", "span": span("met in Oslo"), "status": "occurred"},
        ],
        "predictions": [
            {"doc": "1", "condition": None, "consequence": span("the league will collapse")}
        ],
    }
    return {**content, **changed}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("graded")
    page = out / "one.txt"
    page.write_text(TEXT, encoding="utf-8")
    read_into([page], out / "reading", Settings.of())
    return out


def test_hits_and_misses_are_counted_by_hand(folder: Path) -> None:
    path = folder / "gold.json"
    path.write_text(json.dumps(gold_of()), encoding="utf-8")
    found = {one.name: one for one in grade(Gold.load(path), folder / "reading")}
    counts = {name: (one.hits, one.n) for name, one in found.items()}
    assert counts["statements: recall"] == (2, 2)
    assert counts["statements: recall with the right speaker"] == (1, 2)  # Berg is not Else
    assert counts["events with type: recall"] == (1, 2)  # a meeting is no AID
    assert counts["events found: status right"] == (0, 1)  # sent, not planned
    assert counts["predictions: recall"] == (1, 1)
    assert counts["people found"] == (1, 2)
    assert counts["distractors left alone"] == (1, 1)
    assert found["people found"].misses == ("Nobody Else",)
    low, high = found["statements: recall"].interval
    assert (round(low, 2), round(high, 2)) == (0.34, 1.0)  # Wilson, 2 of 2


def test_what_is_marginal_is_not_missed(folder: Path) -> None:
    path = folder / "marginal.json"
    events = [dict(one, core=False) for one in gold_of()["events"]]
    path.write_text(json.dumps(gold_of(events=events)), encoding="utf-8")
    found = {one.name: one for one in grade(Gold.load(path), folder / "reading")}
    assert found["events with type: recall"].n == 0


def test_annotations_of_another_form_are_told(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "gold.json"
    for text in ("[]", "{", '{"documents": [{"id": "1"}]}', '{"documents": 3}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="no annotations"):
            Gold.load(path)
    other = gold_of(documents=[{"id": "1", "file": "two.txt"}])
    path.write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(InputError, match="was not read from two"):
        grade(Gold.load(path), folder / "reading")


def test_the_command_prints_grades_and_misses(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "told.json"
    path.write_text(json.dumps(gold_of()), encoding="utf-8")
    arguments = ["foedus", "grade", str(path), str(folder / "reading"), "--misses"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    told = capsys.readouterr().out
    assert "people found" in told
    assert "Nobody Else" in told


@pytest.mark.shared
def test_grades_agree_with_an_independent_scorer(shared: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    read_into(sorted((shared / "seeds").glob("0*.txt")), tmp_path, Settings.of())
    gold = shared / "gold" / "seed-gold.json"
    script = shared / "gold" / "score_evidence.py"
    told = subprocess.run(
        [sys.executable, str(script), str(gold), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(told.stdout)
    ours = {one.name: round(one.share, 3) for one in grade(Gold.load(gold), tmp_path)}
    assert ours["statements: precision"] == theirs["statements"]["P"]
    assert ours["statements: recall"] == theirs["statements"]["R_core"]
    assert ours["statements: recall with the right speaker"] == theirs["statements"]["R_speaker"]
    assert ours["events with type: precision"] == theirs["events"]["P"]
    assert ours["events with type: recall"] == theirs["events"]["R_core"]
    assert ours["predictions: precision"] == theirs["predictions"]["P"]
    assert ours["predictions: recall"] == theirs["predictions"]["R"]
