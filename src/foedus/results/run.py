"""A run: simulate, count, summarise, and write the folder that reproduces it."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.files import InputError, write_text
from foedus.organisation import Organisation, library_folder, load_organisation
from foedus.proceedings.ledger import Ledger, read
from foedus.results.causes import causes_at_start
from foedus.results.climatology import own_record_climatology
from foedus.results.counts import Counts
from foedus.results.summary import summarise
from foedus.results.tables import Tables
from foedus.scenario import Scenario
from foedus.simulation.engine import CHUNK, run_chunks
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


def run(
    scenario: Scenario,
    library: Library | None = None,
    *,
    out: Path | None = None,
    threads: int | None = None,
    size: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
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
    threads, size, progress
        See `foedus.simulation.engine.run_chunks`.

    Returns
    -------
    Result
        Also when the run is interrupted by Ctrl-C: then with what was finished.
    """
    library = library or load_library(scenario.organisation)
    start = build_inputs(scenario, library.organisation, library.ledger)
    if out is not None:
        _probe(out)
    counts = Counts(start.sizes[0], scenario.months)
    tables = Tables(start) if out is not None else None
    interrupted = False
    try:
        for chunk in run_chunks(scenario, start, threads=threads, size=size, progress=progress):
            counts.add(chunk)
            if tables is not None:
                tables.add(chunk)
    except KeyboardInterrupt:
        interrupted = True
    climatology = own_record_climatology(library.ledger, scenario.as_of, scenario.months)
    summary = summarise(scenario, start, counts, climatology)
    summary["causes"] = causes_at_start(scenario, start)
    if interrupted:
        summary["warnings"].append(
            f"interrupted: {counts.futures} of {scenario.futures} futures finished and kept"
        )
    result = Result(scenario, library, start, counts, summary, interrupted)
    if out is not None and tables is not None:
        write_folder(result, tables, out)
    return result


def write_folder(result: Result, tables: Tables, out: Path) -> None:
    """Write the run's folder: each file whole, the manifest last."""
    write_text(out / LOCK, result.scenario.lock_text())
    tables.write(out)
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
