"""Reliability diagram: how often it happened where a probability was given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from foedus.record.scoring.metrics import quantile_bins


@dataclass(frozen=True)
class Reliability:
    """One bin of a reliability diagram.

    ``low`` and ``high`` bound the observed frequency that a perfectly reliable forecaster would
    show by chance (consistency band, Bröcker and Smith 2007).
    """

    forecast: float
    observed: float
    low: float
    high: float
    n: int
    events: int

    @property
    def consistent(self) -> bool:
        """Whether the observed frequency lies within the band."""
        return self.low <= self.observed <= self.high


def reliability(
    p: ArrayLike,
    y: ArrayLike,
    *,
    bins: int = 10,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.95,
) -> list[Reliability]:
    """Bins of about equal size, with consistency bands from outcomes drawn as forecast.

    Rows are drawn apart from each other: where outcomes hang together the true band is wider.
    """
    probability, outcome = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    random = np.random.default_rng(seed)
    tail = (1.0 - level) / 2.0
    place = quantile_bins(probability, bins)
    out = []
    for number in np.unique(place):
        here = place == number
        forecasts = probability[here]
        simulated = [
            float((random.random(forecasts.size) < forecasts).mean()) for _ in range(draws)
        ]
        low, high = np.quantile(simulated, [tail, 1.0 - tail])
        out.append(
            Reliability(
                forecast=float(forecasts.mean()),
                observed=float(outcome[here].mean()),
                low=float(low),
                high=float(high),
                n=int(here.sum()),
                events=int(outcome[here].sum()),
            )
        )
    return out
