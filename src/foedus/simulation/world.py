"""The world of one future: opened from the inputs, and the questions asked of it everywhere."""

from __future__ import annotations

import math

from foedus.codes import Survival, WarFate
from foedus.cohesion.alignment import cohesion
from foedus.cohesion.belief import (
    answer_share,
    grievance_added,
    grievance_after,
    observer_weight,
)
from foedus.compiled import rule
from foedus.forces.readiness import deployable
from foedus.simulation.records import CLASSES, SLOTS
from foedus.simulation.standing import takes_part
from foedus.simulation.stocks import open_stocks

LONG_AGO = 10_000


@rule
def members_taking_part(w):
    """How many members take part."""
    count = 0
    for i in range(w.status.shape[0]):
        count += takes_part(w, i)
    return count


@rule
def leading_power(w, x):
    """Index of the member with the largest capability that takes part, -1 when there is none."""
    best = -1
    for i in range(w.status.shape[0]):
        if takes_part(w, i) == 1 and (best < 0 or x.capability[i] > x.capability[best]):
            best = i
    return best


@rule
def closeness(w, i, j):
    """How closely two states are aligned, 0 to 1."""
    return 1.0 - math.fabs(w.distance[i] - w.distance[j])


@rule
def deployable_people(w, x, i, task, victim):
    """People a state can send to a task there now; what is already abroad is not available twice.

    Units count whose force may be given the task and used on the victim's territory.
    """
    pool = deployable(x.assigned[task, i, victim], 1.0, w.readiness[i], w.busy[i])
    return max(pool - w.abroad[i], 0.0)


@rule
def take_seats(w, _x):
    """Pack the members that take part into the first seats; return how many."""
    n = 0
    for i in range(w.status.shape[0]):
        if takes_part(w, i) == 1:
            w.seat[n] = i
            n += 1
    return n


@rule
def measure_cohesion(w, x):
    """Cohesion of the members that take part, each weighted alike."""
    n = take_seats(w, x)
    for k in range(n):
        w.position[k] = w.distance[w.seat[k]]
        w.salience[k] = 1.0
        w.active[k] = 1
    return cohesion(w.position[:n], w.salience[:n], w.active[:n])


@rule
def distance_score(w, i):
    """Standard score of a member's distance from the leading power among those taking part."""
    n = 0
    total = 0.0
    squares = 0.0
    for j in range(w.status.shape[0]):
        if takes_part(w, j) == 1 or j == i:
            n += 1
            total += w.distance[j]
            squares += w.distance[j] * w.distance[j]
    if n < 2:
        return 0.0
    mean = total / n
    variance = squares / n - mean * mean
    if variance < 1e-8:
        return 0.0
    return (w.distance[i] - mean) / math.sqrt(variance)


@rule
def base_rate_of(s, t):
    """Base rate of honoured alliances by the future's structure."""
    if s.base_rate == 0:
        return t.assistance_leeds_2000
    if s.base_rate == 1:
        return t.assistance_berkemeier_fuhrmann_all
    if s.base_rate == 2:
        return t.assistance_berkemeier_fuhrmann_post_1945
    return t.own_record


@rule
def open_world(w, x, t, s):
    """Set the world to the state known at the start; every field is written."""
    rate = base_rate_of(s, t)
    for i in range(w.status.shape[0]):
        w.status[i] = x.status[i]
        w.distance[i] = min(max(x.distance[i] / t.alignment_span, 0.0), 1.0)
        w.grievance[i] = 0.0
        w.stress[i] = 0.0
        w.busy[i] = t.forces_busy_at_peace
        w.abroad[i] = 0.0
        for c in range(CLASSES):
            w.answered[i, c] = t.credibility_strength * rate
            w.unanswered[i, c] = t.credibility_strength * (1.0 - rate)
        w.notice_ago[i] = -1
        w.unrest_ago[i] = LONG_AGO
        w.turnover_ago[i] = LONG_AGO
        w.seat[i] = 0
        w.active[i] = 0
        w.position[i] = 0.0
        w.salience[i] = 0.0
        w.loyalty[i] = 0.0
        w.audience[i] = 0.0
        w.blocking[i] = 0.0
        w.ballot[i] = 0
        w.voice[i] = 0
        for c in range(3):
            w.chances[i, c] = 0.0
            w.former[i, c] = 0.0
    for d in range(w.clash_ago.shape[0]):
        w.clash_ago[d] = LONG_AGO if x.peace_years[d] > 1.0 else int(x.peace_years[d] * 12.0)
        w.peace_years[d] = x.peace_years[d]
    for k in range(SLOTS):
        clear_slot(w, k)
    open_stocks(w, x, t)
    remember(w, x, t, s)
    w.departure_ago = LONG_AGO
    w.chair = x.chair
    w.war = WarFate.NO_WAR
    w.survival = Survival.ACTIVE if x.organised > 0.0 else Survival.DISSOLVED
    w.state_of_future = 0
    w.events = 0
    w.leader = leading_power(w, x)
    w.cohesion = measure_cohesion(w, x)
    w.cohesion_start = w.cohesion
    w.cohesion_scale = max(0.25 * (1.0 - w.cohesion), 0.02)


@rule
def remember(w, x, t, s):
    """Form beliefs and grievances from the calls of the past, oldest first."""
    spill = t.credibility_spill if s.reputation == 0 else 0.0
    for n in range(x.calls):
        victim = x.call_victim[n]
        c = x.call_class[n]
        share = answer_share(x.call_level[n], t.credibility_mission_counts)
        kept = math.exp(x.call_months[n] * math.log(t.credibility_kept_per_month))
        for i in range(w.status.shape[0]):
            own = 1 if i == victim else 0
            weight = kept * observer_weight(own, closeness(w, i, victim), spill)
            w.answered[i, c] += weight * share
            w.unanswered[i, c] += weight * (1.0 - share)
        fresh = grievance_after(1.0, x.call_months[n], t.credibility_grievance_months)
        w.grievance[victim] = grievance_added(w.grievance[victim], fresh * (1.0 - share))


@rule
def clear_slot(w, k):
    """Set every field of a crisis slot to nothing."""
    w.open[k] = 0
    w.kind[k] = 0
    w.victim[k] = 0
    w.other[k] = -1
    w.address[k] = 0
    w.began[k] = 0
    w.began_day[k] = 0
    w.day[k] = 0.0
    w.length[k] = 0.0
    w.severity[k] = 0.0
    w.deaths[k] = 0.0
    w.full_length[k] = 0.0
    w.war_day[k] = -1.0
    w.coercive_loss[k] = 0.0
    w.territory[k] = 0
    w.hand[k] = 0
    w.asks[k] = 0
    w.forced[k] = -1
    w.ask_day[k] = 0.0
    w.decision_day[k] = -1.0
    w.level[k] = -1
    w.arrived[k] = 0
    w.effect[k] = 0.0
    w.first_day[k] = 0.0
    w.last_day[k] = 0.0
    for i in range(w.status.shape[0]):
        w.people[k, i] = 0.0
        w.arrival_day[k, i] = 0.0
