"""Dyad-years: which pairs of states there were, which were relevant, in which a dispute began.

A pair is counted once, the smaller Correlates of War code first. It is politically relevant in a
year if the two were contiguous (by land or across up to 400 miles of water) or one was a major
power at some time in that year. A dispute begins in a year if either joined one against the
other, as originator or later; years in which one merely goes on are not at risk and are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

PAIR = ["ccode1", "ccode2"]
NOT_CONTIGUOUS = 6
OPEN_END = 2016
"""Last year of the spells of states and of contiguity: those that end there had not ended."""


@dataclass(frozen=True)
class Disputes:
    """A coding of militarised disputes by directed dyad-year."""

    name: str
    table: str
    onset: str
    ongoing: str
    last: int


CODINGS = {
    "mid5": Disputes(
        "Correlates of War MID 5.0", "mid5_ddyad_year", "cowmidonset", "cowmidongoing", 2014
    ),
    "gml": Disputes(
        "Gibler, Miller and Little 2.x", "gml_ddyad_year", "gmlmidonset", "gmlmidongoing", 2010
    ),
}

PANEL_TABLES = ("states", "contiguity", "majors")


def spells_to_years(spells: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """One row a year from spells with columns ``y0`` and ``y1``, both included."""
    return (
        spells.with_columns(
            pl.max_horizontal(pl.col("y0"), first).alias("y0"),
            pl.min_horizontal(pl.col("y1"), last).alias("y1"),
        )
        .filter(pl.col("y0") <= pl.col("y1"))
        .with_columns(pl.int_ranges("y0", pl.col("y1") + 1, dtype=pl.Int32).alias("year"))
        .drop("y0", "y1")
        .explode("year")
    )


def _years(date: str) -> pl.Expr:
    return pl.col(date).dt.year().cast(pl.Int32)


def state_years(states: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Members of the state system by year, with their first year (``entered``) in that spell."""
    spells = states.select(
        pl.col("ccode").cast(pl.Int32),
        _years("start").alias("y0"),
        pl.when(_years("end") >= OPEN_END).then(last).otherwise(_years("end")).alias("y1"),
        _years("start").alias("entered"),
    )
    return (
        spells_to_years(spells, first, last)
        .group_by("ccode", "year")
        .agg(pl.col("entered").min())
        .sort("year", "ccode")
    )


def major_years(majors: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Years in which a state was a major power, ``early`` if so on 1 January."""
    spells = majors.select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("styear").cast(pl.Int32).alias("y0"),
        pl.when(pl.col("endyear") >= OPEN_END)
        .then(last)
        .otherwise(pl.col("endyear"))
        .cast(pl.Int32)
        .alias("y1"),
        pl.col("styear").cast(pl.Int32).alias("since"),
        ((pl.col("stmonth") == 1) & (pl.col("stday") == 1)).alias("new_year"),
    )
    return (
        spells_to_years(spells, first, last)
        .with_columns(((pl.col("year") > pl.col("since")) | pl.col("new_year")).alias("early"))
        .group_by("ccode", "year")
        .agg(pl.col("early").any())
    )


def contiguity_years(contiguity: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Nearest kind of contiguity within each year, and that on 1 January (``early``)."""
    spells = contiguity.filter(pl.col("conttype") > 0).select(
        *(pl.col(name).cast(pl.Int32) for name in PAIR),
        pl.col("conttype").cast(pl.Int32),
        _years("stdate").alias("y0"),
        pl.when(_years("enddate") >= OPEN_END).then(last).otherwise(_years("enddate")).alias("y1"),
        _years("stdate").alias("since"),
        (pl.col("stdate").dt.month() == 1).alias("new_year"),
    )
    early = (pl.col("year") > pl.col("since")) | pl.col("new_year")
    return (
        spells_to_years(spells, first, last)
        .group_by(*PAIR, "year")
        .agg(
            pl.col("conttype").min(),
            pl.col("conttype").filter(early).min().alias("early"),
        )
    )


def dispute_years(directed: pl.DataFrame, coding: Disputes) -> pl.DataFrame:
    """Non-directed dyad-years with a dispute: whether one began, and the highest levels.

    Several disputes of a pair in a year, and the two directions, become one row.
    """
    ordered = directed.filter(pl.col("ccode1") < pl.col("ccode2"))
    return (
        ordered.group_by(
            *(pl.col(name).cast(pl.Int32) for name in PAIR), pl.col("year").cast(pl.Int32)
        )
        .agg(
            pl.col(coding.onset).max().cast(pl.Int8).alias("onset"),
            pl.col(coding.ongoing).max().cast(pl.Int8).alias("ongoing"),
            pl.max_horizontal("hostlev1", "hostlev2").max().cast(pl.Int8).alias("level"),
            ((pl.col("fatality").fill_null(-9) > 0).any()).cast(pl.Int8).alias("fatal"),
        )
        .sort("year", *PAIR)
    )


def dyad_years(store: Store, coding: str = "mid5", first: int = 1816) -> pl.DataFrame:
    """All pairs of states by year, with relevance and disputes.

    Parameters
    ----------
    store : Store
        Holds the tables `PANEL_TABLES` and that of the coding.
    coding : str
        Name in `CODINGS`.
    first : int
        First year.

    Returns
    -------
    polars.DataFrame
        ``ccode1 < ccode2``, ``year``; ``entered`` the first year of the younger state;
        ``contiguity`` 1 (land) to 5, else 6, within the year, and ``contiguity_early`` on
        1 January or, in a pair's first year, within that year; ``major`` and ``major_early``
        how many of the two are major powers; ``relevant``; ``onset``, ``ongoing``, ``level``,
        ``fatal`` of disputes; ``at_risk`` unless a dispute goes on without a new one.
    """
    if coding not in CODINGS:
        raise InputError(f"coding {coding}", f"no such coding of disputes; {list(CODINGS)}")
    chosen = CODINGS[coding]
    last = chosen.last
    members = state_years(store.table("states"), first, last)
    pairs = members.join(members, on="year", suffix="2").filter(pl.col("ccode") < pl.col("ccode2"))
    panel = pairs.select(
        pl.col("ccode").alias("ccode1"),
        "ccode2",
        "year",
        pl.max_horizontal("entered", "entered2").alias("entered"),
    )
    near = contiguity_years(store.table("contiguity"), first, last)
    great = major_years(store.table("majors"), first, last)
    panel = panel.join(near, on=[*PAIR, "year"], how="left", maintain_order="left").rename(
        {"conttype": "contiguity", "early": "contiguity_early"}
    )
    for side in ("1", "2"):
        panel = panel.join(
            great.select(
                pl.col("ccode").alias(f"ccode{side}"),
                "year",
                pl.lit(1).alias(f"major{side}"),
                pl.col("early").cast(pl.Int32).alias(f"early{side}"),
            ),
            on=[f"ccode{side}", "year"],
            how="left",
            maintain_order="left",
        )
    fights = dispute_years(store.table(chosen.table), chosen)
    panel = panel.join(fights, on=[*PAIR, "year"], how="left", maintain_order="left")
    return _completed(panel).sort("year", *PAIR)


def _completed(panel: pl.DataFrame) -> pl.DataFrame:
    """Fill what a missing row means (not contiguous, no dispute) and derive relevance and risk."""
    fresh = pl.col("year") <= pl.col("entered")
    zero = ["major1", "major2", "early1", "early2", "onset", "ongoing", "level", "fatal"]
    return (
        panel.with_columns(
            *(pl.col(name).fill_null(0) for name in zero),
            pl.col("contiguity").fill_null(NOT_CONTIGUOUS),
        )
        .with_columns(
            pl.when(fresh)
            .then(pl.col("contiguity"))
            .otherwise(pl.col("contiguity_early").fill_null(NOT_CONTIGUOUS))
            .alias("contiguity_early"),
            (pl.col("major1") + pl.col("major2")).alias("major"),
            (pl.col("early1") + pl.col("early2")).alias("major_early"),
            ((pl.col("ongoing") == 0) | (pl.col("onset") == 1)).alias("at_risk"),
        )
        .with_columns(
            ((pl.col("contiguity") < NOT_CONTIGUOUS) | (pl.col("major") > 0)).alias("relevant")
        )
        .drop("major1", "major2", "early1", "early2")
    )
