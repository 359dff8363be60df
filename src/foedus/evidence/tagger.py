"""A sequence tagger as a second proposer: what it adds to the rules waits for review.

A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) over words, in the way
of Pareti (2015) and Newell, Cowlishaw & Man (2018) on PolNeAR; it sees the grammar and what the
rules found. No trained tagger is shipped: users train one on pages that they annotated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.evidence.agreement import spans_of
from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.quotes import quotes
from foedus.evidence.records import Statement
from foedus.evidence.second_proposer import Found, Proposed, with_proposers
from foedus.evidence.statements import statement_id
from foedus.evidence.tables import cue_nouns, cues
from foedus.files import InputError

if TYPE_CHECKING:
    from spacy.tokens import Token

Stretch = tuple[int, int]
BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
LEAST = 10
TRUST = 0.6  #: at most this sure; what the rules found is trusted more


@dataclass(frozen=True)
class Tagger:
    """A trained tagger; `digest` is the hash of its file."""

    path: Path
    digest: str

    @classmethod
    def load(cls, path: Path) -> Tagger:
        """Tagger of a file that `train` wrote.

        Raises
        ------
        InputError
            If the file is missing, or python-crfsuite is.
        """
        _need_crfsuite()
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(path, f"cannot be read ({error.strerror})") from None
        if not content.startswith(b"lCRF"):
            raise InputError(path, "is no trained tagger")
        return cls(path, hashlib.sha256(content).hexdigest())

    def __reduce__(self) -> tuple[Any, ...]:
        # The opened tagger belongs to its process; another one opens the file anew.
        return Tagger, (self.path, self.digest)

    @cached_property
    def _model(self) -> Any:
        import pycrfsuite

        model = pycrfsuite.Tagger()  # pyright: ignore[reportAttributeAccessIssue]
        model.open(str(self.path))
        return model

    @property
    def name(self) -> str:
        """What its records carry as `proposer`."""
        return "crf"

    def add(self, page: Page, cast: Cast, statements: Sequence[Statement]) -> list[Statement]:
        """Statements of the rules, and those that only the tagger finds, in order."""
        found, _tallies = with_proposers(page, cast, Found(statements), [self])
        return list(found.statements)

    def propose(self, page: Page, cast: Cast, found: Found) -> Proposed:
        """Statements of a page as the tagger sees them; it knows no speakers."""
        del cast
        told = [
            self._statement(page, piece, sure) for piece, sure in self.find(page, found.statements)
        ]
        return Proposed(Found(told))

    def _statement(self, page: Page, piece: Stretch, sure: float) -> Statement:
        span = page.span(*piece)
        return Statement(
            id=statement_id(page, [span]),
            doc=page.doc,
            speaker=None,
            speaker_name=None,
            speaker_label=None,
            speaker_span=None,
            cue_span=None,
            content_spans=(span,),
            quote_type="indirect",
            kind="assertion",
            rule="tagger",
            proposer=self.name,
            confidence=round(TRUST * sure, 2),
        )

    def find(self, page: Page, statements: Sequence[Statement]) -> list[tuple[Stretch, float]]:
        """Stretches of clean text that the tagger takes for words said, and how sure it is."""
        found = []
        for block, rows in features(page, statements):
            labels = self._model.tag(rows)
            for first, last in runs(labels):
                sure = [self._model.marginal(labels[i], i) for i in range(first, last)]
                piece = _trimmed(block, first, last)
                if piece is not None and piece[1] - piece[0] >= LEAST:
                    found.append((piece, sum(sure) / len(sure)))
        return found


def _need_crfsuite() -> None:
    if find_spec("pycrfsuite") is None:
        raise InputError("--tagger", "needs python-crfsuite; install foedus[tagger]")


def _trimmed(block: ParsedBlock, first: int, last: int) -> Stretch | None:
    doc = block.doc
    while first < last and (doc[first].text in ",;:" or doc[first].is_space):
        first += 1
    while last > first and (doc[last - 1].text in ",;:." or doc[last - 1].is_space):
        last -= 1
    if first >= last:
        return None
    end = doc[last - 1]
    return block.base + doc[first].idx, block.base + end.idx + len(end.text)


def runs(labels: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of words that are labelled as said: from a beginning to the last inside."""
    found: list[list[int]] = []
    for i, label in enumerate(labels):
        if label == BEGIN or (label == INSIDE and (not found or found[-1][1] != i)):
            found.append([i, i + 1])
        elif label == INSIDE:
            found[-1][1] = i + 1
    return [(first, last) for first, last in found]


def features(
    page: Page, statements: Sequence[Statement]
) -> list[tuple[ParsedBlock, list[list[str]]]]:
    """Features of every word of every block of the report."""
    said = {piece for one in statements for piece in spans_of(one)}
    announced = {
        (one.cue_span.start, one.cue_span.end) for one in statements if one.cue_span is not None
    }
    out = []
    for block in page.parsed:
        if block.kind not in ("title", "paragraph") or not len(block.doc):
            continue
        marked = _marks(page, block, said, announced)
        own = [_own(token, marked[token.i]) for token in block.doc]
        out.append((block, [_with_neighbours(own, i) for i in range(len(own))]))
    return out


def _marks(
    page: Page, block: ParsedBlock, said: set[Stretch], announced: set[Stretch]
) -> list[str]:
    """For each word whether rules took it for said or for a cue, and whether it is quoted."""
    quoted = quotes(block.text, block.base)
    out = []
    for token in block.doc:
        start = block.base + token.idx
        at = page.map.starts[start] if start < len(page.map.starts) else -1
        mark = "".join(
            (
                "S" if any(a <= at < b for a, b in said) else "",
                "C" if any(a <= at < b for a, b in announced) else "",
                "Q" if any(q.start <= start < q.end for q in quoted) else "",
            )
        )
        out.append(mark or "-")
    return out


def _own(token: Token, mark: str) -> list[str]:
    lemma = token.lemma_.lower()
    head = token.head.lemma_.lower()
    cue = "c" if lemma in cues() else "n" if lemma in cue_nouns() else "-"
    return [
        f"w={lemma}",
        f"p={token.tag_}",
        f"d={token.dep_}",
        f"h={head if head in cues() or head in cue_nouns() else token.head.pos_}",
        f"e={token.ent_type_}",
        f"c={cue}",
        f"m={mark}",
        f"pd={token.pos_}|{token.dep_}|{mark}",
    ]


def _with_neighbours(own: list[list[str]], at: int) -> list[str]:
    out = ["bias", *own[at]]
    for step in (-2, -1, 1, 2):
        if 0 <= at + step < len(own):
            wide = own[at + step] if abs(step) == 1 else own[at + step][:2] + own[at + step][5:7]
            out += [f"{step}:{value}" for value in wide]
        else:
            out.append(f"{step}:edge")
    return out


def labels_of(page: Page, block: ParsedBlock, marked: Iterable[Sequence[Stretch]]) -> list[str]:
    """Labels of a block's words for stretches of the file that a person marked as said.

    Of words marked twice, one inside the other, the wider stretch counts.
    """
    labels = [OUTSIDE] * len(block.doc)
    pieces = sorted({piece for one in marked for piece in one}, key=lambda p: (p[0] - p[1], p))
    for start, end in pieces:
        inside = [
            t.i
            for t in block.doc
            if t.text.strip() and start <= page.map.starts[block.base + t.idx] < end
        ]
        if inside and all(labels[i] == OUTSIDE for i in inside):
            labels[inside[0]] = BEGIN
            for i in range(inside[0] + 1, inside[-1] + 1):
                labels[i] = INSIDE
    return labels
