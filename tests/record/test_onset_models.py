"""Models of onset: their parts add up, a second estimator agrees, the test years stay unseen."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from onset_making import made_up_store
from scipy.optimize import minimize

pytest.importorskip("sklearn")

from foedus.record.fits.onset import TERMS, onset_design, rivals
from foedus.record.onset.models import RIVALS, Setting, fit_logit, fit_record, year_weights
from foedus.record.onset.predictors import onset_predictors
from foedus.record.onset.selection import CANDIDATES, CHOSEN, Trial, ranked, rolling_origin
from foedus.record.onset.terms import PRODUCTS, record_terms, with_products

KNOWN = onset_predictors(made_up_store())
YEAR = KNOWN.rows["year"].to_numpy()
Y = KNOWN.rows["onset"].to_numpy().astype(float)
TRAIN = YEAR <= 1989


def test_a_ridge_logit_equals_a_general_minimiser():
    terms = {name: record_terms(KNOWN)[name] for name in ("near", "peace", "cinc_low", "ever")}
    weights = year_weights(YEAR.astype(float), TRAIN, 30.0)
    fitted = fit_logit(terms, Y, TRAIN, weights, penalty=0.05)
    z, w = fitted.standardised(terms)[TRAIN], weights[TRAIN]

    def loss(b):
        odds = b[0] + z @ b[1:]
        return w @ (np.logaddexp(0, odds) - Y[TRAIN] * odds) + b[1:] @ b[1:] / (2 * 0.05)

    found = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-8}).x
    np.testing.assert_allclose([fitted.constant, *fitted.coefficients], found, atol=2e-4)


def test_stretching_leaves_the_order_and_mends_the_mean_slope():
    terms = record_terms(KNOWN)
    ones = np.ones_like(Y)
    shrunk = fit_logit(terms, Y, TRAIN, ones, 0.0003)
    stretched = fit_logit(terms, Y, TRAIN, ones, 0.0003, stretched=True)
    p, q = shrunk.probability(terms), stretched.probability(terms)
    np.testing.assert_array_equal(np.argsort(p, kind="stable"), np.argsort(q, kind="stable"))
    assert q[TRAIN].std() > p[TRAIN].std()
    # The score equation of a logit: forecasts and onsets have the same sum on the training rows.
    assert q[TRAIN].sum() == pytest.approx(Y[TRAIN].sum(), rel=5e-3)


def test_log_odds_are_the_sum_of_their_groups():
    fitted, terms = fit_record(KNOWN, TRAIN, CHOSEN)
    p = fitted.probability(terms)
    parts = fitted.by_group(terms)
    total = fitted.constant + sum(parts.values())
    np.testing.assert_allclose(np.log(p / (1 - p)), total, atol=1e-9)
    assert set(parts) == {group for group, _ in terms.values()}


def test_what_comes_after_training_does_not_move_the_fit():
    terms = record_terms(KNOWN)
    ones = np.ones_like(Y)
    a = fit_logit(terms, Y, TRAIN, ones, 0.01)
    spoilt = {name: (g, np.where(TRAIN, v, 1e6)) for name, (g, v) in terms.items()}
    b = fit_logit(spoilt, np.where(TRAIN, Y, 1 - Y), TRAIN, ones, 0.01)
    np.testing.assert_array_equal(a.coefficients, b.coefficients)
    np.testing.assert_array_equal(a.centre, b.centre)


@pytest.mark.parametrize("name", RIVALS)
def test_rivals_give_probabilities_of_every_row(name):
    p = RIVALS[name](KNOWN, TRAIN)
    assert p.shape == Y.shape and np.all((p > 0) & (p < 1))


def test_weights_halve():
    w = year_weights(np.array([1960.0, 1980.0, 1990.0]), np.array([True, True, False]), 20.0)
    np.testing.assert_allclose(w[:2], [0.5, 1.0])
    assert year_weights(np.array([1.0]), np.array([True]), None)[0] == 1


def test_the_choice_refuses_to_see_the_test_years():
    with pytest.raises(ValueError, match="only see the training years"):
        rolling_origin(KNOWN, CANDIDATES[:1])


def test_the_choice_is_by_ranks_in_brier_score_and_auc():
    def trial(k: int, brier: float, auc: float) -> Trial:
        return Trial(Setting(False, float(k), None), (brier,), brier, 0.1, auc, 0.3)

    trials = [trial(1, 0.020, 0.80), trial(2, 0.021, 0.90), trial(3, 0.022, 0.85)]
    assert ranked(trials)[0].setting.penalty == 2
    assert CHOSEN in CANDIDATES


def test_rolling_origin_scores_every_candidate():
    trials = rolling_origin(KNOWN.kept(TRAIN), CANDIDATES[:2])
    assert len(trials) == 2
    assert all(len(trial.brier_by_origin) == 4 for trial in trials)


def test_products_are_of_terms_that_there_are():
    terms = record_terms(KNOWN)
    more = with_products(terms)
    assert len(terms) == 41 and len(more) == len(terms) + len(PRODUCTS)
    np.testing.assert_array_equal(more["near × peace"][1], terms["near"][1] * terms["peace"][1])


RIVALRIES = pl.DataFrame(
    [(20, 2, 1950.0, 1960.0), (200, 220, 1990.0, None)],
    schema=["ccode1", "ccode2", "start", "end"],
    orient="row",
)


def test_rivals_are_those_of_the_year_before():
    pair = KNOWN.rows.select("ccode1", "ccode2", "year").with_columns(
        pl.Series("rival", rivals(KNOWN.rows, RIVALRIES))
    )
    found = pair.filter(pl.col("rival") == 1)
    two = found.filter(pl.col("ccode1") == 2)["year"]
    assert (two.min(), two.max()) == (1951, 1961)
    great = found.filter(pl.col("ccode1") == 200)["year"]
    assert (great.min(), great.max()) == (1991, 2014)


def test_the_simulators_equation_fitted_by_two_libraries():
    pytest.importorskip("statsmodels")
    from sklearn.linear_model import LogisticRegression

    from foedus.record.fits.estimators import binary

    y, x, pair = onset_design(KNOWN, RIVALRIES)
    assert x.shape == (len(y), len(TERMS)) and x[:, 7].max() <= 50 and (x[:, 4] >= 0).all()
    # The made-up world is small: leave out terms that some row separates perfectly.
    kept = [TERMS.index(name) for name in ("constant", "contiguity_any", "capability_ratio")]
    first = binary(y, x[:, kept], pair)
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=1000)
    second = np.ravel(model.fit(x[:, kept], y).coef_)
    np.testing.assert_allclose(second, first.mean, atol=1e-3)
