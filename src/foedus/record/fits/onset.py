"""Onset of disputes between two states: the simulator's own equation, on two codings of disputes.

Politically relevant dyad-years since 1946, those in which a dispute merely goes on left out. The
terms are those of `foedus.environment.onset.dyad_log_odds`, with years of peace held level after
its cap. Gibler, Miller and Little (2016) to 2010 and Correlates of War MID 5.0 (Palmer et al.
2022) to 2014 are rival codings, fitted apart and never averaged. Rivalry is that of the year
before (Thompson, Sakuwa and Suhas 2021); it was coded by people who knew the later disputes, so
that its coefficient is a description and too large for a forecast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.environment.onset import PEACE_YEARS_CAP
from foedus.fitted import Fit
from foedus.record.fits.estimators import Floats, binary, with_constant
from foedus.record.fits.registry import as_fit, table_digests
from foedus.record.onset.panel import CODINGS, PAIR, spells_to_years
from foedus.record.onset.predictors import Predictors, onset_predictors

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store
    from foedus.record.fits.registry import FitStore

FIRST_YEAR = 1946
SOURCES = {"gml": "gml-relevant-dyads-1946-2010", "mid5": "cow-mid-5"}
TERMS = (
    "constant",
    "contiguity_land",
    "contiguity_any",
    "major_power",
    "capability_ratio",
    "defence_pact",
    "rivalry",
    "peace_years",
    "peace_years_squared",
    "peace_years_cubed",
)
TABLES = (
    *("states", "contiguity", "majors", "capitals", "nmc_v7"),
    *("atop51_ddyad_year", "rivalries_tss"),
)


def rivals(rows: pl.DataFrame, rivalries: pl.DataFrame) -> Floats:
    """1 where the two were strategic rivals in the year before."""
    start, end = pl.col("start").cast(pl.Int32), pl.col("end").cast(pl.Int32)
    last = int(rows["year"].max())  # type: ignore[arg-type]
    spells = rivalries.drop_nulls(PAIR).select(
        pl.min_horizontal(PAIR).cast(pl.Int32).alias("ccode1"),
        pl.max_horizontal(PAIR).cast(pl.Int32).alias("ccode2"),
        (start + 1).alias("y0"),
        (end.fill_null(last) + 1).alias("y1"),
    )
    years = spells_to_years(spells, FIRST_YEAR, last).unique().with_columns(rival=pl.lit(1.0))
    found = rows.join(years, on=[*PAIR, "year"], how="left", maintain_order="left")
    return found["rival"].fill_null(0.0).to_numpy()


def onset_design(
    predictors: Predictors, rivalries: pl.DataFrame
) -> tuple[NDArray[np.int8], Floats, NDArray[np.str_]]:
    """Onset, design matrix in the order of `TERMS`, and the pair, where capabilities are known."""
    column = predictors.column
    known = np.isfinite(column("cinc_1")) & np.isfinite(column("cinc_2"))
    known &= predictors.rows["year"].to_numpy() >= FIRST_YEAR
    kept = predictors.kept(known)
    peace = np.minimum(kept.column("peace_years"), PEACE_YEARS_CAP)
    x = with_constant(
        kept.column("land"),
        kept.column("near"),
        kept.column("major"),
        np.abs(np.log(kept.column("cinc_1") / kept.column("cinc_2"))),
        kept.column("defence"),
        rivals(kept.rows, rivalries),
        peace,
        peace**2 / 100.0,
        peace**3 / 10_000.0,
    )
    pair = kept.rows.select(pl.concat_str(PAIR, separator="-")).to_series().to_numpy()
    return kept.rows["onset"].to_numpy(), x, pair


def onset_sample(store: Store, coding: str) -> tuple[NDArray, Floats, NDArray]:
    """`onset_design` of a coding of disputes, from the store's tables."""
    predictors = onset_predictors(store, coding, attributes=("cinc",))
    return onset_design(predictors, store.table("rivalries_tss"))


def fit_onset(store: FitStore) -> list[Fit]:
    """Fit the yearly log odds that a relevant pair begins a militarised dispute.

    Data: `TABLES` and the disputes of each coding. Formula: logit, ``x @ b`` with the terms of
    `foedus.environment.onset`. Estimator: maximum likelihood, covariance clustered by pair.
    """
    fits = []
    for coding in ("gml", "mid5"):
        chosen = CODINGS[coding]
        y, x, pair = onset_sample(store, coding)
        fits.append(
            as_fit(
                binary(y, x, pair),
                TERMS,
                clusters=("pair of states", pair),
                fit=f"onset_{coding}",
                meaning=f"a relevant pair begins a militarised dispute in a year ({chosen.name})",
                formula="logit P(onset) = constant + " + " + ".join(TERMS[1:]),
                estimator="logit, maximum likelihood (statsmodels); clustered by pair",
                source=SOURCES[coding],
                tables=table_digests(store, (*TABLES, chosen.table)),
                n=len(y),
                events=int(y.sum()),
                notes=(
                    f"{FIRST_YEAR} to {chosen.last}; years in which a dispute goes on without a "
                    "new one are not at risk; pairs without known capabilities are left out",
                    f"years of peace are held level after {PEACE_YEARS_CAP:g}, squared over 100, "
                    "cubed over 10,000",
                    "rivalries were coded by people who knew the later disputes",
                ),
            )
        )
    return fits
