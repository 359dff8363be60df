"""The replication archive: complete, the same bytes again; an R script redraws the tables."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import zipfile

import numpy as np
import polars as pl
import pytest

from foedus.files import InputError, read_yaml
from foedus.report.archive import write_archive
from foedus.report.tables import HEADLINES, value_at
from foedus.results.run import run
from foedus.scenario import STRUCTURES, load_scenario

R_PACKAGE = "Package: nanoparquet\nVersion: 0.0.1\nTitle: T\nDescription: D.\nLicense: none\n"
R_READER = 'read_parquet <- function(file) read.csv(sub("parquet$", "csv", file))\n'


@pytest.fixture(scope="module")
def unpacked(at_war, tmp_path_factory):
    where = tmp_path_factory.mktemp("archive")
    path = write_archive(at_war, where / "run.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(where)
    return where / at_war.name


def test_the_archive_holds_what_is_needed_to_repeat_check_and_cite(unpacked, at_war):
    names = {p.relative_to(unpacked).as_posix() for p in unpacked.rglob("*") if p.is_file()}
    assert names >= {
        "scenario.lock.yaml", "summary.json", "manifest.json", "report.html", "judgement.json",
        "futures.parquet", "members.parquet", "months.parquet", "tables.R", "CITATION.cff",
        "versions.txt", "README.md", "SHA256SUMS", "library/ledger.csv", "library/sources.csv",
        "library/councils/2022-05-16.csv",
    }  # fmt: skip
    for line in (unpacked / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest
        names.remove(name)
    assert names == {"SHA256SUMS"}
    again = load_scenario(unpacked / "scenario.lock.yaml")
    told = json.loads((unpacked / "summary.json").read_text())
    assert json.loads(json.dumps(run(again).summary)) == told
    cited = read_yaml(unpacked / "CITATION.cff")
    assert cited["version"] == "0.1.0" and "seed 1" in cited["message"]
    pins = (unpacked / "versions.txt").read_text()
    for package in ("foedus==", "numpy==", "jinja2==", "ruamel-yaml==", "llvmlite=="):
        assert f"\n{package}" in pins


def test_the_same_run_gives_the_same_bytes(at_war, tmp_path):
    first = write_archive(at_war, tmp_path / "a.zip").read_bytes()
    assert write_archive(at_war, tmp_path / "b.zip").read_bytes() == first


def test_what_cannot_be_packed_is_said(at_war, tmp_path):
    with pytest.raises(InputError, match=r"not a \.zip file"):
        write_archive(at_war, tmp_path / "a.tar")
    shutil.copytree(at_war, tmp_path / "run")
    (tmp_path / "run" / "report.html").unlink()
    with pytest.raises(InputError, match=r"report\.html"):
        write_archive(tmp_path / "run")
    assert not list(tmp_path.glob("*.zip"))


def test_the_table_of_futures_gives_the_summary(unpacked):
    table = pl.read_parquet(unpacked / "futures.parquet").filter(pl.col("status") == 0)
    told = json.loads((unpacked / "summary.json").read_text())
    for _words, path, name in HEADLINES:
        assert table[name].mean() == pytest.approx(value_at(told, path), abs=1e-12)
    for row in told["structure_table"]:
        part = table.filter(pl.col(row["structure"]) == row["option"])
        assert part.height == row["n"]
        assert part["dissolved"].mean() == pytest.approx(row["dissolved"], abs=1e-12)


def redrawn(folder, name):
    with (folder / "redrawn" / f"{name}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_script_redraws_the_tables(unpacked, tmp_path):
    """Run by R itself, with a stand-in for the reader of Parquet that reads the same as CSV."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    package = tmp_path / "nanoparquet"
    (package / "R").mkdir(parents=True)
    (package / "DESCRIPTION").write_text(R_PACKAGE)
    (package / "NAMESPACE").write_text("export(read_parquet)\n")
    (package / "R" / "read.R").write_text(R_READER)
    library = tmp_path / "library"
    library.mkdir()
    subprocess.run(
        ["R", "CMD", "INSTALL", f"--library={library}", str(package)],
        check=True,
        capture_output=True,
    )
    for path in unpacked.glob("*.parquet"):
        table = pl.read_parquet(path).with_columns(pl.col(pl.Boolean).cast(pl.Int8))
        table.with_columns(pl.col(pl.Float64).fill_nan(None)).write_csv(path.with_suffix(".csv"))
    done = subprocess.run(
        ["Rscript", str(unpacked / "tables.R"), str(unpacked)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "R_LIBS_USER": str(library)},
    )
    told = json.loads((unpacked / "summary.json").read_text())
    assert f"{told['futures']} futures without a flag" in done.stdout
    rows = {row["outcome"]: row for row in redrawn(unpacked, "headlines")}
    for _words, path, name in HEADLINES:
        assert float(rows[name]["share"]) == pytest.approx(value_at(told, path))
        assert float(rows[name]["lowest"]) == pytest.approx(told["structures"][name]["min"])
        assert float(rows[name]["highest"]) == pytest.approx(told["structures"][name]["max"])
        assert float(rows[name]["error"]) == pytest.approx(told["errors"][name])
    assert {row["structure"] for row in redrawn(unpacked, "theories")} == set(STRUCTURES)
    members = {row["member"]: row for row in redrawn(unpacked, "members")}
    assert set(members) == set(told["members"])
    for state, row in members.items():
        assert float(row["refuses"]) == pytest.approx(told["members"][state]["refuses_draft"])
        assert float(row["leaves"]) == pytest.approx(told["members"][state]["exit"])
    for row in redrawn(unpacked, "calls"):
        helped = told["members"][row["member"]]["helped_if_requested"]
        assert int(row["calls"]) == helped["n"]
        if helped["n"]:
            assert float(row["helped_if_it_asks"]) == pytest.approx(helped["p"])
    months = pl.read_parquet(unpacked / "months.parquet")
    last = months.filter((pl.col("month") == 23) & (pl.col("cohesion") > 0.0))["cohesion"]
    fan = redrawn(unpacked, "cohesion")
    assert len(fan) == 24
    assert float(fan[-1]["X50."]) == pytest.approx(float(np.median(last.to_numpy())))
