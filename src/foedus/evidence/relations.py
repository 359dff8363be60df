"""How records of the same or of several documents stand to each other."""

from __future__ import annotations

from foedus.evidence.records import Reading, Relation


def relate(reading: Reading) -> tuple[Relation, ...]:
    """Relations among the records of a reading."""
    return ()
