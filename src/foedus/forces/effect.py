"""What arrives is worth: quality and number of a force set against its task.

Armed peacekeepers in large numbers lower deaths in civil wars (Hultman, Kathman and Shannon 2013,
2014), more troops help against insurgents without a threshold (Friedman 2011). Both are about
numbers, neither about a force of this kind; every size for it is judgement but the one that was
told of January 2022. All shares lie between 0 and 1.
"""

from __future__ import annotations

import math

from foedus.compiled import rule
from foedus.forces.readiness import force_quality, share


@rule
def task_quality(readiness, interoperability, skill, equipment):
    """Quality of a joint force at a task: ``sqrt(force_quality * sqrt(skill * equipment))``.

    Parameters
    ----------
    readiness, interoperability : float
        Of the force, weighted by people.
    skill : float
        Practice of the force at this kind of task.
    equipment : float
        Share of its arms and equipment that is modern.

    Returns
    -------
    float
        1 only for a force that is wholly ready, practised, skilled and equipped; 0 when one of
        them is wholly missing.
    """
    kit = math.sqrt(share(skill) * share(equipment))
    return math.sqrt(force_quality(readiness, interoperability) * kit)


@rule
def sufficiency(people, half_people):
    """Share of the full effect that a number of people can have: ``n / (n + half)``.

    There is no threshold; `half_people` have half of the effect.
    """
    if people <= 0.0:
        return 0.0
    if half_people <= 0.0:
        return 1.0
    return people / (people + half_people)


@rule
def task_effect(most, quality, people, half_people):
    """Share of a danger or of a duration that a force takes away.

    Parameters
    ----------
    most : float
        What an ample force without any fault takes away.
    quality : float
        See `task_quality`.
    people, half_people : float
        People there, and people with whom half of the effect is reached.
    """
    return share(most) * share(quality) * sufficiency(people, half_people)


@rule
def added_effect(before, after):
    """Share of what `before` has left that is taken away when the effect grows to `after`.

    Contingents arrive one by one: the effect of all is the effect of the whole force, in whatever
    steps it was reached, on what still lies ahead.
    """
    if after <= before:
        return 0.0
    if before >= 1.0:
        return 0.0
    return (after - before) / (1.0 - before)


@rule
def freed_local(people, freed_per_person):
    """Local security people who are free for other work because a force guards sites.

    In January 2022 some 1,600 by 2,030, as told by the sender's defence minister.
    """
    if people <= 0.0 or freed_per_person <= 0.0:
        return 0.0
    return people * freed_per_person
