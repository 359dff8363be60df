"""Running many futures: chunks of one fixed size, shared out over threads, merged in order.

A chunk is a pure function of the scenario and a slice of futures. Its size never changes, so the
bits of a run depend neither on the number of threads nor on the executor, and the first futures
of a long run equal a short one. Where a chunk is computed it may also be reduced, to counts for
example: then only the counts travel, and memory does not grow with the run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedus.scenario import Scenario
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.executors import opened
from foedus.simulation.future import simulate_chunk
from foedus.simulation.inputs import Start
from foedus.simulation.records import EVENTS_PER_FUTURE, event_type, tally_type, world_type

CHUNK = 500

Progress = Callable[[int, int], None]
Span = tuple[int, int]
T = TypeVar("T")


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
    events = np.empty(count * EVENTS_PER_FUTURE, event_type())  # `note` fills every field
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


def slices(futures: int, size: int = CHUNK) -> list[Span]:
    """Split futures into (first, count) of one fixed size; the last may be shorter."""
    return [(first, min(size, futures - first)) for first in range(0, futures, size)]


def run_spans(
    scenario: Scenario, start: Start, spans: Sequence[Span], reduce: Callable[[Chunk], T]
) -> list[T]:
    """Simulate some slices and reduce each on the spot: the task that executors are given."""
    return [reduce(run_chunk(scenario, start, first, count)) for first, count in spans]


def run_chunks(
    scenario: Scenario,
    start: Start,
    *,
    threads: int | None = None,
    executor: Executor | str | None = None,
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
    executor : concurrent.futures.Executor or str, optional
        Where to run instead of threads, see `foedus.simulation.executors.opened`.
    size : int
        Futures in a chunk. Results do not depend on it; memory and the pause at Ctrl-C do.
    progress : callable, optional
        Called with futures done and wanted after each chunk.

    Yields
    ------
    Chunk
    """
    return reduced_chunks(
        scenario,
        start,
        whole,
        threads=threads,
        executor=executor,
        size=size,
        progress=progress,
    )


def whole(chunk: Chunk) -> Chunk:
    """Chunk as it is: the reduction that drops nothing."""
    return chunk


def reduced_chunks(
    scenario: Scenario,
    start: Start,
    reduce: Callable[[Chunk], T],
    *,
    done: int = 0,
    threads: int | None = None,
    executor: Executor | str | None = None,
    size: int = CHUNK,
    progress: Progress | None = None,
) -> Iterator[T]:
    """Yield each chunk of a run as `reduce` leaves it, in order of the futures.

    Parameters
    ----------
    scenario, start, threads, executor, size, progress
        See `run_chunks`.
    reduce : callable
        Applied where the chunk is computed; must be picklable for executors outside this process.
    done : int
        Futures that are finished already, a multiple of `size`: the run goes on after them.

    Yields
    ------
    T
        What `reduce` returns.
    """
    todo = deque(span for span in slices(scenario.futures, size) if span[0] >= done)
    if not todo:
        return
    with opened(executor, threads) as pool:
        bundle = max(1, min(pool.bundle, len(todo) // (4 * pool.workers)))
        if pool.here:  # compiles once, in this thread
            head = todo.popleft()
            yield from run_spans(scenario, start, [head], reduce)
            done = head[0] + head[1]
            if progress:
                progress(done, scenario.futures)
        flying: deque[tuple[list[Span], Future[list[T]]]] = deque()
        try:
            while todo or flying:
                while todo and len(flying) < 2 * pool.workers:
                    spans = [todo.popleft() for _ in range(min(bundle, len(todo)))]
                    task = pool.executor.submit(run_spans, scenario, start, spans, reduce)
                    flying.append((spans, task))
                spans, task = flying.popleft()
                for (first, count), result in zip(spans, task.result(), strict=True):
                    yield result
                    if progress:
                        progress(first + count, scenario.futures)
        finally:
            for _spans, task in flying:
                task.cancel()
