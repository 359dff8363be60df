"""Reports of reports: *A quotes B as saying …*, *X reportedly …*."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import (
    agent_of,
    is_passive,
    stretches,
    subject_of,
    without_leading,
    words_under,
)
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import human
from foedus.evidence.tables import cues

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
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


def announced(block: ParsedBlock, sentence: Text, word: Token) -> list[Candidate]:
    """A verb in the present that the parser took for a noun: *An official predicts X will …*."""
    cue = cues().get(word.lemma_.lower())
    if cue is None or not cue.frames >= {"c", "q"} or word.head.tag_ not in ("VB", "VBN", "VBG"):
        return []
    speaker = next((c for c in word.children if c.dep_ == "nsubj" and human(c)), None)
    if speaker is None:
        return []
    words = without_leading(word, list(range(word.i + 1, sentence.end)))
    pieces = stretches(word, words, block.base)
    made = Candidate(
        block, pieces, cue.kind, "clause", 0.8, place(block, word), speaker, block, verb=word
    )
    return [made] if pieces else []


def citing(block: ParsedBlock, one: Candidate, sentence: Text) -> list[Candidate]:
    """What A reports, *citing B*, as said by B too."""
    if one.verb is None or not one.content or one.rule not in ("clause", "aside"):
        return []
    for link in one.verb.children:
        if link.lower_ in ("citing", "quoting") and link.tag_ == "VBG":
            cited = next((c for c in link.children if c.dep_ == "dobj"), None)
        elif link.lower_ == "with" and link.dep_ == "prep":
            cited = _referred_to(link)
        else:
            continue
        if cited is not None and (human(cited) or cited.ent_type_ in ("PERSON", "ORG")):
            cue, via = place(block, link), one.speaker.text if one.speaker else None
            return [replace(one, rule="citing", speaker=cited, cue=cue, via=via, confidence=0.75)]
    return []


def _referred_to(link: Token) -> Token | None:
    """B of *with reference to B*."""
    noun = next((c for c in link.children if c.dep_ == "pobj"), None)
    if noun is None or noun.lower_ != "reference":
        return None
    towards = next((c for c in noun.children if c.lower_ == "to"), None)
    return next((c for c in towards.children if c.dep_ == "pobj"), None) if towards else None


KNOWN = {"clear", "plain", "known", "public", "explicit"}
CONDITIONED = {"conditional", "contingent", "dependent"}


def made_known(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """*X made (it) clear that …*, *let it be known that …*; *made its return conditional on …*."""
    doc, speaker = verb.doc, subject_of(verb)
    if speaker is None or is_passive(verb) or not (speaker.pos_ in NAMING_WORDS or human(speaker)):
        return []
    for word in doc[verb.i + 1 : verb.i + 8]:
        if word.lower_ in CONDITIONED:
            links = [c for c in word.children if c.dep_ == "prep" and c.lower_ in ("on", "upon")]
            links = links or [c for c in verb.children if c.lower_ in ("on", "upon")]
            return _known(
                block, verb, word, [g for c in links for g in c.children], speaker, "call"
            )
        if word.lower_ in KNOWN and word.i <= verb.i + 4:
            said = (*word.children, *verb.children, *word.head.children)
            heads = [
                c
                for c in said
                if c.dep_ in ("ccomp", "advcl", "relcl") and c.i > word.i and _has_subject(c)
            ]
            return _known(block, verb, word, heads[:1], speaker, "assertion")
    return []


NAMING_WORDS = ("PROPN", "PRON")


def _has_subject(clause: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in clause.children)


def _known(
    block: ParsedBlock, verb: Token, word: Token, heads: list[Token], who: Token, kind: str
) -> list[Candidate]:
    words = without_leading(verb, [i for i in words_under(heads) if i > word.i])
    pieces = stretches(verb, words, block.base)
    cue = place(block, verb, word)
    made = Candidate(block, pieces, kind, "clause", 0.85, cue, who, block, verb=verb)
    return [made] if pieces else []
