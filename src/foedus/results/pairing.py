"""Sums over paired futures: what a comparison keeps, whatever the number of futures.

Future k of two scenarios meets the same luck, so the error of a difference is that of the paired
differences. Only counts and sums are kept, for all futures and for every option of every
structure: memory does not grow with the number of futures.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.results.counts import quantile
from foedus.results.outcomes import Measured, Plan, is_time, options

Floats = NDArray[np.float64]

LEAST = 30  #: fewer futures than this say nothing about one option alone
HALF_BINS = 600
_UP = np.geomspace(0.01, 1e9, HALF_BINS + 1)
EDGES = np.concatenate([-_UP[::-1], _UP])  #: the bin in the middle holds zero
QUANTILES = (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))


class Pairing:
    """Sums over the pairs of futures of two scenarios.

    Parameters
    ----------
    plan : Plan
        What is measured.
    spread : bool
        Whether histograms are kept, so that numbers and times also show their quantiles.

    Attributes
    ----------
    futures, left_out : int
        Pairs counted, and pairs in which either future carried a flag.
    """

    def __init__(self, plan: Plan, *, spread: bool = True) -> None:
        self.plan = plan
        self.options = options()
        rows = 1 + len(self.options)  # the first row holds all futures
        flags, numbers = len(plan.flags), len(plan.numbers)
        self.futures = 0
        self.left_out = 0
        self.n = np.zeros(rows)
        self.only_base = np.zeros((rows, flags))
        self.only_changed = np.zeros((rows, flags))
        self.both = np.zeros((rows, flags))
        self.known = np.zeros((rows, numbers))
        self.sums = np.zeros((5, rows, numbers))  # base, changed, and the squares of difference,
        self.ratio_sums = np.zeros((4, rows, len(plan.ratios)))  # base and changed; likewise
        self.ratio_squares = np.zeros((4, 4, len(plan.ratios)))
        self.whole = np.ones(numbers, bool)  # whether only whole numbers were seen
        self.bins = np.zeros((3, numbers, len(EDGES) - 1), np.int64) if spread else None

    def add(self, base: Measured, changed: Measured) -> None:
        """Count the pairs of two slices of the same futures."""
        assert base.first == changed.first and len(base.good) == len(changed.good)
        kept = base.good & changed.good
        self.futures += int(kept.sum())
        self.left_out += int((~kept).sum())
        theories = base.theories[kept]
        rows = np.column_stack([np.ones(len(theories)), theories.astype(float)]).T
        self.n += rows.sum(axis=1)
        b, c = base.flags[kept], changed.flags[kept]
        self.only_base += rows @ (b & ~c).astype(float)
        self.only_changed += rows @ (c & ~b).astype(float)
        self.both += rows @ (b & c).astype(float)
        self._add_numbers(rows, base.numbers[kept], changed.numbers[kept])

    def _add_numbers(self, rows: Floats, b: Floats, c: Floats) -> None:
        known = np.isfinite(b) & np.isfinite(c)
        self._add_ratios(rows, b, c)
        b, c = np.where(known, b, 0.0), np.where(known, c, 0.0)
        self.known += rows @ known.astype(float)
        for k, values in enumerate((b, c, (c - b) ** 2, b * b, c * c)):
            self.sums[k] += rows @ values
        if self.bins is not None:
            for j in range(b.shape[1]):
                k = known[:, j]
                whole = (b[k, j] % 1.0 == 0.0).all() and (c[k, j] % 1.0 == 0.0).all()
                self.whole[j] &= bool(whole)
                for side, values in enumerate((b[k, j], c[k, j], c[k, j] - b[k, j])):
                    clipped = np.clip(values, EDGES[0], EDGES[-1])
                    self.bins[side, j] += np.histogram(clipped, EDGES)[0]

    def _add_ratios(self, rows: Floats, b: Floats, c: Floats) -> None:
        for r, (_name, above, below) in enumerate(self.plan.ratios):
            four = np.stack([b[:, above], b[:, below], c[:, above], c[:, below]], axis=1)
            self.ratio_sums[:, :, r] += (rows @ four).T
            self.ratio_squares[:, :, r] += four.T @ four

    def flag(self, j: int) -> dict[str, Any]:
        """Paired difference of a flag: shares, difference, error, flips, range of theories."""
        n = self.futures
        lost, gained, both = (
            float(a[0, j]) for a in (self.only_base, self.only_changed, self.both)
        )
        if n == 0:
            return _nothing()
        p, q = (lost + both) / n, (gained + both) / n
        d = q - p
        paired = (lost + gained) / n - d * d
        each = (self.only_changed[1:, j] - self.only_base[1:, j], self.n[1:])
        return {
            "base": p,
            "changed": q,
            "difference": d,
            "se": _error(paired, n),
            "n": n,
            "gained": gained / n,
            "lost": lost / n,
            "variance_ratio": _gain(p * (1.0 - p) + q * (1.0 - q), paired),
            "range": self._range(*each),
        }

    def number(self, j: int) -> dict[str, Any]:
        """Paired difference of a number or a time, over the pairs in which both are known."""
        n = int(self.known[0, j])
        if n == 0:
            return _nothing()
        base, changed, squares, bb, cc = (float(s[0, j]) / n for s in self.sums)
        d = changed - base
        paired = max(squares - d * d, 0.0)
        alone = max(bb - base * base, 0.0) + max(cc - changed * changed, 0.0)
        out = {
            "base": base,
            "changed": changed,
            "difference": d,
            "se": _error(paired, n),
            "n": n,
            "variance_ratio": _gain(alone, paired),
            "range": self._range((self.sums[1] - self.sums[0])[1:, j], self.known[1:, j]),
        }
        if is_time(self.plan.numbers[j]):
            out["why_n"] = "pairs in which troops came in both"
        if self.bins is not None:
            for side, word in enumerate(("base", "changed", "difference")):
                out[f"{word}_spread"] = _spread(self.bins[side, j], bool(self.whole[j]))
        return out

    def ratio(self, r: int) -> dict[str, Any]:
        """Difference of two quotients of sums, with the error of their linear approximation."""
        n = self.futures
        above_b, below_b, above_c, below_c = (float(v) for v in self.ratio_sums[:, 0, r])
        if n == 0 or below_b == 0.0 or below_c == 0.0:
            return _nothing()
        p, q = above_b / below_b, above_c / below_c
        slope = np.array([-n / below_b, n * p / below_b, n / below_c, -n * q / below_c])
        paired = float(slope @ self.ratio_squares[:, :, r] @ slope) / n  # its mean is zero
        parts = (slope * (1.0, 1.0, 0.0, 0.0), slope * (0.0, 0.0, 1.0, 1.0))
        alone = sum(float(s @ self.ratio_squares[:, :, r] @ s) / n for s in parts)
        sums = self.ratio_sums[:, 1:, r]
        enough = (self.n[1:] >= LEAST) & (sums[1] > 0) & (sums[3] > 0)
        with np.errstate(all="ignore"):
            differences = sums[2] / sums[3] - sums[0] / sums[1]
        return {
            "base": p,
            "changed": q,
            "difference": q - p,
            "se": _error(max(paired, 0.0), n),
            "n": n,
            "base_cases": int(below_b),
            "changed_cases": int(below_c),
            "variance_ratio": _gain(alone, paired),
            "range": self._extremes(differences, np.where(enough, self.n[1:], 0.0)),
        }

    def by_option(self, j: int) -> list[dict[str, Any]]:
        """Difference of a flag under every option alone, with its error and number of futures."""
        out = []
        for row, (structure, option) in enumerate(self.options, start=1):
            n = int(self.n[row])
            if n:
                lost, gained = float(self.only_base[row, j]), float(self.only_changed[row, j])
                d = (gained - lost) / n
                se = _error((lost + gained) / n - d * d, n)
                out.append(
                    {"structure": structure, "option": option, "n": n, "difference": d, "se": se}
                )
        return out

    def _range(self, sums: Floats, n: Floats) -> dict[str, Any] | None:
        means = np.divide(sums, n, out=np.zeros_like(sums), where=n > 0)
        return self._extremes(means, n)

    def _extremes(self, means: Floats, n: Floats) -> dict[str, Any] | None:
        found = [k for k in range(len(means)) if n[k] >= LEAST]
        if not found:
            return None
        low, high = min(found, key=lambda k: means[k]), max(found, key=lambda k: means[k])
        return {
            "min": float(means[low]),
            "min_option": ".".join(self.options[low]),
            "min_n": int(n[low]),
            "max": float(means[high]),
            "max_option": ".".join(self.options[high]),
            "max_n": int(n[high]),
        }


def _nothing() -> dict[str, Any]:
    keys = ("base", "changed", "difference", "se", "variance_ratio", "range")
    return {**dict.fromkeys(keys), "n": 0}


def _error(variance: float, n: int) -> float | None:
    """Standard error of a mean from the variance with divisor n."""
    return math.sqrt(max(variance, 0.0) / (n - 1)) if n > 1 else None


def _gain(unpaired: float, paired: float) -> float | None:
    """How many times the variance of two independent runs; None where no pair differs."""
    return unpaired / paired if paired > 1e-15 else None


def _spread(bins: NDArray[np.int64], whole: bool) -> dict[str, float | None]:
    out: dict[str, float | None] = {}
    for name, p in QUANTILES:
        value = quantile(bins, EDGES, p)
        if value is None or abs(value) < _UP[0]:
            out[name] = None if value is None else 0.0
        else:
            out[name] = float(round(value)) if whole else float(f"{value:.3g}")
    return out
