"""Models of onset: the textbook logit, the shrunken logit on the whole record, plain boosting.

Each is fitted on rows of a training mask and gives probabilities for all rows. The logit on the
record is a ridge (all coefficients drawn towards zero, as under a normal prior) in which older
years count less, so that its terms stay readable: every probability is a sum of named parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.record.onset.memory import Array
from foedus.record.onset.predictors import Predictors
from foedus.record.onset.terms import Terms, plain_terms, record_terms, with_products

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Setting:
    """What the rolling origin chooses among.

    Attributes
    ----------
    products : bool
        Whether products of terms are added.
    penalty : float
        scikit-learn's ``C`` of the ridge, on standardised terms: small shrinks much.
    half_life : float or None
        Years after which a training year counts half; None counts all alike.
    stretched : bool
        Whether the shrunken log odds are stretched again by a second logit on them alone.
    """

    products: bool
    penalty: float
    half_life: float | None
    stretched: bool = False

    def label(self) -> str:
        """Words for a table."""
        years = "all years alike" if self.half_life is None else f"half-life {self.half_life:g}"
        products = "with" if self.products else "no"
        stretched = ", stretched" if self.stretched else ""
        return f"{products} products, C {self.penalty:g}, {years}{stretched}"


@dataclass(frozen=True)
class Fitted:
    """A fitted logit on standardised terms: coefficients, and what each term adds row by row."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    filled: Array
    centre: Array
    scale: Array
    coefficients: Array
    constant: float

    def standardised(self, terms: Terms) -> Array:
        """Terms as the logit sees them: gaps filled with the training median, unit spread."""
        columns = np.column_stack([terms[name][1] for name in self.names])
        return (np.where(np.isnan(columns), self.filled, columns) - self.centre) / self.scale

    def probability(self, terms: Terms) -> Array:
        """Probability of onset for every row."""
        return _logistic(self.constant + self.standardised(terms) @ self.coefficients)

    def by_group(self, terms: Terms) -> dict[str, Array]:
        """Part of the log odds that each group of terms contributes, row by row."""
        parts = self.standardised(terms) * self.coefficients
        groups = np.array(self.groups)
        return {name: parts[:, groups == name].sum(axis=1) for name in dict.fromkeys(self.groups)}


def _logistic(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -700, 700)))


def fit_logit(
    terms: Terms,
    y: Array,
    train: Mask,
    weights: Array,
    penalty: float,
    stretched: bool = False,
) -> Fitted:
    """Ridge logit on standardised terms by Newton's method.

    Parameters
    ----------
    terms : Terms
        Columns for all rows.
    y, weights : ndarray, shape (rows,)
        Onsets and how much each row counts.
    train : ndarray of bool
        Rows to fit on; medians, centres and scales are theirs alone.
    penalty : float
        scikit-learn's ``C``.
    stretched : bool
        A penalty draws all log odds towards their mean. A logit of the onsets on the log odds,
        without penalty, undoes that as a whole and leaves the terms' proportions.
    """
    from sklearn.linear_model import LogisticRegression

    names = tuple(terms)
    columns = np.column_stack([terms[name][1][train] for name in names])
    filled = np.nanmedian(columns, axis=0)
    columns = np.where(np.isnan(columns), filled, columns)
    centre, scale = columns.mean(axis=0), columns.std(axis=0)
    scale[scale == 0] = 1.0
    z = (columns - centre) / scale
    model = LogisticRegression(C=penalty, max_iter=200, solver="newton-cholesky")
    model.fit(z, y[train], sample_weight=weights[train])
    constant, slopes = float(np.ravel(model.intercept_)[0]), np.ravel(model.coef_)
    if stretched:
        odds = z @ slopes
        again = LogisticRegression(C=1e6, max_iter=200, solver="newton-cholesky")
        again.fit(odds[:, None], y[train], sample_weight=weights[train])
        constant, slopes = float(np.ravel(again.intercept_)[0]), slopes * np.ravel(again.coef_)[0]
    groups = tuple(terms[name][0] for name in names)
    return Fitted(names, groups, filled, centre, scale, slopes, constant)


def year_weights(year: Array, train: Mask, half_life: float | None) -> Array:
    """Weight of each row: halved for every half-life before the last training year."""
    if half_life is None:
        return np.ones_like(year, dtype=float)
    return 0.5 ** ((year[train].max() - year) / half_life)


def fit_record(predictors: Predictors, train: Mask, setting: Setting) -> tuple[Fitted, Terms]:
    """Logit on the whole record."""
    terms = record_terms(predictors)
    if setting.products:
        terms = with_products(terms)
    rows = predictors.rows
    y = rows["onset"].to_numpy().astype(float)
    weights = year_weights(rows["year"].to_numpy().astype(float), train, setting.half_life)
    return fit_logit(terms, y, train, weights, setting.penalty, setting.stretched), terms


def plain_logit(predictors: Predictors, train: Mask) -> Array:
    """Probabilities of the textbook logit, all training years alike, hardly any shrinkage."""
    terms = plain_terms(predictors)
    y = predictors.rows["onset"].to_numpy().astype(float)
    return fit_logit(terms, y, train, np.ones_like(y), 100.0).probability(terms)


BOOSTED = (
    "land", "near", "river", "far_water", "major", "both_major", "distance", "cinc_1", "cinc_2",
    "polyarchy_1", "polyarchy_2", "ideal_1", "ideal_2", "defence", "nonaggression", "same_allies",
    "peace_years",
)  # fmt: skip


def plain_boosting(predictors: Predictors, train: Mask) -> Array:
    """Probabilities of gradient boosting as it comes, on the usual predictors."""
    return _boosted([predictors.column(name) for name in BOOSTED], predictors, train)


def boosted_record(predictors: Predictors, train: Mask) -> Array:
    """Probabilities of gradient boosting as it comes, on the same terms as the record logit."""
    terms = record_terms(predictors)
    return _boosted([values for _, values in terms.values()], predictors, train)


def _boosted(columns: list[Array], predictors: Predictors, train: Mask) -> Array:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    x, y = np.column_stack(columns), predictors.rows["onset"].to_numpy()
    with threadpool_limits(limits=1):
        model = HistGradientBoostingClassifier(random_state=0).fit(x[train], y[train])
        return model.predict_proba(x)[:, 1]


Model = Callable[[Predictors, Mask], Array]
RIVALS: dict[str, Model] = {
    "plain logit": plain_logit,
    "untuned boosting": plain_boosting,
    "boosting on the same terms": boosted_record,
}
