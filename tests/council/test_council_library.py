"""Councils of the library: complete, sourced, and shown as consistency checks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from foedus.council.command import council_command, find_councils
from foedus.council.games import is_certain
from foedus.council.library import library_folder, load_councils, load_session, sessions
from foedus.council.options import Options, SpatialOptions
from foedus.files import InputError

QUICK = Options(draws=100, drafts=11, spatial=SpatialOptions(turns=5))
MEMBERS = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
DAYS = ("2022-01-10", "2022-05-16", "2022-11-23")


def ids(name: str, column: str = "id") -> set[str]:
    path = library_folder("csto").parent / name
    with path.open(encoding="utf-8") as stream:
        return {row[column] for row in csv.DictReader(stream)}


def test_the_three_sessions_of_2022():
    assert sessions("csto") == DAYS


@pytest.mark.parametrize("day", DAYS)
def test_every_position_has_coder_range_confidence_and_a_known_source(day):
    known = ids("sources.csv")
    for council in load_session("csto", day):
        assert set(council.actors) == MEMBERS
        for i in range(len(council.actors)):
            assert not is_certain(council.columns["position"][i][0])
            assert not is_certain(council.columns["salience"][i][0])
            assert council.notes[i]["coder"]
            assert council.notes[i]["confidence"] in ("high", "med", "low")
            assert council.notes[i]["source"] in known
        assert set(council.about["sources"]) <= known
        assert any("consistency check" in w for w in council.about["warnings"])


@pytest.mark.parametrize("day", DAYS)
def test_acts_stand_in_the_ledger(day):
    acts = ids("ledger.csv")
    for council in load_session("csto", day):
        assert set(council.about["acts"]) <= acts


def test_sources_of_the_drafts_are_known():
    from foedus.council.library import read_session

    known = ids("sources.csv")
    for day in DAYS:
        for issue in read_session(library_folder("csto") / f"{day}.yaml").issues:
            for draft in issue.drafts:
                assert set(draft.sources) <= known


def test_seventeen_drafts_in_yerevan_two_of_them_not_signed():
    councils = load_session("csto", "2022-11-23")
    drafts = [d for council in councils for d in council.drafts]
    refused = [d for d in drafts if d.recorded.startswith("refused")]
    several = {"other_ten": 10}
    assert sum(several.get(d.name, 1) for d in drafts) == 17
    assert [d.name for d in refused] == ["declaration", "help"]


def test_armenia_is_among_the_two_likeliest_to_refuse_what_it_refused():
    """A consistency check: the positions were coded with the outcome known."""
    armenia, _routine = council_command("csto", "2022-11-23", models=("consensus",), options=QUICK)
    for draft in armenia.as_dict()["drafts"]:
        refusals = {name: votes["refuse"] for name, votes in draft["votes"].items()}
        assert "ARM" in sorted(refusals, key=refusals.__getitem__)[-2:]


def test_command_options():
    found = council_command(
        "csto", "2022-01-10", models=("consensus", "core"), rule="qualified_majority",
        absent=["KGZ"], options=QUICK,
    )[0]  # fmt: skip
    content = found.as_dict()
    assert content["rule"]["name"] == "qualified_majority"
    assert content["drafts"][0]["votes"]["KGZ"] is None
    with pytest.raises(InputError, match="no actor 'USA'"):
        council_command("csto", "2022-01-10", absent=["USA"], options=QUICK)
    with pytest.raises(InputError, match="option quota"):
        council_command("csto", "2022-01-10", quota=2.0, options=QUICK)


def test_unknown_sessions_and_libraries():
    with pytest.raises(InputError, match="choose a session"):
        find_councils("csto")
    with pytest.raises(InputError, match="no session"):
        find_councils("csto", "1999-01-01")
    with pytest.raises(InputError, match="has no councils"):
        find_councils("atlantis", "2022-01-01")
    with pytest.raises(InputError, match="no such file"):
        find_councils("nothing.csv")


def copied(tmp_path: Path, **changes: str) -> tuple[Path, Path]:
    folder = library_folder("csto")
    out = []
    for ending in ("yaml", "csv"):
        text = (folder / f"2022-01-10.{ending}").read_text(encoding="utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        path = tmp_path / f"x.{ending}"
        path.write_text(text, encoding="utf-8")
        out.append(path)
    return out[0], out[1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("consensus", "lottery", "rule"),
        ("mission,KAZ", "mision,KAZ", "column issue"),
        ("30..45..60", "30..x..60", r"row 4 \(KAZ\), column position"),
        ("TJK: 10", "TKM: 10", "no power for TJK"),
        ("mission,BLR", "mission,ARM", "stands twice"),
    ],
)
def test_bad_sessions_name_the_place(tmp_path, old, new, message):
    with pytest.raises(InputError, match=message):
        load_councils(*copied(tmp_path, **{old: new}))
