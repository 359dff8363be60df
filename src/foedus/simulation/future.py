"""A future from start to end, and the one compiled entry that simulates a slice of futures."""

from __future__ import annotations

import math

from foedus.compiled import entry, rule
from foedus.simulation.acts import flag
from foedus.simulation.month import simulate_month
from foedus.simulation.records import CLASSES, NOT_A_NUMBER
from foedus.simulation.stocks import TASKS
from foedus.simulation.world import open_world


@rule
def clear_tally(tally):
    """Set every count to nothing."""
    tally.status = 0
    tally.survival = 0
    tally.any_crisis = 0
    tally.any_troops = 0
    tally.crises = 0
    tally.requests = 0
    tally.wars = 0
    tally.deaths = 0.0
    tally.displaced = 0.0
    tally.first_troops_days = math.nan
    tally.closure_days = math.nan
    tally.task_effect = 0.0
    tally.freed = 0.0
    for i in range(tally.crisis.shape[0]):
        tally.crisis[i] = 0
        tally.requested[i] = 0
        tally.helped[i] = 0
        tally.missions[i] = 0
        tally.troops_received[i] = 0
        tally.troops_sent[i] = 0
        tally.refusals[i] = 0
        tally.papers[i] = 0
        tally.skipped[i] = 0
        tally.frozen[i] = 0
        tally.notice[i] = 0
        tally.exit[i] = 0
        tally.joined[i] = 0
        tally.power_change[i] = 0
        tally.lost[i] = 0
        tally.most_abroad[i] = 0.0


@rule
def is_sound(w):
    """1 when every number a state carries is finite; one that is not stays so to the end."""
    total = w.cohesion
    for i in range(w.status.shape[0]):
        total += w.distance[i] + w.grievance[i] + w.stress[i] + w.abroad[i]
        total += w.readiness[i] + w.interop[i] + w.lifting[i]
        for k in range(TASKS):
            total += w.skill[i, k] + w.plan[i, k]
        for c in range(CLASSES):
            total += w.answered[i, c] + w.unanswered[i, c]
    return 1 if math.isfinite(total) else 0


@rule
def simulate_future(w, x, t, s, seed, future, events, tally, path):
    """Simulate one future; its status says whether anything went wrong."""
    open_world(w, x, t, s)
    clear_tally(tally)
    for month in range(x.months):
        simulate_month(w, x, t, s, seed, future, events, tally, path, month)
    tally.survival = w.survival
    tally.any_crisis = 1 if tally.crises > 0 else 0
    if is_sound(w) == 0:
        flag(w, NOT_A_NUMBER)
    tally.status = w.state_of_future


@entry
def simulate_chunk(seed, first, inputs, thetas, structures, worlds, events, used, tallies, paths):
    """Simulate the futures ``first, first + 1, …``, one for each row of `thetas`.

    Parameters
    ----------
    seed : int
        Seed of chance.
    first : int
        Number of the first future of the slice.
    inputs : record array, shape (1,)
        See `foedus.simulation.records.inputs_type`.
    thetas, structures : record arrays, shape (n,)
        Parameters and rival theories of each future.
    worlds : record array, shape (1,)
        Workspace.
    events : record array, shape (n * capacity,)
        Filled from the front; every future has its own capacity.
    used : int array, shape (n,)
        Overwritten: number of acts written by each future.
    tallies : record array, shape (n,)
        Overwritten.
    paths : float array, shape (n, months)
        Overwritten: cohesion at the end of each month.

    Returns
    -------
    int
        Number of acts in `events`.
    """
    x = inputs[0]
    w = worlds[0]
    n = thetas.shape[0]
    capacity = events.shape[0] // n
    end = 0
    for k in range(n):
        table = events[end : end + capacity]
        simulate_future(
            w, x, thetas[k], structures[k], seed, first + k, table, tallies[k], paths[k]
        )
        written = min(w.events, capacity)
        for e in range(written):
            table[e].future = first + k
        used[k] = written
        end += written
    return end
