"""Conditions of what is foretold: clauses with and without `if`, phrases, and what came before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.evidence.fillers import agent
from foedus.evidence.forecast_frames import doubted_by
from foedus.evidence.frames import Lookup, children, in_class, nobody
from foedus.evidence.lexicon import event_words, word_classes, words
from foedus.evidence.outlook import (
    MODALS,
    SUBJECT,
    VERBAL,
    clause,
    deed,
    modal_of,
    phrase,
    refused,
    subjects_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

MARKS = words("if unless once until")
ASSUMED = words("provided providing assuming supposing")
LACKING = words("without absent barring failing")
SUPPOSED = words("case event absence condition")
LEFT = words("leave be do go remain stay live end find get make")
OPEN_QUESTION = words("ask wonder know see question doubt tell say decide consider")
CAUSING = words(
    "cause lead provoke trigger result mean bring force prompt entail produce create undermine "
    "destabilize destabilise spark draw invite change worsen"
)
EFFECT = CAUSING | words(
    "raise lower heighten deepen fuel inflame kill save help hurt harm weaken strengthen divide "
    "split cost meet answer leave threaten endanger jeopardise jeopardize increase reduce deter "
    "encourage embolden isolate anger alarm unsettle end push drive tip upset ruin damage disrupt "
    "hit delay complicate ease improve boost make give put turn break destroy"
)
PRICE = words("expense cost price")
STEPS = words("step move measure decision action act initiative approach policy")
OBLIGED = words("must should need ought")
OPENING = ("PUNCT", "CCONJ", "SYM", "SPACE")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in a sentence: its clause's verb, the word it hangs by, its tokens."""

    mark: Token
    verb: Token
    anchor: Token
    start: int


def conditions_in(sentence: Words) -> Iterator[Condition]:
    """Conditions that a clause of the sentence states, in order."""
    for token in sentence:
        if token.lower_ in MARKS:
            found = marked(token)
        elif token.lower_ == "as" and token.dep_ == "mark":
            found = as_long_as(token)
        elif token.lower_ in ASSUMED:
            found = assumed(token)
        elif token.lower_ in ("should", "were"):
            found = inverted(token)
        else:
            found = None
        if found is not None:
            yield found


def marked(mark: Token) -> Condition | None:
    """Condition that if, unless, once or until begins."""
    verb = mark.head
    if mark.dep_ not in ("mark", "advmod") or verb.pos_ not in VERBAL or said_aside(mark):
        return None
    if mark.lower_ in ("once", "until") and not clause_after(mark, verb):
        return None
    if verb.dep_ == "ccomp" and verb.head.lemma_ in OPEN_QUESTION and verb.head.i < mark.i:
        return None
    if mark.lower_ == "until" and not (verb.dep_ == "advcl" and refused(verb.head)):
        return None
    before = mark.nbor(-1).lower_ if mark.i > mark.sent.start else ""
    return Condition(mark, verb, verb, mark.i - 1 if before in ("even", "only") else mark.i)


def clause_after(mark: Token, verb: Token) -> bool:
    """Whether a clause with a subject follows a word that may be an adverb too."""
    own = children(verb, *SUBJECT)
    return mark.dep_ == "mark" and any(mark.i < one.i < verb.i for one in own)


def as_long_as(mark: Token) -> Condition | None:
    """Condition that `as long as` or `as soon as` begins."""
    if mark.i - 2 < mark.sent.start or mark.nbor(-1).lower_ not in ("long", "soon"):
        return None
    return Condition(mark, mark.head, mark.head, mark.i - 2)


def assumed(word: Token) -> Condition | None:
    """Condition that provided or assuming begins, when a clause follows."""
    if word.dep_ not in ("prep", "advcl", "mark"):
        return None
    told = [word.head] if word.dep_ == "mark" else children(word, "ccomp")
    if not told or (word.dep_ == "advcl" and children(word, *SUBJECT)):
        return None
    return Condition(word, told[0], word if word.dep_ != "mark" else told[0], word.i)


def inverted(first: Token) -> Condition | None:
    """Condition told by word order: should X do, were X to do."""
    sentence = first.sent
    if sentence.text.rstrip(" ”\"'").endswith("?") or first.i + 1 >= sentence.end:
        return None
    verb = first.head if first.dep_ == "aux" else first
    own = [one for one in children(verb, "nsubj", "nsubjpass", "expl") if first.i < one.i]
    if not own or any(one.tag_ in ("WP", "WRB", "WDT") for one in verb.lefts):
        return None
    if any(one.i < first.i for one in children(verb, *SUBJECT)):
        return None
    if first.lower_ == "should":
        return Condition(first, verb, verb, first.i) if verb.i > own[0].i else None
    ahead = [one for one in verb.subtree if one.tag_ == "TO" and one.i > own[0].i]
    ahead += [one for one in children(verb, "prep") if one.lower_ == "for" and refused(verb)]
    return Condition(first, verb, verb, first.i) if ahead else None


def extent(condition: Condition, main: Token) -> tuple[int, int]:
    """First and last token of a condition beside its consequence."""
    mark, verb = condition.mark, condition.verb
    left_out = {
        one.i
        for child in verb.children
        if child.dep_ == "conj" and modal_of(child) and children(child, *SUBJECT)
        for one in child.subtree
    }
    inside = {one.i for one in verb.subtree if one.i >= condition.start} - left_out
    last = max(inside, default=verb.i)
    if main.i in inside or (mark.i < main.i and (last > main.i or mark.nbor(1).text == ",")):
        last = before_comma(mark, main)
    doc = mark.doc
    while last > condition.start and (doc[last].is_punct or doc[last].dep_ == "cc"):
        last -= 1
    return condition.start, last


def before_comma(mark: Token, main: Token) -> int:
    """Last token of a condition that the parser did not tell from its consequence."""
    doc = mark.doc
    subjects = [one.i for child in subjects_of(main) for one in child.subtree if one.i > mark.i]
    commas = [i for i in range(mark.i, main.i) if doc[i].text == ","]
    start = min([main.i, *([i for i in subjects if commas and i > commas[0]] or subjects)])
    commas = [i for i in commas if i < start]
    return commas[-1] - 1 if commas else max(mark.i, min(main.i, start) - 1)


def said_aside(mark: Token) -> bool:
    """Whether an `if` only points: as if, if any, if so."""
    before = mark.nbor(-1).lower_ if mark.i > 0 else ""
    after = mark.nbor(1).lower_ if mark.i + 1 < len(mark.doc) else ""
    return before == "as" or after in ("any", "so", "not", "ever", "anything", "necessary")


def opening_phrase(sentence: Words) -> tuple[tuple[int, int], int, Token] | None:
    """Phrase such as `without X` that opens a clause; where the clause starts; its verb.

    Read by position, since the parser may take the subject behind it for a part of it.
    """
    for token in sentence:
        opens = token.i == sentence.start or token.nbor(-1).pos_ in OPENING
        if token.lower_ not in LACKING or not (opens or token.nbor(-1).is_punct):
            continue
        modal = next((o for o in sentence if o.i > token.i and o.tag_ == "MD"), None)
        if modal is None or modal.lower_ not in MODALS:
            return None
        chunks = [c for c in sentence.doc[token.i : modal.i].noun_chunks if c.end == modal.i]
        if not chunks or chunks[-1].start <= token.i + 1:
            return None
        start = chunks[-1].start
        return (token.i, start - 1), start, modal.head if modal.dep_ == "aux" else modal
    return None


def supposing(main: Token) -> tuple[int, int] | None:
    """Condition in a phrase: without, in case of, in the event of."""
    for prep in children(main, "prep"):
        named = children(prep, "pobj")
        supposed = any(
            one.lemma_ in SUPPOSED and not any(c.lower_ in ("that", "this") for c in one.children)
            for one in named
        )
        manner = children(prep, "pcomp") and prep.i > main.i and not refused(main)
        manner = manner or (prep.lower_ == "without" and prep.i > main.i and main.lemma_ in LEFT)
        if (prep.lower_ in LACKING and not manner) or (prep.lower_ in ("in", "on") and supposed):
            return phrase(prep)
        known = any(
            c.dep_ in ("det", "poss") and c.lower_ != "some" for o in named for c in o.lefts
        )
        but = prep.lower_ == "for" and prep.i > 0 and prep.nbor(-1).lower_ == "but" and known
        if but and modal_of(main) in ("would", "could", "might"):
            return prep.i - 1, phrase(prep)[1]
    return None


def caused(main: Token, modality: str, lookup: Lookup = nobody) -> tuple[int, int] | None:
    """Condition that is the subject of a clause: a deed not done yet, any X, a thing not there."""
    for subject in children(main, "nsubj", "nsubjpass", "csubj"):
        free = any(one.lower_ == "any" for one in subject.children)
        free = free and not refused(main) and doubted_by(main) is None
        if free and subject.pos_ in ("NOUN", "VERB") and modality in ("would", "could", "will"):
            return phrase(subject)
        told = main.lemma_ in CAUSING and (deed(subject) or known_deed(subject))
        if modality == "would" and told:
            return phrase(subject)
        if modality == "would" and not_there(subject) and effect_of(main, subject, lookup):
            return phrase(subject)
    return None


def known_deed(noun: Token) -> bool:
    """Whether the lexicon knows a noun for something done."""
    return ("noun", noun.lemma_.lower()) in event_words()


def not_there(subject: Token) -> bool:
    """Whether a subject names nothing that is there already: a, another, a bare plural, closing."""
    if subject.tag_ == "VBG" or subject.dep_ == "csubj":
        return True
    held = [one.lower_ for one in subject.children if one.dep_ in ("det", "poss", "nummod")]
    if held:
        return bool({"a", "an", "another", "such"} & set(held))
    return subject.tag_ == "NNS"


def effect_of(main: Token, subject: Token, lookup: Lookup) -> bool:
    """Whether a clause tells what a thing does to others, not what somebody will do."""
    if main.lemma_ in EFFECT:
        return not person(subject, lookup)
    priced = any(
        one.lemma_ in PRICE for prep in children(main, "prep") for one in children(prep, "pobj")
    )
    return main.lemma_ == "come" and priced


def person(subject: Token, lookup: Lookup) -> bool:
    """Whether a subject is somebody who acts at will; forces and bodies may stand for things."""
    armed = in_class(subject, word_classes()["forces"])
    return not armed and agent(subject, lookup)


def deed_before(main: Token) -> tuple[int, int] | None:
    """Condition that a pointing noun takes up: the infinitive before it in the same sentence."""
    for subject in children(main, "nsubj"):
        pointing = (subject.lower_ in ("this", "that") and subject.tag_ == "DT") or (
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
        first = deeds[0]
        inside = [one.i for one in first.subtree if one.i < start]
        last = max(inside)
        while last > first.i and main.doc[last].pos_ in ("SCONJ", "PUNCT", "CCONJ"):
            last -= 1
        return min(inside), last
    return None


def pointed_at(main: Token, start: int) -> tuple[tuple[int, int], bool] | None:
    """Condition that otherwise, in that case, if so, or take up: the clause before.

    Parameters
    ----------
    main : spacy.tokens.Token
        Verb of the consequence.
    start : int
        First token of the consequence.

    Returns
    -------
    tuple or None
        First and last token, and whether the condition is that the clause fails.
    """
    doc, sentence = main.doc, main.sent
    if main.dep_ == "relcl":
        return None
    opening = [i for i in range(max(sentence.start, start - 4), main.i) if points(doc[i], main)]
    if not opening:
        return None
    at = opening[0]
    failing = doc[at].lower_ in ("otherwise", "or") or doc[at + 1].lower_ == "not"
    words_before = [one for one in doc[sentence.start : at] if one.pos_ not in OPENING]
    before = sentence_before(sentence)
    if doc[at].lower_ in ("or", "and"):
        span = or_else(main, at)
    elif any(one.pos_ != "ADV" for one in words_before):
        span = trimmed(main, clause_start(main, at), at - 1)
    else:
        span = trimmed(main, before.start, before.end - 1) if before is not None else None
    return None if span is None else (span, failing)


def points(word: Token, main: Token) -> bool:
    """Whether a word takes up what was said before as a condition of a clause."""
    doc = word.doc
    if word.lower_ == "otherwise":
        return word.head == main
    if word.lower_ in ("or", "and"):
        return main.dep_ == "conj" and word.head == main.head and word.dep_ == "cc"
    if word.lower_ == "then":
        return word.i > word.sent.start and word.nbor(-1).lower_ == "only"
    following = [one.lower_ for one in doc[word.i + 1 : word.i + 3]]
    if word.lower_ == "in":
        return following in (["that", "case"], ["this", "case"], ["such", "case"])
    return word.lower_ == "if" and following[:1] in (["so"], ["not"])


def clause_start(main: Token, at: int) -> int:
    """First token after the last full break before a word, in its sentence."""
    doc = main.doc
    breaks = [i for i in range(main.sent.start, at - 1) if doc[i].text in (";", ":")]
    return breaks[-1] + 1 if breaks else main.sent.start


def or_else(main: Token, at: int) -> tuple[int, int] | None:
    """Condition before an `or` or `and`: what must be done, or an order."""
    first = main.head
    helping = {one.lower_ for one in first.children if one.dep_ == "aux"}
    order = first.tag_ == "VB" and not children(first, *SUBJECT) and not helping
    obliged = bool(helping & OBLIGED) or first.lemma_ in OBLIGED
    obliged = obliged and main.doc[at].lower_ == "or"
    if not (order or obliged) or not children(main, *SUBJECT):
        return None
    return trimmed(main, clause(first)[0], at - 1)


def trimmed(main: Token, first: int, last: int) -> tuple[int, int] | None:
    """Stretch without stops and quotes at its edges."""
    doc = main.doc
    while first < last and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > first and (doc[last].is_punct or doc[last].is_space or doc[last].pos_ == "CCONJ"):
        last -= 1
    return (first, last) if last > first else None


def sentence_before(sentence: Words) -> Words | None:
    """Sentence before one, within the same paragraph."""
    return sentence.doc[sentence.start - 1].sent if sentence.start > 0 else None


def asked_before(sentence: Words) -> tuple[int, int] | None:
    """Condition in a question that a sentence answers: what would come if X?"""
    before = sentence_before(sentence)
    if before is not None and sentence[0].lower_ == "then":
        before = before if is_question(before) else sentence_before(before)
    if before is None or not is_question(before):
        return None
    if not any(one.tag_ == "MD" and one.lower_ in MODALS for one in before):
        return None
    for one in conditions_in(before):
        return extent(one, before.root)
    return None


def supposed_before(sentence: Words) -> tuple[int, int] | None:
    """Condition of the sentence before, which a `then` within a clause takes up."""
    before = sentence_before(sentence)
    found = next(conditions_in(before), None) if before is not None else None
    return None if found is None or before is None else extent(found, before.root)


def is_question(sentence: Words) -> bool:
    """Whether a sentence ends with a question mark."""
    return sentence.text.rstrip(" ”\"'»").endswith("?")
