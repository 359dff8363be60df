"""Text of a PDF file, page after page, by pypdf."""

from __future__ import annotations

import io
import logging
import re
import warnings
from importlib.util import find_spec
from pathlib import Path

from foedus.evidence.sources import Extracted
from foedus.files import InputError

MOST_PAGES = 500


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
    text = "\n\n".join(_paragraphs(page) for page in pages).strip()
    if sum(c.isalpha() for c in text) < 20:
        raise InputError(path, "is a PDF without text (a scan?); read it with OCR first")
    return Extracted(text, from_file=False)


def _paragraphs(page: str) -> str:
    """Page with the lines of a paragraph joined; a line that ends a sentence early ends it."""
    lines = [line.strip() for line in page.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
        elif fresh or not out:
            out.append(line)
            fresh = False
        else:
            joined = re.sub(r"(?<=[a-z])-$", "", out[-1])
            out[-1] = joined + ("" if joined != out[-1] else " ") + line
        if line and len(line) < 0.75 * widest and re.search(r"[.!?][”\"’]?$", line):
            fresh = True
    return "\n\n".join(out)
