"""Which mentions tell of one happening, and which happenings belong together."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evidence.happenings import Happening
from foedus.evidence.lexicon import words
from foedus.evidence.records import Event
from foedus.evidence.times import overlap

KINDS = (
    words("summit meeting session conference talk talks gathering videoconference"),
    words("war invasion operation campaign aggression conflict fighting"),
    words("exercise drill manoeuvre maneuver training"),
    words("protest demonstration unrest riot rioting disorder rally"),
    words("mission operation deployment intervention"),
    words("clash fighting skirmish battle hostility"),
)
"""Words by which reports take up what they named before."""

DISTINCT = words(
    "bilateral trilateral separate informal extraordinary annual next previous future closed"
)


def same_word(first: str, second: str) -> bool:
    """Whether two words can name one happening."""
    return first == second or any(first in kind and second in kind for kind in KINDS)


def other_sides(first: Happening, second: Happening) -> bool:
    """Whether two fights name both their sides, and none of one is a side of the other."""
    sides = [
        {one for one in (*m.actors, *m.targets, *m.places) if len(one) == 3}
        for m in (first, second)
    ]
    return bool(sides[0]) and len(sides[1]) > 1 and not sides[0] & sides[1]


def one_name(first: str, second: str) -> bool:
    """Whether two names differ at most by the year at the end."""
    short, long = sorted((first, second), key=len)
    return long == short or long.startswith((short + "-", short + " "))


def compatible(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two sets of names can be of the same, unknown ones included."""
    return not first or not second or bool(first & second)


def dates_agree(first: str | None, second: str | None) -> bool:
    """Whether two dates can be the same, unknown ones included."""
    return first is None or second is None or overlap(first, second)


def same_happening(first: Happening, second: Happening) -> bool | None:
    """Whether a later mention tells of the same happening as an earlier one.

    Returns
    -------
    bool or None
        True if it takes it up, False if the two cannot be one, None if nothing speaks for it.
    """
    if first.plover != second.plover:
        return None
    if first.name and second.name and not one_name(first.name, second.name):
        return False
    if (first.modifiers ^ second.modifiers) & DISTINCT:
        return None
    if not same_word(first.kernel, second.kernel):
        return None
    if not compatible(first.places | first.targets, second.places | second.targets):
        return False
    if first.plover == "ASSAULT" and other_sides(first, second):
        return False
    one, two = (m.when.value if m.when else None for m in (first, second))
    if not dates_agree(one, two):
        return False
    if first.name and second.name:
        return True
    if (first.name or second.name) and not (second.definite and second.modifiers == frozenset()):
        return None
    if (first.status == "did_not_occur") != (second.status == "did_not_occur"):
        return None
    if second.definite or not second.anchored:
        return True
    where = (first.places | first.targets) & (second.places | second.targets)
    who = first.actors & second.actors
    return True if where or (who and first.kernel == second.kernel) else None


def together(first: Event, second: Event) -> bool:
    """Whether two events belong to one course of events: kind, place or parties, and time."""
    if family(first) != family(second) or not dates_agree(first.date, second.date):
        return False
    if "did_not_occur" in (first.status, second.status):
        return False
    if (first.status == "planned") != (second.status == "planned"):
        return False
    here, there = places(first), places(second)
    if here and there:
        return bool(here & there)
    if first.doc != second.doc and (first.date is None or second.date is None):
        return False
    return bool(set(first.actors) & set(second.actors))


def places(event: Event) -> set[str]:
    """Places of an event, with the states it was done to when it has none."""
    named = set(event.place.split("; ")) if event.place else set()
    return named or {one for one in event.targets if len(one) == 3}


def family(event: Event) -> str:
    """Kind of event within which two can be one course of events."""
    if event.mode == "exercise":
        return "exercise"
    if event.plover in ("PROTEST", "ASSAULT", "MOBILIZE", "CONSULT", "AGREE", "SANCTION"):
        return event.plover
    return f"{event.plover} {event.mode}"


def cluster_names(events: Sequence[Event]) -> dict[str, str]:
    """Cluster of every event: named after the first event of those that belong together.

    Parameters
    ----------
    events : sequence of Event
        Of one or of several documents.
    """
    home = {event.id: event.id for event in events}

    def root(name: str) -> str:
        while home[name] != name:
            name = home[name]
        return name

    for i, first in enumerate(events):
        for second in events[i + 1 :]:
            if together(first, second):
                a, b = root(first.id), root(second.id)
                if a != b:
                    home[max(a, b)] = min(a, b)
    return {event.id: "C." + root(event.id).removeprefix("E.") for event in events}
