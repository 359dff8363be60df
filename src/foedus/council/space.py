"""Bargaining, winset and agenda setting in several dimensions, by sampling and search.

Utilities are ``-sum_k s_ik |y_k - x_ik| ** rho``. The points sampled are a Sobol sequence over the
scale (W. Morokoff and R. Caflisch 1994), the same for every call, so results repeat exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council.games import Game
from foedus.council.options import Options
from foedus.council.rules import winset_sample

Floats = NDArray[np.float64]
STARTS = 3


def sample_points(game: Game, samples: int) -> Floats:
    """Points spread evenly over the scale, shape (m, d), m a power of two."""
    from scipy.stats import qmc

    power = max(1, int(np.ceil(np.log2(samples))))
    cube = qmc.Sobol(game.dimensions, scramble=False).random_base2(power)
    return game.scale[0] + cube * (game.scale[1] - game.scale[0])


def gains(game: Game, points: Floats, exponent: float) -> Floats:
    """Gain of every one present over the status quo at each point, shape (m, n)."""
    who = game.present
    x, s = game.ideal[who], game.salience[who]

    def worth(where: Floats) -> Floats:
        return -(s[None] * np.abs(where[:, None, :] - x[None]) ** exponent).sum(axis=2)

    assert game.status_quo is not None  # callers check
    return worth(points) - worth(game.status_quo[None, :])


def _climb(score: Callable[[Floats], float], starts: Floats) -> Floats:
    """Best point of a score (greater is better) by simplex search from several starts."""
    from scipy.optimize import minimize

    best, best_score = starts[0], score(starts[0])
    for start in starts:
        found = minimize(
            lambda y: -score(y), start, method="Nelder-Mead",
            options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 4000, "adaptive": True},
        )  # fmt: skip
        if -found.fun > best_score:
            best, best_score = found.x, -found.fun
    return best


def nash(game: Game, options: Options) -> Floats:
    """Nash solution in several dimensions; the status quo when nobody can gain alone (gridlock)."""
    who = game.present
    weights = (game.power[:, None] * game.salience).sum(axis=1)[who]

    def score(point: Floats) -> float:
        gain = gains(game, point[None, :], options.exponent)[0]
        if (gain <= 0.0).any():
            return -1e12 + float(gain.min())
        return float((weights * np.log(gain)).sum())

    return _best(game, options, score)


def kalai_smorodinsky(game: Game, options: Options) -> Floats:
    """Point at which the least share of the best acceptable gain is greatest; or the status quo."""
    count = int(game.present.sum())

    def own(i: int) -> Callable[[Floats], float]:
        def score(point: Floats) -> float:
            gain = gains(game, point[None, :], options.exponent)[0]
            return float(gain[i]) if (gain >= 0.0).all() else -1e12 + float(gain.min())

        return score

    points = sample_points(game, options.samples)
    best = np.empty(count)
    for i in range(count):
        where = _best(game, options, own(i), points)
        best[i] = gains(game, where[None, :], options.exponent)[0, i]
    best = np.maximum(best, 1e-12)

    def score(point: Floats) -> float:
        return float((gains(game, point[None, :], options.exponent)[0] / best).min())

    return _best(game, options, score, points)


def _best(
    game: Game, options: Options, score: Callable[[Floats], float], points: Floats | None = None
) -> Floats:
    assert game.status_quo is not None
    sampled = sample_points(game, options.samples) if points is None else points
    least = gains(game, sampled, options.exponent).min(axis=1)
    likely = sampled[np.argsort(-least, kind="stable")[: 8 * STARTS]]
    order = np.argsort([-score(p) for p in likely], kind="stable")
    point = _climb(score, likely[order[:STARTS]])
    inside = gains(game, point[None, :], options.exponent)[0]
    return point if (inside > -1e-9).all() and inside.max() > 1e-9 else game.status_quo.copy()


def winset_share(game: Game, options: Options) -> dict[str, Any]:
    """Share of the scale that a deciding coalition prefers to the status quo, and its centre."""
    assert game.status_quo is not None
    points = sample_points(game, options.samples)
    inside = winset_sample(
        game.ideal, game.salience, game.status_quo, game.rule, game.votes, game.veto,
        game.absent, points,
    )  # fmt: skip
    return {
        "share": float(inside.mean()),
        "centre": [float(v) for v in points[inside].mean(axis=0)] if inside.any() else None,
        "points": int(points.shape[0]),
    }


def least_winset(game: Game, options: Options) -> dict[str, Any]:
    """Sampled point with the smallest winset: in the core when its share is 0.

    A core seldom exists in several dimensions under a majority (C. R. Plott 1967).
    """
    points = sample_points(game, options.samples)
    who = game.present
    candidates = np.concatenate(
        [game.ideal[who], np.median(game.ideal[who], axis=0)[None], points[:256]]
    )
    shares = np.array(
        [
            winset_sample(
                game.ideal, game.salience, y, game.rule, game.votes, game.veto, game.absent, points
            ).mean()
            for y in candidates
        ]
    )
    best = int(np.argmin(shares))
    return {
        "point": [float(v) for v in candidates[best]],
        "share": float(shares[best]),
        "empty_winset": bool(shares[best] <= 1.0 / points.shape[0]),
    }


def setter_text(game: Game, setter: int, options: Options) -> Floats:
    """Setter's best sampled text among those a deciding coalition prefers to the status quo.

    The text is then drawn towards the setter's ideal point as far as the coalition allows.
    """
    assert game.status_quo is not None
    points = np.concatenate([sample_points(game, options.samples), game.ideal])

    def takes(where: Floats) -> NDArray[np.bool_]:
        return winset_sample(
            game.ideal, game.salience, game.status_quo, game.rule, game.votes,  # type: ignore[arg-type]
            game.veto, game.absent, where,
        )  # fmt: skip

    ideal, weight = game.ideal[setter], game.salience[setter]
    far = np.sqrt((((points - ideal) * weight) ** 2).sum(axis=1))
    allowed = takes(points)
    if not allowed.any():
        return game.status_quo.copy()
    best = points[np.argmin(np.where(allowed, far, np.inf))]
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        if bool(takes((best + middle * (ideal - best))[None, :])[0]):
            low = middle
        else:
            high = middle
    own = float(np.sqrt((((game.status_quo - ideal) * weight) ** 2).sum()))
    text = best + low * (ideal - best)
    got = float(np.sqrt((((text - ideal) * weight) ** 2).sum()))
    return text if got < own else game.status_quo.copy()
