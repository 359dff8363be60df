"""Tables of units, procedures, plans and exercises: their columns, and rows turned into fields."""

from __future__ import annotations

import datetime
from typing import Any

Row = dict[str, str]

EXERCISE_COLUMNS = (
    *("series", "function", "functions", "host", "month", "participants"),
    *("source", "confidence", "note"),
)
FORMATION_COLUMNS = ("force", "title", "area", "tasks", "start", "source", "confidence", "note")
UNIT_COLUMNS = (
    *("unit", "state", "force", "place", "personnel", "vehicles", "readiness", "notice_hours"),
    *("committed", "start", "end", "basis", "source", "confidence", "note"),
)
PROCEDURE_COLUMNS = (
    *("state", "body", "factor", "sitting_fails", "refuses", "start", "end"),
    *("basis", "source", "confidence", "note"),
)
PLAN_COLUMNS = ("plan", "tasks", "area", "updated", "basis", "source", "confidence", "note")
WEIGHTS = (
    *("readiness", "interoperability", "movement", "plans"),
    *("guarding", "separating", "border", "insurgency"),
)
FUNCTION_COLUMNS = ("function", *WEIGHTS, "basis", "source", "why")


def exercise_row(row: Row) -> dict[str, Any]:
    """Fields of an exercise series."""
    return {
        **row,
        "functions": names(row["functions"]),
        "month": whole(row["month"]),
        "participants": names(row["participants"]),
        "source": names(row["source"]),
    }


def formation_row(row: Row) -> dict[str, Any]:
    """Fields of a collective force."""
    return {
        **row,
        "area": names(row["area"]),
        "tasks": names(row["tasks"]),
        "start": datetime.date.fromisoformat(row["start"]),
        "source": names(row["source"]),
    }


def unit_row(row: Row) -> dict[str, Any]:
    """Fields of a national unit; an empty cell is unknown."""
    return {
        **row,
        **span(row),
        **{name: whole(row[name]) for name in ("personnel", "vehicles", "committed")},
        **{name: number(row[name]) for name in ("readiness", "notice_hours")},
        "source": names(row["source"]),
    }


def procedure_row(row: Row) -> dict[str, Any]:
    """Fields of a national procedure."""
    return {
        **row,
        **span(row),
        **{name: float(row[name]) for name in ("factor", "sitting_fails", "refuses")},
        "source": names(row["source"]),
    }


def plan_row(row: Row) -> dict[str, Any]:
    """Fields of a plan."""
    return {
        **row,
        "tasks": names(row["tasks"]),
        "area": names(row["area"]),
        "updated": datetime.date.fromisoformat(row["updated"]),
        "source": names(row["source"]),
    }


def function_row(row: Row) -> dict[str, Any]:
    """Fields of a kind of exercise."""
    return {
        **row,
        **{name: float(row[name]) for name in WEIGHTS},
        "source": names(row["source"]),
    }


def span(row: Row) -> dict[str, datetime.date | None]:
    """Start and end of a row; an empty end means it lasts."""
    return {
        "start": datetime.date.fromisoformat(row["start"]),
        "end": datetime.date.fromisoformat(row["end"]) if row["end"] else None,
    }


def names(cell: str) -> tuple[str, ...]:
    """Names in a cell, separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def whole(cell: str) -> int | None:
    """Whole number in a cell; None for an empty one."""
    return int(cell) if cell else None


def number(cell: str) -> float | None:
    """Return the number in a cell; None for an empty one."""
    return float(cell) if cell else None
