"""Kind of speech: by the cue, and where the cue says little by the words and their mood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate
from foedus.evidence.positions import praise_and_blame
from foedus.evidence.speakers import human

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = {"will", "would", "shall", "should", "may", "might", "can", "could", "must", "cannot"}
FUTURE = {"will", "shall"}
OPEN = {"would", "could", "may", "might"}
CONDITIONS = {"if", "unless", "provided", "otherwise"}
NEEDS = {"should", "must", "need", "necessary", "ought", "require", "urgent"}
NEEDED = {"importance", "necessity", "urgency", "need"}
RISKS = {"threat", "threaten", "danger", "dangerous", "risk", "peril", "challenge"}
ANSWERS = {"retaliate", "retaliation", "response", "consequence", "punish", "punishment", "strike"}
LACKS = {
    *("lack", "shortcoming", "failure", "inadequate", "insufficient", "ineffective", "deficiency"),
    *("shortage", "weakness", "flaw", "drawback", "deficit"),
}
HOSTILE = (
    *(
        "aggress",
        "provoc",
        "provok",
        "hostil",
        "interfer",
        "meddl",
        "violat",
        "hypocri",
        "expansionis",
    ),
    *("sabotag", "blackmail", "destabili", "undermin", "militari", "escalat", "struggl"),
)
OPEN_KINDS = {"assertion", "opinion", "answer"}
TURNED = {"agreement": "denial", "support": "denial", "exclusion": "prediction"}
ASKS = {"about", "what", "how", "why", "whether", "who", "when", "where", "which"}
SAYING = ("clause", "prepositional", "addressed")


def modality_of(words: Sequence[Token]) -> str | None:
    """First modal verb of words said."""
    return next((word for t in words if (word := t.lower_) in MODALS), None)


def is_conditional(words: Sequence[Token]) -> bool:
    """Whether a condition stands in words said."""
    return any(t.lower_ in CONDITIONS and t.pos_ in ("SCONJ", "ADV", "VERB") for t in words)


def _first_sentence(words: Sequence[Token]) -> Sequence[Token]:
    """Words of the first sentence: long quotations do more than one thing, the first one first."""
    end = next((n for n, t in enumerate(words) if n and t.is_sent_start), len(words))
    return words[:end]


def kind_of(one: Candidate, words: Sequence[Token]) -> str:
    """Kind of speech of a candidate whose words are these."""
    if one.negated and one.kind in TURNED:
        return TURNED[one.kind]
    named = one.rule == "quoted" and one.kind == "call"
    if named or one.kind == "characterisation":
        return _judged(words)
    if one.kind not in OPEN_KINDS:
        return one.kind
    words = [t for t in _first_sentence(words) if t.is_alpha]
    lemmas = {t.lemma_.lower() for t in words} | {t.lower_ for t in words}
    if any(t.lemma_ == "need" and t.pos_ == "VERB" and _has_thing(t) for t in words):
        lemmas -= {"need", "needs", "needed"}
    if one.kind == "opinion":
        return "prediction" if _foretells(lemmas) else "opinion"
    if one.negated:
        return "denial"
    if words and words[0].lower_ in ASKS and one.rule in SAYING:
        return "topic_only"
    if one.rule in ("object", "prepositional") and words and _names_need(words):
        return "call"
    by_words = _by_words(words, lemmas)
    return one.kind if by_words == "assertion" else by_words


def _has_thing(verb: Token) -> bool:
    """Whether a verb has an object and no infinitive: to need something is no call to do it."""
    parts = {c.dep_ for c in verb.children}
    return "dobj" in parts and "xcomp" not in parts


def _by_words(words: Sequence[Token], lemmas: set[str]) -> str:
    """What an assertion amounts to, by its words and its mood."""
    if _others(words) and any(lemma.startswith(HOSTILE) for lemma in lemmas):
        return "accusation"
    if lemmas & ANSWERS and lemmas & (FUTURE | OPEN):
        return "threat"
    for listed, kind in ((RISKS, "warning"), (LACKS, "criticism"), (NEEDS, "call")):
        if lemmas & listed:
            return kind
    if _first_person_will(words):
        return "promise"
    return "prediction" if _foretells(lemmas) else "assertion"


def _foretells(lemmas: set[str]) -> bool:
    """Whether words speak of what will be, or of what would be on a condition."""
    return bool(lemmas & FUTURE) or bool(lemmas & OPEN and lemmas & CONDITIONS)


def _judged(words: Sequence[Token]) -> str:
    """Whether a name given is praise or blame."""
    told = [t.lower_ for t in words if t.is_alpha and not _beside(t)]
    good, bad = (
        any(word in exact or word.startswith(begun) for word in told) for exact, begun in _sides()
    )
    if good != bad:
        return "praise" if good else "criticism"
    return "characterisation"


def _beside(word: Token) -> bool:
    """Whether a word hangs on a preposition other than *as*: the name given is another."""
    return word.head.dep_ == "prep" and word.head.lower_ != "as"


@cache
def _sides() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Words of praise and of blame, and what such words begin with."""
    return tuple(
        (
            frozenset(one for one in side if not one.endswith("*")),
            tuple(one[:-1] for one in side if one.endswith("*")),
        )
        for side in praise_and_blame()
    )


def _names_need(words: Sequence[Token]) -> bool:
    """Whether what is mentioned is a need: *the importance of …*."""
    return any(t.lemma_.lower() in NEEDED for t in words[:3])


def _others(words: Sequence[Token]) -> bool:
    """Whether a state, a body or other people do what is told."""
    return any(t.dep_ == "nsubj" and t.pos_ != "PRON" and human(t) for t in words)


def _first_person_will(words: Sequence[Token]) -> bool:
    """Whether speakers say what they will do: *we will …*."""
    return any(
        t.lower_ in ("i", "we")
        and t.dep_ == "nsubj"
        and any(c.lower_ in ("will", "shall", "'ll", "’ll") for c in t.head.children)
        for t in words
    )
