"""A made-up world of disputes: a store with the tables' columns and none of their rows."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl

STATES = (2, 20, 70, 200, 220, 365)
FIRST, LAST = 1900, 2014


def day(year: int, month: int = 1) -> datetime.datetime:
    return datetime.datetime(year, month, 1)


class MadeUpStore:
    """Tables by name, as `foedus.record.store` gives them."""

    def __init__(self, tables: dict[str, pl.DataFrame]) -> None:
        self.tables = tables

    def table(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def has(self, name: str) -> bool:
        return name in self.tables

    def changed(self, name: str, frame: pl.DataFrame) -> MadeUpStore:
        return MadeUpStore(self.tables | {name: frame})


def disputes(rows: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    """Directed dyad-years from (ccode1, ccode2, year, onset), both directions."""
    both = [*rows, *((b, a, year, onset) for a, b, year, onset in rows)]
    return pl.DataFrame(
        both, schema=["ccode1", "ccode2", "year", "cowmidonset"], orient="row"
    ).with_columns(
        cowmidongoing=pl.lit(1),
        hostlev1=pl.lit(4),
        hostlev2=pl.lit(4),
        fatality=pl.lit(1),
    )


def state_table(column: str, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    years = range(FIRST, LAST + 1)
    return pl.DataFrame(
        [(code, year, float(random.uniform(0.01, 0.3))) for code in STATES for year in years],
        schema=["ccode", "year", column],
        orient="row",
    )


def made_up_store(seed: int = 5) -> MadeUpStore:
    """Six states; 2 and 20 at peace by land, 200 and 220 great powers, 365 from 1950."""
    random = np.random.default_rng(seed)
    starts = {365: 1950}
    pairs = [(a, b) for a in STATES for b in STATES if a < b]
    fights = [
        (a, b, year, 1)
        for a, b in pairs
        for year in range(1905, LAST + 1)
        if random.random() < (0.2 if (a, b) in ((2, 20), (200, 220)) else 0.01)
        and year >= max(starts.get(a, 0), starts.get(b, 0))
    ]
    fights.append((2, 200, 1933, 0))
    fights = list({(a, b, y): (a, b, y, o) for a, b, y, o in fights}.values())
    spells = [(c, day(starts.get(c, FIRST)), day(2016, 12)) for c in STATES]
    near = [(2, 20, 1, FIRST), (200, 220, 4, FIRST), (20, 70, 1, 1960)]
    return MadeUpStore(
        {
            "states": pl.DataFrame(spells, schema=["ccode", "start", "end"], orient="row"),
            "contiguity": pl.DataFrame(
                [(*p, k, day(y), day(2016, 12)) for a, b, k, y in near for p in ((a, b), (b, a))],
                schema=["ccode1", "ccode2", "conttype", "stdate", "enddate"],
                orient="row",
            ),
            "majors": pl.DataFrame(
                [(200, FIRST, 1, 1, 2016), (220, FIRST, 1, 1, 1940), (220, 1945, 8, 15, 2016)],
                schema=["ccode", "styear", "stmonth", "stday", "endyear"],
                orient="row",
            ),
            "capitals": pl.DataFrame(
                [(c, day(FIRST), day(2016), 10.0 * k, 15.0 * k) for k, c in enumerate(STATES)],
                schema=["ccode", "stdate", "enddate", "lat", "lng"],
                orient="row",
            ),
            "atop51_ddyad_year": pl.DataFrame(
                [
                    (*p, year, 1, 0)
                    for year in range(1910, 1980)
                    for a, b in ((2, 200), (20, 220))
                    for p in ((a, b), (b, a))
                ],
                schema=["ccode1", "ccode2", "year", "atop_defense", "atop_nonagg"],
                orient="row",
            ),
            "nmc_v7": state_table("cinc", 1),
            "democracy": state_table("v2x_polyarchy", 2),
            "unga_ideal_points": state_table("idealpointall", 3),
            "mid5_ddyad_year": disputes(fights),
        }
    )
