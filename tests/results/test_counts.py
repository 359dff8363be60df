"""Counts: quantiles of histograms, merging in any order, and a recount by other means."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.results.counts import (
    COHESION_BINS,
    DAY_EDGES,
    HEADLINES,
    PER_STATE,
    Counts,
    quantile,
)
from foedus.results.summary import describe_status, standard_error, summarise
from foedus.scenario import STRUCTURES
from foedus.simulation.engine import run_chunks
from foedus.simulation.inputs import build_inputs


@pytest.fixture(scope="module")
def start(scenario, library):
    return build_inputs(scenario, library.organisation, library.ledger)


@pytest.fixture(scope="module")
def chunks(scenario, start):
    return list(run_chunks(scenario, start, size=300))


def counted(chunks, start, months):
    counts = Counts(start.sizes[0], months)
    for chunk in chunks:
        counts.add(chunk)
    return counts


@pytest.mark.parametrize("p", [0.05, 0.25, 0.5, 0.75, 0.95])
def test_quantiles_of_a_histogram_are_within_a_bin_of_the_true_ones(p):
    values = np.random.default_rng(3).beta(8.0, 2.0, 5000)
    edges = np.linspace(0.0, 1.0, COHESION_BINS + 1)
    bins = np.histogram(values, edges)[0]
    assert quantile(bins, edges, p) == pytest.approx(np.quantile(values, p), abs=0.0015)
    days = np.random.default_rng(4).lognormal(1.0, 1.0, 5000)
    found = quantile(np.histogram(days, DAY_EDGES)[0], DAY_EDGES, p)
    assert found == pytest.approx(np.quantile(days, p), rel=0.015)


def test_quantiles_by_hand():
    edges = np.array([0.0, 1.0, 2.0, 4.0])
    assert quantile(np.array([2, 0, 2]), edges, 0.25) == 0.5
    assert quantile(np.array([2, 0, 2]), edges, 0.75) == 3.0
    assert quantile(np.array([0, 4, 0]), edges, 0.0) is not None
    assert quantile(np.array([0, 0, 4]), edges, 1.0) == 4.0
    assert quantile(np.zeros(3, np.int64), edges, 0.5) is None


@given(
    st.lists(st.integers(0, 9), min_size=3, max_size=3), st.floats(0.0, 1.0), st.floats(0.0, 1.0)
)
def test_quantiles_rise_and_stay_on_the_scale(heights, a, b):
    edges = np.array([0.0, 1.0, 2.0, 4.0])
    bins = np.array(heights)
    if bins.sum():
        low, high = quantile(bins, edges, min(a, b)), quantile(bins, edges, max(a, b))
        assert 0.0 <= low <= high + 1e-12 <= 4.0 + 1e-9


def test_the_order_of_the_chunks_does_not_matter(chunks, start, scenario):
    assert len(chunks) == 4
    usual = summarise(scenario, start, counted(chunks, start, scenario.months), {})
    for order in itertools.islice(itertools.permutations(chunks), 1, 24, 7):
        assert summarise(scenario, start, counted(order, start, scenario.months), {}) == usual


def test_counts_equal_a_direct_recount(chunks, start, scenario):
    counts = counted(chunks, start, scenario.months)
    tallies = np.concatenate([c.tallies for c in chunks])
    structures = np.concatenate([c.structures for c in chunks])
    good = tallies["status"] == 0
    assert counts.futures == good.sum()
    assert counts.flagged == (~good).sum()
    assert counts.acts == sum(len(c.events) for c in chunks)
    for k in range(3):
        assert counts.survival[k] == sum(t["survival"] == k for t in tallies[good])
    assert counts.headline["dissolved"] == counts.survival[2]
    assert counts.headline["idle"] == counts.survival[1]
    assert counts.headline["troop_deployment"] == sum(t["any_troops"] > 0 for t in tallies[good])
    assert counts.headline["any_crisis"] == sum(t["crises"] > 0 for t in tallies[good])
    for name, field in (("any_exit", "exit"), ("any_freeze", "frozen"), ("any_join", "joined")):
        assert counts.headline[name] == sum(bool(t[field].any()) for t in tallies[good])
    for field in PER_STATE:
        for i in range(len(start.states)):
            column = [int(t[field][i]) for t in tallies[good]]
            assert counts.totals[field][i] == sum(column)
            assert counts.at_least_once[field][i] == sum(v > 0 for v in column)
    assert counts.first_troops.sum() == np.isfinite(tallies["first_troops_days"][good]).sum()
    assert counts.effect.sum() == sum(t["any_troops"] > 0 for t in tallies[good])
    assert counts.freed.sum() == sum(t["freed"] > 0.0 for t in tallies[good])
    assert (counts.cohesion.sum(axis=1) == good.sum()).all()
    for name, options in STRUCTURES.items():
        rows = [counts.by_structure[name, option] for option in options]
        assert sum(row["futures"] for row in rows) == counts.futures
        for headline in HEADLINES:
            assert sum(row[headline] for row in rows) == counts.headline[headline]
        chosen = [(structures[name][good] == k).sum() for k in range(len(options))]
        assert [row["futures"] for row in rows] == chosen


def test_memory_does_not_grow_with_the_futures(chunks, start, scenario):
    one = counted(chunks[:1], start, scenario.months)
    four = counted(chunks, start, scenario.months)
    assert one.cohesion.nbytes == four.cohesion.nbytes
    assert one.closure.nbytes == four.closure.nbytes


def test_standard_error_is_that_of_a_share():
    assert standard_error(0.5, 100) == pytest.approx(0.05)
    assert standard_error(0.5, 0) is None


def test_words_for_a_status_name_every_bit():
    words = describe_status(1 + 4)
    assert "table" in words
    assert "not a number" in words
    assert "slots" not in words
