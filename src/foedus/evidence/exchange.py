"""Decisions out and in again: JSON lines for programs, CSV for spreadsheets, hashes checked.

A row carries the hash of the document's bytes and the digest of the record as it was read. On the
way in both must still hold, so that a decision never lands on words its maker did not see.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foedus.evidence.items import VERDICTS, Item
from foedus.evidence.keys import record_digest
from foedus.evidence.store import Store
from foedus.files import InputError, read_text, table_text, write_text

COLUMNS: tuple[str, ...] = (
    "key",
    "kind",
    "id",
    "doc",
    "sha256",
    "digest",
    "proposer",
    "words",
    "verdict",
    "reviewer",
    "decided_at",
    "reason",
    "edit",
)
"""Columns of the exchange; fill in verdict, reviewer and reason, leave the others alone."""

NEEDED = ("key", "sha256", "digest", "verdict", "reviewer", "decided_at", "reason", "edit")
"""Columns that must be there on the way in."""


FORMULA = ("=", "+", "-", "@", "\t")
"""Letters with which a cell begins that a spreadsheet would run."""


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
        "proposer": str(item.read.get("proposer") or "rules"),
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
    for name in ("proposer", "words", "reason", "reviewer"):
        if out[name][:1] in FORMULA:
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
    """Take a decision over, or say that it is known already."""
    item = store.item(row["key"])
    if row["sha256"] != item.sha256:
        raise InputError(item.id, "the document's bytes differ from those decided on")
    if row["digest"] != record_digest(item.read):
        raise InputError(item.id, "the record reads otherwise now; review it anew")
    edit = _edited(row, item) if verdict == "edited" else None
    reviewer, reason, at = (_unguarded(row[name]) for name in ("reviewer", "reason", "decided_at"))
    same = (item.verdict, item.reviewer, item.reason) == (verdict, reviewer, reason)
    if (same and (edit is None or edit == item.row)) or (
        at and (verdict, reviewer, at, reason) in store.history(item.key)[:-1]
    ):
        return True
    store.decide(
        item.key,
        verdict,  # pyright: ignore[reportArgumentType]  (checked inside)
        reviewer,
        reason,
        row=edit,
        at=_moment(item, at),
    )
    return False


def _moment(item: Item, at: str) -> str | None:
    """Time of a decision from outside; None for now.

    A decision that was changed in the file keeps the time of the one before it, which is not its
    own. One older than the decision here does not take its place.
    """
    if not at or at == item.decided_at:
        return None
    moment = _time(at)
    if moment is None:
        raise InputError(item.id, f"{at!r} is no time such as 2031-05-07T10:00:00+00:00, or empty")
    last = _time(item.decided_at)
    if last is not None and moment < last:
        raise InputError(
            item.id, f"{item.reviewer} has {item.verdict} it later, on {item.decided_at}"
        )
    return at


def _time(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _unguarded(cell: str) -> str:
    """Text of a cell without the mark that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


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
        missing = [name for name in NEEDED if not isinstance(row.get(name), str)]
        if missing:
            raise InputError(f"{path}, row {number}", f"column {missing[0]!r} is missing")
        out.append((f"{path}, row {number}", row))
    return out
