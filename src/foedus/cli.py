"""The command line: thin, quick to start, errors in one line.

Exit codes: 0 done, 1 failed, 2 usage, 3 the input is invalid, 130 interrupted.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.scenario import Scenario

app = typer.Typer(
    name="foedus",
    help="An executable model of a collective-security organisation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Target = Annotated[
    str, typer.Argument(help="a library such as csto, its folder, a scenario or a lock file")
]
AsOf = Annotated[str | None, typer.Option(help="day on which one looks; nothing later is seen")]
Months = Annotated[int | None, typer.Option(min=1, max=600, help="horizon in months")]
Futures = Annotated[int | None, typer.Option(min=1, help="how many futures")]
Seed = Annotated[int | None, typer.Option(min=0, help="seed of chance")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", help="PATH=VALUE, such as parameters.council.loyalty=0")
]
WhatIfs = Annotated[list[str] | None, typer.Option("--what-if", help="a what-if by its name")]
Out = Annotated[Path | None, typer.Option(help="folder to write the run into")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output")]


def day(text: str, option: str) -> datetime.date:
    """Day from its ISO form, or an error that says what was expected."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(option, f"{text!r} is not a day; expected YYYY-MM-DD") from None


def number(text: str, path: str) -> Any:
    """Value of a setting: a number, or a distribution in YAML's flow form."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        value = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except YAMLError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int | float | dict):
        raise InputError(f"--set {path}", f"{text!r} is not a number or a distribution")
    return value


def prepared(
    target: str,
    as_of: str | None,
    months: int | None,
    futures: int | None,
    seed: int | None,
    settings: list[str] | None,
    what_ifs: list[str] | None,
) -> Scenario:
    """Scenario of a target with the options of the command line applied."""
    from foedus.scenario import load_scenario

    scenario = load_scenario(target)
    fields: dict[str, Any] = {}
    if as_of is not None:
        fields["as_of"] = day(as_of, "--as-of")
    for name, value in (("months", months), ("futures", futures), ("seed", seed)):
        if value is not None:
            fields[name] = value
    if fields:
        scenario = scenario.changed(**fields)
    for setting in settings or []:
        path, mark, value = setting.partition("=")
        if not mark:
            raise InputError(f"--set {setting}", "expected PATH=VALUE")
        scenario = scenario.with_setting(path.strip(), number(value.strip(), path))
    for name in what_ifs or []:
        scenario = scenario.with_what_if(name)
    return scenario


@app.command()
def replay(
    library: Annotated[str, typer.Argument(help="a library such as csto, or its folder")],
    start: Annotated[str, typer.Option("--from", help="first day told")] = "2022-01-01",
    to: Annotated[str, typer.Option(help="last day told")] = "2022-11-30",
    step: Annotated[bool, typer.Option(help="wait for Enter after each act")] = False,
    everything: Annotated[bool, typer.Option("--all", help="also words and side events")] = False,
    model: Annotated[bool, typer.Option(help="what the model expected the day before")] = True,
) -> None:
    """Tell recorded history act by act: the rule, the source, what changed, what was expected."""
    from rich.console import Console

    from foedus.proceedings.replay import replay as steps_of
    from foedus.proceedings.state import state_at
    from foedus.proceedings.verdicts import VerdictKind
    from foedus.report import terminal
    from foedus.results.expectation import expect
    from foedus.results.run import load_library
    from foedus.scenario import load_scenario

    console = Console(highlight=False, soft_wrap=True)
    first, last = day(start, "--from"), day(to, "--to")
    if last < first:
        raise InputError("--to", f"{last} lies before {first}")
    loaded = load_library(library)
    scenario = load_scenario(library) if model else None
    organisation, counts, told = loaded.organisation, {}, 0
    standing = state_at(loaded.ledger, first - datetime.timedelta(days=1))
    before = terminal.state_words(standing)
    console.print(f"[bold]{organisation.full_name}, {first} to {last}[/]")
    console.print(f"[cyan]At the start:[/] {terminal.state_line(standing)}")
    for found in steps_of(loaded.ledger, organisation, first, last):
        counts[found.verdict.kind] = counts.get(found.verdict.kind, 0) + 1
        if not terminal.is_told(found, everything):
            continue
        told += 1
        expected = expect(scenario, loaded, found.act) if scenario else None
        before = terminal.tell(console, found, organisation, expected, before)
        if step and sys.stdin.isatty():
            input()
    console.print(
        f"\n{sum(counts.values())} acts, {told} told here (--all tells every one): "
        + ", ".join(f"{counts.get(kind, 0)} {kind.name.lower()}" for kind in VerdictKind)
        + ".\nWhat the model says of events its authors knew is a consistency check, no validation."
    )


@app.command()
def run(
    target: Target,
    as_of: AsOf = None,
    months: Months = None,
    futures: Futures = None,
    seed: Seed = None,
    settings: Sets = None,
    what_if: WhatIfs = None,
    out: Out = None,
    as_json: AsJson = False,
    threads: Annotated[int | None, typer.Option(min=1, help="threads to use")] = None,
) -> None:
    """Simulate futures from what was known on a day, and sum them up."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from foedus.report.terminal import print_summary
    from foedus.results.run import run as simulate

    scenario = prepared(target, as_of, months, futures, seed, settings, what_if)
    aside = Console(stderr=True, highlight=False)
    with Progress(console=aside, transient=True) as bar:
        task = bar.add_task("futures", total=scenario.futures)
        result = simulate(
            scenario,
            out=out,
            threads=threads,
            progress=lambda done, _total: bar.update(task, completed=done),
        )
    if as_json:
        typer.echo(json.dumps(result.summary))
    else:
        print_summary(Console(highlight=False), result.summary)
    if out is not None:
        aside.print(f"Written to {out}")
    if result.interrupted:
        aside.print(f"Interrupted: {result.counts.futures:,} of {scenario.futures:,} futures kept")
        raise typer.Exit(130)


@app.command()
def show(
    target: Target,
    as_of: AsOf = None,
    irregular: Annotated[bool, typer.Option(help="list acts that a rule speaks against")] = False,
    parameters: Annotated[bool, typer.Option(help="list every parameter with its source")] = False,
) -> None:
    """Show an organisation as it stood on a day: members, offices, calls, forces, law."""
    from rich.console import Console

    from foedus.proceedings.replay import irregularities
    from foedus.proceedings.state import state_at
    from foedus.report import terminal
    from foedus.results.run import load_library

    scenario = prepared(target, as_of, None, None, None, None, None)
    loaded = load_library(scenario.organisation)
    console = Console(highlight=False)
    standing = state_at(loaded.ledger, scenario.as_of)
    terminal.print_organisation(console, loaded.organisation, standing, scenario.as_of)
    console.print(f"What-ifs: {', '.join(scenario.what_ifs)}")
    if irregular:
        found = irregularities(loaded.ledger, loaded.organisation)
        console.print(terminal.irregular_table(found, loaded.organisation))
    if parameters:
        console.print(terminal.parameter_table(scenario.known_parameters))


@app.command()
def check(target: Target) -> None:
    """Check a library: sources, dates, ledger, law, and how much rests on judgement."""
    from rich.console import Console

    from foedus.report.checks import check_library

    console = Console(highlight=False, soft_wrap=True)
    outcome = check_library(target)
    for line in outcome.lines:
        console.print(line, markup=False)
    if outcome.problems:
        for problem in outcome.problems:
            typer.echo(f"foedus: {problem}", err=True)
        raise typer.Exit(3)


@app.command()
def act(
    ledger: Annotated[Path, typer.Argument(help="your copy of a ledger; made when missing")],
    kind: Annotated[
        str | None, typer.Argument(help="kind of act; without it: what may follow")
    ] = None,
    by: Annotated[list[str] | None, typer.Option(help="who acts: a state or an organ")] = None,
    towards: Annotated[list[str] | None, typer.Option("--to", help="whom it concerns")] = None,
    refers: Annotated[list[str] | None, typer.Option(help="id of the act it answers")] = None,
    on: Annotated[
        str | None, typer.Option(help="day of the act; default: the last on record")
    ] = None,
    text: Annotated[str, typer.Option(help="the act in words")] = "",
    result: Annotated[str, typer.Option(help="what it settled, such as adopted")] = "",
    force: Annotated[bool, typer.Option(help="enter an irregular act all the same")] = False,
    source: Annotated[str, typer.Option("--from", help="library to copy from")] = "csto",
    as_of: AsOf = None,
) -> None:
    """Act in a copy of the ledger: is it permitted, by which article, and what may follow?"""
    from rich.console import Console

    from foedus.report.play import play_act

    day_of_act = day(on, "--on") if on else None
    cut = day(as_of, "--as-of") if as_of else None
    lines = play_act(
        ledger,
        kind,
        actors=by or [],
        targets=towards or [],
        refers=refers or [],
        on=day_of_act,
        text=text,
        result=result,
        force=force,
        library=source,
        as_of=cut,
    )
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False)


@app.command()
def council(
    source: Annotated[str, typer.Argument(help="CSV or KTAB file of actors, or a library")],
    session: Annotated[str | None, typer.Option(help="day of a session of the library")] = None,
    model: Annotated[list[str] | None, typer.Option(help="only these models")] = None,
    rule: Annotated[str | None, typer.Option(help="decision rule instead of its own")] = None,
    absent: Annotated[list[str] | None, typer.Option(help="an actor that stays away")] = None,
    setter: Annotated[str, typer.Option(help="who sets the agenda; default: the strongest")] = "",
    draws: Annotated[int, typer.Option(min=0, help="draws over the ranges")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="seed of the draws")] = 1,
    out: Annotated[Path | None, typer.Option(help="write the table of models as CSV")] = None,
    as_json: AsJson = False,
) -> None:
    """Who signs, who refuses, which text would pass: every model and rule on one table."""
    import json

    from rich.console import Console

    from foedus.council.command import council_command
    from foedus.council.options import Options
    from foedus.files import write_text
    from foedus.report.terminal_council import print_council

    options = Options(draws=draws, seed=seed, setter=setter)
    with Console(stderr=True).status("solving"):
        results = council_command(source, session, model, rule, None, absent or (), options=options)
    if out is not None:
        write_text(out, "".join(result.csv() for result in results))
    if as_json:
        contents = [result.as_dict() for result in results]
        whole = contents[0] if session is None else {"session": session, "councils": contents}
        typer.echo(json.dumps(whole, allow_nan=False))
        return
    console = Console(highlight=False)
    for result in results:
        print_council(console, result)


@app.command()
def trace(
    target: Target,
    future: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="number of the future; default 0")
    ] = None,
    typical: Annotated[
        str | None,
        typer.Option(help="most typical future of an outcome: troop_deployment, ARM:frozen, ..."),
    ] = None,
    as_of: AsOf = None,
    months: Months = None,
    futures: Futures = None,
    seed: Seed = None,
    settings: Sets = None,
    what_if: WhatIfs = None,
    out: Annotated[
        Path | None, typer.Option(help="CSV file for the ledger with the future's acts behind it")
    ] = None,
    as_json: AsJson = False,
    threads: Annotated[int | None, typer.Option(min=1, help="threads to use")] = None,
) -> None:
    """Tell one simulated future act by act: the rule, the numbers that decided, their sources."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from foedus.report.terminal_trace import print_trace
    from foedus.results.trace import as_json as plain
    from foedus.results.trace import trace as trace_future
    from foedus.results.trace import write_ledger

    if future is not None and typical is not None:
        raise InputError("--typical", "give a number with --future or an outcome, not both")
    if out is not None and out.is_dir():
        raise InputError("--out", f"{out} is a folder; expected a CSV file")
    scenario = prepared(target, as_of, months, futures, seed, settings, what_if)
    aside = Console(stderr=True, highlight=False)
    with Progress(console=aside, transient=True, disable=typical is None) as bar:
        task = bar.add_task("futures", total=scenario.futures)
        told = trace_future(
            scenario,
            future=future or 0,
            typical=typical,
            threads=threads,
            progress=lambda done, _total: bar.update(task, completed=done),
        )
    if as_json:
        typer.echo(json.dumps(plain(told)))
    else:
        print_trace(Console(highlight=False, soft_wrap=True), told)
    if out is not None:
        write_ledger(told, out)
        aside.print(f"Written to {out}")


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="folder of a finished run")],
) -> None:
    """Write a run's report: one HTML file that needs no network."""
    from foedus.report.html import write_report

    typer.echo(str(write_report(folder)))


def main() -> None:
    """Run the command line; turn errors into one line and an exit code."""
    try:
        app()
    except InputError as error:
        typer.echo(f"foedus: {error}", err=True)
        sys.exit(3)
    except KeyboardInterrupt:
        typer.echo("foedus: interrupted", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
