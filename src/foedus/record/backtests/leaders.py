"""Irregular change of leaders, conflict within states: trained to 2000, tested once after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.record.backtests.leaving_out import skill_score
from foedus.record.backtests.registry import Findings
from foedus.record.fits.estimators import binary, probability
from foedus.record.fits.leaders import CHOSEN, LAST_YEAR, design, predictors, state_years
from foedus.record.scoring import Score, as_predictions, paired_scores, scorecard

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

FIRST = 2001
BASE = "rate of 1991 to 2000"
NAMES = {"turnover": "irregular change of leader", "conflict": "onset of conflict within a state"}
TARGETS = {"turnover": {"auc": 0.80}, "conflict": {}}
TREES = 100


def rows_of(panel: pl.DataFrame, event: str) -> dict[str, pl.DataFrame]:
    """Prediction rows of the test years by the chosen logit, by boosting and by the plain rate."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    terms = predictors(CHOSEN[event])
    past = panel.filter(pl.col("year") < FIRST)
    now = panel.filter(pl.col("year") >= FIRST)
    y = past["event"].to_numpy()
    found = probability(binary(y, design(past, terms)), design(now, terms))
    every = predictors(6)
    trees = HistGradientBoostingClassifier(max_iter=TREES, random_state=1)
    with threadpool_limits(1):  # more threads wait for each other longer than they work
        trees.fit(design(past, every), y)
    recent = past.filter(pl.col("year") >= 1991)["event"].to_numpy().mean()
    by = {
        "logit": found,
        "boosting": trees.predict_proba(design(now, every))[:, 1],
        BASE: np.full(now.height, recent),
    }
    return {
        model: as_predictions(
            test="leaders",
            model=f"{NAMES[event]}: {model}",
            origin=(now["year"] - 1).to_numpy(),
            unit=now["gwcode"].cast(pl.String).to_numpy(),
            probability=p,
            outcome=now["event"].to_numpy(),
            cluster=now["gwcode"].cast(pl.String).to_numpy(),
            split=f"{event}: trained to {FIRST - 1}",
        )
        for model, p in by.items()
    }


def backtest_leaders(store: Store) -> Findings:
    """Score the chosen logit once on 2001 and later, boosting and the plain rate beside it."""
    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    for event in NAMES:
        by = rows_of(state_years(store, event), event)
        data = "Archigos 4.1" if event == "turnover" else "UCDP/PRIO ACD"
        date = str(LAST_YEAR[event])
        tables += list(by.values())
        for model in ("logit", "boosting"):
            scores += scorecard(
                by[model],
                base_rate=float(by[BASE]["probability"][0]),
                baseline_name=BASE,
                targets=TARGETS[event] if model == "logit" else {},
                data=data,
                data_date=date,
            )
        scores.append(skill_score(by["logit"], by[BASE], target=0.0, data=data, data_date=date))
        scores += paired_scores(by["logit"], by["boosting"], data=data, data_date=date)
    return Findings(
        scores,
        pl.concat(tables),
        ["Output per head ends in 2019: later years carry its last level and no growth."],
    )
