"""Frames of a verb of speech: how the words said hang on it.

Each frame takes the verb, its cue and the sentence, and gives the words said, whom they are said
to, and how sure the frame is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.clauses import after_colon, is_passive, words_under
from foedus.evidence.object_frames import NONE, Found, added, until_break
from foedus.evidence.tables import Cue, cues

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

SIDES = {"favour", "favor", "support", "defence", "defense"}
SPEECH = {"c", "q"}
PASSING_ON = {"citing", "quoting"}
BLAMED = {"responsible", "accountable", "liable", "answerable", "guilty"}
NAMING = {
    *("call", "dub", "label", "brand", "term", "pronounce", "deem", "declare", "proclaim"),
    *("consider", "style", "find", "hail", "nickname", "christen", "rate", "rank", "designate"),
    *("judge", "adjudge", "herald", "estimate", "hold"),
}
TELLING = {"tell", "warn"}
WHEN = {"before", "after", "until", "since", "while", "because", "although", "though"}
OCCASIONS = {
    *("interview", "speech", "statement", "conference", "briefing", "address", "letter", "tweet"),
    *("post", "meeting", "session", "debate", "rally", "summit", "call", "email", "report"),
    *("remark", "comment", "message", "article", "broadcast", "ceremony", "release", "hearing"),
}


def _free(verb: Token) -> bool:
    """Whether what is said is the question word itself: *what X says*, *whatever X thinks*."""
    return any(
        c.tag_ in ("WP", "WDT") and c.i < verb.i and c.dep_ not in ("nsubj", "nsubjpass")
        for c in verb.children
    ) or any(
        c.dep_ == "prep" and c.i < verb.i and any(g.tag_ == "WDT" for g in c.children)
        for c in verb.children
    )


def clause_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """A clause said: *X says (that) …*, *"…," X says*, *X explains why …*."""
    if not cue.frames & {"c", "w", "q"}:
        return NONE
    heads = [c for c in verb.children if c.dep_ == "ccomp"]
    if len(heads) > 1:
        heads = [c for c in heads if c.i > verb.i and _said_that(c)] or heads
    if not heads and cue.frames & {"c"}:
        heads = [
            c
            for c in verb.children
            if c.dep_ in ("xcomp", "advcl", "dep", "parataxis")
            and c.i > verb.i
            and any(g.dep_ in ("nsubj", "nsubjpass", "expl") for g in c.children)
            and (_said_that(c) or c.dep_ == "xcomp")
        ] or _behind_a_phrase(verb)
    if not heads or (_free(verb) and verb.dep_ in ("relcl", "csubj", "advcl", "pcomp", "pobj")):
        return NONE
    if not cue.frames & {"c", "q"} and not _asks(heads[0]):
        return NONE
    if cue.lemma == "see" and not (verb.tag_ in ("VBZ", "VBP") and _said_that(heads[0])):
        return NONE
    if _sets_time(heads[0]) if heads[0].i > verb.i else _set_off(verb, heads[0]):
        return NONE
    without = [verb] if _under(verb, heads) else _circumstances(verb, heads[0])
    words = words_under(heads, without)
    words += _explained(verb, words, sentence)
    inner = _intruding(verb, words)
    return [w for w in words if w not in inner], _person_told(verb, cue), 0.95


def _explained(verb: Token, words: list[int], sentence: Text) -> list[int]:
    """What a colon adds to a clause said: *X reckons that A: B*, unless it is another's."""
    if not words or words[0] < verb.i or words[-1] + 2 >= sentence.end:
        return []
    doc, colon = verb.doc, words[-1] + 1
    rest = [doc[i] for i in range(colon + 1, sentence.end)]
    if doc[colon].text != ":" or any(t.is_quote for t in rest):
        return []
    verbs = [t for t in rest if t.pos_ in ("VERB", "AUX")]
    said = any(cues()[t.lemma_].frames >= SPEECH for t in verbs if t.lemma_ in cues())
    return [t.i for t in rest] if verbs and not said else []


def _behind_a_phrase(verb: Token) -> list[Token]:
    """A *that* clause that the parser hung on when or where it was said: *X said at Y that …*."""
    return [
        c
        for link in verb.children
        if link.dep_ == "prep" and link.i > verb.i
        for thing in link.children
        for c in thing.children
        if c.dep_ in ("relcl", "acl", "ccomp")
        and any(g.lower_ == "that" and g.dep_ in ("mark", "advmod") for g in c.children)
    ][:1]


def _said_that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children)


def _sets_time(clause: Token) -> bool:
    """Whether a clause only tells when or why something was said."""
    return any(c.dep_ == "mark" and c.lower_ in WHEN for c in clause.children)


def _set_off(verb: Token, clause: Token) -> bool:
    """Whether a colon or a semicolon parts a clause from the verb after it: two sentences."""
    between = verb.doc[clause.i + 1 : verb.i]
    return any(t.text in (":", ";") for t in between) and not any(t.is_quote for t in between)


def _circumstances(verb: Token, clause: Token) -> list[Token]:
    """When and where something was said, if the parser hung that on what was said.

    In *X said on Monday the talks had failed* the day stands right after the verb and before the
    subject of the clause, with no *that* before it.
    """
    found: list[Token] = []
    at = clause.left_edge.i
    for child in clause.children if at > verb.i else ():
        if child.left_edge.i != at or child.i > clause.i:
            break
        inner = child if child.dep_ == "npadvmod" else next(child.children, None)
        circumstance = child.dep_ in ("npadvmod", "prep") and (
            inner is not None
            and (inner.ent_type_ in ("DATE", "TIME") or inner.lemma_.lower() in OCCASIONS)
        )
        if not circumstance:
            break
        found.append(child)
        at = child.right_edge.i + 1
    return found


def _asks(clause: Token) -> bool:
    return any(
        t.tag_ in ("WRB", "WP", "WDT") or t.lower_ in ("whether", "if")
        for t in clause.subtree
        if t.i <= clause.i
    )


def _under(verb: Token, heads: list[Token]) -> bool:
    return any(head.is_ancestor(verb) for head in heads)


def _intruding(verb: Token, words: list[int]) -> set[int]:
    """Words of the announcing clause that stand between those of what is said."""
    own = {verb.i}
    for child in verb.children:
        if child.dep_ in ("nsubj", "aux", "neg", "advmod", "dative", "npadvmod", "prt"):
            own |= {t.i for t in child.subtree}
    return own


def _person_told(verb: Token, cue: Cue) -> Token | None:
    if "a" not in cue.frames:
        return None
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative")), None)


def named_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """A name given: *X calls A B*, *X describes A as B*, *X likens A to B*."""
    if "n" not in cue.frames:
        return NONE
    after = [c for c in verb.children if c.i > verb.i]
    if cue.lemma in NAMING:
        clause = [c for c in after if c.dep_ in ("ccomp", "oprd", "xcomp")]
        if cue.lemma == "hold":
            clause = [c for c in clause if c.lower_ in BLAMED]
        clause = [c for c in clause if c.tag_ not in ("VB", "VBD", "VBZ", "VBP", "VBG")]
        thing = [c for c in after if c.dep_ in ("dobj", "nsubj")]
        if clause:
            return until_break(verb, words_under([*thing, *clause])), None, 0.95
    if cue.lemma in ("call", "label", "dub") and _apposed(after):
        return words_under([c for c in after if c.dep_ == "dobj"]), None, 0.8
    preps = {"as"} | set(cue.prepositions) - {"for", "on", "upon"}
    link = [c for c in after if c.dep_ in ("prep", "advcl", "mark") and c.lower_ in preps]
    thing = [c for c in after if c.dep_ == "dobj"]
    if link and (thing or verb.dep_ == "relcl" or is_passive(verb)):
        return until_break(verb, words_under([*thing, *link])), None, 0.9
    return NONE


def _apposed(after: list[Token]) -> bool:
    """Whether the parser took the thing and the name given to it for one object."""
    for thing in after:
        if thing.dep_ == "dobj" and thing.pos_ in ("NOUN", "PROPN"):
            words = [t for t in thing.subtree if t.i > thing.i]
            return any(
                t.lower_ in ("a", "an") and t.nbor(-1).pos_ in ("NOUN", "PROPN") for t in words
            )
    return False


def addressed_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """Somebody addressed: *X urges A to …*, *X thanks A for …*, *X calls on A to …*."""
    if "a" not in cue.frames:
        return NONE
    after = [c for c in verb.children if c.i > verb.i]
    person = _person_addressed(after, cue)
    if cue.lemma in ("promise", "tell") and person is None:
        return NONE
    asked = [c for c in after if c.dep_ in ("xcomp", "ccomp", "advcl") and _to_do(c)]
    if asked:
        own = next((c for c in asked[0].children if c.dep_ == "nsubj"), None)
        reasons = [c for c in after if c.i > asked[0].i and _gives_reason(c)]
        apart = [*([own] if own is not None else []), *added(asked[0])]
        words = words_under([*asked[:1], *reasons], apart)
        return words, own if own is not None else person, 0.9
    if person is None:
        return NONE
    inner = [c for c in person.children if c.dep_ in ("acl", "relcl") and _to_do(c)]
    if person.dep_ == "dobj" and inner:
        return words_under(inner[:1]), person, 0.85
    said = _told_clause(person) or (_told_clause(verb) if cue.group in TELLING else None)
    if said is not None and cue.frames >= {"a", "c"}:
        return words_under([said]), person, 0.85
    about = _about(after, person, cue)
    if about and not any(c.dep_ == "ccomp" for c in verb.children):
        judged = cue.group in ("blame", "praise") and cue.kind != "speech_act"
        told = words_under([person, about[0]] if judged else about[:1], added(about[0]))
        return told, person, 0.85
    return NONE


def _person_addressed(after: list[Token], cue: Cue) -> Token | None:
    """Whom a verb is said to: its object, or that of *on* or *to*."""
    things = [c for c in after if c.dep_ in ("dobj", "dative")]
    if things:
        doubled = things[1:2] and things[1].i == things[0].i + 1
        return things[1] if doubled else things[0]
    for child in after:
        towards = child.lower_ in ("on", "upon", "to") and child.lower_ in cue.prepositions
        if child.dep_ == "prep" and towards:
            told = next((c for c in child.children if c.dep_ == "pobj"), None)
            return None if told is None or told.ent_type_ in ("DATE", "TIME") else told
    return None


def _to_do(clause: Token) -> bool:
    """Whether a clause is an infinitive with *to*."""
    return clause.tag_ == "VB" and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in clause.children
    )


def _gives_reason(clause: Token) -> bool:
    return clause.dep_ == "advcl" and any(
        c.lower_ in ("because", "since", "as") for c in clause.children
    )


def _about(after: list[Token], person: Token, cue: Cue) -> list[Token]:
    """What somebody is told of, thanked for, accused of."""
    found = [c for c in after if c.dep_ == "prep" and c.lower_ in cue.prepositions]
    if found:
        return found
    return [
        c
        for c in person.subtree
        if c.dep_ == "prep"
        and c.i > person.i
        and c.lower_ in cue.prepositions
        and (c.lower_ != "of" or cue.kind in ("accusation", "warning") or cue.group == "tell")
    ]


def _told_clause(person: Token) -> Token | None:
    """A *that* clause that the parser hung on whom it was told to."""
    for word in person.subtree:
        for child in word.children:
            if (
                child.dep_ in ("ccomp", "acl", "relcl")
                and child.i > word.i
                and (word == person or word.pos_ not in ("VERB", "AUX"))
                and any(g.lower_ == "that" and _announcing(g, child) for g in child.children)
            ):
                return child
    return None


def _announcing(word: Token, clause: Token) -> bool:
    """Whether *that* opens what is said, though the parser took it for an object."""
    filled = any(c.dep_ in ("xcomp", "attr", "acomp", "ccomp") for c in clause.children)
    return word.dep_ == "mark" or (word.dep_ == "dobj" and filled)


def infinitive_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What somebody promises, threatens, proposes or refuses to do."""
    if "x" not in cue.frames:
        return NONE
    clause = [
        c
        for c in verb.children
        if c.dep_ in ("xcomp", "ccomp")
        and c.i > verb.i
        and (
            any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)
            or (c.tag_ == "VBG" and cue.kind in ("proposal", "suggestion"))
        )
    ]
    if not clause and cue.group in ("think", "want"):
        things = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
        clause = [c for c in things if any(g.dep_ == "acl" and _to_do(g) for g in c.children)]
    if not clause:
        return NONE
    return words_under(clause[:1], added(clause[0])), None, 0.85


def prepositional_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What somebody calls for, warns of, insists on, speaks in favour of."""
    if not cue.frames & {"p", "t", "r"}:
        return NONE
    if cue.lemma == "speak":
        for child in verb.children:
            side = next((c for c in child.children if c.dep_ == "pobj"), None)
            if child.lower_ == "in" and side is not None and side.lower_ in SIDES:
                return words_under(c for c in side.children if c.dep_ == "prep"), None, 0.8
    for child in verb.children:
        if child.dep_ != "prep" or child.i < verb.i or child.lower_ not in cue.prepositions:
            continue
        if "t" in cue.frames and cue.lemma in ("say", "write") and child.lower_ == "of":
            continue
        inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
        if inner and inner[0].lower_ == "condition" and cue.lemma in ("speak", "talk"):
            continue
        if inner and inner[0].ent_type_ not in ("DATE", "TIME"):
            return words_under(inner), None, 0.8
    if "r" in cue.frames and any(
        c.dep_ == "prt" and c.lower_ in cue.prepositions for c in verb.children
    ):
        thing = [
            c
            for c in verb.children
            if c.dep_ in ("dobj", "ccomp")
            or (c.dep_ in ("xcomp", "advcl") and c.tag_ == "VBG" and c.i <= verb.i + 2)
        ]
        return (words_under(thing), None, 0.8) if thing else NONE
    return NONE


def aside_frame(verb: Token, cue: Cue, sentence: Text) -> Found:
    """An announcing clause put between commas: *This, X says, is …*; *…, X says*."""
    if not cue.frames >= {"c"} or not cue.frames & SPEECH or _free(verb):
        return NONE
    if verb.dep_ in ("relcl", "acl", "xcomp", "pcomp", "amod") or verb.lower_ in PASSING_ON:
        return NONE
    own = _own_words(verb)
    first, last = min(own), max(own)
    if last - first > len(own) + 4:
        return NONE
    doc = verb.doc
    before = doc[first - 1].text if first > sentence.start else ""
    after = doc[last + 1].text if last + 1 < sentence.end else "."
    marks = {",", "–", "—", "-", "”", '"', "“", "’", "'"}
    if before not in marks or (after not in marks and after not in (".", ";", "!", "?")):
        return NONE
    left = after_colon([t for t in sentence if t.i < first])
    right = [t.i for t in sentence if t.i > last] if after in marks else []
    ended = next((at for at, i in enumerate(right) if doc[i].text == ";"), len(right))
    right = right[:ended]
    if not any(doc[i].pos_ in ("VERB", "AUX") for i in [*left, *right]):
        return NONE
    return [*left, *right], None, 0.9


def _own_words(verb: Token) -> set[int]:
    """Words of a short announcing clause: the verb, its subject, and what follows it."""
    own = {verb.i}
    for child in verb.children:
        if child.dep_ in ("nsubj", "aux", "neg") or (
            child.i > verb.i
            and child.dep_
            in ("advmod", "npadvmod", "prt", "prep", "dobj", "dative", "advcl", "agent")
        ):
            own |= {t.i for t in child.subtree}
    return own
