"""Statements: who said what, with the speaker, the cue and the words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.ascription import ascribed
from foedus.evidence.candidates import Candidate
from foedus.evidence.cast import Cast
from foedus.evidence.clauses import Stretch, noun_phrase, stretches
from foedus.evidence.interviews import answers, own_words
from foedus.evidence.kinds import is_conditional, kind_of, modality_of
from foedus.evidence.labels import headline, named_line
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.quotes import Quote, quotes
from foedus.evidence.quoting import give_quotes
from foedus.evidence.records import QuoteType, Span, Statement
from foedus.evidence.sightings import is_title
from foedus.evidence.speech import spoken

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

DATELINE = re.compile(
    r"[A-Z]{3}[A-Z/-]*(?:,? ?[A-Z(\d][\w.,/() -]{0,50})? (?:-{1,2}|–|—) (?=[A-Z“\"])"
)
LEAST = 10
SHORT = 4
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "who", "some", "many", "others"}
BESIDE = {",", "'s", "’s"}
TELLING = {"adjective", "agentless", "noun", "held"}
NAMED = {"object", "passive", "held"}
BRIEF = {"prepositional", "noun", "object"}
WANTED = {"call", "warning", "hope", "worry", "demand"}
DOINGS = {"promise", "threat", "denial"}
SIDES = {"denial", "promise", "support", "criticism", "praise", "accusation"}
ATTITUDES = {
    *("object", "held", "infinitive", "adjective", "agentless", "noun", "evidence", "passive"),
    *("prepositional", "hearsay"),
}


def propose_statements(page: Page, cast: Cast) -> list[Statement]:
    """Statements of a page in order of their place."""
    blocks = [b for b in page.parsed if b.kind in ("title", "paragraph")]
    own = {b.number: quotes(b.text, b.base) for b in blocks}
    found = {b.number: _found(page, cast, b) for b in blocks}
    told = answers(page, cast, blocks)
    for one in told:
        found[one.block.number].append(one)
    give_quotes(blocks, own, found)
    if told:
        own_words([one for b in blocks for one in found[b.number]], told)
    chosen = _chosen([one for b in blocks for one in found[b.number]], own)
    return _written(page, cast, chosen, own)


def _found(page: Page, cast: Cast, block: ParsedBlock) -> list[Candidate]:
    people = [
        (p.start, p.end)
        for p in cast.between(page, block.base, block.end)
        if p.mention.kind in ("person", "organisation")
    ]
    found = [*headline(block, people), *named_line(block, people)]
    before: Text | None = None
    for sentence in block.doc.sents:
        words = list(sentence)
        found += spoken(block, sentence, words)
        found += ascribed(block, sentence, words, before)
        before = sentence
    return _without_dateline(block, found)


def _without_dateline(block: ParsedBlock, found: list[Candidate]) -> list[Candidate]:
    """Candidates without the town and the agency that an opening sentence begins with."""
    match = DATELINE.match(block.text)
    if match is None:
        return found
    start = block.base + match.end()
    for one in found:
        one.content = [(max(a, start), b) for a, b in one.content if b > start]
    return found


def _chosen(found: Sequence[Candidate], own: dict[int, list[Quote]]) -> list[Candidate]:
    """Candidates worth proposing: long enough, not said twice."""
    kept: dict[int, list[Candidate]] = {}
    ordered = sorted(found, key=lambda one: (-one.confidence, one.start, -one.size))
    for one in ordered:
        if one.size < _least(one) or (one.inside_quote and not _quoted_by_quoted(one)):
            continue
        near = kept.setdefault(one.block.number, [])
        twin = next((n for n, other in enumerate(near) if _same(one, other)), None)
        if twin is None or (one.rule == "citing") != (near[twin].rule == "citing"):
            near.append(one)
        elif _announces(near[twin], one):
            near[twin] = one
    chosen = [one for near in kept.values() for one in near if not _part_of_another(one, near)]
    return sorted(chosen, key=lambda one: (one.start, -one.size))


def _part_of_another(one: Candidate, near: Sequence[Candidate]) -> bool:
    """Whether an attitude is only told inside what somebody says: it is part of that."""
    return one.rule in ATTITUDES and any(
        other.rule != "interview"
        and (other.rule not in ATTITUDES or (other.rule in TELLING and other.size > 2 * one.size))
        and any(start <= one.start and one.end <= end for start, end in other.content)
        for other in near
    )


def _least(one: Candidate) -> int:
    """Fewest letters of words worth proposing: a name that somebody backs or blames is short."""
    if one.rule == "infinitive" and one.kind in DOINGS:
        return LEAST - 2
    short = NAMED if one.kind in SIDES else BRIEF if one.kind in WANTED else ()
    return SHORT if one.rule in short else LEAST


def _announces(one: Candidate, other: Candidate) -> bool:
    """Whether the words of one hold the cue of the other: *X said that …, he said*."""
    return (
        other.cue is not None
        and one.size > other.size
        and any(start <= other.cue[0] and other.cue[1] <= end for start, end in one.content)
    )


def _quoted_by_quoted(one: Candidate) -> bool:
    """Whether somebody quoted reports, by name, what another has said."""
    return (
        one.speaker is not None
        and one.speaker.pos_ != "PRON"
        and one.rule in ("clause", "according", "noun", "named")
        and one.kind not in ("opinion", "decision", "report")
        and (one.speaker.ent_type_ in ("PERSON", "ORG", "GPE") or one.speaker.pos_ == "PROPN")
    )


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates hold nearly the same words."""
    if one.end <= other.start or other.end <= one.start:
        return False
    shared = sum(
        max(0, min(end, stop) - max(start, begin))
        for start, end in one.content
        for begin, stop in other.content
    )
    return 2 * shared / (one.size + other.size) > 0.8


def _written(
    page: Page, cast: Cast, chosen: Sequence[Candidate], own: dict[int, list[Quote]]
) -> list[Statement]:
    out: list[tuple[Candidate, Statement]] = []
    last: Statement | None = None
    for one in chosen:
        made = _statement(page, cast, one, own[one.block.number], last)
        if _takes_up(one, last):
            assert last is not None
            name = cast.name(last.speaker)
            made = replace(
                made, speaker=last.speaker, speaker_name=name, speaker_label=last.speaker_label
            )
        out.append((one, made))
        if made.speaker is not None or not one.carried:
            last = made
    return [
        replace(made, nested=host is not None, nested_in=host)
        for (one, made), host in zip(out, _hosts(out), strict=True)
    ]


def _takes_up(one: Candidate, last: Statement | None) -> bool:
    """Whether *it* or *they* is the body or the group that the sentences before let speak."""
    if last is None or one.speaker is None or one.speaker.lower_ not in ("it", "they"):
        return False
    if last.speaker_span is None or (last.speaker or "").startswith("P."):
        return False
    head = last.speaker_span.text.split()[-1].casefold()
    sole = last.speaker is not None and not head.endswith("s")
    return (one.speaker.lower_ == "it") == sole and head not in PRONOUNS


def _hosts(out: Sequence[tuple[Candidate, Statement]]) -> list[str | None]:
    """For each statement the smallest other that it stands inside."""
    hosts: list[str | None] = []
    by_block: dict[int, list[tuple[Candidate, Statement]]] = {}
    for one, made in out:
        by_block.setdefault(one.block.number, []).append((one, made))
    for one, made in out:
        around = [
            (other.size, there.id)
            for other, there in by_block[one.block.number]
            if other.start <= one.start
            and one.end <= other.end
            and there.id != made.id
            and other.size > one.size
            and any(s <= one.start and one.end <= e for s, e in other.content)
        ]
        hosts.append(min(around)[1] if around else None)
    return hosts


def _statement(
    page: Page, cast: Cast, one: Candidate, own: Sequence[Quote], last: Statement | None
) -> Statement:
    speaker, label, where = _speaker(page, cast, one)
    if one.carried and last is not None:
        speaker, label = last.speaker, last.speaker_label
    spans = tuple(page.span(*piece) for piece in one.content)
    cue = page.span(*one.cue) if one.cue else None
    words = _tokens(one)
    return Statement(
        id=statement_id(page, spans, one.rule if one.rule == "citing" else ""),
        doc=page.doc,
        speaker=speaker,
        speaker_name=cast.name(speaker),
        speaker_label=label,
        speaker_span=where,
        cue_span=cue,
        content_spans=spans,
        quote_type=_quote_type(one.content, own),
        kind=kind_of(one, words),
        addressee=_addressee(page, cast, one),
        about=_about(page, cast, one, speaker),
        modality=modality_of(words),
        conditional=is_conditional(words),
        rule=one.rule,
        via=one.via,
        confidence=round(one.confidence * (0.9 if speaker is None else 1.0), 2),
    )


def statement_id(page: Page, spans: Sequence[Span], told: str = "") -> str:
    """Id that stays the same when a page is read again: of the file's bytes and the spans.

    `told` parts two speakers of the same words.
    """
    key = page.sha256 + "".join(f"|{s.start}-{s.end}" for s in spans) + told
    return f"S.{page.doc}.{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def _speaker(page: Page, cast: Cast, one: Candidate) -> tuple[str | None, str | None, Span | None]:
    head = one.speaker
    if head is None:
        return one.speaker_id, None, None
    base = (one.speaker_block or one.block).base
    pieces = stretches(head, noun_phrase(head), base)
    around = next((p for p in pieces if p[0] <= base + head.idx < p[1]), None)
    if around is None:
        around = (base + head.idx, base + head.idx + len(head.text))
    before = max((b for _a, b in one.content if b <= base + head.idx), default=around[0])
    if before > around[0] and one.rule in ("headline", "citing"):
        around = (base + head.doc[head.i].idx, around[1])
    span = page.span(*around)
    entity = one.speaker_id or _entity(page, cast, head, base)
    return entity, None if entity else span.text, span


def _entity(page: Page, cast: Cast, head: Token, base: int) -> str | None:
    """Whom a head word means; a group is nobody, and of *X's aide* it is not X."""
    here = (base + head.idx, base + head.idx + len(head.text))
    found = cast.mention_at(page, *here)
    if head.pos_ == "NOUN" and _apposed(head):
        found = None
    if found is not None and found.kind != "person" and is_title(head.doc, head.i):
        named = _apposed_person(page, cast, head, base)
        if named is not None:
            return named
    if found is not None and (found.kind == "person" or head.ent_type_ or head.pos_ == "PROPN"):
        return found.entity
    if found is not None and head.tag_ in ("NNS", "NNPS"):
        return None
    named = _apposed_person(page, cast, head, base)
    if named is not None:
        return named
    if head.pos_ == "NOUN" and (found is None or found.kind != "person"):
        beside = _set_beside(page, cast, head, base)
        if beside is not None:
            return beside
    if found is None and head.dep_ == "appos":
        above = base + head.head.idx
        found = cast.mention_at(page, above, above + len(head.head.text))
    return found.entity if found is not None else None


def _apposed_person(page: Page, cast: Cast, head: Token, base: int) -> str | None:
    """Person whose name the parser hung on a post or a form of address."""
    for child in head.children:
        if child.dep_ in ("appos", "flat") or (child.dep_ == "compound" and child.pos_ == "PROPN"):
            inner = cast.mention_at(page, base + child.idx, base + child.idx + len(child.text))
            if inner is not None and inner.kind == "person":
                return inner.entity
    return None


def _set_beside(page: Page, cast: Cast, head: Token, base: int) -> str | None:
    """Person named between commas after a description, wherever the parser hung the name."""
    doc = head.doc
    for token in head.subtree:
        first = token
        while first.i and first.nbor(-1).dep_ == "compound":
            first = first.nbor(-1)
        if token.i > head.i and token.pos_ == "PROPN" and doc[first.i - 1].text in BESIDE:
            inner = cast.mention_at(page, base + token.idx, base + token.idx + len(token.text))
            if inner is not None and inner.kind == "person":
                return inner.entity
    return None


def _apposed(head: Token) -> bool:
    """Whether a name stands beside a description: *its chief, General NAME*."""
    return any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in head.children)


def _quote_type(content: Sequence[Stretch], own: Sequence[Quote]) -> QuoteType:
    size = sum(end - start for start, end in content)
    quoted = sum(
        max(0, min(end, q.end) - max(start, q.start)) for start, end in content for q in own
    )
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.95 * size else "mixed"


def _addressee(page: Page, cast: Cast, one: Candidate) -> str | None:
    if one.addressee is None:
        return None
    head, base = one.addressee, one.block.base
    entity = cast.entity_at(page, base + head.idx, base + head.idx + len(head.text))
    if entity is not None:
        return entity
    pieces = stretches(head, noun_phrase(head), base)
    return page.span(*pieces[0]).text if pieces else None


def _about(page: Page, cast: Cast, one: Candidate, speaker: str | None) -> tuple[str, ...]:
    found = [
        p.mention.entity
        for start, end in one.content
        for p in cast.between(page, start, end)
        if p.mention.entity and start <= p.start and p.end <= end
    ]
    return tuple(dict.fromkeys(e for e in found if e != speaker))


def _tokens(one: Candidate) -> list[Token]:
    base, doc = one.block.base, one.block.doc
    words = [
        doc.char_span(start - base, end - base, alignment_mode="contract")
        for start, end in one.content
        if base <= start and end <= one.block.end
    ]
    return [t for span in words if span is not None for t in span]
