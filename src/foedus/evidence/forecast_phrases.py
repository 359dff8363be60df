"""Set phrases that foretell: the likeliest outcome is, what will follow is, bets on, looms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.forecast_frames import CHANCES, first_plural, framed, now, untold
from foedus.evidence.frames import Lookup, children
from foedus.evidence.lexicon import words
from foedus.evidence.outlook import (
    SUBJECT,
    Foretold,
    clause,
    deed,
    modal_of,
    phrase,
    present,
    refused,
    strength,
    with_degree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

AHEAD = words("expect predict forecast foresee anticipate bet exclude")
AWAITED = words("expect anticipate fear predict forecast foresee")
HELD = words("believe think reckon suspect suppose doubt")
EXCLUDING = words("exclude rule")
STAKING = words("bet wager gamble")
PROBABLE = words("probable likely likeliest unlikely improbable inevitable")
EXPLAINING = words(
    "cause explanation reason culprit author perpetrator source origin location motive suspect "
    "candidate reading interpretation target killer"
)
RESULTS = words(
    "outcome result scenario consequence effect loser winner victim casualty course step upshot "
    "successor response reaction end"
)
FOLLOWING = words("await come follow happen remain result emerge change end")
LOOMING = words("loom beckon threaten impend")
RECKONINGS = words("test reckoning crunch showdown backlash crisis trouble danger worst moment")
COMING = words("come lie begin start follow await")
SIGHTS = words("cards offing horizon way sight air")
STATIVE = words("be have know want need mean seem like belong contain exist depend")


def told_clause(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X expects that Y returns`, `X excludes that Y signs`, in the present tense."""
    lemma = verb.lemma_.lower()
    out = lemma in EXCLUDING and (lemma == "exclude" or particle(verb))
    if not (lemma in AHEAD | HELD or out) or first_plural(verb):
        return None
    reported = verb.tag_ == "VBD" or any(one.tag_ == "VBD" for one in children(verb, "aux"))
    if not (now(verb) or (reported and lemma != "suppose")):
        return None
    for told in children(verb, "ccomp"):
        if told.i < verb.i or not in_present(told):
            continue
        dated = any(one.ent_type_ in ("DATE", "TIME") for one in told.subtree)
        if lemma in HELD - {"doubt"} and not dated:
            continue
        that = [one.i for one in told.lefts if one.lower_ == "that" and one.dep_ == "mark"]
        span = (that[0] + 1 if that else phrase(told)[0], phrase(told)[1])
        no = refused(verb)
        chance = "not ruled out" if out and no else None
        doubted = (lemma == "doubt" or out) != no and not (out and no)
        return framed(verb, span, verb.lower_, chance, doubted=doubted)
    return None


def particle(verb: Token) -> bool:
    """Whether `out` belongs to a verb: to rule out."""
    return any(one.lower_ == "out" for one in verb.children)


def in_present(told: Token) -> bool:
    """Whether a clause told by another stands in the plain present and tells of a deed."""
    if told.lemma_.lower() in STATIVE or any(one.tag_ in ("WP", "WRB") for one in told.lefts):
        return False
    if any(one.lower_ in ("whether", "if", "how") for one in told.lefts):
        return False
    helping = [one for one in told.children if one.dep_ in ("aux", "auxpass")]
    if any(one.tag_ in ("MD", "VBD", "TO") or one.lower_ in ("has", "have") for one in helping):
        return False
    misread = told.tag_ in ("NN", "NNS") and any(one.dep_ == "mark" for one in told.lefts)
    if told.tag_ in ("VBZ", "VBP") or misread:
        return True
    return bool(helping) and told.tag_ in ("VB", "VBN") and bool(children(told, *SUBJECT))


def stakes(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X is betting on Y`."""
    if verb.lemma_ not in STAKING or not now(verb) or first_plural(verb):
        return None
    for prep in children(verb, "prep"):
        for thing in children(prep, "pobj", "pcomp") if prep.lower_ == "on" else ():
            return framed(verb, phrase(thing), verb.lower_, doubted=refused(verb))
    return None


def looms(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `a strike looms`, `the real test comes in May`, told in the present."""
    if not present(verb) or modal_of(verb) is not None or children(verb, "dobj"):
        return None
    if verb.lemma_ in LOOMING:
        told = any(deed(one) and one.i < verb.i for one in children(verb, "nsubj"))
        return whole(verb, verb.lower_) if told else None
    named = children(verb, "nsubj")
    if verb.lemma_ not in COMING or not any(one.lemma_.lower() in RECKONINGS for one in named):
        return None
    dated = any(one.ent_type_ == "DATE" for right in verb.rights for one in right.subtree)
    ahead = any(one.lower_ in ("ahead", "next", "later") for one in children(verb, "advmod"))
    return whole(verb, "present") if dated or ahead else None


def whole(verb: Token, modality: str, doubted: bool = False) -> Foretold:
    """Forecast that its own clause is."""
    return Foretold(verb, clause(verb), None, modality, strength(verb, modality), doubted=doubted)


def likeliest(noun: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `the most likely outcome is X`."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be" or noun.lemma_.lower() in EXPLAINING:
        return None
    sized = [one for one in children(noun, "amod") if one.lower_ in PROBABLE]
    compared = any(c.lower_ in ("more", "most") for one in sized for c in one.children)
    if not compared and noun.lemma_.lower() not in RESULTS:
        sized = [one for one in sized if one.lower_ == "likeliest"]
    if not sized or noun.lemma_.lower() in CHANCES:
        return None
    if modal_of(verb) not in ("will", "would", "may", "might") and not present(verb):
        return None
    word = with_degree(sized[0])
    if not children(verb, "attr", "ccomp", "acomp", "xcomp"):
        return None
    return replace(whole(verb, sized[0].lower_), word=strength_of(word, sized[0]))


def strength_of(word: str, adjective: Token) -> str:
    """Word of chance of an adjective with its degree, without what compares it."""
    return adjective.lower_ if word.startswith(("more ", "most ")) else word


def cleft(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `what will happen is X`, `what awaits the town is X`."""
    if verb.lemma_ != "be" or not present(verb):
        return None
    for told in children(verb, "csubj"):
        if not any(one.lower_ == "what" for one in children(told, "nsubj")):
            continue
        modality = modal_of(told)
        awaiting = told.lemma_ in ("await", "come", "follow") and told.tag_ == "VBZ"
        if modality not in ("will", "may", "might", "could", "would") and not awaiting:
            continue
        if told.lemma_ in FOLLOWING:
            return Foretold(
                verb,
                clause(verb),
                None,
                modality or "present",
                strength(told, modality or "present"),
                doubted=refused(told),
            )
    return None


def in_sight(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `a strike is on the cards`, `a merger is out of the question`."""
    if verb.lemma_ != "be" or not present(verb):
        return None
    if not any(deed(one) and one.i < verb.i for one in children(verb, "nsubj")):
        return None
    for prep in children(verb, "prep"):
        things = children(prep, "pobj")
        if prep.lower_ == "out":
            things = [one for of in children(prep, "prep") for one in children(of, "pobj")]
            if any(one.lower_ == "question" for one in things):
                return whole(verb, "out of the question", doubted=not refused(verb))
        elif prep.lower_ in ("on", "in") and any(one.lower_ in SIGHTS for one in things):
            return whole(verb, things[0].lower_, doubted=refused(verb))
    return None


def no_way(noun: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `there is no way that X`."""
    verb = noun.head
    if noun.lemma_ != "way" or noun.dep_ != "attr" or not present(verb):
        return None
    if not children(verb, "expl") or not any(one.lower_ == "no" for one in noun.lefts):
        return None
    for told in children(noun, "relcl", "acl", "ccomp"):
        if any(one.tag_ == "TO" for one in told.lefts):
            continue
        first, last = phrase(told)
        if noun.doc[first].lower_ == "that":
            first += 1
        return untold(framed(verb, (first, last), "no way", "no way", doubted=True))
    return None


def awaited(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `no breakthrough is expected`, `more raids are feared`."""
    if verb.lemma_ not in AWAITED or verb.tag_ != "VBN" or not children(verb, "auxpass"):
        return None
    helping = {one.lower_ for one in children(verb, "aux")}
    if not present(verb.head if "to" in helping else verb) or children(verb, "xcomp", "ccomp"):
        return None
    own = children(verb, "nsubjpass") or (children(verb.head, "nsubj") if "to" in helping else [])
    for thing in own:
        if deed(thing) and thing.i < verb.i:
            return untold(framed(verb, phrase(thing), verb.lower_))
    return None


def advised(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of an order to expect: expect more raids, don't expect a breakthrough."""
    if verb.lemma_ != "expect" or verb.tag_ not in ("VB", "VBP") or verb.dep_ != "ROOT":
        return None
    helping = [one for one in verb.children if one.dep_ == "aux" and one.lower_ != "do"]
    if helping or children(verb, *SUBJECT):
        return None
    for thing in children(verb, "dobj"):
        if thing.tag_ in ("NN", "NNS"):
            return untold(framed(verb, phrase(thing), "expect"))
    return None
