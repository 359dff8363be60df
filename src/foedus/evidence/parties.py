"""Who acts, on whom, and where, from the clause or phrase of an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.evidence.frames import Lookup, children, in_class, preps_of
from foedus.evidence.lexicon import word_classes, words
from foedus.evidence.phrases import within_phrase
from foedus.evidence.tables import states
from foedus.evidence.triggers import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACE_TYPES = frozenset(("GPE", "LOC", "FAC"))
PLACE_WORDS = words("in at near from across inside within on into to around over")
AGAINST = words("against on to upon into toward towards with at")
INSIDE = words("in at near inside within across over around throughout")


def entities(tokens: Iterable[Token], lookup: Lookup) -> frozenset[str]:
    """Whom or what some phrases name, without the places they stand in."""
    found: set[str] = set()
    for token in tokens:
        for one in (token, *within_phrase(token)):
            known = lookup(one)
            if known is not None and not stands_in_place(one, token):
                found.add(known)
    return frozenset(found)


def stands_in_place(token: Token, top: Token) -> bool:
    """Whether a word is the place of a phrase rather than a part of it: groups in X."""
    while token not in (top, token.head):
        if token.dep_ == "prep" and token.lower_ in INSIDE:
            return True
        token = token.head
    return False


def parties(trigger: Trigger, lookup: Lookup) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of those who act and of those whom it is done to.

    Who meets or signs together is an actor, and so is the owner of forces that are sent.
    """
    if trigger.frame is None:
        return noun_parties(trigger.token, lookup)
    frame = trigger.frame
    actors = entities(frame.subjects, lookup)
    objects = entities([*frame.objects, *children(frame.verb, "dative")], lookup)
    goals = AGAINST if trigger.mode != "exercise" else frozenset(("against",))
    if trigger.mode == "deploy" or trigger.plover == "AID":
        goals |= {"in"}
    towards = entities((one for word in goals for one in frame.preps.get(word, ())), lookup)
    if trigger.mode == "exercise":
        objects |= entities(frame.preps.get("with", ()), lookup)
    shared = trigger.plover == "AGREE" or trigger.mode in ("meet", "found")
    if shared or (trigger.plover == "MOBILIZE" and (frame.passive or not actors)):
        return (actors | objects) - towards, towards
    return actors, (objects | towards) - actors


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
    where = token.dep_ == "relcl" and any(one.lower_ == "where" for one in token.children)
    if where and (token.head.ent_type_ in PLACE_TYPES or len(lookup(token.head) or "") == 3):
        return token.head
    inner = [one for one in within_phrase(token) if one.dep_ != "nsubj"]
    if trigger.tail is not None:
        inner += within_phrase(trigger.tail)
    under = [one for one in inner if is_place(one, lookup)]
    near = [one for one in under if one.head.head == token or one.head.head.head == token]
    if near or under:
        return (near or under)[0]
    if trigger.frame is None:
        verb = next((one for one in token.ancestors if one.pos_ == "VERB"), None)
        beside = (
            []
            if verb is None
            else [
                pobj
                for prep in children(verb, "prep")
                for pobj in children(prep, "pobj")
                if is_place(pobj, lookup)
            ]
        )
        return beside[0] if beside else None
    return None


def is_place(token: Token, lookup: Lookup) -> bool:
    """Whether a token names a place after a word of place."""
    if (lookup(token) or "").startswith("P."):
        return False
    prep = token.head
    while prep.pos_ in ("NOUN", "PROPN") and (token.dep_ in ("conj", "pobj", "appos")):
        token, prep = prep, prep.head
    if token.dep_ != "pobj" or prep.lower_ not in PLACE_WORDS:
        return False
    if token.ent_type_ in PLACE_TYPES or len(lookup(token) or "") == 3:
        return True
    if not in_class(token, word_classes()["place_noun"]):
        return False
    named = PLACE_TYPES | {"NORP"}
    return any(
        one.ent_type_ in named or len(lookup(one) or "") == 3 for one in within_phrase(token)
    )


def placing(
    place: Token | None, lookup: Lookup
) -> tuple[str | None, frozenset[str], tuple[int, int] | None]:
    """Place in words, as codes for comparing, and where its words stand; states by their code."""
    if place is None:
        return None, frozenset(), None
    phrase = sorted((place, *within_phrase(place)), key=lambda one: one.i)
    found = [one for one in phrase if lookup(one) and not (lookup(one) or "").startswith("P.")]
    codes = {code for one in found if (code := lookup(one)) is not None}
    city = any(is_seat(one, lookup(one)) for one in found)
    span = (phrase[0].idx, phrase[-1].idx + len(phrase[-1]))
    text = place.doc.text[span[0] : span[1]]
    if text.count("(") > text.count(")"):
        span = (span[0], span[0] + len(text[: text.rfind("(")].rstrip()))
        text = place.doc.text[span[0] : span[1]]
    if codes and not city:
        return "; ".join(sorted(codes)), frozenset(codes), span
    return text, frozenset(codes or {text}), span


def is_seat(token: Token, code: str | None) -> bool:
    """Whether a word names a state's seat and not the state."""
    return code in states() and token.text in states()[code].seats
