"""Nested draws: futures that share some of their parameters, and nothing else.

Two parameter draws A and B give four mixtures: the parameters that rest on judgement from A or
from B, all others (and the rival theories) from A or from B. Each mixture is simulated several
times with luck of its own. Products of futures that share only the judgement parameters then
measure what these alone explain, and chance cancels out.

This is the pick-freeze design of Sobol (2001) and Saltelli et al. (2010) for a group of inputs,
with independent replicates for a noisy model (as in Hart, Alexanderian and Gremaud 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.files import InputError
from foedus.parameters import Parameters
from foedus.results.counts import HEADLINES, headlines
from foedus.results.flight import in_order
from foedus.results.run import Library, load_library
from foedus.scenario import Scenario
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.engine import Chunk
from foedus.simulation.future import simulate_chunk
from foedus.simulation.inputs import Start, build_inputs
from foedus.simulation.records import EVENTS_PER_FUTURE, event_type, tally_type, world_type

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

PAIRS = 2000
REPLICATES = 8
MIXTURES = 4
FUTURES_A_SLICE = 512


@dataclass(frozen=True)
class Nested:
    """Outcomes of nested draws, summed over the replicates of each mixture.

    Attributes
    ----------
    outcomes : tuple of str
        Headlines measured.
    sums, squares : float array, shape (pairs, 2, 2, outcomes)
        Sums and sums of squares over replicates. The second axis says from which draw the
        judgement parameters come, the third from which all others.
    counts : float array, shape (pairs, 2, 2)
        Replicates that finished without a flag.
    flagged : int
        Replicates that did not.
    interrupted : bool
    scenarios : int
        2 where each value is the difference of two futures.
    """

    outcomes: tuple[str, ...]
    sums: Floats
    squares: Floats
    counts: Floats
    flagged: int
    interrupted: bool = False
    scenarios: int = 1

    @property
    def futures(self) -> int:
        """Futures behind it."""
        return self.scenarios * (int(self.counts.sum()) + self.flagged)


def judgement_names(parameters: Parameters) -> list[str]:
    """Parameters whose basis is judgement."""
    return [name for name in parameters.names() if parameters[name].basis == "judgement"]


def simulate_given(
    scenario: Scenario, start: Start, first: int, thetas: NDArray, structures: NDArray
) -> Chunk:
    """Simulate futures ``first, first + 1, …`` with parameters and theories that are given."""
    n = len(thetas)
    states, pairs = start.sizes
    events = np.zeros(n * EVENTS_PER_FUTURE, event_type())
    tallies = np.zeros(n, tally_type(states))
    paths = np.zeros((n, scenario.months))
    end = simulate_chunk(
        scenario.seed,
        first,
        start.record.view(np.recarray),
        thetas.view(np.recarray),
        structures.view(np.recarray),
        np.zeros(1, world_type(states, pairs)).view(np.recarray),
        events.view(np.recarray),
        np.zeros(n, np.int64),
        tallies.view(np.recarray),
        paths,
    )
    return Chunk(first, tallies, structures, thetas, paths, events[:end].copy())


def mixed_draws(
    scenario: Scenario,
    start: Start,
    group: Sequence[str],
    first: int,
    count: int,
    replicates: int,
) -> tuple[NDArray, NDArray]:
    """Parameters and theories of the mixtures of pairs ``first`` to ``first + count - 1``.

    Draw A of pair i is the draw of future 2 i, draw B that of future 2 i + 1, by address; so
    more pairs never change the first ones.

    Parameters
    ----------
    group : sequence of str
        Parameters that are frozen together; all others, and the theories, form the rest.

    Returns
    -------
    thetas, structures : structured arrays, shape (count * 4 * replicates,)
        Ordered by pair, draw of the group, draw of the rest, replicate.
    """
    seed = scenario.seed if scenario.parameter_seed is None else scenario.parameter_seed
    draws = draw_parameters(scenario.known_parameters, start.own_record, seed, 2 * first, 2 * count)
    theories = draw_structures(scenario, seed, 2 * first, 2 * count)
    k = np.arange(count * MIXTURES * replicates)
    pair, mixture = k // (MIXTURES * replicates), k // replicates % MIXTURES
    of_group, of_rest = 2 * pair + mixture // 2, 2 * pair + mixture % 2
    thetas = draws[of_rest]
    for name in group:
        field = name.replace(".", "_")
        thetas[field] = draws[field][of_group]
    return thetas, theories[of_rest]


def outcome_values(chunk: Chunk, outcomes: Sequence[str]) -> Floats:
    """Outcomes of each future as numbers, shape (n, outcomes); flags are 0 and 1."""
    came_true = headlines(chunk.tallies)
    columns = [came_true[o] if o in came_true else chunk.tallies[o] for o in outcomes]
    return np.stack(columns, axis=1).astype(float)


def nested_draws(
    scenario: Scenario,
    library: Library | None = None,
    *,
    pairs: int = PAIRS,
    replicates: int = REPLICATES,
    changed: Scenario | None = None,
    outcomes: Sequence[str] = HEADLINES,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Progress | None = None,
) -> Nested:
    """Simulate nested draws of a scenario, or of the paired difference of two.

    Parameters
    ----------
    scenario : Scenario
        Its parameters say which rest on judgement.
    pairs, replicates : int
        Pairs of parameter draws, and futures for each of the four mixtures of a pair.
    changed : Scenario, optional
        A what-if; the outcome is then its difference from `scenario` under the same luck.
    outcomes : sequence of str
        Headlines, or numbers counted in every future.
    threads, executor, progress
        As for `foedus.simulation.engine.run_chunks`.
    """
    if replicates < 2 or pairs < 2:
        raise InputError("nested draws", "need at least 2 pairs and 2 replicates")
    library = library or load_library(scenario.organisation)
    group = judgement_names(scenario.known_parameters)
    scenarios = [scenario] if changed is None else [scenario, changed]
    sides = [(s, build_inputs(s, library.organisation, library.ledger)) for s in scenarios]
    step = max(1, FUTURES_A_SLICE // (MIXTURES * replicates))
    jobs = [
        (sides, group, tuple(outcomes), first, min(step, pairs - first), replicates)
        for first in range(0, pairs, step)
    ]
    parts, done, interrupted = [], 0, False
    try:
        for part in in_order(_slice_of_pairs, jobs, threads=threads, executor=executor):
            parts.append(part)
            done += part[0].shape[0]
            if progress:
                progress(done, pairs)
    except KeyboardInterrupt:
        interrupted = True
        if not parts:
            raise
    sums, squares, counts = (np.concatenate([p[i] for p in parts]) for i in range(3))
    flagged = int(counts.size * replicates - counts.sum())
    return Nested(tuple(outcomes), sums, squares, counts, flagged, interrupted, len(scenarios))


def _slice_of_pairs(
    sides: list[tuple[Scenario, Start]],
    group: list[str],
    outcomes: tuple[str, ...],
    first: int,
    count: int,
    replicates: int,
) -> tuple[Floats, Floats, Floats]:
    values: list[Floats] = []
    good = np.ones(count * MIXTURES * replicates, bool)
    for scenario, start in sides:
        thetas, structures = mixed_draws(scenario, start, group, first, count, replicates)
        chunk = simulate_given(scenario, start, first * MIXTURES * replicates, thetas, structures)
        good &= chunk.tallies["status"] == 0
        values.append(outcome_values(chunk, outcomes))
    y = values[0] if len(values) == 1 else values[1] - values[0]
    y = np.where(good[:, None], y, 0.0).reshape(count, 2, 2, replicates, len(outcomes))
    counts = good.reshape(count, 2, 2, replicates).sum(axis=3).astype(float)
    return y.sum(axis=3), (y * y).sum(axis=3), counts
