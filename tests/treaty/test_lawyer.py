"""The YAML cases beside this file: facts in words, expected finding, clauses, and why."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foedus.codes import (
    Applies,
    CrisisKind,
    DecisionRule,
    ForeignHand,
    Status,
    Territory,
    state_code,
)
from foedus.files import read_yaml
from foedus.treaty import procedure as p
from foedus.treaty.clauses import AMENDMENT_IN_FORCE, Text, finding, text_in_force
from foedus.treaty.rulings import deployment_ruling, session_ruling

HERE = Path(__file__).parent
LAW = HERE.parents[1] / "src" / "foedus" / "library" / "csto" / "treaty.yaml"


def load(name: str) -> Any:
    return read_yaml(HERE / f"{name}.yaml")


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=str(case["name"]).replace(" ", "-")) for case in cases]


OBLIGATIONS = load("obligations")
HYPOTHETICALS = load("hypotheticals")
SESSIONS = load("sessions")
DEPLOYMENTS = load("deployments")
MEMBERSHIP = load("membership")
RUSSIAN_ALPHABET = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB"]


def day(case: dict[str, Any]) -> date:
    return date.fromisoformat(str(case.get("date", case["name"])))


def bare(conditions: tuple[str, ...]) -> list[str]:
    """Conditions without the reason in brackets."""
    return [condition.partition(" (")[0] for condition in conditions]


def find(case: dict[str, Any], duty: str):
    facts = case["facts"]
    return finding(
        CrisisKind[facts["event"].upper()],
        Territory[facts["territory"].upper()],
        ForeignHand[facts["foreign_hand"].upper()],
        {"made": 1, "none": 0}[facts["request"]],
        day(case),
        duty,
    )


@pytest.mark.parametrize("case", named(OBLIGATIONS + HYPOTHETICALS))
def test_obligation(case: dict[str, Any]) -> None:
    expected = case["expected"]
    got = find(case, expected["duty"])
    assert got.applies.name.lower() == expected["applies"], got.sentence
    assert list(got.clauses) == expected["clauses"]
    assert bare(got.missing) == expected["missing"]
    assert got.duty == expected["duty"]
    assert find(case, "consult").applies.name.lower() == expected["consult"]
    assert find(case, "peace").applies.name.lower() == expected["peace"]
    for part in (*got.clauses, *got.met, *got.missing):
        assert part in got.sentence


def agreement(one: list[str], other: list[str]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def test_departures_from_the_two_codings() -> None:
    """Where the reading leaves a coder is declared case by case, and never leaves both."""
    ours = [find(case, "assist").applies.name.lower() for case in OBLIGATIONS]
    first = [case["codings"]["first"] for case in OBLIGATIONS]
    second = [case["codings"]["second"] for case in OBLIGATIONS]
    lines = []
    for case, our, one, two in zip(OBLIGATIONS, ours, first, second, strict=True):
        departs = [who for who, said in (("first", one), ("second", two)) if said != our]
        assert departs == case["departs_from"], case["name"]
        assert len(departs) < 2, f"{case['name']}: neither coder reads it so"
        if departs:
            lines.append(
                f"{case['name']}: rule {our}, first {one}, second {two}; {case['why'].strip()}"
            )
    n = len(OBLIGATIONS)
    counts = (agreement(ours, first), agreement(ours, second), agreement(first, second))
    lines.append("agreement rule-first {} of {n}, rule-second {}, coders {}".format(*counts, n=n))
    sys.stdout.write("\n".join(lines) + "\n")
    assert counts == (21, 21, 18)


@pytest.mark.parametrize("case", named(SESSIONS))
def test_session(case: dict[str, Any]) -> None:
    facts, expected = case["facts"], case["expected"]
    form = p.Form[facts["form"].upper()]
    character = p.Character[facts["character"].upper()]
    absent, objections = facts["absent"], facts["objections"]
    standing = dict.fromkeys(facts["members"], Status.MEMBER)
    standing |= {state: Status[word.upper()] for state, word in facts["others"].items()}
    text = text_in_force(day(case))
    assert text is not None
    assert p.form_permitted(form).name.lower() == expected["form"]
    assert (
        p.session_convened_properly(character, facts["asked_by"]).name.lower() == expected["call"]
    )
    assert p.absence_bars(absent, objections).name.lower() == expected["absence_bars"]
    assert [s for s, status in standing.items() if p.may_vote(status)] == expected["may_vote"]
    decides_by = DecisionRule[facts["decides_by"].upper()]
    assert p.refusal_effect(decides_by).name.lower() == expected["refusal"]
    limited = "possible" if p.limited_format_allowed(0, text) else "not_yet"
    assert limited == expected["limited_format"]
    assert p.limited_format_allowed(1, text) == 0
    ruling = session_ruling(form, character, facts["asked_by"], absent, objections)
    assert ruling.permitted.name.lower() == expected["session"], ruling.sentence
    wanting = [expected["form"] != "clear", expected["call"] != "clear", absent + objections > 0]
    assert len(ruling.missing) == sum(wanting), ruling.sentence
    assert set(ruling.clauses) <= set(case["clauses"])


@pytest.mark.parametrize("case", named(DEPLOYMENTS))
def test_deployment(case: dict[str, Any]) -> None:
    facts, expected = case["facts"], case["expected"]
    at_home = int(facts["territory"] == "member")
    ruling = deployment_ruling(
        at_home,
        int(facts["request"] == "made"),
        int(facts["council"] == "adopted"),
        int(facts["un"] == "mandate"),
    )
    assert ruling.permitted.name.lower() == expected["permitted"], ruling.sentence
    assert list(ruling.missing) == expected["missing"]
    assert list(ruling.clauses) == case["clauses"]
    authority = p.deployment_authority(at_home, int(facts["collective"] == "collective"))
    assert authority.name.lower() == expected["authority"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["lapses"]))
def test_lapse(case: dict[str, Any]) -> None:
    facts = {key: int(word == "yes") for key, word in case["facts"].items()}
    bound = p.bound_after_term(facts["signed_prolongation"], facts["term_ended"])
    assert ("bound" if bound else "not_bound") == case["expected"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["notices"]))
def test_notice(case: dict[str, Any]) -> None:
    facts = case["facts"]
    notice, on = (date.fromisoformat(str(facts[key])) for key in ("notice", "day"))
    gone = p.withdrawal_effective(notice, on, facts["settled"] == "yes")
    assert ("effective" if gone else "not_yet") == case["expected"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["suspensions"]))
def test_suspension(case: dict[str, Any]) -> None:
    suspended = p.suspension_permitted(int(case["facts"]["by_council"] == "yes"))
    assert ("suspended" if suspended else "not_suspended") == case["expected"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["standing"]))
def test_standing(case: dict[str, Any]) -> None:
    status = Status[case["facts"]["standing"].upper()]
    recognised = int(case["facts"]["government"] == "recognised")
    got = {
        "vote": p.may_vote(status),
        "sign": p.may_sign(status),
        "send": p.may_send(status),
        "ask": p.may_ask(status, recognised),
        "bound": p.bound_by_treaty(status),
    }
    assert {right: "yes" if held else "no" for right, held in got.items()} == case["expected"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["chairs"]))
def test_chair(case: dict[str, Any]) -> None:
    order = np.array([state_code(state) for state in RUSSIAN_ALPHABET])
    members = np.array([int(state in case["members"]) for state in RUSSIAN_ALPHABET])
    turn = p.chair_in_rotation(
        state_code(case["previous"]), state_code(case["new"]), order, members
    )
    assert ("in_turn" if turn else "out_of_turn") == case["expected"]


@pytest.mark.parametrize("case", named(MEMBERSHIP["bases"]))
def test_base(case: dict[str, Any]) -> None:
    facts = case["facts"]
    allowed = p.base_of_outsider_permitted(int(facts["consulted"] == "yes"), facts["objections"])
    assert ("permitted" if allowed else "not_permitted") == case["expected"]


def cited() -> set[str]:
    """Every clause id in the cases."""
    out: set[str] = set()
    for case in OBLIGATIONS + HYPOTHETICALS:
        out |= set(case["expected"]["clauses"])
    for case in SESSIONS + DEPLOYMENTS + MEMBERSHIP["lapses"] + MEMBERSHIP["notices"]:
        out |= set(case["clauses"])
    for case in MEMBERSHIP["suspensions"] + MEMBERSHIP["standing"]:
        out |= set(case["clauses"])
    return out


def test_cited_clauses_stand_in_the_library() -> None:
    assert cited() <= set(read_yaml(LAW))


def test_dates_of_the_wordings_are_those_of_the_library() -> None:
    first, second = read_yaml(LAW)["treaty-4"]["versions"]
    for version, text in ((first, Text.TREATY_1992), (second, Text.TREATY_2010)):
        assert text_in_force(date.fromisoformat(str(version["in_force_from"]))) == text
    ends = date.fromisoformat(str(first["in_force_until"]))
    assert text_in_force(ends) == Text.TREATY_1992
    assert (AMENDMENT_IN_FORCE - ends).days == 1


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.shared
def test_every_recorded_case_and_session_is_argued(shared: Path) -> None:
    """The codings, dates and sessions of the reference facts, one case here for each."""
    facts = shared / "facts"
    ours = {case["name"]: case for case in OBLIGATIONS}
    prefixes = ("CIS-", "CST-", "CSTO-")
    firsts = [row for row in rows(facts / "crises.csv") if row["case_id"].startswith(prefixes)]
    seconds = {row["case_id"]: row for row in rows(facts / "crises-second-coding.csv")}
    assert {row["case_id"] for row in firsts} == set(ours)
    for row in firsts:
        case = ours[row["case_id"]]
        assert str(case["date"]) == row["start_date"]
        assert case["codings"]["first"] == row["obligation_applies"]
        assert case["codings"]["second"] == seconds[row["case_id"]]["obligation_applies"]
        asked = {row["formal_request"], seconds[row["case_id"]]["formal_request"]}
        assert str(int(case["facts"]["request"] == "made")) in asked
    held = {
        row["date"]
        for row in rows(facts / "timeline-to-2022-11.csv")
        if (row["type"] in ("summit", "decision") and row["actors"] == "CSTO")
        or "video council" in row["event"]
    }
    assert len(held) == 8
    assert held <= {str(case.get("date", case["name"])) for case in SESSIONS}


def test_expected_words_are_words_of_the_code() -> None:
    """A misspelt expectation would fail as a wrong finding; say so plainly instead."""
    words = {applies.name.lower() for applies in Applies}
    for case in OBLIGATIONS + HYPOTHETICALS:
        for key in ("applies", "consult", "peace"):
            assert case["expected"][key] in words, (case["name"], key)
