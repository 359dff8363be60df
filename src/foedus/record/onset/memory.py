"""What the record of disputes says on 1 January: one pass over the years, look first, learn after.

For every year the predictors are read before the year's disputes are entered, so that nothing of
the year itself, or later, can be in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.intp]

HALF_LIVES = (1.0, 3.0, 8.0, 20.0)
"""Years after which a past dispute counts half: from last year's to a generation's."""

FATAL_HALF_LIFE = 8.0
RECENT = 3.0
PRIOR_YEARS = 20.0
"""Dyad-years of average behaviour added to a state's record, so that new states start average."""


@dataclass(frozen=True)
class Year:
    """One year's pairs as places in a list of states, and what happened to them."""

    year: int
    rows: Places
    i: Places
    j: Places
    onset: Array
    active: Array
    fatal: Array
    exposed: Array
    near: Array


def states_of(panel: pl.DataFrame) -> NDArray[np.int64]:
    """Codes of all states of a panel, in order."""
    return np.union1d(panel["ccode1"].to_numpy(), panel["ccode2"].to_numpy()).astype(np.int64)


def by_year(panel: pl.DataFrame) -> list[Year]:
    """Years of a panel in order, with their rows."""
    codes = states_of(panel)
    i = np.searchsorted(codes, panel["ccode1"].to_numpy())
    j = np.searchsorted(codes, panel["ccode2"].to_numpy())
    year = panel["year"].to_numpy()
    columns = {
        "onset": panel["onset"].to_numpy().astype(float),
        "active": ((panel["ongoing"] == 1) | (panel["onset"] == 1)).to_numpy().astype(float),
        "fatal": (panel["fatal"] * panel["onset"]).to_numpy().astype(float),
        "exposed": (panel["relevant"] & panel["at_risk"]).to_numpy().astype(float),
        "near": (panel["contiguity_early"] < 6).to_numpy().astype(float),
    }
    out = []
    for value in np.unique(year):
        rows = np.flatnonzero(year == value)
        here = {name: values[rows] for name, values in columns.items()}
        out.append(Year(int(value), rows, i[rows], j[rows], **here))
    return out


class Memory:
    """Decayed counts of past disputes by pair, by state and in the whole system.

    Parameters
    ----------
    n : int
        How many states there ever are.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.onsets = {h: np.zeros((n, n)) for h in HALF_LIVES}
        self.exposure = {h: np.zeros((n, n)) for h in HALF_LIVES}
        self.fatal = np.zeros((n, n))
        self.ever = np.zeros((n, n))
        self.active = np.zeros((n, n))
        self.last_active = np.full((n, n), np.nan)
        self.met = np.full((n, n), np.nan)
        self.latest = 0

    def look(self, year: Year, allied: Array) -> dict[str, Array]:
        """Predictors of the year's pairs, from what has been learnt so far."""
        return (
            self._pair(year)
            | self._states(year)
            | self._third_parties(year, allied, self._square(year, year.near))
        )

    def _square(self, year: Year, values: Array) -> Array:
        out = np.zeros((self.n, self.n))
        out[year.i, year.j] = values
        out[year.j, year.i] = values
        return out

    def _pair(self, year: Year) -> dict[str, Array]:
        """Record of the pair itself."""
        i, j = year.i, year.j
        met, last = self.met[i, j], self.last_active[i, j]
        began = np.where(np.isnan(met), year.year, met)
        out = {
            "peace_years": year.year - 1.0 - np.where(np.isnan(last), began - 1.0, last),
            "never": np.isnan(last).astype(float),
            "acquainted": year.year - began,
            "ever": self.ever[i, j],
            "fatal": self.fatal[i, j],
            "active": (last == year.year - 1).astype(float),
        }
        return out | {f"pair_{h:g}": self.onsets[h][i, j] for h in HALF_LIVES}

    def _states(self, year: Year) -> dict[str, Array]:
        """Log rate of each state's disputes with others, relative to the system's rate."""
        out = {}
        for h in HALF_LIVES:
            a, b = self._rate(h, year.i, year.j), self._rate(h, year.j, year.i)
            out[f"state_low_{h:g}"] = np.minimum(a, b)
            out[f"state_high_{h:g}"] = np.maximum(a, b)
        busy = self.active.sum(axis=1)
        out["busy"] = busy[year.i] + busy[year.j] - 2 * self.active[year.i, year.j]
        return out

    def _rate(self, h: float, own: Places, partner: Places) -> Array:
        """Shrunken log rate of a state's disputes with all but the partner."""
        count, seen = self.onsets[h].sum(axis=1), self.exposure[h].sum(axis=1)
        system = (count.sum() + 1.0) / (seen.sum() + 40.0)
        others = count[own] - self.onsets[h][own, partner]
        years = seen[own] - self.exposure[h][own, partner]
        return np.log((others + PRIOR_YEARS * system) / ((years + PRIOR_YEARS) * system))

    def _third_parties(self, year: Year, allied: Array, near: Array) -> dict[str, Array]:
        """Disputes that a state's allies and neighbours have had with the other, shared enemies."""
        here = np.unique(np.concatenate([year.i, year.j]))
        square = np.ix_(here, here)
        i, j = np.searchsorted(here, year.i), np.searchsorted(here, year.j)

        def through(tie: Array, enmity: Array) -> Array:
            reach = tie[square] @ enmity[square]
            return reach[i, j] + reach[j, i]

        recent, lasting = self.onsets[RECENT][square], self.onsets[8.0][square]
        size = np.sqrt((lasting**2).sum(axis=1)) + 0.5
        return {
            "allies_against": through(allied, self.onsets[RECENT]),
            "allies_against_now": through(allied, self.onsets[1.0]),
            "allies_fighting": through(allied, self.active),
            "neighbours_against": through(near, self.onsets[RECENT]),
            "common_enemies": (recent @ recent)[i, j],
            "same_enemies": (lasting @ lasting)[i, j] / (size[i] * size[j]),
        }

    def learn(self, year: Year) -> None:
        """Enter the year's disputes; everything older fades by one year."""
        onset, exposed = self._square(year, year.onset), self._square(year, year.exposed)
        for h in HALF_LIVES:
            keep = 0.5 ** (1.0 / h)
            self.onsets[h] = keep * self.onsets[h] + onset
            self.exposure[h] = keep * self.exposure[h] + exposed
        keep = 0.5 ** (1.0 / FATAL_HALF_LIFE)
        self.fatal = keep * self.fatal + self._square(year, year.fatal)
        self.ever += onset
        self.active = self._square(year, year.active)
        self.last_active[self.active > 0] = year.year
        present = self._square(year, np.ones(len(year.i))) > 0
        self.met[present & np.isnan(self.met)] = year.year
        self.latest = year.year


def histories(
    panel: pl.DataFrame, allied: Callable[[int], Array]
) -> tuple[dict[str, Array], NDArray[np.int64]]:
    """Predictors from the record of disputes for every row of a panel, and the year they rest on.

    Parameters
    ----------
    panel : polars.DataFrame
        As `foedus.record.onset.panel.dyad_years` gives it, all pairs.
    allied : callable
        From a year to a matrix over the panel's states in order of their codes: 1 where two had a
        defence pact in that year. It is asked for the year before each row's.
    """
    memory = Memory(len(states_of(panel)))
    columns: dict[str, Array] = {}
    dated = np.zeros(panel.height, dtype=np.int64)
    for year in by_year(panel):
        for name, values in memory.look(year, allied(year.year - 1)).items():
            columns.setdefault(name, np.zeros(panel.height))[year.rows] = values
        dated[year.rows] = memory.latest
        memory.learn(year)
    return columns, dated
