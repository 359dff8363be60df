"""The command that lets a person accept or reject what was read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.application import app
from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.evidence.items import Item
    from foedus.evidence.store import Store

Base = Annotated[Path, typer.Argument(help="folder that `foedus read` wrote, or its base")]
Keys = list[str] | None
EPILOG = (
    "Without an option, in a terminal, it goes through what waits and asks about each record "
    "(? explains the keys); what was decided is kept, and the same command goes on from there."
)


@app.command(epilog=EPILOG)
def review(
    base: Base,
    by: Annotated[str, typer.Option(help="your name; every decision needs one")] = "",
    kind: Annotated[str, typer.Option(help="only one table, such as statements")] = "",
    doc: Annotated[str, typer.Option(help="only one document, by its id")] = "",
    accept: Annotated[Keys, typer.Option(help="key of a record to accept; repeatable")] = None,
    reject: Annotated[Keys, typer.Option(help="key of a record to reject; repeatable")] = None,
    reason: Annotated[str, typer.Option(help="why, for the next reader")] = "",
    listed: Annotated[bool, typer.Option("--list", help="list what waits, in its order")] = False,
    search: Annotated[str | None, typer.Option(help="list records that hold these words")] = None,
    show: Annotated[str | None, typer.Option(help="key of a record to show whole")] = None,
    out: Annotated[Path | None, typer.Option("--export", help="write .jsonl or .csv")] = None,
    taken: Annotated[
        Path | None, typer.Option("--import", help="take decisions from such a file")
    ] = None,
) -> None:
    """Accept or reject what was read; decisions are appended and survive re-reading."""
    from rich.console import Console

    from foedus.evidence.store import Store
    from foedus.report import terminal_review
    from foedus.report.terminal_record import print_record

    path = base / "evidence.sqlite" if base.is_dir() else base
    console = Console(highlight=False, soft_wrap=True)
    with Store(path, create=False) as store:
        for key in accept or []:
            terminal_review.tell(console, store.decide(key, "accepted", by, reason))
        for key in reject or []:
            terminal_review.tell(console, store.decide(key, "rejected", by, reason))
        if taken is not None:
            _take_over(store, taken)
        if out is not None:
            _write(store, out)
        if show is not None:
            print_record(console, store, store.item(show))
        elif search is not None:
            terminal_review.print_items(console, _only(store.search(search), kind, doc))
        elif listed:
            terminal_review.print_items(console, _only(store.queue(), kind, doc))
        elif not (accept or reject or taken or out):
            if sys.stdin.isatty() and sys.stdout.isatty():
                terminal_review.walk(console, store, by, _only(store.queue(), kind, doc))
            else:
                terminal_review.print_counts(console, store)


def _only(items: list[Item], kind: str, doc: str) -> list[Item]:
    """Records of one table, of one document, or all."""
    from foedus.evidence.keys import REVIEWED

    if kind and kind not in REVIEWED:
        raise InputError("--kind", f"{kind!r} is no table; expected {', '.join(REVIEWED)}")
    return [item for item in items if kind in ("", item.kind) and doc in ("", item.doc)]


def _take_over(store: Store, path: Path) -> None:
    from foedus.evidence.exchange import import_decisions

    outcome = import_decisions(store, path)
    for line in outcome.left_out:
        typer.echo(f"foedus: left out: {line}", err=True)
    typer.echo(
        f"{outcome.taken} decisions taken over, {outcome.known} known already, "
        f"{outcome.undecided} rows undecided, {len(outcome.left_out)} left out"
    )
    if outcome.left_out and not outcome.taken:
        raise InputError(path, "no decision could be taken over")


def _write(store: Store, path: Path) -> None:
    from foedus.evidence.exchange import export_decisions

    typer.echo(f"{export_decisions(store, path)} records written to {path}")
