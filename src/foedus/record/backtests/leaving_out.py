"""Leaving one group out at a time, and the share of a baseline's score that is removed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.record.scoring.bootstrap import cluster_weights
from foedus.record.scoring.score import Interval, Score

Floats = NDArray[np.float64]
Fitter = Callable[[NDArray, NDArray], Floats]
"""Takes the places of the training rows and of the rows to predict; gives probabilities."""


def leave_one_out(groups: NDArray, fitter: Fitter) -> Floats:
    """Probabilities of every row, from fits that have not seen its group.

    Parameters
    ----------
    groups : array, shape (n,)
        War, organisation, fold.
    fitter : callable
        ``fitter(train, rows)``: probabilities of `rows`, fitted on `train` (places of rows).
    """
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    out: Floats | None = None
    for number in range(int(place.max()) + 1):
        rows, train = np.flatnonzero(place == number), np.flatnonzero(place != number)
        found = fitter(train, rows)
        if out is None:
            out = np.empty((len(place), *found.shape[1:]))
        out[rows] = found
    assert out is not None
    return out


def skill_score(
    predictions: pl.DataFrame,
    baseline: pl.DataFrame,
    *,
    metric: str = "brier",
    target: float | None = None,
    about: str = "",
    data: str = "",
    data_date: str = "",
    note: str = "",
    draws: int = 2000,
    seed: int = 1,
) -> Score:
    """Share of the baseline's Brier score (or log score) removed, with an interval by cluster.

    Both tables hold the same rows in the same order.
    """
    y = predictions["outcome"].to_numpy().astype(float)
    p, q = predictions["probability"].to_numpy(), baseline["probability"].to_numpy()

    def losses(x: Floats) -> Floats:
        if metric == "brier":
            return (x - y) ** 2
        held = np.clip(x, 1e-9, 1.0 - 1e-9)
        return -np.log(np.where(y == 1, held, 1.0 - held))

    own, other = losses(p), losses(q)
    kept = []
    for w in cluster_weights(predictions["cluster"].to_numpy(), draws, seed):
        below = w @ other
        kept.append(1.0 - np.divide(w @ own, below, out=np.full(len(w), np.nan), where=below > 0))
    values = np.concatenate(kept)
    values = values[np.isfinite(values)]
    low, high = np.quantile(values, [0.025, 0.975])
    words = {"brier": "Brier skill", "log": "share of the log loss removed"}[metric]
    return Score(
        test=predictions["test"][0],
        quantity=", ".join(s for s in (predictions["model"][0], words, about) if s),
        result=float(1.0 - own.sum() / other.sum()),
        target=target,
        n=len(y),
        events=int(y.sum()),
        baseline=0.0,
        baseline_name=baseline["model"][0],
        interval=Interval(float(low), float(high), float(values.std(ddof=1)), len(values)),
        data=data,
        data_date=data_date,
        note=note,
    )
