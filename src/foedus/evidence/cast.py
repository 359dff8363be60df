"""Who is named in a set of pages: people, states, organisations, and where."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evidence.pages import Page
from foedus.evidence.records import Mention, OrganisationRecord, Person


class Cast:
    """People, states and organisations of pages, and every place where they are meant.

    Ids are ``P.surname`` for people, ``O.name`` for organisations and ISO 3166 alpha-3 codes for
    states.
    """

    def __init__(
        self,
        people: Sequence[Person] = (),
        organisations: Sequence[OrganisationRecord] = (),
        mentions: dict[str, list[tuple[int, int, Mention]]] | None = None,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.organisations = {body.id: body for body in organisations}
        self._mentions = mentions or {}

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Cast:
        """Cast of some pages."""
        return cls()

    def mentions(self, page: Page) -> list[Mention]:
        """Mentions on a page, in order; those whose entity is not known have none."""
        return [mention for _start, _end, mention in self._mentions.get(page.doc, [])]

    def placed(self, page: Page) -> list[tuple[int, int, Mention]]:
        """Mentions on a page with their clean offsets, in order."""
        return self._mentions.get(page.doc, [])

    def entity_at(self, page: Page, start: int, end: int) -> str | None:
        """Entity that the clean offsets lie in or hold, the widest mention first."""
        inside = [
            (e - s, m.entity)
            for s, e, m in self._mentions.get(page.doc, [])
            if m.entity is not None and s < end and start < e
        ]
        return max(inside)[1] if inside else None

    def name(self, entity: str | None) -> str | None:
        """Name of a person or an organisation."""
        if entity in self.people:
            return self.people[entity].name
        return self.organisations[entity].name if entity in self.organisations else None

    def state(self, entity: str | None) -> str | None:
        """State of a person, or the state itself."""
        if entity in self.people:
            return self.people[entity].state
        return entity if entity and len(entity) == 3 and entity.isupper() else None
