"""A run's folder: complete, readable elsewhere, consistent with the counts; or nothing at all."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from foedus.files import InputError
from foedus.results import tables as tables_module
from foedus.results.run import LOCK, read_summary, run
from foedus.results.tables import MEMBER_FIELDS
from foedus.scenario import ImposedCrisis, load_scenario
from foedus.simulation import engine

TABLES = ("months", "members", "crises", "responses", "drafts", "deployments")


@pytest.fixture(scope="module")
def tables(result, folder):
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}


def test_the_folder_is_complete(result, folder):
    expected = {LOCK, "manifest.json", "summary.json", *(f"{t}.parquet" for t in TABLES)}
    assert expected <= {p.name for p in folder.iterdir()}
    assert not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_summary_and_manifest_say_what_was_run(result, folder):
    assert read_summary(folder) == json.loads(json.dumps(result.summary))
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["futures"] + manifest["flagged"] == result.scenario.futures
    assert manifest["acts"] == result.counts.acts
    assert manifest["interrupted"] is False
    assert manifest["library_digest"] == result.scenario.library_digest
    assert {"numpy", "numba", "foedus"} <= set(manifest["packages"])


def test_the_lock_file_repeats_the_run(result, folder, library):
    again = run(load_scenario(folder / LOCK), library)
    assert again.summary == result.summary
    assert again.counts.cohesion.tobytes() == result.counts.cohesion.tobytes()


def test_tables_agree_with_the_counts(tables, result):
    states = result.start.states
    members = tables["members"]
    assert members.height == result.scenario.futures * len(states)
    if result.counts.flagged:
        pytest.skip("flagged futures are in the tables and not in the counts")
    for field in set(MEMBER_FIELDS) - {"papers"}:
        by_state = dict(members.group_by("state").agg(pl.col(field).sum()).iter_rows())
        found = [by_state[s] for s in states]
        np.testing.assert_array_equal(found, result.counts.totals[field][: len(states)])


def test_members_agree_with_the_acts(tables, result):
    asked = tables["responses"].filter(pl.col("act") == "request_for_help")
    told = dict(asked.group_by("actor").len().iter_rows())
    counted = dict(tables["members"].group_by("state").agg(pl.col("requested").sum()).iter_rows())
    assert {s: n for s, n in counted.items() if n} == told
    sent = tables["deployments"].filter(pl.col("act") == "contingent_sent")
    told = dict(sent.group_by("actor").len().iter_rows())
    counted = dict(tables["members"].group_by("state").agg(pl.col("troops_sent").sum()).iter_rows())
    assert {s: n for s, n in counted.items() if n} == told


def test_cohesion_of_the_months_agrees_with_the_summary(tables, result):
    months = tables["months"]
    assert months.height == result.scenario.futures * result.scenario.months
    for month in (0, 11, 23):
        values = months.filter(pl.col("month") == month)["cohesion"].to_numpy()
        row = result.summary["cohesion"][month]
        for p in (0.25, 0.5, 0.75):
            assert row[f"p{round(100 * p):02d}"] == pytest.approx(np.quantile(values, p), abs=0.01)


def test_acts_name_states_and_nothing_else(tables, result):
    known = {*result.start.states, ""}
    for name in ("crises", "responses", "drafts", "deployments"):
        table = tables[name]
        assert set(table["actor"].unique()) <= known
        assert set(table["target"].unique()) <= known
        assert table["future"].max() < result.scenario.futures
        assert table["day"].max() < 30 * result.scenario.months


def test_tables_are_kept_for_the_first_futures_only(scenario, library, monkeypatch, tmp_path):
    monkeypatch.setattr(tables_module, "KEPT_FUTURES", 400)
    whole = run(scenario, library, out=tmp_path, size=300)
    for name in ("members", "months"):
        kept = pl.read_parquet(tmp_path / f"{name}.parquet")["future"]
        assert sorted(kept.unique().to_list()) == list(range(400))
    assert pl.read_parquet(tmp_path / "crises.parquet")["future"].max() < 400
    assert whole.counts.futures + whole.counts.flagged == 1200


def test_a_run_in_which_nothing_happens_writes_its_tables(scenario, library, tmp_path):
    quiet = scenario.changed(futures=1, months=1)
    run(quiet, library, out=tmp_path)
    for name in TABLES:
        assert pl.read_parquet(tmp_path / f"{name}.parquet").height >= 0


class Impatient:
    """Interrupts as soon as so many futures are done."""

    def __init__(self, after):
        self.after, self.last = after, 0

    def __call__(self, done, wanted):
        self.last = done
        if done >= self.after:
            raise KeyboardInterrupt


@pytest.mark.parametrize("after", [1, 700])
def test_an_interrupted_run_keeps_what_was_finished(scenario, library, tmp_path, after):
    impatient = Impatient(after)
    stopped = run(
        scenario.changed(futures=3000), library, out=tmp_path, size=250, progress=impatient
    )
    done = stopped.counts.futures + stopped.counts.flagged
    assert stopped.interrupted
    assert done == impatient.last >= after
    assert done < 3000
    said = stopped.summary["warnings"][-1]
    assert said == f"interrupted: {stopped.counts.futures} of 3000 futures finished and kept"
    assert json.loads((tmp_path / "manifest.json").read_text())["interrupted"] is True
    assert pl.read_parquet(tmp_path / "months.parquet")["future"].n_unique() == done
    alone = run(scenario.changed(futures=done), library)
    assert alone.summary["organisation"] == stopped.summary["organisation"]
    assert alone.summary["members"] == stopped.summary["members"]


def test_progress_counts_up_to_the_end(scenario, library):
    seen = []
    run(scenario, library, size=500, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


@pytest.fixture
def no_simulation(monkeypatch):
    def fail(*_args, **_options):
        raise AssertionError("simulated although nothing could be written")

    monkeypatch.setattr(engine, "run_chunk", fail)


def test_an_unwritable_folder_is_refused_before_the_work(
    no_simulation, scenario, library, tmp_path
):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    for out in (blocked, blocked / "below"):
        with pytest.raises(InputError, match="cannot be written") as caught:
            run(scenario, library, out=out)
        assert "\n" not in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert blocked.read_text() == "not a folder"


@pytest.mark.usefixtures("no_simulation")
def test_bad_input_leaves_no_folder(scenario, library, tmp_path):
    bad = scenario.changed(imposed=(ImposedCrisis(month=0, kind="unrest", victim="XYZ"),))
    with pytest.raises(InputError, match="XYZ"):
        run(bad, library, out=tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(InputError, match=r"no summary\.json"):
        read_summary(tmp_path)
    (tmp_path / "summary.json").write_text("{broken")
    with pytest.raises(InputError, match="damaged"):
        read_summary(tmp_path)
