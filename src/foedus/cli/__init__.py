"""The command line: thin, quick to start, errors in one line.

Exit codes: 0 done, 1 failed, 2 usage, 3 the input is invalid, 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from foedus.cli import (
    backtest,
    data,
    evidence,
    fitting,
    futures,
    grading,
    movement,
    organisation,
    proposing,
    reviewing,
)
from foedus.cli.application import app
from foedus.files import InputError

__all__ = [
    "app",
    "backtest",
    "data",
    "evidence",
    "fitting",
    "futures",
    "grading",
    "main",
    "movement",
    "organisation",
    "proposing",
    "reviewing",
]


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
