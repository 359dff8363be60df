"""Freezing, leaving, coming back, joining: complementary log-log hazards by month.

Signs follow Leeds and Savun (2007), Leeds, Mattes and Vogel (2009) and von Borzyskowski and
Vabulas (2019); sizes are judgement. *Frozen* means: still a party by treaty, but takes no part in
sessions, exercises or operations. *Left* means: no longer a party.
"""

from __future__ import annotations

import math

from foedus.chance import below_cloglog, cloglog
from foedus.compiled import rule


@rule
def strain(
    grievance,
    distance,
    belief,
    dependence,
    fresh_turnover,
    fresh_departure,
    war_lost,
    b_grievance,
    b_distance,
    b_disbelief,
    b_dependence,
    b_turnover,
    b_contagion,
    b_weakness,
):
    """Log hazard added by a member's situation to freezing and leaving.

    Parameters
    ----------
    grievance, belief, dependence : float
        0 to 1 each: over unanswered calls; that help would come; on the leading power.
    distance : float
        Standard score of distance from the leading power among the members.
    fresh_turnover, fresh_departure, war_lost : float
        1 when the member changed leader within a year, when another member froze or left within
        a year, when the leading power has lost its war.
    b_grievance, ..., b_weakness : float
        Effects, positive as named; dependence is subtracted. An ordinary member (no grievance,
        mean distance, belief and dependence one half) has a strain of 0.
    """
    return (
        b_grievance * grievance
        + b_distance * distance
        + b_disbelief * (0.5 - belief)
        - b_dependence * (dependence - 0.5)
        + b_turnover * fresh_turnover
        + b_contagion * fresh_departure
        + b_weakness * war_lost
    )


@rule
def month_chance(yearly_rate, log_hazard_added):
    """Probability within a month from a yearly rate and what is added to its logarithm."""
    return cloglog(math.log(max(yearly_rate, 1e-12) / 12.0) + log_hazard_added)


@rule
def falls_due(u, yearly_rate, log_hazard_added):
    """Whether a uniform draw lies below `month_chance`."""
    return below_cloglog(u, math.log(max(yearly_rate, 1e-12) / 12.0) + log_hazard_added)
