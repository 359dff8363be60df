"""Choice of the model by rolling origin, on years before 1990 only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foedus.record.onset.models import Setting, fit_logit, year_weights
from foedus.record.onset.predictors import Predictors
from foedus.record.onset.terms import record_terms, with_products
from foedus.record.scoring.metrics import auc, average_precision, brier, log_score

LAST_TRAINING_YEAR = 1989
ORIGINS = (1949, 1954, 1959, 1964)
WINDOW = 25
"""Each origin's model is scored on the 25 years that follow it: as far ahead as the test goes."""

CANDIDATES = tuple(
    Setting(products, penalty, half_life, stretched)
    for products in (False, True)
    for penalty in (0.003, 0.001, 0.0003)
    for half_life in (None, 50.0, 30.0, 20.0)
    for stretched in (False, True)
)


@dataclass(frozen=True)
class Trial:
    """Scores of one candidate: Brier by origin, and means over the origins."""

    setting: Setting
    brier_by_origin: tuple[float, ...]
    brier: float
    log_score: float
    auc: float
    average_precision: float


def rolling_origin(
    predictors: Predictors, candidates: Sequence[Setting] = CANDIDATES
) -> list[Trial]:
    """Score every candidate at every origin; lowest sum of ranks in Brier score and AUC first.

    Raises
    ------
    ValueError
        Rows after `LAST_TRAINING_YEAR` are among the predictors: the test years stay unseen.
    """
    year = predictors.rows["year"].to_numpy().astype(float)
    if year.max() > LAST_TRAINING_YEAR:
        raise ValueError("the choice of a model may only see the training years")
    y = predictors.rows["onset"].to_numpy().astype(float)
    plain = record_terms(predictors)
    richer = with_products(plain)
    trials = []
    for setting in candidates:
        terms = richer if setting.products else plain
        scores = []
        for origin in ORIGINS:
            train, after = year <= origin, (year > origin) & (year <= origin + WINDOW)
            weights = year_weights(year, train, setting.half_life)
            fitted = fit_logit(terms, y, train, weights, setting.penalty, setting.stretched)
            p = fitted.probability({name: (g, v[after]) for name, (g, v) in terms.items()})
            z = y[after]
            scores.append((brier(p, z), log_score(p, z), auc(p, z), average_precision(p, z)))
        table = np.array(scores)
        trials.append(Trial(setting, tuple(table[:, 0]), *table.mean(axis=0).tolist()))
    return ranked(trials)


def ranked(trials: Sequence[Trial]) -> list[Trial]:
    """Trials by the sum of their ranks in mean Brier score and mean AUC; ties by Brier score."""
    brier_rank = {t.setting: k for k, t in enumerate(sorted(trials, key=lambda t: t.brier))}
    auc_rank = {t.setting: k for k, t in enumerate(sorted(trials, key=lambda t: -t.auc))}
    return sorted(trials, key=lambda t: (brier_rank[t.setting] + auc_rank[t.setting], t.brier))


CHOSEN = Setting(products=False, penalty=0.001, half_life=50.0, stretched=True)
"""What `rolling_origin` chose; ``python -m foedus.record.onset.selection`` repeats the choice."""


def main() -> None:
    """Print every candidate's scores before 1990, best first: the choice, repeated."""
    from foedus.record import store
    from foedus.record.onset.predictors import onset_predictors

    predictors = onset_predictors(store)
    before = predictors.kept(predictors.rows["year"].to_numpy() <= LAST_TRAINING_YEAR)
    lines = [
        f"{trial.brier:.5f} {trial.log_score:.4f} {trial.auc:.4f} "
        f"{trial.average_precision:.4f}  {trial.setting.label()}"
        for trial in rolling_origin(before)
    ]
    sys.stdout.write("Brier   log    AUC    AP      setting\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
