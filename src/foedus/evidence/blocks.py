"""Parts of a page: title, dateline, paragraphs, and what the site put around the report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.evidence.records import BlockKind

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DAY = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<dotted>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})|"
    rf"(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\.?,?\s+\d{{4}})|"
    rf"(?P<mdy>(?:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\b(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE
)
DATE_WORDS = re.compile(
    r"\b(posted|published|updated|modified|date|dated|last|first|on|at|by|gmt|utc|est|edt|ist|msk|"
    r"cet|am|pm|mon|tue|wed|thu|fri|sat|sun|\w+day)\b",
    re.IGNORECASE,
)
CHROME = re.compile(
    r"^(leave\W+(?:a\W+)?(reply|comment)\b|(post|add)\W+(?:a\W+)?comment|comments?\W+(are\W+)?closed|"
    r"\d*\s*comments?\W*$|(also|further|related)\W+(read|news|articles?|stories|posts?|topics?)\b|"
    r"read\W+(more|also|next|full)\b|see\W+(also|more)\b|(follow|join|contact|find)\W+us\b|"
    r"subscribe\b|sign\W+(up|in)\b|log\W+in\b|share\b.{0,40}$|tags?\W|filed\W+under|"
    r"advertis|sponsored\b|all\W+rights\W|copyright\b|©|(photo|image|video|picture)s?\W*(credit|by|:)|"
    r"(previous|next)\W+(article|post|story)|click\W+here|print\W*$|e-?mail\W*$|cookies?\b|"
    r"save\W+my\W+name\b|required\W+fields\b|more\W+(from|on|stories|news)\b|watch\b.{0,12}:|"
    r"you\W+(may|might)\W+also\b|don.?t\W+miss\b|newsletter\b|download\W+(our|the)\W+app\b|"
    r"the\W+views\W+expressed\b|skip\W+to\b|home\W*$|menu\W*$|search\W*$|back\W+to\W+top)",
    re.IGNORECASE,
)
MAIL = re.compile(r"\b(e-?mail|fields?)\b.*\b(publish|required)", re.IGNORECASE)
ENDS = re.compile(r"[.!?…:;,][\s\"'”’“»)\]]*$|[”»]$")
LONGEST_BLOCK = 10_000
SMALL = {
    *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "it", "its"),
    *("nor", "of", "off", "on", "or", "over", "per", "so", "than", "the", "to", "up", "via", "vs"),
    *("with", "without"),
}


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A part of the clean text, from `start` to `end`."""

    kind: BlockKind
    start: int
    end: int


def split_blocks(text: str) -> tuple[PageBlock, ...]:
    """Blocks of a clean text in order; together they hold every line that is not blank."""
    lines = [span for run in _runs(text) for span in _lines(text, *run)]
    spans = [piece for span in lines for piece in _pieces(text, *span)]
    kinds = _kinds([text[a:b] for a, b in spans])
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
    if len(lines) > 1 and all(_goes_on(text[a:b]) for a, b in lines[:-1]):
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


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Stretch without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kinds(lines: list[str]) -> list[BlockKind]:
    kinds: list[BlockKind] = ["paragraph"] * len(lines)
    for number, line in enumerate(lines):
        if is_dateline(line) and (number < 8 or number >= len(lines) - 4):
            kinds[number] = "dateline"
        elif len(line) < 200 and (CHROME.search(line) or MAIL.search(line)):
            kinds[number] = "boilerplate"
    _mark_title(lines, kinds)
    _mark_tail(lines, kinds)
    _mark_teasers(lines, kinds)
    return kinds


def _mark_title(lines: list[str], kinds: list[BlockKind]) -> None:
    """The first line is the title when it is short; its copies are what the site added."""
    body = [n for n, kind in enumerate(kinds) if kind == "paragraph"]
    if len(body) < 2:
        return
    first = body[0]
    if len(lines[first]) > 220 or len(re.findall(r"[.!?](?=\s+[A-Z])", lines[first])) > 1:
        return
    kinds[first] = "title"
    for number in body[1:]:
        if lines[number].casefold() == lines[first].casefold():
            kinds[number] = "boilerplate"
        elif len(lines[number]) <= 160 and not ENDS.search(lines[number]):
            kinds[number] = "title"


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
    for number in range(1, len(lines)):
        after = kinds[number - 1] == "boilerplate" and CHROME.search(lines[number - 1])
        if after and kinds[number] == "title" and len(lines[number].split()) <= 4:
            kinds[number] = "boilerplate"


def in_title_case(line: str) -> bool:
    """Whether nearly every longer word of a line begins with a capital, as in a headline."""
    words = [w for w in re.findall(r"[A-Za-z][\w’'-]*", line) if w.lower() not in SMALL]
    return len(words) >= 2 and sum(w[0].isupper() for w in words) >= 0.85 * len(words)
