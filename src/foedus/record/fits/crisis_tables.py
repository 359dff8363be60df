"""Reading crises of members with two codings: the library's table, or a pair of raw codings.

The library keeps both codings in one file. A raw first coding (``case_id, organisation, …``) has
its second coding in a file of its own, by default ``crises-second-coding.csv`` beside it; without
one the six items are unknown and only the first coding is scored.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from foedus.files import InputError, read_text
from foedus.organisation.crises import ITEMS
from foedus.organisation.load import CRISIS_COLUMNS, library_folder

T = TypeVar("T")
RESPONSES = ("none", "diplomatic", "sanctions", "logistic_or_arms", "force")
CONFIDENCE = {"high": 1.0, "med": 0.75, "low": 0.5}
"""Weight of a coder's confidence (judgement, fixed before the first fit)."""

KINDS = {
    "attack_by_outsider": "attack_by_outsider",
    "external_attack_by_nonmember": "attack_by_outsider",
    "attack_by_member": "between_members",
    "member_attacks": "between_members",
    "coup": "coup",
    "election_dispute": "coup",
    "civil_war": "insurgency",
    "insurgency": "insurgency",
    "insurgency/terror": "insurgency",
    "unrest": "unrest",
    "internal_unrest": "unrest",
}
"""Five groups of kinds of crisis."""

FAMILIES = {
    **dict.fromkeys(("CIS", "CST", "CSTO"), "CSTO"),
    **dict.fromkeys(("OAU", "AU"), "AU"),
    **dict.fromkeys(("OAS", "Rio"), "OAS"),
    **dict.fromkeys(("SEATO", "CENTO", "Baghdad"), "SEATO"),
    **dict.fromkeys(("PIF", "RAMSI", "Pacific"), "PIF"),
    **dict.fromkeys(("Warsaw", "WP", "Soviet"), "Warsaw Pact"),
    **{name: name for name in ("NATO", "ECOWAS", "SADC", "GCC", "AES", "EAC", "IGAD", "CEMAC")},
    **{name: name for name in ("ECCAS", "OECS", "ANZUS", "EU", "LCBC", "EAC")},
    "Arab": "Arab League",
    "G5": "G5 Sahel",
}
"""Organisations left out together, by the first known word of their name."""

STANDING_LEADER = (
    *("CSTO", "NATO", "OAS", "SEATO", "Warsaw Pact", "ECOWAS", "SADC", "GCC", "PIF", "ANZUS", "EU"),
)
"""Families whose leading state the codebook lists; the others are bodies of equals."""


@dataclass(frozen=True)
class Coded:
    """One crisis as one coder saw it.

    Attributes
    ----------
    case, family, kind : str
        Identifier; family of organisations; one of the five groups of kinds.
    year : int
        Of its start.
    coder : str
        ``first`` or ``second``.
    request : float
        1 asked, 0 not, one half unknown.
    response : str
        One of `RESPONSES`.
    ties : float
        Share of the known ones among the six items; one half if none is known or the leading
        state is itself in trouble.
    own_case : float
        1 when the leading state is itself in trouble.
    weight : float
        Half a case, times the weight of the coder's confidence.
    """

    case: str
    family: str
    kind: str
    year: int
    coder: str
    request: float
    response: str
    ties: float
    own_case: float
    weight: float


def family_of(organisation: str) -> str:
    """Family of an organisation, by the first known word of its name."""
    for word in re.findall(r"[A-Za-z0-9]+", organisation):
        if word in FAMILIES:
            return FAMILIES[word]
    return organisation


def read_cases(path: Path | None = None, second: Path | None = None) -> list[Coded]:
    """Crises of a file, each as often as it is coded.

    Parameters
    ----------
    path : Path, optional
        A table with the library's columns, or a raw first coding; by default the library's own.
    second : Path, optional
        The second coding that belongs to a raw first one.

    Raises
    ------
    InputError
        With file, row and what was expected.
    """
    path = library_folder("csto") / "crises.csv" if path is None else path
    rows = _rows(path)
    if not rows:
        raise InputError(path, "no case in it")
    if set(CRISIS_COLUMNS) <= set(rows[0]):
        codings = [(row, row) for row in rows]
        return [
            coded
            for number, (row, other) in enumerate(codings, start=2)
            for coded in _both(row, other, "first_", "second_", f"{path}, row {number}")
        ]
    if "case_id" not in rows[0]:
        raise InputError(f"{path}, line 1", "expected the library's columns or case_id, …")
    beside = path.parent / "crises-second-coding.csv" if second is None else second
    others = {row["case_id"]: row for row in _rows(beside)} if beside.is_file() else {}
    if second is not None and not others:
        raise InputError(second, "no such file, or no case in it")
    out = []
    for number, row in enumerate(rows, start=2):
        where = f"{path}, row {number}"
        out += _both(row, others.get(row["case_id"]), "", "", where)
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(read_text(path)))
    return [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]


def _both(
    row: Mapping[str, str], other: Mapping[str, str] | None, first: str, second: str, where: str
) -> list[Coded]:
    """Rows of both coders; of the first alone where there is no second coding."""
    own = _own_case(other)
    shared = {
        "case": _field(row, ("case", "case_id"), where).lower(),
        "family": family_of(_field(row, ("organisation",), where)),
        "kind": _one_of(_field(row, ("kind", "crisis_type"), where), KINDS, "kind", where),
        "year": _year(_field(row, ("start", "start_date"), where), where),
        "own_case": float(own),
        "ties": 0.5 if own else _ties(other),
    }
    codings = [("first", row, first, _field(row, ("confidence",), where))]
    if other is not None:
        confidence = _field(other, ("second_confidence", "coder_confidence"), where)
        codings.append(("second", other, second, confidence))
    return [
        Coded(
            coder=coder,
            request=_request(_field(r, (f"{mark}request", f"{mark}formal_request"), where), where),
            response=_one_of(
                _field(r, (f"{mark}response",), where),
                {name: name for name in RESPONSES},
                "response",
                where,
            ),
            weight=_one_of(sure, CONFIDENCE, "confidence", where) / 2.0,
            **shared,
        )
        for coder, r, mark, sure in codings
    ]


def _field(row: Mapping[str, str], names: tuple[str, ...], where: str) -> str:
    for name in names:
        if name in row:
            return row[name]
    raise InputError(where, f"missing column {names[0]}")


def _one_of(value: str, known: Mapping[str, T], what: str, where: str) -> T:
    if value not in known:
        raise InputError(where, f"{what} {value!r} is none of {', '.join(known)}")
    return known[value]


def _year(text: str, where: str) -> int:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        raise InputError(where, f"start {text!r} is not a day; expected YYYY-MM-DD")
    return int(text[:4])


def _request(text: str, where: str) -> float:
    return _one_of(text, {"1": 1.0, "0": 0.0, "": 0.5, "unknown": 0.5}, "request", where)


def _own_case(row: Mapping[str, str] | None) -> bool:
    if row is None:
        return False
    return row.get("self_case") == "1" or row.get("leading_state", "").startswith("self")


def _ties(row: Mapping[str, str] | None) -> float:
    if row is None:
        return 0.5
    known = [float(row[item]) for item in ITEMS if row.get(item) in ("0", "1")]
    return sum(known) / len(known) if known else 0.5
