"""Who is named in a set of pages: people, states, organisations, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.evidence.bodies import defined_bodies, named_bodies
from foedus.evidence.characters import Character, block_words, characters
from foedus.evidence.descriptions import Finder, Meant
from foedus.evidence.gazetteer import Place, places
from foedus.evidence.merging import merge_people
from foedus.evidence.pages import Page, ParsedBlock
from foedus.evidence.records import Mention, OrganisationRecord, Person, Role, Span
from foedus.evidence.roles import Words
from foedus.evidence.tables import Term, bodies, packaged_terms, states

RANK = {"person": 3, "organisation": 2, "state": 1, "place": 0, "group": 0}


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its clean offsets."""

    start: int
    end: int
    mention: Mention


class Cast:
    """People, states and organisations of pages, and every place where they are meant.

    Ids are ``P.surname`` for people, ``O.name`` for organisations and ISO 3166 alpha-3 codes for
    states.
    """

    def __init__(
        self,
        people: Sequence[Person] = (),
        organisations: Sequence[OrganisationRecord] = (),
        placed: dict[str, list[Placed]] | None = None,
        words: dict[str, dict[int, Words]] | None = None,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.organisations = {body.id: body for body in organisations}
        self._placed = placed or {}
        self._starts = {doc: [one.start for one in found] for doc, found in self._placed.items()}
        self._longest = {
            doc: max((one.end - one.start for one in found), default=0)
            for doc, found in self._placed.items()
        }
        self._words = words or {}

    @classmethod
    def of(cls, pages: Sequence[Page], terms: Sequence[Term] | None = None) -> Cast:
        """Cast of some parsed pages; the same person on several pages is one."""
        known = packaged_terms() if terms is None else terms
        casts = [_of_page(page, known) for page in pages]
        people, renamed = merge_people(
            [
                (page.doc, list(cast.people.values()))
                for page, cast in zip(pages, casts, strict=True)
            ]
        )
        placed = {}
        for page, cast in zip(pages, casts, strict=True):
            placed[page.doc] = [
                _renamed(p, renamed.get((page.doc, p.mention.entity or ""), p.mention.entity))
                for p in cast._placed[page.doc]
            ]
        found: dict[str, OrganisationRecord] = {}
        for cast in casts:
            for body in cast.organisations.values():
                found[body.id] = _joined(found[body.id], body) if body.id in found else body
        words = {page.doc: cast._words[page.doc] for page, cast in zip(pages, casts, strict=True)}
        return cls(people, [found[key] for key in sorted(found)], placed, words)

    def mentions(self, page: Page) -> list[Mention]:
        """Mentions on a page, in order; those whose entity is not known have none."""
        return [one.mention for one in self.placed(page)]

    def placed(self, page: Page) -> list[Placed]:
        """Mentions on a page with their clean offsets, in order."""
        return self._placed.get(page.doc, [])

    def between(self, page: Page, start: int, end: int) -> list[Placed]:
        """Mentions that share a letter with a stretch of clean text, in order."""
        starts = self._starts.get(page.doc, [])
        first = bisect_left(starts, start - self._longest.get(page.doc, 0))
        last = bisect_left(starts, end)
        return (
            [one for one in self._placed[page.doc][first:last] if start < one.end] if starts else []
        )

    def words(self, page: Page, block: ParsedBlock) -> Words:
        """Words of a block with the states and organisations that the gazetteer found in it."""
        return self._words[page.doc][block.number]

    def mention_at(self, page: Page, start: int, end: int) -> Mention | None:
        """Mention that the clean offsets touch: people first, then organisations; the widest."""
        inside = [
            (RANK[one.mention.kind], one.end - one.start, -one.start, one.mention)
            for one in self.between(page, start, end)
            if one.mention.entity is not None
        ]
        return max(inside, key=lambda found: found[:3])[3] if inside else None

    def entity_at(self, page: Page, start: int, end: int) -> str | None:
        """Entity that the clean offsets touch: people first, then organisations; the widest."""
        found = self.mention_at(page, start, end)
        return found.entity if found else None

    def name(self, entity: str | None) -> str | None:
        """Name of a person, an organisation or a state."""
        if entity in self.people:
            return self.people[entity].name
        if entity in self.organisations:
            return self.organisations[entity].name
        return states()[entity].name if entity in states() else None

    def state(self, entity: str | None) -> str | None:
        """State of a person, or the state itself."""
        if entity in self.people:
            return self.people[entity].state
        return entity if entity in states() else None


def _of_page(page: Page, terms: Sequence[Term]) -> Cast:
    found = [p for b in page.parsed for p in places(b.text, b.base)]
    found = sorted([*found, *_free(defined_bodies(page), found)], key=lambda p: p.start)
    words = block_words(page, found)
    people = characters(page, words, terms)
    meant = Finder(page, people, words, terms).run()
    own = named_bodies(page, words, people)
    placed = [
        *_names(page, people),
        *_descriptions(page, meant),
        *_posts(page, people, words),
        *_places(page, [*found, *own.values()]),
    ]
    placed.sort(key=lambda one: (one.start, one.end, one.mention.entity or ""))
    records = [_person(page, person, placed) for person in people]
    return Cast(records, _bodies(placed), {page.doc: placed}, {page.doc: words})


def _free(more: Sequence[Place], found: Sequence[Place]) -> list[Place]:
    """Places that share no letter with those already found."""
    taken = {at for one in found for at in range(one.start, one.end)}
    return [one for one in more if not taken & set(range(one.start, one.end))]


def _names(page: Page, people: Sequence[Character]) -> list[Placed]:
    found = []
    for person in people:
        for one in person.sightings:
            span = page.span(one.start, one.end)
            sure = 1.0 if one.strong or one.words > 1 else 0.9
            mention = Mention(page.doc, span, person.id, "person", "name", sure)
            found.append(Placed(one.start, one.end, mention))
    return found


def _descriptions(page: Page, meant: Sequence[Meant]) -> list[Placed]:
    found = []
    for one in meant:
        span = page.span(one.start, one.end)
        form = "pronoun" if one.pronoun else "description"
        mention = Mention(page.doc, span, one.person.id, "person", form, one.confidence)
        found.append(Placed(one.start, one.end, mention))
    return found


def _posts(page: Page, people: Sequence[Character], words: dict[int, Words]) -> list[Placed]:
    """Posts that stand beside a name mean the same person; those of several people mean none."""
    found = []
    for person in people:
        for block, one in person.posts:
            tags = {
                t.tag_ for t in block.doc[one.first : one.last] if words[block.number].post(t.i)
            }
            if tags & {"NNS", "NNPS"}:
                continue
            first, last = block.doc[one.first], block.doc[one.last - 1]
            start, end = block.base + first.idx, block.base + last.idx + len(last.text)
            mention = Mention(page.doc, page.span(start, end), person.id, "person", "description")
            found.append(Placed(start, end, mention))
    return found


def _places(page: Page, found: Sequence[Place]) -> list[Placed]:
    placed = []
    for one in found:
        body = one.entity.startswith("O.")
        form = "name" if one.sense in ("name", "organisation") else "description"
        mention = Mention(
            page.doc,
            page.span(one.start, one.end),
            one.entity,
            "organisation" if body else "state",
            form,
            0.7 if one.sense in ("seat", "legislature") else 1.0,
        )
        placed.append(Placed(one.start, one.end, mention))
    return placed


def _person(page: Page, person: Character, placed: Sequence[Placed]) -> Person:
    mentions = tuple(one.mention for one in placed if one.mention.entity == person.id)
    roles = [
        Role(
            one.role,
            one.organisation,
            one.state,
            "text",
            page.span_of(block, block.doc[one.first : one.last]),
            page.doc,
        )
        for block, one in person.posts
    ]
    if person.term is not None and (person.term.holds(page.published.value) or not roles):
        term = person.term
        if all(role.role.casefold() != term.office for role in roles):
            roles.append(Role(term.office, term.organisation, term.state, "offices"))
    kinds = {b.number: b.kind for b in page.parsed}
    outside = [s for s in person.sightings if kinds[s.block.number] != "boilerplate"]
    return Person(
        id=person.id,
        name=person.name,
        name_variants=tuple(person.names) or (person.name,),
        state=person.state,
        roles=tuple(roles),
        mentions=mentions,
        in_boilerplate=bool(person.sightings) and not outside,
        unsure=tuple(dict.fromkeys(person.unsure)),
    )


def _bodies(placed: Sequence[Placed]) -> list[OrganisationRecord]:
    """Organisations and states of a page with their mentions."""
    by_id: dict[str, list[Mention]] = {}
    for one in placed:
        if one.mention.kind in ("organisation", "state") and one.mention.entity:
            by_id.setdefault(one.mention.entity, []).append(one.mention)
    return [_body(key, by_id[key]) for key in sorted(by_id)]


def _body(key: str, mentions: list[Mention]) -> OrganisationRecord:
    texts = tuple(dict.fromkeys(" ".join(m.span.text.split()) for m in mentions))
    if key in states():
        return OrganisationRecord(key, states()[key].name, "state", texts, tuple(mentions))
    if key in bodies():
        body = bodies()[key]
        return OrganisationRecord(key, body.name, body.kind, texts, tuple(mentions))
    return OrganisationRecord(key, max(texts, key=len), "other", texts, tuple(mentions))


def _joined(one: OrganisationRecord, other: OrganisationRecord) -> OrganisationRecord:
    return replace(
        one,
        name_variants=tuple(dict.fromkeys((*one.name_variants, *other.name_variants))),
        mentions=(*one.mentions, *other.mentions),
    )


def _renamed(one: Placed, entity: str | None) -> Placed:
    if entity == one.mention.entity:
        return one
    return Placed(one.start, one.end, replace(one.mention, entity=entity))


__all__ = ["Cast", "Placed", "Span"]
