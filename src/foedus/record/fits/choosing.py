"""Choosing among nested equations by rolling origins, each block trained on all earlier years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.record.fits.estimators import Floats, binary, probability

Block = tuple[int, int]


@dataclass(frozen=True)
class Choice:
    """Which candidate the rolling origins chose.

    Attributes
    ----------
    best : int
        Place of the candidate, from 1; 0 is the constant.
    losses : tuple of float
        Mean log loss of the constant and of each candidate over all blocks.
    """

    best: int
    losses: tuple[float, ...]


def log_loss(p: NDArray, y: NDArray) -> Floats:
    """Minus the log of the probability given to what happened, row by row; hardly floored."""
    held = np.clip(p, 1e-9, 1.0 - 1e-9)
    return -np.where(y == 1, np.log(held), np.log1p(-held))


def rolling_choice(
    designs: Sequence[Floats],
    y: NDArray,
    year: NDArray,
    blocks: Sequence[Block],
    link: Literal["logit", "cloglog"] = "logit",
    train: Callable[[NDArray], NDArray[np.bool_]] | None = None,
) -> Choice:
    """Candidate with the smallest mean log loss over blocks of years, each trained on the past.

    Parameters
    ----------
    designs : sequence of arrays, shape (n, k)
        Design matrix of each candidate.
    y, year : array, shape (n,)
        Outcome; year of each row.
    blocks : sequence of (first, last)
        Years tested together.
    train : callable, optional
        Further limit on the training years, such as ``lambda year: year >= 1946``.
    """
    totals, rows = np.zeros(len(designs) + 1), 0
    for first, last in blocks:
        past, now = year < first, (year >= first) & (year <= last)
        if train is not None:
            past = past & train(year)
        rate = np.full(int(now.sum()), y[past].mean())
        totals[0] += log_loss(rate, y[now]).sum()
        for k, x in enumerate(designs, start=1):
            fitted = probability(binary(y[past], x[past], link=link), x[now], link)
            totals[k] += log_loss(fitted, y[now]).sum()
        rows += int(now.sum())
    losses = totals / rows
    return Choice(int(np.argmin(losses)), tuple(float(v) for v in losses))
