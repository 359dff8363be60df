"""What was read as a page: each text with its spans marked, and who holds what.

One HTML file, no script, no network. Text of documents is escaped wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from foedus.evidence.second_proposer import RULES
from foedus.files import InputError, write_text
from foedus.report.parts import Table
from foedus.report.rendering import render_page

TEMPLATE = "evidence.html.j2"
PLAIN: dict[str, Any] = {"sheets": (), "pages": (), "overview": ""}
MOST_DOCUMENTS = 60
"""Texts shown whole on one page; a larger reading gets several pages and an overview."""

ENTITY = re.compile(r"\b[PO]\.\w+")
Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

SIGNS = {"+": "for", "-": "against", "0": "neither"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text between two marks: its words, its classes and what it is part of."""

    text: str
    classes: str
    title: str


@dataclass(frozen=True)
class Sheet:
    """One document laid out."""

    id: str
    title: str
    facts: list[tuple[str, str]]
    pieces: list[Piece]
    statements: Table
    events: Table
    predictions: Table


def write_evidence_page(tables: Tables, texts: Mapping[str, str], path: Path) -> Path:
    """Write the page of a reading.

    Parameters
    ----------
    tables : mapping of str to rows
        The exported tables (see `foedus.evidence.records.TABLES`).
    texts : mapping of str to str
        Original text of each document by its id.
    path : Path
        File to write.

    Raises
    ------
    InputError
        If nothing was read.
    """
    documents = list(tables.get("documents", ()))
    if not documents:
        raise InputError(path, "nothing was read, expected at least one document")
    shown = documents[:MOST_DOCUMENTS]
    names = {str(p["id"]): str(p["name"]) for p in _named(tables)}
    page = {
        **PLAIN,
        "documents": len(documents),
        "sheets": [sheet_of(d, tables, texts[str(d["id"])], names) for d in shown],
        "people": people_table(tables),
        "holds": holds_table(tables, names),
        "relations": relation_table(tables, names),
        "claims": claim_table(tables),
    }
    write_text(path, render_page(TEMPLATE, **page))
    return path


def _named(tables: Tables) -> list[Row]:
    return [*tables.get("people", ()), *tables.get("organisations", ())]


def sheet_of(document: Row, tables: Tables, text: str, names: Mapping[str, str]) -> Sheet:
    """One document laid out: its text with marks, and its tables."""
    name = str(document["id"])

    def own(table: str) -> list[Row]:
        return [row for row in tables.get(table, ()) if row.get("doc") == name]

    title = document.get("title") or {}
    published = document.get("published") or {}
    facts = [
        ("file", str(document.get("file", ""))),
        ("publisher", _or_unknown(document.get("publisher"), document.get("publisher_origin"))),
        ("published", _or_unknown(published.get("value"), published.get("origin"))),
        ("SHA-256", str(document.get("sha256", ""))),
        *(("warning", str(w)) for w in document.get("warnings") or ()),
    ]
    statements, events, predictions = own("statements"), own("events"), own("predictions")
    return Sheet(
        id=name,
        title=" ".join(str(title.get("text") or name).split()),
        facts=facts,
        pieces=marked(text, _marks(document, statements, events, predictions, names)),
        statements=_statement_table(statements, names),
        events=_event_table(events, names),
        predictions=_prediction_table(predictions, names),
    )


def _or_unknown(value: object, origin: object) -> str:
    return f"{value} (from: {origin})" if value else "unknown"


Mark = tuple[int, int, str, str]


def _marks(
    document: Row,
    statements: Sequence[Row],
    events: Sequence[Row],
    predictions: Sequence[Row],
    names: Mapping[str, str],
) -> list[Mark]:
    out: list[Mark] = []

    def add(span: Any, kind: str, title: str) -> None:
        if span:
            out.append((int(span["start"]), int(span["end"]), kind, title))

    for block in document.get("blocks") or ():
        if block["kind"] == "boilerplate":
            add(block["span"], "boiler", "put around the report by the site")
    for row in statements:
        who = _speaker(row, names)
        for span in row["content_spans"]:
            add(span, "says", f"{row['id']}: {who}")
        add(row.get("speaker_span"), "who", f"{row['id']}: speaker")
        add(row.get("cue_span"), "cue", f"{row['id']}: cue")
    for row in events:
        add(row["span"], "event", f"{row['id']}: {row['plover']}, {row.get('status', '')}")
    for row in predictions:
        add(row.get("condition"), "if", f"{row['id']}: condition")
        add(row.get("consequence"), "then", f"{row['id']}: consequence")
    return out


def marked(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Text cut at the ends of all marks; the pieces joined give the text again."""
    ends = sorted({0, len(text), *(p for start, end, _, _ in marks for p in (start, end))})
    ordered = sorted(marks)
    out, active, nxt = [], [], 0
    for start, end in pairwise(ends):
        while nxt < len(ordered) and ordered[nxt][0] <= start:
            active.append(ordered[nxt])
            nxt += 1
        active = [mark for mark in active if mark[1] > start]
        classes = " ".join(sorted({mark[2] for mark in active}))
        title = "; ".join(dict.fromkeys(mark[3] for mark in active))
        out.append(Piece(text[start:end], classes, title))
    return out


def _speaker(row: Row, names: Mapping[str, str]) -> str:
    found = row.get("speaker")
    told = row.get("speaker_name") or names.get(str(found)) or row.get("speaker_label")
    return str(told or "speaker not named")


def _proposers(row: Row) -> str:
    """Who proposed a record, and who agreed or differed."""
    told = [str(row.get("proposer") or RULES), *map(str, row.get("agreed_by") or ())]
    told += [f"not so {one}" for one in row.get("disputed_by") or ()]
    return ", ".join(told)


def _words(spans: Any) -> str:
    found = spans if isinstance(spans, list | tuple) else [spans]
    return " ".join(" … ".join(str(s["text"]) for s in found if s).split())


def _table(
    caption: str, labels: tuple[str, ...], rows: Sequence[Sequence[str]], note: str
) -> Table:
    columns = tuple((label, False) for label in labels)
    return Table(caption, columns, tuple(tuple(row) for row in rows), note)


def _statement_table(rows: Sequence[Row], names: Mapping[str, str]) -> Table:
    return _table(
        caption="Statements",
        labels=("who", "says", "how", "kind", "proposed by"),
        rows=[
            [
                _speaker(row, names),
                _words(row["content_spans"]),
                str(row["quote_type"]),
                str(row["kind"]),
                _proposers(row),
            ]
            for row in rows
        ],
        note="A statement is data about its speaker, not a fact of the model.",
    )


def _event_table(rows: Sequence[Row], names: Mapping[str, str]) -> Table:
    def who(ids: Any) -> str:
        return ", ".join(names.get(str(i), str(i)) for i in ids or ())

    return _table(
        caption="Events",
        labels=("what", "words", "status", "who", "towards", "when", "where", "proposed by"),
        rows=[
            [
                str(row["plover"]).lower(),
                _words(row["span"]),
                str(row.get("status", "")).replace("_", " "),
                who(row.get("actors")),
                who(row.get("targets")),
                str(row.get("date") or "unknown"),
                str(row.get("place") or "unknown"),
                _proposers(row),
            ]
            for row in rows
        ],
        note="Types are those of PLOVER. One row is one happening, however often it is mentioned.",
    )


def _prediction_table(rows: Sequence[Row], names: Mapping[str, str]) -> Table:
    return _table(
        caption="Predictions",
        labels=("who", "if", "then", "word of probability", "proposed by"),
        rows=[
            [
                names.get(str(row.get("source")), str(row.get("source") or "the report")),
                _contrary(row, "failing") + (_words(row.get("condition")) or "–"),
                _contrary(row, "doubted") + _words(row.get("consequence") or row.get("span")),
                str(row.get("probability_word") or row.get("modality") or "–"),
                _proposers(row),
            ]
            for row in rows
        ],
        note="A condition stays a condition.",
    )


def _contrary(row: Row, key: str) -> str:
    """What stands before words whose contrary is meant."""
    return "not: " if row.get(key) else ""


def people_table(tables: Tables) -> Table:
    """People who are named outside what a site puts around its reports."""

    def roles(person: Row) -> str:
        return "; ".join(dict.fromkeys(str(r["role"]) for r in person.get("roles") or ()))

    return _table(
        caption="People",
        labels=("name", "state", "offices and descriptions", "spellings", "unsure links"),
        rows=[
            [
                str(p["name"]),
                str(p.get("state") or "unknown"),
                roles(p) or "–",
                ", ".join(map(str, p.get("name_variants") or ())),
                ", ".join(map(str, p.get("unsure") or ())) or "–",
            ]
            for p in tables.get("people", ())
            if not p.get("in_boilerplate")
        ],
        note="",
    )


def holds_table(tables: Tables, names: Mapping[str, str]) -> Table:
    """Who takes which side of which issue, in which words."""
    held: dict[tuple[str, str], list[str]] = {}
    for row in tables.get("statements", ()):
        stance = row.get("stance")
        # what only a further proposer found holds nothing until somebody has accepted it
        if stance and row.get("proposer", RULES) == RULES:
            place = (_speaker(row, names), str(stance["issue"]))
            word = SIGNS.get(str(stance["polarity"]), str(stance["polarity"]))
            held.setdefault(place, []).append(f"{word}: {_brief(row)} ({row['doc']})")
    return _table(
        caption="Sides taken, by speaker and issue",
        labels=("who", "issue", "side taken, in which words"),
        rows=[
            [who, issue.replace("_", " "), "; ".join(said)]
            for (who, issue), said in sorted(held.items())
        ],
        note="From words that name an issue and take a side; most statements take none.",
    )


def _brief(row: Row, most: int = 90) -> str:
    words = _words(row.get("content_spans") or row.get("span"))
    if len(words) > 2 and words[0] in '“"' and words[-1] in '”"' and "“" not in words[1:]:
        words = words[1:-1].rstrip(",")
    return f"“{words if len(words) <= most else words[: most - 1] + '…'}”"


def relation_table(tables: Tables, names: Mapping[str, str]) -> Table:
    """How records stand to each other, with their words."""
    told: dict[str, str] = {}
    for row in tables.get("statements", ()):
        told[str(row["id"])] = f"{_speaker(row, names)}: {_brief(row)} ({row['doc']})"
    for row in (*tables.get("events", ()), *tables.get("membership_claims", ())):
        told[str(row["id"])] = f"{_brief(row)} ({row['doc']})"
    return _table(
        caption="Where reports agree and where they do not",
        labels=("relation", "between", "issue", "why"),
        rows=[
            [
                str(row["relation"]).replace("_", " "),
                " · ".join(told.get(str(one), str(one)) for one in row["members"]),
                str(row.get("issue") or "–").replace("_", " "),
                ENTITY.sub(lambda m: names.get(m[0], m[0]), str(row["reason"])),
            ]
            for row in tables.get("relations", ())
        ],
        note="",
    )


def claim_table(tables: Tables) -> Table:
    """Who is said to be a member of what."""
    return _table(
        caption="Who is said to be a member",
        labels=("document", "organisation", "members named", "wrong", "why"),
        rows=[
            [
                str(row["doc"]),
                str(row["organisation"]),
                ", ".join(map(str, row["members"])),
                ", ".join(map(str, row.get("wrong") or ())) or "none",
                str(row.get("reason") or ""),
            ]
            for row in tables.get("membership_claims", ())
        ],
        note="Checked against the dated list of members.",
    )
