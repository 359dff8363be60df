"""A passage that a language model was asked about, and the quotes it gave back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.records import Span
from foedus.evidence.verbatim import Stretch, nearest, places

FAR = 1_000
"""Farthest that a speaker, a cue or a party stands from the words it belongs to, in letters."""

MOST_PARTIES = 20


class UnfoundedError(Exception):
    """A record of an answer of which some quote does not stand in the source."""


@dataclass(frozen=True)
class Passage:
    """Stretches of a page that are asked about together; offsets are clean."""

    page: Page
    within: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """What is sent."""
        return "\n\n".join(self.page.clean[start:end] for start, end in self.within)

    def span(self, place: Stretch) -> Span:
        """Span of the original."""
        try:
            return self.page.span(*place)
        except ValueError:
            raise UnfoundedError from None

    def block(self, place: Stretch) -> ParsedBlock:
        """Paragraph that a place stands in."""
        block = self.page.block_at(place[0])
        if block is None or place[1] > block.end:
            raise UnfoundedError
        return block

    def found(self, row: object, name: str) -> list[Stretch]:
        """Places of a quote of a row; none if the row leaves it empty.

        Raises
        ------
        UnfoundedError
            If there is a quote, and it stands nowhere.
        """
        return self.found_words(_field(row, name))

    def found_words(self, words: str) -> list[Stretch]:
        """Places of a quote; none if it is empty."""
        if not words.strip():
            return []
        found = places(self.page, words, self.within)
        if not found:
            raise UnfoundedError
        return found

    def all_found(self, row: object, name: str) -> list[list[Stretch]]:
        """Places of each quote of a list."""
        words = row.get(name, []) if isinstance(row, Mapping) else None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise UnfoundedError
        if len(words) > MOST_PARTIES:
            raise UnfoundedError
        return [found for word in words if (found := self.found_words(word))]


def _field(row: object, name: str) -> str:
    value = row.get(name, "") if isinstance(row, Mapping) else None
    if value is None and isinstance(row, Mapping):
        return ""
    if not isinstance(value, str):
        raise UnfoundedError
    return value


def near(found: Sequence[Stretch], words: Stretch) -> Stretch | None:
    """Place nearest to the words that it belongs to; None if there is none.

    Raises
    ------
    UnfoundedError
        If the nearest one stands too far away to belong to them.
    """
    if not found:
        return None
    place = nearest(found, [words])
    if max(place[0] - words[1], words[0] - place[1]) > FAR:
        raise UnfoundedError
    return place


def whom(page: Page, cast: Cast, block: ParsedBlock, place: Stretch) -> str | None:
    """Id of whom some words mean: the mention at their head; of *X's aide* it is not X."""
    words: Any = block.doc.char_span(
        place[0] - block.base, place[1] - block.base, alignment_mode="expand"
    )
    if words is None:
        return None
    head = words.root
    start = block.base + head.idx
    mention = cast.mention_at(page, start, start + len(head.text))
    if mention is None or (mention.kind == "person" and head.tag_ in ("NNS", "NNPS")):
        return None
    return mention.entity
