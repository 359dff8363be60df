"""Change single values of a case by their path, such as ``fleet.il-76md.count=35``."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from foedus.files import InputError

Raw = dict[str, Any]

SETTABLE = ("chain", "factors", "contingents", "fleet", "airfields", "places", "task_hours")
_FACTOR = re.compile(r"^x(\d+(?:\.\d+)?)$")
_WHY = "set by the user or by a named what-if"


def apply_settings(raw: Raw, settings: Sequence[tuple[str, Any]], where: str) -> Raw:
    """Copy of a raw case with values replaced; a value that is set counts as judgement.

    Parameters
    ----------
    raw : dict
        A case with all sections filled in.
    settings : sequence of (path, value)
        ``*`` in a path stands for every name; a state stands for all its contingents. A value is a
        number, a distribution, a truth value or a word; ``"x0.5"`` multiplies what is there.
    where : str
        Named in an error.
    """
    out = copy.deepcopy(raw)
    for path, value in settings:
        parts = str(path).split(".")
        if parts[0] not in SETTABLE:
            raise InputError(f"{where} {path}", f"begins with none of {', '.join(SETTABLE)}")
        _set(out, parts, value, f"{where} {path}", wild=False)
    return out


def _set(node: Any, parts: list[str], value: Any, where: str, *, wild: bool) -> None:
    if not isinstance(node, Mapping):
        raise InputError(where, f"there is nothing named {'.'.join(parts)}")
    key, rest = parts[0], parts[1:]
    if rest:
        names = _names(node, key)
        if not names:
            near = ", ".join(str(k) for k in node) or "nothing"
            raise InputError(where, f"no {key!r}; there is {near}")
        for name in names:
            _set(node[name], rest, value, where, wild=wild or key == "*")
        return
    keys = [k for k, v in node.items() if _is_quantity(v)] if key == "*" else [key]
    for name in keys:
        new = _changed(node.get(name), value, where, wild=wild or key == "*")
        if new is not None:
            node[name] = new  # pyright: ignore[reportIndexIssue]


def _names(node: Mapping[str, Any], key: str) -> list[str]:
    if key == "*":
        return [name for name, entry in node.items() if isinstance(entry, Mapping)]
    if key in node:
        return [key]
    return [
        n for n, entry in node.items() if isinstance(entry, Mapping) and entry.get("state") == key
    ]


def _is_quantity(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "value" in value or "dist" in value
    return isinstance(value, int | float) and not isinstance(value, bool)


def _changed(old: Any, value: Any, where: str, *, wild: bool) -> Any:
    """Return the new content of a leaf, or None when there is nothing to multiply."""
    factor = _FACTOR.match(value) if isinstance(value, str) else None
    if factor is None:
        if isinstance(value, bool | str | list) or value is None:
            return value
        source = old.get("source", "") if isinstance(old, Mapping) else ""
        held = value.get("value", value) if isinstance(value, Mapping) else value
        said = {"value": held, "basis": "judgement", "why": _WHY}
        if isinstance(value, Mapping) and "value" in value:
            said |= {k: v for k, v in value.items() if k != "value"}
        return {**({"source": source} if source else {}), **said}
    if old is None or not _is_quantity(old):
        if wild:
            return None
        raise InputError(where, "holds no number to multiply")
    full: Raw = {"value": old} if not isinstance(old, Mapping) or "dist" in old else dict(old)
    return {
        **full,
        "scale": full.get("scale", 1.0) * float(factor[1]),
        "basis": "judgement",
        "why": _WHY,
    }
