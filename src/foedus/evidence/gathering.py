"""What relations are sought among, of any number of documents: little of it in memory.

Events, claims, predictions of an outcome and one statement for each side are kept in memory
without their mentions; statements wait by speaker, and relations to be sorted, in a file that is
gone at the end.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from foedus.evidence.courses import Note, quiet
from foedus.evidence.disagreements import outcome
from foedus.evidence.records import Event, MembershipClaim, Prediction, Relation, Statement, as_row
from foedus.evidence.relations import (
    membership,
    of_events,
    outcomes,
    same_statements,
    side_of,
    stands,
)
from foedus.evidence.rows import record_of
from foedus.evidence.second_proposer import RULES
from foedus.evidence.times import published_day
from foedus.files import InputError

Row = Mapping[str, Any]
NONE = {"speaker_span": None, "cue_span": None, "about": []}

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;
CREATE TABLE statements(speaker BLOB, number INTEGER, row TEXT, PRIMARY KEY(speaker, number))
    WITHOUT ROWID;
CREATE TABLE relations(id TEXT PRIMARY KEY, kind TEXT, members BLOB, row TEXT);
"""


class Gathering:
    """Records of the documents given, and the relations among them; a context manager.

    Parameters
    ----------
    folder : Path
        Where the file stands that holds what memory should not.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._days: dict[str, datetime.date] = {}
        self._events: list[Event] = []
        self._claims: list[MembershipClaim] = []
        self._predictions: list[Prediction] = []
        self._sides: dict[tuple[str, str, str], Statement] = {}
        self._number = 0

    def __enter__(self) -> Gathering:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._place = tempfile.TemporaryDirectory(dir=self._folder, prefix=".relations.")
            self._db = sqlite3.connect(Path(self._place.name) / "waiting.sqlite")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise InputError(self._folder, f"cannot be written ({error})") from None
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()
        self._place.cleanup()

    def add(self, table: str, row: Row) -> None:
        """Take in a row of a table, in the order of documents; none of a further proposer."""
        if row.get("proposer", RULES) != RULES:
            return
        take = {
            "documents": self._document,
            "statements": self._statement,
            "events": self._event,
            "predictions": self._prediction,
            "membership_claims": self._claim,
        }[table]
        take(row)

    def _document(self, row: Row) -> None:
        day = published_day(row["published"]["value"])
        if day is not None:
            self._days[row["id"]] = day

    def _event(self, row: Row) -> None:
        lean = {"mentions": [], "context": [], "date_span": None, "place_span": None, "label": ""}
        self._events.append(record_of(Event, {**row, **lean}))

    def _claim(self, row: Row) -> None:
        self._claims.append(record_of(MembershipClaim, row))

    def _prediction(self, row: Row) -> None:
        if row["consequence"] is None:
            return
        one = record_of(Prediction, row)
        if outcome(one) is not None:
            self._predictions.append(one)

    def _statement(self, row: Row) -> None:
        if row["stance"] is not None:
            one = record_of(Statement, {**row, **NONE})
            side = side_of(one)
            if side is not None:
                self._sides.setdefault(side, one)
        if row["speaker"] is not None and row["content_spans"]:
            self._number += 1
            key = _bytes(row["speaker"])
            text = json.dumps({**row, **NONE, "stance": None})
            self._db.execute("INSERT INTO statements VALUES(?,?,?)", (key, self._number, text))

    def _speakers(self) -> Iterator[tuple[str, list[Statement]]]:
        """Statements by speaker."""
        found = self._db.execute("SELECT speaker, row FROM statements ORDER BY speaker, number")
        for speaker, rows in groupby(found, key=lambda pair: pair[0]):
            said = [record_of(Statement, json.loads(text)) for _speaker, text in rows]
            yield speaker.decode("utf-8", "surrogatepass"), said

    def relations(self, note: Note = quiet) -> Iterator[dict[str, Any]]:
        """Relations as rows, sorted by kind and members; `note` is told what was not compared."""
        self._keep(of_events(self._events, self._days, note))
        self._keep(same_statements(self._speakers(), note))
        self._keep(stands(self._sides.values()))
        self._keep(membership(self._claims))
        self._keep(outcomes(self._predictions, note))
        sorted_rows = "SELECT row FROM relations ORDER BY kind, members"
        for (text,) in self._db.execute(sorted_rows):
            yield json.loads(text)

    def _keep(self, found: Iterator[Relation]) -> None:
        put = "INSERT OR IGNORE INTO relations VALUES(?,?,?,?)"
        for one in found:
            members = b"\0".join(_bytes(member) for member in one.members)
            self._db.execute(put, (one.id, one.relation, members, json.dumps(as_row(one))))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
