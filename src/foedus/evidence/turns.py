"""Reports of reports: *A quotes B as saying …*, *X reportedly …*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import agent_of, stretches, without_leading, words_under
from foedus.evidence.pages import ParsedBlock

if TYPE_CHECKING:
    from spacy.tokens import Token

HEARSAY = {"reportedly", "allegedly", "supposedly", "purportedly", "reputedly", "ostensibly"}


def as_saying(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """*A quotes B as saying …*: B speaks, by way of A; *B was quoted as saying …*."""
    person = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    saying = next(
        (
            t
            for t in verb.subtree
            if t.i > verb.i
            and t.lower_ in ("saying", "said", "stating", "telling", "writing")
            and any(doc_as.lower_ == "as" for doc_as in t.doc[max(verb.i, t.i - 3) : t.i])
        ),
        None,
    )
    if person is None or saying is None:
        return []
    clause = [c for c in saying.children if c.dep_ == "ccomp" and c.i > saying.i]
    words = words_under(clause)
    pieces = stretches(verb, without_leading(verb, words), block.base) if words else []
    medium = next((c for c in verb.children if c.dep_ == "nsubj"), None) or agent_of(verb)
    return [
        Candidate(
            block,
            pieces,
            "assertion",
            "clause" if pieces else "quoted",
            0.9,
            place(block, verb, saying),
            person,
            block,
            None,
            None,
            verb,
            via=medium.text if medium is not None else None,
        )
    ]


def hearsay(block: ParsedBlock, word: Token) -> list[Candidate]:
    """A clause that the writer gives as others' word: *X reportedly …*."""
    verb = word.head
    if word.dep_ != "advmod" or verb.pos_ not in ("VERB", "AUX"):
        return []
    words = [i for i in words_under([verb]) if i != word.i]
    pieces = stretches(word, without_leading(word, words), block.base)
    if not pieces:
        return []
    return [Candidate(block, pieces, "assertion", "hearsay", 0.6, place(block, word), verb=verb)]
