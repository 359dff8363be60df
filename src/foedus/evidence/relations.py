"""How records of the same or of several documents stand to each other, each with its reason.

Nothing here says who is right: a contradiction names the two records and what they differ in.
"""

from __future__ import annotations

import datetime
import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from foedus.evidence.courses import (
    CROWD,
    Days,
    Note,
    candidates,
    cluster_names,
    in_time,
    keys_of,
    quiet,
)
from foedus.evidence.disagreements import (
    against_each_other,
    dates_differ,
    jubilees,
    lists_differ,
    name_of,
    numbers_differ,
    outcome,
    places_differ,
)
from foedus.evidence.likeness import alike, content
from foedus.evidence.records import (
    DocumentRecord,
    Event,
    MembershipClaim,
    Prediction,
    Reading,
    Relation,
    RelationKind,
    Statement,
)
from foedus.evidence.second_proposer import of_rules
from foedus.evidence.times import published_day

MANY = 40
HOLDERS = 400  #: of one speaker's statements that share a word, so many are compared with one
LEAST_SHARED = 3  #: words; fewer in common are no likeness
Found = Iterator[Relation]
Speakers = Iterable[tuple[str, Sequence[Statement]]]
SIDES = {"+": "for", "-": "against", "0": "undecided on"}


def relate(reading: Reading, note: Note = quiet) -> tuple[Relation, ...]:
    """Relations among the records of a reading that the rules found.

    Parameters
    ----------
    reading : Reading
    note : callable
        Told, in words, where not all records were compared.

    Returns
    -------
    tuple of Relation
        Sorted by kind and members. `same_event` and `same_statement` join what several reports
        tell; `agree`, `tension` and `contradict` compare what is told or held.
    """
    reading = of_rules(reading)
    by_speaker: dict[str, list[Statement]] = {}
    for one in reading.statements:
        if one.speaker is not None and one.content_spans:
            by_speaker.setdefault(one.speaker, []).append(one)
    found: dict[str, Relation] = {}
    speakers = ((name, by_speaker[name]) for name in sorted(by_speaker))
    for one in (
        *of_events(reading.events, published_days(reading.documents), note),
        *same_statements(speakers, note),
        *stands(reading.statements),
        *membership(reading.membership_claims),
        *outcomes(reading.predictions, note),
    ):
        found.setdefault(one.id, one)
    return tuple(sorted(found.values(), key=lambda one: (one.relation, one.members)))


def relation(
    kind: RelationKind, members: Iterable[str], reason: str, score: float, issue: str | None = None
) -> Relation:
    """Relation with an id that depends on what it joins, so that a re-reading keeps it."""
    joined = tuple(sorted(set(members)))
    key = hashlib.sha256("|".join((kind, issue or "", *joined)).encode()).hexdigest()[:10]
    return Relation(f"L.{key}", kind, joined, issue, reason, score)


def of_events(events: Sequence[Event], days: Days, note: Note = quiet) -> Found:
    """Relations of events: one happening told by several documents, and what differs in it."""
    names = cluster_names(events, days, note)
    yield from same_events(events, names)
    yield from differing_events(events, names, days, note)


def same_events(events: Sequence[Event], names: Mapping[str, str]) -> Found:
    """One happening told by several documents: same kind, places or parties, dates that agree."""
    groups: dict[str, list[Event]] = {}
    for one in events:
        groups.setdefault(names[one.id], []).append(one)
    for name in sorted(groups):
        own = groups[name]
        documents = {one.doc for one in own}
        if len(documents) > 1:
            shared = shared_points(own)
            yield relation(
                "same_event",
                (one.id for one in own),
                f"{len(documents)} documents tell of {own[0].plover.lower()}: {shared}",
                0.5 + 0.1 * (shared.count(",") + 1),
            )


def published_days(documents: Iterable[DocumentRecord]) -> dict[str, datetime.date]:
    """Day of publication of the documents that have one."""
    days = {one.id: published_day(one.published.value) for one in documents}
    return {doc: day for doc, day in days.items() if day is not None}


def shared_points(events: Sequence[Event]) -> str:
    """What the events of a group have in common, in words."""
    places = {one.place for one in events if one.place}
    dates = {one.date for one in events if one.date}
    actors = set.intersection(*(set(one.actors) for one in events)) if events else set()
    points = ["the same type"]
    if len(places) == 1:
        points.append(f"place {places.pop()}")
    if len(dates) == 1:
        points.append(f"date {dates.pop()}")
    if actors:
        points.append("actors " + " ".join(sorted(actors)))
    return ", ".join(points)


def differing_events(
    events: Sequence[Event], names: Mapping[str, str], days: Days, note: Note = quiet
) -> Found:
    """Events that cannot both be as they are told: date, place, number, or whether they were."""
    rules = (numbers_differ, dates_differ, places_differ, against_each_other)
    ways = (candidates(events, days), of_one_course(events, names, note), named_alike(events, note))
    for first, second in chain(*ways):
        for rule in rules:
            found = rule(first, second, names[first.id] == names[second.id])
            if found is not None:
                kind, issue, reason, score = found
                yield relation(kind, (first.id, second.id), reason, score, issue)


def of_one_course(
    events: Sequence[Event], names: Mapping[str, str], note: Note = quiet
) -> Iterator[tuple[Event, Event]]:
    """Pairs of events of one course that have a place or a party in common."""
    groups: dict[str, list[Event]] = {}
    for one in sorted(events, key=in_time):
        groups.setdefault(names[one.id], []).append(one)
    for own in groups.values():
        reach = len(own) if len(own) <= CROWD else MANY
        if reach < len(own):
            what = f"{len(own)} events of the course of {own[0].id}"
            note(f"each of {what} was compared with {MANY} others only")
        keys = [keys_of(one) for one in own]
        for i, first in enumerate(own):
            for n in range(i + 1, min(i + 1 + reach, len(own))):
                if keys[i] & keys[n]:
                    yield first, own[n]


def named_alike(events: Sequence[Event], note: Note = quiet) -> Iterator[tuple[Event, Event]]:
    """Pairs of events that bear one name, or are jubilees of one thing."""
    groups: dict[str, list[Event]] = {}
    for one in events:
        for key in {name_of(one), *jubilees(one.span.text)} - {None}:
            groups.setdefault(str(key), []).append(one)
    for key in sorted(groups):
        own = groups[key]
        reach = len(own) if len(own) <= CROWD else MANY
        if reach < len(own):
            note(f"each of {len(own)} events called {key!r} was compared with {MANY} others only")
        for i, first in enumerate(own):
            for second in own[i + 1 : i + 1 + reach]:
                if first.id != second.id:
                    yield first, second


def same_statements(speakers: Speakers, note: Note = quiet) -> Found:
    """What one speaker is reported to have said in several places, in like words."""
    for speaker, statements in speakers:
        joined, cut = Counter[str](), set()
        for first, second in sharing(statements, speaker, note):
            if nested(first, second):
                continue
            score, shared = alike(text_of(first), text_of(second))
            if score < 0.5:
                continue
            if joined[first.id] >= MANY:
                cut.add(first.id)
                continue
            joined[first.id] += 1
            reason = f"{speaker} in like words: {', '.join(shared[:6])}"
            yield relation("same_statement", (first.id, second.id), reason, round(score, 2))
        if cut:
            note(f"{len(cut)} statements of {speaker} are like many others; {MANY} each are joined")


def sharing(
    statements: Sequence[Statement], speaker: str = "", note: Note = quiet
) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of statements that can be alike: they have one of the rarer words in common.

    Two that are alike share at least half of the words of the shorter one, and three. So one of
    its rarest words that remain when so many but one are left out must stand in the longer one
    (prefix filter; Chaudhuri, Ganti & Kaushik 2006).
    """
    told = [content(text_of(one)).keys() for one in statements]
    holders: dict[str, list[int]] = {}
    for i, own in enumerate(told):
        for word in own:
            holders.setdefault(word, []).append(i)
    pairs: set[tuple[int, int]] = set()
    cut = 0
    for i, own in enumerate(told):
        rare = sorted(own, key=lambda word: (len(holders[word]), word))
        needed = max(LEAST_SHARED, (len(rare) + 1) // 2)
        for word in rare[: max(0, len(rare) - needed + 1)]:
            held = holders[word]
            first, last = around(held, i)
            cut += last - first < len(held)
            others = (other for other in held[first:last] if len(told[other]) >= len(rare))
            pairs.update((min(i, other), max(i, other)) for other in others if other != i)
    if cut:
        note(f"some of {len(statements)} statements of {speaker} were compared with the nearest")
    for a, b in sorted(pairs):
        yield statements[a], statements[b]


def around(held: Sequence[int], one: int) -> tuple[int, int]:
    """Range of the holders of a word that one of them is compared with: of a crowd the nearest."""
    if len(held) <= HOLDERS:
        return 0, len(held)
    at = bisect_left(held, one)
    first = max(0, min(at - HOLDERS // 2, len(held) - HOLDERS))
    return first, first + HOLDERS


def nested(first: Statement, second: Statement) -> bool:
    """Whether one statement lies within the other, so that they share their words."""
    if first.doc != second.doc:
        return False
    return any(
        a.start < b.end and b.start < a.end
        for a in first.content_spans
        for b in second.content_spans
    )


def text_of(statement: Statement) -> str:
    """Words of a statement."""
    return " ".join(span.text for span in statement.content_spans)


def stands(statements: Iterable[Statement]) -> Found:
    """Speakers on one side of an issue together, and each pair on different sides."""
    by_issue: dict[str, dict[tuple[str, str], Statement]] = {}
    for one in statements:
        side = side_of(one)
        if side is not None:
            issue, *held = side
            by_issue.setdefault(issue, {}).setdefault((held[0], held[1]), one)
    for issue in sorted(by_issue):
        sides = by_issue[issue]
        for side in ("+", "-"):
            agreed = {who: one for (who, own), one in sides.items() if own == side}
            if len(agreed) > 1:
                title = issue.replace("_", " ")
                reason = f"{', '.join(sorted(agreed))} are all {SIDES[side]} it: {title}"
                yield relation("agree", (one.id for one in agreed.values()), reason, 0.5, issue)
        shares = Counter(side for _who, side in sides)
        if shares["+"] * shares["-"] > MANY * MANY:
            reason = f"{len(sides)} speakers stand on both sides of it: {issue}"
            yield relation("contradict", (one.id for one in sides.values()), reason, 0.4, issue)
            continue
        for (one, first), (other, second) in combinations(sorted(sides.items()), 2):
            if one[1] != other[1]:
                yield opposed(issue, one, other, first, second)


def side_of(one: Statement) -> tuple[str, str, str] | None:
    """Issue of a statement, who takes a side on it, and which; None if nobody does."""
    if one.stance is None or one.stance.polarity == "0":
        return None
    who = one.speaker or one.speaker_label or f"somebody unnamed in {one.doc}"
    return one.stance.issue, who, one.stance.polarity


def opposed(
    issue: str, one: tuple[str, str], other: tuple[str, str], first: Statement, second: Statement
) -> Relation:
    """Two statements on different sides of an issue, of one speaker or of two."""
    if one[0] == other[0]:
        return own_sides(issue, one[0], first, second)
    reason = (
        f"{one[0]} is {SIDES[one[1]]}, {other[0]} {SIDES[other[1]]} it: {issue} "
        "(the polarity of their words)"
    )
    return relation("contradict", (first.id, second.id), reason, 0.5, issue)


def own_sides(issue: str, who: str, first: Statement, second: Statement) -> Relation:
    """One speaker's words on both sides of an issue."""
    reason = f"{who} speaks on both sides: {issue}"
    return relation("tension", (first.id, second.id), reason, 0.4, issue)


def membership(claims: Sequence[MembershipClaim]) -> Found:
    """Claims of membership against the dated list, and against one another."""
    for one in claims:
        if one.wrong:
            yield relation("contradict", (one.id,), one.reason, 0.9, "membership")
    lists: dict[tuple[str, tuple[str, ...]], list[MembershipClaim]] = {}
    for one in claims:
        lists.setdefault((one.organisation, one.members), []).append(one)
    for (_organisation, members), same in sorted(lists.items()):
        if len(same) > 1:
            reason = "the same members: " + " ".join(members)
            yield relation("agree", (one.id for one in same), reason, 0.8, "membership")
    of_one: dict[str, list[MembershipClaim]] = {}
    for (organisation, _members), same in sorted(lists.items()):
        of_one.setdefault(organisation, []).append(same[0])
    for own in of_one.values():
        for first, second in combinations(own, 2):
            extra = lists_differ(first, second)
            if extra:
                reason = f"{' '.join(extra)} stands in one list only"
                yield relation("contradict", (first.id, second.id), reason, 0.7, "membership")


def outcomes(predictions: Iterable[Prediction], note: Note = quiet) -> Found:
    """Predictions of one subject's end and of its lasting; a condition makes it a tension."""
    ends: dict[str, list[Prediction]] = {}
    lasts: dict[str, list[Prediction]] = {}
    for one in predictions:
        told = outcome(one)
        if told is not None:
            (ends if told[1] == "ends" else lasts).setdefault(told[0], []).append(one)
    for subject in sorted(ends.keys() & lasts.keys()):
        if max(len(ends[subject]), len(lasts[subject])) > MANY:
            told = f"{len(ends[subject])} predictions of the end of {subject}"
            note(
                f"of {told} and {len(lasts[subject])} that it lasts, the first {MANY} were compared"
            )
        for first in ends[subject][:MANY]:
            for second in lasts[subject][:MANY]:
                if first.condition is None or second.condition is None:
                    yield of_outcomes(first, second, subject)


def of_outcomes(first: Prediction, second: Prediction, subject: str) -> Relation:
    """Relation of two predictions that foretell opposite ends of one subject."""
    open_ended = first.condition is not None or second.condition is not None
    kind: RelationKind = "tension" if open_ended else "contradict"
    tail = "; one of them on a condition" if open_ended else ""
    reason = f"one foretells the end of {subject}, the other that it lasts{tail}"
    return relation(kind, (first.id, second.id), reason, 0.5, "survival")
