"""Dates as reports write them, resolved against the day of the report, with their precision.

What a phrase leaves open stays open: `this autumn` is a period, `in May` a month. Without a
known day of publication a relative date keeps its words and has no value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foedus.evidence.records import DateOrigin, DatePrecision

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "several": 0, "few": 0},
}
MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
MONTH += r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
YEAR = r"(?:19|20)\d\d"
DECADE = r"(?:19|20)\d0"
DAY = r"(?:[12]\d|3[01]|0?[1-9])"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
UNIT = r"(?:day|week|month|year)"
COUNT = rf"(?:\d+|{'|'.join(NUMBERS)})"


@dataclass(frozen=True, slots=True)
class When:
    """A date found in a text: its place there, its value in ISO form, how exact, from where."""

    start: int
    end: int
    value: str | None
    precision: DatePrecision
    origin: DateOrigin


Found = tuple[str | None, DatePrecision]
Reader = Callable[[re.Match[str], datetime.date | None, bool], Found]


def month_number(word: str) -> int:
    """Number of a month by its name or its first letters."""
    return 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(word.lower()[:3]))


def year_day(match: re.Match[str], _day: datetime.date | None, _future: bool) -> Found:
    """A day with its year."""
    parts = match.groupdict()
    month = parts["month"] if parts["month"].isdigit() else str(month_number(parts["month"]))
    try:
        return datetime.date(int(parts["year"]), int(month), int(parts["day"])).isoformat(), "day"
    except ValueError:
        return None, "unknown"


def year_of(month: int, day: int, today: datetime.date, future: bool) -> int:
    """Year that makes a day of the year the nearest one before today, or after it."""
    if future:
        return today.year if (month, day) >= (today.month, today.day) else today.year + 1
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def bare_day(match: re.Match[str], today: datetime.date | None, future: bool) -> Found:
    """A day without its year."""
    if today is None:
        return None, "unknown"
    month, day = month_number(match["month"]), int(match["day"])
    year = year_of(month, day, today, future)
    try:
        return datetime.date(year, month, day).isoformat(), "day"
    except ValueError:
        return None, "unknown"


def year_month(match: re.Match[str], _day: datetime.date | None, _future: bool) -> Found:
    """A month with its year."""
    return f"{match['year']}-{month_number(match['month']):02d}", "month"


def bare_month(match: re.Match[str], today: datetime.date | None, future: bool) -> Found:
    """A month without its year; `last` and `next` say on which side of today."""
    if today is None:
        return None, "unknown"
    month = month_number(match["month"])
    which = (match["which"] or "").lower()
    ahead = which == "next" or (future and which != "last")
    year = year_of(month, 31 if not ahead else 1, today, ahead)
    if month == today.month:
        year = today.year + {"last": -1, "next": 1}.get(which, 0)
    return f"{year}-{month:02d}", "month"


def plain_year(match: re.Match[str], _day: datetime.date | None, _future: bool) -> Found:
    """A year."""
    return match["year"], "year"


def decade(match: re.Match[str], _day: datetime.date | None, _future: bool) -> Found:
    """Ten years."""
    return f"{match['year']}/{int(match['year']) + 9}", "period"


def months_of_season(season: str, year: int) -> str:
    """Months of a season as an interval; winter begins in the December before its year."""
    if season == "winter":
        return f"{year - 1}-12/{year}-02"
    first, last = SEASONS[season]
    return f"{year}-{first:02d}/{year}-{last:02d}"


def season_of(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """A season of a named year, or of this, last or next year."""
    named = match.groupdict().get("year")
    if named is None and today is None:
        return None, "unknown"
    if named is not None:
        year = int(named)
    else:
        assert today is not None
        shift = {"last": -1, "next": 1}.get((match["which"] or "this").lower(), 0)
        year = today.year + shift
    return months_of_season(match["season"].lower(), year), "period"


def part_of_year(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """`early 2022`, `late last year`, `earlier this year`."""
    word = match["year"].lower()
    if word.isdigit():
        year = int(word)
    elif today is None:
        return None, "unknown"
    else:
        year = today.year - (word == "last year")
    part = match["part"].lower()
    if part == "earlier":
        end = today.month if today is not None and not word.isdigit() else 12
        return f"{year}-01/{year}-{end:02d}", "period"
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part.rstrip("-")]
    return f"{year}-{first:02d}/{year}-{last:02d}", "period"


def ago(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """`two weeks ago`: exact to the unit that is counted in."""
    word = match["count"].lower()
    count = int(word) if word.isdigit() else NUMBERS[word]
    if today is None or count == 0:
        return None, "unknown"
    return shifted(today, match["unit"].lower(), -count)


def shifted(today: datetime.date, unit: str, count: int) -> Found:
    """Day, week, month or year that lies some units from today."""
    if unit == "day":
        return (today + datetime.timedelta(days=count)).isoformat(), "day"
    if unit == "week":
        monday = today + datetime.timedelta(days=7 * count - today.weekday())
        return f"{monday.isoformat()}/{(monday + datetime.timedelta(days=6)).isoformat()}", "period"
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        return f"{months // 12}-{months % 12 + 1:02d}", "month"
    return str(today.year + count), "year"


def near_unit(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """`last week`, `this month`, `next year`."""
    if today is None:
        return None, "unknown"
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    return shifted(today, match["unit"].lower(), step)


def near_day(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """Today, yesterday, tomorrow."""
    if today is None:
        return None, "unknown"
    step = {"yesterday": -1, "tomorrow": 1}.get(match["day"].lower(), 0)
    return (today + datetime.timedelta(days=step)).isoformat(), "day"


def weekday(match: re.Match[str], today: datetime.date | None, future: bool) -> Found:
    """The nearest such day up to today, or from today on in a plan."""
    if today is None:
        return None, "unknown"
    number = WEEKDAYS.index(match["day"].lower())
    if (match["which"] or "").lower() == "next" or future:
        step = (number - today.weekday()) % 7
    else:
        step = -((today.weekday() - number) % 7)
    return (today + datetime.timedelta(days=step)).isoformat(), "day"


def new_year(_match: re.Match[str], today: datetime.date | None, future: bool) -> Found:
    """The turn of the year: the January nearest before the report, or after it in a plan."""
    if today is None:
        return None, "unknown"
    return f"{today.year + future}-01", "month"


def anniversary(match: re.Match[str], today: datetime.date | None, _future: bool) -> Found:
    """The year that lies so many years before the report."""
    if today is None:
        return None, "unknown"
    return str(today.year - int(match["count"])), "year"


LATELY = r"(?P<which>[Tt]his|[Ll]ast|[Nn]ext)"
BEFORE_MONTH = "(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Ee]arly|[Ll]ate|[Dd]uring|[Uu]ntil)"
WEEKDAY = r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
PART = rf"(?P<part>early|mid-?|late|earlier)(?: in)? ?(?P<year>{YEAR}|this year|last year)"
SUFFIX = "(?:st|nd|rd|th)"
FORMS: tuple[tuple[str, Reader, bool], ...] = (
    (rf"(?P<year>{YEAR})-(?P<month>[01]\d)-(?P<day>[0-3]\d)", year_day, True),
    (rf"(?P<day>{DAY})[./](?P<month>[01]?\d)[./](?P<year>{YEAR})", year_day, True),
    (rf"(?P<day>{DAY}){SUFFIX}? (?:of )?(?P<month>{MONTH}),? (?P<year>{YEAR})", year_day, True),
    (rf"(?P<month>{MONTH}) (?P<day>{DAY}){SUFFIX}?,? (?P<year>{YEAR})", year_day, True),
    (rf"(?P<day>{DAY}){SUFFIX}? (?:of )?(?P<month>{MONTH})", bare_day, False),
    (rf"(?P<month>{MONTH}) (?P<day>{DAY}){SUFFIX}?(?! ?\d)", bare_day, False),
    (rf"(?P<month>{MONTH}),? (?:of )?(?P<year>{YEAR})", year_month, True),
    (rf"(?i:(?P<season>{SEASON}) (?:of )?(?P<year>{YEAR}))", season_of, True),
    (rf"(?i:(?P<which>this|last|next) (?P<season>{SEASON}))", season_of, False),
    (rf"(?i:{PART})", part_of_year, False),
    (rf"(?i:(?P<count>{COUNT}) (?P<unit>{UNIT})s? (?:ago|earlier))", ago, False),
    (rf"(?i:(?P<which>last|this|next|past|coming) (?P<unit>{UNIT}))", near_unit, False),
    (r"(?i:(?P<day>today|yesterday|tomorrow))", near_day, False),
    (rf"(?:{LATELY} )?{WEEKDAY}", weekday, False),
    (rf"(?:{BEFORE_MONTH}|{LATELY}) (?P<month>{MONTH})", bare_month, False),
    (rf"(?P<year>{DECADE})s", decade, True),
    (rf"(?P<year>{YEAR})", plain_year, True),
    (r"New Year", new_year, False),
    (r"(?i:(?P<count>\d+)(?:st|nd|rd|th) anniversary)", anniversary, False),
)
PATTERNS = tuple((re.compile(rf"\b{form}\b"), reader, exact) for form, reader, exact in FORMS)


def published_day(value: str | None) -> datetime.date | None:
    """Day of a publication date in ISO form; None when it is not exact to the day."""
    if value is None or len(value) < 10:
        return None
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


def dates_in(text: str, today: datetime.date | None = None, future: bool = False) -> Iterator[When]:
    """Dates of a text in order, none overlapping.

    Parameters
    ----------
    text : str
        A sentence.
    today : datetime.date, optional
        Day of the report, against which relative dates are read.
    future : bool
        Whether the sentence tells of plans, so that a bare day or month lies ahead.

    Yields
    ------
    When
        Offsets count from the beginning of `text`.
    """
    taken: list[tuple[int, int]] = []
    found: list[When] = []
    for form, reader, absolute in PATTERNS:
        for match in form.finditer(text):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            try:
                value, precision = reader(match, today, future)
            except OverflowError:  # the day after the last day of the calendar
                value, precision = None, "unknown"
            origin: DateOrigin = "text" if absolute else "inferred"
            if value is None:
                origin = "unknown"
            found.append(When(start, end, value, precision, origin))
    yield from sorted(found, key=lambda one: one.start)


def bounds(value: str) -> tuple[datetime.date, datetime.date]:
    """First and last day that a value in ISO form allows."""
    first, _, last = value.partition("/")
    return edge(first, False), edge(last or first, True)


def edge(value: str, last: bool) -> datetime.date:
    """First or last day of a year, month or day."""
    parts = [int(part) for part in value[:10].split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    if len(parts) == 1:
        return datetime.date(parts[0], 12, 31) if last else datetime.date(parts[0], 1, 1)
    year, month = parts
    if not last:
        return datetime.date(year, month, 1)
    if month == 12:
        return datetime.date(year, 12, 31)
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return after - datetime.timedelta(days=1)


def overlap(first: str, second: str) -> bool:
    """Whether two dates can be the same day."""
    a, b = bounds(first), bounds(second)
    return a[0] <= b[1] and b[0] <= a[1]
