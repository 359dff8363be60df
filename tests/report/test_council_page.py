"""The page of a council: one file that loads nothing, with the numbers of the analysis."""

from __future__ import annotations

import pytest
from report_making import Page
from test_report_page import loads

from foedus.council.analysis import analyse
from foedus.council.command import find_councils
from foedus.council.options import Options, SpatialOptions
from foedus.council.reading import read_council
from foedus.files import InputError
from foedus.report.council_page import MOST_MOVES, _move_table, write_council_page

QUICK = Options(draws=40, drafts=11, rounds=3, spatial=SpatialOptions(turns=3))
HOSTILE = "<script>alert(1)</script>"
TABLE = f"""name,capability,position,salience,status_quo,draft,blocking_cost
{HOSTILE},3,20..30,0.8,0,45,0.1
Ben,1,50,0.4..0.6,,,0.1
Cy,2,60..80,0.9,,,0.1
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    results = [analyse(c, QUICK) for c in find_councils("csto", "2022-11-23")]
    path = tmp_path_factory.mktemp("page") / "council.html"
    assert write_council_page(results, path) == path
    return results, path


def test_one_small_file_that_loads_nothing(session):
    _results, path = session
    assert [p.name for p in path.parent.iterdir()] == ["council.html"]
    assert path.stat().st_size < 600_000
    page = Page(path.read_text(encoding="utf-8"))
    assert loads(page) == []
    targets = {a["id"] for _, a in page.tags if "id" in a}
    assert {a["href"].removeprefix("#") for t, a in page.tags if t == "a"} <= targets


def test_every_actor_draft_model_and_warning_is_told(session):
    results, path = session
    page = Page(path.read_text(encoding="utf-8"))
    for result in results:
        content = result.as_dict()
        for name in [*content["power"], *(d["title"] for d in content["drafts"])]:
            assert name in page.text
        for warning in content["warnings"]:
            assert warning[1:] in page.text
    assert "a consistency check" in page.text


def leaves(value, path=""):
    """Every number with the path to it, through lists as well."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, int | float):
        yield path, value


def test_numbers_are_those_of_the_analysis(session):
    results, path = session
    numbers = Page(path.read_text(encoding="utf-8")).numbers
    known = dict(leaves([result.as_dict() for result in results]))
    assert {key: known[key] for key in numbers} == numbers
    for n, result in enumerate(results):
        for i, draft in enumerate(result.as_dict()["drafts"]):
            for actor in draft["votes"]:
                assert f"{n}.drafts.{i}.votes.{actor}.refuse" in numbers


def test_hostile_names_stay_text(tmp_path):
    source = tmp_path / "bad.csv"
    source.write_text(TABLE, encoding="utf-8")
    path = write_council_page([analyse(read_council(source), QUICK)], tmp_path / "bad.html")
    page = Page(path.read_text(encoding="utf-8"))
    assert loads(page) == []
    assert HOSTILE in page.text


def test_long_rounds_are_cut_and_counted():
    names = [f"a{i}" for i in range(MOST_MOVES + 3)]
    offers = [{"actor": n, "other": "b", "offer": "compromise", "new_position": 2.0} for n in names]
    rounds = [{"positions": dict.fromkeys(names, 5.0)}, {"offers": offers}, {"offers": offers[:4]}]
    table = _move_table(rounds, "0", "as printed", 1)
    assert len(table.rows) == MOST_MOVES
    assert table.note.startswith("3 more in this round; 4 more")
    assert table.rows[0][-1] == "−3.0"


def test_no_council_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="no council"):
        write_council_page([], tmp_path / "none.html")
