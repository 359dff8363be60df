"""Consensus with abstention as a quantal-response equilibrium: sign, abstain or refuse.

Each member answers with noise to what the others are likely to do (McKelvey and Palfrey, "Quantal
response equilibria for extensive form games", Experimental Economics 1, 1998). With p_j the chance
that j refuses, member i is decisive with probability ``pi_i = prod_{j != i} (1 - p_j)`` and weighs

    sign     pi_i v_i(y) + (1 - pi_i) v_i(q) + h_i - pi_i a_i
    abstain  pi_i ((1 - f) v_i(y) + f v_i(q)) + (1 - pi_i) v_i(q) + h_i / 2
    refuse   v_i(q) - k_i

where ``v_i(z) = -s_i |z - x_i|**rho``, y is the draft, q the reversion, h the payoff of loyalty,
a the audience cost of having signed, k the cost of blocking and f the share of the draft from
which abstaining exempts.
"""

from __future__ import annotations

import math

from foedus.codes import Vote
from foedus.compiled import rule

SIGN = 0
ABSTAIN = 1
REFUSE = 2
STEPS = 200
TOLERANCE = 1e-6
STOP = 2e-7  # a last step is still taken from here, so that the result keeps the tolerance


@rule
def loss(distance, exponent):
    """Loss from an outcome at a distance: ``|distance| ** exponent``, exact for 1 and 2."""
    d = math.fabs(distance)
    if exponent == 1.0:
        return d
    if exponent == 2.0:
        return d * d
    if d <= 0.0:
        return 0.0
    return d**exponent


@rule
def softmax_of_three(first, second, third):
    """Logit choice probabilities of three utilities, safe for any finite size."""
    top = max(first, second, third)
    a = 1.0 if first == top else math.exp(max(first - top, -700.0))
    b = 1.0 if second == top else math.exp(max(second - top, -700.0))
    c = 1.0 if third == top else math.exp(max(third - top, -700.0))
    total = a + b + c
    return a / total, b / total, c / total


@rule
def decisive_probability(i, refusals, active):
    """Chance that nobody but `i` refuses; `refusals` is a 1-D array of probabilities."""
    chance = 1.0
    for j in range(refusals.shape[0]):
        if j != i and active[j] == 1:
            chance *= 1.0 - refusals[j]
    return chance


@rule
def blocking_cost_for(refusal_rate, precision):
    """Cost of blocking with which a member without any quarrel refuses at a given rate.

    For such a member the text and the reversion are worth the same, so that it refuses with
    ``exp(-precision k) / (2 + exp(-precision k))``. At a precision of 12 and a rate of 1/41, the
    mean of a Beta(1, 40) prior, the cost is 0.25. Rates of a third and more need no cost.
    """
    if precision <= 0.0 or refusal_rate >= 1.0 / 3.0:
        return 0.0
    rate = max(refusal_rate, 1e-12)
    return -math.log(2.0 * rate / (1.0 - rate)) / precision


@rule
def next_stride(stride, swings, creeps):
    """Share of the way to the best reply in the next step of the iteration."""
    if swings:
        return max(0.6 * stride, 0.02)
    if creeps:
        return min(1.3 * stride, 1.0)
    return stride


@rule
def quantal_votes(
    draft,
    reversion,
    positions,
    saliences,
    loyalty,
    audience,
    blocking_cost,
    exempt_share,
    precision,
    exponent,
    active,
    probabilities,
    previous,
):
    """Equilibrium probabilities of signing, abstaining and refusing; returns the residual.

    The fixed point is found by damped iteration from equal thirds, in at most 200 steps, until no
    probability would change by 2e-7. Each step goes half the way to the best reply; less when
    refusals swing to and fro, more when they creep.

    Parameters
    ----------
    draft, reversion : float
        The text on the table and what holds without it, on the scale of the positions (0 to 1
        when `precision` is to mean what the library says).
    positions, saliences : float array, shape (n,)
        Ideal points and weights of the loss.
    loyalty, audience, blocking_cost : float array, shape (n,)
        Payoff for supporting (the leading power's leverage times dependence), own cost at home of
        having signed, cost of being seen to block; in units of utility.
    exempt_share : float
        Share of the draft (0 to 1) from which an abstainer is exempt.
    precision : float
        Logit precision; 0 is pure chance.
    exponent : float
        Exponent of the loss, 1 or 2 as a rule.
    active : int array, shape (n,)
        1 for those who take part. The others get probabilities 0.
    probabilities : float array, shape (n, 3)
        Overwritten: columns sign, abstain, refuse.
    previous : float array, shape (n, 3)
        Workspace: utilities of draft and reversion, refusals of the step before.

    Returns
    -------
    float
        Largest difference between the probabilities and the replies to them; below 1e-6 when the
        iteration has converged. Otherwise the caller must not use the probabilities in silence.
    """
    n = positions.shape[0]
    for i in range(n):
        start = 1.0 / 3.0 if active[i] == 1 else 0.0
        for k in range(3):
            probabilities[i, k] = start
        previous[i, 0] = -saliences[i] * loss(draft - positions[i], exponent)
        previous[i, 1] = -saliences[i] * loss(reversion - positions[i], exponent)
        previous[i, 2] = start
    residual = 1.0
    stride = 1.0
    pull = 0.0
    for _step in range(STEPS):
        last = residual
        last_pull = pull
        residual = 0.0
        pull = 0.0
        for i in range(n):
            if active[i] == 1:
                pivot = decisive_probability(i, previous[:, 2], active)
                new = previous[i, 0]
                old = previous[i, 1]
                sign, abstain, refuse = softmax_of_three(
                    precision
                    * (pivot * new + (1.0 - pivot) * old + loyalty[i] - pivot * audience[i]),
                    precision
                    * (
                        pivot * ((1.0 - exempt_share) * new + exempt_share * old)
                        + (1.0 - pivot) * old
                        + 0.5 * loyalty[i]
                    ),
                    precision * (old - blocking_cost[i]),
                )
                residual = max(residual, math.fabs(sign - probabilities[i, SIGN]))
                residual = max(residual, math.fabs(abstain - probabilities[i, ABSTAIN]))
                residual = max(residual, math.fabs(refuse - probabilities[i, REFUSE]))
                pull += refuse - probabilities[i, REFUSE]
                probabilities[i, SIGN] += stride * (sign - probabilities[i, SIGN])
                probabilities[i, ABSTAIN] += stride * (abstain - probabilities[i, ABSTAIN])
                probabilities[i, REFUSE] += stride * (refuse - probabilities[i, REFUSE])
        for i in range(n):
            previous[i, 2] = probabilities[i, REFUSE]
        if residual < STOP:
            break
        stride = next_stride(stride, pull * last_pull < 0.0, residual > 0.9 * last)
    return residual


@rule
def probability_adopted(probabilities, active):
    """Chance that nobody who takes part refuses: adoption under consensus.

    Parameters
    ----------
    probabilities : float array, shape (n, 3)
        As `quantal_votes` leaves them.
    active : int array, shape (n,)
        1 for those who take part.
    """
    chance = 1.0
    for i in range(active.shape[0]):
        if active[i] == 1:
            chance *= 1.0 - probabilities[i, REFUSE]
    return chance


@rule
def draw_vote(row, u):
    """Vote of one member from its three probabilities and a uniform number in (0, 1).

    A row of zeros (takes no part) is an absence. An option of probability 0 is never drawn.
    """
    if row[SIGN] + row[ABSTAIN] + row[REFUSE] <= 0.0:
        return Vote.ABSENT
    if u < row[SIGN]:
        return Vote.SIGN
    if u < row[SIGN] + row[ABSTAIN]:
        return Vote.ABSTAIN
    if row[REFUSE] > 0.0:
        return Vote.REFUSE
    return Vote.ABSTAIN if row[ABSTAIN] > 0.0 else Vote.SIGN
