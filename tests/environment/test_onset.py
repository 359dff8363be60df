"""Onset of disputes: the logit, its monthly rate, and the base rates it has to reproduce."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.environment.onset import (
    ONSET_COEFFICIENTS,
    PEACE_YEARS_CAP,
    dyad_log_odds,
    monthly_from_yearly,
    peace_term,
    yearly_probability,
)

B = [value for value, _error, _basis in ONSET_COEFFICIENTS.values()]


def probability(land=0, near=0, major=0, ratio=0.0, pact=0, rivals=0, peace=0.0, issue=0, help_=0):
    odds = dyad_log_odds(land, near, major, ratio, pact, rivals, peace, issue, help_, *B)
    return yearly_probability(odds)


def test_log_odds_by_hand():
    # Contiguous rivals, capability ratio e, ten years of peace:
    # -3.151 + .577 + .970 - .257 + 1.373 - 2.48 + .809 - .0841
    expected = -3.151 + 0.577 + 0.970 - 0.257 + 1.373 - 2.48 + 0.809 - 0.0841
    found = dyad_log_odds(1, 1, 0, 1.0, 0, 1, 10.0, 0, 0, *B)
    assert found == pytest.approx(expected, abs=1e-12)


def test_published_rates_lie_within_what_the_logit_spans():
    # A published rate is a mean over years of peace and capability ratios, so it has to lie
    # between the logit's values for short and for long peace, at ordinary ratios.
    assert probability(1, 1, 0, 1.5, 0, 1, 15) < 0.219 < probability(1, 1, 0, 1.5, 0, 1, 0)
    assert probability(1, 1, 0, 1.5, 0, 0, 15) < 0.037 < probability(1, 1, 0, 1.5, 0, 0, 0)
    assert probability(1, 1, 0, 1.5, 0, 0, 15) < 0.069 < probability(1, 1, 0, 1.5, 0, 1, 0)


def test_a_month_is_a_twelfth_root():
    for p in (0.0, 0.001, 0.022, 0.219, 0.9, 1.0):
        month = monthly_from_yearly(p)
        assert 1 - (1 - month) ** 12 == pytest.approx(p, abs=1e-12)
    # Of 21.9 per cent a year: 1 - 0.781 ** (1 / 12) = 0.020386...
    assert monthly_from_yearly(0.219) == pytest.approx(1 - 0.781 ** (1 / 12), rel=1e-12)


def test_peace_is_level_after_the_cap():
    b = ONSET_COEFFICIENTS
    terms = [b[name][0] for name in ("b_peace", "b_peace2", "b_peace3")]
    assert peace_term(PEACE_YEARS_CAP + 100, *terms) == peace_term(PEACE_YEARS_CAP, *terms)
    assert peace_term(-3.0, *terms) == 0.0
    # The polynomial itself would make disputes impossible after a century.
    assert sum(c * 100.0**k / 10 ** (2 * (k - 1)) for k, c in enumerate(terms, 1)) < -15


def test_coefficients_stand_in_the_order_of_the_rule():
    import inspect

    names = list(inspect.signature(dyad_log_odds).parameters)[9:]
    assert names == list(ONSET_COEFFICIENTS)


flag = st.sampled_from([0, 1])


@given(flag, flag, st.floats(-10, 10), flag, st.floats(0, 200), st.floats(0, 1))
def test_signs(land, major, ratio, pact, peace, help_):
    here = {"land": land, "near": 1, "major": major, "ratio": ratio, "pact": pact, "peace": peace}
    p = probability(**here, help_=help_)
    assert 0.0 < p < 1.0
    assert probability(**here, help_=help_, rivals=1) > p
    assert probability(**here, help_=help_, issue=2) > p
    assert probability(**here, help_=0) >= p
    assert probability(**{**here, "ratio": -ratio}, help_=help_) == p


@given(st.floats(0, 1), st.floats(0, 1))
def test_monthly_is_monotone_and_below_yearly(p, q):
    low, high = min(p, q), max(p, q)
    assert 0.0 <= monthly_from_yearly(low) <= monthly_from_yearly(high) <= 1.0
    assert monthly_from_yearly(p) <= p


@pytest.fixture(scope="module")
def dyads(shared):
    import polars as pl

    path = shared / "data" / "dyad_year_panel.parquet"
    if not path.is_file():
        pytest.skip("the table of dyad-years is not here")
    return (
        pl.scan_parquet(path)
        .filter(
            (pl.col("pol_relevant") == 1)
            & pl.col("year").is_between(1946, 2010)
            & (pl.col("gml_onset") >= 0)
            & (pl.col("cinc1_l") > 0)
            & (pl.col("cinc2_l") > 0)
        )
        .select(
            (pl.col("conttype") == 1).cast(pl.Float64).alias("land"),
            (pl.col("conttype") < 6).cast(pl.Float64).alias("near"),
            ((pl.col("major1") == 1) | (pl.col("major2") == 1)).cast(pl.Float64).alias("major"),
            (pl.col("cinc1_l") / pl.col("cinc2_l")).log().alias("ratio"),
            (pl.col("defense_l") == 1).fill_null(False).cast(pl.Float64).alias("pact"),
            (pl.col("rivalry_l") > 0).cast(pl.Float64).alias("rivals"),
            pl.col("gml_peace_years").cast(pl.Float64).alias("peace"),
            pl.col("gml_onset").cast(pl.Float64).alias("onset"),
        )
        .collect()
    )


@pytest.mark.shared
def test_base_rates_of_the_record(dyads):
    columns = [dyads[name].to_list() for name in dyads.columns]
    predicted = np.array(
        [
            yearly_probability(dyad_log_odds(*row[:7], 0.0, 0.0, *B))
            for row in zip(*columns, strict=True)
        ]
    )
    observed = dyads["onset"].to_numpy()
    land = dyads["land"].to_numpy() == 1
    rivals = dyads["rivals"].to_numpy() == 1
    fresh = dyads["peace"].to_numpy() == 0
    long_peace = dyads["peace"].to_numpy() > PEACE_YEARS_CAP
    for group, published, within in (
        (land | True, 0.022, 0.15),
        (land, 0.069, 0.15),
        (land & rivals, 0.219, 0.15),
        (land & ~rivals, 0.037, 0.25),
        (land & rivals & fresh, None, 0.15),
        (long_peace, None, 0.5),
    ):
        rate = float(observed[group].mean())
        assert float(predicted[group].mean()) == pytest.approx(rate, rel=within)
        if published is not None:
            assert rate == pytest.approx(published, rel=0.06)


def test_all_values_are_finite_at_extremes():
    for peace in (0.0, 1e9):
        for ratio in (-1e6, 1e6):
            assert math.isfinite(dyad_log_odds(1, 1, 1, ratio, 1, 1, peace, 2, 1, *B))
