"""Parts put together: one id a person over all documents, tables in the order of documents."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from foedus.evidence.merging import Renaming, merge_people
from foedus.evidence.parts import Part, read_part
from foedus.evidence.records import TABLES, OrganisationRecord, Person, Reading, Relation, as_row
from foedus.evidence.relations import relate
from foedus.evidence.rows import KINDS, record_of
from foedus.files import InputError, json_line, write_text

WINDOW = 400  #: documents that are compared with one another
BY_PAGE = ("documents", "statements", "events", "predictions", "membership_claims")
RENAMED = (*BY_PAGE, "people")
Row = dict[str, Any]


def reading_of(parts: Sequence[Part], failures: Mapping[str, str] | None = None) -> Reading:
    """Reading of parts, in memory."""
    ordered = sorted(parts, key=lambda part: part["doc"])
    people, renaming = _people(ordered)
    changes = _changes(renaming)
    tables = {
        table: tuple(
            record_of(KINDS[table], _renamed(row, changes, part["doc"]))
            for part in ordered
            for row in part[table]
        )
        for table in BY_PAGE
    }
    reading = Reading(
        people=tuple(_with_mentions(people, ordered, renaming)),
        organisations=tuple(_organisations(ordered)),
        failures=dict(failures or {}),
        **tables,
    )
    return replace(reading, relations=relate(reading))


def assemble(paths: Sequence[Path], out: Path) -> dict[str, int]:
    """Write the tables of parts, one part in memory at a time.

    Returns
    -------
    dict
        Rows by table.
    """
    ordered = [path for _doc, path in sorted((_doc_of(path), path) for path in paths)]
    people, renaming = _people(_lean(ordered))
    changes = _changes(renaming)
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        files = {table: stack.enter_context(_Whole(out / f"{table}.jsonl")) for table in BY_PAGE}
        for part in _parts(ordered):
            for table in BY_PAGE:
                for row in part[table]:
                    files[table].write(line(_renamed(row, changes, part["doc"])))
                    counts[table] += 1
    counts["people"] = _write_people(people, ordered, renaming, out)
    counts["organisations"] = _write_organisations(ordered, out)
    relations = list(_relations(ordered, renaming))
    write_text(out / "relations.jsonl", "".join(line(as_row(r)) for r in relations))
    counts["relations"] = len(relations)
    return counts


def line(row: Row) -> str:
    """Row as a line of a table."""
    return json_line(row)


def _parts(paths: Iterable[Path]) -> Iterator[Part]:
    for path in paths:
        part = read_part(path)
        if part is None:
            raise InputError(path, "was damaged while the tables were written; read again")
        yield part


def _doc_of(path: Path) -> str:
    return next(iter(_parts([path])))["doc"]


def _lean(paths: Sequence[Path]) -> Iterator[Part]:
    """Parts with their people only, and these without their mentions."""
    for part in _parts(paths):
        yield {
            "doc": part["doc"],
            "people": [{**row, "mentions": []} for row in part["people"]],
        }


def _people(parts: Iterable[Part]) -> tuple[list[Person], Renaming]:
    pages = [
        (part["doc"], [record_of(Person, {**row, "mentions": []}) for row in part["people"]])
        for part in parts
    ]
    return merge_people(pages)


Changes = dict[str, dict[str, str]]


def _changes(renaming: Renaming) -> Changes:
    """For each document the ids that become others over all documents."""
    changes: Changes = {}
    for (doc, old), new in renaming.items():
        if old != new:
            changes.setdefault(doc, {})[old] = new
    return changes


def _renamed(row: Row, changes: Changes, doc: str) -> Row:
    """Row with the ids that people got over all documents."""
    return _with_ids(row, changes[doc]) if doc in changes else row


def _with_ids(value: Any, changed: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return changed.get(value, value)
    if isinstance(value, dict):
        return {k: v if k == "text" else _with_ids(v, changed) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_ids(item, changed) for item in value]
    return value


def _with_mentions(
    people: Sequence[Person], parts: Sequence[Part], renaming: Renaming
) -> Iterator[Person]:
    by_id: dict[str, list[Any]] = {}
    for part in parts:
        for row in part["people"]:
            key = renaming[(part["doc"], row["id"])]
            by_id.setdefault(key, []).extend(row["mentions"])
    for person in people:
        row = {**as_row(person), "mentions": by_id.get(person.id, [])}
        yield record_of(Person, _own(row))


def _own(row: Row) -> Row:
    return {**row, "mentions": [{**m, "entity": row["id"]} for m in row["mentions"]]}


def _write_people(
    people: Sequence[Person], paths: Sequence[Path], renaming: Renaming, out: Path
) -> int:
    """Write the people, each with the mentions of all documents."""
    mentions: dict[str, list[str]] = {}
    for part in _parts(paths):
        for row in part["people"]:
            key = renaming[(part["doc"], row["id"])]
            kept = mentions.setdefault(key, [])
            kept += [line({**m, "entity": key}).rstrip("\n") for m in row["mentions"]]
    with _Whole(out / "people.jsonl") as file:
        for person in people:
            file.write(_with_list(as_row(person), mentions.get(person.id, [])))
    return len(people)


def _with_list(row: Row, mentions: Sequence[str]) -> str:
    """Line of a row whose mentions are written already."""
    mark = '"mentions": []'
    text = line({**row, "mentions": []}).rstrip("\n")
    before, _mark, after = text.partition(mark)
    return f'{before}"mentions": [{", ".join(mentions)}]{after}\n'


def _organisations(parts: Iterable[Part]) -> list[OrganisationRecord]:
    found: dict[str, Row] = {}
    for part in parts:
        for row in part["organisations"]:
            if row["id"] in found:
                kept = found[row["id"]]
                names = [*kept["name_variants"], *row["name_variants"]]
                kept["name_variants"] = list(dict.fromkeys(names))
                kept["mentions"] = [*kept["mentions"], *row["mentions"]]
            else:
                found[row["id"]] = dict(row)
    return [record_of(OrganisationRecord, found[key]) for key in sorted(found)]


def _write_organisations(paths: Sequence[Path], out: Path) -> int:
    rows: dict[str, Row] = {}
    mentions: dict[str, list[str]] = {}
    for part in _parts(paths):
        for row in part["organisations"]:
            kept = rows.setdefault(row["id"], {**row, "mentions": [], "name_variants": []})
            names = [*kept["name_variants"], *row["name_variants"]]
            kept["name_variants"] = list(dict.fromkeys(names))
            kept_here = mentions.setdefault(row["id"], [])
            kept_here += [line(m).rstrip("\n") for m in row["mentions"]]
    with _Whole(out / "organisations.jsonl") as file:
        for key in sorted(rows):
            file.write(_with_list(rows[key], mentions[key]))
    return len(rows)


def _relations(paths: Sequence[Path], renaming: Renaming) -> Iterator[Relation]:
    """Relations among documents; of very many, those within a window in the order of dates."""
    changes = _changes(renaming)
    dated = sorted(
        (part["documents"][0]["published"]["value"] or "", part["doc"], path)
        for part, path in zip(_parts(paths), paths, strict=True)
    )
    for first in range(0, len(dated), WINDOW):
        window = [path for _day, _doc, path in dated[first : first + WINDOW]]
        yield from _reading_of_renamed(list(_parts(window)), changes).relations


def _reading_of_renamed(parts: Sequence[Part], changes: Changes) -> Reading:
    """Reading of some of the parts, with the ids that hold over all of them."""
    renamed = [
        {
            **part,
            **{table: _renamed(part[table], changes, part["doc"]) for table in RENAMED},
        }
        for part in parts
    ]
    return reading_of(renamed)


class _Whole:
    """A text file written line by line beside its place, and put there whole at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        self._name = ""

    def __enter__(self) -> _Whole:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, self._name = tempfile.mkstemp(
                dir=self.path.parent, prefix=f".{self.path.name}."
            )
        except OSError as error:
            raise InputError(self.path, f"cannot be written ({error.strerror})") from None
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        return self

    def write(self, text: str) -> None:
        """Add text."""
        assert self._file is not None
        self._file.write(text)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        assert self._file is not None
        self._file.close()
        if kind is not None:
            Path(self._name).unlink(missing_ok=True)
            return
        Path(self._name).chmod(0o644)
        Path(self._name).replace(self.path)
