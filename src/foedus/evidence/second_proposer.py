"""Proposers beside the rules: what they add waits for review, what both found is marked.

There is one way in for all of them, a trained tagger as well as a language model. What the rules
found is never changed, moved or left out by it: a record of the rules may only get a mark that
another proposer agrees with it, or disputes it. What only another proposer found is added, and
takes no part in relations, in the table of who holds what or in scores until somebody accepts it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from foedus.evidence.agreement import HALF, Pieces, overlap, spans_of
from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import Event, Prediction, Reading, Statement
from foedus.files import write_text

RULES = "rules"
TALLIES = "proposers.jsonl"
"""Table of what each further proposer did on each document."""

One = TypeVar("One", Statement, Event, Prediction)


@dataclass(frozen=True)
class Found:
    """What was found on a page."""

    statements: Sequence[Statement] = ()
    events: Sequence[Event] = ()
    predictions: Sequence[Prediction] = ()


@dataclass(frozen=True)
class Proposed:
    """What a proposer brings for a page: its records, and what of its answer was of no use.

    Attributes
    ----------
    found : Found
        Records that name the proposer.
    dropped : int
        Quotes that do not stand in the source, and parts of the answer of another form.
    problem : str or None
        Why there is no answer for this page; the rules' reading stands all the same.
    """

    found: Found = field(default_factory=Found)
    dropped: int = 0
    problem: str | None = None


@dataclass(frozen=True)
class Tally:
    """What a proposer did on one document.

    Attributes
    ----------
    doc, proposer : str
        Document, and name of the proposer as its records carry it.
    made_with : str
        Digest of the tagger's file or of the question to the language model.
    added, agreed, disputed, dropped : int
        Records added; records of others that it found too; of those, found with a difference;
        quotes left out because they do not stand in the source.
    problem : str or None
        Why it had no answer.
    """

    doc: str
    proposer: str
    made_with: str
    added: int = 0
    agreed: int = 0
    disputed: int = 0
    dropped: int = 0
    problem: str | None = None


class Proposer(Protocol):
    """Proposes records beside the rules; must survive being sent to another process."""

    @property
    def name(self) -> str:
        """What its records carry as `proposer`."""
        ...

    @property
    def digest(self) -> str:
        """Digest of what its proposals follow from beside the page."""
        ...

    def propose(self, page: Page, cast: Cast, found: Found) -> Proposed:
        """Proposals for a page of which the rules found `found`."""
        ...


def with_proposers(
    page: Page, cast: Cast, found: Found, proposers: Sequence[Proposer]
) -> tuple[Found, list[Tally]]:
    """What the rules found with what further proposers add, and what each of them did.

    Each proposer sees what the rules found, and none what another one did.
    """
    whole, tallies = found, []
    for proposer in proposers:
        proposed = proposer.propose(page, cast, found)
        whole, tally = joined(page.doc, whole, proposed, proposer)
        tallies.append(tally)
    return whole, tallies


def joined(doc: str, found: Found, proposed: Proposed, proposer: Proposer) -> tuple[Found, Tally]:
    """What was found with what one proposer adds to it."""
    counts = [0, 0, 0]
    new, name = proposed.found, proposer.name

    def join(own: Sequence[One], more: Sequence[One], same: Same, differs: Differs) -> list[One]:
        return _joined(own, more, name, same, differs, counts)

    whole = Found(
        sorted(
            join(found.statements, new.statements, _same_words, _other_speaker),
            key=lambda one: (one.content_spans[0].start, one.id),
        )
        if new.statements
        else found.statements,
        join(found.events, new.events, _same_event, _other_status),
        join(found.predictions, new.predictions, _same_prediction, _other_condition),
    )
    added, agreed, disputed = counts
    tally = Tally(
        doc, name, proposer.digest, added, agreed, disputed, proposed.dropped, proposed.problem
    )
    return whole, tally


Same = Callable[[Any, Any], float]
Differs = Callable[[Any, Any], str | None]


def _joined(
    own: Sequence[One],
    more: Sequence[One],
    name: str,
    same: Same,
    differs: Differs,
    counts: list[int],
) -> list[One]:
    out = list(own)
    for extra in more:
        near = max(range(len(out)), key=lambda i: same(out[i], extra), default=None)
        if near is None or same(out[near], extra) < HALF:
            out.append(extra)
            counts[0] += 1
        elif out[near].proposer != name and near < len(own):
            marked = _marked(out[near], name, differs(out[near], extra))
            if marked != out[near]:
                counts[1] += 1
                counts[2] += len(marked.disputed_by) > len(out[near].disputed_by)
            out[near] = marked
    return out


def _marked(one: One, name: str, difference: str | None) -> One:
    if name in one.agreed_by or any(d.startswith(f"{name}: ") for d in one.disputed_by):
        return one
    if difference is None:
        return replace(one, agreed_by=(*one.agreed_by, name))
    return replace(one, disputed_by=(*one.disputed_by, f"{name}: {difference}"))


def _same_words(one: Statement, other: Statement) -> float:
    share = overlap(spans_of(one), spans_of(other))
    if other.speaker is not None and one.speaker == other.speaker and _holds(one, other):
        return max(share, HALF)
    return share


def _holds(one: Statement, other: Statement) -> bool:
    return all(
        any(a.start <= b.start and b.end <= a.end for a in one.content_spans)
        for b in other.content_spans
    )


def _other_speaker(one: Statement, other: Statement) -> str | None:
    if one.speaker is None or other.speaker is None or one.speaker == other.speaker:
        return None
    return f"speaker {other.speaker_name or other.speaker_label}"


def _same_event(one: Event, other: Event) -> float:
    if one.plover != other.plover:
        return 0.0
    place: Pieces = [(other.span.start, other.span.end)]
    told = [one.span, *one.mentions]
    return max(overlap([(span.start, span.end)], place) for span in told)


def _other_status(one: Event, other: Event) -> str | None:
    return None if one.status == other.status else f"status {other.status}"


def _same_prediction(one: Prediction, other: Prediction) -> float:
    pairs = ((one.consequence, other.consequence), (one.span, other.span))
    return max(overlap([(a.start, a.end)], [(b.start, b.end)]) for a, b in pairs if a and b)


def _other_condition(one: Prediction, other: Prediction) -> str | None:
    if (one.condition is None) == (other.condition is None):
        return None
    return "no condition" if other.condition is None else f"condition {other.condition.text}"


def of_rules(reading: Reading) -> Reading:
    """A reading without what only further proposers found."""
    return replace(
        reading,
        statements=tuple(s for s in reading.statements if s.proposer == RULES),
        events=tuple(e for e in reading.events if e.proposer == RULES),
        predictions=tuple(p for p in reading.predictions if p.proposer == RULES),
    )


def tallies_of(parts: Iterable[Mapping[str, Any]]) -> list[Tally]:
    """What further proposers did, by document."""
    rows = [row for part in parts for row in part.get("proposers", ())]
    return sorted((Tally(**row) for row in rows), key=lambda one: (one.doc, one.proposer))


def write_tallies(tallies: Sequence[Tally], out: Path) -> None:
    """Write what further proposers did; without any, take away what an earlier reading left."""
    path = out / TALLIES
    if not tallies:
        path.unlink(missing_ok=True)
        return
    lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in tallies)
    write_text(path, "".join(lines))


@dataclass(frozen=True)
class Summary:
    """What a proposer did on all documents; `unanswered` counts the problems by what they are."""

    proposer: str
    made_with: str
    documents: int
    added: int
    agreed: int
    disputed: int
    dropped: int
    unanswered: dict[str, int]

    def lines(self) -> list[str]:
        """What a user is told, a line each."""
        told = []
        if self.documents > sum(self.unanswered.values()):
            told.append(
                f"{self.proposer}: {self.added} more proposed for review, "
                f"{self.agreed} found by others too ({self.disputed} of them differ), "
                f"{self.dropped} dropped because a quote is not in the source"
            )
        for problem, number in sorted(self.unanswered.items()):
            told.append(
                f"{self.proposer}: nothing for {number} of {self.documents} documents: {problem}; "
                "what the rules found stands, --resume asks again"
            )
        return told


def summaries(tallies: Sequence[Tally]) -> list[Summary]:
    """What each proposer did on all documents."""
    out = []
    for name in sorted({one.proposer for one in tallies}):
        own = [one for one in tallies if one.proposer == name]
        out.append(
            Summary(
                proposer=name,
                made_with=own[0].made_with,
                documents=len(own),
                added=sum(one.added for one in own),
                agreed=sum(one.agreed for one in own),
                disputed=sum(one.disputed for one in own),
                dropped=sum(one.dropped for one in own),
                unanswered=dict(Counter(one.problem for one in own if one.problem)),
            )
        )
    return out
