"""Where two records cannot both be as they are told: numbers, dates, places, lists, outcomes."""

from __future__ import annotations

import re
from functools import lru_cache

from foedus.evidence.lexicon import words
from foedus.evidence.phrases import NAMED
from foedus.evidence.records import Event, MembershipClaim, Prediction, RelationKind
from foedus.evidence.times import overlap

COUNTED = re.compile(
    r"\b(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<scale> thousand| million)? "
    r"(?:[A-Za-z-]+ ){0,2}?(?P<what>soldiers|troops|peacekeepers|people|civilians|servicemen|"
    r"refugees|members|states|countries|tanks|aircraft|flights|vehicles|documents|drafts|dead)\b"
)
SPELLED = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twelve": 12},
}
WORDED = re.compile(
    rf"\b(?P<number>{'|'.join(SPELLED)}) (?:[A-Za-z-]+ )?(?P<what>members|states|countries)\b", re.I
)
ANNIVERSARY = re.compile(
    r"(?P<count>\d+)(?:st|nd|rd|th) anniversary\s+of\s+(?:the\s+)?(?P<of>[A-Za-z]+)"
    r"|\b(?P<owner>[A-Za-z]+)['’]s (?P<number>\d+)(?:st|nd|rd|th) anniversary"
)
ENDING = words(
    "dissolve dissolved disappear disappears collapse collapses end ends cease ceases perish vanish"
)
LASTING = words("continue continues remain remains exist exists survive survives last lasts there")
NEGATIVE = frozenset(("denied", "did_not_occur"))
Finding = tuple[RelationKind, str, str, float]


@lru_cache(maxsize=8192)
def numbers_in(text: str) -> dict[str, int]:
    """Numbers of things in a text, by what is counted."""
    out = {}
    for found in COUNTED.finditer(text):
        number = int(found["number"].replace(",", ""))
        scale = {" thousand": 1000, " million": 1_000_000}.get(found["scale"] or "", 1)
        out[found["what"]] = number * scale
    for found in WORDED.finditer(text):
        out.setdefault(found["what"].lower(), SPELLED[found["number"].lower()])
    return out


def numbers_differ(first: Event, second: Event, together: bool) -> Finding | None:
    """One course of events with different numbers of the same thing, or different jubilees."""
    one, other = jubilees(first.span.text), jubilees(second.span.text)
    for what in one.keys() & other.keys():
        if one[what] != other[what]:
            reason = f"anniversary {one[what]} against {other[what]} of the same: {what}"
            return "contradict", "number", reason, 0.6
    if not together:
        return None
    a, b = numbers_in(first.span.text), numbers_in(second.span.text)
    for what in sorted(a.keys() & b.keys()):
        if a[what] != b[what]:
            near = min(a[what], b[what]) >= 0.8 * max(a[what], b[what])
            kind: RelationKind = "tension" if near else "contradict"
            return kind, "number", f"{a[what]} against {b[what]} {what}", 0.6
    return None


@lru_cache(maxsize=8192)
def jubilees(text: str) -> dict[str, int]:
    """Anniversaries of a text, by what they are of."""
    out = {}
    for found in ANNIVERSARY.finditer(text):
        what = (found["of"] or found["owner"]).lower()
        out[what] = int(found["count"] or found["number"])
    return out


def name_of(event: Event) -> str | None:
    """Name with a year that an exercise bears."""
    return named_in(event.span.text)


@lru_cache(maxsize=8192)
def named_in(text: str) -> str | None:
    """Name with a year in a text."""
    found = NAMED.search(text)
    return found.group() if found and "-" in found.group() else None


def dates_differ(first: Event, second: Event, _together: bool) -> Finding | None:
    """The founding of one organisation, or an event of one name, at dates that cannot be one."""
    if first.date is None or second.date is None or overlap(first.date, second.date):
        return None
    named = name_of(first) is not None and name_of(first) == name_of(second)
    founded = first.mode == second.mode == "found" and bool({*first.actors} & {*second.actors})
    if named or founded:
        return "contradict", "date", f"{first.date} against {second.date}", 0.7
    return None


def places_differ(first: Event, second: Event, _together: bool) -> Finding | None:
    """An event of one name in two places."""
    if name_of(first) is None or name_of(first) != name_of(second):
        return None
    if first.place and second.place and first.place != second.place:
        return "contradict", "place", f"{first.place} against {second.place}", 0.6
    return None


def against_each_other(first: Event, second: Event, _together: bool) -> Finding | None:
    """One event told as done and told as denied or not done: same parties and place."""
    if (first.status in NEGATIVE) == (second.status in NEGATIVE):
        return None
    if first.mode != second.mode or "planned" in (first.status, second.status):
        return None
    who = {*first.actors} & {*second.actors}
    where = {*first.targets, first.place} & {*second.targets, second.place} - {None}
    if who and where:
        reason = f"{first.status} against {second.status}: {', '.join(sorted(who))}"
        return "contradict", "status", reason, 0.6
    return None


def lists_differ(first: MembershipClaim, second: MembershipClaim) -> list[str]:
    """States that stand in one claim and not in a list of one organisation's members.

    A claim counts as a list from four states on; fewer may be a part of them.
    """
    if first.organisation != second.organisation:
        return []
    one, other = set(first.members), set(second.members)
    full = max((one, other), key=len)
    return sorted((one | other) - full) if len(full) >= 4 else []


def outcome(prediction: Prediction) -> tuple[str, str] | None:
    """Subject of a prediction of an end or of lasting, and which; None for any other."""
    if prediction.consequence is None:
        return None
    told = re.findall(r"[A-Za-z]+", prediction.consequence.text)
    low = [word.lower() for word in told]
    negated = bool({"not", "never", "no"} & set(low)) != prediction.doubted
    end = bool(ENDING & set(low))
    lasting = bool(LASTING & set(low))
    if end == lasting:
        return None
    names = [word for word in told if word.isupper() and len(word) > 2]
    named = names[0] if names else initials(prediction.consequence.text)
    if named is None:
        return None
    return named, "ends" if end != negated else "lasts"


def initials(text: str) -> str | None:
    """Initials of a name of several capitalised words, as organisations are called by."""
    found = re.search(r"(?:[A-Z][a-z]+ ){2,}[A-Z][a-z]+", text)
    return "".join(word[0] for word in found.group().split()) if found else None
