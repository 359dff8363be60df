"""Names of people where they stand: runs of capitalised words that name somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from foedus.evidence.gazetteer import places
from foedus.evidence.names import PARTICLES
from foedus.evidence.pages import ParsedBlock, WordRun
from foedus.evidence.tables import cues, posts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HONORIFICS = {
    *("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "sir", "lord", "lady"),
    *("gen", "gen.", "col", "col.", "lt", "lt.", "maj", "maj.", "capt", "capt.", "sgt", "sgt."),
    *("sen", "sen.", "rep", "rep.", "gov", "gov.", "rev", "rev.", "hon", "hon.", "mssrs", "adm."),
    *("dame", "madam", "comrade", "judge", "justice", "sheikh", "ayatollah", "king", "queen"),
    *("prince", "princess", "pope", "father", "imam", "mullah", "sheriff", "professor", "doctor"),
    *("h.e.", "h.e", "amb", "amb.", "brig", "brig.", "cmdr", "cmdr.", "hajiya", "alhaji", "cpt."),
}
STRONG = {
    *("head_of_state", "head_of_government", "minister", "leader", "secretary_general", "expert"),
    *("spokesperson", "diplomat", "lawmaker", "governor", "mayor", "journalist", "deputy"),
    *("adviser", "chair", "politician", "activist", "commissioner"),
}
NEVER = {
    *("euro", "speech", "covid", "internet", "parliament", "treaty", "summit", "council", "staff"),
    *("assembly", "forces", "forum", "monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday", "january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december", "god", "twitter", "facebook"),
    *("telegram", "youtube", "state", "government", "house", "senate", "court", "army", "party"),
    *("president", "minister", "office", "department", "ministry", "secretary", "agency", "news"),
    *(
        "exercise",
        "headquarters",
        "operation",
        "republic",
        "union",
        "organization",
        "organisation",
        "alliance",
    ),
    *("university", "institute", "center", "centre", "bank", "street", "avenue", "county", "city"),
    *("committee", "commission", "group", "times", "post", "journal", "magazine", "radio", "team"),
    *("photo", "image", "video", "share", "read", "home", "copyright", "editor", "leader", "war"),
}
BODIES = {
    *(
        "council",
        "committee",
        "commission",
        "assembly",
        "staff",
        "parliament",
        "ministry",
        "office",
    ),
    *("department", "institute", "university", "center", "centre", "agency", "party", "bank"),
    *("forces", "academy", "foundation", "association", "secretariat", "duma", "service"),
    *("administration", "republic", "region", "federation", "movement", "guard", "court", "house"),
}
LANDFORMS = {
    *("ras", "wadi", "jebel", "djebel", "jabal", "oued", "mount", "lake", "cape", "fort", "port"),
    *("camp", "gulf", "strait", "bay", "isle", "point", "puerto", "cabo", "monte", "tel", "deir"),
}
LONGEST_LINK = 3
LONGEST_NAME = 80  #: letters


@dataclass(frozen=True, slots=True)
class Sighting(WordRun):
    """A name at the words ``first`` to ``last`` (exclusive) of a block."""

    name: str
    strong: bool

    @property
    def words(self) -> int:
        """How many words the name has."""
        return len(self.name.split())


def sightings(block: ParsedBlock) -> list[Sighting]:
    """Names of people in a block, in order; a lone word only when something says it is a name."""
    doc = block.doc
    known = _known_words(block)
    found = []
    for first, last in _runs(doc):
        for a, b in _names_in(doc, first, last, known):
            name = written(doc, a, b)
            strength = _strength(doc, a, b, known)
            if strength is not None and name.casefold() not in NEVER:
                found.append(Sighting(block, a, b, name, strength))
    return _with_lists(block, found, known)


def written(doc: Doc, first: int, last: int) -> str:
    """Name as it is written, on one line."""
    text = doc[first:last].text
    return " ".join(text.replace("’s", "").replace("'s", "").split())


def _known_words(block: ParsedBlock) -> set[int]:
    """Indices of the words that name a state or an organisation."""
    found: set[int] = set()
    for place in places(block.text):
        words = block.doc.char_span(place.start, place.end, alignment_mode="expand")
        if words is not None:
            found.update(range(words.start, words.end))
    return found


def _capital(token: Token) -> bool:
    text = token.text
    return (
        text[0].isupper()
        and (text[-1].isalpha() or text[-1] == ".")
        and not text.isupper() | (len(text) > 2 and text.endswith(".") and text.count(".") == 1)
    ) or (len(text) <= 2 and text[0].isupper() and text.rstrip(".").isalpha())


def _is_name_word(token: Token) -> bool:
    if not _capital(token):
        return token.text.isupper() and token.ent_type_ == "PERSON" and token.is_alpha
    return (
        token.pos_ == "PROPN"
        or token.ent_type_ == "PERSON"
        or (
            token.tag_ in ("NNP", "NNPS")
            or (token.ent_type_ in ("ORG", "GPE") and token.pos_ == "NOUN")
        )
    )


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of name words, held together by hyphens and particles."""
    at, size = 0, len(doc)
    while at < size:
        if not _is_name_word(doc[at]):
            at += 1
            continue
        end = at + 1
        while end < size:
            more = _more(doc, end)
            if not more:
                break
            end += more
        yield at, end
        at = end


def _more(doc: Doc, at: int) -> int:
    """How many words from `at` belong to a run that ends before it."""
    token = doc[at]
    if _is_name_word(token) and token.text not in ("’s", "'s"):
        return 1
    end = at
    while end < len(doc) and end < at + LONGEST_LINK and _links(doc, end):
        end += 1
    if end in (at, len(doc)) or not doc[end].text[0].isupper() or not _capital(doc[end]):
        return 0
    hyphen = doc[end - 1].text in ("-", "–", "’", "'")
    return end + 1 - at if hyphen or _is_name_word(doc[end]) else 0


def _links(doc: Doc, at: int) -> bool:
    """Whether a word holds two name words together: a particle, a hyphen or a glued mark."""
    token = doc[at]
    if token.text.casefold() in PARTICLES:
        return token.text.islower() or token.ent_type_ == "PERSON"
    return (
        token.text in ("-", "–", "’", "'") and not doc[at - 1].whitespace_ and not token.whitespace_
    )


def _names_in(doc: Doc, first: int, last: int, known: set[int]) -> Iterator[tuple[int, int]]:
    """Names inside a run: without states, organisations, posts and forms of address."""
    at = first
    while at < last:
        while at < last and (
            at in known or is_title(doc, at) or doc[at].text in "-–’'" or _of_a_body(doc, at, last)
        ):
            at += 1
        end = at
        while end < last and end not in known and not _ends_name(doc, at, end, last):
            end += 1
        while end > at and doc[end - 1].text in ("-", "–", "’", "'", "’s", "'s"):
            end -= 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _ends_name(doc: Doc, first: int, at: int, last: int) -> bool:
    """Whether a title ends a name; inside one, *King* or *Sheikh* is a part of it."""
    if not is_title(doc, at):
        return False
    word = doc[at].text.casefold()
    inside = first < at < last - 1 and word in HONORIFICS and word not in posts()
    return not (inside and not word.endswith("."))


def _of_a_body(doc: Doc, at: int, last: int) -> bool:
    """Whether a word belongs to the name of a body that a full name follows: *Security Council*."""
    ends = [i for i in range(at, min(at + 4, last - 2)) if doc[i].text.casefold() in BODIES]
    return bool(ends) and all(doc[i].text[0].isupper() for i in range(at, ends[-1] + 1))


def is_title(doc: Doc, at: int) -> bool:
    """Whether a word is a post, a part of one, or a form of address."""
    word = doc[at].text.casefold()
    if word in HONORIFICS or word in posts() or word in ("vice", "prime", "deputy", "acting"):
        return True
    return doc[at].lemma_.casefold() in posts() or _in_longer_post(doc, at)


def _in_longer_post(doc: Doc, at: int) -> bool:
    """Whether a word stands in a post of several words, such as *secretary of state*."""
    if doc[at].lower_ not in _words_of_longer_posts():
        return False
    for size in (2, 3, 4):
        for first in range(max(0, at - size + 1), min(at, len(doc) - size) + 1):
            if " ".join(doc[i].lower_ for i in range(first, first + size)) in posts():
                return True
    return False


@cache
def _words_of_longer_posts() -> frozenset[str]:
    return frozenset(word for post in posts() if " " in post for word in post.split(" "))


def _strength(doc: Doc, first: int, last: int, known: set[int]) -> bool | None:
    """True for a name beyond doubt, False for a likely one, None for no name."""
    tokens = [t for t in doc[first:last] if t.text[0].isalpha()]
    if not tokens or any(t.text.casefold() in NEVER for t in tokens):
        return None
    if len(tokens) > 1 and tokens[0].text.casefold() in LANDFORMS and not _titled(doc, first, 1):
        return None
    people = sum(t.ent_type_ == "PERSON" for t in tokens)
    name = written(doc, first, last)
    words = len(name.split())
    titled = _titled(doc, first, words) or _titled_of(doc, first, known, words)
    if words > 5 or len(name) > LONGEST_NAME or (words == 1 and len(tokens[0].text) < 3):
        return None
    if words >= 2 and people * 2 >= len(tokens):
        return True
    if titled and (people or tokens[-1].pos_ == "PROPN"):
        return True
    if people or (words == 1 and _speaks(tokens[-1])):
        return False
    return None


def _titled(doc: Doc, first: int, words: int) -> bool:
    """Whether a post or a form of address stands right before; before a full name any post."""
    if first == 0:
        return False
    before = doc[first - 1]
    word = before.text.casefold()
    if words > 1 and before.tag_ not in ("NNS", "NNPS") and word in posts():
        return True
    return (
        word in HONORIFICS
        or posts().get(before.lemma_.casefold(), "") in STRONG
        or (first > 1 and posts().get(f"{doc[first - 2].lower_} {word}", "") in STRONG)
    )


def _titled_of(doc: Doc, first: int, known: set[int], words: int) -> bool:
    """Whether a post and whose it is stand right before: *President of X NAME*."""
    at = first - 1
    while at >= 0 and (at in known or doc[at].lower_ in ("the", "of") or doc[at].text[0].isupper()):
        if doc[at].lower_ == "of" and _titled(doc, at, words):
            break
        at -= 1
    body = (doc[first - 1].text.casefold() in BODIES) if first else False
    named = body or any(i in known for i in range(at + 1, first))
    return named and at > 0 and doc[at].lower_ == "of" and _titled(doc, at, words)


def _speaks(token: Token) -> bool:
    cue = cues().get(token.head.lemma_)
    return (
        token.dep_ == "nsubj"
        and cue is not None
        and bool(cue.frames & {"c", "q"})
        and (token.pos_ == "PROPN" and token.ent_type_ in ("", "PERSON", "ORG", "GPE"))
    )


def _with_lists(block: ParsedBlock, found: list[Sighting], known: set[int]) -> list[Sighting]:
    """Add full names that stand in a list with people, or in brackets after a post or a state."""
    doc = block.doc
    taken = {i for s in found for i in range(s.first, s.last)}
    people = {i for s in found if s.strong for i in range(s.first, s.last)}
    extra = []
    for first, last in _runs(doc):
        for a, b in _names_in(doc, first, last, known):
            if taken & set(range(a, b)) or len(written(doc, a, b).split()) < 2:
                continue
            if any(t.text.casefold() in NEVER for t in doc[a:b]):
                continue
            beside = _in_brackets(doc, a, b, known) or _beside(doc, a, b, people)
            if beside or _explained(doc, a, b, known):
                extra.append(Sighting(block, a, b, written(doc, a, b), True))
    return sorted([*found, *extra], key=lambda s: s.first)


def _in_brackets(doc: Doc, first: int, last: int, known: set[int]) -> bool:
    closed = last < len(doc) and doc[last].text == ")"
    if first < 2 or doc[first - 1].text != "(" or not closed:
        return False
    return first - 2 in known or is_title(doc, first - 2)


def _explained(doc: Doc, first: int, last: int, known: set[int]) -> bool:
    """Whether a post stands right after, between commas: *NAME, the envoy of X, …*."""
    if last + 2 >= len(doc) or doc[last].text != "," or last - first > 3:
        return False
    after = doc[last + 1]
    if after.lower_ not in ("the", "a", "an") and not (
        after.text[0].islower() or after.i in known or _in_longer_post(doc, after.i)
    ):
        return False
    for at in range(last + 1, min(len(doc), last + 8)):
        if doc[at].text in (",", ".", ";") or doc[at].pos_ in ("VERB", "AUX", "PRON"):
            return False
        if posts().get(doc[at].lemma_.lower(), "") in STRONG:
            return True
    return False


def _beside(doc: Doc, first: int, last: int, people: set[int]) -> bool:
    """Whether a name stands in a list between commas with people on one side."""
    joints = {",", "and", "or", "&"}
    before = (
        first >= 2
        and doc[first - 1].text in joints
        and (first - 2 in people or (doc[first - 2].text == "," and first - 3 in people))
    )
    after = (
        last + 1 < len(doc)
        and doc[last].text in joints
        and (last + 1 in people or (doc[last + 1].text == "and" and last + 2 in people))
    )
    return before or after
