"""Power, distance and the outcome of contests.

Material capability alone says little about who wins: Carroll and Kenkel's DOE score cuts the loss
in predicting dispute outcomes by 0.195, an ordered logit on the capability ratio by 0.018. So the
contest here always keeps a stalemate, and is wide.
"""

from __future__ import annotations

import math

from foedus.chance import logistic
from foedus.compiled import rule

_LEAST = 1e-12


@rule
def capability_ratio_log(a, b):
    """``ln(a / b)``, each capability held at 1e-12 or above."""
    return math.log(max(a, _LEAST)) - math.log(max(b, _LEAST))


@rule
def net_resources(gdp, gdp_per_head):
    """Beckley's (2018) measure of power: GDP times GDP per head, before scaling to shares."""
    return max(gdp, 0.0) * max(gdp_per_head, 0.0)


@rule
def effective_power(capability, distance_km, decay_km):
    """Capability that arrives over a distance: ``capability * exp(-distance_km / decay_km)``.

    Boulding's loss-of-strength gradient. The decay length is judgement.
    """
    if distance_km <= 0.0:
        return capability * 1.0
    if decay_km <= 0.0:
        return 0.0
    return capability * math.exp(-distance_km / decay_km)


@rule
def effective_force(people, unit_quality, force_quality, distance_km, decay_km):
    """Strength of a joint force on the spot.

    People times the quality of their units (equipment, training; 1 is the norm) times the quality
    of the force as a whole (`foedus.forces.readiness.force_quality`), less what distance costs.
    """
    return effective_power(people * unit_quality * force_quality, distance_km, decay_km)


@rule
def contest_index(log_ratio, decisiveness, advantage):
    """Index of a contest for side A: ``decisiveness * ln(E_A / E_B) + advantage``."""
    return decisiveness * log_ratio + advantage


@rule
def contest(z, kappa1, kappa2):
    """Outcome of a contest as an ordered logit.

    Parameters
    ----------
    z : float
        Index of side A, see `contest_index`.
    kappa1, kappa2 : float
        Cuts between defeat, stalemate and victory, in either order. With ``kappa1 == -kappa2``
        the sides are interchangeable.

    Returns
    -------
    win, stalemate, lose : float
        Probabilities for side A, sum 1.
    """
    lower = min(kappa1, kappa2)
    upper = max(kappa1, kappa2)
    win = logistic(z - upper)
    lose = logistic(lower - z)
    stalemate = 1.0 - win - lose
    if stalemate < 0.0:
        stalemate = 0.0
    return win, stalemate, lose


@rule
def stalemate_cut(stalemate_share):
    """Upper cut that gives equal sides the named probability of stalemate; the lower is minus it.

    ``ln((1 + s) / (1 - s))``.
    """
    s = min(max(stalemate_share, 0.0), 1.0 - 1e-12)
    return math.log((1.0 + s) / (1.0 - s))


@rule
def stabilisation_probability(
    forces_per_thousand,
    loyalty,
    intensity,
    constant,
    b_forces,
    b_loyalty,
    b_intensity,
):
    """Probability that an internal-security operation restores order.

    Not a contest between states: ``logistic(constant + b_forces * ln(forces per 1,000 people)
    + b_loyalty * loyalty - b_intensity * intensity)``. All sizes are judgement; the "20 per
    thousand" rule of thumb has no firm evidence behind it.
    """
    return logistic(
        constant
        + b_forces * math.log(max(forces_per_thousand, 1e-6))
        + b_loyalty * loyalty
        - b_intensity * intensity
    )
