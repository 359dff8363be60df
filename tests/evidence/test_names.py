"""One person over many spellings, and two who only look like one."""

from __future__ import annotations

from itertools import permutations

import pytest

from foedus.evidence.merging import merge_people
from foedus.evidence.names import fold, parts, same_person, same_surname
from foedus.evidence.records import Person

PAIRS = [
    ("Sadyr Zhaparov", "Sadyr Japarov"),
    ("Emomali Rakhmon", "Emomali Rahmon"),
    ("Kassym-Jomart Tokayev", "Qasym-Jomart Toqaev"),
    ("Alexander Lukashenko", "Aleksandr Lukashenka"),
    ("Sergei Shoigu", "Sergey Shoygu"),
    ("V. Putin", "Vladimir Putin"),
]
OTHERS = [
    ("Sadyr Japarov", "Akylbek Japarov"),
    ("Stanislav Zas", "Stanislav Zus"),
    ("Vladimir Putin", "Vladimir Makei"),
    ("Alexander Popov", "Aleksey Popov"),
    ("Ilham Aliyev", "Heydar Aliyev"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_of_one_name_are_one_person(one: str, other: str):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_that_only_look_alike_are_two(one: str, other: str):
    assert not same_person(one, other)


def test_folding_undoes_the_accidents_of_transliteration():
    assert fold("Zhaparov") == fold("Japarov")
    assert fold("Toqaev") == fold("Tokayev")
    assert same_surname("Rakhmonov", "Rahmonov")


def test_particles_go_with_the_surname():
    assert parts("Ursula von der Leyen") == (("Ursula",), "von der Leyen")
    assert parts("Putin") == ((), "Putin")


def person(key: str, name: str, state: str | None = None) -> Person:
    return Person(key, name, (name,), state, (), ())


def test_the_same_surname_gets_two_ids_when_given_names_forbid_one():
    pages = [
        ("a", [person("P.rask", "Tim Rask", "NOR")]),
        ("b", [person("P.rask", "Ada Rask", "NOR")]),
        ("c", [person("P.rask", "T. Rask")]),
    ]
    people, renamed = merge_people(pages)
    assert [p.id for p in people] == ["P.rask", "P.rask_ada"]
    assert renamed == {
        ("a", "P.rask"): "P.rask",
        ("b", "P.rask"): "P.rask_ada",
        ("c", "P.rask"): "P.rask",
    }


def test_states_that_differ_keep_people_apart_in_any_order():
    found = [
        ("a", [person("P.brand", "Ola Brand", "NOR")]),
        ("b", [person("P.brand", "Ola Brand", "SWE")]),
    ]
    for pages in permutations(found):
        assert len(merge_people(list(pages))[0]) == 2
