"""How a published file becomes the table of the catalogue, where its own columns do not suffice.

Written from the codebooks; checked on small made-up files in the published layout. Nobody ran them
on every official release: `foedus data add` says when the content differs from the copy known here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

Recipe = Callable[["pl.DataFrame"], "pl.DataFrame"]
INCOMPATIBILITY = {"1": "territory", "2": "government", "3": "both"}
CONFLICT_TYPES = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "II"}
IGO_MEMBERSHIP = (1, 2, 3)


def _day(year: str, month: str, day: str) -> pl.Expr:
    import polars as pl

    return pl.datetime(*(pl.col(c).cast(pl.Int32) for c in (year, month, day)))


def states(frame: pl.DataFrame) -> pl.DataFrame:
    """State system membership: days of beginning and end from their parts."""
    return frame.rename({"statenme": "statename"}, strict=False).with_columns(
        start=_day("styear", "stmonth", "stday"), end=_day("endyear", "endmonth", "endday")
    )


def contiguity(frame: pl.DataFrame) -> pl.DataFrame:
    """Direct contiguity: both directions of each pair, months as their first days."""
    import polars as pl

    month = {
        name: pl.col(column).cast(pl.String).str.to_datetime("%Y%m%d", time_unit="us")
        for name, column in (("stdate", "begin"), ("enddate", "end"))
    }
    padded = frame.with_columns(
        [(pl.col(c).cast(pl.String) + pl.lit("01")).alias(c) for c in ("begin", "end")]
    ).with_columns(**month)
    there = padded.rename({"statelno": "ccode1", "statehno": "ccode2"})
    back = padded.rename({"statehno": "ccode1", "statelno": "ccode2"})
    columns = ["ccode1", "ccode2", "conttype", "stdate", "enddate"]
    return pl.concat([there.select(columns), back.select(columns)])


def _minus_nine_is_missing(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    def cleaned(name: str) -> pl.Expr:
        gone = pl.col(name).cast(pl.Float64, strict=False) == -9
        return pl.when(gone).then(None).otherwise(pl.col(name)).alias(name)

    return frame.with_columns([cleaned(name) for name in names])


def capabilities(frame: pl.DataFrame) -> pl.DataFrame:
    """National capabilities: -9 means missing."""
    return _minus_nine_is_missing(frame, ("milex", "milper", "irst", "pec", "tpop", "upop"))


def trade(frame: pl.DataFrame) -> pl.DataFrame:
    """National trade: -9 means missing."""
    return _minus_nine_is_missing(frame, ("imports", "exports"))


def alliance_years(frame: pl.DataFrame) -> pl.DataFrame:
    """Formal alliances: one row a directed pair and year, whichever alliance binds it."""
    import polars as pl

    names = {
        "cow_defense": "defense",
        "cow_neutral": "neutrality",
        "cow_nonagg": "nonaggression",
        "cow_entente": "entente",
    }
    pair = ["ccode1", "ccode2", "year"]
    return frame.group_by(pair, maintain_order=True).agg(
        **{new: pl.col(old).cast(pl.Int32).max() for new, old in names.items()}
    )


def pact_years(frame: pl.DataFrame) -> pl.DataFrame:
    """ATOP directed pairs and years: obligations of the first state to the second."""
    import polars as pl

    kinds = ("defense", "offense", "neutral", "nonagg", "consul")
    pair = ["ccode1", "ccode2", "year"]
    named = frame.rename({"statea": "ccode1", "stateb": "ccode2"}, strict=False)
    return named.group_by(pair, maintain_order=True).agg(
        **{f"atop_{kind}": pl.col(kind).cast(pl.Int32).max() for kind in kinds}
    )


def igo_membership(frame: pl.DataFrame) -> pl.DataFrame:
    """Memberships in long form: full, associate or observer."""
    import polars as pl

    index = ["ccode", "year"]
    named = [c for c in frame.columns if c not in (*index, "state", "version", "stateabb")]
    return (
        frame.unpivot(named, index=index, variable_name="igo", value_name="membership")
        .with_columns(pl.col("membership").cast(pl.Int32, strict=False))
        .filter(pl.col("membership").is_in(IGO_MEMBERSHIP))
    )


def leaders(frame: pl.DataFrame) -> pl.DataFrame:
    """Archigos: its own code is that of Gleditsch and Ward."""
    import polars as pl

    if "gwcode" not in frame.columns:
        frame = frame.rename({"ccode": "gwcode"}, strict=False)
    texts = [c for c in ("startdate", "enddate") if frame.schema.get(c) == pl.String]
    return frame.with_columns(
        [pl.col(c).str.to_datetime("%Y-%m-%d", time_unit="us", strict=False) for c in texts]
    )


def armed_conflict(frame: pl.DataFrame) -> pl.DataFrame:
    """UCDP/PRIO: one row for each pair of states named on the two sides, codes in words."""
    import polars as pl

    sides = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
    days = ("start_date", "start_date2", "ep_end_date")
    frame = frame.with_columns(
        pl.col("incompatibility").cast(pl.String).replace(INCOMPATIBILITY),
        pl.col("type_of_conflict").cast(pl.String).replace(CONFLICT_TYPES),
        *[pl.col(c).cast(pl.String).str.split(",").alias(c) for c in sides],
        *[
            pl.col(c).cast(pl.String).str.slice(0, 10).str.to_datetime("%Y-%m-%d", time_unit="us")
            for c in days
        ],
    )
    for side in sides:
        frame = frame.explode(side)
    return frame.with_columns(
        [pl.col(c).str.strip_chars().replace("", None).cast(pl.Int32) for c in sides]
    )


#: Recipes that change the layout; a file that has the table's columns already needs none of them.
LAYOUTS: dict[str, Recipe] = {
    "states": states,
    "contiguity": contiguity,
    "cow_alliance_ddyad_year": alliance_years,
    "atop51_ddyad_year": pact_years,
    "igo_membership": igo_membership,
}
#: Every recipe. Those that only clean values do no harm to values that are clean.
RECIPES: dict[str, Recipe] = {
    **LAYOUTS,
    "nmc_v7": capabilities,
    "trade_state_year": trade,
    "leaders_archigos": leaders,
    "ucdp_prio_acd": armed_conflict,
}
