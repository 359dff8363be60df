"""Organisations that no table knows: bodies named in the text, such as a staff or a ministry."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evidence.characters import Character
from foedus.evidence.gazetteer import Place
from foedus.evidence.names import slug
from foedus.evidence.pages import Page
from foedus.evidence.roles import Words


def named_bodies(
    page: Page, words: dict[int, Words], people: Sequence[Character]
) -> dict[tuple[int, int], Place]:
    """Bodies that the model of the language took for organisations and no table knows."""
    taken = {
        (s.block.number, i) for p in people for s in p.sightings for i in range(s.first, s.last)
    }
    found: dict[tuple[int, int], Place] = {}
    for block in page.parsed:
        if block.kind == "dateline":
            continue
        known = words[block.number].place
        for entity in block.doc.ents:
            if entity.label_ != "ORG":
                continue
            first, last = entity.start, entity.end
            while first < last and block.doc[first].lower_ in ("the", "a", "an", "’s", "'s"):
                first += 1
            while last > first and block.doc[last - 1].text in ("’s", "'s", "”", '"', ","):
                last -= 1
            inside = range(first, last)
            if first >= last or any((block.number, i) in taken for i in inside):
                continue
            if all(i in known for i in inside) or not block.doc[first].text[0].isupper():
                continue
            text = " ".join(block.doc[first:last].text.split())
            if len(text) < 3 or not slug(text):
                continue
            start = block.base + block.doc[first].idx
            end = block.base + block.doc[last - 1].idx + len(block.doc[last - 1].text)
            found[(start, end)] = Place(start, end, f"O.{slug(text)}", "organisation")
    return found
