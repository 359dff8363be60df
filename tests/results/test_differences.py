"""Judgement share of differences: closed forms, one baseline for all what-ifs, a stated cost."""

from __future__ import annotations

import json

import numpy as np
import pytest
from results_making import ESTIMATED, JUDGED, luck, rank

from foedus.codes import Survival
from foedus.files import InputError
from foedus.results import differences, paired
from foedus.results.differences import (
    Centre,
    add_judgement,
    affordable,
    difference_draws,
    difference_shares,
)
from foedus.results.kept import alone, keep
from foedus.results.outcomes import Name
from foedus.results.paired import compare
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.engine import Chunk
from foedus.simulation.records import event_type, tally_type

CALLS: list[float] = []


def gaps(scenario, start, first, thetas, structures):
    """Futures in which what a what-if adds depends on two ranks, j judged and r estimated.

    With the ties loosened: dissolved with probability 0.6 j + 0.3 r; troops in half of the
    futures, days later by 2 j + r; of two requests, j / 2 + r / 4 of each are helped.
    """
    n, seed = len(thetas), scenario.seed
    moved = scenario.switches.ties < 1.0
    CALLS.append(scenario.switches.ties)
    j, r = rank(scenario, thetas, JUDGED), rank(scenario, thetas, ESTIMATED)
    tallies = np.zeros(n, tally_type(start.sizes[0]))
    ends = moved & (luck(seed, first, n, 0) < 0.6 * j + 0.3 * r)
    tallies["survival"] = np.where(ends, Survival.DISSOLVED, Survival.ACTIVE)
    days = 1.0 + moved * (2.0 * j + r) + luck(seed, first, n, 1)
    tallies["first_troops_days"] = np.where(luck(seed, first, n, 2) < 0.5, days, np.nan)
    tallies["closure_days"] = np.nan
    member = start.index("ARM")
    tallies["requests"] = tallies["requested"][:, member] = 2
    chance = moved * (0.5 * j + 0.25 * r)
    tallies["helped"][:, member] = 1 * (luck(seed, first, n, 3) < chance) + (
        luck(seed, first, n, 4) < chance
    )
    paths = np.full((n, scenario.months), 0.5)
    return Chunk(first, tallies, structures, thetas, paths, np.zeros(0, event_type()))


def own_draws(scenario, start, first, count):
    thetas = draw_parameters(
        scenario.known_parameters, start.own_record, scenario.seed, first, count
    )
    return gaps(
        scenario, start, first, thetas, draw_structures(scenario, scenario.seed, first, count)
    )


@pytest.fixture
def known_gaps(monkeypatch):
    monkeypatch.setattr(paired, "run_chunk", own_draws)
    monkeypatch.setattr(differences, "simulate_given", gaps)


@pytest.fixture(scope="module")
def base(scenario):
    return scenario.changed(futures=2000)


def test_flags_times_and_ratios_have_the_share_of_theory(known_gaps, base, library):
    """Each difference is proportional to 2 j + r, so judgement explains 4 / 5 of its variance."""
    weaker = {"w": base.with_what_if("weaker_ties")}
    comparison = compare(base, weaker, library)
    found = comparison.as_dict()
    assert found["comparisons"]["w"]["headlines"]["dissolved"]["judgement_share"] is None
    add_judgement(comparison, found, library, pairs=1500)
    one = found["comparisons"]["w"]
    for value, mean in (
        (one["headlines"]["dissolved"], 0.45),
        (one["numbers"]["first_troops_days"], 1.5),
        (one["ratios"]["helped_if_requested"], 0.375),
        (one["numbers"]["requests_helped"], 0.75),
    ):
        share = value["judgement_share"]
        assert value["difference"] == pytest.approx(mean, abs=0.06)
        assert share["mean"] == pytest.approx(mean, abs=0.06)
        assert share["se"] < 0.1
        assert abs(share["share"] - 0.8) < 3.5 * share["se"]
    quiet = one["members"]["BLR"]["exit"]["judgement_share"]  # it never came true
    assert quiet["share"] is None and quiet["variance"] == 0.0
    assert one["members"]["ARM"]["helped"]["judgement_share"]["share"] == pytest.approx(
        0.8, abs=0.2
    )
    json.dumps(found, allow_nan=False)


def test_shares_themselves_are_measured_beside_nothing(known_gaps, base, library):
    """Without a baseline: P(dissolved) = 0.6 j + 0.3 r, and again 4 / 5 of its variance."""
    run = keep(base.with_what_if("weaker_ties").changed(futures=10), library)
    centre = Centre.of(alone(run))
    side = {"w": (run.scenario, run.start)}
    draws = difference_draws(None, side, run.plan, {"w": centre}, pairs=1000)
    share = difference_shares(run.plan, draws["w"], centre)[Name("dissolved")]
    assert share["mean"] == pytest.approx(0.45, abs=0.03)
    assert abs(share["share"] - 0.8) < 3.5 * share["se"] < 0.5


def test_the_baseline_is_simulated_once_and_the_cost_is_told(known_gaps, base, library):
    changes = {name: base.with_what_if("weaker_ties") for name in ("a", "b", "c")}
    comparison = compare(base, changes, library)
    found = comparison.as_dict()
    CALLS.clear()
    add_judgement(comparison, found, library, threads=1)
    assert CALLS.count(1.0) * 3 == len(CALLS) - CALLS.count(1.0)
    cost = found["judgement"]
    assert cost["pairs"] == affordable(2000) == 62
    assert cost["futures"] == 62 * 4 * 8 * 4 <= 4 * 2000  # no more than the comparison itself
    shares = [found["comparisons"][n]["headlines"]["dissolved"]["judgement_share"] for n in "abc"]
    assert shares[0] == shares[1] == shares[2]


def test_the_cost_of_a_large_comparison_is_bounded():
    assert affordable(20_000) == 625
    assert affordable(10_000_000) == affordable(64_000) == 2000
    assert affordable(10) == 2


def test_an_interrupted_share_keeps_the_pairs_it_has(known_gaps, base, library):
    def stop(done, _wanted):
        if done >= 32:
            raise KeyboardInterrupt

    comparison = compare(base, {"w": base.with_what_if("weaker_ties")}, library)
    found = comparison.as_dict()
    add_judgement(comparison, found, library, pairs=200, threads=1, progress=stop)
    assert found["judgement"]["interrupted"] and found["judgement"]["pairs"] == 32


def test_too_few_pairs_are_refused(known_gaps, base, library):
    comparison = compare(base, {"w": base.with_what_if("weaker_ties")}, library)
    with pytest.raises(InputError, match="2 pairs"):
        add_judgement(comparison, comparison.as_dict(), library, pairs=1)
