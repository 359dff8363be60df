"""Verbs of speech and opinion, and the words that hang on them.

A cue of the table opens one or more frames: a clause (``c``), a question (``w``), an infinitive
(``x``), an object (``o``), somebody addressed (``a``), a name given (``n``), a preposition
(``p``), a particle (``r``), quoted words (``q``), a topic (``t``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.adjectives import PLACES, by_adjective
from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import agent_of, is_passive, stretches, subject_of, without_leading
from foedus.evidence.nouns import by_noun
from foedus.evidence.object_frames import evidence_frame, object_frame
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.passives import agentless, undergone
from foedus.evidence.speakers import NOT_SAID, WITNESSES, human, issuer
from foedus.evidence.speech_frames import (
    BLAMED,
    addressed_frame,
    aside_frame,
    clause_frame,
    infinitive_frame,
    named_frame,
    prepositional_frame,
)
from foedus.evidence.tables import Cue, cue_adjectives, cues, light_verbs
from foedus.evidence.turns import HEARSAY, announced, as_saying, citing, hearsay, made_known

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

LEMMAS = {  # the tagger reads to hop and to rat
    **dict.fromkeys(("hoped", "hopes", "hoping"), "hope"),
    **dict.fromkeys(("rated", "rates", "rating"), "rate"),
}
PLAIN = {"assertion", "answer", "concession", "warning", "denial"}
HINTS = {
    *("suggest", "indicate", "imply", "reveal", "point", "confirm", "conclude", "convey", "signal"),
    *("hint", "illustrate", "convey", "mention", "recall", "highlight", "underline", "underscore"),
    *("cite", "reflect", "maintain", "post"),
}
EVIDENCE = {
    "show",
    "find",
    "suggest",
    "indicate",
    "reveal",
    "say",
    "state",
    "report",
    "confirm",
    "demonstrate",
    "conclude",
    "estimate",
    "read",
    "note",
    "warn",
    "stipulate",
    "call",
    "document",
    "detail",
    "claim",
    "predict",
    "allege",
    "declare",
    "describe",
    "illustrate",
}

WILLED = {"promise", "threat", "plan", "proposal"}
OTHERWISE = {"off", "down", "over", "in", "away", "along"}
UNREAL = {"would", "might", "may", "could", "should", "can", "must"}
IMAGINED = {"opinion", "hope", "worry", "wish", "assertion", "report"}


def spoken(block: ParsedBlock, sentence: Text, words: Sequence[Token]) -> list[Candidate]:
    """Candidates of a sentence that hang on a verb or an adjective."""
    found = []
    for token in words:
        pos = token.pos_
        if pos in ("VERB", "AUX") or token.tag_.startswith("VB"):
            found += _by_verb(block, sentence, token)
        elif pos == "ADJ":
            if token.lower_ in cue_adjectives() and token.dep_ in PLACES:
                found += by_adjective(block, sentence, token)
            elif token.dep_ == "ROOT":
                found += _by_verb(block, sentence, token)
        elif token.tag_ == "NNS" and token.dep_ in ("nsubj", "nsubjpass") and token.i:
            found += announced(block, sentence, token)
        elif pos == "ADV" and token.lower_ in HEARSAY:
            found += hearsay(block, token)
    found += [other for one in found for other in citing(block, one, sentence)]
    return found


def _by_verb(block: ParsedBlock, sentence: Text, verb: Token) -> list[Candidate]:
    lemma = LEMMAS.get(verb.lower_, verb.lemma_.lower())
    light = by_noun(block, verb) if lemma in light_verbs() else []
    if light:
        return light
    if verb.tag_ == "VBN" and verb.lower_ in cue_adjectives():
        felt = by_adjective(block, sentence, verb)
        if felt:
            return felt
    if lemma in ("make", "let"):
        return made_known(block, verb)
    cue = cues().get(lemma)
    if cue is None or _modifies(verb):
        return []
    if cue.lemma in ("quote", "cite"):
        reported = as_saying(block, verb)
        if reported:
            return reported
    return _cued(block, sentence, verb, cue)


def _cued(block: ParsedBlock, sentence: Text, verb: Token, cue: Cue) -> list[Candidate]:
    """Candidate of a verb of the table, if somebody can be who speaks."""
    parts = {c.dep_ for c in verb.children}
    if _idle(verb, cue):
        return []
    passive = is_passive(verb, parts)
    speaker = issuer(agent_of(verb) if passive else subject_of(verb) or _mistaken(verb))
    if passive and speaker is None:
        return agentless(block, verb, cue)
    if speaker is None or _is_filler(speaker) or verb.head.lower_ == "without":
        return []
    if not _may_speak(speaker, cue) or _supposed(verb, cue, speaker):
        return []
    if ("prt" in parts and _phrasal(verb, cue)) or ("neg" in parts and cue.kind in WILLED):
        return []
    found = _framed(block, sentence, verb, cue, speaker, passive)
    if found is None:
        return []
    found.negated = "neg" in parts
    if found.negated and found.rule == "infinitive" and cue.kind == "agreement":
        return []
    return [found]


def _idle(verb: Token, cue: Cue) -> bool:
    """Whether a verb that speaks in one phrase only stands outside it: *put it*, *hold liable*."""
    if cue.lemma == "put":
        return not any(c.lower_ == "it" and c.dep_ == "dobj" for c in verb.children)
    return cue.lemma == "hold" and not any(c.lower_ in BLAMED for c in verb.children)


def _phrasal(verb: Token, cue: Cue) -> bool:
    """Whether a particle makes another verb of it: *to call off*."""
    return any(
        c.dep_ == "prt" and c.lower_ in OTHERWISE and c.lower_ not in cue.prepositions
        for c in verb.children
    )


def _is_filler(speaker: Token) -> bool:
    """Whether *it* only fills the place of a subject: *it is hard to agree*."""
    return speaker.lower_ == "it" and any(c.dep_ == "acomp" for c in speaker.head.children)


def _mistaken(verb: Token) -> Token | None:
    """Subject that the parser hung elsewhere: *Western media claim …*; *X, hurt by Y, said …*."""
    if verb.tag_ in ("VBD", "VBZ") and verb.i and verb.nbor(-1).text == ",":
        aside = next((c for c in verb.children if c.dep_ == "advcl" and c.i < verb.i), None)
        return next((c for c in aside.children if c.dep_ == "nsubj"), None) if aside else None
    if verb.tag_ in ("VBD", "VBZ") and verb.i and verb.dep_ == "ROOT":
        before = verb.nbor(-1)
        named = before.tag_ == "NNP" and before.dep_ in ("advmod", "npadvmod")
        if named and before.head == verb and before.ent_type_ not in ("DATE", "TIME"):
            return before
    if verb.tag_ not in ("NN", "NNS") or verb.dep_ != "ROOT":
        return None
    return next((c for c in verb.children if c.dep_ == "compound" and human(c)), None)


FRAMES = (
    named_frame,
    addressed_frame,
    clause_frame,
    infinitive_frame,
    prepositional_frame,
    object_frame,
    evidence_frame,
    aside_frame,
)


def _framed(
    block: ParsedBlock, sentence: Text, verb: Token, cue: Cue, speaker: Token, passive: bool
) -> Candidate | None:
    """Candidate of the first frame that holds; quoted words are looked for later."""
    made = Candidate(
        block, [], cue.kind, "quoted", 0.9, place(block, verb), speaker, block, verb=verb
    )
    if passive:
        pieces = stretches(verb, undergone(verb, cue), block.base)
        if pieces:
            return replace(made, content=pieces, rule="passive", confidence=0.7)
    for frame in FRAMES:
        words, addressee, confidence = frame(verb, cue, sentence)
        pieces = stretches(verb, without_leading(verb, words), block.base) if words else []
        if pieces:
            return replace(
                made,
                content=pieces,
                kind=_kind(cue, frame.__name__),
                rule=frame.__name__.removesuffix("_frame"),
                confidence=confidence,
                addressee=addressee,
            )
    return made if "q" in cue.frames else None


def _kind(cue: Cue, frame: str) -> str:
    """Kind of speech by the frame: to call somebody something is no call."""
    if frame == "infinitive_frame" and cue.group in ("like", "oppose", "support"):
        return "wish"
    if frame == "named_frame":
        return {"call": "characterisation", "denial": "criticism"}.get(cue.kind, cue.kind)
    if cue.lemma == "see" and frame == "clause_frame":
        return "opinion"
    if cue.lemma == "want" and frame == "object_frame":
        return "call"
    return "call" if cue.lemma == "ask" and frame == "addressed_frame" else cue.kind


def _modifies(verb: Token) -> bool:
    """Whether a participle only describes a noun: *the said plan*."""
    return verb.dep_ in ("amod", "compound", "nmod", "pobj")


def _supposed(verb: Token, cue: Cue, speaker: Token) -> bool:
    """Whether speech or thought is only imagined, or is the writer's own."""
    if speaker.lower_ == "one" and any(c.lower_ == "of" for c in speaker.children):
        return False
    if speaker.lower_ in ("you", "one", "we", "i", "anyone", "nobody", "whoever") and (
        cue.kind not in ("assertion",) or speaker.lower_ in ("you", "one", "anyone", "nobody")
    ):
        return True
    modals = {c.lower_ for c in verb.children if c.dep_ == "aux"} & UNREAL
    if cue.group in ("like", "support", "oppose", "decide"):
        return bool(modals - {"would"})
    return bool(modals) and cue.kind in IMAGINED


def _may_speak(speaker: Token, cue: Cue) -> bool:
    """Whether a subject can be somebody who speaks."""
    hinting = cue.group in ("indicate", "learn") or cue.lemma in HINTS
    plain = cue.frames >= {"c", "q"} and cue.kind in PLAIN and not hinting
    if speaker.lower_ in NOT_SAID:
        return speaker.lower_ == "it" and plain and speaker.dep_ == "nsubj"
    if speaker.lower_ == "one":
        return any(human(g) for c in speaker.children if c.lower_ == "of" for g in c.children)
    if speaker.pos_ == "PRON":
        return speaker.lower_ not in ("one", "everything", "nothing", "something", "anything")
    if speaker.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or speaker.pos_ == "PROPN":
        return speaker.ent_type_ not in ("DATE", "MONEY", "PERCENT", "TIME", "CARDINAL", "EVENT")
    if human(speaker) or plain:
        return True
    shows = cue.group in ("indicate", "learn") or cue.lemma in EVIDENCE
    return shows and speaker.lemma_.lower() in WITNESSES
