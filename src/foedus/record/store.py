"""The local store: one Parquet file a table, with where it came from written inside it.

A table and its row of the manifest are one file, renamed into place when it is whole, so that the
store is never half-written. A folder of plain Parquet files, such as tidy copies somebody keeps,
can be read as a store too; its tables then have no manifest.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from foedus.files import InputError, write_bytes
from foedus.record.catalogue import entries, entry
from foedus.record.digests import table_digest

if TYPE_CHECKING:
    import polars as pl

FOLDER_VARIABLE = "FOEDUS_DATA_DIR"
METADATA = "foedus"
HOUR = 3600.0
Health = Literal["sound", "another version", "no manifest", "damaged", "missing"]


@dataclass(frozen=True)
class Manifest:
    """Where a table of the store came from; written inside its file.

    Attributes
    ----------
    table, version : str
        Table of the catalogue, and the version it was added as.
    form : {"tidy", "original"}
        A tidy copy, or the file as its authors publish it.
    source, source_sha256 : str
        Name and digest of the file it was read from.
    digest : str
        Digest of the values; see `foedus.record.digests.table_digest`.
    rows : int
        Rows.
    added : str
        Day it was added.
    """

    table: str
    version: str
    form: str
    source: str
    source_sha256: str
    digest: str
    rows: int
    added: str


def folder_of(folder: Path | None = None) -> Path:
    """Folder of the store.

    Parameters
    ----------
    folder : Path, optional
        Taken as it is when given. Else ``FOEDUS_DATA_DIR``, else ``foedus`` in the user's data
        folder (``XDG_DATA_HOME``, by default ``~/.local/share``).
    """
    if folder is not None:
        return folder
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "foedus"


def path_of(name: str, folder: Path | None = None) -> Path:
    """Place of a table in the store, whether it is there or not."""
    return folder_of(folder) / f"{name}.parquet"


def has(name: str, folder: Path | None = None) -> bool:
    """Whether the store holds the table."""
    return path_of(name, folder).is_file()


def table(name: str, folder: Path | None = None) -> pl.DataFrame:
    """A table of the store.

    Parameters
    ----------
    name : str
        Name in the catalogue, such as ``"mid5_ddyad_year"``; `foedus data list` lists them.
    folder : Path, optional
        Folder of the store; see `folder_of`.

    Raises
    ------
    InputError
        The table is not in the store, or its file is damaged. The message says how to add it.
    """
    import polars as pl

    path = path_of(name, folder)
    if not path.is_file():
        known = entries().get(name)
        place = f"; published at {known.dataset.place}" if known and known.dataset.place else ""
        raise InputError(
            f"data {name}",
            f"not in the store {path.parent}; add it with `foedus data add FILE`{place}",
        )
    try:
        # Not memory-mapped: an import may put a newer file in its place while this one is used.
        return pl.read_parquet(path.read_bytes())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(path, f"damaged ({error}); add it again with `foedus data add`") from None


def manifest(name: str, folder: Path | None = None) -> Manifest | None:
    """Where a table came from; None when it is missing or nobody wrote it down."""
    import polars as pl

    path = path_of(name, folder)
    if not path.is_file():
        return None
    try:
        text = pl.read_parquet_metadata(path).get(METADATA)
        return Manifest(**json.loads(text)) if text else None
    except (pl.exceptions.PolarsError, OSError, ValueError, TypeError):
        return None


def digest(name: str, folder: Path | None = None) -> str:
    """Digest of a table's values, as its manifest has it or else computed; fits name it."""
    found = manifest(name, folder)
    if found is not None:
        return found.digest
    key = entries()[name].key if name in entries() else ()
    return table_digest(table(name, folder), key)


def write(frame: pl.DataFrame, found: Manifest, folder: Path | None = None) -> None:
    """Put a table into the store with its manifest: one file, whole or not at all."""
    content = BytesIO()
    frame.write_parquet(content, compression="zstd", metadata={METADATA: json.dumps(asdict(found))})
    write_bytes(path_of(found.table, folder), content.getvalue())


def tidy_up(folder: Path | None = None) -> None:
    """Remove what imports that were killed left behind: hidden files older than an hour."""
    place = folder_of(folder)
    for path in place.glob(".*.parquet.*") if place.is_dir() else ():
        if time.time() - path.stat().st_mtime > HOUR:
            path.unlink(missing_ok=True)


def health(name: str, folder: Path | None = None) -> tuple[Health, str]:
    """State of a table in the store, and what is to be said of it.

    The values are read again and their digest is compared with the manifest's and the catalogue's.
    """
    wanted = entry(name)
    if not has(name, folder):
        return "missing", ""
    try:
        frame = table(name, folder)
    except InputError as error:
        return "damaged", error.problem
    found, known = table_digest(frame, wanted.key), manifest(name, folder)
    if known is not None and found != known.digest:
        return "damaged", f"expected SHA-256 {known.digest} of the values, found {found}"
    if found != wanted.digest:
        label = known.version if known else "unknown"
        return "another version", f"{label}: SHA-256 {found}, that known here {wanted.digest}"
    if known is None:
        return "no manifest", "content as known here, but nobody wrote down where it came from"
    return "sound", f"{known.form}, from {known.source}, added {known.added}"
