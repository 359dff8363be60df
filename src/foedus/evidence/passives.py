"""What is said in the passive: *the plan was rejected by X*, *X is said to …*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import children, stretches, without_leading, words_under
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speech_frames import NAMING
from foedus.evidence.tables import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

REPORTED = {"say", "report", "allege", "claim", "reveal", "show", "find", "understand", "rumour"}
JUDGED = {"blame", "praise"}


def agentless(block: ParsedBlock, verb: Token, cue: Cue) -> list[Candidate]:
    """A passive that hides who speaks: *X is said to …*, *it is called a …*."""
    if verb.dep_ in ("amod", "acl", "compound"):
        return []
    thing = next(iter(children(verb, "nsubjpass")), None)
    if thing is None:
        return []
    words = _raised(verb, cue, thing) or _judged(verb, cue, thing) or _called(verb, cue, thing)
    pieces = stretches(verb, without_leading(verb, words), block.base) if words else []
    if not pieces:
        return []
    kind = "characterisation" if "n" in cue.frames and cue.kind == "call" else cue.kind
    return [Candidate(block, pieces, kind, "agentless", 0.6, place(block, verb), verb=verb)]


def _raised(verb: Token, cue: Cue, thing: Token) -> list[int]:
    """*X is expected to …*; *it is feared that …*."""
    if cue.lemma == "know" or (cue.group != "think" and cue.lemma not in REPORTED):
        return []
    if thing.lower_ == "it":
        return words_under(c for c in children(verb, "ccomp") if c.i > verb.i)
    clause = [c for c in children(verb, "xcomp") if c.i > verb.i and c.tag_ in ("VB", "VBN")]
    return words_under([thing, *clause]) if clause else []


def _judged(verb: Token, cue: Cue, thing: Token) -> list[int]:
    """*X is accused of …*, *X was criticised for …*."""
    if cue.group not in JUDGED:
        return []
    links = [c for c in children(verb, "prep") if c.lower_ in cue.prepositions | {"as"}]
    return words_under([thing, *links]) if links else []


def _called(verb: Token, cue: Cue, thing: Token) -> list[int]:
    """*It is called a …*, *X is seen as …*."""
    if "n" not in cue.frames:
        return []
    given = [c for c in children(verb, "oprd", "attr", "xcomp") if c.i > verb.i]
    if cue.lemma not in NAMING:
        given = []
    given = given or [c for c in children(verb, "prep") if c.lower_ == "as" and c.i > verb.i]
    if not given:
        return []
    return words_under(given) if thing.pos_ == "PRON" else words_under([thing, *given])


def undergone(verb: Token, cue: Cue) -> list[int]:
    """What a passive with its agent says of its subject: *the plan was rejected by X*."""
    if not cue.frames & {"o", "n"} and cue.group not in JUDGED:
        return []
    thing = next(iter(children(verb, "nsubjpass")), None)
    if thing is None and verb.dep_ in ("acl", "relcl"):
        return []
    if thing is None or thing.tag_ in ("WDT", "WP") or thing.pos_ == "PRON":
        return []
    if children(verb, "ccomp"):
        return []
    links = [
        c
        for c in children(verb, "prep", "oprd", "xcomp")
        if c.i > verb.i and (c.dep_ != "prep" or c.lower_ in cue.prepositions | {"as"})
    ]
    return words_under([thing, *links])
