"""A run that was stopped, in whatever way, goes on to the result it would have had."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from foedus.files import InputError
from foedus.results import resume as stopped
from foedus.results.run import Library, load_library
from foedus.results.run import run as run_in_chunks
from foedus.results.tables import NAMES
from foedus.scenario import Scenario, load_scenario

FUTURES = 600
SIZE = 100


def run(*what, **options):
    return run_in_chunks(*what, size=SIZE, **options)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library("csto")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("csto").changed(futures=FUTURES, months=12)


@pytest.fixture(scope="module")
def whole(scenario, library, tmp_path_factory):
    """Folder of a run that nobody stopped."""
    out = tmp_path_factory.mktemp("whole")
    run(scenario, library, out=out, tables="all")
    return out


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """Checkpoints every two hundred futures."""
    monkeypatch.setattr(stopped, "EVERY", 200)


class Lost(Exception):
    """Stands for a machine that goes down: nothing of the run is tidied up."""


def stop_at(futures: int, how: type[BaseException]):
    def progress(done: int, _total: int) -> None:
        if done >= futures:
            raise how

    return progress


def lose(scenario, library, out, futures=300, **options):
    """Start a run that is lost after so many futures."""
    with pytest.raises(Lost):
        run(scenario, library, out=out, progress=stop_at(futures, Lost), **options)


def same_folder(one, other):
    for name in ("summary.json", "scenario.lock.yaml", "manifest.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    for name in NAMES:
        a, b = (pl.read_parquet(folder / f"{name}.parquet") for folder in (one, other))
        assert a.equals(b), name


@pytest.mark.parametrize("futures", [100, 200, 500])
def test_a_run_stopped_by_hand_goes_on_to_the_same_bits(
    scenario, library, whole, tmp_path, futures
):
    out = tmp_path / "run"
    first = run(
        scenario, library, out=out, tables="all", progress=stop_at(futures, KeyboardInterrupt)
    )
    assert first.interrupted
    assert first.counts.futures == futures
    assert json.loads((out / "manifest.json").read_text())["interrupted"] is True
    months = pl.read_parquet(out / "months.parquet")
    assert months["future"].n_unique() == futures
    seen = []
    run(
        scenario,
        library,
        out=out,
        tables="all",
        resume=True,
        progress=lambda done, _total: seen.append(done),
    )
    assert seen == list(range(futures, FUTURES + 1, SIZE))
    same_folder(out, whole)
    assert not (out / stopped.FOLDER).exists()


def test_a_run_that_was_lost_goes_on_from_its_last_checkpoint(scenario, library, whole, tmp_path):
    lose(scenario, library, tmp_path, futures=500, tables="all")
    assert not (tmp_path / "summary.json").exists()
    seen = []
    run(
        scenario,
        library,
        out=tmp_path,
        tables="all",
        resume=True,
        executor="threads=1",
        progress=lambda done, _total: seen.append(done),
    )
    assert seen[0] == 400
    same_folder(tmp_path, whole)


def test_a_run_may_be_stopped_more_than_once(scenario, library, whole, tmp_path):
    lose(scenario, library, tmp_path, futures=200, tables="all")
    lose(scenario, library, tmp_path, futures=400, tables="all", resume=True)
    run(scenario, library, out=tmp_path, tables="all", resume=True)
    same_folder(tmp_path, whole)


def test_without_resume_a_run_starts_anew(scenario, library, whole, tmp_path):
    lose(scenario.changed(seed=9), library, tmp_path)
    run(scenario, library, out=tmp_path, tables="all")
    same_folder(tmp_path, whole)
    assert not (tmp_path / stopped.FOLDER).exists()


def test_resume_with_nothing_kept_starts_from_the_beginning(scenario, library, whole, tmp_path):
    run(scenario, library, out=tmp_path / "new", tables="all", resume=True)
    same_folder(tmp_path / "new", whole)


def test_a_finished_run_cannot_be_resumed(scenario, library, tmp_path):
    run(scenario.changed(futures=100), library, out=tmp_path)
    with pytest.raises(InputError, match="no stopped run to resume"):
        run(scenario.changed(futures=100), library, out=tmp_path, resume=True)


def test_resume_needs_a_folder(scenario, library):
    with pytest.raises(InputError, match="needs --out"):
        run(scenario, library, resume=True)


def other_seed(scenario):
    return scenario.changed(seed=scenario.seed + 1), {}


def more_futures(scenario):
    return scenario.changed(futures=FUTURES + 100), {}


def other_facts(scenario):
    return scenario.changed(library_digest="0" * 64), {}


def other_tables(scenario):
    return scenario, {"tables": "none"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_seed, "another scenario"),
        (more_futures, "another scenario"),
        (other_facts, "other facts"),
        (other_tables, "another choice of tables"),
    ],
)
def test_another_run_is_refused_in_one_line(scenario, library, tmp_path, change, words):
    lose(scenario, library, tmp_path)
    other, options = change(scenario)
    with pytest.raises(InputError, match=words) as error:
        run(other, library, out=tmp_path, resume=True, **options)
    assert "\n" not in str(error.value)
    assert (tmp_path / stopped.FOLDER / stopped.CHECKPOINT).exists()


@pytest.mark.parametrize(
    ("what", "words"), [("metadata.version", "other versions"), ("source_digest", "other rules")]
)
def test_another_version_is_refused(scenario, library, tmp_path, monkeypatch, what, words):
    lose(scenario, library, tmp_path)
    monkeypatch.setattr(f"foedus.results.resume.{what}", lambda *_name: "99.0")
    with pytest.raises(InputError, match=words):
        run(scenario, library, out=tmp_path, resume=True)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", None])
def test_a_damaged_checkpoint_is_refused_in_one_line(scenario, library, tmp_path, content):
    lose(scenario, library, tmp_path)
    path = tmp_path / stopped.FOLDER / stopped.CHECKPOINT
    path.write_bytes(path.read_bytes()[:-200] if content is None else content)
    with pytest.raises(InputError, match="damaged"):
        run(scenario, library, out=tmp_path, resume=True)


def test_a_part_of_a_table_that_is_gone_is_named(scenario, library, tmp_path):
    lose(scenario, library, tmp_path, tables="all")
    part = tmp_path / stopped.FOLDER / "parts" / "drafts-00000.parquet"
    part.unlink()
    with pytest.raises(InputError, match="drafts-00000"):
        run(scenario, library, out=tmp_path, tables="all", resume=True)


def test_tables_of_the_first_futures_or_of_none(scenario, library, whole, tmp_path, monkeypatch):
    monkeypatch.setattr("foedus.results.tables.KEPT_FUTURES", 250)
    run(scenario, library, out=tmp_path)
    for name in NAMES:
        table = pl.read_parquet(tmp_path / f"{name}.parquet")
        every = pl.read_parquet(whole / f"{name}.parquet")
        assert table.equals(every.filter(pl.col("future") < 250)), name
    run(scenario, library, out=tmp_path, tables="none")
    assert not list(tmp_path.glob("*.parquet"))
    assert (tmp_path / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()


def test_a_choice_of_tables_that_is_not_known_is_refused(scenario, library):
    with pytest.raises(InputError, match="expected one of all, first, none"):
        run(scenario, library, tables="some")


def test_counts_come_back_as_they_were(scenario, library, tmp_path):
    counts = run(scenario.changed(futures=150), library).counts
    counts.flags[4] = 3
    mark = dict.fromkeys(stopped.WORDS, "")
    stopped.save(tmp_path, mark, stopped.Finished(counts, 150, 2))
    found = stopped.load(tmp_path, mark)
    assert found is not None
    assert (found.futures, found.parts) == (150, 2)
    for name, value in vars(counts).items():
        np.testing.assert_equal(getattr(found.counts, name), value, err_msg=name)
