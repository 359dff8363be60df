"""The command `backtest`: parts of the model scored on history they had not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson
from foedus.files import InputError


@app.command()
def backtest(
    name: Annotated[str | None, typer.Argument(help="a back-test; without it, all")] = None,
    list_only: Annotated[bool, typer.Option("--list", help="only list the back-tests")] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder for scores.json and the prediction rows")
    ] = None,
    forecasts: Annotated[
        Path | None, typer.Option(help="score a table of others' forecasts instead")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(help="crises that the fit has not seen (test responses)")
    ] = None,
    second_coding: Annotated[
        Path | None, typer.Option(help="second coding that belongs to --cases")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score parts of the model on the historical record, baselines beside them."""
    import json

    from rich.console import Console

    from foedus.record import store
    from foedus.record.backtests import BACKTESTS, missing_tables
    from foedus.record.backtests.running import backtest_named, run_all, write_ran
    from foedus.report.terminal_backtest import print_backtests

    tests = list(BACKTESTS.values()) if name is None else [backtest_named(name)]
    if forecasts is not None:
        from foedus.record.forecasts import forecasts_test

        tests = [forecasts_test(forecasts)]
    if list_only:
        for test in tests:
            lacks = missing_tables(test, store)
            typer.echo(f"{test.name}: {test.about}{'; lacks ' if lacks else ''}{', '.join(lacks)}")
        return
    if name is not None and (lacks := missing_tables(tests[0], store)):
        raise InputError(
            f"backtest {name}",
            f"needs the tables {', '.join(lacks)}; add them with `foedus data add`",
        )
    _check_options(name, {"cases": cases, "second_coding": second_coding})
    ran = run_all(tests, store, forecasts=forecasts, cases=cases, second_coding=second_coding)
    if out is not None:
        write_ran(out, ran)
    if as_json:
        typer.echo(json.dumps({"tests": [one.as_json() for one in ran]}))
        return
    console = Console(highlight=False)
    print_backtests(console, ran)
    if out is not None:
        Console(stderr=True, highlight=False).print(f"Written to {out}", markup=False)


def _check_options(name: str | None, given: dict[str, Path | None]) -> None:
    """Refuse options that the named back-test does not understand, or any without a name."""
    from foedus.record.backtests import BACKTESTS

    for option, value in given.items():
        takes = [test.name for test in BACKTESTS.values() if option in test.accepts]
        if value is not None and name not in takes:
            raise InputError(
                f"--{option.replace('_', '-')}", f"only for `foedus backtest {' | '.join(takes)}`"
            )
