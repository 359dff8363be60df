"""Adjectives of certainty, feeling and will: *X is convinced that …*, *X is critical of …*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import stretches, without_leading, words_under
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import NOT_SAID, human
from foedus.evidence.tables import Stance, cue_adjectives

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

LINKS = {"be", "remain", "feel", "stay", "become", "grow", "get", "sound"}
PLACES = ("acomp", "ROOT", "ccomp", "parataxis", "conj", "relcl", "advcl", "oprd")


def by_adjective(block: ParsedBlock, sentence: Text, word: Token) -> list[Candidate]:
    """*X is convinced that …*; *X is opposed to …*; *…, X is convinced*."""
    stance = cue_adjectives()[word.lower_]
    verb = word.head if word.dep_ in ("acomp", "oprd") else word
    linked = verb.lemma_ in LINKS or any(c.lemma_ in LINKS for c in verb.children)
    speaker = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if not linked or speaker is None or not _feels(speaker, verb):
        return []
    words, confidence = _thought(word, verb, stance)
    if not words:
        words, confidence = _aside_of(word, speaker, sentence), 0.85
    pieces = stretches(word, without_leading(word, words), block.base) if words else []
    if not pieces:
        return []
    if speaker.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        speaker = verb.head
    cue = place(block, word)
    kind = stance.kind
    return [Candidate(block, pieces, kind, "adjective", confidence, cue, speaker, block, verb=word)]


def _feels(speaker: Token, verb: Token) -> bool:
    """Whether a subject can be somebody who thinks and feels."""
    if speaker.lower_ in NOT_SAID or speaker.lower_ in ("you", "one", "we", "i", "nobody"):
        return speaker.lower_ in ("who", "that") and human(verb.head)
    return speaker.pos_ in ("PRON", "PROPN") or human(speaker)


def _thought(word: Token, verb: Token, stance: Stance) -> tuple[list[int], float]:
    """Clause, infinitive or phrase that an adjective opens."""
    after = [
        c
        for c in (*word.children, *verb.children)
        if c.i > word.i and c is not word and c.i != verb.i
    ]
    for child in after:
        if child.dep_ == "ccomp" and not _interrupts(child, word):
            return words_under([child]), 0.85
    for child in after:
        to = any(g.lower_ == "to" and g.dep_ == "aux" for g in child.children)
        if stance.group == "will" and child.dep_ in ("xcomp", "acl", "advcl") and to:
            return words_under([child]), 0.75
    for child in after:
        if child.dep_ in ("prep", "agent") and child.lower_ in stance.prepositions:
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inner:
                return words_under(inner), 0.75
    return [], 0.0


def _interrupts(clause: Token, word: Token) -> bool:
    return clause.left_edge.i < word.i


def _aside_of(word: Token, subject: Token, sentence: Text) -> list[int]:
    """Words beside an announcing clause: *…, X is certain*; *X is certain: …*."""
    first = subject.left_edge.i
    doc = sentence.doc
    if word.i + 1 < sentence.end and doc[word.i + 1].text == ":":
        return [t.i for t in sentence if t.i > word.i + 1]
    if doc[max(0, first - 1)].text not in (",", "–", "—", "-"):
        return []
    rest = [t for t in sentence if t.i > word.i]
    if any(t.is_alpha for t in rest):
        return []
    return [t.i for t in sentence if t.i < first]
