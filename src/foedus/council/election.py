"""The probabilistic Condorcet election: which of the positions on the table prevails.

B. P. Wise and others, KTAB (KAPSARC 2015). Every pair of options is contested; an actor throws its
weight behind the option it prefers; the chance of victory follows from the strengths; and the
probabilities of the options are either the chance of beating all others, given that one does, or
the stationary state of a process in which the option in favour is challenged again and again.
"""

from __future__ import annotations

import math

from foedus.compiled import rule

VICTORY = ("linear", "square", "quartic", "octic", "binary")
VOTING = ("binary", "prop_bin", "proportional", "prop_cubic", "cubic", "asymmetric")
ELECTION = ("conditional", "markov_uniform", "markov_incentive")

BINARY_EDGE = 1.1  # advantage with which the stronger side surely wins under "binary"
LEAST_STRENGTH = 1e-10
STEPS = 2000
TOLERANCE = 1e-10


@rule
def vote(voting, weight, difference):
    """Weight thrown behind the first of two options, negative for the second.

    `difference` is the utility of the first less that of the second, -1 to 1. The mixed rules are
    four fifths proportional and one fifth binary, and half proportional and half cubic; under the
    asymmetric one a gain counts two thirds of a loss.
    """
    sign = 0.0
    if difference > 1e-10:
        sign = 1.0
    elif difference < -1e-10:
        sign = -1.0
    cube = difference * difference * difference
    if voting == 0:
        return weight * sign
    if voting == 1:
        return weight * (0.8 * difference + 0.2 * sign)
    if voting == 3:
        return weight * (0.5 * difference + 0.5 * cube)
    if voting == 4:
        return weight * cube
    if voting == 5 and difference > 0.0:
        return weight * difference * 2.0 / 3.0
    return weight * difference


@rule
def victory(model, first, second):
    """Chance that the first coalition prevails, from the two strengths (above 0)."""
    share = first / (first + second)
    if model == 0:
        return share
    if model == 4:
        inside = (share * (BINARY_EDGE + 1.0) - 1.0) / (BINARY_EDGE - 1.0)
        return min(max(inside, 0.0), 1.0)
    other = 1.0 - share
    ratio = share * share
    against = other * other
    if model >= 2:
        ratio *= ratio
        against *= against
    if model >= 3:
        ratio *= ratio
        against *= against
    return ratio / (ratio + against)


@rule
def strengths(utilities, weights, voting, options, out):
    """Strength of the coalition for option i against option j, into `out` (m, m).

    Parameters
    ----------
    utilities : float array, shape (n, m)
        Utility of each option to each actor, 0 to 1.
    weights : float array, shape (n,)
        Weights of the actors.
    voting : int
        Index in `VOTING`.
    options : int
        How many of the m options are on the table (the first ones).
    """
    for i in range(options):
        out[i, i] = LEAST_STRENGTH
        for j in range(i):
            support = LEAST_STRENGTH
            against = LEAST_STRENGTH
            for k in range(weights.shape[0]):
                v = vote(voting, weights[k], utilities[k, i] - utilities[k, j])
                if v > 0.0:
                    support += v
                else:
                    against -= v
            out[i, j] = support
            out[j, i] = against


@rule
def _beats_all(coalitions, model, options, chances):
    total = 0.0
    for i in range(options):
        chance = 1.0
        for j in range(options):
            if j != i:
                chance *= victory(model, coalitions[i, j], coalitions[j, i])
        chances[i] = chance
        total += chance
    for i in range(options):
        chances[i] = chances[i] / total if total > 0.0 else 1.0 / options


@rule
def _challenge_share(coalitions, model, election, options, challenger, favourite):
    """Chance that `challenger` is the one that challenges the option in favour."""
    if election == 1:
        return 1.0 / options
    total = 0.0
    for k in range(options):
        total += coalitions[k, favourite] * victory(
            model, coalitions[k, favourite], coalitions[favourite, k]
        )
    own = coalitions[challenger, favourite] * victory(
        model, coalitions[challenger, favourite], coalitions[favourite, challenger]
    )
    return own / total


@rule
def condorcet_election(coalitions, model, election, options, chances, moves):
    """Probabilities of the options; returns the last change of the Markov process.

    Parameters
    ----------
    coalitions : float array, shape (m, m)
        As `strengths` leaves them.
    model, election : int
        Indices in `VICTORY` and `ELECTION`.
    options : int
        How many options are on the table.
    chances : float array, shape (m,)
        Overwritten.
    moves : float array, shape (m + 1, m)
        Workspace.

    Returns
    -------
    float
        0 for the conditional election, else the largest change in the last step.
    """
    if election == 0:
        _beats_all(coalitions, model, options, chances)
        return 0.0
    for j in range(options):
        stay = 1.0
        for i in range(options):
            if i != j:
                move = _challenge_share(coalitions, model, election, options, i, j) * victory(
                    model, coalitions[i, j], coalitions[j, i]
                )
                moves[i, j] = move
                stay -= move
        moves[j, j] = stay
        chances[j] = 1.0 / options
    change = 1.0
    for _ in range(STEPS):
        change = 0.0
        for i in range(options):
            total = 0.0
            for j in range(options):
                total += moves[i, j] * chances[j]
            moves[options, i] = total
            change = max(change, math.fabs(total - chances[i]))
        for i in range(options):
            chances[i] = 0.5 * (chances[i] + moves[options, i])
        if change < TOLERANCE:
            break
    return change


@rule
def distance_share(point, ideal, saliences, span):
    """Distance from an ideal point as a share of the scale, each dimension by its salience.

    ``sqrt(sum s_k**2 d_k**2 / sum s_k**2)``; dimensions count alike when all saliences are 0.
    """
    top = 0.0
    bottom = 0.0
    plain = 0.0
    for k in range(point.shape[0]):
        d = (point[k] - ideal[k]) / span
        s = saliences[k]
        top += s * s * d * d
        bottom += s * s
        plain += d * d
    if bottom <= 0.0:
        return min(math.sqrt(plain / point.shape[0]), 1.0)
    return min(math.sqrt(top / bottom), 1.0)


@rule
def utility(distance, risk):
    """Utility of a distance (share of the scale) for a risk attitude from -1 to 1: 1 at 0."""
    return (1.0 - distance) * (1.0 + risk * distance)
