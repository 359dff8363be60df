"""Frames of a verb of speech with an object: what somebody praises, rejects, mentions, shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.clauses import SUBJECTS, words_under
from foedus.evidence.speakers import WITNESSES, human
from foedus.evidence.tables import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

JUDGING = {"denial", "criticism", "praise", "support", "accusation", "opposition"}
BREAKS = {";", "—", "–", "--"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
Found = tuple[list[int], "Token | None", float]
NONE: Found = ([], None, 0.0)


def object_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What somebody praises, rejects, mentions."""
    if "o" not in cue.frames:
        return NONE
    thing = [
        c
        for c in verb.children
        if c.i > verb.i and (c.dep_ in ("dobj", "ccomp") or (c.dep_ == "xcomp" and _gerund(c)))
    ] or _taken_up(verb, cue)
    if not thing or thing[0].pos_ == "PRON" or _is_deed(verb, cue, thing[0]):
        return NONE
    if thing[0].lower_ == "anonymity":
        return NONE
    with_it = [
        c
        for c in verb.children
        if c.dep_ == "prep" and c.i > thing[0].i and c.lower_ in ("as", "for")
    ]
    own = [c for c in thing[0].children if c.dep_ == "relcl" and c in (verb, verb.head)]
    words = words_under([*thing[:1], *with_it], [*added(thing[0]), *own])
    return until_break(verb, words), None, 0.7


def _gerund(clause: Token) -> bool:
    """Whether a clause is a gerund: *denies taking*, *denied having taken*."""
    return clause.tag_ == "VBG" or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ == "VBG" for c in clause.children
    )


def _taken_up(verb: Token, cue: Cue) -> list[Token]:
    """What a relative clause says that somebody condemns: *a raid, which X has condemned*."""
    clause = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "relcl" else verb
    if clause.dep_ != "relcl" or cue.kind not in JUDGING:
        return []
    pointed = any(c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") for c in verb.children)
    head = clause.head
    return [head] if pointed and head.pos_ in ("NOUN", "PROPN") and not human(head) else []


def until_break(verb: Token, words: list[int]) -> list[int]:
    """Words up to a dash or a semicolon after which a sentence of its own begins."""
    doc = verb.doc
    for at, i in enumerate(words):
        if i < verb.i or doc[i].text not in BREAKS or doc[i].is_quote:
            continue
        rest = [doc[k] for k in words[at + 1 :]]
        if any(t.text in BREAKS for t in rest):
            continue
        if any(
            t.tag_ in FINITE and any(c.dep_ in SUBJECTS and c.i > i for c in t.children)
            for t in rest
        ):
            return words[:at]
    return words


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
        return human(thing) or (cue.lemma == "cite" and thing.lemma_.lower() in WITNESSES)
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
        if c.left_edge.i > 0
        and doc[c.left_edge.i - 1].text == ","
        and (c.dep_ == "relcl" or _remark(c))
    ]


def _remark(thing: Token) -> bool:
    """Whether an apposition goes on to tell of what was said: *…, a request which X rejected*."""
    return (
        thing.dep_ == "appos"
        and thing.left_edge.lower_ in ("a", "an")
        and any(c.dep_ == "relcl" for c in thing.children)
    )
