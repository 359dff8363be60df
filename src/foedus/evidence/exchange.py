"""Decisions out and in again: JSON lines for programs, CSV for spreadsheets, hashes checked.

A row carries the hash of the document's bytes and the digest of the record as it was read. On the
way in both must still hold, so that a decision never lands on words its maker did not see.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foedus.evidence.keys import record_digest
from foedus.evidence.store import VERDICTS, Item, Store
from foedus.files import InputError, read_text, table_text, write_text

COLUMNS: tuple[str, ...] = (
    "key",
    "kind",
    "id",
    "doc",
    "sha256",
    "digest",
    "words",
    "verdict",
    "reviewer",
    "decided_at",
    "reason",
    "edit",
)
"""Columns of the exchange; fill in verdict, reviewer and reason, leave the others alone."""


@dataclass
class Imported:
    """What an import did: how many decisions were taken over, and what was left out and why."""

    taken: int = 0
    known: int = 0
    undecided: int = 0
    left_out: list[str] = field(default_factory=list)


def exchange_row(item: Item) -> dict[str, str]:
    """Row of a record with its last decision; every value is text."""
    decided = item.verdict in VERDICTS
    return {
        "key": item.key,
        "kind": item.kind,
        "id": item.id,
        "doc": item.doc,
        "sha256": item.sha256,
        "digest": record_digest(item.read),
        "words": item.words,
        "verdict": item.verdict if decided else "",
        "reviewer": item.reviewer,
        "decided_at": item.decided_at,
        "reason": item.reason,
        "edit": json.dumps(item.row, ensure_ascii=False, sort_keys=True)
        if item.verdict == "edited"
        else "",
    }


def export_decisions(store: Store, path: Path) -> int:
    """Write every record with its last decision as ``.jsonl`` or ``.csv``.

    Returns
    -------
    int
        How many rows were written.
    """
    rows = [exchange_row(item) for item in store.items()]
    if path.suffix == ".csv":
        write_text(path, table_text([_guarded(row) for row in rows], COLUMNS))
    elif path.suffix == ".jsonl":
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        write_text(path, "".join(line + "\n" for line in lines))
    else:
        raise InputError(path, "expected a name that ends in .jsonl or .csv")
    return len(rows)


def _guarded(row: Mapping[str, str]) -> dict[str, str]:
    # A spreadsheet runs a cell that begins like a formula; text from documents must not.
    out = dict(row)
    for name in ("words", "reason"):
        if out[name][:1] in ("=", "+", "-", "@", "\t"):
            out[name] = "'" + out[name]
    return out


def import_decisions(store: Store, path: Path) -> Imported:
    """Take over decisions from a file that `export_decisions` wrote and people filled in.

    A row whose record is unknown, whose document or record has changed, or that lacks a reviewer
    is left out and named; the rest is taken over. Decisions already known are not repeated.
    """
    outcome = Imported()
    for where, row in _read_rows(path):
        verdict = row["verdict"].strip()
        if not verdict:
            outcome.undecided += 1
            continue
        try:
            known = _take(store, row, verdict)
        except InputError as error:
            outcome.left_out.append(f"{where}: {error.problem}")
            continue
        outcome.known += known
        outcome.taken += not known
    return outcome


def _take(store: Store, row: Mapping[str, str], verdict: str) -> bool:
    item = store.item(row["key"])
    if row["sha256"] != item.sha256:
        raise InputError(item.id, "the document's bytes differ from those decided on")
    if row["digest"] != record_digest(item.read):
        raise InputError(item.id, "the record reads otherwise now; review it anew")
    edit = _edited(row, item) if verdict == "edited" else None
    same = (item.verdict, item.reviewer, item.reason) == (verdict, row["reviewer"], row["reason"])
    if same and (edit is None or edit == item.row):
        return True
    store.decide(
        item.key,
        verdict,  # pyright: ignore[reportArgumentType]  (checked inside)
        row["reviewer"],
        row["reason"],
        row=edit,
        at=row["decided_at"] or None,
    )
    return False


def _edited(row: Mapping[str, str], item: Item) -> dict[str, Any]:
    try:
        edit = json.loads(row["edit"])
    except ValueError:
        raise InputError(item.id, "column edit holds no JSON") from None
    if not isinstance(edit, dict):
        raise InputError(item.id, "column edit holds no record")
    return edit


def _read_rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    text = read_text(path)
    if path.suffix == ".csv":
        found = list(csv.DictReader(io.StringIO(text)))
    elif path.suffix == ".jsonl":
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise InputError(path, f"not JSON lines ({error})") from None
    else:
        raise InputError(path, "expected a name that ends in .jsonl or .csv")
    out = []
    for number, row in enumerate(found, start=1):
        missing = [name for name in COLUMNS if not isinstance(row.get(name), str)]
        if missing:
            raise InputError(f"{path}, row {number}", f"column {missing[0]!r} is missing")
        out.append((f"{path}, row {number}", row))
    return out
