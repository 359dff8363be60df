"""Outcome of every model for many draws at once.

Each function takes the game that the draws vary and returns an array (draws, d): the point, one
value for each dimension, or nan where the model has none.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from foedus.council import kernels
from foedus.council.averages import plain_median, weighted_mean, weighted_median
from foedus.council.challenge import VARIANTS
from foedus.council.games import Draws, Game
from foedus.council.options import Options
from foedus.council.rules import winset_1d

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
CHUNK = 500


def as_draws(game: Game) -> Draws:
    """One draw: the game itself."""
    return Draws(
        *(
            np.ascontiguousarray(getattr(game, name)[None])
            for name in (
                "power", "position", "salience", "ideal", "loyalty", "audience", "blocking_cost",
            )
        )
    )  # fmt: skip


def weights_of(game: Game, draws: Draws) -> Floats:
    """Power × salience of those present, shape (draws, n, d)."""
    return draws.power[:, :, None] * draws.salience * game.present[None, :, None]


def active(game: Game) -> Integers:
    """1 for those who take part."""
    return game.present.astype(np.int64)


def in_parts(total: int, threads: int, work: Callable[[slice], None]) -> None:
    """Run `work` on slices of fixed size; the results do not depend on the threads."""
    parts = [slice(a, min(a + CHUNK, total)) for a in range(0, total, CHUNK)]
    if threads <= 1 or len(parts) <= 1:
        for part in parts:
            work(part)
        return
    work(parts[0])  # compiles in this thread
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, part) for part in parts[1:]]:
            done.result()


def mean_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Mean weighted with power × salience: the compromise."""
    return weighted_mean(draws.position.swapaxes(1, 2), weights_of(game, draws).swapaxes(1, 2))


def plain_mean_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Mean of the positions."""
    return draws.position[:, game.present].mean(axis=1)


def median_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Median of the positions, dimension by dimension."""
    return plain_median(draws.position[:, game.present].swapaxes(1, 2))


def weighted_median_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Median weighted with power × salience, dimension by dimension."""
    return weighted_median(draws.position.swapaxes(1, 2), weights_of(game, draws).swapaxes(1, 2))


def challenge_outcome(variant: str) -> Callable[[Game, Draws, Options], Floats]:
    """Weighted median after the last round of the challenge model, dimension by dimension."""

    def outcome(game: Game, draws: Draws, options: Options) -> Floats:
        return challenge_paths(game, draws, options, variant)[0][:, -1, :]

    return outcome


def challenge_paths(
    game: Game, draws: Draws, options: Options, variant: str
) -> tuple[Floats, Floats, Integers]:
    """Medians and means by round, shape (draws, rounds + 1, d), and fates (draws, d)."""
    total, _n, d = draws.position.shape
    who = game.present
    medians = np.empty((d, total, options.rounds + 1))
    means = np.empty_like(medians)
    fates = np.empty((d, total), dtype=np.int64)
    power = np.ascontiguousarray(draws.power[:, who])
    for k in range(d):
        x = np.ascontiguousarray(draws.position[:, who, k])
        s = np.ascontiguousarray(draws.salience[:, who, k])

        def work(part: slice, k: int = k, x: Floats = x, s: Floats = s) -> None:
            kernels.challenge_draws(
                power[part], x[part], s[part], options.q, VARIANTS[variant],
                medians[k, part], means[k, part], fates[k, part],
            )  # fmt: skip

        in_parts(total, options.threads, work)
    return np.moveaxis(medians, 0, 2), np.moveaxis(means, 0, 2), fates.T


def bargain_outcomes(game: Game, draws: Draws, options: Options) -> tuple[Floats, Floats]:
    """Nash and Kalai–Smorodinsky solutions (one dimension), each (draws, 1)."""
    total = len(draws)
    nash, kalai = np.full((2, total), np.nan)
    if game.status_quo is not None and game.dimensions == 1:
        kernels.bargain_draws(
            np.ascontiguousarray(draws.ideal[:, :, 0]),
            np.ascontiguousarray(draws.power * draws.salience[:, :, 0]),
            active(game),
            float(game.status_quo[0]),
            options.exponent,
            nash,
            kalai,
        )
    return nash[:, None], kalai[:, None]


def setter_of(game: Game, options: Options) -> int:
    """Number of the actor that sets the agenda."""
    if options.setter:
        return game.actors.index(options.setter)
    return int(np.argmax(np.where(game.present, game.power, -np.inf)))


def setter_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Setter's best text among those a deciding coalition takes (one dimension).

    T. Romer and H. Rosenthal, "Political resource allocation, controlled agendas, and the status
    quo", Public Choice 33, 1978. Those who would refuse bear their blocking cost.
    """
    if game.status_quo is None or game.dimensions != 1:
        return np.full((len(draws), 1), np.nan)
    span = game.scale[1] - game.scale[0]
    ideals = draws.ideal[:, :, 0]
    low, high = winset_1d(
        ideals,
        float(game.status_quo[0]),
        game.rule,
        game.votes,
        game.veto,
        game.absent,
        draws.salience[:, :, 0],
        options.exponent,
        draws.blocking_cost * span**options.exponent,
    )
    return np.clip(ideals[:, setter_of(game, options)], low, high)[:, None]


def winset_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Text nearest the compromise among those that can beat the status quo (one dimension).

    The status quo itself where nothing can beat it.
    """
    if game.status_quo is None or game.dimensions != 1:
        return np.full((len(draws), 1), np.nan)
    low, high = winset_1d(
        draws.ideal[:, :, 0], float(game.status_quo[0]), game.rule, game.votes, game.veto,
        game.absent,
    )  # fmt: skip
    return np.clip(mean_outcome(game, draws, options)[:, 0], low, high)[:, None]


def election_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Mean of the positions by their probability in the election, shape (draws, d)."""
    chances, _residuals = election_chances(game, draws, options)
    who = np.flatnonzero(game.present)
    out = np.empty((len(draws), game.dimensions))
    for draw in range(len(draws)):
        x = draws.position[draw, who]
        # actors at one place share an option: count it once
        _points, first = np.unique(x, axis=0, return_index=True)
        out[draw] = (chances[draw, first, None] * x[first]).sum(axis=0)
    return out


def election_chances(game: Game, draws: Draws, options: Options) -> tuple[Floats, Floats]:
    """Probability of every present actor's position, shape (draws, m), and residuals."""
    who = game.present
    chances = np.empty((len(draws), int(who.sum())))
    residuals = np.empty(len(draws))
    kernels.election_draws(
        np.ascontiguousarray(draws.power[:, who]),
        np.ascontiguousarray(draws.position[:, who]),
        np.ascontiguousarray(draws.salience[:, who]),
        game.scale[1] - game.scale[0],
        options.spatial.codes(),
        chances,
        residuals,
    )
    return chances, residuals


def politics_outcome(game: Game, draws: Draws, options: Options) -> Floats:
    """Weighted mean of the positions when the spatial model of politics ends, (draws, d)."""
    return politics_paths(game, draws, options)[1][:, -1, :]


def politics_paths(
    game: Game, draws: Draws, options: Options, first: int = 0
) -> tuple[Floats, Floats, Integers, Integers]:
    """Last positions (draws, m, d), means by turn, turns played and fates."""
    who = game.present
    total, _n, d = draws.position.shape
    spatial = options.spatial
    final = np.empty((total, int(who.sum()), d))
    means = np.empty((total, spatial.turns + 1, d))
    played = np.empty(total, dtype=np.int64)
    fates = np.empty(total, dtype=np.int64)
    power, position, ideal, salience = (
        np.ascontiguousarray(a[:, who])
        for a in (draws.power, draws.position, draws.ideal, draws.salience)
    )

    def work(part: slice) -> None:
        kernels.politics_draws(
            power[part], position[part], ideal[part], salience[part],
            game.scale[1] - game.scale[0], spatial.codes(), spatial.reals(), float(spatial.follow),
            spatial.turns, spatial.stop, options.seed,
            first + part.start, final[part], means[part], played[part], fates[part],
        )  # fmt: skip

    in_parts(total, options.threads, work)
    return final, means, played, fates


def consensus_paths(
    game: Game, draws: Draws, options: Options, drafts: Floats
) -> tuple[Floats, Floats, Floats]:
    """Probabilities (draws, drafts, n, 3), residuals and chances of adoption (draws, drafts).

    `drafts` on the scale of the game; one dimension.
    """
    if game.status_quo is None:
        raise ValueError("the consensus model needs a status quo")
    total, n = draws.power.shape
    probabilities = np.zeros((total, drafts.size, n, 3))
    residuals = np.empty((total, drafts.size))
    chances = np.empty_like(residuals)
    ideals = np.ascontiguousarray(game.unit(draws.ideal[:, :, 0]))
    saliences = np.ascontiguousarray(draws.salience[:, :, 0])

    def work(part: slice) -> None:
        kernels.consensus_draws(
            game.unit(drafts), float(game.unit(game.status_quo)[0]), ideals[part],  # type: ignore[arg-type, index]
            saliences[part], draws.loyalty[part], draws.audience[part],
            draws.blocking_cost[part], options.exempt_share, options.precision,
            options.consensus_exponent, active(game), probabilities[part], residuals[part],
            chances[part],
        )  # fmt: skip

    in_parts(total, options.threads, work)
    return probabilities, residuals, chances


# Models that give a point for any draw, in the order of the table.
POINTS: dict[str, Callable[[Game, Draws, Options], Floats]] = {
    "weighted_mean": mean_outcome,
    "mean": plain_mean_outcome,
    "median": median_outcome,
    "weighted_median": weighted_median_outcome,
    "nash": lambda game, draws, options: bargain_outcomes(game, draws, options)[0],
    "kalai_smorodinsky": lambda game, draws, options: bargain_outcomes(game, draws, options)[1],
    "winset": winset_outcome,
    "setter": setter_outcome,
    "challenge_printed": challenge_outcome("printed"),
    "challenge_replication": challenge_outcome("replication"),
    "condorcet_election": election_outcome,
    "politics": politics_outcome,
}
