"""Troops on their way: approval at home, readiness, plan, airlift; who arrives when."""

from __future__ import annotations

import math

from foedus import chance
from foedus.chance import lognormal_quantile, uniform
from foedus.codes import ActKind, Level
from foedus.compiled import rule
from foedus.forces.movement import block_hours, closure_hours, sorties_needed
from foedus.forces.readiness import notice_hours, plan_hours
from foedus.simulation.acts import note
from foedus.simulation.outbreak import coercive_draw
from foedus.simulation.world import deployable_people

_APPROVAL, _SHARE = 0, 1


@rule
def start_hours(w, x, t, seed, future, when, address, i):
    """Hours from the mandate until a contingent begins to load."""
    approval = 24.0 * lognormal_quantile(
        uniform(seed, chance.MOVEMENT, future, when, address, 2 * x.code[i] + _APPROVAL),
        t.delay_approval_days,
        t.delay_sigma,
    )
    staff = plan_hours(x.plans_ready, t.forces_plan_hours, t.forces_no_plan_hours)
    ready = notice_hours(t.forces_notice_hours, t.forces_notice_gamma, w.readiness[i])
    return max(approval, staff + ready)


@rule
def contingent(w, x, t, seed, future, when, address, i):
    """People a sender commits: a share of what it can deploy, never more."""
    u = uniform(seed, chance.MOVEMENT, future, when, address, 2 * x.code[i] + _SHARE)
    share = coercive_draw(u, t.forces_share_sent, t.forces_share_kept)
    return math.floor(deployable_people(w, x, i) * share)


@rule
def send(w, x, t, seed, future, events, tally, month, day, k, seats):
    """Commit the contingents of all whose own level is troops, and compute their arrival.

    The leading power's transports carry everybody; the closed form of `closure_hours` gives first
    arrival and closure of each contingent on the share of the fleet its people need.
    """
    when = x.calendar[w.began[k]]
    victim = w.victim[k]
    total = 0.0
    for n in range(seats):
        i = w.seat[n]
        if w.voice[n] == Level.TROOPS and i != victim:
            people = contingent(w, x, t, seed, future, when, w.address[k], i)
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
        part = people / total
        arrives, closes = closure_hours(
            start_hours(w, x, t, seed, future, when, w.address[k], i),
            sorties_needed(
                people,
                people * t.forces_vehicles_per_person,
                t.forces_people_per_sortie,
                t.forces_vehicles_per_sortie,
            ),
            max(fleet * part, 1.0),
            block_hours(x.km[i, victim], t.forces_speed_kmh, 0.5),
            t.forces_onload_hours,
            t.forces_offload_hours,
            t.forces_recovery_hours,
            max(t.forces_mog_on * part, 1.0),
            max(t.forces_mog_off * part, 1.0),
            t.forces_queue_efficiency,
        )
        w.arrival_day[k, i] = w.decision_day[k] + arrives / 24.0
        if first < 0.0 or w.arrival_day[k, i] < first:
            first = w.arrival_day[k, i]
        last = max(last, w.decision_day[k] + closes / 24.0)
        w.abroad[i] += people
        tally.most_abroad[i] = max(tally.most_abroad[i], w.abroad[i])
        note(w, events, month, day, ActKind.NATIONAL_APPROVAL, i, victim, k, people)
    w.first_day[k] = first
    w.last_day[k] = last
