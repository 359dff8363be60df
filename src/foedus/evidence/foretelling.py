"""Sentences that tell what will be: which clauses foretell, and under which condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.chaining import answered, followed, joined, overlaps, shared
from foedus.evidence.commitments import (
    in_time,
    keeps_silent,
    meant,
    own_word,
    said_unable,
    termed,
    timetable,
    travels,
)
from foedus.evidence.conditions import (
    EFFECT,
    Condition,
    asked_before,
    caused,
    conditions_in,
    deed_before,
    extent,
    is_question,
    opening_phrase,
    pointed_at,
    supposed_before,
    supposing,
)
from foedus.evidence.fillers import agent
from foedus.evidence.forecast_frames import (
    CHANCE_ADJECTIVES,
    DOUBTING,
    FORECASTS,
    HABITS,
    doubted_by,
)
from foedus.evidence.forecast_readers import frames_in
from foedus.evidence.frames import Lookup, children, nobody
from foedus.evidence.intentions import (
    BECOMING,
    BEFALLING,
    able,
    hoped,
    person_of,
    planned,
    promised,
    scheduled,
    undergone,
)
from foedus.evidence.lexicon import word_classes, words
from foedus.evidence.outlook import (
    SAYING,
    VERBAL,
    Foretold,
    clause,
    inside,
    modal_of,
    present,
    seems_to,
    strength,
    subjects_of,
    viewed,
)
from foedus.evidence.triggers import verb_trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

FORETELLING = words(
    "predict forecast expect warn believe think fear foresee anticipate say suggest doubt reckon"
)
REPORTED_FORECAST = words("predict forecast warn caution")
CONVINCED = words("certain sure confident convinced afraid fearful optimistic pessimistic adamant")
HELD_FORECAST = REPORTED_FORECAST | words(
    "doubt fear expect believe think foresee anticipate reckon bet"
)
EXPERTS = words("analyst expert professor observer economist historian scholar researcher pundit")
LASTING = BEFALLING | words("return run")
ENDED = words("finished dead over doomed lost gone history done")
ENDING = words("mean spell collapse lose win fail die fall end")
POLITE = words("like love prefer appreciate welcome want")


def told_of(main: Token, condition: Token, modality: str) -> bool:
    """Whether a conditional tells of the world: no question, duty, ability, promise, no `you`."""
    if modality == "shall" or (modality == "can" and main.lemma_ not in BECOMING):
        return False
    opening = main.doc[max(main.sent.start, clause(main)[0] - 1) : main.i]
    asked = [*main.lefts, *opening[:2], *(c for one in main.lefts for c in children(one, "pobj"))]
    if any(one.tag_ in ("WP", "WRB", "WDT") for one in asked) or is_question(main.sent):
        return False
    if any(one.lower_ in HABITS for one in main.children):
        return False
    if promised(main, modality) or (modality == "would" and main.lemma_ in POLITE):
        return False
    if own_word(main, modality) or keeps_silent(main):
        return False
    said = [one for verb in (main, condition) for one in subjects_of(verb)]
    return not any(one.lower_ == "you" for one in said)


def under(condition: Condition, sentence: Words, frames: list[Foretold]) -> Foretold | None:
    """Prediction under a condition: its clause, or the forecast that the condition hangs on."""
    anchor = condition.anchor
    taken = frozenset(one.i for one in condition.verb.subtree)
    head = anchor.head
    for one in frames:
        if one.main == head or (one.main.i not in taken and inside(head.i, one.consequence)):
            span = extent(condition, one.main)
            return replace(one, condition=span, consequence=beside(one.consequence, span, head.doc))
    main = head if anchor.dep_ in ("advcl", "ccomp", "prep", "aux") and head != anchor else None
    if main is None or not (modal_of(main) or final(main)):
        main = misread(condition)
    if main is None:
        main = nearest_modal(condition, taken) or nearest_modal(condition, frozenset())
    if main is None or within(main, condition, taken):
        return None
    modality = modal_of(main) or "present"
    if not told_of(main, condition.verb, modality):
        return None
    span = extent(condition, main)
    told = clause(main, frozenset(range(span[0], span[1] + 1)))
    one = Foretold(main, beside(told, span, head.doc), span, modality, strength(main, modality))
    return doubting(one)


def final(main: Token) -> bool:
    """Whether a clause in the present tells of an end or has a date: the pact is dead."""
    if not present(main) or modal_of(main) is not None:
        return False
    complements = children(main, "acomp", "attr", "advmod")
    over = main.lemma_ == "be" and any(one.lower_ in ENDED for one in complements)
    if children(main, "auxpass"):
        return main.lower_ in ENDED
    dated = any(one.ent_type_ == "DATE" for right in main.rights for one in right.subtree)
    return over or dated or main.lemma_ in ENDING


def misread(condition: Condition) -> Token | None:
    """Verb of the consequence on which the parser hung the `if` itself, over a comma."""
    mark, verb = condition.mark, condition.verb
    commas = [one.i for one in mark.doc[mark.i : verb.i] if one.text == ","]
    if not commas or not any(one.i > commas[0] for one in subjects_of(verb)):
        return None
    return next((o for o in (verb, *children(verb, "xcomp")) if modal_of(o) is not None), None)


def within(main: Token, condition: Condition, taken: frozenset[int]) -> bool:
    """Whether a clause belongs to the condition itself: no comma parts it from the condition."""
    verb = condition.verb
    if main.i not in taken or main.i < condition.start or main == misread(condition):
        return False
    return main.i < verb.i or not any(one.text == "," for one in main.doc[verb.i : main.i])


def nearest_modal(condition: Condition, without: frozenset[int]) -> Token | None:
    """Verb with a modal nearest to a condition, after it first."""
    verb = condition.verb
    modals = [
        one
        for one in verb.sent
        if one.pos_ in VERBAL and one.i not in without and one != verb
        if modal_of(one) is not None
    ]
    after = [one for one in modals if one.i > verb.i]
    return after[0] if after else (modals[-1] if modals else None)


def beside(told: tuple[int, int], condition: tuple[int, int], doc: Doc) -> tuple[int, int]:
    """Consequence without the condition at its beginning or end."""
    first, last = told
    while last > condition[1] and doc[last].is_punct:
        last -= 1
    if first <= condition[0] <= last and condition[1] >= last:
        return first, max(first, condition[0] - 1)
    if condition[0] <= first <= condition[1] < last:
        return condition[1] + 1, last
    return told


def doubting(one: Foretold) -> Foretold:
    """Prediction with the clause above it that turns it into its contrary, if one does."""
    head = doubted_by(one.main)
    if head is None:
        return one
    start = min([head.i, *(word.left_edge.i for word in subjects_of(head))])
    teller = next(iter(subjects_of(head)), None)
    frame = (min(start, one.consequence[0]), one.consequence[1])
    return replace(one, frame=frame, doubted=True, teller=teller)


def plain(main: Token, lookup: Lookup) -> Foretold | None:
    """Prediction of a clause with a modal, when the clause is one and not a plan or a promise."""
    modality = modal_of(main)
    if modality is None or main.dep_ == "relcl" or not foretells(main, modality, lookup):
        return None
    told = clause(main)
    pointed = pointed_at(main, told[0])
    condition = pointed[0] if pointed else supposing(main)
    condition = condition or caused(main, modality, lookup) or deed_before(main)
    if condition is None and main.sent[0].lower_ == "then":
        condition = asked_before(main.sent)
    if condition is None and any(one.lower_ == "then" for one in main.children):
        condition = supposed_before(main.sent)
    if condition is None and not ahead(main, modality, lookup):
        return None
    if condition is not None:
        taken = frozenset(range(condition[0], condition[1] + 1))
        told = clause(main, taken)
    told = bare(told, main)
    one = Foretold(main, told, condition, modality, strength(main, modality))
    return doubting(replace(one, failing=pointed is not None and pointed[1]))


def bare(told: tuple[int, int], main: Token) -> tuple[int, int]:
    """Clause without the word that joins it to the noun or headline before: that, why."""
    first = main.doc[told[0]]
    joins = first.lower_ == "that" and first.dep_ in ("mark", "dobj", "nsubj")
    joins = joins and any(first.i < one.i for one in subjects_of(main))
    return (told[0] + 1, told[1]) if joins or first.lower_ == "why" else told


def ahead(main: Token, modality: str, lookup: Lookup) -> bool:
    """Whether a clause is asserted of the time ahead; `would` only in somebody's forecast."""
    if modality != "would":
        return asserted(main)
    if viewed(main):
        return True
    head = told_through(main)
    if head is None:
        return False
    if head.lemma_.lower() in CONVINCED:
        return True
    if head.lemma_ == "be" and any(one.lemma_ in FORECASTS for one in children(head, "nsubj")):
        return present(head)
    if any(one.lemma_.lower() in CHANCE_ADJECTIVES for one in children(head, "acomp")):
        return present(head)
    if head.lemma_ in HELD_FORECAST:
        return head.tag_ in ("VBZ", "VBP") or head.lemma_ in REPORTED_FORECAST
    if any(one.lemma_.lower() in EXPERTS for who in subjects_of(head) for one in who.subtree):
        return head.lemma_ in SAYING
    # what was said to come, not what somebody was to do
    things = not any(agent(one, lookup) for one in subjects_of(main))
    said = head.lemma_ in SAYING and head.tag_ == "VBD"
    return said and things and main.lemma_ in BECOMING | EFFECT | LASTING


def told_through(main: Token) -> Token | None:
    """Verb or adjective by which a clause is told, above it or between commas within it."""
    if main.dep_ == "ccomp":
        return main.head
    aside = [one for one in children(main, "parataxis", "ccomp") if subjects_of(one)]
    return next((one for one in aside if one.lemma_ in SAYING | HELD_FORECAST), None)


def foretells(main: Token, modality: str, lookup: Lookup) -> bool:
    """Whether a clause with a modal speaks of what will be, of its own and not in a question."""
    if is_question(main.sent) or modality == "shall":
        return False
    if modality == "can" and main.lemma_ not in BECOMING and not bound_to_grow(main):
        return False
    doubted = doubted_by(main) is not None
    asking = (
        ("if", "unless", "how", "what") if doubted else ("whether", "if", "unless", "how", "what")
    )
    if any(one.lower_ in asking for one in main.lefts):
        return False
    if main.dep_ == "ccomp" and any(one.tag_ in ("WRB", "WP", "WDT") for one in main.lefts):
        return False  # a question that somebody leaves open
    if ("first" in person_of(main) and not undergone(main)) or hoped(main):
        return False
    if own_word(main, modality, lookup) or keeps_silent(main) or said_unable(main, modality):
        return False
    if not subjects_of(main):  # left out only in notes: probably will fail
        return main.dep_ == "ROOT" and strength(main, modality) != modality
    if strength(main, modality) != modality or doubted or chanced(main) or in_time(main):
        return True
    if caused(main, modality, lookup):
        return True  # who gives a plan a chance or a condition foretells
    if (modality == "going" and meant(main, lookup)) or termed(main):
        return False
    if timetable(main) or travels(main) or scheduled(main, lookup) or able(main, modality, lookup):
        return False
    trigger = verb_trigger(main, lookup)
    return trigger is None or not planned(trigger, lookup)


def chanced(main: Token) -> bool:
    """Whether a clause is what somebody predicts, or what is called conceivable or likely."""
    held = main.dep_ == "ccomp" and main.head.lemma_ in HELD_FORECAST
    if held and modal_of(main) in ("will", "would"):
        return True
    said = children(main.head, "acomp") if main.dep_ in ("ccomp", "csubj") else []
    return any(one.lemma_.lower() in CHANCE_ADJECTIVES for one in said)


def bound_to_grow(main: Token) -> bool:
    """Whether a clause says what a thing can only do: can only get worse."""
    only = any(one.lower_ == "only" for one in main.children)
    return only and main.lemma_ in ("get", "grow", "rise", "fall", "worsen", "increase")


def label(word: Token) -> bool:
    """Whether a word with a colon stands before a headline: ANALYSIS: Why X will Y."""
    return word.i == word.sent.start and word.doc[word.i + 1 : word.i + 2].text == ":"


def asserted(verb: Token) -> bool:
    """Whether a clause stands on its own or is what somebody says."""
    seeming = seems_to(verb)
    if verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        verb = verb.head
    elif seeming is not None:
        verb = seeming if seeming.head == seeming or seeming.tag_ == "VBN" else seeming.head
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.dep_ == "ROOT":
        return True
    head = verb.head
    if verb.dep_ in ("acl", "ccomp") and label(head):
        return True  # a label before the headline
    if verb.dep_ == "advcl" and verb.i < head.i and not children(verb, "mark"):
        return head.lemma_ in SAYING | word_classes()["speech"]
    if verb.dep_ == "acl" or (verb.dep_ == "ccomp" and head.pos_ == "NOUN"):
        return head.lemma_.lower() in FORECASTS or no_doubt(head)
    return verb.dep_ == "ccomp" and (
        head.lemma_ in FORETELLING
        or head.lemma_.lower() in word_classes()["speech"]
        or head.pos_ in VERBAL
        or head.lemma_.lower() in CHANCE_ADJECTIVES | DOUBTING | CONVINCED
    )


def no_doubt(noun: Token) -> bool:
    """Whether a noun is a doubt that there is not."""
    sized = [one.lower_ for one in noun.lefts]
    return noun.lemma_ in ("doubt", "question") and bool({"no", "little"} & set(sized))


def foretold(sentence: Words, lookup: Lookup = nobody) -> list[Foretold]:
    """Predictions of a sentence in order.

    Parameters
    ----------
    sentence : spacy.tokens.Span
        A parsed sentence.
    lookup : callable
        From a token to the id of whom it names, or None.
    """
    frames = frames_in(sentence, lookup)
    found: list[Foretold] = []
    for condition in conditions_in(sentence):
        one = under(condition, sentence, frames)
        if one is not None and not overlaps(one, found):
            found.append(one)
    opened = opened_by_phrase(sentence, found)
    found.extend(opened)
    found.extend(one for one in frames if not used(one, found))
    found.extend(shared(found, sentence))
    mains = {one.main.i for one in found}
    taken = {i for one in found if one.condition for i in range(one.condition[0], one.condition[1])}
    for token in sentence:
        if token.pos_ in VERBAL and token.i not in mains and token.i not in taken:
            one = plain(token, lookup)
            if one is not None and not overlaps(one, found):
                found.append(one)
    found.extend(answered(sentence) if not found else ())
    return joined(followed(sorted(found, key=lambda one: one.main.i)))


def opened_by_phrase(sentence: Words, found: list[Foretold]) -> list[Foretold]:
    """Prediction whose condition is a phrase that opens its clause, read by position."""
    opening = opening_phrase(sentence)
    if opening is None or is_question(sentence):
        return []
    span, start, main = opening
    modality = modal_of(main)
    if modality is None or any(one.main == main for one in found):
        return []
    if not told_of(main, main, modality):
        return []
    end = clause(main, frozenset(range(span[0], span[1] + 1)))[1]
    return [Foretold(main, (start, end), span, modality, strength(main, modality))]


def used(frame: Foretold, found: list[Foretold]) -> bool:
    """Whether a forecast in words of its own is there already, under a condition or in another."""
    return any(one.main == frame.main for one in found) or overlaps(frame, found)
