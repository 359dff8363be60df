"""One line of a scoreboard: what was wanted, what was found, on how much, beside what."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Interval:
    """Interval from a bootstrap, with its standard error."""

    low: float
    high: float
    error: float
    draws: int
    level: float = 0.95


@dataclass(frozen=True)
class Score:
    """A score of one back-test.

    Attributes
    ----------
    test : str
        Name of the back-test, as `foedus backtest` lists it.
    quantity : str
        What is scored, in words: ``"Brier score, 1990 to 2014"``.
    result : float
        What was found.
    target : float or None
        What was wanted; without one the score is reported only.
    higher_is_better : bool
        Direction.
    n, events : int or None
        Rows scored and how many of them were events.
    baseline, baseline_name : float or None, str
        The same quantity for a plain baseline, and which.
    interval : Interval or None
        Bootstrap by cluster.
    data, data_date : str
        Tables used, and the last date they cover.
    kind : str
        ``out of sample``, ``in sample`` or ``consistency check``.
    note : str
        Anything a reader has to know.
    """

    test: str
    quantity: str
    result: float
    target: float | None = None
    higher_is_better: bool = True
    n: int | None = None
    events: int | None = None
    baseline: float | None = None
    baseline_name: str = ""
    interval: Interval | None = None
    data: str = ""
    data_date: str = ""
    kind: str = "out of sample"
    note: str = ""

    @property
    def base_rate(self) -> float | None:
        """Share of events among the rows."""
        if self.events is None or not self.n:
            return None
        return self.events / self.n

    @property
    def failed(self) -> bool:
        """Whether the result misses its target; a result that is not a number misses any."""
        if self.target is None:
            return False
        if math.isnan(self.result):
            return True
        if self.higher_is_better:
            return self.result < self.target
        return self.result > self.target

    def as_json(self) -> dict[str, Any]:
        """Plain mapping, with ``failed`` and ``base_rate``; not a number becomes null."""
        fields = asdict(self) | {"failed": self.failed, "base_rate": self.base_rate}
        return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def failures_first(scores: Iterable[Score]) -> list[Score]:
    """Scores in their order, those that miss their target before all others."""
    return sorted(scores, key=lambda score: not score.failed)
