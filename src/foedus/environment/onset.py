"""Onset of disputes between two states.

A logit on dyad-years, estimated from the politically relevant dyads of 1946 to 2010 (75,124
dyad-years, 1,662 onsets): Gibler, Miller and Little's disputes, Thompson's rivalries, ATOP pacts,
Correlates of War capability and contiguity. Standard errors are clustered by dyad.

==============================  ============  ======
term                            coefficient   error
==============================  ============  ======
constant                        -3.151        0.215
contiguous by land               0.577        0.110
contiguous, any way              0.970        0.177
a major power in the dyad        0.975        0.139
ln(larger / smaller CINC)       -0.257        0.030
defence pact in the dyad        -0.409        0.098
strategic rivalry                1.373        0.112
years of peace t                -0.248        0.015
t squared / 100                  0.809        0.077
t cubed / 10,000                -0.841        0.105
==============================  ============  ======

Two terms are judgement: a contested issue (0.7, sd 0.4), after Gleditsch and Ward (2013) who find
that contentious issues improve forecasts, and a credible pact of the target with others (-0.3, sd
0.3), on which Johnson and Leeds find deterrence and Kenwick, Vasquez and Powers do not.
"""

from __future__ import annotations

import math

from foedus.chance import logistic
from foedus.compiled import rule

PEACE_YEARS_CAP = 50.0
"""Longest peace for which the cubic is used. Beyond it the polynomial falls to nothing, while the
recorded yearly rate of relevant dyads stays near 0.4 per cent from fifty years of peace on."""

ONSET_COEFFICIENTS: dict[str, tuple[float, float, str]] = {
    "constant": (-3.151, 0.215, "data"),
    "b_land": (0.577, 0.110, "data"),
    "b_any": (0.970, 0.177, "data"),
    "b_major": (0.975, 0.139, "data"),
    "b_ratio": (-0.257, 0.030, "data"),
    "b_pact": (-0.409, 0.098, "data"),
    "b_rivalry": (1.373, 0.112, "data"),
    "b_peace": (-0.248, 0.015, "data"),
    "b_peace2": (0.809, 0.077, "data"),
    "b_peace3": (-0.841, 0.105, "data"),
    "b_contested": (0.7, 0.4, "judgement"),
    "b_deterrence": (-0.3, 0.3, "judgement"),
}
"""Value, standard error or deviation, basis; in the order in which `dyad_log_odds` takes them."""


@rule
def peace_term(peace_years, b_peace, b_peace2, b_peace3):
    """Cubic in the years of peace (Carter and Signorino 2010), held level after the cap."""
    t = min(max(peace_years, 0.0), PEACE_YEARS_CAP)
    return b_peace * t + b_peace2 * (t * t) / 100.0 + b_peace3 * (t * t * t) / 10000.0


@rule
def dyad_log_odds(
    contiguous_land,
    contiguous_any,
    major_power,
    log_ratio,
    pact,
    rivalry,
    peace_years,
    contested,
    credible_pact,
    constant,
    b_land,
    b_any,
    b_major,
    b_ratio,
    b_pact,
    b_rivalry,
    b_peace,
    b_peace2,
    b_peace3,
    b_contested,
    b_deterrence,
):
    """Log odds that a dyad begins a militarised dispute within a year.

    Parameters
    ----------
    contiguous_land, contiguous_any, major_power, pact, rivalry : float
        1 if so, else 0. A land border counts in both contiguity terms.
    log_ratio : float
        ``ln`` of the ratio of capabilities; its sign does not matter.
    peace_years : float
        Years since the dyad's last dispute.
    contested : float
        0, 1 or 2: how sharply border, water or kin abroad divide the two.
    credible_pact : float
        Belief, 0 to 1, that others come to the target's help.
    constant, b_land, ..., b_deterrence : float
        Coefficients, see `ONSET_COEFFICIENTS`.
    """
    return (
        constant
        + b_land * contiguous_land
        + b_any * contiguous_any
        + b_major * major_power
        + b_ratio * math.fabs(log_ratio)
        + b_pact * pact
        + b_rivalry * rivalry
        + peace_term(peace_years, b_peace, b_peace2, b_peace3)
        + b_contested * contested
        + b_deterrence * credible_pact
    )


@rule
def yearly_probability(log_odds):
    """Probability within a year from log odds."""
    return logistic(log_odds)


@rule
def monthly_from_yearly(p):
    """Probability within a month: ``1 - (1 - p)**(1/12)``."""
    if p <= 0.0:
        return 0.0
    if p >= 1.0:
        return 1.0
    return -math.expm1(math.log1p(-p) / 12.0)


@rule
def happens_this_month(u, yearly):
    """Whether a uniform draw lies below the month's part of a yearly probability.

    The month's part is never above the year's: nearly all draws are settled without computing it.
    """
    return u < yearly and u < monthly_from_yearly(yearly)
