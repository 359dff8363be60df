"""What the members' forces have built up: readiness, joint practice, movement, skills, plans.

All are shares, and so are the gains that raise them and what is kept of them, so they stay shares.
They fade by halves and are read only when troops are sent or an exercise is held, so they are
faded then, over all the months since the last time, and not in every month.
"""

from __future__ import annotations

from foedus.codes import Task
from foedus.compiled import rule
from foedus.forces.readiness import (
    equipped_floor,
    kept_after,
    left_above,
    plan_freshness,
    raised,
    share,
)
from foedus.simulation.standing import is_concerned

TASKS = len(Task)


@rule
def fade_state(w, i, kept):
    """Let what a state has practised fade to the share `kept`, down to what it keeps anyway.

    Routine service keeps up skill at a task as it keeps up readiness; practice in being moved
    comes from exercises alone.
    """
    w.readiness[i] = left_above(w.readiness[i], w.floor[i], kept)
    w.interop[i] = left_above(w.interop[i], w.common[i], kept)
    w.lifting[i] *= kept
    for k in range(TASKS):
        w.skill[i, k] = left_above(w.skill[i, k], w.floor[i], kept)


@rule
def fade(w, x, t, months):
    """Bring all stocks to the end of so many months since the start of the future."""
    gone = months - w.faded
    if gone <= 0:
        return
    kept = kept_after(1.0 * gone, t.readiness_half_life)
    fresh = kept_after(1.0 * gone, t.plans_half_life)
    for i in range(w.status.shape[0]):
        if is_concerned(w, x, i) == 1:
            fade_state(w, i, kept)
            for k in range(TASKS):
                w.plan[i, k] *= fresh
    w.faded = months


@rule
def practise(w, i, ready, joint, lift):
    """Raise a state's readiness, joint practice and practice in being moved by these gains."""
    w.readiness[i] = raised(w.readiness[i], ready)
    w.interop[i] = raised(w.interop[i], joint)
    w.lifting[i] = raised(w.lifting[i], lift)


@rule
def open_stocks(w, x, t):
    """Stocks at the start: what is kept anyway, and what exercises on record have left."""
    w.faded = 0
    concerned = 0
    for i in range(w.status.shape[0]):
        w.floor[i] = 0.0
        w.common[i] = 0.0
        w.lifting[i] = 0.0
        for k in range(TASKS):
            w.plan[i, k] = 0.0
        if is_concerned(w, x, i) == 1:
            w.floor[i] = equipped_floor(t.readiness_floor, x.modern[i], t.readiness_equipment)
            w.common[i] = share(t.readiness_common) * x.standards[i]
            for k in range(TASKS):
                w.plan[i, k] = plan_freshness(x.plan_months[i, k], t.plans_half_life)
            w.seat[concerned] = i
            concerned += 1
        w.readiness[i] = w.floor[i]
        w.interop[i] = w.common[i]
        for k in range(TASKS):
            w.skill[i, k] = w.floor[i]
    for n in range(x.exercise_past):
        train_as_then(w, x, t, n, concerned)
    for i in range(w.status.shape[0]):
        if x.ready_known[i] >= 0.0:
            w.readiness[i] = x.ready_known[i]


@rule
def train_as_then(w, x, t, n, concerned):
    """Add the n-th practice on record, and let all fade until the next one or until the start.

    The states it may concern stand in the first seats.
    """
    until = x.exercise_past_months[n + 1] if n + 1 < x.exercise_past else 0.0
    kept = kept_after(x.exercise_past_months[n] - until, t.readiness_half_life)
    gain = share(t.readiness_gain)
    for seat in range(concerned):
        i = w.seat[seat]
        if x.exercise_past_takes[n, i] == 1:
            practise(
                w,
                i,
                gain * x.exercise_past_ready[n],
                gain * x.exercise_past_joint[n],
                gain * x.exercise_past_lift[n],
            )
            for k in range(TASKS):
                w.skill[i, k] = raised(w.skill[i, k], gain * x.exercise_past_skill[n, k])
        fade_state(w, i, kept)
