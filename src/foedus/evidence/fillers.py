"""What may fill a part of a clause: a word, a class of the tables, or somebody who can act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from foedus.evidence.frames import (
    Lookup,
    in_class,
    is_leader,
    is_organisation,
    modifiers_of,
    names_actor,
)
from foedus.evidence.lexicon import CONFLICTUAL, Entry, event_words, word_classes

if TYPE_CHECKING:
    from spacy.tokens import Token


def fills(token: Token, filler: str, lookup: Lookup) -> bool:
    """Whether a token is what an entry asks for: a word, `any`, or a class `@name`."""
    if filler == "any":
        return True
    if " " in filler:
        return in_class(token, frozenset((filler,)))
    if not filler.startswith("@"):
        return token.lemma_.lower() == filler or token.lower_ == filler
    name = filler[1:]
    test = TESTS.get(name)
    return test(token, lookup) if test else in_class(token, word_classes()[name])


def is_actor(token: Token, lookup: Lookup) -> bool:
    """Whether a token names somebody, or is an armed force."""
    return names_actor(token, lookup) or in_class(token, word_classes()["forces"])


def is_signer(token: Token, lookup: Lookup) -> bool:
    """Whether a token is somebody who can put a name to a text."""
    return names_actor(token, lookup) or is_leader(token, lookup, states=True) or plural(token)


def is_wished(token: Token, _lookup: Lookup) -> bool:
    """Whether a verb is in the mood of demands: that they leave, should leave, must leave."""
    modal = {one.lower_ for one in token.children if one.dep_ == "aux"}
    return token.tag_ == "VB" and not modal - {"should", "must", "be", "to"}


def is_conflict(token: Token, lookup: Lookup) -> bool:
    """Whether a verb with its clause tells of conflict in its most general sense."""
    from foedus.evidence.matching import clause_type  # whose entries ask for this in turn

    return clause_type(token, lookup) in CONFLICTUAL


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
    known = event_words()
    found = known.get((pos, token.lemma_.lower()), ())
    return found or known.get((pos, token.lower_), ())


def agent(token: Token, lookup: Lookup) -> bool:
    """Whether a token is somebody who can intend: a name, a pronoun, people or officials."""
    if token.pos_ == "PRON":
        return token.tag_ == "PRP"
    if token.pos_ == "PROPN" or names_actor(token, lookup):
        return True
    classes = word_classes()
    return any(in_class(token, classes[name]) for name in ("officials", "crowd", "armed", "people"))


TESTS: dict[str, Callable[[Token, Lookup], bool]] = {
    "actor": is_actor,
    "agent": agent,
    "leaders": lambda token, lookup: is_leader(token, lookup, states=True),
    "leaders_only": lambda token, lookup: is_leader(token, lookup, states=False),
    "signers": is_signer,
    "org": is_organisation,
    "org_named": is_organisation,
    "corporate": lambda token, lookup: (
        names_actor(token, lookup) and not is_leader(token, lookup, states=False)
    ),
    "persons": lambda token, lookup: (
        token.ent_type_ in ("PERSON", "NORP") or (lookup(token) or "").startswith("P.")
    ),
    "states": lambda token, lookup: token.ent_type_ == "GPE" or len(lookup(token) or "") == 3,
    "place": lambda token, lookup: (
        (token.ent_type_ in ("GPE", "LOC", "FAC") and token.pos_ == "PROPN")
        or in_class(token, word_classes()["territory"])
    ),
    "states2": lambda token, _lookup: token.dep_ != "conj" and count_states(token) >= 2,
    "foreign": lambda token, _lookup: is_foreign_official(token),
    "wished": is_wished,
    "conflict": is_conflict,
}
"""Classes that are more than a list of words."""
