"""From words to a happening: who, to whom, where, when and whether, with places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.evidence.factuality import Status, status_of
from foedus.evidence.frames import LIGHT, Lookup, children, in_class, modifiers_of, preps_of
from foedus.evidence.lexicon import word_classes
from foedus.evidence.times import When, dates_in
from foedus.evidence.triggers import Trigger, entries, triggers

if TYPE_CHECKING:
    import datetime

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

ASIDE = frozenset("relcl advcl ccomp parataxis mark punct cc intj dep csubj".split())
PLACE_TYPES = frozenset(("GPE", "LOC", "FAC"))
PLACE_WORDS = frozenset("in at near from across inside within on into to around over".split())
AGAINST = frozenset("against on to upon into toward towards with at".split())
NAMED = re.compile(r"\b[A-Z][\w'’]+(?: (?:of |and |the )?[A-Z][\w'’]+)*[- ](?P<year>(?:19|20)\d\d)\b")
DEFINITE = frozenset("the this that these those its their his her our such".split())
LEADING = frozenset("first second third last only largest biggest".split())


@dataclass(frozen=True, slots=True)
class Happening:
    """A mention of an event; offsets count within its block's text.

    `kernel` is the word that a second mention would repeat, `name` an exercise's own name,
    `definite` whether the words point to something known, `anchored` whether they say of
    themselves which happening is meant, `aside` whether they only colour a verb of speech.
    """

    plover: str
    mode: str | None
    status: Status
    kernel: str
    start: int
    end: int
    sentence: str
    verbal: bool
    definite: bool
    anchored: bool
    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    place_span: tuple[int, int] | None = None
    when: When | None = None
    name: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    aside: bool = False


def extent(trigger: Trigger) -> tuple[int, int]:
    """First and last token of the clause or phrase that tells of an event."""
    token = trigger.token
    if trigger.frame is None:
        token = phrase_top(token)
        joined = {
            one.i
            for other in children(token, "conj")
            if not any(entry.plover == trigger.plover for entry in entries("noun", other))
            for one in other.subtree
        }
        joined |= {one.i for one in token.children if one.dep_ in ("cc", "appos")}
        inside = [token, *(one for one in within_phrase(token) if one.i not in joined)]
        if trigger.tail is not None:
            inside += [trigger.tail, *within_phrase(trigger.tail)]
        return min(one.i for one in inside), max(one.i for one in inside)
    parts = [token]
    for child in token.children:
        if child.dep_ in ASIDE or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
            continue
        if child.dep_ in ("advmod", "npadvmod", "prep", "aux", "neg") and child.i < token.i - 6:
            continue
        if (child.dep_ == "prep" and child.i < token.i) or child.tag_ in ("WRB", "WDT", "WP"):
            continue
        parts += [child, *within_phrase(child)]
    parts += [one for one in clause_head(trigger) if abs(one.i - token.i) < 40]
    return min(one.i for one in parts), max(one.i for one in parts)


def phrase_top(noun: Token) -> Token:
    """Head of the phrase that a noun stands in behind a light one: a wave of protests."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and is_light(noun.head.head):
        noun = noun.head.head
    return noun


def is_light(noun: Token) -> bool:
    """Whether a noun stands for what follows its `of`."""
    return noun.lemma_.lower() in LIGHT


def clause_head(trigger: Trigger) -> Iterator[Token]:
    """Words of the shared subject of a participle: `the mission sent to X`."""
    token = trigger.token
    if token.dep_ == "acl" and trigger.frame is not None and token.tag_ in ("VBN", "VBG"):
        yield token.head
        yield from (one for one in token.head.lefts if one.dep_ not in ASIDE)


def within_phrase(token: Token) -> Iterator[Token]:
    """Words under a word, without what is said aside."""
    for child in token.children:
        verbal = child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")
        if child.dep_ in ASIDE and not relative_now(child):
            continue
        if not verbal:
            yield child
            yield from within_phrase(child)


def relative_now(token: Token) -> bool:
    """Whether a relative clause is short and goes on now, so that it belongs to the event."""
    going = {child.lower_ for child in token.children if child.dep_ == "aux"} & {"are", "is"}
    return token.dep_ == "relcl" and token.tag_ == "VBG" and bool(going)


def entities(tokens: list[Token], lookup: Lookup) -> frozenset[str]:
    """Whom or what some phrases name."""
    found: set[str] = set()
    for token in tokens:
        for one in (token, *within_phrase(token)):
            known = lookup(one)
            if known is not None:
                found.add(known)
    return frozenset(found)


def parties(trigger: Trigger, lookup: Lookup) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of those who act and of those whom it is done to."""
    if trigger.frame is None:
        return noun_parties(trigger.token, lookup)
    frame = trigger.frame
    actors = entities(list(frame.subjects), lookup)
    towards = [*frame.objects, *children(frame.verb, "dative")]
    for word in AGAINST:
        towards += [one for one in frame.preps.get(word, ()) if one.ent_type_ not in ("DATE",)]
    if trigger.plover in ("MOBILIZE", "AID"):
        towards += frame.preps.get("in", ())
    if trigger.plover == "CONSULT":
        actors |= entities(list(frame.objects), lookup) - entities(list(towards), lookup)
    return actors, entities(towards, lookup) - actors


def noun_parties(noun: Token, lookup: Lookup) -> tuple[frozenset[str], frozenset[str]]:
    """Parties of an event named by a noun, from its owner and its prepositions."""
    preps = preps_of(noun)
    owners = children(noun, "poss", "compound", "amod", "nmod")
    by = [one for word in ("by", "of", "between", "among", "from") for one in preps.get(word, ())]
    actors = entities([*owners, *by], lookup)
    on = [one for word in ("against", "on", "to", "with") for one in preps.get(word, ())]
    if noun.lemma_ in ("deployment", "mission", "operation", "intervention", "use", "war"):
        on += preps.get("in", ())
    return actors, entities(on, lookup) - actors


def place_of(trigger: Trigger, lookup: Lookup) -> Token | None:
    """Noun of the place: under the event first, else the only one its sentence names."""
    token = trigger.token
    inner = [one for one in within_phrase(token) if one.dep_ != "nsubj"]
    if trigger.tail is not None:
        inner += within_phrase(trigger.tail)
    under = [one for one in inner if is_place(one, lookup)]
    near = [one for one in under if one.head.head == token or one.head.head.head == token]
    if near or under:
        return (near or under)[0]
    if trigger.frame is None:
        verb = next((one for one in token.ancestors if one.pos_ == "VERB"), None)
        beside = [] if verb is None else [
            pobj
            for prep in children(verb, "prep")
            for pobj in children(prep, "pobj")
            if is_place(pobj, lookup)
        ]
        return beside[0] if beside else None
    return None


def is_place(token: Token, lookup: Lookup) -> bool:
    """Whether a token names a place after a word of place."""
    prep = token.head
    while prep.pos_ in ("NOUN", "PROPN") and (token.dep_ in ("conj", "pobj", "appos")):
        token, prep = prep, prep.head
    if token.dep_ != "pobj" or prep.lower_ not in PLACE_WORDS:
        return False
    if token.ent_type_ in PLACE_TYPES or len(lookup(token) or "") == 3:
        return True
    if not in_class(token, word_classes()["place_noun"]):
        return False
    return any(
        one.ent_type_ in PLACE_TYPES or len(lookup(one) or "") == 3 for one in within_phrase(token)
    )


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
    under = {one.idx - offset for one in token.subtree}
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
    return found.group() if found else None


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
    if frame is None:
        return trigger.token
    nouns = [one for one in (*frame.objects, *frame.subjects) if one.i in trigger.consumed]
    if trigger.mode == "found":
        return frame.objects[0] if frame.objects else trigger.token
    light = frame.verb.lemma_ in (
        *("hold", "take", "carry", "conduct", "stage", "open", "attend", "convene", "launch"),
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
    return named or first or under


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
    span = None
    places: frozenset[str] = frozenset()
    if place is not None:
        places = entities([place], lookup) or frozenset((place.text,))
        edge = [place, *within_phrase(place)]
        a, b = min(one.i for one in edge), max(one.i for one in edge)
        span = (doc[a].idx, doc[b].idx + len(doc[b]))
    determiners = {one.lower_ for one in kernel.children if one.dep_ in ("det", "poss")}
    return Happening(
        plover=trigger.plover,
        mode=trigger.mode,
        status=status,
        kernel=kernel.lemma_.lower(),
        start=words.start_char,
        end=words.end_char,
        sentence=sentence.text,
        verbal=trigger.frame is not None,
        definite=bool(determiners & DEFINITE) or kernel.pos_ == "PROPN",
        anchored=is_anchored(kernel, trigger, lookup, when),
        actors=actors,
        targets=targets,
        places=places,
        place_span=span,
        when=when,
        name=name_in(words.text) or own_name(kernel, trigger, lookup),
        modifiers=frozenset(modifiers_of(kernel)),
        aside=beside_speech(trigger),
    )


def beside_speech(trigger: Trigger) -> bool:
    """Whether a clause says in what manner somebody speaks: `slamming the plan, he said …`."""
    token = trigger.token
    return (
        trigger.frame is not None
        and token.dep_ in ("advcl", "conj")
        and token.head.lemma_.lower() in word_classes()["speech"]
    )


def before_next_name(doc: Doc, first: int, last: int) -> int:
    """Last token before a comma that leads to a second named exercise."""
    text = doc[first : last + 1].text
    names = list(NAMED.finditer(text))
    if len(names) < 2 or "-" not in names[1].group():
        return last
    cut = doc[first].idx + text.rfind(", ", 0, names[1].start())
    return max((one.i for one in doc[first : last + 1] if one.idx < cut), default=last)


def trim(words: Words) -> Words:
    """Words without the punctuation and conjunctions at their edges."""
    start, end = words.start, words.end
    doc = words.doc
    while start < end - 1 and (doc[start].is_space or doc[start].pos_ in ("PUNCT", "CCONJ")):
        if doc[start].is_quote or doc[start].text in "([":
            break
        start += 1
    while end - 1 > start and (doc[end - 1].is_space or doc[end - 1].lower_ in (",", ".", ";", ":")):
        end -= 1
    if doc[start:end].text.count("(") > doc[start:end].text.count(")"):
        closing = next((one.i for one in doc[end : end + 4] if one.text == ")"), None)
        end = closing + 1 if closing is not None else end
    return doc[start:end]


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
    found = triggers(sentence, lookup)
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


def named_exercises(
    sentence: Words, told: list[Happening], dates: list[When], lookup: Lookup
) -> Iterator[Happening]:
    """Further exercises of a list, told by name only after a sentence's exercise.

    Armies name an exercise and add the year; a sentence that speaks of one such name often
    lists others without a verb of their own.
    """
    text = sentence.text
    for match in NAMED.finditer(text):
        start, end = match.start() + sentence.start_char, match.end() + sentence.start_char
        if "-" not in match.group() or any(one.start <= start < one.end for one in told):
            continue
        first, last = local_phrase(text, match.start(), match.end())
        words = sentence.doc.char_span(
            first + sentence.start_char, last + sentence.start_char, alignment_mode="expand"
        )
        place = None if words is None else next(
            (one for one in words if is_place(one, lookup)), None
        )
        yield Happening(
            plover="MOBILIZE",
            mode="exercise",
            status="occurred",
            kernel="exercise",
            start=first + sentence.start_char,
            end=last + sentence.start_char,
            sentence=text,
            verbal=False,
            definite=False,
            anchored=True,
            places=frozenset() if place is None else entities([place], lookup),
            place_span=None if place is None else (place.idx, place.idx + len(place)),
            when=next((one for one in dates if match.start() <= one.start < match.end()), None),
            name=match.group(),
        )


def local_phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a name between commas and stops."""
    before = max((text.rfind(mark, 0, start) for mark in (", ", "; ", ". ", ": ")), default=-1)
    first = before + 2 if before >= 0 else 0
    first += len(text[first:start]) - len(text[first:start].lstrip())
    after = [text.find(mark, end) for mark in (", ", "; ", ". ")]
    last = min((one for one in after if one >= 0), default=len(text.rstrip(" .")))
    return first, max(last, end)
