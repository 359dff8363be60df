"""The alliance month: one small kernel, written in several ways, to compare ways of computing.

It is no part of the model; it has the shape of its month. `N` members live through `T` months. All
of a month's draws read the state at its beginning, all changes are made at its end.

    C       = 1 - (mean over active i of |x_i - mean x|) / 0.5                   cohesion
    crisis  of i when u0 < sig(K0 + K1 e_i + K2 (1 - C))                         one a month
    help    of each active j != i when u < sig(H0 + H1 C + H2 N c_j - H3 d_ij
                        + H4 (1 - |x_i - x_j|) + H5 r_j - H6 m_j)
    won     when u1 < S^2 / (S^2 + G^2),  S = c_i + sum of c_j that help         contest, m = 2
    a_j     = 1 + F (a_j - 1) + helps of j;  b_j likewise with refusals          reputation
    r_j     = a_j / (a_j + b_j);  m_j = M m_j + helps of j                       commitments
    exit    of i when u2 < sig(X0 + X1 (1 - C) + X2 (1/2 - r_i) + X3 [lost])
    x_i     = x_i + Z ln(u3 / (1 - u3)), kept in [0, 1]                          shock
    x_i     = x_i + P / (n - 1) sum over active j of w_ij g / (1 + 4 g^2),
              g = x_j - x_i,  w_ij = c_j / (c_i + c_j)                           challenge, O(N^2)
    vote    y = sum c_i x_i / sum c_i; adopted when for all active i
              |x_i - y| <= |x_i - q| + A; then q = y                             consensus

Here c is capability (shares, summing to 1), e exposure, d distance, x position, q the status quo.
At the start x_i = (i + 1/2) / N, a = b = 2, m = 0, q = 1/2, all are active.

Draws: Philox4x32-10 with key (seed, 0) and counter (run, month, member, block); a word w gives
u = (w + 1/2) / 2^32. Block 0 gives u0 to u3 of a member, block 1 + j // 4 the help of the others.
Versions that draw from the same addresses must count the same events exactly; the others are held
to the same means.

This module holds the constants, the inputs and the version in the manner of the package: scalar
rules marked with `foedus.compiled.rule`, one record for the world and one for what is given, one
future from start to end. It is compiled like the package's own entries, with one difference: a
division by zero is not looked for, so that loops over members may be worked on side by side.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.chance import philox
from foedus.compiled import INTERPRET, rule

K0, K1, K2 = -5.0, 1.0, 1.0
H0, H1, H2, H3, H4, H5, H6 = -2.0, 1.0, 0.3, 1.0, 1.0, 1.5, 0.5
G = 0.3
F, M = 0.98, 0.9
X0, X1, X2, X3 = -7.0, 2.0, 1.0, 1.5
Z, P, A = 0.01, 0.05, 0.02

OUTPUTS = (
    "crises",
    "helps",
    "wins",
    "exits",
    "adopted",
    "cohesion",
    "reputation",
    "status quo",
    "active",
    "position",
)
COUNTS = 5  #: the first five are counts
SCALE = 2.0**-32
SIDE_BY_SIDE = 16  #: members from which on the challenge goes column by column


def world_type(n: int, months: int):
    """Record of what changes in one run."""
    names = ("x", "active", "a", "b", "reputation", "duty", "push", "shock", "helps", "refusals")
    return np.dtype([*((name, "f8", (n,)) for name in names), ("luck", "f8", (4, n, months))])


def inputs_type(n: int):
    """Record of what is given; ``weight[j, i]`` is the pull of j on i."""
    return np.dtype(
        [
            ("capability", "f8", (n,)),
            ("exposure", "f8", (n,)),
            ("distance", "f8", (n, n)),
            ("weight", "f8", (n, n)),
        ]
    )


def inputs(n: int):
    """Capability, exposure, distances and challenge weights of `n` members."""
    i = np.arange(n)
    c = 1.0 + i % 5
    c = c / c.sum()
    exposure = (7 * i % n) / n
    distance = np.abs(i[:, None] - i[None, :]) / n
    weight = c[None, :] / (c[:, None] + c[None, :])
    return c, exposure, distance, weight


@rule
def unit(word):
    """Uniform on (0, 1) from a 32-bit word."""
    return (float(word) + 0.5) * SCALE


@rule
def below_logistic(u, odds):
    """Whether u < 1 / (1 + exp(-odds)); unlikely events are settled without the exponential."""
    if odds < -3.0 and u >= 0.05:
        return False
    return u * (1.0 + math.exp(-odds)) < 1.0


@rule
def crisis_odds(exposure, cohesion):
    return K0 + K1 * exposure + K2 * (1.0 - cohesion)


@rule
def help_odds(cohesion, capability, distance, similarity, reputation, commitments):
    return (
        H0
        + H1 * cohesion
        + H2 * capability
        - H3 * distance
        + H4 * similarity
        + H5 * reputation
        - H6 * commitments
    )


@rule
def win_chance(strength):
    return strength * strength / (strength * strength + G * G)


@rule
def exit_odds(cohesion, reputation, lost):
    return X0 + X1 * (1.0 - cohesion) + X2 * (0.5 - reputation) + X3 * lost


@rule
def measured_cohesion(w):
    n = 0
    total = 0.0
    for i in range(w.x.shape[0]):
        if w.active[i] > 0.0:
            n += 1
            total += w.x[i]
    if n == 0:
        return 0.0
    mean = total / n
    apart = 0.0
    for i in range(w.x.shape[0]):
        if w.active[i] > 0.0:
            apart += math.fabs(w.x[i] - mean)
    return 1.0 - 2.0 * apart / n


@rule
def draw_luck(w, seed, run):
    """All draws of block 0 of one run: its luck is known before its life."""
    for i in range(w.luck.shape[1]):
        for month in range(w.luck.shape[2]):
            w0, w1, w2, w3 = philox(seed, 0, run, month, i, 0)
            w.luck[0, i, month] = unit(w0)
            w.luck[1, i, month] = unit(w1)
            w.luck[2, i, month] = unit(w2)
            w.luck[3, i, month] = unit(w3)


@rule
def face_crisis(w, x, seed, run, month, i, cohesion):
    """Call for help; returns 1 when the member holds out."""
    n = w.x.shape[0]
    strength = x.capability[i]
    for block in range((n + 3) // 4):
        words = philox(seed, 0, run, month, i, 1 + block)
        for k in range(4):
            j = 4 * block + k
            if j < n and j != i and w.active[j] > 0.0:
                odds = help_odds(
                    cohesion,
                    n * x.capability[j],
                    x.distance[i, j],
                    1.0 - math.fabs(w.x[i] - w.x[j]),
                    w.reputation[j],
                    w.duty[j],
                )
                if below_logistic(unit(words[k]), odds):
                    strength += x.capability[j]
                    w.helps[j] += 1.0
                else:
                    w.refusals[j] += 1.0
    return 1 if w.luck[1, i, month] < win_chance(strength) else 0


@rule
def face_month(w, x, seed, run, month, cohesion, out):
    """Crises, and what each member is about to do; returns how many are leaving."""
    leaving = 0
    for i in range(w.x.shape[0]):
        if w.active[i] == 0.0:
            continue
        lost = 0.0
        if below_logistic(w.luck[0, i, month], crisis_odds(x.exposure[i], cohesion)):
            won = face_crisis(w, x, seed, run, month, i, cohesion)
            out[0] += 1.0
            out[2] += won
            lost = 1.0 - won
        w.push[i] = 0.0
        if below_logistic(w.luck[2, i, month], exit_odds(cohesion, w.reputation[i], lost)):
            w.push[i] = 1.0
            leaving += 1
        u = w.luck[3, i, month]
        w.shock[i] = Z * math.log(u / (1.0 - u))
    return leaving


@rule
def learn(w, out):
    """Reputation, commitments and positions after the month; those who leave are gone."""
    for i in range(w.x.shape[0]):
        if w.active[i] == 0.0:
            continue
        out[1] += w.helps[i]
        w.a[i] = 1.0 + F * (w.a[i] - 1.0) + w.helps[i]
        w.b[i] = 1.0 + F * (w.b[i] - 1.0) + w.refusals[i]
        w.reputation[i] = w.a[i] / (w.a[i] + w.b[i])
        w.duty[i] = M * w.duty[i] + w.helps[i]
        w.helps[i] = 0.0
        w.refusals[i] = 0.0
        w.x[i] = min(max(w.x[i] + w.shock[i], 0.0), 1.0)
        if w.push[i] > 0.0:
            w.active[i] = 0.0


@rule
def pull(gap):
    """Pull over a gap: nearly in proportion when small, fading when large."""
    return gap / (1.0 + 4.0 * gap * gap)


@rule
def challenge(position, active, weight, members, push):
    """Everybody pulls everybody: positions move towards those with more weight.

    Few members: row by row. Many: column by column, which the compiler works on side by side.
    Both add up in the same order.
    """
    n = position.shape[0]
    for i in range(n):
        push[i] = 0.0
    if n < SIDE_BY_SIDE:
        for i in range(n):
            total = 0.0
            for j in range(n):
                if active[j] > 0.0:
                    total += weight[j, i] * pull(position[j] - position[i])
            push[i] = total
    else:
        for j in range(n):
            if active[j] > 0.0:
                at = position[j]
                row = weight[j]
                for i in range(n):
                    push[i] += row[i] * pull(at - position[i])
    pace = P / (members - 1)
    for i in range(n):
        if active[i] > 0.0:
            position[i] += pace * push[i]


@rule
def adopted_draft(w, x, quo):
    """Draft when nobody objects, else a negative number."""
    total = 0.0
    weights = 0.0
    for i in range(w.x.shape[0]):
        if w.active[i] > 0.0:
            total += x.capability[i] * w.x[i]
            weights += x.capability[i]
    draft = total / weights
    for i in range(w.x.shape[0]):
        if w.active[i] > 0.0 and math.fabs(w.x[i] - draft) > math.fabs(w.x[i] - quo) + A:
            return -1.0
    return draft


@rule
def open_world(w):
    n = w.x.shape[0]
    for i in range(n):
        w.x[i] = (i + 0.5) / n
        w.active[i] = 1.0
        w.a[i] = 2.0
        w.b[i] = 2.0
        w.reputation[i] = 0.5
        w.duty[i] = 0.0
        w.helps[i] = 0.0
        w.refusals[i] = 0.0


@rule
def one_run(w, x, seed, run, months, out):
    """One future from start to end."""
    open_world(w)
    draw_luck(w, seed, run)
    for k in range(out.shape[0]):
        out[k] = 0.0
    quo = 0.5
    members = w.x.shape[0]
    for month in range(months):
        cohesion = measured_cohesion(w)
        out[5] += cohesion
        leaving = face_month(w, x, seed, run, month, cohesion, out)
        learn(w, out)
        out[3] += leaving
        members -= leaving
        if members > 1:
            challenge(w.x, w.active, x.weight, members, w.push)
        if members > 0:
            draft = adopted_draft(w, x, quo)
            if draft >= 0.0:
                quo = draft
                out[4] += 1.0
    out[5] /= months
    out[7] = quo
    for i in range(w.x.shape[0]):
        if w.active[i] > 0.0:
            out[6] += w.reputation[i] / members
            out[9] += w.x[i] / members
    out[8] = members


def compiled(function):
    """The function compiled, or as it is when compiling is switched off."""
    if INTERPRET:
        return function
    import numba

    return numba.njit(function, cache=True, nogil=True, error_model="numpy")


@compiled
def simulate_runs(seed, first, months, worlds, given, out):
    """Runs ``first, first + 1, ...``, one for each row of `out`."""
    w = worlds[0]
    x = given[0]
    for r in range(out.shape[0]):
        one_run(w, x, seed, first + r, months, out[r])


def foedus_runs(n: int, months: int, runs: int, seed: int = 1):
    """Outputs of every run, shape (runs, 10), by the compiled scalar rules."""
    given = np.zeros(1, inputs_type(n)).view(np.recarray)
    x = given[0]
    x.capability[:], x.exposure[:], x.distance[:], weight = inputs(n)
    x.weight[:] = weight.T
    worlds = np.zeros(1, world_type(n, months)).view(np.recarray)
    out = np.empty((runs, len(OUTPUTS)))
    simulate_runs(seed, 0, months, worlds, given, out)
    return out
