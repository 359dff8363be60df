"""Fits on the terminal: coefficients with their errors, counts, notes."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from foedus.fitted import Count, Fit


def rate_words(count: Count) -> str:
    """A count in words: events, trials and their ratio."""
    share = count.events / count.trials
    unit = f" {count.unit}" if count.unit else ""
    return f"{count.meaning}: {count.events:g} of {count.trials:g}, {100 * share:.3g} %{unit}"


def print_fit(console: Console, fit: Fit) -> None:
    """Print one fit."""
    console.print(f"[bold]{fit.fit}[/]: {fit.meaning}", markup=True)
    events = "" if fit.events is None else f", {fit.events} events"
    by = "" if fit.clusters is None else f", {fit.clusters.n} clusters ({fit.clusters.by})"
    console.print(f"  {fit.formula}\n  {fit.estimator}\n  {fit.n} rows{events}{by}", markup=False)
    if fit.terms:
        table = Table(box=None, padding=(0, 2), show_header=True)
        table.add_column("term")
        for head in ("estimate", "error", "z"):
            table.add_column(head, justify="right")
        for term, mean in zip(fit.terms, fit.mean, strict=True):
            error = fit.error(term)
            z = f"{mean / error:.2f}" if error > 0 else ""
            table.add_row(term, f"{mean:.4f}", f"{error:.4f}", z)
        console.print(table)
    for count in fit.counts.values():
        console.print(f"  {rate_words(count)}", markup=False)
    for name, value in fit.scores.items():
        console.print(f"  {name}: {value:.3f}", markup=False)
    for note in fit.notes:
        console.print(f"  note: {note}", markup=False)
    console.print()
