"""Belief, grievance and their fading: closed forms against direct computation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.codes import Level
from foedus.cohesion.belief import (
    answer_share,
    belief_mean,
    faded,
    grievance_added,
    grievance_after,
    observer_weight,
)

UNIT = st.floats(0.0, 1.0)
COUNT = st.floats(0.0, 50.0)
CALLS = st.lists(st.tuples(st.integers(0, 200), UNIT, UNIT), max_size=12)


@given(COUNT, COUNT, CALLS, st.floats(0.5, 1.0))
def test_discounted_beta_has_its_closed_form(answered, unanswered, calls, kept):
    """Month by month equals: prior times kept**T plus each call times kept**(months since)."""
    horizon = 200
    a, b = answered, unanswered
    for month in range(horizon + 1):
        if month:
            a, b = faded(a, kept), faded(b, kept)
        for when, share, weight in calls:
            if when == month:
                a += weight * share
                b += weight * (1.0 - share)
    direct_a = answered * kept**horizon
    direct_b = unanswered * kept**horizon
    for when, share, weight in calls:
        direct_a += weight * share * kept ** (horizon - when)
        direct_b += weight * (1.0 - share) * kept ** (horizon - when)
    assert a == pytest.approx(direct_a, rel=1e-9, abs=1e-300)
    assert b == pytest.approx(direct_b, rel=1e-9, abs=1e-300)
    assert belief_mean(a, b) == pytest.approx(belief_mean(direct_a, direct_b), rel=1e-9)


def test_the_beta_update_by_hand():
    """Prior of four calls at one half, a call in vain: 2 / 5; then two answered ones: 4 / 7."""
    assert belief_mean(2.0, 2.0 + 1.0) == pytest.approx(0.4)
    assert belief_mean(2.0 + 2.0, 2.0 + 1.0) == pytest.approx(4.0 / 7.0)


def test_ninety_nine_per_cent_a_month_is_a_half_life_of_69_months():
    count = 1.0
    for _month in range(69):
        count = faded(count, 0.99)
    assert count == pytest.approx(0.5, abs=0.001)


@given(COUNT, COUNT)
def test_belief_is_a_probability(answered, unanswered):
    assert 0.0 <= belief_mean(answered, unanswered) <= 1.0


def test_without_any_experience_belief_is_one_half():
    assert belief_mean(0.0, 0.0) == 0.5


@given(UNIT)
def test_answers_are_ordered(mission_counts):
    shares = [answer_share(level, mission_counts) for level in Level]
    assert shares == sorted(shares)
    assert shares[Level.NONE] == 0.0
    assert shares[Level.STATEMENT] == pytest.approx(0.5 * mission_counts)
    assert shares[Level.MISSION] == pytest.approx(mission_counts)
    assert shares[Level.MATERIAL] == shares[Level.TROOPS] == 1.0


@given(UNIT, UNIT)
def test_own_calls_count_most(alignment, spill):
    assert observer_weight(1, alignment, spill) == 1.0
    assert 0.0 <= observer_weight(0, alignment, spill) <= 1.0
    assert observer_weight(0, alignment, 0.0) == 0.0


@given(UNIT, st.floats(0.0, 600.0), st.floats(0.1, 100.0))
def test_grievance_halves_with_its_half_life(grievance, months, half_life):
    after = grievance_after(grievance, months, half_life)
    assert 0.0 <= after <= grievance
    assert after == pytest.approx(grievance * 0.5 ** (months / half_life), rel=1e-9, abs=1e-300)
    twice = grievance_after(grievance_after(grievance, months, half_life), months, half_life)
    assert twice == pytest.approx(grievance_after(grievance, 2 * months, half_life), abs=1e-12)


@given(UNIT, UNIT, UNIT)
def test_calls_in_vain_add_up_in_any_order(grievance, first, second):
    one = grievance_added(grievance_added(grievance, first), second)
    other = grievance_added(grievance_added(grievance, second), first)
    assert one == pytest.approx(other, abs=1e-12)
    assert one == pytest.approx(1.0 - (1.0 - grievance) * (1.0 - first) * (1.0 - second), abs=1e-12)
    assert grievance - 1e-12 <= one <= 1.0 + 1e-12


def test_a_half_life_of_nothing_forgets_at_once():
    assert grievance_after(1.0, 1.0, 0.0) == pytest.approx(0.0, abs=1e-12)
    assert grievance_after(0.7, 0.0, 0.0) == 0.7
