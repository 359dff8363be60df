"""Which words of a sentence tell of an event, and of which type: lexicon and clause together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.evidence.fillers import agent, entries
from foedus.evidence.frames import (
    Frame,
    Lookup,
    children,
    frame_of,
    in_class,
    is_organisation,
    nobody,
    preps_of,
)
from foedus.evidence.lexicon import (
    COOPERATIVE,
    Entry,
    word_classes,
    words,
)
from foedus.evidence.matching import figurative, noun_entry, verb_entry

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

WILLING = words("ready willing prepared committed eager determined set")
INTENDING = words("plan intend mean")
OPERATORS = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"))
REFUSED_BY_NOT = words(
    "recognize recognise accept sign support join ratify allow permit approve agree attend"
)
HAPPEN = words("occur happen erupt begin start end continue unfold follow")
TERMS = words("hour day week fortnight month minute deadline")
SCHEDULED_MODES = frozenset(("join", "meet", "military", "declaration", "sign"))
SCHEDULED = words("schedule plan pencil slate set time")
HELD = words("hold conduct carry stage organize organise") | SCHEDULED
INACTION = words("react respond intervene help act assist answer interfere")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event, with its type and the parts of its clause.

    `promised` marks a deed that is only agreed to or threatened; `consumed` are the tokens that
    the event takes up, which tell of no event of their own; `tail` is the infinitive that says
    what a noun consists in.
    """

    token: Token
    plover: str
    mode: str | None
    frame: Frame | None
    consumed: frozenset[int] = frozenset()
    via: str = "verb"
    tail: Token | None = None


def verb_trigger(verb: Token, lookup: Lookup) -> Trigger | None:
    """Event told by a verb, seen through its auxiliaries, its negation and what governs it."""
    if figurative(verb):
        return None
    frame = frame_of(verb)
    special = inaction_of(frame) or demand_by_must(frame, lookup) or refusal_of(frame)
    special = special or deadline_of(frame)
    if special is not None:
        return special
    entry = verb_entry(frame, lookup) or happening_entry(frame, lookup)
    if entry is None:
        return None
    plover, mode = entry.plover, entry.mode
    if not frame.negated:
        plover, mode = as_promise(verb, frame, plover, mode, lookup)
    elif plover in COOPERATIVE and frame.subjects and intended(verb, frame):
        plover, mode = "REJECT", None
    return Trigger(verb, plover, mode, frame, consumed_by(frame, plover))


def inaction_of(frame: Frame) -> Trigger | None:
    """`X did not intervene`: help or reaction that did not come."""
    verb = frame.verb
    still = verb.lemma_ in INACTION and frame.negated and bool(frame.subjects)
    if not still or not past(verb, frame):
        return None
    return Trigger(verb, "REJECT", "inaction", frame, consumed_by(frame, "REJECT"))


def refusal_of(frame: Frame) -> Trigger | None:
    """`X did not sign`: a refusal told by a verb of consent with its negation."""
    verb = frame.verb
    if not frame.negated or verb.lemma_ not in REFUSED_BY_NOT or frame.passive:
        return None
    now = bool(frame.auxiliaries & {"does", "do"}) and any(definite(one) for one in frame.objects)
    if not frame.subjects or not (past(verb, frame) or intended(verb, frame) or now):
        return None
    mode = "non-recognition" if verb.lemma_.startswith("recogni") else None
    return Trigger(verb, "REJECT", mode, frame, consumed_by(frame, "REJECT"))


def deadline_of(frame: Frame) -> Trigger | None:
    """`X gave them a week to leave`: an ultimatum, told by its term and what is to be done."""
    verb = frame.verb
    if verb.lemma_ != "give" or frame.negated or not (frame.subjects or frame.passive):
        return None
    until = [
        day for prep in children(verb, "prep") if prep.lower_ == "until" for day in prep.children
    ]
    if until and any(is_to_do(one) for one in (*verb.children, *until[0].children)):
        return Trigger(
            verb, "THREATEN", "ultimatum", frame, frozenset(one.i for one in verb.rights)
        )
    for term in children(verb, "dobj", "npadvmod", "dative", "nsubjpass"):
        todo = [one for one in (*term.children, *verb.children) if one.tag_ == "VB"]
        if term.lemma_.lower() in TERMS and any(is_to_do(one) for one in todo):
            inside = frozenset(one.i for part in (term, *todo) for one in part.subtree)
            return Trigger(verb, "THREATEN", "ultimatum", frame, inside)
    return None


def is_to_do(verb: Token) -> bool:
    """Whether a verb is an infinitive with its `to`."""
    return any(one.tag_ == "TO" for one in verb.children)


def definite(noun: Token) -> bool:
    """Whether a noun points to one thing: the protocol, its text, Annex 3."""
    pointing = any(
        one.lower_ in ("the", "this", "that") or one.dep_ == "poss" for one in noun.children
    )
    return pointing or noun.pos_ == "PROPN"


def happening_entry(frame: Frame, lookup: Lookup) -> Entry | None:
    """`An attack took place`: the event that a verb of happening says of its subject."""
    verb = frame.verb
    held = frame.passive and verb.lemma_ in HELD
    for noun in frame.objects if held else frame.subjects if happens(frame) else ():
        entry = noun_entry(noun, lookup)
        if entry is not None:
            return entry
    return None


def happens(frame: Frame) -> bool:
    """Whether a verb says of its subject that it took place."""
    verb = frame.verb
    if verb.lemma_ == "take":
        return any(one.lower_ == "place" for one in frame.objects)
    if verb.lemma_ == "be":
        return verb.dep_ != "relcl" and any(
            one.lower_ in ("underway", "way", "afoot") for one in verb.subtree
        )
    if verb.lemma_ == "break":
        return "out" in frame.particles and not frame.objects
    return verb.lemma_ in HAPPEN and not frame.objects


def past(verb: Token, frame: Frame) -> bool:
    """Whether a clause speaks of what was, not of what could be."""
    return verb.tag_ in ("VBD", "VBN") or bool(frame.auxiliaries & {"did", "have", "has", "had"})


def demand_by_must(frame: Frame, lookup: Lookup) -> Trigger | None:
    """`X must do`: a demand on X, when X is somebody who can do it."""
    if not frame.auxiliaries & {"must"} or frame.verb.lemma_ in ("be", "have"):
        return None
    able = [one for one in frame.subjects if one.pos_ != "PRON" and agent(one, lookup)]
    if not able or frame.passive or frame.verb.dep_ != "ccomp":
        return None  # what the report itself says must be done is nobody's demand
    return Trigger(frame.verb, "REQUEST", "demand", frame, consumed_by(frame, "REQUEST"))


def intended(verb: Token, frame: Frame) -> bool:
    """Whether a deed is announced rather than done: will, ready to, plans to."""
    if frame.auxiliaries & {"will", "would", "'ll", "wo", "shall"}:
        return True
    if "'d" in frame.auxiliaries and verb.tag_ == "VB":
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and head.lemma_.lower() in WILLING:
        return True
    if verb.dep_ in ("xcomp", "ccomp"):
        if head.lemma_ in INTENDING:
            return True
        if head.lower_ in WILLING and any(one.lemma_ == "be" for one in head.children):
            return True
        if head.lemma_ == "go" and head.tag_ == "VBG":
            return True
        ready = children(head, "acomp")
        return any(one.lemma_.lower() in WILLING for one in ready)
    return verb.dep_ == "conj" and verb.tag_ == "VB" and intended(verb.head, frame_of(verb.head))


def as_promise(
    verb: Token, frame: Frame, plover: str, mode: str | None, lookup: Lookup
) -> tuple[str, str | None]:
    """Type of a deed announced by its doer: to co-operate is to agree, to harm is to threaten.

    A meeting or a move of forces stays what it is, planned: its date and place are what a reader
    of plans needs. So does what will be done to a thing with no doer named.
    """
    scheduled = plover == "MOBILIZE" or mode in SCHEDULED_MODES
    if scheduled and not (plover == "CONSULT" and not dated(verb)):
        return plover, mode
    if not intended(verb, frame) or frame.passive or not frame.subjects:
        return plover, mode
    if not any(agent(one, lookup) for one in frame.subjects):
        return plover, mode
    if plover in COOPERATIVE:
        return "AGREE", "promise"
    if plover in ("SANCTION", "COERCE", "ASSAULT", "PROTEST"):
        return "THREATEN", mode
    return plover, mode


def dated(verb: Token) -> bool:
    """Whether the clause of a verb names a day, week, month or season."""
    return any(one.ent_type_ in ("DATE", "TIME") for one in verb.subtree)


def consumed_by(frame: Frame, plover: str) -> frozenset[int]:
    """Tokens that an event takes up: the noun of a light verb; all that is promised or demanded."""
    taken = {one.i for one in frame.objects if one.dep_ != "appos" and tells_of(one, plover)}
    whole = happens(frame) or plover == "REJECT"  # talks that failed are the failure
    taken.update(one.i for one in frame.subjects if whole or plover in types_of(one))
    if plover == "ACCUSE":
        taken.update(one.i for one in frame.objects)
    if plover == "CONCEDE":
        taken.update(one.i for part in frame.objects for one in part.subtree)
    if plover in OPERATORS:
        named = () if plover == "ACCUSE" else frame.objects
        for part in (*frame.complements, *named, *of_preps(frame)):
            taken.update(one.i for one in part.subtree)
    return frozenset(taken)


def tells_of(noun: Token, plover: str) -> bool:
    """Whether a noun names an event of this type, or none: `hold talks`, not `quell protests`."""
    types = types_of(noun)
    return not types or plover in types


def types_of(noun: Token) -> set[str]:
    """Types of event that a noun can name."""
    return {entry.plover for entry in entries("noun", noun)}


def of_preps(frame: Frame) -> Iterable[Token]:
    """What stands after the prepositions through which one demands, accuses or threatens."""
    for name in ("for", "of", "with", "to", "on", "against"):
        yield from frame.preps.get(name, ())


def noun_trigger(noun: Token, lookup: Lookup) -> Trigger | None:
    """Event told by a noun that heads its phrase."""
    if noun.dep_ in ("compound", "amod", "nmod") or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    named = noun.pos_ == "PROPN" and noun.ent_type_ == "ORG"
    if named or (lookup(noun) or "").startswith("O.") or figurative(noun):
        return None
    entry = noun_entry(noun, lookup)
    if entry is None or is_affiliation(noun) or is_manner(noun):
        return None
    inner = preps_of(noun).get("of", ())
    return Trigger(noun, entry.plover, entry.mode, None, frozenset(one.i for one in inner), "noun")


def is_affiliation(noun: Token) -> bool:
    """Whether a capitalised noun names whom somebody works for: an analyst of the X Forum."""
    return (
        noun.pos_ == "PROPN"
        and noun.dep_ == "pobj"
        and noun.head.lower_ in ("of", "at", "from", "with", "for")
        and noun.head.head.pos_ in ("NOUN", "PROPN")
    )


def is_manner(noun: Token) -> bool:
    """Whether a bare noun says how something is done: to leave in protest."""
    bare = not any(one.dep_ in ("det", "poss", "amod", "compound") for one in noun.children)
    return noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.tag_ == "NN" and bare


def anniversary_trigger(noun: Token, lookup: Lookup) -> Trigger | None:
    """`the tenth anniversary of X`: the beginning of X, that many years before."""
    if noun.lemma_.lower() != "anniversary":
        return None
    for what in preps_of(noun).get("of", ()):
        inner = noun_entry(what, lookup)
        others = [one for one in noun.subtree if one.lemma_ == noun.lemma_ and one != noun]
        others += children(noun, "conj")
        later = {one.i for other in others for one in other.subtree}
        taken = frozenset(one.i for one in noun.subtree) - later
        if inner is not None:
            return Trigger(noun, inner.plover, inner.mode, None, taken, via="anniversary")
        if in_class(what, word_classes()["treaty"]):
            return Trigger(noun, "AGREE", "sign", None, taken, via="anniversary")
        if is_organisation(what, lookup):
            return Trigger(noun, "AGREE", "found", None, taken, via="anniversary")
    return None


def triggers(sentence: Span, lookup: Lookup = nobody) -> list[Trigger]:
    """Events that a sentence tells of, in the order of their words.

    Parameters
    ----------
    sentence : spacy.tokens.Span
        A parsed sentence.
    lookup : callable
        From a token to the id of whom it names, or None.
    """
    found: list[Trigger] = []
    for token in sentence:
        one = anniversary_trigger(token, lookup)
        if one is None and token.pos_ in ("VERB", "AUX"):
            one = verb_trigger(token, lookup)
        elif one is None:
            one = noun_trigger(token, lookup)
        if one is not None:
            found.append(one)
    found = [with_tail(one, found) for one in found]
    return [one for one in found if not taken_up(one, found)]


def with_tail(one: Trigger, found: list[Trigger]) -> Trigger:
    """A noun with the infinitive right after it that says what it consists in."""
    if one.frame is not None:
        return one
    for other in found:
        if other.frame is None or other.plover != one.plover:
            continue
        if any(to.tag_ == "TO" and to.i == one.token.i + 1 for to in other.token.children):
            taken = one.consumed | {other.token.i}
            return replace(one, tail=other.token, consumed=taken)
    return one


def taken_up(one: Trigger, found: list[Trigger]) -> bool:
    """Whether an event is only the object, promise or content of another of the sentence."""
    for other in found:
        if other is one:
            continue
        if one.token.i in other.consumed:
            return True
        if one.frame is None and one.plover == other.plover and same_phrase(one, other):
            return True
    return False


def same_phrase(one: Trigger, other: Trigger) -> bool:
    """Whether a noun is joined to another event noun, or has its verb for a modifier."""
    if one.via == "anniversary":
        return False
    if other.frame is None:
        return is_conjunct(one.token, other.token)
    prep = one.token.head
    under = one.token.dep_ == "pobj" and prep.lower_ in ("in", "during")
    if under and prep.head == other.token and one.plover == "ASSAULT":
        return True  # in a war they took a town: the taking, with the war's date
    return other.token.head == one.token and other.token.dep_ == "amod"


def is_conjunct(token: Token, first: Token) -> bool:
    """Whether a noun is joined by and or a comma to an earlier one."""
    while token.dep_ in ("conj", "appos") and token.head != token:
        token = token.head
        if token == first:
            return True
    return False
