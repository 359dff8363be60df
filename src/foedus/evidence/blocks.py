"""Parts of a page: title, dateline, paragraphs, and what the site put around the report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.evidence.furniture import (
    CHROME,
    begins_comments,
    begins_list,
    is_byline,
    is_furniture,
    is_menu,
)
from foedus.evidence.heads import MONTHS, head_of, is_head, starts_a_sentence
from foedus.evidence.records import BlockKind

DAY = re.compile(
    rf"(?P<iso>\d{{4}}[-/]\d{{2}}[-/]\d{{2}})|(?P<dotted>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})|"
    rf"(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\.?,?\s+\d{{4}})|"
    rf"(?P<mdy>(?:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?:\b|(?<=\dT))([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\b(?:\s*([ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
DATE_WORDS = re.compile(
    r"\b(posted|published|updated|modified|date|dated|last|first|on|at|by|gmt|utc|est|edt|ist|msk|"
    r"cet|am|pm|mon|tue|wed|thu|fri|sat|sun|\w+day)\b",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.!?…:;,][\s\"'”’“»)\]]*$|[”»]$")
LONGEST_BLOCK = 10_000
LONGEST_SENTENCE = 120  #: letters of a headline that ends with a full stop
LEAST_REPEATED = 60  #: letters of a paragraph that is not twice on a page by chance
FIRST_LINES = 30  #: lines that may begin with a dateline


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A part of the clean text, from `start` to `end`."""

    kind: BlockKind
    start: int
    end: int


def split_blocks(text: str) -> tuple[PageBlock, ...]:
    """Blocks of a clean text in order; together they hold every line that is not blank."""
    lines = [span for run in _runs(text) for span in _lines(text, *run)]
    heads: set[int] = set()
    bodies: set[int] = set()
    spans: list[tuple[int, int]] = []
    for number, span in enumerate(lines):
        start, end = span
        size = head_of(text[start:end]) if number < FIRST_LINES else 0
        if size:
            heads.add(len(spans))
            spans.append(trimmed(text, start, start + size))
            if starts_a_sentence(text[start:end]):
                bodies.add(len(spans))
            start = trimmed(text, start + size, end)[0]
        spans += _pieces(text, start, end)
    kinds = _kinds([text[a:b] for a, b in spans], heads, bodies)
    return tuple(PageBlock(kind, a, b) for kind, (a, b) in zip(kinds, spans, strict=True))


def is_dateline(line: str) -> bool:
    """Whether a short line holds a date and hardly more: when a report was published."""
    if len(line) > 90 or not DAY.search(line):
        return False
    rest = CLOCK.sub("", DAY.sub("", line))
    return len(re.sub(r"[\W\d_]", "", DATE_WORDS.sub("", rest))) <= 24


def _runs(text: str) -> list[tuple[int, int]]:
    """Stretches of the text between blank lines."""
    return [m.span() for m in re.finditer(r"[^\n]+(?:\n(?![ ]*(?:\n|$))[^\n]+)*", text)]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines of a run as blocks of their own, unless they are one paragraph broken by hand."""
    lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", text[start:end])]
    lines = [trimmed(text, a, b) for a, b in lines if text[a:b].strip()]
    broken = all(_goes_on(text[a:b]) for a, b in lines[:-1])
    if len(lines) > 1 and broken and not any(_stands_alone(text[a:b]) for a, b in lines[1:]):
        return [(lines[0][0], lines[-1][1])]
    return lines


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long line cut where sentences, or at least words, end."""
    found = []
    while end - start > LONGEST_BLOCK:
        stop = start + LONGEST_BLOCK
        cut = max(text.rfind(". ", start, stop) + 1, text.rfind("! ", start, stop) + 1)
        if cut <= start:
            cut = text.rfind(" ", start, stop)
        cut = cut if cut > start else stop
        found.append(trimmed(text, start, cut))
        start = trimmed(text, cut, end)[0]
    return [*found, (start, end)]


def _goes_on(line: str) -> bool:
    return 50 <= len(line) <= 100 and not re.search(r"[.!?][\"”’»)]*$", line)


def _stands_alone(line: str) -> bool:
    """Whether a line is no continuation of the one before: a byline, a dateline, the site's."""
    return is_byline(line) or is_furniture(line) or is_dateline(line) or is_head(line)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Stretch without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kinds(lines: list[str], heads: set[int], bodies: set[int]) -> list[BlockKind]:
    kinds: list[BlockKind] = ["paragraph"] * len(lines)
    site = [is_furniture(line) for line in lines]
    full = [n for n, t in enumerate(lines) if len(t) > 90 and ENDS.search(t) and not site[n]]
    first = full[0] if full else 0
    for number, line in enumerate(lines):
        near = number < max(8, first) or number >= len(lines) - 4
        if number in heads or (near and (is_dateline(line) or is_head(line))):
            kinds[number] = "dateline"
        elif site[number] or (number < max(8, first) and is_byline(line)):
            kinds[number] = "boilerplate"
    _mark_repeated(lines, kinds)
    _mark_menus(lines, kinds, first)
    _mark_comments(lines, kinds)
    _mark_title(lines, kinds, bodies)
    _mark_tail(lines, kinds)
    _mark_teasers(lines, kinds)
    return kinds


def _mark_title(lines: list[str], kinds: list[BlockKind], bodies: set[int]) -> None:
    """The first line is the title when it is short; its copies are what the site added."""
    body = [n for n, kind in enumerate(kinds) if kind == "paragraph"]
    if len(body) < 2:
        return
    first = body[0]
    if len(lines[first]) > 220 or len(re.findall(r"[.!?](?=\s+[A-Z])", lines[first])) > 1:
        return
    if first in bodies or (len(lines[first]) > LONGEST_SENTENCE and lines[first].endswith(".")):
        return
    kinds[first] = "title"
    for number in body[1:]:
        if lines[number].casefold() == lines[first].casefold():
            kinds[number] = "boilerplate"
        elif len(lines[number]) <= 160 and not ENDS.search(lines[number]):
            kinds[number] = "title"


def _mark_repeated(lines: list[str], kinds: list[BlockKind]) -> None:
    """A paragraph that stands there twice counts once."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if kinds[number] == "paragraph" and len(line) >= LEAST_REPEATED:
            if line.casefold() in seen:
                kinds[number] = "boilerplate"
            seen.add(line.casefold())


def _mark_menus(lines: list[str], kinds: list[BlockKind], first: int) -> None:
    """Three and more lines of a word or two before the report are a menu."""
    run: list[int] = []
    for number in range(1, len(lines)):
        if number < first and (kinds[number] == "boilerplate" or is_menu(lines[number])):
            run.append(number)
            continue
        if len(run) >= 3:
            for one in run:
                kinds[one] = "boilerplate"
        run = []


def _mark_comments(lines: list[str], kinds: list[BlockKind]) -> None:
    """What follows the heading of comments is by readers, if the report stands before it."""
    letters = [len(line) for line in lines]
    for number, line in enumerate(lines):
        if number and begins_comments(line) and sum(letters[:number]) > sum(letters[number:]):
            for one in range(number, len(lines)):
                kinds[one] = "boilerplate"
            return


def _mark_tail(lines: list[str], kinds: list[BlockKind]) -> None:
    """Lines after the last full sentence are links to other pages."""
    full = [n for n, k in enumerate(kinds) if k == "paragraph" and ENDS.search(lines[n])]
    if not full:
        return
    for number in range(full[-1] + 1, len(lines)):
        if kinds[number] in ("paragraph", "title") and lines[number][0] not in '“"„«':
            kinds[number] = "boilerplate"


def _mark_teasers(lines: list[str], kinds: list[BlockKind]) -> None:
    """What follows an invitation to read on, as far as it is set like a headline, is a teaser."""
    listed = False
    for number in range(1, len(lines)):
        before = kinds[number - 1] == "boilerplate"
        listed = before and (begins_list(lines[number - 1]) or listed)
        after = before and CHROME.search(lines[number - 1])
        short = len(lines[number].split()) <= 4
        if kinds[number] == "title" and (listed or (after and short)):
            kinds[number] = "boilerplate"
