"""A reading made ready for people: the evidence base for review, and the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from foedus.evidence.assembly import WINDOW
from foedus.evidence.records import TABLES
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.report.evidence_page import MOST_DOCUMENTS, write_evidence_page

PAGE = "reading.html"
BASE = "evidence.sqlite"
MOST_MENTIONS = 20  #: of a person, kept in the evidence base of a large reading
SPREAD = ("people", "organisations", "relations")
Rows = dict[str, list[dict[str, Any]]]


def keep_reading(parts: Sequence[Path], out: Path) -> None:
    """Put a reading into the evidence base of its folder, and write its page.

    Parameters
    ----------
    parts : sequence of Path
        Parts that hold the texts.
    out : Path
        Folder that the tables stand in.
    """
    texts = _Texts(parts)
    first: Rows = {}
    with Store(out / BASE) as store:
        windows = _windows(out)
        for number, window in enumerate(windows):
            if number == 0:
                first = window
            docs = [row["id"] for row in window["documents"]]
            own = {doc: texts.read(doc) for doc in docs}
            store.add(window, own)
    shown = {row["id"] for row in first["documents"][:MOST_DOCUMENTS]}
    write_evidence_page(_only(first, shown), {doc: texts.read(doc) for doc in shown}, out / PAGE)


class _Texts:
    """Original texts by document, read from the parts when they are asked for."""

    def __init__(self, parts: Sequence[Path]) -> None:
        from foedus.evidence.parts import read_part

        self._read = read_part
        self._where = {}
        for path in parts:
            part = read_part(path)
            if part is not None:
                self._where[part["doc"]] = path

    def read(self, doc: str) -> str:
        """Text of a document."""
        part = self._read(self._where[doc])
        if part is None:
            raise InputError(self._where[doc], "was damaged; read again")
        return part["text"]


def _windows(out: Path) -> Iterator[Rows]:
    """Tables by groups of documents; what is spread over many stands with the last group."""
    import json

    def rows(table: str) -> Iterator[dict[str, Any]]:
        with (out / f"{table}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    documents = list(rows("documents"))
    groups = [documents[n : n + WINDOW] for n in range(0, len(documents), WINDOW)]
    streams = {table: _Grouped(rows(table)) for table in TABLES if table not in SPREAD}
    streams.pop("documents")
    spread = {table: [_few(row, len(groups)) for row in rows(table)] for table in SPREAD}
    for number, group in enumerate(groups):
        docs = {row["id"] for row in group}
        window: Rows = {"documents": group}
        for table, stream in streams.items():
            window[table] = stream.take(docs)
        last = number == len(groups) - 1
        for table in SPREAD:
            window[table] = spread[table] if last or (number == 0 and len(groups) == 1) else []
        yield window


def _few(row: dict[str, Any], groups: int) -> dict[str, Any]:
    """Row of a large reading with its first mentions only; the tables hold all of them."""
    if groups > 1 and "mentions" in row:
        return {**row, "mentions": row["mentions"][:MOST_MENTIONS]}
    return row


class _Grouped:
    """Rows in the order of documents, taken group by group."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, docs: set[str]) -> list[dict[str, Any]]:
        """Rows of some documents, as long as they follow."""
        found = []
        while self._next is not None and self._next["doc"] in docs:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _only(tables: Rows, docs: set[str]) -> Rows:
    """Rows of some documents."""
    return {
        table: [row for row in rows if table in SPREAD or (row.get("doc") or row["id"]) in docs]
        for table, rows in tables.items()
    }
