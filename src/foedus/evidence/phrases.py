"""Stretches of words: the clause or the phrase that tells of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.evidence.fillers import entries
from foedus.evidence.frames import LIGHT, children
from foedus.evidence.lexicon import words
from foedus.evidence.triggers import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

SPOKEN = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))
"""Types of deeds done with words, which say nothing without them."""
ASIDE = words("relcl advcl ccomp parataxis mark punct cc intj dep csubj")
NAMED = re.compile(
    r"\b[A-Z][\w'’]+(?: (?:of |and |the )?[A-Z][\w'’]+)*[- ](?P<year>(?:19|20)\d\d)\b"
)


def extent(trigger: Trigger) -> tuple[int, int]:
    """First and last token of the clause or phrase that tells of an event."""
    token = trigger.token
    if trigger.frame is None:
        token = phrase_top(token)
        joined = {
            one.i
            for other in children(token, "conj")
            if not any(entry.plover == trigger.plover for entry in entries("noun", other))
            for one in other.subtree
        }
        joined |= {one.i for one in token.children if one.dep_ in ("cc", "appos")}
        if trigger.via == "anniversary":
            again = [one for one in token.subtree if one.lemma_ == token.lemma_ and one != token]
            joined |= {one.i for other in again for one in other.subtree}
        inside = [token, *(one for one in within_phrase(token) if one.i not in joined)]
        if trigger.tail is not None:
            inside += [trigger.tail, *within_phrase(trigger.tail)]
        return min(one.i for one in inside), max(one.i for one in inside)
    parts = [token]
    for child in token.children:
        if child.dep_ == "ccomp" and trigger.plover in SPOKEN and child.i > token.i:
            parts += [child, *within_phrase(child)]
            continue
        if child.dep_ in ASIDE or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
            continue
        if child.dep_ in ("advmod", "npadvmod", "prep", "aux", "neg") and child.i < token.i - 6:
            continue
        if (child.dep_ == "prep" and child.i < token.i) or child.tag_ in ("WRB", "WDT", "WP"):
            continue
        parts += [child, *within_phrase(child)]
    parts += [one for one in clause_head(trigger) if abs(one.i - token.i) < 40]
    return min(one.i for one in parts), max(one.i for one in parts)


def phrase_top(noun: Token) -> Token:
    """Head of the phrase that a noun stands in behind a light one: a wave of protests."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and is_light(noun.head.head):
        noun = noun.head.head
    return noun


def is_light(noun: Token) -> bool:
    """Whether a noun stands for what follows its `of`."""
    return noun.lemma_.lower() in LIGHT


def clause_head(trigger: Trigger) -> Iterator[Token]:
    """Words before a clause that say who or what it is about: `the mission (that was) sent`."""
    token = trigger.token
    participle = token.dep_ == "acl" and token.tag_ in ("VBN", "VBG")
    if trigger.frame is not None and (participle or token.dep_ == "relcl"):
        yield token.head
        yield from (one for one in token.head.lefts if one.dep_ not in ASIDE)


def within_phrase(token: Token) -> Iterator[Token]:
    """Words under a word, without what is said aside."""
    for child in token.children:
        verbal = child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")
        if child.dep_ in ASIDE and not relative_now(child):
            continue
        if not verbal:
            yield child
            yield from within_phrase(child)


def relative_now(token: Token) -> bool:
    """Whether a relative clause is short and goes on now, so that it belongs to the event."""
    going = {child.lower_ for child in token.children if child.dep_ == "aux"} & {"are", "is"}
    return token.dep_ == "relcl" and token.tag_ == "VBG" and bool(going)


def before_next_name(doc: Doc, first: int, last: int) -> int:
    """Last token before a comma that leads to a second named exercise."""
    text = doc[first : last + 1].text
    names = list(NAMED.finditer(text))
    if len(names) < 2 or "-" not in names[1].group():
        return last
    cut = doc[first].idx + text.rfind(", ", 0, names[1].start())
    return max((one.i for one in doc[first : last + 1] if one.idx < cut), default=last)


def trim(words: Words) -> Words:
    """Words without the punctuation and conjunctions at their edges."""
    start, end = words.start, words.end
    doc = words.doc
    while start < end - 1 and (doc[start].is_space or doc[start].pos_ in ("PUNCT", "CCONJ")):
        if doc[start].is_quote or doc[start].text in "([":
            break
        start += 1
    while end - 1 > start and (
        doc[end - 1].is_space or doc[end - 1].lower_ in (",", ".", ";", ":", "and", "or")
    ):
        end -= 1
    if doc[start:end].text.count("(") > doc[start:end].text.count(")"):
        closing = next((one.i for one in doc[end : end + 4] if one.text == ")"), None)
        end = closing + 1 if closing is not None else end
    return doc[start:end]


def local_phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a name between commas and stops."""
    before = max((text.rfind(mark, 0, start) for mark in (", ", "; ", ". ", ": ")), default=-1)
    first = before + 2 if before >= 0 else 0
    first += len(text[first:start]) - len(text[first:start].lstrip())
    after = [text.find(mark, end) for mark in (", ", "; ", ". ")]
    last = min((one for one in after if one >= 0), default=len(text.rstrip(" .")))
    return first, max(last, end)
