"""Quoted stretches of a block, also where marks are missing, mixed or of another language."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN = {"“": "”“", "„": "“”", "«": "»", '"': '"”', "”": ""}
MOST_MARKS = 400  #: in one block; more are no quotation marks
MARKS = re.compile(r"[“”„«»\"]")
SINGLE = re.compile(r"(?<![\w.,!?])[‘'](?=\w)")
SINGLE_END = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)")
SENTENCE_END = re.compile(r"[.!?…][\"”’“»)]*\s+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch with its marks; `whole` if both marks stand."""

    start: int
    end: int
    whole: bool = True

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch lies inside."""
        return self.start <= start and end <= self.end

    def meets(self, start: int, end: int) -> bool:
        """Whether a stretch and this one share a letter."""
        return self.start < end and start < self.end


def quotes(text: str, base: int = 0) -> list[Quote]:
    """Quoted stretches of a block in order, never overlapping; offsets begin at `base`."""
    if len(MARKS.findall(text)) > MOST_MARKS:
        return []
    found = _double(text)
    found += [q for q in _single(text) if not any(q.meets(o.start, o.end) for o in found)]
    found.sort(key=lambda q: q.start)
    return [Quote(q.start + base, q.end + base, q.whole) for q in found]


def _double(text: str) -> list[Quote]:
    found: list[Quote] = []
    begun: int | None = None
    mark = ""
    for match in MARKS.finditer(text):
        at, letter = match.start(), match.group()
        if begun is None:
            if _opens(text, at, letter):
                begun, mark = at, letter
            elif letter != '"' or not _opens(text, at, letter):
                start = _lost(text, at, found)
                if start is not None:
                    found.append(Quote(start, at + 1, False))
        elif (letter in OPEN.get(mark, "”") and _closes(text, at, letter)) or (
            mark == "«" and letter == "”" and _mixed(text, begun, at)
        ):
            found.append(Quote(begun, at + 1))
            begun = None
    if begun is not None and len(text) - begun > 20:
        found.append(Quote(begun, len(text), False))
    return found


def _opens(text: str, at: int, letter: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if letter in "”»":
        return False
    return not after.isspace() and (not before.isalnum()) and before not in ".!?,"


def _mixed(text: str, begun: int, at: int) -> bool:
    """Whether a quote begun with «, whose own end mark is lost, ends with another."""
    own = text.find("»", at)
    other = text.find("«", at)
    return "“" not in text[begun:at] and (own < 0 or 0 <= other < own)


def _closes(text: str, at: int, letter: str) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    return letter in "”»" or not after.isalnum()


def _lost(text: str, at: int, found: list[Quote]) -> int | None:
    """Where a quote begins whose opening mark is lost: its sentence, or the whole block before it.

    The block when what follows the closing mark is the attribution of all of it.
    """
    floor = max((q.end for q in found), default=0)
    before = text[floor:at]
    if len(before.split()) < 3:
        return None
    bare = [m.start() for m in re.finditer(r"(?:^|(?<=[.!?…] ))[‘'](?=\w)", before)]
    if bare:
        return floor + bare[-1]
    if re.match(r"[”“\"]\s*,", text[at:]) and floor == 0 and SENTENCE_END.search(before):
        return 0
    inside = before.rstrip(" .!?…")
    starts = [m.end() for m in SENTENCE_END.finditer(inside)]
    start = floor + (starts[-1] if starts else 0)
    while start < at and text[start].isspace():
        start += 1
    return start


def _single(text: str) -> list[Quote]:
    found, at = [], 0
    while True:
        begun = SINGLE.search(text, at)
        if begun is None:
            return found
        ended = _single_end(text, begun.end())
        if ended is None:
            return found
        found.append(Quote(begun.start(), ended))
        at = ended


def _single_end(text: str, start: int) -> int | None:
    """End of a single-quoted stretch; the apostrophe of a plural owner is none."""
    for match in SINGLE_END.finditer(text, start):
        after = text[match.end() : match.end() + 2]
        owner = text[match.start() - 1] == "s" and re.match(r" [a-z]", after)
        if not owner:
            return match.end()
    return None
