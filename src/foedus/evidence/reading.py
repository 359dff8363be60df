"""Reading a set of files: every record of every page, written as tables."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foedus.evidence.assembly import assemble, reading_of
from foedus.evidence.parts import (
    FOLDER,
    Part,
    Settings,
    is_complete,
    part_name,
    part_of,
    read_part,
    write_part,
)
from foedus.evidence.records import Reading
from foedus.evidence.second_proposer import Tally, tallies_of, write_tallies
from foedus.evidence.sources import TEXTS, document_id, find_files, load, read_bytes, shown
from foedus.files import InputError, json_line, visible, write_bytes, write_text

PAGE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError),
    ValueError,
)
FAILURES = "failures.jsonl"
Progress = Callable[[int, int, str], None]


@dataclass
class Outcome:
    """What a reading did: counts by table, files gone on from, why others failed, proposers."""

    counts: dict[str, int] = field(default_factory=dict)
    resumed: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    parts: list[Path] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


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
        part = _read_one(source, settings, failures)
        if part is not None:
            found.append(part)
    return reading_of(found, failures)


def read_into(
    paths: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    resume: bool = False,
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
    for number, source in enumerate(sources):
        if progress is not None:
            progress(number, len(sources), shown(source.path.name))
        kept = folder / part_name(source.doc, source.sha256, digest)
        if resume and is_complete(read_part(kept)):
            outcome.resumed += 1
        else:
            part = _read_one(source, settings, failures)
            if part is None:
                continue
            write_part(part, kept)
        outcome.parts.append(kept)
    if progress is not None:
        progress(len(sources), len(sources), "")
    _write_all(outcome, out)
    if settings.proposers:
        outcome.tallies = tallies_of(part for path in outcome.parts if (part := read_part(path)))
    write_tallies(outcome.tallies, out)
    return outcome


def _write_all(outcome: Outcome, out: Path) -> None:
    """Write the tables, the texts that offsets refer to, and what failed."""
    outcome.counts = assemble(outcome.parts, out)
    _write_texts(outcome.parts, out)
    _write_failures(outcome.failures, out)


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


def _read_one(source: Source, settings: Settings, failures: dict[str, str]) -> Part | None:
    try:
        page = load(source.path, settings.published, settings.publisher, doc=source.doc)
        return part_of(page, settings)
    except InputError as error:
        failures[shown(source.path)] = error.problem
    except PAGE_ERRORS as error:
        # one page that a rule does not stand must not end the reading of ten thousand
        told = visible(f"could not be read ({type(error).__name__}: {error})")
        failures[shown(source.path)] = told
    return None


def _write_texts(parts: Sequence[Path], out: Path) -> None:
    """Write the text taken from HTML and PDF, which offsets refer to."""
    for path in parts:
        part = read_part(path)
        if part is not None and part["documents"][0]["text_file"]:
            target = out / TEXTS / f"{part['doc']}.txt"
            write_bytes(target, part["text"].encode("utf-8", "surrogatepass"))


def _write_failures(failures: dict[str, str], out: Path) -> None:
    lines = [
        json_line({"file": name, "reason": reason}) for name, reason in sorted(failures.items())
    ]
    write_text(out / FAILURES, "".join(lines))
