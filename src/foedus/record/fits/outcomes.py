"""Who prevails in a dispute or a war, with a stalemate.

Militarised Interstate Disputes 5 (Palmer et al. 2021) between one state and one, and the wars of
the Correlates of War project. Side A acted first. The equation is the simulator's contest: index
``decisiveness * ln(capability A / capability B) + initiator``, cuts at plus and minus ``cut``; it
is an ordered logit with free cuts in other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.fitted import Count, Fit
from foedus.record.fits.estimators import Floats, contest_fit
from foedus.record.fits.registry import as_fit, table_digests

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store
    from foedus.record.fits.registry import FitStore

LOSES, DRAW, WINS = 0, 1, 2
DISPUTE = {1: WINS, 4: WINS, 2: LOSES, 3: LOSES, 5: DRAW, 6: DRAW}
"""MID outcomes: victory of A or yield by B; victory of B or yield by A; stalemate, compromise.

Released, unclear and joined disputes have no code here and are left out."""
WAR = {1: WINS, 2: LOSES, 3: DRAW, 6: DRAW}
"""COW outcomes of the initiator's side; wars that turned into others or went on are left out."""
TERMS = ("decisiveness", "initiator", "cut")
SAME_START_DAYS = 60


@dataclass(frozen=True)
class Contests:
    """Contests with what was known of the sides the year before.

    Attributes
    ----------
    outcome : array of int, shape (n,)
        0 side A loses, 1 nobody wins, 2 side A wins.
    log_ratio : float array
        Log of the capability ratio of A to B.
    unit, cluster : array of str
        Dispute or war; what errors are clustered by.
    year : array of int
        First year.
    """

    outcome: NDArray
    log_ratio: Floats
    unit: NDArray
    cluster: NDArray
    year: NDArray

    @property
    def x(self) -> Floats:
        """Columns of the index: log ratio, ones."""
        return np.column_stack([self.log_ratio, np.ones(len(self.outcome))])

    def where(self, mask: NDArray) -> Contests:
        """Contests selected by a mask."""
        return Contests(
            *(a[mask] for a in (self.outcome, self.log_ratio, self.unit, self.cluster, self.year))
        )


def capabilities(nmc: pl.DataFrame) -> pl.DataFrame:
    """Capability shares by state and the year after the one they were measured in.

    A state in its first year in the system has those of that year.
    """
    known = nmc.filter(pl.col("cinc") > 0).select(
        pl.col("ccode").cast(pl.Int64), pl.col("year").cast(pl.Int64), "cinc"
    )
    first = known.filter(pl.col("year") == pl.col("year").min().over("ccode"))
    after = known.with_columns(pl.col("year") + 1)
    return pl.concat([after, first]).unique(["ccode", "year"], keep="first", maintain_order=True)


def disputes(table: pl.DataFrame, participants: pl.DataFrame, nmc: pl.DataFrame) -> Contests:
    """Disputes between one state and one, with a known outcome and known capabilities."""
    shares = capabilities(nmc)
    sides = participants.select(
        "dispnum", pl.col("ccode").cast(pl.Int64), pl.col("sidea").cast(pl.Int64)
    )
    rows = table.filter((pl.col("numa") == 1) & (pl.col("numb") == 1)).with_columns(
        code=pl.col("outcome").replace_strict(DISPUTE, default=None),
        year=pl.col("styear").cast(pl.Int64),
    )
    for side, code in (("a", 1), ("b", 0)):
        one = sides.filter(pl.col("sidea") == code).select("dispnum", pl.col("ccode").alias(side))
        rows = rows.join(one, on="dispnum", how="inner", maintain_order="left").join(
            shares.rename({"ccode": side, "cinc": f"cinc_{side}"}),
            on=[side, "year"],
            how="inner",
            maintain_order="left",
        )
    rows = rows.drop_nulls("code").sort("dispnum")
    pair = pl.concat_str([pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")], separator="-")
    return Contests(
        outcome=rows["code"].to_numpy(),
        log_ratio=np.log(rows["cinc_a"].to_numpy() / rows["cinc_b"].to_numpy()),
        unit=rows["dispnum"].cast(pl.String).to_numpy(),
        cluster=rows.select(pair).to_series().to_numpy(),
        year=rows["year"].to_numpy(),
    )


def wars(participants: pl.DataFrame, nmc: pl.DataFrame, *, joiners: bool = False) -> Contests:
    """Wars by the outcome of the initiator's side.

    Parameters
    ----------
    participants, nmc : polars.DataFrame
        Participants of wars (COW 4), capabilities.
    joiners : bool
        Whether states that came in later count on their side.
    """
    started = pl.date(
        pl.col("startyear1"), pl.col("startmonth1").clip(1, 12), pl.col("startday1").clip(1, 28)
    )
    rows = participants.with_columns(
        began=started, year=pl.col("startyear1").min().over("warnum").cast(pl.Int64)
    )
    first = pl.col("began").min().over("warnum")
    initiators = rows.filter(pl.col("initiator") == 1).select("warnum", "side", "outcome")
    initiators = initiators.unique("warnum", keep="first", maintain_order=True)
    if not joiners:
        rows = rows.filter((pl.col("began") - first).dt.total_days() <= SAME_START_DAYS)
    power = (
        rows.unique(["warnum", "ccode", "side"], maintain_order=True)
        .with_columns(pl.col("ccode").cast(pl.Int64))
        .join(capabilities(nmc), on=["ccode", "year"], how="left")
        .join(initiators.rename({"side": "first_side", "outcome": "code"}), on="warnum")
        .group_by("warnum")
        .agg(
            a=pl.col("cinc").filter(pl.col("side") == pl.col("first_side")).sum(),
            b=pl.col("cinc").filter(pl.col("side") != pl.col("first_side")).sum(),
            code=pl.col("code").first().replace_strict(WAR, default=None),
            year=pl.col("year").first(),
        )
        .filter((pl.col("a") > 0) & (pl.col("b") > 0))
        .drop_nulls("code")
        .sort("warnum")
    )
    unit = power["warnum"].cast(pl.String).to_numpy()
    return Contests(
        outcome=power["code"].to_numpy(),
        log_ratio=np.log(power["a"].to_numpy() / power["b"].to_numpy()),
        unit=unit,
        cluster=unit,
        year=power["year"].to_numpy(),
    )


def stored_disputes(store: Store) -> Contests:
    """Disputes from the tables of a store."""
    names = ("mid5_disputes", "mid5_participants", "nmc_v7")
    return disputes(*(store.table(name) for name in names))


def _fit(name: str, meaning: str, cases: Contests, by: str, **fields: object) -> Fit:
    n = len(cases.outcome)
    return as_fit(
        contest_fit(cases.outcome, cases.x, cases.cluster),
        TERMS,
        clusters=(by, cases.cluster),
        fit=name,
        meaning=meaning,
        formula="P(A wins) = logistic(z - cut), P(A loses) = logistic(-z - cut), "
        "z = decisiveness * ln(capability A / capability B) + initiator",
        estimator=f"ordered logit, maximum likelihood (Newton); sandwich clustered by {by}",
        n=n,
        events=int((cases.outcome != DRAW).sum()),
        counts={
            "stalemate": Count(
                kind="share",
                meaning=f"{meaning}: nobody prevailed",
                events=float((cases.outcome == DRAW).sum()),
                trials=float(n),
            )
        },
        **fields,
    )


def fit_outcomes(store: FitStore) -> list[Fit]:
    """Fit the contest to disputes (all, and with deaths) and to wars.

    Data: ``mid5_disputes``, ``mid5_participants``, ``cow_interstate_war_part``, ``nmc_v7``.
    Capabilities are those of the year before. Errors are clustered by pair of states.
    """
    tables = ("mid5_disputes", "mid5_participants", "nmc_v7")
    used = table_digests(store, tables)
    every = store.table("mid5_disputes")
    deaths = every.filter(pl.col("fatality") > 0)
    others = (store.table("mid5_participants"), store.table("nmc_v7"))
    names = ("cow_interstate_war_part", "nmc_v7")
    return [
        _fit(
            "outcomes_disputes",
            "outcome of a dispute between one state and one",
            disputes(every, *others),
            "pair",
            source="cow-mid-5",
            tables=used,
        ),
        _fit(
            "outcomes_fatal_disputes",
            "outcome of a dispute with deaths between one state and one",
            disputes(deaths, *others),
            "pair",
            source="cow-mid-5",
            tables=used,
        ),
        _fit(
            "outcomes_wars",
            "outcome of a war between states",
            wars(store.table(names[0]), store.table(names[1])),
            "war",
            source="cow-wars-4",
            tables=table_digests(store, names),
        ),
    ]
