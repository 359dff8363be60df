"""Intervals by drawing whole clusters: the rows of one dyad, war or organisation are not apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.record.scoring.metrics import LOG_FLOOR, Array, Ranking, log_losses
from foedus.record.scoring.score import Interval

BLOCK_CELLS = 4_000_000
"""Weights held at once (draws times rows); more draws are made in several blocks."""


def cluster_weights(
    clusters: Sequence[str] | ArrayLike, draws: int, seed: int
) -> Iterator[NDArray[np.float64]]:
    """Blocks of weights, shape (some draws, rows): how often each row's cluster was drawn.

    Clusters are drawn with replacement, as many as there are.
    """
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    count = int(place.max()) + 1
    random = np.random.default_rng(seed)
    chance = np.full(count, 1.0 / count)
    at_once = max(1, BLOCK_CELLS // len(place))
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        yield random.multinomial(count, chance, size=size)[:, place].astype(float)


def _mean_of(losses: Array, w: Array) -> Array:
    total = w.sum(axis=1)
    return np.divide(w @ losses, total, out=np.full(len(w), np.nan), where=total > 0)


Scorer = Callable[[Array], dict[str, Array]]


def _scorer(p: Array, y: Array, metrics: Sequence[str]) -> Scorer:
    """Function from weights (draws, n) to the scores (draws,) by name of the metric."""
    losses = {
        "brier": (p - y) ** 2,
        "log_score": log_losses(p, y, LOG_FLOOR),
        "log_score_unfloored": log_losses(p, y, 1e-12),
    }
    ranks = [name for name in metrics if name not in losses]
    ranking = Ranking(p, y) if ranks else None

    def score(w: Array) -> dict[str, Array]:
        found = {name: _mean_of(losses[name], w) for name in metrics if name in losses}
        if ranking is not None:
            both = ranking.both(w) if len(ranks) > 1 else {ranks[0]: getattr(ranking, ranks[0])(w)}
            found |= {name: both[name] for name in ranks}
        return found

    return score


def _interval(values: Array, level: float) -> Interval:
    kept = values[np.isfinite(values)]
    if len(kept) < 2:
        return Interval(float("nan"), float("nan"), float("nan"), len(kept), level)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(kept, [tail, 1.0 - tail])
    return Interval(float(low), float(high), float(kept.std(ddof=1)), len(kept), level)


def bootstrap(
    p: ArrayLike,
    y: ArrayLike,
    clusters: Sequence[str] | ArrayLike,
    metrics: Sequence[str],
    *,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.95,
) -> dict[str, Interval]:
    """Percentile interval of each metric, clusters drawn with replacement.

    Draws in which a metric is not defined (no event drawn) are left out; ``Interval.draws`` says
    how many remain.
    """
    probability, outcome = np.asarray(p, dtype=float), np.asarray(y, dtype=float)
    score = _scorer(probability, outcome, metrics)
    found: dict[str, list[Array]] = {name: [] for name in metrics}
    for w in cluster_weights(clusters, draws, seed):
        for name, values in score(w).items():
            found[name].append(values)
    return {name: _interval(np.concatenate(found[name]), level) for name in metrics}


def paired_bootstrap(
    p: ArrayLike,
    others: Mapping[str, ArrayLike],
    y: ArrayLike,
    clusters: Sequence[str] | ArrayLike,
    metrics: Sequence[str],
    *,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.95,
) -> dict[str, dict[str, Interval]]:
    """Interval of the differences ``metric(p) - metric(other)`` on the same draws of clusters.

    Returns
    -------
    dict of dict
        By the other's name, then by metric.
    """
    outcome = np.asarray(y, dtype=float)
    own = _scorer(np.asarray(p, dtype=float), outcome, metrics)
    theirs = {
        name: _scorer(np.asarray(q, dtype=float), outcome, metrics) for name, q in others.items()
    }
    found: dict[str, dict[str, list[Array]]] = {
        name: {metric: [] for metric in metrics} for name in others
    }
    for w in cluster_weights(clusters, draws, seed):
        mine = own(w)
        for name, score in theirs.items():
            for metric, values in score(w).items():
                found[name][metric].append(mine[metric] - values)
    return {
        name: {metric: _interval(np.concatenate(values), level) for metric, values in by.items()}
        for name, by in found.items()
    }
