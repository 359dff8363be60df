"""The command `fit`: coefficients estimated from the historical record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson
from foedus.files import InputError


@app.command()
def fit(
    name: Annotated[str | None, typer.Argument(help="a fit; without it, all")] = None,
    list_only: Annotated[bool, typer.Option("--list", help="only list the fits")] = False,
    out: Annotated[Path | None, typer.Option(help="folder for one YAML file a fit")] = None,
    as_json: AsJson = False,
) -> None:
    """Estimate parts of the model from the historical record, with their covariance."""
    import json

    from rich.console import Console

    from foedus.fitted import write_fit
    from foedus.record import store
    from foedus.record.fits import FITS, missing_tables
    from foedus.report.terminal_fits import print_fit

    if name is not None and name not in FITS:
        raise InputError(f"fit {name}", f"no such fit; there are: {', '.join(FITS)}")
    chosen = list(FITS.values()) if name is None else [FITS[name]]
    console = Console(highlight=False)
    told = []
    for entry in chosen:
        lacks = missing_tables(entry, store)
        if list_only:
            typer.echo(
                f"{entry.name}: {entry.about}{'; lacks ' if lacks else ''}{', '.join(lacks)}"
            )
            continue
        if lacks and name is not None:
            raise InputError(
                f"fit {name}",
                f"needs the tables {', '.join(lacks)}; add them with `foedus data add`",
            )
        if lacks:
            told.append({"name": entry.name, "missing": lacks})
            if not as_json:
                console.print(f"[yellow]{entry.name}[/]: lacks {', '.join(lacks)}\n")
            continue
        found = entry.run(store)
        told.append({"name": entry.name, "fits": [one.model_dump(mode="json") for one in found]})
        for one in found:
            if out is not None:
                path = write_fit(one, out, entry.name)
                typer.echo(f"foedus: written {path}", err=True)
            if not as_json:
                print_fit(console, one)
    if as_json and not list_only:
        typer.echo(json.dumps({"fits": told}))
