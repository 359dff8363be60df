"""The council on a call for help: who would answer, the draft, the votes, who then sends.

Every member that takes part has a level it would go to. The leading power (or, when it is the
victim, the strongest other member) tables its own level as the draft. Under consensus a refusal
blocks it and the next lower level is tabled, down to a statement; what passes is the mandate.
"""

from __future__ import annotations

from foedus import chance
from foedus.chance import uniform
from foedus.codes import ActKind, Applies, CrisisKind, Level, Vote
from foedus.cohesion.belief import answer_share, belief_mean, grievance_added, observer_weight
from foedus.compiled import rule
from foedus.council.consensus import draw_vote
from foedus.council.decision import adopted
from foedus.crisis.answering import answer_index, answer_level, internal_terms
from foedus.environment.power import capability_ratio_log
from foedus.simulation.acts import note
from foedus.simulation.ballots import decision_rule, vote_on
from foedus.simulation.dispatch import send
from foedus.simulation.outbreak import INTERNAL, kind_class
from foedus.simulation.world import base_rate_of, closeness, take_seats
from foedus.treaty.clauses import duty_to_assist

_HELD, _VOICE, _BALLOT = 0, 10, 20


@rule
def duty_applies(w, x, k):
    """Does the duty to assist bind, now that help has been asked for?"""
    return duty_to_assist(w.kind[k], w.territory[k], w.hand[k], 1, x.treaty_text)


@rule
def duty_held(w, x, t, seed, future, k):
    """1 when the members hold the duty to apply; an arguable one is held by chance."""
    applies = duty_applies(w, x, k)
    if applies == Applies.CLEAR:
        return 1
    if applies == Applies.NO:
        return 0
    share = t.applicability_held_contested
    if kind_class(w.kind[k]) == INTERNAL:
        share = t.applicability_held_internal
    when = x.calendar[w.began[k]]
    return 1 if uniform(seed, chance.RESPONSE, future, when, w.address[k], _HELD) < share else 0


@rule
def member_index(w, x, t, s, k, i, held):
    """Log odds that member i would send troops to the crisis in slot k."""
    victim = w.victim[k]
    other = w.other[k]
    exposed = 1.0 if other >= 0 and x.neighbour[i, other] == 1 else 0.0
    index = answer_index(
        base_rate_of(s, t),
        x.stake[i, victim],
        closeness(w, i, victim),
        1.0 if i == w.leader else 0.0,
        x.km[i, victim],
        w.busy[i],
        exposed,
        t.assistance_stake,
        t.assistance_alignment,
        t.assistance_leading,
        t.assistance_distance,
        t.assistance_busy,
        t.assistance_exposure,
    )
    if kind_class(w.kind[k]) == INTERNAL:
        index += internal_terms(
            w.coercive_loss[k],
            x.stake[w.leader, victim] if w.leader >= 0 else 0.0,
            t.assistance_coercive_loss,
            t.assistance_realignment,
            t.assistance_incumbent,
            t.assistance_coup_share if w.kind[k] == CrisisKind.COUP else 1.0,
        )
    if held == 0:
        index -= t.assistance_not_held
    return index


@rule
def hear_members(w, x, t, s, seed, future, k, seats, held):
    """Level each member would go to; returns the level the proposer tables."""
    when = x.calendar[w.began[k]]
    proposer = -1
    for n in range(seats):
        i = w.seat[n]
        u = uniform(seed, chance.RESPONSE, future, when, w.address[k], _VOICE + x.code[i])
        w.voice[n] = answer_level(
            member_index(w, x, t, s, k, i, held),
            u,
            t.assistance_gap_material,
            t.assistance_gap_mission,
            t.assistance_gap_statement,
        )
        if i == w.victim[k]:
            w.voice[n] = Level.TROOPS
        elif (
            proposer < 0
            or capability_ratio_log(x.capability[i], x.capability[w.seat[proposer]]) > 0.0
        ):
            proposer = n
    return w.voice[proposer] if proposer >= 0 else Level.NONE


@rule
def vote_on_level(w, x, t, s, seed, future, k, seats, level):
    """1 when the council adopts help at this level."""
    when = x.calendar[w.began[k]]
    for n in range(seats):
        w.active[n] = 1
        w.position[n] = 0.25 * w.voice[n]
        w.salience[n] = 1.0
        w.audience[n] = 0.0
    solved = vote_on(w, x, t, seats, 0.25 * level, 0.0, 1)
    if solved == 0:
        return 0
    for n in range(seats):
        who = _BALLOT + 8 * x.code[w.seat[n]] + level
        u = uniform(seed, chance.VOTE, future, when, w.address[k], who)
        w.ballot[n] = draw_vote(w.chances[n], u)
    passed = adopted(w.ballot[:seats], w.active[:seats], decision_rule(x, s))
    return 1 if passed else 0


@rule
def convene(w, x, t, s, seed, future, events, tally, month, day, k):
    """Hold the extraordinary session on slot k and carry out what it adopts."""
    seats = take_seats(w, x)
    victim = w.victim[k]
    note(w, events, month, day, ActKind.SESSION_HELD, w.chair, victim, k, 1.0 * seats)
    held = duty_held(w, x, t, seed, future, k)
    level = hear_members(w, x, t, s, seed, future, k, seats, held)
    while level > Level.NONE:
        if vote_on_level(w, x, t, s, seed, future, k, seats, level) == 1:
            break
        for n in range(seats):
            if w.ballot[n] == Vote.REFUSE:
                note(w, events, month, day, ActKind.REFUSED_TO_SIGN, w.seat[n], victim, k, level)
        level -= 1
    w.level[k] = level
    if level >= Level.MISSION:
        note(w, events, month, day, ActKind.MANDATE_GIVEN, -1, victim, k, 1.0 * level)
    elif level == Level.STATEMENT:
        note(w, events, month, day, ActKind.STATEMENT_ADOPTED, -1, victim, k, 1.0 * level)
    if level < Level.MATERIAL:
        note(w, events, month, day, ActKind.REQUEST_REFUSED, -1, victim, k, 1.0 * level)
    if level == Level.MISSION:
        tally.missions[victim] += 1
        note(w, events, month, day, ActKind.FACT_FINDING_MISSION, -1, victim, k, 0.0)
    if level >= Level.MATERIAL:
        tally.helped[victim] += 1
    if level == Level.MATERIAL:
        giver = w.leader if w.leader != victim else -1  # the others together help the leader
        note(w, events, month, day, ActKind.MATERIAL_AID, giver, victim, k, 0.0)
    if level == Level.TROOPS:
        send(w, x, t, seed, future, events, tally, month, day, k, seats)
    learn(w, t, s, k, level)


@rule
def lapse(w, t, s, events, month, day, k):
    """A call that the council did not take up in time counts as unanswered."""
    w.level[k] = Level.NONE
    note(w, events, month, day, ActKind.REQUEST_REFUSED, -1, w.victim[k], k, 0.0)
    learn(w, t, s, k, Level.NONE)


@rule
def learn(w, t, s, k, level):
    """Every party draws its lesson from the answer to a call; the asker may resent it."""
    c = kind_class(w.kind[k])
    victim = w.victim[k]
    share = answer_share(level, t.credibility_mission_counts)
    spill = t.credibility_spill if s.reputation == 0 else 0.0
    for i in range(w.status.shape[0]):
        own = 1 if i == victim else 0
        weight = observer_weight(own, closeness(w, i, victim), spill)
        w.answered[i, c] += weight * share
        w.unanswered[i, c] += weight * (1.0 - share)
    w.grievance[victim] = grievance_added(w.grievance[victim], 1.0 - share)
    w.distance[victim] = min(w.distance[victim] + t.alignment_push * (1.0 - share), 1.0)


@rule
def asker_belief(w, k):
    """Belief of the victim that a call of this kind would be answered."""
    c = kind_class(w.kind[k])
    return belief_mean(w.answered[w.victim[k], c], w.unanswered[w.victim[k], c])
