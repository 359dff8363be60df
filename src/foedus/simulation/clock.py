"""The daily clock of open crises: asked, decided, arrived, ended."""

from __future__ import annotations

from foedus import chance
from foedus.chance import uniform
from foedus.codes import ActKind, CrisisKind, Level, Survival
from foedus.compiled import rule
from foedus.crisis.asking import request_probability
from foedus.crisis.course import fall_probability
from foedus.crisis.deciding import decision_days
from foedus.crisis.escalation import deaths_so_far, war_deaths
from foedus.environment.power import (
    capability_ratio_log,
    contest,
    contest_index,
    effective_power,
    stalemate_cut,
)
from foedus.simulation.acts import DAYS_A_MONTH, note
from foedus.simulation.answer import asker_belief, convene, lapse
from foedus.simulation.outbreak import INTERNAL, kind_class
from foedus.simulation.presence import draw_lessons, strengthen
from foedus.simulation.records import SLOTS
from foedus.simulation.standing import is_party, takes_part
from foedus.treaty.procedure import may_ask

_ASK, _FALL = 0, 1
_HELD, _WAR, _OUTCOME = 2, 3, 4


@rule
def ask(w, x, t, seed, future, events, tally, month, day, k):
    """Let the victim decide whether to call on the organisation, and set the council's date."""
    victim = w.victim[k]
    w.asks[k] = 0
    if w.survival == Survival.DISSOLVED or may_ask(w.status[victim], 1) == 0:
        return
    when = x.calendar[w.began[k]]
    p = request_probability(
        asker_belief(w, k) * t.request_belief_counts + 0.5 * (1.0 - t.request_belief_counts),
        w.severity[k],
        t.request_refusal_cost,
        t.request_sovereignty_cost,
        1 if kind_class(w.kind[k]) == INTERNAL else 0,
        t.request_precision,
    )
    if w.forced[k] >= 0:
        p = 1.0 * w.forced[k]
    if uniform(seed, chance.REQUEST, future, when, w.address[k], _ASK) >= p:
        return
    w.asks[k] = 1
    tally.requested[victim] += 1
    tally.requests += 1
    note(w, events, month, day, ActKind.REQUEST_FOR_HELP, victim, -1, k, w.severity[k])
    w.decision_day[k] = w.day[k] + decision_days(
        uniform(seed, chance.DELAY, future, when, w.address[k], 0),
        uniform(seed, chance.DELAY, future, when, w.address[k], 1),
        t.delay_fast_share,
        t.delay_fast_days,
        t.delay_slow_days,
        t.delay_sigma,
    )


@rule
def arrive(w, x, t, events, tally, month, day, k):
    """Book contingents whose aircraft land on this day; those who are there shorten the crisis."""
    victim = w.victim[k]
    for i in range(w.status.shape[0]):
        if w.people[k, i] >= 1.0 and w.day[k] <= w.arrival_day[k, i] < w.day[k] + 1.0:
            if takes_part(w, i) == 0 or w.survival == Survival.DISSOLVED:
                w.abroad[i] = max(w.abroad[i] - w.people[k, i], 0.0)  # recalled on the way
                w.people[k, i] = 0.0
                continue
            tally.troops_sent[i] += 1
            note(w, events, month, day, ActKind.CONTINGENT_SENT, i, victim, k, w.people[k, i])
            if w.arrived[k] == 0:
                w.arrived[k] = 1
                tally.troops_received[victim] += 1
                if tally.any_troops == 0:
                    first = max(w.first_day[k], w.day[k])  # later when the first were recalled
                    tally.first_troops_days = first - w.ask_day[k]
                    tally.closure_days = w.last_day[k] - w.ask_day[k]
                tally.any_troops += 1
            strengthen(w, x, t, tally, month, k)
    stands = w.arrived[k] == 1 and w.survival != Survival.DISSOLVED
    if stands and w.day[k] <= w.last_day[k] < w.day[k] + 1.0:
        strengthen(w, x, t, tally, month, k)
        note(w, events, month, day, ActKind.DEPLOYMENT_COMPLETE, -1, victim, k, w.effect[k])


@rule
def escalate(w, x, t, seed, future, events, tally, month, day, k):
    """Turn a clash into a war, unless troops that have arrived hold it back."""
    w.war_day[k] = -1.0
    when = x.calendar[w.began[k]]
    held = uniform(seed, chance.CRISIS, future, when, w.address[k], 16 + _HELD)
    if held < w.effect[k]:
        return
    u = uniform(seed, chance.CRISIS, future, when, w.address[k], 16 + _WAR)
    w.deaths[k] = war_deaths(u)
    w.severity[k] = 1.0
    tally.wars += 1
    attacker, attacked = w.other[k], w.victim[k]
    if w.kind[k] == CrisisKind.MEMBER_ATTACKS:
        attacker, attacked = attacked, attacker
    note(w, events, month, day, ActKind.ATTACK, attacker, attacked, k, 1.0)


@rule
def count_dead(w, x, t, seed, future, tally, k):
    """Count the deaths and the displaced of a crisis that ends."""
    dead = deaths_so_far(w.deaths[k], w.day[k], w.full_length[k])
    tally.deaths += dead
    tally.displaced += dead * t.dispute_displaced_per_death


@rule
def prevail(w, x, t, s, seed, future, k):
    """Who prevails in a clash: 1 the attacked, 0 neither, -1 the attacker."""
    victim = w.victim[k]
    other = w.other[k]
    mine = x.net[victim] if s.contest == 1 else x.capability[victim]
    theirs = x.net[other] if s.contest == 1 else x.capability[other]
    helped = 0.0
    for i in range(w.status.shape[0]):
        if w.people[k, i] >= 1.0 and w.arrival_day[k, i] < w.day[k]:
            strength = x.net[i] if s.contest == 1 else x.capability[i]
            part = w.people[k, i] / max(x.pool[i], w.people[k, i])
            helped += part * effective_power(
                strength, x.km[i, victim], t.dispute_loss_of_strength_km
            )
    ratio = capability_ratio_log(
        mine + helped,
        effective_power(theirs, x.km[other, victim], t.dispute_loss_of_strength_km),
    )
    cut = stalemate_cut(t.dispute_stalemate)
    z = contest_index(ratio, t.dispute_decisiveness, 0.0)
    win, stalemate, _lose = contest(z, -cut, cut)
    when = x.calendar[w.began[k]]
    u = uniform(seed, chance.CRISIS, future, when, w.address[k], 16 + _OUTCOME)
    if u < win:
        return 1.0
    return 0.0 if u < win + stalemate else -1.0


@rule
def finish(w, x, t, s, seed, future, events, tally, month, day, k):
    """End a crisis: an open call lapses, a government may fall, contingents go home."""
    victim = w.victim[k]
    if w.asks[k] == 1 and w.level[k] < 0:
        lapse(w, t, s, events, month, day, k)
    kind = w.kind[k]
    if kind == CrisisKind.UNREST or kind == CrisisKind.COUP:
        p = fall_probability(w.coercive_loss[k], t.internal_fall, w.arrived[k], w.effect[k])
        if kind == CrisisKind.COUP:
            p = t.internal_coup_success * (1.0 - w.effect[k] * t.assistance_coup_share)
        when = x.calendar[w.began[k]]
        if uniform(seed, chance.CRISIS, future, when, w.address[k], 16 + _FALL) < p:
            w.turnover_ago[victim] = 0
            tally.power_change[victim] += 1
            note(w, events, month, day, ActKind.POWER_CHANGE, -1, victim, k, 0.0)
    count_dead(w, x, t, seed, future, tally, k)
    if kind_class(kind) != INTERNAL:
        outcome = prevail(w, x, t, s, seed, future, k)
        if outcome < 0.0:
            tally.lost[victim] += 1
        note(w, events, month, day, ActKind.CEASEFIRE, w.other[k], victim, k, outcome)
    if w.arrived[k] == 1:
        draw_lessons(w, x, t, month, k)
    for i in range(w.status.shape[0]):
        if w.people[k, i] >= 1.0:
            w.abroad[i] = max(w.abroad[i] - w.people[k, i], 0.0)
            if w.arrival_day[k, i] < w.day[k]:  # it had landed
                note(
                    w, events, month, day, ActKind.WITHDRAWAL_COMPLETE, i, victim, k,
                    w.people[k, i],
                )  # fmt: skip
            w.people[k, i] = 0.0
    if w.arrived[k] == 1:
        note(w, events, month, day, ActKind.OPERATION_ENDED, -1, victim, k, 0.0)
    w.open[k] = 0


@rule
def run_day(w, x, t, s, seed, future, events, tally, month, day, k):
    """One day of one open crisis."""
    if w.asks[k] < 0 and w.day[k] + 1.0 > w.ask_day[k]:
        ask(w, x, t, seed, future, events, tally, month, day, k)
    if w.asks[k] == 1 and w.level[k] < 0 and w.day[k] + 1.0 > w.decision_day[k]:
        if w.survival != Survival.DISSOLVED and is_party(w, w.victim[k]) == 1:
            convene(w, x, t, s, seed, future, events, tally, month, day, k)
        else:
            lapse(w, t, s, events, month, day, k)
    if w.level[k] == Level.TROOPS:
        arrive(w, x, t, events, tally, month, day, k)
    if 0.0 <= w.war_day[k] < w.day[k] + 1.0:
        escalate(w, x, t, seed, future, events, tally, month, day, k)
    w.day[k] += 1.0
    if w.day[k] >= w.length[k]:
        finish(w, x, t, s, seed, future, events, tally, month, day, k)


@rule
def run_crises(w, x, t, s, seed, future, events, tally, month):
    """Let every open crisis run to the end of the month, day by day."""
    for day in range(DAYS_A_MONTH):
        for k in range(SLOTS):
            if w.open[k] == 1 and not (w.began[k] == month and day < w.began_day[k]):
                run_day(w, x, t, s, seed, future, events, tally, month, day, k)
