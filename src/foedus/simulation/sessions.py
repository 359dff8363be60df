"""The regular session of the council and the papers of its agenda, each with its own fate.

Which papers a session has, and how far they follow a member's distance from the leading power and
its grievances, stands in the library's agenda. A member's position is its distance, moved further
by a grievance; on a paper of joint help the aggrieved member wants much and the others what they
would give. The draft is by one of three rival theories: the compromise (mean of the positions
weighted by capability and salience: Van den Bos 1991, Achen 2006), the leading power's own
position, or the asymmetric Nash solution.
"""

from __future__ import annotations

from foedus import chance
from foedus.chance import uniform
from foedus.codes import ActKind, Survival, Vote
from foedus.compiled import rule
from foedus.council.bargaining import nash_1d
from foedus.council.consensus import draw_vote
from foedus.council.decision import adopted
from foedus.simulation.acts import note
from foedus.simulation.ballots import decision_rule, vote_on
from foedus.simulation.records import SLOTS
from foedus.simulation.world import take_seats

OPEN_GRIEVANCE = 0.2  # below this a grievance is no longer on the agenda
MODEST_HELP = 0.25  # what members without a quarrel would give, on a scale from 0 to 1
_SUBJECTS = 1 << 20  # addresses of papers lie above the codes of states


@rule
def member_positions(w, x, t, seats, paper):
    """Positions, saliences and audience costs on a paper of the session."""
    for n in range(seats):
        i = w.seat[n]
        grievance = w.grievance[i] * x.paper_grievance[paper]
        w.active[n] = 1
        w.position[n] = min(
            w.distance[i] * x.paper_distance[paper] + t.council_grievance_shift * grievance, 1.0
        )
        w.salience[n] = x.paper_salience[paper] * (
            1.0 + (t.council_grievance_salience - 1.0) * grievance
        )
        w.audience[n] = t.council_audience_cost * grievance


@rule
def help_positions(w, x, t, seats, paper, asker):
    """Positions, saliences and audience costs on a paper of joint help to one member."""
    for n in range(seats):
        i = w.seat[n]
        w.active[n] = 1
        w.position[n] = MODEST_HELP
        w.salience[n] = x.paper_salience[paper]
        w.audience[n] = 0.0
        if i == asker:
            w.position[n] = 1.0
            w.salience[n] = x.paper_salience[paper] * t.council_grievance_salience
            w.audience[n] = t.council_audience_cost * w.grievance[i] * x.paper_grievance[paper]


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
def leading_position(w, seats):
    """Position of the leading power: its own text when it sets the draft."""
    for n in range(seats):
        if w.seat[n] == w.leader:
            return w.position[n]
    return 0.0


@rule
def draft_text(w, x, t, s, seats, reversion):
    """Text that is tabled, by the rival theory of this future.

    0 the compromise, 1 the leading power's own position, 2 the asymmetric Nash solution.
    """
    if s.draft == 1:
        return leading_position(w, seats)
    if s.draft == 2:
        for n in range(seats):
            w.blocking[n] = x.capability[w.seat[n]] * w.salience[n]
        return nash_1d(
            w.position[:seats],
            w.blocking[:seats],
            w.active[:seats],
            reversion,
            t.council_exponent,
        )
    return compromise(w, x, seats)


@rule
def decide_paper(w, x, t, s, seed, future, events, tally, month, seats, paper, target):
    """Vote on one paper and write down its fate; `target` is the state it helps, or -1."""
    now = x.calendar[month]
    reversion = x.paper_reversion[paper]
    draft = draft_text(w, x, t, s, seats, reversion)
    mark = SLOTS + paper
    subject = x.code[target] if target >= 0 else _SUBJECTS + x.paper_code[paper] % 1073741824
    note(w, events, month, 22, ActKind.DRAFT_TABLED, w.chair, target, mark, draft)
    if vote_on(w, x, t, seats, draft, reversion, x.paper_contested[paper]) == 0:
        return
    for n in range(seats):
        i = w.seat[n]
        u = uniform(seed, chance.COUNCIL, future, now, x.code[i], subject)
        w.ballot[n] = draw_vote(w.chances[n], u)
        tally.papers[i] += 1
        if w.ballot[n] == Vote.REFUSE:
            tally.refusals[i] += 1
            note(w, events, month, 22, ActKind.REFUSED_TO_SIGN, i, target, mark, draft)
    if adopted(w.ballot[:seats], w.active[:seats], decision_rule(x, s)):
        note(w, events, month, 22, ActKind.ADOPTED, -1, target, mark, draft)
    else:
        note(w, events, month, 22, ActKind.SENT_BACK, -1, target, mark, draft)


@rule
def pass_chair(w, x, events, month, day):
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
        note(w, events, month, day, ActKind.CHAIR_TAKEN, best, -1, -1, 0.0)


@rule
def meet(w, x, t, s, seed, future, events, tally, month):
    """Hold the regular session when it is due, then pass the chair on."""
    if x.session[month] == 0 or w.survival != Survival.ACTIVE:
        return
    seats = take_seats(w, x)
    if seats < 2:
        return
    note(w, events, month, 22, ActKind.SESSION_HELD, w.chair, -1, -1, 1.0 * seats)
    for paper in range(x.papers):
        if x.paper_scope[paper] == 0:
            member_positions(w, x, t, seats, paper)
            decide_paper(w, x, t, s, seed, future, events, tally, month, seats, paper, -1)
            continue
        for n in range(seats):
            asker = w.seat[n]
            if w.grievance[asker] >= OPEN_GRIEVANCE:
                help_positions(w, x, t, seats, paper, asker)
                decide_paper(w, x, t, s, seed, future, events, tally, month, seats, paper, asker)
    if x.calendar[month] % 12 == x.chair_month:
        pass_chair(w, x, events, month, 22)
