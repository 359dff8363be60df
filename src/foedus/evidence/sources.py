"""Files in: text, HTML and PDF, or the reason why a file cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from foedus.evidence.pages import Page, page_of
from foedus.evidence.records import Dated
from foedus.files import InputError

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf")
LARGEST = 20_000_000  #: bytes of a file
LONGEST = 400_000  #: letters of a text: some two hundred printed pages
LEAST_LETTERS = 20
TEXTS = "texts"  #: folder beside the tables for the text taken from HTML and PDF


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of all files: when they were published, and by whom."""

    published: Dated | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of a file, and what the file says of itself."""

    text: str
    published: Dated | None = None
    publisher: str | None = None
    from_file: bool = True
    warnings: tuple[str, ...] = ()


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Files to read, in order of their names: those given, and those of a known kind in folders.

    Raises
    ------
    InputError
        If a path does not exist or a folder holds nothing to read.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = [
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith(".")
            ]
            if not inside:
                kinds = ", ".join(SUFFIXES)
                raise InputError(path, f"holds no file to read; expected {kinds}")
            found.update(inside)
        elif path.exists():
            found.add(path)
        else:
            raise InputError(path, "no such file or folder")
    return sorted(found)


def load(
    path: Path,
    published: Dated | None = None,
    publisher: str | None = None,
    *,
    doc: str | None = None,
) -> Page:
    """Page of a file, not yet parsed.

    Parameters
    ----------
    path : Path
        Text, HTML or PDF.
    published, publisher :
        What the user says; it goes before what the file says of itself.
    doc : str, optional
        Id of the document; the file's stem by default.

    Raises
    ------
    InputError
        If the file is empty, too large, binary, in another encoding, or holds no English text.
    """
    content = read_bytes(path)
    extracted = extract(path, content)
    _check_words(path, extracted.text)
    name = doc or path.stem
    return page_of(
        extracted.text,
        doc=name,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        published=published or extracted.published,
        publisher=publisher or extracted.publisher,
        publisher_origin="given" if publisher else "metadata",
        text_file=None if extracted.from_file else f"{TEXTS}/{name}.txt",
        warnings=extracted.warnings,
    )


def read_bytes(path: Path) -> bytes:
    """Bytes of a file that is neither empty nor too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(path, f"holds {size / 1e6:.0f} MB, more than {LARGEST // 10**6}")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    if not content.strip():
        raise InputError(path, "is empty")
    return content


def extract(path: Path, content: bytes) -> Extracted:
    """Text of a file by what its bytes are."""
    if content.lstrip()[:5] == b"%PDF-":
        from foedus.evidence.pdf import pdf_text

        return pdf_text(path, content)
    if b"\x00" in content:
        raise InputError(path, "is binary, expected text, HTML or PDF")
    text = _decoded(path, content)
    head = text[:2000].lstrip("\ufeff \n\r\t").lower()
    marked = head.startswith(("<!doctype html", "<html")) or "<html" in head
    if marked or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        from foedus.evidence.html import html_text

        return html_text(path, text)
    return Extracted(text)


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            path, f"is not UTF-8 text (byte {error.start}); convert it, for example with iconv"
        ) from None


def _check_words(path: Path, text: str) -> None:
    if len(text) > LONGEST:
        raise InputError(path, f"holds {len(text)} letters, more than {LONGEST}; split it")
    odd = sum(1 for c in text if ord(c) < 32 and c not in "\n\r\t\x0b\x0c\x1c\x1d\x1e\x1f\x85")
    if odd > 0.02 * len(text):
        raise InputError(path, "is binary, expected text, HTML or PDF")
    letters = sum(c.isalpha() for c in text)
    latin = len(re.findall(r"[A-Za-z]", text))
    if letters < LEAST_LETTERS:
        raise InputError(path, "holds no text")
    if latin < 0.5 * letters:
        raise InputError(path, "is hardly in Latin letters; only English is read")
