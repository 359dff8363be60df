"""Which modelled statements of the reports the package covers, and where: `docs/coverage.md`.

The table stands in the library (``coverage.csv``): number, report, the statement in our own words,
the rule or act that carries it, the command that shows it, the test that would fail without it.
`reference_problems` finds links that lead nowhere; `coverage_page` renders the page.

The page is written by ``python -m foedus.report.pages``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from pathlib import Path

from foedus.files import InputError, read_table
from foedus.organisation import DYAD_ATTRIBUTES, STATE_ATTRIBUTES, library_folder
from foedus.results.run import Library
from foedus.scenario import Scenario

COLUMNS = ("number", "report", "paraphrase", "rule", "command", "test", "status", "note")
STATUSES = ("covered", "partly", "not yet")
REPORTS = (*(f"report-{n}" for n in range(5)), "all")
WORDS = {
    "covered": "rule or act, command and test exist",
    "partly": "something carries it, something is missing",
    "not yet": "nothing in the package carries it",
}


@dataclass(frozen=True)
class Row:
    """One modelled statement.

    Attributes
    ----------
    number : str
        Number of the statement, such as ``S61``.
    report : str
        Source id of the report that makes it; ``all`` for what runs through several.
    paraphrase : str
        The statement in our own words.
    rules : tuple of str
        ``module:name`` of a rule or mechanism, or ``kind:name`` with one of `KINDS`.
    commands : tuple of str
        Commands that show it.
    tests : tuple of str
        ``path::name``.
    status : str
        One of `STATUSES`.
    note : str
        What is missing; empty only when covered.
    """

    number: str
    report: str
    paraphrase: str
    rules: tuple[str, ...]
    commands: tuple[str, ...]
    tests: tuple[str, ...]
    status: str
    note: str

    @property
    def acts(self) -> tuple[str, ...]:
        """Ids of the acts among the rules."""
        return tuple(r.removeprefix("act:") for r in self.rules if r.startswith("act:"))


def read_coverage(path: Path | None = None) -> tuple[Row, ...]:
    """Rows of the table, each complete for its status.

    Parameters
    ----------
    path : Path, optional
        Default: the table of the packaged CSTO library.

    Raises
    ------
    InputError
        A number twice, an unknown status or report, a row that claims more than it names.
    """
    path = path or library_folder("csto") / "coverage.csv"
    rows: list[Row] = []
    for line, cells in enumerate(read_table(path, COLUMNS), start=2):
        row = Row(
            cells["number"],
            cells["report"],
            cells["paraphrase"],
            _split(cells["rule"]),
            _split(cells["command"]),
            _split(cells["test"]),
            cells["status"],
            cells["note"],
        )
        problem = _incomplete(row, {r.number for r in rows})
        if problem:
            raise InputError(f"{path}, row {line} ({row.number})", problem)
        rows.append(row)
    return tuple(rows)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _incomplete(row: Row, seen: set[str]) -> str:
    if row.number in seen:
        return "the number stands twice"
    if row.status not in STATUSES:
        return f"status {row.status!r} is none of {', '.join(STATUSES)}"
    if row.report not in REPORTS:
        return f"report {row.report!r} is none of {', '.join(REPORTS)}"
    if row.status == "covered" and not (row.rules and row.commands and row.tests):
        return "is called covered, so it needs a rule, a command and a test"
    if row.status == "partly" and not row.rules:
        return "is called partly covered, so it needs a rule"
    if row.status != "covered" and not row.note:
        return "is not covered, so the note must say what is missing"
    return ""


def reference_problems(
    rows: Iterable[Row], scenario: Scenario, library: Library
) -> list[InputError]:
    """Rules, parameters, acts and other things named by the table that do not exist."""
    named = {
        "parameter": set(scenario.known_parameters.names()),
        "act": {act.id for act in library.ledger},
        "clause": set(library.organisation.clauses),
        "what-if": set(scenario.what_ifs),
        "attribute": {*STATE_ATTRIBUTES, *DYAD_ATTRIBUTES},
        "exercise": {series.series for series in library.organisation.exercises},
        "force": {force.force for force in library.organisation.forces},
    }
    found = []
    for row in rows:
        for reference in row.rules:
            kind, _, name = reference.partition(":")
            if kind in named:
                problem = "" if name in named[kind] else f"no {kind} {name!r}"
            else:
                problem = import_problem(kind, name)
            if problem:
                found.append(InputError(f"coverage.csv: {row.number}", problem))
    return found


def import_problem(module: str, name: str) -> str:
    """Say why ``module:name`` cannot be imported; empty if it can."""
    if not module.startswith("foedus.") or not name:
        return f"{module}:{name} is no rule of the package; expected foedus.room.module:name"
    try:
        reduce(getattr, name.split("."), import_module(module))
    except (ImportError, AttributeError) as error:
        return f"{module}:{name} does not exist ({error})"
    return ""


def count_by_status(rows: Iterable[Row]) -> dict[str, int]:
    """How many statements are covered, partly covered, not covered yet."""
    counts: dict[str, int] = dict.fromkeys(STATUSES, 0)
    for row in rows:
        counts[row.status] += 1
    return counts


def coverage_page(rows: Sequence[Row], made_by: str) -> str:
    """Page for people, what is not covered first."""
    counts = count_by_status(rows)
    lines = [
        "# Coverage",
        "",
        made_by,
        "",
        "The five reports make "
        f"{len(rows)} statements that a model must be able to express. Each is told here in our "
        "own words, with the rule or act that carries it, the command that shows it and the test "
        "that fails without it. A statement is data about its speaker: *covered* means that the "
        "package can represent it and show it, not that it is true.",
        "",
        "| status | statements | meaning |",
        "|---|---:|---|",
    ]
    lines += [f"| {status} | {counts[status]} | {WORDS[status]} |" for status in STATUSES]
    for status in reversed(STATUSES):
        chosen = [row for row in rows if row.status == status]
        lines += ["", f"## {status.capitalize()} ({len(chosen)})", ""]
        lines += _table(chosen, status)
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[Row], status: str) -> list[str]:
    last = "limits" if status == "covered" else "what is missing"
    lines = [
        f"| no. | report | statement | rule or act | command | test | {last} |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            row.number,
            row.report,
            row.paraphrase,
            _code(r.removeprefix("foedus.") for r in row.rules),
            _code(row.commands),
            _code(t.removeprefix("tests/") for t in row.tests),
            row.note,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _code(words: Iterable[str]) -> str:
    return "<br>".join(f"`{word}`" for word in words)
