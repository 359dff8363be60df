"""Same seed, same bits: over repeats, threads, chunk sizes, lengths of run and added states."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from simulation_making import copy_of, futures_of, same_bits, simulate, start_of

from foedus.codes import ActKind, Level, Status, state_code
from foedus.results.counts import Counts
from foedus.results.summary import summarise
from foedus.simulation.engine import run_chunks, slices


def summary_of(scenario, start, **options):
    counts = Counts(start.sizes[0], scenario.months)
    for chunk in run_chunks(scenario, start, **options):
        counts.add(chunk)
    return summarise(scenario, start, counts, {})


def test_a_repeated_run_has_the_same_bits(scenario, start, calm):
    assert same_bits(simulate(scenario, start), calm)


def test_inputs_built_again_are_the_same(scenario, library, start):
    again = start_of(scenario, library)
    assert again.record.tobytes() == start.record.tobytes()
    assert (again.states, again.pairs, again.series) == (start.states, start.pairs, start.series)


@pytest.mark.parametrize(("threads", "size"), [(1, 500), (2, 250), (1, 777)])
def test_threads_and_chunks_do_not_matter(scenario, start, calm, threads, size):
    assert same_bits(simulate(scenario, start, threads=threads, size=size), calm)


def test_the_executor_does_not_matter(scenario, start, calm):
    with ThreadPoolExecutor(3) as pool:
        assert same_bits(simulate(scenario, start, executor=pool), calm)


def test_the_summary_does_not_depend_on_threads_or_chunks(scenario, start):
    usual = summary_of(scenario, start)
    assert summary_of(scenario, start, threads=1, size=777) == usual
    assert summary_of(scenario, start, threads=2, size=250) == usual


def test_the_first_thousand_of_five_thousand_equal_a_thousand_alone(scenario, start):
    short = simulate(scenario.changed(futures=1000), start)
    long = simulate(scenario.changed(futures=5000), start)
    acts = long.events[long.events["future"] < 1000]
    head = replace(
        long,
        **{n: getattr(long, n)[:1000] for n in ("tallies", "structures", "thetas", "cohesion")},
        events=acts,
    )
    assert same_bits(head, short)


def test_slices_cover_every_future_once():
    for futures, size in ((1, 500), (500, 500), (1501, 500), (5000, 777)):
        numbers = [f for first, count in slices(futures, size) for f in range(first, first + count)]
        assert numbers == list(range(futures))


def test_another_seed_gives_other_luck_and_the_same_parameters(scenario, start, calm):
    other = simulate(scenario.changed(seed=2, parameter_seed=scenario.seed), start)
    assert other.thetas.tobytes() == calm.thetas.tobytes()
    assert other.structures.tobytes() == calm.structures.tobytes()
    assert other.tallies.tobytes() != calm.tallies.tobytes()


def test_another_parameter_seed_gives_other_parameters(scenario, start, calm):
    other = simulate(scenario.changed(parameter_seed=9), start)
    assert other.thetas.tobytes() != calm.thetas.tobytes()


def test_a_shorter_horizon_sees_the_same_months(scenario, start, library, calm):
    short_scenario = scenario.changed(months=9)
    short = simulate(short_scenario, start_of(short_scenario, library))
    assert short.cohesion.tobytes() == np.ascontiguousarray(calm.cohesion[:, :9]).tobytes()


def with_a_bystander(start):
    """Start with one more state, first in the list, that belongs to nothing."""
    added = copy_of(start)
    x, x_old = added.record[0], start.record[0]
    n = len(start.states)
    assert n + 1 <= len(x.status)
    for name in x.dtype.names:
        field = x_old[name]
        shape = np.shape(field)
        if name.startswith(("imposed", "exercise", "call", "war", "session", "calendar")):
            continue
        if shape == (len(x.status),):
            x[name][1 : n + 1] = field[:n]
            x[name][0] = 0
        elif shape[-2:] == (len(x.status), len(x.status)):
            x[name][..., 1 : n + 1, 1 : n + 1] = field[..., :n, :n]
            x[name][..., 0, :] = 0
            x[name][..., :, 0] = 0
        elif shape[:1] == (len(x.status),):
            x[name][1 : n + 1] = field[:n]
            x[name][0] = 0
    for name in ("exercise_takes", "exercise_past_takes"):
        x[name][:, 1 : n + 1] = x_old[name][:, :n]
        x[name][:, 0] = 0
    x.code[0] = state_code("AAA")
    x.status[0] = Status.OUTSIDE
    x.km[0, :] = x.km[:, 0] = 3000.0
    x.chair_order[0] = -1
    x.first[: len(start.pairs)] += 1
    x.second[: len(start.pairs)] += 1
    x.call_victim[: x.calls] += 1
    x.chair += 1
    return replace(added, states=("AAA", *start.states))


def test_adding_a_state_disturbs_nothing_before_troops_move(stormy_scenario, start, stormy):
    larger = simulate(stormy_scenario, with_a_bystander(start))
    compared = 0
    for before, after in zip(futures_of(stormy), futures_of(larger), strict=True):
        mandates = (before["act"] == ActKind.MANDATE_GIVEN) & (before["number"] == Level.TROOPS)
        first = int(before["at"][mandates].min()) // 30 if mandates.any() else 10_000
        here, there = (acts[acts["at"] // 30 < first] for acts in (before, after))
        assert len(here) == len(there)
        for name in ("at", "act", "crisis", "number"):
            assert (there[name] == here[name]).all()
        for name in ("actor", "target"):
            assert (there[name] == np.where(here[name] >= 0, here[name] + 1, -1)).all()
        compared += len(here)
    assert compared > 15_000


def test_adding_a_state_disturbs_nothing(stormy_scenario, start, stormy):
    larger = simulate(stormy_scenario, with_a_bystander(start))
    n = len(start.states)
    for name in stormy.tallies.dtype.names:
        before, after = stormy.tallies[name], larger.tallies[name]
        if before.ndim == 2:
            before, after = before[:, :n], after[:, 1 : n + 1]
        np.testing.assert_array_equal(after, before, err_msg=name)
    assert larger.cohesion.tobytes() == stormy.cohesion.tobytes()
    acts, more = stormy.events, larger.events
    for name in ("future", "at", "act", "crisis", "number"):
        np.testing.assert_array_equal(more[name], acts[name], err_msg=name)
    for name in ("actor", "target"):
        np.testing.assert_array_equal(more[name], np.where(acts[name] >= 0, acts[name] + 1, -1))
