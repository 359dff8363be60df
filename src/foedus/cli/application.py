"""The application that the commands are added to."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="foedus",
    help="An executable model of a collective-security organisation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
