"""The terminal: scores of back-tests, those that miss their target first."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foedus.record.backtests.running import Ran
from foedus.record.scoring.score import Score, failures_first

LEGEND = (
    "95 %: interval from a bootstrap that draws whole clusters; base: share of events among the "
    "rows; baseline: the same score for a plain rule. A score is kept beside its base rate and "
    "baseline: AUC alone says little about rare events."
)


def number(value: float | None) -> str:
    """Score in four significant places after the leading zeros, or a dash."""
    if value is None:
        return "–"
    if value != value:
        return "none"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.1f}"


def wanted(score: Score) -> str:
    """Target with its direction."""
    if score.target is None:
        return ""
    return f"{'≥' if score.higher_is_better else '≤'} {number(score.target)}"


def score_table(scores: Iterable[Score]) -> Table:
    """Table of scores, failures first."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("", "score"):
        table.add_column(name, overflow="fold")
    for name in ("wanted", "found", "95 %", "baseline", "base", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    for score in failures_first(scores):
        interval = score.interval
        base = score.base_rate
        table.add_row(
            "fails" if score.failed else "",
            escape(score.quantity),
            wanted(score),
            number(score.result),
            "" if interval is None else f"{number(interval.low)} to {number(interval.high)}",
            number(score.baseline),
            "" if base is None else f"{100 * base:.2f} %",
            "" if score.n is None else f"{score.n:,}",
        )
    return table


def print_backtests(console: Console, ran: Iterable[Ran]) -> None:
    """Print every test's scores, then what could not be run."""
    told = list(ran)
    for one in told:
        if one.findings is None:
            continue
        console.print(f"\n{one.test.name}: {one.test.about}", markup=False)
        console.print(score_table(one.findings.scores))
        for note in one.findings.notes:
            console.print(f"* {note}", markup=False)
    if any(one.findings for one in told):
        console.print(f"\n{LEGEND}", markup=False)
    for one in told:
        if one.findings is None:
            console.print(
                f"not run: {one.test.name}, for want of {', '.join(one.missing)} "
                "(`foedus data list`)",
                markup=False,
            )
