"""Reading a set of files: every record of every page, written as tables."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foedus.evidence.assembly import assemble, reading_of
from foedus.evidence.parts import FOLDER, Part, Settings, is_complete, part_name, read_part
from foedus.evidence.pool import Task, read_each, read_one
from foedus.evidence.records import Reading
from foedus.evidence.second_proposer import Tally, tallies_of, write_tallies
from foedus.evidence.sources import document_id, find_files, read_bytes, shown
from foedus.files import InputError, json_line, write_text

FAILURES = "failures.jsonl"
NOTES = "notes.jsonl"
Progress = Callable[[int, int, str], None]


@dataclass
class Outcome:
    """What a reading did: counts by table, files gone on from, failures, notes, proposers."""

    counts: dict[str, int] = field(default_factory=dict)
    resumed: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    parts: list[Path] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its hash, and the id its document gets."""

    path: Path
    sha256: str
    doc: str


def read_paths(
    paths: Sequence[Path],
    out: Path | None = None,
    *,
    published: str | None = None,
    publisher: str | None = None,
    offices: Path | None = None,
) -> Reading:
    """Read files and folders; write the tables when `out` is given.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders that are looked through.
    out : Path, optional
        Folder for the tables; the same as `foedus read --out`.
    published, publisher : str, optional
        When and by whom all of them were published.
    offices : Path, optional
        Dated table of offices to add to the packaged one.

    Returns
    -------
    Reading
        All records, with the files that failed and why.
    """
    if out is not None:
        outcome = read_into(paths, out, Settings.of(published, publisher, offices), resume=False)
        parts = [part for path in outcome.parts if (part := read_part(path))]
        return reading_of(parts, outcome.failures)
    settings = Settings.of(published, publisher, offices)
    found: list[Part] = []
    sources, failures = _sources(find_files(paths))
    for source in sources:
        part = read_one(source.path, source.doc, settings)
        if isinstance(part, str):
            failures[shown(source.path)] = part
        else:
            found.append(part)
    return reading_of(found, failures)


def read_into(
    paths: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    resume: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Read files and folders into a folder of tables; files that cannot be read are told.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders that are looked through.
    out : Path
        Folder for the tables and for what a stopped reading goes on from.
    settings : Settings
        What the user says, offices, the second proposer.
    resume : bool
        Keep what was already read of files that are as they were.
    jobs : int
        Processes that read; fewer than some twenty files are read in this one. A script that asks
        for more than one needs ``if __name__ == "__main__":``.
    progress : callable, optional
        Called with the files done, their total, and the name of the next.

    Returns
    -------
    Outcome
        Counts, failures, and how many files were not read anew.
    """
    folder = out / FOLDER
    sources, failures = _sources(find_files(paths))
    if folder.is_dir() and not resume:
        shutil.rmtree(folder)
    outcome = Outcome(failures=failures)
    digest = settings.digest()
    tasks = [
        Task(one.path, one.doc, folder / part_name(one.doc, one.sha256, digest)) for one in sources
    ]
    left = [one for one in tasks if not resume or not is_complete(read_part(one.part))]
    outcome.resumed = len(tasks) - len(left)
    failed = _read_all(left, settings, outcome, jobs, progress)
    outcome.parts = [one.part for one in tasks if one not in failed]
    _write_all(outcome, out)
    if settings.proposers:
        outcome.tallies = tallies_of(part for path in outcome.parts if (part := read_part(path)))
    write_tallies(outcome.tallies, out)
    return outcome


def _read_all(
    tasks: Sequence[Task],
    settings: Settings,
    outcome: Outcome,
    jobs: int,
    progress: Progress | None,
) -> set[Task]:
    """Read what is left, telling how far it is; what could not be read."""
    total = outcome.resumed + len(tasks)
    tell = progress or (lambda _done, _total, _name: None)
    names = [shown(task.path.name) for task in tasks]
    failed: set[Task] = set()
    tell(outcome.resumed, total, names[0] if names else "")
    for done, (task, problem) in enumerate(read_each(tasks, settings, jobs), 1):
        if problem is not None:
            outcome.failures[shown(task.path)] = problem
            failed.add(task)
        tell(outcome.resumed + done, total, names[done] if done < len(names) else "")
    return failed


def _write_all(outcome: Outcome, out: Path) -> None:
    """Write the tables, what was not compared, and what failed."""
    assembled = assemble(outcome.parts, out)
    outcome.counts, outcome.notes = assembled.counts, assembled.notes
    _write_lines(({"table": "relations", "note": note} for note in outcome.notes), out / NOTES)
    failed = sorted(outcome.failures.items())
    _write_lines(({"file": name, "reason": reason} for name, reason in failed), out / FAILURES)


def _sources(files: Sequence[Path]) -> tuple[list[Source], dict[str, str]]:
    """Files with their hashes and ids; the same bytes are read once."""
    sources: list[Source] = []
    failures: dict[str, str] = {}
    by_hash: dict[str, Path] = {}
    names: set[str] = set()
    for path in files:
        try:
            sha256 = hashlib.sha256(read_bytes(path)).hexdigest()
        except InputError as error:
            failures[shown(path)] = error.problem
            continue
        if sha256 in by_hash:
            failures[shown(path)] = (
                f"has the same bytes as {shown(by_hash[sha256])}, which was read"
            )
            continue
        by_hash[sha256] = path
        stem = document_id(path)
        doc = stem if stem not in names else f"{stem}-{sha256[:8]}"
        names.add(doc)
        sources.append(Source(path, sha256, doc))
    return sources, failures


def _write_lines(rows: Iterable[dict[str, str]], path: Path) -> None:
    write_text(path, "".join(map(json_line, rows)))
