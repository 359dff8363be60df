"""Readiness and interoperability: what exercises build and time wears away.

Skills that are not used fade. Tatel and Ackerman's meta-analysis of procedural skills (1,344
effects) gives half-lives of about 6.5 months for accuracy, 13 for speed and 11 for both together;
Arthur, Bennett, Stanush and McNelly (1998) find losses of up to 1.4 standard deviations after a
year without practice. Both measure individuals, not staffs: that a staff forgets at the same pace
is judgement. All levels are shares between 0 and 1, all times months or hours as named.
"""

from __future__ import annotations

import math

from foedus.compiled import rule

_LN2 = 0.6931471805599453


@rule
def share(value):
    """Nearest number to `value` within 0 and 1."""
    if value < 0.0:
        return 0.0
    if value > 1.0:
        return 1.0
    return value * 1.0


@rule
def kept_after(months, half_life):
    """Share of a skill that is left after a time without practice: ``2**(-months / half_life)``.

    Parameters
    ----------
    months : float
        Time without practice; a negative time counts as none.
    half_life : float
        Months until half is lost. Zero or less: lost at once.
    """
    if months <= 0.0:
        return 1.0
    if half_life <= 0.0:
        return 0.0
    return math.exp(-_LN2 * months / half_life)


@rule
def readiness_after(readiness, floor, months, half_life):
    """Readiness after months without exercise.

    ``floor + (readiness - floor) * 2**(-months / half_life)``.

    Parameters
    ----------
    readiness : float
        Readiness now, 0 to 1.
    floor : float
        Level that routine service keeps up without any exercise, 0 to 1.
    months, half_life : float
        Time gone by, and the half-life of what stands above the floor.
    """
    return faded_readiness(readiness, floor, kept_after(months, half_life))


@rule
def faded_readiness(readiness, floor, kept):
    """Readiness of which the share `kept` of what stood above the floor is left."""
    return share(left_above(readiness, floor, kept))


@rule
def left_above(level, floor, kept):
    """`faded_readiness` of three numbers that are known to be shares."""
    return floor + (level - floor) * kept


@rule
def raised(level, gain):
    """`exercise_gain` of two numbers that are known to be shares."""
    return level + gain * (1.0 - level)


@rule
def equipped_floor(floor, modern, log_odds):
    """Readiness kept without exercise by a force with this share of modern equipment.

    Parameters
    ----------
    floor : float
        Level for a force of which half of the equipment is modern, 0 to 1.
    modern : float
        Share of modern equipment.
    log_odds : float
        Log odds between wholly modern and wholly old equipment.
    """
    if floor <= 0.0:
        return 0.0
    if floor >= 1.0:
        return 1.0
    factor = math.exp(log_odds * (share(modern) - 0.5))
    return floor * factor / (1.0 - floor + floor * factor)


@rule
def exercise_gain(readiness, gain):
    """Readiness after an exercise that closes the share `gain` of the gap to full readiness."""
    return share(raised(readiness, share(gain)))


@rule
def interoperability_after(level, months, half_life):
    """Ability of two forces to work together after months without joint practice."""
    return share(level * kept_after(months, half_life))


@rule
def joint_gain(level, gain):
    """Interoperability of a pair after a joint exercise or operation closes `gain` of the gap."""
    return share(level + share(gain) * (1.0 - level))


@rule
def notice_hours(minimum_hours, gamma, readiness):
    """Hours from the order until the first unit stands ready to load.

    ``minimum_hours * exp(gamma * (1 - readiness))``: a fully ready force needs the minimum, one
    at readiness 0 needs ``exp(gamma)`` times as long. The size of `gamma` is judgement; no
    published estimate ties exercises to hours.
    """
    exponent = gamma * (1.0 - share(readiness))
    if exponent > 20.0:
        exponent = 20.0
    if exponent < -20.0:
        exponent = -20.0
    return minimum_hours * math.exp(exponent)


@rule
def plan_hours(plan_ready, with_plan, without_plan):
    """Staff hours between decision and first movement order.

    A staff that takes a ready plan and updates it needs `with_plan` hours, one that starts from
    a blank page `without_plan`. In between the hours fall in proportion to how ready the plan is.

    Parameters
    ----------
    plan_ready : float
        0: no plan; 1: a plan for this kind of operation, refreshed and trained.
    with_plan, without_plan : float
        Hours.
    """
    return without_plan + share(plan_ready) * (with_plan - without_plan)


@rule
def plan_freshness(months, half_life):
    """How ready a plan is: halved with every half-life since it was last worked on; 0 for none.

    Parameters
    ----------
    months : float
        Age of the plan; negative: there is none.
    half_life : float
        Months.
    """
    if months < 0.0:
        return 0.0
    return kept_after(months, half_life)


@rule
def loading_factor(practice, gamma):
    """Factor on loading and unloading times: ``exp(gamma * (1/2 - practice))``.

    The usual times hold for troops that are half practised in being moved by air. No published
    magnitude exists; `gamma` is judgement.
    """
    return math.exp(gamma * (0.5 - share(practice)))


@rule
def deployable(personnel, pool_share, readiness, busy_share):
    """People a state can send now: ``personnel * pool_share * readiness * (1 - busy_share)``.

    Parameters
    ----------
    personnel : float
        Active personnel of the state.
    pool_share : float
        Share of them in units assigned to the organisation or fit to be sent abroad.
    readiness : float
        Share of these units that is ready.
    busy_share : float
        Share bound elsewhere, such as in a war of the state's own.
    """
    if personnel <= 0.0:
        return 0.0
    return personnel * share(pool_share) * share(readiness) * (1.0 - share(busy_share))


@rule
def force_quality(readiness, interoperability):
    """Factor on the strength of a joint force: ``sqrt(readiness) * interoperability``.

    Parameters
    ----------
    readiness : float
        Mean readiness of the contingents.
    interoperability : float
        Mean interoperability over their pairs, weighted by people; 1 for a single contingent.
    """
    return math.sqrt(share(readiness)) * share(interoperability)
