"""Commands on the organisation: replay, show, check, act, council."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import (
    AsJson,
    AsOf,
    Target,
    day,
    prepared,
    say_if_compiling,
)
from foedus.files import InputError

if TYPE_CHECKING:
    pass


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
    if scenario:
        say_if_compiling()
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
def show(
    target: Target,
    parameter: Annotated[
        str | None, typer.Argument(help="only this parameter: value, source, evidence")
    ] = None,
    as_of: AsOf = None,
    irregular: Annotated[bool, typer.Option(help="list acts that a rule speaks against")] = False,
    parameters: Annotated[bool, typer.Option(help="list every parameter with its source")] = False,
    evidence: Annotated[
        Path | None, typer.Option(help="evidence base; default: the library's own")
    ] = None,
    forces: Annotated[
        bool, typer.Option(help="list units, national procedures, plans and exercises")
    ] = False,
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
    if parameter is not None:
        from foedus.report.one_parameter import parameter_lines

        for line in parameter_lines(scenario, loaded.organisation, parameter, evidence):
            console.print(line, markup=False, soft_wrap=True)
        return
    standing = state_at(loaded.ledger, scenario.as_of)
    terminal.print_organisation(console, loaded.organisation, standing, scenario.as_of)
    console.print(f"What-ifs: {', '.join(scenario.what_ifs)}")
    if irregular:
        found = irregularities(loaded.ledger, loaded.organisation)
        console.print(terminal.irregular_table(found, loaded.organisation))
    if forces:
        from foedus.report.terminal_forces import force_tables

        for table in force_tables(loaded.organisation, scenario.as_of):
            console.print(table)
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
    page: Annotated[Path | None, typer.Option(help="write everything as one HTML file")] = None,
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
    if page is not None:
        from foedus.report.council_page import write_council_page

        write_council_page(results, page)
    if as_json:
        contents = [result.as_dict() for result in results]
        whole = contents[0] if session is None else {"session": session, "councils": contents}
        typer.echo(json.dumps(whole, allow_nan=False))
        return
    console = Console(highlight=False)
    for result in results:
        print_council(console, result)
