"""Words that a name and a colon ascribe: headlines, lines of a transcript, *X's answer: …*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate
from foedus.evidence.clauses import Stretch
from foedus.evidence.gazetteer import places
from foedus.evidence.nouns import owner_of
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import WITNESSES, human
from foedus.evidence.tables import cue_nouns

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

LABEL = re.compile(
    r"(?:^|(?<=[.!?\]”\"»] ))[\"“”]?"
    r"(?P<who>[A-Z](?:[^:.“”\"?!;\[\]]|(?<=\b[A-Z])\.){1,90}):\s+(?=\S)"
)
SHORT = 40
NOTES = {
    *("correction", "clarification", "update", "note", "editor", "photo", "related", "more"),
    *("transcript", "interview", "minutes", "programme", "program", "agenda", "timeline"),
    *("analysis", "opinion", "comment", "commentary", "explainer", "explained", "feature"),
    *("profile", "factbox", "insight", "editorial", "column", "essay", "debate", "podcast"),
    *("video", "photos", "pictures", "gallery", "poll", "quiz", "obituary", "viewpoint"),
    *("perspective", "focus", "special", "blog", "briefing", "newsletter", "dispatch", "recap"),
    *("live", "breaking", "exclusive", "watch", "read", "background", "tags", "source", "sources"),
}
SAYING = {"statement", "prediction", "opinion", "conclusion", "warning", "promise", "advice"}
SAYINGS = {"word", "message", "answer", "reply", "verdict", "response", "motto", "explanation"}


def named_line(block: ParsedBlock, people: Sequence[Stretch]) -> list[Candidate]:
    """*NAME: “…”*, *NAME on arrival: …*, *NAME's last words: “…”* in a paragraph."""
    if block.kind != "paragraph" or ":" not in block.text:
        return []
    found = []
    for match in LABEL.finditer(block.text):
        words = block.doc.char_span(*match.span("who"), alignment_mode="expand")
        if words is None or any(t.pos_ in ("VERB", "AUX") for t in words):
            continue
        quoted = block.text[match.end()] in '“"«„'
        speaker = _speaker(block, words, people, quoted)
        if speaker is None:
            continue
        colon = block.base + match.end("who")
        start = block.base + match.end()
        what = (start, start + 1) if quoted else _unquoted(block, match.end(), words)
        made = Candidate(
            block, [what], "assertion", "named_line", 0.9, (colon, colon + 1), speaker, block
        )
        found.append(made)
    return found


def _speaker(
    block: ParsedBlock, words: Text, people: Sequence[Stretch], quoted: bool
) -> Token | None:
    """Who is named before the colon, or whose words are."""
    if words.start == 0 and words.text.isupper() and places(words.text.title()):
        return None  # the town of a dateline
    for token in words:
        stance = cue_nouns().get(token.lemma_.lower())
        says = token.lemma_.lower() in SAYINGS or (stance is not None and stance.group in SAYING)
        owner = owner_of(token) if says else None
        if owner is not None:
            return owner
    low, high = block.base + words.start_char, block.base + words.end_char
    named = next(((a, b) for a, b in people if a < high and low < b), None)
    if named is not None and (quoted or len(words.text) <= SHORT):
        first, last = named[0] - block.base, named[1] - block.base
        span = block.doc.char_span(first, last, alignment_mode="expand")
        return words.root if span is None else span.root
    shouted = words.text.isupper() and words.start == 0 and words.text.lower() not in NOTES
    return words.root if shouted and len(words.text) <= SHORT else None


def _unquoted(block: ParsedBlock, start: int, words: Text) -> Stretch:
    """What follows the colon: a line of a transcript, else the rest of the sentence."""
    end = len(block.text.rstrip(' "”'))
    first = block.doc.char_span(start, start + 1, alignment_mode="expand")
    if first is not None and words.start > 0:
        end = min(end, first[0].sent.end_char)
    return block.base + start, block.base + len(block.text[:end].rstrip())


HEADLINE = re.compile(r"^(?P<who>[^:“”\"?!.]{2,60}):\s+(?P<what>\S.{10,})$", re.DOTALL)


def headline(block: ParsedBlock, known: Sequence[tuple[int, int]]) -> list[Candidate]:
    """*X: …* as a headline, when X is somebody of the page or a word for people."""
    text = block.text
    if block.kind != "title":
        return []
    match = HEADLINE.match(text)
    if match is None:
        return _after_dash(block, known)
    first = block.doc.char_span(*match.span("who"), alignment_mode="expand")
    if first is None or not len(first) or first[0].lower_ in NOTES:
        return []
    begin, end = (block.base + n for n in match.span("who"))
    named = any(start < end and begin < stop for start, stop in known)
    head = first.root
    if any(t.pos_ in ("VERB", "AUX") for t in first) or _scene(first):
        return []
    place = head.ent_type_ in ("GPE", "LOC") or head.pos_ == "PROPN"
    if not named and (place or not human(head)) and head.lemma_.lower() not in WITNESSES:
        return []
    what = (block.base + match.start("what"), block.base + match.end("what"))
    colon = block.base + match.end("who")
    if not human(head):
        head = next((t for t in reversed(first) if t.ent_type_ == "PERSON"), head)
    return [
        Candidate(block, [what], "assertion", "headline", 0.85, (colon, colon + 1), head, block)
    ]


TRAILING = re.compile(
    r"^(?P<what>.{15,}\S)\s+[-–—]{1,2}\s+(?P<who>[^-–—:!?.,;]{3,40})"
    r"(?:, (?:citing|quoting) (?P<other>[^-–—:!?.,;]{3,40}))?$",
    re.DOTALL,
)


def _scene(words: Text) -> bool:
    """Whether a body or a place stands before where or when something happens: a topic."""
    head = words.root
    body = head.ent_type_ in ("ORG", "GPE", "LOC", "EVENT", "FAC") or not human(head)
    return body and any(
        t.dep_ == "prep" and t.head == head and t.lower_ in ("in", "at", "on", "after", "over")
        for t in words
    )


def _after_dash(block: ParsedBlock, known: Sequence[Stretch]) -> list[Candidate]:
    """*… - X* as a headline, when X is somebody of the page or a word for people."""
    match = TRAILING.match(block.text)
    words = match and block.doc.char_span(*match.span("who"), alignment_mode="expand")
    if match is None or not words or any(t.pos_ == "VERB" for t in words):
        return []
    if match["what"][-1] in "”»\"’'":  # a quotation and its signature
        return []
    begin, end = (block.base + n for n in match.span("who"))
    named = any(start < end and begin < stop for start, stop in known)
    head = words.root
    if head.tag_ in ("NNS", "NNPS"):  # as likely whom it is about
        return []
    if not named and (head.ent_type_ in ("GPE", "LOC", "ORG") or not human(head)):
        return []
    what = (block.base + match.start("what"), block.base + match.end("what"))
    dash = (what[1], begin)
    made = Candidate(block, [what], "assertion", "headline", 0.8, dash, head, block)
    other = match["other"] and block.doc.char_span(*match.span("other"), alignment_mode="expand")
    if not other or not (human(other.root) or other.root.ent_type_ == "PERSON"):
        return [made]
    return [made, replace(made, rule="citing", speaker=other.root, via=words.text)]
