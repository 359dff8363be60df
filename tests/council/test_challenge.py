"""The challenge model against the printed sums, published numbers and reference rounds."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.council import kernels
from foedus.council.challenge import (
    CYCLES,
    OFFERS,
    PRINTED,
    REPLICATION,
    SETTLED,
    STILL_MOVING,
    fate_of,
    offer_kind,
    weighted_mean_1d,
    weighted_median_1d,
)

# European emission standards: capability, position, salience of ten actors (Scholz et al. 2011).
NAMES = (
    "Netherlands", "Belgium", "Luxembourg", "Germany", "France", "Italy", "UK", "Ireland",
    "Denmark", "Greece",
)  # fmt: skip
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
POSITION = np.array([4.0, 7, 4, 4, 10, 10, 10, 7, 4, 7])
SALIENCE = np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7])


def play(variant, rounds=10, c=CAPABILITY, x=POSITION, s=SALIENCE, q=1.0, run=None):
    n = x.size
    history, risk = np.zeros((rounds + 1, n)), np.zeros((rounds, n))
    kinds, others = np.zeros((2, rounds, n), dtype=np.int64)
    worth = np.zeros((rounds, n, 2))
    fate = (run or kernels.play_challenge)(c, x, s, q, variant, history, risk, kinds, others, worth)
    return history, risk, kinds, others, worth, fate


def naive_round(  # noqa: C901 (the printed sums, one after the other)
    x, c, s, span, variant, q=1.0
):
    """One round straight from the printed sums: every triple, no shared work."""
    n = len(x)

    def vote(k, i, j, r):
        return c[k] * s[k] * ((abs(x[k] - x[j]) / span) ** r - (abs(x[k] - x[i]) / span) ** r)

    def chance(i, j, r):
        votes = [vote(k, i, j, r[k]) for k in range(n)]
        won = sum(v for v in votes if v > 0)
        if variant == REPLICATION:
            every = sum(
                abs(vote(k, a, b, r[k])) for k in range(n) for a in range(n) for b in range(n)
            )
            return won / every
        both = sum(abs(v) for v in votes)
        return won / both if both > 0 else 0.5

    def worth(i, j, r, own):
        d = abs(x[i] - x[j]) / span
        success = 2 - 4 * max(0.5 - 0.5 * d, 0.0) ** own
        failure = 2 - 4 * (0.5 + 0.5 * d) ** own
        p = chance(i, j, r)
        resist = s[j] * (p * success + (1 - p) * failure)
        return resist + (1 - s[j]) * success - q * (2 - 4 * 0.5**own)

    one = [1.0] * n
    danger = [sum(worth(j, i, one, 1.0) for j in range(n) if j != i) for i in range(n)]
    top, low = max(danger), min(danger)
    accept = [(2 * d - top - low) / (top - low) if top > low else 0.0 for d in danger]
    risk = [(1 - a / 3) / (1 + a / 3) for a in accept]
    new = list(x)
    for i in range(n):
        offers = []
        for j in range(n):
            if x[j] == x[i]:
                continue
            mine, theirs = worth(i, j, risk, risk[i]), worth(j, i, risk, risk[i])
            if theirs > mine > 0:
                offers.append((1, abs(x[j] - x[i]), x[j]))
            elif theirs > 0 > mine and theirs > -mine:
                y = x[i] + (x[j] - x[i]) * abs(mine / theirs)
                mean = (abs(mine) * x[i] + theirs * x[j]) / (abs(mine) + theirs)
                offers.append((2, mean if variant == REPLICATION else abs(y - x[i]), y))
            elif theirs > 0 > mine and variant == PRINTED:
                offers.append((3, abs(x[j] - x[i]), x[j]))
        if offers and variant == REPLICATION:
            first = min(o[0] for o in offers)
            new[i] = min((o for o in offers if o[0] == first), key=lambda o: o[1])[2]
        elif offers:
            new[i] = min(offers, key=lambda o: o[1])[2]
    return new, risk


@pytest.mark.parametrize("variant", [PRINTED, REPLICATION])
def test_rounds_equal_the_sums_written_out(variant):
    history, risk, *_rest = play(variant, rounds=4)
    x = list(POSITION)
    for t in range(4):
        x, exponents = naive_round(x, CAPABILITY, SALIENCE, 6.0, variant)
        assert risk[t] == pytest.approx(exponents, abs=1e-9)
        assert history[t + 1] == pytest.approx(x, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 6), st.sampled_from([PRINTED, REPLICATION]))
def test_one_round_of_any_game_equals_the_sums_written_out(seed, n, variant):
    rng = np.random.default_rng(seed)
    c, s = rng.random((2, n)) + 0.01
    s = np.minimum(s, 1.0)
    x = 100 * rng.random(n)
    history, risk, *_rest = play(variant, 1, c, x, s)
    expected, exponents = naive_round(list(x), c, s, float(np.ptp(x)), variant)
    assert risk[0] == pytest.approx(exponents, abs=1e-9)
    assert history[1] == pytest.approx(expected, abs=1e-7)


def test_published_table_of_the_replication():
    """Scholz et al., Table 2, to one decimal; its median of round 2 (9.9) is not met (9.6)."""
    medians = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)
    means = (7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6)
    history, *_rest = play(REPLICATION, 8)
    w = CAPABILITY * SALIENCE
    for t, (median, mean) in enumerate(zip(medians, means, strict=True), start=1):
        if t != 2:
            assert math.floor(10 * weighted_median_1d(history[t], w)) / 10 == median
        assert weighted_mean_1d(history[t], w) == pytest.approx(mean, abs=0.1)


def test_pairwise_chances_leave_the_median_at_seven():
    history, *_rest = play(PRINTED, 10)
    assert {weighted_median_1d(x, CAPABILITY * SALIENCE) for x in history} == {7.0}


@pytest.mark.shared
def test_ten_reference_rounds_offers_and_risk_exponents(shared):
    def rows(name):
        with (shared / "peers" / name).open(encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    history, risk, kinds, others, worth, _fate = play(REPLICATION)
    positions = [[float(r[m]) for m in NAMES] for r in rows("scholz_emissions_positions.csv")]
    assert np.abs(history - positions).max() < 1e-9
    exponents = [[float(r[m]) for m in NAMES] for r in rows("scholz_emissions_risk_exponents.csv")]
    assert np.abs(risk - exponents).max() < 1e-9
    w = CAPABILITY * SALIENCE
    for t, row in enumerate(rows("scholz_emissions_rounds.csv")):
        assert weighted_median_1d(history[t], w) == pytest.approx(float(row["median"]), abs=1e-9)
        assert weighted_mean_1d(history[t], w) == pytest.approx(float(row["mean"]), abs=1e-9)
    offers = rows("scholz_emissions_offers.csv")
    assert int((kinds > 0).sum()) == len(offers)
    for row in offers:
        t, i = int(row["round"]) - 1, NAMES.index(row["actor"])
        assert OFFERS[kinds[t, i]] == row["outcome"]
        assert NAMES[others[t, i]] == row["other"]
        assert worth[t, i, 0] == pytest.approx(float(row["eu_actor_vs_other"]), abs=1e-9)
        assert worth[t, i, 1] == pytest.approx(float(row["eu_other_vs_actor"]), abs=1e-9)
        assert history[t + 1, i] == pytest.approx(float(row["new_position"]), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 7), st.sampled_from([PRINTED, REPLICATION]))
def test_positions_stay_within_the_range_and_exponents_within_theirs(seed, n, variant):
    rng = np.random.default_rng(seed)
    c, s = rng.random((2, n))
    x = rng.integers(0, 5, n).astype(float)
    history, risk, *_rest = play(variant, 6, c, x, s)
    assert np.isfinite(history).all()
    assert history.min() >= x.min() - 1e-9
    assert history.max() <= x.max() + 1e-9
    assert risk.min() >= 0.5 - 1e-9
    assert risk.max() <= 2.0 + 1e-9


@pytest.mark.parametrize(
    ("mine", "theirs", "printed", "replication"),
    [
        (0.2, 0.5, "confrontation", "confrontation"),
        (-0.2, 0.5, "compromise", "compromise"),
        (-0.6, 0.5, "capitulation", "none"),  # nobody capitulates in the replications
        (-0.5, 0.5, "compromise", "none"),
        (0.5, 0.2, "none", "none"),
        (0.5, -0.2, "none", "none"),
        (-0.5, -0.2, "none", "none"),
    ],
)
def test_kinds_of_offer(mine, theirs, printed, replication):
    assert OFFERS[offer_kind(mine, theirs, PRINTED)] == printed
    assert OFFERS[offer_kind(mine, theirs, REPLICATION)] == replication


def test_actors_who_agree_stay_where_they_are():
    x = np.full(4, 30.0)
    history, *_rest, fate = play(PRINTED, 3, np.ones(4), x, np.ones(4))
    assert (history == 30.0).all()
    assert fate == (SETTLED, 1)


@pytest.mark.parametrize(
    ("path", "fate"),
    [
        ([1.0, 2.0, 3.0, 4.0], (STILL_MOVING, 0)),
        ([1.0, 2.0, 3.0, 3.0], (SETTLED, 1)),
        ([1.0, 2.0, 3.0, 2.0], (CYCLES, 2)),
        ([9.0, 1.0, 2.0, 3.0, 1.0], (CYCLES, 3)),
    ],
)
def test_cycles_and_unsettled_games_are_named(path, fate):
    history = np.array(path)[:, None] * np.ones((1, 2))
    assert fate_of(history, len(path) - 1, 10.0) == fate


@pytest.mark.parametrize(
    ("x", "w", "median"),
    [([3, 1, 2], [1, 1, 1], 2), ([1, 2], [1, 1], 1), ([1, 2, 9], [1, 1, 3], 9), ([5], [2], 5)],
)
def test_lower_weighted_median(x, w, median):
    assert weighted_median_1d(np.array(x, float), np.array(w, float)) == median


@pytest.mark.parametrize("variant", [PRINTED, REPLICATION])
def test_compiled_equals_interpreted(variant):
    plain = getattr(kernels.play_challenge, "py_func", None)
    if plain is None:
        pytest.skip("compilation is switched off")
    first, second = play(variant), play(variant, run=plain)
    for a, b in zip(first[:5], second[:5], strict=True):
        assert a.tobytes() == b.tobytes()
    assert tuple(first[5]) == tuple(second[5])


def test_draws_are_the_single_games():
    rng = np.random.default_rng(5)
    c, s = rng.random((2, 6, 5))
    x = 100 * rng.random((6, 5))
    medians, means, fates = np.zeros((6, 5)), np.zeros((6, 5)), np.zeros(6, dtype=np.int64)
    kernels.challenge_draws(c, x, s, 1.0, REPLICATION, medians, means, fates)
    for k in range(6):
        history, *_rest, fate = play(REPLICATION, 4, c[k], x[k], s[k])
        assert medians[k].tolist() == [weighted_median_1d(h, c[k] * s[k]) for h in history]
        assert means[k].tolist() == [weighted_mean_1d(h, c[k] * s[k]) for h in history]
        assert fates[k] == fate[0]
