"""Onset on the real tables: published counts, a second panel, a second estimator, no leak."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("statsmodels")

from foedus.environment.onset import ONSET_COEFFICIENTS
from foedus.fitted import read_fit
from foedus.record import store
from foedus.record.fits import shipped_folder
from foedus.record.fits.estimators import binary, sandwich
from foedus.record.fits.onset import TERMS, onset_design
from foedus.record.onset.models import plain_logit
from foedus.record.onset.panel import PAIR, dyad_years
from foedus.record.onset.predictors import check_no_leak, onset_predictors
from foedus.record.scoring import auc, brier

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def tables(shared: Path) -> SimpleNamespace:
    folder = shared / "data"
    if not folder.is_dir():
        pytest.skip("the tables beside the repository are not here")
    return SimpleNamespace(
        table=cache(lambda name: store.table(name, folder)),
        has=lambda name: store.has(name, folder),
    )


@pytest.fixture(scope="module")
def known(tables):
    return onset_predictors(tables, "gml")


@pytest.mark.parametrize(
    ("coding", "last", "expected"),
    [
        ("mid5", 2014, [(74895, 2127), (43351, 807)]),
        ("gml", 2010, [(74928, 2037), (36176, 619)]),
    ],
)
def test_rows_and_onsets_as_counted_elsewhere(tables, coding, last, expected):
    rows = dyad_years(tables, coding).filter("relevant", "at_risk")
    spans = [rows.filter(pl.col("year") < 1990), rows.filter(pl.col("year").is_between(1990, last))]
    assert [(span.height, int(span["onset"].sum())) for span in spans] == expected


def test_the_panel_equals_one_built_by_others(tables):
    ours = dyad_years(tables)
    theirs = tables.table("dyad_year_panel").with_columns(pl.col(*PAIR, "year").cast(pl.Int32))
    both = ours.join(theirs, on=[*PAIR, "year"], how="inner")
    assert both.height == ours.height
    assert both.filter(pl.col("onset") != pl.col("mid_onset")).height == 0
    assert both.filter(pl.col("contiguity") != pl.col("conttype")).height == 0
    assert both.filter(pl.col("relevant") != (pl.col("pol_relevant") == 1)).height == 0


def test_years_of_peace_equal_those_of_others(tables, known):
    theirs = tables.table("dyad_year_panel").select(
        *(pl.col(name).cast(pl.Int32) for name in (*PAIR, "year")), "gml_peace_years"
    )
    both = known.rows.select(*PAIR, "year").join(
        theirs, on=[*PAIR, "year"], how="left", maintain_order="left"
    )
    ours, others = known.values["peace_years"], both["gml_peace_years"].to_numpy()
    # Their clock starts anew when a state comes back into the system; ours goes on.
    unbroken = known.values["acquainted"] == (known.rows["year"] - known.rows["entered"]).to_numpy()
    np.testing.assert_array_equal(ours[unbroken], others[unbroken])
    assert (ours >= others).all() and unbroken.mean() > 0.8


def test_no_predictor_knows_the_year_it_predicts(tables, known):
    check_no_leak(tables, known, [1997], "gml")


def test_the_plain_logit_scores_as_a_plain_logit_did_elsewhere(known):
    # An earlier run by others on the same rows: AUC 0.9119, Brier score 0.014934.
    year = known.rows["year"].to_numpy()
    y = known.rows["onset"].to_numpy().astype(float)
    p, after = plain_logit(known, year <= 1989), year > 1989
    assert auc(p[after], y[after]) == pytest.approx(0.9119, abs=0.01)
    assert brier(p[after], y[after]) == pytest.approx(0.014934, rel=0.02)


def test_a_second_estimator_finds_the_same_coefficients_and_errors(tables, known):
    from sklearn.linear_model import LogisticRegression

    y, x, pair = onset_design(known, tables.table("rivalries_tss"))
    first = binary(y, x, pair)
    scale = np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    model = LogisticRegression(
        C=np.inf, fit_intercept=False, solver="newton-cholesky", tol=1e-10, max_iter=200
    ).fit(x / scale, y)
    beta = np.ravel(model.coef_) / scale
    np.testing.assert_allclose(beta, first.mean, atol=5e-4)
    p = 1.0 / (1.0 + np.exp(-(x @ beta)))
    bread = np.linalg.inv((x.T * (p * (1 - p))) @ x)
    by_hand = sandwich(bread, x * (y - p)[:, None], pair)
    errors = np.sqrt(np.diag(by_hand))
    np.testing.assert_allclose(errors, first.error, rtol=2e-3)
    shipped = read_fit(shipped_folder() / "onset_gml.yaml")
    assert shipped.terms == TERMS and shipped.n == len(y)
    np.testing.assert_allclose(shipped.mean, first.mean, rtol=1e-6)


def test_the_equation_agrees_with_the_published_one_where_they_mean_the_same():
    # The published fit has another cap on years of peace, so those and the constant differ.
    fit = read_fit(shipped_folder() / "onset_gml.yaml")
    names = {
        "contiguity_land": "b_land",
        "contiguity_any": "b_any",
        "major_power": "b_major",
        "capability_ratio": "b_ratio",
        "defence_pact": "b_pact",
        "rivalry": "b_rivalry",
    }
    for term, published in names.items():
        value, error, _basis = ONSET_COEFFICIENTS[published]
        assert abs(fit.coefficient(term) - value) < error
        assert fit.error(term) == pytest.approx(error, rel=0.1)
