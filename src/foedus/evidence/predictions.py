"""Predictions: what somebody expects to happen, and on which condition.

A condition is marked by if, unless, without or in case of; it may also be the subject itself
(`a blockade would lead to war`) or the deed just named (`to invite them, since such a move will
calm the border`). A plan with a date is an event that lies ahead, and what a speaker promises to do
is a promise; neither is a prediction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.cast import Cast
from foedus.evidence.commitments import announced, bound
from foedus.evidence.foretelling import foretold
from foedus.evidence.frames import Lookup
from foedus.evidence.outlook import Foretold
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.records import Prediction, Span, Statement
from foedus.evidence.times import dates_in

if TYPE_CHECKING:
    from spacy.tokens import Span as Words


def propose_predictions(
    page: Page, cast: Cast, statements: Sequence[Statement]
) -> list[Prediction]:
    """Predictions of a page, each where it stands.

    Parameters
    ----------
    page : Page
    cast : Cast
    statements : sequence of Statement
        Those of the page; a prediction within one is its speaker's, any other the report's own,
        with no source.
    """
    from foedus.evidence.events import names_in

    out: list[Prediction] = []
    lookups: dict[int, Lookup] = {}
    for block, sentence in page.sentences():
        if block.number not in lookups:
            lookups[block.number] = names_in(page, cast, block)
        for one in foretold(sentence, lookups[block.number]):
            record = prediction_of(page, block, sentence, one, statements)
            record = record if record.source else told_by(record, one, lookups[block.number])
            if not own_plan(record, one, cast, lookups[block.number]):
                out.append(record)
    return once(out)


def once(found: Sequence[Prediction]) -> list[Prediction]:
    """Predictions without the headlines and teasers that a later sentence repeats word for word."""
    kept: dict[tuple[str, str], Prediction] = {}
    for one in found:
        parts = (one.condition, one.consequence)
        key = " ".join(re.sub(r"\W+", " ", part.text).strip().casefold() for part in parts if part)
        kept[key, one.kind] = one
    chosen = {one.id for one in kept.values()}
    return [one for one in found if one.id in chosen]


def own_plan(record: Prediction, one: Foretold, cast: Cast, lookup: Lookup) -> bool:
    """Whether a prediction is what a side says it will do, itself or through the report."""
    speaker = cast.people.get(record.source or "")
    if bound(one, record.source, speaker, lookup):
        return True
    if speaker is not None:  # a name without post or state may be a paper's
        return not speaker.roles and speaker.state is None and announced(one, lookup)
    return record.source is None and record.statement is None and announced(one, lookup)


def told_by(record: Prediction, one: Foretold, lookup: Lookup) -> Prediction:
    """Prediction with the person, state or organisation that its clause names as making it."""
    if one.teller is None:
        return record
    return replace(record, source=lookup(one.teller))


def prediction_of(
    page: Page,
    block: ParsedBlock,
    sentence: Words,
    one: Foretold,
    statements: Sequence[Statement],
) -> Prediction:
    """Record of a prediction."""
    consequence = span_of(page, block, sentence, *one.consequence)
    condition = None if one.condition is None else span_of(page, block, sentence, *one.condition)
    frame = None if one.frame is None else span_of(page, block, sentence, *one.frame)
    start = min(s.start for s in (consequence, condition, frame) if s)
    end = max(s.end for s in (consequence, condition, frame) if s)
    span = Span(start, end, page.original[start:end])
    said = containing(statements, consequence)
    text = sentence.doc[one.main.i : one.consequence[1] + 1].text
    when = next(dates_in(text), None)
    return Prediction(
        id=f"R.{page.doc}.{consequence.start}-{consequence.end}",
        doc=page.doc,
        source=said.speaker if said else None,
        span=span,
        condition=condition,
        consequence=consequence,
        kind="plain" if condition is None else "conditional",
        modality=one.modality,
        statement=said.id if said else None,
        probability_word=one.word,
        horizon=text[when.start : when.end] if when else None,
        doubted=one.doubted,
        failing=one.failing,
        confidence=0.6 if condition is not None else 0.4,
    )


def span_of(page: Page, block: ParsedBlock, sentence: Words, first: int, last: int) -> Span:
    """Span of the original for tokens of a sentence, without marks at the edges."""
    doc = sentence.doc
    while first < last and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > first and doc[last].lower_ in (",", ".", ";", ":", "and", "but"):
        last -= 1
    words = doc[first : last + 1]
    return page.span(block.base + words.start_char, block.base + words.end_char)


def containing(statements: Iterable[Statement], span: Span) -> Statement | None:
    """Innermost statement whose words hold most of a span."""
    around = [
        (held.end - held.start, statement.id, statement)
        for statement in statements
        for held in statement.content_spans
        if min(span.end, held.end) - max(span.start, held.start) > 0.6 * (span.end - span.start)
    ]
    return min(around, key=lambda one: one[:2])[2] if around else None
