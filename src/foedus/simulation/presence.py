"""Troops on the ground: what they take away from the crisis, and what they learn in it."""

from __future__ import annotations

from foedus.codes import Task
from foedus.compiled import rule
from foedus.crisis.course import days_with_help
from foedus.forces.effect import added_effect, freed_local, task_effect, task_quality
from foedus.forces.readiness import raised, share
from foedus.simulation.dispatch import task_of
from foedus.simulation.stocks import fade, practise

_FIRST_HALF = 0.5  # of a contingent is there, on average, between its first aircraft and the last


@rule
def most_at(t, task):
    """What an ample force without fault takes away at a task."""
    if task == Task.GUARDING:
        return t.tasks_guarding
    if task == Task.SEPARATING:
        return t.tasks_separating
    if task == Task.BORDER:
        return t.tasks_border
    return t.tasks_insurgency


@rule
def half_people_at(t, task):
    """People with whom half of the effect is reached at a task."""
    half = t.tasks_insurgency_people
    if task == Task.GUARDING:
        half = t.tasks_guarding_people
    elif task == Task.SEPARATING:
        half = t.tasks_separating_people
    elif task == Task.BORDER:
        half = t.tasks_border_people
    return half * t.tasks_people_scale


@rule
def people_there(w, k, i):
    """People of a contingent that are there at the end of the day."""
    if w.people[k, i] < 1.0 or w.arrival_day[k, i] >= w.day[k] + 1.0:
        return 0.0
    if w.last_day[k] < w.day[k] + 1.0:
        return w.people[k, i]
    return _FIRST_HALF * w.people[k, i]


@rule
def effect_there(w, x, t, k, task):
    """Share of the danger that those who are there take away, and how many they are."""
    people = 0.0
    ready = 0.0
    practised = 0.0
    skilled = 0.0
    modern = 0.0
    for i in range(w.status.shape[0]):
        here = people_there(w, k, i)
        people += here
        ready += here * w.readiness[i]
        practised += here * w.interop[i]
        skilled += here * w.skill[i, task]
        modern += here * x.modern[i]
    if people <= 0.0:
        return 0.0, 0.0
    quality = task_quality(ready / people, practised / people, skilled / people, modern / people)
    return task_effect(most_at(t, task), quality, people, half_people_at(t, task)), people


@rule
def strengthen(w, x, t, tally, month, k):
    """Let the troops that are there by now shorten the crisis by what they add."""
    task = task_of(w.kind[k])
    fade(w, x, t, month + 1)
    effect, people = effect_there(w, x, t, k, task)
    w.length[k] = days_with_help(w.length[k], w.day[k], added_effect(w.effect[k], effect))
    w.effect[k] = max(w.effect[k], effect)
    tally.task_effect = max(tally.task_effect, w.effect[k])
    if task == Task.GUARDING:
        tally.freed = max(tally.freed, freed_local(people, t.tasks_freed_per_person))


@rule
def draw_lessons(w, x, t, month, k):
    """An operation teaches those who took part, and leaves a fresh plan for the place."""
    task = task_of(w.kind[k])
    victim = w.victim[k]
    fade(w, x, t, month + 1)
    w.plan[victim, task] = raised(w.plan[victim, task], share(t.lessons_plans))
    gain = share(t.lessons_practice)
    for i in range(w.status.shape[0]):
        if w.people[k, i] >= 1.0 and w.arrival_day[k, i] < w.day[k]:  # it had landed
            practise(w, i, gain, gain, gain)
            w.skill[i, task] = raised(w.skill[i, task], gain)
