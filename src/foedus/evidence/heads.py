"""Datelines that stand before the first words of a report: place, day, news agency."""

from __future__ import annotations

import re

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
DATE = (
    rf"(?:(?i:{WEEKDAY}),?\s+)?(?:(?i:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?i:{MONTHS})\.?)(?:,?\s+\d{{4}})?|(?i:{WEEKDAY})"
)
WORD = r"[A-Z][\w.'’]*(?:-[A-Z][\w'’]*)*"
PLACE = rf"{WORD}(?:[ /]{WORD}){{0,3}}(?:,\s{WORD}(?:\s{WORD}){{0,2}})?"
AGENCY = r"[A-Z][\w.+&’'-]*(?:[ /][A-Z][\w.+&’'-]*){0,4}"
ENCLOSED = rf"(?:\((?P<round>{AGENCY})\)|/(?P<slashed>{AGENCY})/|\[(?P<square>{AGENCY})\])"
RULE = r"\s*(?:[-–—]{1,3}|[.:])\s*"
OPENS = r"(?=[“\"‘'«(]?[A-Z0-9])"

CRAWLED = re.compile(
    rf"\s*(?:date\s+)?\d{{4}}-\d{{2}}-\d{{2}}(?:[ T]\d{{2}}:\d{{2}}(?::\d{{2}})?)?\s+{OPENS}"
)
DAY_FIRST = re.compile(
    rf"(?:(?i:{WEEKDAY}),?\s+)?(?:(?i:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?i:{MONTHS})\.?,?\s+\d{{4}})\s*[-–—]{{1,3}}\s+{OPENS}"
)
WITH_AGENCY = (
    re.compile(rf"{PLACE}[,.]?\s+(?:{DATE})[.,]?\s*{ENCLOSED}(?:{RULE}|\s+){OPENS}"),
    re.compile(rf"(?=[A-Z]{{3}}){PLACE}[,.]?\s*{ENCLOSED}{RULE}{OPENS}"),
    re.compile(
        rf"{PLACE}[,.]\s+(?:{DATE})[.,]\s*(?P<bare>[A-Z][A-Z-]{{2,}}(?:\.[A-Z]{{2,3}})?)"
        rf"(?:{RULE}|\s+){OPENS}"
    ),
    re.compile(rf"(?:[A-Z][\w'’-]+)\.\s+(?P<bare>[A-Z][A-Za-z]*[A-Z]{{2,}})\s*[-–—.:]\s*{OPENS}"),
    re.compile(
        rf"\W?(?P<bare>{AGENCY} (?:Agency|News|Press|Service))(?:,\s{WORD}){{1,3}},\s+(?:{DATE})"
        rf"{RULE}{OPENS}"
    ),
    re.compile(rf"(?P<bare>[A-Z]{{4,}}\.[A-Z]{{2,3}})\s*[-–—]\s+{OPENS}"),
)
PLAIN = (
    re.compile(rf"[A-Z]{{3,}}(?:[ -][A-Z]{{2,}}){{0,2}},\s+(?:{DATE})(?:{RULE}){OPENS}"),
    re.compile(rf"[A-Z]{{4,}}(?:[ -][A-Z]{{2,}}){{0,2}}\s*[—–]\s+{OPENS}"),
)
LONGEST_HEAD = 110


NO_PLACE = {
    *("BREAKING", "OPINION", "ANALYSIS", "EXCLUSIVE", "UPDATE", "EDITORIAL", "INTERVIEW", "COVID"),
    *("COMMENT", "COMMENTARY", "EXPLAINER", "FACTBOX", "VIDEO", "PHOTOS", "REPORT", "NEWS"),
}


def head_of(line: str) -> int:
    """Length of the dateline that a line begins with, 0 if it begins with none."""
    for pattern in (CRAWLED, DAY_FIRST, *WITH_AGENCY, *PLAIN):
        found = _match(pattern, line)
        if found and found.end() < len(line):
            return found.end()
    return 0


def is_head(line: str) -> bool:
    """Whether a line is a dateline with an agency and nothing else."""
    for text in (f"{line} A", f"{line}. A"):
        found = [match for match in (_match(one, text) for one in WITH_AGENCY) if match]
        if any(match.end() >= len(line) for match in found):
            return True
    return False


def agency_of(line: str) -> tuple[int, int] | None:
    """Where the news agency stands in the dateline that a line begins with or is."""
    for pattern in WITH_AGENCY:
        found = _match(pattern, f"{line} A") or _match(pattern, f"{line}. A")
        if found:
            return found.span(_agency(found))
    return None


def starts_a_sentence(line: str) -> bool:
    """Whether what follows the dateline is the report and no headline."""
    return any(_match(pattern, line) for pattern in (DAY_FIRST, *WITH_AGENCY, *PLAIN))


def _match(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """A dateline at the beginning of a line; what stands for the agency is no state, no body."""
    from foedus.evidence.gazetteer import places

    found = pattern.match(line[: LONGEST_HEAD + 40])
    if not found or found.end() > LONGEST_HEAD:
        return None
    agency = _agency(found)
    if agency and any(one.end - one.start == len(found[agency]) for one in places(found[agency])):
        return None
    first = found[0].split()[0].strip(",.—–")
    bodies = [one for one in places(found[0]) if one.sense == "organisation"]
    if pattern in PLAIN and (first in NO_PLACE or (bodies and first != "UNITED")):
        return None
    return found


def _agency(found: re.Match[str]) -> str:
    return next((key for key, value in found.groupdict().items() if value), "")
