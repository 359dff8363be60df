"""The terminal: what-ifs beside their baseline, what headlines depend on, a sweep summed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foedus.results.expectation import percent

Found = Mapping[str, Any]

WORDS = {
    "any_crisis": "any crisis of a member",
    "troop_deployment": "troops sent in its name",
    "any_freeze": "a member freezes",
    "any_exit": "a member leaves",
    "any_join": "a state joins",
    "idle": "idle at the end",
    "dissolved": "dissolved",
    "adopted_per_paper": "adopted per paper tabled",
    "helped_if_requested": "helped per request",
    "cohesion_at_end": "cohesion at the end",
    "crises": "crises of members",
    "first_troops_days": "days to first troops",
    "closure_days": "days to closure",
}
CLEAR = 4.0  # standard errors: among a thousand figures hardly one passes by chance
STARS = {"always": "*", "leans": "~"}
LEGEND = (
    "diff: what-if (then) less baseline in points of a hundred, ± one Monte-Carlo standard error "
    "of the paired differences; + and -: futures in which the outcome came true only in the "
    "what-if, only in the baseline; range: lowest and highest diff over the rival theories, each "
    "alone; gain: how many times as many unpaired futures the same precision would take; "
    "judgement share: part of the variance of the difference, over parameters and theories, that "
    "judgement alone explains."
)
MOST_MOVERS = 8
MOST_ROWS = 12


def words(outcome: str) -> str:
    """Outcome in words."""
    return WORDS.get(outcome, outcome.replace("_", " "))


def points(difference: float | None) -> str:
    """Difference of two shares in points of a hundred, with its sign."""
    return "–" if difference is None else f"{100.0 * difference:+.1f}"


def figure(value: float | None) -> str:
    """Number in three figures (k: thousands, m: millions), below 1 to the third place."""
    if value is None:
        return "–"
    if abs(value) >= 10_000.0:
        return f"{value / 1000.0:,.3g}k" if abs(value) < 1e6 else f"{value / 1e6:,.3g}m"
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    if 0.0 < abs(value) < 1.0:
        return f"{value:.3f}"
    return f"{value:.3g}"


def signed(value: float | None) -> str:
    """Number in three figures with its sign."""
    return "–" if value is None else f"{'+' if value > 0 else ''}{figure(value)}"


def print_comparison(console: Console, found: Found) -> None:
    """Print every what-if of a comparison beside the baseline."""
    told = found["baseline"]["what_ifs"]
    base = f", itself with {', '.join(told)}" if told else ""
    console.print(
        f"[bold]{escape(found['scenario'])}[/]: what-ifs beside the baseline{base}, "
        f"{found['months']} months from {found['as_of']}, the same luck future by future"
    )
    for name, one in found["comparisons"].items():
        console.print(f"\n[bold]{escape(name)}[/]: {escape(one['meaning'])}")
        console.print(f"[dim]{one['futures']:,} pairs of futures[/]")
        console.print(_headline_table(one))
        if (numbers := _number_table(one)).row_count:
            console.print(numbers)
        _print_members(console, one)
        _print_rules(console, one)
    console.print(f"\n[dim]{LEGEND}[/]")
    for warning in found["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(warning)}")


def _mark(one: Found) -> str:
    mark = one.get("by_construction")
    return STARS[mark["strength"]] if mark else ""


def _table(columns: Sequence[str], left: Sequence[str], title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right", no_wrap=True)
    return table


def _headline_table(one: Found) -> Table:
    judged = any(h.get("judgement_share") for h in one["headlines"].values())
    columns = ("outcome", "base", "then", "diff", "±", "+", "-", "range")
    table = _table((*columns, "judgement" if judged else "gain"), ("outcome",))
    for outcome, h in one["headlines"].items():
        if not h["n"]:
            continue
        span, gain = h["range"], h["variance_ratio"]
        last = share_words(h.get("judgement_share")) if judged else f"×{gain:.1f}" if gain else "–"
        table.add_row(
            words(outcome) + _mark(h),
            percent(h["base"]),
            percent(h["changed"]),
            points(h["difference"]),
            f"{100.0 * h['se']:.2f}" if h["se"] is not None else "–",
            percent(h["gained"]) if h["gained"] else "none",
            percent(h["lost"]) if h["lost"] else "none",
            f"{points(span['min'])}…{points(span['max'])}" if span else "–",
            last,
        )
    return table


def _number_table(one: Found) -> Table:
    table = _table(("mean", "base", "then", "diff", "±", "5 – 95 % base / then"), ("mean",))
    for outcome, value in {**one["numbers"], **one["ratios"]}.items():
        if not value["n"] or not (value["base"] or value["changed"]):
            continue
        some = f" (n={value['n']:,})" if value["n"] != one["futures"] else ""
        table.add_row(
            words(outcome) + _mark(value) + some,
            figure(value["base"]),
            figure(value["changed"]),
            signed(value["difference"]),
            figure(value["se"]),
            _spreads(value),
        )
    return table


def _spreads(value: Found) -> str:
    sides = [value.get(f"{side}_spread") for side in ("base", "changed")]
    return " / ".join(f"{rough(s['p05'])}–{rough(s['p95'])}" for s in sides if s)


def rough(value: float | None) -> str:
    """Number in two figures, for the ends of a spread."""
    return "–" if value is None else figure(float(f"{value:.2g}"))


def clear(one: Found) -> bool:
    """Whether a difference stands out of its error."""
    return bool(one["n"]) and one["se"] is not None and abs(one["difference"]) > CLEAR * one["se"]


def _print_members(console: Console, one: Found) -> None:
    members = one["members"]
    shown = [state for state, found in members.items() if any(map(clear, found.values()))]
    if not shown:
        console.print(f"[dim]No member's outcome differs by more than {CLEAR:.0f} errors.[/]")
        return
    outcomes = dict.fromkeys(o for s in shown for o, value in members[s].items() if clear(value))
    table = _table(("of members, in points", *shown), ("of members, in points",))
    for outcome in outcomes:
        found = [members[state].get(outcome) for state in shown]
        cells = [points(v["difference"]) if v and clear(v) else "·" for v in found]
        table.add_row(outcome.replace("_", " "), *cells)
    console.print(table)


def _print_rules(console: Console, one: Found) -> None:
    every = {
        **one["headlines"],
        **one["numbers"],
        **one["ratios"],
        **{o: v for found in one["members"].values() for o, v in found.items()},
    }
    rules: dict[tuple[str, str, str], list[str]] = {}
    for outcome, value in every.items():
        if mark := value.get("by_construction"):
            key = (mark["strength"], mark["direction"], mark["rule"])
            rules.setdefault(key, []).append(words(outcome))
    for (strength, direction, rule), outcomes in sorted(rules.items()):
        line = "true by construction" if strength == "always" else "leans by construction"
        console.print(
            f"[dim]{STARS[strength]} {line}, {direction}: {escape(', '.join(outcomes))} "
            f"({escape(rule)})[/]"
        )


def share_words(share: Found | None) -> str:
    """Judgement share with its error, or why there is none."""
    if not share:
        return ""
    if share["share"] is None:
        return "hardly varies"
    return f"{100.0 * share['share']:.0f}±{100.0 * share['se']:.0f} %"


def print_sensitivity(console: Console, found: Found) -> None:
    """Print what the headlines depend on."""
    judgement = found["judgement"]
    told = f" · what if: {', '.join(found['what_ifs'])}" if found["what_ifs"] else ""
    console.print(
        f"[bold]{escape(found['scenario'])}[/]: what the headlines depend on, {found['months']} "
        f"months from {found['as_of']}{told}"
    )
    console.print(
        f"{judgement['parameters']} of {judgement['of']} parameters rest on judgement; "
        f"{judgement['fixed']} of these are fixed numbers that no draw varies and no share counts."
    )
    console.print(_share_table(found))
    console.print(
        "[dim]judgement: part of the variance of the outcome's probability, over parameters and "
        "rival theories, that judgement parameters explain alone; total: with their interactions; "
        "knowable: part of the outcome's own variance that is not chance. ± one standard "
        f"error. Cost: {found['futures']:,} futures.[/]"
    )
    for outcome, rows in found["ranking"].items():
        shown = [row for row in rows if abs(row["swing"]) > CLEAR * row["se"]][:MOST_MOVERS]
        if shown:
            console.print(_movers_table(outcome, shown))
    console.print(
        "[dim]swing: change of the probability, in points, from the bottom to the top of the "
        "parameter's distribution on a straight line (of a theory: against the first option); "
        f"only those beyond {CLEAR:.0f} errors, at most {MOST_MOVERS}.[/]"
    )
    _print_contraction(console, found["contraction"])
    for warning in found["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(warning)}")


def _share_table(found: Found) -> Table:
    columns = ("outcome", "share", "judgement", "total", "knowable", "word")
    table = _table(columns, ("outcome", "word"))
    for outcome, one in found["headlines"].items():
        total = "–"
        if one["total"] is not None:
            total = f"{100 * one['total']:.0f}±{100 * one['total_se']:.0f} %"
        known = "–" if one["knowledge"] is None else percent(max(one["knowledge"], 0.0))
        table.add_row(
            words(outcome),
            percent(one["mean"]),
            share_words(one),
            total,
            known,
            (one["verdict"] or "").partition(",")[0],
        )
    return table


def _movers_table(outcome: str, rows: list[Found]) -> Table:
    table = _table(("moved by", "swing", "±", "basis"), ("moved by", "basis"), words(outcome))
    for row in rows:
        table.add_row(
            row["name"], points(row["swing"]), f"{100.0 * row['se']:.1f}", str(row["basis"])
        )
    return table


def _print_contraction(console: Console, found: Found) -> None:
    for row in found["updated"]:
        word = "informed by data" if row["informed"] else "not informed by data"
        console.print(
            f"Updated with data in this run: {row['name']} ({escape(row['meaning'])}): standard "
            f"deviation {row['prior_sd']:.2f} before, {row['posterior_sd']:.2f} after; variance "
            f"contracted by {100.0 * row['contraction']:.0f} %: {word}."
        )
    console.print("No other parameter has been fitted by this project, so none has a ratio:")
    for row in found["not_updated"]:
        console.print(f"  {row['parameters']} {row['basis']}: {escape(row['why'])}", style="dim")


def print_sweep(console: Console, found: Found, outcome: str = "dissolved") -> None:
    """Print the largest differences of one headline in a sweep."""
    rows = [(name, one["headlines"][outcome]) for name, one in found["comparisons"].items()]
    rows.sort(key=lambda row: -abs(row[1]["difference"] or 0.0))
    title = f"{len(rows)} what-ifs, the largest changes of: {words(outcome)}"
    table = _table(("what-if", "base", "then", "diff", "±", "n"), ("what-if",), title)
    for name, one in rows[:MOST_ROWS]:
        if one["n"]:
            table.add_row(
                name + _mark(one),
                percent(one["base"]),
                percent(one["changed"]),
                points(one["difference"]),
                f"{100.0 * one['se']:.2f}",
                f"{one['n']:,}",
            )
    console.print(table)
    for warning in found["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(warning)}")
