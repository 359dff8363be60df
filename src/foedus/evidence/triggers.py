"""Which words of a sentence tell of an event, and of which type: lexicon and clause together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.evidence.frames import (
    GROUP_TYPES,
    Frame,
    Lookup,
    children,
    frame_of,
    heads,
    in_class,
    is_leader,
    is_organisation,
    modifiers_of,
    names_actor,
    nobody,
    preps_of,
)
from foedus.evidence.lexicon import (
    CONFLICTUAL,
    COOPERATIVE,
    Entry,
    Need,
    event_words,
    word_classes,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

WILLING = frozenset("ready willing prepared committed eager determined set".split())
INTENDING = frozenset("plan intend mean".split())
OPERATORS = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"))
REFUSED_BY_NOT = frozenset(
    "recognize recognise accept sign support join ratify allow permit approve agree attend".split()
)
HAPPEN = frozenset("occur happen erupt begin start end continue unfold follow".split())
INACTION = frozenset("react respond intervene help act assist answer interfere".split())


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


def fills(token: Token, filler: str, lookup: Lookup) -> bool:
    """Whether a token is what an entry asks for: a word, `any`, or a class `@name`."""
    if filler == "any":
        return True
    if not filler.startswith("@"):
        return token.lemma_.lower() == filler or token.lower_ == filler
    name = filler[1:]
    if name == "actor":
        return names_actor(token, lookup) or in_class(token, word_classes()["forces"])
    if name in ("leaders", "leaders_only"):
        return is_leader(token, lookup, states=name == "leaders")
    if name == "signers":
        return names_actor(token, lookup) or is_leader(token, lookup, states=True) or plural(token)
    if name in ("org", "org_named"):
        return is_organisation(token, lookup)
    if name == "corporate":
        return not is_leader(token, lookup, states=False) and token.pos_ != "PRON"
    if name == "states2":
        return token.dep_ != "conj" and count_states(token) >= 2
    if name == "foreign":
        return is_foreign_official(token)
    if name == "wished":
        modal = {one.lower_ for one in token.children if one.dep_ == "aux"}
        return token.tag_ == "VB" and not modal - {"should", "must", "be", "to"}
    if name == "agent":
        return agent(token, lookup)
    if name == "conflict":
        return any(entry.plover in CONFLICTUAL for entry in entries("verb", token))
    return in_class(token, word_classes()[name])


def plural(token: Token) -> bool:
    """Whether a noun is a plural of people or states."""
    return token.tag_ == "NNS" and token.lemma_.lower() in (
        *("side", "party", "country", "state", "member", "ally", "participant", "nation"),
    )


def count_states(token: Token) -> int:
    """How many different peoples or states the phrase of a token names."""
    return len({one.lower_ for one in token.subtree if one.ent_type_ in ("GPE", "NORP")})


def is_foreign_official(token: Token) -> bool:
    """Whether a token is somebody sent by another state, or is called foreign."""
    classes = word_classes()
    if in_class(token, classes["diplomats"]):
        return token.lemma_.lower() != "journalist"
    foreign = modifiers_of(token) & {"foreign", "visiting", "western", "allied"}
    return bool(foreign) and in_class(token, classes["officials"])


def entries(pos: str, token: Token) -> tuple[Entry, ...]:
    """Entries of the lexicon under the lemma or the form of a token."""
    words = event_words()
    found = words.get((pos, token.lemma_.lower()), ())
    return found or words.get((pos, token.lower_), ())


def holds(need: Need, frame: Frame, lookup: Lookup) -> bool:
    """Whether a clause meets one condition of an entry."""
    if need.part in ("passive", "no_obj", "no_prep_at"):
        facts = {
            "passive": frame.passive,
            "no_obj": not frame.objects,
            "no_prep_at": "at" not in frame.preps,
        }
        return facts[need.part]
    if need.part == "part":
        return bool(frame.particles & set(need.any_of) or set(frame.preps) & set(need.any_of))
    if need.part == "prep":
        return bool(set(frame.preps) & set(need.any_of))
    if need.part == "obj":
        where = frame.objects
    elif need.part == "subj":
        where = frame.subjects
    elif need.part == "comp":
        where = frame.complements
    else:
        where = frame.preps.get(need.part, ())
    return any(fills(token, filler, lookup) for token in where for filler in need.any_of)


def verb_entry(frame: Frame, lookup: Lookup) -> Entry | None:
    """First entry of a verb whose conditions its clause meets."""
    for entry in entries("verb", frame.verb):
        if all(holds(need, frame, lookup) for need in entry.needs):
            return entry
    return None


def noun_holds(need: Need, noun: Token, lookup: Lookup) -> bool:
    """Whether the phrase of a noun meets one condition of an entry."""
    if need.part == "modifier":
        wanted = need.any_of[0].split()
        infinitives = [one for one in children(noun, "acl") if one.tag_ == "VB"]
        if wanted[-1] in ("to", "of"):
            return wanted[-1] in preps_of(noun)
        return set(wanted) <= modifiers_of(noun) | {one.lemma_ for one in infinitives}
    if need.part == "poss":
        return bool(children(noun, "poss"))
    where = preps_of(noun).get(need.part, ())
    if need.part == "of":
        where = (*where, *heads(children(noun, "compound", "poss")))
    return any(fills(token, filler, lookup) for token in where for filler in need.any_of)


def noun_entry(noun: Token, lookup: Lookup) -> Entry | None:
    """First entry of a noun whose conditions its phrase meets."""
    for entry in entries("noun", noun):
        if all(noun_holds(need, noun, lookup) for need in entry.needs):
            return entry
    return None


def verb_trigger(verb: Token, lookup: Lookup) -> Trigger | None:
    """Event told by a verb, seen through its auxiliaries, its negation and what governs it."""
    frame = frame_of(verb)
    entry = verb_entry(frame, lookup) or happening_entry(frame, lookup)
    if verb.lemma_ in INACTION and frame.negated and frame.subjects and past(verb, frame):
        return Trigger(verb, "REJECT", "inaction", frame, consumed_by(frame, "REJECT"))
    demanded = demand_by_must(frame, lookup)
    if demanded is not None:
        return demanded
    if frame.negated and verb.lemma_ in REFUSED_BY_NOT and frame.subjects and not frame.passive:
        if past(verb, frame) or intended(verb, frame):
            mode = "non-recognition" if verb.lemma_.startswith("recogni") else None
            return Trigger(verb, "REJECT", mode, frame, consumed_by(frame, "REJECT"))
    if entry is None:
        return None
    plover, mode = entry.plover, entry.mode
    if frame.negated and plover in COOPERATIVE and frame.subjects:
        if intended(verb, frame):
            plover, mode = "REJECT", None
    elif not frame.negated:
        plover, mode = as_promise(verb, frame, plover, mode, lookup)
    return Trigger(verb, plover, mode, frame, consumed_by(frame, plover))


def happening_entry(frame: Frame, lookup: Lookup) -> Entry | None:
    """`An attack took place`: the event that a verb of happening says of its subject."""
    verb = frame.verb
    held = frame.passive and verb.lemma_ in ("hold", "conduct", "carry", "stage", "organize")
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
    able = [
        one
        for one in frame.subjects
        if names_actor(one, lookup, GROUP_TYPES) or is_leader(one, lookup, states=True)
    ]
    if not able or frame.passive:
        return None
    return Trigger(frame.verb, "REQUEST", "demand", frame, consumed_by(frame, "REQUEST"))


def intended(verb: Token, frame: Frame) -> bool:
    """Whether a deed is announced rather than done: will, ready to, plans to."""
    if frame.auxiliaries & {"will", "would", "'ll", "wo", "shall", "'d"}:
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
    scheduled = plover == "MOBILIZE" or mode in ("join", "meet", "military", "declaration", "sign")
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


def agent(token: Token, lookup: Lookup) -> bool:
    """Whether a token is somebody who can intend: a name, a pronoun, people or officials."""
    if token.pos_ == "PRON":
        return token.tag_ == "PRP"
    if token.pos_ == "PROPN" or names_actor(token, lookup):
        return True
    classes = word_classes()
    return any(in_class(token, classes[name]) for name in ("officials", "crowd", "armed", "people"))


def dated(verb: Token) -> bool:
    """Whether the clause of a verb names a day, week, month or season."""
    return any(one.ent_type_ in ("DATE", "TIME") for one in verb.subtree)


def consumed_by(frame: Frame, plover: str) -> frozenset[int]:
    """Tokens that an event takes up: the noun of a light verb; all that is promised or demanded."""
    taken = {one.i for one in frame.objects if one.dep_ != "appos" and tells_of(one, plover)}
    if happens(frame):
        taken.update(token.i for token in frame.subjects)
    if plover in OPERATORS:
        named = () if plover == "ACCUSE" else frame.objects
        for part in (*frame.complements, *named, *of_preps(frame)):
            taken.update(one.i for one in part.subtree)
    return frozenset(taken)


def tells_of(noun: Token, plover: str) -> bool:
    """Whether a noun names an event of this type, or none: `held talks` against `quell protests`."""
    types = {entry.plover for entry in entries("noun", noun)}
    return not types or plover in types


def of_preps(frame: Frame) -> Iterable[Token]:
    """What stands after the prepositions through which one demands, accuses or threatens."""
    for name in ("for", "of", "with", "to", "on", "against"):
        yield from frame.preps.get(name, ())


def noun_trigger(noun: Token, lookup: Lookup) -> Trigger | None:
    """Event told by a noun that heads its phrase."""
    if noun.dep_ in ("compound", "amod", "nmod") or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    entry = noun_entry(noun, lookup)
    if entry is None:
        return None
    inner = preps_of(noun).get("of", ())
    return Trigger(noun, entry.plover, entry.mode, None, frozenset(one.i for one in inner), "noun")


def anniversary_trigger(noun: Token, lookup: Lookup) -> Trigger | None:
    """`the tenth anniversary of X`: the beginning of X, that many years before."""
    if noun.lemma_.lower() != "anniversary":
        return None
    for what in preps_of(noun).get("of", ()):
        inner = noun_entry(what, lookup)
        later = {one.i for other in children(noun, "conj") for one in other.subtree}
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
        if one.frame is None and one.plover == other.plover:
            if other.frame is not None and other.token.head == one.token:
                if other.token.dep_ == "amod":
                    return True
            if other.frame is None and is_conjunct(one.token, other.token):
                return True
    return False


def is_conjunct(token: Token, first: Token) -> bool:
    """Whether a noun is joined by and or a comma to an earlier one."""
    while token.dep_ in ("conj", "appos") and token.head != token:
        token = token.head
        if token == first:
            return True
    return False
