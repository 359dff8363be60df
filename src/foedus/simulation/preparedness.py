"""Readiness fades and exercises restore it; members stay away and hosts call off."""

from __future__ import annotations

from foedus import chance
from foedus.chance import logistic, uniform
from foedus.codes import ActKind, Survival
from foedus.compiled import rule
from foedus.crisis.answering import log_odds
from foedus.forces.readiness import (
    exercise_gain,
    faded_readiness,
    joint_gain,
    kept_after,
    share,
)
from foedus.simulation.acts import note
from foedus.simulation.world import is_concerned, takes_part


@rule
def clashed_with_member(w, x, host):
    """1.0 when the host clashed with another member within a year."""
    for d in range(x.first.shape[0]):
        if w.clash_ago[d] <= 12:
            if x.first[d] == host and takes_part(w, x.second[d]) == 1:
                return 1.0
            if x.second[d] == host and takes_part(w, x.first[d]) == 1:
                return 1.0
    return 0.0


@rule
def skip_probability(t, grievance):
    """Probability that a member stays away from an exercise."""
    return logistic(log_odds(t.exercises_skipped) + t.exercises_grievance_skips * grievance)


@rule
def cancel_probability(w, x, t, host):
    """Probability that an exercise is called off."""
    quarrel = clashed_with_member(w, x, host)
    return logistic(log_odds(t.exercises_cancelled) + t.exercises_conflict_cancels * quarrel)


@rule
def rotating_host(w, x, seed, future, now, e):
    """Host of an exercise that rotates: any of its participants, each equally likely."""
    seats = 0
    for i in range(w.status.shape[0]):
        if takes_part(w, i) == 1 and x.exercise_takes[e, i] == 1:
            w.seat[seats] = i
            seats += 1
    if seats == 0:
        return -1
    u = uniform(seed, chance.EXERCISE, future, now, x.exercise_code[e], 1)
    return w.seat[min(int(u * seats), seats - 1)]


@rule
def prepare(w, x, t, seed, future, events, tally, month):
    """Let readiness fade for a month, then hold the month's exercises."""
    kept = kept_after(1.0, t.readiness_half_life)
    for i in range(w.status.shape[0]):
        if is_concerned(w, x, i) == 1:
            w.readiness[i] = faded_readiness(w.readiness[i], t.readiness_floor, kept)
            w.interop[i] = share(w.interop[i] * kept)
    if w.survival != Survival.ACTIVE or x.exercise_effect <= 0.0:
        return
    now = x.calendar[month]
    for e in range(x.exercises):
        if x.exercise_month[e] != now % 12:
            continue
        host = x.exercise_host[e]
        if host < 0 or takes_part(w, host) == 0:
            host = rotating_host(w, x, seed, future, now, e)
        if host < 0:
            continue
        u = uniform(seed, chance.EXERCISE, future, now, x.exercise_code[e], 0)
        if u < 1.0 - x.exercise_effect * (1.0 - cancel_probability(w, x, t, host)):
            note(w, events, month, 10, ActKind.EXERCISE_CANCELLED, host, -1, -1, 1.0 * e)
            continue
        note(w, events, month, 10, ActKind.EXERCISE_HELD, host, -1, -1, 1.0 * e)
        for i in range(w.status.shape[0]):
            if takes_part(w, i) == 0 or x.exercise_takes[e, i] == 0:
                continue
            u = uniform(seed, chance.EXERCISE, future, now, x.code[i], x.exercise_code[e])
            if i != host and u < skip_probability(t, w.grievance[i]):
                tally.skipped[i] += 1
                note(w, events, month, 10, ActKind.EXERCISE_SKIPPED, i, host, -1, 1.0 * e)
            else:
                w.readiness[i] = exercise_gain(w.readiness[i], t.readiness_gain)
                w.interop[i] = joint_gain(w.interop[i], t.readiness_gain)
