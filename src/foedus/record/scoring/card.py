"""Scores from a table of predictions, with base rate, baseline and intervals beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.record.scoring.bootstrap import bootstrap, paired_bootstrap
from foedus.record.scoring.metrics import METRICS
from foedus.record.scoring.score import Score

STANDARD = ("auc", "average_precision", "brier", "log_score")


def scorecard(
    predictions: pl.DataFrame,
    *,
    about: str = "",
    base_rate: float | None = None,
    baseline_name: str = "base rate of the training years",
    metrics: Sequence[str] = STANDARD,
    targets: Mapping[str, float] | None = None,
    data: str = "",
    data_date: str = "",
    kind: str = "out of sample",
    note: str = "",
    draws: int = 1000,
    seed: int = 1,
) -> list[Score]:
    """Scores of one model's predictions.

    Parameters
    ----------
    predictions : polars.DataFrame
        Rows of `foedus.record.scoring.rows.SCHEMA`, one test and one model.
    about : str
        Added to the quantity's name, such as ``"1990 to 2014"``.
    base_rate : float or None
        Constant probability that the baseline gives to every row. By default the share of events
        among the rows themselves, which no forecaster knew: the name then says so.
    metrics, targets : sequence of str, mapping
        Names in `METRICS`; what was wanted of some of them.
    """
    p = predictions["probability"].to_numpy()
    y = predictions["outcome"].to_numpy().astype(float)
    if base_rate is None:
        base_rate, baseline_name = float(y.mean()), "base rate of the rows scored"
    constant = np.full_like(p, base_rate)
    intervals = bootstrap(p, y, predictions["cluster"].to_numpy(), metrics, draws=draws, seed=seed)
    model = predictions["model"][0]
    return [
        Score(
            test=predictions["test"][0],
            quantity=_quantity(model, name, about),
            result=METRICS[name].value(p, y, None),
            target=(targets or {}).get(name),
            higher_is_better=METRICS[name].higher_is_better,
            n=len(p),
            events=int(y.sum()),
            baseline=METRICS[name].value(constant, y, None),
            baseline_name=baseline_name,
            interval=intervals[name],
            data=data,
            data_date=data_date,
            kind=kind,
            note=note,
        )
        for name in metrics
    ]


def aligned(predictions: pl.DataFrame, other: pl.DataFrame) -> NDArray[np.float64]:
    """Another model's probabilities in the order of the predictions' rows.

    Raises
    ------
    ValueError
        The two are not about the same rows and outcomes.
    """
    keys = ["origin", "unit", "step", "split"]
    both = predictions.join(
        other.select([*keys, pl.col("probability").alias("q"), pl.col("outcome").alias("z")]),
        on=keys,
        how="inner",
        validate="1:1",
        maintain_order="left",
    )
    same = both.height == predictions.height == other.height
    if not same or (both["outcome"] != both["z"]).any():
        raise ValueError("the two sets of predictions are not about the same rows and outcomes")
    return both["q"].to_numpy()


def paired_scores(
    predictions: pl.DataFrame,
    *others: pl.DataFrame,
    about: str = "",
    metrics: Sequence[str] = STANDARD,
    wanted: Sequence[str] = (),
    data: str = "",
    data_date: str = "",
    kind: str = "out of sample",
    draws: int = 1000,
    seed: int = 1,
) -> list[Score]:
    """Differences ``model - other`` on the same rows, with paired intervals by cluster.

    A metric in `wanted` has zero as its target: the model is to be at least as good as the other.
    """
    p = predictions["probability"].to_numpy()
    y = predictions["outcome"].to_numpy().astype(float)
    rivals = {other["model"][0]: aligned(predictions, other) for other in others}
    found = paired_bootstrap(
        p, rivals, y, predictions["cluster"].to_numpy(), metrics, draws=draws, seed=seed
    )
    return [
        Score(
            test=predictions["test"][0],
            quantity=_quantity(f"{predictions['model'][0]} minus {name}", metric, about),
            result=METRICS[metric].value(p, y, None) - METRICS[metric].value(q, y, None),
            target=0.0 if metric in wanted else None,
            higher_is_better=METRICS[metric].higher_is_better,
            n=len(p),
            events=int(y.sum()),
            baseline=METRICS[metric].value(q, y, None),
            baseline_name=name,
            interval=found[name][metric],
            data=data,
            data_date=data_date,
            kind=kind,
        )
        for name, q in rivals.items()
        for metric in metrics
    ]


def _quantity(model: str, metric: str, about: str) -> str:
    return ", ".join(part for part in (model, METRICS[metric].label, about) if part)
