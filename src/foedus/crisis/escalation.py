"""How far a clash goes: deaths, escalation to war, who prevails.

Of the militarised disputes since 1946, 72 per cent cost no life; of those that did, 57 per cent
cost 1 to 25 lives, 15 per cent 26 to 100, 7 per cent 101 to 250, 4 per cent 251 to 500, 2 per
cent 501 to 999 and 9 per cent a thousand or more (counted in the Gibler-Miller-Little disputes).
The last class counts as war.
"""

from __future__ import annotations

import math

from foedus.compiled import rule

#: Upper ends of the classes of deaths, and the share of fatal disputes up to each, wars left out.
_UPPER = (25.0, 100.0, 250.0, 500.0, 999.0)
_LOWER = (1.0, 26.0, 101.0, 251.0, 501.0)
_UP_TO = (0.6695, 0.8494, 0.9331, 0.9791, 1.0)
WAR_DEATHS_LOW = 1000.0
WAR_DEATHS_HIGH = 20000.0  # judgement: wars among these states have not exceeded it but once


@rule
def clash_deaths(u):
    """Deaths in a fatal clash below war, from one uniform; even on the log scale in a class."""
    below = 0.0
    for k in range(5):
        if u <= _UP_TO[k] or k == 4:
            part = (u - below) / (_UP_TO[k] - below)
            part = min(max(part, 0.0), 1.0)
            return _LOWER[k] * math.exp(part * math.log(_UPPER[k] / _LOWER[k]))
        below = _UP_TO[k]
    return _UPPER[4]


@rule
def war_deaths(u):
    """Deaths in a war, from one uniform number; even on the log scale."""
    return WAR_DEATHS_LOW * math.exp(u * math.log(WAR_DEATHS_HIGH / WAR_DEATHS_LOW))


@rule
def severity_of(deaths):
    """Severity of a clash, 0 to 1: the logarithm of its deaths against that of a war's."""
    return min(max(math.log1p(deaths) / math.log1p(WAR_DEATHS_LOW), 0.0), 1.0)


@rule
def escalation_day(u_whether, u_when, length, war_share):
    """Day on which a clash would become a war; negative when it does not."""
    if u_whether >= war_share:
        return -1.0
    return u_when * length


@rule
def deaths_so_far(deaths, day, full_length):
    """Deaths after some days, spread evenly over the length that the crisis would have had."""
    if full_length <= 0.0:
        return deaths
    return deaths * min(max(day / full_length, 0.0), 1.0)
