"""Words ascribed without a verb of speech: *according to X*, *the opinion of X*, *X: …*, quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import (
    OPENERS,
    after_colon,
    agent_of,
    is_passive,
    stretches,
    without_leading,
    words_under,
)
from foedus.evidence.nouns import held, owner_of
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import POINTERS, WITNESSES, human
from foedus.evidence.tables import cue_nouns, cues

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

SILENT = {
    "plan",
    "schedule",
    "agenda",
    "law",
    "rule",
    "tradition",
    "calendar",
    "custom",
    "procedure",
    "programme",
    "program",
    "legislation",
    "constitution",
    "contract",
    "wish",
    "need",
    "order",
    "type",
    "size",
    "age",
    "principle",
    "standard",
    "logic",
    "regulation",
    "instruction",
}


def ascribed(
    block: ParsedBlock, sentence: Text, words: Sequence[Token], before: Text | None
) -> list[Candidate]:
    """Candidates of a sentence that hang on a preposition or a noun."""
    found = []
    for token in words:
        word = token.lower_
        if word == "according" or (word == "per" and token.dep_ == "prep" and token.is_sent_start):
            found += _according(block, sentence, token)
        elif word == "as" and token.dep_ in ("mark", "advmod", "prep"):
            found += _as_said(block, sentence, token)
        elif word == "in" and token.dep_ == "prep":
            found += _in_the_view(block, sentence, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cue_nouns():
            found += held(block, token, before)
    return found


def _according(block: ParsedBlock, sentence: Text, token: Token) -> list[Candidate]:
    doc = token.doc
    link = token
    if token.lower_ == "according":
        if token.i + 1 >= sentence.end or doc[token.i + 1].lower_ != "to":
            return []
        link = doc[token.i + 1]
    speaker = next((c for c in [*link.children, *token.children] if c.dep_ == "pobj"), None)
    if speaker is None or speaker.lemma_.lower() in SILENT:
        return []
    if _passed_on(sentence, speaker):
        return []
    aside = {token.i, link.i} | set(_whole(speaker, token))
    return _rest(block, sentence, token, link, speaker, aside, "according")


def _passed_on(sentence: Text, speaker: Token) -> bool:
    """Whether a text only hands down what the sentence says that somebody said."""
    said = sentence.root
    return (
        said.i < speaker.i
        and said.lemma_.lower() in cues()
        and speaker.lemma_.lower() in WITNESSES | HANDED_DOWN
    )


def _whole(speaker: Token, link: Token) -> list[int]:
    """Words of who is cited; a phrase that the parser hung on it by mistake is cut at a comma."""
    words = words_under([speaker])
    doc, out = speaker.doc, []
    for i in words:
        if i < link.i:
            continue
        if out and doc[i].text == "," and i > speaker.i:
            after = doc[i + 1] if i + 1 < len(doc) else None
            appositive = after is not None and _hangs_before(after, i)
            if not appositive:
                break
        out.append(i)
    return out


def _hangs_before(word: Token, comma: int) -> bool:
    """Whether what opens after a comma describes what stands before it: *X, a professor, …*."""
    if word.lower_ in ("who", "which"):
        return word.head.head.i < comma
    if word.pos_ not in ("DET", "NOUN", "PROPN", "ADJ") and word.tag_ != "VBN":
        return False
    top = word
    while top.dep_ in ("det", "compound", "amod", "nmod", "poss") and top.head.i > comma:
        top = top.head
    return top.dep_ in ("appos", "acl") and top.head.i < comma


def _rest(
    block: ParsedBlock,
    sentence: Text,
    first: Token,
    last: Token,
    speaker: Token,
    aside: set[int],
    rule: str,
) -> list[Candidate]:
    """The rest of a sentence, as what somebody named in an aside has said."""
    low, high = min(aside), max(aside)
    left = after_colon([t for t in sentence if t.i < low])
    right = [t.i for t in sentence if t.i > high]
    doc = first.doc
    if not any(not doc[i].is_punct and doc[i].pos_ != "PROPN" for i in right) and left:
        words = left
    elif not any(doc[i].is_alpha for i in left):
        words = right
    else:
        words = [*left, *right]
    words = without_leading(first, words, OPENERS)
    pieces = stretches(first, words, block.base)
    if not pieces or not any(doc[i].pos_ in ("VERB", "AUX") for i in words):
        return []
    return [
        Candidate(block, pieces, "assertion", rule, 0.9, place(block, first, last), speaker, block)
    ]


def _in_the_view(block: ParsedBlock, sentence: Text, token: Token) -> list[Candidate]:
    """*In the opinion of X, …*; *in X's words, …*."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() not in (
        "opinion",
        "view",
        "word",
        "assessment",
        "judgment",
        "judgement",
        "estimation",
    ):
        return []
    owner = owner_of(noun)
    if owner is None:
        return []
    aside = set(words_under([token]))
    after = max(aside) + 1
    if after < sentence.end and token.doc[after].text != "," and min(aside) != sentence.start:
        return []
    return _rest(block, sentence, token, noun, owner, aside, "view")


HANDED_DOWN = {"summary", "minutes", "recording", "excerpt", "leak", "reading", "notes"}
PUT = {
    "put",
    "note",
    "say",
    "state",
    "report",
    "explain",
    "stress",
    "emphasize",
    "remark",
    "write",
    "point",
    "observe",
    "recall",
    "tell",
    "announce",
    "add",
    "mention",
    "argue",
    "quote",
    "cite",
    *("hint", "suggest", "claim", "warn", "predict", "acknowledge", "concede", "admit", "confirm"),
    *("indicate", "insist", "underline", "underscore", "complain", "lament", "maintain", "assert"),
}
THEREBY = {"it", "out", "this", "by", "earlier", "later", "previously", "yesterday", "once", ","}


def _as_said(block: ParsedBlock, sentence: Text, token: Token) -> list[Candidate]:
    """*As X put it, …*; *…, as X noted*; *as reported by X*: a short clause set apart."""
    if token.dep_ == "prep" and token.is_sent_start:
        return _as_reported(block, sentence, token)
    verb = token.head
    if verb.lemma_.lower() not in PUT or verb.i < token.i or verb.i > token.i + 14:
        return []
    speaker = agent_of(verb) if is_passive(verb) or verb.tag_ == "VBN" else None
    speaker = speaker or next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if speaker is None or speaker.lower_ in POINTERS or speaker.lower_ in ("i", "we", "you"):
        return []
    aside = {t.i for t in verb.subtree if t.i >= token.i}
    first, last = min(aside), max(aside)
    doc = token.doc
    opens = first == sentence.start or doc[first - 1].text in (",", "–", "—", "(")
    closes = last + 1 >= sentence.end or doc[last + 1].text in (",", "–", "—", ")", ".", ";", "!")
    if (
        not opens
        or not closes
        or any(c.dep_ in ("ccomp", "dobj") and c.lower_ not in THEREBY for c in verb.children)
    ):
        return []
    return _rest(block, sentence, token, verb, speaker, aside, "as")


def _as_reported(block: ParsedBlock, sentence: Text, token: Token) -> list[Candidate]:
    """*As the press service of X reports, …*, where the parser took the verb for a noun."""
    doc = token.doc
    end = next((t.i for t in sentence[:18] if t.text == ","), None)
    speaker = next((c for c in token.children if c.dep_ == "pobj"), None)
    if end is None or speaker is None or speaker.i >= end - 1 or not human(speaker):
        return []
    verb = doc[end - 1]
    if verb.tag_ not in ("NNS", "VBZ") or verb.lemma_.lower() not in PUT:
        return []
    return _rest(block, sentence, token, verb, speaker, set(range(token.i, end)), "as")
