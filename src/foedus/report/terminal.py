"""The terminal: the year told act by act, a run summed up, an organisation shown and checked."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foedus.codes import ActKind
from foedus.organisation import Organisation
from foedus.parameters import Parameters
from foedus.proceedings.acts import Act
from foedus.proceedings.replay import Step
from foedus.proceedings.state import State
from foedus.proceedings.telling import day_in_words, sentence
from foedus.proceedings.verdicts import Verdict, VerdictKind
from foedus.proceedings.views import drafts, forces_out, open_calls, operations, participation
from foedus.results.expectation import Expectation, percent

QUIET_KINDS = frozenset(
    {
        ActKind.STATEMENT,
        ActKind.CONSULTATION,
        ActKind.BILATERAL_MEETING,
        ActKind.SANCTION,
        ActKind.TASK_BEGUN,
        ActKind.PARTNER_STEP,
        ActKind.RIVAL_ENLARGEMENT_STEP,
        ActKind.BASE_AGREEMENT,
    }
)
CALL_DAYS = 365
MARKS = {
    VerdictKind.PERMITTED: ("permitted", "green"),
    VerdictKind.IRREGULAR: ("irregular", "yellow"),
    VerdictKind.IMPOSSIBLE: ("impossible", "red"),
}


def is_told(step: Step, everything: bool) -> bool:
    """Whether a replay tells an act; without `everything` words and side events are left out.

    What is said in a session of the council is told all the same.
    """
    act = step.act
    if everything or act.kind not in QUIET_KINDS:
        return True
    return act.own and any(step.state_after.value("session", name) for name in act.refers)


def tell(
    console: Console,
    step: Step,
    organisation: Organisation,
    expected: Expectation | None,
    before: dict[str, str],
) -> dict[str, str]:
    """Print one step: what happened, the rule, the source, what changed, what was expected.

    Parameters
    ----------
    before : dict
        What `state_words` gave after the step told last; only what differs is printed.

    Returns
    -------
    dict
        `state_words` after this step.
    """
    act = step.act
    if before.get("_day") != act.date.isoformat():
        console.print(f"\n[bold]{day_in_words(act)}[/]")
    words = sentence(act, organisation).removeprefix(f"{day_in_words(act)}: ")
    console.print(f"  {escape(words)}")
    rule = rule_line(step.verdict, organisation)
    console.print(f"    {rule}  [dim]{source_line(act, organisation)}[/]")
    if act.note:
        console.print(f"    [dim]Note: {escape(act.note)}[/]")
    after = state_words(step.state_after)
    changed = [text for key, text in after.items() if before.get(key) != text]
    if changed and before:
        console.print(f"    [cyan]State:[/] {escape('; '.join(changed))}")
    if expected is not None:
        console.print(
            f"    [magenta]Model, the day before:[/] {escape(expected.sentence())} "
            f"[dim](consistency check, {expected.futures:,} futures)[/]"
        )
    return {**after, "_day": act.date.isoformat()}


def state_words(state: State) -> dict[str, str]:
    """How the organisation stands, in named short phrases."""
    unmet = [c for c in open_calls(state) if c.age_days <= CALL_DAYS]
    askers = sorted({s for c in unmet for s in c.request.acting_states})
    out = forces_out(state)
    abroad = "; ".join(
        f"in {host}: {', '.join(sorted(s for h, s in out if h == host))}"
        for host in sorted({h for h, _s in out})
    )
    hosts = {host for host, _sender in out}
    running = sorted(
        host
        for host, operation in operations(state).items()
        if host in hosts or (state.on and (state.on - operation.since).days <= CALL_DAYS)
    )
    blocked = [d for d in drafts(state) if d.refused_by and d.fate != "adopted"]
    latest = [d for d in blocked if d.act.date == max(b.act.date for b in blocked)]
    refused = sorted({s for d in latest for s in d.refused_by})
    kept = {s: participation(state, s) for s in state.members}
    skipped = ", ".join(f"{s} {p.skipped}" for s, p in kept.items() if p.skipped)
    return {
        "members": f"{len(state.members)} members take part ({', '.join(state.members)})",
        "chair": f"chair {state.chair or 'vacant'}",
        "calls": f"unmet calls within a year: {', '.join(askers) or 'none'}",
        "mandates": f"mandates of the last year running: {', '.join(running) or 'none'}",
        "forces": f"contingents out {abroad or 'nowhere'}",
        "blocked": f"papers blocked: {len(latest)}, by {', '.join(refused)}"
        if latest
        else "papers blocked: none",
        "skipped": f"exercises skipped so far: {skipped or 'none'}",
    }


def rule_line(verdict: Verdict, organisation: Organisation) -> str:
    """Verdict with its clause in words."""
    word, colour = MARKS[verdict.kind]
    clause = organisation.clauses.get(verdict.rule)
    article = f" art. {clause.article}" if clause and clause.article else ""
    name = f" {clause.instrument}{article}" if clause else ""
    if verdict.kind == VerdictKind.PERMITTED:
        return f"[{colour}]{word}[/]{escape(name)}"
    return f"[{colour}]{word}[/]{escape(name)}: {escape(verdict.sentence)}"


def source_line(act: Act, organisation: Organisation) -> str:
    """Sources of an act by their locators, with the confidence when it is not high."""
    names = []
    for name in act.sources:
        source = organisation.sources.get(name)
        report = name.startswith("report-")
        shown = name.replace("-", " ") if report or source is None else source.locator or name
        names.append(short_locator(shown))
    told = "; ".join(names)
    sure = "" if act.confidence == "high" else f" ({act.confidence} confidence)"
    return escape(f"[{told}]{sure}") if told else ""


def short_locator(locator: str, width: int = 60) -> str:
    """Locator without protocol, cut to a width."""
    bare = locator.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare if len(bare) <= width else bare[: width - 1] + "…"


def state_line(state: State) -> str:
    """One line on how the organisation stands."""
    words = state_words(state)
    return "; ".join(words[key] for key in ("members", "chair", "calls", "mandates", "forces"))


def irregular_table(found: Iterable[tuple[Act, Verdict]], organisation: Organisation) -> Table:
    """Table of irregular acts with their rules."""
    table = Table(title="Irregular acts on record", title_justify="left", show_lines=False)
    for column in ("date", "act", "clause", "why"):
        table.add_column(column, overflow="fold")
    for act, verdict in found:
        table.add_row(act.date.isoformat(), act.kind.slug, verdict.rule, verdict.sentence)
    return table


def print_summary(console: Console, summary: dict[str, Any]) -> None:
    """Print a run's summary: headlines with error and range, members, baseline, warnings."""
    n = summary["futures"]
    horizon = f"{summary['months']} months from {summary['as_of']}"
    told = f" · what if: {', '.join(summary['what_ifs'])}" if summary["what_ifs"] else ""
    console.print(f"[bold]{summary['scenario']}[/]: {n:,} futures over {horizon}{told}")
    console.print(_headline_table(summary))
    console.print(_member_table(summary))
    print_causes(console, summary)
    climate = summary["climatology"]
    console.print(
        f"Baseline: deployments in {climate['years']} years of the treaty: "
        f"{climate['deployments']}; that alone gives {percent(climate['troop_deployment'])} for "
        f"a troop deployment over this horizon; "
        f"{climate['calls_met']} of {climate['calls']} calls on record were met."
    )
    console.print(
        "[dim]Range: lowest and highest over the rival theories, each alone. How much "
        "of these figures is judgement, `foedus sensitivity` says: read them as exploratory.[/]"
    )
    for warning in summary["warnings"]:
        console.print(f"[yellow]Warning:[/] {escape(warning)}")


def _headline_table(summary: dict[str, Any]) -> Table:
    rows = (
        ("any crisis of a member", summary["crisis"]["any"], "any_crisis"),
        ("troops sent in its name", summary["crisis"]["troop_deployment"], "troop_deployment"),
        ("a member freezes", summary["any_freeze"], "any_freeze"),
        ("a member leaves", summary["any_exit"], "any_exit"),
        ("a state joins", summary["joins"]["any"], "any_join"),
        ("idle at the end", summary["organisation"]["idle"], "idle"),
        ("dissolved", summary["organisation"]["dissolved"], "dissolved"),
    )
    table = Table(box=None, pad_edge=False)
    for column in ("outcome", "share", "±", "range across theories"):
        table.add_column(column, justify="left" if column == "outcome" else "right")
    for words, p, name in rows:
        low, high = summary["structures"][name]["min"], summary["structures"][name]["max"]
        error = summary["errors"][name] or 0.0
        table.add_row(words, percent(p), f"{100 * error:.1f}", f"{percent(low)} – {percent(high)}")
    return table


def _member_table(summary: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    columns = (
        "member",
        "crisis",
        "asks",
        "helped if it asks",
        "sends troops",
        "refuses a paper",
        "freezes",
        "leaves",
    )
    for column in columns:
        table.add_column(column, justify="left" if column == "member" else "right")
    for state, m in summary["members"].items():
        helped = m["helped_if_requested"]
        answer = f"{percent(helped['p'])} (n={helped['n']})" if helped["n"] else "–"
        table.add_row(
            state,
            percent(m["crisis"]),
            percent(m["request"]),
            answer,
            percent(m["troops_sent"]),
            percent(m["refuses_draft"]),
            percent(m["frozen"]),
            percent(m["exit"]),
        )
    return table


def print_causes(console: Console, summary: dict[str, Any], most: int = 2) -> None:
    """Print why those most likely to refuse and to freeze are so, as things stand at the start."""
    causes = summary["causes"]
    by_refusal = sorted(causes, key=lambda s: -causes[s]["refusal"]["as_it_stands"])[:most]
    for state in by_refusal:
        refusal = causes[state]["refusal"]
        parts = ", ".join(
            f"{percent(p)} {name.replace('_', ' ')}"
            for name, p in refusal.items()
            if name != "as_it_stands"
        )
        console.print(
            f"{state} would refuse the declaration at the start (all parameters at their medians) "
            f"with {percent(refusal['as_it_stands'])}; "
            f"{parts}."
        )
    factors = {s: causes[s]["freeze"] for s in causes}
    by_freeze = sorted(factors, key=lambda s: -math.prod(factors[s].values()))[:most]
    for state in by_freeze:
        parts = ", ".join(f"{name} ×{value:.2f}" for name, value in factors[state].items())
        console.print(f"{state} freezes: factors on its hazard at the start: {parts}.")


def print_organisation(
    console: Console, organisation: Organisation, state: State, day: datetime.date
) -> None:
    """Print an organisation as it stood on a day."""
    console.print(f"[bold]{organisation.full_name}[/] on {day}")
    console.print(f"Members: {', '.join(state.members)}")
    frozen = [s for s, v in organisation.members_at(day).items() if s not in state.members and v]
    if frozen:
        console.print(f"Frozen: {', '.join(frozen)}")
    for office in ("chair", "secretary_general", "chief_of_joint_staff"):
        holder = organisation.office_at(office, day)
        words = office.replace("_", " ")
        console.print(f"{words.capitalize()}: {holder.holder if holder else 'not known'}")
    console.print(f"State: {state_line(state)}")
    for call in open_calls(state):
        met = "refused" if call.refused else call.level.name.lower()
        console.print(
            f"  unmet call: {call.request.date} {', '.join(call.request.acting_states)} ({met})"
        )
    table = Table(title="Law in force", title_justify="left", box=None)
    for column in ("clause", "instrument", "article", "title", "read"):
        table.add_column(column)
    for name, version in organisation.clauses_at(day).items():
        clause = organisation.clauses[name]
        table.add_row(name, clause.instrument, clause.article, clause.title, version.verified)
    console.print(table)


def parameter_table(parameters: Parameters) -> Table:
    """Table of every parameter: median, 90 per cent interval, unit, basis and source."""
    table = Table(title="Parameters", title_justify="left", box=None)
    for column in ("name", "median", "90 %", "unit", "basis", "source", "meaning"):
        table.add_column(column, overflow="fold")
    for name in parameters.names():
        p = parameters[name]
        low, high = p.interval()
        table.add_row(
            name,
            f"{p.central:.3g}",
            f"{low:.3g} – {high:.3g}",
            p.unit,
            p.basis,
            p.source,
            p.meaning,
        )
    return table
