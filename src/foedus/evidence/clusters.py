"""Which mentions tell of one happening, and which happenings belong together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

from foedus.evidence.happenings import Happening
from foedus.evidence.lexicon import words
from foedus.evidence.records import Event
from foedus.evidence.tables import states
from foedus.evidence.times import overlap

KINDS = (
    words("summit meeting meet session conference talk talks gathering videoconference"),
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


TOLL = words("kill wound injure hurt die")
"""Words that count those hit by what was told of before."""

WEEKS = 21
ENDURING = frozenset(("ASSAULT", "MOBILIZE", "PROTEST", "SANCTION"))


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
    if (second.of_text and second.when is None) or is_toll(first, second):
        return not conflicting(first, second)
    if not same_word(first.kernel, second.kernel):
        return None
    return False if conflicting(first, second) else taken_up(first, second)


def is_toll(first: Happening, second: Happening) -> bool:
    """Whether a mention only counts the killed and wounded of the violence told before it."""
    return (
        first.plover == "ASSAULT"
        and second.kernel in TOLL
        and not second.actors
        and not second.places
        and second.when is None
    )


def conflicting(first: Happening, second: Happening) -> bool:
    """Whether two mentions of one kind name places, sides or dates that cannot be one."""
    if not compatible(first.places | first.targets, second.places | second.targets):
        return True
    if first.plover == "ASSAULT" and other_sides(first, second):
        return True
    one, two = (m.when.value if m.when else None for m in (first, second))
    return not dates_agree(one, two)


def taken_up(first: Happening, second: Happening) -> bool | None:
    """Whether a mention points back to another that it can be one with."""
    if first.name and second.name:
        return True
    if (first.name or second.name) and not (second.definite and second.modifiers == frozenset()):
        return None
    if (first.status == "did_not_occur") != (second.status == "did_not_occur"):
        return None
    founded = first.mode == second.mode == "found"
    if (founded or second.owned) and compatible(first.actors, second.actors):
        return True
    if second.definite or not second.anchored:
        return True
    where = (first.places | first.targets) & (second.places | second.targets)
    who = first.actors & second.actors
    return True if where or (who and first.kernel == second.kernel) else None


def together(
    first: Event, second: Event, published: Mapping[str, datetime.date] | None = None
) -> bool:
    """Whether two events belong to one course of events: kind, place or parties, and time.

    Of two documents that do not date the event, those published within `WEEKS` days are taken
    together by place and a shared party; without days of publication by place and party too.
    """
    if family(first) != family(second) or not dates_agree(first.date, second.date):
        return False
    if "did_not_occur" in (first.status, second.status):
        return False
    if (first.status == "planned") != (second.status == "planned"):
        return False
    here, there = places(first), places(second)
    if here and there and not here & there:
        return False
    shared = bool({*first.actors, *first.targets} & {*second.actors, *second.targets})
    if first.doc == second.doc:
        alike = (first.date is None) == (second.date is None)
        return bool(here & there) or (shared and alike and not (here and there))
    dated = first.date is not None and second.date is not None
    if not dated and far_apart(first.doc, second.doc, published or {}):
        return False
    if here & there:
        return dated or shared or first.plover in ENDURING
    return dated and shared


def far_apart(first: str, second: str, published: Mapping[str, datetime.date]) -> bool:
    """Whether two documents are known to have appeared more than a few weeks apart."""
    if first not in published or second not in published:
        return False
    return abs((published[first] - published[second]).days) > WEEKS


def places(event: Event) -> set[str]:
    """Places of an event, with the states it was done to when it has none."""
    named = {code_of(one) for one in event.place.split("; ")} if event.place else set()
    return named or {one for one in event.targets if len(one) == 3}


@cache
def seats() -> dict[str, str]:
    """Codes of the states by the names of their seats."""
    return {seat: one.code for one in states().values() for seat in one.seats}


def code_of(place: str) -> str:
    """Code of a state for its code or for words that hold the name of its seat."""
    found = [seats()[word] for word in place.replace(",", " ").split() if word in seats()]
    return found[0] if found else place


def family(event: Event) -> str:
    """Kind of event within which two can be one course of events."""
    if event.mode == "exercise":
        return "exercise"
    if event.plover in ("PROTEST", "ASSAULT", "MOBILIZE", "CONSULT", "AGREE", "SANCTION"):
        return event.plover
    return f"{event.plover} {event.mode}"
