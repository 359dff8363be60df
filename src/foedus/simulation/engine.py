"""Running many futures: chunks of one fixed size, shared out over threads, merged in order.

A chunk is a pure function of the scenario and a slice of futures. Its size never changes, so the
bits of a run depend neither on the number of threads nor on the executor, and the first futures
of a long run equal a short one.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.scenario import Scenario
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.future import simulate_chunk
from foedus.simulation.inputs import Start
from foedus.simulation.records import EVENTS_PER_FUTURE, event_type, tally_type, world_type

CHUNK = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Chunk:
    """Results of one slice of futures.

    Attributes
    ----------
    first : int
        Number of the first future.
    tallies, structures, thetas : structured arrays, shape (n,)
        Counts, rival theories and parameters of each future.
    cohesion : float array, shape (n, months)
        Cohesion at the end of each month; 0 once dissolved.
    events : structured array, shape (acts,)
        Acts of all of them, in order.
    """

    first: int
    tallies: NDArray[Any]
    structures: NDArray[Any]
    thetas: NDArray[Any]
    cohesion: NDArray[np.float64]
    events: NDArray[Any]


def run_chunk(scenario: Scenario, start: Start, first: int, count: int) -> Chunk:
    """Simulate the futures ``first`` to ``first + count - 1``."""
    seed = scenario.seed if scenario.parameter_seed is None else scenario.parameter_seed
    thetas = draw_parameters(scenario.known_parameters, start.own_record, seed, first, count)
    structures = draw_structures(scenario, seed, first, count)
    states, pairs = start.sizes
    worlds = np.zeros(1, world_type(states, pairs))
    events = np.zeros(count * EVENTS_PER_FUTURE, event_type())
    used = np.zeros(count, np.int64)
    tallies = np.zeros(count, tally_type(states))
    paths = np.zeros((count, scenario.months))
    end = simulate_chunk(
        scenario.seed,
        first,
        start.record.view(np.recarray),
        thetas.view(np.recarray),
        structures.view(np.recarray),
        worlds.view(np.recarray),
        events.view(np.recarray),
        used,
        tallies.view(np.recarray),
        paths,
    )
    return Chunk(first, tallies, structures, thetas, paths, events[:end].copy())


def slices(futures: int, size: int = CHUNK) -> list[tuple[int, int]]:
    """Split futures into (first, count) of one fixed size; the last may be shorter."""
    return [(first, min(size, futures - first)) for first in range(0, futures, size)]


def run_chunks(
    scenario: Scenario,
    start: Start,
    *,
    threads: int | None = None,
    executor: Executor | None = None,
    size: int = CHUNK,
    progress: Progress | None = None,
) -> Iterator[Chunk]:
    """Yield the chunks of a run in order of their futures, few in flight at a time.

    Parameters
    ----------
    scenario, start : Scenario, Start
        What to simulate and from where.
    threads : int, optional
        Threads to use; default: all processors.
    executor : concurrent.futures.Executor, optional
        Where to run instead of threads.
    size : int
        Futures in a chunk. Results do not depend on it; memory and the pause at Ctrl-C do.
    progress : callable, optional
        Called with futures done and wanted after each chunk.

    Yields
    ------
    Chunk
    """
    todo = deque(slices(scenario.futures, size))
    done = 0
    first, count = todo.popleft()
    head = run_chunk(scenario, start, first, count)  # compiles once, in this thread
    done += count
    yield head
    if progress:
        progress(done, scenario.futures)
    workers = threads or os.cpu_count() or 1
    own = ThreadPoolExecutor(max_workers=workers) if executor is None else None
    pool: Executor = own if own is not None else executor  # type: ignore[assignment]
    flying: deque[Future[Chunk]] = deque()
    try:
        while todo or flying:
            while todo and len(flying) < 2 * workers:
                flying.append(pool.submit(run_chunk, scenario, start, *todo.popleft()))
            chunk = flying.popleft().result()
            done += len(chunk.tallies)
            yield chunk
            if progress:
                progress(done, scenario.futures)
    finally:
        for future in flying:
            future.cancel()
        if own is not None:
            own.shutdown(wait=True, cancel_futures=True)
