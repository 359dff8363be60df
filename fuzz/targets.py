"""What is fed with spoilt files. A target ends well, or with an `InputError` for people."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from mutations import spoilt

from foedus.organisation import library_folder

Target = Callable[[Path, random.Random], None]


def _spoil(path: Path, dice: random.Random) -> None:
    path.write_bytes(spoilt(path.read_bytes(), dice))


def library(folder: Path, dice: random.Random) -> None:
    """One file of a copied library, then every check of it."""
    from foedus.report.checks import check_library

    own = folder / "library"
    shutil.copytree(library_folder("csto"), own)
    files = sorted(p for p in own.rglob("*") if p.suffix in (".csv", ".yaml"))
    _spoil(dice.choice(files), dice)
    check_library(str(own))


def council(folder: Path, dice: random.Random) -> None:
    """A table of actors, then the council."""
    from foedus.council.command import council_command
    from foedus.council.options import Options

    path = folder / "actors.csv"
    path.write_text("actor,position,salience,capability\nA,0.1,0.5,1\nB,0.4,0.9,2\nC,0.9,0.2,3\n")
    _spoil(path, dice)
    council_command(str(path), None, None, None, None, (), options=Options(draws=5, seed=1))


def ledger(folder: Path, dice: random.Random) -> None:
    """A ledger of one's own, then an act in it."""
    from foedus.report.play import play_act

    path = folder / "ledger.csv"
    shutil.copy(library_folder("csto") / "ledger.csv", path)
    _spoil(path, dice)
    play_act(
        path,
        dice.choice([None, "request", "session_opened"]),
        actors=["ARM"],
        targets=[],
        refers=[],
        on=None,
        text="",
        result="",
        force=False,
        library="csto",
        as_of=None,
    )


def scenario(folder: Path, dice: random.Random) -> None:
    """A scenario file, loaded and prepared for a run."""
    from foedus.scenario import load_scenario

    path = folder / "scenario.yaml"
    shutil.copy(library_folder("csto") / "scenario.yaml", path)
    _spoil(path, dice)
    load_scenario(path)


def decisions(folder: Path, dice: random.Random) -> None:
    """Decisions of a reviewer on their way in."""
    from foedus.evidence.exchange import export_decisions, import_decisions
    from foedus.evidence.store import Store

    text = "The pact will stand, the premier said."
    span = {"start": 0, "end": 19, "text": text[:19]}
    rows = {
        "documents": [{"id": "d", "file": "d.txt", "sha256": "aa"}],
        "statements": [{"id": "S1", "doc": "d", "content_spans": [span], "speaker_name": "X"}],
    }
    with Store(folder / "e.sqlite") as store:
        store.add(rows, {"d": text})
        store.decide(next(store.items()).key, "accepted", "A")
        path = folder / dice.choice(["d.csv", "d.jsonl"])
        export_decisions(store, path)
        _spoil(path, dice)
        import_decisions(store, path)


SAMPLES = Path(__file__).parents[1] / "tests" / "record" / "samples"


def tables(folder: Path, dice: random.Random) -> None:
    """A data set as its authors publish it, or packed, on its way into the store."""
    import zipfile

    import polars as pl

    from foedus.record.importing import add

    sample = dice.choice(sorted(p for p in SAMPLES.iterdir() if p.suffix != ".md"))
    path = folder / sample.name
    shutil.copy(sample, path)
    form = dice.choice(["as it is", "zip", "parquet"])
    if form == "zip":
        path = folder / "packed.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(sample, sample.name)
    elif form == "parquet" and sample.suffix == ".csv":
        path = folder / "mid5_disputes.parquet"
        pl.read_csv(SAMPLES / "MIDA 5.0.csv").write_parquet(path)
    _spoil(path, dice)
    for error in add([path], version="spoilt", folder=folder / "store").refused:
        raise error


def forecasts(folder: Path, dice: random.Random) -> None:
    """A table of others' forecasts, read and resolved."""
    from foedus.record.forecasts import read_forecasts, resolve
    from foedus.results.run import load_library

    path = folder / "forecasts.csv"
    path.write_text(
        "question,origin,horizon,probability,source,outcome\ntroops,2021-12-31,12,0.05,A,\n"
        "crisis KGZ,2021-12-31,12,0.6,A,\nrain,2021-12-31,1,0.5,B,1\n"
    )
    _spoil(path, dice)
    organisation = load_library("csto")
    for forecast in read_forecasts(path, organisation):
        resolve(forecast, organisation)


TARGETS: dict[str, Target] = {
    function.__name__: function
    for function in (library, council, ledger, scenario, decisions, tables, forecasts)
}
