"""Writing the acts of a simulated future into its event table."""

from __future__ import annotations

from foedus.compiled import rule
from foedus.simulation.records import EVENTS_FULL

DAYS_A_MONTH = 30


@rule
def note(w, events, month, day, act, actor, target, crisis, number):
    """Write one act; a full table sets the future's status and keeps counting.

    Parameters
    ----------
    w, events : record, array of records
        World, and the event table of this future.
    month, day : int
        Month since the start and day within it (0 to 29).
    act : int
        A code of `foedus.codes.ActKind`.
    actor, target, crisis : int
        Indices of states and of the crisis slot; -1 for the organisation or none.
    number : float
        People, level or papers, as the kind of act has it.
    """
    k = w.events
    w.events += 1
    if k >= events.shape[0]:
        flag(w, EVENTS_FULL)
        return
    e = events[k]
    e.at = month * DAYS_A_MONTH + day
    e.act = act
    e.actor = actor
    e.target = target
    e.crisis = crisis
    e.number = number


@rule
def flag(w, what):
    """Set one bit of the future's status, without dropping the others."""
    if (w.state_of_future // what) % 2 == 0:
        w.state_of_future += what
