"""Reading an organisation from its library folder."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from foedus.codes import Status
from foedus.files import InputError, read_table, read_yaml
from foedus.organisation.attributes import DYAD_ATTRIBUTES, STATE_ATTRIBUTES, Attribute
from foedus.organisation.core import Organisation
from foedus.organisation.crises import ITEMS, CrisisCase
from foedus.organisation.facts import DyadTable, StateTable
from foedus.organisation.models import (
    Clause,
    Fact,
    Force,
    Membership,
    Office,
    Organ,
    Partner,
    Source,
    Strict,
)
from foedus.organisation.preparation import (
    ExerciseSeries,
    Formation,
    Function,
    Plan,
    Procedure,
    Unit,
)
from foedus.organisation.read_preparation import (
    EXERCISE_COLUMNS,
    FORMATION_COLUMNS,
    FUNCTION_COLUMNS,
    PLAN_COLUMNS,
    PROCEDURE_COLUMNS,
    UNIT_COLUMNS,
    Row,
    exercise_row,
    formation_row,
    function_row,
    names,
    plan_row,
    procedure_row,
    span,
    unit_row,
    whole,
)
from foedus.parameters import first_problem

Model = TypeVar("Model", bound=Strict)

SOURCE_COLUMNS = ("id", "title", "locator", "date", "kind", "checked")
MEMBER_COLUMNS = ("state", "status", "start", "end", "source", "confidence", "note")
OFFICE_COLUMNS = ("office", "holder", "state", "start", "end", "source", "confidence", "note")
FORCE_COLUMNS = ("force", "state", "personnel", "date", "kind", "source", "confidence", "note")
FACT_COLUMNS = ("attribute", "value", "unit", "date", "source", "basis", "confidence", "note")
STATE_COLUMNS = ("state", *FACT_COLUMNS)
DYAD_COLUMNS = (
    *("first", "second", "attribute", "value", "date", "source", "basis", "confidence", "note"),
)
CRISIS_COLUMNS = (
    *("case", "organisation", "states", "start", "kind"),
    *("first_request", "first_obligation", "first_interest", "first_response"),
    *("second_request", "second_obligation", "second_interest", "second_response"),
    *("second_leading_state", "self_case", *ITEMS, "bilateral_force"),
    *("decision_days", "first_troops_days", "troops", "contributors", "duration_days"),
    *("consensus", "sources", "confidence", "second_confidence", "note"),
)


def library_folder(name_or_folder: str | Path) -> Path:
    """Folder of a packaged library by its name, or the folder itself.

    Raises
    ------
    foedus.files.InputError
        If there is neither such a library nor such a folder.
    """
    name = str(name_or_folder)
    packaged = Path(str(resources.files("foedus") / "library"))
    if "/" not in name and (packaged / name / "organisation.yaml").is_file():
        return packaged / name
    folder = Path(name_or_folder)
    if folder.is_dir():
        return folder
    known = ", ".join(sorted(path.parent.name for path in packaged.glob("*/organisation.yaml")))
    raise InputError(
        name, f"neither a library of the package ({known or 'none'}) nor a folder; check the name"
    )


def load_organisation(name_or_folder: str | Path) -> Organisation:
    """Read an organisation from a packaged library or from a folder laid out like one.

    Parameters
    ----------
    name_or_folder : str or Path
        ``"csto"`` for the packaged example, else a folder.

    Returns
    -------
    Organisation

    Raises
    ------
    foedus.files.InputError
        If a file is missing or a row cannot be read: file, row and what was expected.
    """
    folder = library_folder(name_or_folder)
    main = read_yaml(folder / "organisation.yaml")
    if not isinstance(main, dict):
        raise InputError(folder / "organisation.yaml", "expected a mapping of keys to values")
    parts = dict(main)
    where = folder / "organisation.yaml"
    organs = mapping(parts.pop("organs", {}), where, "organs")
    partners = parts.pop("partners", [])
    sources = load_sources(folder)
    parts["sources"] = sources
    parts["names"] = load_names(folder)
    parts["clauses"] = load_clauses(folder)
    parts["organs"] = {
        name: build(Organ, organ, f"{where}: organs.{name}") for name, organ in organs.items()
    }
    parts["partners"] = tuple(
        build(Partner, partner, f"{where}: partners.{number}")
        for number, partner in enumerate(partners)
    )
    parts["members"] = load_rows(folder / "members.csv", MEMBER_COLUMNS, member_row, Membership)
    parts["offices"] = load_rows(folder / "offices.csv", OFFICE_COLUMNS, office_row, Office)
    parts["forces"] = load_rows(folder / "forces.csv", FORCE_COLUMNS, force_row, Force)
    parts["exercises"] = load_rows(
        folder / "exercises.csv", EXERCISE_COLUMNS, exercise_row, ExerciseSeries
    )
    parts.update(load_preparation(folder))
    parts["states"] = load_states(folder / "states.csv")
    parts["dyads"] = load_dyads(folder / "dyads.csv")
    parts["crises"] = load_rows(folder / "crises.csv", CRISIS_COLUMNS, crisis_row, CrisisCase)
    return build(Organisation, parts, str(where))


def load_preparation(folder: Path) -> dict[str, tuple[Strict, ...]]:
    """Units, procedures, plans and kinds of exercise; a library may go without any of the tables.

    Without units the strength of the forces is shared out by active personnel, without plans
    there are none, without kinds every exercise counts in full.
    """
    tables: dict[str, tuple[tuple[str, ...], Callable[[Row], dict[str, Any]], type[Strict]]] = {
        "formations": (FORMATION_COLUMNS, formation_row, Formation),
        "units": (UNIT_COLUMNS, unit_row, Unit),
        "procedures": (PROCEDURE_COLUMNS, procedure_row, Procedure),
        "plans": (PLAN_COLUMNS, plan_row, Plan),
        "functions": (FUNCTION_COLUMNS, function_row, Function),
    }
    return {
        name: load_rows(folder / f"{name}.csv", *how)
        for name, how in tables.items()
        if (folder / f"{name}.csv").is_file()
    }


def load_sources(folder: Path) -> dict[str, Source]:
    """Sources by identifier; one that stands twice is an error."""
    path = folder / "sources.csv"
    rows = load_rows(path, SOURCE_COLUMNS, lambda row: dict(row), Source)
    out: dict[str, Source] = {}
    for number, source in enumerate(rows, start=2):
        if source.id in out:
            raise InputError(f"{path}, row {number}", f"source {source.id!r} stands twice")
        out[source.id] = source
    return out


def load_names(folder: Path) -> dict[str, str]:
    """Names of states by code, from ``names.csv``; empty without such a file."""
    path = folder / "names.csv"
    if not path.is_file():
        return {}
    return {row["code"]: row["name"] for row in read_table(path, ("code", "name"))}


def load_clauses(folder: Path) -> dict[str, Clause]:
    """Clauses of the treaty file by identifier."""
    path = folder / "treaty.yaml"
    raw = mapping(read_yaml(path), path, "")
    return {
        name: build(Clause, {"id": name, **mapping(item, path, name)}, f"{path}: {name}")
        for name, item in raw.items()
    }


def load_states(path: Path) -> StateTable:
    """Read the table of state attributes."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for number, row in enumerate(read_table(path, STATE_COLUMNS), start=2):
        where = f"{path}, row {number}"
        definition = attribute_of(STATE_ATTRIBUTES, row, where)
        fact = build(Fact, fact_row(row, definition, row["unit"], where), where)
        add_fact(groups, (actor(row["state"], where), row["attribute"]), fact, where)
    return StateTable(groups)


def load_dyads(path: Path) -> DyadTable:
    """Read the table of attributes of ordered pairs."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for number, row in enumerate(read_table(path, DYAD_COLUMNS), start=2):
        where = f"{path}, row {number}"
        definition = attribute_of(DYAD_ATTRIBUTES, row, where)
        fact = build(Fact, fact_row(row, definition, definition.unit, where), where)
        first, second = actor(row["first"], where), actor(row["second"], where)
        if first == second:
            raise InputError(where, f"pairs {first} with itself")
        if definition.symmetric and (second, first, row["attribute"]) in groups:
            raise InputError(where, f"{row['attribute']} is symmetric: store the pair once")
        add_fact(groups, (first, second, row["attribute"]), fact, where)
    return DyadTable(groups)


def add_fact(groups: dict[Any, list[Fact]], key: tuple[str, ...], fact: Fact, where: str) -> None:
    """Add a fact to its group; two facts of one day on one thing are an error."""
    group = groups.setdefault(key, [])
    if any(other.date == fact.date for other in group):
        raise InputError(where, f"{' '.join(key)} stands twice for {fact.date}; keep one")
    group.append(fact)


def fact_row(row: Row, definition: Attribute, unit: str, where: str) -> dict[str, Any]:
    """Fields of a fact from a row of a table."""
    return {
        "value": row["value"],
        "number": None if definition.kind in ("word", "date") else maybe_number(row["value"]),
        "unit": unit,
        "date": day(row["date"], where, "date"),
        "source": names(row["source"]),
        "basis": row["basis"],
        "confidence": row["confidence"],
        "note": row["note"],
    }


def member_row(row: Row) -> dict[str, Any]:
    """Fields of a membership; the status is a name of `foedus.codes.Status`."""
    try:
        status = Status[row["status"].upper()]
    except KeyError:
        known = ", ".join(status.name.lower() for status in Status)
        raise ValueError(f"status: {row['status']!r} is none of {known}") from None
    return {**row, **span(row), "status": status, "source": names(row["source"])}


def office_row(row: Row) -> dict[str, Any]:
    """Fields of a term of office."""
    return {**row, **span(row), "source": names(row["source"])}


def force_row(row: Row) -> dict[str, Any]:
    """Fields of a collective force."""
    return {
        **row,
        "personnel": whole(row["personnel"]),
        "date": datetime.date.fromisoformat(row["date"]),
        "source": names(row["source"]),
    }


def crisis_row(row: Row) -> dict[str, Any]:
    """Fields of a crisis with both codings; an empty cell is unknown."""
    out: dict[str, Any] = dict(row)
    for name in ("first_request", "second_request", "bilateral_force", *ITEMS):
        out[name] = whole(row[name])
    for name in ("decision_days", "first_troops_days", "troops", "duration_days"):
        out[name] = float(row[name]) if row[name] else None
    out["start"] = datetime.date.fromisoformat(row["start"])
    out["states"] = names(row["states"])
    out["sources"] = names(row["sources"])
    out["self_case"] = row["self_case"] == "1"
    return out


def load_rows(
    path: Path,
    columns: tuple[str, ...],
    convert: Callable[[Row], dict[str, Any]],
    model: type[Model],
) -> tuple[Model, ...]:
    """Rows of a table as models; the first bad one is an error that names its row."""
    out = []
    for number, row in enumerate(read_table(path, columns), start=2):
        where = f"{path}, row {number}"
        try:
            fields = convert(row)
        except ValueError as error:
            raise InputError(where, str(error)) from None
        out.append(build(model, fields, where))
    return tuple(out)


def build(model: type[Model], fields: Any, where: str) -> Model:
    """Model from fields, or an `InputError` that says what was expected where."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise InputError(where, first_problem(error)) from None


def mapping(value: Any, path: Path, key: str) -> Mapping[str, Any]:
    """Return the value if it is a mapping, else raise an `InputError`."""
    if not isinstance(value, dict):
        raise InputError(f"{path}: {key}" if key else path, "expected a mapping of keys to values")
    return value


def attribute_of(known: Mapping[str, Attribute], row: Row, where: str) -> Attribute:
    """Definition of the row's attribute."""
    try:
        return known[row["attribute"]]
    except KeyError:
        raise InputError(
            where, f"unknown attribute {row['attribute']!r}; known: {', '.join(known)}"
        ) from None


def actor(code: str, where: str) -> str:
    """Code of a state or bloc."""
    if len(code) in (3, 4) and code.isascii() and code.isalpha() and code.isupper():
        return code
    raise InputError(where, f"{code!r} is no state; expected three capitals (a bloc: four)")


def day(text: str, where: str, column: str) -> datetime.date:
    """Return the day written in a cell."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            where, f"{column}: {text!r} is no day; expected one like 2022-11-30"
        ) from None


def maybe_number(cell: str) -> float | None:
    """Return a cell as a number, or None if it holds words or a bound."""
    try:
        return float(cell)
    except ValueError:
        return None
