"""Interviews: questions and answers without a verb of speech; the answers are one person's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate
from foedus.evidence.clauses import Stretch

if TYPE_CHECKING:
    from foedus.evidence.cast import Cast
    from foedus.evidence.pages import Page, ParsedBlock

FIRST_PERSON = {"i", "me", "my", "mine", "myself"}
OPENING = 8  #: blocks at the head of a page in which an interview is announced
LEAST_TURNS = 2
ANNOUNCED = re.compile(
    r"\binterview(?:ed|ee|s)?\b|\bq ?& ?a\b|\bquestions? (?:and answers?|to|for)\b|"
    r"\b(?:we|i) (?:asked|met|questioned|spoke|talked|sat down|caught up)\b|"
    r"\b(?:spoke|speaks|talked|talks|sat down|sits down) (?:to|with)\b|\bin conversation\b|"
    r"\b(?:answers?|answered|took|takes) (?:our|my|the|some|your|a few) (?:\w+ )?questions\b",
    re.IGNORECASE,
)
DASHED = re.compile(r"^\s*(?:[-–—―•]|--)\s*(?=[^\W\d_]|[“\"«‘])")
LABELLED = re.compile(
    r"^\s*(?P<who>Q|A|Question|Answer|[A-Z]\.? ?[A-Z]\.?(?:-?[A-Z]\.?)?)\s?[:.]\s+"
)
ASKED = re.compile(r"\?[\"”’»)]*\s*$")
ADDRESSED = re.compile(
    r"(?:^|[.,?!] )(?:Mr|Mrs|Ms|Dr|Prof|Professor|General|Colonel|Minister|Ambassador|Madam)\b"
)
NOTE = re.compile(r"^\s*[(\[].*[)\]]\s*$", re.DOTALL)


def answers(page: Page, cast: Cast, blocks: Sequence[ParsedBlock]) -> list[Candidate]:
    """What the person interviewed answers: one candidate for each paragraph of an answer.

    Parameters
    ----------
    page : Page
    cast : Cast
        Who is named on the page.
    blocks : sequence of ParsedBlock
        The page's title and paragraphs in order.

    Returns
    -------
    list of Candidate
        Empty when the page is no interview, or when nobody is named whose answers they can be.
    """
    turns = list(_turns(page, blocks))
    if len(turns) < LEAST_TURNS:
        return []
    first = min(question for question, _answer, _start in turns)
    who = _interviewed(page, cast, blocks, first)
    if who is None:
        return []
    found = [_answered(blocks[at], start, who) for _question, at, start in turns]
    title = blocks[0]
    quoted = re.fullmatch(r"\s*[“\"«„‘'].+[”\"»“’']\s*", title.text, re.DOTALL)
    if title.kind == "title" and quoted is not None:
        found.append(_answered(title, 0, who))
    return found


def own_words(found: Sequence[Candidate], told: Sequence[Candidate]) -> None:
    """Give what *I* says inside an answer to the person interviewed."""
    by_block = {one.block.number: one.speaker_id for one in told}
    for one in found:
        if one.speaker is not None and one.speaker.lower_ in FIRST_PERSON:
            one.speaker_id = by_block.get(one.block.number)


def _answered(block: ParsedBlock, start: int, who: str) -> Candidate:
    text = block.text
    while start < len(text) and text[start].isspace():
        start += 1
    piece: Stretch = (block.base + start, block.base + len(text.rstrip()))
    return Candidate(block, [piece], "assertion", "interview", 0.85, speaker_id=who)


def _turns(page: Page, blocks: Sequence[ParsedBlock]) -> Iterator[tuple[int, int, int]]:
    """Each paragraph of an answer: places of its question and of itself, and where it begins."""
    kinds = [_mark(block) for block in blocks]
    dashes = [i for i, (kind, _at) in enumerate(kinds) if kind == "-"]
    told = sum(i + 1 in dashes for i, block in enumerate(blocks) if ASKED.search(block.text))
    labels = [i for i, (kind, _at) in enumerate(kinds) if kind in ("q", "a")]
    asks = [i for i, block in enumerate(blocks) if ASKED.search(block.text)]
    if len(labels) >= 2 * LEAST_TURNS:
        yield from _by_label(kinds)
    elif len(asks) >= LEAST_TURNS and (told >= LEAST_TURNS or _announces(page, blocks)):
        if len(dashes) >= LEAST_TURNS:
            yield from _by_dash(blocks, kinds, set(asks))
        elif not dashes:
            yield from _by_question(blocks, asks)


def _mark(block: ParsedBlock) -> tuple[str, int]:
    """How a paragraph begins: ``-`` for a dash, ``q`` and ``a`` for a label, else nothing."""
    if block.kind != "paragraph":
        return "", 0
    dash = DASHED.match(block.text)
    if dash is not None:
        return "-", dash.end()
    label = LABELLED.match(block.text)
    if label is not None and label["who"] in ("Q", "Question", "A", "Answer"):
        return label["who"][0].lower(), label.end()
    return "", 0


def _by_label(kinds: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int, int]]:
    """*Q: …* and *A: …*; a paragraph without a label goes on with the answer before it."""
    question, answering = -1, False
    last = max(i for i, (kind, _at) in enumerate(kinds) if kind)
    for i, (kind, at) in enumerate(kinds[: last + 1]):
        if kind == "q":
            question, answering = i, False
        elif kind == "a":
            answering = True
        if answering and question >= 0 and kind != "q":
            yield question, i, at


def _by_dash(
    blocks: Sequence[ParsedBlock], kinds: Sequence[tuple[str, int]], asks: set[int]
) -> Iterator[tuple[int, int, int]]:
    """Answers that begin with a dash after questions that do not, or with one after a dash."""
    for i, (kind, at) in enumerate(kinds):
        if kind != "-" or not i or i in asks:
            continue
        before = kinds[i - 1][0]
        asked = before != "-" or i - 1 in asks
        if asked and blocks[i - 1].kind == "paragraph":
            yield i - 1, i, at


def _by_question(
    blocks: Sequence[ParsedBlock], asks: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Paragraphs between short questions that stand alone, and one after the last of them."""
    alone = [i for i in asks if blocks[i].kind == "paragraph" and len(blocks[i].text) < 400]
    for question, after in zip(alone, [*alone[1:], alone[-1] + 2 if alone else 0], strict=True):
        for i in range(question + 1, min(after, len(blocks))):
            if not NOTE.match(blocks[i].text):
                yield question, i, 0


def _announces(page: Page, blocks: Sequence[ParsedBlock]) -> bool:
    """Whether the head of the page, its lines of date and place too, speaks of an interview."""
    end = blocks[min(OPENING, len(blocks)) - 1].end if blocks else 0
    return ANNOUNCED.search(page.clean[:end]) is not None


def _interviewed(page: Page, cast: Cast, blocks: Sequence[ParsedBlock], first: int) -> str | None:
    """Whom the first question addresses, else whom the lines before it name first."""
    block = blocks[first]
    people = [p for p in cast.between(page, block.base, block.end) if p.mention.kind == "person"]
    if people and ADDRESSED.search(page.clean[block.base : people[0].start + 1]):
        return people[0].mention.entity
    intro = [b for b in blocks[:first] if b.kind == "paragraph"]
    named = [
        p
        for b in [*intro, *(b for b in blocks[:first] if b.kind == "title")]
        for p in cast.between(page, b.base, b.end)
        if p.mention.kind == "person" and p.mention.form == "name"
    ]
    for one in named:
        before = page.clean[max(0, one.start - 120) : one.start]
        if ANNOUNCED.search(before.rpartition(". ")[2]):
            return one.mention.entity
    return named[0].mention.entity if named else None
