"""Scores against scikit-learn, against closed forms, and against what must hold."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.files import InputError
from foedus.record.scoring import (
    Interval,
    Score,
    as_predictions,
    auc,
    average_precision,
    bootstrap,
    brier,
    checked_predictions,
    failures_first,
    log_score,
    murphy,
    paired_bootstrap,
    paired_scores,
    reliability,
    scorecard,
    skill,
)

random = np.random.default_rng(7)
P = random.beta(1, 12, size=800).round(3)  # rounding makes ties
Y = (random.random(800) < P).astype(float)
W = random.integers(0, 4, size=800).astype(float)


@pytest.mark.parametrize("w", [None, W])
def test_scores_equal_scikit_learn(w):
    metrics = pytest.importorskip("sklearn.metrics")
    assert auc(P, Y, w) == pytest.approx(metrics.roc_auc_score(Y, P, sample_weight=w), abs=1e-12)
    assert average_precision(P, Y, w) == pytest.approx(
        metrics.average_precision_score(Y, P, sample_weight=w), abs=1e-12
    )
    assert brier(P, Y, w) == pytest.approx(
        metrics.brier_score_loss(Y, P, sample_weight=w), abs=1e-12
    )
    held = np.clip(P, 0.005, 0.995)
    assert log_score(P, Y, w) == pytest.approx(
        metrics.log_loss(Y, held, sample_weight=w), abs=1e-12
    )


def test_scores_by_hand():
    p, y = [0.9, 0.2, 0.2], [1, 0, 1]
    assert brier(p, y) == pytest.approx((0.01 + 0.04 + 0.64) / 3)
    assert log_score(p, y) == pytest.approx(-(math.log(0.9) + math.log(0.8) + math.log(0.2)) / 3)
    assert auc(p, y) == pytest.approx(0.75)  # one pair right, one tied
    assert log_score([0.0], [1]) == pytest.approx(-math.log(0.005))
    assert math.isnan(auc([0.1, 0.2], [0, 0]))
    assert skill(0.15, 0.2) == pytest.approx(0.25)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_murphy_parts_add_up_to_the_brier_score(rows):
    p, y = np.array(rows, dtype=float).T
    parts = murphy(p, y, bins=5)
    assert parts.brier == pytest.approx(brier(p, y), abs=1e-12)
    assert parts.reliability >= 0
    assert -1e-15 <= parts.resolution <= parts.uncertainty + 1e-12


def test_murphy_by_hand():
    # Two forecasts: 0.2 (one in four happens) and 0.8 (three in four happen).
    p = [0.2] * 4 + [0.8] * 4
    y = [1, 0, 0, 0, 1, 1, 1, 0]
    parts = murphy(p, y, bins=2)
    assert parts.reliability == pytest.approx(0.05**2)
    assert parts.resolution == pytest.approx(0.25**2)
    assert parts.uncertainty == pytest.approx(0.25)
    assert parts.within == pytest.approx(0.0)


def test_bootstrap_of_single_rows_has_the_error_of_a_mean():
    y = (random.random(400) < 0.3).astype(float)
    p = np.full(400, 0.5)  # squared error 0.25 whatever happens: no error at all
    clusters = np.arange(400)
    assert bootstrap(p, y, clusters, ["brier"])["brier"].error == pytest.approx(0.0, abs=1e-12)
    p = np.full(400, 0.3)
    found = bootstrap(p, y, clusters, ["brier"], draws=4000)["brier"]
    losses = (p - y) ** 2
    assert found.error == pytest.approx(losses.std() / math.sqrt(400), rel=0.05)
    assert found.low < losses.mean() < found.high


def test_bootstrap_draws_clusters_whole():
    # 20 clusters of 30 equal rows: as uncertain as 20 rows, not as 600.
    by_cluster = (np.arange(20) % 4 == 0).astype(float)
    y, clusters = np.repeat(by_cluster, 30), np.repeat(np.arange(20), 30)
    p = np.full(600, 0.25)
    found = bootstrap(p, y, clusters, ["brier"], draws=4000)["brier"]
    losses = (0.25 - by_cluster) ** 2
    assert found.error == pytest.approx(losses.std() / math.sqrt(20), rel=0.06)


def test_bootstrapped_auc_equals_scoring_repeated_rows():
    from foedus.record.scoring.bootstrap import cluster_weights
    from foedus.record.scoring.metrics import Ranking

    clusters = np.arange(800) % 90
    weights = next(iter(cluster_weights(clusters, 5, seed=3)))
    found = Ranking(P, Y).auc(weights)
    for draw in range(5):
        times = weights[draw].astype(int)
        assert found[draw] == pytest.approx(auc(np.repeat(P, times), np.repeat(Y, times)))


def test_paired_difference_is_zero_against_oneself_and_narrower_than_apart():
    other = np.clip(P + 0.01, 0, 1)
    clusters = np.arange(800) % 100
    same = paired_bootstrap(P, {"same": P}, Y, clusters, ["brier", "auc"])["same"]
    assert same["brier"].low == same["brier"].high == same["auc"].error == 0.0
    pair = paired_bootstrap(P, {"other": other}, Y, clusters, ["brier"])["other"]["brier"]
    alone = bootstrap(P, Y, clusters, ["brier"])["brier"]
    assert pair.error < alone.error / 3


def test_reliable_forecasts_lie_within_their_bands_and_doubled_ones_do_not():
    p = random.uniform(0.02, 0.45, size=20_000)
    y = (random.random(20_000) < p).astype(float)
    assert sum(b.consistent for b in reliability(p, y)) >= 8
    assert sum(b.consistent for b in reliability(2 * p, y)) == 0
    assert sum(b.n for b in reliability(p, y)) == 20_000


def rows(p=P, y=Y, model="a", **more):
    given = {"origin": "1990", "unit": np.arange(len(p)), "cluster": np.arange(len(p)) % 100}
    return as_predictions(test="made up", model=model, probability=p, outcome=y, **(given | more))


def test_scorecard_has_base_rate_baseline_and_interval_beside_every_score():
    scores = scorecard(rows(), base_rate=0.1, targets={"brier": 0.0, "auc": 0.5}, draws=200)
    by = {score.quantity.split(", ")[1]: score for score in scores}
    assert by["Brier score"].failed and not by["AUC"].failed
    assert by["AUC"].baseline == pytest.approx(0.5)
    assert by["Brier score"].baseline == pytest.approx(float(((0.1 - Y) ** 2).mean()))
    for score in scores:
        assert score.base_rate == pytest.approx(Y.mean())
        assert isinstance(score.interval, Interval)
        assert score.interval.low <= score.result <= score.interval.high
    assert failures_first(scores)[0].failed


def test_paired_scores_join_rows_by_key_not_by_place():
    flat = rows(np.full(len(P), 0.08), model="flat")
    shuffled = flat.sample(fraction=1.0, shuffle=True, seed=5)
    a = paired_scores(rows(), flat, metrics=["brier"], wanted=["brier"], draws=50)[0]
    b = paired_scores(rows(), shuffled, metrics=["brier"], draws=50)[0]
    assert a.result == pytest.approx(b.result)
    assert a.result == pytest.approx(brier(P, Y) - brier(np.full(len(P), 0.08), Y))
    assert a.target == 0.0 and b.target is None
    with pytest.raises(ValueError, match="not about the same rows"):
        paired_scores(rows(), flat.head(20))


def test_bad_predictions_are_refused():
    with pytest.raises(InputError, match="outside 0 to 1"):
        rows(p=P + 1)
    with pytest.raises(InputError, match="neither 0 nor 1"):
        rows(y=Y + 0.5)
    with pytest.raises(InputError, match="stands twice"):
        rows(unit="one")
    with pytest.raises(InputError, match="missing column"):
        checked_predictions(pl.DataFrame({"probability": [0.5]}), "a file")


def test_a_score_that_is_not_a_number_fails_and_becomes_null():
    score = Score(test="t", quantity="q", result=float("nan"), target=0.5)
    assert score.failed and score.as_json()["result"] is None
