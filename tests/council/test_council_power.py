"""Power indices against published values and an independent library."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.council import power as power_module
from foedus.council.power import power_of
from foedus.council.rules import CONSENSUS, LIMITED_FORMAT, SIMPLE_MAJORITY, Rule
from foedus.files import InputError


def quota_game(quota, weights):
    """Power when a coalition needs at least `quota` of the sum of the weights."""
    votes = np.array(weights, dtype=float)
    rule = Rule("quota", quota=quota / votes.sum(), counts_absent=True)
    return power_of(rule, votes, np.zeros(votes.size, dtype=bool), np.zeros(votes.size, dtype=bool))


def test_the_six_of_1958():
    """EEC Council 1958-72: 12 of 17; Luxembourg never counts (Felsenthal and Machover 1998)."""
    found = quota_game(12, [4, 4, 4, 2, 2, 1])
    assert found.banzhaf == pytest.approx([5 / 21] * 3 + [3 / 21] * 2 + [0])
    assert found.shapley_shubik == pytest.approx([14 / 60] * 3 + [9 / 60] * 2 + [0])


def test_security_council():
    """Five with a veto and nine votes of fifteen: 421/2145 and 4/2145 (Shapley and Shubik)."""
    veto = np.array([True] * 5 + [False] * 10)
    rule = Rule("un", quota=9 / 15, counts_absent=True)
    found = power_of(rule, np.ones(15), veto, np.zeros(15, dtype=bool))
    assert found.shapley_shubik[0] == pytest.approx(421 / 2145)
    assert found.shapley_shubik[-1] == pytest.approx(4 / 2145)
    assert found.banzhaf[0] == pytest.approx(848 / (5 * 848 + 10 * 84))
    assert found.penrose[0] == pytest.approx(848 / 2**14)


def test_classic_small_games():
    assert quota_game(51, [50, 49, 1]).banzhaf == pytest.approx([3 / 5, 1 / 5, 1 / 5])
    assert quota_game(51, [50, 49, 1]).shapley_shubik == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert quota_game(6, [4, 3, 2, 1]).banzhaf == pytest.approx([5 / 12, 3 / 12, 3 / 12, 1 / 12])
    dictator = quota_game(6, [7, 2, 2])
    assert dictator.shapley_shubik == pytest.approx([1, 0, 0])


def test_under_consensus_all_are_alike():
    found = power_of(CONSENSUS, np.ones(6), np.zeros(6, dtype=bool), np.zeros(6, dtype=bool))
    assert found.banzhaf == pytest.approx([1 / 6] * 6)
    assert found.penrose == pytest.approx([1 / 32] * 6)
    assert found.shapley_shubik == pytest.approx([1 / 6] * 6)


def test_the_absent_have_no_power():
    away = np.array([True, False, False, False])
    found = power_of(LIMITED_FORMAT, np.ones(4), np.zeros(4, dtype=bool), away)
    assert found.shapley_shubik == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])


def test_without_a_quorum_nobody_has_power():
    away = np.array([True, True, False, False])
    rule = SIMPLE_MAJORITY.changed(quorum=0.75)
    found = power_of(rule, np.ones(4), np.zeros(4, dtype=bool), away)
    assert found.shapley_shubik.tolist() == [0, 0, 0, 0]
    assert found.banzhaf.tolist() == [0, 0, 0, 0]


def orders_by_hand(quota, weights):
    """Shapley–Shubik by going through all orders."""
    from itertools import permutations

    pivots = [0] * len(weights)
    for order in permutations(range(len(weights))):
        total = 0
        for p in order:
            if total < quota <= total + weights[p]:
                pivots[p] += 1
            total += weights[p]
    return [float(Fraction(p, math.factorial(len(weights)))) for p in pivots]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.integers(1, 54))
def test_orders_counted_one_by_one_and_by_generating_functions(weights, quota):
    quota = min(quota, sum(weights))
    found = quota_game(quota, weights)
    assert found.shapley_shubik == pytest.approx(orders_by_hand(quota, weights), abs=1e-9)
    kept = power_module.ENUMERATED
    power_module.ENUMERATED = 0
    try:
        counted = quota_game(quota, weights)
    finally:
        power_module.ENUMERATED = kept
    assert counted.banzhaf == pytest.approx(found.banzhaf, abs=1e-12)
    assert counted.shapley_shubik == pytest.approx(found.shapley_shubik, abs=1e-12)


def test_double_quotas_and_vetoes_agree_between_the_two_ways_of_counting():
    votes = np.array([5.0, 4, 3, 3, 2, 1, 1])
    veto = np.array([False, True, False, False, False, False, False])
    rule = Rule("double", quota=0.6, member_quota=0.55, counts_absent=True, least_signers=2)
    none = np.zeros(7, dtype=bool)
    found = power_of(rule, votes, veto, none)
    kept = power_module.ENUMERATED
    power_module.ENUMERATED = 0
    try:
        counted = power_of(rule, votes, veto, none)
    finally:
        power_module.ENUMERATED = kept
    assert counted.shapley_shubik == pytest.approx(found.shapley_shubik)
    assert counted.banzhaf == pytest.approx(found.banzhaf)


NICE = [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]


FIFTEEN = [10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2]


@pytest.mark.parametrize(
    ("quota", "weights"),
    [(12, [4, 4, 4, 2, 2, 1]), (255, NICE), (62, FIFTEEN)],
    ids=["six of 1958", "Nice, twenty-seven", "fifteen of 1995"],
)
def test_against_an_independent_library(quota, weights):
    oracle = pytest.importorskip("powerindices", reason="the development group is not installed")
    found = quota_game(quota, weights)
    raw = np.array(oracle.compute_pbi(quota, weights), dtype=float)
    assert found.banzhaf == pytest.approx(raw / raw.sum(), abs=1e-9)
    assert found.shapley_shubik == pytest.approx(
        np.array(oracle.compute_ssi(quota, weights), dtype=float), abs=1e-9
    )


def test_many_actors_need_whole_weights():
    with pytest.raises(InputError, match="whole voting weights"):
        quota_game(20.0, [1.5] * 25)
