"""Records made of the quotes of a language model, each in the page's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from foedus.evidence.cast import Cast
from foedus.evidence.kinds import MODALS
from foedus.evidence.model_quotes import Passage, UnfoundedError, near, whom
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.predictions import containing
from foedus.evidence.quotes import quotes
from foedus.evidence.records import Event, EventStatus, Prediction, QuoteType, Span, Statement
from foedus.evidence.statements import LEAST, statement_id
from foedus.evidence.times import When, dates_in, published_day
from foedus.evidence.verbatim import Stretch, nearest

CONFIDENCE = 0.3
"""Of every record that only a language model found: below that of the rules."""

STATUSES: tuple[str, ...] = get_args(EventStatus)
EVENT_TYPES: tuple[str, ...] = (
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE"),
    *("MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"),
)
"""Types of the PLOVER ontology (Open Event Data Alliance)."""


def statement(passage: Passage, cast: Cast, row: object, proposer: str) -> Statement:
    """Statement of a row of an answer.

    Raises
    ------
    UnfoundedError
        If one of its quotes does not stand in the source, or the words are too few.
    """
    page = passage.page
    speakers, cues = passage.found(row, "speaker"), passage.found(row, "cue")
    words = _words(passage, row, "content", [*cues, *speakers])
    block = passage.block(words)
    cue = near(cues, words)
    speaker = near(speakers, cue or words)
    who = whom(page, cast, passage.block(speaker), speaker) if speaker else None
    spoken = passage.span(speaker) if speaker else None
    content = (passage.span(words),)
    text = page.clean[words[0] : words[1]]
    return Statement(
        id=statement_id(page, content),
        doc=page.doc,
        speaker=who,
        speaker_name=cast.name(who),
        speaker_label=spoken.text if spoken and who is None else None,
        speaker_span=spoken,
        cue_span=passage.span(cue) if cue else None,
        content_spans=content,
        quote_type=_quote_type(block, words),
        kind="assertion",
        about=_about(page, cast, words, who),
        modality=_modality(text),
        conditional=any(word in ("if", "unless") for word in text.lower().split()),
        rule="model",
        proposer=proposer,
        confidence=CONFIDENCE,
    )


def _words(passage: Passage, row: object, name: str, anchors: Sequence[Stretch] = ()) -> Stretch:
    """Place of the main words of a row, nearest to what belongs to them."""
    found = passage.found(row, name)
    if not found:
        raise UnfoundedError
    place = nearest(found, anchors)
    text = passage.page.clean[place[0] : place[1]]
    if len(text) < LEAST or len(text.split()) < 2:
        raise UnfoundedError
    return place


def _quote_type(block: ParsedBlock, words: Stretch) -> QuoteType:
    quoted = sum(
        max(0, min(words[1], one.end) - max(words[0], one.start))
        for one in quotes(block.text, block.base)
    )
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.95 * (words[1] - words[0]) else "mixed"


def _about(page: Page, cast: Cast, words: Stretch, speaker: str | None) -> tuple[str, ...]:
    inside = [
        one.mention.entity
        for one in cast.between(page, *words)
        if one.mention.entity and words[0] <= one.start and one.end <= words[1]
    ]
    return tuple(dict.fromkeys(entity for entity in inside if entity != speaker))


def _modality(text: str) -> str | None:
    return next((word for word in text.lower().split() if word in MODALS), None)


def event(passage: Passage, cast: Cast, row: object, proposer: str) -> Event:
    """Event of a row of an answer.

    Raises
    ------
    UnfoundedError
        If one of its quotes does not stand in the source, or its type or status is none.
    """
    page = passage.page
    kind, status = _choice(row, "type", EVENT_TYPES), _choice(row, "status", STATUSES)
    parties = [passage.all_found(row, name) for name in ("actors", "targets")]
    dates = passage.found(row, "date")
    words = _words(
        passage, row, "words", [place for found in parties for p in found for place in p]
    )
    passage.block(words)
    actors, targets = (_parties(passage, cast, found, words) for found in parties)
    day = near(dates, words)
    when = _when(page, day, status) if day else None
    span = passage.span(words)
    name = f"{page.doc}.{span.start}-{span.end}.{kind}"
    return Event(
        id=f"E.{name}",
        doc=page.doc,
        label=f"{kind.lower()}: {' '.join(span.text.split())[:90]}",
        plover=kind,
        mode=None,
        context=(),
        span=span,
        mentions=(span,),
        date=when.value if when else None,
        date_precision=when.precision if when else "unknown",
        date_source=when.origin if when else "unknown",
        date_span=passage.span(day) if day and when else None,
        place=None,
        place_span=None,
        actors=actors,
        targets=targets,
        status=status,  # pyright: ignore[reportArgumentType]  (one of STATUSES)
        cluster=f"C.{name}",
        proposer=proposer,
        confidence=CONFIDENCE,
    )


def _choice(row: object, name: str, allowed: Sequence[str]) -> str:
    value = row.get(name) if isinstance(row, Mapping) else None
    if not isinstance(value, str) or value not in allowed:
        raise UnfoundedError
    return value


def _parties(
    passage: Passage, cast: Cast, found: Sequence[Sequence[Stretch]], words: Stretch
) -> tuple[str, ...]:
    """Ids of those whom the quotes mean, where the page knows them."""
    ids = set()
    for one in found:
        place = near(one, words)
        if place is not None:
            ids.add(whom(passage.page, cast, passage.block(place), place))
    return tuple(sorted(one for one in ids if one))


def _when(page: Page, place: Stretch, status: str) -> When | None:
    today = published_day(page.published.value)
    return next(dates_in(page.clean[place[0] : place[1]], today, status == "planned"), None)


def prediction(
    passage: Passage, statements: Sequence[Statement], row: object, proposer: str
) -> Prediction:
    """Prediction of a row of an answer; one within a statement of the rules is its speaker's.

    Raises
    ------
    UnfoundedError
        If one of its quotes does not stand in the source, or both not in one paragraph.
    """
    page = passage.page
    conditions = passage.found(row, "condition")
    words = _words(passage, row, "consequence", conditions)
    condition = near(conditions, words)
    whole = (min(words[0], condition[0]), max(words[1], condition[1])) if condition else words
    passage.block(whole)
    consequence: Span = passage.span(words)
    said = containing(statements, consequence)
    return Prediction(
        id=f"R.{page.doc}.{consequence.start}-{consequence.end}",
        doc=page.doc,
        source=said.speaker if said else None,
        span=passage.span(whole),
        condition=passage.span(condition) if condition else None,
        consequence=consequence,
        kind="conditional" if condition else "plain",
        modality=_modality(page.clean[words[0] : words[1]]),
        statement=said.id if said else None,
        proposer=proposer,
        confidence=CONFIDENCE,
    )
