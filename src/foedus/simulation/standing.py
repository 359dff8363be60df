"""Who belongs: the questions about a state's standing that are asked everywhere."""

from __future__ import annotations

from foedus.codes import Status
from foedus.compiled import rule


@rule
def takes_part(w, i):
    """1 when the state is a member and not frozen."""
    return 1 if w.status[i] == Status.MEMBER else 0


@rule
def is_party(w, i):
    """1 when the state is bound by the treaty: a member, frozen or not."""
    return 1 if w.status[i] == Status.MEMBER or w.status[i] == Status.FROZEN else 0


@rule
def is_concerned(w, x, i):
    """1 when the state is a party or may become one: nobody asks what the others think or can."""
    return 1 if is_party(w, i) == 1 or x.candidate[i] == 1 else 0
