"""Many files read by several processes: one that dies costs its file, not the reading."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_all_start_methods, get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.evidence.parts import Part, Settings, part_of, write_part
from foedus.evidence.sources import load
from foedus.files import InputError, visible

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST_JOBS = 3  #: by default, so that all processes together stay below 500 MB
FEWEST = 20  #: fewer files are read in this process: no other has to load the model
GRACE = 10.0  #: seconds that a process has to end its file when the reading is stopped
PAGE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError),
    ValueError,
)
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, the id its document gets, and where its part is written."""

    path: Path
    doc: str
    part: Path


def usual_jobs() -> int:
    """How many processes read when the user does not say: the usable cores, at most three."""
    usable = getattr(os, "sched_getaffinity", None)
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    return min(cores, MOST_JOBS)


def read_each(
    tasks: Sequence[Task], settings: Settings, jobs: int = 1
) -> Iterator[tuple[Task, str | None]]:
    """Read files and write their parts; what went wrong with each, or None, as they are done.

    Parameters
    ----------
    tasks : sequence of Task
        Files; one process reads them in order, several in any.
    settings : Settings
        What bears on a reading beside the files.
    jobs : int
        Processes that read. Few files are read in this one.

    Raises
    ------
    InputError
        If no language model is installed, or no process can be started.
    """
    if jobs <= 1 or len(tasks) < FEWEST:
        for task in tasks:
            yield task, read_task(task, settings)
        return
    from foedus.evidence.language import model_name

    model_name()  # missing: said once and here
    with _Pool(settings, min(jobs, len(tasks))) as pool:
        yield from pool.read(tasks)


def read_task(task: Task, settings: Settings) -> str | None:
    """Read a file and write its part; the reason if it cannot be read."""
    part = read_one(task.path, task.doc, settings)
    if isinstance(part, str):
        return part
    write_part(part, task.part)
    return None


def read_one(path: Path, doc: str, settings: Settings) -> Part | str:
    """Part of a file, or the reason why it cannot be read."""
    try:
        return part_of(load(path, settings.published, settings.publisher, doc=doc), settings)
    except InputError as error:
        return error.problem
    except MemoryError:
        return "could not be read (not enough memory)"
    except PAGE_ERRORS as error:
        # one page that a rule does not stand must not end the reading of ten thousand
        return visible(f"could not be read ({type(error).__name__}: {error})")


class _Worker:
    """A process that reads one file after the other, and the file it has now."""

    def __init__(self, context: Any, settings: Settings) -> None:
        self.link, far = context.Pipe()
        self.process = context.Process(target=_work, args=(far, settings), daemon=True)
        self.process.start()
        far.close()
        self.task: Task | None = None
        self.ready = False

    def give(self, tasks: deque[Task]) -> None:
        """Hand it the next file, if there is one."""
        self.task = tasks.popleft() if tasks else None
        with suppress(OSError):  # it died meanwhile: `hear` will tell
            self.link.send(self.task)

    def hear(self) -> tuple[bool, str | None]:
        """Whether it lives, and what went wrong with its file."""
        try:
            return True, self.link.recv()
        except (EOFError, OSError):
            self.process.join(GRACE)
            return False, f"the process that read it ended ({_ending(self.process.exitcode)})"


class _Pool:
    """Processes that read; on leaving, each ends the file it has and stops."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings, self._jobs = settings, jobs
        self._forks = "forkserver" in get_all_start_methods()
        self._context = get_context("forkserver" if self._forks else "spawn")
        if self._forks:
            self._context.set_forkserver_preload(["foedus.evidence.preloaded"])
        self._workers: list[_Worker] = []

    def __enter__(self) -> _Pool:
        kept = {name: os.environ.get(name) for name in ONE_THREAD}
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        try:
            for _number in range(self._jobs):
                self._start()
        finally:
            for name, value in kept.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        return self

    def _start(self) -> None:
        try:
            self._workers.append(_Worker(self._context, self._settings))
        except (OSError, EOFError) as error:
            raise InputError("--jobs", f"no process can be started ({error})") from None

    def read(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, str | None]]:
        """Files with what went wrong, as they are done."""
        left = deque(tasks)
        while left or any(worker.task for worker in self._workers):
            links = {worker.link: worker for worker in self._workers}
            for link in connection.wait(list(links)):
                yield from self._heard(links[link], left)  # pyright: ignore[reportArgumentType]

    def _heard(self, worker: _Worker, left: deque[Task]) -> Iterator[tuple[Task, str | None]]:
        lives, problem = worker.hear()
        task = worker.task
        if not lives:
            self._workers.remove(worker)
            if not worker.ready:
                raise InputError("--jobs", f"a reading process could not start: {problem}")
            if left:
                self._start()
        elif not worker.ready and problem is not None:
            raise InputError("foedus read", problem)
        else:
            worker.ready = True
            worker.give(left)
        if task is not None:
            yield task, problem

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            with suppress(OSError):
                worker.link.send(None)
        for worker in self._workers:
            worker.process.join(GRACE)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()
            worker.link.close()
        if self._forks:
            _stop_server()


def _stop_server() -> None:
    """End the server that workers were forked from: it holds the model and would stay."""
    from multiprocessing import forkserver

    stop = getattr(forkserver._forkserver, "_stop", None)
    if stop is not None:
        stop()


def _ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in {*signal.Signals} else f"signal {-code}"
    return f"{name}; killed, perhaps for want of memory" if name == "SIGKILL" else name


def _work(link: Connection, settings: Settings) -> None:
    """Read the files that come over the link, until none comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this
    from foedus.evidence.language import english

    try:
        english()
    except InputError as error:
        link.send(error.problem)
        return
    with suppress(EOFError, OSError):  # the other end is gone: so is the need
        link.send(None)
        while (task := link.recv()) is not None:
            link.send(read_task(task, settings))
    sys.stdout.flush()
