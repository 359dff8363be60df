"""Means and medians of positions, on the last axis of any array.

The mean weighted with power × salience is the compromise model: C. H. Achen, "Institutional
realism and bargaining models" (2006), shows it to approximate the Nash solution when disagreement
is very bad for all; the weighted median is D. Black's (1948).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weighted_mean(positions: Floats, weights: Floats) -> Floats:
    """Mean of positions (..., n) by weights (..., n); nan where all weights are 0."""
    total = weights.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (positions * weights).sum(axis=-1) / total


def weighted_median(positions: Floats, weights: Floats) -> Floats:
    """Lower weighted median: least position with at least half the weight at or below it.

    nan where all weights are 0.
    """
    positions, weights = np.broadcast_arrays(positions, weights)
    order = np.argsort(positions, axis=-1, kind="stable")
    sorted_positions = np.take_along_axis(positions, order, axis=-1)
    below = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    total = below[..., -1:]
    first = np.argmax(below >= 0.5 * total * (1.0 - 1e-12), axis=-1)
    median = np.take_along_axis(sorted_positions, first[..., None], axis=-1)[..., 0]
    return np.where(total[..., 0] > 0.0, median, np.nan)


def plain_median(positions: Floats) -> Floats:
    """Middle position; the mean of the two middle ones when their number is even."""
    return np.median(positions, axis=-1)
