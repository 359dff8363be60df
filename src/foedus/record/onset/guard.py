"""No predictor may be dated after its origin: two guards, one on labels and one on behaviour.

The first compares the year that every predictor carries with the origin of its row. The second
takes away all that is dated after an origin and computes the predictors again: they may not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.record.backtests.registry import Store

DEFINING = {"states": "start", "contiguity": "stdate", "majors": "styear"}
"""Tables that say which pairs there are; their spells that begin in the year itself are kept."""


class LeakError(Exception):
    """A predictor knows something from after its origin."""


def check_dates(name: str, dated: NDArray[np.int64], limit: NDArray[np.int64]) -> None:
    """Refuse a predictor of which any value is dated after the last year it may know.

    Raises
    ------
    LeakError
        With the predictor, how many rows, and the first of them.
    """
    late = np.flatnonzero(dated > limit)
    if len(late):
        first = int(late[0])
        raise LeakError(
            f"predictor {name}: {len(late)} values are dated after their origin, "
            f"first row {first}: dated {dated[first]}, origin {limit[first]}"
        )


@dataclass(frozen=True)
class StoreAsOf:
    """A store as it could have been at the end of a year: later rows are gone, ends unknown.

    Attributes
    ----------
    store : Store
        The full store.
    last : int
        Last year that is known. Of the tables in `DEFINING` spells that begin in the following
        year are kept, because they say which pairs are asked about.
    """

    store: Store
    last: int

    def has(self, name: str) -> bool:
        """Whether the table is at hand."""
        return self.store.has(name)

    def table(self, name: str) -> pl.DataFrame:
        """Rows dated up to the last year; an end that lies later becomes open."""
        frame = self.store.table(name)
        if name in DEFINING:
            return self._spells(frame, DEFINING[name])
        if "year" in frame.columns:
            return frame.filter(pl.col("year") <= self.last)
        if {"stdate", "enddate"} <= set(frame.columns):
            return self._spells(frame, "stdate")
        raise LeakError(f"table {name} has no dates, so that nothing keeps the future out of it")

    def _spells(self, frame: pl.DataFrame, start: str) -> pl.DataFrame:
        begins = pl.col(start)
        year = begins if frame[start].dtype.is_integer() else begins.dt.year()
        return frame.filter(year <= self.last + 1)


def check_unmoved(
    full: Mapping[str, NDArray[np.float64]], as_of: Mapping[str, NDArray[np.float64]], last: int
) -> None:
    """Refuse predictors that change when everything after an origin is taken away.

    Parameters
    ----------
    full, as_of : mapping of ndarray
        Predictors of the same rows, from the full store and from the store as of `last`.
    last : int
        Last year known, for the message.

    Raises
    ------
    LeakError
        With the predictor and how many values moved.
    """
    for name, values in full.items():
        same = np.isclose(values, as_of[name], rtol=1e-9, atol=1e-12, equal_nan=True)
        if not same.all():
            raise LeakError(
                f"predictor {name}: {int((~same).sum())} of {len(same)} values change when what "
                f"happened after {last} is taken away"
            )
