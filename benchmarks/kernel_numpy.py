"""The alliance month in NumPy: all runs of a chunk at once, arrays of shape (runs, members).

Crises are few, so the help of the others is computed for the crises only. Chunks are sized so that
the array over pairs stays in the cache. Numbers come from NumPy's fastest generator (SFC64), or
from the addresses of the compiled version when `addressed`: the check that it is the same kernel.
"""

from __future__ import annotations

import numpy as np
from kernel_month import (
    H0,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    K0,
    K1,
    K2,
    OUTPUTS,
    SCALE,
    X0,
    X1,
    X2,
    X3,
    A,
    F,
    G,
    M,
    P,
    Z,
    inputs,
)

PAIRS_AT_ONCE = 60_000
_MASK = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)


def philox(seed, c0, c1, c2, c3):
    """Words of Philox4x32-10 for arrays of counters."""
    c0, c1, c2, c3 = (np.asarray(c, dtype=np.uint64) for c in np.broadcast_arrays(c0, c1, c2, c3))
    k0, k1 = seed, 0
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0 = (p1 >> _S32) ^ c1 ^ np.uint64(k0)
        c2 = (p0 >> _S32) ^ c3 ^ np.uint64(k1)
        c1, c3 = p1 & _MASK, p0 & _MASK
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


class Addressed:
    """Uniforms by address."""

    def __init__(self, seed, first):
        self.seed, self.first = seed, first

    def members(self, runs, n, month):
        run = self.first + np.arange(runs)[:, None]
        words = philox(self.seed, run, month, np.arange(n)[None, :], 0)
        return [(w.astype(float) + 0.5) * SCALE for w in words]

    def help(self, r, i, n, month):
        blocks = 1 + np.arange((n + 3) // 4)
        words = philox(self.seed, (self.first + r)[:, None], month, i[:, None], blocks[None, :])
        u = (np.stack(words, axis=2).astype(float) + 0.5) * SCALE
        return u.reshape(len(r), -1)[:, :n]


class Sequential:
    """Uniforms from NumPy's own generator."""

    def __init__(self, seed, first):
        self.rng = np.random.Generator(np.random.SFC64([seed, first]))

    def members(self, runs, n, _month):
        u = self.rng.random((4, runs, n))
        return [u[0], u[1], u[2], np.maximum(u[3], 1e-16)]

    def help(self, r, _i, n, _month):
        return self.rng.random((len(r), n))


def sig(z):
    return 1.0 / (1.0 + np.exp(-z))


class World:
    """State of the runs of a chunk."""

    def __init__(self, n, runs):
        self.capability, self.exposure, self.distance, self.weight = inputs(n)
        self.x = np.tile((np.arange(n) + 0.5) / n, (runs, 1))
        self.on = np.ones((runs, n), bool)
        self.a, self.b = np.full((runs, n), 2.0), np.full((runs, n), 2.0)
        self.reputation, self.duty = np.full((runs, n), 0.5), np.zeros((runs, n))
        self.quo = np.full(runs, 0.5)
        self.out = np.zeros((runs, len(OUTPUTS)))


def measured_cohesion(w):
    members = w.on.sum(axis=1)
    least = np.maximum(members, 1)
    mean = (w.on * w.x).sum(axis=1) / least
    apart = (w.on * np.abs(w.x - mean[:, None])).sum(axis=1)
    return np.where(members > 0, 1.0 - 2.0 * apart / least, 0.0)


def face_crises(w, crisis, u1, cohesion, chance, month):
    """Help in the crises of a month: helps, refusals, and who lost."""
    runs, n = w.x.shape
    lost, helps, refusals = (np.zeros((runs, n)) for _ in range(3))
    r, i = np.nonzero(crisis)
    if len(r) == 0:
        return helps, refusals, lost
    odds = (
        H0
        + H1 * cohesion[r, None]
        + H2 * n * w.capability
        - H3 * w.distance[i]
        + H4 * (1.0 - np.abs(w.x[r, i, None] - w.x[r]))
        + H5 * w.reputation[r]
        - H6 * w.duty[r]
    )
    asked = w.on[r].copy()
    asked[np.arange(len(r)), i] = False
    yes = asked & (chance.help(r, i, n, month) < sig(odds))
    strength = w.capability[i] + yes @ w.capability
    won = u1[r, i] < strength**2 / (strength**2 + G * G)
    np.add.at(helps, r, yes)
    np.add.at(refusals, r, asked & ~yes)
    lost[r, i] = ~won
    w.out[:, 0] += crisis.sum(axis=1)
    w.out[:, 2] += np.bincount(r, weights=won, minlength=runs)
    return helps, refusals, lost


def challenge(w, members):
    gap = w.x[:, None, :] - w.x[:, :, None]
    gap /= 1.0 + 4.0 * gap * gap
    push = np.matmul(gap * w.weight, w.on[:, :, None].astype(float))[:, :, 0]
    pace = np.where(members > 1, P / np.maximum(members - 1, 1), 0.0)
    w.x = w.x + w.on * push * pace[:, None]


def vote(w, members):
    weights = w.on @ w.capability
    draft = (w.on * w.x) @ w.capability / np.where(weights > 0.0, weights, 1.0)
    objects = w.on & (np.abs(w.x - draft[:, None]) > np.abs(w.x - w.quo[:, None]) + A)
    adopted = (members > 0) & ~objects.any(axis=1)
    w.quo = np.where(adopted, draft, w.quo)
    w.out[:, 4] += adopted


def one_month(w, chance, month):
    runs, n = w.x.shape
    cohesion = measured_cohesion(w)
    w.out[:, 5] += cohesion
    u0, u1, u2, u3 = chance.members(runs, n, month)
    crisis = w.on & (u0 < sig(K0 + K1 * w.exposure + K2 * (1.0 - cohesion[:, None])))
    helps, refusals, lost = face_crises(w, crisis, u1, cohesion, chance, month)
    z = X0 + X1 * (1.0 - cohesion[:, None]) + X2 * (0.5 - w.reputation) + X3 * lost
    leave = w.on & (u2 < sig(z))
    w.out[:, 1] += helps.sum(axis=1)
    w.a, w.b = 1.0 + F * (w.a - 1.0) + helps, 1.0 + F * (w.b - 1.0) + refusals
    w.reputation = np.where(w.on, w.a / (w.a + w.b), w.reputation)
    w.duty = M * w.duty + helps
    w.x = np.where(w.on, np.clip(w.x + Z * np.log(u3 / (1.0 - u3)), 0.0, 1.0), w.x)
    w.on &= ~leave
    w.out[:, 3] += leave.sum(axis=1)
    members = w.on.sum(axis=1)
    challenge(w, members)
    vote(w, members)


def one_chunk(n, months, runs, chance):
    w = World(n, runs)
    for month in range(months):
        one_month(w, chance, month)
    least = np.maximum(w.on.sum(axis=1), 1)
    w.out[:, 5] /= months
    w.out[:, 6] = (w.on * w.reputation).sum(axis=1) / least
    w.out[:, 7] = w.quo
    w.out[:, 8] = w.on.sum(axis=1)
    w.out[:, 9] = (w.on * w.x).sum(axis=1) / least
    return w.out


def numpy_runs(n, months, runs, seed=1, *, addressed=False, pairs=PAIRS_AT_ONCE):
    """Outputs of every run, shape (runs, 10)."""
    size = max(1, pairs // (n * n))
    chance = Addressed if addressed else Sequential
    parts = [
        one_chunk(n, months, min(size, runs - first), chance(seed, first))
        for first in range(0, runs, size)
    ]
    return np.concatenate(parts)
