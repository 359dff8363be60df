"""Counts of parts, merged, are the counts of the whole; bins are those of the plain definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.results.counts import COHESION_BINS, DAY_EDGES, Counts, binned, cohesion_bins, merged
from foedus.results.run import load_library
from foedus.scenario import load_scenario
from foedus.simulation.engine import run_chunks
from foedus.simulation.inputs import build_inputs

EDGES = np.linspace(0.0, 1.0, COHESION_BINS + 1)


@pytest.fixture(scope="module")
def chunks():
    scenario = load_scenario("csto").changed(futures=1500, months=12)
    library = load_library("csto")
    start = build_inputs(scenario, library.organisation, library.ledger)
    return start.sizes[0], list(run_chunks(scenario, start))


def counted(states, chunks):
    counts = Counts(states, 12)
    for chunk in chunks:
        counts.add(chunk)
    return counts


def test_merged_counts_are_the_counts_of_all(chunks):
    states, (a, b, c) = chunks
    c.tallies["status"][:7] = 4  # flagged futures are counted apart, in one part only
    parts = [counted(states, [part]) for part in (a, b, c)]
    together = merged(merged(parts[0], parts[1]), parts[2])
    for name, value in vars(counted(states, [a, b, c])).items():
        np.testing.assert_equal(getattr(together, name), value, err_msg=name)
    assert together.flags == {4: 7}
    assert together.futures == 1493


def test_merging_changes_neither_side(chunks):
    states, (a, b, _c) = chunks
    one, other = counted(states, [a]), counted(states, [b])
    merged(one, other)
    for name, value in vars(counted(states, [a])).items():
        np.testing.assert_equal(getattr(one, name), value, err_msg=name)


@given(st.lists(st.floats(0.0, 5000.0), max_size=40))
def test_bins_are_those_of_the_plain_definition(values):
    expected = np.zeros(len(DAY_EDGES) - 1, np.int64)
    for value in values:
        k = sum(1 for edge in DAY_EDGES if edge <= value) - 1
        expected[min(k, len(expected) - 1)] += 1
    np.testing.assert_array_equal(binned(np.array(values), DAY_EDGES), expected)


def test_cohesion_falls_into_its_thousandth():
    middles = (EDGES[:-1] + EDGES[1:]) / 2.0
    assert (cohesion_bins(middles[:, None])[0] == 1).all()
    ends = cohesion_bins(np.array([[0.0, 1.0], [-0.1, 1.2], [0.0, 0.9999]]))
    assert ends[0, 0] == 3
    assert ends[1, -1] == 3
    assert ends.sum() == 6


@given(st.integers(0, 2**32 - 1))
def test_cohesion_bins_hold_every_future_once(seed):
    paths = np.random.default_rng(seed).random((50, 3))
    found = cohesion_bins(paths)
    for month in range(3):
        expected = np.histogram(paths[:, month], EDGES)[0]
        np.testing.assert_array_equal(found[month], expected)
