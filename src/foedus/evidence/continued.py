"""Quotations that go on after the announcing clause, its sentence or its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.evidence.candidates import Candidate
from foedus.evidence.clauses import Stretch
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.quotes import Quote

NEAR = 90
MARKS = "“”„«»\"‘’'"
LEAST_WORDS = 4
FINITE = {"VBD", "VBZ", "VBP", "MD"}


def inside(quote: Quote, stretch: Stretch | None) -> bool:
    """Whether a cue stands inside a quote."""
    return stretch is not None and quote.holds(*stretch)


def lost_mark(block: ParsedBlock, quote: Quote) -> bool:
    """Whether the opening mark of a quote is lost."""
    return not quote.whole and block.text[quote.start - block.base] not in MARKS


def go_on(block: ParsedBlock, own: Sequence[Quote], found: list[Candidate]) -> None:
    """A further quote of a paragraph goes with the one before, when no cue of its own has it."""
    for quote in own:
        if any(
            quote.meets(*piece) for one in found for piece in one.content if not one.inside_quote
        ):
            continue
        announces = any(inside(quote, one.cue) for one in found)
        resuming = (one for one in found if not announces and _resumes(block, quote, one, own))
        resumed = next(resuming, None)
        if resumed is not None:
            resumed.content = [*resumed.content, (quote.start, quote.end)]
            continue
        if not _is_speech(block, quote):
            continue
        before = [
            one
            for one in found
            if one.content[-1][1] <= quote.start
            and not one.inside_quote
            and any(q.meets(*piece) for q in own for piece in one.content)
        ]
        if not _begins_sentence(block, quote) or _announced_apart(block, quote):
            continue
        if before:
            last = max(before, key=lambda one: one.content[-1][1])
            last.content = [*last.content, (quote.start, quote.end)]
        elif any(one.content[-1][1] <= quote.start for one in found):
            found.append(
                Candidate(
                    block, [(quote.start, quote.end)], "assertion", "carried", 0.6, carried=True
                )
            )


def _resumes(block: ParsedBlock, quote: Quote, one: Candidate, own: Sequence[Quote]) -> bool:
    """Whether a quote goes on after an announcing clause set in it: *“…,” X said, “…”*.

    One whose opening mark is lost goes on from what the sentence before announces.
    """
    gap = block.text[one.content[-1][1] - block.base : quote.start - block.base]
    if lost_mark(block, quote) and one.cue is not None and not re.search(r"\w", gap):
        return one.rule == "clause" and one.cue[1] <= one.content[0][0]
    if one.cue is None or one.inside_quote or not one.content[-1][1] <= one.cue[0] < quote.start:
        return False
    gap = block.text[one.cue[1] - block.base : quote.start - block.base]
    broken = re.fullmatch(r"[^.!?“”\"]*,\s*", gap) is not None and len(gap) < NEAR
    return broken and any(q.meets(*one.content[-1]) for q in own)


def carry(
    blocks: Sequence[ParsedBlock],
    quotes: dict[int, list[Quote]],
    found: dict[int, list[Candidate]],
) -> None:
    """A paragraph that is all quote and names nobody is spoken by whoever spoke before.

    Where the quote before was left open, as printers do when a quotation goes on, it is the same
    quotation.
    """
    open_one: Candidate | None = None
    for block in blocks:
        for quote in quotes[block.number]:
            if _alone(block, quote, found[block.number]):
                piece = (quote.start, quote.end)
                if open_one is not None:
                    open_one.content = [*open_one.content, piece]
                else:
                    made = Candidate(block, [piece], "assertion", "carried", 0.7, carried=True)
                    found[block.number].append(made)
        open_one = _left_open(block, quotes[block.number], found[block.number], open_one)


def _alone(block: ParsedBlock, quote: Quote, found: Sequence[Candidate]) -> bool:
    """Whether a quote is all of its paragraph and nobody's yet."""
    covered = any(
        quote.meets(*piece) for one in found for piece in one.content if not one.inside_quote
    )
    start, end = quote.start - block.base, quote.end - block.base
    bare = block.text[:start] + block.text[end:]
    return not covered and len(re.sub(r"\W", "", bare)) <= 3 and _is_speech(block, quote)


def _left_open(
    block: ParsedBlock,
    own: Sequence[Quote],
    found: Sequence[Candidate],
    before: Candidate | None,
) -> Candidate | None:
    """Candidate whose quotation a paragraph ends with, without a closing mark."""
    last = own[-1] if own else None
    if last is None or last.whole or last.end < block.base + len(block.text.rstrip()):
        return None
    if block.text[last.start - block.base] not in MARKS:
        return None
    holding = [one for one in found if any(last.meets(*piece) for piece in one.content)]
    if before is not None and any(last.meets(*piece) for piece in before.content):
        return before
    return holding[-1] if holding else None


def _is_speech(block: ParsedBlock, quote: Quote) -> bool:
    """Whether a quote is a clause and no name or scare quote."""
    words = block.doc.char_span(
        quote.start - block.base, quote.end - block.base, alignment_mode="expand"
    )
    return (
        words is not None
        and sum(t.is_alpha for t in words) >= LEAST_WORDS
        and any(t.tag_ in FINITE for t in words)
    )


def _announced_apart(block: ParsedBlock, quote: Quote) -> bool:
    """Whether a colon stands before a quote: somebody else, whom no rule found, is to speak."""
    return block.text[: quote.start - block.base].rstrip().endswith(":")


def _begins_sentence(block: ParsedBlock, quote: Quote) -> bool:
    before = block.text[: quote.start - block.base].rstrip()
    return not before or before[-1] in '.!?:”"–—'
