"""Tables of the kept scores for the handbook, failures first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foedus.record.scoreboard import kept

HEAD = ("test", "what", "wanted", "found (95 %)", "n", "events", "baseline", "data to", "kind")
NONE = "No scores are kept yet; `make scores` keeps them.\n"


def targeted() -> str:
    """Every score that has a target, failures first."""
    rows = [(name, score) for name, score in _scores() if score["target"] is not None]
    if not rows:
        return NONE
    failed = sum(score["failed"] for _name, score in rows)
    return f"{failed} of {len(rows)} targets are missed.\n\n" + _table(rows)


def everything() -> str:
    """Every score that is kept, test by test, failures first in each, with the notes."""
    parts = []
    for name, test in kept().items():
        rows = [(name, score) for score in test["scores"]]
        notes = "".join(f"* {note}\n" for note in test["notes"])
        parts.append(
            f"### {name}\n{test['about']}. Computed {test['computed']}.\n\n{notes}\n{_table(rows)}"
        )
    return "\n".join(parts) or NONE


def _scores() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, test in kept().items():
        for score in test["scores"]:
            yield name, score


def _table(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for name, score in sorted(rows, key=lambda row: not row[1]["failed"]):
        cells = (
            f"`{name}`",
            score["quantity"],
            _wanted(score),
            _found(score),
            _whole(score["n"]),
            _whole(score["events"]),
            _baseline(score),
            score["data_date"] or "–",
            score["kind"],
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    """Three digits that matter, and never in powers of ten."""
    if value is None:
        return "undefined"
    text = f"{value:.4f}" if abs(value) < 1.0 else f"{value:.3f}"
    return text.replace("-", "−")


def _wanted(score: Mapping[str, Any]) -> str:
    if score["target"] is None:
        return "–"
    bound = "at least" if score["higher_is_better"] else "at most"
    return f"{bound} {_number(score['target'])}"


def _found(score: Mapping[str, Any]) -> str:
    interval = score["interval"]
    told = _number(score["result"])
    if interval and interval["low"] is not None:
        told += f" ({_number(interval['low'])} to {_number(interval['high'])})"
    return told + (": **missed**" if score["failed"] else "")


def _baseline(score: Mapping[str, Any]) -> str:
    if score["baseline"] is None:
        return "–"
    return f"{_number(score['baseline'])} {score['baseline_name']}".strip()


def _whole(value: int | None) -> str:
    return "–" if value is None else str(value)
