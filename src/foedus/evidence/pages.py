"""A page: the original as it stands, a clean copy of it, its parts and its grammar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from foedus.evidence.blocks import PageBlock, split_blocks
from foedus.evidence.cleaning import Cleaned, clean
from foedus.evidence.dates import published_in, publisher_in
from foedus.evidence.records import Block, BlockKind, Dated, DateOrigin, DocumentRecord, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Words


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A block with its grammar; code point i of `doc` is code point ``base + i`` of the page."""

    doc: Doc
    base: int
    kind: BlockKind
    number: int
    text: str

    @property
    def end(self) -> int:
        """Clean offset just after the block."""
        return self.base + len(self.text)


@dataclass(frozen=True, slots=True)
class WordRun:
    """The words ``first`` to ``last`` (exclusive) of a block."""

    block: ParsedBlock
    first: int
    last: int

    @property
    def start(self) -> int:
        """Clean offset of its beginning."""
        return self.block.base + self.block.doc[self.first].idx

    @property
    def end(self) -> int:
        """Clean offset of its end."""
        token = self.block.doc[self.last - 1]
        return self.block.base + token.idx + len(token.text)


@dataclass(frozen=True)
class Page:
    """A file that was read. Offsets of rules are clean; `span` turns them into those of the file.

    `doc` is the file's stem, `original` its text as it stands, `clean` the text put right.
    """

    doc: str
    file: str
    sha256: str
    original: str
    map: Cleaned
    blocks: tuple[PageBlock, ...]
    published: Dated = field(default_factory=Dated)
    publisher: str | None = None
    publisher_origin: DateOrigin = "unknown"
    text_file: str | None = None
    warnings: tuple[str, ...] = ()
    parsed: tuple[ParsedBlock, ...] = ()

    @property
    def clean(self) -> str:
        """Text put right for reading."""
        return self.map.text

    def span(self, start: int, end: int) -> Span:
        """Span of the original for clean offsets, without the blanks at its ends.

        Raises
        ------
        ValueError
            If nothing of the original stands there.
        """
        text = self.clean
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        first, last = self.map.back(start, end)
        return Span(first, last, self.original[first:last])

    def span_of(self, block: ParsedBlock, words: Words) -> Span:
        """Span of the original for words of a block."""
        return self.span(block.base + words.start_char, block.base + words.end_char)

    def sentences(self, boilerplate: bool = False) -> Iterator[tuple[ParsedBlock, Words]]:
        """Sentences in order, each with its block; those of the site's own text on request."""
        for block in self.parsed:
            if boilerplate or block.kind != "boilerplate":
                for sentence in block.doc.sents:
                    yield block, sentence

    def block_at(self, offset: int) -> ParsedBlock | None:
        """Parsed block that a clean offset stands in."""
        for block in self.parsed:
            if block.base <= offset < block.end:
                return block
        return None

    @property
    def title(self) -> Span | None:
        """The headline, when there is one."""
        for block in self.blocks:
            if block.kind == "title":
                return self.span(block.start, block.end)
        return None

    def record(self) -> DocumentRecord:
        """What is written about the file."""
        return DocumentRecord(
            id=self.doc,
            file=self.file,
            sha256=self.sha256,
            n_chars=len(self.original),
            title=self.title,
            published=self.published,
            publisher=self.publisher,
            publisher_origin=self.publisher_origin,
            blocks=tuple(Block(b.kind, self.span(b.start, b.end)) for b in self.blocks),
            warnings=self.warnings,
            text_file=self.text_file,
        )


def page_of(
    original: str,
    *,
    doc: str,
    file: str | None = None,
    sha256: str | None = None,
    published: Dated | None = None,
    publisher: str | None = None,
    publisher_origin: DateOrigin = "given",
    text_file: str | None = None,
    warnings: Sequence[str] = (),
) -> Page:
    """Page of a text, without its grammar.

    The date of publication is the one given, else the one that a line of the page states; the
    publisher is the one given, else the news agency of its dateline.
    """
    cleaned = clean(original)
    blocks = split_blocks(cleaned.text)
    page = Page(
        doc=doc,
        file=file or f"{doc}.txt",
        sha256=sha256 or hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest(),
        original=original,
        map=cleaned,
        blocks=blocks,
        publisher=publisher,
        publisher_origin=publisher_origin if publisher else "unknown",
        text_file=text_file,
        warnings=tuple(warnings),
    )
    page = replace(page, published=published or published_in(page))
    agency = None if publisher else publisher_in(page)
    return replace(page, publisher=agency, publisher_origin="text") if agency else page


def parse(pages: Sequence[Page]) -> list[Page]:
    """Pages with their grammar: every block tagged, parsed, its names found.

    Each page goes through the pipeline alone, so that what is found in it does not depend on the
    pages that happen to be read with it.
    """
    return [parse_page(page) for page in pages]


def parse_page(page: Page) -> Page:
    """One page with its grammar."""
    from foedus.evidence.language import english

    texts = [page.clean[b.start : b.end] for b in page.blocks]
    docs = english().pipe(texts, batch_size=64)
    parsed = tuple(
        ParsedBlock(doc, block.start, block.kind, number, text)
        for number, (doc, block, text) in enumerate(zip(docs, page.blocks, texts, strict=True))
    )
    return replace(page, parsed=parsed)


def text_page(text: str, doc: str = "page", **given: object) -> Page:
    """Page of a text in memory, parsed."""
    return parse([page_of(text, doc=doc, **given)])[0]  # pyright: ignore[reportArgumentType]
