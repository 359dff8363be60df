"""The compiled entry points of the council: one game with its trace, and many draws."""

from __future__ import annotations

import numpy as np

from foedus.chance import uniform
from foedus.compiled import entry
from foedus.council.bargaining import kalai_smorodinsky_1d, nash_1d
from foedus.council.challenge import (
    LAYERS,
    challenge_round,
    fate_of,
    span_of,
    weighted_mean_1d,
    weighted_median_1d,
)
from foedus.council.consensus import probability_adopted, quantal_votes
from foedus.council.election import distance_share
from foedus.council.politics import follow_positions, politics_turn, standing, weigh


@entry
def play_challenge(
    capabilities, positions, saliences, q, variant, history, risk, kinds, others, worth
):
    """Play one challenge game and keep its trace; returns fate and period.

    `history` (rounds + 1, n), `risk`, `kinds`, `others` (rounds, n) and `worth` (rounds, n, 2) are
    overwritten; see `foedus.council.challenge.challenge_round`.
    """
    n = positions.shape[0]
    rounds = history.shape[0] - 1
    weights = np.empty(n)
    for i in range(n):
        weights[i] = capabilities[i] * saliences[i]
        history[0, i] = positions[i]
    span = span_of(positions)
    work = np.zeros((LAYERS, n, n))
    lines = np.zeros((2, n))
    for t in range(rounds):
        if span > 0.0:
            challenge_round(
                history[t], weights, saliences, span, q, variant,
                risk[t], kinds[t], others[t], worth[t], history[t + 1], work, lines,
            )  # fmt: skip
        else:
            for i in range(n):
                history[t + 1, i] = history[t, i]
                risk[t, i] = 1.0
                others[t, i] = -1
    return fate_of(history, rounds, span if span > 0.0 else 1.0)


@entry
def challenge_draws(capabilities, positions, saliences, q, variant, medians, means, fates):
    """Play one challenge game for each draw.

    Parameters
    ----------
    capabilities, positions, saliences : float array, shape (draws, n)
        One row for each draw.
    q, variant
        As in `play_challenge`.
    medians, means : float array, shape (draws, rounds + 1)
        Overwritten with the weighted median and mean of the positions after each round.
    fates : int array, shape (draws,)
        Overwritten: 0 still moving, 1 settled, 2 cycles.
    """
    draws, n = positions.shape
    rounds = medians.shape[1] - 1
    weights = np.empty(n)
    risk = np.empty(n)
    kinds = np.empty(n, np.int64)
    others = np.empty(n, np.int64)
    worth = np.empty((n, 2))
    history = np.empty((rounds + 1, n))
    work = np.zeros((LAYERS, n, n))
    lines = np.zeros((2, n))
    for draw in range(draws):
        for i in range(n):
            weights[i] = capabilities[draw, i] * saliences[draw, i]
            history[0, i] = positions[draw, i]
        span = span_of(positions[draw])
        medians[draw, 0] = weighted_median_1d(history[0], weights)
        means[draw, 0] = weighted_mean_1d(history[0], weights)
        for t in range(rounds):
            if span > 0.0:
                challenge_round(
                    history[t], weights, saliences[draw], span, q, variant,
                    risk, kinds, others, worth, history[t + 1], work, lines,
                )  # fmt: skip
            else:
                for i in range(n):
                    history[t + 1, i] = history[t, i]
            medians[draw, t + 1] = weighted_median_1d(history[t + 1], weights)
            means[draw, t + 1] = weighted_mean_1d(history[t + 1], weights)
        fates[draw], _period = fate_of(history, rounds, span if span > 0.0 else 1.0)


@entry
def consensus_draws(
    drafts, reversion, positions, saliences, loyalty, audience, blocking_cost,
    exempt_share, precision, exponent, active, probabilities, residuals, chances,
):  # fmt: skip
    """Solve the consensus model for each draw and draft.

    Parameters
    ----------
    drafts : float array, shape (drafts,)
        Texts on the scale 0 to 1.
    reversion : float
        What holds without a decision, 0 to 1.
    positions, saliences, loyalty, audience, blocking_cost : float array, shape (draws, n)
        One row for each draw, positions 0 to 1.
    exempt_share, precision, exponent, active
        As in `foedus.council.consensus.quantal_votes`.
    probabilities : float array, shape (draws, drafts, n, 3)
        Overwritten: sign, abstain, refuse.
    residuals, chances : float array, shape (draws, drafts)
        Overwritten: residual of the fixed point and chance of adoption under consensus.
    """
    draws, n = positions.shape
    previous = np.zeros((n, 3))
    for draw in range(draws):
        for d in range(drafts.shape[0]):
            residuals[draw, d] = quantal_votes(
                drafts[d], reversion, positions[draw], saliences[draw], loyalty[draw],
                audience[draw], blocking_cost[draw], exempt_share, precision, exponent,
                active, probabilities[draw, d], previous,
            )  # fmt: skip
            chances[draw, d] = probability_adopted(probabilities[draw, d], active)


@entry
def fill_uniforms(seed, stream, first, field, codes, out):
    """Uniform numbers for the draws of one column, addressed by draw, column, actor and dimension.

    Parameters
    ----------
    seed, stream : int
        Key of the generator.
    first : int
        Number of the first draw.
    field : int
        Code of the column.
    codes : int array, shape (n,)
        Stable codes of the actors.
    out : float array, shape (draws, n, d)
        Overwritten.
    """
    draws, n, d = out.shape
    for draw in range(draws):
        for i in range(n):
            for k in range(d):
                out[draw, i, k] = uniform(seed, stream, first + draw, field, codes[i], k)


@entry
def bargain_draws(ideals, weights, active, reversion, exponent, nash, kalai):
    """Nash and Kalai–Smorodinsky solutions for each draw (1-D).

    `ideals`, `weights` (draws, n); `nash`, `kalai` (draws,) are overwritten.
    """
    for draw in range(ideals.shape[0]):
        nash[draw] = nash_1d(ideals[draw], weights[draw], active, reversion, exponent)
        kalai[draw] = kalai_smorodinsky_1d(ideals[draw], active, reversion, exponent)


@entry
def election_draws(capabilities, positions, saliences, span, codes, chances, residuals):
    """Probability of every actor's position for each draw.

    `capabilities` (draws, n), `positions`, `saliences` (draws, n, d); `chances` (draws, n) and
    `residuals` (draws,) are overwritten.
    """
    draws, n, _d = positions.shape
    square = np.zeros((3, n + 1, n + 1))
    moves = np.zeros((n + 3, n + 1))
    weights = np.empty(n)
    totals = np.empty(n)
    for draw in range(draws):
        weigh(capabilities[draw], saliences[draw], totals, weights)
        for i in range(n):
            for j in range(n):
                square[0, i, j] = distance_share(
                    positions[draw, j], positions[draw, i], saliences[draw, i], span
                )
        residuals[draw] = standing(
            positions[draw], square[0], weights, codes, chances[draw], square[1], square[2], moves
        )


@entry
def politics_draws(
    capabilities, positions, ideals, saliences, span, codes, reals, follow, turns, stop,
    seed, first, final, means, played, fates,
):  # fmt: skip
    """Play the spatial model of politics for each draw.

    Parameters
    ----------
    capabilities : float array, shape (draws, n)
    positions, ideals, saliences : float array, shape (draws, n, d)
    span : float
        Length of the scale.
    codes, reals
        Options, as in `foedus.council.politics.politics_turn`.
    follow : float
        Share of the way an ideal point follows the actor's position after each turn (1: it is the
        position).
    turns : int
        Most turns.
    stop : float
        Largest move, as a share of the scale, with which the play ends.
    seed, first : int
        Address of chance; number of the first draw.
    final : float array, shape (draws, n, d)
        Overwritten with the last positions.
    means : float array, shape (draws, turns + 1, d)
        Overwritten with the weighted mean of the positions after each turn.
    played, fates : int array, shape (draws,)
        Overwritten: turns played; 1 settled, 2 cycles, 0 still moving at the last turn.
    """
    draws, n, d = positions.shape
    square = np.zeros((3, n + 1, n + 1))
    moves = np.zeros((n + 3, n + 1))
    queue = np.zeros(n + 1, np.int64)
    targets = np.zeros(n, np.int64)
    points = np.zeros((n, d))
    chances = np.zeros(n)
    risk = np.zeros(n)
    weights = np.zeros(n)
    totals = np.zeros(n)
    wants = np.zeros((n, d))
    history = np.zeros((turns + 1, n * d))
    for draw in range(draws):
        weigh(capabilities[draw], saliences[draw], totals, weights)
        wants[:, :] = ideals[draw]
        history[0] = positions[draw].reshape(n * d)
        played[draw] = turns
        fates[draw] = 0
        for t in range(turns):
            now = history[t].reshape((n, d))
            after = history[t + 1].reshape((n, d))
            largest = politics_turn(
                now, wants, saliences[draw], totals, weights, span, codes, reals,
                seed, first + draw, t, after, targets, points, chances, risk, square, moves, queue,
            )  # fmt: skip
            follow_positions(wants, after, follow)
            if largest <= stop:
                played[draw] = t + 1
                fates[draw] = 1
                break
        last = played[draw]
        if fates[draw] == 0:
            fates[draw], _period = fate_of(history, last, span)
        for t in range(turns + 1):
            row = history[min(t, last)].reshape((n, d))
            for k in range(d):
                means[draw, t, k] = weighted_mean_1d(row[:, k], weights)
        final[draw] = history[last].reshape((n, d))
