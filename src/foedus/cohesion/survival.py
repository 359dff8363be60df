"""Does the organisation act, idle on, or end?

Gray (2018) finds 52 per cent of international economic organisations alive, 38 per cent "zombies"
and 10 per cent dead: idling on is the usual failure. *Idle* means: the organisation exists, but
takes no decision of weight: its council meets without adopting help and no exercise of several
members is held. The yearly rates between active and idle reproduce that split in the long run;
alliances with an organisation end at 0.0169 a year (1945 to 2016).
"""

from __future__ import annotations

from foedus.codes import Survival
from foedus.cohesion.membership import month_chance
from foedus.compiled import rule


@rule
def idle_share(idle_rate, revival_rate):
    """Long-run share of idle among active and idle: ``idle / (idle + revival)``."""
    total = idle_rate + revival_rate
    if total <= 0.0:
        return 0.0
    return idle_rate / total


@rule
def next_state(
    state, u, members, idle_rate, revival_rate, end_rate, disunity, war_lost, b_disunity, b_war_lost
):
    """State of the organisation after a month, from one uniform number.

    Parameters
    ----------
    state : int
        A code of `foedus.codes.Survival`.
    u : float
        Uniform on (0, 1).
    members : int
        How many states still take part. Fewer than two: the organisation ends.
    idle_rate, revival_rate, end_rate : float
        Yearly rates.
    disunity : float
        Standard score of lost cohesion; raises idling and ending.
    war_lost : float
        1 when the leading power has lost its war.
    b_disunity, b_war_lost : float
        Log hazards.
    """
    if state == Survival.DISSOLVED or members < 2:
        return Survival.DISSOLVED
    end = month_chance(end_rate, b_disunity * disunity + b_war_lost * war_lost)
    if u < end:
        return Survival.DISSOLVED
    rest = (u - end) / (1.0 - end) if end < 1.0 else 0.0
    if state == Survival.ACTIVE:
        if rest < month_chance(idle_rate, b_disunity * disunity):
            return Survival.IDLE
        return Survival.ACTIVE
    if rest < month_chance(revival_rate, 0.0):
        return Survival.ACTIVE
    return Survival.IDLE
