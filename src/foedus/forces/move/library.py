"""What a case may leave out: planning factors, types of aircraft, airfields, cases by name."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Any

from foedus.files import InputError, read_table, read_yaml
from foedus.organisation import library_folder

AIRFIELD_COLUMNS = (
    "id",
    "icao",
    "name",
    "country",
    "latitude",
    "longitude",
    "source",
    "confidence",
    "note",
)
_NO_CASE = ("factors",)


def folder() -> Path:
    """Folder of the moves in the library."""
    return library_folder("csto") / "moves"


@cache
def planning() -> dict[str, Any]:
    """Content of ``factors.yaml``: chain, factors, aircraft, what_ifs."""
    return read_yaml(folder() / "factors.yaml")


@cache
def airfields() -> dict[str, dict[str, Any]]:
    """Airfields of the table by id, as a case would give them."""
    out: dict[str, dict[str, Any]] = {}
    for row in read_table(folder() / "airfields.csv", AIRFIELD_COLUMNS):
        out[row["id"]] = {
            "name": row["name"],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "source": row["source"],
            "basis": "data" if row["source"] != "memory" else "judgement",
        }
        if row["icao"]:
            out[row["icao"]] = out[row["id"]]
    return out


def case_names() -> tuple[str, ...]:
    """Names of the cases in the library."""
    return tuple(sorted(p.stem for p in folder().glob("*.yaml") if p.stem not in _NO_CASE))


def near(name: str, known: list[str]) -> str:
    """Names like a misspelt one, or a few of those known."""
    found = difflib.get_close_matches(name.lower(), known, n=4, cutoff=0.6)
    return ", ".join(found or known[:6])


def case_path(target: str) -> Path:
    """File of a case, from its path or its name in the library.

    Raises
    ------
    InputError
        When there is neither.
    """
    path = Path(target)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    if target in case_names():
        return folder() / f"{target}.yaml"
    raise InputError(target, f"no such case; expected a file or one of {', '.join(case_names())}")
