"""What lies ahead and is no forecast: dated plans, promises of the doer, wishes, abilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.conditions import EFFECT, STEPS
from foedus.evidence.fillers import agent
from foedus.evidence.forecast_frames import HABITS
from foedus.evidence.frames import Lookup, children, frame_of
from foedus.evidence.lexicon import words
from foedus.evidence.outlook import subjects_of
from foedus.evidence.triggers import Trigger, intended

if TYPE_CHECKING:
    from spacy.tokens import Token

BECOMING = words(
    "become turn lead cause grow collapse bring result happen disappear expand replace transform "
    "emerge spread dissolve break"
)
HOPING = words(
    "hope want wish ask wonder question demand urge insist call propose request pray recommend "
    "hopes hoped ensure promise pledge vow agree plan intend"
)
SCHEDULED = words(
    "visit attend participate host hold start begin open meet sign travel arrive convene gather "
    "discuss address chair publish announce unveil inaugurate ratify air premiere debut broadcast "
    "mark celebrate commemorate honour honor hear release conclude finish present deliver"
)
BEFALLING = words(
    "survive last fail lose win suffer fall rise end die drop double triple halve decline decrease "
    "shrink slow worsen improve recover escalate erupt vanish starve"
)
"""Verbs of what happens to somebody rather than of what he chooses to do."""
SUFFERED = words("be have lose fall suffer face see find need die get become win live remain stay")
UNDERGOING = words("see face suffer lose regret witness experience miss")
CAPACITY = words("carry hold seat store house accommodate lift reach transport")
SEEN = words(
    "armed linked connected related based located involved infected wanted injured hidden seen"
)
STATES = words("be have want know seem mean need like think believe contain")
AGAIN = words("another more further new fresh second")
ENDS = words(
    "short-lived brief lived temporary fleeting costly fatal over lasting decisive painful bloody "
    "disastrous ruinous catastrophic long slow irreversible permanent fruitless futile inevitable "
    "devastating explosive deadly contagious"
)
ANSWERS = STEPS | words("response countermeasure retaliation reply answer")


def promised(main: Token, modality: str) -> bool:
    """Whether a clause is the first person's word to do something: we will, and a deed."""
    frame = frame_of(main)
    ours = any(one.lower_ in ("we", "i") for one in frame.subjects)
    return ours and modality == "will" and not frame.passive and main.lemma_ not in SUFFERED


def person_of(verb: Token) -> set[str]:
    """`first` when the subject of a clause is I, we or you."""
    own = frame_of(verb).subjects + frame_of(verb).objects[:1] * frame_of(verb).passive
    return {"first" for one in own if one.lower_ in ("i", "we", "you")}


def undergone(main: Token) -> bool:
    """Whether a clause says what will come over us or you: we will see more raids."""
    own = subjects_of(main) or subjects_of(main.head)
    sized = [one.lower_ for thing in children(main, "dobj") for one in thing.lefts]
    plural = any(one.lower_ == "we" for one in own) or (
        any(one.lower_ == "you" for one in own) and bool(AGAIN & set(sized))
    )
    return plural and main.lemma_ in UNDERGOING and bool(children(main, "dobj"))


def scheduled(main: Token, lookup: Lookup) -> bool:
    """Whether a clause announces what its doer will do, or what is done always."""
    if any(one.lower_ in HABITS for one in main.children):
        return True
    own = subjects_of(main)
    answered = main.lemma_ == "follow" or (
        main.lemma_ in ("take", "adopt") and bool(children(main, "nsubjpass"))
    )
    if answered and any(one.lemma_.lower() in ANSWERS for one in own):
        return True
    taking = main.lemma_ == "take" and any(
        one.lemma_ in ("part", "participation") for one in children(main, "dobj", "nsubj")
    )
    if children(main, "xcomp") or not (taking or main.lemma_ in SCHEDULED):
        return False
    dated = any(one.ent_type_ == "DATE" for one in main.subtree)
    passive = bool(children(main, "nsubjpass"))
    return taking or dated or passive or any(agent(one, lookup) for one in own)


def able(main: Token, modality: str, lookup: Lookup) -> bool:
    """Whether `could` tells what somebody was able to do, `may` what may be so already."""
    own = subjects_of(main)
    if modality in ("may", "might", "could") and turns_out(main):
        return False
    if modality in ("may", "might") and main.lower_ in SEEN:
        return True
    if modality == "could" and main.lemma_ in CAPACITY:
        return True
    if modality in ("may", "might") and afresh(main):
        return False
    if modality in ("may", "might") and not any(one.ent_type_ == "DATE" for one in main.subtree):
        return main.lemma_ in STATES or (main.tag_ == "VBG" and main.dep_ != "xcomp")
    if modality != "could" or main.lemma_ in BECOMING:
        return False
    if main.lemma_ in EFFECT and not any(one.tag_ == "PRP" for one in own):
        return False
    return any(agent(one, lookup) for one in own)


def turns_out(main: Token) -> bool:
    """Whether a clause says what will become of a thing: short-lived, costly, over."""
    named = [one for one in subjects_of(main) if one.pos_ == "NOUN"]
    said = children(main, "acomp", "advmod", "oprd")
    return main.lemma_ in ("be", "prove") and bool(named) and any(o.lower_ in ENDS for o in said)


def afresh(main: Token) -> bool:
    """Whether a clause says that there may be more of something."""
    sized = [one.lower_ for thing in children(main, "attr") for one in thing.lefts]
    return bool(children(main, "expl")) and bool(AGAIN & set(sized))


def planned(trigger: Trigger, lookup: Lookup) -> bool:
    """Whether an event ahead is a plan with a date, or the promise of its doer."""
    frame = trigger.frame
    if frame is None:
        return False
    if trigger.plover in ("MOBILIZE", "CONSULT", "AGREE", "COOPERATE") and (
        frame.passive or any(one.ent_type_ == "DATE" for one in trigger.token.subtree)
    ):
        return trigger.mode in ("exercise", "meet", "deploy", "sign", "declaration", "visit")
    vowed = trigger.plover in ("AGREE", "THREATEN", "REJECT", "MOBILIZE")
    vowed = vowed and intended(trigger.token, frame)
    return vowed and any(agent(one, lookup) for one in frame.subjects)


def hoped(verb: Token) -> bool:
    """Whether a clause is what somebody hopes for, asks or demands."""
    head = verb.head
    if verb.dep_ in ("ccomp", "acl") and head != verb:
        return head.lemma_ in HOPING or head.lower_ in HOPING
    return False
