"""Codes of states with their dates: Correlates of War, Gleditsch–Ward, ISO 3166 alpha-3.

`listings/state_codes.csv` is a table of ours. A row holds from `start` to `end` (empty: still). An
ISO code names the state of its day: COW's 365 is ``SUN`` until 25 December 1991 and ``RUS`` after
it. A change of a name only (Upper Volta, Burma, Zaire) keeps today's code, and the years before
ISO 3166 (1974) bear the code their state had later. Kosovo has the user-assigned ``XKX``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from foedus.files import read_table
from foedus.record.catalogue import LISTINGS

COLUMNS = ("iso3", "ccode", "gwcode", "name", "start", "end", "dates")


@dataclass(frozen=True)
class Codes:
    """Codes that one state had over a time.

    Attributes
    ----------
    iso3 : str
        ISO 3166 alpha-3; empty for states that ended before there was one.
    ccode, gwcode : int or None
        Correlates of War and Gleditsch–Ward; None while the list does not hold the state.
    name : str
        Name.
    start, end : datetime.date
        First and last day; `datetime.date.max` when it still holds.
    dates : {"day", "year"}
        Whether the days are known, or only the years.
    """

    iso3: str
    ccode: int | None
    gwcode: int | None
    name: str
    start: datetime.date
    end: datetime.date
    dates: Literal["day", "year"]

    def holds(self, day: datetime.date) -> bool:
        """Whether the codes are those of the day."""
        return self.start <= day <= self.end


@cache
def state_codes() -> tuple[Codes, ...]:
    """Every row of the table."""

    def rows() -> Iterator[Codes]:
        for row in read_table(LISTINGS / "state_codes.csv", COLUMNS):
            yield Codes(
                iso3=row["iso3"],
                ccode=int(row["ccode"]) if row["ccode"] else None,
                gwcode=int(row["gwcode"]) if row["gwcode"] else None,
                name=row["name"],
                start=datetime.date.fromisoformat(row["start"]),
                end=datetime.date.fromisoformat(row["end"]) if row["end"] else datetime.date.max,
                dates="day" if row["dates"] == "day" else "year",
            )

    return tuple(rows())


def of_ccode(ccode: int, day: datetime.date) -> Codes | None:
    """Codes of a Correlates of War state on a day; None when it was no state then."""
    return next((c for c in state_codes() if c.ccode == ccode and c.holds(day)), None)


def of_gwcode(gwcode: int, day: datetime.date) -> Codes | None:
    """Codes of a Gleditsch–Ward state on a day."""
    return next((c for c in state_codes() if c.gwcode == gwcode and c.holds(day)), None)


def of_iso3(iso3: str, day: datetime.date) -> Codes | None:
    """Codes of a state by its ISO alpha-3 code on a day."""
    return next((c for c in state_codes() if c.iso3 == iso3 and c.holds(day)), None)
