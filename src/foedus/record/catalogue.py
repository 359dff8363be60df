"""What data there are: every table with its columns, and every data set with its terms.

Three CSV files hold it: `datasets.csv` (version, citation, licence, official place), `tables.csv`
(the tables made of a data set: files they are published as, key, rows, digests) and `columns.csv`.
Facts about files, no data: nothing restricted is passed on.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from foedus.files import InputError, read_table

LISTINGS = Path(__file__).parent / "listings"
DATASET_COLUMNS = (
    "dataset", "title", "version", "citation", "licence", "redistribution", "place", "download",
)  # fmt: skip
TABLE_COLUMNS = (
    "table", "dataset", "published_as", "original", "key", "unique", "rows", "first_year",
    "last_year", "sha256", "digest",
)  # fmt: skip
COLUMN_COLUMNS = ("table", "column", "type")
Redistribution = Literal["yes", "no", "unclear"]
Original = Literal["same", "recipe", ""]


@dataclass(frozen=True)
class Dataset:
    """A data set as its authors publish it.

    Attributes
    ----------
    name, title, version, citation, licence : str
        Licences are remarks, no legal advice.
    redistribution : {"yes", "no", "unclear"}
        Whether the terms let others pass the data on; foedus ships none of it either way.
    place : str
        Official page; empty for tables computed from others.
    download : str
        Address of the file itself where it may be fetched without a form; else empty.
    """

    name: str
    title: str
    version: str
    citation: str
    licence: str
    redistribution: Redistribution
    place: str
    download: str


@dataclass(frozen=True)
class Entry:
    """A table of the catalogue.

    Attributes
    ----------
    name : str
        Name in the store.
    dataset : Dataset
        Where it comes from.
    published_as : tuple of str
        Patterns of the file names it is published under, in small letters.
    original : {"same", "recipe", ""}
        How the published file becomes the table: its own columns, a recipe of
        `foedus.record.recipes`, or not at all (only a tidy copy can be added).
    key : tuple of str
        Columns that name a row.
    unique : bool
        False where the published table itself repeats a key.
    rows : int
        Rows of the version known here.
    years : tuple of int or None
        First and last year.
    sha256 : str
        Digest of the tidy copy's file known here.
    digest : str
        Digest of its content, whatever the file; see `foedus.record.digests.table_digest`.
    columns : dict of str to str
        Types by column: whole numbers and fractions by width, ``text``, ``time``.
    """

    name: str
    dataset: Dataset
    published_as: tuple[str, ...]
    original: Original
    key: tuple[str, ...]
    unique: bool
    rows: int
    years: tuple[int, int] | None
    sha256: str
    digest: str
    columns: dict[str, str]

    def is_published_as(self, file_name: str) -> bool:
        """Whether a file of this name is the table as its authors publish it."""
        name = Path(file_name).name.lower()
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.published_as)


@cache
def datasets() -> dict[str, Dataset]:
    """Every data set by name."""
    found = {}
    for row in read_table(LISTINGS / "datasets.csv", DATASET_COLUMNS):
        values = {**row, "name": row["dataset"]}
        del values["dataset"]
        values["redistribution"] = cast(Redistribution, row["redistribution"])
        found[row["dataset"]] = Dataset(**values)  # pyright: ignore[reportArgumentType]
    return found


@cache
def entries() -> dict[str, Entry]:
    """Every table of the catalogue by name."""
    columns: dict[str, dict[str, str]] = {}
    for row in read_table(LISTINGS / "columns.csv", COLUMN_COLUMNS):
        columns.setdefault(row["table"], {})[row["column"]] = row["type"]
    found = {}
    for row in read_table(LISTINGS / "tables.csv", TABLE_COLUMNS):
        first, last = row["first_year"], row["last_year"]
        found[row["table"]] = Entry(
            name=row["table"],
            dataset=datasets()[row["dataset"]],
            published_as=tuple(p for p in row["published_as"].split(";") if p),
            original=cast(Original, row["original"]),
            key=tuple(row["key"].split(";")),
            unique=row["unique"] == "yes",
            rows=int(row["rows"]),
            years=(int(first), int(last)) if first else None,
            sha256=row["sha256"],
            digest=row["digest"],
            columns=columns[row["table"]],
        )
    return found


def entry(name: str) -> Entry:
    """Table of the catalogue by name.

    Raises
    ------
    InputError
        No such table; the message names those that are near.
    """
    import difflib

    if name in entries():
        return entries()[name]
    near = difflib.get_close_matches(name, entries(), n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "see `foedus data list`"
    raise InputError(f"data {name}", f"no such table in the catalogue; {hint}")
