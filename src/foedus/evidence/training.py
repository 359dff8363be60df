"""Training a tagger on annotated pages, and what it is worth on pages it never saw."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.evidence.agreement import Agreement, agreement, spans_of
from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page, page_of, parse_page
from foedus.evidence.records import Statement
from foedus.evidence.statements import propose_statements
from foedus.evidence.tagger import Stretch, Tagger, _need_crfsuite, features, labels_of
from foedus.files import InputError, read_text

FOLDS = 5
SETTINGS = {
    "c1": 0.1,
    "c2": 0.01,
    "max_iterations": 60,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}


@dataclass(frozen=True)
class Annotated:
    """A page with what the rules find in it and what a person marked."""

    page: Page
    cast: Cast
    rules: list[Statement]
    marked: list[list[Stretch]]


@dataclass(frozen=True)
class Study:
    """Agreement with the marks on pages left out of training: rules, tagger, and both."""

    rules: Agreement
    tagger: Agreement
    both: Agreement
    folds: int
    documents: int


def annotated(path: Path) -> list[Annotated]:
    """Pages of a file of annotations, one JSON object a line.

    An object holds ``id``, ``text`` and either ``statements`` with ``content_spans`` (as
    `foedus read` writes them) or ``attributions`` with ``Content`` (pairs of offsets).

    Raises
    ------
    InputError
        If a line is no such object or a stretch lies outside its text.
    """
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
            marked = _marked(row)
            page = parse_page(page_of(row["text"], doc=str(row["id"])))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(where, f"is no annotated page ({error})") from None
        if any(not 0 <= a < b <= len(row["text"]) for one in marked for a, b in one):
            raise InputError(where, "a stretch lies outside the text")
        cast = Cast.of([page])
        found.append(Annotated(page, cast, propose_statements(page, cast), marked))
    if not found:
        raise InputError(path, "holds no annotated page")
    return found


def _marked(row: dict) -> list[list[Stretch]]:
    if "statements" in row:
        return [
            [(int(s["start"]), int(s["end"])) for s in one["content_spans"]]
            for one in row["statements"]
        ]
    return [[(int(a), int(b)) for a, b in one["Content"]] for one in row["attributions"]]


def train(pages: Sequence[Annotated], path: Path) -> Tagger:
    """Train a tagger and write it to a file."""
    _need_crfsuite()
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)  # pyright: ignore[reportAttributeAccessIssue]
    for one in pages:
        for block, rows in features(one.page, one.rules):
            trainer.append(rows, labels_of(one.page, block, one.marked))
    trainer.set_params(SETTINGS)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
    return Tagger.load(path)


def cross_validated(pages: Sequence[Annotated], folds: int = FOLDS) -> Study:
    """Agreement with the marks when each page is read by a tagger that never saw it.

    Parameters
    ----------
    pages : sequence of Annotated
        At least as many as folds.
    folds : int
        Parts; page number n goes to part n modulo folds.
    """
    if len(pages) < folds:
        raise InputError("annotations", f"{len(pages)} pages, expected at least {folds}")
    rules, alone, both = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            tagger = train(
                [p for n, p in enumerate(pages) if n % folds != fold], Path(folder) / f"{fold}.crf"
            )
            for one in pages[fold::folds]:
                found = [
                    [_place(one.page, piece)] for piece, _sure in tagger.find(one.page, one.rules)
                ]
                joined = tagger.add(one.page, one.cast, one.rules)
                rules.append((one.marked, [spans_of(s) for s in one.rules]))
                alone.append((one.marked, found))
                both.append((one.marked, [spans_of(s) for s in joined]))
    return Study(agreement(rules), agreement(alone), agreement(both), folds, len(pages))


def _place(page: Page, piece: Stretch) -> Stretch:
    span = page.span(*piece)
    return span.start, span.end
