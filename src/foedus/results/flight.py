"""Many independent jobs in order of their numbers, few of them in flight at a time."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from foedus.simulation.executors import opened

T = TypeVar("T")


def in_order(
    function: Callable[..., T],
    jobs: Iterable[tuple[Any, ...]],
    *,
    threads: int | None = None,
    executor: Executor | str | None = None,
) -> Iterator[T]:
    """Yield ``function(*job)`` for every job, in their order.

    Where jobs run in this process the first is done in this thread, so that compiling happens
    once. At most two jobs for each worker wait or run, so that memory stays bounded and Ctrl-C
    soon takes effect.

    Parameters
    ----------
    function : callable
        A pure function.
    jobs : iterable of tuple
        Its arguments.
    threads : int, optional
        Threads to use; default: all processors.
    executor : concurrent.futures.Executor or str, optional
        Where to run instead, see `foedus.simulation.executors.opened`.
    """
    todo = iter(jobs)
    with opened(executor, threads) as pool:
        if pool.here:
            for job in itertools.islice(todo, 1):
                yield function(*job)
        flying: deque[Future[T]] = deque(
            pool.executor.submit(function, *job) for job in itertools.islice(todo, 2 * pool.workers)
        )
        try:
            while flying:
                result = flying.popleft().result()
                more = itertools.islice(todo, 1)
                flying.extend(pool.executor.submit(function, *job) for job in more)
                yield result
        finally:
            for future in flying:
                future.cancel()
