"""Honouring of alliances, one war left out at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.record.backtests.leaving_out import leave_one_out, skill_score
from foedus.record.backtests.registry import Findings
from foedus.record.fits.estimators import Floats, binary, logit_with_priors, probability
from foedus.record.fits.honouring import Sample, samples
from foedus.record.scoring import Score, as_predictions, scorecard

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

PRIOR_SD = 1.5
TARGETS = {
    "honouring_leeds_anac": {"auc": 0.78},
    "honouring_berkemeier_fuhrmann_llm": {"auc": 0.75},
}
SKILL = 0.25
BASE = "rate of the wars left in"
DATA = "Leeds and Anac 2005; Berkemeier and Fuhrmann 2018"


def by_likelihood(cases: Sample) -> Floats:
    """Leave-one-war-out probabilities of the fitted equation."""
    return leave_one_out(
        cases.war,
        lambda train, rows: probability(binary(cases.y[train], cases.x[train]), cases.x[rows]),
    )


def by_priors(cases: Sample) -> Floats:
    """The same with coefficients N(0, 1.5²): a guard against separation."""
    sd = np.full(cases.x.shape[1], PRIOR_SD)
    sd[0] = 10.0  # the constant is free
    return leave_one_out(
        cases.war,
        lambda train, rows: probability(
            logit_with_priors(cases.y[train], cases.x[train], sd), cases.x[rows]
        ),
    )


def by_period_and_size(cases: Sample) -> Floats:
    """Leave-one-war-out probabilities from period and size of the alliance alone."""
    kept = [cases.terms.index(name) for name in ("constant", "post_1945", "multilateral")]
    x = cases.x[:, kept]
    return leave_one_out(
        cases.war, lambda train, rows: probability(binary(cases.y[train], x[train]), x[rows])
    )


def rate_left_in(cases: Sample) -> Floats:
    """Share honoured in all other wars."""
    return leave_one_out(cases.war, lambda train, rows: np.full(len(rows), cases.y[train].mean()))


def _rows(cases: Sample, model: str, p: Floats) -> pl.DataFrame:
    return as_predictions(
        test="honouring",
        model=model,
        origin=cases.year,
        unit=cases.unit,
        probability=p,
        outcome=cases.y,
        cluster=cases.war,
        split=f"{cases.name}: leave one war out",
    )


def backtest_honouring(store: Store) -> Findings:
    """Score the four equations of `foedus.record.fits.honouring`, one war left out at a time.

    The origin is the year of the call: what the equations use was known when the war began.
    """
    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    for name, cases in samples(store).items():
        short = name.removeprefix("honouring_")
        base = _rows(cases, BASE, rate_left_in(cases))
        for model, p in ((short, by_likelihood(cases)), (f"{short}, priors", by_priors(cases))):
            wanted = TARGETS.get(name, {}) if model == short else {}
            rows = _rows(cases, model, p)
            tables.append(rows)
            scores += scorecard(rows, targets=wanted, data=DATA, data_date="2003")
            skill_wanted = SKILL if wanted else None
            scores.append(skill_score(rows, base, target=skill_wanted, data=DATA, data_date="2003"))
        late = tables[-2].filter(pl.Series(cases.late))
        scores += scorecard(late, about="calls from 1945 on", data=DATA, data_date="2003")
        tables.append(base)
        if "multilateral" in cases.terms:
            plain = _rows(cases, f"{short}, period and size alone", by_period_and_size(cases))
            tables.append(plain)
            scores += scorecard(plain, data=DATA, data_date="2003")
    return Findings(
        scores,
        pl.concat(tables),
        [
            "Among the 28 calls from 1945 on, both equations on the sample of Leeds and Anac have "
            "a worse Brier score than the late base rate: much of their skill is the period.",
            "The samples share cases; their scores are not independent.",
        ],
    )
