"""Drafts: who would sign which text, the texts all would sign, and the one with the best chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council.consensus import TOLERANCE
from foedus.council.games import Draws, Game
from foedus.council.options import Options
from foedus.council.outcomes import as_draws, consensus_paths

Floats = NDArray[np.float64]
PRECISE = TOLERANCE  # residual from which an equilibrium counts as found


@dataclass(frozen=True)
class Signatures:
    """What each actor is likely to do with one text.

    Attributes
    ----------
    point : float
        The text on the scale.
    adopted : float
        Chance that nobody present refuses.
    probabilities : float array, shape (n, 3)
        Sign, abstain, refuse; zeros for the absent.
    residual : float
        Residual of the equilibrium.
    """

    point: float
    adopted: float
    probabilities: Floats
    residual: float

    def as_dict(self, actors: tuple[str, ...]) -> dict[str, Any]:
        """Plain values for output; null probabilities when the equilibrium was not found."""
        found = self.residual < PRECISE
        return {
            "draft": self.point,
            "adopted": self.adopted if found else None,
            "residual": self.residual,
            "converged": bool(found),
            "votes": {
                name: (
                    {"sign": float(p[0]), "abstain": float(p[1]), "refuse": float(p[2])}
                    if found and p.sum() > 0.0
                    else None
                )
                for name, p in zip(actors, self.probabilities, strict=True)
            },
        }


def signatures(game: Game, point: float, options: Options) -> Signatures:
    """Probabilities of signing one text, under consensus with abstention.

    Parameters
    ----------
    game : Game
        One dimension, with a status quo.
    point : float
        The text on the scale of the game.
    options : Options
        Precision, exempt share and exponent.
    """
    probabilities, residuals, chances = consensus_paths(
        game, as_draws(game), options, np.array([point])
    )
    return Signatures(point, float(chances[0, 0]), probabilities[0, 0], float(residuals[0, 0]))


def all_would_sign(game: Game, options: Options) -> tuple[float, float] | None:
    """Texts that every one present, if it alone decided, would rather sign than refuse.

    For actor i: ``s |y - x| ** rho - loyalty + audience <= s |q - x| ** rho + blocking cost``, on
    the scale 0 to 1. None when there is no such text.
    """
    if game.status_quo is None:
        return None
    who = game.present
    rho = options.consensus_exponent
    x = game.unit(game.ideal[who, 0])
    s = game.salience[who, 0]
    q = float(game.unit(game.status_quo)[0])
    extra = (game.loyalty + game.blocking_cost - game.audience)[who]
    indifferent = s <= 0.0
    if (extra[indifferent] < 0.0).any():
        return None
    room = np.abs(q - x[~indifferent]) ** rho + extra[~indifferent] / s[~indifferent]
    if (room < 0.0).any():
        return None
    reach = room ** (1.0 / rho)
    low = float(np.max(x[~indifferent] - reach, initial=0.0))
    high = float(np.min(x[~indifferent] + reach, initial=1.0))
    if low > high:
        return None
    bottom, top = game.scale
    return bottom + low * (top - bottom), bottom + high * (top - bottom)


def _grid(game: Game, options: Options) -> Floats:
    return np.linspace(game.scale[0], game.scale[1], options.drafts)


def drafting(game: Game, draws: Draws | None, options: Options) -> dict[str, Any]:
    """Chance of every text over the scale, the texts all would sign and the best ones.

    Parameters
    ----------
    game : Game
        One dimension, with a status quo.
    draws : Draws or None
        Draws over the ranges, for intervals on the chances.
    options : Options
        How many texts, precision and so on.

    Returns
    -------
    dict
        ``all_would_sign``: interval or None; ``best``: the text farthest from the status quo with
        the highest chance among texts that change something; ``boldest``: the text farthest from
        the status quo on each side whose chance reaches the target; ``curve``: chances by text.
    """
    grid = _grid(game, options)
    _p, residuals, chances = consensus_paths(game, as_draws(game), options, grid)
    curve = np.where(residuals[0] < PRECISE, chances[0], np.nan)
    status_quo = float(game.status_quo[0]) if game.status_quo is not None else np.nan
    step = grid[1] - grid[0]
    changes = np.abs(grid - status_quo) >= 0.5 * step
    best = int(np.nanargmax(np.where(changes, curve, -1.0)))
    passing = changes & (curve >= options.target)
    above = grid[passing & (grid > status_quo)]
    below = grid[passing & (grid < status_quo)]
    interval = all_would_sign(game, options)
    out: dict[str, Any] = {
        "all_would_sign": list(interval) if interval else None,
        "best": {"draft": float(grid[best]), "adopted": float(curve[best])},
        "boldest": {
            "target": options.target,
            "above": float(above.max()) if above.size else None,
            "below": float(below.min()) if below.size else None,
        },
        "curve": [
            {"draft": float(y), "adopted": None if np.isnan(c) else float(c)}
            for y, c in zip(grid, curve, strict=True)
        ],
    }
    if draws is not None and len(draws) > 1:
        out["best"]["interval"] = interval_of_chance(game, draws, options, float(grid[best]))[0]
    return out


def interval_of_chance(
    game: Game, draws: Draws, options: Options, point: float
) -> tuple[list[float] | None, int]:
    """Interval of a text's chance of adoption over the draws, and how many were not solved."""
    _p, residuals, chances = consensus_paths(game, draws, options, np.array([point]))
    kept = chances[residuals < PRECISE]
    failed = int(chances.size - kept.size)
    if kept.size == 0:
        return None, failed
    tail = 0.5 * (1.0 - options.interval)
    return [float(v) for v in np.quantile(kept, [tail, 1.0 - tail])], failed
