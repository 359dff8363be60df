"""Text of an HTML page: by trafilatura when it is installed, else by the standard library."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from foedus.evidence.metadata import Told
from foedus.evidence.sources import Extracted
from foedus.files import InputError

MOST_TAGS = 100_000
DEEPEST = 500
LONGEST_TAG = 200_000
SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "nav",
    "footer",
    "form",
    "button",
    "select",
    "aside",
    "head",
}
BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "article",
    "section",
    "header",
    "figure",
    "figcaption",
    "table",
    "ul",
    "ol",
    "pre",
    "main",
    "dd",
    "dt",
    "time",
    "center",
    "hr",
    "td",
    "th",
}
VOID = {
    "br",
    "img",
    "hr",
    "meta",
    "link",
    "input",
    "source",
    "area",
    "base",
    "col",
    "embed",
    "param",
    "track",
    "wbr",
}
IMPLIED = {  #: tags whose end may be left out: each such beginning ends the one before
    "p": ("p",),
    "li": ("li", "p"),
    "dt": ("dt", "dd", "p"),
    "dd": ("dt", "dd", "p"),
    "option": ("option",),
    "td": ("td", "th", "p"),
    "th": ("td", "th", "p"),
    "tr": ("td", "th", "tr", "p"),
}


def html_text(path: Path, page: str) -> Extracted:
    """Text of a page with its title first; date and publisher by its metadata.

    Raises
    ------
    InputError
        If the page is built to exhaust a reader, or holds no text.
    """
    if page.count("<") > MOST_TAGS:
        raise InputError(path, f"holds more than {MOST_TAGS} tags")
    if any(len(part) > LONGEST_TAG for part in re.findall(r"<[^<>]*", page)):
        raise InputError(path, f"holds more than {LONGEST_TAG} letters without a tag")
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if reader.deepest > DEEPEST:
        raise InputError(path, f"is nested {reader.deepest} deep, more than {DEEPEST}")
    text = _main_text(page, reader.text())
    title = _headline(reader.title, text)
    if title and text and not text.casefold().startswith(title[:40].casefold()):
        text = f"{title}\n\n{text}"
    if not text.strip():
        raise InputError(path, "is HTML without text")
    told = Told.of(reader.meta, reader.linked, reader.times)
    return Extracted(text, told.published(), told.publisher(), from_file=False)


def _main_text(page: str, plain: str) -> str:
    """Text of the report without what the site put around it, if trafilatura is installed."""
    if find_spec("trafilatura") is None:
        return plain
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(page, include_comments=False, include_tables=False) or ""
    except (ValueError, TypeError, RecursionError, AssertionError):
        return plain
    if "\n" not in found.strip():
        # of a short page it gives one line; our own reader knows where its paragraphs end
        flat = " ".join(found.split())
        lines = [line for line in plain.split("\n\n") if " ".join(line.split()) in flat]
        found = "\n".join(lines) if sum(map(len, lines)) > 0.8 * len(flat) else found
    return re.sub(r"\n+", "\n\n", found) or plain


def _headline(title: str, text: str) -> str:
    """Title of a page without the name of the site: the part of it that the text repeats."""
    flat = " ".join(title.split())
    lines = {" ".join(line.split()).casefold() for line in text.split("\n")}
    parts = re.split(r"\s+(?:[|»«·•]|::|[-–—])\s+", flat)
    repeated = [part for part in parts if len(part) > 12 and part.casefold() in lines]
    return repeated[0] if repeated else re.split(r"\s+[|»«]\s+", flat)[0]


class _Reader(HTMLParser):
    """Collects text by blocks, metadata, and how deep the tags go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self.times: list[dict[str, str]] = []
        self.linked: list[str] = []
        self._linked = False
        self.deepest = 0
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self._note({k: v or "" for k, v in attrs})
        if tag == "title" and not self.title:
            self._in_title = True
        if tag in BLOCKS:
            self._pieces.append("\n")
        if tag == "time":
            self.times.append({k: v or "" for k, v in attrs})
        if tag == "script" and "ld+json" in (dict(attrs).get("type") or ""):
            self._linked = True
        if tag not in VOID:
            while self._open and self._open[-1] in IMPLIED.get(tag, ()):
                self._open.pop()
            self._open.append(tag)
            self.deepest = max(self.deepest, len(self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "script":
            self._linked = False
        if tag in BLOCKS:
            self._pieces.append("\n")
        if tag in self._open[-DEEPEST:]:
            while self._open and self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._linked:
            self.linked.append(data)
        elif self._in_title:
            self.title += data
        elif not SILENT & set(self._open[-DEEPEST:]):
            self._pieces.append(data)

    def _note(self, attrs: dict[str, str]) -> None:
        name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or ""
        self.meta.setdefault(name.lower(), attrs.get("content", ""))

    def text(self) -> str:
        """Text of the page, one paragraph a block."""
        lines = re.split(r"\n+", re.sub(r"[ \t\r\f\v]+", " ", "".join(self._pieces)))
        return "\n\n".join(line.strip() for line in lines if line.strip())
