"""Who prevails in a dispute or a war: ten folds of disputes, one war left out at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.record.backtests.leaving_out import leave_one_out
from foedus.record.backtests.registry import Findings
from foedus.record.fits.estimators import Estimate, Floats, contest_fit, contest_probabilities
from foedus.record.fits.outcomes import DRAW, WINS, Contests, stored_disputes, wars
from foedus.record.scoring import Score, as_predictions, scorecard
from foedus.record.scoring.bootstrap import cluster_weights
from foedus.record.scoring.score import Interval

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

FOLDS = 10
LEAK = 0.03
RESULTS = ("lost by A", "drawn", "won by A")


def predicted(found: Estimate, x: Floats) -> Floats:
    """Chances of defeat, draw and victory of side A."""
    return contest_probabilities(x @ found.mean[:-1], float(found.mean[-1]))


def folded(cases: Contests, groups: NDArray) -> tuple[Floats, Floats]:
    """Probabilities, shape (n, 3), of the contest and of the shares of the training rows."""

    def contest(train: NDArray, rows: NDArray) -> Floats:
        found = contest_fit(cases.outcome[train], cases.x[train], cases.cluster[train])
        return predicted(found, cases.x[rows])

    def shares(train: NDArray, rows: NDArray) -> Floats:
        share = np.bincount(cases.outcome[train], minlength=3) / len(train)
        return np.tile(share, (len(rows), 1))

    return leave_one_out(groups, contest), leave_one_out(groups, shares)


def reduction_in_loss(cases: Contests, p: Floats, q: Floats) -> tuple[float, Interval]:
    """Share of the log loss of `q` removed by `p`, with an interval by cluster."""
    place = np.arange(len(p))
    own, other = -np.log(p[place, cases.outcome]), -np.log(q[place, cases.outcome])
    weights = list(cluster_weights(cases.cluster, 2000, 1))
    values = np.concatenate([1.0 - (w @ own) / (w @ other) for w in weights])
    low, high = np.quantile(values, [0.025, 0.975])
    interval = Interval(float(low), float(high), float(values.std(ddof=1)), len(values))
    return float(1.0 - own.sum() / other.sum()), interval


def _rows(cases: Contests, model: str, p: Floats, split: str) -> list[pl.DataFrame]:
    return [
        as_predictions(
            test="outcomes",
            model=model,
            origin=cases.year - 1,
            unit=np.array([f"{u}: {word}" for u in cases.unit]),
            probability=p[:, code],
            outcome=cases.outcome == code,
            cluster=cases.cluster,
            split=split,
        )
        for code, word in enumerate(RESULTS)
    ]


def _disputes(store: Store) -> tuple[list[Score], list[pl.DataFrame]]:
    cases = stored_disputes(store)
    folds = np.array([int(u) % FOLDS for u in cases.unit])
    p, q = folded(cases, folds)
    result, interval = reduction_in_loss(cases, p, q)
    note = "capability ratio alone: 0.018 published for such a model, above 0.03 is a leak"
    score = Score(
        test="outcomes",
        quantity="disputes, share of the log loss removed by the capability ratio",
        result=result,
        target=LEAK,
        higher_is_better=False,
        n=len(p),
        events=int((cases.outcome != DRAW).sum()),
        baseline=0.0,
        baseline_name="shares of the training folds",
        interval=interval,
        data="MID 5, NMC 7",
        data_date="2014",
        note=note,
    )
    rows = _rows(cases, "disputes: contest", p, "ten folds")
    decided = rows[DRAW].with_columns(
        probability=1.0 - pl.col("probability"), outcome=(1 - pl.col("outcome")).cast(pl.Int8)
    )
    scores = [
        score,
        *scorecard(decided, about="decided at all", data="MID 5, NMC 7", data_date="2014"),
    ]
    return scores, rows


def _accuracy(name: str, right: NDArray, baseline: float, *, wanted: bool) -> Score:
    weights = next(cluster_weights(np.arange(len(right)), 2000, 1))
    values = (weights @ right) / weights.sum(axis=1)
    low, high = np.quantile(values, [0.025, 0.975])
    return Score(
        test="outcomes",
        quantity=f"wars with a winner, share called right: {name}",
        result=float(right.mean()),
        target=baseline if wanted else None,
        n=len(right),
        events=None,
        baseline=baseline,
        baseline_name="initiator wins",
        interval=Interval(float(low), float(high), float(values.std(ddof=1)), 2000),
        data="COW wars 4, NMC 7",
        data_date="2003",
    )


def _wars(store: Store) -> tuple[list[Score], list[pl.DataFrame]]:
    cases = wars(store.table("cow_interstate_war_part"), store.table("nmc_v7"))
    p, q = folded(cases, cases.unit)
    result, interval = reduction_in_loss(cases, p, q)
    decided = cases.outcome != DRAW
    won = cases.outcome[decided] == WINS
    stronger = cases.log_ratio[decided] > 0
    chance = p[decided, WINS] / (p[decided, WINS] + p[decided, 0])
    first = float(won.mean())
    rows = as_predictions(
        test="outcomes",
        model="wars with a winner: contest",
        origin=cases.year[decided] - 1,
        unit=cases.unit[decided],
        probability=chance,
        outcome=won,
        cluster=cases.unit[decided],
        split="leave one war out",
    )
    scores = [
        Score(
            test="outcomes",
            quantity="wars, share of the log loss removed by the capability ratio",
            result=result,
            target=0.0,
            n=len(p),
            events=int(decided.sum()),
            baseline=0.0,
            baseline_name="shares of the wars left in",
            interval=interval,
            data="COW wars 4, NMC 7",
            data_date="2003",
        ),
        _accuracy("contest", (chance > 0.5) == won, first, wanted=True),
        _accuracy("stronger side wins", stronger == won, first, wanted=False),
        *scorecard(rows, about="initiator wins", data="COW wars 4, NMC 7", data_date="2003"),
    ]
    return scores, [*_rows(cases, "wars: contest", p, "leave one war out"), rows]


def backtest_outcomes(store: Store) -> Findings:
    """Score the contest on disputes (ten folds) and wars (leave one war out)."""
    scores, rows = _disputes(store)
    more, other = _wars(store)
    return Findings(
        scores + more,
        pl.concat([*rows, *other]),
        ["Capability alone says little about who wins; the contest is wide on purpose."],
    )
