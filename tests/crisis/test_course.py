"""How long crises and decisions last: distributions, bounds, and what help changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from foedus.crisis.course import (
    LONGEST_DAYS,
    days_with_help,
    dispute_days,
    fall_probability,
    internal_days,
)
from foedus.crisis.deciding import decision_days
from foedus.organisation import library_folder
from foedus.parameters import load_parameters

U = st.floats(1e-12, 1.0 - 1e-12)
UNIT = st.floats(0.0, 1.0)
DAYS = st.floats(0.0, 720.0)
GRID = (np.arange(20_000) + 0.5) / 20_000


def test_disputes_follow_the_counted_distribution():
    """31.5 per cent last a day; the others are lognormal with log mean 4.07 and log sd 1.81."""
    days = np.array([dispute_days(float(u), 0.315, np.exp(4.07), 1.81) for u in GRID])
    rest = stats.lognorm(1.81, scale=np.exp(4.07))
    assert (days <= 1.0).mean() == pytest.approx(0.315 + 0.685 * rest.cdf(1.0), abs=1e-3)
    for t in (7.0, 30.0, 58.6, 365.0):
        assert (days <= t).mean() == pytest.approx(0.315 + 0.685 * rest.cdf(t), abs=1e-3)


def test_the_library_holds_the_counted_distribution():
    parameters = load_parameters(library_folder("csto") / "parameters.yaml")
    assert parameters["dispute.one_day_share"].central == pytest.approx(0.315)
    assert np.log(parameters["dispute.duration_days"].central) == pytest.approx(4.07, abs=0.01)
    assert parameters["dispute.duration_sigma"].central == pytest.approx(1.81)


@given(U, U)
def test_lengths_rise_with_the_uniform_and_stay_within_their_bounds(a, b):
    low, high = min(a, b), max(a, b)
    for length in (
        lambda u: dispute_days(u, 0.315, 58.6, 1.81),
        lambda u: internal_days(u, 10.0, 0.9),
    ):
        assert 1.0 <= length(low) <= length(high) + 1e-9 <= LONGEST_DAYS + 1e-6


def test_the_edge_of_the_one_day_share():
    assert dispute_days(0.315, 0.315, 58.6, 1.81) == 1.0
    assert dispute_days(0.5, 1.0 - 1e-16, 58.6, 1.81) == 1.0


@given(DAYS, DAYS, UNIT)
def test_help_never_lengthens_a_crisis(length, arrival, shortened):
    after = days_with_help(length, arrival, shortened)
    assert after <= length + 1e-9
    assert after >= min(arrival, length) - 1e-9
    if arrival < length:
        assert after - arrival == pytest.approx((length - arrival) * (1.0 - shortened), abs=1e-9)
    else:
        assert after == length


@given(UNIT, UNIT, UNIT)
def test_troops_never_raise_the_chance_of_a_fall(loss, fall, saved):
    alone = fall_probability(loss, fall, 0, saved)
    helped = fall_probability(loss, fall, 1, saved)
    assert 0.0 <= helped <= alone <= 1.0
    assert helped == pytest.approx(alone * (1.0 - saved))
    assert fall_probability(0.0, fall, 0, saved) == 0.0


def test_decisions_are_a_mixture_of_fast_and_slow():
    fast = [decision_days(0.5, float(u), 0.6, 1.0, 122.0, 0.8) for u in GRID]
    slow = [decision_days(0.7, float(u), 0.6, 1.0, 122.0, 0.8) for u in GRID]
    assert np.median(fast) == pytest.approx(1.0, rel=1e-3)
    assert np.median(slow) == pytest.approx(122.0, rel=1e-3)
    assert np.std(np.log(slow)) == pytest.approx(0.8, rel=2e-3)


def test_the_slow_decision_has_the_published_order():
    """Means of four organisations: 3.84, 4.28, 4.49 and 6.17 months (Hardt 2009)."""
    parameters = load_parameters(library_folder("csto") / "parameters.yaml")
    months = parameters["delay.slow_days"].central / 30.4375
    assert 3.8 <= months <= 6.2


@given(U, U, UNIT)
def test_decisions_take_time(kind, u, fast):
    assert decision_days(kind, u, fast, 1.0, 122.0, 0.8) > 0.0
