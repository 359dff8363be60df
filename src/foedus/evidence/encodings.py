"""Bytes to text: UTF-8, a byte-order mark, or the character set that a page declares."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from foedus.files import InputError

HEAD = 4096  #: bytes in which a page declares its character set
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
KNOWN = re.compile(
    r"utf-?8|us-ascii|(?:windows-?|cp-?|x-cp)(?:125\d|866|874)|iso-?8859-?\d{1,2}|latin-?\d|"
    r"koi8-?[rut]|mac-?(?:cyrillic|roman)|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_BROKEN = 0.001  #: share of a page that may be no character before the page is refused


def decoded(path: Path, content: bytes, html: bool) -> tuple[str, tuple[str, ...]]:
    """Text of bytes, and what the reader should know of how it was decoded.

    UTF-8 goes before what a page declares, for no other text passes for it by chance. A plain
    file declares nothing: it is UTF-8, or UTF-16 or UTF-32 with a byte-order mark.

    Raises
    ------
    InputError
        If the bytes are binary, or in a character set that nothing names.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return _strict(path, content, name), (f"decoded from {name.upper()}",)
    if b"\x00" in content:
        raise InputError(path, "is binary, or UTF-16 without a byte-order mark")
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error.start
    found = DECLARED.search(content[:HEAD])
    if not (html or b"<html" in content[:HEAD].lower()):
        raise InputError(
            path, f"is not UTF-8 text (byte {first}); convert it, for example with iconv"
        )
    if found is None:
        raise InputError(path, f"is not UTF-8 (byte {first}) and declares no character set")
    return _as_declared(path, content, found.group(1).decode("ascii").lower())


def _strict(path: Path, content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            path, f"begins like {name.upper()} and is none (byte {error.start})"
        ) from None


def _as_declared(path: Path, content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text of a page in the set it names; a few letters that are none become U+FFFD."""
    if not KNOWN.fullmatch(name):
        raise InputError(path, f"declares the character set {name!r}, which is not known")
    python = re.sub(r"^(?:windows-?|cp-?|x-cp)", "cp", name)
    if re.fullmatch(r"iso-?8859-?1|latin-?1|us-ascii", name):
        python = "cp1252"  # what browsers take these names to mean (WHATWG, Encoding)
    try:
        codecs.lookup(python)
    except LookupError:
        raise InputError(path, f"declares the character set {name!r}, which is not known") from None
    text = content.decode(python, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(3, MOST_BROKEN * len(text)):
        raise InputError(path, f"declares {name} and is not ({broken} letters are none)")
    told = [f"decoded from {name}"] if name not in ("utf-8", "utf8") else []
    if broken:
        told.append(f"{broken} letters could not be decoded")
    return text, tuple(told)
