"""Quotes found again in the page they are said to come from; what is kept is the page's own words.

A quote counts as found if it stands there letter by letter, else if it does after both were
cleaned in the same way (blanks, quotation marks, dashes, character references), else if a stretch
of the page is like it to 95 of 100 (a slip in copying). Whatever the quote says, the stretch of
the page is what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from foedus.evidence.cleaning import clean

if TYPE_CHECKING:
    from foedus.evidence.pages import Page

Stretch = tuple[int, int]
LIKE = 95.0
ROUGHLY = 85.0
REACH = 16
"""How far from the roughly right place the ends of a slipped quote are sought, in letters."""

LEAST_LIKE = 20
"""Fewest letters of a quote that is sought by likeness."""

MOST_PLACES = 50
MOST_QUOTE = 5_000
_FOLD = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’`´", "'"), **dict.fromkeys("—–", "-")}
)


def places(page: Page, quote: str, within: Sequence[Stretch]) -> list[Stretch]:
    """Clean offsets of every place where a quote stands.

    Parameters
    ----------
    page : Page
    quote : str
        Words that are said to stand on the page.
    within : sequence of (start, end)
        Stretches of clean text, such as paragraphs; a place lies within one of them.

    Returns
    -------
    list of (start, end)
        In order; empty if the quote stands nowhere.
    """
    quote = quote.strip()
    if not quote or len(quote) > MOST_QUOTE:
        return []
    if found := list(_exact(page.clean, quote, within)):
        return found
    for form in dict.fromkeys((_folded(quote), _folded(quote).strip("\"' "))):
        if form and (found := list(_cleaned(page.clean, form, within))):
            return found
    likeness = _alike(page.clean, _folded(quote), within)
    return [likeness] if likeness else []


def _exact(text: str, quote: str, within: Sequence[Stretch]) -> Iterator[Stretch]:
    return _matches(text, re.escape(quote), within)


def _cleaned(text: str, form: str, within: Sequence[Stretch]) -> Iterator[Stretch]:
    pattern = r"\s+".join(re.escape(word) for word in form.split())
    return _matches(_marks_folded(text), pattern, within)


def _matches(text: str, pattern: str, within: Sequence[Stretch]) -> Iterator[Stretch]:
    """Places that begin and end where words do."""
    form = re.compile(pattern)
    count = 0
    for start, end in within:
        for match in form.finditer(text, start, end):
            if _whole_words(text, *match.span()):
                yield match.span()
                count += 1
            if count >= MOST_PLACES:
                return


def _whole_words(text: str, start: int, end: int) -> bool:
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Whether a place lies inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


@lru_cache(maxsize=2)
def _marks_folded(text: str) -> str:
    """Text with one form of every mark, letter for letter; kept, as a page is searched often."""
    return text.translate(_FOLD)


def _folded(quote: str) -> str:
    cleaned = clean(quote).text
    return " ".join(cleaned.translate(_FOLD).split())


def _alike(text: str, form: str, within: Sequence[Stretch]) -> Stretch | None:
    """Place of the stretch that is most like a quote, if it is like enough."""
    if len(form) < LEAST_LIKE:
        return None
    from rapidfuzz import fuzz

    best: tuple[float, Stretch] | None = None
    folded = _marks_folded(text)
    for start, end in within:
        if end - start < len(form) * LIKE / 100:
            continue
        # The window has the quote's length, so that a word left out costs more than it should.
        rough = fuzz.partial_ratio_alignment(form, folded[start:end], score_cutoff=ROUGHLY)
        if rough is None:
            continue
        for first in _edges(folded, start + rough.dest_start, start, end):
            for last in _edges(folded, start + rough.dest_end, first, end):
                likeness = fuzz.ratio(form, folded[first:last])
                if likeness >= LIKE and (best is None or likeness > best[0]):
                    best = likeness, (first, last)
    return best[1] if best else None


def _edges(text: str, near: int, start: int, end: int) -> list[int]:
    """Places near a place where a word begins or ends."""
    return [
        at
        for at in range(max(start, near - REACH), min(end, near + REACH) + 1)
        if at in (start, end) or text[at - 1].isalnum() != text[at].isalnum()
    ]


def nearest(found: Sequence[Stretch], anchors: Sequence[Stretch]) -> Stretch:
    """Of the places of a quote the one nearest to any of the anchors; the first without any."""
    if not anchors:
        return found[0]
    return min(found, key=lambda place: (min(_gap(place, one) for one in anchors), place))


def _gap(one: Stretch, other: Stretch) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])
