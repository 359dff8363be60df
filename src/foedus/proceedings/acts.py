"""One act: a dated thing done or suffered, as it stands in a row of the ledger.

The kinds of act are a table (``kinds.csv``) that feeds this code, the checks and the handbook:
who may do it, whether it is done or suffered, its order within a day, the clauses that govern it
and how it is told. Bodies that act beside states stand in ``bodies.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from foedus.codes import ACT_KINDS, ActKind
from foedus.files import InputError, read_table

COLUMNS = (
    "id", "date", "precision", "time", "kind", "actors", "targets", "text", "place", "format",
    "character", "openness", "result", "people", "vehicles", "papers", "framework", "basis",
    "refers", "sources", "confidence", "note", "hash",
)  # fmt: skip
WORDS: dict[str, frozenset[str]] = {
    "precision": frozenset({"day", "month", "year"}),
    "format": frozenset({"", "in_person", "video", "mixed", "correspondence"}),
    "character": frozenset({"", "regular", "extraordinary", "anniversary", "informal"}),
    "openness": frozenset({"", "open", "closed", "both"}),
    "result": frozenset({
        "", "adopted", "signed", "approved", "no_quorum", "no_decision", "refused", "sent_back",
        "in_force", "held", "partly_held", "ended", "broken", "completed", "begun",
    }),
    "confidence": frozenset({"high", "med", "low"}),
}  # fmt: skip
ROLES = ("council", "organ", "office", "assembly", "whole", "outside", "armed_group")
WHO = ("member", "organ", "state", "any")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_STATE = re.compile(r"[A-Z]{3}\Z")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?\Z")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: one row of ``kinds.csv``.

    Attributes
    ----------
    kind : ActKind
        The code.
    who : str
        Who may do it within the organisation: ``member``, ``organ``, ``state`` or ``any``.
    suffered : bool
        True when the act is suffered by the organisation or a state, not done within it.
    order : int
        Place within a day, when nothing else says what came first.
    clauses : tuple of str
        Ids of the clauses that govern it; empty when none does.
    meaning : str
        What the word means.
    telling : str
        Pattern of its sentence: see `foedus.proceedings.telling`.
    """

    kind: ActKind
    who: str
    suffered: bool
    order: int
    clauses: tuple[str, ...]
    meaning: str
    telling: str


@cache
def kinds() -> Mapping[ActKind, Kind]:
    """Read the table of kinds: one row for every member of `ActKind`."""
    path = Path(__file__).with_name("kinds.csv")
    table: dict[ActKind, Kind] = {}
    columns = ("kind", "who", "mode", "order", "clauses", "meaning", "telling")
    for number, row in enumerate(read_table(path, columns), start=2):
        kind = ACT_KINDS.get(row["kind"])
        if kind is None or kind in table or row["who"] not in WHO:
            raise InputError(f"{path}, row {number}", f"unknown or repeated kind {row['kind']!r}")
        table[kind] = Kind(
            kind,
            row["who"],
            row["mode"] == "suffered",
            int(row["order"]),
            split(row["clauses"]),
            row["meaning"],
            row["telling"],
        )
    return table


@cache
def bodies() -> Mapping[str, tuple[str, str]]:
    """Bodies that act beside states: code to (role, name)."""
    rows = read_table(Path(__file__).with_name("bodies.csv"), ("code", "role", "name"))
    return {row["code"]: (row["role"], row["name"]) for row in rows}


@cache
def own_frameworks() -> frozenset[str]:
    """Frameworks in which the organisation's own rules apply."""
    return frozenset(code for code, (role, _) in bodies().items() if role == "whole")


def is_state(code: str) -> bool:
    """Whether a code names a state, not a body."""
    return code not in bodies()


def role(code: str) -> str:
    """Role of a body (``council``, ``organ``, ...), or ``state``."""
    found = bodies().get(code)
    return found[0] if found else "state"


def is_own_body(code: str) -> bool:
    """Whether a code names an organ or office of the organisation, or the whole of it."""
    return role(code) in ("council", "organ", "office", "assembly", "whole")


@dataclass(frozen=True, slots=True)
class Act:
    """One dated thing done or suffered.

    Attributes follow the columns of the ledger. ``people`` is ``(low, high)`` or None when it is
    unknown; ``papers`` is a number or None. Acts known to the month or the year carry the last
    day of that period. ``hash`` seals the act to its place in a ledger and is no part of what it
    says: two acts that differ in nothing else are equal.
    """

    id: str
    date: date
    kind: ActKind
    actors: tuple[str, ...]
    targets: tuple[str, ...] = ()
    text: str = ""
    precision: str = "day"
    time: str = ""
    place: str = ""
    format: str = ""
    character: str = ""
    openness: str = ""
    result: str = ""
    people: Range | None = None
    vehicles: Range | None = None
    papers: int | None = None
    framework: str = ""
    basis: str = ""
    refers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: str = "high"
    note: str = ""
    hash: str = field(default="", compare=False)

    @property
    def own(self) -> bool:
        """Whether the act was done within the organisation (its treaty or itself)."""
        return self.framework in own_frameworks()

    @property
    def parties(self) -> tuple[str, ...]:
        """Actors and targets, each once, in order."""
        return tuple(dict.fromkeys(self.actors + self.targets))

    @property
    def acting_states(self) -> tuple[str, ...]:
        """States among the actors."""
        return tuple(code for code in self.actors if is_state(code))

    @property
    def target_states(self) -> tuple[str, ...]:
        """States among the targets."""
        return tuple(code for code in self.targets if is_state(code))


def split(cell: str) -> tuple[str, ...]:
    """Parts of a cell, divided by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if cell else ()


def _codes(cell: str, known: Collection[str] | None, where: str, column: str) -> tuple[str, ...]:
    codes = split(cell)
    for code in codes:
        if code in bodies() or (_STATE.match(code) and (known is None or code in known)):
            continue
        raise InputError(
            f"{where}, column {column}",
            f"unknown state or body {code!r}, expected ISO 3166 alpha-3 codes of the library's "
            f"states or one of {', '.join(bodies())}, divided by ';'",
        )
    return codes


def _day(cell: str, where: str) -> date:
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        problem = f"{cell!r} is not a date, expected a day such as 2022-01-06"
        raise InputError(f"{where}, column date", problem) from None


def parse_range(cell: str, where: str, column: str) -> Range | None:
    """Return ``(low, high)`` from ``"150"`` or ``"2000-3000"``; None from an empty cell."""
    if not cell:
        return None
    found = _RANGE.match(cell)
    if found:
        low = int(found[1])
        high = int(found[2]) if found[2] else low
        if low <= high:
            return (low, high)
    raise InputError(f"{where}, column {column}", f"{cell!r}, expected a number or low-high")


def _require(good: bool, where: str, column: str, problem: str) -> None:
    if not good:
        raise InputError(f"{where}, column {column}", problem)


def parse_act(row: Mapping[str, str], where: str, known: Collection[str] | None = None) -> Act:
    """Act from the cells of a row.

    Parameters
    ----------
    row : mapping
        Column to cell; ``hash`` may be missing.
    where : str
        File and row, for messages.
    known : collection of str, optional
        Codes of the states the library knows; without it any three capital letters pass.

    Raises
    ------
    InputError
        Naming file, row, column and what was expected.
    """
    for column, words in WORDS.items():
        if row[column] not in words:
            choice = ", ".join(sorted(w for w in words if w))
            problem = f"{row[column]!r}, expected one of {choice}"
            raise InputError(f"{where}, column {column}", problem)
    kind = ACT_KINDS.get(row["kind"])
    if kind is None:
        problem = f"unknown kind {row['kind']!r}, expected one of {', '.join(sorted(ACT_KINDS))}"
        raise InputError(f"{where}, column kind", problem)
    _require(
        bool(_ID.match(row["id"])), where, "id",
        f"{row['id']!r}, expected lower-case letters, digits and hyphens",
    )  # fmt: skip
    papers = row["papers"]
    _require(not papers or papers.isdecimal(), where, "papers", f"{papers!r}, expected a number")
    actors = _codes(row["actors"], known, where, "actors")
    _require(bool(actors), where, "actors", "empty, expected who acts or suffers")
    return Act(
        id=row["id"],
        date=_day(row["date"], where),
        kind=kind,
        actors=actors,
        targets=_codes(row["targets"], known, where, "targets"),
        text=row["text"],
        precision=row["precision"],
        time=row["time"],
        place=row["place"],
        format=row["format"],
        character=row["character"],
        openness=row["openness"],
        result=row["result"],
        people=parse_range(row["people"], where, "people"),
        vehicles=parse_range(row["vehicles"], where, "vehicles"),
        papers=int(papers) if papers else None,
        framework=row["framework"],
        basis=row["basis"],
        refers=split(row["refers"]),
        sources=split(row["sources"]),
        confidence=row["confidence"],
        note=row["note"],
        hash=row.get("hash", ""),
    )


def _range_cell(value: Range | None) -> str:
    if value is None:
        return ""
    low, high = value
    return str(low) if low == high else f"{low}-{high}"


def act_row(act: Act) -> dict[str, str]:
    """Cells of an act, in the form in which they are chained and written."""
    values: dict[str, Any] = {name: getattr(act, name) for name in COLUMNS}
    values["date"] = act.date.isoformat()
    values["kind"] = act.kind.slug
    for name in ("actors", "targets", "refers", "sources"):
        values[name] = ";".join(values[name])
    values["people"] = _range_cell(act.people)
    values["vehicles"] = _range_cell(act.vehicles)
    values["papers"] = "" if act.papers is None else str(act.papers)
    return values
