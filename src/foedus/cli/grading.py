"""Command on evidence: grade."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson


@app.command()
def grade(
    gold: Annotated[Path, typer.Argument(help="annotations of a person, JSON")],
    folder: Annotated[Path, typer.Argument(help="folder that foedus read wrote")],
    misses: Annotated[bool, typer.Option("--misses", help="list what was missed or false")] = False,
    as_json: AsJson = False,
) -> None:
    """Grade a reading against pages that a person annotated: precision, recall, intervals."""
    import json

    from foedus.evidence.grading import Gold
    from foedus.evidence.grading import grade as grades_of

    grades = grades_of(Gold.load(gold), folder)
    if as_json:
        content = {
            one.name: {"share": one.share, "hits": one.hits, "n": one.n, "interval": one.interval}
            | ({"misses": one.misses} if misses else {})
            for one in grades
        }
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    for one in grades:
        low, high = one.interval
        typer.echo(
            f"{one.name:<44} {one.share:.2f}  ({one.hits} of {one.n}, 95 % {low:.2f} to {high:.2f})"
        )
        if misses:
            for words in one.misses:
                typer.echo(f"    {words}")
