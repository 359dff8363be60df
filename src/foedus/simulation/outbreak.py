"""Onset of clashes between states, and the opening of a crisis."""

from __future__ import annotations

from foedus import chance
from foedus.chance import logistic, lognormal_quantile, pair_code, uniform
from foedus.codes import ActKind, CrisisKind, ForeignHand, Survival, Territory, WarFate
from foedus.cohesion.belief import belief_mean
from foedus.compiled import rule
from foedus.crisis.course import dispute_days, internal_days
from foedus.crisis.escalation import clash_deaths, escalation_day, severity_of
from foedus.environment.onset import dyad_log_odds, happens_this_month, yearly_probability
from foedus.simulation.acts import flag, note
from foedus.simulation.records import SLOTS, SLOTS_FULL
from foedus.simulation.standing import is_party
from foedus.simulation.world import clear_slot

EXTERNAL = 0
INTERNAL = 1
CALM_ODDS = -3.0
CALM_CHANCE = 0.05  # above the probability at these log odds

# draws of one crisis, at the crisis' own address
_LENGTH, _SEVERITY, _COERCIVE, _GROUND, _HAND, _ASK_DAY, _DAY = 0, 1, 2, 3, 4, 5, 6
_WAR, _WAR_DAY = 7, 8


@rule
def kind_class(kind):
    """Kind of call a crisis makes: 0 against an attacker, 1 internal."""
    if kind == CrisisKind.UNREST or kind == CrisisKind.COUP or kind == CrisisKind.INSURGENCY:
        return INTERNAL
    return EXTERNAL


@rule
def crisis_address(first_code, second_code, kind):
    """Address of a crisis in random numbers: victim, other side, kind."""
    return pair_code(first_code, second_code * 8 + kind)


@rule
def act_of(kind):
    """Kind of act with which a crisis enters the ledger."""
    if kind == CrisisKind.ATTACK_BY_OUTSIDER or kind == CrisisKind.MEMBER_ATTACKS:
        return ActKind.ATTACK
    if kind == CrisisKind.ATTACK_BY_MEMBER:
        return ActKind.CLASH
    if kind == CrisisKind.INSURGENCY:
        return ActKind.INSURGENCY_INCIDENT
    return ActKind.UNREST


@rule
def free_slot(w):
    """First slot without an open crisis, -1 when all are taken."""
    for k in range(SLOTS):
        if w.open[k] == 0:
            return k
    return -1


@rule
def coercive_draw(u, a, b):
    """Quantile of the Kumaraswamy distribution, a closed form close to the Beta(a, b)."""
    return (1.0 - (1.0 - u) ** (1.0 / b)) ** (1.0 / a)


@rule
def draw_length(t, u, kind):
    """Length of a crisis of this kind in days."""
    if kind_class(kind) == EXTERNAL:
        return dispute_days(
            u, t.dispute_one_day_share, t.dispute_duration_days, t.dispute_duration_sigma
        )
    median = t.internal_duration_days
    if kind == CrisisKind.INSURGENCY:
        median = t.internal_spread_days
    return internal_days(u, median, t.internal_duration_sigma)


@rule
def draw_circumstances(w, x, t, seed, future, now, k, dyad):
    """Severity of a crisis; loss of coercive power and foreign hand, or contested ground."""
    address = w.address[k]
    u = uniform(seed, chance.CRISIS, future, now, address, _SEVERITY)
    w.full_length[k] = w.length[k]
    w.coercive_loss[k] = 0.0
    w.territory[k] = Territory.RECOGNISED
    w.hand[k] = ForeignHand.NONE
    if kind_class(w.kind[k]) == INTERNAL:
        w.coercive_loss[k] = coercive_draw(
            uniform(seed, chance.CRISIS, future, now, address, _COERCIVE),
            t.internal_coercive_loss_a,
            t.internal_coercive_loss_b,
        )
        w.severity[k] = w.coercive_loss[k]
        w.deaths[k] = 2.0 * w.coercive_loss[k] * lognormal_quantile(u, t.internal_deaths, 1.0)
        if uniform(seed, chance.CRISIS, future, now, address, _HAND) < t.applicability_foreign_hand:
            w.hand[k] = ForeignHand.CLAIMED
        return
    w.deaths[k] = clash_deaths(u)
    w.severity[k] = severity_of(w.deaths[k])
    w.war_day[k] = escalation_day(
        uniform(seed, chance.CRISIS, future, now, address, _WAR),
        uniform(seed, chance.CRISIS, future, now, address, _WAR_DAY),
        w.length[k],
        t.dispute_war_share,
    )
    if dyad >= 0 and x.contested[dyad] > 0.0:
        ground = uniform(seed, chance.CRISIS, future, now, address, _GROUND)
        if ground < t.applicability_contested_share:
            w.territory[k] = Territory.CONTESTED


@rule
def open_crisis(w, x, t, seed, future, events, tally, month, kind, victim, other, dyad, day):
    """Open a crisis: its length, severity and place are drawn, its clock starts.

    `other` is the other state (-1: none), `dyad` the pair (-1: none), `day` the day of the month
    (-1: drawn). Returns the slot, -1 when all slots are taken (the future is then flagged).
    """
    k = free_slot(w)
    if k < 0:
        flag(w, SLOTS_FULL)
        return k
    now = x.calendar[month]
    address = crisis_address(x.code[victim], x.code[other] if other >= 0 else 0, kind)
    clear_slot(w, k)
    w.open[k] = 1
    w.kind[k] = kind
    w.victim[k] = victim
    w.other[k] = other
    w.address[k] = address
    w.began[k] = month
    w.began_day[k] = day
    if day < 0:
        w.began_day[k] = int(30.0 * uniform(seed, chance.CRISIS, future, now, address, _DAY))
    w.length[k] = draw_length(t, uniform(seed, chance.CRISIS, future, now, address, _LENGTH), kind)
    w.asks[k] = -1
    w.ask_day[k] = lognormal_quantile(
        uniform(seed, chance.CRISIS, future, now, address, _ASK_DAY),
        t.request_ask_days,
        t.delay_sigma,
    )
    draw_circumstances(w, x, t, seed, future, now, k, dyad)
    attacker, attacked = other, victim
    if kind == CrisisKind.MEMBER_ATTACKS:
        attacker, attacked = victim, other
    note(w, events, month, w.began_day[k], act_of(kind), attacker, attacked, k, w.severity[k])
    tally.crisis[victim] += 1
    tally.crises += 1
    return k


@rule
def mean_belief(w):
    """Mean belief of the members that an attacked member would be helped."""
    n = 0
    total = 0.0
    for i in range(w.status.shape[0]):
        if is_party(w, i) == 1:
            n += 1
            total += belief_mean(w.answered[i, EXTERNAL], w.unanswered[i, EXTERNAL])
    return total / n if n > 0 else 0.0


@rule
def pair_log_odds(w, x, t, d, pact, belief, stretched):
    """Log odds that a pair starts a militarised dispute within a year."""
    odds = dyad_log_odds(
        x.land[d],
        x.contiguous[d],
        x.major[d],
        x.log_ratio[d],
        pact,
        x.rivalry[d],
        w.peace_years[d],
        x.contested[d],
        belief,
        t.onset_constant,
        t.onset_contiguity_land,
        t.onset_contiguity_any,
        t.onset_major_power,
        t.onset_capability_ratio,
        t.onset_defence_pact,
        t.onset_rivalry,
        t.onset_peace_years,
        t.onset_peace_years_2,
        t.onset_peace_years_3,
        t.onset_contested_border,
        t.onset_deterrence,
    )
    return odds + t.onset_overstretch * stretched


@rule
def dispute_starts(u, odds):
    """Whether a pair starts a dispute this month; a calm pair is settled without its logistic."""
    if odds < CALM_ODDS and u >= CALM_CHANCE:
        return False
    return happens_this_month(u, yearly_probability(odds))


@rule
def draw_luck(w, x, seed, future, now):
    """Draw the month's luck of every pair at once: side by side in the registers, not in turn."""
    for d in range(x.first.shape[0]):
        w.luck[d] = uniform(seed, chance.ONSET, future, now, x.pair_address[d], 0)


@rule
def break_out(w, x, t, seed, future, events, tally, month):
    """Draw this month's clashes, pair by pair; fatal ones open a crisis."""
    now = x.calendar[month]
    stands = w.survival != Survival.DISSOLVED
    belief = mean_belief(w)
    stretched = w.busy[w.leader] if w.leader >= 0 else 0.0
    draw_luck(w, x, seed, future, now)
    for d in range(x.first.shape[0]):
        i = x.first[d]
        j = x.second[d]
        w.peace_years[d] += 1.0 / 12.0
        w.clash_ago[d] += 1
        parties = is_party(w, i) + is_party(w, j)
        if x.fighting[d] == 1 and w.war == WarFate.GOES_ON:
            w.peace_years[d] = 0.0
            w.clash_ago[d] = 0
            continue
        if parties == 0 or i == j:  # an empty place
            continue
        pact = 1.0 if parties == 2 and stands else 0.0
        outside = belief if parties == 1 and stands else 0.0
        odds = pair_log_odds(w, x, t, d, pact, outside, stretched)
        if not dispute_starts(w.luck[d], odds):
            continue
        who = x.pair_address[d]
        w.peace_years[d] = 0.0
        w.clash_ago[d] = 0
        if uniform(seed, chance.ONSET, future, now, who, 1) >= t.onset_fatal_share:
            continue
        first_attacks = logistic(
            t.onset_stronger_starts * x.log_ratio[d]
            + (t.onset_outsider_starts if is_party(w, i) == 0 else 0.0)
            - (t.onset_outsider_starts if is_party(w, j) == 0 else 0.0)
        )
        attacker = i
        victim = j
        if uniform(seed, chance.ONSET, future, now, who, 2) >= first_attacks:
            attacker = j
            victim = i
        kind = CrisisKind.ATTACK_BY_OUTSIDER
        if parties == 2:
            kind = CrisisKind.ATTACK_BY_MEMBER
        elif is_party(w, victim) == 0:
            note(w, events, month, 15, ActKind.ATTACK, attacker, victim, -1, 0.0)
            continue
        open_crisis(w, x, t, seed, future, events, tally, month, kind, victim, attacker, d, -1)


@rule
def impose(w, x, t, seed, future, events, tally, month):
    """Open the crises that the scenario imposes on this month."""
    for n in range(x.imposed):
        if x.imposed_month[n] != month:
            continue
        victim = x.imposed_victim[n]
        other = x.imposed_other[n]
        dyad = -1
        for d in range(x.first.shape[0]):
            if (x.first[d] == victim and x.second[d] == other) or (
                x.first[d] == other and x.second[d] == victim
            ):
                dyad = d
        k = open_crisis(
            w, x, t, seed, future, events, tally, month, x.imposed_kind[n], victim, other, dyad,
            x.imposed_day[n],
        )  # fmt: skip
        if k >= 0:
            w.forced[k] = x.imposed_asks[n]
            if w.forced[k] == 1:  # it asks before the crisis is over
                w.ask_day[k] = min(w.ask_day[k], 0.999 * w.length[k])
