"""When a report was published, as a line of the page states it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.evidence.blocks import CLOCK, DAY
from foedus.evidence.heads import MONTHS, agency_of
from foedus.evidence.records import Dated, DatePrecision
from foedus.evidence.times import month_number

if TYPE_CHECKING:
    from foedus.evidence.pages import Page


def published_in(page: Page) -> Dated:
    """Date that the first dateline of a page states, or unknown."""
    for block in page.blocks:
        if block.kind != "dateline":
            continue
        text = page.clean[block.start : block.end]
        for found in DAY.finditer(text):
            day = iso_day(found)
            if day is None:
                continue
            clock = CLOCK.search(text, found.end()) or CLOCK.search(text, 0, found.start())
            value, precision = _with_clock(day, clock)
            start = min(found.start(), clock.start()) if clock else found.start()
            end = max(found.end(), clock.end()) if clock else found.end()
            span = page.span(block.start + start, block.start + end)
            return Dated(value, precision, "text", span)
    return Dated()


def publisher_in(page: Page) -> str | None:
    """News agency that the first dateline of a page names, or None."""
    for block in page.blocks:
        if block.kind == "dateline":
            text = page.clean[block.start : block.end]
            found = agency_of(text)
            if found:
                return text[found[0] : found[1]]
    return None


def iso_day(found: re.Match[str]) -> str | None:
    """Day that a match of `DAY` means, in ISO form; days before months; None if there is none."""
    import datetime

    kind, text = found.lastgroup, found.group()
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if kind == "iso":
        year, month, day = numbers
    elif kind == "dotted":
        day, month, year = numbers
        if month > 12 >= day and "/" in text:
            day, month = month, day
    else:
        name = re.search(rf"(?:{MONTHS})", text, re.IGNORECASE)
        if name is None:
            return None
        day, year = numbers
        month = month_number(name.group())
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _with_clock(day: str, clock: re.Match[str] | None) -> tuple[str, DatePrecision]:
    if clock is None:
        return day, "day"
    hour = int(clock.group(1)) % 12 if clock.group(3) else int(clock.group(1))
    if (clock.group(3) or "").lower() == "p":
        hour += 12
    return f"{day}T{hour:02d}:{clock.group(2)}", "minute"
