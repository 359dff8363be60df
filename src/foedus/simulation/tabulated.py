"""Quantiles of Beta and Gamma distributions by a table: the same numbers, forty times as fast.

The inverse incomplete beta and gamma functions take about a microsecond a draw. Here a
distribution's quantile is tabulated once at normal scores z from -8.3 to 8.3 (uniforms of double
precision reach no further) in steps of 1/64, with its slope, and read off by cubic Hermite
interpolation. The error is below 1e-8 of the distribution's spread, see the tests.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainccinv, betaincinv, betaln, gammainccinv, gammaincinv, gammaln, ndtr

from foedus.chance import normal_quantile
from foedus.compiled import entry
from foedus.parameters import Beta, Gamma

REACH = 8.3
STEPS = 64
NODES = 2 * int(REACH * STEPS) + 1
FIRST = -float(NODES // 2) / STEPS
_LEAST = 1e-300


@lru_cache(maxsize=1024)
def quantile_table(distribution: Beta | Gamma) -> NDArray[np.float64]:
    """Quantile of a distribution at each node, and its slope a step.

    Parameters
    ----------
    distribution : Beta or Gamma
        What is tabulated; frozen, so that each is tabulated once.

    Returns
    -------
    float array, shape (NODES, 2)
    """
    z = FIRST + np.arange(NODES) / STEPS
    low, high = ndtr(z), ndtr(-z)
    if isinstance(distribution, Beta):
        a, b = distribution.a, distribution.b
        q = np.where(z < 0.0, betaincinv(a, b, low), betainccinv(a, b, high))
        rest = np.where(z < 0.0, 1.0 - q, betaincinv(b, a, high))
        density = (
            (a - 1.0) * np.log(np.maximum(q, _LEAST))
            + (b - 1.0) * np.log(np.maximum(rest, _LEAST))
            - betaln(a, b)
        )
        scale = 1.0
    else:
        a, scale = distribution.shape, distribution.scale
        q = np.where(z < 0.0, gammaincinv(a, low), gammainccinv(a, high))
        density = (a - 1.0) * np.log(np.maximum(q, _LEAST)) - q - gammaln(a)
    slope = np.exp(-0.5 * z * z - 0.9189385332046727 - density) / STEPS
    return np.stack([scale * q, scale * slope], axis=1)


@entry
def read_tables(uniforms, columns, tables, out):
    """Read ``out[k, j]`` off table j at the uniform ``uniforms[k, columns[j]]``."""
    for k in range(uniforms.shape[0]):
        for j in range(columns.shape[0]):
            place = (normal_quantile(uniforms[k, columns[j]]) - FIRST) * STEPS
            place = min(max(place, 0.0), NODES - 1.000001)
            n = int(place)
            t = place - n
            rest = 1.0 - t
            low = tables[j, n, 0]
            high = tables[j, n + 1, 0]
            value = rest * rest * ((1.0 + 2.0 * t) * low + t * tables[j, n, 1])
            value += t * t * ((3.0 - 2.0 * t) * high - rest * tables[j, n + 1, 1])
            out[k, j] = min(max(value, low), high)
