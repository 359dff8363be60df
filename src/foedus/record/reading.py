"""Files as their authors publish them, read into tables: CSV, Stata, R, Parquet, zip archives."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.files import InputError

if TYPE_CHECKING:
    import polars as pl

CSV, STATA, R, PARQUET = (".csv", ".tsv"), (".dta",), (".rda", ".rdata", ".rds"), (".parquet",)
TABLES = CSV + STATA + R + PARQUET
MISSING = ("", "NA", "NaN", ".")


def read_frame(name: str, content: bytes) -> pl.DataFrame:
    """Table in a file, with column names in small letters.

    Parameters
    ----------
    name : str
        File name; its ending says the format.
    content : bytes
        The file.

    Raises
    ------
    InputError
        Not of the format its ending says, damaged or cut off, or no reader is installed.
    """
    ending = Path(name).suffix.lower()
    readers = {
        **dict.fromkeys(CSV, read_csv),
        **dict.fromkeys(STATA, read_stata),
        **dict.fromkeys(R, read_r),
        **dict.fromkeys(PARQUET, read_parquet),
    }
    if ending not in readers:
        raise InputError(name, f"no reader for {ending or 'such a file'}; expected {TABLES}")
    frame = readers[ending](name, content)
    small = [str(column).strip().lower().replace(" ", "_") for column in frame.columns]
    if len(set(small)) != len(small):
        raise InputError(name, "two columns have the same name but for capital letters")
    return frame.rename(dict(zip(frame.columns, small, strict=True)))


def read_parquet(name: str, content: bytes) -> pl.DataFrame:
    """Parquet file."""
    import polars as pl

    try:
        return pl.read_parquet(io.BytesIO(content))
    except Exception as error:
        raise InputError(name, f"damaged or cut off ({_short(error)})") from None


def read_csv(name: str, content: bytes) -> pl.DataFrame:
    """CSV file with a header, every value as text; Windows letters where it is not UTF-8."""
    import polars as pl

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    separator = "\t" if name.lower().endswith(".tsv") else ","
    _check_cells(name, text, separator)
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()),
            separator=separator,
            infer_schema=False,
            null_values=list(MISSING),
        )
    except Exception as error:
        raise InputError(name, f"not a readable CSV table ({_short(error)})") from None


def _check_cells(name: str, text: str, separator: str) -> None:
    """Every row has as many cells as the header: a row cut off would else be filled up."""
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        width = len(next(rows))
        for number, cells in enumerate(rows, start=1):
            if cells and len(cells) != width:
                raise InputError(
                    name, f"row {number} has {len(cells)} cells, expected {width}; cut off?"
                )
    except (csv.Error, StopIteration) as error:
        raise InputError(name, f"not a readable CSV table ({_short(error)})") from None


def read_stata(name: str, content: bytes) -> pl.DataFrame:
    """Stata file, with codes and not their labels."""
    import polars as pl

    try:
        import pyreadstat
    except ImportError:
        raise InputError(name, _needs("pyreadstat")) from None
    with tempfile.NamedTemporaryFile(suffix=".dta") as file:
        file.write(content)
        file.flush()
        try:
            found: Any = pyreadstat.read_dta(file.name, output_format="dict")
            return pl.DataFrame({k: list(v) for k, v in found[0].items()}, strict=False)
        except Exception as error:
            raise InputError(name, f"not a readable Stata file ({_short(error)})") from None


def read_r(name: str, content: bytes) -> pl.DataFrame:
    """R data file that holds one data frame."""
    try:
        import rdata
    except ImportError:
        raise InputError(name, _needs("rdata")) from None
    try:
        read = rdata.parser.parse_data(content)
        found: Any = rdata.conversion.convert(read)
    except Exception as error:
        raise InputError(name, f"not a readable R file ({_short(error)})") from None
    frames = [found] if hasattr(found, "columns") else []
    if isinstance(found, dict):
        frames = [value for value in found.values() if hasattr(value, "columns")]
    if len(frames) != 1:
        raise InputError(name, f"holds {len(frames)} data frames, expected one")
    return _from_r(frames[0])


def _from_r(frame: Any) -> pl.DataFrame:
    """Data frame as the R reader gives it, column by column."""
    import numpy as np
    import polars as pl

    columns = {}
    for name in frame.columns:
        missing = np.asarray(frame[name].isna())
        values = np.asarray(frame[name], dtype=object)
        cells = [None if gone else value for gone, value in zip(missing, values, strict=True)]
        columns[str(name)] = pl.Series(str(name), cells, strict=False)
    return pl.DataFrame(columns)


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Tables in a file: itself, or what a zip archive holds, also inside archives in it.

    Yields
    ------
    (name, content)
        Name of the file without folders.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    if path.suffix.lower() == ".zip":
        yield from _unzipped(path.name, content)
    else:
        yield path.name, content


def _unzipped(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for item in archive.infolist():
                inner = Path(item.filename).name
                if item.is_dir() or "__MACOSX" in item.filename or inner.startswith("."):
                    continue
                if inner.lower().endswith(".zip"):
                    yield from _unzipped(inner, archive.read(item))
                elif Path(inner).suffix.lower() in TABLES:
                    yield inner, archive.read(item)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        raise InputError(name, f"not a whole zip archive ({_short(error)})") from None


def _needs(package: str) -> str:
    return f"reading it needs {package}; install foedus with the extra `record`"


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
