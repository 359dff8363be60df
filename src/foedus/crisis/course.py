"""How long a crisis lasts and whether a government survives it.

Disputes since 1946: 31.5 per cent last one day, the others fit a lognormal with log mean 4.07 and
log standard deviation 1.81 (counted in the Gibler-Miller-Little disputes). Lengths of internal
crises are judgement.
"""

from __future__ import annotations

from foedus.chance import lognormal_quantile
from foedus.compiled import rule

LONGEST_DAYS = 720.0  #: no crisis is followed longer; later days change nothing in 24 months


@rule
def dispute_days(u, one_day_share, median_days, sigma):
    """Length of a dispute in days, from one uniform number.

    Parameters
    ----------
    u : float
        Uniform on (0, 1).
    one_day_share : float
        Share of disputes that last one day.
    median_days, sigma : float
        Median and log standard deviation of the others.
    """
    if u < one_day_share:
        return 1.0
    rest = (u - one_day_share) / (1.0 - one_day_share)
    if rest <= 0.0:
        return 1.0
    return min(max(lognormal_quantile(rest, median_days, sigma), 1.0), LONGEST_DAYS)


@rule
def internal_days(u, median_days, sigma):
    """Length of an internal crisis in days, from one uniform number."""
    return min(max(lognormal_quantile(u, median_days, sigma), 1.0), LONGEST_DAYS)


@rule
def days_with_help(length, arrival_day, shortened):
    """Length of a crisis once troops arrive: a share of what remains is taken away."""
    if arrival_day >= length:
        return length * 1.0
    return arrival_day + (length - arrival_day) * (1.0 - shortened)


@rule
def fall_probability(coercive_loss, fall, troops_arrived, saved_by_troops):
    """Probability that the government falls at the end of an internal crisis.

    Parameters
    ----------
    coercive_loss : float
        0 (police and army obey) to 1 (they no longer do).
    fall : float
        Probability when all is lost and nobody helps.
    troops_arrived : int
        1 when collective troops were there before the end.
    saved_by_troops : float
        Share of the probability which they take away.
    """
    chance = coercive_loss * fall
    if troops_arrived == 1:
        chance *= 1.0 - saved_by_troops
    return chance
