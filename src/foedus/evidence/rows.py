"""Rows of the tables back to records."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from foedus.evidence.records import (
    DocumentRecord,
    Event,
    MembershipClaim,
    OrganisationRecord,
    Person,
    Prediction,
    Relation,
    Statement,
)

Record = TypeVar("Record")
KINDS: dict[str, type] = {
    "documents": DocumentRecord,
    "people": Person,
    "organisations": OrganisationRecord,
    "statements": Statement,
    "events": Event,
    "predictions": Prediction,
    "membership_claims": MembershipClaim,
    "relations": Relation,
}
"""Type of the records of each table."""


def record_of(kind: type[Record], row: Mapping[str, Any]) -> Record:
    """Record of a row as `foedus.evidence.records.as_row` made it; unknown keys are left out."""
    hints = _hints(kind)
    values = {name: _value(hints[name], row[name]) for name in hints if name in row}
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}  # pyright: ignore[reportArgumentType]


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (types.UnionType, Union):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        return record_of(hint, value)  # pyright: ignore[reportArgumentType]
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    return value
