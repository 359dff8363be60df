"""Scores of probabilities, with weights, so that a bootstrap is a change of weights.

All take probabilities, outcomes (0 or 1) and optional weights. Rows with the same probability are
ties and count half in the AUC, as in scikit-learn, which the tests compare with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LOG_FLOOR = 0.005
"""Probabilities are held this far from 0 and 1 before a logarithm is taken."""


def _columns(p: ArrayLike, y: ArrayLike, w: ArrayLike | None) -> tuple[Array, Array, Array]:
    probability = np.asarray(p, dtype=float)
    outcome = np.asarray(y, dtype=float)
    weight = np.ones_like(probability) if w is None else np.asarray(w, dtype=float)
    if not probability.shape == outcome.shape == weight.shape[-1:]:
        raise ValueError("probabilities, outcomes and weights differ in length")
    if probability.size == 0:
        raise ValueError("no predictions to score")
    return probability, outcome, weight


def brier(p: ArrayLike, y: ArrayLike, w: ArrayLike | None = None) -> float:
    """Mean squared difference between probability and outcome (Brier 1950); lower is better."""
    probability, outcome, weight = _columns(p, y, w)
    return float(np.average((probability - outcome) ** 2, weights=weight))


def log_losses(p: Array, y: Array, floor: float) -> Array:
    """Minus the log of the probability given to what happened, row by row."""
    held = np.clip(p, floor, 1.0 - floor)
    return -np.log(np.where(y == 1, held, 1.0 - held))


def log_score(
    p: ArrayLike, y: ArrayLike, w: ArrayLike | None = None, floor: float = LOG_FLOOR
) -> float:
    """Mean of ``-ln`` of the probability given to what happened; lower is better."""
    probability, outcome, weight = _columns(p, y, w)
    return float(np.average(log_losses(probability, outcome, floor), weights=weight))


def auc(p: ArrayLike, y: ArrayLike, w: ArrayLike | None = None) -> float:
    """Chance that an event had a higher probability than a non-event, ties counting half.

    Not a number if there are no events or nothing but events.
    """
    probability, outcome, weight = _columns(p, y, w)
    return float(Ranking(probability, outcome).auc(weight[None, :])[0])


def average_precision(p: ArrayLike, y: ArrayLike, w: ArrayLike | None = None) -> float:
    """Mean precision over recall steps; the base rate is what a blind order gets."""
    probability, outcome, weight = _columns(p, y, w)
    return float(Ranking(probability, outcome).average_precision(weight[None, :])[0])


class Ranking:
    """Predictions in order, sorted once and scored under many weightings.

    Parameters
    ----------
    p, y : ndarray, shape (n,)
        Probabilities and outcomes.
    """

    def __init__(self, p: Array, y: Array) -> None:
        self._order = np.argsort(-p, kind="stable")
        ranked = p[self._order]
        self._event = y[self._order]
        self._last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))

    def _steps(self, w: Array) -> tuple[Array, Array]:
        """Weight of events and of non-events in each group of equal probabilities, best first."""
        ordered = w[:, self._order]
        events = np.cumsum(ordered * self._event, axis=1)[:, self._last]
        others = np.cumsum(ordered * (1.0 - self._event), axis=1)[:, self._last]
        return events, others

    def both(self, w: Array) -> dict[str, Array]:
        """AUC and average precision for weights of shape (draws, n); nan where not defined."""
        events, others = self._steps(w)
        return {
            "auc": self._area(events, others),
            "average_precision": self._precision(events, others),
        }

    def auc(self, w: Array) -> Array:
        """Area under the ROC curve for weights of shape (draws, n)."""
        return self._area(*self._steps(w))

    def average_precision(self, w: Array) -> Array:
        """Average precision for weights of shape (draws, n)."""
        return self._precision(*self._steps(w))

    @staticmethod
    def _area(events: Array, others: Array) -> Array:
        before = np.concatenate([np.zeros((len(events), 1)), events[:, :-1]], axis=1)
        width = np.diff(others, axis=1, prepend=0.0)
        area = (width * (events + before) / 2.0).sum(axis=1)
        total = events[:, -1] * others[:, -1]
        return np.divide(area, total, out=np.full(len(events), np.nan), where=total > 0)

    @staticmethod
    def _precision(events: Array, others: Array) -> Array:
        seen = events + others
        precision = np.divide(events, seen, out=np.zeros_like(events), where=seen > 0)
        gain = np.diff(events, axis=1, prepend=0.0)
        total = events[:, -1]
        area = (gain * precision).sum(axis=1)
        return np.divide(area, total, out=np.full(len(events), np.nan), where=total > 0)


@dataclass(frozen=True)
class Metric:
    """A score by name: how it is computed and which direction is better."""

    name: str
    label: str
    higher_is_better: bool
    value: Callable[[Array, Array, Array | None], float]

    def better(self, a: float, b: float) -> bool:
        """Whether `a` is strictly better than `b`."""
        return a > b if self.higher_is_better else a < b


def _unfloored(p: ArrayLike, y: ArrayLike, w: ArrayLike | None = None) -> float:
    return log_score(p, y, w, floor=1e-12)


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("auc", "AUC", True, auc),
        Metric("average_precision", "average precision", True, average_precision),
        Metric("brier", "Brier score", False, brier),
        Metric("log_score", f"log score (floor {LOG_FLOOR})", False, log_score),
        Metric("log_score_unfloored", "log score (no floor)", False, _unfloored),
    )
}


def skill(score: float, baseline: float) -> float:
    """Share of the baseline's score that is removed: 1 perfect, 0 no better, below 0 worse."""
    return float("nan") if baseline == 0 else 1.0 - score / baseline


@dataclass(frozen=True)
class Murphy:
    """Brier score in parts: ``reliability - resolution + uncertainty + within``.

    ``within`` is what the binning leaves over (Stephenson, Coelho and Jolliffe 2008): zero when
    all probabilities within a bin are equal.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float

    @property
    def brier(self) -> float:
        """Sum of the parts."""
        return self.reliability - self.resolution + self.uncertainty + self.within


def quantile_bins(p: ArrayLike, bins: int) -> NDArray[np.intp]:
    """Bin of each probability; bins hold about as many rows each, equal values stay together."""
    probability = np.asarray(p, dtype=float)
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, bins + 1)[1:-1]))
    return np.searchsorted(edges, probability, side="right")


def murphy(p: ArrayLike, y: ArrayLike, bins: int = 10) -> Murphy:
    """Decomposition of the Brier score (Murphy 1973) over bins of about equal size."""
    probability, outcome, _ = _columns(p, y, None)
    _, place = np.unique(quantile_bins(probability, bins), return_inverse=True)
    n = np.bincount(place).astype(float)
    forecast = np.bincount(place, probability) / n
    observed = np.bincount(place, outcome) / n
    base = outcome.mean()
    share = n / n.sum()
    reliable = float(share @ (forecast - observed) ** 2)
    resolved = float(share @ (observed - base) ** 2)
    uncertain = float(base * (1 - base))
    rest = brier(probability, outcome) - (reliable - resolved + uncertain)
    return Murphy(reliable, resolved, uncertain, rest)
