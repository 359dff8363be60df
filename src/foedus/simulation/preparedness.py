"""Exercises restore what fades; members stay away, hosts call off, and that is a signal."""

from __future__ import annotations

from foedus import chance
from foedus.chance import logistic, uniform
from foedus.codes import ActKind, Survival
from foedus.compiled import rule
from foedus.crisis.answering import log_odds
from foedus.forces.readiness import raised, share
from foedus.simulation.acts import note
from foedus.simulation.outbreak import EXTERNAL
from foedus.simulation.standing import is_party, takes_part
from foedus.simulation.stocks import TASKS, fade, practise


@rule
def clashed_with_participant(w, x, host, e):
    """1.0 when the host clashed with another participant of the exercise within a year."""
    for d in range(x.first.shape[0]):
        if w.clash_ago[d] <= 12:
            other = -1
            if x.first[d] == host:
                other = x.second[d]
            elif x.second[d] == host:
                other = x.first[d]
            if other >= 0 and takes_part(w, other) == 1 and x.exercise_takes[e, other] == 1:
                return 1.0
    return 0.0


@rule
def skip_probability(t, grievance):
    """Probability that a member stays away from an exercise."""
    return logistic(log_odds(t.exercises_skipped) + t.exercises_grievance_skips * grievance)


@rule
def cancel_probability(w, x, t, host, e):
    """Probability that an exercise is called off: quarrel, grievance, lost cohesion add to it."""
    lost = (w.cohesion_start - w.cohesion) / w.cohesion_scale
    return logistic(
        log_odds(t.exercises_cancelled)
        + t.exercises_conflict_cancels * clashed_with_participant(w, x, host, e)
        + t.exercises_grievance_cancels * w.grievance[host]
        + t.exercises_disunity_cancels * lost
    )


@rule
def signal(w, x, t, host, p):
    """An exercise called off over a quarrel: the host stands further off, all believe less.

    A share ``exercises_cancelled / p`` of the exercises that are called off fall through without
    a special cause (an epidemic, say) and tell nobody anything; the signal is the rest.
    """
    meant = 1.0 - t.exercises_cancelled / p
    if meant <= 0.0:
        return
    if host != w.leader:
        w.distance[host] = min(w.distance[host] + t.exercises_cancelled_push * meant, 1.0)
    for i in range(w.status.shape[0]):
        if is_party(w, i) == 1:
            w.unanswered[i, EXTERNAL] += t.exercises_cancelled_counts * meant


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
def train(w, x, t, e, i):
    """Give a participant what an exercise of this kind trains."""
    gain = share(t.readiness_gain)
    practise(
        w, i, gain * x.exercise_ready[e], gain * x.exercise_joint[e], gain * x.exercise_lift[e]
    )
    for k in range(TASKS):
        w.skill[i, k] = raised(w.skill[i, k], gain * x.exercise_skill[e, k])


@rule
def refresh_plans(w, x, t, e, host):
    """Work on the plans for the host's territory, as far as the exercise is about their task."""
    for k in range(TASKS):
        worked = share(t.plans_refresh) * x.exercise_plans[e] * x.exercise_skill[e, k]
        w.plan[host, k] = raised(w.plan[host, k], worked)


@rule
def hold(w, x, t, seed, future, events, tally, month, e, host):
    """Hold an exercise: who comes is trained, the host's plans are worked on."""
    now = x.calendar[month]
    note(w, events, month, 10, ActKind.EXERCISE_HELD, host, -1, -1, 1.0 * e)
    refresh_plans(w, x, t, e, host)
    for i in range(w.status.shape[0]):
        if takes_part(w, i) == 0 or x.exercise_takes[e, i] == 0:
            continue
        u = uniform(seed, chance.EXERCISE, future, now, x.code[i], x.exercise_code[e])
        if i != host and u < skip_probability(t, w.grievance[i]):
            tally.skipped[i] += 1
            note(w, events, month, 10, ActKind.EXERCISE_SKIPPED, i, host, -1, 1.0 * e)
        else:
            train(w, x, t, e, i)


@rule
def prepare(w, x, t, seed, future, events, tally, month):
    """Hold or call off the month's exercises, after the stocks have faded."""
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
        fade(w, x, t, month + 1)
        u = uniform(seed, chance.EXERCISE, future, now, x.exercise_code[e], 0)
        p = cancel_probability(w, x, t, host, e)
        if u < 1.0 - x.exercise_effect * (1.0 - p):
            note(w, events, month, 10, ActKind.EXERCISE_CANCELLED, host, -1, -1, 1.0 * e)
            if u < p:
                signal(w, x, t, host, p)
            continue
        hold(w, x, t, seed, future, events, tally, month, e, host)
