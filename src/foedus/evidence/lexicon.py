"""The tables that say which words tell of which kind of event, read once.

Event types, modes and their meanings follow the PLOVER ontology (Open Event Data Alliance,
manual draft 0.8 of 2021, CC BY-SA 4.0); the words were listed by the authors of foedus.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from foedus.files import InputError, read_table

TYPES: tuple[str, ...] = (
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"),
    *("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
"""The sixteen PLOVER types, from co-operation in words to conflict in deeds."""

COOPERATIVE = frozenset(TYPES[:7])
CONFLICTUAL = frozenset(TYPES[7:])
VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
"""Types that consist in words alone; a meeting is talk too, but it is held at a place and time."""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of an entry: a part of the clause and what may fill it.

    `part` is obj, subj, comp, part, prep, passive, poss or the word of a preposition; `any_of`
    holds words and classes (`@class`); empty for a part that needs no filler.
    """

    part: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that tell of one type of event, under conditions."""

    plover: str
    mode: str | None
    needs: tuple[Need, ...]
    order: int


def words(text: str) -> frozenset[str]:
    """Set of the words of a line."""
    return frozenset(text.split())


def tables() -> Path:
    """Folder of the tables of this room."""
    return Path(str(resources.files("foedus") / "evidence" / "tables"))


def parse_need(text: str) -> Need:
    """Condition as written in a table: ``obj=@help|money`` or ``passive``."""
    part, _, filler = text.partition("=")
    return Need(part, tuple(word for word in filler.split("|") if word))


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Classes of nouns by name; a word of two parts needs its modifier beside the head."""
    rows = read_table(tables() / "word_classes.csv", ("class", "words"))
    return {row["class"]: frozenset(row["words"].lower().split(";")) for row in rows}


@cache
def idioms() -> dict[str, frozenset[str]]:
    """Words beside which a word tells of no event, by that word."""
    rows = read_table(tables() / "idioms.csv", ("word", "beside", "note"))
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        known = found.get(row["word"], frozenset())
        found[row["word"]] = known | frozenset(row["beside"].split(";"))
    return found


@cache
def event_words() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Entries by part of speech and head word, those with most conditions first.

    Raises
    ------
    foedus.files.InputError
        If a row names an unknown type.
    """
    path = tables() / "event_words.csv"
    out: dict[tuple[str, str], list[Entry]] = {}
    for number, row in enumerate(
        read_table(path, ("type", "mode", "pos", "words", "needs")), start=2
    ):
        if row["type"] not in TYPES:
            raise InputError(f"{path}, row {number}", f"{row['type']!r} is no PLOVER type")
        needs = tuple(parse_need(part) for part in row["needs"].split())
        for phrase in row["words"].lower().split(";"):
            *modifiers, head = phrase.split()
            own = needs
            if modifiers:
                own = (Need("modifier", (" ".join(modifiers),)), *needs)
            entry = Entry(row["type"], row["mode"] or None, own, number)
            out.setdefault((row["pos"], head), []).append(entry)
    return {
        key: tuple(sorted(entries, key=lambda entry: (-len(entry.needs), entry.order)))
        for key, entries in out.items()
    }
