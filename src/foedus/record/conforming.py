"""Is this the table the catalogue describes? Columns, types, keys, rows, content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from foedus.files import InputError
from foedus.record.catalogue import Entry
from foedus.record.digests import table_digest
from foedus.record.recipes import LAYOUTS, RECIPES

if TYPE_CHECKING:
    import polars as pl

Form = Literal["tidy", "original"]
#: Share by which the rows of a file that goes through a recipe may differ from the copy known here.
ROOM = 0.02


def conformed(entry: Entry, frame: pl.DataFrame, where: str, form: Form) -> pl.DataFrame:
    """Table with the columns and types of the catalogue, in its order.

    Raises
    ------
    InputError
        A column is missing or unknown, a value is not of its type, or a key stands twice.
    """
    if form == "original" and entry.original == "recipe":
        frame = _through_recipe(entry, frame, where)
    missing = [c for c in entry.columns if c not in frame.columns]
    if missing:
        raise InputError(
            where,
            f"no column {', '.join(map(repr, missing[:5]))}; expected {entry.name} with the "
            f"columns {_listed(list(entry.columns))}, found {_listed(frame.columns)}",
        )
    unknown = [c for c in frame.columns if c not in entry.columns]
    if unknown and form == "tidy":
        raise InputError(where, f"unknown column {_listed(unknown, 5)}; not the {entry.name} known")
    frame = frame.select(
        [typed(frame.get_column(name), kind, where) for name, kind in entry.columns.items()]
    )
    if entry.unique:
        twice = frame.select(entry.key).is_duplicated()
        if twice.any():
            first = frame.filter(twice).select(entry.key).row(0, named=True)
            told = ", ".join(f"{k} {v}" for k, v in first.items())
            raise InputError(where, f"the key ({told}) stands more than once")
    return frame


def check_version(entry: Entry, frame: pl.DataFrame, where: str, form: Form, file: str) -> str:
    """Digest of a table that has the rows, and as a tidy copy the content, known here.

    Parameters
    ----------
    file : str
        SHA-256 of the file it was read from, for the message.

    Raises
    ------
    InputError
        Other rows or another content than those of the version in the catalogue.
    """
    version = f"{entry.name} {entry.dataset.version}"
    way_out = "; if you mean another version, say which with `--version LABEL`"
    room = ROOM * entry.rows if form == "original" and entry.original == "recipe" else 0
    if abs(frame.height - entry.rows) > room:
        raise InputError(
            where,
            f"{frame.height} rows, expected {entry.rows} for {version} (cut off, or another "
            f"version?); SHA-256 of the file {file}, of the copy known {entry.sha256}{way_out}",
        )
    found = table_digest(frame, entry.key)
    if form == "tidy" and found != entry.digest:
        raise InputError(
            where,
            f"not the content of {version}: expected SHA-256 {entry.digest} of the values, found "
            f"{found} (of the file: expected {entry.sha256}, found {file}){way_out}",
        )
    return found


def typed(values: pl.Series, kind: str, where: str) -> pl.Series:
    """Column in the type of the catalogue.

    Raises
    ------
    InputError
        A value is not of the type; the message names the first one and its row.
    """
    import polars as pl

    target = _type(kind)
    if values.dtype == target:
        return values
    try:
        return _cast(values, target)
    except (pl.exceptions.PolarsError, OverflowError, TypeError):
        pass
    for row, value in enumerate(values, start=1):
        if value is None:
            continue
        try:
            _cast(pl.Series(values.name, [value], dtype=values.dtype), target)
        except (pl.exceptions.PolarsError, OverflowError, TypeError):
            raise InputError(
                where, f"column {values.name!r}, row {row}: {value!r} is not {_words(kind)}"
            ) from None
    raise InputError(where, f"column {values.name!r} cannot be read as {_words(kind)}")


def _cast(values: pl.Series, target: pl.DataType) -> pl.Series:
    import polars as pl

    if values.dtype == pl.Object:
        values = pl.Series(values.name, [str(v) for v in values], dtype=pl.String)
    if target.is_integer():
        if values.dtype == pl.String:
            values = values.str.strip_chars().cast(pl.Float64)
        if values.dtype.is_float():
            values = values.fill_nan(None)
            if not (values.drop_nulls() == values.drop_nulls().round()).all():
                raise OverflowError
        return values.cast(target)
    if target == pl.Datetime("us"):
        if values.dtype == pl.String:
            return values.str.to_datetime("%Y-%m-%d", time_unit="us", exact=False)
        return values.cast(target)
    if target == pl.String and values.dtype.is_float():
        return values.cast(pl.Int64).cast(pl.String)
    if values.dtype == pl.String and target.is_float():
        values = values.str.strip_chars()
    return values.cast(target)


def _type(kind: str) -> pl.DataType:
    import polars as pl

    known: dict[str, pl.DataType] = {
        "text": pl.String(), "time": pl.Datetime("us"), "int8": pl.Int8(), "int16": pl.Int16(),
        "int32": pl.Int32(), "int64": pl.Int64(), "float32": pl.Float32(), "float64": pl.Float64(),
    }  # fmt: skip
    return known[kind]


def _words(kind: str) -> str:
    if kind.startswith("int"):
        return "a whole number" + (f" of {kind[3:]} bits" if kind in ("int8", "int16") else "")
    return {"text": "text", "time": "a day (YYYY-MM-DD)"}.get(kind, "a number")


def _through_recipe(entry: Entry, frame: pl.DataFrame, where: str) -> pl.DataFrame:
    """Table of a published file; one that has the table's layout already is only cleaned."""
    import polars as pl

    if entry.name in LAYOUTS and all(c in frame.columns for c in entry.columns):
        return frame
    try:
        return RECIPES[entry.name](frame)
    except (pl.exceptions.PolarsError, KeyError) as error:
        first = " ".join(str(error).partition("; valid columns")[0].split())[:160] or "?"
        raise InputError(
            where,
            f"not laid out as {entry.dataset.title} {entry.dataset.version} is published "
            f"({first}); found the columns {_listed(frame.columns)}",
        ) from None


def _listed(names: list[str], most: int = 8) -> str:
    shown = ", ".join(" ".join(name.split())[:40] for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
