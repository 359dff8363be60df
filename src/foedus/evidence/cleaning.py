"""Cleaned text with a map back: what the rules read, and where each letter of it stands.

The original is never edited. Character references (also with a stray space, ``& mdash;``), text
decoded twice, doubled single quotes, control characters and glued words are put right in a copy,
and every code point of the copy knows the stretch of the original that it stands for.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from html import unescape

NAME = r"(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,12})"
REFERENCE = re.compile(rf"[ ]*&[ ]?nbsp;[ ]*|&[ ]?{NAME};")
BLANKS = re.compile(r"[ \t\u00a0]{2,}")
GLUED = re.compile(r"(?<![^\W\d_])[a-z]{4,}(?=[A-Z][a-z]{2,})")
GLUED_STOP = re.compile(
    r"(?<=[a-z]{2}[.!?])(?=[A-Z][A-Za-z]{2,})|(?<=[a-z]{2}[.!?][”“\"])(?=[A-Z])"
)
DOUBLED = re.compile(r"''|``|,,(?=\w)|‚‚|’’|‘‘")
SPACED_QUOTE = re.compile(
    r"(?<=[“‘«„])[ \u00a0]+|(?<=``)[ \u00a0]+|[ \u00a0]+(?=[”»]|''[ .,;:!?)]|''$)", re.MULTILINE
)
MARKS = {"''": "”", "``": "“", ",,": "„", "‚‚": "„", "’’": "”", "‘‘": "“"}
TWICE = re.compile(
    r"â€[\u0080-\u009f\u2019-\u203a\u0153œ™˜¦\"“”–—]|Ã[\u0080-\u00bf©¨¤¶¼±§]|Â[\u00a0-\u00bf]"
)
DASHES = {"\u2010": "-", "\u2011": "-", "\u2015": "—"}
SPACES = {*"\u00a0\u1680\u202f\u205f\u3000\t\x0b\x0c", *map(chr, range(0x2000, 0x200B))}
NOTHING = {*"\u00ad\u200b\u200c\u200d\u2060\ufeff"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text; code point i of it stands for ``original[starts[i]:ends[i]]``."""

    text: str
    starts: array[int]
    ends: array[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a stretch of the clean text.

        Inserted spaces at the edges, which stand for nothing, are left out.

        Raises
        ------
        ValueError
            If the stretch is empty or stands for nothing.
        """
        while start < end and self.starts[start] == self.ends[start]:
            start += 1
        while end > start and self.starts[end - 1] == self.ends[end - 1]:
            end -= 1
        if start >= end:
            raise ValueError(f"no text between {start} and {end}")
        return self.starts[start], self.ends[end - 1]


def clean(original: str) -> Cleaned:
    """Text put right for reading, with the map back to the original."""
    changes = _changes(original)
    out: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for start, end, new in changes:
        _copy(original, at, start, out, starts, ends)
        for letter in new:
            out.append(letter)
            starts.append(start)
            ends.append(end)
        at = end
    _copy(original, at, len(original), out, starts, ends)
    return Cleaned("".join(out), starts, ends)


def _copy(
    original: str, start: int, end: int, out: list[str], starts: array[int], ends: array[int]
) -> None:
    out.append(original[start:end])
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _changes(original: str) -> list[tuple[int, int, str]]:
    """What is put right: (start, end, new text), in order, never overlapping."""
    found: list[tuple[int, int, str]] = []
    found += [(m.start(), m.end(), _meant(m.group())) for m in REFERENCE.finditer(original)]
    found += [(m.start(), m.end(), _once(m.group())) for m in TWICE.finditer(original)]
    found += [(m.start(), m.end(), MARKS[m.group()]) for m in DOUBLED.finditer(original)]
    found += [(m.start(), m.end(), "") for m in SPACED_QUOTE.finditer(original)]
    found += [(m.start(), m.end(), " ") for m in BLANKS.finditer(original)]
    found += [(m.end(), m.end(), " ") for m in GLUED.finditer(original)]
    found += [(m.start(), m.start(), " ") for m in GLUED_STOP.finditer(original)]
    found += [
        (m.start(), m.end(), "\n") for m in re.finditer(r"\r\n?|\u2028|\u2029|\x85", original)
    ]
    for letter in {*original} - {"\n", "\r"}:
        new = _letter(letter)
        if new != letter:
            found += [(m.start(), m.end(), new) for m in re.finditer(re.escape(letter), original)]
    found.sort()
    kept, at = [], 0
    for start, end, new in found:
        if start >= at and original[start:end] != new:
            kept.append((start, end, new))
            at = end
    return kept


def _letter(letter: str) -> str:
    if letter in SPACES:
        return " "
    if letter in NOTHING or (not letter.isprintable() and letter not in "\n\x85\u2028\u2029 "):
        return ""
    return DASHES.get(letter, letter)


def _meant(reference: str) -> str:
    """Character that a reference stands for; what is none stays as it is."""
    tight = reference.replace(" ", "")
    new = unescape(tight)
    if new == tight:
        return reference
    return "".join(_letter(letter) for letter in new)


def _once(twice: str) -> str:
    """Text that was UTF-8, read as Windows-1252, and written as UTF-8 again."""
    try:
        return twice.encode("cp1252").decode("utf-8")
    except UnicodeError:
        try:
            return twice.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return twice
