"""How records of the same or of several documents stand to each other, each with its reason.

Nothing here says who is right: a contradiction names the two records and what they differ in.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from foedus.evidence.clusters import candidates, cluster_names
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
Found = Iterator[Relation]
SIDES = {"+": "for", "-": "against", "0": "undecided on"}


def relate(reading: Reading) -> tuple[Relation, ...]:
    """Relations among the records of a reading that the rules found.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    tuple of Relation
        Sorted by kind and members. `same_event` and `same_statement` join what several reports
        tell; `agree`, `tension` and `contradict` compare what is told or held.
    """
    rules: Sequence[Callable[[Reading], Found]] = (
        same_events,
        differing_events,
        same_statements,
        stands,
        membership,
        outcomes,
    )
    found: dict[str, Relation] = {}
    reading = of_rules(reading)
    for rule in rules:
        for one in rule(reading):
            found.setdefault(one.id, one)
    return tuple(sorted(found.values(), key=lambda one: (one.relation, one.members)))


def relation(
    kind: RelationKind, members: Iterable[str], reason: str, score: float, issue: str | None = None
) -> Relation:
    """Relation with an id that depends on what it joins, so that a re-reading keeps it."""
    joined = tuple(sorted(set(members)))
    key = hashlib.sha256("|".join((kind, issue or "", *joined)).encode()).hexdigest()[:10]
    return Relation(f"L.{key}", kind, joined, issue, reason, score)


def same_events(reading: Reading) -> Found:
    """One happening told by several documents: same kind, places or parties, dates that agree."""
    for events in clustered(reading):
        documents = sorted({one.doc for one in events})
        if len(documents) > 1:
            shared = shared_points(events)
            yield relation(
                "same_event",
                (one.id for one in events),
                f"{len(documents)} documents tell of {events[0].plover.lower()}: {shared}",
                0.5 + 0.1 * (shared.count(",") + 1),
            )


def published_days(reading: Reading) -> dict[str, datetime.date]:
    """Day of publication of the documents that have one."""
    days = {one.id: published_day(one.published.value) for one in reading.documents}
    return {doc: day for doc, day in days.items() if day is not None}


def clustered(reading: Reading) -> list[list[Event]]:
    """Events by the course of events they belong to, over all documents."""
    names = cluster_names(reading.events, published_days(reading))
    groups: dict[str, list[Event]] = {}
    for one in reading.events:
        groups.setdefault(names[one.id], []).append(one)
    return [groups[name] for name in sorted(groups)]


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


def differing_events(reading: Reading) -> Found:
    """Events that cannot both be as they are told: date, place, number, or whether they were."""
    rules = (numbers_differ, dates_differ, places_differ, against_each_other)
    names = cluster_names(reading.events, published_days(reading))
    for first, second in (*candidates(reading.events), *named_alike(reading.events)):
        for rule in rules:
            found = rule(first, second, names[first.id] == names[second.id])
            if found is not None:
                kind, issue, reason, score = found
                yield relation(kind, (first.id, second.id), reason, score, issue)


def named_alike(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs of events that bear one name, or are jubilees of one thing."""
    groups: dict[str, list[Event]] = {}
    for one in events:
        for key in {name_of(one), *jubilees(one.span.text)} - {None}:
            groups.setdefault(str(key), []).append(one)
    for key in sorted(groups):
        for first in groups[key][:MANY]:
            for second in groups[key][:MANY]:
                if first.id < second.id:
                    yield first, second


def same_statements(reading: Reading) -> Found:
    """What one speaker is reported to have said in several places, in like words."""
    by_speaker: dict[str, list[Statement]] = {}
    for one in reading.statements:
        if one.speaker is not None and one.content_spans:
            by_speaker.setdefault(one.speaker, []).append(one)
    for speaker in sorted(by_speaker):
        for first, second in sharing(by_speaker[speaker]):
            if nested(first, second):
                continue
            score, shared = alike(text_of(first), text_of(second))
            if score >= 0.5:
                reason = f"{speaker} in like words: {', '.join(shared[:6])}"
                yield relation("same_statement", (first.id, second.id), reason, round(score, 2))


def sharing(statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pairs of statements with a word in common; of a crowd that shares one, neighbours only."""
    holders: dict[str, list[int]] = {}
    for i, one in enumerate(statements):
        for word in content(text_of(one)):
            holders.setdefault(word, []).append(i)
    pairs = {
        (first, other)
        for held in holders.values()
        for n, first in enumerate(held)
        for other in held[n + 1 : n + 1 + reach(held)]
    }
    return [(statements[a], statements[b]) for a, b in sorted(pairs)]


def reach(held: Sequence[int]) -> int:
    """How many of the next holders of a word one is compared with."""
    return len(held) if len(held) <= MANY else 3


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


def stands(reading: Reading) -> Found:
    """Speakers on one side of an issue together, and each pair on different sides."""
    by_issue: dict[str, dict[tuple[str, str], Statement]] = {}
    for one in reading.statements:
        who = one.speaker or one.speaker_label or f"somebody unnamed in {one.doc}"
        if one.stance is None or one.stance.polarity == "0":
            continue
        sides = by_issue.setdefault(one.stance.issue, {})
        sides.setdefault((who, one.stance.polarity), one)
    for issue in sorted(by_issue):
        sides = by_issue[issue]
        for side in ("+", "-"):
            agreed = {who: one for (who, own), one in sides.items() if own == side}
            if len(agreed) > 1:
                reason = f"{', '.join(sorted(agreed))} are all {SIDES[side]} it: {issue}"
                yield relation("agree", (one.id for one in agreed.values()), reason, 0.5, issue)
        pairs = combinations(sorted(sides.items()), 2)
        against = [(one, other) for one, other in pairs if one[0][1] != other[0][1]]
        if len(against) > MANY * MANY:
            reason = f"{len(sides)} speakers stand on both sides of it: {issue}"
            yield relation("contradict", (one.id for one in sides.values()), reason, 0.4, issue)
            continue
        for (one, first), (other, second) in against:
            yield opposed(issue, one, other, first, second)


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


def membership(reading: Reading) -> Found:
    """Claims of membership against the dated list, and against one another."""
    for one in reading.membership_claims:
        if one.wrong:
            yield relation("contradict", (one.id,), one.reason, 0.9, "membership")
    lists: dict[tuple[str, tuple[str, ...]], list[MembershipClaim]] = {}
    for one in reading.membership_claims:
        lists.setdefault((one.organisation, one.members), []).append(one)
    for (_organisation, members), same in sorted(lists.items()):
        if len(same) > 1:
            reason = "the same members: " + " ".join(members)
            yield relation("agree", (one.id for one in same), reason, 0.8, "membership")
    for first, second in combinations([same[0] for _key, same in sorted(lists.items())], 2):
        extra = lists_differ(first, second)
        if extra:
            reason = f"{' '.join(extra)} stands in one list only"
            yield relation("contradict", (first.id, second.id), reason, 0.7, "membership")


def outcomes(reading: Reading) -> Found:
    """Predictions of one subject's end and of its lasting; a condition makes it a tension."""
    ends: dict[str, list[Prediction]] = {}
    lasts: dict[str, list[Prediction]] = {}
    for one in reading.predictions:
        told = outcome(one)
        if told is not None:
            (ends if told[1] == "ends" else lasts).setdefault(told[0], []).append(one)
    for subject in sorted(ends.keys() & lasts.keys()):
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
