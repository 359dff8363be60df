"""Files into the store: recognised by name, checked, written whole."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foedus.files import InputError
from foedus.record import store
from foedus.record.catalogue import Entry, entries, entry
from foedus.record.conforming import Form, check_version, conformed
from foedus.record.digests import table_digest
from foedus.record.reading import PARQUET, TABLES, members, read_frame

#: Files that go with data and are no tables; passed over without a word.
SILENT = (".md", ".txt", ".pdf", ".html", ".r", ".do")


@dataclass
class Outcome:
    """What became of the files somebody wanted to add.

    Attributes
    ----------
    added : list of Manifest
        Tables now in the store.
    refused : list of InputError
        Files that were not taken, and why; the store is as it was before for their tables.
    unknown : list of str
        Files that no table of the catalogue is published as.
    """

    added: list[store.Manifest] = field(default_factory=list)
    refused: list[InputError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def add(
    paths: Iterable[Path],
    *,
    name: str | None = None,
    version: str | None = None,
    folder: Path | None = None,
    tell: Callable[[str], None] = lambda _text: None,
) -> Outcome:
    """Read files or folders and put the tables of the catalogue into the store.

    Parameters
    ----------
    paths : iterable of Path
        Files as published, tidy copies, zip archives, or folders of them.
    name : str, optional
        Table the files are, where their names do not say it.
    version : str, optional
        Label of another version than the catalogue's, taken knowingly: columns, types and keys are
        still checked, rows and content are not.
    folder : Path, optional
        Folder of the store.
    tell : callable
        Called with the name of each file before it is read.
    """
    outcome = Outcome()
    store.tidy_up(folder)
    for path in _files(paths):
        tell(path.name)
        try:
            _add_file(path, name, version, folder, outcome)
        except InputError as error:
            outcome.refused.append(error)
    return outcome


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise InputError(path, "no such file or folder")
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".")
        else:
            yield path


def _add_file(
    path: Path, name: str | None, version: str | None, folder: Path | None, outcome: Outcome
) -> None:
    if path.suffix.lower() not in (*TABLES, ".zip"):
        if path.suffix.lower() not in SILENT or name:
            outcome.unknown.append(path.name)
        return
    found = False
    for inner, content in members(path):
        where = path.name if inner == path.name else f"{path.name}: {inner}"
        for wanted, form in _meant(inner, name):
            found = True
            try:
                manifest = _add_table(wanted, form, inner, content, where, version, folder)
            except InputError as error:
                outcome.refused.append(error)
                continue
            outcome.added.append(manifest)
    if not found:
        outcome.unknown.append(path.name)


def _meant(file_name: str, name: str | None) -> Iterator[tuple[Entry, Form]]:
    """Tables that a file of this name can be, and whether it is a tidy copy of them."""
    path = Path(file_name)
    if name is not None:
        wanted = entry(name)
        tidy = path.suffix.lower() in PARQUET or path.stem == name or not wanted.original
        yield wanted, "tidy" if tidy else "original"
    elif path.stem in entries():
        yield entries()[path.stem], "tidy"
    else:
        for wanted in entries().values():
            if wanted.is_published_as(file_name):
                yield wanted, "original"


def _add_table(
    wanted: Entry,
    form: Form,
    inner: str,
    content: bytes,
    where: str,
    version: str | None,
    folder: Path | None,
) -> store.Manifest:
    """Check one table and write it."""
    file = hashlib.sha256(content).hexdigest()
    try:
        frame = read_frame(inner, content)
    except InputError as error:
        detail = f"; SHA-256 expected {wanted.sha256}, found {file}" if form == "tidy" else ""
        raise InputError(where, f"{error.problem}{detail}") from None
    frame = conformed(wanted, frame, where, form)
    if version is None:
        digest = check_version(wanted, frame, where, form, file)
    else:
        digest = table_digest(frame, wanted.key)
    manifest = store.Manifest(
        table=wanted.name,
        version=version or wanted.dataset.version,
        form=form,
        source=inner,
        source_sha256=file,
        digest=digest,
        rows=frame.height,
        added=datetime.datetime.now(datetime.UTC).date().isoformat(),
    )
    store.write(frame, manifest, folder)
    return manifest
