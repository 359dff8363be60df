"""Irregular change of leaders, and onset of armed conflict within states, by state and year.

Archigos 4.1 (Goemans, Gleditsch and Chiozza 2009), leaders to 2015; UCDP/PRIO Armed Conflict
Dataset to 2024 (Gleditsch et al. 2002; Davies et al. 2025). The origin of a row is the last day of
the year before, and every predictor is from that year or earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.fitted import Count, Fit
from foedus.record.fits.estimators import Floats, binary, with_constant
from foedus.record.fits.registry import as_fit, table_digests

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store
    from foedus.record.fits.registry import FitStore

FIRST_YEAR = 1950
LAST_YEAR = {"turnover": 2014, "conflict": 2024}
HALF_LIFE = 10.0
QUIET_YEARS = 5
INTERNAL = ("intrastate", "II")
COUNTED_FROM = 1946

STEPS = (
    ("log_quiet", "past_events"),
    ("democracy", "democracy_squared"),
    ("log_output", "growth"),
    ("log_people",),
    ("conflict_before",),
    ("log_tenure",),
)
"""Predictors, each step on top of those before; the protocol names them."""

TABLES = (
    *("state_year_panel", "leaders_archigos", "ucdp_prio_acd"),
    *("democracy", "gdp_pop_hist"),
)


def predictors(steps: int) -> tuple[str, ...]:
    """Predictors of the first `steps` steps."""
    return tuple(name for step in STEPS[:steps] for name in step)


def irregular_exits(leaders: pl.DataFrame) -> pl.DataFrame:
    """Years in which a leader left irregularly: ``gwcode, year``."""
    return (
        leaders.filter(pl.col("exit") == "Irregular")
        .select(
            pl.col("gwcode").cast(pl.Int64),
            pl.col("enddate").dt.year().cast(pl.Int64).alias("year"),
        )
        .unique()
        .sort("gwcode", "year")
    )


def conflict_years(conflicts: pl.DataFrame) -> pl.DataFrame:
    """Years of armed conflict within a state, and whether one began: ``gwcode, year, onset``.

    A conflict begins in its first year, and again after five calendar years without.
    """
    return (
        conflicts.filter(pl.col("type_of_conflict").is_in(INTERNAL))
        .select(
            pl.col("gwno_a").cast(pl.Int64).alias("gwcode"),
            "conflict_id",
            pl.col("year").cast(pl.Int64),
        )
        .drop_nulls()
        .unique()
        .sort("gwcode", "conflict_id", "year")
        .with_columns(gap=pl.col("year").diff().over("gwcode", "conflict_id"))
        .group_by("gwcode", "year")
        .agg(onset=(pl.col("gap").is_null() | (pl.col("gap") > QUIET_YEARS)).any())
        .sort("gwcode", "year")
    )


def tenure(leaders: pl.DataFrame) -> pl.DataFrame:
    """Years in office of the leader on the last day of each year: ``gwcode, year, tenure``."""
    spells = leaders.select(
        pl.col("gwcode").cast(pl.Int64),
        first=pl.col("startdate").dt.year().cast(pl.Int64),
        last=pl.col("enddate").dt.year().cast(pl.Int64),
        begun="startdate",
    ).filter((pl.col("last") > pl.col("first")) & (pl.col("last") >= COUNTED_FROM))
    # In office on the last day of `year`: began in that year or before, left in a later one.
    return (
        spells.with_columns(year=pl.int_ranges(pl.col("first"), pl.col("last")))
        .explode("year")
        .with_columns(
            tenure=(pl.date(pl.col("year"), 12, 31) - pl.col("begun").cast(pl.Date)).dt.total_days()
            / 365.25
        )
        .group_by("gwcode", "year")
        .agg(pl.col("tenure").max())
    )


def _history(panel: pl.DataFrame, event: str) -> pl.DataFrame:
    """Years since the last event and decayed count of events, both as of the year before.

    A state is taken to be without events before its first year in the system or before 1946.
    """
    keep = 0.5 ** (1.0 / HALF_LIFE)
    quiet, past = np.zeros(panel.height), np.zeros(panel.height)
    codes, years = panel["gwcode"].to_numpy(), panel["year"].to_numpy()
    events = panel[event].to_numpy()
    state, since, count, seen = None, 0.0, 0.0, 0
    for k in range(panel.height):
        if codes[k] != state:
            state, since, count, seen = codes[k], 0.0, 0.0, int(years[k])
        gap = int(years[k]) - seen
        since, count, seen = since + gap, count * keep**gap, int(years[k])
        quiet[k], past[k] = since, count
        if events[k]:
            since, count = 0.0, count + 1.0
    return panel.with_columns(
        log_quiet=pl.Series(quiet).log1p(), past_events=pl.Series(past, dtype=pl.Float64)
    )


def _known_before(store: Store, fights: pl.DataFrame) -> list[tuple[pl.DataFrame, str]]:
    """Tables of predictors with the code they go by, each moved on to the year after."""
    before = pl.col("year") + 1
    regime = store.table("democracy").select(
        "ccode", before.cast(pl.Int64).alias("year"), pl.col("v2x_polyarchy").alias("democracy")
    )
    wealth = (
        store.table("gdp_pop_hist")
        .sort("ccode", "year")
        .select(
            "ccode",
            before.cast(pl.Int64).alias("year"),
            log_output=pl.col("mrgdppc").log(),
            growth=pl.col("mrgdppc").log().diff().over("ccode"),
            log_people=pl.col("pwtpop").log(),
        )
    )
    fought = fights.select("gwcode", before.alias("year"), conflict_before=pl.lit(1.0))
    office = tenure(store.table("leaders_archigos")).select(
        "gwcode", before.alias("year"), log_tenure=pl.col("tenure").log1p()
    )
    return [(regime, "ccode"), (wealth, "ccode"), (fought, "gwcode"), (office, "gwcode")]


def state_years(store: Store, event: str) -> pl.DataFrame:
    """State-years with the outcome ``event`` and every predictor of the year before.

    Parameters
    ----------
    store : Store
    event : {"turnover", "conflict"}
        A leader leaves irregularly; an armed conflict within the state begins.

    Returns
    -------
    polars.DataFrame
        ``gwcode, year, event`` and the predictors; rows with a missing predictor left out.
    """
    fights = conflict_years(store.table("ucdp_prio_acd"))
    if event == "turnover":
        exits = irregular_exits(store.table("leaders_archigos"))
        happened = exits.with_columns(event=pl.lit(1))
    else:
        happened = fights.filter("onset").select("gwcode", "year", event=pl.lit(1))
    panel = (
        store.table("state_year_panel")
        .drop_nulls(["gwcode", "ccode"])
        .select(pl.col("gwcode").cast(pl.Int64), "ccode", pl.col("year").cast(pl.Int64))
        .filter(pl.col("year").is_between(COUNTED_FROM, LAST_YEAR[event]))
        .unique(["gwcode", "year"], keep="first", maintain_order=True)
        .sort("gwcode", "year")
        .join(happened, on=["gwcode", "year"], how="left", maintain_order="left")
        .with_columns(pl.col("event").fill_null(0).cast(pl.Int8))
    )
    panel = _history(panel, "event")
    for one, by in _known_before(store, fights):
        panel = panel.join(one, on=[by, "year"], how="left", maintain_order="left")
    # Output is not known after 2019: the last known level is carried on, and growth is then zero.
    return (
        panel.with_columns(
            pl.col("conflict_before").fill_null(0.0),
            pl.col("log_output", "log_people").forward_fill().over("gwcode"),
            pl.col("growth").fill_null(0.0),
            pl.col("log_tenure").fill_null(0.0),
            democracy_squared=pl.col("democracy") ** 2,
        )
        .filter(pl.col("year") >= FIRST_YEAR)
        .drop_nulls(list(predictors(len(STEPS))))
    )


def design(panel: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    """Design matrix of a panel."""
    return with_constant(*(panel[name].to_numpy() for name in names))


def _rate(panel: pl.DataFrame, since: int, until: int, what: str) -> Count:
    rows = panel.filter(pl.col("year").is_between(since, until))
    return Count(
        kind="rate",
        meaning=f"{what}, {since} to {until}",
        events=float(rows["event"].sum()),
        trials=float(rows.height),
        unit="a state-year",
    )


CHOSEN = {"turnover": 5, "conflict": 5}
"""Steps of the candidate that the rolling origins before 2001 chose; see the protocol."""

ABOUT = {
    "turnover": (
        "leaders_turnover",
        "a leader leaves office irregularly within the year",
        "archigos-41",
    ),
    "conflict": (
        "leaders_conflict",
        "an armed conflict of 25 deaths or more begins within the state",
        "ucdp-prio-acd",
    ),
}


def fit_leaders(store: FitStore) -> list[Fit]:
    """Fit both outcomes by logit on all years since 1950, covariance clustered by state.

    Data: ``leaders_archigos``, ``ucdp_prio_acd``, ``democracy``, ``gdp_pop_hist``,
    ``state_year_panel``. The predictors are those that rolling origins before 2001 chose.
    """
    hashes = table_digests(store, TABLES)
    out = []
    for event, (name, meaning, source) in ABOUT.items():
        panel = state_years(store, event)
        terms = predictors(CHOSEN[event])
        groups = panel["gwcode"].to_numpy()
        estimate = binary(panel["event"].to_numpy(), design(panel, terms), groups)
        last = LAST_YEAR[event]
        out.append(
            as_fit(
                estimate,
                ("constant", *terms),
                clusters=("state", groups),
                fit=name,
                meaning=meaning,
                formula="logit P(event in the year) = constant + " + " + ".join(terms),
                estimator="logit, maximum likelihood (statsmodels); sandwich clustered by state",
                source=source,
                tables=hashes,
                n=panel.height,
                events=int(panel["event"].sum()),
                counts={
                    "all": _rate(panel, FIRST_YEAR, last, meaning),
                    "since_1992": _rate(panel, 1992, last, meaning),
                    "since_2001": _rate(panel, 2001, last, meaning),
                    "post_soviet_since_1992": _rate(
                        panel.filter(pl.col("gwcode").is_in(POST_SOVIET)), 1992, last, meaning
                    ),
                },
            )
        )
    return out


POST_SOVIET = (365, 366, 367, 368, 359, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)
"""Gleditsch-Ward codes of the fifteen successor states of the Soviet Union."""
