"""Reports made up and annotated by another hand than the rules': what was reached stays reached.

`first` and `second` were read for their errors and are development figures. `third` was scored
once before anybody who writes rules had seen it; whoever reads its errors makes it one more of the
former, and should have a new set written before the next score is called unseen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.evidence.grading import Gold, Grade, grade
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into

SETS = Path(__file__).parent / "annotated"
FLOORS = {
    "first": {
        "statements: precision": 0.9,
        "statements: recall": 0.85,
        "statements: recall with the right speaker": 0.83,
        "events with type: precision": 0.74,
        "events with type: recall": 0.69,
        "predictions: precision": 0.88,
        "predictions: recall": 0.93,
        "people found": 0.96,
    },
    "second": {
        "statements: precision": 0.9,
        "statements: recall": 0.87,
        "statements: recall with the right speaker": 0.85,
        "events with type: precision": 0.68,
        "events with type: recall": 0.58,
        "predictions: precision": 0.88,
        "predictions: recall": 0.88,
        "people found": 0.93,
    },
    "third": {
        "statements: precision": 0.82,
        "statements: recall": 0.73,
        "statements: recall with the right speaker": 0.66,
        "events with type: precision": 0.49,
        "events with type: recall": 0.4,
        "predictions: precision": 0.78,
        "predictions: recall": 0.72,
        "people found": 0.88,
    },
}
"""A little below what was found when this was written, so that another version of the language
model does not fail on a comma; figures in docs/evidence.md and docs/evidence-events.md."""


@pytest.fixture(scope="module", params=sorted(FLOORS))
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    out = tmp_path_factory.mktemp(request.param)
    read_into(sorted((SETS / request.param).glob("*.txt")), out, Settings.of())
    found = grade(Gold.load(SETS / request.param / "gold.json"), out)
    return request.param, {one.name: one for one in found}


def test_no_grade_falls_below_its_floor(graded: tuple[str, dict[str, Grade]]) -> None:
    name, grades = graded
    fallen = {
        what: round(grades[what].share, 3)
        for what, floor in FLOORS[name].items()
        if grades[what].share < floor
    }
    assert fallen == {}


def test_the_texts_are_those_that_were_annotated() -> None:
    import hashlib
    import json

    for name in FLOORS:
        gold = json.loads((SETS / name / "gold.json").read_text(encoding="utf-8"))
        for one in gold["documents"]:
            content = (SETS / name / one["file"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == one["sha256"], one["file"]
