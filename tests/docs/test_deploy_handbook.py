"""The page on moves: its cases run, and it names all that a case may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.forces.move import case as models
from foedus.forces.move.command import deploy
from foedus.forces.move.library import planning
from foedus.forces.move.reading import load_case

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
CASES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
INNER = {"name", "basis", "source", "why", "confidence", "note"}


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_cases_of_the_page_run(number, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASES[number], encoding="utf-8")
    content = deploy(str(path), draws=40).content
    assert content["possible"]
    for what_if in load_case(str(path)).what_ifs:
        deploy(str(path), draws=5, what_ifs=[what_if])


def test_both_a_short_and_a_full_case_are_shown():
    assert [case.splitlines()[0] for case in CASES] == ["case: a short case", "case: a full case"]


@pytest.mark.parametrize(
    "model",
    ["Case", "Chain", "Contingent", "Aircraft", "Airfield", "Places", "Factors", "Recovery"],
)
def test_every_field_of_a_case_is_on_the_page(model):
    for name, field in getattr(models, model).model_fields.items():
        word = field.alias or name
        assert word in INNER or re.search(rf"\b{re.escape(word)}\b", PAGE), f"{model}.{word}"


def test_every_type_of_aircraft_and_planning_factor_is_on_the_page():
    for name in (*planning()["aircraft"], *planning()["factors"]):
        assert f"`{name}`" in PAGE, name
