"""Reading a set of files: every record of every page, written as tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from foedus.evidence.cast import Cast
from foedus.evidence.events import propose_events
from foedus.evidence.membership import propose_membership
from foedus.evidence.pages import Page, parse
from foedus.evidence.predictions import propose_predictions
from foedus.evidence.records import TABLES, Dated, Reading, as_row
from foedus.evidence.relations import relate
from foedus.evidence.sources import load
from foedus.evidence.statements import propose_statements
from foedus.files import InputError, write_text


def read_paths(
    paths: Sequence[Path],
    out: Path | None = None,
    *,
    published: Dated | None = None,
    publisher: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read files, in order of their names; write the tables when `out` is given."""
    pages, failures = [], {}
    for path in sorted(paths):
        try:
            pages.append(load(path, published, publisher))
        except InputError as error:
            failures[str(path)] = error.problem
    reading = read_pages(parse(pages))
    reading = replace(reading, failures=failures)
    if out is not None:
        write_tables(reading, out)
    return reading


def read_pages(pages: Sequence[Page]) -> Reading:
    """Everything read from parsed pages."""
    cast = Cast.of(pages)
    statements = {page.doc: propose_statements(page, cast) for page in pages}
    reading = Reading(
        documents=tuple(page.record() for page in pages),
        people=tuple(cast.people.values()),
        organisations=tuple(cast.organisations.values()),
        statements=tuple(s for page in pages for s in statements[page.doc]),
        events=tuple(e for p in pages for e in propose_events(p, cast, statements[p.doc])),
        predictions=tuple(
            r for p in pages for r in propose_predictions(p, cast, statements[p.doc])
        ),
        membership_claims=tuple(c for page in pages for c in propose_membership(page, cast)),
    )
    return replace(reading, relations=relate(reading))


def write_tables(reading: Reading, out: Path) -> None:
    """Write every table of a reading as JSON lines."""
    for table in TABLES:
        lines = [
            json.dumps(as_row(record), ensure_ascii=False) + "\n"
            for record in getattr(reading, table)
        ]
        write_text(out / f"{table}.jsonl", "".join(lines))
