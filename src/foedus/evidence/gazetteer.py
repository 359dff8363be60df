"""States and organisations where they are named: by name, adjective, people or seat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from foedus.evidence.tables import bodies, legislatures, states

WORD = re.compile(r"(?:[A-Z]\.){2,}|G-?\d+|[^\W\d_](?:[^\W_]|['’&+](?=\w))*", re.UNICODE)
Sense = Literal["name", "adjective", "people", "seat", "organisation", "legislature"]


@dataclass(frozen=True, slots=True)
class Place:
    """A state or an organisation named at clean offsets, and by which kind of word."""

    start: int
    end: int
    entity: str
    sense: Sense


@cache
def _entries() -> dict[str, list[tuple[tuple[str, ...], str, Sense]]]:
    """Names by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, Sense]]] = {}

    def enter(name: str, entity: str, sense: Sense) -> None:
        words = tuple(WORD.findall(name))
        if words:
            found.setdefault(words[0], []).append((words, entity, sense))

    for state in states().values():
        for name in (state.name, *state.names):
            enter(name, state.code, "name")
        for words, sense in (
            (state.adjectives, "adjective"),
            (state.people, "people"),
            (state.seats, "seat"),
        ):
            for word in words:
                enter(word, state.code, sense)  # pyright: ignore[reportArgumentType]
    for name, code in legislatures().items():
        enter(name, code, "legislature")
    for body in bodies().values():
        for name in (body.name, *body.names):
            enter(name, body.id, "organisation")
    for entries in found.values():
        entries.sort(key=lambda e: -len(e[0]))
    return found


def places(text: str, base: int = 0) -> list[Place]:
    """States and organisations named in a text, in order, never overlapping."""
    entries = _entries()
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    found, at = [], 0
    while at < len(words):
        step = 1
        known = entries.get(words[at][0], ()) or entries.get(_owner(words[at])[0], ())
        for name, entity, sense in known:
            size = len(name)
            here = words[at : at + size]
            if tuple(w for w, _s, _e in here) != name:
                here = [*here[:-1], _owner(here[-1])]
            if tuple(w for w, _s, _e in here) == name and _joined(text, here):
                found.append(Place(base + here[0][1], base + here[-1][2], entity, sense))
                step = size
                break
        at += step
    return found


def _owner(word: tuple[str, int, int]) -> tuple[str, int, int]:
    """A word without the ending of the owner: Chile's is Chile."""
    text, start, _end = word
    if not text.endswith(("s", "'", "’")):  # most words; the expression would leave them too
        return word
    short = re.sub("['’]s?$", "", text)
    return short, start, start + len(short)


def _joined(text: str, words: list[tuple[str, int, int]]) -> bool:
    """Whether words follow each other with nothing but blanks and hyphens between."""
    pairs = pairwise(words)
    return all(re.fullmatch(r"[\s\-]{1,3}", text[a[2] : b[1]]) for a, b in pairs)
