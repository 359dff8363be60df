"""A traced future on the terminal: by date, each act with the rule, the numbers, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape

from foedus.codes import ActKind
from foedus.proceedings.telling import sentence
from foedus.proceedings.verdicts import VerdictKind, name_of
from foedus.results.trace import Entered, Trace, TracedAct
from foedus.results.trace_why import Ballot, Reason, Why

COLOURS = {
    VerdictKind.PERMITTED: "green",
    VerdictKind.IRREGULAR: "yellow",
    VerdictKind.IMPOSSIBLE: "red",
}
SETTINGS = (
    ActKind.ATTACK,
    ActKind.CLASH,
    ActKind.UNREST,
    ActKind.INSURGENCY_INCIDENT,
    ActKind.REQUEST_FOR_HELP,
    ActKind.SESSION_HELD,
)


def figure(value: float) -> str:
    """Number for people: three figures, no exponent for ordinary sizes."""
    if value == 0.0 or 0.001 <= abs(value) < 1e6:
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:.1e}"


def share(value: float) -> str:
    """Probability for people, in per cent with two figures; never a bare 0 or 100."""
    if value < 0.00005:
        return "<0.01 %"
    if value > 0.995:
        return ">99 %"
    return f"{100.0 * value:.2g} %"


def amount(value: Any, unit: str) -> str:
    """Result of a rule with its unit."""
    if isinstance(value, list):
        return ", ".join(amount(part, unit) for part in value)
    if not isinstance(value, float):
        return str(value)
    if unit == "p":
        return share(value)
    return f"{figure(value)} {unit}".rstrip()


def reason_line(reason: Reason) -> str:
    """One line for a rule: what it says, the number drawn against it, what it was given."""
    line = f"{reason.words}: {amount(reason.value, reason.unit)}"
    if reason.luck is not None:
        line += f" (drawn {figure(reason.luck)})"
    given = ", ".join(
        f"{name} {value if isinstance(value, str) else figure(value)}"
        for name, value in reason.given.items()
    )
    return f"{line}, from {given}" if given else line


def parameter_lines(names: Iterable[str], entered: dict[str, Entered]) -> Iterator[str]:
    """Parameters that entered, gathered by what they rest on."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name in names:
        found = entered[name]
        groups.setdefault((found.basis, found.source), []).append(f"{name} {figure(found.value)}")
    for (basis, source), parts in groups.items():
        yield f"{', '.join(parts)} ({basis}: {source})"


def ballot_line(ballots: tuple[Ballot, ...], organisation: Any) -> str:
    """Votes of all members with their chances of refusing."""
    return "; ".join(
        f"{name_of(b.state, organisation)} {b.vote} (refuse {share(b.refuse)})" for b in ballots
    )


def why_lines(kind: ActKind, why: Why, traced: Trace) -> Iterator[str]:
    """Lines on what decided an act."""
    organisation = traced.library.organisation
    if why.words:
        yield why.words
    for reason in why.reasons:
        yield reason_line(reason)
    if why.levels:
        levels = ", ".join(f"{name_of(s, organisation)} {x}" for s, x in why.levels.items())
        yield f"how far each would go: {levels}"
    if why.ballots:
        yield f"votes: {ballot_line(why.ballots, organisation)}"
    if kind in SETTINGS and why.circumstances:
        words = ", ".join(
            f"{name} {value if isinstance(value, str) else figure(value)}"
            for name, value in why.circumstances.items()
        )
        yield f"the crisis: {words}"
    if why.theories:
        chosen = ", ".join(f"{name} = {traced.structures[name]}" for name in why.theories)
        yield f"rival theory: {chosen}"


def tell_act(console: Console, traced_act: TracedAct, traced: Trace) -> None:
    """Tell one act."""
    act = traced_act.step.act
    organisation = traced.library.organisation
    console.print(f"\n[bold]{escape(sentence(act, organisation))}[/]")
    for finding in traced_act.step.verdict.findings:
        colour = COLOURS[VerdictKind(finding.kind)]
        rule = escape(f" [{finding.rule}]") if finding.rule else ""
        word = VerdictKind(finding.kind).name.lower()
        console.print(f"    [{colour}]Rule: {word}{rule}:[/] {escape(finding.sentence)}.")
    if traced_act.why is None:
        console.print(f"    [cyan]Model:[/] {escape(act.note or 'follows from others')}.")
        return
    for line in why_lines(act.kind, traced_act.why, traced):
        console.print(f"    [cyan]Model:[/] {escape(line)}.")
    for line in parameter_lines(traced_act.why.parameters, traced.parameters):
        console.print(f"    [dim]Parameters: {escape(line)}[/]")
    console.print(f"    [dim]Code: {traced_act.why.rule}[/]")


def print_trace(console: Console, traced: Trace) -> None:
    """Tell a traced future from its first act to its last."""
    scenario = traced.scenario
    chosen = f", what-if {', '.join(scenario.chosen)}" if scenario.chosen else ""
    console.print(
        f"[bold]{escape(scenario.name)} as known at {scenario.as_of}: future "
        f"{traced.future.number} of seed {scenario.seed}, {scenario.months} months{chosen}[/]"
    )
    if traced.typical:
        typical = traced.typical
        console.print(
            f"The most typical of {typical.among:,} futures, out of {typical.futures:,}, in which "
            f"{escape(typical.outcome)} came true: mean distance {typical.distance:.1f} to the "
            f"others, against {typical.mean_distance:.1f} on average."
        )
    theories = ", ".join(f"{name} {option}" for name, option in traced.structures.items())
    console.print(f"Rival theories of this future: {theories}.")
    if traced.structures["council"] != "consensus":
        console.print(
            "This future decides by majority. The law in force knows consensus: what it does not "
            "allow is called impossible below."
        )
    for traced_act in traced.acts:
        tell_act(console, traced_act, traced)
    counts = ", ".join(
        f"{len(traced.with_verdict(kind))} {kind.name.lower()}" for kind in VerdictKind
    )
    console.print(
        f"\n{len(traced.acts)} simulated acts: {counts}. At the end the organisation is "
        f"{traced.survival}.\nOne future of many: it shows how the model works and forecasts "
        "nothing; how often something happens, `foedus run` says."
    )
