"""Unrest and irregular turnover as monthly hazards."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.environment.unrest import (
    TURNOVER_COEFFICIENTS,
    UNREST_COEFFICIENTS,
    coercive_loss_after,
    latent_after,
    month_probability,
    turnover_log_hazard,
    unrest_log_hazard,
)

U = [value for value, _sd, _basis in UNREST_COEFFICIENTS.values()]
T = [value for value, _sd, _basis in TURNOVER_COEFFICIENTS.values()]
scores = st.floats(-5.0, 5.0)


@pytest.mark.parametrize("yearly", [0.018, 0.036, 0.0206])
def test_a_quiet_year_has_its_base_rate(yearly):
    # Twelve quiet months at rate/12 leave exp(-rate), the rate being a hazard.
    month = month_probability(unrest_log_hazard(yearly, 0, 0, 0, 0, *U))
    assert (1 - month) ** 12 == pytest.approx(math.exp(-yearly), abs=1e-12)
    month = month_probability(turnover_log_hazard(yearly, 0, 0, *T))
    assert (1 - month) ** 12 == pytest.approx(math.exp(-yearly), abs=1e-12)


def test_effects_multiply_the_hazard():
    base = unrest_log_hazard(0.036, 0, 0, 0, 0, *U)
    both = unrest_log_hazard(0.036, 2.0, 1.0, 1.0, 0.1, *U)
    assert math.exp(both - base) == pytest.approx(math.exp(2 * 0.5 + 0.3 + 0.4 + 0.1))


def test_a_state_without_a_rate_has_no_unrest():
    assert month_probability(unrest_log_hazard(0.0, 3, 1, 1, 0, *U)) < 1e-12


def test_latent_term_keeps_its_spread():
    generator = np.random.default_rng(4)
    levels = [0.0] * 3000
    for _ in range(60):
        shocks = generator.normal(size=3000).tolist()
        levels = [latent_after(x, 0.9, 0.3, s) for x, s in zip(levels, shocks, strict=True)]
    # AR(1): stationary standard deviation 0.3; standard error 0.3 / sqrt(6000).
    assert np.std(levels) == pytest.approx(0.3, abs=0.016)


def test_coercive_loss_heals_by_halves_and_grows_with_unrest():
    assert coercive_loss_after(0.8, 0.0, 0.2, 6.0, 6.0) == pytest.approx(0.4, abs=1e-12)
    # A month in which nothing heals wears away a fifth of what is reliable.
    assert coercive_loss_after(0.5, 1.0, 0.2, 1.0, 1e12) == pytest.approx(0.6, abs=1e-9)
    assert coercive_loss_after(0.5, 1.0, 0.2, 0.0, 6.0) == 0.5


@given(scores, scores, st.floats(0, 1), st.floats(0, 1))
def test_hazard_rises_with_stress_and_stays_a_probability(stress, latent, near, change):
    def p(score):
        return month_probability(unrest_log_hazard(0.036, score, near, change, latent, *U))

    assert 0.0 < p(stress) < p(stress + 1.0) <= 1.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_turnover_rises_with_unrest_and_with_disloyalty(unrest, more, loss):
    quiet = turnover_log_hazard(0.02, unrest, loss, *T)
    assert turnover_log_hazard(0.02, unrest + more, loss, *T) >= quiet
    assert turnover_log_hazard(0.02, unrest, loss + more, *T) >= quiet


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 24), st.floats(0, 60))
def test_coercive_loss_stays_a_share(loss, unrest, strain, months, half_life):
    after = coercive_loss_after(loss, unrest, strain, months, half_life)
    assert 0.0 <= after <= 1.0
    assert after >= coercive_loss_after(loss, 0.0, strain, months, half_life) - 1e-12
