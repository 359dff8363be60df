"""Commands on the historical record's tables: list, add, check, get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson

if TYPE_CHECKING:
    from rich.console import Console

    from foedus.record.catalogue import Entry
    from foedus.record.importing import Outcome

data = typer.Typer(
    no_args_is_help=True, help="Tables of the historical record: list, add, check, get."
)
app.add_typer(data, name="data")

Store = Annotated[
    Path | None, typer.Option("--store", help="folder of the store instead of your own")
]
Version = Annotated[
    str | None, typer.Option(help="another version than the catalogue's, taken knowingly")
]


@data.command("list")
def list_tables(
    name: Annotated[
        str | None, typer.Argument(help="one table, told in full; default: all, in brief")
    ] = None,
    folder: Store = None,
    as_json: AsJson = False,
) -> None:
    """Tell what data there are, their terms and official places, and which are in the store."""
    import json

    from rich.console import Console

    from foedus.record import store
    from foedus.record.catalogue import entries, entry

    wanted = [entry(name)] if name else list(entries().values())
    if as_json:
        rows = [_as_row(found, folder) for found in wanted]
        typer.echo(json.dumps({"store": str(store.folder_of(folder)), "tables": rows}))
        return
    console = Console(highlight=False)
    if name:
        _tell_table(console, wanted[0], folder)
    else:
        _tell_all(console, wanted, folder)


@data.command("add")
def add_files(
    paths: Annotated[list[Path], typer.Argument(help="files, zip archives or folders")],
    name: Annotated[
        str | None, typer.Option("--as", help="the table they are, where the name does not say it")
    ] = None,
    version: Version = None,
    folder: Store = None,
    as_json: AsJson = False,
) -> None:
    """Check files and put them into the store: as published (CSV, Stata, R, zip) or tidy copies."""
    from rich.console import Console

    from foedus.record.importing import add

    with Console(stderr=True).status("reading") as status:
        outcome = add(
            paths,
            name=name,
            version=version,
            folder=folder,
            tell=lambda file: status.update(f"reading {file}"),
        )
    _report(outcome, as_json)


@data.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="only these tables")] = None,
    folder: Store = None,
    as_json: AsJson = False,
) -> None:
    """Read the store again: is every table whole, and of the version known here?"""
    import json

    from rich.console import Console

    from foedus.record import store
    from foedus.record.catalogue import entries

    found = {name: store.health(name, folder) for name in names or entries()}
    present = {name: told for name, told in found.items() if told[0] != "missing"}
    damaged = [name for name, (state, _) in present.items() if state == "damaged"]
    missing = [name for name in names or () if found[name][0] == "missing"]
    if as_json:
        typer.echo(json.dumps({n: {"state": s, "detail": d} for n, (s, d) in found.items()}))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for name, (state, detail) in present.items():
            console.print(f"{name}: {state}{'; ' if detail else ''}{detail}", markup=False)
        console.print(
            f"{len(present)} of {len(found)} tables in {store.folder_of(folder)}; "
            f"{len(damaged)} damaged"
        )
    for name in missing:
        typer.echo(f"foedus: data {name}: not in the store", err=True)
    if damaged or missing:
        raise typer.Exit(3)


@data.command("get")
def get_file(
    name: Annotated[str, typer.Argument(help="a table or a data set of `foedus data list`")],
    address: Annotated[
        str | None, typer.Option("--from", help="another address of the same file")
    ] = None,
    sha256: Annotated[str | None, typer.Option(help="digest that the file must have")] = None,
    version: Version = None,
    folder: Store = None,
    as_json: AsJson = False,
) -> None:
    """Download a data set from its official place, where its terms allow it, and add it."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress

    from foedus.record import store
    from foedus.record.catalogue import datasets, entry
    from foedus.record.digests import file_digest
    from foedus.record.fetching import FetchError, address_of, fetch
    from foedus.record.importing import add

    wanted = datasets()[name] if name in datasets() else entry(name).dataset
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        url = address or address_of(wanted)
        errors.print(f"{wanted.title} {wanted.version}. {wanted.citation}\n{wanted.licence}")
        with Progress(*Progress.get_default_columns(), DownloadColumn(), console=errors) as bar:
            task = bar.add_task(url.rpartition("/")[2], total=None)
            path = fetch(
                url,
                store.folder_of(folder) / "downloads",
                sha256,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
    except FetchError as error:
        typer.echo(f"foedus: {error}", err=True)
        raise typer.Exit(1) from None
    known = "as asked" if sha256 else "no known value to compare it with"
    errors.print(f"{path}: SHA-256 {file_digest(path)} ({known})")
    _report(add([path], version=version, folder=folder), as_json)


def _as_row(found: Entry, folder: Path | None) -> dict[str, Any]:
    from dataclasses import asdict

    from foedus.record import store

    manifest = store.manifest(found.name, folder)
    return {
        **asdict(found),
        "stored": store.has(found.name, folder),
        "manifest": asdict(manifest) if manifest else None,
    }


def _tell_all(console: Console, wanted: list[Entry], folder: Path | None) -> None:
    from rich.table import Table

    from foedus.record import store

    table = Table(box=None, padding=(0, 1))
    for head in ("table", "rows", "years", "here", "version"):
        table.add_column(
            head, no_wrap=head != "version", justify="right" if head == "rows" else "left"
        )
    for found in wanted:
        years = f"{found.years[0]}–{found.years[1]}" if found.years else ""
        manifest = store.manifest(found.name, folder)
        here = manifest.form if manifest else "plain" if store.has(found.name, folder) else "–"
        version = manifest.version if manifest else found.dataset.version
        table.add_row(found.name, str(found.rows), years, here, version)
    console.print(table)
    n = sum(store.has(found.name, folder) for found in wanted)
    console.print(
        f"{n} of {len(wanted)} tables in {store.folder_of(folder)}; `foedus data list NAME` tells "
        "terms, citation and official place"
    )


def _tell_table(console: Console, found: Entry, folder: Path | None) -> None:
    from foedus.record import store

    dataset, manifest = found.dataset, store.manifest(found.name, folder)
    how = {
        "same": "its own columns", "recipe": "by a recipe", "": "no: only a tidy copy is read"
    }[found.original]  # fmt: skip
    lines = [
        f"{found.name}: {dataset.title} {dataset.version}",
        f"cite: {dataset.citation}",
        f"terms: {dataset.licence}; may be passed on: {dataset.redistribution}",
        f"published at: {dataset.place or 'nowhere'}; fetched by `foedus data get`: "
        f"{dataset.download or 'no'}",
        f"published file read: {how}; recognised as {', '.join(found.published_as) or '(--as)'}",
        f"rows {found.rows}, key {', '.join(found.key)}"
        + ("" if found.unique else " (repeated in the published table)"),
        f"SHA-256 of the values {found.digest}; of the tidy copy {found.sha256}; "
        "of the published file: unknown",
        "columns: " + ", ".join(f"{c} ({kind})" for c, kind in found.columns.items()),
    ]
    if manifest:
        lines.append(
            f"in the store: {manifest.version}, {manifest.form}, from {manifest.source} "
            f"(SHA-256 {manifest.source_sha256}), added {manifest.added}"
        )
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def _report(outcome: Outcome, as_json: bool) -> None:
    """Tell what was added and what was not; exit with 3 when a file was refused."""
    import json
    from dataclasses import asdict

    if as_json:
        told = {
            "added": [asdict(found) for found in outcome.added],
            "refused": [str(error) for error in outcome.refused],
            "unknown": outcome.unknown,
        }
        typer.echo(json.dumps(told))
    else:
        for found in outcome.added:
            typer.echo(f"{found.table}: {found.rows} rows, {found.version} ({found.form})")
        if outcome.unknown:
            typer.echo(
                f"no table of the catalogue: {', '.join(outcome.unknown)} (name it with --as)"
            )
    for error in outcome.refused:
        typer.echo(f"foedus: {error}", err=True)
    if outcome.refused or not outcome.added:
        if not outcome.refused:
            typer.echo("foedus: nothing was added", err=True)
        raise typer.Exit(3)
