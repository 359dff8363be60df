"""A record of the evidence base with what has been decided on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from foedus.evidence.keys import record_digest, words_of

Verdict = Literal["accepted", "rejected", "edited"]
VERDICTS: tuple[str, ...] = ("accepted", "rejected", "edited")


@dataclass(frozen=True)
class Item:
    """A record with what has been decided on it.

    Attributes
    ----------
    key, kind, id, doc, sha256 : str
        Key, table, id in the last reading, document and hash of its bytes.
    row : dict
        The record that counts: as edited or accepted when decided, else as read.
    read : dict
        The record as last read.
    verdict, reviewer, decided_at, reason : str
        The last decision; verdict is ``proposed`` when there is none.
    changed : bool
        The last reading differs from what the decision was taken on.
    present : bool
        The last reading still holds it.
    """

    key: str
    kind: str
    id: str
    doc: str
    sha256: str
    row: dict[str, Any]
    read: dict[str, Any]
    verdict: str = "proposed"
    reviewer: str = ""
    decided_at: str = ""
    reason: str = ""
    changed: bool = False
    present: bool = True

    @property
    def accepted(self) -> bool:
        """Whether the record may back a parameter."""
        return self.verdict in ("accepted", "edited")

    @property
    def words(self) -> str:
        """What the record says, in one line."""
        return words_of(self.kind, self.row)


def item_of(joined: tuple[Any, ...]) -> Item:
    """Record of a row of the base joined with its last decision."""
    key, kind, name, doc, sha256, row, present, *decision = joined
    read = json.loads(row)
    verdict, reviewer, decided_at, reason, decided, seen = decision
    if verdict is None:
        return Item(key, kind, name, doc, sha256, read, read, present=bool(present))
    return Item(
        key=key,
        kind=kind,
        id=name,
        doc=doc,
        sha256=sha256,
        row=json.loads(decided),
        read=read,
        verdict=verdict,
        reviewer=reviewer,
        decided_at=decided_at,
        reason=reason,
        changed=record_digest(read) != seen,
        present=bool(present),
    )
