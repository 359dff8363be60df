"""Read a case: what it says, what the library adds, what the user sets."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from foedus.files import InputError, read_yaml
from foedus.forces.move.case import Case
from foedus.forces.move.library import airfields, case_path, near, planning
from foedus.forces.move.setting import apply_settings
from foedus.parameters import first_problem

Raw = dict[str, Any]

_BY_NAME = ("contingents", "fleet", "airfields")
_SECTIONS = ("chain", "factors", "places", "recovery")
_NOT_TAKEN_OVER = ("reported", "naive", "what_ifs", "airfields", "note", "request", "case")
_DEPTH = 5


def load_case(
    target: str, settings: Sequence[tuple[str, Any]] = (), what_ifs: Sequence[str] = ()
) -> Case:
    """A case from a file or by its name, checked and complete.

    Parameters
    ----------
    target : str
        Path of a YAML file, or name of a case of the library.
    settings : sequence of (path, value)
        Changes such as ``("fleet.il-76md.count", 35)``; ``"x0.5"`` halves what is there.
    what_ifs : sequence of str
        Named changes of the case or of the library.

    Raises
    ------
    InputError
        With the file, the field and what was expected.
    """
    where = str(case_path(target))
    return checked(changed(load_raw(target), settings, what_ifs, where), where)


def load_raw(target: str, depth: int = 0) -> Raw:
    """Content of a case with all that the library adds, before changes and checks."""
    path = case_path(target)
    if depth > _DEPTH:
        raise InputError(path, "cases that rest on one another in a circle")
    content = read_yaml(path)
    if not isinstance(content, Mapping):
        raise InputError(path, "expected a case: case, contingents, fleet, to …")
    raw = {key: value for key, value in content.items() if not str(key).startswith("x-")}
    for key in ("like", "recovery_of"):
        if key in raw:
            base = load_raw(_beside(path, str(raw.pop(key))), depth + 1)
            if key == "recovery_of":
                base = recovered(base, str(path))
            kept = {k: v for k, v in base.items() if k not in _NOT_TAKEN_OVER or k == "what_ifs"}
            if key == "recovery_of":
                kept["airfields"] = base["airfields"]
            return complete(_merged(kept, raw, path), path)
    return complete(raw, path)


def _beside(path: Path, name: str) -> str:
    neighbour = path.parent / (name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    return str(neighbour) if neighbour.is_file() else name


def _section(raw: Raw, key: str, path: Path) -> Raw:
    found = raw.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise InputError(f"{path}: {key}", f"expected named entries (found {found!r})")
    return dict(found)


def _merged(base: Raw, raw: Raw, path: Path) -> Raw:
    """Base with the sections of another case laid over it."""
    out = copy.deepcopy({**base, **{k: v for k, v in raw.items() if k not in _SECTIONS}})
    for key in _SECTIONS:
        out[key] = {**_section(base, key, path), **_section(raw, key, path)}
    for key in _BY_NAME:
        entries = copy.deepcopy(_section(base, key, path))
        for name, entry in _section(raw, key, path).items():
            if isinstance(entry, Mapping) and isinstance(entries.get(name), Mapping):
                entries[name] = {**entries[name], **entry}
            else:
                entries[name] = entry
        out[key] = entries
    if "to" in raw:  # another destination: those sent to the old one go to the new one
        old = base.get("to")
        own = _section(raw, "contingents", path)
        for name, entry in out["contingents"].items():
            said = own.get(name)
            if entry.get("to") == old and not (isinstance(said, Mapping) and "to" in said):
                entry["to"] = raw["to"]
    return out


def complete(raw: Raw, path: Path) -> Raw:
    """Add what the library knows: factors, types of aircraft, places of airfields."""
    out = copy.deepcopy(raw)
    known = planning()
    for key in ("chain", "factors"):
        out[key] = {**copy.deepcopy(known[key]), **_section(out, key, path)}
    out["fleet"] = {name: _type(name, e) for name, e in _section(out, "fleet", path).items()}
    contingents = _section(out, "contingents", path)
    for name, entry in contingents.items():
        if not isinstance(entry, Mapping):
            raise InputError(f"{path}: contingents.{name}", "expected people, vehicles, from …")
        entry = dict(entry)
        entry.setdefault("state", str(name).split("-")[0])
        entry.setdefault("vehicles", 0)
        entry.setdefault("approval_hours", {"value": 0, "why": "no consent is waited for"})
        entry.setdefault("detour", copy.deepcopy(out["factors"]["detour"]))
        if "to" in out:
            entry.setdefault("to", out["to"])
        contingents[name] = entry
    out["contingents"] = contingents
    out["places"] = _section(out, "places", path)
    out["airfields"] = _fields(out, path)
    out["what_ifs"] = {**copy.deepcopy(known["what_ifs"]), **_section(out, "what_ifs", path)}
    return out


def _type(name: str, entry: Any) -> Any:
    given = {"count": entry} if isinstance(entry, int | float) else entry
    if not isinstance(given, Mapping):
        return given
    return {**copy.deepcopy(planning()["aircraft"].get(name, {})), **given}


def _fields(raw: Raw, path: Path) -> Raw:
    """All airfields that the case names, with the coordinates of the table where it gives none."""
    table = airfields()
    out = _section(raw, "airfields", path)
    named = {name: f"airfields.{name}" for name in out}
    for name, entry in raw["contingents"].items():
        for key in ("from", "to"):
            if isinstance(entry.get(key), str):
                named.setdefault(entry[key], f"contingents.{name}.{key}")
        for number, stop in enumerate(entry.get("via") or ()):
            named.setdefault(str(stop), f"contingents.{name}.via.{number}")
    for name, entry in list(out.items()):
        alternate = entry.get("alternate") if isinstance(entry, Mapping) else None
        if alternate:
            named.setdefault(str(alternate), f"airfields.{name}.alternate")
    for name, place in named.items():
        entry = out.get(name, {})
        if not isinstance(entry, Mapping):
            raise InputError(f"{path}: {place}", "expected name, latitude, longitude …")
        if name not in table and not {"latitude", "longitude"} <= set(entry):
            raise InputError(
                f"{path}: {place}",
                f"unknown airfield {name!r}; give it under airfields with latitude and longitude, "
                f"or use one of the table, such as {near(name, list(table))}",
            )
        out[name] = {"name": name, **table.get(name, {}), **entry}
    return out


def recovered(raw: Raw, where: str) -> Raw:
    """Turn a move round for the way home: decided, planned and consented to, nothing else changed.

    What the section ``recovery`` sets is applied on top.
    """
    out = copy.deepcopy(raw)
    nothing = {"value": 0, "basis": "judgement", "why": "the way home is decided and planned"}
    for key in ("decision_hours", "plan_age_months", "exercise_age_months"):
        out["chain"][key] = dict(nothing)
    out["chain"]["plan_ready"] = {**nothing, "value": 1}
    for entry in out["contingents"].values():
        entry["from"], entry["to"] = entry.get("to"), entry.get("from")
        entry["via"] = list(entry.get("via") or ())[::-1]
        entry["approval_hours"] = dict(nothing)
    for entry in (*out["airfields"].values(),):
        _swap(entry, "load_places", "unload_places")
    _swap(out["places"], "loading", "unloading")
    out.pop("to", None)
    out.pop("task_hours", None)
    out["case"] = f"{out.get('case', '')}, the way home"
    recovery = out.pop("recovery", None) or {}
    for key in ("reported", "naive", "request"):
        out.pop(key, None)
    return apply_settings(out, list((recovery.get("set") or {}).items()), f"{where}: recovery")


def _swap(entry: Raw, first: str, second: str) -> None:
    one, other = entry.pop(first, None), entry.pop(second, None)
    if other is not None:
        entry[first] = other
    if one is not None:
        entry[second] = one


def changed(
    raw: Raw, settings: Sequence[tuple[str, Any]], what_ifs: Sequence[str], where: str
) -> Raw:
    """Raw case with named what-ifs and then single settings applied."""
    for name in what_ifs:
        known = raw.get("what_ifs") or {}
        if name not in known:
            raise InputError("--what-if", f"no what-if {name!r}; known: {', '.join(known)}")
        entry = known[name]
        changes = entry.get("set") if isinstance(entry, Mapping) else None
        if not isinstance(changes, Mapping):
            raise InputError(
                f"{where}: what_ifs.{name}", "expected meaning, and set: {path: value}"
            )
        raw = apply_settings(raw, list(changes.items()), f"{where}: what_ifs.{name}")
    out = apply_settings(raw, settings, "--set")
    out["airfields"] = _fields(out, Path(where))  # a setting may name another airfield
    return out


def checked(raw: Raw, where: str) -> Case:
    """Check a raw case.

    Raises
    ------
    InputError
        With the field and what was expected.
    """
    content = {key: value for key, value in raw.items() if key != "to"}
    try:
        case = Case.model_validate(content)
    except ValidationError as error:
        raise InputError(where, _problem(error)) from None
    for name, leg in case.contingents.items():
        for kind in leg.aircraft:
            if kind not in case.fleet:
                raise InputError(
                    f"{where}: contingents.{name}.aircraft",
                    f"no {kind!r} in the fleet ({', '.join(case.fleet) or 'empty'})",
                )
    for name, field in case.airfields.items():
        if field.alternate and field.alternate not in case.airfields:
            raise InputError(f"{where}: airfields.{name}.alternate", f"unknown {field.alternate!r}")
    return case


def _problem(error: ValidationError) -> str:
    said = first_problem(error)
    item = error.errors()[0]
    place = [str(part) for part in item["loc"]]
    if item["type"] == "missing" and place[0] == "fleet":
        types = ", ".join(planning()["aircraft"])
        said += f"; the library knows {types}; another type needs all of its figures"
    return said
