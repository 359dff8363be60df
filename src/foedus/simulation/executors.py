"""Where the chunks of a run are computed: threads of this process, or the workers of a cluster.

There is one seam, `concurrent.futures.Executor`. A task is a pure, picklable function of the
scenario and some slices of futures, so it may run anywhere, run twice, or run again after a
worker has died: the bits are the same.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from foedus.files import InputError

EXPECTED = "expected threads, threads=NUMBER, dask or dask=ADDRESS"
CLUSTER_BUNDLE = 10  # a message to a cluster costs milliseconds: send chunks ten at a time
CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Pool:
    """An open executor and how to feed it.

    Attributes
    ----------
    executor : concurrent.futures.Executor
        Where tasks go.
    workers : int
        How many tasks it works on at once.
    bundle : int
        Chunks in one task, at most.
    here : bool
        True when the tasks run in this process, which then compiles before it shares out.
    """

    executor: Executor
    workers: int
    bundle: int
    here: bool


def parse_executor(text: str) -> tuple[str, str]:
    """Kind and argument of an executor as written on the command line.

    Raises
    ------
    InputError
        When it is none of ``threads``, ``threads=NUMBER``, ``dask``, ``dask=ADDRESS``.
    """
    kind, mark, argument = text.strip().partition("=")
    if kind == "threads" and (not mark or (argument.isdecimal() and int(argument) > 0)):
        return kind, argument
    if kind == "dask" and (not mark or argument):
        return kind, argument
    raise InputError(f"--executor {text}", EXPECTED)


@contextlib.contextmanager
def opened(executor: Executor | str | None = None, threads: int | None = None) -> Iterator[Pool]:
    """Open an executor for the length of a run.

    Parameters
    ----------
    executor : Executor or str, optional
        An executor of the caller's, left open at the end; or ``"threads"``, ``"threads=4"``,
        ``"dask"`` (workers on this machine) or ``"dask=ADDRESS"`` (a scheduler that runs already).
    threads : int, optional
        Number of threads, or of workers on this machine; default: all processors.

    Yields
    ------
    Pool

    Raises
    ------
    InputError
        When the text is not understood, the package is missing or nobody answers at the address.
    """
    if isinstance(executor, Executor):
        yield Pool(executor, threads or os.cpu_count() or 1, 1, False)
        return
    kind, argument = parse_executor(executor or "threads")
    if kind == "dask":
        with _dask(argument, threads) as pool:
            yield pool
        return
    workers = int(argument) if argument else threads or os.cpu_count() or 1
    own = ThreadPoolExecutor(max_workers=workers)
    try:
        yield Pool(own, workers, 1, True)
    finally:
        own.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _dask(address: str, workers: int | None) -> Iterator[Pool]:
    distributed = _distributed()
    with contextlib.ExitStack() as stack:
        if not address:
            with _interrupts_ignored():
                cluster = distributed.LocalCluster(
                    n_workers=workers or os.cpu_count() or 1,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    silence_logs=50,
                )
            address = stack.enter_context(cluster)
        try:
            client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(
                f"--executor dask={address}",
                f"no Dask scheduler answers there ({type(error).__name__}); "
                "expected an address such as tcp://host:8786",
            ) from None
        stack.enter_context(client)
        threads_there = sum(client.nthreads().values()) or 1
        pool = client.get_executor(pure=False)
        try:
            yield Pool(pool, threads_there, CLUSTER_BUNDLE, False)
        finally:
            pool.shutdown(wait=False)


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C: this one ends them in good order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise InputError(
            "--executor dask", "needs the package distributed; install foedus[cluster]"
        ) from None
    return distributed
