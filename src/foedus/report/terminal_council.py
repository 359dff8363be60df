"""`foedus council` in the terminal: models side by side, who signs, what would change the vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foedus.council.analysis import CouncilResult
from foedus.results.expectation import percent

MOST_LEVERS = 3


def print_council(console: Console, result: CouncilResult) -> None:
    """Print one council: rule and power, models, signatures, drafting, levers, warnings."""
    content = result.as_dict()
    console.print(f"\n[bold]{escape(str(content['council']))}[/]")
    console.print(_rule_line(content))
    console.print(_model_table(result.table()))
    signatures = result.signatures()
    if signatures:
        console.print(_signature_table(signatures))
    for draft in content["drafts"]:
        adopted = draft.get("adopted")
        if isinstance(adopted, int | float):
            console.print(f"Draft {escape(str(draft['name']))}: adopted {percent(float(adopted))}")
    for model, found in content["levers"].items():
        for lever in found[:MOST_LEVERS]:
            console.print(f"  lever on {model}: {escape(_lever_line(lever))}")
    for warning in content["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(str(warning))}")


def _rule_line(content: dict[str, Any]) -> str:
    rule = content["rule"]
    name = rule.get("name", rule) if isinstance(rule, dict) else rule
    actors = ", ".join(str(a["name"] if isinstance(a, dict) else a) for a in content["actors"])
    return escape(f"Rule: {name}. Actors: {actors}")


def _model_table(rows: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("model", "outcome", "interval", "note"):
        table.add_column(column, justify="left" if column in ("model", "note") else "right")
    for row in rows:
        ends = (row["low"], row["high"])
        interval = "" if None in ends else f"{_number(ends[0])} – {_number(ends[1])}"
        table.add_row(row["model"], _number(row["outcome"]), interval, escape(str(row["note"])))
    return table


def _signature_table(rows: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("draft", "actor", "signs", "abstains", "refuses"):
        table.add_column(column, justify="left" if column in ("draft", "actor") else "right")
    for row in rows:
        chances = [percent(float(row[key])) for key in ("sign", "abstain", "refuse")]
        table.add_row(str(row["draft"]), str(row["actor"]), *chances)
    return table


def _number(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(_number(v) for v in value)
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)


def _lever_line(lever: dict[str, Any]) -> str:
    return ", ".join(
        f"{key} {_number(value)}"
        for key, value in lever.items()
        if value is not None and not isinstance(value, dict)
    )
