"""Compiled equals interpreted: the same futures, act by act."""

from __future__ import annotations

import math

import numpy as np
import pytest
from simulation_making import copy_of, start_of, with_settings

from foedus.compiled import INTERPRET
from foedus.files import InputError
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.future import simulate_chunk
from foedus.simulation.records import (
    EVENTS_PER_FUTURE,
    NOT_A_NUMBER,
    event_type,
    record_type,
    tally_type,
    world_type,
)

FUTURES, MONTHS = 12, 12


def play(function, scenario, start, thetas):
    states, pairs = start.sizes
    n = len(thetas)
    structures = draw_structures(scenario, scenario.seed, 0, n)
    worlds = np.zeros(1, world_type(states, pairs))
    events = np.zeros(n * EVENTS_PER_FUTURE, event_type())
    used = np.zeros(n, np.int64)
    tallies = np.zeros(n, tally_type(states))
    paths = np.zeros((n, scenario.months))
    end = function(
        scenario.seed,
        0,
        start.record.view(np.recarray),
        thetas.view(np.recarray),
        structures.view(np.recarray),
        worlds.view(np.recarray),
        events.view(np.recarray),
        used,
        tallies.view(np.recarray),
        paths,
    )
    return events[:end], used, tallies, paths, worlds


@pytest.fixture(scope="module")
def short(scenario, library):
    """A lively year, so that few futures reach every branch."""
    lively = with_settings(
        scenario.changed(months=MONTHS),
        {"onset.constant": -1.5, "internal.unrest_scale": 4.0, "membership.freeze_rate": 0.15},
    )
    return lively, start_of(lively, library)


def draw(scenario, start, n):
    return draw_parameters(scenario.known_parameters, start.own_record, scenario.seed, 0, n)


@pytest.mark.skipif(INTERPRET, reason="nothing is compiled in this run")
def test_compiled_equals_interpreted(short):
    scenario, start = short
    thetas = draw(scenario, start, FUTURES)
    compiled = play(simulate_chunk, scenario, start, thetas)
    plain = play(simulate_chunk.py_func, scenario, start, thetas)
    kinds = set(compiled[0]["act"])
    assert len(kinds) >= 15, "too little happens for the comparison to mean much"
    np.testing.assert_array_equal(compiled[1], plain[1])
    for name in ("future", "at", "act", "actor", "target", "crisis"):
        np.testing.assert_array_equal(compiled[0][name], plain[0][name], err_msg=name)
    np.testing.assert_allclose(compiled[0]["number"], plain[0]["number"], rtol=1e-12)
    for ours, theirs in ((compiled[2], plain[2]), (compiled[4], plain[4])):
        for name in ours.dtype.names:
            if ours[name].dtype.kind == "i":
                np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)
            else:
                np.testing.assert_allclose(
                    ours[name], theirs[name], rtol=1e-12, atol=1e-12, err_msg=name
                )
    np.testing.assert_allclose(compiled[3], plain[3], rtol=1e-12)


def test_a_future_does_not_depend_on_the_workspace_it_finds(short):
    scenario, start = short
    thetas = draw(scenario, start, 30)
    clean = play(simulate_chunk, scenario, start, thetas)
    again = play(simulate_chunk, scenario, start, thetas)
    states, pairs = start.sizes
    structures = draw_structures(scenario, scenario.seed, 0, 30)
    dirty_world = np.frombuffer(
        b"\x01" * world_type(states, pairs).itemsize, world_type(states, pairs)
    ).copy()
    events = np.frombuffer(
        b"\x7f" * (30 * EVENTS_PER_FUTURE * event_type().itemsize), event_type()
    ).copy()
    tallies = np.frombuffer(b"\x7f" * (30 * tally_type(states).itemsize), tally_type(states)).copy()
    paths = np.full((30, scenario.months), np.nan)
    used = np.full(30, -1)
    end = simulate_chunk(
        scenario.seed, 0, start.record.view(np.recarray), thetas.view(np.recarray),
        structures.view(np.recarray), dirty_world.view(np.recarray), events.view(np.recarray),
        used, tallies.view(np.recarray), paths,
    )  # fmt: skip
    assert clean[0].tobytes() == again[0].tobytes()
    assert events[:end].tobytes() == clean[0].tobytes()
    assert tallies.tobytes() == clean[2].tobytes()
    assert paths.tobytes() == clean[3].tobytes()


@pytest.mark.parametrize(
    "name",
    [
        "alignment_walk",
        "readiness_half_life",
        "economy_growth_sd",
        "credibility_kept_per_month",
        "credibility_grievance_months",
        "council_precision",
    ],
)
def test_a_value_that_is_not_a_number_is_flagged(short, name):
    scenario, start = short
    thetas = draw(scenario, start, 20)
    thetas[name][7] = math.nan
    events, _used, tallies, _paths, _worlds = play(simulate_chunk, scenario, start, thetas)
    assert len(events)
    assert tallies["status"][7] != 0
    if name != "council_precision":
        assert tallies["status"][7] & NOT_A_NUMBER
    others = np.delete(tallies["status"], 7)
    assert not (others & NOT_A_NUMBER).any()


def test_a_draw_that_is_not_finite_is_refused(short):
    scenario, start = short
    wild = {"dist": "lognormal", "median": 1.0, "sigma": 1e6}
    with pytest.raises(InputError, match=r"council\.loyalty"):
        draw(with_settings(scenario, {"council.loyalty": wild}), start, 20)


def test_a_field_that_numpy_records_know_otherwise_is_refused():
    with pytest.raises(AssertionError, match="base"):
        record_type([("base", "f8")])


def test_types_have_no_padding(start):
    for kind in (event_type(), tally_type(24), world_type(*start.sizes), start.record.dtype):
        fields = [kind.fields[name] for name in kind.names]
        assert sum(f[0].itemsize for f in fields) == kind.itemsize


def test_inputs_do_not_change_in_a_run(short):
    scenario, start = short
    mine = copy_of(start)
    play(simulate_chunk, scenario, mine, draw(scenario, start, 20))
    assert mine.record.tobytes() == start.record.tobytes()
