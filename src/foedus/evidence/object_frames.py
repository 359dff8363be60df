"""Frames of a verb of speech with an object: what somebody praises, rejects, mentions, shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.clauses import words_under
from foedus.evidence.speakers import WITNESSES, human
from foedus.evidence.tables import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

Found = tuple[list[int], "Token | None", float]
NONE: Found = ([], None, 0.0)


def object_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What somebody praises, rejects, mentions."""
    if "o" not in cue.frames:
        return NONE
    thing = [
        c
        for c in verb.children
        if c.i > verb.i and (c.dep_ in ("dobj", "ccomp") or (c.dep_ == "xcomp" and c.tag_ == "VBG"))
    ]
    if not thing or thing[0].pos_ == "PRON" or _is_deed(verb, cue, thing[0]):
        return NONE
    with_it = [
        c
        for c in verb.children
        if c.dep_ == "prep" and c.i > thing[0].i and c.lower_ in ("as", "for")
    ]
    return words_under([*thing[:1], *with_it], added(thing[0])), None, 0.7


def evidence_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What a report or a poll shows."""
    if "e" not in cue.frames:
        return NONE
    witness = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if witness is None or witness.lemma_.lower() not in WITNESSES:
        return NONE
    thing = [c for c in verb.children if c.dep_ in ("dobj", "ccomp") and c.i > verb.i]
    if not thing or thing[0].pos_ == "PRON":
        return NONE
    return words_under(thing[:1], added(thing[0])), None, 0.7


def _is_deed(verb: Token, cue: Cue, thing: Token) -> bool:
    """Whether a verb tells a deed: *X supports A with arms*, *X recalls an envoy*.

    Who cites somebody passes on what that one says.
    """
    if cue.lemma in ("recall", "cite"):
        return human(thing)
    return cue.group == "support" and any(
        c.dep_ == "prep" and c.lower_ == "with" and c.i > verb.i for c in verb.children
    )


def added(thing: Token) -> list[Token]:
    """Relative clauses that a comma sets apart: they are the writer's."""
    doc = thing.doc
    return [
        c
        for w in thing.subtree
        for c in w.children
        if c.dep_ == "relcl" and c.left_edge.i > 0 and doc[c.left_edge.i - 1].text == ","
    ]
