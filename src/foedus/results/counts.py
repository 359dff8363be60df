"""Counts of a run: integers, sums and fixed-bin histograms that merge chunk by chunk.

Memory does not grow with the number of futures, and integer counts do not depend on the order in
which chunks arrive.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Survival
from foedus.scenario import STRUCTURES
from foedus.simulation.engine import Chunk

Ints = NDArray[np.int64]

COHESION_BINS = 1000
DAY_EDGES = np.concatenate([[0.0], np.geomspace(0.05, 720.0, 800)])  #: days, finer when short

PER_STATE = (
    "crisis",
    "requested",
    "helped",
    "missions",
    "troops_received",
    "troops_sent",
    "refusals",
    "skipped",
    "frozen",
    "notice",
    "exit",
    "joined",
    "power_change",
    "lost",
)
SHARE_EDGES = np.linspace(0.0, 1.0, 201)  #: shares
TOLL_EDGES = np.concatenate([[0.0, 0.5], np.geomspace(1.0, 1e8, 800)])  #: people, log scale
HEADLINES = (
    "dissolved",
    "idle",
    "any_crisis",
    "troop_deployment",
    "any_exit",
    "any_freeze",
    "any_join",
)


@dataclass
class Counts:
    """Merged counts of the futures seen so far.

    Attributes
    ----------
    states, months : int
        Numbers of states and months.
    futures : int
        Futures counted; those with a status other than 0 are counted apart in `flagged`.
    at_least_once : dict of int array (states,)
        Futures in which it happened to the state at least once.
    helped_if_requested : int array (states, 2)
        Calls made and calls answered, over all futures.
    by_structure : dict
        For each structure and option: futures, and futures in which each headline came true.
    """

    states: int
    months: int
    futures: int = 0
    flagged: int = 0
    flags: dict[int, int] = field(default_factory=dict)
    survival: Ints = field(default_factory=lambda: np.zeros(3, np.int64))
    headline: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HEADLINES, 0))
    at_least_once: dict[str, Ints] = field(default_factory=dict)
    totals: dict[str, Ints] = field(default_factory=dict)
    first_troops: Ints = field(default_factory=lambda: np.zeros(len(DAY_EDGES) - 1, np.int64))
    closure: Ints = field(default_factory=lambda: np.zeros(len(DAY_EDGES) - 1, np.int64))
    effect: Ints = field(default_factory=lambda: np.zeros(len(SHARE_EDGES) - 1, np.int64))
    freed: Ints = field(default_factory=lambda: np.zeros(len(TOLL_EDGES) - 1, np.int64))
    deaths: Ints = field(default_factory=lambda: np.zeros(len(TOLL_EDGES) - 1, np.int64))
    displaced: Ints = field(default_factory=lambda: np.zeros(len(TOLL_EDGES) - 1, np.int64))
    crises: Ints = field(default_factory=lambda: np.zeros(64, np.int64))
    wars: int = 0
    cohesion: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    by_structure: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    acts: int = 0

    def __post_init__(self) -> None:
        for name in PER_STATE:
            self.at_least_once[name] = np.zeros(self.states, np.int64)
            self.totals[name] = np.zeros(self.states, np.int64)
        self.totals["papers"] = np.zeros(self.states, np.int64)
        self.cohesion = np.zeros((self.months, COHESION_BINS), np.int64)
        for name, options in STRUCTURES.items():
            for option in options:
                self.by_structure[name, option] = {"futures": 0, **dict.fromkeys(HEADLINES, 0)}

    def add(self, chunk: Chunk) -> None:
        """Count the futures of a chunk."""
        tallies, structures = chunk.tallies, chunk.structures
        bad = tallies["status"] != 0
        cohesion = chunk.cohesion[~bad]
        for status in np.unique(tallies["status"][bad]):
            key = int(status)
            self.flags[key] = self.flags.get(key, 0) + int((tallies["status"] == status).sum())
        self.flagged += int(bad.sum())
        good, structures = tallies[~bad], structures[~bad]
        self.futures += len(good)
        self.acts += len(chunk.events)
        self.survival += np.bincount(good["survival"], minlength=3)
        came_true = headlines(good)
        for name, hits in came_true.items():
            self.headline[name] += int(hits.sum())
        for name in PER_STATE:
            self.at_least_once[name] += (good[name] > 0).sum(axis=0)
            self.totals[name] += good[name].sum(axis=0)
        self.totals["papers"] += good["papers"].sum(axis=0)
        for name, bins in (
            ("first_troops_days", self.first_troops),
            ("closure_days", self.closure),
        ):
            days = good[name]
            bins += binned(days[np.isfinite(days)], DAY_EDGES)
        sent = good["any_troops"] > 0
        self.effect += binned(good["task_effect"][sent], SHARE_EDGES)
        self.freed += binned(good["freed"][good["freed"] > 0.0], TOLL_EDGES)
        for name, bins in (("deaths", self.deaths), ("displaced", self.displaced)):
            bins += binned(good[name], TOLL_EDGES)
        self.crises += np.bincount(np.minimum(good["crises"], 63), minlength=64)
        self.wars += int((good["wars"] > 0).sum())
        self.cohesion += cohesion_bins(cohesion)
        hits = np.stack([np.ones(len(good), np.bool_), *came_true.values()])
        for name, options in STRUCTURES.items():
            for number, option in enumerate(options):
                row = self.by_structure[name, option]
                sums = hits[:, structures[name] == number].sum(axis=1)
                for headline, n in zip(("futures", *came_true), sums, strict=True):
                    row[headline] += int(n)


def merged(one: Counts, other: Counts) -> Counts:
    """Counts of two sets of futures together; neither is changed."""
    out = copy.copy(one)
    for item in fields(Counts):
        if item.name not in ("states", "months"):
            setattr(out, item.name, _sum(getattr(one, item.name), getattr(other, item.name)))
    return out


def _sum(one: Any, other: Any) -> Any:
    if not isinstance(one, dict):
        return one + other
    both = {key: _sum(one[key], other[key]) for key in one if key in other}
    return {**one, **other, **both}


def binned(values: NDArray[np.float64], edges: NDArray[np.float64]) -> Ints:
    """Histogram over bins closed below; what lies outside goes to the first or the last bin."""
    places = np.searchsorted(edges, values, side="right") - 1
    return np.bincount(np.clip(places, 0, len(edges) - 2), minlength=len(edges) - 1)


def cohesion_bins(paths: NDArray[np.float64]) -> Ints:
    """Histogram of cohesion (0 to 1) in every month, from paths of shape (futures, months)."""
    months = paths.shape[1]
    places = np.clip(paths * COHESION_BINS, 0.0, COHESION_BINS - 1).astype(np.int64)
    places += COHESION_BINS * np.arange(months)
    counts = np.bincount(places.reshape(-1), minlength=months * COHESION_BINS)
    return counts.reshape(months, COHESION_BINS)


def headlines(tallies: NDArray[Any]) -> dict[str, NDArray[np.bool_]]:
    """Which headlines came true in each future."""
    return {
        "dissolved": tallies["survival"] == Survival.DISSOLVED,
        "idle": tallies["survival"] == Survival.IDLE,
        "any_crisis": tallies["any_crisis"] > 0,
        "troop_deployment": tallies["any_troops"] > 0,
        "any_exit": tallies["exit"].sum(axis=1) > 0,
        "any_freeze": tallies["frozen"].sum(axis=1) > 0,
        "any_join": tallies["joined"].sum(axis=1) > 0,
    }


def quantile(bins: Ints, edges: NDArray[np.float64], p: float) -> float | None:
    """Quantile of a histogram, linear within its bin; None when it is empty."""
    total = int(bins.sum())
    if total == 0:
        return None
    wanted = p * total
    below = np.cumsum(bins)
    k = int(np.searchsorted(below, wanted, side="left"))
    k = min(k, len(bins) - 1)
    before = int(below[k - 1]) if k else 0
    inside = (wanted - before) / bins[k] if bins[k] else 0.0
    return float(edges[k] + inside * (edges[k + 1] - edges[k]))
