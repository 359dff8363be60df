"""Onset scored on years it had not seen: trained to 1989, tested from 1990.

The model was chosen by rolling origin before 1990 (`foedus.record.onset.selection`); the protocol
stands in ``decisions/0006-onset-protocol.md``. Beside it: the textbook logit and boosting as it
comes, on the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from foedus.record.backtests.registry import Findings, Store
from foedus.record.onset.memory import Array
from foedus.record.onset.models import RIVALS, Fitted, Mask, Setting, fit_record
from foedus.record.onset.panel import CODINGS
from foedus.record.onset.predictors import Predictors, check_no_leak, onset_predictors
from foedus.record.onset.selection import CHOSEN, LAST_TRAINING_YEAR, ORIGINS, WINDOW
from foedus.record.onset.terms import Terms
from foedus.record.scoring import (
    Score,
    as_predictions,
    murphy,
    paired_scores,
    reliability,
    scorecard,
)

NAME = "onset"
MODEL = "record logit"
TARGETS = {
    "mid5": {"auc": 0.922, "brier": 0.0150},
    "gml": {"auc": 0.925, "brier": 0.0141},
}
"""What untuned boosting reached in an earlier run on the same rows; to be passed."""

STANDARD = ("auc", "average_precision", "brier", "log_score")
METRICS = (*STANDARD, "log_score_unfloored")
LEAK_YEARS = (1990, 2005)
"""Years whose predictors are computed again with everything later taken away."""


def predictions_of(
    predictors: Predictors, model: str, p: Array, rows: Mask, split: str
) -> pl.DataFrame:
    """Prediction rows of a mask: origin the year before, unit and cluster the pair."""
    kept = predictors.rows.filter(pl.Series(rows))
    pair = kept.select(pl.concat_str("ccode1", "ccode2", separator="-")).to_series()
    return as_predictions(
        test=NAME,
        model=model,
        origin=(kept["year"] - 1).to_numpy(),
        unit=pair.to_numpy(),
        probability=p[rows],
        outcome=kept["onset"].to_numpy(),
        cluster=pair.to_numpy(),
        split=split,
    )


def split_at(
    predictors: Predictors, origin: int, last: int, split: str, setting: Setting = CHOSEN
) -> tuple[dict[str, pl.DataFrame], Fitted, Terms]:
    """Predictions for the years after an origin by all models, trained up to it."""
    year = predictors.rows["year"].to_numpy()
    train, after = year <= origin, (year > origin) & (year <= last)
    fitted, terms = fit_record(predictors, train, setting)
    found = {MODEL: fitted.probability(terms)}
    found |= {name: rival(predictors, train) for name, rival in RIVALS.items()}
    return (
        {name: predictions_of(predictors, name, p, after, split) for name, p in found.items()},
        fitted,
        {name: (group, values[after]) for name, (group, values) in terms.items()},
    )


def compared(
    found: dict[str, pl.DataFrame],
    about: str,
    base_rate: float,
    targets: dict[str, float],
    *,
    data: str,
    data_date: str,
) -> list[Score]:
    """Scores of the model and its rivals, then paired differences clustered by pair."""
    scores: list[Score] = []
    for name, rows in found.items():
        scores += scorecard(
            rows,
            about=about,
            base_rate=base_rate,
            metrics=METRICS if name == MODEL else STANDARD,
            targets=targets if name == MODEL else None,
            data=data,
            data_date=data_date,
        )
    return scores + paired_scores(
        found[MODEL],
        *(found[name] for name in RIVALS),
        about=about,
        wanted=("auc", "brier"),
        data=data,
        data_date=data_date,
    )


def before_the_test(predictors: Predictors, *, data: str, data_date: str) -> list[Score]:
    """Scores of 1965 to 1989, trained to 1964: years that the choice was made on."""
    origin, last = ORIGINS[-1], ORIGINS[-1] + WINDOW
    found, _, _ = split_at(predictors, origin, last, f"trained to {origin}")
    year, onset = predictors.rows["year"].to_numpy(), predictors.rows["onset"].to_numpy()
    kind, about = "years used for the choice", f"{origin + 1} to {last}"
    return scorecard(
        found[MODEL],
        about=about,
        base_rate=float(onset[year <= origin].mean()),
        data=data,
        data_date=data_date,
        kind=kind,
    ) + paired_scores(
        found[MODEL],
        *(found[name] for name in RIVALS),
        about=about,
        metrics=("auc", "brier"),
        data=data,
        data_date=data_date,
        kind=kind,
    )


def clustered_by_year(
    found: dict[str, pl.DataFrame], about: str, *, data: str, data_date: str
) -> list[Score]:
    """Differences to the rivals, drawing whole years: a war joins many pairs in one year."""
    by_year = {name: rows.with_columns(cluster=pl.col("origin")) for name, rows in found.items()}
    return paired_scores(
        by_year[MODEL],
        *(by_year[name] for name in RIVALS),
        about=f"{about}, clustered by year",
        metrics=("auc", "brier"),
        data=data,
        data_date=data_date,
    )


def _one_coding(store: Store, coding: str) -> tuple[list[Score], pl.DataFrame, list[str]]:
    chosen = CODINGS[coding]
    predictors = onset_predictors(store, coding)
    check_no_leak(store, predictors, LEAK_YEARS, coding)
    split = f"{coding}: trained to {LAST_TRAINING_YEAR}"
    found, fitted, terms = split_at(predictors, LAST_TRAINING_YEAR, chosen.last, split)
    year, onset = predictors.rows["year"].to_numpy(), predictors.rows["onset"].to_numpy()
    base = float(onset[year <= LAST_TRAINING_YEAR].mean())
    told = {"data": chosen.name, "data_date": str(chosen.last)}
    about = f"{coding}, {LAST_TRAINING_YEAR + 1} to {chosen.last}"
    scores = compared(found, about, base, TARGETS[coding], **told)
    scores += clustered_by_year(found, about, **told)
    scores.append(calibration(found[MODEL], about, **told))
    notes = [*reading(found[MODEL], about)]
    if coding == "mid5":
        notes.append(what_it_is_made_of(fitted, terms))
        scores += before_the_test(predictors, **told)
    return scores, pl.concat(found.values()), notes


def reading(rows: pl.DataFrame, about: str) -> list[str]:
    """Reliability and the parts of the Brier score, in words."""
    p, y = rows["probability"].to_numpy(), rows["outcome"].to_numpy()
    parts, bins = murphy(p, y), reliability(p, y)
    off = [b for b in bins if not b.consistent]
    return [
        f"{about}: Brier score {parts.brier:.5f} = reliability {parts.reliability:.5f} "
        f"- resolution {parts.resolution:.5f} + uncertainty {parts.uncertainty:.5f} "
        f"+ within bins {parts.within:.5f}; forecast {p.mean():.4f} on average, "
        f"observed {y.mean():.4f}.",
        f"{about}: {len(bins) - len(off)} of {len(bins)} bins lie within their consistency "
        "bands; outside: "
        + (
            "; ".join(f"forecast {b.forecast:.4f}, observed {b.observed:.4f}" for b in off)
            or "none"
        )
        + ".",
    ]


def calibration(rows: pl.DataFrame, about: str, *, data: str, data_date: str) -> Score:
    """Share of ten bins that lie within their consistency bands; nine in ten are wanted."""
    bins = reliability(rows["probability"].to_numpy(), rows["outcome"].to_numpy())
    return Score(
        test=NAME,
        quantity=f"{MODEL}, share of bins within their consistency bands, {about}",
        result=sum(b.consistent for b in bins) / len(bins),
        target=0.9,
        n=rows.height,
        events=int(rows["outcome"].sum()),
        data=data,
        data_date=data_date,
    )


def what_it_is_made_of(fitted: Fitted, terms: Terms) -> str:
    """How much each group of terms moves the log odds between rows of the test years."""
    spread = {name: float(np.std(part)) for name, part in fitted.by_group(terms).items()}
    ranked = sorted(spread.items(), key=lambda item: -item[1])
    return "Spread of the log odds between pairs, by group of terms: " + ", ".join(
        f"{name} {value:.2f}" for name, value in ranked
    )


def backtest_onset(store: Store, codings: Sequence[str] = ("mid5", "gml")) -> Findings:
    """Train to 1989, test from 1990, on both codings of disputes.

    Raises
    ------
    foedus.record.onset.guard.LeakError
        A predictor knows something from after its origin.
    """
    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    notes: list[str] = []
    for coding in codings:
        more, table, told = _one_coding(store, coding)
        scores += more
        tables.append(table)
        notes += told
    return Findings(scores, pl.concat(tables), notes)
