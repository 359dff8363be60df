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
    "alone; judgement: part of the variance of the difference, over parameters and theories, that "
    "judgement alone explains, ± one standard error (unclear: an error above 25 points, or a "
    "variance not told apart from none; more --pairs may help); gain: how many times as many "
    "unpaired futures the same precision would take."
)
MOST_MOVERS = 8
MOST_MEMBERS = 8
UNCLEAR = 0.25  # standard error of a share above which it says nothing
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
            console.print(_spread_table(one))
        _print_members(console, one)
        _print_rules(console, one)
    console.print(f"\n[dim]{LEGEND}[/]")
    console.print(f"[dim]{_cost(found)}[/]")
    for warning in found["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(warning)}")


def _cost(found: Found) -> str:
    """What the judgement shares cost, or that there are none."""
    judged = found.get("judgement")
    if not judged:
        return "No judgement shares were computed: sizes without them are exploratory."
    return (
        f"Judgement shares from {judged['pairs']:,} pairs of parameter draws: "
        f"{judged['futures']:,} futures more. --pairs changes that, and the error falls with its "
        "root; --no-judgement saves it."
    )


def _mark(one: Found) -> str:
    mark = one.get("by_construction")
    return STARS[mark["strength"]] if mark else ""


def _table(columns: Sequence[str], left: Sequence[str], title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right", no_wrap=True)
    return table


def _span(one: Found, words_of: Any) -> str:
    span = one["range"]
    return f"{words_of(span['min'])}…{words_of(span['max'])}" if span else "–"


def _judged(one: Found) -> bool:
    every = [*one["headlines"].values(), *one["numbers"].values(), *one["ratios"].values()]
    return any(value.get("judgement_share") for value in every)


def _last(value: Found, judged: bool) -> str:
    """Judgement share of a difference, or else what pairing has gained."""
    if judged:
        return share_words(value.get("judgement_share")) if value["difference"] else "–"
    gain = value["variance_ratio"]
    return f"×{gain:.1f}" if gain else "–"


def _headline_table(one: Found) -> Table:
    judged = _judged(one)
    columns = ("outcome", "base", "then", "diff", "±", "+", "-", "range")
    table = _table((*columns, "judgement" if judged else "gain"), ("outcome",))
    for outcome, h in one["headlines"].items():
        if not h["n"]:
            continue
        table.add_row(
            words(outcome) + _mark(h),
            percent(h["base"]),
            percent(h["changed"]),
            points(h["difference"]),
            f"{100.0 * h['se']:.2f}" if h["se"] is not None else "–",
            percent(h["gained"]) if h["gained"] else "none",
            percent(h["lost"]) if h["lost"] else "none",
            _span(h, points),
            _last(h, judged),
        )
    return table


def _number_table(one: Found) -> Table:
    judged = _judged(one)
    columns = ("mean", "base", "then", "diff", "±", "range", "judgement" if judged else "gain")
    table = _table(columns, ("mean",))
    for outcome, value in _numbers(one):
        some = f" (n={value['n']:,})" if value["n"] != one["futures"] else ""
        table.add_row(
            words(outcome) + _mark(value) + some,
            figure(value["base"]),
            figure(value["changed"]),
            signed(value["difference"]),
            figure(value["se"]),
            _span(value, signed),
            _last(value, judged),
        )
    return table


def _numbers(one: Found) -> list[tuple[str, Found]]:
    every = {**one["numbers"], **one["ratios"]}
    return [(o, v) for o, v in every.items() if v["n"] and (v["base"] or v["changed"])]


def _spread_table(one: Found) -> Table:
    table = _table(("5 – 95 % of futures", "base", "then"), ("5 – 95 % of futures",))
    for outcome, value in _numbers(one):
        sides = [value.get(f"{side}_spread") for side in ("base", "changed")]
        if all(sides):
            ends = [f"{rough(s['p05'])}–{rough(s['p95'])}" for s in sides if s]
            table.add_row(words(outcome), *ends)
    return table


def rough(value: float | None) -> str:
    """Number in two figures, for the ends of a spread."""
    return "–" if value is None else figure(float(f"{value:.2g}"))


def clear(one: Found) -> bool:
    """Whether a difference stands out of its error."""
    return bool(one["n"]) and one["se"] is not None and abs(one["difference"]) > CLEAR * one["se"]


def _print_members(console: Console, one: Found) -> None:
    rows = [
        (state, outcome, value)
        for state, found in one["members"].items()
        for outcome, value in found.items()
        if clear(value)
    ]
    if not rows:
        console.print(f"[dim]No member's outcome differs by more than {CLEAR:.0f} errors.[/]")
        return
    rows.sort(key=lambda row: -abs(row[2]["difference"]))
    judged = _judged(one)
    columns = ("member", "", "base", "then", "diff", "±", "range")
    table = _table((*columns, "judgement" if judged else "gain"), ("member", ""))
    for state, outcome, value in rows[:MOST_MEMBERS]:
        table.add_row(
            state,
            outcome.replace("_", " ") + _mark(value),
            percent(value["base"]),
            percent(value["changed"]),
            points(value["difference"]),
            f"{100.0 * value['se']:.2f}",
            _span(value, points),
            _last(value, judged),
        )
    console.print(table)
    if len(rows) > MOST_MEMBERS:
        console.print(
            f"[dim]The {MOST_MEMBERS} largest of {len(rows)} differences of members beyond "
            f"{CLEAR:.0f} errors; --json holds all.[/]"
        )


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
    if share["share"] is None or share["se"] > UNCLEAR:
        return "unclear"
    within = min(max(share["share"], 0.0), 1.0)  # the estimate may fall outside by its error
    return f"{100.0 * within:.0f}±{100.0 * share['se']:.0f} %"


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
    rows = found["updated"]
    table = _table(
        ("updated in this run", "data", "sd before", "after", "contraction"),
        ("updated in this run", "data"),
    )
    for row in rows:
        table.add_row(
            row["name"],
            row["data"],
            figure(row["prior_sd"]),
            figure(row["posterior_sd"]),
            f"{100.0 * row['contraction']:.0f} %",
        )
    console.print(table)
    ratios = [row for row in found["estimated"] if row["contraction"] is not None]
    without = len(found["estimated"]) - len(ratios)
    least = min(ratios, key=lambda row: row["contraction"], default=None)
    if least is not None:
        console.print(
            f"[dim]{len(ratios)} estimated elsewhere, against a reference prior that was not used: "
            f"contraction {100.0 * least['contraction']:.0f} % ({escape(least['name'])}) or more; "
            f"{without} more without a ratio. --json holds all with their reasons.[/]"
        )
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
