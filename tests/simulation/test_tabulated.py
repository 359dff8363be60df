"""Quantiles read off a table are those of the exact inverse functions."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.parameters import Beta, Gamma
from foedus.simulation.tabulated import quantile_table, read_tables

DISTRIBUTIONS = [
    *(Beta(dist="beta", a=a, b=b) for a, b in ((0.5, 0.5), (1, 300), (107, 37), (3, 2), (0.5, 8))),
    *(Gamma(dist="gamma", shape=k, scale=s) for k, s in ((0.5, 1.0), (1.5, 0.05), (13.5, 0.0002))),
]


def read(distribution, u):
    out = np.empty((len(u), 1))
    read_tables(u[:, None], np.array([0]), quantile_table(distribution)[None], out)
    return out[:, 0]


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=str)
def test_the_table_gives_the_exact_quantile(distribution):
    rng = np.random.default_rng(7)
    tails = 10.0 ** -rng.uniform(1.0, 15.5, 2000)
    u = np.concatenate([rng.random(20_000), tails, 1.0 - tails])
    exact = distribution.quantile(u)
    assert np.abs(read(distribution, u) - exact).max() < 1e-8 * exact[:20_000].std()


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=str)
def test_the_table_never_falls_and_keeps_to_its_range(distribution):
    u = np.linspace(2.0**-54, 1.0 - 2.0**-53, 100_001)
    found = read(distribution, u)
    assert (np.diff(found) >= 0.0).all()
    assert found.min() >= 0.0
    if isinstance(distribution, Beta):
        assert found.max() <= 1.0
