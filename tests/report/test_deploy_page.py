"""The page of a move: its numbers are those of the summary, and hostile names stay text."""

from __future__ import annotations

import pytest
from report_making import Page
from test_report_page import loads

from foedus.files import InputError
from foedus.forces.move.arrivals import arrival_rows, arrived
from foedus.forces.move.command import deploy
from foedus.forces.move.move import Move
from foedus.report.deploy_page import write_deploy_page

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def deployment():
    return deploy("kazakhstan-2022", draws=300, rank=True)


@pytest.fixture(scope="module")
def page(deployment, tmp_path_factory):
    path = write_deploy_page(deployment, tmp_path_factory.mktemp("page") / "move.html")
    return path.read_text(encoding="utf-8")


def at(content, key):
    for part in key.split("."):
        content = content[part]
    return content


def test_every_number_of_the_page_is_one_of_the_summary(deployment, page):
    found = [a for tag, a in Page(page).tags if tag == "data" and a.get("data-key")]
    assert len(found) > 60
    for entry in found:
        assert float(entry["value"]) == pytest.approx(at(deployment.content, entry["data-key"]))


def test_the_page_of_a_move_loads_nothing(page):
    assert loads(Page(page)) == []
    assert "not a forecast" in page
    assert "consistency check" in page


def test_the_curve_ends_with_everybody_there(deployment):
    assert isinstance(deployment.result, Move)
    rows = arrival_rows(deployment.result)
    assert rows[0]["p95"] == 0
    assert rows[-1]["p50"] == 2030
    _hours, there = arrived(deployment.result)
    assert (there[:, 1:] >= there[:, :-1]).all()
    _hours, vehicles = arrived(deployment.result, "vehicles")
    assert 200 <= vehicles[:, -1].mean() <= 250 + 5


def test_hostile_names_stay_text(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        f"case: '{HOSTILE}'\nnote: '{HOSTILE}'\nbasis: judgement\nsource: x\nto: almaty\n"
        "fleet: {il-76md: 4}\ncontingents: {AAA: {people: 50, from: osh}}\n"
    )
    page = write_deploy_page(deploy(str(path), draws=20), tmp_path / "page.html")
    assert "<script" not in page.read_text(encoding="utf-8")


def test_an_impossible_move_has_no_page(tmp_path):
    impossible = deploy("kazakhstan-2022", draws=5, settings=[("fleet.*.count", 0)])
    with pytest.raises(InputError, match="cannot be done"):
        write_deploy_page(impossible, tmp_path / "page.html")
