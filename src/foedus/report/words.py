"""Numbers and dates for people: no false precision, a probability never without its number."""

from __future__ import annotations

import datetime
import math
from typing import Any

from foedus.proceedings.telling import MONTHS
from foedus.proceedings.verdicts import phrase
from foedus.results.expectation import percent as percent_plain
from foedus.results.summary import standard_error

__all__ = ["day", "duration", "interval", "month", "percent", "phrase", "points", "share", "word"]

GAP = "\u00a0"  # a space that does not break a number from its unit

# Intelligence Community Directive 203 (United States, 2015): upper ends and words.
_WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)


def percent(p: float) -> str:
    """Probability in whole per cent, never a bare 0 or 100; the unit stays on its line."""
    return percent_plain(p).replace(" ", GAP)


def word(p: float) -> str:
    """Word of estimative probability; print it beside the number only."""
    return next(words for end, words in _WORDS if p < end)


def error_text(p: float, n: int) -> str:
    """Monte-Carlo standard error of a share in percentage points.

    Empty without futures, and when all of them agree: then the error is not nought but unknown.
    """
    error = standard_error(p, n)
    if not error:
        return ""
    return f"±{GAP}{100 * error:.1f}" if error < 0.0995 else f"±{GAP}{100 * error:.0f}"


def share(p: float, n: int, *, count: bool = False) -> str:
    """Share with its Monte-Carlo error in points, such as ``7 % ± 0.4``.

    Parameters
    ----------
    p : float
        Share.
    n : int
        Futures (or calls) behind it.
    count : bool
        Whether to add ``n``.
    """
    if not n:
        return "–"
    text = f"{percent(p)}{GAP}{error_text(p, n)}".strip()
    return f"{text} (n{GAP}={GAP}{n:,})" if count else text


def points(difference: float, error: float) -> str:
    """Difference of two shares in percentage points with its error, ``+22.3 ± 1.0``."""
    return signed(100.0 * difference, 100.0 * error, 1)


def signed(value: float, error: float, digits: int) -> str:
    """Difference of any quantity with its error."""
    if not math.isfinite(value):
        return "–"
    text = bare(value, digits)
    return f"{text}{GAP}±{GAP}{error:.{digits}f}" if math.isfinite(error) else text


def bare(value: float, digits: int) -> str:
    """Signed number with a true minus and no negative nought."""
    text = f"{value:+.{digits}f}"
    if float(text) == 0.0:
        text = f"{0.0:.{digits}f}"
    return text.replace("-", "−")


def interval(low: float, high: float) -> str:
    """Range of two shares."""
    a, b = percent(low), percent(high)
    return a if a == b else f"{a} to {b}"


def duration(days: float | None) -> str:
    """Length of time: hours below three days, days above."""
    if days is None or not math.isfinite(days):
        return "–"
    if days < 3.0:
        return f"{24 * days:.0f}{GAP}h"
    return f"{days:.1f}{GAP}d" if days < 10.0 else f"{days:.0f}{GAP}d"


def day(date: datetime.date | str) -> str:
    """Day in words: ``30 November 2022``."""
    when = datetime.date.fromisoformat(date) if isinstance(date, str) else date
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(text: str) -> str:
    """Month in words from ``2022-12``."""
    year, number = text.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(n: int) -> str:
    """Small number as a word."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def several(n: int, one: str, many: str = "") -> str:
    """Count with its noun: ``no refusal``, ``one paper``, ``two papers``."""
    return f"{number(n)} {one if n < 2 else many or one + 's'}"


def first_upper(text: str) -> str:
    """Text with its first letter raised."""
    return text[:1].upper() + text[1:]


def plain(value: Any) -> str:
    """Code word for people: underscores become spaces."""
    return str(value).replace("_", " ")
