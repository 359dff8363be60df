"""Posts that the text gives to a name: before it, after it, in brackets, in lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedus.evidence.gazetteer import Place
from foedus.evidence.sightings import HONORIFICS, Sighting
from foedus.evidence.tables import posts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

INNER = {"of", "the", "for", "in", "at", "on", "to", "'s", "’s", "-", "and", "&", "a", "an"}
NAMING = {"elect", "appoint", "name", "choose", "re", "reelect", "nominate", "make", "become"}
LONGEST = 16


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``first`` to ``last`` (exclusive) that give a post, and what they say."""

    first: int
    last: int
    role: str
    kind: str
    state: str | None
    organisation: str | None


class Words:
    """A block's words with what the gazetteer knows of them."""

    def __init__(self, doc: Doc, places: Sequence[Place]) -> None:
        """Keep the words; `places` are at offsets of the block."""
        self.doc = doc
        self.place: dict[int, Place] = {}
        ahead = iter([*places])
        place = next(ahead, None)
        for token in doc:
            while place is not None and place.end <= token.idx:
                place = next(ahead, None)
            if place is not None and place.start <= token.idx < place.end:
                self.place[token.i] = place

    def post(self, at: int) -> tuple[str, int] | None:
        """Class of the post that ends at a word, and how many words it has."""
        doc = self.doc
        if at > 0:
            pair = f"{doc[at - 1].lower_} {doc[at].lemma_.lower()}"
            if pair in posts():
                return posts()[pair], 2
            pair = f"{doc[at - 1].lemma_.lower()} {doc[at].lower_}"
            if pair in posts():
                return posts()[pair], 2
        for word in (doc[at].lower_, doc[at].lemma_.lower(), doc[at].lower_.removesuffix("s")):
            if word in posts():
                return posts()[word], 1
        return None


def phrase(words: Words, first: int, last: int) -> Phrase | None:
    """What a stretch of words says of somebody's post, or None if it names none."""
    doc = words.doc
    while first < last and (doc[first].lower_ in ("the", "a", "an", "and") or doc[first].is_punct):
        first += 1
    while last > first and (doc[last - 1].is_punct or doc[last - 1].lower_ in INNER):
        last -= 1
    stop = next((i for i in range(first, last) if doc[i].lower_ in ("of", "for", "at", "in")), last)
    at = next((at for at in range(stop - 1, first - 1, -1) if words.post(at)), None)
    found = words.post(at) if at is not None else None
    if at is None or not found:
        return None
    kind = _longer(words, at, last) or found[0]
    state, organisation = _belongs(words, first, _own_end(words, kind, stop, last), stop)
    role = " ".join(_said(words, first, last, stop).split())
    return Phrase(first, last, role, kind, state, organisation)


def _longer(words: Words, at: int, last: int) -> str | None:
    """Class of a post of three or four words that begins at a word: *secretary of state*."""
    for size in (4, 3):
        if at + size <= last:
            said = " ".join(words.doc[i].lower_ for i in range(at, at + size))
            if said in posts():
                return posts()[said]
    return None


def _own_end(words: Words, kind: str, stop: int, last: int) -> int:
    """Where what an envoy stands for ends; whom he is sent to follows."""
    if kind not in ("diplomat", "representative"):
        return last
    sent = (i for i in range(stop, last) if words.doc[i].lower_ in ("to", "for", "in", "at", "on"))
    return next(sent, last)


def _belongs(words: Words, first: int, last: int, stop: int) -> tuple[str | None, str | None]:
    """State and organisation that a phrase names."""
    state = organisation = None
    for at in range(first, last):
        place = words.place.get(at)
        if place is None:
            continue
        if place.entity.startswith("O."):
            organisation = organisation or place.entity
        else:
            state = state or place.entity
    whole = _longer(words, stop - 1, last) if stop > first else None
    if organisation is None and whole is None:
        organisation = _capitalised(words, stop + 1, last)
    return state, organisation


def _capitalised(words: Words, first: int, last: int) -> str | None:
    """Name of a body after *of* or *in*, such as a staff or a magazine, as it is written."""
    doc = words.doc
    while first < last and doc[first].lower_ in ("the", "a", "of", "in", "at"):
        first += 1
    body = [t for t in doc[first:last] if t.text[0].isupper()]
    bare = all(t.i in words.place and words.place[t.i].sense == "name" for t in body)
    return doc[first:last].text if body and not bare else None


def _said(words: Words, first: int, last: int, stop: int) -> str:
    """The post in words, without the state before it."""
    doc = words.doc
    while first < stop and (first in words.place or doc[first].text in ("’s", "'s", "’", "'", "-")):
        first += 1
    if stop < last and all(i in words.place or doc[i].lower_ in INNER for i in range(stop, last)):
        last = stop
    text = doc[first:last].text
    inner = [i for i in range(first, stop) if i in words.place and i + 1 < stop]
    if inner and words.place[inner[0]].sense in ("adjective", "name"):
        text = " ".join(doc[i].text for i in range(first, last) if i not in inner)
    plural = last <= stop and doc[last - 1].tag_ in ("NNS", "NNPS") and text.endswith("s")
    return text[:-1] if plural else text


def roles_of(words: Words, name: Sighting, others: Sequence[Sighting]) -> list[Phrase]:
    """Posts that stand beside a name."""
    doc = words.doc
    taken = {i for s in others if s is not name for i in range(s.first, s.last)}
    found = [*_before_all(words, name, taken), *_after(words, name, taken), _elected(words, name)]
    found.append(_bracketed_list(words, name))
    home = _bracketed_state(words, name)
    seen, kept = set(), []
    for one in found:
        if one is not None and home and one.state is None and one.organisation is None:
            one = replace(one, state=home)
        if one is not None and (one.role, one.state) not in seen and len(doc) >= one.last:
            seen.add((one.role, one.state))
            kept.append(one)
    return kept


def _bracketed_state(words: Words, name: Sighting) -> str | None:
    """The state right after a name: *Minister NAME (X)*, *Minister NAME of X*."""
    doc, at = words.doc, name.last
    place = words.place.get(at + 1)
    if place is None or place.entity.startswith("O."):
        return None
    if doc[at].lower_ == "of" and place.sense == "name":
        return place.entity
    if doc[at].text != "(":
        return None
    end = next((i for i in range(at + 1, min(len(doc), at + 6)) if i not in words.place), at)
    return place.entity if doc[end].text == ")" else None


def _fits(token: Token, words: Words) -> bool:
    return (
        token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
        or token.i in words.place
        or (
            token.lower_ in INNER
            or token.tag_ in ("NN", "NNS", "JJ")
            or (
                token.tag_ in ("VBN", "VBG", "RB")
                and (token.dep_ in ("amod", "advmod", "compound"))
            )
        )
    )


def _before_all(words: Words, name: Sighting, taken: set[int]) -> list[Phrase | None]:
    """Posts before a name: right before it, and before the rank or the form of address there."""
    first = name.first
    while first > 0 and _is_rank(words, first - 1):
        first -= 1
    if first == name.first:
        return [_before(words, name.first - 1, name, taken)]
    rank = name.first - 1 if words.doc[name.first - 1].text != "." else name.first - 2
    return [_before(words, at, name, taken) for at in (first - 1, rank) if at >= 0]


def _is_rank(words: Words, at: int) -> bool:
    """Whether a word is a rank or a form of address, or the full stop of one."""
    doc = words.doc
    if doc[at].text == "." and at > 0 and not doc[at - 1].whitespace_:
        at -= 1
    post = words.post(at)
    return doc[at].lower_ in HONORIFICS or (post is not None and post == ("military", 1))


def _before(words: Words, at: int, name: Sighting, taken: set[int]) -> Phrase | None:
    doc = words.doc
    apart = at >= 0 and doc[at].text in (",", "(", "–", "—")
    if apart and doc[at].text != "(":
        closed = name.last < len(doc) and doc[name.last].text in (",", ".", ")", ";", "–", "—")
        if not closed:
            return None
    if apart:
        at -= 1
    found = _phrase_before(words, at, taken, apart)
    if found is None or (not apart and not _adjacent(words, found)):
        return None
    if apart and words.doc[at].text == "(" and found.last != at + 1:
        return None
    return found


def _phrase_before(words: Words, at: int, taken: set[int], apart: bool) -> Phrase | None:
    """The post in the words that end at one; behind a comma its field may have commas too."""
    doc, first = words.doc, at
    while first >= 0 and first > at - LONGEST and first not in taken:
        field = apart and _in_field(words, first)
        if not _fits(doc[first], words) and not field:
            break
        joint = first < at and doc[first].lower_ in ("to", "and")
        if joint and not field and not _two_posts(words, first):
            break
        first -= 1
    first += 1
    if first > at:
        return None
    return phrase(words, first, at + 1)


def _in_field(words: Words, at: int) -> bool:
    """Whether a joint stands in a field of work: *commissioner for Trade, Peace and Security*."""
    doc = words.doc
    if doc[at].lower_ not in (",", "and") or at == 0 or at + 1 >= len(doc):
        return False
    if not (doc[at - 1].text[0].isupper() and doc[at + 1].text[0].isupper()):
        return False
    for back in range(at - 1, max(-1, at - 8), -1):
        if doc[back].lower_ == "for":
            return back > 0 and words.post(back - 1) is not None
        if not (doc[back].text[0].isupper() or doc[back].lower_ in ("and", "&", ",")):
            return False
    return False


def _two_posts(words: Words, at: int) -> bool:
    """Whether *and* joins two posts of one person: *deputy prime minister and minister NAME*."""
    doc = words.doc
    if doc[at].lower_ != "and" or not words.post(at - 1):
        return False
    single = doc[at - 1].tag_ not in ("NNS", "NNPS")
    return single and any(words.post(i) for i in range(at + 1, min(len(doc), at + 4)))


def _adjacent(words: Words, found: Phrase) -> bool:
    """Whether a phrase right before a name ends with the post, or with whose it is."""
    last = found.last - 1
    return (
        words.post(last) is not None
        or last in words.place
        or any(words.doc[i].lower_ == "of" for i in range(found.first, last))
    )


def _after(words: Words, name: Sighting, taken: set[int]) -> list[Phrase]:
    """Posts between commas or in brackets after a name."""
    doc, found, at = words.doc, [], name.last
    while at < len(doc) and doc[at].text in (",", "(", "–", "—") and len(found) < 3:
        first = last = at + 1
        while last < len(doc) and last < first + LONGEST and _fits(doc[last], words):
            if last in taken or (last > first and doc[last].lower_ == "to"):
                break
            last += 1
        closed = (
            last >= len(doc)
            or doc[last].text in (",", ")", ".", ";", "–", "—", ":")
            or (doc[last].lower_ in ("who", "in", "whose", "while", "and"))
        )
        ranked = last > first and _is_rank(words, last - 1) and doc[last - 1].lower_ in HONORIFICS
        if last in taken or not closed or (ranked and doc[last].text == "."):
            break
        one = phrase(words, first, last)
        if one is None or not _names_one(words, one):
            break
        found.append(one)
        at = last
    return found


def _names_one(words: Words, one: Phrase) -> bool:
    """Whether the post is of one person: no plural."""
    return not any(
        t.tag_ in ("NNS", "NNPS") and words.post(t.i) for t in words.doc[one.first : one.first + 4]
    )


def _elected(words: Words, name: Sighting) -> Phrase | None:
    """The post that somebody is elected, appointed or named to."""
    doc, at = words.doc, name.last
    while at < len(doc) and doc[at].lemma_.lower() in ("be", "have", "is", "was", "been", "'s"):
        at += 1
    if at == name.last or at >= len(doc) or doc[at].lower_.rstrip("ed") not in _stems():
        return None
    first = at + 1
    while first < len(doc) and doc[first].lower_ in ("as", "the", "new", "to"):
        first += 1
    last = first
    while last < len(doc) and last < first + LONGEST and _fits(doc[last], words):
        last += 1
    return phrase(words, first, last)


def _stems() -> set[str]:
    return {"elect", "re-elect", "reelect", "appoint", "nam", "chos", "nominat", "chosen"}


def _bracketed_list(words: Words, name: Sighting) -> Phrase | None:
    """In *presidents of X (A), Y (B)* or *A and B, presidents of X and Y*: each his own state."""
    doc, at = words.doc, name.first - 1
    if at < 1 or doc[at].text != "(" or at - 1 not in words.place:
        return None
    place = words.place[at - 1]
    for back in range(at - 2, max(-1, at - 60), -1):
        post = words.post(back)
        if post and back + 1 < len(doc) and doc[back + 1].lower_ == "of":
            return Phrase(back, back + 1, _singular(doc[back]), post[0], place.entity, None)
        if doc[back].text in (".", ";"):
            return None
    return None


def _singular(token: Token) -> str:
    text = token.text
    return text[:-1] if token.tag_ in ("NNS", "NNPS") and text.endswith("s") else text


def listed_roles(words: Words, names: Sequence[Sighting]) -> list[tuple[Sighting, Phrase]]:
    """Posts that stand once after a list of names, each with its own state."""
    doc, found = words.doc, []
    for number, name in enumerate(names):
        at = name.last
        if at + 2 >= len(doc) or doc[at].text not in (",", "–", "—"):
            continue
        at += 2 if doc[at + 1].lower_ == "the" else 1
        post = words.post(at)
        plural = doc[at].tag_ in ("NNS", "NNPS")
        if not post or not plural or at + 1 >= len(doc) or doc[at + 1].lower_ != "of":
            continue
        states, end = _states_after(words, at + 2)
        group = _group(doc, names, number)
        if len(states) == len(group):
            found += [
                (who, Phrase(at, end, _singular(doc[at]), post[0], state, None))
                for who, state in zip(group, states, strict=True)
            ]
    return found


def _states_after(words: Words, at: int) -> tuple[list[str], int]:
    states: list[str] = []
    end = at
    while at < len(words.doc):
        place = words.place.get(at)
        if place is not None and not place.entity.startswith("O."):
            if not states or states[-1] != place.entity:
                states.append(place.entity)
            end = at + 1
        elif words.doc[at].lower_ not in (",", "and", "the"):
            break
        at += 1
    return states, end


def _group(doc: Doc, names: Sequence[Sighting], last: int) -> list[Sighting]:
    """Names of the list that ends with one of them."""
    group = [names[last]]
    for name in reversed(names[:last]):
        between = doc[name.last : group[0].first]
        if not len(between) or any(t.lower_ not in (",", "and", "&") for t in between):
            break
        group.insert(0, name)
    return group
