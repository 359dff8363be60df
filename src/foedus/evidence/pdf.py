"""Text of a PDF file, page after page, by pypdf."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from foedus.evidence.sources import Extracted
from foedus.files import InputError

MOST_PAGES = 500
NUMBER = re.compile(
    r"^[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE
)


def pdf_text(path: Path, content: bytes) -> Extracted:
    """Text of a PDF: hyphens at line ends undone, lines of a paragraph joined.

    Raises
    ------
    InputError
        If pypdf is missing, the file is damaged or locked, or holds no text (a scan).
    """
    if find_spec("pypdf") is None:
        raise InputError(path, "is PDF, which needs pypdf; install foedus[pdf]")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                raise InputError(path, "is a locked PDF")
            if len(reader.pages) > MOST_PAGES:
                raise InputError(path, f"has more than {MOST_PAGES} pages")
            pages = [page.extract_text() or "" for page in reader.pages]
    except InputError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        AttributeError,
        IndexError,
        OSError,
        NotImplementedError,
        AssertionError,
    ) as error:
        raise InputError(path, f"is a damaged PDF ({type(error).__name__})") from None
    text = _joined([_paragraphs(page) for page in _without_running_lines(pages)])
    if sum(c.isalpha() for c in text) < 20:
        raise InputError(path, "is a PDF without text (a scan?); read it with OCR first")
    return Extracted(text, from_file=False)


def _without_running_lines(pages: list[str]) -> list[list[str]]:
    """Lines of every page without its number and without what heads or ends most pages."""
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    edges = Counter(mark for page in lines for mark in {_mark(line) for line in _edge(page)})
    running = {mark for mark, times in edges.items() if times >= max(3, len(pages) / 2)}
    return [
        [
            line
            for number, line in enumerate(page)
            if not (_at_edge(page, number) and (_mark(line) in running or NUMBER.match(line)))
        ]
        for page in lines
    ]


def _edge(page: list[str]) -> list[str]:
    return [line for number, line in enumerate(page) if line and _at_edge(page, number)]


def _at_edge(page: list[str], number: int) -> bool:
    """Whether a line is one of the first two or the last two of its page."""
    full = [n for n, line in enumerate(page) if line]
    return number in full[:2] or number in full[-2:]


def _mark(line: str) -> str:
    """Line without its numbers, so that the running heads of two pages are alike."""
    return re.sub(r"\d+", "#", line)


def _joined(pages: list[str]) -> str:
    """Pages one after the other; a paragraph that goes on over the page stays one."""
    text = ""
    for page in pages:
        ended = not text or not page or re.search(r"[.!?:][”\"’)]*$", text)
        goes_on = not ended and page[0].islower()
        text += (" " if goes_on else "\n\n" if text and page else "") + page
    return text.strip()


def _paragraphs(lines: list[str]) -> str:
    """Page with the lines of a paragraph joined; a short line before a capital ends one."""
    widest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    fresh = True
    for number, line in enumerate(lines):
        if not line:
            fresh = True
            continue
        if fresh or not out:
            out.append(line)
        else:
            joined = re.sub(r"(?<=[a-z])-$", "", out[-1])
            out[-1] = joined + ("" if joined != out[-1] else " ") + line
        after = next((one for one in lines[number + 1 :] if one), "")
        fresh = len(line) < 0.75 * widest and _may_end(line, after)
    return "\n\n".join(out)


def _may_end(line: str, after: str) -> bool:
    """Whether a short line ends a paragraph: by its mark, or because a capital follows."""
    if re.search(r"[.!?][”\"’)]*$", line):
        return True
    return bool(re.match(r"[“\"‘]?[A-Z]", after)) and not re.search(
        r"[,;\-–—]$|\b[a-z]{1,3}$", line
    )
