"""From words to a happening: who, to whom, where, when and whether, with places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.evidence.factuality import Status, status_of
from foedus.evidence.fillers import plural
from foedus.evidence.frames import Lookup, children, in_class, modifiers_of, preps_of
from foedus.evidence.lexicon import word_classes, words
from foedus.evidence.matching import clause_type
from foedus.evidence.parties import is_place, parties, place_of, placing
from foedus.evidence.phrases import (
    NAMED,
    before_next_name,
    extent,
    local_phrase,
    phrase_top,
    trim,
    within_phrase,
)
from foedus.evidence.times import MONTHS, When, dates_in
from foedus.evidence.triggers import Trigger, triggers

if TYPE_CHECKING:
    import datetime

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

DEFINITE = words("the this that these those its their his her our such")
CLAIMS = words("claim allegation accusation suggestion charge report rumour rumor notion")
VOWS = words("vow pledge promise undertake swear offer")
CAPTION = re.compile(
    r"\((?:photo|image|picture[ds]?|file|video|watch|see also|read)\b[^)]*\)", re.I
)
LEADING = words("first second third last only largest biggest")


@dataclass(frozen=True, slots=True)
class Happening:
    """A mention of an event; offsets count within its block's text, `word` is its own word's.

    `kernel` is the word that a second mention would repeat, `name` an exercise's own name,
    `definite` whether the words point to something known, `anchored` whether they say of
    themselves which happening is meant, `owned`
    whether a name owns the event.
    """

    plover: str
    mode: str | None
    status: Status
    kernel: str
    start: int
    end: int
    sentence: str
    word: int
    verbal: bool
    definite: bool
    anchored: bool
    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    place: str | None = None
    place_span: tuple[int, int] | None = None
    when: When | None = None
    name: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    owned: bool = False
    first_person: bool = False
    collective: bool = False
    hollow: bool = False
    spoken: bool = False
    of_text: bool = False


def date_of(
    trigger: Trigger, sentence: Words, dates: list[When], others: list[Trigger]
) -> When | None:
    """Date of an event: one under its word, else the nearest that no other clause holds."""
    token = trigger.token
    offset = sentence.start_char
    apart = {
        one.idx - offset
        for other in others
        if other.token != token and not other.token.is_ancestor(token)
        for one in other.token.subtree
        if other.frame is None and stands_after(other.token) and not one.is_ancestor(token)
    }
    dates = [one for one in dates if not any(one.start <= i < one.end for i in apart)]
    if not dates:
        return None
    under = {one.idx - offset for one in (token, *within_phrase(token))}
    own = [one for one in dates if any(one.start <= i < one.end for i in under)]
    if own:
        return min(own, key=lambda one: abs(one.start + offset - token.idx))
    root = token
    while root.head != root and root.dep_ not in ("ccomp", "relcl", "advcl", "ROOT"):
        root = root.head
    clause = {one.idx - offset for one in root.subtree}
    shared = [one for one in dates if any(one.start <= i < one.end for i in clause)]
    if not shared and root.dep_ in ("ccomp", "advcl") and trigger.frame is not None:
        lead = [one for one in dates if one.end < min(clause)]
        shared = [one for one in lead if one.start < 12]
    return min(shared, key=lambda one: abs(one.start + offset - token.idx), default=None)


def date_in_name(words: Words, dates: list[When]) -> When | None:
    """Year in the name of an exercise."""
    found = NAMED.search(words.text)
    if found is None or "-" not in found.group():
        return None
    offset = words.start_char - words.sent.start_char
    first, last = found.start() + offset, found.end() + offset
    return next((one for one in dates if first <= one.start < last), None)


def stands_after(noun: Token) -> bool:
    """Whether a noun sets another time than its clause's: `after the war of 1995`."""
    return noun.dep_ != "pobj" or noun.head.lower_ not in ("in", "during", "at", "on", "amid")


def name_in(words: str) -> str | None:
    """Name with a year, as exercises bear it."""
    found = NAMED.search(words)
    if found is None or found.group().split()[-2:][0].lower() in MONTHS:
        return None
    return found.group()


def own_name(kernel: Token, trigger: Trigger, lookup: Lookup) -> str | None:
    """Name that an exercise bears before its noun, when it is not that of its host."""
    if trigger.mode != "exercise":
        return None
    names = [
        one.text
        for one in kernel.children
        if one.pos_ == "PROPN" and one.i < kernel.i and lookup(one) is None
        if one.ent_type_ not in ("GPE", "NORP") and not one.text.isupper()
    ]
    return " ".join(names) or None


def kernel_of(trigger: Trigger) -> Token:
    """The word that a second mention would repeat: the noun that a light verb takes up."""
    frame = trigger.frame
    if trigger.via == "anniversary":
        return next(iter(preps_of(trigger.token).get("of", ())), trigger.token)
    if frame is None:
        return trigger.token
    nouns = [one for one in (*frame.objects, *frame.subjects) if one.i in trigger.consumed]
    if trigger.mode == "found":
        return frame.objects[0] if frame.objects else trigger.token
    light = frame.verb.lemma_ in (
        *("hold", "take", "carry", "conduct", "stage", "open", "attend", "convene", "launch"),
        *("continue", "occur", "happen", "erupt", "resume", "follow", "unfold"),
        *("begin", "start", "mount", "wage", "host", "have", "break", "chair", "close", "end"),
    )
    plain = [one for one in nouns if one.lower_ != "place" and one.pos_ in ("NOUN", "PROPN")]
    return plain[-1] if light and plain else trigger.token


def is_anchored(kernel: Token, trigger: Trigger, lookup: Lookup, when: When | None) -> bool:
    """Whether the words themselves say which happening is meant."""
    if trigger.frame is not None or trigger.via == "anniversary":
        return True
    top = phrase_top(kernel)
    phrase = [one for one in (top, *within_phrase(top)) if not one.lower_.startswith("anti")]
    if trigger.tail is not None:
        phrase += within_phrase(trigger.tail)
    if top.dep_ == "attr" and children(top.head, "expl"):
        return True  # there was a riot
    pointed = {one.lower_ for one in top.children} & DEFINITE
    if pointed and children(top, "relcl"):
        return True
    named = any(
        one.ent_type_ in ("GPE", "ORG", "NORP", "PERSON", "LOC", "FAC", "EVENT")
        or lookup(one) is not None
        for one in phrase
    )
    first = bool({one.lower_ for one in kernel.children} & LEADING)
    under = when is not None and any(one.ent_type_ in ("DATE", "TIME") for one in phrase)
    part = kernel.dep_ in ("dobj", "nsubj", "nsubjpass") and when is not None
    return named or first or under or part


def dealt_with(kernel: Token, others: list[Trigger]) -> bool:
    """Whether a noun is the object of another event: `the army quelled riots`."""
    return kernel.dep_ == "dobj" and any(
        other.frame is not None and other.token == kernel.head for other in others
    )


def happening(
    trigger: Trigger,
    sentence: Words,
    dates: list[When],
    others: list[Trigger],
    lookup: Lookup,
) -> Happening | None:
    """Mention of an event, or None when the text does not say that it happens."""
    status = status_of(trigger)
    if status is None:
        return None
    first, last = extent(trigger)
    doc: Doc = sentence.doc
    first, last = max(first, sentence.start), min(last, sentence.end - 1)
    last = before_next_name(doc, first, last)
    words = trim(doc[first : last + 1])
    kernel = kernel_of(trigger)
    when = date_in_name(words, dates) or date_of(trigger, sentence, dates, others)
    actors, targets = parties(trigger, lookup)
    place = place_of(trigger, lookup)
    where, places, span = placing(place, lookup)
    determiners = {one.lower_ for one in kernel.children if one.dep_ in ("det", "poss")}
    return Happening(
        plover=trigger.plover,
        mode=trigger.mode,
        status=status,
        kernel=kernel.lemma_.lower(),
        start=words.start_char,
        end=words.end_char,
        sentence=sentence.text,
        word=trigger.token.idx,
        verbal=trigger.frame is not None,
        definite=bool(determiners & DEFINITE) or kernel.pos_ == "PROPN",
        anchored=is_anchored(kernel, trigger, lookup, when) or dealt_with(kernel, others),
        actors=actors,
        targets=targets,
        places=places,
        place=where,
        place_span=span,
        when=when,
        name=name_in(words.text) or own_name(kernel, trigger, lookup),
        modifiers=frozenset(modifiers_of(kernel)),
        owned=trigger.frame is None
        and any(lookup(one) is not None for one in children(kernel, "poss")),
        first_person=trigger.frame is not None
        and any(one.lower_ == "i" for one in trigger.frame.subjects),
        hollow=is_hollow(trigger, lookup),
        spoken=is_spoken(trigger),
        of_text=is_of_text(trigger),
        collective=not actors
        and trigger.frame is not None
        and any(is_collective(one) for one in trigger.frame.subjects),
    )


def is_hollow(trigger: Trigger, lookup: Lookup) -> bool:
    """Whether a vow names no deed of the lexicon: to pledge closer ties, not to pledge troops."""
    frame = trigger.frame
    if frame is None or trigger.mode != "promise" or frame.verb.lemma_ not in VOWS:
        return False
    return bool(frame.complements) and not any(
        clause_type(one, lookup) for one in frame.complements
    )


def is_spoken(trigger: Trigger) -> bool:
    """Whether a verb only takes a stand in words: to complain that, to reject a claim."""
    frame = trigger.frame
    if frame is None:
        return False
    if trigger.plover in ("ACCUSE", "CONCEDE", "SUPPORT"):
        return any(one.dep_ == "ccomp" for one in frame.complements)
    if trigger.plover == "REJECT" and frame.verb.lemma_ == "rule":
        return True
    return trigger.plover == "REJECT" and any(
        one.lower_ in ("this", "that", "it") or one.lemma_.lower() in CLAIMS
        for one in frame.objects
    )


def is_of_text(trigger: Trigger) -> bool:
    """Whether a clause takes up a treaty that was told of: the deal was signed, it commits them."""
    frame = trigger.frame
    if frame is None or trigger.plover != "AGREE":
        return False
    if trigger.mode == "promise":
        return any(one.lower_ in ("it", "which", "this") for one in frame.subjects)
    return any(
        in_class(one, word_classes()["treaty"])
        and {child.lower_ for child in one.children} & {"the", "this", "that"}
        for one in frame.objects
    )


def is_collective(token: Token) -> bool:
    """Whether a subject is a known group without a name: the leaders, the two sides, they."""
    if token.lower_ == "they":
        return True
    if token.tag_ != "NNS" or not {one.lower_ for one in token.children} & DEFINITE:
        return False
    return in_class(token, word_classes()["officials"]) or plural(token)


def happenings(
    sentence: Words, lookup: Lookup, today: datetime.date | None = None
) -> list[Happening]:
    """Events that a sentence tells of, in the order of their words.

    Parameters
    ----------
    sentence : spacy.tokens.Span
        A parsed sentence.
    lookup : callable
        From a token to the id of whom it names, or None.
    today : datetime.date, optional
        Day of the report.
    """
    captions = [match.span() for match in CAPTION.finditer(sentence.text)]
    found = [one for one in triggers(sentence, lookup) if not captioned(one, captions)]
    if not found and not NAMED.search(sentence.text):
        return []
    future = any(one.lower_ in ("will", "shall", "upcoming", "next") for one in sentence)
    dates = list(dates_in(sentence.text, today, future))
    out = [
        one
        for trigger in found
        if (one := happening(trigger, sentence, dates, found, lookup)) is not None
    ]
    return [*out, *named_exercises(sentence, out, dates, lookup)]


def captioned(trigger: Trigger, captions: list[tuple[int, int]]) -> bool:
    """Whether a word stands in the caption of a picture, which only says again what is told."""
    at = trigger.token.idx - trigger.token.sent.start_char
    return any(first <= at < last for first, last in captions)


def named_exercises(
    sentence: Words, told: list[Happening], dates: list[When], lookup: Lookup
) -> Iterator[Happening]:
    """Further exercises of a list, told by name only after a sentence's exercise.

    Armies name an exercise and add the year; a sentence that speaks of one such name often
    lists others without a verb of their own.
    """
    text = sentence.text
    for match in NAMED.finditer(text):
        start = match.start() + sentence.start_char
        if "-" not in match.group() or any(one.start <= start < one.end for one in told):
            continue
        first, last = local_phrase(text, match.start(), match.end())
        phrase = sentence.doc.char_span(
            first + sentence.start_char, last + sentence.start_char, alignment_mode="expand"
        )
        place = None if phrase is None else next((p for p in phrase if is_place(p, lookup)), None)
        where, codes, span = placing(place, lookup)
        yield Happening(
            plover="MOBILIZE",
            mode="exercise",
            status="occurred",
            kernel="exercise",
            start=first + sentence.start_char,
            end=last + sentence.start_char,
            sentence=text,
            word=start,
            verbal=False,
            definite=False,
            anchored=True,
            actors=frozenset(
                code for one in phrase or () if (code := lookup(one) or "").startswith("O.")
            )
            or next((one.actors for one in told if one.mode == "exercise"), frozenset()),
            places=codes,
            place=where,
            place_span=span,
            when=next((one for one in dates if match.start() <= one.start < match.end()), None),
            name=match.group(),
        )
