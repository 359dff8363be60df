"""Turns of speech that need more than a verb: nouns, certainty, passives, reports of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import (
    agent_of,
    children,
    is_passive,
    stretches,
    subject_of,
    without_leading,
    words_under,
)
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import NOT_SAID
from foedus.evidence.speech_frames import NONE, Found
from foedus.evidence.tables import Cue, cue_nouns, light_verbs

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

SURE = {"convinced", "confident", "sure", "certain", "adamant", "optimistic", "hopeful"}
OPEN_VERBS = {
    "express",
    "voice",
    "articulate",
    "sound",
    "reiterate",
    "reaffirm",
    "pay",
    "draw",
    "cast",
}


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


def agentless(block: ParsedBlock, verb: Token, cue: Cue) -> list[Candidate]:
    """A passive that hides who speaks: *it is called a …*, with a name given in marks."""
    if "n" not in cue.frames or verb.dep_ not in ("ROOT", "conj", "ccomp"):
        return []
    given = children(verb, "oprd", "attr", "xcomp")
    thing = next(iter(children(verb, "nsubjpass")), None)
    if not given or thing is None or thing.pos_ != "PRON":
        return []
    pieces = stretches(verb, words_under(given), block.base)
    return [Candidate(block, pieces, cue.kind, "agentless", 0.6, place(block, verb), verb=verb)]


def by_noun(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """A light verb with a noun of speech: *X expresses hope that …*, *X sounds the alarm …*."""
    allowed = light_verbs().get(verb.lemma_.lower())
    if allowed is None or is_passive(verb):
        return []
    for noun in verb.children:
        if noun.dep_ not in ("dobj", "attr", "prt") or noun.i < verb.i:
            continue
        word = noun.lemma_.lower()
        if word not in cue_nouns() or not ("*" in allowed or word in allowed):
            continue
        speaker = subject_of(verb)
        if speaker is None or speaker.lower_ in NOT_SAID:
            return []
        words, last = _complement(noun, verb)
        pieces = stretches(verb, without_leading(verb, words), block.base)
        if pieces:
            return [
                Candidate(
                    block,
                    pieces,
                    cue_nouns()[word],
                    "noun",
                    0.85,
                    place(block, verb, last),
                    speaker,
                    block,
                    None,
                    None,
                    verb,
                )
            ]
    return []


def _complement(noun: Token, verb: Token) -> tuple[list[int], Token]:
    """What a noun of speech announces, and the last word of the cue."""
    sources = [*noun.children, *(c for c in verb.children if c.i > noun.i)]
    for child in sources:
        if (
            child.dep_ in ("acl", "ccomp", "relcl", "xcomp", "advcl")
            and child.i > noun.i
            and (
                any(
                    g.lower_ in ("that", "to") and g.dep_ in ("mark", "aux") for g in child.children
                )
            )
        ):
            return words_under([child]), noun
    for child in sources:
        if child.dep_ in ("prep", "dative") and child.i > noun.i:
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if not inner:
                continue
            clause = [
                c
                for c in inner[0].children
                if c.dep_ in ("acl", "ccomp") and inner[0].lemma_ in ("fact", "idea", "view")
            ]
            if clause:
                return words_under(clause), inner[0]
            if verb.lemma_.lower() in OPEN_VERBS or noun.lemma_.lower() in ("alarm", "concern"):
                return words_under(inner), child
    return [], noun


def by_adjective(block: ParsedBlock, sentence: Text, word: Token) -> list[Candidate]:
    """*X is convinced that …*; *…, X is convinced*."""
    verb = word if word.tag_.startswith("VB") or word.dep_ == "ROOT" else word.head
    speaker = next(
        (c for c in [*word.children, *word.head.children] if c.dep_ in ("nsubj", "nsubjpass")), None
    )
    if speaker is None or speaker.lower_ in NOT_SAID:
        return []
    cue = Cue(word.lower_, frozenset({"c", "q"}), frozenset(), "opinion")
    clause = [
        c for c in [*word.children, *word.head.children] if c.dep_ == "ccomp" and c is not word
    ]
    if clause:
        own = {t.i for t in speaker.subtree} | {
            word.i,
            word.head.i if word.dep_ == "acomp" else word.i,
        }
        own |= {c.i for c in word.children if c.dep_ in ("aux", "auxpass", "advmod", "neg")}
        words = [w for w in words_under(clause) if w not in own]
        confidence = 0.85
    else:
        words, _told, confidence = _aside_of(word, verb, cue, sentence)
    pieces = stretches(word, without_leading(word, words), block.base) if words else []
    if not pieces:
        return []
    return [
        Candidate(
            block,
            pieces,
            "opinion",
            "adjective",
            confidence,
            place(block, word),
            speaker,
            block,
            None,
            None,
            word,
        )
    ]


def _aside_of(word: Token, verb: Token, cue: Cue, sentence: Text) -> Found:
    subject = next(
        (c for c in [*word.children, *word.head.children] if c.dep_ in ("nsubj", "nsubjpass")), None
    )
    if subject is None or sentence.doc[max(0, subject.left_edge.i - 1)].text not in (",", "–", "—"):
        return NONE
    return [t.i for t in sentence if t.i < subject.left_edge.i], None, 0.85
