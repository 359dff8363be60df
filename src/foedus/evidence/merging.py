"""The same person on several pages: one id, unless given names, states or offices forbid it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.evidence.names import fold, given_agree, parts, same_surname, slug
from foedus.evidence.records import Person

Renaming = dict[tuple[str, str], str]
Fitting = dict[tuple[str, str | None], tuple[int, list[int]]]
"""By name and state: how many groups of the same initial were compared, and those that fit."""


def merge_people(
    pages: Sequence[tuple[str, Sequence[Person]]],
) -> tuple[list[Person], Renaming]:
    """People of several pages, each with the id of its document, brought together.

    Returns
    -------
    list of Person
        In the order of their first appearance, then by id.
    dict
        New id by document and old id.
    """
    groups: list[list[tuple[str, Person]]] = []
    by_key: dict[str, list[int]] = {}
    fitting: Fitting = {}
    for doc, people in pages:
        for person in people:
            number = _group_of(person, groups, by_key, fitting)
            if number is None:
                number = len(groups)
                groups.append([])
                by_key.setdefault(_key(person), []).append(number)
            groups[number].append((doc, person))
    return _named(groups)


def _key(person: Person) -> str:
    """First letter of the folded surname: only such people are compared."""
    return fold(parts(person.name)[1])[:1]


def _group_of(
    person: Person,
    groups: list[list[tuple[str, Person]]],
    by_key: dict[str, list[int]],
    known: Fitting,
) -> int | None:
    own = by_key.get(_key(person), [])
    seen, fitting = known.get((person.name, person.state), (0, []))
    fitting = [*fitting, *(n for n in own[seen:] if _one(person, groups[n][0][1]))]
    known[person.name, person.state] = len(own), fitting
    if len(fitting) > 1:
        full = [n for n in fitting if parts(groups[n][0][1].name)[0]]
        fitting = full if parts(person.name)[0] else fitting[:1]
    return fitting[0] if fitting else None


def _one(person: Person, other: Person) -> bool:
    given, surname = parts(person.name)
    given_there, surname_there = parts(other.name)
    if not same_surname(surname, surname_there) or not given_agree(given, given_there):
        return False
    if person.state and other.state and person.state != other.state:
        return False
    return (
        bool(given and given_there)
        or bool(person.state and person.state == other.state)
        or fold(surname) == fold(surname_there)
    )


def _named(groups: list[list[tuple[str, Person]]]) -> tuple[list[Person], Renaming]:
    taken: set[str] = set()
    merged, renamed = [], {}
    for group in groups:
        first = group[0][1]
        key = first.id
        if key in taken:
            given = parts(first.name)[0]
            key = f"{key.split('_')[0]}_{slug(given[0]) if given else 'other'}"
        while key in taken:
            key += "x"
        taken.add(key)
        for doc, person in group:
            renamed[(doc, person.id)] = key
        merged.append(_together(key, [person for _doc, person in group]))
    return merged, renamed


def _together(key: str, people: list[Person]) -> Person:
    names = tuple(dict.fromkeys(n for p in people for n in p.name_variants))
    name = max((p.name for p in people), key=lambda n: (len(n.split()), -_first(people, n)))
    return replace(
        people[0],
        id=key,
        name=name,
        name_variants=names,
        state=next((p.state for p in people if p.state), None),
        roles=tuple(dict.fromkeys(r for p in people for r in p.roles)),
        mentions=tuple(replace(m, entity=key) for p in people for m in p.mentions),
        in_boilerplate=all(p.in_boilerplate for p in people),
        unsure=tuple(dict.fromkeys(u for p in people for u in p.unsure)),
    )


def _first(people: list[Person], name: str) -> int:
    return next(n for n, p in enumerate(people) if p.name == name)
