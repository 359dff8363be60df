"""In which order records wait for a person: what helps most to decide first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.evidence.items import Item

PROPOSERS = ("rules", "crf")
"""In the order of trust; any other comes after them."""

SURENESS = 0.5
"""Of a record that carries none, such as a claim of membership."""


def urgency(item: Item) -> tuple[Any, ...]:
    """Place of a record in the queue.

    Early is what proposers disagree on and what the dated list of members contradicts; what
    further proposers found too can wait longer.
    """
    row = item.read
    proposer = str(row.get("proposer", PROPOSERS[0]))
    return (
        not item.changed,
        PROPOSERS.index(proposer) if proposer in PROPOSERS else len(PROPOSERS),
        item.kind == "relations",
        item.kind != "people",
        not (row.get("disputed_by") or row.get("wrong")),
        bool(row.get("agreed_by")),
        float(row.get("confidence", SURENESS)),
        item.doc,
        item.kind,
        item.id,
    )
