"""The tables that the rules use: states, organisations, offices, posts, words that announce speech.

All are CSV files in ``evidence/tables``, read once. They are general: the only names of people
stand in the dated table of offices, which users extend.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from foedus.files import InputError, read_table

OFFICE_COLUMNS = ("office", "holder", "state", "start", "end", "source", "confidence", "note")
BODY_OFFICES = {"chair": "chair", "secretary_general": "secretary general"}


@dataclass(frozen=True, slots=True)
class State:
    """A state with the words that mean it; `seats` are towns that stand for its government."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation with the words that mean it."""

    id: str
    name: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Who held an office, from when to when."""

    office: str
    holder: str
    state: str | None
    organisation: str | None
    start: str
    end: str
    source: str

    def holds(self, day: str | None) -> bool:
        """Whether the office was held on a day; with no day, whether it is held still."""
        if day is None:
            return not self.end
        return self.start <= day[:10] and (not self.end or day[:10] <= self.end)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that announces speech, how its words hang on it, and what kind of speech it is.

    `group` is its semantic class, such as ``state``, ``blame`` or ``support``.
    """

    lemma: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    kind: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """A noun or an adjective of speech or attitude, and the prepositions that open its words."""

    word: str
    kind: str
    prepositions: frozenset[str]
    group: str


def table(name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a table of this room."""
    with resources.as_file(resources.files("foedus.evidence") / "tables" / name) as path:
        return read_table(path, columns)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def states() -> dict[str, State]:
    """States by their ISO 3166 alpha-3 code."""
    rows = table("states.csv", ("code", "name", "names", "adjectives", "people", "seats"))
    return {
        row["code"]: State(
            row["code"],
            row["name"],
            _listed(row["names"]),
            _listed(row["adjectives"]),
            _listed(row["people"]),
            _listed(row["seats"]),
        )
        for row in rows
    }


@cache
def family_first() -> frozenset[str]:
    """States in whose names the family name comes first."""
    rows = table("name_orders.csv", ("code", "order", "note"))
    return frozenset(row["code"] for row in rows if row["order"] == "family first")


@cache
def bodies() -> dict[str, Body]:
    """Organisations by id: those of the table and those that the packaged libraries describe."""
    rows = table("organisations.csv", ("id", "name", "kind", "names"))
    found = {r["id"]: Body(r["id"], r["name"], r["kind"], _listed(r["names"])) for r in rows}
    for body in _library_bodies():
        found[body.id] = body
    return found


def _library_bodies() -> list[Body]:
    from foedus.files import read_yaml

    found = []
    folder = resources.files("foedus") / "library"
    for place in sorted(folder.iterdir(), key=lambda p: p.name):
        if not (place / "organisation.yaml").is_file():
            continue
        with resources.as_file(place / "organisation.yaml") as path:
            content = read_yaml(path)
        other = tuple(a for a in content.get("aliases", ()) if a.isascii())
        found.append(Body(f"O.{content['name']}", content["full_name"], "igo", other))
    return found


@cache
def posts() -> dict[str, str]:
    """Class of every word for an office or a calling, such as ``minister``."""
    return {r["word"]: r["class"] for r in table("posts.csv", ("word", "class", "level"))}


@cache
def legislatures() -> dict[str, str]:
    """State that a parliament or a seat of government belongs to."""
    return {r["name"]: r["state"] for r in table("legislatures.csv", ("name", "state"))}


@cache
def cues() -> dict[str, Cue]:
    """Verbs that announce speech, by lemma."""
    rows = table("cues.csv", ("lemma", "frames", "preps", "kind", "class"))
    return {
        r["lemma"]: Cue(
            r["lemma"],
            frozenset(r["frames"].split()),
            frozenset(r["preps"].split()),
            r["kind"],
            r["class"],
        )
        for r in rows
    }


@cache
def cue_nouns() -> dict[str, Stance]:
    """Nouns of speech and opinion, and what kind of speech they are."""
    return _stances("cue_nouns.csv", "noun")


@cache
def cue_adjectives() -> dict[str, Stance]:
    """Adjectives of certainty, feeling and will that announce what is thought."""
    return _stances("cue_adjectives.csv", "adjective")


def _stances(name: str, word: str) -> dict[str, Stance]:
    rows = table(name, (word, "kind", "preps", "class"))
    return {
        r[word]: Stance(r[word], r["kind"], frozenset(r["preps"].split()), r["class"]) for r in rows
    }


@cache
def light_verbs() -> dict[str, frozenset[str]]:
    """Verbs that say nothing without such a noun; ``*`` stands for all of them."""
    return {
        r["verb"]: frozenset(r["nouns"].split())
        for r in table("light_verbs.csv", ("verb", "nouns"))
    }


@cache
def packaged_terms() -> tuple[Term, ...]:
    """Dated offices of the table of this room and of the packaged libraries."""
    with resources.as_file(resources.files("foedus.evidence") / "tables" / "offices.csv") as path:
        found = list(terms_of(path))
    folder = resources.files("foedus") / "library"
    for place in sorted(folder.iterdir(), key=lambda p: p.name):
        if (place / "offices.csv").is_file():
            with resources.as_file(place / "offices.csv") as path:
                found += terms_of(path, f"O.{place.name}")
    return tuple(found)


def terms_of(path: Path, organisation: str | None = None) -> list[Term]:
    """Dated offices of a CSV file of a user or of a library.

    Raises
    ------
    InputError
        If a column is missing, a day is none, or a state is unknown.
    """
    found = []
    for number, row in enumerate(read_table(path, OFFICE_COLUMNS), start=2):
        _check_term(row, f"{path}, row {number}")
        office, _of, body = row["office"].partition(" of ")
        organisation_id = organisation or _body_named(office, body)
        found.append(
            Term(
                BODY_OFFICES.get(office, row["office"] if not organisation_id else office),
                row["holder"],
                row["state"] or None,
                organisation_id,
                row["start"],
                row["end"],
                row["source"],
            )
        )
    return found


def _check_term(row: dict[str, str], where: str) -> None:
    """Refuse a row without office or holder, of no state, or that ends before it begins."""
    for column in ("office", "holder"):
        if not row[column]:
            raise InputError(f"{where}, {column}", "is empty")
    if row["state"] and row["state"] not in states():
        expected = "expected a code of ISO 3166 with three letters, such as FRA"
        raise InputError(where, f"unknown state {row['state']!r}; {expected}")
    for column in ("start", "end"):
        if row[column]:
            _day(row[column], f"{where}, {column}")
    if row["end"] and row["end"] < row["start"]:
        raise InputError(f"{where}, end", f"{row['end']} is before the start, {row['start']}")


def _day(text: str, where: str) -> None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(where, f"{text!r} is not a day; expected YYYY-MM-DD") from None


def _body_named(office: str, name: str) -> str | None:
    """Id of the body that an office is of; one that no table knows gets its name as id."""
    from foedus.evidence.names import slug

    name = name.removeprefix("the ")
    for body in bodies().values():
        if name and name in (body.name, *body.names):
            return body.id
    known = {
        r["word"] for r in table("posts.csv", ("word", "class", "level")) if r["level"] == "body"
    }
    return f"O.{slug(name)}" if name[:1].isupper() and office in known else None
