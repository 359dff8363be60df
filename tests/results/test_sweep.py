"""Sweeps: files read with errors for people, paired like single what-ifs, little memory."""

from __future__ import annotations

import csv
import io
import threading

import pytest
from results_making import known_chunk

from foedus.files import InputError
from foedus.results import paired
from foedus.results.flight import in_order
from foedus.results.paired import compare
from foedus.results.sweep import COLUMNS, read_changes, sweep, sweep_csv

TABLE = """name,what_ifs,switches.ties,parameters.council.loyalty
weak,,0.5,
lost,war_lost,,
both,war_lost+majority,1.5,"{dist: lognormal, median: 0.2, sigma: 0.5}"
"""


@pytest.fixture
def known_engine(monkeypatch):
    monkeypatch.setattr(paired, "run_chunk", known_chunk)


def write(folder, text, name="sweep.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_changes_is_read(tmp_path, scenario):
    found = read_changes(write(tmp_path, TABLE), scenario)
    assert list(found) == ["weak", "lost", "both"]
    assert found["weak"] == scenario.with_setting("switches.ties", 0.5)
    assert found["lost"] == scenario.with_what_if("war_lost")
    assert found["both"].chosen == ("war_lost", "majority")
    assert found["both"].switches.ties == 1.5
    assert found["both"].known_parameters["council.loyalty"].central == pytest.approx(0.2)


def test_a_grid_gives_every_combination(tmp_path, scenario):
    text = "grid: {switches.ties: [0.5, 1, 1.5], switches.plans_ready: [0, 1]}\n"
    found = read_changes(write(tmp_path, text, "grid.yaml"), scenario)
    ways = {(one.switches.ties, one.switches.plans_ready) for one in found.values()}
    assert ways == {(t, p) for t in (0.5, 1.0, 1.5) for p in (0.0, 1.0)} and len(found) == 6


def test_a_list_of_what_ifs_is_read(tmp_path, scenario):
    text = (
        "- {name: a, what_ifs: [war_lost], set: {switches.ties: 0.5}}\n- {what_ifs: [majority]}\n"
    )
    found = read_changes(write(tmp_path, text, "list.yaml"), scenario)
    assert list(found) == ["a", "majority"]
    assert found["a"] == scenario.with_what_if("war_lost").with_setting("switches.ties", 0.5)


@pytest.mark.parametrize(
    ("text", "name", "where", "problem"),
    [
        ("title,x\na,1\n", "s.csv", "line 1", "columns name"),
        ("name,switches.ties\na,much\n", "s.csv", "row 2", "not a number"),
        ("name,switches.ties\na,0.5\na,0.6\n", "s.csv", "row 3", "stands twice"),
        ("name,switches.ties\n,0.5\n", "s.csv", "row 2", "name is empty"),
        ("name,switches.ties\na,0.5,7\n", "s.csv", "row 2", "cells"),
        ("name,switches.knots\na,0.5\n", "s.csv", "row 2", "expected parameters"),
        ("name,what_ifs\na,flood\n", "s.csv", "row 2", "not named here"),
        ("name\n", "s.csv", "s.csv", "expected 1 to"),
        ("grid: {switches.ties: 0.5}\n", "s.yaml", "grid", "list of values"),
        ("- {nom: a}\n", "s.yaml", "what-if 1", "expected the keys"),
        ("5\n", "s.yaml", "s.yaml", "expected a list"),
        ("x", "s.txt", "s.txt", ".csv or .yaml"),
    ],
)
def test_errors_say_where(tmp_path, scenario, text, name, where, problem):
    with pytest.raises(InputError) as error:
        read_changes(write(tmp_path, text, name), scenario)
    assert where in error.value.where and problem in str(error.value)


def test_a_sweep_gives_what_single_comparisons_give(known_engine, tmp_path, scenario, library):
    changes = read_changes(write(tmp_path, TABLE), scenario)
    seen = []
    many = sweep(scenario, changes, library, futures=600, progress=lambda d, n: seen.append((d, n)))
    assert seen[-1] == (2400, 2400) and [d for d, _n in seen] == sorted(d for d, _n in seen)
    base = scenario.changed(futures=600)
    alone = compare(base, {"weak": changes["weak"].changed(futures=600)}, library, spread=False)
    assert many.as_dict()["comparisons"]["weak"] == alone.as_dict()["comparisons"]["weak"]


def test_the_table_of_results_reads_back(known_engine, tmp_path, scenario, library):
    changes = read_changes(write(tmp_path, TABLE), scenario)
    done = sweep(scenario, changes, library, futures=500)
    rows = list(csv.DictReader(io.StringIO(sweep_csv(done))))
    assert tuple(rows[0]) == COLUMNS
    whole = done.as_dict()["comparisons"]["weak"]["headlines"]["any_crisis"]
    (row,) = [r for r in rows if r["name"] == "weak" and r["outcome"] == "any_crisis"]
    assert float(row["difference"]) == pytest.approx(whole["difference"], rel=1e-5)
    assert float(row["min"]) == pytest.approx(whole["range"]["min"], rel=1e-5)
    each = {r["name"]: 0 for r in rows}
    for r in rows:
        each[r["name"]] += 1
    assert len(set(each.values())) == 1 and set(each) == set(changes)


def test_what_is_kept_does_not_grow_with_the_futures(known_engine, scenario, library):
    def kept(futures):
        changes = {"w": scenario.with_what_if("weaker_ties")}
        pairing = sweep(scenario, changes, library, futures=futures).pairings["w"]
        arrays = [v for v in vars(pairing).values() if hasattr(v, "nbytes")]
        assert pairing.bins is None and pairing.futures == futures
        return sum(a.nbytes for a in arrays)

    assert kept(300) == kept(1500) < 200_000


def test_jobs_come_back_in_order_and_few_are_in_flight():
    lock, state = threading.Lock(), {"asked": 0, "most": 0}
    returned = 0

    def jobs():
        for k in range(60):
            with lock:
                state["asked"] += 1
                state["most"] = max(state["most"], state["asked"] - returned)
            yield (k,)

    for value in in_order(lambda k: k * k, jobs(), threads=3):
        assert value == returned**2
        returned += 1
    assert returned == 60 and state["most"] <= 2 * 3 + 2


def test_an_error_in_a_job_reaches_the_caller():
    def fail(k):
        if k == 4:
            raise InputError("job", "fails")
        return k

    with pytest.raises(InputError, match="fails"):
        list(in_order(fail, ((k,) for k in range(9)), threads=2))
