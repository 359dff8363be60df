"""Courses of events over all documents: which events are compared, and which belong together.

Compared are events of one kind that have a place or a party in common. Where many have, only
those are that a rule could relate: dated ones whose days can be the same, undated ones of
documents that appeared within weeks of each other, denials with what they may deny. Where even
they are too many, the nearest are compared, and that is said.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from foedus.evidence.clusters import WEEKS, family, places, together
from foedus.evidence.disagreements import NEGATIVE
from foedus.evidence.records import Event
from foedus.evidence.times import bounds

CROWD = 120  #: up to so many events of one kind and place or party, each is compared with each
NEIGHBOURS = 12
DENIED = 200_000  #: comparisons of denials within one kind and place or party

Days = Mapping[str, datetime.date]
Note = Callable[[str], None]
Pairs = Iterator[tuple[Event, Event]]


def quiet(_note: str) -> None:
    """Say nothing."""


def candidates(events: Sequence[Event], published: Days, note: Note = quiet) -> Pairs:
    """Pairs of events worth comparing; a pair may come several times.

    Parameters
    ----------
    events : sequence of Event
        Of one or of several documents.
    published : mapping
        Day of publication by document.
    note : callable
        Told, in words, where not all were compared that a rule could relate.
    """
    groups: dict[tuple[str, str], list[Event]] = {}
    for one in events:
        for key in sorted(keys_of(one)):
            groups.setdefault((family(one), key), []).append(one)
    for kind, key in sorted(groups):
        ordered = sorted(groups[kind, key], key=in_time)
        if len(ordered) <= CROWD:
            yield from combinations(ordered, 2)
            continue
        crowd = _Crowd(ordered, published)
        yield from crowd.pairs()
        if crowd.cut:
            note(
                f"{crowd.cut} of {len(ordered)} events of kind {kind.lower()} that name {key} "
                f"were compared with the {CROWD} nearest only"
            )


def keys_of(event: Event) -> set[str]:
    """Places and parties by which events are compared."""
    return {*places(event), *event.actors, *event.targets}


def in_time(event: Event) -> tuple[str, str]:
    """Where an event stands in the order of days; undated ones come last."""
    return event.date or "9", event.id


class _Crowd:
    """Many events of one kind that have a place or a party in common, in the order of days."""

    def __init__(self, ordered: Sequence[Event], published: Days) -> None:
        self._ordered, self._published = ordered, published
        self.cut = 0  #: events that were not compared with all that a rule could relate

    def pairs(self) -> Pairs:
        """Pairs that a rule could relate, and neighbours."""
        place = {one.id: i for i, one in enumerate(self._ordered)}
        ways = (self._near(), self._of_one_document(), self._of_days(), self._undated())
        for first, second in chain(*ways, self._denied()):
            earlier = place[first.id] < place[second.id]
            yield (first, second) if earlier else (second, first)

    def _near(self) -> Pairs:
        """Neighbours, which may be of one founding or one name at different days."""
        for i, first in enumerate(self._ordered):
            for second in self._ordered[i + 1 : i + 1 + NEIGHBOURS]:
                yield first, second

    def _of_one_document(self) -> Pairs:
        documents: dict[str, list[Event]] = {}
        for one in self._ordered:
            documents.setdefault(one.doc, []).append(one)
        for own in documents.values():
            yield from combinations(own[:CROWD], 2)

    def _of_days(self) -> Pairs:
        """Events whose days can be the same."""
        dated = sorted(
            ((*bounds(one.date), one.id, one) for one in self._ordered if one.date is not None),
            key=lambda found: found[:3],
        )
        for i, (_first, last, _id, event) in enumerate(dated):
            for n in range(i + 1, len(dated)):
                if dated[n][0] > last:
                    break
                if n > i + CROWD:
                    self.cut += 1
                    break
                yield event, dated[n][3]

    def _undated(self) -> Pairs:
        """Events without a day, with those of documents that may be of the same weeks."""
        days = self._published
        told = sorted((days[one.doc], one.id, one) for one in self._ordered if one.doc in days)
        unknown = [one for one in self._ordered if one.doc not in days]
        whole = [one for _day, _id, one in told] + unknown
        when = [day for day, _id, _one in told]
        margin = datetime.timedelta(WEEKS)
        for event in self._ordered:
            if event.date is not None:
                continue
            near = whole
            if event.doc in days:
                day = days[event.doc]
                first, last = bisect_left(when, day - margin), bisect_right(when, day + margin)
                near = [*whole[first:last], *unknown]
            self.cut += len(near) > 2 * CROWD
            for other in near[: 2 * CROWD]:
                if other.id != event.id:
                    yield event, other

    def _denied(self) -> Pairs:
        """What is denied or did not happen, with what did."""
        denied = [i for i, one in enumerate(self._ordered) if one.status in NEGATIVE]
        reach = max(CROWD, DENIED // max(1, 2 * len(denied)))
        for i in denied:
            first, last = max(0, i - reach), i + reach + 1
            self.cut += first > 0 or last < len(self._ordered)
            for other in self._ordered[first:last]:
                if other.status not in NEGATIVE:
                    yield self._ordered[i], other


def cluster_names(
    events: Sequence[Event], published: Days | None = None, note: Note = quiet
) -> dict[str, str]:
    """Cluster of every event: named after the first event of those that belong together.

    Parameters
    ----------
    events : sequence of Event
        Of one or of several documents.
    published : mapping, optional
        Day of publication by document.
    note : callable
        Told, in words, where not all were compared that a rule could relate.
    """
    days = published or {}
    home = {event.id: event.id for event in events}

    def root(name: str) -> str:
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for first, second in candidates(events, days, note):
        a, b = root(first.id), root(second.id)
        if a != b and together(first, second, days):
            home[max(a, b)] = min(a, b)
    return {event: "C." + root(event).removeprefix("E.") for event in home}
