"""`foedus deploy` in the terminal: when they are there, what held them up, and the record."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foedus.forces.move.command import Deployment
from foedus.results.expectation import percent

Content = dict[str, Any]

CHAIN = {
    "decision": "decision of the council",
    "plan": "plan brought up to date",
    "approvals": "last national consent",
    "first_sortie": "first aircraft loads",
    "first_landing": "first landing",
    "closure": "closure: all unloaded",
    "task_ends": "task ends",
    "home": "all home again",
}
BOTTLENECKS = {
    "decision": "decision of the council",
    "plan": "the plan",
    "readiness": "notice to move",
    "approval": "national consent",
    "loading": "loading places",
    "unloading": "unloading places",
    "aircraft": "aircraft",
    "crews": "crews",
    "en_route": "stops on the way",
    "weather": "weather",
    "flight": "the flight itself",
    "road": "the road",
    "rail": "the railway",
}
MOST_INPUTS = 12


def told(found: Content | None, digits: int = 0) -> str:
    """Middle and 90 per cent band of a result."""
    if found is None or found["p50"] is None:
        return "–"
    low, middle, high = (f"{found[key]:,.{digits}f}" for key in ("p05", "p50", "p95"))
    return middle if low == high else f"{middle} ({low} to {high})"


def print_deployment(console: Console, deployment: Deployment) -> None:
    """Print a move: figures, chain, contingents, bottleneck, record, warnings."""
    content = deployment.content
    console.print(f"\n[bold]{escape(content['case'])}[/]")
    if not content["possible"]:
        for reason in content["reasons"]:
            console.print(f"[red]Cannot be done:[/] {escape(reason)}")
        return
    asked = f"request {content['request']}; " if content["request"] else ""
    console.print(
        escape(
            f"{asked}hours count from the request; middle and 90 % of {content['draws']:,} draws, "
            f"seed {content['seed']}"
        )
    )
    for name in content["what_ifs"]:
        console.print(f"  what if: {escape(deployment.case.what_ifs[name].meaning)}")
    for path, value in content["settings"].items():
        console.print(f"  set: {escape(path)} = {escape(str(value))}")
    console.print(_chain(content))
    console.print(
        f"Sorties {told(content['sorties'])}; at most in 24 hours "
        f"{told(content['sorties_per_day_peak'])}"
    )
    console.print(_contingents(content))
    console.print(_bottlenecks(content))
    if content["reported"]:
        for line in _reported(content):
            console.print(line)
    if content.get("sensitivity"):
        console.print(_inputs(content["sensitivity"]))
    for warning in content["warnings"]:
        console.print(f"[yellow]Note:[/] {escape(warning)}")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    return table


def _chain(content: Content) -> Table:
    table = _table("", "from the request to", "hours")
    for key, words in CHAIN.items():
        if key in content["chain"]:
            table.add_row(words, told(content["chain"][key]))
    return table


def _contingents(content: Content) -> Table:
    table = _table("Contingents", "who", "people", "vehicles", "arrives", "closed", "sorties")
    for state, row in content["contingents"].items():
        parts = row.get("parts", {})
        for name, part in ((state, row), *((f"  {n}", p) for n, p in parts.items())):
            table.add_row(
                escape(name if part["mode"] == "air" else f"{name} ({part['mode']})"),
                f"{part['people']['p50']:,.0f}",
                f"{part['vehicles']['p50']:,.0f}",
                told(part["arrival_hours"]),
                told(part["closure_hours"]),
                told(part["sorties"]),
            )
    return table


def _bottlenecks(content: Content) -> Table:
    table = _table("What the critical path was spent on", "", "longest in", "hours, mean")
    shares, hours = content["bottleneck"], content["critical_path_hours"]
    for name in sorted(hours, key=lambda n: (-shares.get(n, 0.0), -hours[n])):
        share = percent(shares[name]) if name in shares else "–"
        table.add_row(BOTTLENECKS[name], share, f"{hours[name]:.1f}")
    return table


def _reported(content: Content) -> list[str]:
    """Lines that set the record beside the model."""
    lines = ["[bold]Beside the record (consistency check)[/]"]
    for row in content["reported"].values():
        if row["model"] is None:
            continue
        low, high = f"{row['low']:,g}", f"{row['high']:,g}"
        verdict = "consistent" if row["consistent"] else "[red]not consistent[/]"
        lines.append(
            f"{escape(row['what'])}, {row['unit']}: "
            f"reported {low if low == high else f'{low} to {high}'}, "
            f"model {told(row['model'])}: {verdict}"
        )
        if row.get("interval_score") is not None:
            score = f"  interval score at {row['value']:g}: {row['interval_score']:g}"
            if row.get("naive"):
                naive = row["naive"]
                score += (
                    f"; naive band {naive['low']:g} to {naive['high']:g}: "
                    f"{naive['interval_score']:g}"
                )
            lines.append(score)
    return lines


def _inputs(found: Content) -> Table:
    if found["r2"] is None:
        return _table("Too few draws to rank the inputs", "")
    table = _table(
        f"What drives closure (rank regression, R² {found['r2']:.2f})",
        "input", "basis", "coefficient", "alone explains",
    )  # fmt: skip
    for row in found["inputs"][:MOST_INPUTS]:
        table.add_row(
            escape(row["name"]),
            row["basis"],
            f"{row['coefficient']:+.2f} ± {row['se']:.2f}",
            percent(row["first_order"]) if row["first_order"] > 0 else "–",
        )
    return table
