"""Sentences that tell what will be: their condition, their consequence, the words of chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from foedus.evidence.fillers import agent
from foedus.evidence.frames import Lookup, children, frame_of, nobody
from foedus.evidence.frames import subjects_of as active_subjects_of
from foedus.evidence.lexicon import event_words, tables, word_classes, words
from foedus.evidence.triggers import Trigger, intended, verb_trigger
from foedus.files import read_table

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

MODALS = words("will would may might could can shall 'll wo ca")
SPELLED = {"'ll": "will", "wo": "will", "ca": "can"}
CONDITIONS = frozenset(("if", "unless"))
CAUSING = words(
    "cause lead provoke trigger result mean bring force prompt entail produce create undermine "
    "destabilize destabilise spark draw invite change worsen"
)
BECOMING = words(
    "become turn lead cause grow collapse bring result happen disappear expand replace transform "
    "emerge spread dissolve break"
)
OUTLOOK = words("likely unlikely expected set bound certain sure poised doomed")
HOPING = words(
    "hope want wish ask wonder question doubt demand urge insist call propose request pray "
    "recommend ensure"
)
FORETELLING = words(
    "predict forecast expect warn believe think fear foresee anticipate say suggest"
)
STEPS = words("step move measure decision action act initiative approach policy")
CLAUSE_ASIDE = words("advcl parataxis mark cc")


@dataclass(frozen=True, slots=True)
class Foretold:
    """A prediction within a sentence: tokens of its condition and its consequence."""

    main: Token
    consequence: tuple[int, int]
    condition: tuple[int, int] | None
    modality: str
    word: str
    horizon: str | None = None


@cache
def probability_words() -> dict[str, tuple[float | None, float | None, str]]:
    """Published range and source of words of probability; None where there is none."""
    path = tables() / "probability_words.csv"
    rows = read_table(path, ("word", "low", "high", "source", "note"))
    return {row["word"]: (number(row["low"]), number(row["high"]), row["source"]) for row in rows}


def number(cell: str) -> float | None:
    """Number in a cell, None when it is empty."""
    return float(cell) if cell else None


def modal_of(verb: Token) -> str | None:
    """Modal or outlook of a clause: will, may, `likely to`; None for one about what is or was."""
    helping = [one.lower_ for one in verb.children if one.dep_ in ("aux", "auxpass")]
    for one in helping:
        if one in MODALS:
            perfect = "have" in helping and verb.tag_ == "VBN"
            return None if perfect else SPELLED.get(one, one)
    head = verb.head
    if verb.dep_ == "xcomp" and head.lower_ in OUTLOOK and head != verb:
        return head.lower_
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not children(verb, "nsubj", "nsubjpass"):
        return modal_of(head)
    if verb.dep_ == "xcomp" and head.lemma_ == "go" and head.tag_ == "VBG":
        return "going"
    return None


def clause(verb: Token, without: frozenset[int] = frozenset()) -> tuple[int, int]:
    """First and last token of a clause, without its condition and what is joined to it."""
    inside = {verb.i}
    top = verb.head if verb.dep_ == "xcomp" and verb.head.lower_ in OUTLOOK else verb
    if top != verb and top.head.pos_ == "AUX" and top.dep_ == "acomp":
        top = top.head
    for child in (*top.children, *(() if top == verb else verb.children)):
        own_subject = bool(children(child, "nsubj", "nsubjpass"))
        joined = child.dep_ == "conj" and (own_subject or child.i < verb.i)
        if joined or child.dep_ in CLAUSE_ASIDE or child.i in without:
            continue
        inside.update(one.i for one in child.subtree if one.i not in without)
    first = last = verb.i
    while first - 1 in inside or (first - 2 in inside and verb.doc[first - 1].is_punct):
        first -= 1
    while last + 1 in inside or (last + 2 in inside and verb.doc[last + 1].is_punct):
        last += 1
    return first, last


def conditional(mark: Token) -> Foretold | None:
    """Prediction on a condition that `if` or `unless` begins."""
    verb = mark.head
    if mark.dep_ not in ("mark", "advmod") or verb.pos_ not in ("VERB", "AUX"):
        return None
    if verb.dep_ == "ccomp" and verb.head.lemma_ in ("ask", "wonder", "know", "see", "question"):
        return None
    taken = frozenset(one.i for one in verb.subtree)
    main = verb.head if verb.dep_ in ("advcl", "ccomp") and verb.head != verb else None
    if main is None or modal_of(main) is None:
        main = nearest_modal(verb, taken) or nearest_modal(verb, frozenset())
    if main is None or main == verb:
        return None
    first, last = min(taken), max(taken)
    if main.i in taken or (mark.i < main.i and mark.nbor(1).text == ","):
        first, last = before_comma(mark, main)
    taken = frozenset(range(first, last + 1))
    modality = modal_of(main)
    if modality is None or not told_of(main, verb, modality):
        return None
    span = condition_edges(mark, first, last)
    return Foretold(main, clause(main, taken), span, modality, strength(main, modality))


def told_of(main: Token, condition: Token, modality: str) -> bool:
    """Whether a conditional tells of the world: no question, no ability, no `you`."""
    if modality == "can" and main.lemma_ not in BECOMING:
        return False
    if any(one.tag_ in ("WP", "WRB", "WDT") for one in main.children):
        return False
    said = [one for verb in (main, condition) for one in subjects_of(verb)]
    return not any(one.lower_ == "you" for one in said)


def condition_edges(mark: Token, first: int, last: int) -> tuple[int, int]:
    """Condition from its `if` on, without the stops at its end."""
    first = max(first, mark.i)
    doc = mark.doc
    while last > first and (doc[last].is_punct or doc[last].dep_ == "cc"):
        last -= 1
    return first, last


def before_comma(mark: Token, main: Token) -> tuple[int, int]:
    """Condition that the parser did not tell from its consequence: up to the comma between."""
    subjects = [one.i for child in subjects_of(main) for one in child.subtree]
    start = min([main.i, *(one for one in subjects if one > mark.i)])
    commas = [one.i for one in mark.doc[mark.i : start + 1] if one.text == ","]
    return mark.i, (commas[-1] - 1 if commas else max(mark.i, main.i - 1))


def nearest_modal(verb: Token, without: frozenset[int]) -> Token | None:
    """Verb with a modal nearest to a condition, after it first."""
    sentence = verb.sent
    modals = [
        one
        for one in sentence
        if one.pos_ in ("VERB", "AUX") and one.i not in without and one != verb
        if modal_of(one) is not None
    ]
    after = [one for one in modals if one.i > verb.i]
    return after[0] if after else (modals[-1] if modals else None)


def supposing(main: Token) -> tuple[int, int] | None:
    """Condition in a phrase: without, in case of, in the event of."""
    for prep in children(main, "prep"):
        supposed = any(one.lemma_ in ("case", "event") for one in children(prep, "pobj"))
        if prep.lower_ in ("without", "absent") or (prep.lower_ == "in" and supposed):
            inside = [one.i for one in prep.subtree]
            return min(inside), max(inside)
    return None


def caused(main: Token, modality: str) -> tuple[int, int] | None:
    """Condition that is the subject of a clause with `would`: a deed not done yet."""
    if modality != "would" or main.lemma_ not in CAUSING:
        return None
    for subject in children(main, "nsubj", "csubj"):
        deed = subject.lemma_.lower().endswith(("ion", "ment", "sal", "ry", "feat", "ure"))
        known = ("noun", subject.lemma_.lower()) in event_words()
        if deed or known or subject.tag_ == "VBG":
            inside = [one.i for one in subject.subtree]
            return min(inside), max(inside)
    return None


def deed_before(main: Token) -> tuple[int, int] | None:
    """Condition that a pointing noun takes up: the infinitive before it in the same sentence."""
    for subject in children(main, "nsubj"):
        pointing = subject.lower_ in ("this", "that") or (
            subject.lemma_.lower() in STEPS
            and any(one.lower_ in ("this", "that", "such") for one in subject.children)
        )
        if not pointing:
            return None
        start = min(one.i for one in subject.subtree)
        deeds = [
            one
            for one in main.sent
            if one.i < start and one.tag_ == "VB" and any(c.tag_ == "TO" for c in one.children)
        ]
        if not deeds:
            return None
        deed = deeds[0]
        inside = [one.i for one in deed.subtree if one.i < start]
        last = max(inside)
        while last > deed.i and main.doc[last].pos_ in ("SCONJ", "PUNCT", "CCONJ"):
            last -= 1
        return min(inside), last
    return None


def strength(main: Token, modality: str) -> str:
    """Word of probability of a clause: an adverb of certainty before the modal."""
    words = probability_words()
    near = " ".join(one.lower_ for one in main.doc[max(main.sent.start, main.i - 5) : main.i])
    found = [word for word in words if word not in MODALS and f" {word} " in f" {near} "]
    return max(found, key=len) if found else modality


def plain(main: Token, lookup: Lookup) -> Foretold | None:
    """Prediction without a condition, when the clause is one and not a plan or a promise."""
    modality = modal_of(main)
    if modality is None or not foretells(main, modality, lookup):
        return None
    condition = supposing(main) or caused(main, modality) or deed_before(main)
    if condition is None and (modality == "would" or not asserted(main)):
        return None
    taken = frozenset() if condition is None else frozenset(range(condition[0], condition[1] + 1))
    return Foretold(main, clause(main, taken), condition, modality, strength(main, modality))


def foretells(main: Token, modality: str, lookup: Lookup) -> bool:
    """Whether a clause with a modal speaks of what will be, of its own and not in a question."""
    if main.sent.text.rstrip(" ”\"'").endswith("?"):
        return False
    if modality == "can" and main.lemma_ not in BECOMING:
        return False
    if any(one.lower_ in ("whether", "if", "unless", "how", "what") for one in main.children):
        return False
    if main.dep_ == "ccomp" and any(one.tag_ in ("WRB", "WP", "WDT") for one in main.lefts):
        return False  # a question that somebody leaves open
    if "first" in person_of(main) or hoped(main) or not subjects_of(main):
        return False
    if strength(main, modality) != modality:
        return True  # who gives a plan a chance foretells
    trigger = verb_trigger(main, lookup)
    return trigger is None or not planned(trigger, lookup)


def subjects_of(verb: Token) -> list[Token]:
    """Subjects of a clause, active or passive, its own or shared."""
    own = children(verb, "nsubjpass") or active_subjects_of(verb)
    return own or (children(verb.head, "nsubjpass") if verb.dep_ == "conj" else [])


def person_of(verb: Token) -> set[str]:
    """`first` when the subject of a clause is I or we."""
    own = frame_of(verb).subjects + frame_of(verb).objects[:1] * frame_of(verb).passive
    return {"first" for one in own if one.lower_ in ("i", "we", "you")}


def planned(trigger: Trigger, lookup: Lookup) -> bool:
    """Whether an event ahead is a plan with a date, or the promise of its doer."""
    frame = trigger.frame
    if frame is None:
        return False
    if trigger.plover in ("MOBILIZE", "CONSULT", "AGREE", "COOPERATE") and (
        frame.passive or any(one.ent_type_ == "DATE" for one in trigger.token.subtree)
    ):
        return trigger.mode in ("exercise", "meet", "deploy", "sign", "declaration", "visit")
    promised = trigger.plover in ("AGREE", "THREATEN", "REJECT", "MOBILIZE")
    promised = promised and intended(trigger.token, frame)
    return promised and any(agent(one, lookup) for one in frame.subjects)


def hoped(verb: Token) -> bool:
    """Whether a clause is what somebody hopes for, asks or demands."""
    head = verb.head
    if verb.dep_ in ("ccomp", "acl") and head != verb:
        return head.lemma_ in HOPING or head.lower_ in HOPING
    return False


def asserted(verb: Token) -> bool:
    """Whether a clause stands on its own or is what somebody says."""
    if verb.dep_ == "xcomp" and verb.head.lower_ in OUTLOOK:
        verb = verb.head.head if verb.head.dep_ == "acomp" else verb.head
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.dep_ == "ROOT":
        return True
    return verb.dep_ == "ccomp" and (
        verb.head.lemma_ in FORETELLING
        or verb.head.lemma_.lower() in word_classes()["speech"]
        or verb.head.pos_ in ("VERB", "AUX")
    )


def foretold(sentence: Words, lookup: Lookup = nobody) -> list[Foretold]:
    """Predictions of a sentence in order.

    Parameters
    ----------
    sentence : spacy.tokens.Span
        A parsed sentence.
    lookup : callable
        From a token to the id of whom it names, or None.
    """
    if not any(
        one.tag_ == "MD" or one.lower_ in OUTLOOK or one.lower_ == "going" for one in sentence
    ):
        return []
    found: list[Foretold] = []
    for token in sentence:
        if token.lower_ in CONDITIONS and not said_aside(token):
            one = conditional(token)
            if one is not None:
                found.append(one)
    mains = {one.main.i for one in found}
    taken = {i for one in found if one.condition for i in range(*one.condition)}
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") and token.i not in mains and token.i not in taken:
            one = plain(token, lookup)
            if one is not None and not overlaps(one, found):
                found.append(one)
    return joined(sorted(found, key=lambda one: one.main.i))


def joined(found: list[Foretold]) -> list[Foretold]:
    """Predictions of which two without conditions that *and* joins are one."""
    out: list[Foretold] = []
    for one in found:
        last = out[-1] if out else None
        between = one.main.doc[last.consequence[1] + 1 : one.consequence[0]] if last else None
        if (
            last is not None
            and last.condition is None
            and one.condition is None
            and between is not None
            and len(between) <= 2
            and any(word.dep_ == "cc" for word in between)
        ):
            span = (last.consequence[0], one.consequence[1])
            out[-1] = replace(last, consequence=span)
        else:
            out.append(one)
    return out


def said_aside(mark: Token) -> bool:
    """Whether an `if` only points: as if, if any, if so."""
    before = mark.nbor(-1).lower_ if mark.i > 0 else ""
    after = mark.nbor(1).lower_ if mark.i + 1 < len(mark.doc) else ""
    return before == "as" or after in ("any", "so", "ever", "anything")


def overlaps(one: Foretold, others: Iterable[Foretold]) -> bool:
    """Whether a prediction lies within the consequence of another."""
    return any(other.consequence[0] <= one.main.i <= other.consequence[1] for other in others)
