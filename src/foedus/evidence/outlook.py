"""What a clause says of the time ahead: its modal, its word of chance, its stretch of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from foedus.evidence.frames import children
from foedus.evidence.frames import subjects_of as active_subjects_of
from foedus.evidence.lexicon import event_words, tables, words
from foedus.files import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = words("will would may might could can shall 'll ’ll 'd ’d wo ca")
SPELLED = {"'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "wo": "will", "ca": "can"}
OUTLOOK = words(
    "likely unlikely expected set bound certain sure poised doomed liable apt destined fated "
    "tipped forecast predicted projected"
)
SEEMING = words("be look seem appear remain")
VERBAL = ("VERB", "AUX")
ASIDE = words("advcl parataxis mark cc")
SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
NONE = words("no nobody none neither nothing few hardly scarcely")
DEEDS = ("ion", "ment", "sal", "ry", "feat", "ure", "ance", "ence", "pse", "down", "ing")
OUTCOMES = words(
    "compromise breakthrough stalemate deadlock famine war truce coup crisis raid defeat victory "
    "shortage rout mutiny recession revolt famine"
)
NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
TENS = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERED = re.compile(
    rf"\b(?:(?P<percent>\d+(?:\.\d+)?|{'|'.join(TENS)}) ?(?:%|per cent|percent)"
    rf"|(?P<some>\d+|{'|'.join(NUMERALS)}) (?:chances? )?(?:in|out of)"
    rf" (?P<of>\d+|{'|'.join(NUMERALS)})\b"
    r"|fifty - fifty|fifty-fifty|50-50|50 - 50)"
)
"""A chance in numbers: 30 per cent, one in four, fifty-fifty."""
GIVING = re.compile(
    r"^\W*(?:and |but )?(?:i|we|he|she|they) (?:(?:would|will|['’]d|['’]ll) )?"
    r"(?:give|put|say|call|rate|estimate)s? (?P<chance>.*)"
)
"""A clause that gives a chance to the one before: I would put it at one in four."""
VIEWS = words("view opinion estimate assessment judgement judgment words reckoning forecast")
SAYING = words("say tell warn predict forecast add caution note argue claim")


@dataclass(frozen=True, slots=True)
class Foretold:
    """A prediction within a sentence.

    `consequence`, `condition` and `frame` are first and last tokens; the frame is the clause that
    foretells in words of its own (few expect, there is little danger). `doubted` says that the
    contrary of the consequence is foretold, `failing` that the condition is the contrary of its
    words, `teller` who foretells where the frame names somebody.
    """

    main: Token
    consequence: tuple[int, int]
    condition: tuple[int, int] | None
    modality: str
    word: str
    frame: tuple[int, int] | None = None
    doubted: bool = False
    failing: bool = False
    teller: Token | None = None


@cache
def probability_words() -> dict[str, tuple[float | None, float | None, str]]:
    """Published range and source of words of probability; None where there is none."""
    path = tables() / "probability_words.csv"
    rows = read_table(path, ("word", "low", "high", "source", "note"))
    return {row["word"]: (number(row["low"]), number(row["high"]), row["source"]) for row in rows}


def number(cell: str) -> float | None:
    """Number in a cell, None when it is empty."""
    return float(cell) if cell else None


def range_of(word: str | None) -> tuple[float | None, float | None]:
    """Range of a word of chance: the published one, or the number that the words give."""
    low, high, _source = probability_words().get(word or "", (None, None, ""))
    if low is not None:
        return low, high
    stated = NUMBERED.search(word or "")
    if stated is None:
        return None, None
    if stated["percent"]:
        share = percent(stated["percent"]) / 100
    elif stated["of"]:
        share = value(stated["some"]) / max(value(stated["of"]), 1.0)
    else:
        share = 0.5
    return (share, share) if 0 <= share <= 1 else (None, None)


def value(numeral: str) -> float:
    """Number of a numeral in figures or words."""
    return float(numeral) if numeral.isdigit() else float(NUMERALS.index(numeral))


def percent(numeral: str) -> float:
    """Percentage of a numeral in figures or a round one in words."""
    return 10.0 * (TENS.index(numeral) + 1) if numeral in TENS else float(numeral)


def own_subject(verb: Token) -> bool:
    """Whether a clause has a subject of its own, also on the words of outlook above its verb."""
    seeming = seems_to(verb)
    above = [] if seeming is None else [seeming, seeming.head]
    return any(children(one, *SUBJECT) for one in (verb, *above))


def subjects_of(verb: Token) -> list[Token]:
    """Subjects of a clause, active or passive, its own or shared."""
    own = children(verb, "nsubjpass") or active_subjects_of(verb)
    return own or (children(verb.head, "nsubjpass") if verb.dep_ == "conj" else [])


def present(verb: Token) -> bool:
    """Whether a verb tells of now, by its own tense or that of words reported in the past."""
    helping = [one for one in verb.children if one.dep_ in ("aux", "auxpass")]
    finite = helping[0] if helping else verb
    if finite.tag_ in ("VBZ", "VBP"):
        return True
    if finite.tag_ == "MD":
        return finite.lower_ in MODALS and not any(one.lower_ == "have" for one in helping)
    if finite.tag_ == "VB":  # a plural's verb that the tagger took for an infinitive
        return not helping and verb.dep_ == "ROOT" and bool(children(verb, *SUBJECT))
    reported = verb.dep_ == "ccomp" and verb.head.lemma_ in SAYING
    return finite.tag_ == "VBD" and (reported or viewed(verb))


def viewed(verb: Token) -> bool:
    """Whether a clause is told as somebody's view: in her opinion."""
    return any(
        one.lemma_ in VIEWS and bool(children(one, "poss"))
        for prep in children(verb, "prep")
        if prep.lower_ == "in"
        for one in children(prep, "pobj")
    )


def seems_to(verb: Token) -> Token | None:
    """Word of outlook on which an infinitive hangs: likely to, set to; None for none that is."""
    head = verb.head
    if verb.dep_ != "xcomp" or head == verb or head.lower_ not in OUTLOOK:
        return None
    above = head.head if head.dep_ in ("acomp", "oprd", "xcomp") else head
    if above == head:
        passive = bool(children(head, "auxpass"))
        return head if passive and present(head) else None
    return head if above.lemma_ in SEEMING and present(above) else None


def modal_of(verb: Token) -> str | None:
    """Modal or outlook of a clause: will, may, `likely to`; None for one about what is or was."""
    helping = [one for one in verb.children if one.dep_ in ("aux", "auxpass")]
    for one in helping:
        if one.tag_ == "MD" and one.lower_ in MODALS:
            perfect = any(c.lower_ == "have" for c in helping) and verb.tag_ == "VBN"
            return None if perfect else SPELLED.get(one.lower_, one.lower_)
    if verb.tag_ == "MD" and verb.lower_ in MODALS:  # its verb stands in the clause before
        return SPELLED.get(verb.lower_, verb.lower_) if children(verb, *SUBJECT) else None
    seeming = seems_to(verb)
    if seeming is not None:
        return seeming.lower_
    head = verb.head
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not children(verb, "nsubj", "nsubjpass"):
        return modal_of(head)
    if verb.dep_ == "xcomp" and head.lemma_ == "go" and head.tag_ == "VBG" and present(head):
        return "going"
    return None


def clause(verb: Token, without: frozenset[int] = frozenset()) -> tuple[int, int]:
    """First and last token of a clause, without its condition and what is joined to it."""
    tops = [verb]
    seeming = seems_to(verb)
    if seeming is not None:
        tops.append(seeming)
        if seeming.dep_ in ("acomp", "oprd", "xcomp"):
            tops.append(seeming.head)
    elif verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        tops.append(verb.head)
    inside = {one.i for one in tops}
    for child in (child for one in tops for child in one.children if child not in tops):
        own_subject = bool(children(child, *SUBJECT))
        joined = child.dep_ == "conj" and (own_subject or child.i < verb.i)
        before = child.dep_ == "ccomp" and own_subject and child.i < verb.i
        if joined or before or child.dep_ in ASIDE or child.i in without:
            continue
        inside.update(one.i for one in child.subtree if one.i not in without)
    return stretch(verb, inside)


def stretch(around: Token, inside: set[int]) -> tuple[int, int]:
    """First and last of the words around a word that hang together over single marks."""
    doc = around.doc
    first = last = around.i
    while first - 1 in inside or (first - 2 in inside and doc[first - 1].is_punct):
        first -= 1
    while last + 1 in inside or (last + 2 in inside and doc[last + 1].is_punct):
        last += 1
    return first, last


def inside(place: int, span: tuple[int, int]) -> bool:
    """Whether a token lies within a span."""
    return span[0] <= place <= span[1]


def phrase(token: Token) -> tuple[int, int]:
    """First and last token under a word."""
    return token.left_edge.i, token.right_edge.i


def strength(main: Token, modality: str) -> str:
    """Word of probability of a clause: on its verb, its outlook, or the `it is likely` above it."""
    seeming = seems_to(main)
    marked = [main] if seeming is None else [main, seeming]
    texts = [lowered(one.subtree) for word in marked for one in children(word, "advmod")]
    texts.extend(
        lowered(one.subtree)
        for one in children(main, "prep")
        if any(named.lemma_ in ("likelihood", "probability") for named in children(one, "pobj"))
    )
    if seeming is not None:
        texts.append(with_degree(seeming))
    head = main.head
    if main.dep_ in ("ccomp", "csubj", "acl") and head != main:
        said = [head] if head.pos_ in ("ADJ", "NOUN") else children(head, "acomp")
        texts.extend(with_degree(one) for one in said)
    return given(main) or longest([*texts, set_apart(main)]) or modality


def given(main: Token) -> str | None:
    """Chance in numbers that the clause after gives: I would put it at one in four."""
    doc, end = main.doc, main.sent.end
    breaks = [i for i in range(main.i, end) if doc[i].text in (",", ";", ":", "-", "–", "—")]
    for at in breaks:
        said = GIVING.match(lowered(doc[at:end]))
        stated = NUMBERED.search(said["chance"]) if said else None
        if stated is not None:
            return stated[0]
    return None


def lowered(tokens: Iterable[Token]) -> str:
    """Small letters of some words."""
    return " ".join(one.lower_ for one in tokens)


def with_degree(word: Token) -> str:
    """Adjective or noun with what stands before it: very unlikely, realistic possibility."""
    degrees = [one for one in word.lefts if one.dep_ in ("advmod", "amod", "det")]
    return lowered([*(c for one in degrees for c in one.subtree), word])


def set_apart(main: Token) -> str:
    """Adverbs that a comma sets apart after a clause and that may give its chance."""
    doc, end = main.doc, main.sent.end
    commas = [i for i in range(main.i, end) if doc[i].text == ","]
    rest = doc[commas[-1] + 1 : end] if commas else doc[end:end]
    return lowered(takewhile(lambda one: one.pos_ in ("ADV", "ADJ"), rest))


def longest(texts: list[str]) -> str | None:
    """Longest word of chance of the table in some texts; modals and participles do not count."""
    known = [one for one in probability_words() if one not in MODALS]
    found = [
        word
        for word in known
        if word not in OUTLOOK or word in ("likely", "unlikely")
        if any(f" {word} " in f" {text} " for text in texts)
    ]
    return max(found, key=len) if found else None


def deed(noun: Token) -> bool:
    """Whether a noun names something done or happening: a blockade, a withdrawal, closing."""
    lemma = noun.lemma_.lower()
    if noun.tag_ == "VBG" or lemma in OUTCOMES or ("noun", lemma) in event_words():
        return True
    return noun.pos_ == "NOUN" and lemma.endswith(DEEDS)


def refused(verb: Token) -> bool:
    """Whether a clause says no: not, never, or a subject that is nobody, few, no reader."""
    if any(one.dep_ == "neg" or one.lower_ in ("never", "hardly") for one in verb.children):
        return True
    for one in subjects_of(verb):
        heads = (one, *(c for c in one.children if c.dep_ in ("det", "amod", "advmod")))
        few = any(c.lower_ == "a" for c in one.children)
        if not few and any(word.lower_ in NONE for word in heads):
            return True
    return False
