"""Votes into decisions: the rules of treaty practice, one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.codes import DecisionRule, Vote
from foedus.compiled import entry
from foedus.council.decision import adopted, bound

S, A, R, X = Vote.SIGN, Vote.ABSTAIN, Vote.REFUSE, Vote.ABSENT


def decide(votes, rule, members=None):
    chosen = np.array(votes, dtype=np.int64)
    seats = np.ones(len(votes), dtype=np.int64) if members is None else np.array(members)
    return adopted(chosen, seats, rule)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ([S, S, S], True),
        ([S, A, X], True),  # abstention and absence do not block
        ([S, S, R], False),
        ([A, A, X], False),  # somebody must want it
        ([X, X, X], False),
    ],
)
def test_consensus_is_the_absence_of_an_objection(votes, expected):
    assert decide(votes, DecisionRule.CONSENSUS) is expected


@pytest.mark.parametrize(
    ("votes", "expected"),
    [([S, S, X], True), ([S, A, S], False), ([S, R, S], False), ([X, X, X], False)],
)
def test_unanimity_needs_every_signature_of_those_present(votes, expected):
    assert decide(votes, DecisionRule.UNANIMITY_PRESENT) is expected


@pytest.mark.parametrize(
    ("votes", "expected"),
    [([S, S, X], True), ([S, S, A], True), ([S, S, R], False), ([S, X, X], False)],
)
def test_limited_format_needs_two_and_no_objection(votes, expected):
    assert decide(votes, DecisionRule.LIMITED_FORMAT) is expected


@pytest.mark.parametrize(("signs", "simple", "qualified"), [(3, False, False), (4, True, True)])
def test_majorities_count_all_members(signs, simple, qualified):
    votes = [S] * signs + [R] * (6 - signs)
    assert decide(votes, DecisionRule.SIMPLE_MAJORITY) is simple
    assert decide(votes, DecisionRule.QUALIFIED_MAJORITY) is qualified


def test_simple_majority_of_seven_is_four_and_two_thirds_is_five():
    four = [S] * 4 + [X] * 3
    assert decide(four, DecisionRule.SIMPLE_MAJORITY)
    assert not decide(four, DecisionRule.QUALIFIED_MAJORITY)
    assert decide([S] * 5 + [X] * 2, DecisionRule.QUALIFIED_MAJORITY)


def test_votes_of_outsiders_do_not_count():
    assert decide([S, S, R], DecisionRule.CONSENSUS, [1, 1, 0])
    assert not decide([R, A, S], DecisionRule.SIMPLE_MAJORITY, [1, 1, 0])


def test_an_unknown_rule_adopts_nothing():
    assert not decide([S, S], 99)


@pytest.mark.parametrize(
    ("rule", "votes", "expected"),
    [
        (DecisionRule.CONSENSUS, [S, A, X], [1, 1, 1]),
        (DecisionRule.SIMPLE_MAJORITY, [S, S, R], [1, 1, 1]),
        (DecisionRule.LIMITED_FORMAT, [S, S, X], [1, 1, 0]),
        (DecisionRule.UNANIMITY_PRESENT, [S, S, X], [1, 1, 0]),
        (DecisionRule.CONSENSUS, [S, R, S], [0, 0, 0]),
    ],
)
def test_whom_the_decision_binds(rule, votes, expected):
    out = np.full(3, 7)
    count = bound(np.array(votes), np.ones(3, dtype=np.int64), rule, out)
    assert out.tolist() == expected
    assert count == sum(expected)


@entry
def _compiled(votes, members, rule, out):
    return adopted(votes, members, rule), bound(votes, members, rule, out)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(Vote)), st.integers(0, 1)), min_size=1, max_size=7),
    st.sampled_from(list(DecisionRule)),
)
def test_compiled_decides_like_plain_python(pairs, rule):
    votes = np.array([int(v) for v, _m in pairs])
    members = np.array([m for _v, m in pairs])
    out, again = np.zeros((2, len(pairs)), dtype=np.int64)
    passed, count = _compiled(votes, members, int(rule), out)
    assert bool(passed) == bool(adopted(votes, members, rule))
    assert count == bound(votes, members, rule, again)
    assert out.tolist() == again.tolist()


@given(st.lists(st.sampled_from(list(Vote)), min_size=1, max_size=7), st.integers(0, 6))
def test_one_more_signature_never_defeats_a_draft(votes, place):
    better = list(votes)
    better[place % len(votes)] = Vote.SIGN
    for rule in DecisionRule:
        assert decide(better, rule) or not decide(votes, rule)
