"""Commands on evidence: read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson
from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.evidence.reading import Outcome

MOST_NOTES = 10


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="files or folders of reports")],
    out: Annotated[Path, typer.Option(help="folder to write the tables into")],
    published: Annotated[str | None, typer.Option(help="day they were published")] = None,
    publisher: Annotated[str | None, typer.Option(help="who published them")] = None,
    offices: Annotated[Path | None, typer.Option(help="your own dated table of offices")] = None,
    tagger: Annotated[Path | None, typer.Option(help="a trained tagger as second proposer")] = None,
    model_url: Annotated[
        str | None, typer.Option(help="server of a language model that proposes more; off without")
    ] = None,
    model: Annotated[str | None, typer.Option(help="name of that model")] = None,
    model_seconds: Annotated[
        float, typer.Option(min=1, help="how long to wait for one of its answers")
    ] = 120.0,
    model_unencrypted: Annotated[
        bool, typer.Option(help="let it be http:// on another machine; no key is sent then")
    ] = False,
    resume: Annotated[bool, typer.Option(help="keep what was read of unchanged files")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=64, help="processes that read; by default at most 3")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read reports: who said what, what happened, what is predicted, each with its place."""
    from foedus.evidence.language_model import LanguageModel
    from foedus.evidence.parts import Settings
    from foedus.evidence.pool import usual_jobs
    from foedus.evidence.reading import read_into

    asked = None
    if model_url is not None and model is not None:
        asked = LanguageModel.at(
            model_url, model, out, seconds=model_seconds, unencrypted=model_unencrypted
        )
    elif model_url is not None or model is not None:
        raise InputError("--model-url and --model", "go together; give both or neither")
    settings = Settings.of(published, publisher, offices, tagger, asked)
    with _Bar() as bar:
        outcome = read_into(
            paths,
            out,
            settings,
            resume=resume,
            jobs=jobs or (usual_jobs() if asked is None else 1),
            progress=bar.show,
        )
    if outcome.parts:
        # Only now: what draws pages need not stand in memory beside the processes that read.
        from foedus.report.reading import keep_reading

        keep_reading(outcome.parts, out)
    _tell(outcome, out, as_json)
    if not outcome.parts:
        raise InputError(paths[0], "nothing could be read; failures.jsonl says why")


def _tell(outcome: Outcome, out: Path, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from foedus.evidence.second_proposer import summaries
    from foedus.report.terminal_record import one_of

    for name, reason in sorted(outcome.failures.items()):
        typer.echo(f"foedus: {name}: {reason}", err=True)
    proposers = summaries(outcome.tallies)
    for proposer in proposers:
        for told in proposer.lines():
            typer.echo(f"foedus: {told}", err=True)
    for note in outcome.notes[:MOST_NOTES]:
        typer.echo(f"foedus: relations: {note}", err=True)
    if len(outcome.notes) > MOST_NOTES:
        more = len(outcome.notes) - MOST_NOTES
        typer.echo(f"foedus: relations: {more} more such notes in notes.jsonl", err=True)
    if as_json:
        content = {
            **outcome.counts,
            "resumed": outcome.resumed,
            "failed": len(outcome.failures),
            "notes": len(outcome.notes),
            "failures": [
                {"file": name, "reason": reason}
                for name, reason in sorted(outcome.failures.items())
            ],
            "proposers": [asdict(proposer) for proposer in proposers],
        }
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    said = ", ".join(
        f"{number:,} {one_of(table) if number == 1 else table.replace('_', ' ')}"
        for table, number in outcome.counts.items()
    )
    typer.echo(f"{said} in {out}")
    if outcome.failures:
        typer.echo(f"{len(outcome.failures)} files failed; failures.jsonl says why")


class _Bar:
    """Progress on standard error, only where somebody sees it."""

    def __enter__(self) -> _Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Left

        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            Left(),
            TextColumn("{task.description}", markup=False),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
        return self

    def show(self, done: int, total: int, name: str) -> None:
        """Show how many files are done, and which is next."""
        self._bar.update(self._task, completed=done, total=total, description=name[:40])

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()


@app.command()
def train(
    pages: Annotated[Path, typer.Argument(help="annotated pages, one JSON object a line")],
    out: Annotated[Path, typer.Option(help="file to write the tagger into")],
    folds: Annotated[int, typer.Option(min=0, help="parts of the check; 0: no check")] = 5,
    as_json: AsJson = False,
) -> None:
    """Train a second proposer on pages you annotated, and say what it is worth on unseen ones."""
    import json
    from dataclasses import asdict

    from foedus.evidence.training import annotated, cross_validated
    from foedus.evidence.training import train as train_tagger

    found = annotated(pages)
    study = cross_validated(found, folds) if folds > 1 else None
    train_tagger(found, out)
    if as_json:
        typer.echo(json.dumps({"pages": len(found), "study": asdict(study) if study else None}))
        return
    if study is not None:
        for name in ("rules", "tagger", "both"):
            one = getattr(study, name)
            typer.echo(
                f"{name}: precision {one.precision:.2f}, recall {one.recall:.2f}, F {one.f:.2f} "
                f"({one.marked} marked, {one.found} found)"
            )
    typer.echo(f"tagger of {len(found)} pages written to {out}")
