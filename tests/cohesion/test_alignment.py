"""Distance and cohesion: bounds, fixed points, and a hand computation."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from foedus.cohesion.alignment import cohesion, drift

UNIT = st.floats(0.0, 1.0)
STEP = st.floats(-0.5, 0.5)
DISTANCES = arrays(np.float64, 6, elements=UNIT)
WEIGHTS = arrays(np.float64, 6, elements=st.floats(0.01, 5.0))
ACTIVE = arrays(np.int64, 6, elements=st.integers(0, 1))


@given(UNIT, STEP, UNIT, st.floats(0.0, 5.0), STEP)
def test_drift_stays_on_the_scale(distance, shock, dependence, pull, push):
    assert 0.0 <= drift(distance, shock, dependence, pull, push) <= 1.0


@given(UNIT, UNIT, UNIT, st.floats(0.0, 5.0))
def test_dependence_never_pushes_away(distance, a, b, pull):
    low, high = min(a, b), max(a, b)
    assert drift(distance, 0.0, high, pull, 0.0) <= drift(distance, 0.0, low, pull, 0.0)


def test_a_year_of_full_dependence_closes_the_share_named():
    distance = 0.6
    for _month in range(12):
        distance = drift(distance, 0.0, 1.0, 0.1, 0.0)
    assert distance == pytest.approx(0.6 * (1.0 - 0.1 / 12.0) ** 12)
    assert distance == pytest.approx(0.6 * 0.9, rel=0.01)


@given(DISTANCES, WEIGHTS, ACTIVE)
def test_cohesion_is_one_minus_the_mean_distance_of_pairs(distances, weights, active):
    value = cohesion(distances, weights, active)
    assert -1e-12 <= value <= 1.0
    who = [i for i in range(6) if active[i]]
    pairs = list(itertools.combinations(who, 2))
    if pairs:
        weight = [weights[i] * weights[j] for i, j in pairs]
        gap = [abs(distances[i] - distances[j]) for i, j in pairs]
        assert value == pytest.approx(1.0 - np.average(gap, weights=weight), abs=1e-12)
    else:
        assert value == 0.0


@given(UNIT, WEIGHTS)
def test_cohesion_is_one_when_all_stand_together(distance, weights):
    assert cohesion(np.full(6, distance), weights, np.ones(6, np.int64)) == 1.0


def test_two_halves_at_the_ends():
    ends = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    assert cohesion(ends, np.ones(6), np.ones(6, np.int64)) == pytest.approx(1.0 - 9.0 / 15.0)


@given(DISTANCES, WEIGHTS, st.permutations(range(6)))
def test_the_order_of_the_members_does_not_matter(distances, weights, order):
    order = list(order)
    active = np.ones(6, np.int64)
    assert cohesion(distances[order], weights[order], active) == pytest.approx(
        cohesion(distances, weights, active), abs=1e-12
    )
