"""Exit of members and end of alliances: chosen before 1986, tested once on 1990 to 2014."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.record.backtests.leaving_out import skill_score
from foedus.record.backtests.registry import Findings
from foedus.record.fits.estimators import binary, probability
from foedus.record.fits.exits import (
    CHOSEN,
    alliance_panel,
    design,
    member_panel,
    predictors,
    survival,
    surviving,
)
from foedus.record.scoring import Score, as_predictions, scorecard

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

FIRST, LAST = 1990, 2014
BASE = "rate since 1946 in the training years"
DATA = "ATOP 4.01"
METRICS = ("auc", "average_precision", "brier", "log_score_unfloored")


def split_at(panel: pl.DataFrame, event: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Prediction rows of the test years: of the chosen hazard, and of the plain rate."""
    terms = predictors(CHOSEN[event], multilateral=event == "exit")
    past = panel.filter(pl.col("year") < FIRST)
    now = panel.filter(pl.col("year").is_between(FIRST, LAST))
    found = binary(past[event].to_numpy(), design(past, terms), link="cloglog")
    rate = float(past.filter(pl.col("year") >= 1946)[event].cast(pl.Float64).mean())  # type: ignore[arg-type]
    keys = ["atopid", "member"] if "member" in panel.columns else ["atopid"]
    unit = now.select(pl.concat_str(keys, separator=":")).to_series().to_numpy()
    what = "exit of a member" if event == "exit" else "end of an alliance"

    def rows(model: str, p: np.ndarray) -> pl.DataFrame:
        return as_predictions(
            test="exits",
            model=f"{what}: {model}",
            origin=(now["year"] - 1).to_numpy(),
            unit=unit,
            probability=p,
            outcome=now[event].to_numpy(),
            cluster=now["atopid"].cast(pl.String).to_numpy(),
            split=f"{what}: trained before {FIRST}",
        )

    fitted = probability(found, design(now, terms), "cloglog")
    return rows("hazard", fitted), rows(BASE, np.full(now.height, rate))


def backtest_exits(store: Store) -> Findings:
    """Score the hazards of exit and of the end of an alliance against the plain rate.

    Whatever comes: a hazard that does not remove a part of the rate's Brier score stays out of
    the library, which then keeps the rate.
    """
    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    for panel, event in ((member_panel(store), "exit"), (alliance_panel(store), "end")):
        hazard, rate = split_at(panel, event)
        tables += [hazard, rate]
        scores += scorecard(
            hazard,
            base_rate=float(rate["probability"][0]),
            baseline_name=BASE,
            metrics=METRICS,
            data=DATA,
            data_date="2016",
        )
        for metric in ("brier", "log"):
            scores.append(
                skill_score(hazard, rate, metric=metric, target=0.0, data=DATA, data_date="2016")
            )
    curve = survival(store.table("atop4_alliance"))
    alive = ", ".join(f"{age} years {surviving(curve, age):.0%}" for age in (1, 5, 10, 20, 40))
    return Findings(
        scores,
        pl.concat(tables),
        [f"Multilateral defence pacts begun since 1945 still alive after {alive} (Kaplan-Meier)."],
    )
