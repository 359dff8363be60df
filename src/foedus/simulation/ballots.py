"""A vote in the council: utilities in, chances of signing, abstaining and refusing out."""

from __future__ import annotations

import math

from foedus.codes import DecisionRule
from foedus.compiled import rule
from foedus.council.consensus import TOLERANCE, blocking_cost_for, quantal_votes
from foedus.simulation.acts import flag
from foedus.simulation.records import COUNCIL_UNSOLVED


@rule
def decision_rule(x, s):
    """Decision rule of this future: the scenario's, or else the structure's."""
    if x.council_rule > 0:
        return x.council_rule
    if s.council == 1:
        return DecisionRule.SIMPLE_MAJORITY
    return DecisionRule.CONSENSUS


@rule
def vote_on(w, x, t, seats, draft, reversion, contested):
    """Solve the vote on a draft for the members in the first seats.

    The caller has set positions, saliences, audience costs and who is active; `contested` is 0 for
    a routine paper. Returns 1, or 0 when the fixed point was not found (the future is flagged).
    """
    rate = t.council_refusal_rate if contested == 1 else t.council_routine_refusal_rate
    cost = blocking_cost_for(rate, t.council_precision)
    for n in range(seats):
        w.blocking[n] = cost
        w.loyalty[n] = t.council_loyalty * x.dependence[w.seat[n]] * x.ties
    residual = quantal_votes(
        draft,
        reversion,
        w.position[:seats],
        w.salience[:seats],
        w.loyalty[:seats],
        w.audience[:seats],
        w.blocking[:seats],
        t.council_exempt_share,
        t.council_precision,
        t.council_exponent,
        w.active[:seats],
        w.chances[:seats],
        w.former[:seats],
    )
    total = 0.0
    for n in range(seats):
        total += w.chances[n, 0] + w.chances[n, 2]
    if residual > 100.0 * TOLERANCE or not math.isfinite(total):
        flag(w, COUNCIL_UNSOLVED)
        return 0
    return 1
