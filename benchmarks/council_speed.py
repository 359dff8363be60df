"""CPU time of one draw of the challenge model with ten rounds, beside a plain NumPy version.

python benchmarks/council_speed.py
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from foedus.council.challenge import VARIANTS
from foedus.council.kernels import challenge_draws

ROUNDS = 10
AIMS = {10: 0.2, 20: 2.0, 40: 25.0}  # milliseconds a draw, at most
DRAWS = {10: 5000, 20: 1000, 40: 200}


def game(n: int, draws: int, seed: int = 0):
    rng = np.random.default_rng(seed)
    return rng.random((draws, n)), 100.0 * rng.random((draws, n)), rng.random((draws, n))


def numpy_round(x, w, s, span, replication):
    """One round in plain NumPy: all triples at once, as in the printed sums."""
    n = x.size
    d = np.abs(x[:, None] - x[None, :]) / span

    def chances(losses):
        votes = w[:, None, None] * (losses[:, None, :] - losses[:, :, None])
        won = np.where(votes > 0.0, votes, 0.0).sum(axis=0)
        if replication:
            return won / np.abs(votes).sum()
        both = won + won.T
        return np.divide(won, both, out=np.full_like(won, 0.5), where=both > 0.0)

    p = chances(d)
    danger = s[None, :] * (p * 4.0 * d - 2.0 * d) + (1.0 - s[None, :]) * 2.0 * d
    danger = danger.sum(axis=0)
    top, low = danger.max(), danger.min()
    acceptance = (2.0 * danger - top - low) / (top - low) if top > low else np.zeros(n)
    r = (1.0 - acceptance / 3.0) / (1.0 + acceptance / 3.0)
    p = chances(d ** r[:, None])
    success = 2.0 - 4.0 * np.maximum(0.5 - 0.5 * d, 0.0) ** r[:, None]
    failure = 2.0 - 4.0 * (0.5 + 0.5 * d) ** r[:, None]
    same = 2.0 - 4.0 * 0.5 ** r[:, None]
    mine = s[None, :] * (p * success + (1 - p) * failure) + (1 - s[None, :]) * success - same
    theirs = s[:, None] * (p.T * success + (1 - p.T) * failure) + (1 - s[:, None]) * success - same
    other = x[None, :] != x[:, None]
    fight = other & (theirs > mine) & (mine > 0.0)
    deal = other & (theirs > 0.0) & (mine < 0.0) & (theirs > -mine)
    yield_ = other & (theirs > 0.0) & (mine < 0.0) & (theirs <= -mine) & (not replication)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = x[:, None] + (x[None, :] - x[:, None]) * np.abs(mine / theirs)
    there = np.where(deal, between, x[None, :])
    move = np.abs(there - x[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = (-mine * x[:, None] + theirs * x[None, :]) / (theirs - mine)
    out = x.copy()
    for i in range(n):
        if replication:
            for kind, key in ((fight, move), (deal, weighted)):
                if kind[i].any():
                    out[i] = there[i, np.argmin(np.where(kind[i], key[i], np.inf))]
                    break
        else:
            any_ = fight[i] | deal[i] | yield_[i]
            if any_.any():
                out[i] = there[i, np.argmin(np.where(any_, move[i], np.inf))]
    return out


def numpy_game(c, x, s, replication):
    w, span = c * s, np.ptp(x)
    for _ in range(ROUNDS):
        x = numpy_round(x, w, s, span, replication)
    return x


def run(c, x, s, variant):
    medians = np.empty((c.shape[0], ROUNDS + 1))
    means = np.empty_like(medians)
    fates = np.empty(c.shape[0], dtype=np.int64)
    challenge_draws(c, x, s, 1.0, variant, medians, means, fates)
    return medians, means


def main() -> None:
    print("| actors | variant | compiled, ms CPU a draw | aim | NumPy, ms | times faster | agree |")
    print("|---|---|---|---|---|---|---|")
    for n, draws in DRAWS.items():
        c, x, s = game(n, draws)
        for name, variant in VARIANTS.items():
            run(c[:1], x[:1], s[:1], variant)
            begun = time.process_time()
            _medians, means = run(c, x, s, variant)
            ours = 1e3 * (time.process_time() - begun) / draws
            some = max(2, 200 // n)
            begun = time.process_time()
            last = [numpy_game(c[i], x[i], s[i], name == "replication") for i in range(some)]
            theirs = 1e3 * (time.process_time() - begun) / some
            again = [np.average(last[i], weights=c[i] * s[i]) for i in range(some)]
            close = np.abs(np.array(again) - means[:some, -1]) < 1e-6
            print(f"| {n} | {name} | {ours:.3f} | {AIMS[n]:g} | {theirs:.2f} | "
                  f"{theirs / ours:.0f} | {int(close.sum())} of {some} |")  # fmt: skip
    c, x, s = game(10, 10_000, 1)
    parts = [slice(a, a + 500) for a in range(0, 10_000, 500)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda p: run(c[p], x[p], s[p], VARIANTS["replication"]), parts))
    print(f"\n10,000 draws of ten actors on two threads: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
