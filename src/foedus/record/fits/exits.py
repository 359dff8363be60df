"""Exit of a member from a multilateral defence pact, and the end of an alliance.

Alliance Treaty Obligations and Provisions 4.01 (Leeds et al. 2002), members and alliances to 2016.
A state is at risk in a year if it was a member on the last day of the year before; it exits if its
membership ends by denouncing or breaking the treaty (``termmode`` 1 or 3; the meaning of the code
is inferred from known cases) while the pact goes on. A year in which half of the members or more
leave is the break-up of a pact, not a choice of each. An alliance ends for any reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.fitted import Count, Fit
from foedus.record.fits.estimators import Floats, binary, with_constant
from foedus.record.fits.registry import as_fit, table_digests

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store
    from foedus.record.fits.registry import FitStore

LAST_YEAR = 2016
BROKEN = (1, 3)
"""Codes of ``termmode`` read as leaving by one's own act."""

STEPS = (
    ("log_age",),
    ("log_members", "bilateral"),
    ("capability_change", "regime_change"),
    ("institutions", "major_power"),
)
"""Predictors, each step on top of those before; the protocol names them."""

CHOSEN = {"exit": 2, "end": 2}
"""Steps of the candidate that the rolling origins before 1986 chose; see the protocol."""


def predictors(steps: int, multilateral: bool) -> tuple[str, ...]:
    """Predictors of the first `steps` steps; size alone where no alliance is bilateral."""
    names = [name for step in STEPS[:steps] for name in step]
    return tuple(name for name in names if not (multilateral and name == "bilateral"))


def _years(frame: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    """One row a year from `first` to `last`, both included; none where last lies before first."""
    spells = frame.filter(pl.col(last) >= pl.col(first))
    return spells.with_columns(year=pl.int_ranges(pl.col(first), pl.col(last) + 1)).explode("year")


def member_years(members: pl.DataFrame, alliances: pl.DataFrame) -> pl.DataFrame:
    """Years at risk of each member of a multilateral defence pact.

    Returns
    -------
    polars.DataFrame
        ``atopid, member, year, exit, begyr`` and what the alliance's treaty says.
    """
    pacts = alliances.select("atopid", "begyr", "endyr", "milinst")
    spells = (
        members.filter((pl.col("bilat") == 0) & (pl.col("defense") == 1))
        .join(pacts, on="atopid", how="inner")
        .with_columns(
            out=pl.when(pl.col("yrexit") == 0).then(LAST_YEAR).otherwise(pl.col("yrexit")),
            gone=pl.when(pl.col("endyr") == 0).then(LAST_YEAR + 1).otherwise(pl.col("endyr")),
        )
        .with_columns(
            left=pl.col("termmode").is_in(BROKEN)
            & (pl.col("yrexit") > 0)
            & (pl.col("yrexit") < pl.col("gone")),
            after=pl.col("yrent") + 1,
        )
    )
    years = _years(spells, "after", "out")
    return (
        years.with_columns(exit=pl.col("left") & (pl.col("year") == pl.col("out")))
        .group_by("atopid", "member", "year")
        .agg(pl.col("exit").any(), pl.col("begyr").first(), pl.col("milinst").first())
        .with_columns(
            exit=(pl.col("exit") & (pl.col("exit").mean().over("atopid", "year") < 0.5)).cast(
                pl.Int8
            )
        )
        .sort("atopid", "member", "year")
    )


def alliance_years(alliances: pl.DataFrame) -> pl.DataFrame:
    """Years at risk of each alliance: ``atopid, year, end, begyr, bilat, defense, …``."""
    spells = alliances.with_columns(
        out=pl.when(pl.col("endyr") == 0).then(LAST_YEAR).otherwise(pl.col("endyr")),
        after=pl.col("begyr") + 1,
    )
    return (
        _years(spells, "after", "out")
        .with_columns(
            end=((pl.col("endyr") > 0) & (pl.col("year") == pl.col("endyr"))).cast(pl.Int8)
        )
        .select("atopid", "year", "end", "begyr", "bilat", "defense", "milinst", "organ1")
        .sort("atopid", "year")
    )


def with_predictors(panel: pl.DataFrame, known: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Panel with what was known at the end of the year before.

    Parameters
    ----------
    panel : polars.DataFrame
        Years at risk.
    known : polars.DataFrame
        ``alliance_member_years``: attributes of members of alliances in each year; those of a
        year are moved on to the next, so that nothing of the year at risk is used.
    by : list of str
        ``["atopid", "member"]`` for members, ``["atopid"]`` for alliances (means over members).
    """
    before = (
        known.with_columns(pl.col("atopid").cast(pl.Int32), pl.col("member").cast(pl.Int32))
        .group_by([*by, (pl.col("year") + 1).cast(pl.Int64).alias("year")])
        .agg(
            log_members=pl.col("ln_members").max(),
            capability_change=pl.col("cap_change").mean(),
            regime_change=(pl.col("polity_change_since").abs() / 20.0).mean(),
            major_power=pl.max_horizontal(pl.col("major").max(), pl.col("ally_major").max()),
        )
    )
    return (
        panel.with_columns(pl.col("year").cast(pl.Int64))
        .join(before, on=[*by, "year"], how="left", maintain_order="left")
        .with_columns(
            log_age=(pl.col("year") - pl.col("begyr")).cast(pl.Float64).log(),
            institutions=pl.col("milinst").fill_null(0).cast(pl.Float64),
            bilateral=pl.col("bilat").cast(pl.Float64) if "bilat" in panel.columns else pl.lit(0.0),
            log_members=pl.col("log_members").fill_null(strategy="mean"),
            capability_change=pl.col("capability_change").fill_nan(None).fill_null(0.0),
            regime_change=pl.col("regime_change").fill_nan(None).fill_null(0.0),
            major_power=pl.col("major_power").fill_null(0).cast(pl.Float64),
        )
    )


def design(panel: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    """Design matrix of a panel."""
    return with_constant(*(panel[name].to_numpy() for name in names))


def member_panel(store: Store) -> pl.DataFrame:
    """Members of multilateral defence pacts at risk, with predictors."""
    panel = member_years(store.table("atop4_member"), store.table("atop4_alliance"))
    return with_predictors(panel, store.table("alliance_member_years"), ["atopid", "member"])


def alliance_panel(store: Store) -> pl.DataFrame:
    """All alliances at risk, with predictors."""
    panel = alliance_years(store.table("atop4_alliance"))
    return with_predictors(panel, store.table("alliance_member_years"), ["atopid"])


def counts(members: pl.DataFrame, pacts: pl.DataFrame) -> dict[str, Count]:
    """Rates of exit and of the end of multilateral defence pacts, by period."""

    def rate(frame: pl.DataFrame, event: str, since: int, what: str, unit: str) -> Count:
        rows = frame.filter(pl.col("year") >= since)
        return Count(
            kind="rate",
            meaning=f"{what}, {since} to {LAST_YEAR}",
            events=float(rows[event].sum()),
            trials=float(rows.height),
            unit=f"a {unit}-year",
        )

    many = pacts.filter((pl.col("bilat") == 0) & (pl.col("defense") == 1))
    organised = many.filter(pl.col("organ1").fill_null(0) > 0)
    exits, ends = "exits from multilateral defence pacts", "ends of multilateral defence pacts"
    return {
        "exit_since_1946": rate(members, "exit", 1946, exits, "member"),
        "exit_since_1991": rate(members, "exit", 1991, exits, "member"),
        "end_since_1946": rate(many, "end", 1946, ends, "pact"),
        "end_since_1991": rate(many, "end", 1991, ends, "pact"),
        "end_organised_since_1946": rate(
            organised, "end", 1946, ends + " with an organisation", "pact"
        ),
    }


def survival(alliances: pl.DataFrame, since: int = 1945) -> list[tuple[float, float, int]]:
    """Kaplan-Meier survival of multilateral defence pacts begun since a year.

    Returns
    -------
    list of (age in years, share alive, at risk)
        After each age at which a pact ended.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    pacts = alliances.filter(
        (pl.col("bilat") == 0) & (pl.col("defense") == 1) & (pl.col("begyr") >= since)
    )
    ended = pacts["endyr"].to_numpy() > 0
    last = np.where(ended, pacts["endyr"].to_numpy(), LAST_YEAR)
    found = SurvfuncRight((last - pacts["begyr"].to_numpy()).astype(float), ended.astype(int))
    steps = np.column_stack([found.surv_times, found.surv_prob, found.n_risk])
    return [(float(t), float(s), int(n)) for t, s, n in steps]


def surviving(curve: list[tuple[float, float, int]], age: float) -> float:
    """Share alive at an age."""
    return next((share for t, share, _ in reversed(curve) if t <= age), 1.0)


def _fit(
    name: str, meaning: str, panel: pl.DataFrame, event: str, groups: NDArray, **fields: object
) -> Fit:
    terms = predictors(CHOSEN[event], multilateral=event == "exit")
    estimate = binary(panel[event].to_numpy(), design(panel, terms), groups, link="cloglog")
    return as_fit(
        estimate,
        ("constant", *terms),
        clusters=("alliance", groups),
        fit=name,
        meaning=meaning,
        formula=f"cloglog P({event} in the year) = constant + " + " + ".join(terms),
        estimator="complementary log-log, maximum likelihood (statsmodels); clustered by alliance",
        source="atop-401",
        n=panel.height,
        events=int(panel[event].sum()),
        **fields,
    )


def fit_exits(store: FitStore) -> list[Fit]:
    """Fit the hazard of exit and of the end of an alliance; count the plain rates.

    Data: ``atop4_member``, ``atop4_alliance``, ``alliance_member_years`` since 1946. Formula:
    ``cloglog P(event in the year) = x @ b``, covariance clustered by alliance. The hazards do not
    beat the plain rate out of sample (`foedus backtest exits`), so the library uses the rates.
    """
    names = ("atop4_member", "atop4_alliance", "alliance_member_years")
    hashes = table_digests(store, names)
    members = member_panel(store)
    alliances = alliance_panel(store)
    late = members.filter(pl.col("year") >= 1946)
    ends = alliances.filter(pl.col("year") >= 1946)
    return [
        _fit(
            "exits_members",
            "a member of a multilateral defence pact leaves by its own act while the pact goes on",
            late,
            "exit",
            late["atopid"].to_numpy(),
            tables=hashes,
            counts=counts(members, alliances),
            notes=("the meaning of the code for how a membership ended is inferred",),
        ),
        _fit(
            "exits_alliances",
            "an alliance ends, for any reason",
            ends,
            "end",
            ends["atopid"].to_numpy(),
            tables=hashes,
        ),
    ]
