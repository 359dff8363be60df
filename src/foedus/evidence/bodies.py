"""Organisations that no table knows: bodies named in the text, such as a staff or a ministry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.evidence.characters import Character
from foedus.evidence.gazetteer import Place, places
from foedus.evidence.names import slug
from foedus.evidence.pages import Page
from foedus.evidence.roles import Words

SHORT = re.compile(r"[(,]\s?([A-Z][A-Za-z&-]{1,9})(?=[),])")
WORD = re.compile(r"[^\W\d_][\w'’&-]*")


def defined_bodies(page: Page) -> list[Place]:
    """Bodies that the text names once in full with their short name, wherever either stands.

    *The Lakes Security Compact (LSC)* makes *LSC* a name on this page. What the tables know is
    left to them.
    """
    names: dict[str, str] = {}
    for block in page.parsed:
        if block.kind == "boilerplate":
            continue
        for found in SHORT.finditer(block.text):
            whole = _in_full(block.text[: found.start()], found[1])
            if whole and not places(whole) and not places(found[1]):
                names.setdefault(found[1], whole)
    found = []
    for short, whole in names.items():
        for block in page.parsed:
            for name in (whole, short):
                for at in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", block.text):
                    start, end = block.base + at.start(), block.base + at.end()
                    found.append(Place(start, end, f"O.{slug(whole)}", "organisation"))
    return found


def _in_full(before: str, short: str) -> str | None:
    """The words right before a short name whose initials it is, or None."""
    if sum(c.isupper() for c in short) < 2:
        return None
    letters = [c.casefold() for c in short if c.isalpha()]
    words = [*WORD.finditer(before)][-2 * len(letters) - 2 :]
    for at in range(len(words) - 1, -1, -1):
        here = [w for w in words[at:] if w[0][0].isupper()]
        if len(here) < 2 or not words[at][0][0].isupper():
            continue
        if [w[0][0].casefold() for w in here] == letters:
            text = before[words[at].start() : words[-1].end()]
            return text if not re.search(r"[,.;:()]", text) else None
    return None


def named_bodies(
    page: Page, words: dict[int, Words], people: Sequence[Character]
) -> dict[tuple[int, int], Place]:
    """Bodies that the model of the language took for organisations and no table knows."""
    taken = {
        (s.block.number, i) for p in people for s in p.sightings for i in range(s.first, s.last)
    }
    found: dict[tuple[int, int], Place] = {}
    for block in page.parsed:
        if block.kind in ("dateline", "boilerplate"):
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
