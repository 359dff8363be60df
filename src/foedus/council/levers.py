"""Levers and the tornado: what moves an outcome, by whom, and how often it still does.

A lever changes one actor's position, salience or payoff. For the compromise model its effect is
exact and written down; for the others the model is solved again. A lever survives a draw over the
ranges when it still moves the outcome the same way, by at least half as much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council.averages import weighted_mean
from foedus.council.consensus import TOLERANCE
from foedus.council.games import Council, Draws, Game
from foedus.council.options import Options
from foedus.council.outcomes import as_draws, consensus_paths

Floats = NDArray[np.float64]
Outcome = Callable[[Game, Draws, Options], Floats]
FIELDS = ("power", "position", "salience", "ideal", "loyalty", "audience", "blocking_cost")
SURVIVORS = 5  # levers whose survival is tried
TRIED = 500  # draws in which it is tried


@dataclass(frozen=True)
class Lever:
    """One change by one actor.

    Attributes
    ----------
    column : str
        ``position``, ``salience`` or ``payment`` (a payoff for signing).
    actor : int
        Number of the actor.
    amount : float
        Size of the change, on the scale of the column.
    """

    column: str
    actor: int
    amount: float


def compromise_shift(
    power: Floats, salience: Floats, position: Floats, actor: int, column: str, amount: float
) -> float:
    """Exact change of the compromise outcome from one lever (one dimension).

    With ``w = c s`` and ``y = sum w x / sum w``: a move by d changes y by ``w_i d / sum w``; a
    change of salience by d changes it by ``c_i d (x_i - y) / (sum w + c_i d)``.
    """
    weights = power * salience
    total = float(weights.sum())
    if column == "position":
        return float(weights[actor]) * amount / total
    added = float(power[actor]) * amount
    y = float(weighted_mean(position, weights))
    return added * (float(position[actor]) - y) / (total + added)


def salience_for(
    power: Floats, salience: Floats, position: Floats, actor: int, target: float
) -> float | None:
    """Salience with which one actor brings the compromise exactly to a target (one dimension).

    None when the target does not lie between the actor's position and the outcome without it.
    """
    weights = power * salience
    rest = float(weights.sum() - weights[actor])
    other = float((weights * position).sum() - weights[actor] * position[actor])
    gap = float(position[actor]) - target
    if gap == 0.0 or power[actor] <= 0.0:
        return None
    needed = (target * rest - other) / (float(power[actor]) * gap)
    return needed if needed >= 0.0 else None


def possible_levers(game: Game, options: Options, payments: bool) -> list[Lever]:
    """One lever up and one down in position and salience, and one payment, for all present."""
    move = options.shift * (game.scale[1] - game.scale[0])
    out = []
    for i in np.flatnonzero(game.present):
        for sign in (1.0, -1.0):
            out.append(Lever("position", int(i), sign * move))
            out.append(Lever("salience", int(i), sign * options.shift))
        if payments:
            out.append(Lever("payment", int(i), options.payment))
    return out


def pulled(game: Game, draws: Draws, lever: Lever) -> Draws:
    """Draws after a lever; positions stay on the scale, saliences between 0 and 1."""
    values = {name: getattr(draws, name) for name in FIELDS}
    i = lever.actor
    if lever.column == "position":
        for name in ("position", "ideal"):
            changed = values[name].copy()
            changed[:, i] = np.clip(changed[:, i] + lever.amount, *game.scale)
            values[name] = changed
    elif lever.column == "salience":
        changed = values["salience"].copy()
        changed[:, i] = np.clip(changed[:, i] + lever.amount, 0.0, 1.0)
        values["salience"] = changed
    else:
        changed = values["loyalty"].copy()
        changed[:, i] = changed[:, i] + lever.amount
        values["loyalty"] = changed
    return Draws(**values)


def each(outcome: Outcome, game: Game, variants: list[Draws], options: Options) -> Floats:
    """First coordinate of the outcome of each variant, all with the same luck."""
    return np.array([outcome(game, draws, options)[0, 0] for draws in variants])


def adoption(point: float) -> Outcome:
    """Chance that a draft is adopted by consensus, as an outcome (draws, 1)."""

    def outcome(game: Game, draws: Draws, options: Options) -> Floats:
        _p, residuals, chances = consensus_paths(game, draws, options, np.array([point]))
        return np.where(residuals < TOLERANCE, chances, np.nan)

    return outcome


def levers(
    game: Game, draws: Draws | None, options: Options, outcome: Outcome, payments: bool = False
) -> list[dict[str, Any]]:
    """All levers on one outcome (its first dimension), the strongest first.

    Parameters
    ----------
    game : Game
        Central numbers.
    draws : Draws or None
        Draws in which the strongest levers are tried again.
    options : Options
        Sizes of the levers.
    outcome : callable
        What is moved: an entry of `outcomes.POINTS` or `adoption`.
    payments : bool
        Whether side payments for signing count among the levers.

    Returns
    -------
    list of dict
        ``actor``, ``column``, ``amount``, ``effect``, ``outcome`` and, for the strongest,
        ``survives``: share of draws in which it still works.
    """
    chosen = possible_levers(game, options, payments)
    base = as_draws(game)
    before = float(outcome(game, base, options)[0, 0])
    after = each(outcome, game, [pulled(game, base, lever) for lever in chosen], options)
    effects = after - before
    order = np.argsort(-np.abs(np.nan_to_num(effects)), kind="stable")
    rows = []
    for rank, index in enumerate(order):
        lever = chosen[index]
        effect = float(effects[index])
        if not np.isfinite(effect):
            continue
        row: dict[str, Any] = {
            "actor": game.actors[lever.actor],
            "column": lever.column,
            "amount": lever.amount,
            "effect": effect,
            "outcome": before + effect,
        }
        if draws is not None and rank < SURVIVORS and effect != 0.0:
            row["survives"] = _survival(game, draws, options, outcome, lever, effect)
        rows.append(row)
    return rows


def _survival(
    game: Game, draws: Draws, options: Options, outcome: Outcome, lever: Lever, effect: float
) -> float:
    some = Draws(*(getattr(draws, name)[:TRIED] for name in FIELDS))
    before = outcome(game, some, options)[:, 0]
    after = outcome(game, pulled(game, some, lever), options)[:, 0]
    change = (after - before) / effect
    return float(np.mean(change[np.isfinite(change)] >= 0.5))


def payment_needed(
    game: Game, actor: int, point: float, options: Options, most: float = 2.0
) -> float | None:
    """Least payoff for signing that lifts a draft's chance to the target; None beyond `most`.

    In units of utility on the scale 0 to 1, where 1 is the loss of the whole scale at salience 1.
    """
    outcome = adoption(point)
    base = as_draws(game)

    def chance(amount: float) -> float:
        return float(
            outcome(game, pulled(game, base, Lever("payment", actor, amount)), options)[0, 0]
        )

    if chance(0.0) >= options.target:
        return 0.0
    if not chance(most) >= options.target:
        return None
    low, high = 0.0, most
    for _ in range(50):
        middle = 0.5 * (low + high)
        if chance(middle) >= options.target:
            high = middle
        else:
            low = middle
    return high


def tornado(council: Council, options: Options, outcome: Outcome) -> list[dict[str, Any]]:
    """Outcome (its first dimension) with each uncertain value at the ends of its interval.

    The others stand at their central values. The widest bar comes first.
    """
    game = council.central()
    places = council.uncertain()
    if not places:
        return []
    tail = 0.5 * (1.0 - options.interval)
    base = as_draws(game)
    variants = []
    values = []
    for column, i, k in places:
        ends = council.columns[column][i][k].quantile(np.array([tail, 1.0 - tail]))
        for end in ends:
            variants.append(_set(council, base, column, i, k, float(end)))
        values.append([float(end) for end in ends])
    points = each(outcome, game, variants, options).reshape(-1, 2)
    rows = [
        {
            "actor": council.actors[i],
            "column": column if len(council.dimensions) == 1 else f"{column}_{k + 1}",
            "low": ends[0],
            "high": ends[1],
            "outcome_low": float(pair[0]),
            "outcome_high": float(pair[1]),
            "width": float(abs(pair[1] - pair[0])),
        }
        for (column, i, k), ends, pair in zip(places, values, points, strict=True)
    ]
    return sorted(rows, key=lambda row: -np.nan_to_num(row["width"]))


def _set(council: Council, base: Draws, column: str, i: int, k: int, value: float) -> Draws:
    values = {name: getattr(base, name) for name in FIELDS}
    names = ("position", "ideal") if column == "position" and council.ideals_follow else (column,)
    for name in names:
        changed = values[name].copy()
        if changed.ndim == 3:
            changed[0, i, k] = value
        else:
            changed[0, i] = value
        values[name] = changed
    return Draws(**values)
