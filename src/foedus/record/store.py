"""The local store: one Parquet file a table, with where it came from written inside it.

A table and its row of the manifest are one file, renamed into place when it is whole, so that the
store is never half-written. A folder of plain Parquet files, such as tidy copies somebody keeps,
can be read as a store too; its tables then have no manifest.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.files import InputError

if TYPE_CHECKING:
    import polars as pl

FOLDER_VARIABLE = "FOEDUS_DATA_DIR"


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
        raise InputError(
            f"data {name}",
            f"not in the store {path.parent}; add it with `foedus data add FILE` "
            f"(`foedus data list` says where it is published)",
        )
    try:
        # Not memory-mapped: an import may put a newer file in its place while this one is used.
        return pl.read_parquet(path.read_bytes())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(path, f"damaged ({error}); add it again with `foedus data add`") from None
