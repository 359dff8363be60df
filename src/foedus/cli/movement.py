"""The command on a move: deploy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson, Sets, WhatIfs
from foedus.files import InputError


def setting(text: str) -> tuple[str, Any]:
    """Path and value of a setting: a number, a distribution, true or false, a word, or ``x0.5``."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path, mark, value = text.partition("=")
    if not mark or not value.strip():
        raise InputError(f"--set {text}", "expected PATH=VALUE")
    try:
        return path.strip(), YAML(typ="safe", pure=True).load(io.StringIO(value))
    except YAMLError:
        raise InputError(f"--set {path}", f"{value!r} cannot be read as a value") from None


def say_if_compiling() -> None:
    """Tell, on standard error, that the first move on a machine compiles the model."""
    from foedus.compiled import is_cold

    if is_cold("fly_moves"):
        typer.echo("Compiling the move for this machine, once: about half a minute …", err=True)


@app.command()
def deploy(
    case: Annotated[str, typer.Argument(help="a case file, or a case of the library")],
    draws: Annotated[int, typer.Option(min=1, max=100_000, help="how many futures")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="seed of chance")] = 1,
    settings: Sets = None,
    what_if: WhatIfs = None,
    page: Annotated[Path | None, typer.Option(help="write everything as one HTML file")] = None,
    sensitivity: Annotated[bool, typer.Option(help="which inputs drive closure")] = False,
    as_json: AsJson = False,
) -> None:
    """How long a force takes to arrive, what limits the move, and the way home."""
    import json

    from rich.console import Console

    from foedus.forces.move.command import deploy as run
    from foedus.forces.move.reading import load_case
    from foedus.report.terminal_deploy import print_deployment

    changes = [setting(text) for text in settings or ()]
    load_case(case, changes, what_if or ())  # a bad case is told before anything is compiled
    say_if_compiling()
    deployment = run(
        case,
        draws=draws,
        seed=seed,
        settings=changes,
        what_ifs=what_if or (),
        rank=sensitivity,
    )
    if page is not None and deployment.content["possible"]:
        from foedus.report.deploy_page import write_deploy_page

        write_deploy_page(deployment, page)
    if as_json:
        typer.echo(json.dumps(deployment.content, allow_nan=False))
    else:
        print_deployment(Console(highlight=False), deployment)
    if not deployment.content["possible"]:
        reasons = "; ".join(deployment.content["reasons"])
        typer.echo(f"foedus: the move cannot be done: {reasons}", err=True)
        raise typer.Exit(1)
