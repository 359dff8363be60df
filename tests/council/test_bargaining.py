"""Closed forms of bargaining, setter, core and winset on a line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.council.averages import plain_median, weighted_mean, weighted_median
from foedus.council.bargaining import kalai_smorodinsky_1d, nash_1d, nash_bad_disagreement
from foedus.council.rules import (
    CONSENSUS,
    QUALIFIED_MAJORITY,
    SIMPLE_MAJORITY,
    UNANIMITY_PRESENT,
    WEIGHTED_MAJORITY,
    core_1d,
    winset_1d,
)

TWO = np.ones(2, dtype=np.int64)
ENDS = np.array([0.0, 1.0])


def nobody(n):
    return np.zeros(n, dtype=bool)


@pytest.mark.parametrize(("left", "right"), [(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (1.0, 4.0)])
def test_nash_between_two_with_linear_loss(left, right):
    # gains 2 - y and y over the reversion 2; (2-y)**a y**b is largest at 2b/(a+b), at most 1
    y = nash_1d(ENDS, np.array([left, right]), TWO, 2.0, 1.0)
    assert y == pytest.approx(min(1.0, 2 * right / (left + right)), abs=1e-9)


def test_nash_between_two_with_quadratic_loss():
    # gains 4 - y**2 and 1 - (y-1)**2 = y (2-y); product (2-y)**2 (2+y) y; its slope is zero where
    # -2 y (2+y) + (2-y)(2+y) + (2-y) y = 0, that is 4 y**2 + 2 y - 4 = 0
    y = nash_1d(ENDS, np.ones(2), TWO, 2.0, 2.0)
    assert y == pytest.approx((-2 + np.sqrt(4 + 64)) / 8, abs=1e-9)


def test_nobody_gains_when_the_reversion_lies_between():
    x = np.array([0.0, 1.0, 0.3])
    on = np.ones(3, dtype=np.int64)
    assert nash_1d(x, np.ones(3), on, 0.5, 1.0) == 0.5
    assert kalai_smorodinsky_1d(x, on, 0.5, 1.0) == 0.5


def test_nash_tends_to_the_weighted_mean_when_disagreement_is_very_bad():
    x, s, c = np.array([10.0, 40.0, 90.0]), np.array([0.2, 0.9, 0.5]), np.array([3.0, 1.0, 2.0])
    mean = float((c * s * x).sum() / (c * s).sum())
    assert nash_bad_disagreement(x, s, c, 1e9) == pytest.approx(mean, abs=1e-3)
    assert abs(nash_bad_disagreement(x, s, c, 8e3) - mean) > 0.5


def test_kalai_smorodinsky_equalises_the_shares_of_the_best_gains():
    # best gains 2 (at 0) and 1 (at 1) over the reversion 2: (2 - y) / 2 = y
    assert kalai_smorodinsky_1d(ENDS, TWO, 2.0, 1.0) == pytest.approx(2 / 3, abs=1e-9)


def test_those_who_take_no_part_do_not_bargain():
    x = np.array([0.0, 1.0, 50.0])
    on = np.array([1, 1, 0])
    assert nash_1d(x, np.ones(3), on, 2.0, 1.0) == pytest.approx(1.0, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 5)), min_size=2, max_size=6),
    st.floats(0, 100),
    st.sampled_from([1.0, 2.0]),
)
def test_nash_is_best_among_the_acceptable_texts(actors, q, exponent):
    x, w = (np.array(v) for v in zip(*actors, strict=True))
    y = nash_1d(x, w, np.ones(x.size, dtype=np.int64), q, exponent)
    low, high = (float(v) for v in winset_1d(x, q, UNANIMITY_PRESENT, w, nobody(x.size),
                                             nobody(x.size)))  # fmt: skip
    assert low - 1e-9 <= y <= high + 1e-9

    def score(z):
        gains = np.abs(q - x) ** exponent - np.abs(z - x) ** exponent
        return (w * np.log(np.maximum(gains, 1e-300))).sum()

    if high - low > 1e-6:
        grid = np.linspace(low, high, 203)[1:-1]
        assert score(y) >= max(score(z) for z in grid) - 1e-6


def test_unanimity_core_and_winset():
    x = np.array([30.0, 50.0, 80.0])
    args = (np.ones(3), nobody(3), nobody(3))
    assert core_1d(x, CONSENSUS, *args) == (30.0, 80.0)
    assert [float(v) for v in winset_1d(x, 10.0, CONSENSUS, *args)] == [10.0, 50.0]  # 2*30 - 10
    assert [float(v) for v in winset_1d(x, 95.0, CONSENSUS, *args)] == [65.0, 95.0]  # 2*80 - 95
    assert [float(v) for v in winset_1d(x, 40.0, CONSENSUS, *args)] == [40.0, 40.0]


def test_costs_of_refusing_widen_the_winset():
    # |y - 30| <= |10 - 30| + 6 / 0.5 for the nearest actor
    x = np.array([30.0, 80.0])
    low, high = winset_1d(
        x, 10.0, CONSENSUS, np.ones(2), nobody(2), nobody(2), np.array([0.5, 1.0]), 1.0,
        np.array([6.0, 0.0]),
    )  # fmt: skip
    assert (float(low), float(high)) == (10.0, 62.0)


def test_majorities_have_the_median_and_the_pivots_as_core():
    x = np.array([10.0, 20.0, 50.0, 70.0, 90.0, 95.0])
    args = (np.ones(6), nobody(6), nobody(6))
    assert core_1d(x[:5], SIMPLE_MAJORITY, np.ones(5), nobody(5), nobody(5)) == (50.0, 50.0)
    assert core_1d(x, SIMPLE_MAJORITY, *args) == (50.0, 70.0)
    assert core_1d(x, QUALIFIED_MAJORITY, *args) == (50.0, 70.0)  # four of six on either side
    five = QUALIFIED_MAJORITY.changed(quota=5 / 6)
    assert core_1d(x, five, *args) == (20.0, 90.0)


def test_a_veto_and_absences_move_the_core():
    x = np.array([10.0, 50.0, 90.0])
    veto = np.array([False, False, True])
    assert core_1d(x, SIMPLE_MAJORITY, np.ones(3), veto, nobody(3)) == (50.0, 90.0)
    away = np.array([True, False, False])
    assert core_1d(x, CONSENSUS, np.ones(3), nobody(3), away) == (50.0, 90.0)


def test_without_a_quorum_nothing_beats_anything():
    x = np.array([10.0, 50.0, 90.0])
    rule = CONSENSUS.changed(quorum=0.9)
    away = np.array([True, False, False])
    assert [float(v) for v in winset_1d(x, 5.0, rule, np.ones(3), nobody(3), away)] == [5.0, 5.0]


def test_a_rule_with_two_disjoint_deciding_groups_has_no_core():
    rule = WEIGHTED_MAJORITY.changed(quota=0.4, strict=False)
    assert core_1d(np.array([0.0, 100.0]), rule, np.ones(2), nobody(2), nobody(2)) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=6),
    st.integers(0, 50),
    st.sampled_from([CONSENSUS, SIMPLE_MAJORITY, QUALIFIED_MAJORITY]),
)
def test_winset_holds_just_the_texts_that_a_deciding_group_takes(points, q, rule):
    x = np.array(points, dtype=float)
    args = (np.ones(x.size), nobody(x.size), nobody(x.size))
    low, high = (float(v) for v in winset_1d(x, float(q), rule, *args))
    for y in np.arange(-1.0, 52.0, 0.5):
        takes = np.abs(y - x) <= np.abs(q - x)
        assert bool(rule.wins(takes, *args)) == (low <= y <= high)


def test_means_and_medians_over_the_last_axis():
    x = np.array([[1.0, 2.0, 9.0], [4.0, 4.0, 1.0]])
    w = np.array([[1.0, 1.0, 2.0], [1.0, 0.0, 3.0]])
    assert weighted_mean(x, w).tolist() == [21 / 4, 7 / 4]
    assert weighted_median(x, w).tolist() == [2.0, 1.0]
    assert weighted_median(np.array([2.0, 1.0]), np.ones(2)) == 1.0  # the lower of two halves
    assert plain_median(np.array([1.0, 2.0, 4.0, 9.0])) == 3.0
    assert np.isnan(weighted_median(x, 0 * w)).all()
