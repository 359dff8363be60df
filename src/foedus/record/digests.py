"""Digests of a table's content, so that a table has one name however it is stored.

Two files with the same values in the same columns have the same digest, whatever their format,
compression, width of integers or order of columns; the order of the rows does not matter either as
long as the key tells them apart. A fit that names the digest of its table can be checked years
later, with another version of the library that wrote the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

BLOCK = 1 << 20


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def table_digest(frame: pl.DataFrame, key: Sequence[str] = ()) -> str:
    """SHA-256 of a table's content.

    Parameters
    ----------
    frame : polars.DataFrame
        Whole numbers count as 64-bit integers, fractions as 64-bit floats, days and times as
        microseconds, text as UTF-8. A missing value is told from every other; NaN counts as
        missing.
    key : sequence of str
        Columns to sort by before anything else; rows with equal keys keep their order.
    """
    known = [name for name in key if name in frame.columns]
    if known:
        frame = frame.sort(known, maintain_order=True)
    found = hashlib.sha256(f"{frame.height}\n".encode())
    for name in sorted(frame.columns):
        _update(found, name, frame.get_column(name))
    return found.hexdigest()


def _update(found: hashlib._Hash, name: str, values: pl.Series) -> None:
    """Add a column: its name, its kind, which values are missing, the values."""
    import numpy as np
    import polars as pl

    if values.dtype.is_float():
        values, kind = values.cast(pl.Float64).fill_nan(None), "real"
    elif values.dtype.is_integer() or values.dtype == pl.Boolean:
        values, kind = values.cast(pl.Int64), "whole"
    elif values.dtype.is_temporal():
        values, kind = values.cast(pl.Datetime("us")).cast(pl.Int64), "time"
    else:
        values, kind = values.cast(pl.String), "text"
    missing = values.is_null().to_numpy()
    found.update(f"{name}\n{kind}\n".encode())
    found.update(np.packbits(missing).tobytes())
    if kind == "text":
        lengths = values.str.len_bytes().fill_null(0).cast(pl.Int64)
        found.update(lengths.to_numpy().astype("<i8").tobytes())
        found.update("".join(text for text in values if text is not None).encode())
        return
    numbers = values.fill_null(0).to_numpy()
    if kind == "real":
        found.update((numbers + 0.0).astype("<f8").tobytes())  # minus zero is zero
    else:
        found.update(numbers.astype("<i8").tobytes())
