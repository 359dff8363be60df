"""The people of one page: all spellings of a name brought together, with posts and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.evidence.gazetteer import Place, places
from foedus.evidence.names import fold, given_agree, initial, parts, same_person, same_surname, slug
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.roles import Phrase, Words, listed_roles, roles_of
from foedus.evidence.sightings import NEVER, Sighting, is_title, sightings, written
from foedus.evidence.tables import Term, posts
from foedus.evidence.tables import family_first as family_comes_first

if TYPE_CHECKING:
    from spacy.tokens import Token

LEAST_SPELT = 6  #: letters of a surname that is known again in another spelling


@dataclass
class Character:
    """Somebody on one page, while it is being read."""

    name: str
    names: list[str] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    posts: list[tuple[ParsedBlock, Phrase]] = field(default_factory=list)
    term: Term | None = None
    unsure: list[str] = field(default_factory=list)
    id: str = ""
    guessed: str | None = None

    @property
    def kinds(self) -> set[str]:
        """Classes of his or her posts."""
        found = {one.kind for _block, one in self.posts}
        return found | ({posts().get(self.term.office, "")} - {""} if self.term else set())

    @property
    def state(self) -> str | None:
        """State by the posts in the text, else by the table of offices, else by a guess."""
        for _block, one in self.posts:
            if one.state:
                return one.state
        return self.term.state if self.term else self.guessed

    @property
    def surname(self) -> str:
        """Family name."""
        return parts(self.name)[1]


def characters(page: Page, words: dict[int, Words], terms: Sequence[Term]) -> list[Character]:
    """People of a page in the order in which they appear."""
    seen = {b.number: sightings(b) if b.kind != "dateline" else [] for b in page.parsed}
    people: list[Character] = []
    by_initial: dict[str, list[Character]] = {}
    flat = [s for b in page.parsed for s in seen[b.number]]
    for one in [s for s in flat if s.words > 1]:
        alike = by_initial.setdefault(initial(one.name), [])
        known = len(alike)
        _enter(alike, one)
        people += alike[known:]
    for one in [s for s in flat if s.words == 1]:
        _enter_surname(people, one, terms, words[one.block.number])
    _backfill(page, people)
    for person in people:
        person.sightings.sort(key=lambda s: s.start)
    _give_posts(people, words)
    for person in people:
        person.name = max(person.names, key=lambda n: (len(n.split()), -person.names.index(n)))
        _find_term(person, terms, page.published.value)
    _backfill(page, people, family_first=True)
    people = [p for p in people if p.sightings]
    for person in people:
        person.sightings.sort(key=lambda s: s.start)
    people.sort(key=lambda p: p.sightings[0].start)
    _name(people)
    return people


def _enter(people: list[Character], one: Sighting) -> None:
    for person in people:
        if same_person(person.name, one.name) or _ends_with(person.name, one.name):
            break
    else:
        person = Character(one.name)
        people.append(person)
    person.sightings.append(one)
    if one.name not in person.names:
        person.names.append(one.name)


def _ends_with(name: str, other: str) -> bool:
    """Whether one name is the end of the other: *Tall Sall* of *Aissata Tall Sall*."""
    short, long = sorted((name.split(), other.split()), key=len)
    return len(short) < len(long) and long[-len(short) :] == short


def _enter_surname(
    people: list[Character], one: Sighting, terms: Sequence[Term], words: Words
) -> None:
    """A lone surname: one of the page, else one of the table of offices, else somebody new."""
    fitting = [p for p in people if same_surname(p.surname, one.name)]
    if not fitting:
        fitting = [p for p in people if fold(p.name.split()[0]) == fold(one.name)]
    if len(fitting) > 1:
        earlier = [p for p in fitting if any(s.start < one.start for s in p.sightings)]
        nearest = max(earlier or fitting, key=lambda p: _last_before(p, one.start))
        nearest.unsure.append(f"{one.name} at {one.start} may be another")
        fitting = [nearest]
    if fitting:
        person = fitting[0]
    elif one.strong or any(same_surname(parts(t.holder)[1], one.name) for t in terms):
        person = Character(one.name)
        people.append(person)
    elif _announced(one):
        person = Character(one.name)
        person.unsure.append("known by one name only")
        people.append(person)
    else:
        return
    person.sightings.append(one)
    if one.name not in person.names:
        person.names.append(one.name)


def _last_before(person: Character, start: int) -> int:
    return max((s.start for s in person.sightings if s.start < start), default=-1)


def _announced(one: Sighting) -> bool:
    """Whether a lone name is the subject of a verb of speech."""
    from foedus.evidence.tables import cues

    token = one.block.doc[one.last - 1]
    cue = cues().get(token.head.lemma_)
    person = token.ent_type_ in ("", "PERSON")
    return person and token.dep_ == "nsubj" and cue is not None and "c" in cue.frames


def _backfill(page: Page, people: list[Character], family_first: bool = False) -> None:
    """Places where a known surname stands that the model took for something else."""
    by_word: dict[str, list[Character]] = {}
    for person in people:
        surname = person.surname.split()[-1]
        if family_first and person.state in family_comes_first():
            surname = person.name.split()[0]
        by_word.setdefault(fold(surname), []).append(person)
    by_initial: dict[str, list[Character]] = {}
    for person in people:
        by_initial.setdefault(initial(person.name), []).append(person)
    taken = {
        (s.block.number, i) for p in people for s in p.sightings for i in range(s.first, s.last)
    }
    for block in page.parsed:
        for token in block.doc if block.kind != "dateline" else ():
            if not token.text[0].isupper() or (block.number, token.i) in taken:
                continue
            owners = by_word.get(fold(token.text), ())
            if not owners and not family_first:
                owners = _spelt_otherwise(token, by_initial.get(initial(token.text), ()))
            if len(owners) != 1:
                continue
            exact = token.text == owners[0].surname.split()[-1]
            if not exact and (token.text.isupper() or token.pos_ != "PROPN"):
                continue
            first = token.i - _given_before(token, owners[0])
            name = written(block.doc, first, token.i + 1)
            owners[0].sightings.append(Sighting(block, first, token.i + 1, name, True))
            if name not in owners[0].names:
                owners[0].names.append(name)


def _spelt_otherwise(token: Token, people: Sequence[Character]) -> list[Character]:
    """People whose surname a word may be in another spelling."""
    if token.pos_ != "PROPN" or len(token.text) < LEAST_SPELT or token.ent_type_ == "GPE":
        return []
    return [p for p in people if same_surname(p.surname.split()[-1], token.text)]


def _given_before(token: Token, person: Character) -> int:
    """1 when a given name stands before the surname of somebody known by that alone, else 0."""
    if token.i == 0 or any(" " in name for name in person.names):
        return 0
    before = token.nbor(-1)
    given = before.tag_ == "NNP" and before.text.istitle() and before.text.isalpha()
    free = given and not is_title(token.doc, before.i) and not places(before.text)
    return int(free and before.text.casefold() not in NEVER)


def _give_posts(people: list[Character], words: dict[int, Words]) -> None:
    by_block: dict[int, list[tuple[Sighting, Character]]] = {}
    for person in people:
        for one in person.sightings:
            by_block.setdefault(one.block.number, []).append((one, person))
    for number, pairs in sorted(by_block.items()):
        pairs.sort(key=lambda pair: pair[0].first)
        names = [s for s, _p in pairs]
        owner = {id(s): p for s, p in pairs}
        for one in names:
            for found in roles_of(words[number], one, names):
                owner[id(one)].posts.append((one.block, found))
        for one, found in listed_roles(words[number], names):
            owner[id(one)].posts.append((one.block, found))


def _find_term(person: Character, terms: Sequence[Term], day: str | None) -> None:
    """The table's own entry for a person: full name, or surname with a fitting post."""
    stated = {one.state for _block, one in person.posts if one.state}
    fitting = []
    for term in terms:
        if stated and term.state not in stated:
            continue
        given, surname = parts(person.name)
        given_there, surname_there = parts(term.holder)
        if not same_surname(surname, surname_there) or not given_agree(given, given_there):
            continue
        if given or not person.kinds or posts().get(term.office) in person.kinds:
            fitting.append(term)
    holders = {fold(term.holder) for term in fitting}
    current = [term for term in fitting if term.holds(day)]
    if len(holders) > 1:
        fitting = current
        holders = {fold(term.holder) for term in fitting}
    if len(holders) == 1:
        term = person.term = (current or fitting)[0]
        if not parts(person.name)[0]:
            person.name = term.holder
    elif holders:
        person.unsure.append("may be " + " or ".join(sorted({t.holder for t in fitting})))


def _name(people: list[Character]) -> None:
    """Ids: the surname, with the given name where two people of a page share it."""
    taken: dict[str, Character] = {}
    for person in people:
        name = person.term.holder if person.term else person.name
        given, surname = parts(name)
        if given and person.state in family_comes_first():
            given, surname = (surname,), given[0]
        key = f"P.{slug(surname) or 'unnamed'}"
        if key in taken:
            key = f"{key}_{slug(given[0]) if given else len(taken)}"
        while key in taken:
            key += "x"
        taken[key] = person
        person.id = key


def block_words(page: Page, found: Sequence[Place]) -> dict[int, Words]:
    """Words of every block with the states and organisations in it."""
    out = {}
    for block in page.parsed:
        inside = [
            Place(p.start - block.base, p.end - block.base, p.entity, p.sense)
            for p in found
            if block.base <= p.start < block.end
        ]
        out[block.number] = Words(block.doc, inside)
    return out
