"""What holds in every future: who may act, what troops there are, how papers end."""

from __future__ import annotations

import datetime
from collections import Counter

import numpy as np
import pytest
from simulation_making import futures_of, simulate, start_of, with_settings

from foedus.codes import ActKind, Level, Status, Survival
from foedus.simulation.records import SLOTS

A = ActKind
BY_MEMBERS_ONLY = {
    A.REFUSED_TO_SIGN, A.NATIONAL_APPROVAL, A.CONTINGENT_SENT, A.MATERIAL_AID, A.EXERCISE_HELD,
    A.EXERCISE_CANCELLED, A.EXERCISE_SKIPPED, A.SESSION_HELD, A.DRAFT_TABLED, A.CHAIR_TAKEN,
}  # fmt: skip
OF_THE_ORGANISATION = BY_MEMBERS_ONLY | {
    A.ADOPTED, A.SENT_BACK, A.MANDATE_GIVEN, A.STATEMENT_ADOPTED, A.FACT_FINDING_MISSION,
    A.REQUEST_FOR_HELP, A.FREEZE, A.EXIT, A.ACCESSION, A.DEPLOYMENT_COMPLETE,
}  # fmt: skip
SUFFERED = {A.ATTACK, A.CLASH, A.UNREST, A.INSURGENCY_INCIDENT}


@pytest.fixture(scope="module")
def frozen_for_good(stormy_scenario, start):
    """Stormy futures in which nobody thaws, so that a freeze lasts."""
    return simulate(with_settings(stormy_scenario, {"membership.thaw_rate": 0.0}), start)


@pytest.fixture(scope="module")
def told(stormy):
    return futures_of(stormy)


def test_the_stormy_futures_hold_every_kind_of_act(stormy):
    kinds = {A(int(k)) for k in np.unique(stormy.events["act"])}
    assert kinds >= BY_MEMBERS_ONLY | OF_THE_ORGANISATION | SUFFERED
    assert {A.DISSOLUTION, A.REQUEST_REFUSED, A.CEASEFIRE, A.POWER_CHANGE} <= kinds


def test_who_has_left_or_is_frozen_takes_no_part(frozen_for_good, start):
    members = {i for i, s in enumerate(start.record[0].status) if s == Status.MEMBER}
    departures = 0
    for acts in futures_of(frozen_for_good):
        out: dict[int, int] = {i: A.EXIT for i in range(24) if i not in members}
        for act in acts:
            kind, actor = int(act["act"]), int(act["actor"])
            if kind in (A.EXIT, A.FREEZE):
                out[actor] = kind
                departures += 1
            elif kind == A.ACCESSION:
                del out[actor]
            elif kind in BY_MEMBERS_ONLY and actor >= 0:
                assert actor not in out, (A(kind).slug, act)
            elif kind == A.REQUEST_FOR_HELP:
                assert out.get(actor) != A.EXIT, act
    assert departures > 1000


def test_a_dissolved_organisation_does_nothing_more(stormy, told):
    ended = 0
    for acts, survival in zip(told, stormy.tallies["survival"], strict=True):
        at = np.flatnonzero(acts["act"] == A.DISSOLUTION)
        assert len(at) == (survival == Survival.DISSOLVED)
        if len(at):
            ended += 1
            after = {A(int(k)) for k in acts["act"][at[0] + 1 :]}
            assert not after & OF_THE_ORGANISATION
    assert ended > 100


def test_dissolved_futures_stay_dissolved(stormy, told):
    for acts, path in zip(told, stormy.cohesion, strict=True):
        at = acts["at"][acts["act"] == A.DISSOLUTION]
        month = int(at[0]) // 30 if len(at) else len(path)
        assert (path[month:] == 0.0).all()


def test_cohesion_lies_between_0_and_1(calm, stormy):
    for run in (calm, stormy):
        assert ((run.cohesion >= 0.0) & (run.cohesion <= 1.0)).all()


def test_troops_out_never_exceed_the_pool(stormy, start):
    most = stormy.tallies["most_abroad"]
    assert most.max() > 100.0
    assert (most <= start.record[0].pool + 1e-9).all()


def test_troops_out_counted_act_by_act_never_exceed_the_pool(stormy, told, start):
    pool = start.record[0].pool
    sent = 0
    for acts in told:
        out: Counter[int] = Counter()
        for act in acts:
            if act["act"] == A.CONTINGENT_SENT:
                out[act["actor"]] += act["number"]
                sent += 1
                assert out[act["actor"]] <= pool[act["actor"]] + 1e-9
            elif act["act"] == A.WITHDRAWAL_COMPLETE:
                out[act["actor"]] -= act["number"]
        assert min(out.values(), default=0) >= 0
    assert sent > 500


def test_nobody_sends_help_to_itself(stormy):
    acts = stormy.events
    helping = np.isin(acts["act"], [A.CONTINGENT_SENT, A.MATERIAL_AID, A.NATIONAL_APPROVAL])
    assert (acts["actor"][helping] != acts["target"][helping]).all()


def test_a_contingent_follows_an_approval_and_an_approval_a_mandate(told):
    for acts in told:
        approved: Counter[tuple[int, int, float]] = Counter()
        mandates: set[tuple[int, int]] = set()
        asked: set[tuple[int, int]] = set()
        for act in acts:
            kind, crisis, target = int(act["act"]), int(act["crisis"]), int(act["target"])
            if kind == A.REQUEST_FOR_HELP:
                asked.add((crisis, int(act["actor"])))
            elif kind == A.MANDATE_GIVEN:
                assert (crisis, target) in asked
                if act["number"] == Level.TROOPS:
                    mandates.add((crisis, target))
            elif kind == A.CONTINGENT_SENT:
                assert (crisis, target) in mandates
            if kind == A.NATIONAL_APPROVAL:
                assert (crisis, target) in mandates
                approved[crisis, int(act["actor"]), float(act["number"])] += 1
            elif kind == A.CONTINGENT_SENT:
                key = (crisis, int(act["actor"]), float(act["number"]))
                approved[key] -= 1
                assert approved[key] >= 0, "sent before it was approved"


def papers_of(run):
    """Papers of regular sessions: (future, month, paper, target) to refusals and fate."""
    acts = run.events[run.events["crisis"] >= SLOTS]
    refusals: Counter[tuple[int, ...]] = Counter()
    fates: dict[tuple[int, ...], int] = {}
    for act in acts[np.isin(acts["act"], [A.REFUSED_TO_SIGN, A.ADOPTED, A.SENT_BACK])]:
        month = int(act["at"]) // 30
        key = (int(act["future"]), month, int(act["crisis"]), int(act["target"]))
        if act["act"] == A.REFUSED_TO_SIGN:
            refusals[key] += 1
        else:
            assert key not in fates
            fates[key] = int(act["act"])
    return refusals, fates


def test_under_consensus_one_refusal_sends_a_paper_back(stormy_scenario, stormy):
    assert stormy_scenario.weights("council") == [1.0, 0.0]
    refusals, fates = papers_of(stormy)
    assert len(refusals) > 200
    assert all(fates[key] == A.SENT_BACK for key in refusals)


def test_the_majority_rule_changes_outcomes_not_ballots(scenario, library):
    """In the first month all else is equal, so the same votes meet two rules."""
    day = datetime.date(2022, 11, 22)  # the session is due within the month
    runs = []
    for chosen in (scenario, scenario.with_what_if("majority")):
        first_month = chosen.changed(as_of=day, months=1, futures=3000)
        runs.append(papers_of(simulate(first_month, start_of(first_month, library))))
    (refusals, fates), (others, their_fates) = runs
    assert refusals == others
    assert fates.keys() == their_fates.keys()
    saved = [k for k in fates if fates[k] == A.SENT_BACK and their_fates[k] == A.ADOPTED]
    assert len(saved) > 50
    assert all(refusals[k] for k in saved)
    lost = [k for k in fates if fates[k] == A.ADOPTED and their_fates[k] == A.SENT_BACK]
    assert not any(refusals[k] for k in lost)  # too many abstained


def test_refusals_and_papers_are_counted_as_told(stormy):
    regular = stormy.events["crisis"] >= SLOTS
    acts = stormy.events[(stormy.events["act"] == A.REFUSED_TO_SIGN) & regular]
    told = np.zeros_like(stormy.tallies["refusals"])
    np.add.at(told, (acts["future"], acts["actor"]), 1)
    np.testing.assert_array_equal(told, stormy.tallies["refusals"])
    assert (stormy.tallies["refusals"] <= stormy.tallies["papers"]).all()


@pytest.mark.parametrize(
    ("kind", "field", "who"),
    [
        (A.REQUEST_FOR_HELP, "requested", "actor"),
        (A.CONTINGENT_SENT, "troops_sent", "actor"),
        (A.FACT_FINDING_MISSION, "missions", "target"),
        (A.POWER_CHANGE, "power_change", "target"),
        (A.EXERCISE_SKIPPED, "skipped", "actor"),
    ],
)
def test_what_is_counted_is_what_is_told(stormy, kind, field, who):
    good = stormy.tallies["status"] == 0
    acts = stormy.events[stormy.events["act"] == kind]
    told = np.zeros_like(stormy.tallies[field])
    np.add.at(told, (acts["future"], acts[who]), 1)
    np.testing.assert_array_equal(told[good], stormy.tallies[field][good])


def test_answers_are_no_more_than_calls(stormy):
    t = stormy.tallies
    assert (t["helped"] + t["missions"] <= t["requested"]).all()
    assert (t["troops_received"] <= t["helped"]).all()
    assert ((t["any_troops"] > 0) == np.isfinite(t["first_troops_days"])).all()
    days = t["first_troops_days"][t["any_troops"] > 0]
    assert (days > 0.0).all()


def test_every_call_is_answered_or_refused_once(told, stormy):
    for acts, tally in zip(told, stormy.tallies, strict=True):
        decided = np.isin(acts["act"], [A.REQUEST_REFUSED, A.MATERIAL_AID]).sum()
        troops = ((acts["act"] == A.MANDATE_GIVEN) & (acts["number"] == Level.TROOPS)).sum()
        assert decided + troops <= tally["requests"]
        assert tally["requests"] == (acts["act"] == A.REQUEST_FOR_HELP).sum()


def test_acts_lie_within_the_horizon(stormy, stormy_scenario):
    at = stormy.events["at"]
    assert at.min() >= 0
    assert at.max() < 30 * stormy_scenario.months


def test_an_idle_council_holds_no_regular_session(stormy_scenario, start):
    idle = simulate(
        with_settings(
            stormy_scenario.changed(futures=500),
            {"survival.idle_rate": 1e6, "survival.revival_rate": 0.0, "survival.disunity": 0.0},
        ),
        start,
    )
    regular = (idle.events["act"] == A.SESSION_HELD) & (idle.events["crisis"] < 0)
    assert not (idle.events["at"][regular] >= 30).any()
    assert not (idle.events["at"][idle.events["act"] == A.EXERCISE_HELD] >= 30).any()
