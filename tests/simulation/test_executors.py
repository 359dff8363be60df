"""Where a run is computed does not matter: threads, another executor, a cluster that loses one."""

from __future__ import annotations

import importlib.util
import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from simulation_making import same_bits, simulate

from foedus.files import InputError
from foedus.results.run import run
from foedus.simulation.engine import reduced_chunks, run_chunk, run_spans, slices, whole
from foedus.simulation.executors import opened, parse_executor

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="the extra `cluster` (distributed) is not installed",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("threads", ("threads", "")),
        ("threads=3", ("threads", "3")),
        ("dask", ("dask", "")),
        ("dask=tcp://host:8786", ("dask", "tcp://host:8786")),
    ],
)
def test_executors_are_named_as_on_the_command_line(text, expected):
    assert parse_executor(text) == expected


@pytest.mark.parametrize("text", ["", "thread", "threads=0", "threads=x", "dask=", "ray", "=4"])
def test_an_executor_that_is_not_known_is_refused_in_one_line(text):
    with pytest.raises(InputError, match="expected threads") as error:
        parse_executor(text)
    assert "\n" not in str(error.value)


def test_threads_are_as_many_as_asked_for():
    with opened("threads=3") as pool:
        assert (pool.workers, pool.bundle, pool.here) == (3, 1, True)
    with opened(None, threads=2) as pool:
        assert pool.workers == 2


def test_an_executor_of_the_caller_stays_open():
    with ThreadPoolExecutor(1) as own:
        with opened(own) as pool:
            assert pool.executor is own
        assert own.submit(int, "7").result() == 7


def test_a_task_travels_as_bytes_and_gives_the_same_bits(scenario, start):
    task = pickle.dumps(partial(run_spans, scenario, start, [(500, 250)], whole))
    (travelled,) = pickle.loads(pickle.dumps(pickle.loads(task)()))
    assert same_bits(travelled, run_chunk(scenario, start, 500, 250))


def test_a_reduction_sees_every_chunk_in_order(scenario, start):
    spans = list(reduced_chunks(scenario, start, span_of, size=250, executor="threads=2"))
    assert spans == slices(scenario.futures, 250)


def test_what_is_done_already_is_not_computed_again(scenario, start):
    seen = []
    scenario = scenario.changed(futures=1500)
    spans = list(
        reduced_chunks(
            scenario, start, span_of, done=1000, progress=lambda done, _total: seen.append(done)
        )
    )
    assert spans == [(1000, 500)]
    assert seen == [1500]
    assert list(reduced_chunks(scenario, start, span_of, done=1500)) == []


def span_of(chunk):
    return chunk.first, len(chunk.tallies)


@needs_dask
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_address_where_nobody_answers_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr("foedus.simulation.executors.CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(InputError, match="no Dask scheduler answers"),
        opened("dask=tcp://127.0.0.1:9"),
    ):
        pass


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_bits_of_threads(scenario, start, library):
    import distributed

    asked = scenario.changed(futures=4000)
    killed = []
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        silence_logs=50,
    ) as cluster:

        def lose_one(done: int, _total: int) -> None:
            if not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        address = f"dask={cluster.scheduler_address}"
        there = run(asked, library, executor=address, progress=lose_one)
        short = scenario.changed(futures=1000)
        assert same_bits(simulate(short, start, executor=address), simulate(short, start))
    assert killed
    assert there.counts.futures == 4000
    assert there.summary == run(asked, library).summary
