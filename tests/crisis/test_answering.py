"""Who asks, who answers and how far: probabilities, order of the levels, signs by construction."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from foedus.codes import Level
from foedus.crisis.answering import (
    answer_index,
    answer_level,
    distance_term,
    internal_terms,
    log_odds,
)
from foedus.crisis.asking import request_probability

UNIT = st.floats(0.0, 1.0)
U = st.floats(1e-9, 1.0 - 1e-9)
EFFECT = st.floats(0.0, 3.0)
INDEX = st.floats(-10.0, 10.0)
GAP = st.floats(0.0, 3.0)
KM = st.floats(0.0, 12_000.0)


def index(base=0.5, stake=0.5, alignment=0.5, leading=0.5, km=2000.0, busy=0.0, exposed=0.0,
          effects=(0.5, 0.5, 0.5, 0.5, 1.0, 0.5)):  # fmt: skip
    return answer_index(base, stake, alignment, leading, km, busy, exposed, *effects)


@given(st.floats(0.001, 0.999))
def test_log_odds_invert_the_logistic(p):
    assert expit(log_odds(p)) == pytest.approx(p, rel=1e-12)


@given(st.floats(-1.0, 2.0))
def test_log_odds_are_bounded(p):
    assert abs(log_odds(p)) <= math.log(999.0) + 1e-12


def test_the_reference_helper_does_what_the_base_rate_says():
    for base in (0.745, 0.5, 0.22):
        assert expit(index(base)) == pytest.approx(base, rel=1e-12)


@given(UNIT, UNIT)
def test_signs_of_the_answer(a, b):
    low, high = min(a, b), max(a, b)
    assert index(stake=low) <= index(stake=high)
    assert index(alignment=low) <= index(alignment=high)
    assert index(leading=low) <= index(leading=high)
    assert index(busy=low) >= index(busy=high)
    assert index(exposed=low) >= index(exposed=high)
    assert index(base=low) <= index(base=high)


@given(KM, KM)
def test_who_is_further_away_answers_less(a, b):
    low, high = min(a, b), max(a, b)
    assert distance_term(low) <= distance_term(high)
    assert index(km=low) >= index(km=high)


def test_the_distance_of_the_reference_helper_counts_for_nothing():
    assert distance_term(2000.0) == 0.0


@given(INDEX, INDEX, U, st.tuples(GAP, GAP, GAP))
def test_a_higher_index_never_lowers_the_level(a, b, u, gaps):
    assert answer_level(min(a, b), u, *gaps) <= answer_level(max(a, b), u, *gaps)


@given(INDEX, GAP, GAP, GAP, st.lists(U, min_size=1, max_size=20))
def test_levels_follow_the_ordered_logit(i, material, mission, statement, uniforms):
    """P(at least level) is the logistic of the index plus the steps down to it."""
    steps = {
        Level.TROOPS: 0.0,
        Level.MATERIAL: material,
        Level.MISSION: material + mission,
        Level.STATEMENT: material + mission + statement,
    }
    for u in uniforms:
        level = answer_level(i, u, material, mission, statement)
        for reached, step in steps.items():
            threshold = expit(i + step)
            if abs(u - threshold) > 1e-12:
                assert (level >= reached) == (u < threshold)


def test_internal_terms_at_the_reference_leave_the_incumbent_only():
    assert internal_terms(0.5, 0.5, 1.5, 1.0, 1.5, 1.0) == pytest.approx(0.75)
    assert internal_terms(1.0, 1.0, 1.5, 1.0, 1.5, 0.0) == 0.0


@given(UNIT, UNIT, st.tuples(UNIT, EFFECT, EFFECT, EFFECT, UNIT))
def test_more_coercive_loss_never_lowers_the_answer(a, b, args):
    low, high = min(a, b), max(a, b)
    assert internal_terms(low, *args) <= internal_terms(high, *args) + 1e-12


@given(UNIT, UNIT, UNIT, UNIT, st.integers(0, 1), st.floats(0.0, 50.0))
def test_asking_is_a_probability(belief, severity, refusal, sovereignty, internal, precision):
    p = request_probability(belief, severity, refusal, sovereignty, internal, precision)
    assert 0.0 < p < 1.0
    with_doubt = request_probability(
        belief * 0.5, severity, refusal, sovereignty, internal, precision
    )
    assert with_doubt <= p + 1e-15
    easier = request_probability(belief, severity * 0.5, refusal, sovereignty, internal, precision)
    assert easier <= p + 1e-15


def test_asking_with_nothing_at_stake_is_a_toss_up():
    assert request_probability(0.0, 0.9, 0.0, 0.3, 0, 4.0) == pytest.approx(0.5)
    assert request_probability(0.7, 0.9, 0.2, 0.3, 1, 0.0) == pytest.approx(0.5)


def test_asking_by_hand():
    # 0.4 * 0.8 - 0.6 * 0.3 = 0.14; less 0.3 when foreign forces would come into one's own house
    assert request_probability(0.4, 0.8, 0.3, 0.3, 0, 4.0) == pytest.approx(expit(0.56))
    assert request_probability(0.4, 0.8, 0.3, 0.3, 1, 4.0) == pytest.approx(expit(-0.64))
