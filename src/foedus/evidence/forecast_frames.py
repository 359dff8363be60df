"""Clauses that foretell in words of their own: expects X to do, risks doing, little chance of X."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.fillers import agent
from foedus.evidence.frames import Lookup, children
from foedus.evidence.lexicon import words
from foedus.evidence.outlook import (
    NUMBERED,
    SEEMING,
    SUBJECT,
    VERBAL,
    Foretold,
    clause,
    deed,
    longest,
    lowered,
    modal_of,
    phrase,
    present,
    range_of,
    refused,
    seems_to,
    strength,
    subjects_of,
    with_degree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

EXPECTING = words("expect anticipate forecast project predict foresee envisage envision fear")
SEEING = words("see foresee envisage envision imagine picture")
DOWNFALLS = words("collapse defeat ruin bankruptcy famine rupture breakup split extinction")
PREDICTING = words("predict forecast foresee fear expect anticipate")
BELIEVING = words("expect believe think predict foresee anticipate reckon imagine suppose envisage")
HAZARDS = words("threat need problem consequence difficulty challenge possibility")
TOWARDS = words("for towards toward into to")
BRINKS = words("brink verge edge")
RUNNING = words("risk stand threaten promise")
CHANCES = words("chance likelihood probability possibility prospect risk danger odds")
HOLDING = words("see give put rate estimate face run have consider deem")
STANDING = SEEMING | words("stand favour favor run grow rise increase fall shrink recede fade")
SCANT = words(
    "little no slim scant dim gloomy distant low small minimal poor bleak scarce few negligible "
    "tiny"
)
CHANCE_ADJECTIVES = words(
    "likely unlikely probable improbable possible inevitable unavoidable imminent doubtful "
    "conceivable thinkable imaginable plausible foreseeable unthinkable inconceivable impossible"
)
EXPECTED = CHANCE_ADJECTIVES - words("possible plausible impossible")
DOUBTING = words(
    "doubtful questionable sceptical skeptical doubt unthinkable inconceivable impossible"
)
HABITS = words(
    "always often usually sometimes normally periodically occasionally regularly frequently "
    "hopefully"
)
FORECASTS = words(
    "forecast prediction expectation warning fear belief guess bet conviction assessment "
    "confidence certainty suspicion prognosis estimate hunch foreboding premonition worry concern "
    "presumption sense"
)
EMPTY = words("anything something nothing it this that everything those")


def expects_to(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X expects Y to do` and `X sees Y doing`."""
    expecting, seeing = verb.lemma_ in EXPECTING, verb.lemma_ in SEEING
    if not (expecting or seeing) or not now(verb) or first_plural(verb):
        return None
    for done in infinitives(verb) if expecting else ():
        first, last = verb.i + 1, phrase(done)[1]
        mark = min(one.i for one in done.children if one.tag_ == "TO")
        named = [one for one in verb.doc[first:mark] if one.pos_ in ("NOUN", "PROPN", "PRON")]
        if named and not {one.lower_ for one in named} <= {"i", "you", "me", "us"}:
            return framed(verb, (first, last), verb.lower_)
    for done in children(verb, "ccomp") if seeing else ():
        own = children(done, "nsubj")
        if done.tag_ == "VBG" and own and own[0].i > verb.i and own[0].pos_ != "PRON":
            return framed(verb, phrase(done), verb.lower_)
    return None


def infinitives(verb: Token) -> Iterator[Token]:
    """Infinitives that complete a verb, also on the noun that it governs."""
    governed = children(verb, "ccomp", "xcomp", "dobj")
    below = [one for thing in governed for one in children(thing, "acl", "xcomp", "relcl")]
    for one in (*governed, *below):
        if one.pos_ in VERBAL and any(c.tag_ == "TO" for c in one.children):
            yield one


def now(verb: Token) -> bool:
    """Whether a verb stands in the present and in no question or wish."""
    helping = {one.lower_ for one in verb.children if one.dep_ == "aux"}
    return present(verb) and not helping & {"should", "would", "must", "could"}


def first_plural(verb: Token) -> bool:
    """Whether a clause is said of us or you: to expect is to demand there."""
    return any(one.lower_ in ("we", "you") for one in subjects_of(verb))


def framed(
    verb: Token,
    consequence: tuple[int, int],
    modality: str,
    word: str | None = None,
    doubted: bool | None = None,
) -> Foretold:
    """Forecast with the clause that makes it."""
    first, last = clause(verb)
    frame = (min(first, consequence[0]), max(last, consequence[1]))
    chance = word or strength(verb, modality)
    no = refused(verb) if doubted is None else doubted
    who = next(iter(subjects_of(verb)), None)
    return Foretold(verb, consequence, None, modality, chance, frame, no, teller=who)


def predicts(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X predicts a deed`, `X fears a deed`."""
    facing = verb.lemma_ == "face"
    if verb.lemma_ not in PREDICTING and not facing:
        return None
    if not now(verb) or first_plural(verb):
        return None
    for thing in children(verb, "dobj"):
        if facing:
            return whole(verb) if thing.lemma_ in DOWNFALLS else None
        told = deed(thing) or (verb.lemma_ in ("predict", "foresee") and thing.pos_ == "NOUN")
        if told and not any(one.dep_ == "poss" for one in thing.children):
            return framed(verb, (phrase(thing)[0], clause(verb)[1]), verb.lower_)
    return None


def whole(verb: Token) -> Foretold:
    """Forecast that its own clause is."""
    return Foretold(verb, clause(verb), None, verb.lower_, strength(verb, verb.lower_))


def runs_to(verb: Token, lookup: Lookup) -> Foretold | None:
    """Forecast of `X risks doing`, `X stands to lose`, `X threatens to split Y`."""
    if verb.lemma_ not in RUNNING or verb.tag_ not in ("VBZ", "VBP") or verb.dep_ == "relcl":
        return None
    form = "VBG" if verb.lemma_ == "risk" else "VB"
    done = [one for one in children(verb, "xcomp", "acl", "ccomp", "dobj") if one.tag_ == form]
    if not done or not subjects_of(verb) or first_plural(verb):
        return None
    if verb.lemma_ in ("threaten", "promise") and any(
        agent(one, lookup) for one in subjects_of(verb)
    ):
        return None
    return Foretold(verb, clause(verb), None, verb.lower_, strength(verb, verb.lower_))


def warns_of(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X warns of Y`; in the past only on a condition."""
    if verb.lemma_ != "warn" or first_plural(verb):
        return None
    supposed = any(
        mark.lower_ in ("if", "unless") for one in children(verb, "advcl") for mark in one.lefts
    )
    if not (now(verb) or (supposed and verb.tag_ == "VBD")):
        return None
    for prep in children(verb, "prep"):
        for thing in children(prep, "pobj") if prep.lower_ == "of" else ():
            if thing.tag_ in ("NN", "NNS") and thing.lemma_ not in CHANCES | HAZARDS:
                return framed(verb, phrase(thing), verb.lower_)
    return None


def heads_for(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X is heading for a deed`, `X is doomed`."""
    if not present(verb):
        return None
    if verb.lower_ == "doomed" and children(verb, "auxpass") and not children(verb, "xcomp"):
        return Foretold(verb, clause(verb), None, "doomed", "doomed")
    if verb.lower_ in ("heading", "headed", "drifting", "sliding"):
        preps = [one for one in children(verb, "prep") if one.lower_ in TOWARDS]
        if any(deed(thing) for prep in preps for thing in children(prep, "pobj")):
            return Foretold(verb, clause(verb), None, verb.lower_, verb.lower_)
    return None


def on_the_brink(noun: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `X is on the brink of a deed` and `it is a matter of time before X`."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if verb.lemma_ not in SEEMING or not present(verb):
        return None
    inside = [
        thing
        for prep in children(noun, "prep")
        for thing in children(prep, "pobj", "pcomp")
        if prep.lower_ == "of"
    ]
    if noun.lemma_ in BRINKS and noun.dep_ == "pobj" and any(deed(one) for one in inside):
        return Foretold(verb, clause(verb), None, noun.lower_, noun.lower_)
    if noun.lemma_ not in ("matter", "question") or noun.dep_ != "attr":
        return None
    if not any(one.lower_ == "time" for one in inside):
        return None
    last = max(clause(verb)[1], noun.right_edge.i, verb.right_edge.i)
    ahead = [i for i in range(noun.i, last) if noun.doc[i].lower_ in ("before", "until")]
    while last > noun.i and noun.doc[last].is_punct:
        last -= 1
    if not ahead or ahead[0] >= last:
        return None
    return untold(framed(verb, (ahead[0] + 1, last), "matter of time"))


def ruled_out(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `Y cannot be ruled out`, `X excludes no Y`: a deed that may come."""
    out = verb.lemma_ == "exclude" or (
        verb.lemma_ == "rule" and any(one.lower_ == "out" for one in verb.children)
    )
    if not out or not any(one.dep_ == "neg" for one in verb.children):
        return None
    for thing in children(verb, "dobj", "nsubjpass"):
        if thing.lower_ not in EMPTY and thing.tag_ in ("NN", "NNS"):
            found = framed(verb, phrase(thing), "not ruled out", "not ruled out", doubted=False)
            return found
    return None


def chance_of(noun: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `there is a chance that`, `the odds of X are`, `X sees little risk`."""
    place = counted(noun)
    verb = place.head
    name = "odds" if noun.lower_ == "odds" else noun.lemma_.lower()
    if name not in CHANCES or any(one.lower_ in HABITS for one in verb.children):
        return None
    if verb.pos_ not in VERBAL or not stands(noun, place, verb):
        return None
    content = content_of(noun)
    bare = content is None and noun.dep_ == "nsubj" and verb.lemma_ in ("favour", "favor", "be")
    if content is None and not (bare and name == "odds"):
        return None
    if any(one.lower_ in ("if", "whether") for one in verb.children):
        return None
    first, last = clause(verb)
    text = lowered(noun.doc[min(first, phrase(noun)[0]) : max(last, phrase(noun)[1]) + 1])
    sized = chance_words(text, noun)
    stated = NUMBERED.search(sized)
    chance = stated[0] if stated else longest([sized])
    scant = [one.lower_ for one in modifying(noun, verb) if one.lower_ in SCANT]
    doubted = (bool(scant) or refused(verb)) and not ranged(chance)
    word = chance or (f"{scant[0]} {name}" if scant else name)
    found = framed(verb, content or (first, last), name, word, doubted=doubted)
    return found if noun.dep_ in ("dobj", "pobj") else untold(found)


def untold(one: Foretold) -> Foretold:
    """Forecast whose clause names nobody who makes it."""
    return replace(one, teller=None)


def counted(noun: Token) -> Token:
    """Word that stands for a noun in its clause: the number of `a one in ten chance`."""
    above = noun.head.head
    return above if noun.dep_ == "pobj" and above.pos_ == "NUM" else noun


def stands(noun: Token, place: Token, verb: Token) -> bool:
    """Whether a noun of chance is what a clause in the present is about."""
    if not present(verb):
        return False
    if place.dep_ == "attr":
        return any(one.dep_ == "expl" or one.lower_ == "there" for one in verb.children)
    if place.dep_ in ("nsubj", "nsubjpass"):
        return verb.lemma_ in STANDING
    owned = verb.lemma_ == "have" and noun.lower_ == "odds"
    return place.dep_ in ("dobj", "ccomp") and verb.lemma_ in HOLDING and not owned


def content_of(noun: Token) -> tuple[int, int] | None:
    """What a noun of chance is about: `of X`, `that X will`, `to do`."""
    for prep in children(noun, "prep"):
        if prep.lower_ in ("of", "for"):
            inside = children(prep, "pobj", "pcomp")
            if inside and inside[0].lower_ not in EMPTY:
                return phrase(inside[0])
    for told in children(noun, "acl", "relcl", "ccomp"):
        that = [one for one in told.lefts if one.lower_ == "that"]
        if that or told.tag_ == "VB" or modal_of(told):
            first, last = phrase(told)
            return (first + 1 if that else first), last
    return None


def modifying(noun: Token, verb: Token) -> list[Token]:
    """Words that size a chance, before it or said of it."""
    before = [one for one in noun.lefts if one.dep_ in ("amod", "det", "nummod")]
    return [*before, *children(verb, "acomp"), *children(verb, "oprd")]


def chance_words(text: str, noun: Token) -> str:
    """Words in which the size of a chance may stand, without what the chance is about."""
    content = content_of(noun)
    if content is None:
        return text
    return text.replace(lowered(noun.doc[content[0] : content[1] + 1]), "")


def ranged(word: str | None) -> bool:
    """Whether a word of chance has a published range, which says itself how small it is."""
    return range_of(word)[0] is not None


def is_likely(adjective: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of `a strike is likely`, and of `it is unlikely that X` without a modal."""
    verb = adjective.head
    if adjective.lemma_.lower() not in CHANCE_ADJECTIVES or adjective.dep_ not in (
        "acomp",
        "oprd",
    ):
        return None
    if verb.lemma_ not in SEEMING or not present(verb):
        return None
    if any(seems_to(one) is not None for one in children(adjective, "xcomp")):
        return None
    if any(one.lower_ == "only" for one in verb.subtree if one.i > adjective.i):
        return None
    chance = longest([with_degree(adjective)])
    told = [*children(verb, "ccomp"), *children(adjective, "ccomp")]
    doubted = adjective.lemma_.lower() in DOUBTING or (refused(verb) and not ranged(chance))
    word = chance or adjective.lower_
    for one in told:
        if modal_of(one) is None and any(c.lower_ == "that" for c in one.lefts):
            span = (phrase(one)[0] + 1, phrase(one)[1])
            return untold(framed(verb, span, adjective.lower_, word, doubted=doubted))
    for subject in children(verb, "nsubj", "csubj"):
        if not told and subject.i < verb.i and may_come(subject, adjective):
            return Foretold(verb, clause(verb), None, adjective.lower_, word, doubted=doubted)
    return None


def may_come(subject: Token, adjective: Token) -> bool:
    """Whether what is called likely or possible is something that comes: a fire, a deal."""
    if deed(subject):
        return True
    if subject.pos_ != "NOUN":
        return False
    if adjective.lemma_.lower() in EXPECTED:
        return True
    degree = {one.lower_ for one in adjective.lefts}
    ahead = any(one.lower_ in ("weeks", "days", "months", "years") for one in adjective.sent)
    return bool(degree & {"quite", "very", "entirely", "perfectly", "well"}) and ahead


def doubts(verb: Token, _lookup: Lookup) -> Foretold | None:
    """Forecast of the contrary: `X doubts it`, of what the sentence before foretold."""
    if verb.lemma_ != "doubt" or any(one.dep_ == "neg" for one in verb.children):
        return None
    pointing = [one for one in children(verb, "dobj") if one.lower_ in ("it", "that", "this")]
    before = verb.doc[verb.sent.start - 1].sent if verb.sent.start > 0 else None
    if not pointing or before is None or children(verb, "ccomp"):
        return None
    told = [
        one for one in before if one.pos_ in VERBAL and modal_of(one) in ("will", "may", "might")
    ]
    if not told:
        return None
    found = framed(verb, clause(told[-1]), verb.lower_, "doubt", doubted=True)
    return found


def doubted_by(main: Token) -> Token | None:
    """Head of a clause that turns what the clause says into its contrary; None when none does."""
    head = main.head
    while main.dep_ == "conj" and not children(main, *SUBJECT):
        main, head = head, head.head
    if main.dep_ not in ("ccomp", "csubj", "acl") or head == main:
        return None
    no = refused(head)
    if head.lemma_.lower() in DOUBTING:
        above = head.head if head.pos_ == "ADJ" else head
        return None if no or refused(above) else above
    for one in children(head, "acomp"):
        if one.lemma_.lower() in DOUBTING:
            return None if no else head
    return head if no and head.lemma_ in BELIEVING else None
