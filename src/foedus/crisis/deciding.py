"""How long a council takes.

International organisations need months from request to operation (Hardt 2009: African Union 3.84,
OAS 4.28, OSCE 4.49, EU 6.17 months on average, 61 operations 1991 to 2009); a council whose leading
power is already committed decided within a day. Hence a mixture; its weight is judgement.
"""

from __future__ import annotations

from foedus.chance import lognormal_quantile
from foedus.compiled import rule


@rule
def decision_days(u_kind, u_days, fast_share, fast_median, slow_median, sigma):
    """Days from request to decision, from two uniform numbers.

    Parameters
    ----------
    u_kind, u_days : float
        Uniforms: which of the two kinds, and how long within it.
    fast_share : float
        Probability of the fast kind.
    fast_median, slow_median : float
        Median days of each kind.
    sigma : float
        Log standard deviation within each kind.
    """
    median = fast_median if u_kind < fast_share else slow_median
    return lognormal_quantile(u_days, median, sigma)
