"""Readiness fades by halves and is restored by exercises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.forces.movement import closure_hours
from foedus.forces.readiness import (
    deployable,
    equipped_floor,
    exercise_gain,
    force_quality,
    interoperability_after,
    joint_gain,
    kept_after,
    loading_factor,
    notice_hours,
    plan_freshness,
    plan_hours,
    readiness_after,
)

shares = st.floats(0.0, 1.0)
months = st.floats(0.0, 600.0)
half_lives = st.floats(0.1, 200.0)


def test_half_is_left_after_one_half_life_and_a_quarter_after_two():
    assert readiness_after(0.9, 0.3, 11.0, 11.0) == pytest.approx(0.6, abs=1e-9)
    assert readiness_after(0.9, 0.3, 22.0, 11.0) == pytest.approx(0.45, abs=1e-9)
    assert interoperability_after(0.8, 13.0, 13.0) == pytest.approx(0.4, abs=1e-9)


def test_decay_solves_its_differential_equation():
    # dr/dt = -(ln 2 / h)(r - floor), integrated by many small steps of fourth order.
    floor, half_life, r = 0.25, 11.0, 0.95
    rate = math.log(2.0) / half_life
    step = 24.0 / 2000
    for _ in range(2000):
        k1 = -rate * (r - floor)
        k2 = -rate * (r + step * k1 / 2 - floor)
        k3 = -rate * (r + step * k2 / 2 - floor)
        k4 = -rate * (r + step * k3 - floor)
        r += step * (k1 + 2 * k2 + 2 * k3 + k4) / 6
    assert readiness_after(0.95, floor, 24.0, half_life) == pytest.approx(r, abs=1e-9)


def test_a_yearly_exercise_leaves_47_per_cent_of_its_gain_at_the_mixed_half_life():
    assert kept_after(12.0, 11.0) == pytest.approx(0.47, abs=0.005)


def test_a_yearly_schedule_has_the_closed_form_as_its_only_resting_point():
    floor, half_life, gain = 0.3, 11.0, 0.4
    kept = 2.0 ** (-12.0 / half_life)
    resting = (gain + (1 - gain) * floor * (1 - kept)) / (1 - (1 - gain) * kept)
    for start in (0.0, 0.5, 1.0):
        r = start
        for _ in range(60):
            r = exercise_gain(readiness_after(r, floor, 12.0, half_life), gain)
        assert r == pytest.approx(resting, abs=1e-9)


def test_readiness_is_stationary_under_a_yearly_schedule_with_chance():
    # Exercises of random size, some cancelled: after some years the spread no longer changes.
    generator = np.random.default_rng(5)
    levels = [0.0] * 1500
    seen = {}
    for year in range(1, 41):
        for i, level in enumerate(levels):
            level = readiness_after(level, 0.2, 12.0, 11.0)
            if generator.random() < 0.8:
                level = exercise_gain(level, generator.beta(4.0, 4.0))
            levels[i] = level
        seen[year] = np.quantile(levels, [0.1, 0.25, 0.5, 0.75, 0.9])
    # Quantiles of 1,500 draws from a spread of about 0.15 have errors near 0.01.
    assert np.abs(seen[40] - seen[20]).max() < 0.04
    assert np.abs(seen[1] - seen[20]).max() > 0.05


def test_who_exercised_lately_deploys_sooner():
    def closure(months_since_exercise: float, plan_ready: float) -> float:
        ready = readiness_after(0.9, 0.3, months_since_exercise, 11.0)
        start = plan_hours(plan_ready, 4.0, 48.0) + notice_hours(6.0, 1.5, ready)
        return closure_hours(start, 40.0, 20.0, 4.0, 4.0, 2.0, 8.0, 6.0, 5.0, 0.85)[1]

    assert closure(2.0, 0.5) < closure(12.0, 0.5) < closure(36.0, 0.5)
    assert closure(2.0, 1.0) < closure(2.0, 0.5) < closure(2.0, 0.0)


def test_plans_and_notice_at_their_ends():
    assert plan_hours(1.0, 6.0, 72.0) == 6.0
    assert plan_hours(0.0, 6.0, 72.0) == 72.0
    assert plan_hours(0.5, 6.0, 72.0) == pytest.approx(39.0)
    assert notice_hours(6.0, 1.5, 1.0) == 6.0
    assert notice_hours(6.0, 1.5, 0.0) == pytest.approx(6.0 * math.exp(1.5))


def test_a_plan_is_half_as_ready_after_one_half_life_and_none_is_none():
    assert plan_freshness(0.0, 18.0) == 1.0
    assert plan_freshness(18.0, 18.0) == pytest.approx(0.5, abs=1e-9)
    assert plan_freshness(-1.0, 18.0) == 0.0
    # an old plan saves less: hours between those with a fresh one and those with none
    hours = [plan_hours(plan_freshness(age, 18.0), 6.0, 72.0) for age in (0.0, 18.0, 36.0, -1.0)]
    assert hours == pytest.approx([6.0, 39.0, 55.5, 72.0])


def test_loading_takes_its_usual_time_half_way():
    assert loading_factor(0.5, 0.7) == 1.0
    assert loading_factor(0.0, 0.5) * loading_factor(1.0, 0.5) == pytest.approx(1.0)
    assert loading_factor(0.0, 0.5) == pytest.approx(math.exp(0.25))


def test_equipment_shifts_the_odds_of_the_floor():
    assert equipped_floor(0.4, 0.5, 0.9) == pytest.approx(0.4)
    old, new = equipped_floor(0.4, 0.0, 0.9), equipped_floor(0.4, 1.0, 0.9)
    assert math.log(new / (1 - new)) - math.log(old / (1 - old)) == pytest.approx(0.9)
    assert equipped_floor(0.0, 1.0, 2.0) == 0.0
    assert equipped_floor(1.0, 0.0, 2.0) == 1.0


def test_deployable_people():
    assert deployable(10_000, 0.2, 0.5, 0.25) == pytest.approx(750.0)
    assert deployable(10_000, 0.2, 0.5, 1.0) == 0.0
    assert deployable(-5, 0.2, 0.5, 0.0) == 0.0
    assert deployable(10_000, 3.0, 2.0, -1.0) == 10_000.0


def test_force_quality_is_one_only_for_a_ready_force_that_works_together():
    assert force_quality(1.0, 1.0) == 1.0
    assert force_quality(0.25, 1.0) == pytest.approx(0.5)
    assert force_quality(1.0, 0.5) == pytest.approx(0.5)


@given(shares, shares, months, half_lives)
def test_levels_stay_shares(level, floor, time, half_life):
    assert 0.0 <= readiness_after(level, floor, time, half_life) <= 1.0
    assert 0.0 <= interoperability_after(level, time, half_life) <= 1.0
    assert 0.0 <= exercise_gain(level, floor) <= 1.0
    assert 0.0 <= joint_gain(level, floor) <= 1.0


@given(shares, shares, months, months, half_lives)
def test_decay_over_two_spans_is_decay_over_their_sum(level, floor, first, second, half_life):
    twice = readiness_after(
        readiness_after(level, floor, first, half_life), floor, second, half_life
    )
    once = readiness_after(level, floor, first + second, half_life)
    assert twice == pytest.approx(once, abs=1e-9)


@given(shares, shares, shares)
def test_an_exercise_never_lowers_and_a_larger_one_gains_more(level, small, more):
    large = small + (1.0 - small) * more
    assert level <= exercise_gain(level, small) + 1e-12
    assert exercise_gain(level, small) <= exercise_gain(level, large) + 1e-12
    assert joint_gain(level, small) <= joint_gain(level, large) + 1e-12


@given(shares, shares, st.floats(0.0, 3.0))
def test_notice_falls_with_readiness(low, high, gamma):
    low, high = min(low, high), max(low, high)
    assert notice_hours(6.0, gamma, high) <= notice_hours(6.0, gamma, low)
