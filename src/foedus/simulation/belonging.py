"""Where members stand; who freezes, leaves, returns or joins; whether the organisation lasts."""

from __future__ import annotations

from foedus import chance
from foedus.chance import normal_quantile, uniform
from foedus.codes import ActKind, Status, Survival, WarFate
from foedus.cohesion.alignment import drift
from foedus.cohesion.belief import belief_mean, faded, grievance_after
from foedus.cohesion.membership import falls_due, strain
from foedus.cohesion.survival import next_state
from foedus.compiled import rule
from foedus.simulation.acts import note
from foedus.simulation.outbreak import EXTERNAL
from foedus.simulation.records import CLASSES
from foedus.simulation.sessions import pass_chair
from foedus.simulation.standing import is_concerned, is_party, takes_part
from foedus.simulation.world import (
    closeness,
    distance_score,
    leading_power,
    measure_cohesion,
    members_taking_part,
)

_FREEZE, _EXIT, _THAW = 0, 1, 2
NOTICE_MONTHS = 6  # a withdrawal takes effect six months after its notice (charter-19)


@rule
def believe(w, x, t, seed, future, month):
    """Old experience fades, grievances cool, positions drift."""
    now = x.calendar[month]
    at_war = 1.0 if w.war == WarFate.GOES_ON or w.war == WarFate.LOST else 0.0
    cooled = grievance_after(1.0, 1.0, t.credibility_grievance_months)
    for i in range(w.status.shape[0]):
        if is_concerned(w, x, i) == 0:
            continue
        for c in range(CLASSES):
            w.answered[i, c] = faded(w.answered[i, c], t.credibility_kept_per_month)
            w.unanswered[i, c] = faded(w.unanswered[i, c], t.credibility_kept_per_month)
        w.grievance[i] *= cooled
        if i == w.leader:
            w.distance[i] = 0.0
        else:
            u = uniform(seed, chance.ALIGNMENT, future, now, x.code[i], 0)
            w.distance[i] = drift(
                w.distance[i],
                t.alignment_walk * normal_quantile(u),
                x.dependence[i],
                t.alignment_pull * x.ties,
                at_war * t.alignment_war_push / 12.0,
            )
    w.departure_ago += 1


@rule
def member_strain(w, x, t, i):
    """Log hazard that a member's situation adds to freezing and leaving."""
    return strain(
        w.grievance[i],
        distance_score(w, i),
        belief_mean(w.answered[i, EXTERNAL], w.unanswered[i, EXTERNAL]),
        x.dependence[i] * x.ties,
        1.0 if w.turnover_ago[i] <= 12 else 0.0,
        1.0 if w.departure_ago <= 12 else 0.0,
        1.0 if w.war == WarFate.LOST else 0.0,
        t.membership_grievance,
        t.membership_distance,
        t.membership_disbelief,
        t.membership_dependence,
        t.membership_turnover,
        t.membership_contagion,
        t.membership_leader_weakness,
    )


@rule
def give_notice(w, x, t, s, seed, future, events, tally, month, i, added):
    """Draw whether a party gives notice of withdrawal; it stays bound for six months more."""
    rate = t.membership_exit_general if s.exits == 0 else t.membership_exit_own
    if w.status[i] == Status.FROZEN:
        added += t.membership_frozen_exit
    u = uniform(seed, chance.MEMBERSHIP, future, x.calendar[month], x.code[i], _EXIT)
    if falls_due(u, rate, added):
        w.notice_ago[i] = 0
        tally.notice[i] = 1
        note(w, events, month, 29, ActKind.WITHDRAWAL_NOTICE, i, -1, -1, added)


@rule
def freeze_or_thaw(w, x, t, seed, future, events, tally, month, i, added):
    """Draw whether a member stops taking part, or one that had stopped takes part again."""
    now = x.calendar[month]
    if w.status[i] == Status.FROZEN:
        u = uniform(seed, chance.MEMBERSHIP, future, now, x.code[i], _THAW)
        if falls_due(u, t.membership_thaw_rate, -added):
            w.status[i] = Status.MEMBER
            note(w, events, month, 29, ActKind.RESUMPTION, i, -1, -1, added)
        return
    u = uniform(seed, chance.MEMBERSHIP, future, now, x.code[i], _FREEZE)
    if falls_due(u, t.membership_freeze_rate, added):
        w.status[i] = Status.FROZEN
        tally.frozen[i] = 1
        w.departure_ago = 0
        note(w, events, month, 29, ActKind.FREEZE, i, -1, -1, added)


@rule
def stay_or_leave(w, x, t, s, seed, future, events, tally, month):
    """Each party stays, freezes, gives notice, leaves or thaws; each candidate may join."""
    if w.survival == Survival.DISSOLVED:
        return
    candidates = 0
    for i in range(w.status.shape[0]):
        candidates += 1 if x.candidate[i] == 1 and is_party(w, i) == 0 else 0
        if is_party(w, i) == 0 or i == w.leader:
            continue
        if w.notice_ago[i] >= 0:
            w.notice_ago[i] += 1
            if w.notice_ago[i] > NOTICE_MONTHS:
                w.status[i] = Status.LEFT
                w.notice_ago[i] = -1
                tally.exit[i] = 1
                w.departure_ago = 0
                note(w, events, month, 29, ActKind.EXIT, i, -1, -1, 0.0)
            continue
        added = member_strain(w, x, t, i)
        give_notice(w, x, t, s, seed, future, events, tally, month, i, added)
        if w.notice_ago[i] < 0:
            freeze_or_thaw(w, x, t, seed, future, events, tally, month, i, added)
    replace_chair(w, x, events, month)
    admit(w, x, t, seed, future, events, tally, month, candidates)


@rule
def replace_chair(w, x, events, month):
    """Pass the chair on when its holder has just left or frozen."""
    if w.chair >= 0 and takes_part(w, w.chair) == 0:
        pass_chair(w, x, events, month, 29)
        if takes_part(w, w.chair) == 0:
            w.chair = -1


@rule
def admit(w, x, t, seed, future, events, tally, month, candidates):
    """Let candidates join: the organisation's rate, shared out by closeness to the leader."""
    if candidates == 0 or w.leader < 0 or w.survival != Survival.ACTIVE:
        return
    now = x.calendar[month]
    for i in range(w.status.shape[0]):
        if x.candidate[i] == 0 or is_party(w, i) == 1:
            continue
        rate = t.membership_accession_rate * closeness(w, i, w.leader) / candidates
        if falls_due(uniform(seed, chance.ACCESSION, future, now, x.code[i], 0), rate, 0.0):
            w.status[i] = Status.MEMBER
            tally.joined[i] = 1
            note(w, events, month, 29, ActKind.ACCESSION, i, -1, -1, 0.0)


@rule
def survive(w, x, t, seed, future, events, month):
    """Measure cohesion and move the organisation between active, idle and dissolved."""
    if w.survival == Survival.DISSOLVED:
        return
    w.leader = leading_power(w, x)
    w.cohesion = measure_cohesion(w, x)
    before = w.survival
    w.survival = next_state(
        before,
        uniform(seed, chance.SURVIVAL, future, x.calendar[month], 0, 0),
        members_taking_part(w),
        t.survival_idle_rate,
        t.survival_revival_rate,
        t.survival_end_rate,
        (w.cohesion_start - w.cohesion) / w.cohesion_scale,
        1.0 if w.war == WarFate.LOST else 0.0,
        t.survival_disunity,
        t.survival_war_lost,
    )
    if w.survival == Survival.DISSOLVED and before != Survival.DISSOLVED:
        note(w, events, month, 29, ActKind.DISSOLUTION, -1, -1, -1, 0.0)
