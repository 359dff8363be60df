"""A run: simulate, count, summarise, and write the folder that reproduces it.

Chunks are counted where they are computed and merged here in order. A run that has a folder writes
down from time to time what it has finished, so that it can go on after it was stopped.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.files import InputError, write_text
from foedus.organisation import Organisation, library_folder, load_organisation
from foedus.proceedings.ledger import Ledger, read
from foedus.results import resume as stopped
from foedus.results.causes import causes_at_start
from foedus.results.climatology import own_record_climatology
from foedus.results.counts import Counts, merged
from foedus.results.stopping import polite_interrupts
from foedus.results.summary import summarise
from foedus.results.tables import Tables, futures_kept, kept, remove_tables
from foedus.scenario import Scenario
from foedus.simulation.engine import CHUNK, Chunk, reduced_chunks
from foedus.simulation.inputs import Start, build_inputs

LOCK = "scenario.lock.yaml"
PACKAGES = ("foedus", "numpy", "scipy", "numba", "polars", "pydantic")


@dataclass(frozen=True)
class Library:
    """An organisation and its ledger, loaded together."""

    organisation: Organisation
    ledger: Ledger


@dataclass(frozen=True)
class Result:
    """What a run gives.

    Attributes
    ----------
    scenario, library, start : Scenario, Library, Start
        What was run.
    counts : Counts
        Merged counts of all finished futures.
    summary : dict
        See `foedus.results.summary.summarise`.
    interrupted : bool
        True when the run was stopped; `counts` then holds what was finished.
    """

    scenario: Scenario
    library: Library
    start: Start
    counts: Counts
    summary: dict[str, Any]
    interrupted: bool


def load_library(name_or_folder: str | Path) -> Library:
    """Organisation and ledger of a library."""
    organisation = load_organisation(name_or_folder)
    path = library_folder(name_or_folder) / "ledger.csv"
    known = set(organisation.state_codes)
    return Library(organisation, read(path, known))


@dataclass(frozen=True)
class Part:
    """What one chunk gives to a run: its counts, and itself where it goes into the tables."""

    counts: Counts
    size: int
    chunk: Chunk | None


def counted(chunk: Chunk, *, states: int, months: int, keep: int | None) -> Part:
    """Count a chunk where it was computed, so that only what is needed travels."""
    counts = Counts(states, months)
    counts.add(chunk)
    return Part(counts, len(chunk.tallies), kept(chunk, keep))


def run(
    scenario: Scenario,
    library: Library | None = None,
    *,
    out: Path | None = None,
    threads: int | None = None,
    executor: Executor | str | None = None,
    tables: str = "first",
    resume: bool = False,
    size: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
    checked: Callable[[], None] | None = None,
) -> Result:
    """Simulate a scenario and summarise it.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    library : Library, optional
        Loaded organisation and ledger; default: those the scenario names.
    out : Path, optional
        Folder to write lock file, manifest, summary and tables into.
    threads, executor, size, progress
        See `foedus.simulation.engine.run_chunks`.
    tables : {"first", "all", "none"}
        Futures whose acts are written into the tables: the first 10,000, all or none.
    resume : bool
        Go on with a stopped run in `out`; from the beginning when nothing is kept there.
    checked : callable, optional
        Called once the input is found sound, before anything is compiled or simulated.

    Returns
    -------
    Result
        Also when the run is interrupted by Ctrl-C: then with what was finished.

    Raises
    ------
    InputError
        When the folder cannot be written, or holds a run that is not this one.
    """
    keep = futures_kept(tables)
    if resume and out is None:
        raise InputError("--resume", "needs --out with the folder of the stopped run")
    library = library or load_library(scenario.organisation)
    start = build_inputs(scenario, library.organisation, library.ledger)
    if out is not None:
        _probe(out)
    counts = Counts(start.sizes[0], scenario.months)
    keeper = Keeper.of(scenario, library, start, counts, out, tables, size, resume)
    if checked:
        checked()
    if progress and keeper.finished.futures:
        progress(keeper.finished.futures, scenario.futures)
    parts = reduced_chunks(
        scenario,
        start,
        partial(counted, states=start.sizes[0], months=scenario.months, keep=keep),
        done=keeper.finished.futures,
        threads=threads,
        executor=executor,
        size=size,
        progress=progress,
    )
    interrupted = not keep_all(parts, keeper)
    counts = keeper.finished.counts
    climatology = own_record_climatology(library.ledger, scenario.as_of, scenario.months)
    summary = summarise(scenario, start, counts, climatology)
    summary["causes"] = causes_at_start(scenario, start)
    if interrupted:
        summary["warnings"].append(
            f"interrupted: {counts.futures} of {scenario.futures} futures finished and kept"
        )
    result = Result(scenario, library, start, counts, summary, interrupted)
    if out is not None:
        write_folder(result, keeper.tables, out)
        if not interrupted:
            stopped.forget(out)
    return result


def keep_all(parts: Iterator[Part], keeper: Keeper) -> bool:
    """Keep every part; False when Ctrl-C stopped the work, with what was finished kept."""
    with polite_interrupts() as asked_to_stop:
        try:
            for part in parts:
                keeper.take(part)
                if asked_to_stop():
                    break
            else:
                return True
        except KeyboardInterrupt:
            pass
        keeper.save()
        return False


@dataclass
class Keeper:
    """Keeps what a run has finished, and writes it down from time to time.

    Attributes
    ----------
    finished : Finished
        Replaced as one, so that a Ctrl-C never leaves a chunk half counted.
    tables : Tables or None
        Tables of single acts, when some are kept.
    out : Path or None
        The run's folder, when there is one.
    mark : dict
        What a run that goes on must have in common with this one.
    """

    finished: stopped.Finished
    tables: Tables | None
    out: Path | None
    mark: dict[str, str]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        library: Library,
        start: Start,
        counts: Counts,
        out: Path | None,
        tables: str,
        size: int,
        resume: bool,
    ) -> Keeper:
        """Keeper of a new run, or of a stopped one that goes on."""
        finished = stopped.Finished(counts)
        if out is None:
            return cls(finished, None, None, {})
        mark = stopped.fingerprint(scenario, library.ledger.head, tables, size)
        if resume:
            finished = stopped.load(out, mark) or finished
        else:
            stopped.forget(out)
        keep = futures_kept(tables)
        parts = out / stopped.FOLDER / "parts"
        written = Tables(start, scenario.months, parts, keep, finished.parts) if keep != 0 else None
        return cls(finished, written, out, mark)

    def take(self, part: Part) -> None:
        """Add a chunk; every so often write down what is finished."""
        if self.tables is not None:
            self.tables.add(part.chunk)
        before = self.finished.futures
        after = before + part.size
        self.finished = replace(
            self.finished, counts=merged(self.finished.counts, part.counts), futures=after
        )
        if after // stopped.EVERY > before // stopped.EVERY:
            self.save()

    def save(self) -> None:
        """Write down what is finished, when the run has a folder."""
        if self.out is None:
            return
        if self.tables is not None:
            self.tables.flush(self.finished.futures)
            self.finished = replace(self.finished, parts=self.tables.parts)
        stopped.save(self.out, self.mark, self.finished)


def write_folder(result: Result, tables: Tables | None, out: Path) -> None:
    """Write the run's folder: each file whole, the manifest last."""
    write_text(out / LOCK, result.scenario.lock_text())
    if tables is not None:
        tables.flush(result.scenario.futures)
        tables.finish(out)
    else:
        remove_tables(out)
    write_text(out / "summary.json", json.dumps(result.summary, indent=1) + "\n")
    write_text(out / "manifest.json", json.dumps(manifest(result), indent=1) + "\n")


def manifest(result: Result) -> dict[str, Any]:
    """Seed, versions and counts of a run."""
    return {
        "foedus": 1,
        "scenario": result.scenario.name,
        "as_of": result.scenario.as_of.isoformat(),
        "seed": result.scenario.seed,
        "futures": result.counts.futures,
        "flagged": result.counts.flagged,
        "acts": result.counts.acts,
        "interrupted": result.interrupted,
        "library_digest": result.scenario.library_digest,
        "ledger_head": result.library.ledger.head,
        "states": list(result.start.states),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
    }


def _probe(out: Path) -> None:
    """Fail before the work, not after it, when the folder cannot be written."""
    probe = out / ".probe"
    write_text(probe, "")
    probe.unlink()


def read_summary(folder: Path) -> dict[str, Any]:
    """Summary of a finished run's folder."""
    path = folder / "summary.json"
    if not path.is_file():
        raise InputError(folder, "not a run's folder: no summary.json; make one with `foedus run`")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(path, f"damaged: {error}") from None
