"""How far the members stand apart.

Distance from the leading power on a scale from 0 (votes as it does) to 1 (wholly apart), started
from ideal points in the General Assembly (Bailey, Strezhnev and Voeten 2017). It drifts, is pulled
back by dependence and pushed out by unanswered calls and by the leading power's war.
"""

from __future__ import annotations

from foedus.compiled import rule


@rule
def drift(distance, shock, dependence, pull_yearly, push):
    """Distance after a month.

    Parameters
    ----------
    distance : float
        Now, 0 to 1.
    shock : float
        Random step of the month.
    dependence : float
        0 to 1.
    pull_yearly : float
        Share of the distance that full dependence closes in a year.
    push : float
        Other step of the month, positive outwards.
    """
    moved = distance + shock + push - distance * dependence * pull_yearly / 12.0
    return min(max(moved, 0.0), 1.0)


@rule
def cohesion(distances, weights, active):
    """One minus the weighted mean distance between pairs of members.

    Parameters
    ----------
    distances, weights : float array, shape (n,)
        Distance of each from the leading power, and its weight.
    active : int array, shape (n,)
        1 for members that take part.

    Returns
    -------
    float
        1 when all stand together; 0 when they could not be further apart. With fewer than two
        active members 0.
    """
    total = 0.0
    apart = 0.0
    for i in range(distances.shape[0]):
        if active[i] == 1:
            for j in range(i):
                if active[j] == 1:
                    pair = weights[i] * weights[j]
                    gap = distances[i] - distances[j]
                    apart += pair * (gap if gap >= 0.0 else -gap)
                    total += pair
    if total <= 0.0:
        return 0.0
    return 1.0 - apart / total
