"""Verdicts: what history broke, what cannot be, and rules read as a lawyer would read them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proceedings_making import DAY, act

import foedus.proceedings
from foedus.codes import ActKind, Status
from foedus.proceedings.acts import Act, bodies, kinds
from foedus.proceedings.replay import irregularities, replay
from foedus.proceedings.rules import VerdictKind, verdict
from foedus.proceedings.rules_sessions import rotation_order
from foedus.proceedings.state import State, fold, state_at

PERMITTED, IRREGULAR, IMPOSSIBLE = VerdictKind


@pytest.fixture(scope="module")
def found(ledger, organisation):
    return {one.id: judged for one, judged in irregularities(ledger, organisation)}


@pytest.fixture(scope="module")
def now(ledger):
    return state_at(ledger, date(2022, 11, 30))


def test_history_holds_nothing_impossible(found):
    assert [name for name, judged in found.items() if judged.kind == IMPOSSIBLE] == []


def test_every_finding_and_every_kind_names_a_clause_that_exists(found, organisation):
    assert len(found) > 10
    for judged in found.values():
        for finding in judged.findings:
            assert finding.rule in organisation.clauses
            assert finding.sentence and not finding.sentence.endswith(".")
    for kind in kinds().values():
        assert set(kind.clauses) <= set(organisation.clauses), kind


def test_clauses_of_verdicts_are_in_force_that_day(ledger, organisation):
    for step in replay(ledger, organisation):
        rule = step.verdict.rule
        if rule and step.verdict.kind != IMPOSSIBLE:
            assert organisation.clauses[rule].at(step.act.date) is not None, step.act.id


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        # the quarrel of June 2009: signed without two members, chair passed over one
        ("2009-06-14-agreement-signed-arm", "charter-12"),
        ("2009-06-14-chair-taken-rus", "charter-13"),
        # request of a president ousted in April 2010
        ("2010-06-30-request-for-help-kgz", "treaty-4"),
        # participation suspended by a note of 20 June 2012
        ("2012-06-20-freeze-uzb", "charter-20"),
        # mandate of 6 January 2022: consultation of the heads, no session
        ("2022-01-06-mandate-given-csc", "charter-13"),
        # fighting between members, and a member's war on an outsider
        ("2021-04-28-clash-kgz", "treaty-1"),
        ("2022-09-14-clash-kgz", "treaty-1"),
        ("2022-02-24-unilateral-deployment-rus", "treaty-1"),
    ],
)
def test_known_breaches_are_shown(name, rule, found):
    assert (found[name].kind, found[name].rule) == (IRREGULAR, rule)


@pytest.mark.parametrize(
    "name",
    [
        "1999-04-20-non-prolongation-aze",  # the term simply ended for those who did not sign
        "2008-08-08-unilateral-deployment-rus",  # answers an attack on record
        "2020-11-10-unilateral-deployment-rus",  # rests on a ceasefire both sides signed
        "2012-12-19-suspension-csc",  # decided by the council
        "2009-10-20-agreement-signed-blr",  # a later signature under a text others had signed
        "2022-11-23-chair-taken-blr",  # in turn
        "2013-06-20-base-agreement-kgz",  # the end of a base, not a new one
    ],
)
def test_what_no_rule_forbids_is_not_shown(name, found, ledger):
    assert name in ledger
    assert name not in found


@pytest.mark.parametrize("name", ["ARM", "UZB", "GEO", "CHN"])
@pytest.mark.parametrize(
    "kind",
    [
        ActKind.AGREEMENT_SIGNED,
        ActKind.REFUSED_TO_SIGN,
        ActKind.RESERVATION,
        ActKind.CHAIR_TAKEN,
        ActKind.CONTINGENT_SENT,
        ActKind.DRAFT_TABLED,
        ActKind.NATIONAL_APPROVAL,
        ActKind.ADOPTED,
        ActKind.EXERCISE_SKIPPED,
    ],
)
def test_only_members_sign_refuse_chair_and_send(kind, name, now, organisation):
    # ARM is a member, UZB suspended, GEO has left, CHN never was in
    judged = verdict(act(kind, name, "KAZ"), now, organisation)
    if name == "ARM" and kind != ActKind.CONTINGENT_SENT:  # no mandate stands for a contingent
        assert judged.kind != IMPOSSIBLE
    else:
        assert judged.kind == IMPOSSIBLE
    if name != "ARM":
        reason = {"UZB": "suspended", "GEO": "has left", "CHN": "not a member"}[name]
        assert reason in " ".join(f.sentence for f in judged.findings)


def test_the_same_act_outside_the_organisation_is_not_its_matter(now, organisation):
    judged = verdict(act(ActKind.AGREEMENT_SIGNED, "GEO", framework="EU"), now, organisation)
    assert (judged.kind, judged.rule) == (PERMITTED, "")
    assert "outside" in judged.sentence


def test_a_refusal_blocks_adoption_until_the_refuser_signs(now, organisation):
    draft = act(ActKind.DRAFT_TABLED, "SECGEN", "CSC", id="draft")
    session = act(ActKind.SESSION_HELD, "CSC", id="session")
    refusal = act(ActKind.REFUSED_TO_SIGN, "ARM", "CSC", id="no", refers=("draft",))
    adoption = act(ActKind.ADOPTED, "CSC", refers=("draft", "session"), result="adopted")
    open_state = fold([session, draft], now)
    assert verdict(adoption, open_state, organisation).kind == PERMITTED
    blocked = fold([session, draft, refusal], now)
    judged = verdict(adoption, blocked, organisation)
    assert (judged.kind, judged.rule) == (IMPOSSIBLE, "charter-12")
    assert "Armenia refuses" in judged.sentence
    signs = act(ActKind.RESERVATION, "ARM", id="yes", refers=("draft",))
    assert verdict(adoption, fold([signs], blocked), organisation).kind == PERMITTED


def test_a_refusal_by_one_that_has_no_vote_blocks_nothing(now, organisation):
    draft = act(ActKind.DRAFT_TABLED, "SECGEN", "CSC", id="draft")
    session = act(ActKind.SESSION_HELD, "CSC", id="session")
    refusal = act(ActKind.REFUSED_TO_SIGN, "UZB", "CSC", id="no", refers=("draft",))
    adoption = act(ActKind.ADOPTED, "CSC", refers=("draft", "session"), result="adopted")
    assert verdict(adoption, fold([session, draft, refusal], now), organisation).kind == PERMITTED


def test_others_may_not_sign_past_a_refusal_before_the_charter_no_such_rule(organisation):
    def judged(day: date) -> VerdictKind:
        joined = [act(ActKind.TREATY_SIGNED, "ARM;BLR;KAZ", date=day, id="joined")]
        draft = act(ActKind.DRAFT_TABLED, "ARM", date=day, id="draft")
        no = act(ActKind.REFUSED_TO_SIGN, "KAZ", date=day, id="no", refers=("draft",))
        signed = act(ActKind.AGREEMENT_SIGNED, "ARM;BLR", date=day, refers=("draft",))
        return verdict(signed, fold([*joined, draft, no]), organisation).kind

    assert judged(date(2003, 9, 17)) == PERMITTED
    assert judged(date(2003, 9, 18)) == IRREGULAR


def test_decisions_need_a_session_with_quorum_that_is_not_informal(now, organisation):
    decision = act(ActKind.ADOPTED, "CSC", refers=("s",), result="adopted")

    def judged(**session) -> tuple[VerdictKind, str]:
        held = act(ActKind.SESSION_HELD, "CSC", id="s", **session)
        got = verdict(decision, fold([held], now), organisation)
        return got.kind, got.rule

    assert judged(character="regular")[0] == PERMITTED
    assert judged(character="extraordinary", format="video")[0] == PERMITTED
    assert judged(character="informal") == (IRREGULAR, "rules-2004")
    assert judged(result="no_quorum") == (IRREGULAR, "charter-13")
    alone = act(ActKind.ADOPTED, "CSC", result="adopted")
    assert verdict(alone, now, organisation).rule == "charter-13"
    minister = act(ActKind.ADOPTED, "CDM", result="adopted")
    assert verdict(minister, now, organisation).kind == PERMITTED


def test_the_chair_goes_round_in_order(now, organisation):
    assert now.chair == "BLR"
    for taker in now.members:
        judged = verdict(act(ActKind.CHAIR_TAKEN, taker), now, organisation)
        assert judged.kind == (PERMITTED if taker == "KAZ" else IRREGULAR), taker


def test_the_order_of_the_chair_is_read_from_the_offices(organisation):
    order = rotation_order(organisation)
    start = order.index("ARM")
    # Russian alphabet: Армения, Беларусь, Казахстан, Кыргызстан, Россия, Таджикистан
    assert order[start:] + order[:start] == ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
    assert rotation_order(None) == ()


def test_joining_twice_is_impossible_and_coming_back_is_not(now, organisation):
    assert verdict(act(ActKind.ACCESSION, "ARM"), now, organisation).kind == IMPOSSIBLE
    assert verdict(act(ActKind.ACCESSION, "UZB"), now, organisation).kind == IMPOSSIBLE
    assert verdict(act(ActKind.ACCESSION, "GEO"), now, organisation).kind == PERMITTED
    assert verdict(act(ActKind.ACCESSION, "MNG"), now, organisation).kind == PERMITTED


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [(date(2023, 5, 31), IRREGULAR), (date(2023, 6, 1), PERMITTED)],
)
def test_leaving_takes_six_months_notice(leaves, expected, now, organisation):
    notice = act(ActKind.WITHDRAWAL_NOTICE, "ARM")  # 1 December 2022
    judged = verdict(act(ActKind.EXIT, "ARM", date=leaves), fold([notice], now), organisation)
    assert judged.kind == expected
    if expected == IRREGULAR:
        assert judged.rule == "charter-19"


def test_anothers_notice_is_no_notice(now, organisation):
    notice = act(ActKind.WITHDRAWAL_NOTICE, "KGZ")
    leaves = act(ActKind.EXIT, "ARM", date=date(2023, 12, 1))
    assert verdict(leaves, fold([notice], now), organisation).kind == IRREGULAR


def test_leaving_without_notice_is_irregular_and_one_that_is_out_cannot_leave(now, organisation):
    assert verdict(act(ActKind.EXIT, "KGZ"), now, organisation).kind == IRREGULAR
    assert verdict(act(ActKind.EXIT, "GEO"), now, organisation).kind == IMPOSSIBLE
    assert verdict(act(ActKind.WITHDRAWAL_NOTICE, "GEO"), now, organisation).kind == IMPOSSIBLE


def test_suspension_is_the_councils_and_only_of_members(now, organisation):
    session = fold([act(ActKind.SESSION_HELD, "CSC")], now)
    suspend = act(ActKind.SUSPENSION, "CSC", "KGZ", result="adopted")
    assert verdict(suspend, session, organisation).kind == PERMITTED
    by_office = verdict(act(ActKind.SUSPENSION, "SECGEN", "KGZ"), session, organisation)
    assert (by_office.kind, by_office.rule) == (IRREGULAR, "charter-20")
    by_state = verdict(act(ActKind.SUSPENSION, "RUS", "KGZ"), session, organisation)
    assert by_state.kind == IMPOSSIBLE
    outsider = verdict(act(ActKind.SUSPENSION, "CSC", "CHN"), session, organisation)
    assert outsider.kind == IMPOSSIBLE


def test_freezing_contacts_with_an_outsider_is_no_matter_of_membership(now, organisation):
    judged = verdict(act(ActKind.FREEZE, "SECGEN", "NATO"), now, organisation)
    assert judged.kind == PERMITTED
    after = fold([act(ActKind.FREEZE, "SECGEN", "NATO")], now)
    assert after.members == now.members
    assert fold([act(ActKind.FREEZE, "ARM")], now).status("ARM") == Status.FROZEN


REQUEST = act(ActKind.REQUEST_FOR_HELP, "KGZ", "CSC", id="request")
SESSION = act(ActKind.SESSION_HELD, "CSC", id="session")
MANDATE = act(
    ActKind.MANDATE_GIVEN, "CSC", "KGZ", id="mandate", refers=("request",), result="adopted"
)
APPROVAL = act(ActKind.NATIONAL_APPROVAL, "ARM", id="approval", refers=("mandate",))
SENT = act(ActKind.CONTINGENT_SENT, "ARM", "KGZ", id="sent", refers=("mandate",))
HOME = act(ActKind.WITHDRAWAL_COMPLETE, "ARM", "KGZ", id="home", refers=("mandate",))
END = act(ActKind.OPERATION_ENDED, "CSC", "KGZ", id="end", refers=("mandate",))


@pytest.fixture
def quiet(now) -> State:
    """State of November 2022 without the requests that history left open."""
    kept = {c: v for c, v in now.cells.items() if c[0] not in ("request", "operation", "mandate")}
    return State(kept, now.on)


def test_an_operation_in_order_is_permitted_step_by_step(quiet, organisation):
    state = quiet
    for step in (REQUEST, SESSION, MANDATE, APPROVAL, SENT, HOME, END):
        judged = verdict(step, state, organisation)
        assert judged.kind == PERMITTED, (step.id, judged.sentence)
        state = fold([step], state)


@pytest.mark.parametrize(
    ("before", "step", "expected", "words"),
    [
        ((SESSION,), MANDATE, IRREGULAR, "without a request"),
        ((REQUEST,), MANDATE, IRREGULAR, "no session"),
        ((), SENT, IMPOSSIBLE, "no mandate"),
        ((REQUEST,), act(ActKind.CONTINGENT_SENT, "ARM", "KGZ", refers=("request",)),
         IRREGULAR, "before the council's mandate"),
        ((REQUEST, SESSION, MANDATE), SENT, IRREGULAR, "before an approval"),
        ((REQUEST, SESSION, MANDATE, APPROVAL), HOME, IMPOSSIBLE, "was never sent"),
        ((REQUEST, SESSION, MANDATE, APPROVAL, SENT, HOME), HOME, IMPOSSIBLE, "has left already"),
        ((REQUEST, SESSION), END, IMPOSSIBLE, "no operation"),
        ((), act(ActKind.REQUEST_REFUSED, "CSC", "KGZ"), IMPOSSIBLE, "no request"),
        ((), act(ActKind.REQUEST_FOR_HELP, "KGZ", "CSC", note="deposed: lost power"),
         IRREGULAR, "lost power"),
        ((), act(ActKind.REQUEST_FOR_HELP, "GEO", "CSC"), IMPOSSIBLE, "no party"),
        ((), act(ActKind.SECGEN_APPOINTED, "SECRETARIAT"), IRREGULAR, "without a decision"),
        ((SESSION,), act(ActKind.MANDATE_GIVEN, "CSC", "AFG", refers=("session",)),
         IRREGULAR, "outside the members' territory"),
        ((REQUEST,), act(ActKind.MANDATE_GIVEN, "CDM", "KGZ", refers=("request",)),
         IRREGULAR, "without a decision of the council"),
    ],
)  # fmt: skip
def test_steps_out_of_order(before, step, expected, words, quiet, organisation):
    judged = verdict(step, fold(before, quiet), organisation)
    assert judged.kind == expected
    assert any(words in f.sentence for f in judged.findings)


def test_a_failed_vote_at_home_is_no_approval(quiet, organisation):
    failed = act(
        ActKind.NATIONAL_APPROVAL, "ARM", id="approval", refers=("mandate",), result="no_quorum"
    )
    state = fold([REQUEST, SESSION, MANDATE, failed], quiet)
    assert verdict(SENT, state, organisation).kind == IRREGULAR


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (act(ActKind.CLASH, "KGZ;TJK", framework="national"), IRREGULAR),
        (act(ActKind.CLASH, "ARM;AZE", framework="national"), PERMITTED),
        (act(ActKind.ATTACK, "AZE", "ARM", framework="national"), PERMITTED),
        (act(ActKind.ATTACK, "KGZ", "TJK", framework="national"), IRREGULAR),
        (act(ActKind.ATTACK, "KAZ", "MNG", framework="national"), IRREGULAR),
        (act(ActKind.UNILATERAL_DEPLOYMENT, "KAZ", "MNG", framework="national"), IRREGULAR),
        (act(ActKind.UNILATERAL_DEPLOYMENT, "KAZ", "KGZ", framework="bilateral"), PERMITTED),
        (act(ActKind.UNILATERAL_DEPLOYMENT, "CHN", "MNG", framework="national"), PERMITTED),
    ],
)
def test_force_of_members(step, expected, now, organisation):
    judged = verdict(step, now, organisation)
    assert judged.kind == expected
    if expected == IRREGULAR:
        assert judged.rule == "treaty-1"


def test_force_in_answer_to_an_attack_or_by_consent_is_not_a_breach(now, organisation):
    attack = act(ActKind.ATTACK, "MNG", "KAZ", id="attack", framework="national")
    calm = act(ActKind.CEASEFIRE, "KAZ;MNG", id="calm", framework="bilateral")
    state = fold([attack, calm], now)
    for other in ("attack", "calm"):
        goes = act(ActKind.UNILATERAL_DEPLOYMENT, "KAZ", "MNG", refers=(other,))
        goes_out = Act(**{f: getattr(goes, f) for f in Act.__slots__} | {"framework": "national"})
        assert verdict(goes_out, state, organisation).kind == PERMITTED


@pytest.mark.parametrize(
    ("day", "result", "meeting", "expected"),
    [
        (date(2005, 1, 1), "signed", False, PERMITTED),
        (DAY, "signed", False, IRREGULAR),
        (DAY, "signed", True, PERMITTED),
        (DAY, "ended", False, PERMITTED),
    ],
)
def test_bases_of_outsiders(day, result, meeting, expected, now, organisation):
    talks = act(ActKind.CONSULTATION, "KGZ", "PERMCOUNCIL", id="talks")
    base = act(
        ActKind.BASE_AGREEMENT, "KGZ;USA", date=day, result=result, framework="bilateral",
        refers=("talks",) if meeting else (),
    )  # fmt: skip
    assert verdict(base, fold([talks], now), organisation).kind == expected


codes = st.sampled_from(["ARM", "KGZ", "RUS", "UZB", "GEO", "CHN", *bodies()])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(list(ActKind)),
    actors=st.lists(codes, min_size=1, max_size=3, unique=True),
    targets=st.lists(codes, max_size=2, unique=True),
    framework=st.sampled_from(["CSTO", "CST", "national", "EU", ""]),
    result=st.sampled_from(["", "adopted", "ended"]),
    data=st.data(),
)
def test_any_act_gets_a_verdict(
    kind, actors, targets, framework, result, data, ledger, now, organisation
):
    refers = data.draw(st.lists(st.sampled_from([a.id for a in ledger]), max_size=2, unique=True))
    one = act(
        kind, ";".join(actors), ";".join(targets), framework=framework, result=result,
        refers=tuple(refers),
    )  # fmt: skip
    judged = verdict(one, now, organisation)
    assert judged.sentence
    assert judged.rule == "" or judged.rule in organisation.clauses
    assert all(judged.kind >= finding.kind for finding in judged.also)


def test_without_an_organisation_the_rules_still_speak(now):
    assert verdict(act(ActKind.ACCESSION, "ARM"), now).kind == IMPOSSIBLE
    assert verdict(act(ActKind.STATEMENT, "ARM"), now).kind == PERMITTED


def test_no_rule_names_a_state(organisation):
    folder = Path(foedus.proceedings.__file__).parent
    states = set(organisation.state_codes) - set(bodies())
    for path in folder.glob("*.py"):
        words = set(re.findall(r"\b[A-Z]{3}\b", path.read_text(encoding="utf-8")))
        assert not words & states, path.name
