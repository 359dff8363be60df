"""Parts put together: one id a person over all documents, tables in the order of documents."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from foedus.evidence.gathering import Gathering
from foedus.evidence.merging import Renaming, merge_people
from foedus.evidence.parts import Part, read_part
from foedus.evidence.records import TABLES, OrganisationRecord, Person, Reading, as_row
from foedus.evidence.relations import relate
from foedus.evidence.rows import KINDS, record_of
from foedus.evidence.sources import TEXTS
from foedus.files import InputError, json_line, write_bytes

BY_PAGE = ("documents", "statements", "events", "predictions", "membership_claims")
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


@dataclass(frozen=True, slots=True)
class Assembled:
    """Rows by table, and in words where not all records were compared with one another."""

    counts: dict[str, int]
    notes: tuple[str, ...] = ()


def assemble(paths: Sequence[Path], out: Path) -> Assembled:
    """Write the tables of parts and the texts that offsets refer to, a part in memory at a time."""
    ordered, people, renaming = _overview(paths)
    changes = _changes(renaming)
    counts = dict.fromkeys(TABLES, 0)
    notes: dict[str, None] = {}
    with ExitStack() as stack:
        files = {table: stack.enter_context(_Whole(out / f"{table}.jsonl")) for table in TABLES}
        gathering = stack.enter_context(Gathering(out))
        mentions, bodies = Mentions(), Bodies()
        for part in _parts(ordered):
            doc = part["doc"]
            for table in BY_PAGE:
                for row in part[table]:
                    renamed = _renamed(row, changes, doc)
                    gathering.add(table, renamed)
                    files[table].write(json_line(renamed))
                    counts[table] += 1
            mentions.add(part, renaming)
            bodies.add(part)
            _write_text(part, out)
        for person in people:
            files["people"].write(mentions.line(as_row(person)))
        for text in bodies.lines():
            files["organisations"].write(text)
        counts["people"], counts["organisations"] = len(people), len(bodies.rows)
        mentions.clear()
        bodies.clear()
        for row in gathering.relations(lambda text: notes.setdefault(text)):
            files["relations"].write(json_line(row))
            counts["relations"] += 1
    return Assembled(counts, tuple(sorted(notes)))


def _write_text(part: Part, out: Path) -> None:
    """Write the text taken from HTML or PDF, which offsets refer to."""
    if part["documents"][0]["text_file"]:
        target = out / TEXTS / f"{part['doc']}.txt"
        write_bytes(target, part["text"].encode("utf-8", "surrogatepass"))


def _parts(paths: Iterable[Path]) -> Iterator[Part]:
    for path in paths:
        part = read_part(path)
        if part is None:
            raise InputError(path, "was damaged while the tables were written; read again")
        yield part


def _overview(paths: Sequence[Path]) -> tuple[list[Path], list[Person], Renaming]:
    """Parts in the order of documents, and their people brought together, without mentions."""
    found = []
    for path, part in zip(paths, _parts(paths), strict=True):
        people = [record_of(Person, {**row, "mentions": []}) for row in part["people"]]
        found.append((part["doc"], path, people))
    found.sort(key=lambda one: one[:2])
    people, renaming = merge_people([(doc, own) for doc, _path, own in found])
    return [path for _doc, path, _own in found], people, renaming


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


class Mentions:
    """Mentions of people over all documents, as JSON."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, part: Part, renaming: Renaming) -> None:
        """Take in the mentions of a part."""
        for row in part["people"]:
            key = renaming[(part["doc"], row["id"])]
            kept = self._found.setdefault(key, [])
            kept += [json_line({**m, "entity": key}).rstrip("\n") for m in row["mentions"]]

    def line(self, row: Row) -> str:
        """Line of a person with the mentions."""
        return _with_list(row, self._found.get(row["id"], []))

    def clear(self) -> None:
        """Let go of what is written."""
        self._found.clear()


def _with_list(row: Row, mentions: Sequence[str]) -> str:
    """Line of a row whose mentions are written already."""
    mark = '"mentions": []'
    text = json_line({**row, "mentions": []}).rstrip("\n")
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


class Bodies:
    """Organisations and states over all documents, their mentions as JSON."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self._names: dict[str, dict[str, None]] = {}
        self._mentions: dict[str, list[str]] = {}

    def add(self, part: Part) -> None:
        """Take in the organisations of a part."""
        for row in part["organisations"]:
            key = row["id"]
            self.rows.setdefault(key, {**row, "mentions": [], "name_variants": []})
            self._names.setdefault(key, {}).update(dict.fromkeys(row["name_variants"]))
            kept = self._mentions.setdefault(key, [])
            kept += [json_line(m).rstrip("\n") for m in row["mentions"]]

    def lines(self) -> Iterator[str]:
        """Lines of the table, by id."""
        for key in sorted(self.rows):
            row = {**self.rows[key], "name_variants": list(self._names[key])}
            yield _with_list(row, self._mentions[key])

    def clear(self) -> None:
        """Let go of the mentions, which are written."""
        self._mentions.clear()


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
