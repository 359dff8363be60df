"""The evidence base: one SQLite file with what was read, full-text search, and the decisions.

Readings replace what was read before from the same bytes. Decisions are appended and never
changed or removed; the last one on a key counts. A record that was decided on and now reads
otherwise says so, and stands in the queue again.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from foedus.evidence.items import VERDICTS, Item, Verdict, item_of
from foedus.evidence.keys import (
    OPINIONS,
    REVIEWED,
    check_spans,
    record_digest,
    record_key,
    relation_key,
    words_of,
)
from foedus.evidence.urgency import urgency
from foedus.files import InputError

FORMAT = "1"
SPREAD = ("relations", "people")  #: tables whose records stand in several documents
Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

_TABLES = """
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents(
    sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, file TEXT NOT NULL, text TEXT NOT NULL,
    row TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records(
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, id TEXT NOT NULL,
    doc TEXT NOT NULL, sha256 TEXT NOT NULL, row TEXT NOT NULL, present INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS records_of ON records(sha256);
CREATE INDEX IF NOT EXISTS records_in ON records(doc);
CREATE TABLE IF NOT EXISTS decisions(
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, verdict TEXT NOT NULL,
    reviewer TEXT NOT NULL, decided_at TEXT NOT NULL, reason TEXT NOT NULL, row TEXT NOT NULL,
    seen TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS decisions_key ON decisions(key);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are appended, never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_remain BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are appended, never removed'); END;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text);
"""

_PUT = """
INSERT INTO records(key, kind, id, doc, sha256, row, present) VALUES(?,?,?,?,?,?,1)
ON CONFLICT(key) DO UPDATE SET id=excluded.id, row=excluded.row, present=1 RETURNING number
"""

# What a reading finds no more is gone. A record of a further proposer that somebody accepted stays:
# a reading without that proposer does not mean that it found nothing.
_CLEAR = """
UPDATE records SET present=0 WHERE sha256=? AND (
    coalesce(json_extract(row, '$.proposer'), 'rules') = 'rules'
    OR coalesce((SELECT verdict FROM decisions d WHERE d.key = records.key
                 ORDER BY number DESC LIMIT 1), 'proposed') NOT IN ('accepted', 'edited'))
"""

# Keys are hexadecimal, so that "g" sorts behind every continuation of a key.
_WITH_DECISION = """
SELECT r.key, r.kind, r.id, r.doc, r.sha256, r.row, r.present,
    d.verdict, d.reviewer, d.decided_at, d.reason, d.row, d.seen
FROM records r LEFT JOIN decisions d
    ON d.number = (SELECT max(number) FROM decisions WHERE key = r.key)
"""


class Store:
    """An evidence base in one file; use as a context manager.

    Parameters
    ----------
    path : Path
        The SQLite file.
    create : bool
        Make the file when it is missing; else a missing file is an error.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = path
        if not create and not path.is_file():
            raise InputError(path, "no such evidence base; `foedus read … --out DIR` makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path)
            self._db.executescript(_TABLES)
            self._db.execute("INSERT OR IGNORE INTO meta VALUES('format', ?)", (FORMAT,))
            self._db.commit()
            found = self._db.execute("SELECT value FROM meta WHERE name='format'").fetchone()[0]
        except (sqlite3.Error, OSError) as error:
            raise InputError(path, f"cannot be used as an evidence base ({error})") from None
        if found != FORMAT:
            raise InputError(path, f"has format {found}, expected {FORMAT}; read the files anew")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, tables: Tables, texts: Mapping[str, str]) -> None:
        """Take in a reading, whole or not at all; decisions stay.

        Parameters
        ----------
        tables : mapping of str to rows
            The exported tables by name (see `foedus.evidence.records.TABLES`).
        texts : mapping of str to str
            Original text of each document by its id.

        Raises
        ------
        InputError
            If a span does not equal its slice of the source.
        """
        spread = {kind: tables.get(kind, ()) for kind in SPREAD}
        self.take_in([(tables, texts)], **spread)

    def take_in(
        self,
        groups: Iterable[tuple[Tables, Mapping[str, str]]],
        relations: Iterable[Row],
        people: Iterable[Row],
    ) -> None:
        """Take in a reading of any size, whole or not at all; decisions stay.

        Parameters
        ----------
        groups : iterable of (tables, texts)
            As for `add`, some documents at a time.
        relations, people : iterable of rows
            What stands in several documents.
        """
        key_of: dict[str, str] = {}
        with self._writing():
            self._db.execute("UPDATE records SET present=0 WHERE kind IN ('people','relations')")
            for tables, texts in groups:
                key_of.update(self._put_group(tables, texts))
            for row in relations:
                self._put_record(relation_key(row, key_of), "relations", row, "")
            for row in people:
                self._put_record(record_key("people", row, ""), "people", row, "")

    def _put_group(self, tables: Tables, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Put some documents with their records; the key of each record by its id."""
        hashes = {row["id"]: str(row["sha256"]) for row in tables.get("documents", ())}
        for row in tables.get("documents", ()):
            self._put_document(row, texts[row["id"]])
        for kind in (one for one in REVIEWED if one not in SPREAD):
            for row in tables.get(kind, ()):
                check_spans(row, texts[row["doc"]], f"{row['doc']}: {row['id']}")
                sha256 = hashes.get(row["doc"], "")
                key = record_key(kind, row, sha256)
                self._put_record(key, kind, row, sha256)
                yield str(row["id"]), key

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What is written inside is written whole or not at all."""
        try:
            with self._db:
                yield
        except sqlite3.OperationalError as error:
            raise InputError(
                self.path, f"cannot be written ({error}); is somebody else writing? try again"
            ) from None

    def _put_document(self, row: Mapping[str, Any], text: str) -> None:
        # A file that was changed takes the place of what it was; its text stays for the decisions.
        self._db.execute(
            "UPDATE records SET present=0 WHERE doc=? AND sha256<>?", (row["id"], row["sha256"])
        )
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES(?,?,?,?,?)",
            (row["sha256"], row["id"], row["file"], text, _json(row)),
        )
        self._db.execute(_CLEAR, (row["sha256"],))

    def _put_record(self, key: str, kind: str, row: Row, sha256: str) -> None:
        doc = str(row.get("doc", ""))
        number = self._db.execute(_PUT, (key, kind, row["id"], doc, sha256, _json(row))).fetchone()[
            0
        ]
        self._db.execute(
            "INSERT OR REPLACE INTO words(rowid, text) VALUES(?,?)", (number, words_of(kind, row))
        )

    def items(self, kind: str | None = None, *, gone: bool = False) -> Iterator[Item]:
        """Records in order of table, document and id; `gone` adds those no longer found."""
        where = "WHERE (r.present=1 OR ?)" + ("" if kind is None else " AND r.kind=?")
        values: tuple[Any, ...] = (gone,) if kind is None else (gone, kind)
        found = self._db.execute(f"{_WITH_DECISION} {where} ORDER BY r.kind, r.doc, r.id", values)
        for row in found.fetchall():
            yield item_of(row)

    def item(self, key: str) -> Item:
        """Record of a key or of an unmistakable beginning of one.

        Raises
        ------
        InputError
            If no record, or more than one, has such a key.
        """
        rows = self._db.execute(
            f"{_WITH_DECISION} WHERE r.key >= ? AND r.key < ? LIMIT 2", (key, key + "g")
        ).fetchall()
        if len(rows) != 1 or not key:
            what = "no record has" if not rows else "more than one record has"
            raise InputError(f"{self.path}: key {key!r}", f"{what} this key; `--list` shows them")
        return item_of(rows[0])

    def queue(self) -> list[Item]:
        """What waits for a person: undecided or changed, in the order in which it helps to decide.

        First what was decided on and reads otherwise now, then people with an unsure link (others
        are not listed), then what proposers disagree on, then the rest of the rules' finds, the
        unsure first; then relations, which rest on them; last what only a second proposer found.
        """
        waiting = [
            item
            for item in self.items()
            if (item.verdict == "proposed" or item.changed)
            and (item.kind != "people" or item.read.get("unsure"))
        ]
        return sorted(waiting, key=urgency)

    def of_ids(self, ids: Iterable[str]) -> list[Item]:
        """Records that the last reading gave these ids, in the order of the ids."""
        query = f"{_WITH_DECISION} WHERE r.present=1 AND r.id=?"
        return [item_of(row) for name in ids for row in self._db.execute(query, (name,)).fetchall()]

    def search(self, words: str) -> list[Item]:
        """Records whose text holds all the words, best first."""
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        if not quoted:
            return []
        found = self._db.execute(
            f"{_WITH_DECISION} JOIN words w ON w.rowid = r.number "
            "WHERE words MATCH ? AND r.present=1 ORDER BY w.rank",
            (quoted,),
        ).fetchall()
        return [item_of(row) for row in found]

    def decide(
        self,
        key: str,
        verdict: Verdict,
        reviewer: str,
        reason: str = "",
        *,
        row: Mapping[str, Any] | None = None,
        at: str | None = None,
    ) -> Item:
        """Append a decision on a record.

        Parameters
        ----------
        key : str
            The record's key, or an unmistakable beginning of it.
        verdict : str
            ``accepted``, ``rejected`` or ``edited``; ``edited`` needs `row`.
        reviewer : str
            Who decides.
        reason : str
            Why, for the next reader.
        row : mapping, optional
            The record as it should read; its spans must be slices of the source.
        at : str, optional
            Time of the decision, ISO 8601; now when missing.

        Raises
        ------
        InputError
            On an unknown key or verdict, a missing reviewer, or a span that is no slice.
        """
        if verdict not in VERDICTS:
            raise InputError(f"verdict {verdict!r}", f"expected {', '.join(VERDICTS)}")
        if not reviewer.strip():
            raise InputError("reviewer", "missing; say who decides (--by NAME)")
        item = self.item(key)
        if verdict == "edited":
            if row is None:
                raise InputError(f"{item.id}", "an edited record needs its new text")
            self._check_edit(item, row)
        kept = row if verdict == "edited" and row is not None else item.read
        moment = at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        seen = record_digest(item.read)
        with self._writing():
            self._db.execute(
                "INSERT INTO decisions(key, verdict, reviewer, decided_at, reason, row, seen) "
                "VALUES(?,?,?,?,?,?,?)",
                (
                    item.key,
                    verdict,
                    reviewer,
                    moment,
                    reason,
                    _json(kept),
                    seen,
                ),
            )
        return self.item(item.key)

    def _check_edit(self, item: Item, row: Mapping[str, Any]) -> None:
        unknown = sorted((set(row) ^ set(item.read)) - set(OPINIONS))
        if unknown:
            raise InputError(item.id, f"edited record: unknown or missing field {unknown[0]!r}")
        if item.sha256:
            check_spans(row, self.text(item.sha256), item.id)

    def history(self, key: str) -> list[tuple[str, str, str, str]]:
        """Every decision on a record, oldest first: verdict, reviewer, time, reason."""
        return self._db.execute(
            "SELECT verdict, reviewer, decided_at, reason FROM decisions WHERE key=? "
            "ORDER BY number",
            (self.item(key).key,),
        ).fetchall()

    def text(self, sha256: str) -> str:
        """Original text of a document by the hash of its bytes."""
        found = self._db.execute("SELECT text FROM documents WHERE sha256=?", (sha256,)).fetchone()
        if found is None:
            raise InputError(self.path, f"no document with hash {sha256[:12]}…")
        return str(found[0])

    def texts(self, docs: Iterable[str]) -> dict[str, str]:
        """Original texts of documents by their ids in the last reading."""
        query = "SELECT text FROM documents WHERE id=? ORDER BY rowid DESC LIMIT 1"
        found = {doc: self._db.execute(query, (doc,)).fetchone() for doc in docs}
        return {doc: str(row[0]) for doc, row in found.items() if row is not None}

    def document(self, sha256: str) -> dict[str, Any]:
        """What is known of a document: file, publisher, date and where they came from."""
        found = self._db.execute("SELECT row FROM documents WHERE sha256=?", (sha256,)).fetchone()
        return {} if found is None else json.loads(found[0])

    def counts(self) -> dict[str, dict[str, int]]:
        """How many records of each table are proposed, accepted, rejected, edited, changed."""
        out: dict[str, dict[str, int]] = {}
        for item in self.items():
            table = out.setdefault(item.kind, dict.fromkeys(("proposed", *VERDICTS, "changed"), 0))
            table[item.verdict] += 1
            table["changed"] += item.changed
        return out


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)
