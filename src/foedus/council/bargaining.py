"""Bargaining between all, with a reversion: Nash and Kalai–Smorodinsky on one dimension.

J. F. Nash, "The bargaining problem", Econometrica 18, 1950; E. Kalai and M. Smorodinsky, "Other
solutions to Nash's bargaining problem", Econometrica 43, 1975. An actor gains
``s (|q - x| ** rho - |y - x| ** rho)`` from a text y against the reversion q. A factor that
multiplies one actor's utility changes neither solution, so salience enters through the weights
(power × salience) of the asymmetric Nash product.
"""

from __future__ import annotations

import math

from foedus.compiled import rule
from foedus.council.consensus import loss

HALVINGS = 200


@rule
def slope(y, x, exponent):
    """Derivative of ``-|y - x| ** exponent`` with respect to y."""
    d = math.fabs(y - x)
    if d <= 0.0:
        return 0.0
    steep = 1.0
    if exponent == 2.0:
        steep = 2.0 * d
    elif exponent != 1.0:
        steep = exponent * d ** (exponent - 1.0)
    return steep if x > y else -steep


@rule
def acceptable_to_all(ideals, active, reversion):
    """Ends of the texts that nobody who takes part likes less than the reversion."""
    low = -math.inf
    high = math.inf
    for i in range(ideals.shape[0]):
        if active[i] == 1:
            reach = math.fabs(reversion - ideals[i])
            low = max(low, ideals[i] - reach)
            high = min(high, ideals[i] + reach)
    if low > high:  # only by rounding: the reversion itself is always acceptable
        return reversion, reversion
    return low, high


@rule
def _nash_slope(y, ideals, weights, active, reversion, exponent):
    total = 0.0
    for i in range(ideals.shape[0]):
        if active[i] == 1 and weights[i] > 0.0:
            gain = loss(reversion - ideals[i], exponent) - loss(y - ideals[i], exponent)
            total += weights[i] * slope(y, ideals[i], exponent) / max(gain, 1e-300)
    return total


@rule
def nash_1d(ideals, weights, active, reversion, exponent):
    """Text that maximises the weighted product of gains over the reversion.

    Parameters
    ----------
    ideals, weights : float array, shape (n,)
        Ideal points; exponents of the product (power × salience).
    active : int array, shape (n,)
        1 for those who take part.
    reversion, exponent : float
        What holds without agreement; exponent of the loss (1 or more).

    Returns
    -------
    float
        The reversion when nobody's gain can be had without somebody's loss (gridlock).
    """
    low, high = acceptable_to_all(ideals, active, reversion)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if _nash_slope(middle, ideals, weights, active, reversion, exponent) > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@rule
def nash_bad_disagreement(ideals, saliences, power, loss_of_all):
    """Nash solution when disagreement costs everybody the same large amount K.

    Maximises ``sum_i c_i ln(K - s_i (y - x_i) ** 2)``; as K grows this tends to the mean weighted
    with ``c_i s_i`` (Achen, "Institutional realism and bargaining models", 2006). K must exceed
    every loss.
    """
    n = ideals.shape[0]
    low = ideals[0]
    high = ideals[0]
    for i in range(n):
        low = min(low, ideals[i])
        high = max(high, ideals[i])
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        total = 0.0
        for i in range(n):
            gap = ideals[i] - middle
            left = loss_of_all - saliences[i] * gap * gap
            total += power[i] * saliences[i] * gap / max(left, 1e-300)
        if total > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@rule
def kalai_smorodinsky_1d(ideals, active, reversion, exponent):
    """Text at which the least share of the best possible gain is greatest.

    The best an actor could get is the acceptable text nearest to its ideal point. Parameters and
    gridlock as in `nash_1d`; weights play no part.
    """
    least, most = acceptable_to_all(ideals, active, reversion)
    low = least
    high = most
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        worst = math.inf
        direction = 0.0
        for i in range(ideals.shape[0]):
            if active[i] == 1:
                x = ideals[i]
                now = loss(reversion - x, exponent)
                nearest = min(max(x, least), most)
                best = now - loss(nearest - x, exponent)
                if best > 0.0:
                    share = (now - loss(middle - x, exponent)) / best
                    if share < worst:
                        worst = share
                        direction = slope(middle, x, exponent)
        if direction > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
