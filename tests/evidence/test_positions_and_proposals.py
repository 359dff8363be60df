"""From statements to stances, positions and proposals that a person confirms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.evidence.positions import positions, stance_of
from foedus.evidence.proposals import (
    confirmed,
    council_table,
    ledger_table,
    propose,
    write_proposals,
)
from foedus.evidence.records import Span, Statement
from foedus.files import InputError

SPAN = {"start": 0, "end": 9, "text": "the words"}
PRESIDENT = {"id": "P.x", "state": "ARM", "roles": [{"role": "President", "state": "ARM"}]}


def statement(text: str, about: tuple[str, ...] = (), kind: str = "assertion") -> Statement:
    span = Span(0, len(text), text)
    return Statement(
        "S.1", "d", "P.x", "X", None, None, None, (span,), "indirect", kind, about=about
    )


@pytest.mark.parametrize(
    ("text", "about", "issue", "polarity"),
    [
        ("the CSTO is a strong and useful alliance", ("O.csto",), "value_of_organisation", "+"),
        ("the CSTO is a weak alliance", ("O.csto",), "value_of_organisation", "-"),
        ("the CSTO is not useful", ("O.csto",), "value_of_organisation", "-"),
        ("NATO expands and that is a threat", ("O.nato",), "rival_enlargement", "-"),
        ("joint exercises must be increased", (), "military_structures", "+"),
        ("the sanctions are illegal", (), "sanctions", "-"),
        ("the sanctions were unjustified", (), "sanctions", "-"),
        ("we oppose any new military ties", (), "military_structures", "-"),
    ],
)
def test_words_take_a_side(text: str, about: tuple[str, ...], issue: str, polarity: str) -> None:
    found = stance_of(statement(text, about))
    assert found is not None
    assert (found.issue, found.polarity) == (issue, polarity)


@pytest.mark.parametrize(
    "text", ["the weather was fine", "if the CSTO is weak, it will end", "they met in Oslo"]
)
def test_words_on_no_issue_or_on_a_condition_take_none(text: str) -> None:
    assert stance_of(statement(text, ("O.csto",))) is None


def row(
    polarity: str, review: str = "accepted", issue: str = "military_structures"
) -> dict[str, Any]:
    return {
        "id": f"S.{polarity}",
        "doc": "d",
        "speaker": "P.x",
        "review": review,
        "stance": {"issue": issue, "polarity": polarity},
        "content_spans": [SPAN],
    }


def test_only_accepted_statements_of_those_who_speak_for_a_state_count() -> None:
    expert = {"id": "P.x", "state": "ARM", "roles": [{"role": "analyst", "state": None}]}
    assert positions([row("+", "proposed")], [PRESIDENT]) == []
    assert positions([row("+")], [expert]) == []
    (one,) = positions([row("+")], [PRESIDENT])
    assert (one.actor, one.model, one.low, one.high) == ("ARM", "structures", 50.0, 100.0)


def test_words_on_both_sides_widen_the_range() -> None:
    (one,) = positions([row("+"), row("-")], [PRESIDENT])
    assert (one.low, one.high) == (0.0, 100.0)


def test_who_is_against_a_rivals_growth_stands_high_on_a_common_line() -> None:
    (one,) = positions([row("-", issue="rival_enlargement")], [PRESIDENT])
    assert (one.model, one.low) == ("west", 50.0)


def event(**changes: Any) -> dict[str, Any]:
    return {
        "id": "E.1", "doc": "Report 7", "label": "war: A fought B", "plover": "ASSAULT",
        "mode": "war", "status": "occurred", "date": "2022-09", "date_precision": "month",
        "date_source": "inferred", "place": None, "actors": ["KGZ", "TJK"], "targets": [],
        "span": SPAN, "mentions": [SPAN], "review": "accepted",
    } | changes  # fmt: skip


def test_a_dated_event_becomes_an_act_on_the_last_day_of_its_period() -> None:
    (act,) = propose([event()]).acts
    assert (act.row["kind"], act.row["date"]) == ("clash", "2022-09-30")
    assert act.row["actors"] == "KGZ;TJK"
    assert act.row["sources"] == "report-7"
    assert act.citations[0]["text"] == "the words"


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("cancel: A cancelled the drill", ["exercise_cancelled"]),
        ("cancel: A cancelled a visit", []),
    ],
)
def test_an_exercise_called_off_is_an_act_and_a_visit_called_off_none(
    label: str, kinds: list[str]
) -> None:
    made = propose([event(plover="SANCTION", mode="cancel", label=label)])
    assert [act.row["kind"] for act in made.acts] == kinds


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"date": None}, "date"),
        ({"date_precision": "period", "date": "2022-01/2022-04"}, "date"),
        ({"status": "alleged"}, "alleged"),
        ({"actors": []}, "nobody"),
        ({"plover": "SUPPORT"}, "no such act"),
    ],
)
def test_what_the_ledger_cannot_hold_is_left_out_with_the_reason(
    changes: dict[str, Any], why: str
) -> None:
    made = propose([event(**changes)])
    assert made.acts == ()
    assert why in made.left_out[0][1]


def test_what_is_not_accepted_proposes_nothing() -> None:
    made = propose([event(review="proposed")])
    assert (made.acts, made.left_out) == ((), ())


def test_nothing_is_taken_over_before_a_person_confirms(tmp_path: Path) -> None:
    path = tmp_path / "proposals.yaml"
    write_proposals(propose([event()], [row("+")], [PRESIDENT]), path)
    assert confirmed(path).acts == ()
    text = path.read_text().replace("confirm: no", "confirm: yes")
    path.write_text(text.replace("confirm: 'no'", "confirm: yes"))
    taken = confirmed(path)
    assert "2022-09-30-clash-kgz-report" in ledger_table(taken)
    assert "structures,ARM,50..75..100" in council_table(taken)


def test_a_bad_answer_is_an_error_that_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "proposals.yaml"
    path.write_text("organisation: O.csto\nacts:\n- confirm: maybe\n  row: {}\n")
    with pytest.raises(InputError, match=r"acts\.0\.confirm"):
        confirmed(path)


def test_an_organisation_without_a_library_is_refused() -> None:
    with pytest.raises(InputError, match="no library"):
        propose([event()], organisation="O.unknown")
