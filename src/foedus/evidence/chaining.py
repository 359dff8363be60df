"""How the predictions of a sentence hang together: shared conditions, then, and, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.conditions import asked_before
from foedus.evidence.intentions import promised
from foedus.evidence.outlook import (
    VERBAL,
    Foretold,
    clause,
    inside,
    longest,
    lowered,
    modal_of,
    own_subject,
    strength,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token


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
            and (one.modality == last.modality and together(one, between))
        ):
            span = (last.consequence[0], one.consequence[1])
            out[-1] = replace(last, consequence=span)
        else:
            out.append(one)
    return out


def together(one: Foretold, between: Iterable[Token]) -> bool:
    """Whether a clause goes with the one before: by *and*, or as a part of its predicate."""
    return any(word.lower_ == "and" for word in between) or not own_subject(one.main)


def overlaps(one: Foretold, others: Iterable[Foretold]) -> bool:
    """Whether a prediction lies within the consequence of another."""
    return any(inside(one.main.i, other.consequence) for other in others)
