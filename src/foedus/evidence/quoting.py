"""Quoted words given to those who speak them: beside a cue, interrupted by it, or signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.evidence.candidates import Candidate
from foedus.evidence.clauses import Stretch
from foedus.evidence.continued import FINITE, NEAR, carry, go_on, inside, lost_mark
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.quotes import Quote
from foedus.evidence.speech_frames import NAMING

TITLED = {"on", "in", "at", "to", "of", "for", "from", "with", "during", "book,", "show,", "film,"}


OF_THE_CLAUSE = {
    *("nsubj", "nsubjpass", "aux", "auxpass", "advmod", "neg", "npadvmod", "dative", "prt", "dobj")
}
DASH = re.compile(r"\s*[.,]?\s*(?:[–—]|(?<=\s)-)\s*")


def give_quotes(
    blocks: Sequence[ParsedBlock],
    quotes: dict[int, list[Quote]],
    found: dict[int, list[Candidate]],
) -> None:
    """Fill and widen the words of candidates by the quotes beside them; add quotes left over."""
    for position, block in enumerate(blocks):
        own = quotes[block.number] = _reopened(block, quotes[block.number], found[block.number])
        for one in found[block.number]:
            _prefer(one, block, own)
            _widen(one, own)
        for one in found[block.number]:
            if not one.content:
                _beside(one, block, own, found[block.number])
        _announced(blocks, position, quotes, found)
    for block in blocks:
        found[block.number] = [one for one in found[block.number] if one.content]
        _signed(block, quotes[block.number], found[block.number])
        go_on(block, quotes[block.number], found[block.number])
    carry(blocks, quotes, found)


def _reopened(block: ParsedBlock, own: Sequence[Quote], found: Sequence[Candidate]) -> list[Quote]:
    """Quotes of a block; one whose opening mark is lost begins after the cue that announces it."""
    out = []
    for quote in own:
        bare = lost_mark(block, quote)
        announced = [
            one.content[0][0]
            for one in found
            if bare
            and one.rule == "clause"
            and one.content
            and one.verb is not None
            and inside(quote, one.cue)
            and one.cue is not None
            and one.cue[1] <= one.content[0][0] < quote.end
            and _by_another(one)
        ]
        out.append(Quote(announced[0], quote.end, False) if announced else quote)
    return out


def _prefer(one: Candidate, block: ParsedBlock, own: Sequence[Quote]) -> None:
    """A quote that ends right before *X says* is what X says, whatever the parser thinks."""
    if one.verb is None or one.rule not in ("clause", "aside") or not one.content:
        return
    first, last = _clause_ends(one)
    text, base = block.text, block.base
    for quote in own:
        gap = text[quote.end - base : first - base]
        if quote.end > first or re.search(r"\w", gap) or len(gap) > 4 or ":" in gap:
            continue
        if _is_title(block, quote) or _own_clause(one, quote, block, last):
            continue
        begun = text[max(0, one.content[0][0] - base) : quote.start - base]
        if ";" in begun or not any(quote.meets(*piece) for piece in one.content):
            one.content = [(quote.start, quote.end)]
        elif any(start > last for start, _end in one.content):
            one.content = [
                p for p in one.content if p[0] < quote.end or any(q.meets(*p) for q in own)
            ]


def _widen(one: Candidate, own: Sequence[Quote]) -> None:
    for quote in own:
        if not any(quote.meets(*piece) for piece in one.content):
            continue
        if inside(quote, one.cue) and not _spoken_from_outside(one, quote):
            one.inside_quote = True
            if one.rule in ("aside", "clause") and _by_another(one) and _dashed(one):
                one.content = _interrupted(one, quote)
                one.inside_quote = False
            continue
        one.content = _with_quote(one.content, quote, one.cue)


def _spoken_from_outside(one: Candidate, quote: Quote) -> bool:
    """Whether only the verb is quoted, and who speaks stands before the mark: *X “condemns” …*."""
    if one.speaker is None or one.speaker_block is not one.block:
        return False
    return one.block.base + one.speaker.idx < quote.start and quote.end <= one.content[-1][1]


def _by_another(one: Candidate) -> bool:
    return one.speaker is not None and one.speaker.lower_ not in ("i", "we", "you")


def _dashed(one: Candidate) -> bool:
    """Whether dashes set the announcing clause apart from the quote that it stands in."""
    first, last = _clause_ends(one)
    text, base = one.block.text, one.block.base
    before = text[: first - base].rstrip()[-1:]
    after = text[last - base :].lstrip(" .,")[:1]
    return before in ("–", "—", "-") and after in ("–", "—", "-")


def _interrupted(one: Candidate, quote: Quote) -> list[Stretch]:
    """Quote with the announcing clause, put between dashes or commas, cut out."""
    assert one.cue is not None and one.verb is not None
    text, base = one.block.text, one.block.base
    doc = one.block.doc
    before = list(DASH.finditer(text, quote.start - base, one.cue[0] - base))
    after = DASH.search(text, one.cue[1] - base, quote.end - base)
    if before and after is not None and after.start() - before[-1].end() < NEAR:
        return [(quote.start, base + before[-1].start()), (base + after.end(), quote.end)]
    own = {one.verb.i} | {
        t.i
        for c in one.verb.children
        if c.dep_ in ("nsubj", "aux", "advmod", "neg", "prep", "npadvmod")
        for t in c.subtree
        if abs(t.i - one.verb.i) < 8
    }
    first = doc[min(own)].idx
    last = doc[max(own)].idx + len(doc[max(own)].text)
    left = text[:first].rstrip(" ,–—-")
    right = last + len(text[last:]) - len(text[last:].lstrip(" .,–—-"))
    pieces = [(quote.start, base + len(left)), (base + right, quote.end)]
    return [(start, end) for start, end in pieces if end - start > 1]


def _with_quote(content: list[Stretch], quote: Quote, cue: Stretch | None) -> list[Stretch]:
    out = []
    for start, end in content:
        if quote.meets(start, end):
            before = cue is not None and cue[0] >= quote.end
            after = cue is not None and cue[1] <= quote.start
            if quote.start < start and (before or after or quote.holds(start, end)):
                start = quote.start
            end = max(end, quote.end)
            if cue is not None and start < cue[0] < end:
                end = min(end, max(cue[0], quote.end))
        out.append((start, end))
    return _tied(out)


def _tied(pieces: list[Stretch]) -> list[Stretch]:
    """Stretches in order, overlapping ones made one."""
    out: list[Stretch] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _clause_ends(one: Candidate) -> tuple[int, int]:
    """Where the announcing clause of a cue begins and ends: its words that stand together."""
    assert one.verb is not None
    doc, base = one.block.doc, one.block.base
    own = {one.verb.i} | {
        t.i for c in one.verb.children if c.dep_ in OF_THE_CLAUSE for t in c.subtree
    }
    first = last = one.verb.i
    while first - 1 in own:
        first -= 1
    while last + 1 in own:
        last += 1
    end = doc[last]
    return base + doc[first].idx, base + end.idx + len(end.text)


def _beside(
    one: Candidate, block: ParsedBlock, own: Sequence[Quote], others: Sequence[Candidate]
) -> None:
    """A quote right before or after an announcing clause."""
    others = [other for other in others if other is not one]
    first, last = _clause_ends(one)
    text, base = block.text, block.base
    for quote in own:
        if inside(quote, one.cue) and _by_another(one) and _dashed(one):
            one.content = _interrupted(one, quote)
            before = one.verb.nbor(-1) if one.verb is not None and one.verb.i else None
            if before is not None and before.pos_ in ("PRON", "PROPN"):
                one.speaker = before
            return
        taken = [p for other in others if not inside(quote, other.cue) for p in other.content]
        taken_up = inside(quote, one.cue) or any(quote.meets(*piece) for piece in taken)
        if taken_up or _is_title(block, quote):
            continue
        if quote.end <= first and not re.search(r"[\w]", text[quote.end - base : first - base]):
            one.content = [(quote.start, quote.end)]
            return
        gap = text[last - base : quote.start - base]
        thing = _named_thing(one, quote)
        if thing is not None:
            one.content = [(base + thing, quote.end)]
            return
        if (
            quote.start >= last
            and len(gap) < NEAR
            and re.fullmatch(r"[^.!?“”\"]*[:,]\s*|\s*", gap)
            and not _clause_between(block, last, quote.start)
        ):
            one.content = [(quote.start, quote.end)]
            return


def _named_thing(one: Candidate, quote: Quote) -> int | None:
    """Where the thing begins to which a quoted name is given: *X called the text “modest”*."""
    if one.verb is None or one.verb.lemma_ not in NAMING:
        return None
    thing = next((c for c in one.verb.children if c.dep_ == "dobj" and c.i > one.verb.i), None)
    if thing is None or thing.pos_ == "PRON":
        return None
    start = thing.left_edge.idx
    end = thing.idx + len(thing.text) + one.block.base
    beside = end <= quote.start <= end + 2 and one.block.base + start > one.verb.idx
    return start if beside else None


def _clause_between(block: ParsedBlock, start: int, end: int) -> bool:
    words = block.doc.char_span(start - block.base, end - block.base, alignment_mode="contract")
    return words is not None and any(t.tag_ in FINITE for t in words)


def _announced(
    blocks: Sequence[ParsedBlock],
    position: int,
    quotes: dict[int, list[Quote]],
    found: dict[int, list[Candidate]],
) -> None:
    """A block that ends with a colon after a cue announces the quote that the next one is."""
    block = blocks[position]
    text = block.text.rstrip()
    if position + 1 >= len(blocks) or not text.endswith(":"):
        return
    after = blocks[position + 1]
    whole = [q for q in quotes[after.number] if q.start - after.base <= 1]
    empty = [c for c in found[block.number] if not c.content and c.verb is not None]
    if whole and empty:
        empty[-1].content = [(whole[0].start, whole[0].end)]


def _own_clause(one: Candidate, quote: Quote, block: ParsedBlock, last: int) -> bool:
    """Whether words follow the cue that are its own, the quote before being a sentence apart."""
    start = one.content[0][0]
    if start < last:
        return False
    between = block.text[last - block.base : start - block.base].split()
    ended = block.text[: quote.end - block.base].rstrip("\"”’' ")[-1:] in (".", "!", "?", "…")
    gap = block.text[quote.end - block.base : _clause_ends(one)[0] - block.base]
    return "that" in between or ended or any(mark in gap for mark in ".!?")


def _is_title(block: ParsedBlock, quote: Quote) -> bool:
    """Whether a quote is the name of a book or a programme after a preposition or a comma."""
    before = block.text[: quote.start - block.base].split()
    if not before or before[-1].lower() not in TITLED:
        return False
    words = re.findall(
        r"[^\W\d_]{4,}", block.text[quote.start - block.base : quote.end - block.base]
    )
    return len(words) > 1 and all(word[0].isupper() for word in words)


SIGNED = re.compile(r"^\s*[–—―-]{1,2}\s*(?P<who>[A-Z][^.!?]{2,80}?)\s*$")


def _signed(block: ParsedBlock, own: Sequence[Quote], found: list[Candidate]) -> None:
    """A quote signed with a dash and a name."""
    text, base = block.text, block.base
    for quote in own[-1:]:
        match = SIGNED.match(text[quote.end - base :])
        if match is None:
            continue
        at = quote.end - base
        name = block.doc.char_span(
            at + match.start("who"), at + match.end("who"), alignment_mode="expand"
        )
        if name is None or not any(t.pos_ == "PROPN" for t in name):
            continue
        covering = [c for c in found if any(quote.meets(*p) for p in c.content)]
        if any(not inside(quote, c.cue) for c in covering):
            continue
        dash = base + at + text[at:].index(match.group().strip()[0])
        found.append(
            Candidate(
                block,
                [(own[0].start if len(own) == 1 else quote.start, quote.end)],
                "assertion",
                "signed",
                0.9,
                (dash, dash + 1),
                name.root,
                block,
            )
        )
