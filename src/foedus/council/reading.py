"""Read a council from a CSV of actors, or from the CSV and XML forms of KTAB.

KTAB is the open toolkit for spatial models of politics (https://kapsarc.github.io/KTAB). Its CSV
has a first line with the scenario, then ``Actor,Description,Power,Pstn1,Sal1,…``; its XML a root
``Scenario`` with ``ModelParameters``, ``Dimensions`` and ``Actors``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from foedus.council.games import FIELDS, Council, central, is_certain
from foedus.council.rules import CONSENSUS
from foedus.council.values import flag, number, spread
from foedus.files import InputError, read_text
from foedus.parameters import Fixed, Uniform

NAMES = {"name": "name", "actor": "name", "capability": "power", "power": "power"}
NOTES = ("description", "coder", "confidence", "source", "note")
SINGLE = ("loyalty", "audience", "blocking_cost")
# The cost of blocking follows from a rate of open refusals of 1/41 at a precision of 12; see
# `foedus.council.consensus.blocking_cost_for`.
DEFAULTS = {"loyalty": 0.0, "audience": 0.0, "blocking_cost": 0.25}
SPATIAL = ("position", "salience", "ideal", "status_quo", "draft")
KNOWN = (
    "name (or actor), capability (or power), votes, position, salience, ideal, veto, absent, "
    "status_quo, draft, loyalty, audience, blocking_cost, description, coder, confidence, source, "
    "note; more dimensions as position_2, salience_2 …"
)


def read_council(path: Path, scale: tuple[float, float] = (0.0, 100.0)) -> Council:
    """Council from a CSV of actors or a KTAB file; the form is recognised.

    Parameters
    ----------
    path : Path
        File ending in ``.csv`` or ``.xml``.
    scale : tuple of float
        Ends of the issue; positions outside are an error.

    Raises
    ------
    InputError
        One line that names the file, the row, the column and what was expected.
    """
    text = read_text(path)
    if text.lstrip().startswith("<"):
        return _from_ktab_xml(text, path, scale)
    rows = [[c.strip() for c in row] for row in csv.reader(io.StringIO(text))]
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not lines:
        raise InputError(path, f"empty, expected a table of actors with {KNOWN}")
    if len(lines) > 1 and lines[1][1][0].lower() == "actor" and lines[0][1][0].lower() != "actor":
        return _from_ktab_csv(lines, path, scale)
    return _from_table(lines, path, scale)


def _from_ktab_csv(lines: list, path: Path, scale: tuple[float, float]) -> Council:
    first, (at, header) = lines[0][1], lines[1]
    header = _without_empty_end(header)
    pairs, odd = divmod(len(header) - 3, 2)
    if pairs < 1 or odd:
        raise InputError(
            f"{path}, row {at}",
            f"{len(header)} columns, expected Actor,Description,Power and then a position and a "
            "salience for each dimension",
        )
    names = ["name", "description", "power"]
    for k in range(1, pairs + 1):
        names += [_numbered("position", k), _numbered("salience", k)]
    table = [(at, names)]
    for row_number, row in lines[2:]:
        table.append((row_number, _without_empty_end(row, len(names))))
    council = _from_table(table, path, scale, percent=True, labels=header)
    return council.changed(
        name=first[0] or path.stem,
        dimensions=tuple(header[3::2]),
        about={"title": first[1] if len(first) > 1 else ""},
    )


def _without_empty_end(row: Sequence[str], keep: int = 0) -> list[str]:
    cells = list(row)
    while len(cells) > keep and cells and not cells[-1]:
        cells.pop()
    return cells


def _from_ktab_xml(text: str, path: Path, scale: tuple[float, float]) -> Council:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(path, "a document type or entity in the XML; remove it")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        row, column = error.position
        raise InputError(f"{path}, row {row}, column {column + 1}", "not valid XML") from None
    if root.tag != "Scenario":
        raise InputError(
            path,
            f"root element {root.tag.rpartition('}')[2]!r}, expected KTAB's Scenario (an Excel "
            "workbook must be saved as CSV first)",
        )
    labels = tuple(e.text or "" for e in root.iterfind("Dimensions/dName"))
    names = ["name", "description", "power"]
    for k in range(1, len(labels) + 1):
        names += [_numbered("position", k), _numbered("salience", k)]
    table = [(0, names)]
    for place, actor in enumerate(root.iterfind("Actors/Actor"), start=1):
        cells = [(actor.findtext(tag) or "").strip() for tag in ("name", "description")]
        cells.append((actor.findtext("capability") or "").strip())
        points = [(e.text or "").strip() for e in actor.iterfind("Position/dCoord")]
        weights = [(e.text or "").strip() for e in actor.iterfind("Salience/dSal")]
        if len(points) != len(labels) or len(weights) != len(labels):
            raise InputError(
                f"{path}, actor {place} ({cells[0]})",
                f"{len(points)} coordinates and {len(weights)} saliences, expected {len(labels)}",
            )
        for pair in zip(points, weights, strict=True):
            cells.extend(pair)
        table.append((place, cells))
    council = _from_table(table, path, scale, percent=True, unit="actor")
    parameters = root.find("ModelParameters")
    options = {e.tag: (e.text or "").strip() for e in parameters} if parameters is not None else {}
    return council.changed(
        name=root.findtext("name") or path.stem,
        dimensions=labels,
        options=options,
        about={"title": root.findtext("desc") or "", "seed": root.findtext("prngSeed") or ""},
    )


def _numbered(name: str, k: int) -> str:
    return name if k == 1 else f"{name}_{k}"


def _columns(header: Sequence[str], where: str) -> tuple[dict[str, int], int]:
    """Column number of each known name, and the number of dimensions."""
    places: dict[str, int] = {}
    for index, title in enumerate(header):
        name = re.sub(r"[ -]+", "_", title.lower())
        name = re.sub(r"^(\w+?)_1$", r"\1", name)
        name = NAMES.get(name, name)
        base, _, last = name.rpartition("_")
        stem = base if last.isdigit() and base in SPATIAL else name
        allowed = ("name", "power", "votes", "veto", "absent", *SPATIAL, *SINGLE, *NOTES)
        if stem not in allowed:
            raise InputError(f"{where}, column {title!r}", f"unknown; expected {KNOWN}")
        if name in places:
            raise InputError(f"{where}, column {title!r}", "stands twice; keep one")
        places[name] = index
    for needed in ("name", "position"):
        if needed not in places:
            raise InputError(where, f"no column {needed}; expected {KNOWN}")
    d = 1
    while _numbered("position", d + 1) in places:
        d += 1
    for name in places:
        base, _, last = name.rpartition("_")
        if last.isdigit() and base in SPATIAL and int(last) > d:
            raise InputError(where, f"column {name} has no column {_numbered('position', d + 1)}")
    return places, d


class _Table:
    """Cells of a table with their places, for messages."""

    def __init__(self, lines: list, path: Path, unit: str, labels: Sequence[str] | None) -> None:
        at, header = lines[0]
        self.path = path
        self.unit = unit
        self.header = list(labels or header)
        where = f"{path}, {unit} {at}" if at else str(path)
        self.places, self.dimensions = _columns(header, where)
        self.rows = lines[1:]
        for place, row in self.rows:
            if len(row) != len(header):
                raise InputError(
                    f"{path}, {unit} {place}", f"{len(row)} cells, expected {len(header)}"
                )

    def has(self, name: str) -> bool:
        return name in self.places

    def cells(self, name: str) -> list[tuple[str, str]]:
        """Text and place of every cell of a column."""
        index = self.places[name]
        title = self.header[index] if index < len(self.header) else name
        return [
            (row[index], f"{self.path}, {self.unit} {place} ({row[self.places['name']]}), "
             f"column {title}")
            for place, row in self.rows
        ]  # fmt: skip


def _from_table(
    lines: list,
    path: Path,
    scale: tuple[float, float],
    percent: bool = False,
    unit: str = "row",
    labels: Sequence[str] | None = None,
) -> Council:
    table = _Table(lines, path, unit, labels)
    actors = _actor_names(table)
    d = table.dimensions
    position = _positions(table, "position", scale)
    salience = _saliences(table, d, percent)
    ideal = _positions(table, "ideal", scale) if table.has("ideal") else position
    columns: dict[str, Any] = {"position": position, "salience": salience, "ideal": ideal}
    votes_given = table.has("votes")
    votes = np.array(
        [_not_negative(*cell) for cell in table.cells("votes")]
        if votes_given
        else np.ones(len(actors))
    )
    if table.has("power"):
        columns["power"] = _single(table, "power")
    else:
        columns["power"] = tuple((Fixed(value=float(v)),) for v in votes)
    for name in SINGLE:
        columns[name] = (
            _single(table, name)
            if table.has(name)
            else tuple((Fixed(value=DEFAULTS[name]),) for _ in actors)
        )
    flags = {
        name: np.array(
            [flag(*cell) for cell in table.cells(name)]
            if table.has(name)
            else [False] * len(actors)
        )
        for name in ("veto", "absent")
    }
    return Council(
        name=path.stem,
        actors=actors,
        dimensions=tuple(_numbered("position", k + 1) for k in range(d)),
        columns={name: columns[name] for name, *_rest in FIELDS},
        votes=votes,
        veto=flags["veto"],
        absent=flags["absent"],
        scale=scale,
        status_quo=_shared_point(table, "status_quo", scale),
        draft=_shared_point(table, "draft", scale),
        rule=CONSENSUS,
        notes=_notes(table),
    )


def _actor_names(table: _Table) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name, where in table.cells("name"):
        if not name:
            raise InputError(where, "empty, expected the actor's name")
        if name in seen:
            raise InputError(where, f"{name!r} stands twice; names must differ")
        seen[name] = where
    if len(seen) < 2:
        raise InputError(table.path, f"{len(seen)} actors, expected at least two")
    return tuple(seen)


def _positions(table: _Table, stem: str, scale: tuple[float, float]) -> tuple:
    low, high = scale
    columns = []
    for k in range(1, table.dimensions + 1):
        name = _numbered(stem, k)
        if not table.has(name):
            raise InputError(table.path, f"no column {name}, though there is {stem}")
        column = []
        for text, where in table.cells(name):
            value = (
                Uniform(dist="uniform", low=low, high=high)
                if text.lower() == "unknown"
                else spread(text, where)
            )
            middle = central(value)
            if not low <= middle <= high:
                raise InputError(
                    where, f"found {text}, expected {low:g} to {high:g}; give the scale otherwise"
                )
            column.append(value)
        columns.append(column)
    return tuple(zip(*columns, strict=True))


def _saliences(table: _Table, d: int, percent: bool) -> tuple:
    cells = []
    for k in range(1, d + 1):
        name = _numbered("salience", k)
        if not table.has(name):
            if k > 1 or table.has("salience_2"):
                raise InputError(table.path, f"no column {name}")
            return tuple((Fixed(value=1.0),) * d for _ in table.rows)
        cells.append(table.cells(name))
    factor = 0.01 if percent else 1.0
    if not percent and any(central(spread(t, w)) > 1.0 for column in cells for t, w in column):
        factor = 0.01  # one value above 1 shows that the whole table is in per cent
    columns = []
    for column in cells:
        values = []
        for text, where in column:
            value = spread(text, where, factor)
            top = 1.1 if percent else 1.0  # KTAB accepts a little more than 100
            if not 0.0 <= central(value) <= top + 1e-12:
                raise InputError(where, f"found {text}, expected 0 to 1, or 0 to 100 throughout")
            values.append(value)
        columns.append(values)
    return tuple(zip(*columns, strict=True))


def _single(table: _Table, name: str) -> tuple:
    values = []
    for text, where in table.cells(name):
        value = spread(text, where)
        if central(value) < 0.0:
            raise InputError(where, f"found {text}, expected 0 or more")
        values.append((value,))
    return tuple(values)


def _not_negative(text: str, where: str) -> float:
    value = number(text, where)
    if value < 0.0:
        raise InputError(where, f"found {text}, expected 0 or more")
    return value


def _shared_point(table: _Table, stem: str, scale: tuple[float, float]) -> Any:
    """Point that holds for the whole council: the same in every row, or in one row only."""
    if not table.has(stem):
        return None
    point = []
    for k in range(1, table.dimensions + 1):
        name = _numbered(stem, k)
        if not table.has(name):
            raise InputError(table.path, f"no column {name}, though there is {stem}")
        given = [(t, w) for t, w in table.cells(name) if t]
        if not given:
            return None
        values = {number(t, w) for t, w in given}
        text, where = given[0]
        if len(values) > 1:
            raise InputError(where, f"{stem} differs between rows; it holds for all, give it once")
        value = values.pop()
        if not scale[0] <= value <= scale[1]:
            raise InputError(where, f"found {text}, expected {scale[0]:g} to {scale[1]:g}")
        point.append(value)
    return np.array(point)


def _notes(table: _Table) -> tuple[dict[str, str], ...]:
    notes: list[dict[str, str]] = [{} for _ in table.rows]
    for name in NOTES:
        if table.has(name):
            for index, (text, _where) in enumerate(table.cells(name)):
                if text:
                    notes[index][name] = text
    return tuple(notes)


def uncertain_count(council: Council) -> int:
    """How many values are ranges."""
    return sum(not is_certain(s) for rows in council.columns.values() for row in rows for s in row)
