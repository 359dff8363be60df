"""Nouns of speech: *X voices hope that …*, *X's claim that …*, *X is a critic of …*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import (
    OPENERS,
    is_passive,
    stretches,
    subject_of,
    without_leading,
    words_under,
)
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import NOT_SAID, POINTERS, WITNESSES, human, issuer
from foedus.evidence.tables import Stance, cue_nouns, light_verbs

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

OPEN_VERBS = {
    *("express", "voice", "articulate", "sound", "reiterate", "reaffirm", "pay", "draw", "cast"),
}
DOING = {"promise", "plan", "wish", "call", "denial", "warning", "advice"}
FROM = {"of", "by", "from", "among"}


def by_noun(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """A light verb with a noun of speech: *X expresses hope that …*, *X sounds the alarm …*."""
    allowed = light_verbs().get(verb.lemma_.lower())
    if allowed is None or is_passive(verb):
        return []
    for noun in verb.children:
        if noun.dep_ not in ("dobj", "attr", "prt") or noun.i < verb.i:
            continue
        stance = cue_nouns().get(noun.lemma_.lower())
        if stance is None or not ("*" in allowed or allowed & {stance.word, "@" + stance.group}):
            continue
        speaker = issuer(subject_of(verb))
        if speaker is None or not _may_voice(speaker, verb):
            return []
        words, last = _announced(noun, verb, stance)
        pieces = stretches(verb, without_leading(verb, words), block.base)
        if pieces:
            cue = place(block, verb, last)
            return [
                Candidate(block, pieces, stance.kind, "noun", 0.85, cue, speaker, block, verb=verb)
            ]
    return []


def _may_voice(speaker: Token, verb: Token) -> bool:
    """Whether a subject can be somebody who has an attitude, or a text that voices one."""
    if speaker.lower_ in NOT_SAID:
        return False
    if speaker.pos_ in ("PRON", "PROPN") or human(speaker):
        return True
    return verb.lemma_.lower() in OPEN_VERBS and speaker.lemma_.lower() in WITNESSES


def _announced(noun: Token, verb: Token, stance: Stance) -> tuple[list[int], Token]:
    """What a noun of speech announces, and the last word of the cue."""
    sources = [*noun.children, *(c for c in verb.children if c.i > noun.i)]
    clause = next((c for c in sources if c.i > noun.i and _that_or_to(c)), None)
    if clause is not None:
        return words_under([clause]), noun
    for child in sources:
        if child.dep_ not in ("prep", "dative") or child.i < noun.i:
            continue
        inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
        if not inner or (child.lower_ == "to" and human(inner[0]) and _also_for(sources)):
            continue
        said = [
            c
            for c in inner[0].children
            if c.dep_ in ("acl", "ccomp") and inner[0].lemma_ in ("fact", "idea", "view")
        ]
        if said:
            return words_under(said), inner[0]
        if child.lower_ in stance.prepositions or verb.lemma_.lower() in OPEN_VERBS:
            return words_under(inner), child
    return [], noun


def _also_for(sources: list[Token]) -> bool:
    """Whether what is thanked or praised for stands beside whom it is said to."""
    return any(c.lower_ in ("for", "over", "about") and c.dep_ == "prep" for c in sources)


def _that_or_to(clause: Token) -> bool:
    return clause.dep_ in ("acl", "ccomp", "relcl", "xcomp", "advcl") and any(
        g.lower_ in ("that", "to") and g.dep_ in ("mark", "aux") for g in clause.children
    )


def held(block: ParsedBlock, noun: Token, before: Text | None) -> list[Candidate]:
    """*X's claim that …*; *This is the view of X*, of the sentence before."""
    stance = cue_nouns()[noun.lemma_.lower()]
    if stance.group == "person":
        return _sided(block, noun, stance)
    owner = owner_of(noun, stance.prepositions) or _of_opinion(noun) or _arrived(noun)
    if owner is not None and before is not None and _points_back(noun):
        words = without_leading(noun, [t.i for t in before], OPENERS)
        pieces = stretches(noun, words, block.base)
        cue = place(block, next(c for c in noun.head.children if c.dep_ == "nsubj"), noun)
        made = Candidate(block, pieces, stance.kind, "pointer", 0.85, cue, owner, block)
        return [made] if pieces else []
    words, confidence = _content(noun, stance, owner)
    pieces = stretches(noun, without_leading(noun, words), block.base) if words else []
    if not pieces:
        return []
    cue = place(block, noun)
    owner = owner or _compound(noun)
    return [Candidate(block, pieces, stance.kind, "held", confidence, cue, owner, block)]


def _compound(noun: Token) -> Token | None:
    """Who is named before the noun: *the NATO claim that …*."""
    named = ("PERSON", "ORG", "GPE")
    root = noun.dep_ == "ROOT"
    for child in noun.children:
        if child.dep_ == "compound" and (child.ent_type_ in named or (root and human(child))):
            return child
    return None


def _points_back(noun: Token) -> bool:
    """Whether a sentence says *this is the view …*."""
    pointer = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
    return (
        noun.dep_ == "attr"
        and noun.head.lemma_ == "be"
        and pointer is not None
        and pointer.lower_ in POINTERS
    )


def _content(noun: Token, stance: Stance, owner: Token | None) -> tuple[list[int], float]:
    """Words that a noun announces by a clause, an infinitive or a preposition of its own."""
    after = [c for c in noun.children if c.i > noun.i]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        after += [c for c in noun.head.children if c.i > noun.head.i]
    for child in after:
        if child.dep_ in ("acl", "ccomp", "relcl") and _marked(child, "that", "mark"):
            return words_under([child]), 0.8 if owner is not None else 0.6
    if owner is None or stance.word == "interest":
        return [], 0.0
    for child in after:
        doing = stance.group in DOING and child.dep_ == "acl" and child.tag_ == "VB"
        if doing and _marked(child, "to", "aux"):
            return words_under([child]), 0.75
    for child in after:
        if child.dep_ == "prep" and child.lower_ in stance.prepositions:
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp") and c is not owner]
            if inner and inner[0].ent_type_ not in ("DATE", "TIME"):
                return words_under(inner), 0.7
    return [], 0.0


def _marked(clause: Token, word: str, dep: str) -> bool:
    return any(g.lower_ == word and g.dep_ == dep for g in clause.children)


def _sided(block: ParsedBlock, noun: Token, stance: Stance) -> list[Candidate]:
    """Somebody called a friend or a foe of something: *X is a staunch opponent of …*."""
    head = noun.head
    if noun.dep_ == "attr" and head.lemma_ == "be":
        who = next((c for c in head.children if c.dep_ == "nsubj"), None)
    else:
        who = head if noun.dep_ == "appos" and human(head) else None
    link = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if who is None or link is None or who.lower_ in NOT_SAID:
        return []
    pieces = stretches(noun, words_under(c for c in link.children), block.base)
    cue = place(block, noun)
    made = Candidate(block, pieces, stance.kind, "held", 0.7, cue, who, block)
    return [made] if pieces else []


def owner_of(noun: Token, own: frozenset[str] = frozenset()) -> Token | None:
    """Whose a noun is: *X's view*, *the view of X*; `own` prepositions open what it is about."""
    for child in noun.children:
        if child.dep_ == "poss" and (human(child) or child.pos_ in ("PROPN", "PRON")):
            return child
        if child.dep_ == "amod" and child.ent_type_ == "NORP":
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in FROM and child.lower_ not in own:
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None and (human(inner) or inner.pos_ == "PROPN"):
                return inner
    return None


def _arrived(noun: Token) -> Token | None:
    """Who *comes to the conclusion*, *is led to the belief*."""
    link = noun.head
    if link.lower_ not in ("to", "at") or link.head.lemma_ not in ("come", "arrive"):
        return None
    return subject_of(link.head)


def _of_opinion(noun: Token) -> Token | None:
    """Who *is of the opinion*."""
    link = noun.head
    if link.lower_ != "of" or link.head.lemma_ != "be":
        return None
    return next((c for c in link.head.children if c.dep_ == "nsubj"), None)
