"""How good a reading is: its tables against the annotations of a person, with intervals.

A statement is found when it shares half of its letters with a marked one (F), one to one; an event
when it shares a fifth and has the same type; a prediction when condition and consequence together
share two fifths. Shares carry Wilson's interval, since annotated pages are few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.evidence.agreement import HALF, Pieces, matches, overlap, wilson
from foedus.evidence.names import fold
from foedus.files import InputError, read_text

Row = dict[str, Any]
EVENT_FLOOR = 0.2
PREDICTION_FLOOR = 0.4
NEEDED = ("documents", "statements", "events", "predictions", "people")


@dataclass(frozen=True, slots=True)
class Grade:
    """A share with what it is a share of; `misses` are the words of what speaks against it."""

    name: str
    hits: int
    n: int
    misses: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Hits of all; 0 of none."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        return wilson(self.hits, self.n)


@dataclass(frozen=True)
class Gold:
    """Annotations of some documents, by table; `doc` is the stem of the file."""

    tables: Mapping[str, list[Row]]
    docs: frozenset[str]

    @classmethod
    def load(cls, path: Path) -> Gold:
        """Read annotations.

        Raises
        ------
        InputError
            If the file is no object with the tables, or a record names an unknown document.
        """
        try:
            content = json.loads(read_text(path))
            stems = {one["id"]: Path(one["file"]).stem for one in content["documents"]}
            tables = {
                name: [{**row, "doc": stems[row["doc"]]} for row in content.get(name, [])]
                for name in ("statements", "not_statements", "events", "predictions")
            }
            tables["people"] = list(content.get("people", []))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                path, f"no annotations ({error}); expected an object with {', '.join(NEEDED)}"
            ) from None
        return cls(tables, frozenset(stems.values()))


def rows_of(folder: Path, table: str) -> list[Row]:
    """Rows of a table of a reading.

    Raises
    ------
    InputError
        If the folder has no such table.
    """
    text = read_text(folder / f"{table}.jsonl")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def grade(gold: Gold, folder: Path) -> list[Grade]:
    """Grades of a reading.

    Parameters
    ----------
    gold : Gold
    folder : Path
        What `foedus read --out` wrote of the annotated files, among others perhaps.

    Returns
    -------
    list of Grade
        Precision and recall of statements, with the right speaker too; of events with type;
        status of those found; predictions; distractors left alone; people found.
    """
    people = rows_of(folder, "people")
    return [
        *_statements(gold, _own(folder, "statements", gold), people),
        *_events(gold, _own(folder, "events", gold)),
        *_predictions(gold, _own(folder, "predictions", gold)),
        _people(gold, people),
    ]


def _own(folder: Path, table: str, gold: Gold) -> list[Row]:
    found = [row for row in rows_of(folder, table) if row["doc"] in gold.docs]
    read = {row["id"] for row in rows_of(folder, "documents")}
    missing = sorted(gold.docs - read)
    if missing:
        raise InputError(folder, f"was not read from {missing[0]}, which is annotated")
    return found


def _pieces(spans: Iterable[Any]) -> Pieces:
    return [(one["start"], one["end"]) for one in spans if isinstance(one, dict)]


def _pairs(
    marked: Sequence[Row], found: Sequence[Row], pieces: Any, floor: float
) -> list[tuple[int, int]]:
    """Pairs within each document, as places in both lists."""
    out: list[tuple[int, int]] = []
    for doc in sorted({row["doc"] for row in marked}):
        here = [i for i, row in enumerate(marked) if row["doc"] == doc]
        there = [j for j, row in enumerate(found) if row["doc"] == doc]
        spans = [pieces(marked[i]) for i in here], [pieces(found[j]) for j in there]
        out += [(here[i], there[j]) for i, j in matches(*spans, floor)]
    return out


def _core(marked: Sequence[Row]) -> set[int]:
    return {i for i, row in enumerate(marked) if row.get("core", True)}


def _both(
    name: str, marked: Sequence[Row], found: Sequence[Row], pairs: Sequence[tuple[int, int]]
) -> list[Grade]:
    """Precision and recall of core records, with what was false and what was missed."""
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    core = _core(marked)
    false = tuple(_words(row) for j, row in enumerate(found) if j not in right)
    missed = tuple(_words(marked[i]) for i in sorted(core - left))
    return [
        Grade(f"{name}: precision", len(right), len(found), false),
        Grade(f"{name}: recall", len(core & left), len(core), missed),
    ]


def _words(row: Row) -> str:
    spans = row.get("content_spans") or [row.get("span") or row.get("consequence")]
    text = " … ".join(" ".join(one["text"].split()) for one in spans if one)
    kind = f"{row['plover']} " if "plover" in row else ""
    return f"{row['doc']}: {kind}{text}"


def _statements(gold: Gold, found: Sequence[Row], people: Sequence[Row]) -> list[Grade]:
    marked = gold.tables["statements"]

    def pieces(row: Row) -> Pieces:
        return _pieces(row.get("content_spans") or ())

    pairs = _pairs(marked, found, pieces, HALF)
    theirs = {row["id"]: row for row in gold.tables["people"]}
    ours = {row["id"]: row for row in people}
    core = _core(marked)
    right = {
        i for i, j in pairs if _names(marked[i], theirs) & _names(found[j], ours) and i in core
    }
    wrong = tuple(_words(marked[i]) for i, _ in pairs if i in core - right)
    traps = gold.tables["not_statements"]
    taken = tuple(
        f"{trap['doc']}: {trap['text']}"
        for trap in traps
        if any(
            row["doc"] == trap["doc"] and overlap(_pieces([trap]), pieces(row)) > HALF
            for row in found
        )
    )
    return [
        *_both("statements", marked, found, pairs),
        Grade("statements: recall with the right speaker", len(right), len(core), wrong),
        Grade("distractors left alone", len(traps) - len(taken), len(traps), taken),
    ]


def _names(row: Row, people: Mapping[str, Row]) -> set[str]:
    """Words of the names under which a statement's speaker goes."""
    who = row.get("speaker")
    person = people.get(who) if isinstance(who, str) else None
    span = row.get("speaker_span") or {}
    names = [who, row.get("speaker_name"), row.get("speaker_label"), span.get("text")]
    if person is not None:
        names += [person["name"], *person.get("name_variants", ())]
    return {
        word
        for name in names
        if isinstance(name, str)
        for word in fold(name.replace(".", " ")).split()
        if len(word) > 2
    }


def _events(gold: Gold, found: Sequence[Row]) -> list[Grade]:
    marked = gold.tables["events"]

    def pieces(row: Row) -> Pieces:
        return _pieces([row["span"]])

    pairs = [
        (i, j)
        for i, j in _pairs(marked, found, pieces, EVENT_FLOOR)
        if marked[i]["plover"].upper() == found[j]["plover"].upper()
    ]
    same = [(i, j) for i, j in pairs if marked[i]["status"] == found[j]["status"]]
    other = tuple(
        f"{_words(marked[i])} ({marked[i]['status']}, read as {found[j]['status']})"
        for i, j in pairs
        if (i, j) not in same
    )
    return [
        *_both("events with type", marked, found, pairs),
        Grade("events found: status right", len(same), len(pairs), other),
    ]


def _predictions(gold: Gold, found: Sequence[Row]) -> list[Grade]:
    marked = gold.tables["predictions"]

    def pieces(row: Row) -> Pieces:
        spans = [row.get("span"), row.get("condition"), row.get("consequence")]
        return _merged(_pieces(one for one in spans if one))

    return _both("predictions", marked, found, _pairs(marked, found, pieces, PREDICTION_FLOOR))


def _merged(pieces: Pieces) -> Pieces:
    """Stretches without those that lie within others."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _people(gold: Gold, people: Sequence[Row]) -> Grade:
    names = [set(fold(row["name"]).split()) for row in people]
    marked = gold.tables["people"]
    missed = tuple(
        row["name"]
        for row in marked
        if not any(words & set(fold(row["name"]).split()) for words in names)
    )
    return Grade("people found", len(marked) - len(missed), len(marked), missed)
