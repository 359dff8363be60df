"""Files: read with errors for people, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


class InputError(Exception):
    """The input is invalid: what, where, what was expected, what to do.

    The command line prints the message on one line and ends with exit code 3.

    Parameters
    ----------
    where : str
        File and the place in it, such as ``"parameters.yaml: council.precision.sd"``.
    problem : str
        What is wrong and what was expected.
    """

    def __init__(self, where: str | Path, problem: str) -> None:
        self.where = str(where)
        self.problem = problem
        super().__init__(f"{self.where}: {problem}")


def visible(text: str, keep: str = "") -> str:
    """Text as it may be shown: what steers a terminal or turns lines around becomes U+FFFD.

    Control characters, marks of direction and halves of letters (names of files may hold them)
    are replaced one for one, but for those in `keep`; every blank becomes a space.
    """
    plain = (" " if c.isspace() and c not in keep else c for c in text)
    return "".join(c if c.isprintable() or c in keep else "\ufffd" for c in plain)


def json_line(value: Any) -> str:
    """A value as one line of JSON, for every reader: marks of line and paragraph are escaped."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    for mark in "\x85\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text + "\n"


def read_text(path: Path) -> str:
    """Text of a file, or an `InputError` that says why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, expected a file") from None
    except UnicodeDecodeError as error:
        raise InputError(path, f"not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None


def read_yaml(path: Path) -> Any:
    """Content of a YAML 1.2 file; duplicate keys are errors and ``NO`` is a string."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = read_text(path)
    try:
        return YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        key = str(error.problem).partition('"')[2].partition('"')[0]
        raise InputError(f"{path}, line {line}", f"key {key!r} stands twice; keep one") from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError(f"{path}, line {line}", f"not valid YAML: {error.problem}") from None
    except YAMLError as error:
        # The reader's own message has a second line about a string that nobody wrote.
        raise InputError(path, f"not valid YAML: {str(error).splitlines()[0]}") from None
    except ValueError as error:  # such as a 30th of February
        raise InputError(path, f"holds an impossible value: {error}") from None


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a CSV file whose header must be exactly `columns`.

    Returns
    -------
    list of dict
        One mapping a row, every value a stripped string.
    """
    # spreadsheets put a byte-order mark before the first column
    rows = list(csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"))))
    if not rows:
        raise InputError(path, f"empty, expected the header {','.join(columns)}")
    if len(rows[0]) == 1 and ";" in rows[0][0]:
        raise InputError(f"{path}, line 1", "separated by semicolons; save it with commas")
    if rows[0] != list(columns):
        unknown = [c for c in rows[0] if c not in columns]
        missing = [c for c in columns if c not in rows[0]]
        detail = "; ".join(
            part
            for part in (
                f"unknown column {unknown}" if unknown else "",
                f"missing column {missing}" if missing else "",
                "" if unknown or missing else "columns in another order",
            )
            if part
        )
        raise InputError(f"{path}, line 1", f"{detail}; expected {','.join(columns)}")
    out = []
    for number, cells in enumerate(rows[1:], start=2):
        if len(cells) != len(columns):
            raise InputError(
                f"{path}, row {number}", f"{len(cells)} cells, expected {len(columns)}"
            )
        out.append({c: v.strip() for c, v in zip(columns, cells, strict=True)})
    return out


def write_text(path: Path, text: str) -> None:
    """Write a file whole, then rename it into place; an error leaves nothing half-written."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes whole, then rename into place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(
            path, f"cannot be written ({error.strerror}); choose a writable folder"
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(name, 0o644)  # noqa: PTH101 (a file name, not a Path, comes from mkstemp)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(path, f"cannot be written ({error.strerror})") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def table_text(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """CSV text of rows, with Unix line ends."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict(row) for row in rows)
    return out.getvalue()
