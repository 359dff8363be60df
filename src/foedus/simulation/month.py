"""One month of one future: read this function, and you know how the model works.

The arguments are the same everywhere: `w` the world that changes, `x` the inputs that do not,
`t` the parameters and `s` the rival theories of this future, then the seed and number of the
future (its luck), the table of its acts, the tally of its counts, the path of its cohesion, and
the month.
"""

from __future__ import annotations

from foedus.codes import Survival
from foedus.compiled import rule
from foedus.simulation.belonging import believe, stay_or_leave, survive
from foedus.simulation.clock import run_crises
from foedus.simulation.domestic import stir
from foedus.simulation.economy import assume, press
from foedus.simulation.outbreak import break_out, impose
from foedus.simulation.preparedness import prepare
from foedus.simulation.sessions import meet


@rule
def simulate_month(w, x, t, s, seed, future, events, tally, path, month):
    """Move the world on by one month, step by step."""
    assume(w, x, t, month)  # the leading power, the fate of its war, whose forces are busy
    press(w, x, t, seed, future, month)  # sanctions, the leading economy, prices: stress
    stir(w, x, t, seed, future, events, tally, month)  # unrest, coups, insurgents, new leaders
    prepare(w, x, t, seed, future, events, tally, month)  # exercises: held, skipped, called off
    break_out(w, x, t, seed, future, events, tally, month)  # clashes, pair by pair
    impose(w, x, t, seed, future, events, tally, month)  # crises the scenario asks about
    run_crises(w, x, t, s, seed, future, events, tally, month)  # request, council, troops: by day
    believe(w, x, t, seed, future, month)  # lessons fade, grievances cool, positions drift
    meet(w, x, t, s, seed, future, events, tally, month)  # the regular council and its papers
    stay_or_leave(w, x, t, s, seed, future, events, tally, month)  # freeze, exit, accession
    survive(w, x, t, seed, future, events, month)  # active, idle or dissolved
    record(w, path, month)


@rule
def record(w, path, month):
    """Write down the cohesion that the month left behind."""
    path[month] = w.cohesion if w.survival != Survival.DISSOLVED else 0.0
