"""Councils of the library: sessions whose positions were coded from the sources.

A session is two files in ``library/<name>/councils``: ``<date>.yaml`` with the facts of the
session, its issues and drafts, and ``<date>.csv`` with one row for each issue and actor. Positions
are judgements of a coder, each with a range, a confidence and the source it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foedus.council.games import FIELDS, Council, Draft
from foedus.council.rules import RULES
from foedus.council.values import flag, spread
from foedus.files import InputError, read_table, read_yaml
from foedus.parameters import Fixed, first_problem

COLUMNS = (
    "issue", "actor", "position", "salience", "loyalty", "audience", "blocking_cost", "absent",
    "coder", "confidence", "source", "note",
)  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TabledDraft(_Strict):
    """A text on the table, as a point on its issue."""

    name: str
    title: str
    point: float
    recorded: str
    sources: tuple[str, ...] = Field(min_length=1)
    note: str = ""


class Issue(_Strict):
    """One question on which actors take positions."""

    name: str
    title: str
    low_means: str
    high_means: str
    status_quo: float
    why_status_quo: str
    drafts: tuple[TabledDraft, ...] = Field(min_length=1)


class Session(_Strict):
    """One session of a council."""

    title: str
    date: str
    format: Literal["in_person", "video", "mixed", "correspondence"]
    character: Literal["regular", "extraordinary", "anniversary", "informal"]
    openness: Literal["open", "closed", "both"]
    rule: str
    power: Mapping[str, float]
    power_why: str
    payoffs_why: str
    acts: tuple[str, ...]
    sources: tuple[str, ...] = Field(min_length=1)
    check: str
    issues: tuple[Issue, ...] = Field(min_length=1)


def library_folder(name: str) -> Path:
    """Folder of a library that ships with the package."""
    folder = Path(str(files("foedus") / "library" / name / "councils"))
    if not folder.is_dir():
        raise InputError(f"library {name!r}", "has no councils")
    return folder


def sessions(name: str) -> tuple[str, ...]:
    """Dates of the sessions in a library."""
    return tuple(sorted(path.stem for path in library_folder(name).glob("*.yaml")))


def read_session(path: Path) -> Session:
    """Facts, issues and drafts of a session."""
    try:
        return Session.model_validate(read_yaml(path))
    except ValidationError as error:
        raise InputError(path, first_problem(error)) from None


def load_session(name: str, date: str) -> tuple[Council, ...]:
    """Councils of one session, one for each issue.

    Parameters
    ----------
    name : str
        Library, such as ``csto``.
    date : str
        Day of the session, such as ``2022-11-23``.

    Raises
    ------
    InputError
        When there is no such session, or a file of it is invalid.
    """
    folder = library_folder(name)
    known = sessions(name)
    if date not in known:
        raise InputError(
            f"library {name!r}", f"no session {date!r}, expected one of {', '.join(known)}"
        )
    return load_councils(folder / f"{date}.yaml", folder / f"{date}.csv")


def load_councils(facts: Path, table: Path) -> tuple[Council, ...]:
    """Councils from a session's two files."""
    session = read_session(facts)
    if session.rule not in RULES:
        raise InputError(
            f"{facts}: rule", f"found {session.rule!r}, expected one of {', '.join(RULES)}"
        )
    rows = read_table(table, COLUMNS)
    names = {issue.name for issue in session.issues}
    for number, row in enumerate(rows, start=2):
        if row["issue"] not in names:
            raise InputError(
                f"{table}, row {number}, column issue",
                f"found {row['issue']!r}, expected one of {', '.join(sorted(names))}",
            )
    return tuple(_council(session, issue, rows, facts, table) for issue in session.issues)


def _council(session: Session, issue: Issue, rows: list, facts: Path, table: Path) -> Council:
    mine = [(n, row) for n, row in enumerate(rows, start=2) if row["issue"] == issue.name]
    actors = tuple(row["actor"] for _n, row in mine)
    if len(set(actors)) != len(actors):
        raise InputError(f"{table}: issue {issue.name}", "an actor stands twice")
    columns: dict[str, tuple] = {}
    for name in ("position", "salience", "loyalty", "audience", "blocking_cost"):
        columns[name] = tuple(
            (_value(row[name], f"{table}, row {n} ({row['actor']}), column {name}"),)
            for n, row in mine
        )
    missing = [actor for actor in actors if actor not in session.power]
    if missing:
        raise InputError(f"{facts}: power", f"no power for {', '.join(missing)}")
    columns["power"] = tuple((Fixed(value=session.power[actor]),) for actor in actors)
    columns["ideal"] = columns["position"]
    return Council(
        name=f"{session.date} {issue.name}",
        actors=actors,
        dimensions=(issue.name,),
        columns={name: columns[name] for name, *_rest in FIELDS},
        votes=np.ones(len(actors)),
        veto=np.zeros(len(actors), dtype=bool),
        absent=np.array(
            [flag(row["absent"], f"{table}, row {n}, column absent") for n, row in mine]
        ),
        status_quo=np.array([issue.status_quo]),
        draft=np.array([issue.drafts[0].point]),
        rule=RULES[session.rule],
        drafts=tuple(
            Draft(d.name, np.array([d.point]), d.title, d.recorded, issue.name)
            for d in issue.drafts
        ),
        notes=tuple(
            {k: row[k] for k in ("coder", "confidence", "source", "note") if row[k]}
            for _n, row in mine
        ),
        about=_about(session, issue),
    )


def _about(session: Session, issue: Issue) -> dict[str, Any]:
    return {
        "session": session.title,
        "date": session.date,
        "format": session.format,
        "character": session.character,
        "openness": session.openness,
        "issue": issue.title,
        "low_means": issue.low_means,
        "high_means": issue.high_means,
        "status_quo": issue.why_status_quo,
        "power": session.power_why,
        "payoffs": session.payoffs_why,
        "acts": list(session.acts),
        "sources": list(session.sources),
        "warnings": [session.check],
    }


def _value(text: str, where: str) -> Any:
    if text.strip().lower() == "unknown":
        return spread("0..100", where)
    return spread(text, where)
