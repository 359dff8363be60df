"""The regular session of the council: a declaration, and a paper of help for each open grievance.

A member's position on the declaration is its distance from the leading power, moved further by a
grievance; on a paper of joint help the aggrieved member wants much and the others what they would
give. The draft is the compromise: the mean of the positions weighted by capability and salience
(Van den Bos 1991; Achen 2006). Each paper has its own fate.
"""

from __future__ import annotations

from foedus import chance
from foedus.chance import uniform
from foedus.codes import ActKind, Survival, Vote
from foedus.compiled import rule
from foedus.council.consensus import draw_vote
from foedus.council.decision import adopted
from foedus.simulation.acts import note
from foedus.simulation.ballots import decision_rule, vote_on
from foedus.simulation.world import take_seats

DECLARATION = 0  # number of the paper; a paper of help bears 1 + the state's index
OPEN_GRIEVANCE = 0.2  # below this a grievance is no longer on the agenda
MODEST_HELP = 0.25  # what members without a quarrel would give, on a scale from 0 to 1


@rule
def declaration_positions(w, t, seats):
    """Positions and saliences on the declaration."""
    for n in range(seats):
        i = w.seat[n]
        grievance = w.grievance[i]
        w.active[n] = 1
        w.position[n] = min(w.distance[i] + t.council_grievance_shift * grievance, 1.0)
        w.salience[n] = 1.0 + (t.council_grievance_salience - 1.0) * grievance
        w.audience[n] = t.council_audience_cost * grievance


@rule
def help_positions(w, t, seats, asker):
    """Positions and saliences on a paper of joint help to one member."""
    for n in range(seats):
        i = w.seat[n]
        w.active[n] = 1
        w.position[n] = MODEST_HELP
        w.salience[n] = 1.0
        w.audience[n] = 0.0
        if i == asker:
            w.position[n] = 1.0
            w.salience[n] = t.council_grievance_salience
            w.audience[n] = t.council_audience_cost * w.grievance[i]


@rule
def compromise(w, x, seats):
    """Mean position weighted by capability and salience."""
    total = 0.0
    weights = 0.0
    for n in range(seats):
        weight = x.capability[w.seat[n]] * w.salience[n]
        total += weight * w.position[n]
        weights += weight
    return total / weights if weights > 0.0 else 0.0


@rule
def decide_paper(w, x, t, s, seed, future, events, tally, month, seats, paper, draft, reversion):
    """Vote on one paper and write down its fate."""
    now = x.calendar[month]
    target = paper - 1
    note(w, events, month, 22, ActKind.DRAFT_TABLED, w.chair, target, -1, draft)
    if vote_on(w, x, t, seats, draft, reversion) == 0:
        return
    for n in range(seats):
        i = w.seat[n]
        u = uniform(seed, chance.COUNCIL, future, now, x.code[i], paper)
        w.ballot[n] = draw_vote(w.chances[n], u)
        tally.papers[i] += 1
        if w.ballot[n] == Vote.REFUSE:
            tally.refusals[i] += 1
            note(w, events, month, 22, ActKind.REFUSED_TO_SIGN, i, target, -1, draft)
    if adopted(w.ballot[:seats], w.active[:seats], decision_rule(x, s)):
        note(w, events, month, 22, ActKind.ADOPTED, -1, target, -1, draft)
    else:
        note(w, events, month, 22, ActKind.SENT_BACK, -1, target, -1, draft)


@rule
def pass_chair(w, x, events, month):
    """Pass the chair on by the rotation to the next member that takes part."""
    states = w.status.shape[0]
    seats = take_seats(w, x)
    rank = x.chair_order[w.chair] if w.chair >= 0 else -1
    best = -1
    for turn in range(2):  # first those after the present chair, then from the beginning
        for n in range(seats):
            i = w.seat[n]
            if x.chair_order[i] < 0 or (turn == 0 and x.chair_order[i] <= rank):
                continue
            if best < 0 or x.chair_order[i] < x.chair_order[best]:
                best = i
        if best >= 0:
            break
    if best >= 0 and best < states:
        w.chair = best
        note(w, events, month, 22, ActKind.CHAIR_TAKEN, best, -1, -1, 0.0)


@rule
def meet(w, x, t, s, seed, future, events, tally, month):
    """Hold the regular session when it is due, then pass the chair on."""
    if x.session[month] == 0 or w.survival != Survival.ACTIVE:
        return
    seats = take_seats(w, x)
    if seats < 2:
        return
    note(w, events, month, 22, ActKind.SESSION_HELD, w.chair, -1, -1, 1.0 * seats)
    declaration_positions(w, t, seats)
    draft = compromise(w, x, seats)
    decide_paper(w, x, t, s, seed, future, events, tally, month, seats, DECLARATION, draft, 0.5)
    for n in range(seats):
        i = w.seat[n]
        if w.grievance[i] < OPEN_GRIEVANCE:
            continue
        help_positions(w, t, seats, i)
        draft = compromise(w, x, seats)
        decide_paper(w, x, t, s, seed, future, events, tally, month, seats, 1 + i, draft, 0.0)
    if x.calendar[month] % 12 == x.chair_month:
        pass_chair(w, x, events, month)
