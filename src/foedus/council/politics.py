"""A spatial model of politics in n dimensions, with the options of KTAB.

After B. P. Wise, L. Lester and B. Efird, "An introduction to the KAPSARC Toolkit for Behavioral
Analysis using one-dimensional spatial models" (2015) and its many-dimensional sequel. Each turn:
the standing of every position gives every actor's attitude to risk; each actor looks for the
challenge that pays best by its own reckoning, third parties included; the two strike a bargain
between their positions; each actor's pending bargains, and staying put, are put to a
probabilistic Condorcet election of all; then all move together.

The equations are KTAB's where this file says so; bargains here are one common point for the two
parties, so the numbers are not KTAB's own.
"""

from __future__ import annotations

import math

from foedus import chance
from foedus.compiled import rule
from foedus.council.election import (
    LEAST_STRENGTH,
    condorcet_election,
    distance_share,
    strengths,
    utility,
    victory,
    vote,
)

COMMITMENT = ("none", "semi", "full")
TRANSITION = ("deterministic", "stochastic")
PERSPECTIVE = ("initiator", "both")
RISK_RANGE = {"min": 0.0, "mid": -0.5, "max": -1.0}
RISK_VIEW = {"none": 0.0, "one_third": 1.0 / 3.0, "half": 0.5, "two_thirds": 2.0 / 3.0, "full": 1.0}
LEAST_GAIN = 1e-5  # gain in utility below which nobody challenges

# Places in the vectors of options.
VICTORY_AT = 0
VOTING_AT = 1
COMMITMENT_AT = 2
ELECTION_AT = 3
TRANSITION_AT = 4
PERSPECTIVE_AT = 5
INTEGERS = 6
RISK_FLOOR_AT = 0
RISK_VIEW_AT = 1
POWER_OF_WEIGHT_AT = 2
REALS = 3


@rule
def _third_party_vote(k, i, j, u, weight, own_i, own_j, voting, commitment, model):
    """Vote of a third party between i and j, knowing that it may share the loser's fate."""
    first = vote(voting, weight, u[k, i] - u[k, j])
    for_i = own_i + max(first, 0.0)
    for_j = own_j + max(-first, 0.0)
    p = victory(model, for_i, for_j)
    at_i = u[k, i]
    at_j = u[k, j]
    own = u[k, k]
    win_i = 2.0 * at_i + (at_i if commitment == 2 else own)
    lose_to_j = 2.0 * at_j + (own if commitment == 0 else at_j)
    lose_to_i = 2.0 * at_i + (own if commitment == 0 else at_i)
    win_j = 2.0 * at_j + (at_j if commitment == 2 else own)
    with_i = p * win_i + (1.0 - p) * lose_to_j
    with_j = p * lose_to_i + (1.0 - p) * win_j
    return vote(voting, weight, with_i - with_j)


@rule
def chance_of_victory(i, j, u, weights, codes):
    """Chance that i prevails over j when all others choose their side (KTAB's little contests).

    Parameters
    ----------
    i, j : int
        Challenger and challenged.
    u : float array, shape (n, n)
        Utility to k of the position of j, as the one who reckons sees it.
    weights : float array, shape (n,)
        Capability × salience.
    codes : int array, shape (6,)
        Options.
    """
    voting = codes[VOTING_AT]
    model = codes[VICTORY_AT]
    own_i = LEAST_STRENGTH
    own_j = LEAST_STRENGTH
    for party in (i, j):
        v = vote(voting, weights[party], u[party, i] - u[party, j])
        own_i += max(v, 0.0)
        own_j += max(-v, 0.0)
    for_i = own_i
    for_j = own_j
    for k in range(weights.shape[0]):
        if k not in (i, j):
            v = _third_party_vote(
                k, i, j, u, weights[k], own_i, own_j, voting, codes[COMMITMENT_AT], model
            )
            for_i += max(v, 0.0)
            for_j += max(-v, 0.0)
    return victory(model, for_i, for_j)


@rule
def gain_from_challenge(i, j, p, u, resists):
    """Expected change of i's utility from challenging j, who resists with its salience."""
    won = 2.0 * u[i, i]
    lost = 2.0 * u[i, j]
    contest = p * won + (1.0 - p) * lost
    return (1.0 - resists) * won + resists * contest - (u[i, i] + u[i, j])


@rule
def _seen_utilities(viewer, distances, risk, view, u):
    """Utilities as the viewer sees them: it takes others to be somewhat like itself."""
    for k in range(risk.shape[0]):
        seen = risk[viewer] + view * (risk[k] - risk[viewer])
        for j in range(risk.shape[0]):
            u[k, j] = utility(distances[k, j], seen)


@rule
def _distances(positions, ideals, saliences, span, out):
    n = positions.shape[0]
    for k in range(n):
        for j in range(n):
            out[k, j] = distance_share(positions[j], ideals[k], saliences[k], span)


@rule
def _same_place(positions, i, j):
    same = True
    for k in range(positions.shape[1]):
        if positions[i, k] != positions[j, k]:
            same = False
    return same


@rule
def standing(positions, distances, weights, codes, chances, u, coalitions, moves):
    """Probability of every actor's position in an election of all; returns the last change.

    Actors at the same place share one option, and each gets its probability.
    """
    n = weights.shape[0]
    options = 0
    for j in range(n):
        if _first_at(positions, j) == j:
            for k in range(n):
                u[k, options] = 1.0 - distances[k, j]
            options += 1
    strengths(u, weights, codes[VOTING_AT], options, coalitions)
    change = condorcet_election(
        coalitions, codes[VICTORY_AT], codes[ELECTION_AT], options, moves[0], moves[1:]
    )
    place = 0
    for j in range(n):
        if _first_at(positions, j) == j:
            chances[j] = moves[0, place]
            place += 1
    for j in range(n):
        chances[j] = chances[_first_at(positions, j)]
    return change


@rule
def _first_at(positions, j):
    for i in range(j):
        if _same_place(positions, i, j):
            return i
    return j


@rule
def _attitudes(chances, floor, risk):
    """Risk attitude by standing: the actor whose position stands best avoids risk most."""
    low = chances[0]
    high = chances[0]
    for i in range(chances.shape[0]):
        low = min(low, chances[i])
        high = max(high, chances[i])
    for i in range(chances.shape[0]):
        share = (chances[i] - low) / (high - low) if high > low + 1e-12 else 0.0
        risk[i] = floor + (1.0 - floor) * share


@rule
def _common_point(i, j, p, positions, saliences, power, point):
    """Point between i and j, on each dimension nearer to the one with more salience and chance."""
    for k in range(positions.shape[1]):
        a = (saliences[i, k] * p) ** power
        b = (saliences[j, k] * (1.0 - p)) ** power
        total = a + b
        share = a / total if total > 0.0 else 0.5
        point[k] = share * positions[i, k] + (1.0 - share) * positions[j, k]


@rule
def challenges(positions, distances, saliences, totals, weights, risk, codes, reals,
               targets, points, u, spare):  # fmt: skip
    """Best challenge of every actor and the bargain it leads to.

    `targets` (n,) is overwritten with whom each challenges (-1 nobody), `points` (n, d) with the
    bargains. `u` (n, n) and `spare` (d,) are workspace.
    """
    n = weights.shape[0]
    for i in range(n):
        _seen_utilities(i, distances, risk, reals[RISK_VIEW_AT], u)
        targets[i] = -1
        best = LEAST_GAIN
        best_p = 0.0
        for j in range(n):
            if j == i or _same_place(positions, i, j):
                continue
            p = chance_of_victory(i, j, u, weights, codes)
            gain = gain_from_challenge(i, j, p, u, totals[j])
            if gain > best:
                best = gain
                best_p = p
                targets[i] = j
        if targets[i] >= 0:
            j = targets[i]
            power = reals[POWER_OF_WEIGHT_AT]
            _common_point(i, j, best_p, positions, saliences, power, points[i])
            if codes[PERSPECTIVE_AT] == 1:
                _seen_utilities(j, distances, risk, reals[RISK_VIEW_AT], u)
                p = chance_of_victory(i, j, u, weights, codes)
                _common_point(i, j, p, positions, saliences, power, spare)
                for k in range(spare.shape[0]):
                    points[i, k] = 0.5 * (points[i, k] + spare[k])


@rule
def _settle(actor, targets, points, positions, ideals, saliences, span, weights, risk, codes,
            draw, u, coalitions, moves, queue):  # fmt: skip
    """Which of the actor's pending bargains is carried; -1 when it stays where it is."""
    n = weights.shape[0]
    options = 1
    queue[0] = -1
    for i in range(n):
        if targets[i] >= 0 and actor in (i, targets[i]):
            queue[options] = i
            options += 1
    if options == 1:
        return -1
    for k in range(n):
        for o in range(options):
            where = positions[actor] if o == 0 else points[queue[o]]
            u[k, o] = utility(distance_share(where, ideals[k], saliences[k], span), risk[k])
    strengths(u, weights, codes[VOTING_AT], options, coalitions)
    condorcet_election(
        coalitions, codes[VICTORY_AT], codes[ELECTION_AT], options, moves[0], moves[1:]
    )
    chosen = 0
    if codes[TRANSITION_AT] == 0:
        for o in range(1, options):
            if moves[0, o] > moves[0, chosen]:
                chosen = o
    else:
        left = draw
        chosen = options - 1
        for o in range(options):
            if left < moves[0, o]:
                chosen = o
                break
            left -= moves[0, o]
    return queue[chosen]


@rule
def politics_turn(positions, ideals, saliences, totals, weights, span, codes, reals,
                  seed, number, turn, new, targets, points, chances, risk, square, moves,
                  queue):  # fmt: skip
    """One turn; returns the largest move as a share of the scale.

    Parameters
    ----------
    positions, ideals, saliences : float array, shape (n, d)
        Where the actors stand, what they want, how much each dimension matters to each (0 to 1).
    totals : float array, shape (n,)
        Total salience of each actor, at most 1: the chance that it resists.
    weights : float array, shape (n,)
        Capability × total salience.
    span : float
        Length of the scale.
    codes : int array, shape (6,)
        Options: victory, voting, commitment, election, transition, perspective.
    reals : float array, shape (3,)
        Lowest risk attitude, how far attitudes of others are seen as they are, exponent of the
        bargaining weights.
    seed, number, turn : int
        Address of the chance of stochastic transitions.
    new : float array, shape (n, d)
        Overwritten.
    targets, points, chances, risk
        Overwritten: whom each challenges, the bargains, standing of each position, risk attitudes.
    square : float array, shape (3, n + 1, n + 1)
        Workspace, as are `moves` (n + 3, n + 1) and `queue` (n + 1,).
    """
    n = positions.shape[0]
    distances = square[0]
    _distances(positions, ideals, saliences, span, distances)
    standing(positions, distances, weights, codes, chances, square[1], square[2], moves)
    _attitudes(chances, reals[RISK_FLOOR_AT], risk)
    challenges(
        positions, distances, saliences, totals, weights, risk, codes, reals,
        targets, points, square[1], new[0],
    )  # fmt: skip
    largest = 0.0
    for i in range(n):
        draw = chance.uniform(seed, chance.COUNCIL, number, turn, 1000 + i, 9)
        bargain = _settle(
            i, targets, points, positions, ideals, saliences, span, weights, risk, codes,
            draw, square[1], square[2], moves, queue,
        )  # fmt: skip
        for k in range(positions.shape[1]):
            new[i, k] = positions[i, k] if bargain < 0 else points[bargain, k]
            largest = max(largest, math.fabs(new[i, k] - positions[i, k]) / span)
    return largest


@rule
def weigh(capabilities, saliences, totals, weights):
    """Write the total salience (at most 1) and the weight of each actor."""
    for i in range(capabilities.shape[0]):
        total = 0.0
        for k in range(saliences.shape[1]):
            total += saliences[i, k]
        totals[i] = min(total, 1.0)
        weights[i] = capabilities[i] * totals[i]


@rule
def follow_positions(wants, positions, share):
    """Move ideal points a share of the way to the positions taken."""
    for i in range(wants.shape[0]):
        for k in range(wants.shape[1]):
            wants[i, k] += share * (positions[i, k] - wants[i, k])
