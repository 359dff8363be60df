"""Files in: text, HTML and PDF, or a reason why a file cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from foedus.evidence.pages import Page, page_of
from foedus.evidence.records import Dated
from foedus.files import InputError

LARGEST = 20_000_000


def load(path: Path, published: Dated | None = None, publisher: str | None = None) -> Page:
    """Page of a file, not yet parsed."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise InputError(path, "larger than 20 MB; split it")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path, f"not UTF-8 text (byte {error.start})") from None
    return page_of(
        text,
        doc=path.stem,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        published=published,
        publisher=publisher,
    )
