"""A verb with its parts: who does what to whom, read from the dependency tree of spaCy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.evidence.lexicon import word_classes, words

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT = words(
    "series number group part thousand hundred million dozen score ton lot majority most some one "
    "two three wave round batch element kind type set host range amount share half quarter bulk "
    "couple handful spate string patch third rest remainder member day week battery "
    "consignment load shipment package tranche size"
)
"""Nouns that stand for what follows their `of`: a wave of strikes is strikes."""

HOLLOW = words("effort attempt process campaign drive activity move programme program")
"""Nouns that say what their modifier says: a mediation effort is mediation."""

ASKING = words("ask appeal turn apply plead beg call")

ACTOR_TYPES = frozenset(("GPE", "NORP", "ORG", "PERSON"))

POSSESSED = words(
    "right policy decision effort government people leadership position role state action"
)
"""Nouns through which their owner is meant: to defend a state's right is to defend the state."""

Lookup = Callable[["Token"], str | None]
"""Who or what a token names: `P.…` for a person, `O.…` for an organisation, a state's code."""


def nobody(_token: Token) -> str | None:
    """Lookup of somebody who knows no names; the entity types of the parser must do."""
    return None


@dataclass(frozen=True, slots=True)
class Frame:
    """Parts of a clause around its verb; a passive's object stands in `objects`."""

    verb: Token
    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    preps: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    complements: tuple[Token, ...] = ()
    particles: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    passive: bool = False
    negated: bool = False


def with_conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is joined to it by and, or, a comma."""
    yield token
    for child in token.children:
        if child.dep_ in ("conj", "appos") and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            yield from with_conjuncts(child)


def heads(tokens: list[Token]) -> tuple[Token, ...]:
    """Heads that carry the meaning: conjuncts too, and through light nouns and their `of`."""
    out: list[Token] = []
    for token in tokens:
        for one in with_conjuncts(token):
            out.append(one)
            if one.lemma_.lower() in LIGHT or one.pos_ == "NUM":
                inner = [
                    pobj
                    for prep in one.children
                    if prep.dep_ == "prep" and prep.lower_ == "of"
                    for pobj in prep.children
                    if pobj.dep_ == "pobj"
                ]
                out.extend(heads(inner))
    return tuple(out)


def children(token: Token, *deps: str) -> list[Token]:
    """Children of a token under any of these relations."""
    return [child for child in token.children if child.dep_ in deps]


def subjects_of(verb: Token, depth: int = 0) -> list[Token]:
    """Subjects of a verb, also those it shares with the verb it hangs on."""
    own = children(verb, "nsubj", "csubj", "expl")
    relative = [one for one in own if one.tag_ in ("WDT", "WP")]
    if own and not relative:
        return own
    head = verb.head
    if verb.dep_ in ("relcl", "acl") and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            return []
        return [head]
    if own or depth > 4 or head == verb or head.pos_ not in ("VERB", "AUX", "ADJ"):
        return own
    if children(verb, "nsubjpass"):
        return []
    if verb.dep_ in ("conj", "advcl", "pcomp", "acomp"):
        return subjects_of(head, depth + 1)
    if verb.dep_ == "xcomp":
        control = children(head, "dobj", "nsubjpass") if head.dep_ != "xcomp" else []
        return control[:1] or subjects_of(head, depth + 1)
    return own


def preps_of(token: Token) -> dict[str, tuple[Token, ...]]:
    """Objects of the prepositions on a token, by preposition, through a particle's own."""
    out: dict[str, list[Token]] = {}
    for prep in children(token, "prep", "agent", "dative", "prt", "advmod"):
        for pobj in prep.children:
            if pobj.dep_ == "pobj":
                out.setdefault(prep.lower_, []).extend(heads([pobj]))
            elif pobj.dep_ == "prep":
                inner = [one for one in pobj.children if one.dep_ == "pobj"]
                out.setdefault(pobj.lower_, []).extend(heads(inner))
            elif pobj.dep_ == "pcomp":
                out.setdefault(prep.lower_, []).append(pobj)
    return {name: tuple(found) for name, found in out.items()}


def particles_of(verb: Token) -> frozenset[str]:
    """Particles of a verb, also those that the parser took for adverbs or bare prepositions."""
    return frozenset(
        child.lower_
        for child in verb.children
        if child.dep_ == "prt" or (child.dep_ in ("advmod", "prep") and child.tag_ in ("RP", "RB"))
    )


def frame_of(verb: Token) -> Frame:
    """Frame of a verb."""
    passive_subjects = children(verb, "nsubjpass")
    participle = verb.dep_ == "acl" and verb.tag_ == "VBN"
    passive = bool(passive_subjects or children(verb, "auxpass") or participle)
    preps = preps_of(verb)
    if verb.lemma_ in ASKING and "for" not in preps:
        preps["for"] = wished_of(verb)
    if passive:
        if passive_subjects and passive_subjects[0].tag_ in ("WDT", "WP"):
            passive_subjects = [verb.head]
        if not passive_subjects and verb.dep_ in ("conj", "xcomp"):
            passive_subjects = children(verb.head, "nsubjpass")
        if not passive_subjects and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
            passive_subjects = children(verb.head, "nsubj")
        objects = heads(passive_subjects or ([verb.head] if participle else []))
        subjects = preps.get("by", ())
    else:
        objects = heads([*objects_of(verb), *told_to_do(verb)])
        subjects = heads(subjects_of(verb))
    return Frame(
        verb=verb,
        subjects=subjects,
        objects=objects,
        preps=preps,
        complements=complements_of(verb),
        particles=particles_of(verb),
        auxiliaries=auxiliaries_of(verb),
        passive=passive,
        negated=is_negated(verb) or any(is_nobody(one) for one in subjects),
    )


def wished_of(verb: Token) -> tuple[Token, ...]:
    """What is asked for, where the parser hung it on those asked: to appeal to X for help."""
    asked = [one for prep in children(verb, "prep", "dative") for one in prep.children]
    asked += children(verb, "dobj")
    return tuple(wish for one in asked for wish in preps_of(one).get("for", ()))


def complements_of(verb: Token) -> tuple[Token, ...]:
    """Verbs that complete a verb: its clauses, and the infinitive on its object."""
    own = [one for one in children(verb, "xcomp", "ccomp") if one.pos_ in ("VERB", "AUX")]
    for thing in children(verb, "dobj"):
        own.extend(one for one in children(thing, "acl") if one.tag_ == "VB")
    return tuple(own)


def objects_of(verb: Token) -> list[Token]:
    """Objects of a verb; in a relative clause also what it is about: the boats that it sent."""
    own = children(verb, "dobj", "attr", "oprd")
    pointing = [one for one in own if one.tag_ in ("WDT", "WP")]
    if verb.dep_ != "relcl" or verb.head.pos_ not in ("NOUN", "PROPN"):
        return own
    if pointing:
        return [verb.head, *(one for one in own if one not in pointing)]
    subjects = children(verb, "nsubj")
    apart = [one for one in subjects if one.tag_ not in ("WDT", "WP")]
    return own if own or not apart else [verb.head]


def told_to_do(verb: Token) -> list[Token]:
    """Whom a verb tells to do something: the subject of its infinitive."""
    return [
        who
        for clause in children(verb, "ccomp")
        if clause.tag_ == "VB" and any(one.tag_ == "TO" for one in clause.children)
        for who in children(clause, "nsubj")
    ]


def auxiliaries_of(verb: Token) -> frozenset[str]:
    """Auxiliaries of a verb; one joined to another by and shares those it lacks."""
    own = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if not own and verb.dep_ == "conj" and verb.tag_ in ("VB", "VBN"):
        own = {child.lower_ for child in verb.head.children if child.dep_ in ("aux", "auxpass")}
    return frozenset(own)


def is_negated(token: Token) -> bool:
    """Whether the token itself carries not, never or no longer."""
    return any(
        child.dep_ == "neg" or child.lower_ in ("never", "hardly", "barely")
        for child in token.children
    )


def is_nobody(token: Token) -> bool:
    """Whether a subject says that nobody did it."""
    return token.lower_ in ("none", "nobody", "neither", "no-one") or any(
        child.lower_ in ("no", "neither") for child in token.children if child.dep_ == "det"
    )


def modifiers_of(noun: Token) -> set[str]:
    """Lemmas and forms of what stands before a noun within its phrase."""
    out: set[str] = set()
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss") and child.i < noun.i:
            out.update((child.lemma_.lower(), child.lower_))
            out.update(inner.lemma_.lower() for inner in child.children if inner.i < child.i)
    return out


def in_class(noun: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of these words; those of two parts need their modifier."""
    lemma = noun.lemma_.lower()
    if lemma in words or noun.lower_ in words:
        return True
    modifiers = modifiers_of(noun)
    if noun.pos_ in ("PROPN", "NUM") and modifiers & words:
        return True
    if any(f"{modifier} {lemma}" in words for modifier in modifiers):
        return True
    if lemma in HOLLOW and modifiers & words:
        return True
    inner = [one for prep in noun.children if prep.lower_ == "of" for one in prep.children]
    return any(f"{lemma} of {one.lemma_.lower()}" in words for one in inner)


def names_actor(token: Token, lookup: Lookup) -> bool:
    """Whether a token names, or is owned by, a person, people, state or organisation."""
    if token.ent_type_ in ACTOR_TYPES or lookup(token) is not None:
        return True
    owners = [child for child in token.children if child.dep_ in ("poss", "compound", "amod")]
    if token.lemma_.lower() in POSSESSED:
        owners += [one for prep in token.children if prep.lower_ == "of" for one in prep.children]
    return any(child.ent_type_ in ACTOR_TYPES or lookup(child) is not None for child in owners)


def is_organisation(token: Token, lookup: Lookup) -> bool:
    """Whether a token names an organisation, or stands for one with its article."""
    known = lookup(token)
    if known is not None:
        return known.startswith("O.")
    if token.ent_type_ == "ORG":
        return True
    return in_class(token, word_classes()["organisation"])


def is_leader(token: Token, lookup: Lookup, states: bool) -> bool:
    """Whether a token is a person or body of state; a state too if `states`."""
    known = lookup(token) or ""
    if known.startswith("P.") or token.ent_type_ == "PERSON":
        return True
    if in_class(token, word_classes()["officials"]):
        return True
    return states and (token.ent_type_ in ("GPE", "NORP") or len(known) == 3)
