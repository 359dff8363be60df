"""Sentences that tell what will be: which clauses foretell, and under which condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.conditions import (
    Condition,
    asked_before,
    caused,
    conditions_in,
    deed_before,
    extent,
    is_question,
    opening_phrase,
    pointed_at,
    supposing,
)
from foedus.evidence.forecast_frames import (
    CHANCE_ADJECTIVES,
    DOUBTING,
    FORECASTS,
    HABITS,
    doubted_by,
    frames_in,
)
from foedus.evidence.frames import Lookup, children, nobody
from foedus.evidence.intentions import (
    BECOMING,
    able,
    hoped,
    person_of,
    planned,
    promised,
    scheduled,
)
from foedus.evidence.lexicon import word_classes, words
from foedus.evidence.outlook import (
    VERBAL,
    Foretold,
    clause,
    longest,
    lowered,
    modal_of,
    own_subject,
    seems_to,
    strength,
    subjects_of,
)
from foedus.evidence.triggers import verb_trigger

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

FORETELLING = words(
    "predict forecast expect warn believe think fear foresee anticipate say suggest doubt reckon"
)
REPORTED_FORECAST = words("predict forecast warn caution")
HELD_FORECAST = REPORTED_FORECAST | words("fear expect believe think foresee anticipate reckon bet")
ASKING = words("whether if unless how what")
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
            return replace(one, condition=span, consequence=beside(one.consequence, span))
    main = head if anchor.dep_ in ("advcl", "ccomp", "prep", "aux") and head != anchor else None
    if main is None or modal_of(main) is None:
        main = misread(condition)
    if main is None:
        main = nearest_modal(condition, taken) or nearest_modal(condition, frozenset())
    if main is None or within(main, condition, taken):
        return None
    modality = modal_of(main)
    if modality is None or not told_of(main, condition.verb, modality):
        return None
    span = extent(condition, main)
    told = clause(main, frozenset(range(span[0], span[1] + 1)))
    one = Foretold(main, beside(told, span), span, modality, strength(main, modality))
    return doubting(one)


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


def beside(told: tuple[int, int], condition: tuple[int, int]) -> tuple[int, int]:
    """Consequence without the condition at its beginning or end."""
    first, last = told
    if first <= condition[0] <= last and condition[1] >= last:
        return first, max(first, condition[0] - 1)
    if condition[0] <= first <= condition[1] < last:
        return condition[1] + 1, last
    return told


def inside(place: int, span: tuple[int, int]) -> bool:
    """Whether a token lies within a span."""
    return span[0] <= place <= span[1]


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
    condition = (
        pointed_at(main, told[0])
        or supposing(main)
        or caused(main, modality, lookup)
        or deed_before(main)
    )
    if condition is None and main.sent[0].lower_ == "then":
        condition = asked_before(main.sent)
    if condition is None and not ahead(main, modality):
        return None
    if condition is not None:
        taken = frozenset(range(condition[0], condition[1] + 1))
        told = clause(main, taken)
    return doubting(Foretold(main, told, condition, modality, strength(main, modality)))


def ahead(main: Token, modality: str) -> bool:
    """Whether a clause is asserted of the time ahead; `would` only in somebody's forecast."""
    if modality != "would":
        return asserted(main)
    head = main.head
    if main.dep_ != "ccomp" or head.lemma_ not in HELD_FORECAST:
        return False
    return head.tag_ in ("VBZ", "VBP") or head.lemma_ in REPORTED_FORECAST


def foretells(main: Token, modality: str, lookup: Lookup) -> bool:
    """Whether a clause with a modal speaks of what will be, of its own and not in a question."""
    if is_question(main.sent) or modality == "shall":
        return False
    if modality == "can" and main.lemma_ not in BECOMING:
        return False
    doubted = doubted_by(main) is not None
    asking = (
        ("if", "unless", "how", "what") if doubted else ("whether", "if", "unless", "how", "what")
    )
    if any(one.lower_ in asking for one in main.lefts):
        return False
    if main.dep_ == "ccomp" and any(one.tag_ in ("WRB", "WP", "WDT") for one in main.lefts):
        return False  # a question that somebody leaves open
    if "first" in person_of(main) or hoped(main) or not subjects_of(main):
        return False
    if strength(main, modality) != modality or doubted or caused(main, modality, lookup):
        return True  # who gives a plan a chance or a condition foretells
    if scheduled(main, lookup) or able(main, modality, lookup):
        return False
    trigger = verb_trigger(main, lookup)
    return trigger is None or not planned(trigger, lookup)


def asserted(verb: Token) -> bool:
    """Whether a clause stands on its own or is what somebody says."""
    seeming = seems_to(verb)
    if seeming is not None:
        verb = seeming if seeming.head == seeming or seeming.tag_ == "VBN" else seeming.head
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.dep_ == "ROOT":
        return True
    head = verb.head
    if verb.dep_ == "acl" or (verb.dep_ == "ccomp" and head.pos_ == "NOUN"):
        return head.lemma_.lower() in FORECASTS or no_doubt(head)
    return verb.dep_ == "ccomp" and (
        head.lemma_ in FORETELLING
        or head.lemma_.lower() in word_classes()["speech"]
        or head.pos_ in VERBAL
        or head.lemma_.lower() in CHANCE_ADJECTIVES | DOUBTING
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


def shared(found: list[Foretold], sentence: Words) -> Iterator[Foretold]:
    """Clauses joined to a consequence that stand under the same condition."""
    mains = {one.main.i for one in found}
    taken = {i for one in found if one.condition for i in range(one.condition[0], one.condition[1])}
    for one in [one for one in found if one.condition is not None]:
        last = one
        for token in sentence:
            if token.i <= last.consequence[1] or token.i in mains | taken:
                continue
            modality = modal_of(token) if token.pos_ in VERBAL else None
            if modality is None or modality == "shall":
                continue
            told = clause(token)
            if not own_subject(token):
                continue
            if not next_to(last.consequence[1], told[0], one, token):
                break
            if promised(token, modality) or token.doc[told[1] + 1 : told[1] + 2].text == "?":
                break
            last = Foretold(token, told, one.condition, modality, strength(token, modality))
            mains.add(token.i)
            yield last


def next_to(end: int, start: int, one: Foretold, token: Token) -> bool:
    """Whether a clause is joined to the end of a consequence, or of its condition, by *and*."""
    if one.condition is not None and one.condition[0] > end:
        end = max(end, one.condition[1])
    between = list(token.doc[end + 1 : start])
    loose = all(w.is_punct or w.dep_ == "cc" or w.lower_ in ("that", "then") for w in between)
    return loose and any(w.lower_ in ("and", "then") for w in between)


def followed(found: list[Foretold]) -> list[Foretold]:
    """Predictions of which one that `then` opens has the clause before as its condition.

    One that dates itself by the clause before (by then) goes with it.
    """
    out: list[Foretold] = []
    for one in found:
        last = out[-1] if out else None
        first = one.consequence[0]
        near = last is not None and 0 < first - last.consequence[1] <= 5
        opening = lowered(one.main.doc[max(0, first - 1) : first + 2])
        if last is None or not near:
            out.append(one)
        elif "by then" in opening or "by that" in opening:
            out[-1] = replace(last, consequence=(last.consequence[0], one.consequence[1]))
        elif one.condition is None and last.condition is None and "then" in opening.split():
            out.append(replace(one, condition=last.consequence))
        else:
            out.append(one)
    return out


def answered(sentence: Words) -> list[Foretold]:
    """Prediction of a sentence without a verb that answers a question on a condition."""
    if any(one.pos_ in VERBAL for one in sentence):
        return []
    condition = asked_before(sentence)
    chance = longest([lowered([one]) for one in sentence])
    if condition is None or chance is None:
        return []
    span = (sentence.start, sentence.end - 1)
    return [Foretold(sentence.root, span, condition, chance, chance)]


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
            and last.frame is None
            and one.frame is None
            and between is not None
            and len(between) <= 2
            and any(word.dep_ == "cc" for word in between)
        ):
            span = (last.consequence[0], one.consequence[1])
            out[-1] = replace(last, consequence=span)
        else:
            out.append(one)
    return out


def overlaps(one: Foretold, others: Iterable[Foretold]) -> bool:
    """Whether a prediction lies within the consequence of another."""
    return any(inside(one.main.i, other.consequence) for other in others)
