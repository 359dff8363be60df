"""Grammar of a sentence: subjects, complements, and the stretch of text that words cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
Stretch = tuple[int, int]
CALLED = {"know", "call", "name", "dub", "style"}
EDGE = {",", ";", ":", "–", "—", "-", "--", ".", "…", ")", "]", "}"}
OPENERS = {
    *("however", "but", "and", "yet", "moreover", "meanwhile", "furthermore", "also", "still"),
    *("nevertheless", "so", "therefore", "thus", "indeed", "besides", "in", "while"),
}
LEADING = {"that", "as", "but", "and", "however", "therefore", "thus", "so", "yet", "while"}


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who does what a verb says: its own subject, or that of the clause it hangs on."""
    own = _nearest_subject(verb)
    if own is not None:
        return _antecedent(own, verb)
    agent = agent_of(verb) or _quoted_person(verb)
    if agent is not None:
        return agent
    if any(c.dep_ == "nsubjpass" for c in verb.children) or depth > 4:
        return None
    head = verb.head
    if head is verb:
        return None
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head if verb.tag_ == "VBG" or verb.dep_ == "relcl" else None
    above = taken_up(verb)
    if above is not None:
        return subject_of(above, depth + 1)
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "acl", "dep"):
        return _from_head(verb, head, depth)
    return None


def _nearest_subject(verb: Token) -> Token | None:
    """A verb's own subject; of two the one beside it, the other being a town or a topic."""
    found = [c for c in verb.children if c.dep_ in ("nsubj", "csubj")]
    found = [c for c in found if c.pos_ != "NUM"] or found
    return min(found, key=lambda c: abs(c.i - verb.i)) if found else None


def _quoted_person(verb: Token) -> Token | None:
    """Who is quoted: *X quotes Y as saying …*."""
    link = verb.head
    if verb.dep_ != "pcomp" or link.lower_ != "as" or link.head.lemma_ not in ("quote", "cite"):
        return None
    return next((c for c in link.head.children if c.dep_ == "dobj"), None)


def taken_up(verb: Token) -> Token | None:
    """Announcing verb that a verb goes on from, though the parser hung it on what was announced.

    In *X stressed that A threatens B, and called on C* the tenses tell that X called.
    """
    head = verb.head
    if verb.dep_ != "conj" or head.dep_ != "ccomp":
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children):
        return None
    other = head.tag_ in ("VBP", "VBZ") or any(
        c.tag_ in ("MD", "VBP", "VBZ") or c.lower_ == "had"
        for c in head.children
        if c.dep_ in ("aux", "auxpass")
    )
    above = head.head
    if above.dep_ == "conj" and verb.i > 1 and verb.doc[verb.i - 2].text == ",":
        return above
    if verb.tag_ != "VBD":
        return None
    return above if other and above.tag_ == "VBD" and above.i < head.i else None


def _from_head(verb: Token, head: Token, depth: int) -> Token | None:
    if verb.dep_ == "advcl" and verb.tag_ not in ("VBG", "VBN", "VB"):
        return None
    if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
        return None
    if head.pos_ in ("VERB", "AUX"):
        if verb.dep_ == "xcomp":
            person = next((c for c in head.children if c.dep_ == "dobj"), None)
            if person is not None and head.lemma_ in ("ask", "urge", "tell", "force", "want"):
                return person
        passive = next((c for c in head.children if c.dep_ == "nsubjpass"), None)
        if passive is not None and (verb.tag_ == "VBG" or verb.dep_ in ("conj", "xcomp")):
            own_passive = any(c.dep_ == "auxpass" for c in verb.children)
            return None if own_passive else passive
        return subject_of(head, depth + 1)
    if head.pos_ == "ADP":
        return _from_head(verb, head.head, depth + 1) if head.head is not head else None
    if head.pos_ in ("NOUN", "PROPN"):
        return None
    return subject_of(head, depth + 1)


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        head = verb.head
        link = head.head
        placed = head.ent_type_ == "GPE" and link.dep_ == "prep" and link.head.tag_ == "NNS"
        return link.head if placed and subject.lower_ == "who" else head
    return subject


def agent_of(verb: Token) -> Token | None:
    """Who a passive says it was done by."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token, parts: set[str] | None = None) -> bool:
    """Whether a verb stands in the passive; `parts` are the labels of its children, if known."""
    parts = {c.dep_ for c in verb.children} if parts is None else parts
    if parts & {"nsubjpass", "auxpass"}:
        return True
    participle = verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "relcl")
    return participle and not parts & {"aux", "nsubj"}


def children(token: Token, *kinds: str) -> list[Token]:
    """Children of a word whose dependency is one of these."""
    return [c for c in token.children if c.dep_ in kinds]


def words_under(tokens: Iterable[Token], without: Iterable[Token] = ()) -> list[int]:
    """Indices of the words under some words, but not of those under others."""
    tokens = list(tokens)
    left = {w.i for t in without for w in t.subtree}
    for token in tokens:
        for child in token.children:
            if taken_up(child) is not None:
                left |= {w.i for w in child.subtree}
                left |= {c.i for c in token.children if c.dep_ == "cc" and c.i < child.i}
    return sorted({w.i for t in tokens for w in t.subtree} - left)


def after_colon(words: Sequence[Token]) -> list[int]:
    """Indices of words, but only of those after the last colon or semicolon."""
    marks = [t.i for t in words if t.text in (":", ";")]
    return [t.i for t in words if not marks or t.i > marks[-1]]


def noun_phrase(token: Token) -> list[int]:
    """Words of a subject, without relative clauses, appositions and what commas set apart."""
    cut = [
        c
        for w in token.subtree
        for c in w.children
        if (
            c.dep_ in ("relcl", "acl", "advcl", "appos", "parataxis", "ccomp")
            and c.lemma_ not in CALLED
        )
        or (c.dep_ == "prep" and c.i > 0 and c.nbor(-1).text == ",")
    ]
    indices = words_under([token], cut)
    doc = token.doc
    while indices and doc[indices[-1]].text in EDGE | {"(", "“", "”", '"'}:
        indices.pop()
    while indices and doc[indices[0]].text in EDGE | {"“", "”", '"', "’s"}:
        indices.pop(0)
    return indices or [token.i]


def stretches(token: Token, indices: list[int], base: int) -> list[Stretch]:
    """Clean offsets of words: one stretch for each run, tied over what only punctuation parts."""
    doc = token.doc
    runs: list[list[int]] = []
    for i in indices:
        if runs and all(doc[k].is_punct or doc[k].is_space for k in range(runs[-1][1], i)):
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    out = []
    for first, last in runs:
        while first < last and (doc[first].text in EDGE or doc[first].is_space):
            first += 1
        while last > first and (doc[last - 1].text in EDGE or doc[last - 1].is_space):
            last -= 1
        if first < last:
            end = doc[last - 1]
            out.append((base + doc[first].idx, base + end.idx + len(end.text)))
    return out


def without_leading(token: Token, indices: list[int], words: set[str] | None = None) -> list[int]:
    """Words without a conjunction, an adverb or a mark at the beginning."""
    doc = token.doc
    skip = LEADING if words is None else words
    while indices and (
        doc[indices[0]].lower_ in skip or doc[indices[0]].text in EDGE or doc[indices[0]].is_space
    ):
        indices = indices[1:]
    return indices
