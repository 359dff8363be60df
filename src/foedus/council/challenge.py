"""The challenge model of Bueno de Mesquita, after Scholz, Calbert and Smith.

B. Bueno de Mesquita, "A decision making model: its structure and form", International Interactions
23, 1997; J. B. Scholz, G. J. Calbert and G. A. Smith, "Unravelling Bueno De Mesquita's group
decision model", Journal of Theoretical Politics 23, 2011. Every actor k votes between the positions
of i and j with the weight c_k s_k times its difference of loss ``(|x_k - x| / range) ** r_k``; the
chance that i beats j follows from the votes; each actor reckons what challenging each other one is
worth to both, and takes one of the offers that follow.

Two variants, by name:

``printed``
    The equations as they are printed: the chance that i beats j is the share of the votes between
    the two, and an actor takes the offer that moves it least.
``replication``
    What the public replications attribute to the authors' own program: the votes for i are divided
    by the sum of votes over *all* pairs, so that the two chances add up to far less than one;
    confrontations are taken before compromises, the compromise chosen is the one with the lowest
    weighted position (not the least move), and nobody capitulates.

The range of the issue is the range of the positions at the start. Cost per round: the votes are
summed once per pair and voter (cubic); the sum over all pairs follows from the pairwise sums.
"""

from __future__ import annotations

import math

from foedus.compiled import rule

PRINTED = 0
REPLICATION = 1
VARIANTS = {"printed": PRINTED, "replication": REPLICATION}

NO_OFFER = 0
CONFRONTATION = 1
COMPROMISE = 2
CAPITULATION = 3
OFFERS = ("none", "confrontation", "compromise", "capitulation")

STILL_MOVING = 0
SETTLED = 1
CYCLES = 2
FATES = ("still moving", "settled", "cycles")
STILL = 1e-9  # share of the range below which a position counts as unmoved

# Layers of the workspace, each (n, n).
_DISTANCE = 0
_LOSS = 1
_VOTES = 2
_CLOSE = 3
_FAR = 4
LAYERS = 5


@rule
def weighted_mean_1d(positions, weights):
    """Mean of positions by weight; 0 when all weights are 0."""
    top = 0.0
    bottom = 0.0
    for i in range(positions.shape[0]):
        top += weights[i] * positions[i]
        bottom += weights[i]
    return top / bottom if bottom > 0.0 else 0.0


@rule
def weighted_median_1d(positions, weights):
    """Lower weighted median: least position with at least half the weight at or below it."""
    n = positions.shape[0]
    total = 0.0
    highest = positions[0]
    for i in range(n):
        total += weights[i]
        highest = max(highest, positions[i])
    half = 0.5 * total * (1.0 - 1e-12)
    best = highest
    for i in range(n):
        if positions[i] < best:
            below = 0.0
            for j in range(n):
                if positions[j] <= positions[i]:
                    below += weights[j]
            if below >= half:
                best = positions[i]
    return best


@rule
def _power(log_base, exponent):
    """``exp(log_base) ** exponent``; a base of zero is given as a log below -700."""
    return math.exp(exponent * log_base) if log_base > -700.0 else 0.0


@rule
def _log_or_floor(x):
    return math.log(x) if x > 1e-300 else -1000.0


@rule
def _measure(positions, span, work):
    """Write distances as shares of the range, and the logs of ``(1 ∓ d) / 2``."""
    n = positions.shape[0]
    for i in range(n):
        work[_DISTANCE, i, i] = 0.0
        for j in range(i + 1, n):
            d = math.fabs(positions[i] - positions[j]) / span
            close = _log_or_floor(0.5 - 0.5 * d)
            far = _log_or_floor(0.5 + 0.5 * d)
            work[_DISTANCE, i, j] = d
            work[_DISTANCE, j, i] = d
            work[_CLOSE, i, j] = close
            work[_CLOSE, j, i] = close
            work[_FAR, i, j] = far
            work[_FAR, j, i] = far


@rule
def _raise_distances(risk, work):
    """Losses of every voter at every position, each with its own exponent."""
    n = risk.shape[0]
    for i in range(n):
        work[_LOSS, i, i] = 0.0
        for j in range(i + 1, n):
            log_distance = _log_or_floor(work[_DISTANCE, i, j])
            work[_LOSS, i, j] = _power(log_distance, risk[i])
            work[_LOSS, j, i] = _power(log_distance, risk[j])


@rule
def _count_votes(weights, losses, votes, totals):
    """Votes for i against j, for all pairs; returns the sum over all ordered pairs and voters."""
    n = weights.shape[0]
    for i in range(n):
        totals[i] = 0.0
        for j in range(n):
            votes[i, j] = 0.0
    for k in range(n):
        w = weights[k]
        for i in range(n):
            at_i = losses[k, i]
            totals[i] += w * at_i
            for j in range(i + 1, n):
                difference = losses[k, j] - at_i
                votes[i, j] += w * (difference if difference > 0.0 else 0.0)
    total = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            # votes for j against i: the votes for i less the difference of the total losses
            against = votes[i, j] - (totals[j] - totals[i])
            votes[j, i] = max(against, 0.0)
            total += votes[i, j] + votes[j, i]
    return 2.0 * total


@rule
def _to_chances(votes, everything, variant):
    """Turn votes for i against j into the chance that i beats j, in place."""
    n = votes.shape[0]
    for i in range(n):
        for j in range(i + 1, n):
            if variant == REPLICATION:
                votes[i, j] = votes[i, j] / everything if everything > 0.0 else 0.0
                votes[j, i] = votes[j, i] / everything if everything > 0.0 else 0.0
            else:
                both = votes[i, j] + votes[j, i]
                share = votes[i, j] / both if both > 0.0 else 0.5
                votes[i, j] = share
                votes[j, i] = 1.0 - share


@rule
def _expected(chance, resists, success, failure, unchanged):
    """Worth of a challenge to the challenger, when the other resists with its salience."""
    return (
        resists * (chance * success + (1.0 - chance) * failure)
        + (1.0 - resists) * success
        - unchanged
    )


@rule
def _risk_exponents(saliences, work, dangers, risk):
    """Exponent of each actor from its danger compared with the others' (Scholz et al.)."""
    n = saliences.shape[0]
    lowest = 0.0
    highest = 0.0
    for i in range(n):
        danger = 0.0
        for j in range(n):
            if j != i:
                d = work[_DISTANCE, i, j]
                chance = work[_VOTES, j, i]
                danger += _expected(chance, saliences[i], 2.0 * d, -2.0 * d, 0.0)
        dangers[i] = danger
        lowest = danger if i == 0 else min(lowest, danger)
        highest = danger if i == 0 else max(highest, danger)
    for i in range(n):
        acceptance = 0.0
        if highest > lowest:
            acceptance = (2.0 * dangers[i] - highest - lowest) / (highest - lowest)
        risk[i] = (1.0 - acceptance / 3.0) / (1.0 + acceptance / 3.0)


@rule
def offer_kind(mine, theirs, variant):
    """Kind of offer the other makes, from what challenging is worth to me and to it."""
    if theirs > mine and mine > 0.0:
        return CONFRONTATION
    if theirs > 0.0 and mine < 0.0:
        if theirs > -mine or (variant == PRINTED and theirs == -mine):
            return COMPROMISE
        if variant == PRINTED:
            return CAPITULATION
    return NO_OFFER


@rule
def _better(kind, key, best_kind, best_key, variant):
    """Whether an offer is taken rather than the best so far (the first of equals stays)."""
    if best_kind == NO_OFFER:
        return True
    if variant == REPLICATION and kind != best_kind:
        return kind < best_kind
    return key < best_key


@rule
def _choose(i, positions, saliences, q, variant, risk, work, kinds, others, worth):
    """Best offer actor i receives; returns its new position and notes the offer."""
    n = positions.shape[0]
    x = positions[i]
    new = x
    best_kind = NO_OFFER
    best_key = 0.0
    unchanged = q * (2.0 - 4.0 * _power(math.log(0.5), risk[i]))
    others[i] = -1
    worth[i, 0] = 0.0
    worth[i, 1] = 0.0
    for j in range(n):
        if j == i or positions[j] == x:
            continue
        success = 2.0 - 4.0 * _power(work[_CLOSE, i, j], risk[i])
        failure = 2.0 - 4.0 * _power(work[_FAR, i, j], risk[i])
        mine = _expected(work[_VOTES, i, j], saliences[j], success, failure, unchanged)
        theirs = _expected(work[_VOTES, j, i], saliences[i], success, failure, unchanged)
        kind = offer_kind(mine, theirs, variant)
        if kind == NO_OFFER:
            continue
        there = positions[j]
        if kind == COMPROMISE:
            there = x + (positions[j] - x) * math.fabs(mine / theirs)
        key = math.fabs(there - x)
        if kind == COMPROMISE and variant == REPLICATION:
            own = math.fabs(mine)
            key = (own * x + theirs * positions[j]) / (own + theirs)
        if _better(kind, key, best_kind, best_key, variant):
            best_kind = kind
            best_key = key
            new = there
            others[i] = j
            worth[i, 0] = mine
            worth[i, 1] = theirs
    kinds[i] = best_kind
    return new


@rule
def challenge_round(
    positions, weights, saliences, span, q, variant, risk, kinds, others, worth, new, work, lines
):
    """One round: every actor reckons risk and offers at once, then all move together.

    Parameters
    ----------
    positions, weights, saliences : float array, shape (n,)
        Positions on any scale; capability × salience; salience, the chance of resisting (0 to 1).
    span : float
        Range of the issue, above 0.
    q : float
        Weight of the utility of nothing changing (1 in Scholz et al.).
    variant : int
        `PRINTED` or `REPLICATION`.
    risk : float array, shape (n,)
        Overwritten with the risk exponents, 0.5 to 2.
    kinds, others : int array, shape (n,)
        Overwritten with the offer taken (0 none, 1 confrontation, 2 compromise, 3 capitulation)
        and who made it (-1 nobody).
    worth : float array, shape (n, 2)
        Overwritten with what the challenge is worth, by the receiver's reckoning, to the receiver
        and to the one who makes the offer.
    new : float array, shape (n,)
        Overwritten with the positions after the round.
    work : float array, shape (5, n, n)
        Workspace.
    lines : float array, shape (2, n)
        Workspace.
    """
    n = positions.shape[0]
    _measure(positions, span, work)
    everything = _count_votes(weights, work[_DISTANCE], work[_VOTES], lines[0])
    _to_chances(work[_VOTES], everything, variant)
    _risk_exponents(saliences, work, lines[1], risk)
    _raise_distances(risk, work)
    everything = _count_votes(weights, work[_LOSS], work[_VOTES], lines[0])
    _to_chances(work[_VOTES], everything, variant)
    for i in range(n):
        new[i] = _choose(i, positions, saliences, q, variant, risk, work, kinds, others, worth)


@rule
def fate_of(history, rounds, span):
    """Whether the rounds settle, cycle or still move; returns the fate and the period.

    Parameters
    ----------
    history : float array, shape (rounds + 1, n)
        Positions, round 0 first.
    rounds : int
        Rounds played.
    span : float
        Range of the issue.

    Returns
    -------
    tuple of int
        A code (`FATES`) and the period: 1 when settled, 2 or more in a cycle, else 0.
    """
    n = history.shape[1]
    for back in range(1, rounds + 1):
        gap = 0.0
        for i in range(n):
            gap = max(gap, math.fabs(history[rounds, i] - history[rounds - back, i]))
        if gap <= STILL * span:
            return (SETTLED if back == 1 else CYCLES), back
    return STILL_MOVING, 0


@rule
def span_of(positions):
    """Range of the positions."""
    low = positions[0]
    high = positions[0]
    for i in range(positions.shape[0]):
        low = min(low, positions[i])
        high = max(high, positions[i])
    return high - low
