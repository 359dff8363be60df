"""Predictors of disputes, each with the year it is from, from the tables as published.

Values are those of the present editions of the data sets, for years before the origin. A forecaster
of the time would have had earlier editions; what later editions corrected is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.record.backtests.registry import Store
from foedus.record.onset.guard import LeakError, StoreAsOf, check_dates, check_unmoved
from foedus.record.onset.memory import Array, histories, states_of
from foedus.record.onset.panel import NOT_CONTIGUOUS, PAIR, PANEL_TABLES, dyad_years

Years = NDArray[np.int64]

PREDICTOR_TABLES = (
    *PANEL_TABLES,
    "nmc_v7",
    "democracy",
    "atop51_ddyad_year",
    "capitals",
    "unga_ideal_points",
)
ATTRIBUTES = {
    "cinc": ("nmc_v7", "cinc"),
    "polyarchy": ("democracy", "v2x_polyarchy"),
    "ideal": ("unga_ideal_points", "idealpointall"),
}
"""Attributes of a state of the year before: table and column."""

UNDATED = -1
"""Date of a value that is missing."""

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Predictors:
    """Predictors of dyad-years.

    Attributes
    ----------
    rows : polars.DataFrame
        The dyad-years: pair, ``year``, ``entered``, ``onset``.
    values : dict of ndarray
        By name, one value a row; not a number where unknown.
    dated : dict of ndarray
        By name, the year of the latest fact in the value.
    fixed : frozenset of str
        Those that, in a pair's first year, may be of that year: where the two lie.
    """

    rows: pl.DataFrame
    values: dict[str, Array]
    dated: dict[str, Years]
    fixed: frozenset[str]

    def column(self, name: str) -> Array:
        """A predictor, after its dates have been checked against the origins of its rows."""
        year = self.rows["year"].to_numpy().astype(np.int64)
        limit = year - 1
        if name in self.fixed:
            limit = np.maximum(limit, self.rows["entered"].to_numpy().astype(np.int64))
        check_dates(name, self.dated[name], limit)
        return self.values[name]

    def kept(self, mask: NDArray[np.bool_]) -> Predictors:
        """Only the rows of a mask."""
        return Predictors(
            self.rows.filter(pl.Series(mask)),
            {name: values[mask] for name, values in self.values.items()},
            {name: years[mask] for name, years in self.dated.items()},
            self.fixed,
        )


def of_states(
    rows: pl.DataFrame, table: pl.DataFrame, column: str, lag: int = 1
) -> tuple[Array, Array, Years]:
    """Values of both states `lag` years before, and the year they are from."""
    known = (
        table.select(
            pl.col("ccode").cast(pl.Int32),
            pl.col("year").cast(pl.Int32).alias("from_year"),
            pl.col(column).cast(pl.Float64),
        )
        .drop_nulls()
        .unique(["ccode", "from_year"], keep="first", maintain_order=True)
        .with_columns((pl.col("from_year") + lag).cast(pl.Int32).alias("year"))
    )
    sides, dated = [], np.full(rows.height, UNDATED, dtype=np.int64)
    for side in ("ccode1", "ccode2"):
        found = rows.select(pl.col(side).alias("ccode"), "year").join(
            known, on=["ccode", "year"], how="left", maintain_order="left"
        )
        sides.append(found[column].fill_null(float("nan")).to_numpy().copy())
        dated = np.maximum(dated, found["from_year"].fill_null(UNDATED).to_numpy())
    return sides[0], sides[1], dated


class Pacts:
    """Defence and non-aggression pacts by year, as matrices over a list of states."""

    def __init__(self, table: pl.DataFrame, codes: NDArray[np.int64], column: str) -> None:
        kept = table.filter(
            (pl.col(column) == 1)
            & pl.col("ccode1").is_in(codes.tolist())
            & pl.col("ccode2").is_in(codes.tolist())
        )
        self._n = len(codes)
        self._i = np.searchsorted(codes, kept["ccode1"].to_numpy())
        self._j = np.searchsorted(codes, kept["ccode2"].to_numpy())
        self._year = kept["year"].to_numpy()

    def of(self, year: int) -> Array:
        """1 where two states had such a pact in that year."""
        out = np.zeros((self._n, self._n))
        here = self._year == year
        out[self._i[here], self._j[here]] = 1.0
        out[self._j[here], self._i[here]] = 1.0
        return out


def pact_columns(rows: pl.DataFrame, table: pl.DataFrame, codes: Years) -> dict[str, Array]:
    """Pacts of each pair in the year before, and how alike their defence pacts were (cosine)."""
    i = np.searchsorted(codes, rows["ccode1"].to_numpy())
    j = np.searchsorted(codes, rows["ccode2"].to_numpy())
    year = rows["year"].to_numpy()
    defence = Pacts(table, codes, "atop_defense")
    peaceful = Pacts(table, codes, "atop_nonagg")
    out = {name: np.zeros(rows.height) for name in ("defence", "nonaggression", "same_allies")}
    for value in np.unique(year):
        here = np.flatnonzero(year == value)
        a, b = i[here], j[here]
        tied = defence.of(int(value) - 1)
        size = np.sqrt(tied.sum(axis=1)) + 0.5
        out["defence"][here] = tied[a, b]
        out["nonaggression"][here] = peaceful.of(int(value) - 1)[a, b]
        out["same_allies"][here] = (tied[a] * tied[b]).sum(axis=1) / (size[a] * size[b])
    return out


def capital_distance(rows: pl.DataFrame, capitals: pl.DataFrame) -> Array:
    """Great-circle distance of the capitals of 1 January, km; the first capital before its date."""
    spells = capitals.select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("stdate").dt.year().cast(pl.Int32).alias("since"),
        pl.col("lat").cast(pl.Float64).radians(),
        pl.col("lng").cast(pl.Float64).radians(),
    ).sort("since")
    first = spells.group_by("ccode", maintain_order=True).first()
    places = []
    for side in ("ccode1", "ccode2"):
        asked = rows.select(
            pl.col(side).alias("ccode"), (pl.col("year") - 1).alias("before")
        ).with_row_index()
        found = asked.sort("before").join_asof(
            spells, left_on="before", right_on="since", by="ccode", check_sortedness=False
        )
        found = found.join(first, on="ccode", how="left", suffix="_first").sort("index")
        lat = found["lat"].fill_null(found["lat_first"]).fill_null(float("nan"))
        lng = found["lng"].fill_null(found["lng_first"]).fill_null(float("nan"))
        places.append((lat.to_numpy(), lng.to_numpy()))
    (lat1, lng1), (lat2, lng2) = places
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lng2 - lng1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def check_no_leak(
    store: Store, predictors: Predictors, years: Iterable[int], coding: str = "mid5"
) -> None:
    """Compute the predictors of some years again without all that came after their origins.

    Pairs of which the year's facts decide that they are asked about (relevance, risk) are those
    of the full store; a pair that the store as of the origin does not hold is a leak of its own.

    Raises
    ------
    foedus.record.onset.guard.LeakError
        A value moved, or one is dated after its origin.
    """
    for name in predictors.values:
        predictors.column(name)
    for year in years:
        then = onset_predictors(StoreAsOf(store, year - 1), coding, everyone=True)
        now = predictors.kept((predictors.rows["year"] == year).to_numpy())
        place = (
            now.rows.select(*PAIR, "year")
            .join(then.rows.with_row_index(), on=[*PAIR, "year"], how="left", maintain_order="left")
            .get_column("index")
        )
        if place.null_count():
            raise LeakError(f"{place.null_count()} pairs of {year} were not known at its beginning")
        index = place.to_numpy()
        check_unmoved(now.values, {k: v[index] for k, v in then.values.items()}, year - 1)


def onset_predictors(
    store: Store,
    coding: str = "mid5",
    *,
    everyone: bool = False,
    attributes: Sequence[str] = tuple(ATTRIBUTES),
) -> Predictors:
    """Predictors of every politically relevant dyad-year at risk, from 1816.

    Parameters
    ----------
    store : Store
        Holds `PREDICTOR_TABLES` and the table of the coding.
    coding : str
        Name in `foedus.record.onset.panel.CODINGS`.
    everyone : bool
        All pairs of states, not only the relevant ones at risk.
    attributes : sequence of str
        Which attributes of both states, of `ATTRIBUTES`.
    """
    panel = dyad_years(store, coding)
    codes = states_of(panel)
    atop = store.table("atop51_ddyad_year")
    history, history_dated = histories(panel, Pacts(atop, codes, "atop_defense").of)
    asked = (panel["relevant"] & panel["at_risk"]).to_numpy() | everyone
    rows = panel.filter(pl.Series(asked))
    values = {name: column[asked] for name, column in history.items()}
    dated = dict.fromkeys(values, history_dated[asked])
    before = rows["year"].to_numpy().astype(np.int64) - 1
    kind = rows["contiguity_early"].to_numpy()
    great = rows["major_early"].to_numpy()
    place = {
        "land": (kind == 1).astype(float),
        "near": (kind < NOT_CONTIGUOUS).astype(float),
        "river": (kind == 2).astype(float),
        "far_water": ((kind >= 4) & (kind < NOT_CONTIGUOUS)).astype(float),
        "major": (great > 0).astype(float),
        "both_major": (great > 1).astype(float),
        "distance": capital_distance(rows, store.table("capitals")),
    }
    fresh = np.maximum(before, rows["entered"].to_numpy().astype(np.int64))
    values |= place
    dated |= dict.fromkeys(place, fresh)
    pacts = pact_columns(rows, atop, codes)
    values |= pacts
    dated |= dict.fromkeys(pacts, before)
    for name in attributes:
        table, column = ATTRIBUTES[name]
        one, two, years = of_states(rows, store.table(table), column)
        values |= {f"{name}_1": one, f"{name}_2": two}
        dated |= dict.fromkeys((f"{name}_1", f"{name}_2"), years)
    return Predictors(rows, values, dated, frozenset(place))
