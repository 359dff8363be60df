"""A reading of very many documents as several pages: texts by the dozen, and an overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from foedus.files import write_text
from foedus.report.evidence_page import (
    PLAIN,
    TEMPLATE,
    Tables,
    claim_table,
    holds_table,
    people_table,
    relation_table,
    sheet_of,
)
from foedus.report.rendering import render_page


def write_texts_page(
    tables: Tables, texts: Mapping[str, str], names: Mapping[str, str], path: Path
) -> None:
    """Write one of several pages of texts; what is told across documents is on another page.

    Parameters
    ----------
    tables, texts, path :
        As for `write_evidence_page`, of the documents of this page.
    names : mapping of str to str
        Names of people and organisations by their ids.
    """
    documents = tables["documents"]
    sheets = [sheet_of(d, tables, texts[str(d["id"])], names) for d in documents]
    page = {"documents": len(documents), "sheets": sheets, "overview": "../reading.html"}
    write_text(path, render_page(TEMPLATE, **(PLAIN | page)))


def write_overview(
    tables: Tables,
    *,
    told: Tables,
    names: Mapping[str, str],
    totals: Mapping[str, int],
    documents: int,
    pages: Sequence[tuple[str, str, str]],
    path: Path,
) -> None:
    """Write the page that leads to several pages of texts.

    Parameters
    ----------
    tables : mapping of str to rows
        What is shown: statements that take a side, wrong claims of membership, people, relations.
    told : mapping of str to rows
        Members of the relations that are shown.
    totals : mapping of str to int
        How many of each there are; where fewer are shown, the page says so.
    pages : sequence of (address, first document, last document)
        Pages of texts.
    """
    shown = {table: _of_all(len(rows), totals[table], table) for table, rows in tables.items()}
    page = {
        **PLAIN,
        "documents": documents,
        "pages": pages,
        "people": replace(people_table(tables), note=shown["people"]),
        "holds": replace(holds_table(tables, names), note=shown["statements"]),
        "relations": replace(
            relation_table({**told, "relations": tables["relations"]}, names),
            note=shown["relations"],
        ),
        "claims": replace(
            claim_table(tables),
            caption="Who is wrongly said to be a member",
            note=shown["membership_claims"],
        ),
    }
    write_text(path, render_page(TEMPLATE, **page))


def _of_all(shown: int, total: int, table: str) -> str:
    """Sentence on what is left out of a table."""
    if shown >= total:
        return ""
    return f"{shown} of {total} are shown here; {table}.jsonl and evidence.sqlite hold all."
