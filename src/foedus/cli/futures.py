"""Commands on futures: run, compare, sensitivity, trace, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.application import app
from foedus.cli.options import (
    AsJson,
    AsOf,
    Executor,
    Futures,
    Months,
    Out,
    Seed,
    Sets,
    Target,
    Threads,
    WhatIfs,
    prepared,
    say_if_compiling,
)
from foedus.files import InputError


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
    threads: Threads = None,
    executor: Executor = None,
    tables: Annotated[
        str, typer.Option(help="acts kept in tables: first (10,000 futures), all or none")
    ] = "first",
    resume: Annotated[bool, typer.Option(help="go on with a stopped run in --out")] = False,
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
            executor=executor,
            tables=tables,
            resume=resume,
            progress=lambda done, _total: bar.update(task, completed=done),
            checked=say_if_compiling,
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
def compare(
    target: Target,
    what_if: WhatIfs = None,
    as_of: AsOf = None,
    months: Months = None,
    futures: Futures = None,
    seed: Seed = None,
    settings: Sets = None,
    sweep: Annotated[
        Path | None, typer.Option(help="CSV or YAML file of many what-ifs, see the manual")
    ] = None,
    judgement: Annotated[
        bool, typer.Option(help="also the judgement share: as many futures again (not of a sweep)")
    ] = True,
    pairs: Annotated[
        int | None, typer.Option(min=2, help="pairs of draws behind the judgement share")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="CSV file for every what-if and outcome")] = None,
    as_json: AsJson = False,
    threads: Threads = None,
    executor: Executor = None,
) -> None:
    """Put what-ifs beside the baseline under the same luck, with error, range and rules."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from foedus.files import table_text, write_text
    from foedus.report.terminal_compare import print_comparison, print_sweep
    from foedus.results.differences import add_judgement
    from foedus.results.paired import changed_by
    from foedus.results.paired import compare as pair
    from foedus.results.run import load_library
    from foedus.results.sweep import COLUMNS, read_changes, rows_of

    if sweep is not None and what_if:
        raise InputError("--sweep", "stands in the place of --what-if; give one of the two")
    if out is not None and out.suffix != ".csv":
        raise InputError("--out", f"{out} is not a .csv file")
    base = prepared(target, as_of, months, futures, seed, settings, None)
    if sweep is not None:
        changes = read_changes(sweep, base)
    else:
        changes = {name: changed_by(base, name) for name in what_if or base.what_ifs}
    library = load_library(base.organisation)
    aside = Console(stderr=True, highlight=False)
    options: dict[str, Any] = {"threads": threads, "executor": executor}
    with Progress(console=aside, transient=True) as bar:
        task = bar.add_task("futures", total=None)
        done = pair(
            base,
            changes,
            library,
            spread=sweep is None,
            progress=lambda n, total: bar.update(task, completed=n, total=total),
            **options,
        )
        found = done.as_dict()
        if judgement and sweep is None and changes and not done.interrupted:
            nested = bar.add_task("judgement share", total=None)
            add_judgement(
                done,
                found,
                library,
                pairs=pairs,
                progress=lambda n, total: bar.update(nested, completed=n, total=total),
                **options,
            )
    if out is not None:
        write_text(out, table_text(rows_of(found), COLUMNS))
    if as_json:
        typer.echo(json.dumps(found))
    elif sweep is not None:
        print_sweep(Console(highlight=False), found)
    else:
        print_comparison(Console(highlight=False), found)
    if out is not None:
        aside.print(f"Written to {out}")
    if done.interrupted or found.get("judgement", {}).get("interrupted"):
        raise typer.Exit(130)


@app.command()
def sensitivity(
    target: Target,
    as_of: AsOf = None,
    months: Months = None,
    seed: Seed = None,
    settings: Sets = None,
    what_if: WhatIfs = None,
    pairs: Annotated[int, typer.Option(min=2, help="pairs of parameter draws")] = 2000,
    replicates: Annotated[int, typer.Option(min=2, help="futures for each mixture")] = 8,
    out: Annotated[
        Path | None, typer.Option(help="folder of the run, to keep the shares in for its report")
    ] = None,
    as_json: AsJson = False,
    threads: Threads = None,
    executor: Executor = None,
) -> None:
    """Say how much of each headline is judgement, and which parameters move it."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from foedus.report.terminal_compare import print_sensitivity
    from foedus.results.judged_run import FILE, expect_run, keep_shares
    from foedus.results.judgement import sensitivity as measure

    scenario = prepared(target, as_of, months, None, seed, settings, what_if)
    if out is not None:
        expect_run(out, scenario)
    aside = Console(stderr=True, highlight=False)
    with Progress(console=aside, transient=True) as bar:
        task = bar.add_task("pairs of draws", total=pairs)
        found = measure(
            scenario,
            pairs=pairs,
            replicates=replicates,
            threads=threads,
            executor=executor,
            progress=lambda done, _total: bar.update(task, completed=done),
        )
    if out is not None:
        keep_shares(out, scenario, found["headlines"], found["pairs"], replicates, found["futures"])
    if as_json:
        typer.echo(json.dumps(found))
    else:
        print_sensitivity(Console(highlight=False), found)
    if out is not None:
        aside.print(f"Written to {out / FILE}")
    if found["interrupted"]:
        raise typer.Exit(130)


@app.command()
def trace(
    target: Target,
    future: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="number of the future; default 0")
    ] = None,
    typical: Annotated[
        str | None,
        typer.Option(help="most typical future of an outcome: troop_deployment, CODE:frozen, ..."),
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
    threads: Threads = None,
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
    pairs: Annotated[
        int | None,
        typer.Option(min=0, help="pairs of draws behind the judgement shares; 0: none"),
    ] = None,
    archive: Annotated[
        bool, typer.Option("--archive", help="also pack the run as a replication archive (ZIP)")
    ] = False,
) -> None:
    """Write a run's report: one HTML file that needs no network."""
    from rich.console import Console
    from rich.progress import Progress

    from foedus.report.html import write_report
    from foedus.report.sizes import PAIRS

    with Progress(console=Console(stderr=True, highlight=False), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, wanted: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=wanted)

        path = write_report(folder, pairs=PAIRS if pairs is None else pairs, progress=tell)
    typer.echo(str(path))
    if archive:
        from foedus.report.archive import write_archive

        typer.echo(str(write_archive(folder)))
