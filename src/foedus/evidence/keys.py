"""Keys of records: the same finding in the same bytes has the same key in every reading.

Ids such as ``S000-01`` number the findings of one reading and may shift when rules change. The
key follows from the document's bytes, the table and the place in the source, so a decision taken
on a record is found again after re-reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from foedus.files import InputError

Row = Mapping[str, Any]

REVIEWED: tuple[str, ...] = (
    "statements",
    "events",
    "predictions",
    "membership_claims",
    "relations",
    "people",
)
"""Tables whose records a person accepts or rejects."""

_PLACES = {
    "statements": ("content_spans",),
    "events": ("span", "plover"),
    "predictions": ("span",),
    "membership_claims": ("span", "organisation"),
    "people": ("id",),
}


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON: sorted keys, no spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


OPINIONS = ("agreed_by", "disputed_by")
"""What further proposers say of a record; it is no part of what a person decides on."""


def record_digest(row: Row) -> str:
    """Digest of a record as a person sees and judges it, whatever further proposers say of it."""
    return digest_of({name: value for name, value in row.items() if name not in OPINIONS})


def _place(value: Any) -> Any:
    if isinstance(value, Mapping) and {"start", "end"} <= set(value):
        return [value["start"], value["end"]]
    if isinstance(value, list | tuple):
        return [_place(item) for item in value]
    return value


def record_key(kind: str, row: Row, sha256: str) -> str:
    """Key of a record that stands in one document.

    Parameters
    ----------
    kind : str
        Table, one of `REVIEWED` but not ``relations``.
    row : mapping
        The record as exported.
    sha256 : str
        Hash of the document's bytes; empty for people, who stand in several documents.
    """
    return digest_of([kind, sha256, *[_place(row.get(name)) for name in _PLACES[kind]]])[:20]


def relation_key(row: Row, key_of: Mapping[str, str]) -> str:
    """Key of a relation, from the keys of its members; an unknown member counts by its id."""
    members = sorted(key_of.get(member, member) for member in row["members"])
    return digest_of(["relations", row["relation"], members])[:20]


def spans_in(value: Any) -> Iterable[Row]:
    """Every span in a record, however deep."""
    if isinstance(value, Mapping):
        if {"start", "end", "text"} <= set(value):
            yield value
        for item in value.values():
            yield from spans_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from spans_in(item)


def words_of(kind: str, row: Row) -> str:
    """What a record says, for search and for a list: names, labels and the words themselves."""
    parts: list[str] = []
    names = {
        "statements": ("speaker_name", "speaker_label", "content_spans"),
        "events": ("label", "plover", "span"),
        "predictions": ("span",),
        "membership_claims": ("organisation", "span", "reason"),
        "relations": ("relation", "issue", "reason"),
        "people": ("name", "name_variants", "unsure"),
    }[kind]
    for name in names:
        value = row.get(name)
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, Mapping):
            parts.append(str(value.get("text", "")))
        elif isinstance(value, list | tuple):
            parts += [str(v.get("text", "")) if isinstance(v, Mapping) else str(v) for v in value]
    return " | ".join(part for part in parts if part)


def check_spans(row: Row, text: str, where: str) -> None:
    """Raise an `InputError` if a span of a record is not the slice of the text it claims."""
    for span in spans_in(row):
        if text[span["start"] : span["end"]] != span["text"]:
            raise InputError(
                where,
                f"the span {span['start']}–{span['end']} is not the text it claims; read anew",
            )
