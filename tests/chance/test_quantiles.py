"""Quantile functions and guarded links, against scipy and published values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import expit, ndtri

from foedus.chance import (
    cloglog,
    exponential_quantile,
    logistic,
    lognormal_quantile,
    normal_quantile,
)

PROBABILITIES = st.floats(1e-300, 1.0, exclude_max=True, allow_subnormal=False)


def test_normal_quantile_agrees_with_scipy():
    grid = np.concatenate(
        [
            np.linspace(1e-4, 1.0 - 1e-4, 20_001),
            np.logspace(-300, -4, 2000),
            1 - 2.0 ** -np.arange(5, 53),
        ]
    )
    grid = grid[np.abs(grid - 0.5) > 1e-3]  # at the zero a relative error means nothing
    ours = np.array([normal_quantile(float(p)) for p in grid])
    assert (np.abs(ours / ndtri(grid) - 1.0)).max() <= 2e-15


@pytest.mark.parametrize(
    ("p", "z"),  # printed with algorithm AS 241
    [(0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408)],
)
def test_normal_quantile_gives_the_values_printed_with_the_algorithm(p, z):
    assert normal_quantile(p) == pytest.approx(z, rel=2e-15)


@given(PROBABILITIES)
def test_normal_quantile_is_odd(p):
    if 1.0 - (1.0 - p) == p:  # the mirror point is exact
        assert normal_quantile(1.0 - p) == pytest.approx(-normal_quantile(p), rel=1e-12, abs=1e-15)


@given(PROBABILITIES, PROBABILITIES)
def test_quantiles_rise(p, q):
    low, high = min(p, q), max(p, q)
    slack = 1e-14 * (1.0 + abs(normal_quantile(low)))  # pieces of the algorithm meet with rounding
    assert normal_quantile(low) <= normal_quantile(high) + slack
    assert exponential_quantile(low, 2.0) <= exponential_quantile(high, 2.0)


def test_medians():
    assert normal_quantile(0.5) == 0.0
    assert lognormal_quantile(0.5, 58.6, 1.81) == pytest.approx(58.6)
    assert exponential_quantile(0.5, 3.0) == pytest.approx(3.0 * math.log(2.0))


def test_logistic_within_its_guard_is_the_logistic():
    for x in np.linspace(-35.0, 35.0, 701):
        assert logistic(float(x)) == pytest.approx(expit(x), rel=1e-14)


@given(st.floats(-1e300, 1e300))
def test_links_are_probabilities_without_overflow(x):
    assert 0.0 < logistic(x) < 1.0
    assert 0.0 < cloglog(x) <= 1.0


@example(-35.0, -36.0)
@example(35.0, 36.0)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_links_rise(x, y):
    low, high = min(x, y), max(x, y)
    assert logistic(low) <= logistic(high)
    assert cloglog(low) <= cloglog(high)


def test_cloglog_of_a_small_log_hazard_is_the_hazard():
    for yearly in (0.0027, 0.0169, 0.3):
        p = cloglog(math.log(yearly / 12.0))
        assert 1.0 - (1.0 - p) ** 12 == pytest.approx(1.0 - math.exp(-yearly), rel=1e-12)
