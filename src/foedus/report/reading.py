"""A reading made ready for people: the evidence base for review, and the page."""

from __future__ import annotations

import heapq
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from foedus.evidence.parts import read_part
from foedus.evidence.records import TABLES
from foedus.evidence.second_proposer import RULES
from foedus.evidence.store import SPREAD, Store
from foedus.files import InputError
from foedus.report.evidence_page import MOST_DOCUMENTS, write_evidence_page
from foedus.report.evidence_pages import write_overview, write_texts_page

PAGE = "reading.html"
PAGES = "pages"
BASE = "evidence.sqlite"
GROUP = MOST_DOCUMENTS  #: documents in memory at a time, and texts on a page
LISTED = 300  #: rows of a table on the page of a reading of several groups
MOST_MENTIONS = 20  #: of a person, kept in the evidence base of such a reading
FIRST = ("contradict", "tension", "agree", "same_event", "same_statement")
Row = dict[str, Any]
Rows = dict[str, list[Row]]


def keep_reading(parts: Sequence[Path], out: Path) -> None:
    """Put a reading into the evidence base of its folder, and write its pages.

    Parameters
    ----------
    parts : sequence of Path
        Parts that hold the texts.
    out : Path
        Folder that the tables stand in.
    """
    texts = _Texts(parts)
    shutil.rmtree(out / PAGES, ignore_errors=True)
    small = len(parts) <= GROUP
    relations, people = _rows(out, "relations"), _rows(out, "people")
    groups = _groups(out, texts)
    with Store(out / BASE) as store:
        if small:
            (tables, own), *_none = list(groups)
            spread = {"relations": list(relations), "people": list(people)}
            store.take_in([(tables, own)], **spread)
            tables |= {**spread, "organisations": list(_rows(out, "organisations"))}
            write_evidence_page(tables, own, out / PAGE)
            return
        pages = _Pages(out)
        store.take_in(pages.written(groups), relations, map(_few, people))
    pages.write_overview()


class _Texts:
    """Original texts by document, read from the parts when they are asked for."""

    def __init__(self, parts: Sequence[Path]) -> None:
        self._where = {}
        for path in parts:
            part = read_part(path)
            if part is not None:
                self._where[part["doc"]] = path

    def read(self, doc: str) -> str:
        """Text of a document."""
        part = read_part(self._where[doc])
        if part is None:
            raise InputError(self._where[doc], "was damaged; read again")
        return part["text"]


class _Pages:
    """Pages of a reading of many documents: one for each group of texts, and the overview."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._names = {
            str(row["id"]): str(row["name"])
            for table in ("people", "organisations")
            for row in _rows(out, table)
        }
        relations = enumerate(_rows(out, "relations"))
        kept = heapq.nsmallest(
            LISTED, relations, key=lambda one: (_rank(one[1]), -one[1]["score"], one[0])
        )
        self._relations = [row for _number, row in kept]
        self._wanted = {member for row in self._relations for member in row["members"]}
        self._told: Rows = {"statements": [], "events": [], "membership_claims": []}
        self._held: list[Row] = []
        self._claims: list[Row] = []
        self._totals = dict.fromkeys(("statements", "membership_claims"), 0)
        self._pages: list[tuple[str, str, str]] = []

    def written(
        self, groups: Iterator[tuple[Rows, dict[str, str]]]
    ) -> Iterator[tuple[Rows, dict[str, str]]]:
        """Write a page for each group as it passes by."""
        for number, (tables, texts) in enumerate(groups, 1):
            name = f"{PAGES}/{number:04}.html"
            write_texts_page(tables, texts, self._names, self._out / name)
            documents = tables["documents"]
            self._pages.append((name, str(documents[0]["id"]), str(documents[-1]["id"])))
            self._look(tables)
            yield tables, texts

    def _look(self, tables: Rows) -> None:
        """Keep what the overview shows."""
        for table, kept in self._told.items():
            kept += [row for row in tables[table] if row["id"] in self._wanted]
        said = (row for row in tables["statements"] if row.get("proposer", RULES) == RULES)
        held = [row for row in said if row.get("stance")]
        claims = [row for row in tables["membership_claims"] if row.get("wrong")]
        self._totals["statements"] += len(held)
        self._totals["membership_claims"] += len(claims)
        self._held += held[: LISTED - len(self._held)]
        self._claims += claims[: LISTED - len(self._claims)]

    def write_overview(self) -> None:
        """Write the page that leads to the others."""
        counts = {table: sum(1 for _row in _rows(self._out, table)) for table in ("people",)}
        people = heapq.nlargest(
            LISTED, _rows(self._out, "people"), key=lambda row: (len(row["mentions"]), row["id"])
        )
        counts["relations"] = sum(1 for _row in _rows(self._out, "relations"))
        write_overview(
            {
                "statements": self._held,
                "membership_claims": self._claims,
                "people": sorted(people, key=lambda row: str(row["name"])),
                "relations": self._relations,
            },
            told=self._told,
            names=self._names,
            totals={**self._totals, **counts},
            documents=sum(1 for _row in _rows(self._out, "documents")),
            pages=self._pages,
            path=self._out / PAGE,
        )


def _rank(relation: Row) -> int:
    return FIRST.index(relation["relation"])


def _rows(out: Path, table: str) -> Iterator[Row]:
    with (out / f"{table}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _groups(out: Path, texts: _Texts) -> Iterator[tuple[Rows, dict[str, str]]]:
    """Tables and texts by groups of documents, without what stands in several documents."""
    own = [table for table in TABLES if table not in (*SPREAD, "organisations", "documents")]
    streams = {table: _Grouped(_rows(out, table)) for table in own}
    documents = _rows(out, "documents")
    while group := [row for _number, row in zip(range(GROUP), documents, strict=False)]:
        docs = {row["id"] for row in group}
        tables: Rows = {"documents": group}
        for table, stream in streams.items():
            tables[table] = stream.take(docs)
        yield tables, {doc: texts.read(doc) for doc in docs}


def _few(row: Row) -> Row:
    """Row of a large reading with its first mentions only; the tables hold all of them."""
    return {**row, "mentions": row["mentions"][:MOST_MENTIONS]}


class _Grouped:
    """Rows in the order of documents, taken group by group."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, docs: set[str]) -> list[Row]:
        """Rows of some documents, as long as they follow."""
        found = []
        while self._next is not None and self._next["doc"] in docs:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found
