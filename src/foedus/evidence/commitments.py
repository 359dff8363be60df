"""Words by which a doer binds itself: its own plans, threats, pledges and timetables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.conditions import EFFECT
from foedus.evidence.fillers import agent
from foedus.evidence.frames import Lookup, children, in_class, nobody
from foedus.evidence.intentions import BECOMING, BEFALLING, SUFFERED
from foedus.evidence.lexicon import word_classes, words
from foedus.evidence.outlook import Foretold, seems_to, strength, subjects_of
from foedus.evidence.records import Person

if TYPE_CHECKING:
    from spacy.tokens import Token

FOREBODING = words(
    "predict forecast expect anticipate foresee think believe fear doubt suggest reckon argue bet"
)
BINDING = words("threaten vow pledge promise swear undertake")
ANNOUNCING = words("announce confirm declare state say tell warn add note inform notify signal")
THIRD = words("it they he she")
MISHAPS = BEFALLING | words(
    "continue matter prevail succeed struggle depend look seem appear mean cost"
)
SILENT = words("say comment tell discuss disclose reveal elaborate name confirm answer speculate")
IDLE = words("silent idle aside spectator bystander observer")
GATHERINGS = words(
    "talk talks consultation negotiation session summit meeting drill exercise manoeuvre maneuver "
    "conference exhibition visit ceremony hearing round forum training contest festival "
    "event course parade"
)
COURSES = words(
    "continue resume last focus run go proceed involve include cover feature centre center begin "
    "start open end close conclude move be"
)
LEGAL = words(
    "rule law treaty mandate agreement contract term sanction ban measure regulation tariff act "
    "licence license permit lease amendment ruling decree order fee levy"
)
VALID = words("apply expire enter take come lapse remain run go")
HOUSES = words(
    "court ministry commission company bank agency office committee mission army navy cabinet "
    "military board authority university institute"
)
TERMS = words("deal plan proposal accord pact scheme programme program arrangement timetable bill")
COMPOSED = words("consist comprise house number accommodate locate base headquarter station")
SAID_SO = words("soon eventually inevitably never ever ultimately")
FORMER = words("former retired ex emeritus analyst expert professor scholar scientist historian")


def will_do(main: Token, modality: str) -> bool:
    """Whether a clause with a modal tells a deed that its doer chooses, with no chance given."""
    if main.lemma_ in MISHAPS or seems_to(main) is not None or children(main, "nsubjpass"):
        return False
    if main.lemma_ in SUFFERED | BECOMING and not idle(main):
        return False
    return strength(main, modality) == modality


def idle(main: Token) -> bool:
    """Whether a clause says that somebody will not stand by."""
    no = any(one.dep_ == "neg" or one.lower_ == "never" for one in main.children)
    below = {one.lower_ for one in main.subtree if one.i > main.i}
    by = {"by"} if main.lemma_ == "stand" else set[str]()
    return no and main.lemma_ in ("remain", "stay", "stand", "be") and bool((IDLE | by) & below)


def own_word(main: Token, modality: str, lookup: Lookup = nobody) -> bool:
    """Whether a clause is its doer's word told by another: Chile said it would withdraw."""
    while main.dep_ == "conj" and not children(main, "nsubj"):
        main = main.head
    verb = main.head
    if modality not in ("will", "would") or not will_do(main, modality):
        return False
    if main.dep_ != "ccomp" or verb == main:
        return False
    own = children(main, "nsubj")
    if verb.lemma_ in BINDING:
        return any(agent(one, lookup) for one in own)
    speaking = verb.lemma_ in ANNOUNCING or verb.lemma_ in word_classes()["speech"]
    if not speaking or verb.lemma_ in FOREBODING:
        return False
    third = any(one.lower_ in THIRD and not quoted(one, verb) for one in own)
    return third and any(one.lower_ not in ("i", "you") for one in subjects_of(verb))


def quoted(word: Token, verb: Token) -> bool:
    """Whether marks of a quotation part a word from the verb that tells it."""
    first, last = sorted((word.i, verb.i))
    return any(one.is_quote for one in word.doc[max(0, first - 1) : last])


def keeps_silent(main: Token) -> bool:
    """Whether a clause says that somebody will not speak: will not comment."""
    no = any(one.dep_ == "neg" for one in main.children)
    return no and main.lemma_ in SILENT


def timetable(main: Token) -> bool:
    """Whether a clause gives the course of a meeting or drill, which a programme fixes."""
    if any(one.dep_ == "neg" or one.lower_ == "never" for one in main.children):
        return False
    held = any(one.lemma_ == "place" for one in children(main, "dobj")) and main.lemma_ == "take"
    gathering = any(one.lemma_.lower() in GATHERINGS for one in subjects_of(main))
    if main.lemma_ == "be":
        return gathering and bool(children(main, "advmod", "prep")) and not children(main, "acomp")
    legal = any(one.lemma_.lower() in LEGAL for one in subjects_of(main))
    forced = main.lemma_ in ("apply", "expire", "lapse") or any(
        thing.lemma_ in ("effect", "force", "operation")
        for one in (main, *children(main, "prep"))
        for thing in children(one, "dobj", "pobj")
    )
    if legal and forced and main.lemma_ in VALID:
        return True
    return held or (gathering and main.lemma_ in COURSES and main.lemma_ not in EFFECT)


def termed(main: Token) -> bool:
    """Whether a clause gives the terms of a deal, or what a force or base will consist of."""
    for prep in children(main, "prep"):
        if prep.lower_ == "under" and any(
            one.lemma_.lower() in LEGAL | TERMS for one in children(prep, "pobj")
        ):
            return True
    return main.lemma_ in COMPOSED and not children(main, "neg")


def meant(main: Token, lookup: Lookup) -> bool:
    """Whether somebody is going to do a thing of choice."""
    own = subjects_of(main) or subjects_of(main.head)
    return will_do(main, "going") and any(agent(one, lookup) and one.lower_ != "it" for one in own)


def in_time(main: Token) -> bool:
    """Whether a clause says that a thing will come some day, or never."""
    said = [one for one in main.children if one.dep_ == "advmod"]
    return any(one.lower_ in ("never", "eventually", "inevitably", "sooner") for one in said)


def travels(main: Token) -> bool:
    """Whether a clause gives the day of a departure."""
    leaving = main.lemma_ in ("leave", "depart", "sail", "land", "dock", "embark")
    dated = any(one.ent_type_ in ("DATE", "TIME") for one in main.subtree)
    return leaving and dated and not children(main, "dobj")


def said_unable(main: Token, modality: str) -> bool:
    """Whether a clause tells in the past what cannot be: said that they could not go together."""
    no = any(one.dep_ == "neg" for one in main.children)
    return modality == "could" and no and main.dep_ == "ccomp" and main.head.tag_ == "VBD"


def bound(one: Foretold, source: str | None, speaker: Person | None, lookup: Lookup) -> bool:
    """Whether what is foretold is the plan or threat of who says it, for its own side.

    Parameters
    ----------
    one : Foretold
        A prediction as its sentence reads.
    source : str or None
        Id of who says it.
    speaker : Person or None
        The person of that id.
    lookup : callable
        From a token to the id of whom it names, or None.
    """
    if one.doubted or one.modality not in ("will", "would") or one.frame is not None:
        return False
    if not will_do(one.main, one.modality):
        return False
    own = subjects_of(one.main)
    if any(ours(subject) for subject in own):
        return True
    if speaker is not None and in_office(speaker) and any(institution(one) for one in own):
        return True
    named = {lookup(subject) for subject in own} - {None}
    if source in named:
        return True
    return speaker is not None and in_office(speaker) and bool(named & sides(speaker))


def ours(subject: Token) -> bool:
    """Whether a subject is the speaker's own force or office: our army."""
    mine = any(one.lower_ == "our" for one in subject.lefts)
    classes = word_classes()
    return mine and any(in_class(subject, classes[name]) for name in ("forces", "officials"))


def in_office(speaker: Person) -> bool:
    """Whether a person holds an office now, as far as the roles tell."""
    said = [set(role.role.casefold().replace("-", " ").split()) for role in speaker.roles]
    return any(one & word_classes()["officials"] and not one & FORMER for one in said)


def sides(speaker: Person) -> set[str]:
    """State and bodies for which a person speaks."""
    bodies = {role.organisation for role in speaker.roles if role.organisation}
    states = {role.state for role in speaker.roles if role.state}
    return bodies | states | ({speaker.state} if speaker.state else set())


def announced(one: Foretold, lookup: Lookup) -> bool:
    """Whether a report tells in its own words what a state or body will do: a plan made known."""
    if one.condition is not None or one.frame is not None or one.modality != "will":
        return False
    if one.main.dep_ == "ccomp" and one.main.head.lemma_ in FOREBODING:
        return False
    if not will_do(one.main, one.modality) or any(c.lower_ in SAID_SO for c in one.main.children):
        return False
    return any(
        lookup(subject) is not None or subject.ent_type_ in ("GPE", "ORG") or institution(subject)
        for subject in subjects_of(one.main)
    )


def institution(subject: Token) -> bool:
    """Whether a singular noun with its article is an office or a body that decides."""
    known = subject.lemma_.lower() in HOUSES or in_class(subject, word_classes()["officials"])
    return known and subject.tag_ == "NN" and any(one.lower_ == "the" for one in subject.lefts)
