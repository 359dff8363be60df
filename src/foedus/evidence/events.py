"""Events of a page in PLOVER terms: one record a happening, over all its mentions.

Types and modes follow the PLOVER ontology (Open Event Data Alliance). Where its manual leaves a
choice: an exercise of one organisation's forces is MOBILIZE, one of several named states is
COOPERATE; signing and adopting a text is AGREE; a meeting or move of forces that lies ahead keeps
its type and is `planned`, any other deed that its doer announces is AGREE or THREATEN.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from foedus.evidence.cast import Cast
from foedus.evidence.clusters import TOLL, same_happening
from foedus.evidence.courses import cluster_names
from foedus.evidence.factuality import status_of
from foedus.evidence.frames import Lookup, nobody
from foedus.evidence.happenings import Happening, happenings
from foedus.evidence.lexicon import tables
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.records import Event, Span, Statement
from foedus.evidence.times import published_day
from foedus.evidence.triggers import Trigger, triggers
from foedus.files import read_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TOGETHER = frozenset(("CONSULT", "AGREE"))
"""Types of what several do together."""

SOFT = frozenset(("SUPPORT", "REQUEST", "ACCUSE"))
DEEDS = frozenset(
    ("help", "order", "protest note", "summon", "investigate", "recognise", "ratify", "relations")
)
"""Types that are words about somebody, which are statements and no events, and the modes of them
that do something: to summon an envoy, to recognise a state, to ask for help, from which a duty may
follow."""
CONTENTIOUS = frozenset(("accusation", "criticism"))
"""Kinds of statement that tell deeds of others against them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the block it stands in."""

    block: ParsedBlock
    what: Happening

    @property
    def start(self) -> int:
        """Clean offset of its first letter."""
        return self.block.base + self.what.start

    @property
    def end(self) -> int:
        """Clean offset just after its last letter."""
        return self.block.base + self.what.end


@cache
def contexts() -> tuple[tuple[str, frozenset[str]], ...]:
    """Contexts of PLOVER with the words that give them away."""
    rows = read_table(tables() / "contexts.csv", ("context", "words"))
    return tuple((row["context"], frozenset(row["words"].split(";"))) for row in rows)


def names_in(page: Page, cast: Cast, block: ParsedBlock) -> Lookup:
    """Lookup of a block: from a token to the id of whom it names, the shortest mention first."""
    inside = sorted(
        (one.start - block.base, one.end - block.base, one.mention.entity)
        for one in cast.placed(page)
        if one.mention.entity is not None and block.base <= one.start < block.end
    )
    known: dict[int, tuple[int, str]] = {}
    at = [token.idx for token in block.doc]
    for start, end, entity in inside:
        for i in range(bisect_left(at, start), bisect_left(at, end)):
            if i not in known or end - start < known[i][0]:
                known[i] = (end - start, entity)

    def lookup(token: Token) -> str | None:
        found = known.get(token.i)
        return found[1] if found else None

    return lookup


def propose_events(page: Page, cast: Cast, statements: Sequence[Statement]) -> list[Event]:
    """Events of a page, one a happening, in the order of their first mention.

    Parameters
    ----------
    page : Page
    cast : Cast
    statements : sequence of Statement
        Those of the page: what a person only says of others is a statement, not an event, and
        what is asserted in somebody's words is alleged.

    Returns
    -------
    list of Event
        Status `alleged`, `planned`, `denied` or `did_not_occur` marks what is not told as done.
    """
    told = mentions_of(page, cast, statements)
    groups: list[list[Placed]] = []
    for one in told:
        home = next((group for group in reversed(groups) if belongs(one, group)), None)
        if home is not None:
            home.append(one)
        elif one.what.anchored:
            groups.append([one])
    events = [event_of(page, group) for group in groups]
    return named_clusters(events)


def belongs(one: Placed, group: list[Placed]) -> bool:
    """Whether a mention tells of the happening that some earlier mentions tell of."""
    return all(same_happening(other.what, one.what) is not False for other in group) and any(
        same_happening(other.what, one.what) for other in group
    )


def mentions_of(page: Page, cast: Cast, statements: Sequence[Statement]) -> list[Placed]:
    """Mentions of events on a page, without those that are only somebody's words."""
    today = published_day(page.published.value)
    out: list[Placed] = []
    lookups: dict[int, Lookup] = {}
    for block, sentence in page.sentences():
        if block.number not in lookups:
            lookups[block.number] = names_in(page, cast, block)
        for what in happenings(sentence, lookups[block.number], today):
            one = Placed(block, what)
            kept = as_told(page, one, statements)
            if kept is not None:
                out.append(with_group(kept, out))
    return out


def with_group(one: Placed, before: Sequence[Placed]) -> Placed:
    """A meeting or text of *the leaders* with the names of those last told to meet or sign."""
    if not one.what.collective or one.what.plover not in TOGETHER:
        return one
    earlier = [other.what.actors for other in before if other.what.plover in TOGETHER]
    actors = next((names for names in reversed(earlier) if names), frozenset())
    return Placed(one.block, replace(one.what, actors=actors))


def as_told(page: Page, one: Placed, statements: Sequence[Statement]) -> Placed | None:
    """A mention with its status as the page tells it; None if it is only a statement."""
    what = one.what
    if what.plover in SOFT and what.mode not in DEEDS:
        return None
    if not what.verbal:
        return one
    word = one.block.base + what.word
    here = page.span(word, word + 1)
    said = any(s.cue_span is not None and inside(here, s.cue_span) for s in statements)
    if what.spoken or (what.hollow and said):
        return None
    voices = [s for s in statements if any(inside(here, span) for span in s.content_spans)]
    return told_by(one, voices) if voices else one


def told_by(one: Placed, voices: Sequence[Statement]) -> Placed | None:
    """A mention in somebody's words: who *I* is, and whether the words only accuse or opine."""
    what = one.what
    nearest = min(voices, key=lambda s: sum(len(span.text) for span in s.content_spans))
    if what.first_person:
        what = replace(what, actors=what.actors | {nearest.speaker or ""} - {""})
    if what.status == "ongoing" and what.when is None and not what.places:
        return None  # a view of how things go
    quoted = nearest.quote_type == "direct" or nearest.kind in CONTENTIOUS
    if quoted and what.status in ("occurred", "ongoing"):
        what = replace(what, status="alleged")
    return Placed(one.block, what)


def inside(inner: Span, outer: Span) -> bool:
    """Whether a span lies within another."""
    return outer.start <= inner.start and inner.end <= outer.end


def event_of(page: Page, group: Sequence[Placed]) -> Event:
    """Record of a happening from its mentions; the fullest one is its span."""
    first = fullest(group)
    whats = [one.what for one in group]
    spans = [page.span(one.start, one.end) for one in group]
    span = page.span(first.start, first.end)
    dated = next((w for w in (first, *group) if w.what.when is not None), None)
    placed = next((w for w in (first, *group) if w.what.place_span is not None), None)
    when = dated.what.when if dated else None
    return Event(
        id=f"E.{page.doc}.{span.start}-{span.end}.{first.what.plover}",
        doc=page.doc,
        label=label(first.what, span.text),
        plover=first.what.plover,
        mode=first.what.mode,
        context=context_of(first.what),
        span=span,
        mentions=tuple(spans),
        date=when.value if when else None,
        date_precision=when.precision if when else "unknown",
        date_source=when.origin if when else "unknown",
        date_span=date_span(page, dated) if dated else None,
        place=placed.what.place if placed else None,
        place_span=place_span(page, placed) if placed else None,
        actors=tuple(sorted(frozenset().union(*(w.actors for w in whats)))),
        targets=tuple(sorted(frozenset().union(*(w.targets for w in whats)))),
        status=first.what.status,
        cluster="",
        confidence=confidence(group),
    )


def fullest(group: Sequence[Placed]) -> Placed:
    """Mention that tells most: a clause of the text before a noun, and before the headline's."""
    body = [one for one in group if one.block.kind != "title"] or list(group)
    clauses = [one for one in body if one.what.verbal and one.what.kernel not in TOLL]
    return max(clauses or body, key=lambda one: (one.what.anchored, fullness(one.what)))


def fullness(what: Happening) -> int:
    """How much a mention says: its date before all, its place, its parties, both sides together."""
    return (
        2 * (what.when is not None)
        + (what.place_span is not None)
        + bool(what.actors)
        + bool(what.targets)
        + bool(what.actors and what.targets)
        + (what.status == "occurred")
    )


def confidence(group: Sequence[Placed]) -> float:
    """Judged degree of trust: more for what is dated, placed, has a doer and is told twice."""
    best = max(fullness(one.what) for one in group)
    return round(min(0.9, 0.3 + 0.08 * best + 0.05 * (len(group) - 1)), 2)


def label(what: Happening, text: str) -> str:
    """Short title of an event for lists."""
    line = " ".join(text.split())
    short = line if len(line) <= 90 else line[:87].rstrip() + "…"
    return f"{what.mode or what.plover.lower()}: {short}"


def context_of(what: Happening) -> tuple[str, ...]:
    """Contexts of PLOVER that the words of a mention's sentence point to."""
    words = {w.strip(".,;:()”“\"'").lower() for w in what.sentence.split()}
    words |= {w.rstrip("s") for w in words}
    return tuple(name for name, signs in contexts() if words & signs)


def date_span(page: Page, one: Placed) -> Span | None:
    """Place of the date of a mention in the original."""
    when = one.what.when
    if when is None:
        return None
    offset = one.block.doc.text.find(one.what.sentence)
    start = one.block.base + max(offset, 0) + when.start
    return page.span(start, start + when.end - when.start)


def place_span(page: Page, one: Placed) -> Span | None:
    """Place of the words of place of a mention in the original."""
    if one.what.place_span is None:
        return None
    start, end = one.what.place_span
    return page.span(one.block.base + start, one.block.base + end)


def named_clusters(events: Sequence[Event]) -> list[Event]:
    """Events with the name of the cluster they belong to."""
    names = cluster_names(events)
    return [replace(event, cluster=names[event.id]) for event in events]


def code_sentence(doc: Doc, lookup: Lookup = nobody) -> list[Trigger]:
    """Events of a text in PLOVER terms, the main clause's first.

    For coding single sentences, as coders of event data do: words and promises count as events
    whoever says them, and nothing is left out for want of a place, date or doer. What is only
    feared or supposed comes last.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed text of one or a few sentences.
    """
    found = [one for sentence in doc.sents for one in triggers(sentence, lookup)]
    return sorted(found, key=lambda one: (status_of(one) is None, depth(one), one.token.i))


def depth(trigger: Trigger) -> float:
    """How far a word lies from the root of its sentence; nouns stand behind verbs."""
    token, steps = trigger.token, 0
    while token.head != token:
        token, steps = token.head, steps + 1
    return steps + (0.5 if trigger.frame is None else 0.0)


def code_text(text: str) -> str | None:
    """PLOVER type of the main event of a sentence, or None.

    Examples
    --------
    >>> code_text("The two governments signed a treaty of peace.")  # doctest: +SKIP
    'AGREE'
    """
    from foedus.evidence.language import english

    found = code_sentence(english()(text))
    return found[0].plover if found else None
