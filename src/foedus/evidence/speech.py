"""Verbs of speech and opinion, and the words that hang on them.

A cue of the table opens one or more frames: a clause (``c``), a question (``w``), an infinitive
(``x``), an object (``o``), somebody addressed (``a``), a name given (``n``), a preposition
(``p``), a particle (``r``), quoted words (``q``), a topic (``t``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.candidates import Candidate, place
from foedus.evidence.clauses import (
    Stretch,
    agent_of,
    children,
    is_passive,
    stretches,
    subject_of,
    without_leading,
    words_under,
)
from foedus.evidence.pages import ParsedBlock
from foedus.evidence.speakers import WITNESSES, human
from foedus.evidence.tables import Cue, cue_nouns, cues, light_verbs

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

SURE = {"convinced", "confident", "sure", "certain", "adamant", "optimistic", "hopeful"}
LEMMAS = {"hoped": "hope", "hopes": "hope", "hoping": "hope"}  # the tagger reads to hop
SIDES = {"favour", "favor", "support", "defence", "defense"}
PLAIN = {"assertion", "answer", "concession", "warning", "denial"}
HINTS = {
    *("suggest", "indicate", "imply", "reveal", "point", "confirm", "conclude", "convey", "signal"),
    *("hint", "illustrate", "convey", "mention", "recall", "highlight", "underline", "underscore"),
    *("cite", "reflect", "maintain", "post"),
}
OPEN_VERBS = {
    "express",
    "voice",
    "articulate",
    "sound",
    "reiterate",
    "reaffirm",
    "pay",
    "draw",
    "cast",
}
SPEECH = {"c", "q"}
NOT_SAID = {"there", "it", "this", "that", "what", "which", "these", "those"}
EVIDENCE = {
    "show",
    "find",
    "suggest",
    "indicate",
    "reveal",
    "say",
    "state",
    "report",
    "confirm",
    "demonstrate",
    "conclude",
    "estimate",
    "read",
    "note",
    "warn",
    "stipulate",
    "call",
    "document",
    "detail",
    "claim",
    "predict",
    "allege",
    "declare",
    "describe",
    "illustrate",
}


def spoken(block: ParsedBlock, sentence: Text) -> list[Candidate]:
    """Candidates of a sentence that hang on a verb or an adjective."""
    found = []
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            found += _by_verb(block, sentence, token)
        elif token.lower_ in SURE and token.dep_ in ("acomp", "ROOT", "ccomp", "parataxis"):
            found += _by_adjective(block, sentence, token)
    return found


def _by_verb(block: ParsedBlock, sentence: Text, verb: Token) -> list[Candidate]:
    light = _by_noun(block, verb)
    if light:
        return light
    if verb.lower_ in SURE and any(c.lemma_ == "be" for c in verb.children):
        return _by_adjective(block, sentence, verb)
    cue = cues().get(LEMMAS.get(verb.lower_, verb.lemma_.lower()))
    if cue is None or _modifies(verb):
        return []
    if cue.lemma in ("quote", "cite"):
        reported = _as_saying(block, verb)
        if reported:
            return reported
    passive = is_passive(verb)
    speaker = agent_of(verb) if passive else subject_of(verb)
    if passive and speaker is None:
        return _agentless(block, verb, cue)
    if speaker is None or not _may_speak(speaker, cue) or _supposed(verb, cue, speaker):
        return []
    for frame in (_named, _addressed, _clause, _infinitive, _prepositional, _object, _aside):
        words, addressee, confidence = frame(verb, cue, sentence)
        pieces = stretches(verb, without_leading(verb, words), block.base) if words else []
        if pieces:
            return [
                Candidate(
                    block,
                    pieces,
                    _kind(cue, frame.__name__),
                    frame.__name__.strip("_"),
                    confidence,
                    place(block, verb),
                    speaker,
                    block,
                    None,
                    addressee,
                    verb,
                    any(c.dep_ == "neg" for c in verb.children),
                )
            ]
    if "q" in cue.frames:
        return [
            Candidate(
                block,
                [],
                cue.kind,
                "quoted",
                0.9,
                place(block, verb),
                speaker,
                block,
                None,
                None,
                verb,
            )
        ]
    return []


def _kind(cue: Cue, frame: str) -> str:
    """Kind of speech: to call somebody something is no call."""
    return "characterisation" if frame == "_named" and cue.kind == "call" else cue.kind


Found = tuple[list[int], "Token | None", float]
NONE: Found = ([], None, 0.0)


def _modifies(verb: Token) -> bool:
    """Whether a participle only describes a noun: *the said plan*."""
    return verb.dep_ in ("amod", "compound", "nmod", "pobj")


def _supposed(verb: Token, cue: Cue, speaker: Token) -> bool:
    """Whether speech or thought is only imagined, or is the writer's own."""
    if speaker.lower_ in ("you", "one", "we", "i", "anyone", "nobody", "whoever") and (
        cue.kind not in ("assertion",) or speaker.lower_ in ("you", "one", "anyone", "nobody")
    ):
        return True
    modal = any(
        c.dep_ == "aux" and c.lower_ in ("would", "might", "may", "could", "should", "can", "must")
        for c in verb.children
    )
    return modal and cue.kind in ("opinion", "hope", "worry", "wish", "assertion", "report")


def _free(verb: Token) -> bool:
    """Whether what is said is the question word itself: *what X says*, *whatever X thinks*."""
    return any(
        c.tag_ in ("WP", "WDT") and c.i < verb.i and c.dep_ not in ("nsubj", "nsubjpass")
        for c in verb.children
    ) or any(
        c.dep_ == "prep" and c.i < verb.i and any(g.tag_ == "WDT" for g in c.children)
        for c in verb.children
    )


def _may_speak(speaker: Token, cue: Cue) -> bool:
    """Whether a subject can be somebody who speaks."""
    plain = cue.frames >= {"c", "q"} and cue.kind in PLAIN and cue.lemma not in HINTS
    if speaker.lower_ in NOT_SAID:
        return speaker.lower_ == "it" and plain and speaker.dep_ == "nsubj"
    if speaker.pos_ == "PRON":
        return speaker.lower_ not in ("one", "everything", "nothing", "something", "anything")
    if speaker.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or speaker.pos_ == "PROPN":
        return speaker.ent_type_ not in ("DATE", "MONEY", "PERCENT", "TIME", "CARDINAL", "EVENT")
    if human(speaker) or plain:
        return True
    return cue.lemma in EVIDENCE and speaker.lemma_.lower() in WITNESSES


def _clause(verb: Token, cue: Cue, sentence: Text) -> Found:
    """A clause said: *X says (that) …*, *"…," X says*, *X explains why …*."""
    if not cue.frames & {"c", "w", "q"}:
        return NONE
    heads = [c for c in verb.children if c.dep_ == "ccomp"]
    if not heads and cue.frames & {"c"}:
        heads = [
            c
            for c in verb.children
            if c.dep_ in ("xcomp", "advcl", "dep", "parataxis")
            and c.i > verb.i
            and any(g.dep_ in ("nsubj", "nsubjpass", "expl") for g in c.children)
            and (
                any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children)
                or (c.dep_ in ("xcomp",))
            )
        ]
    if not heads or (_free(verb) and verb.dep_ in ("relcl", "csubj", "advcl", "pcomp", "pobj")):
        return NONE
    if not cue.frames & {"c", "q"} and not _asks(heads[0]):
        return NONE
    words = words_under(heads, [verb] if _under(verb, heads) else [])
    inner = _intruding(verb, words)
    return [w for w in words if w not in inner], _person_told(verb, cue), 0.95


def _asks(clause: Token) -> bool:
    return any(
        t.tag_ in ("WRB", "WP", "WDT") or t.lower_ in ("whether", "if")
        for t in clause.subtree
        if t.i <= clause.i
    )


def _under(verb: Token, heads: list[Token]) -> bool:
    return any(verb in head.subtree for head in heads)


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


def _named(verb: Token, cue: Cue, sentence: Text) -> Found:
    """A name given: *X calls A B*, *X describes A as B*, *X likens A to B*."""
    if "n" not in cue.frames:
        return NONE
    after = [c for c in verb.children if c.i > verb.i]
    if cue.lemma in (
        "call",
        "dub",
        "label",
        "brand",
        "term",
        "pronounce",
        "deem",
        "declare",
        "proclaim",
        "consider",
        "style",
        "find",
        "hail",
    ):
        clause = [c for c in after if c.dep_ in ("ccomp", "oprd", "xcomp")]
        clause = [c for c in clause if c.tag_ not in ("VB", "VBD", "VBZ", "VBP", "VBG")]
        thing = [c for c in after if c.dep_ in ("dobj", "nsubj")]
        if clause:
            return words_under([*thing, *clause]), None, 0.95
    if cue.lemma in ("call", "label", "dub") and _apposed(after):
        return words_under([c for c in after if c.dep_ == "dobj"]), None, 0.8
    preps = {"as"} | set(cue.prepositions) - {"for", "on", "upon"}
    link = [c for c in after if c.dep_ in ("prep", "advcl", "mark") and c.lower_ in preps]
    thing = [c for c in after if c.dep_ == "dobj"]
    if link and (thing or cue.lemma != "call"):
        moved = [verb.head] if verb.dep_ == "relcl" and not thing else []
        return words_under([*thing, *link], []) if not moved else words_under(link), None, 0.9
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


def _addressed(verb: Token, cue: Cue, sentence: Text) -> Found:
    """Somebody addressed: *X urges A to …*, *X thanks A for …*, *X calls on A to …*."""
    if "a" not in cue.frames:
        return NONE
    after = [c for c in verb.children if c.i > verb.i]
    person = next((c for c in after if c.dep_ in ("dobj", "dative")), None)
    if person is None:
        on = next(
            (
                c
                for c in after
                if c.dep_ == "prep"
                and c.lower_ in ("on", "upon", "to")
                and c.lower_ in cue.prepositions
            ),
            None,
        )
        person = next((c for c in on.children if c.dep_ == "pobj"), None) if on else None
    clause = [
        c
        for c in after
        if c.dep_ in ("xcomp", "ccomp", "advcl")
        and c.tag_ == "VB"
        and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)
    ]
    if cue.lemma in ("promise", "tell") and not person:
        return NONE
    if clause:
        own = next((c for c in clause[0].children if c.dep_ == "nsubj"), None)
        reasons = [
            c
            for c in after
            if c.dep_ == "advcl"
            and c.i > clause[0].i
            and any(g.lower_ in ("because", "since", "as") for g in c.children)
        ]
        words = words_under([*clause[:1], *reasons], [own] if own is not None else [])
        return words, own if own is not None else person, 0.9
    if person is None:
        return NONE
    if person.dep_ == "dobj":
        inner = [
            c
            for c in person.children
            if c.dep_ in ("acl", "relcl")
            and c.tag_ == "VB"
            and any(g.lower_ == "to" for g in c.children)
        ]
        if inner:
            return words_under(inner[:1]), person, 0.85
    said = _told_clause(person)
    if said is not None and cue.frames >= {"a", "c"}:
        return words_under([said]), person, 0.85
    about = [c for c in after if c.dep_ == "prep" and c.lower_ in cue.prepositions]
    if not about and person is not None:
        about = [
            c
            for c in person.children
            if c.dep_ == "prep"
            and c.lower_ in cue.prepositions
            and (c.lower_ != "of" or cue.kind in ("accusation", "warning"))
        ]
    clause = [c for c in verb.children if c.dep_ == "ccomp"]
    if about and not clause:
        return words_under(about[:1]), person, 0.85
    return NONE


def _told_clause(person: Token) -> Token | None:
    """A *that* clause that the parser hung on whom it was told to."""
    for word in person.subtree:
        for child in word.children:
            if (
                child.dep_ in ("ccomp", "acl", "relcl")
                and child.i > word.i
                and any(g.lower_ == "that" and g.dep_ == "mark" for g in child.children)
            ):
                return child
    return None


def _as_saying(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """*A quotes B as saying …*: B speaks, by way of A; *B was quoted as saying …*."""
    person = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    saying = next(
        (
            t
            for t in verb.subtree
            if t.i > verb.i
            and t.lower_ in ("saying", "said", "stating", "telling", "writing")
            and any(doc_as.lower_ == "as" for doc_as in t.doc[max(verb.i, t.i - 3) : t.i])
        ),
        None,
    )
    if person is None or saying is None:
        return []
    clause = [c for c in saying.children if c.dep_ == "ccomp" and c.i > saying.i]
    words = words_under(clause)
    pieces = stretches(verb, without_leading(verb, words), block.base) if words else []
    medium = next((c for c in verb.children if c.dep_ == "nsubj"), None) or agent_of(verb)
    return [
        Candidate(
            block,
            pieces,
            "assertion",
            "clause" if pieces else "quoted",
            0.9,
            place(block, verb, saying),
            person,
            block,
            None,
            None,
            verb,
            via=medium.text if medium is not None else None,
        )
    ]


def _infinitive(verb: Token, cue: Cue, sentence: Text) -> Found:
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
    if not clause:
        return NONE
    return words_under(clause[:1]), None, 0.85


def _prepositional(verb: Token, cue: Cue, sentence: Text) -> Found:
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
        if inner:
            return words_under(inner), None, 0.8
    if "r" in cue.frames and any(
        c.dep_ == "prt" and c.lower_ in cue.prepositions for c in verb.children
    ):
        thing = [c for c in verb.children if c.dep_ in ("dobj", "ccomp")]
        return (words_under(thing), None, 0.8) if thing else NONE
    return NONE


def _object(verb: Token, cue: Cue, sentence: Text) -> Found:
    """What somebody praises, rejects, mentions."""
    if "o" not in cue.frames:
        return NONE
    thing = [c for c in verb.children if c.dep_ in ("dobj", "ccomp") and c.i > verb.i]
    if not thing or thing[0].pos_ == "PRON":
        return NONE
    with_it = [
        c
        for c in verb.children
        if c.dep_ == "prep" and c.i > thing[0].i and c.lower_ in ("as", "for")
    ]
    return words_under([*thing[:1], *with_it]), None, 0.7


def _aside(verb: Token, cue: Cue, sentence: Text) -> Found:
    """An announcing clause put between commas: *This, X says, is …*; *…, X says*."""
    if not cue.frames >= {"c"} or not cue.frames & SPEECH or _free(verb):
        return NONE
    if verb.dep_ in ("relcl", "acl", "xcomp", "pcomp", "amod"):
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
    left = [t.i for t in sentence if t.i < first]
    right = [t.i for t in sentence if t.i > last] if after in marks else []
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


def _agentless(block: ParsedBlock, verb: Token, cue: Cue) -> list[Candidate]:
    """A passive that hides who speaks: *it is called a …*, with a name given in marks."""
    if "n" not in cue.frames or verb.dep_ not in ("ROOT", "conj", "ccomp"):
        return []
    given = children(verb, "oprd", "attr", "xcomp")
    thing = next(iter(children(verb, "nsubjpass")), None)
    if not given or thing is None or thing.pos_ != "PRON":
        return []
    pieces = stretches(verb, words_under(given), block.base)
    return [Candidate(block, pieces, cue.kind, "agentless", 0.6, place(block, verb), verb=verb)]


def _by_noun(block: ParsedBlock, verb: Token) -> list[Candidate]:
    """A light verb with a noun of speech: *X expresses hope that …*, *X sounds the alarm …*."""
    allowed = light_verbs().get(verb.lemma_.lower())
    if allowed is None or is_passive(verb):
        return []
    for noun in verb.children:
        if noun.dep_ not in ("dobj", "attr", "prt") or noun.i < verb.i:
            continue
        word = noun.lemma_.lower()
        if word not in cue_nouns() or not ("*" in allowed or word in allowed):
            continue
        speaker = subject_of(verb)
        if speaker is None or speaker.lower_ in NOT_SAID:
            return []
        words, last = _complement(noun, verb)
        pieces = stretches(verb, without_leading(verb, words), block.base)
        if pieces:
            return [
                Candidate(
                    block,
                    pieces,
                    cue_nouns()[word],
                    "noun",
                    0.85,
                    place(block, verb, last),
                    speaker,
                    block,
                    None,
                    None,
                    verb,
                )
            ]
    return []


def _complement(noun: Token, verb: Token) -> tuple[list[int], Token]:
    """What a noun of speech announces, and the last word of the cue."""
    sources = [*noun.children, *(c for c in verb.children if c.i > noun.i)]
    for child in sources:
        if (
            child.dep_ in ("acl", "ccomp", "relcl", "xcomp", "advcl")
            and child.i > noun.i
            and (
                any(
                    g.lower_ in ("that", "to") and g.dep_ in ("mark", "aux") for g in child.children
                )
            )
        ):
            return words_under([child]), noun
    for child in sources:
        if child.dep_ in ("prep", "dative") and child.i > noun.i:
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if not inner:
                continue
            clause = [
                c
                for c in inner[0].children
                if c.dep_ in ("acl", "ccomp") and inner[0].lemma_ in ("fact", "idea", "view")
            ]
            if clause:
                return words_under(clause), inner[0]
            if verb.lemma_.lower() in OPEN_VERBS or noun.lemma_.lower() in ("alarm", "concern"):
                return words_under(inner), child
    return [], noun


def _by_adjective(block: ParsedBlock, sentence: Text, word: Token) -> list[Candidate]:
    """*X is convinced that …*; *…, X is convinced*."""
    verb = word if word.tag_.startswith("VB") or word.dep_ == "ROOT" else word.head
    speaker = next(
        (c for c in [*word.children, *word.head.children] if c.dep_ in ("nsubj", "nsubjpass")), None
    )
    if speaker is None or speaker.lower_ in NOT_SAID:
        return []
    cue = Cue(word.lower_, frozenset({"c", "q"}), frozenset(), "opinion")
    clause = [
        c for c in [*word.children, *word.head.children] if c.dep_ == "ccomp" and c is not word
    ]
    if clause:
        own = {t.i for t in speaker.subtree} | {
            word.i,
            word.head.i if word.dep_ == "acomp" else word.i,
        }
        own |= {c.i for c in word.children if c.dep_ in ("aux", "auxpass", "advmod", "neg")}
        words = [w for w in words_under(clause) if w not in own]
        confidence = 0.85
    else:
        words, _told, confidence = _aside_of(word, verb, cue, sentence)
    pieces = stretches(word, without_leading(word, words), block.base) if words else []
    if not pieces:
        return []
    return [
        Candidate(
            block,
            pieces,
            "opinion",
            "adjective",
            confidence,
            place(block, word),
            speaker,
            block,
            None,
            None,
            word,
        )
    ]


def _aside_of(word: Token, verb: Token, cue: Cue, sentence: Text) -> Found:
    subject = next(
        (c for c in [*word.children, *word.head.children] if c.dep_ in ("nsubj", "nsubjpass")), None
    )
    if subject is None or sentence.doc[max(0, subject.left_edge.i - 1)].text not in (",", "–", "—"):
        return NONE
    return [t.i for t in sentence if t.i < subject.left_edge.i], None, 0.85


__all__ = ["Stretch", "spoken"]
