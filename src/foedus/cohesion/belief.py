"""Belief that help would come, learned from calls; and the grievance of a call in vain.

A discounted Beta: each observer counts calls that were answered and calls that were not, old ones
fade, those of others count in part. Whether reputations carry over from one ally to another is
contested in the literature; a rival structure sets that part to zero.
"""

from __future__ import annotations

import math

from foedus.codes import Level
from foedus.compiled import rule


@rule
def belief_mean(answered, unanswered):
    """Mean of the Beta: the belief, 0 to 1."""
    total = answered + unanswered
    if total <= 0.0:
        return 0.5
    return answered / total


@rule
def faded(count, kept):
    """What remains of a count after a month."""
    return count * kept


@rule
def answer_share(level, mission_counts):
    """Which part of a call for help a response answers.

    Troops and material help answer it wholly, a mission or a statement by `mission_counts` and
    half of it, silence not at all.
    """
    if level >= Level.MATERIAL:
        return 1.0
    if level == Level.MISSION:
        return mission_counts
    if level == Level.STATEMENT:
        return 0.5 * mission_counts
    return 0.0


@rule
def observer_weight(own, alignment, spill):
    """Weight of a call in an observer's eyes: 1 for its own, else `spill` times closeness."""
    if own == 1:
        return 1.0
    return spill * alignment


@rule
def grievance_after(grievance, months, half_life):
    """Grievance over unanswered calls after some months, by halves."""
    if months <= 0.0:
        return grievance * 1.0
    return grievance * math.exp(-0.6931471805599453 * months / max(half_life, 1e-6))


@rule
def grievance_added(grievance, unanswered_share):
    """Grievance after one more call: the unanswered share closes that part of the gap to 1."""
    return grievance + (1.0 - grievance) * unanswered_share
