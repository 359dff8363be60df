"""Files in: text, HTML and PDF, or the reason why a file cannot be read."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from foedus.evidence.encodings import decoded
from foedus.evidence.pages import Page, page_of
from foedus.evidence.records import Dated
from foedus.files import InputError, visible

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
LARGEST = 20_000_000  #: bytes of a file
LONGEST = 400_000  #: letters of a text: some two hundred printed pages
LONGEST_STEM = 180  #: bytes of a document's id, which names a file with more letters around it
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
                if p.suffix.lower() in SUFFIXES and not p.is_dir() and not p.name.startswith(".")
            ]
            if not inside:
                kinds = ", ".join(SUFFIXES)
                raise InputError(path, f"holds no file to read; expected {kinds}")
            found.update(inside)
        elif path.exists() or path.is_symlink():
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
    name = doc or document_id(path)
    return page_of(
        extracted.text,
        doc=name,
        file=shown(path.name),
        sha256=hashlib.sha256(content).hexdigest(),
        published=published or extracted.published,
        publisher=publisher or extracted.publisher,
        publisher_origin="given" if publisher else "metadata",
        text_file=None if extracted.from_file else f"{TEXTS}/{name}.txt",
        warnings=extracted.warnings,
    )


def shown(name: str | Path) -> str:
    """Name of a file as it can be written and shown: no line ends, no orders to a terminal."""
    return visible(str(name))


def document_id(path: Path) -> str:
    """The file's stem; what cannot be written in it is marked, and a very long one is cut."""
    stem = shown(path.stem)
    if len(stem.encode("utf-8")) <= LONGEST_STEM:
        return stem
    digest = hashlib.sha256(stem.encode("utf-8")).hexdigest()[:8]
    return stem.encode("utf-8")[: LONGEST_STEM - 9].decode("utf-8", "ignore") + f"-{digest}"


def read_bytes(path: Path) -> bytes:
    """Bytes of a regular file that is neither empty nor too large."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputError(path, "is no regular file (a pipe, a device)")
        if about.st_size > LARGEST:
            size = about.st_size / 1e6
            raise InputError(path, f"holds {size:.0f} MB, more than {LARGEST // 10**6}")
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
    text, warnings = decoded(path, content, path.suffix.lower() in HTML_SUFFIXES)
    head = text[:2000].lstrip("\ufeff \n\r\t").lower()
    marked = head.startswith(("<!doctype html", "<html")) or "<html" in head
    if marked or path.suffix.lower() in HTML_SUFFIXES:
        from foedus.evidence.html import html_text

        return replace(html_text(path, text), warnings=warnings)
    same = text.encode("utf-8", "surrogatepass") == content
    return Extracted(text, from_file=same, warnings=warnings)


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
