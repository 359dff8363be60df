"""Which entry of the lexicon a clause or a phrase meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.fillers import entries, fills
from foedus.evidence.frames import Frame, Lookup, children, frame_of, heads, modifiers_of, preps_of
from foedus.evidence.lexicon import Entry, Need, idioms

if TYPE_CHECKING:
    from spacy.tokens import Token


def holds(need: Need, frame: Frame, lookup: Lookup) -> bool:
    """Whether a clause meets one condition of an entry."""
    if need.part in ("passive", "active", "no_obj", "no_prep_at"):
        facts = {
            "passive": frame.passive,
            "active": not frame.passive,
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


def clause_type(verb: Token, lookup: Lookup) -> str | None:
    """Type of the event that a clause would tell of, whatever governs it."""
    entry = verb_entry(frame_of(verb), lookup)
    return entry.plover if entry is not None else None


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


def figurative(token: Token) -> bool:
    """Whether a word stands beside one that makes it a figure of speech: a war of words."""
    beside = idioms().get(token.lemma_.lower())
    if beside is None:
        return False
    own = list(token.children)
    after = [one for prep in own if prep.pos_ == "ADP" for one in prep.children]
    if token.pos_ == "VERB":  # to meet a deadline is a figure, to meet after a deadline is none
        after = [one for one in after if one.head.lower_ in ("with", "to", "for", "into", "on")]
    near = {one.lemma_.lower() for one in (*own, *after, token.head)}
    return bool(beside & near)
