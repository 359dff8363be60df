"""Every model on one game: its outcome, and what stands behind it.

Each function returns a mapping with ``outcome`` (a number, a list with one number for each
dimension, or None) and, where there is no outcome, ``why``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council import kernels, outcomes, space
from foedus.council.averages import weighted_mean, weighted_median
from foedus.council.challenge import FATES, OFFERS, VARIANTS
from foedus.council.drafting import PRECISE, signatures
from foedus.council.games import Game
from foedus.council.options import Options
from foedus.council.outcomes import POINTS, as_draws
from foedus.council.rules import UNANIMITY_PRESENT, core_1d, winset_1d

Floats = NDArray[np.float64]
Model = Callable[[Game, Options], dict[str, Any]]

NEEDS_STATUS_QUO = "needs a status quo (what holds without a decision)"
ONE_DIMENSION = "defined for one dimension"


def plain(point: Floats | float) -> Any:
    """One number for one dimension, else a list; None where it is not a number."""
    values = [float(v) if np.isfinite(v) else None for v in np.atleast_1d(point)]
    return values[0] if len(values) == 1 else values


def _point(name: str) -> Model:
    def model(game: Game, options: Options) -> dict[str, Any]:
        return {"outcome": plain(POINTS[name](game, as_draws(game), options)[0])}

    return model


def _in_space(solve: Callable[[Game, Options], Floats], name: str) -> Model:
    def model(game: Game, options: Options) -> dict[str, Any]:
        if game.status_quo is None:
            return {"outcome": None, "why": NEEDS_STATUS_QUO}
        if game.dimensions == 1:
            point = POINTS[name](game, as_draws(game), options)[0]
        else:
            point = solve(game, options)
        gridlock = bool(np.abs(point - game.status_quo).max() < 1e-9 * np.ptp(game.scale))
        return {"outcome": plain(point), "gridlock": gridlock}

    return model


def core(game: Game, options: Options) -> dict[str, Any]:
    """Core of the decision rule and of unanimity, and whether the status quo lies in it."""
    if game.dimensions > 1:
        least = space.least_winset(game, options)
        return {
            "outcome": None,
            "why": "a set, not a point; sampled in several dimensions",
            "least_winset": least,
        }
    ideals = game.ideal[:, 0]
    out: dict[str, Any] = {"outcome": None, "why": "an interval, not a point"}
    for name, rule in (("interval", game.rule), ("unanimity", UNANIMITY_PRESENT)):
        ends = core_1d(ideals, rule, game.votes, game.veto, game.absent)
        out[name] = [plain(v) for v in ends] if ends else None
        if game.status_quo is not None and name == "interval" and ends:
            out["holds_status_quo"] = bool(ends[0] <= float(game.status_quo[0]) <= ends[1])
    return out


def winset(game: Game, options: Options) -> dict[str, Any]:
    """Texts that can beat the status quo under the rule, and the point of them nearest the mean."""
    if game.status_quo is None:
        return {"outcome": None, "why": NEEDS_STATUS_QUO}
    if game.dimensions > 1:
        share = space.winset_share(game, options)
        return {"outcome": None, "why": "a set, not a point", **share}
    low, high = winset_1d(
        game.ideal[:, 0], float(game.status_quo[0]), game.rule, game.votes, game.veto, game.absent
    )
    point = np.clip(POINTS["weighted_mean"](game, as_draws(game), options)[0, 0], low, high)
    return {
        "outcome": plain(point),
        "interval": [float(low), float(high)],
        "gridlock": bool(high - low < 1e-12 * np.ptp(game.scale)),
    }


def setter(game: Game, options: Options) -> dict[str, Any]:
    """Text of the agenda setter, with and without the others' costs of refusing."""
    number = outcomes.setter_of(game, options)
    if game.status_quo is None:
        return {"outcome": None, "why": NEEDS_STATUS_QUO, "setter": game.actors[number]}
    if game.dimensions > 1:
        return {
            "outcome": plain(space.setter_text(game, number, options)),
            "setter": game.actors[number],
        }
    free = game.changed(blocking_cost=np.zeros_like(game.blocking_cost))
    return {
        "outcome": plain(POINTS["setter"](game, as_draws(game), options)[0]),
        "without_costs": plain(POINTS["setter"](free, as_draws(free), options)[0]),
        "setter": game.actors[number],
    }


def challenge(variant: str) -> Model:
    """Challenge model with its rounds: median, mean, positions, risk exponents, offers, fate."""

    def model(game: Game, options: Options) -> dict[str, Any]:
        issues = [challenge_trace(game, options, variant, k) for k in range(game.dimensions)]
        if len(issues) == 1:
            return issues[0]
        return {
            "outcome": [issue["outcome"] for issue in issues],
            "note": "each dimension is played by itself",
            "dimensions": issues,
        }

    return model


def challenge_trace(game: Game, options: Options, variant: str, dimension: int) -> dict[str, Any]:
    """Rounds of the challenge model on one dimension."""
    who = np.flatnonzero(game.present)
    names = [game.actors[i] for i in who]
    n, rounds = who.size, options.rounds
    power = np.ascontiguousarray(game.power[who])
    salience = np.ascontiguousarray(game.salience[who, dimension])
    history = np.zeros((rounds + 1, n))
    risk = np.zeros((rounds, n))
    kinds, others = np.zeros((2, rounds, n), dtype=np.int64)
    worth = np.zeros((rounds, n, 2))
    fate, period = kernels.play_challenge(
        power, np.ascontiguousarray(game.position[who, dimension]), salience, options.q,
        VARIANTS[variant], history, risk, kinds, others, worth,
    )  # fmt: skip
    medians = weighted_median(history, power * salience)
    means = weighted_mean(history, power * salience)
    table = []
    for t in range(rounds + 1):
        row: dict[str, Any] = {
            "round": t,
            "median": float(medians[t]),
            "mean": float(means[t]),
            "positions": dict(zip(names, map(float, history[t]), strict=True)),
        }
        if t > 0:
            row["risk"] = dict(zip(names, map(float, risk[t - 1]), strict=True))
            row["offers"] = [
                {
                    "actor": names[i],
                    "offer": OFFERS[kinds[t - 1, i]],
                    "other": names[others[t - 1, i]],
                    "worth_to_actor": float(worth[t - 1, i, 0]),
                    "worth_to_other": float(worth[t - 1, i, 1]),
                    "new_position": float(history[t, i]),
                }
                for i in range(n)
                if kinds[t - 1, i] > 0
            ]
        table.append(row)
    return {
        "outcome": float(medians[-1]),
        "fate": FATES[fate],
        "period": int(period),
        "range_of_medians": [float(medians.min()), float(medians.max())],
        "rounds": table,
    }


def condorcet_election(game: Game, options: Options) -> dict[str, Any]:
    """Probability of every position, the mean by probability and the likeliest position."""
    chances, residuals = outcomes.election_chances(game, as_draws(game), options)
    who = np.flatnonzero(game.present)
    best = int(np.argmax(chances[0]))
    return {
        "outcome": plain(POINTS["condorcet_election"](game, as_draws(game), options)[0]),
        "likeliest": {
            "position": plain(game.position[who[best]]),
            "probability": float(chances[0, best]),
        },
        "probabilities": {game.actors[i]: float(p) for i, p in zip(who, chances[0], strict=True)},
        "converged": bool(residuals[0] < 1e-8),
    }


def politics(game: Game, options: Options) -> dict[str, Any]:
    """Spatial model of politics: path of the mean, last positions, fate."""
    final, means, played, fates = outcomes.politics_paths(game, as_draws(game), options)
    turns = int(played[0])
    who = np.flatnonzero(game.present)
    return {
        "outcome": plain(means[0, -1]),
        "fate": FATES[fates[0]],
        "turns": turns,
        "path": [plain(means[0, t]) for t in range(turns + 1)],
        "positions": {game.actors[i]: plain(p) for i, p in zip(who, final[0], strict=True)},
    }


def consensus(game: Game, options: Options) -> dict[str, Any]:
    """Who signs, abstains or refuses the text on the table (the compromise when none is)."""
    if game.status_quo is None:
        return {"outcome": None, "why": NEEDS_STATUS_QUO}
    if game.dimensions > 1:
        return {"outcome": None, "why": ONE_DIMENSION}
    point = (
        float(game.draft[0])
        if game.draft is not None
        else float(POINTS["weighted_mean"](game, as_draws(game), options)[0, 0])
    )
    found = signatures(game, point, options)
    converged = found.residual < PRECISE
    expected = found.adopted * point + (1.0 - found.adopted) * float(game.status_quo[0])
    return {"outcome": expected if converged else None, **found.as_dict(game.actors)}


MODELS: dict[str, Model] = {
    "weighted_mean": _point("weighted_mean"),
    "mean": _point("mean"),
    "median": _point("median"),
    "weighted_median": _point("weighted_median"),
    "nash": _in_space(space.nash, "nash"),
    "kalai_smorodinsky": _in_space(space.kalai_smorodinsky, "kalai_smorodinsky"),
    "core": core,
    "winset": winset,
    "setter": setter,
    "challenge_printed": challenge("printed"),
    "challenge_replication": challenge("replication"),
    "condorcet_election": condorcet_election,
    "politics": politics,
    "consensus": consensus,
}

MEANING: dict[str, str] = {
    "weighted_mean": "compromise: mean by power × salience",
    "mean": "mean of the positions",
    "median": "median of the positions",
    "weighted_median": "median by power × salience",
    "nash": "asymmetric Nash bargaining over the status quo",
    "kalai_smorodinsky": "Kalai–Smorodinsky bargaining over the status quo",
    "core": "texts nobody able to would leave",
    "winset": "text nearest the compromise that can beat the status quo",
    "setter": "agenda setter's best text that passes",
    "challenge_printed": "challenge model, equations as printed",
    "challenge_replication": "challenge model, as the public replications",
    "condorcet_election": "mean position by probability of prevailing",
    "politics": "spatial model of politics, mean at the end",
    "consensus": "expected text under consensus with abstention",
}
