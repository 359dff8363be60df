"""Who answers a call, and how far: ordered levels of response by member.

An ordered logit on five levels (none, statement, mission, material help, troops). Its constant is
the log odds of a base rate of honoured alliances; which base rate (three codings of the record, or
the organisation's own) is a structure, chosen per future and never averaged in silence. The other
terms are measured from a reference helper with half a stake, half an alignment, 2,000 km away and
free hands, so that the base rate is what that helper does. Their sizes are judgement.
"""

from __future__ import annotations

import math

from foedus.codes import Level
from foedus.compiled import rule

_REFERENCE_DISTANCE_KM = 2000.0
_DISTANCE_UNIT_KM = 1000.0


@rule
def log_odds(probability):
    """Log odds of a probability, held within 0.001 and 0.999."""
    p = min(max(probability, 0.001), 0.999)
    return math.log(p / (1.0 - p))


@rule
def distance_term(distance_km):
    """Log of distance from the reference helper's: 0 at 2,000 km, negative nearer."""
    return math.log1p(distance_km / _DISTANCE_UNIT_KM) - math.log1p(
        _REFERENCE_DISTANCE_KM / _DISTANCE_UNIT_KM
    )


@rule
def answer_index(
    base_rate,
    stake,
    alignment,
    leading,
    distance_km,
    busy,
    exposed,
    b_stake,
    b_alignment,
    b_leading,
    b_distance,
    b_busy,
    b_exposure,
):
    """Log odds that a member sends troops when the duty is held to apply.

    Parameters
    ----------
    base_rate : float
        Share of alliances honoured, by the structure of the future.
    stake : float
        0 to 1: share of six items true of helper and victim (base, bilateral defence treaty,
        common border, a fifth of trade, kin, earlier intervention).
    alignment : float
        0 to 1: closeness of helper and victim in the General Assembly.
    leading, exposed : float
        1 for the leading power; 1 for a neighbour of the attacker.
    distance_km : float
        Between the capitals.
    busy : float
        Share of the helper's deployable forces tied down elsewhere.
    b_stake, ..., b_exposure : float
        Effects, see the library's parameters ``assistance.*``.
    """
    return (
        log_odds(base_rate)
        + b_stake * (stake - 0.5)
        + b_alignment * (alignment - 0.5)
        + b_leading * (leading - 0.5)
        - b_distance * distance_term(distance_km)
        - b_busy * busy
        - b_exposure * exposed
    )


@rule
def internal_terms(coercive_loss, realignment, b_coercive, b_realignment, b_incumbent, share):
    """What is added for an internal crisis whose government asks.

    The mechanism is that of comparative work on the organisation's non-responses: help comes when
    the coercive apparatus fails and a new government might turn away.

    Parameters
    ----------
    coercive_loss, realignment : float
        0 to 1 each.
    b_coercive, b_realignment, b_incumbent : float
        Effects.
    share : float
        1 for unrest; below 1 for coups, against which such organisations protect less.
    """
    return share * (
        b_coercive * (coercive_loss - 0.5) + b_realignment * (realignment - 0.5) + b_incumbent * 0.5
    )


@rule
def answer_level(index, u, gap_material, gap_mission, gap_statement):
    """Level of response from the index and one uniform number.

    A helper reaches a level when ``u`` lies below the logistic of the index plus the steps down
    to it; one uniform serves all levels, so a higher index never lowers the level.
    """
    noise = math.log(u / (1.0 - u))
    if noise < index:
        return Level.TROOPS
    if noise < index + gap_material:
        return Level.MATERIAL
    if noise < index + gap_material + gap_mission:
        return Level.MISSION
    if noise < index + gap_material + gap_mission + gap_statement:
        return Level.STATEMENT
    return Level.NONE
