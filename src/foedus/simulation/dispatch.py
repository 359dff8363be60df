"""Troops on their way: approval at home, readiness, plan, airlift; who arrives when."""

from __future__ import annotations

import math

from foedus import chance
from foedus.chance import uniform
from foedus.codes import ActKind, CrisisKind, Level, Task
from foedus.compiled import rule
from foedus.forces.consent import consent_hours, shifted_odds
from foedus.forces.movement import block_hours, closure_hours, sorties_needed
from foedus.forces.readiness import loading_factor, notice_hours, plan_hours
from foedus.simulation.acts import note
from foedus.simulation.outbreak import coercive_draw
from foedus.simulation.stocks import fade
from foedus.simulation.world import deployable_people

_APPROVAL, _SHARE = 0, 1
_HOME = 1 << 20  # address of the draws of national procedures, outside the codes of states
_SITTING, _REFUSAL = 0, 1


@rule
def task_of(kind):
    """What troops are sent to do in a crisis of this kind."""
    if kind == CrisisKind.UNREST or kind == CrisisKind.COUP:
        return Task.GUARDING
    if kind == CrisisKind.ATTACK_BY_MEMBER:
        return Task.SEPARATING
    if kind == CrisisKind.INSURGENCY:
        return Task.INSURGENCY
    return Task.BORDER


@rule
def approval_hours(x, t, seed, future, when, address, i):
    """Hours from the mandate until a member's own procedure lets its contingent go."""
    return consent_hours(
        uniform(seed, chance.MOVEMENT, future, when, address, 2 * x.code[i] + _APPROVAL),
        uniform(seed, chance.MOVEMENT, future, when, address, _HOME + 2 * x.code[i] + _SITTING),
        t.delay_approval_days * x.approval[i],
        t.delay_sigma,
        shifted_odds(x.sitting_fails[i], t.delay_procedures),
        t.delay_sitting_days,
    )


@rule
def start_hours(w, x, t, approval, task, victim, i):
    """Hours from the mandate until a contingent begins to load."""
    staff = plan_hours(
        x.plans_ready * w.plan[victim, task], t.forces_plan_hours, t.forces_no_plan_hours
    )
    shortest = x.notice[i] if x.notice[i] > 0.0 else t.forces_notice_hours
    return max(approval, staff + notice_hours(shortest, t.forces_notice_gamma, w.readiness[i]))


@rule
def stays_at_home(x, t, seed, future, when, address, i):
    """Whether a member's own procedure says no."""
    u = uniform(seed, chance.MOVEMENT, future, when, address, _HOME + 2 * x.code[i] + _REFUSAL)
    return u < shifted_odds(x.refuses[i], t.delay_procedures)


@rule
def contingent(w, x, t, seed, future, when, address, i, task, victim):
    """People a sender commits: a share of what it can deploy to this task, never more."""
    if stays_at_home(x, t, seed, future, when, address, i):
        return 0.0
    u = uniform(seed, chance.MOVEMENT, future, when, address, 2 * x.code[i] + _SHARE)
    share = coercive_draw(u, t.forces_share_sent, t.forces_share_kept)
    return math.floor(deployable_people(w, x, i, task, victim) * share) * 1.0


@rule
def move(w, x, t, seed, future, when, k, i, part, fleet):
    """First arrival and closure of one contingent, in hours after the mandate."""
    task = task_of(w.kind[k])
    victim = w.victim[k]
    people = w.people[k, i]
    handling = loading_factor(w.lifting[i], t.forces_loading_gamma)
    approval = approval_hours(x, t, seed, future, when, w.address[k], i)
    return closure_hours(
        start_hours(w, x, t, approval, task, victim, i),
        sorties_needed(
            people,
            people * t.forces_vehicles_per_person,
            t.forces_people_per_sortie,
            t.forces_vehicles_per_sortie,
        ),
        max(fleet * part, 1.0),
        block_hours(x.km[i, victim], t.forces_speed_kmh, 0.5),
        t.forces_onload_hours * handling,
        t.forces_offload_hours * handling,
        t.forces_recovery_hours,
        max(t.forces_mog_on * part, 1.0),
        max(t.forces_mog_off * part, 1.0),
        t.forces_queue_efficiency,
    )


@rule
def send(w, x, t, seed, future, events, tally, month, day, k, seats):
    """Commit the contingents of all whose own level is troops, and compute their arrival.

    The leading power's transports carry everybody; the closed form of `closure_hours` gives first
    arrival and closure of each contingent on the share of the fleet its people need.
    """
    when = x.calendar[w.began[k]]
    victim = w.victim[k]
    fade(w, x, t, month + 1)
    total = 0.0
    for n in range(seats):
        i = w.seat[n]
        if w.voice[n] == Level.TROOPS and i != victim:
            people = contingent(
                w, x, t, seed, future, when, w.address[k], i, task_of(w.kind[k]), victim
            )
            w.people[k, i] = people
            total += people
    if total < 1.0:
        return
    lead_busy = w.busy[w.leader] if w.leader >= 0 else 0.0
    fleet = t.forces_aircraft * t.forces_aircraft_share * (1.0 - 0.5 * lead_busy)
    first = -1.0
    last = 0.0
    for i in range(w.status.shape[0]):
        people = w.people[k, i]
        if people < 1.0:
            continue
        arrives, closes = move(w, x, t, seed, future, when, k, i, people / total, fleet)
        w.arrival_day[k, i] = w.decision_day[k] + arrives / 24.0
        if first < 0.0 or w.arrival_day[k, i] < first:
            first = w.arrival_day[k, i]
        last = max(last, w.decision_day[k] + closes / 24.0)
        w.abroad[i] += people
        tally.most_abroad[i] = max(tally.most_abroad[i], w.abroad[i])
        note(w, events, month, day, ActKind.NATIONAL_APPROVAL, i, victim, k, people)
    w.first_day[k] = first
    w.last_day[k] = last
