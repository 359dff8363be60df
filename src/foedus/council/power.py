"""Power under a decision rule: Banzhaf and Shapley–Shubik indices.

L. S. Penrose 1946, J. F. Banzhaf 1965; L. S. Shapley and M. Shubik, "A method for evaluating the
distribution of power in a committee system", American Political Science Review 48, 1954. Up to 20
actors every coalition is looked at, whatever the rule; with more, whole voting weights are counted
with generating functions (no limit on actors, a limit on the sum of the weights).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.council.rules import Rule
from foedus.files import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
ENUMERATED = 20
LARGEST_SUM = 200_000


@dataclass(frozen=True)
class Power:
    """Voting power of each actor.

    Attributes
    ----------
    banzhaf : float array, shape (n,)
        Normalised Banzhaf index: shares of all swings, summing to 1 (all 0 if nobody swings).
    penrose : float array, shape (n,)
        Absolute Banzhaf (Penrose) measure: chance of being decisive when all others toss coins.
    shapley_shubik : float array, shape (n,)
        Share of orders in which the actor is pivotal.
    """

    banzhaf: Floats
    penrose: Floats
    shapley_shubik: Floats


def power_of(rule: Rule, votes: Floats, veto: Flags, absent: Flags) -> Power:
    """Power of each actor under a rule; the absent have none.

    Parameters
    ----------
    rule : Rule
        Decision rule.
    votes : float array, shape (n,)
        Voting weights.
    veto, absent : bool array, shape (n,)
        Who may block alone; who stays away.

    Raises
    ------
    InputError
        With more than 20 actors and weights that are not whole numbers, or too large.
    """
    players = np.flatnonzero(~absent)
    out = Power(*(np.zeros(votes.size) for _ in range(3)))
    if players.size == 0:
        return out
    if players.size <= ENUMERATED:
        swings = _swings_enumerated(rule, votes, veto, absent, players)
    else:
        swings = _swings_counted(rule, votes, veto, absent, players)
    m = players.size
    total = swings.sum()
    orders = np.array(
        [math.exp(math.lgamma(s + 1) + math.lgamma(m - s) - math.lgamma(m + 1)) for s in range(m)]
    )
    out.banzhaf[players] = swings.sum(axis=1) / total if total > 0.0 else 0.0
    out.penrose[players] = swings.sum(axis=1) / 2.0 ** (m - 1)
    out.shapley_shubik[players] = swings @ orders
    return out


def _winning(rule: Rule, votes: Floats, veto: Flags, absent: Flags, players) -> Flags:
    """Whether each of the 2**m coalitions wins; bit p of the number is player p."""
    m = players.size
    weight = np.zeros(1)
    heads = np.zeros(1, dtype=np.int64)
    blocked = np.zeros(1, dtype=bool)
    for p in players:
        weight = np.concatenate([weight, weight + votes[p]])
        heads = np.concatenate([heads, heads + 1])
        stops = bool(rule.vetoes and veto[p])
        blocked = np.concatenate([blocked | stops, blocked])
    base = np.ones_like(absent) if rule.counts_absent else ~absent
    needed = rule.quota * float(votes[base].sum())
    slack = 1e-9 * max(1.0, needed)
    enough = weight > needed + slack if rule.strict else weight >= needed - slack
    enough &= heads >= max(rule.member_quota * base.sum() - 1e-9, rule.least_signers)
    enough &= ~blocked
    if m < rule.quorum * absent.size - 1e-12:
        enough[:] = False
    return enough


def _swings_enumerated(rule: Rule, votes: Floats, veto: Flags, absent: Flags, players) -> Floats:
    """Swings of each player by the size of the coalition it joins, shape (m, m)."""
    m = players.size
    wins = _winning(rule, votes, veto, absent, players)
    numbers = np.arange(wins.size)
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(m):
        sizes = np.concatenate([sizes, sizes + 1])
    swings = np.zeros((m, m))
    for p in range(m):
        without = numbers[(numbers >> p) & 1 == 0]
        decisive = wins[without | (1 << p)] & ~wins[without]
        swings[p] = np.bincount(sizes[without[decisive]], minlength=m)[:m]
    return swings


def _swings_counted(rule: Rule, votes: Floats, veto: Flags, absent: Flags, players) -> Floats:
    """Count the same swings by generating functions over weight and number of supporters."""
    whole = np.rint(votes).astype(np.int64)
    if np.abs(votes - whole).max() > 1e-9 or whole[players].sum() > LARGEST_SUM:
        raise InputError(
            "power indices",
            f"more than {ENUMERATED} actors need whole voting weights with a sum of at most "
            f"{LARGEST_SUM}; give the column votes in whole numbers",
        )
    m = players.size
    total = int(whole[players].sum())
    base = np.ones_like(absent) if rule.counts_absent else ~absent
    needed = rule.quota * float(whole[base].sum())
    least = math.floor(needed + 1e-9) + 1 if rule.strict else math.ceil(needed - 1e-9)
    heads = math.ceil(max(rule.member_quota * base.sum() - 1e-9, rule.least_signers))
    swings = np.zeros((m, m))
    if m < rule.quorum * absent.size - 1e-12:
        return swings
    blockers = {int(p) for p in players if rule.vetoes and veto[p]}
    weights = np.arange(total + 1)
    for index, p in enumerate(players):
        counts = np.zeros((m, total + 1))
        counts[0, 0] = 1.0
        for other in players:
            if other == p:
                continue
            joined = np.zeros_like(counts)
            w = int(whole[other])
            joined[1:, w:] = counts[:-1, : total + 1 - w]
            # whoever may block must be in, else the coalition cannot win with or without p
            counts = joined if int(other) in blockers else counts + joined
        for size in range(m):
            after = (weights + whole[p] >= least) & (size + 1 >= heads)
            before = (weights >= least) & (size >= heads) & (int(p) not in blockers)
            swings[index, size] = counts[size, after & ~before].sum()
    return swings
