"""National procedures: how long a contingent waits for its own state, and whether it goes.

On 6 January 2022 a parliament could not decide for want of a quorum and sat again on the next day.
"""

from __future__ import annotations

import math

from foedus.chance import lognormal_quantile
from foedus.compiled import rule

MOST_SITTINGS = 30.0  #: no parliament is followed through more failed sittings


@rule
def shifted_odds(probability, shift):
    """Probability after its log odds are moved by `shift`; 0 and 1 stay what they are."""
    if probability <= 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    factor = math.exp(min(max(shift, -50.0), 50.0))
    return probability * factor / (1.0 - probability + probability * factor)


@rule
def failed_sittings(u, fails):
    """How many sittings come to nothing before one decides, from one uniform number.

    Geometric: at least k with probability ``fails**k``.
    """
    if fails <= 0.0:
        return 0.0
    if fails >= 1.0:
        return MOST_SITTINGS
    return min(math.floor(math.log(u) / math.log(fails)) * 1.0, MOST_SITTINGS)


@rule
def consent_hours(u, sitting, median_days, sigma, fails, sitting_days):
    """Hours from the mandate to the national decision.

    Parameters
    ----------
    u, sitting : float
        Uniform on (0, 1): for the usual time, for the sittings that fail.
    median_days, sigma : float
        Median of the usual time and spread of its logarithm.
    fails : float
        Probability that a sitting fails.
    sitting_days : float
        Days until the next one.
    """
    usual = lognormal_quantile(u, median_days, sigma)
    return 24.0 * (usual + failed_sittings(sitting, fails) * sitting_days)
