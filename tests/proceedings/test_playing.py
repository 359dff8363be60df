"""Playing an exercise on a copy, and telling acts in words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from proceedings_making import act

from foedus.codes import ActKind
from foedus.files import InputError
from foedus.proceedings.acts import bodies
from foedus.proceedings.ledger import read, write
from foedus.proceedings.playing import compose, judge, open_copy, play, what_may_follow
from foedus.proceedings.replay import replay
from foedus.proceedings.state import fold, state_at
from foedus.proceedings.telling import pattern_text, sentence, tell_step
from foedus.proceedings.verdicts import VerdictKind


def test_a_game_on_a_copy_leaves_the_original_alone(ledger_path, tmp_path, organisation):
    before = ledger_path.read_bytes()
    copy = tmp_path / "game.csv"
    game = open_copy(ledger_path, copy, organisation.state_codes)
    unrest = compose(game, ActKind.UNREST, ["KGZ"], text="crowds gather")
    game, step = play(game, unrest, organisation)
    assert (step.act.date, step.act.framework) == (game.acts[-2].date, "national")
    ask = compose(game, ActKind.REQUEST_FOR_HELP, ["KGZ"], ["CSC"], [unrest.id])
    assert ask.framework == "CSTO"
    game, step = play(game, ask, organisation)
    assert ("request", ask.id) in step.state_after.cells
    write(game, copy)
    assert len(open_copy(ledger_path, copy)) == len(read(ledger_path)) + 2
    assert ledger_path.read_bytes() == before


def test_impossible_acts_are_refused_with_the_clause(ledger, organisation):
    chair = compose(ledger, ActKind.CHAIR_TAKEN, ["GEO"])
    with pytest.raises(InputError, match=r"impossible \(charter-12\): Georgia cannot take the"):
        play(ledger, chair, organisation, force=True)


def test_irregular_acts_need_force(ledger, organisation):
    chair = compose(ledger, ActKind.CHAIR_TAKEN, ["RUS"])
    with pytest.raises(InputError, match=r"irregular \(charter-13\)"):
        play(ledger, chair, organisation)
    longer, step = play(ledger, chair, organisation, force=True)
    assert longer.acts[-1].kind == ActKind.CHAIR_TAKEN
    assert step.verdict.kind == VerdictKind.IRREGULAR
    assert step.state_after.chair == "RUS"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"actors": ["XYZ"]}, "unknown state or body 'XYZ'"),
        ({"actors": []}, "nobody acts"),
        ({"result": "splendid"}, "expected one of"),
    ],
)
def test_bad_proposals_are_refused(fields, message, ledger, organisation):
    given = {"actors": ["KGZ"], **fields}
    with pytest.raises(InputError, match=message):
        compose(ledger, ActKind.STATEMENT, known=organisation.state_codes, **given)


def test_a_proposal_that_does_not_fit_the_ledger_is_refused(ledger, organisation):
    early = compose(ledger, ActKind.STATEMENT, ["KGZ"], on=date(2001, 1, 1))
    with pytest.raises(InputError, match="lies before the last act"):
        judge(ledger, early, organisation)
    loose = compose(ledger, ActKind.STATEMENT, ["KGZ"], refers=["nothing"])
    with pytest.raises(InputError, match="unknown act"):
        judge(ledger, loose, organisation)


def test_ids_of_proposals_are_new(ledger, organisation):
    first = compose(ledger, ActKind.STATEMENT, ["KGZ"], text="one")
    longer, _ = play(ledger, first, organisation)
    assert compose(longer, ActKind.STATEMENT, ["KGZ"], text="two").id == f"{first.id}-2"


def test_requests_to_single_states_are_bilateral(ledger):
    assert compose(ledger, ActKind.REQUEST_FOR_HELP, ["KGZ"], ["RUS"]).framework == "bilateral"
    assert compose(ledger, ActKind.UNILATERAL_DEPLOYMENT, ["RUS"], ["KGZ"]).framework == "bilateral"


def test_what_may_follow_a_request(ledger, organisation):
    options = {
        (o.kind, o.targets): o
        for o in what_may_follow(state_at(ledger, date(2022, 1, 5)), organisation)
    }
    session = options[ActKind.SESSION_HELD, ("KAZ",)]
    assert session.refers == ("2022-01-05-request-for-help-kaz",)
    assert session.verdict.kind == VerdictKind.PERMITTED
    # no session has met on it yet: deciding at once is possible, but out of order
    assert options[ActKind.MANDATE_GIVEN, ("KAZ",)].verdict.rule == "charter-13"
    assert (ActKind.CONTINGENT_SENT, ("KAZ",)) not in options


def test_what_may_follow_a_mandate_and_a_deployment(ledger, organisation):
    mandate = state_at(ledger, date(2022, 1, 6))
    sends = [o for o in what_may_follow(mandate, organisation) if o.kind == ActKind.CONTINGENT_SENT]
    permitted = {a for o in sends if o.verdict.kind == VerdictKind.PERMITTED for a in o.actors}
    # approved on the 6th and not yet gone: Armenia alone; others wait for their parliaments
    assert permitted == {"ARM"}
    out = what_may_follow(state_at(ledger, date(2022, 1, 10)), organisation)
    home = [o for o in out if o.kind == ActKind.WITHDRAWAL_COMPLETE and "KAZ" in o.targets]
    assert {a for o in home for a in o.actors} == {"RUS", "BLR", "ARM", "TJK", "KGZ"}


def test_a_refused_draft_cannot_be_adopted_next(ledger, organisation):
    options = what_may_follow(state_at(ledger, date(2022, 11, 24)), organisation)
    adoptable = {r for o in options if o.kind == ActKind.ADOPTED for r in o.refers}
    assert not adoptable & {
        "2022-11-23-draft-tabled-declaration",
        "2022-11-23-draft-tabled-help",
    }


def test_nothing_follows_from_nothing(organisation):
    assert what_may_follow(fold([]), organisation) == []


def test_replay_between_two_days(ledger, organisation):
    steps = list(replay(ledger, organisation, date(2022, 1, 5), date(2022, 1, 19)))
    assert {s.act.date.month for s in steps} == {1}
    assert steps[0].act.date == date(2022, 1, 5)
    last = steps[-1].state_after
    assert last == state_at(ledger, date(2022, 1, 19))
    assert all(step.changes for step in steps)


def test_every_act_of_history_is_told_in_one_sentence(ledger, organisation):
    for one in ledger:
        told = sentence(one, organisation)
        assert re.match(r"(\d{1,2} )?([A-Z][a-z]+ )?\d{4}: \S", told)
        assert told.endswith(".") and not told.endswith("..") and "\n" not in told


@pytest.mark.parametrize("kind", list(ActKind))
@pytest.mark.parametrize(("actors", "targets"), [("KAZ", ""), ("KAZ;KGZ", "TJK"), ("CSC", "KAZ")])
def test_patterns_tell_every_kind_without_text(kind, actors, targets, organisation):
    told = pattern_text(act(kind, actors, targets), organisation)
    assert not set(told) & set("{}[]|")
    assert told == told.strip() and "  " not in told
    assert not set(re.findall(r"\b[A-Z]{3}\b", told)) & {"KAZ", "KGZ", "TJK", "CSC"}


def test_sentences_agree_in_number(organisation):
    one = pattern_text(act(ActKind.CONTINGENT_SENT, "KAZ", "TJK"), organisation)
    two = pattern_text(act(ActKind.CONTINGENT_SENT, "KAZ;ARM", "TJK"), organisation)
    assert one == "Kazakhstan sends a contingent to Tajikistan"
    assert two == "Kazakhstan and Armenia send a contingent to Tajikistan"
    known_to_year = act(ActKind.STATEMENT, "CSC", precision="year", date=date(2010, 12, 31))
    assert sentence(known_to_year).startswith("2010: ")
    assert sentence(act(ActKind.STATEMENT, "CSC", precision="month")).startswith("December 2022: ")


def test_a_step_is_told_with_rule_source_and_changes(ledger, organisation):
    steps = {s.act.id: s for s in replay(ledger, organisation, date(2022, 11, 23))}
    lines = tell_step(steps["2022-11-23-chair-taken-blr"], organisation)
    assert lines[0].startswith("23 November 2022: ")
    assert "Rule: permitted [charter-13]" in lines[1]
    assert any(line.startswith("Source: ") for line in lines)
    assert "Changed: chair: ARM -> BLR" in lines
    early = {s.act.id: s for s in replay(ledger, organisation, end=date(2009, 6, 14))}
    told = tell_step(early["2009-06-14-agreement-signed-arm"], organisation)
    assert any("irregular [charter-12]" in line for line in told)


def test_every_step_of_history_can_be_told(ledger, organisation):
    for step in replay(ledger, organisation):
        lines = tell_step(step, organisation)
        assert len(lines) >= 3
        assert not any("<" in line for line in lines if line.startswith("Changed"))


def test_names_fall_back_to_codes_and_the_table_of_bodies():
    assert pattern_text(act(ActKind.STATEMENT, "QQQ")) == "QQQ makes a statement"
    assert (
        pattern_text(act(ActKind.STATEMENT, "NATO")) == f"{bodies()['NATO'][1]} makes a statement"
    )
