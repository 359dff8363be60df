"""Commands on evidence: read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="files or folders of reports")],
    out: Annotated[Path, typer.Option(help="folder to write the tables into")],
    as_json: AsJson = False,
) -> None:
    """Read reports: who said what, what happened, what is predicted, each with its place."""
    import json

    from foedus.evidence.reading import read_paths

    reading = read_paths(paths, out)
    if as_json:
        typer.echo(json.dumps({"documents": len(reading.documents)}))
