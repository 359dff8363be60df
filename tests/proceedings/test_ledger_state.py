"""The state follows from the acts: cells, order within a day, and independently known facts."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proceedings_making import act

from foedus.codes import ActKind, Level, Status
from foedus.proceedings.acts import kinds
from foedus.proceedings.cells import NOUNS
from foedus.proceedings.effects import EFFECTS
from foedus.proceedings.state import apply, carry, fold, state_at, touches
from foedus.proceedings.views import (
    calls,
    crises,
    drafts,
    exercises,
    forces_out,
    open_calls,
    open_calls_by_member,
    operations,
    participation,
    refusals_by,
    responders,
    sessions,
    texts,
)

SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")


def test_every_kind_has_a_row_and_an_effect():
    assert set(kinds()) == set(ActKind) == set(EFFECTS)
    assert all(kind.meaning and kind.telling for kind in kinds().values())


def test_every_act_writes_exactly_the_cells_it_touches(ledger):
    cells: dict = {}
    for one in ledger:
        before = dict(cells)
        carry(cells, one)
        written = {c for c in cells if c not in before or cells[c] is not before[c]}
        assert written
        assert written <= touches(one)
        assert {c[0] for c in touches(one)} <= set(NOUNS)


def test_apply_leaves_the_state_before_as_it_was(ledger):
    before = state_at(ledger, date(2022, 1, 5))
    copy = dict(before.cells)
    after, changes = apply(before, act(ActKind.EXIT, "ARM"))
    assert dict(before.cells) == copy
    assert (before.status("ARM"), after.status("ARM")) == (Status.MEMBER, Status.LEFT)
    assert [c.cell for c in changes] == [("status", "ARM")]


def test_hiding_any_act_changes_the_state_and_only_in_cells_it_touches(ledger):
    acts = ledger.acts
    full = fold(acts).cells
    before: dict = {}
    for number, hidden in enumerate(acts):
        without = dict(before)
        for one in acts[number + 1 :]:
            carry(without, one)
        touched = touches(hidden)
        different = {c for c in full if c not in without or without[c] != full[c]}
        assert set(without) <= set(full)
        assert different, hidden.id
        assert different <= touched, hidden.id
        carry(before, hidden)


def _shuffled(day: list, draw) -> list:
    """The day's acts in another order that keeps the order of acts that depend on each other."""
    touched = [touches(one) for one in day]
    waiting = list(range(len(day)))
    out = []
    while waiting:
        free = [
            i
            for i in waiting
            if not any(
                j < i and (touched[i] & touched[j] or day[j].id in day[i].refers) for j in waiting
            )
        ]
        chosen = draw(st.sampled_from(free))
        waiting.remove(chosen)
        out.append(day[chosen])
    return out


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_independent_acts_of_a_day_give_the_same_state_in_any_order(data, ledger):
    days = [list(acts) for _, acts in groupby(ledger, key=lambda a: a.date)]
    busy = [i for i, acts in enumerate(days) if len(acts) > 2]
    for i in data.draw(st.lists(st.sampled_from(busy), min_size=5, max_size=10, unique=True)):
        days[i] = _shuffled(days[i], data.draw)
    assert fold(one for acts in days for one in acts) == fold(ledger)


def test_order_of_counts_and_follow_ups_does_not_matter_even_in_a_shared_cell():
    first = act(ActKind.STATEMENT, "ARM", id="a", refers=("x",))
    second = act(ActKind.STATEMENT, "ARM", id="b", refers=("x",))
    assert fold([first, second]) == fold([second, first])


@pytest.mark.parametrize(
    ("day", "members"),
    [
        # signatories of 15 May 1992; nine parties when the treaty came into force; six after the
        # term ended in April 1999; seven with Uzbekistan from August 2006; six since 2012
        (date(1992, 6, 1), ("ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB")),
        (date(1995, 1, 1), ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB")),
        (date(1999, 4, 21), SIX),
        (date(2000, 1, 1), SIX),
        (date(2007, 1, 1), (*SIX, "UZB")),
        (date(2013, 1, 1), SIX),
        (date(2022, 11, 30), SIX),
    ],
)
def test_members_at_known_dates(day, members, ledger):
    assert state_at(ledger, day).members == members


def test_frozen_and_left_states(ledger):
    assert state_at(ledger, date(2012, 6, 19)).with_status(Status.FROZEN) == ()
    assert state_at(ledger, date(2013, 1, 1)).with_status(Status.FROZEN) == ("UZB",)
    assert state_at(ledger, date(2005, 1, 1)).with_status(Status.LEFT) == ("AZE", "GEO", "UZB")
    assert state_at(ledger, date(2013, 1, 1)).status("UKR") == Status.OUTSIDE


@pytest.mark.parametrize(
    ("day", "chair"),
    [
        (date(2020, 12, 1), "RUS"),
        (date(2021, 6, 1), "TJK"),
        (date(2022, 11, 22), "ARM"),
        (date(2022, 11, 24), "BLR"),
    ],
)
def test_chair_at_known_dates(day, chair, ledger):
    assert state_at(ledger, day).chair == chair


def test_chairs_and_members_agree_with_the_tables_of_the_library(ledger, organisation):
    for office in organisation.offices:
        if office.office == "chair":
            assert state_at(ledger, office.start).chair == office.state
    for year in range(1994, 2022):
        day = date(year, 12, 31)
        state = state_at(ledger, day)
        for code, status in organisation.members_at(day).items():
            assert state.status(code) == status, (year, code)
        both = {*state.members, *state.with_status(Status.FROZEN)}
        assert both == set(organisation.members_at(day))


def test_forces_of_january_2022(ledger):
    def out(day: int) -> set[str]:
        return {sender for _, sender in forces_out(state_at(ledger, date(2022, 1, day)))}

    # first landing on 6 January; all five in place by the 10th; four home by the 14th and the
    # last aircraft gone on the 19th
    assert out(5) == set()
    assert "RUS" in out(6)
    assert out(10) == {"RUS", "BLR", "ARM", "TJK", "KGZ"}
    assert out(15) == {"RUS"}
    assert out(20) == set()
    tenth = forces_out(state_at(ledger, date(2022, 1, 10)))
    assert tenth["KAZ", "ARM"].people == (100, 100)
    assert tenth["KAZ", "KGZ"].people == (150, 150)
    assert "KAZ" in operations(state_at(ledger, date(2022, 1, 12)))
    assert "KAZ" not in operations(state_at(ledger, date(2022, 1, 13)))


def test_forces_of_other_frameworks_are_kept_apart(ledger):
    state = state_at(ledger, date(1995, 1, 1))
    assert forces_out(state) == {}
    assert {"RUS", "KAZ"} <= {sender for _, sender in forces_out(state, own=False)}


def test_request_of_september_2022_stands_open_with_a_mission_and_a_refusal(ledger):
    state = state_at(ledger, date(2022, 9, 20))
    call = next(c for c in open_calls(state) if c.request.date == date(2022, 9, 13))
    assert call.request.actors == ("ARM",)
    assert (call.age_days, call.level, call.refused, call.met) == (7, Level.MISSION, True, False)
    assert next(c for c in calls(state_at(ledger, date(2022, 11, 30))) if c.request == call.request
                ).age_days == 78  # fmt: skip


def test_request_of_january_2022_is_met_with_troops(ledger):
    state = state_at(ledger, date(2022, 1, 20))
    (call,) = [c for c in calls(state) if c.request.date == date(2022, 1, 5)]
    assert call.met and not call.refused
    assert call not in open_calls(state)
    assert set(responders(state, call)) == {"RUS", "BLR", "ARM", "TJK", "KGZ"}
    assert set(responders(state, call).values()) == {Level.TROOPS}
    fresh = state_at(ledger, date(2022, 1, 5))
    assert [c.level for c in open_calls(fresh) if c.request == call.request] == [Level.STATEMENT]


def test_call_in_the_name_of_a_deposed_leader_is_no_open_call(ledger):
    state = state_at(ledger, date(2010, 7, 1))
    assert sum(not c.recognised for c in calls(state)) == 2
    assert all(c.recognised for c in open_calls(state))


def test_open_calls_by_member_in_november_2022(ledger):
    found = open_calls_by_member(state_at(ledger, date(2022, 11, 30)))
    # Armenia 2021 and 2022, Kyrgyzstan in October 2022, Tajikistan in July 2021
    assert {code: len(own) for code, own in found.items()} == {"ARM": 2, "KGZ": 1, "TJK": 1}


def test_drafts_of_november_2022(ledger):
    state = state_at(ledger, date(2022, 11, 24))
    back = [d for d in drafts(state) if d.fate == "sent_back"]
    assert [d.refused_by for d in back] == [("ARM",), ("ARM",)]
    assert all(d.act.date == date(2022, 11, 23) for d in back)
    assert len(refusals_by(state, "ARM")) >= 2
    last = sessions(state)[-1]
    assert (last.date, last.papers) == (date(2022, 11, 23), 17)


def test_belarus_joins_the_agreement_of_2009_four_months_later(ledger):
    by_june = {d.act.id: d for d in drafts(state_at(ledger, date(2009, 6, 15)))}
    by_november = {d.act.id: d for d in drafts(state_at(ledger, date(2009, 11, 1)))}
    assert by_june["2009-06-14-draft-tabled-csc"].refused_by == ("BLR", "UZB")
    assert by_november["2009-06-14-draft-tabled-csc"].refused_by == ("UZB",)


def test_exercises_of_2022(ledger):
    state = state_at(ledger, date(2022, 11, 30))
    fates = {a.id: fate for a, fate in exercises(state)}
    assert fates["2022-05-16-exercise-planned-unbreakable"] == "cancelled"
    assert fates["2022-05-16-exercise-planned-rubezh"] == "held"
    assert participation(state, "ARM").skipped == 2  # autumn 2020 and autumn 2022
    assert participation(state, "KAZ").skipped == 0
    assert participation(state, "ALB").held == 0


def test_crises_end_with_a_ceasefire_that_held(ledger):
    september = {c.id for c in crises(state_at(ledger, date(2022, 9, 13)))}
    later = {c.id for c in crises(state_at(ledger, date(2022, 9, 15)))}
    assert "2022-09-13-attack-aze" in september - later
    assert "2022-09-14-clash-kgz" in later
    assert crises(state_at(ledger, date(2022, 9, 13)), within_days=0)


def test_treaty_and_charter_bind_from_the_days_they_came_into_force(ledger):
    def bound(day: date) -> set[ActKind]:
        return {t.kind for t in texts(state_at(ledger, day), in_force=True)}

    assert ActKind.TREATY_SIGNED not in bound(date(1994, 4, 19))
    assert ActKind.TREATY_SIGNED in bound(date(1994, 4, 20))
    assert ActKind.CHARTER_SIGNED not in bound(date(2003, 9, 17))
    assert ActKind.CHARTER_SIGNED in bound(date(2003, 9, 18))


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.shared
def test_memberships_agree_with_the_independent_list(ledger, shared):
    seen = 0
    for row in _rows(shared / "facts" / "membership.csv"):
        if row["organisation"] not in ("CST", "CSTO") or row["event"] not in (
            "join", "withdraw (no prolongation)", "suspended by Council",
        ):  # fmt: skip
            continue
        day = date.fromisoformat(row["date"])
        later = state_at(ledger, date(day.year, 12, 31))
        names = {"Armenia": "ARM", "Azerbaijan": "AZE", "Belarus": "BLR", "Georgia": "GEO",
                 "Kazakhstan": "KAZ", "Kyrgyzstan": "KGZ", "Russia": "RUS",
                 "Tajikistan": "TJK", "Uzbekistan": "UZB"}  # fmt: skip
        expected = {"j": Status.MEMBER, "w": Status.LEFT, "s": Status.FROZEN}[row["event"][0]]
        for state in row["state"].split(";"):
            seen += 1
            assert later.status(names[state]) == expected, row
    assert seen >= 12


@pytest.mark.shared
def test_summits_and_clashes_of_the_independent_timeline_stand_in_the_ledger(ledger, shared):
    path = shared / "facts" / "timeline-to-2022-11.csv"
    days: dict[str, set[date]] = {}
    for one in ledger:
        days.setdefault(one.kind.slug, set()).add(one.date)
    wanted = {
        "summit": {"session_held"},
        "clash": {"clash", "attack"},
        "request": {"request_for_help"},
    }
    checked = 0
    for row in _rows(path):
        found = wanted.get(row["type"])
        if found:
            checked += 1
            day = date.fromisoformat(row["date"])
            assert any(day in days[kind] for kind in found), row
    assert checked >= 12
