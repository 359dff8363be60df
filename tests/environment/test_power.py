"""Power over distance, and contests with a stalemate."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.environment.power import (
    capability_ratio_log,
    contest,
    contest_index,
    effective_force,
    effective_power,
    net_resources,
    stabilisation_probability,
    stalemate_cut,
)

indices = st.floats(-60.0, 60.0)
cuts = st.floats(0.0, 20.0)
amounts = st.floats(1e-6, 1e9)


def test_strength_falls_to_a_share_e_over_the_decay_length():
    assert effective_power(100.0, 4000.0, 4000.0) == pytest.approx(100.0 / math.e)
    assert effective_power(100.0, 0.0, 4000.0) == 100.0
    assert effective_power(100.0, 10.0, 0.0) == 0.0


def test_ratio_is_signed_and_defined_without_capability():
    assert capability_ratio_log(4.0, 2.0) == pytest.approx(math.log(2.0))
    assert capability_ratio_log(2.0, 4.0) == pytest.approx(-math.log(2.0))
    assert math.isfinite(capability_ratio_log(0.0, 1.0))


def test_net_resources_and_force():
    assert net_resources(200.0, 10.0) == 2000.0
    assert net_resources(-1.0, 10.0) == 0.0
    assert effective_force(1000, 1.2, 0.5, 4000.0, 4000.0) == pytest.approx(600 / math.e)


def test_equal_sides_stalemate_as_often_as_asked():
    # 0.872 is the example the authors of the DOE score give for two equal great powers.
    win, stalemate, lose = contest(0.0, -stalemate_cut(0.872), stalemate_cut(0.872))
    assert stalemate == pytest.approx(0.872, abs=1e-12)
    assert win == pytest.approx(lose, abs=1e-15)


def test_contest_against_a_latent_variable():
    # Ordered logit: z plus logistic noise, cut twice; noise by stratified quantiles.
    z, low, high = contest_index(math.log(3.0), 0.6, 0.2), -1.5, 2.0
    count = 200_000
    noise = [math.log(u / (1 - u)) for u in ((k + 0.5) / count for k in range(count))]
    won = sum(z + e > high for e in noise) / count
    lost = sum(z + e <= low for e in noise) / count
    assert contest(z, low, high) == pytest.approx((won, 1 - won - lost, lost), abs=1e-5)


@given(indices, cuts)
def test_sides_are_interchangeable(z, cut):
    win, stalemate, lose = contest(z, -cut, cut)
    other_win, other_stalemate, other_lose = contest(-z, -cut, cut)
    assert (win, stalemate, lose) == pytest.approx((other_lose, other_stalemate, other_win))


@given(indices, st.floats(-20, 20), st.floats(-20, 20))
def test_probabilities_sum_to_one(z, first, second):
    outcome = contest(z, first, second)
    assert all(0.0 <= p <= 1.0 for p in outcome)
    assert sum(outcome) == pytest.approx(1.0, abs=1e-12)
    assert contest(z, second, first) == outcome


@given(indices, st.floats(0.0, 5.0), cuts)
def test_a_better_index_wins_more_and_loses_less(z, more, cut):
    assert contest(z + more, -cut, cut)[0] >= contest(z, -cut, cut)[0] - 1e-15
    assert contest(z + more, -cut, cut)[2] <= contest(z, -cut, cut)[2] + 1e-15


@given(amounts, amounts, st.floats(0.0, 2e4), st.floats(0.0, 2e4))
def test_power_falls_with_distance(a, decay, near, more):
    assert effective_power(a, near + more, decay) <= effective_power(a, near, decay)


@given(st.floats(0.0, 100.0), st.floats(0.0, 50.0))
def test_more_forces_restore_order_more_often(forces, more):
    def order(number):
        return stabilisation_probability(number, 0.5, 0.5, -1.0, 0.8, 1.0, 1.0)

    assert 0.0 <= order(forces) <= order(forces + more) <= 1.0
