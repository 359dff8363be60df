"""Paired differences: exact where nothing changes, of known size elsewhere, with their error."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_making import PLAN, known_chunk, measured

from foedus.files import InputError
from foedus.results import paired
from foedus.results.construction import construction_table, levers_moved, marks
from foedus.results.counts import HEADLINES, PER_STATE
from foedus.results.outcomes import ACTS
from foedus.results.paired import changed_by, compare
from foedus.results.pairing import EDGES, Pairing
from foedus.scenario import STRUCTURES, Switches
from foedus.simulation.records import tally_type


@pytest.fixture
def known_engine(monkeypatch):
    monkeypatch.setattr(paired, "run_chunk", known_chunk)


def of(pairs, outcome):
    names = [name.outcome for name in PLAN.flags]
    return pairs.flag(names.index(outcome))


def test_the_error_is_that_of_the_paired_differences():
    base, changed = measured(1, 3000), measured(2, 3000)
    pairs = Pairing(PLAN)
    pairs.add(base, changed)
    kept = base.good & changed.good
    d = changed.flags[kept, 0].astype(float) - base.flags[kept, 0]
    found = of(pairs, "dissolved")
    assert found["n"] == kept.sum() and pairs.left_out == 3000 - kept.sum() > 0
    assert found["difference"] == pytest.approx(d.mean(), abs=1e-15)
    assert found["se"] == pytest.approx(d.std(ddof=1) / math.sqrt(len(d)), rel=1e-12)
    assert found["gained"] == (d > 0).mean() and found["lost"] == (d < 0).mean()


def test_a_number_is_compared_where_it_is_known_in_both():
    base, changed = measured(3, 2000), measured(4, 2000)
    pairs = Pairing(PLAN)
    pairs.add(base, changed)
    b, c = base.numbers[:, 1], changed.numbers[:, 1]
    kept = base.good & changed.good & np.isfinite(b) & np.isfinite(c)
    d = (c - b)[kept]
    found = pairs.number(1)
    assert found["n"] == kept.sum() < 2000 * 0.5
    assert found["difference"] == pytest.approx(d.mean(), rel=1e-9)
    assert found["se"] == pytest.approx(d.std(ddof=1) / math.sqrt(len(d)), rel=1e-9)
    for word, values in (("base", b[kept]), ("changed", c[kept]), ("difference", d)):
        p95 = float(np.quantile(values, 0.95))
        assert found[f"{word}_spread"]["p95"] == pytest.approx(p95, rel=0.06)


def test_a_ratio_has_the_error_of_repeated_runs():
    """Delta method against the spread of the estimate over 400 repetitions."""
    estimates, errors = [], []
    for k in range(400):
        base = measured(2 * k + 10, 300, p=0.3)
        changed = measured(2 * k + 11, 300, p=0.45)
        pairs = Pairing(PLAN, spread=False)
        pairs.add(base, changed)
        found = pairs.ratio(0)
        estimates.append(found["difference"])
        errors.append(found["se"])
    assert np.mean(estimates) == pytest.approx(0.15, abs=3 * np.std(estimates) / 20)
    assert np.mean(errors) == pytest.approx(np.std(estimates), rel=0.12)


def test_twice_the_same_run_differs_nowhere(known_engine, scenario, library):
    found = compare(scenario, {"same": scenario}, library).as_dict()["comparisons"]["same"]
    every = [
        *found["headlines"].values(),
        *(one for member in found["members"].values() for one in member.values()),
        *found["numbers"].values(),
        *found["ratios"].values(),
    ]
    assert len(every) > len(HEADLINES) + 5 * len(PER_STATE)
    for one in every:
        if one["n"]:
            assert one["difference"] == 0.0 and one["se"] == 0.0
            assert one["variance_ratio"] is None
    assert found["futures"] == scenario.futures and found["left_out"] == 0


def test_effects_of_known_size_are_found(known_engine, scenario, library):
    """Closed forms: P(crisis) = ties / 2 under one uniform number, deaths 100 ties + noise."""
    weaker = scenario.with_what_if("weaker_ties")
    base = scenario.changed(futures=4000)
    found = compare(base, {"w": weaker.changed(futures=4000)}, library).as_dict()["comparisons"]
    one = found["w"]
    crisis = one["headlines"]["any_crisis"]
    p, q = 0.5, 0.25
    assert crisis["gained"] == 0.0  # the same luck: nothing comes true that was not
    assert abs(crisis["difference"] - (q - p)) < 3 * crisis["se"]
    paired_variance = (p - q) * (1 - (p - q))
    assert crisis["se"] == pytest.approx(math.sqrt(paired_variance / 4000), rel=0.05)
    unpaired = p * (1 - p) + q * (1 - q)
    assert crisis["variance_ratio"] == pytest.approx(unpaired / paired_variance, rel=0.05)
    deaths = one["numbers"]["deaths"]
    assert deaths["difference"] == pytest.approx(-50.0, abs=1e-9)
    assert deaths["se"] == pytest.approx(0.0, abs=1e-6)  # the noise is the same in both
    days = one["numbers"]["first_troops_days"]
    assert days["n"] == pytest.approx(1000, abs=100) and days["difference"] == -1.5
    helped = one["ratios"]["helped_if_requested"]
    assert helped["base_cases"] == 4000
    assert abs(helped["difference"] + 0.125) < 3 * helped["se"]
    assert one["ratios"]["adopted_per_paper"]["changed"] == 0.0
    assert one["members"]["ARM"]["helped"]["difference"] == pytest.approx(helped["difference"])


def test_options_are_compared_alone(known_engine, scenario, library):
    weaker = scenario.with_what_if("weaker_ties")
    found = compare(scenario, {"w": weaker}, library).as_dict()["comparisons"]["w"]
    rows = [row for row in found["structures"] if row["outcome"] == "any_crisis"]
    for structure in STRUCTURES:
        parts = [row for row in rows if row["structure"] == structure]
        assert sum(row["n"] for row in parts) == scenario.futures
        mean = sum(row["n"] * row["difference"] for row in parts) / scenario.futures
        assert mean == pytest.approx(found["headlines"]["any_crisis"]["difference"])
    span = found["headlines"]["any_crisis"]["range"]
    means = {f"{row['structure']}.{row['option']}": row["difference"] for row in rows}
    assert span["min"] == min(means.values()) == means[span["min_option"]]
    assert span["max"] == max(means.values()) == means[span["max_option"]]


def test_neither_threads_nor_slices_nor_executor_change_a_comparison(
    known_engine, scenario, library
):
    weaker = {"w": scenario.with_what_if("weaker_ties"), "same": scenario}
    one = compare(scenario, weaker, library, threads=1).as_dict()
    with ThreadPoolExecutor(3) as pool:
        assert compare(scenario, weaker, library, executor=pool).as_dict() == one
    other = compare(scenario, weaker, library, size=130).as_dict()
    flags = [c["comparisons"]["w"]["headlines"] for c in (one, other)]
    assert flags[0] == flags[1]  # counts are exact
    assert other["comparisons"]["w"]["numbers"]["deaths"]["se"] == pytest.approx(
        one["comparisons"]["w"]["numbers"]["deaths"]["se"], abs=1e-6
    )
    alone = compare(scenario, {"w": weaker["w"]}, library).as_dict()["comparisons"]["w"]
    assert alone == one["comparisons"]["w"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(4)))
def test_slices_may_be_added_in_any_order(order):
    parts = [(measured(50 + k, 40, first=40 * k), measured(70 + k, 40, 40 * k)) for k in range(4)]
    ordered, shuffled = Pairing(PLAN), Pairing(PLAN)
    for k in range(4):
        ordered.add(*parts[k])
        shuffled.add(*parts[order[k]])
    assert ordered.flag(0) == shuffled.flag(0) and ordered.by_option(1) == shuffled.by_option(1)
    assert shuffled.number(0)["se"] == pytest.approx(ordered.number(0)["se"], rel=1e-12)
    assert ordered.number(0)["difference_spread"] == shuffled.number(0)["difference_spread"]


def test_an_interrupted_comparison_keeps_what_was_paired(known_engine, scenario, library):
    def stop(done, _total):
        if done >= 1000:
            raise KeyboardInterrupt

    found = compare(scenario, {"same": scenario}, library, progress=stop).as_dict()
    assert found["interrupted"] and found["comparisons"]["same"]["futures"] == 500
    assert any("interrupted" in text for text in found["warnings"])


def test_the_json_has_the_promised_keys(known_engine, scenario, library):
    names = ("war_lost", "majority+no_exercises")
    changes = {name: changed_by(scenario, name) for name in names}
    found = json.loads(json.dumps(compare(scenario, changes, library).as_dict(), allow_nan=False))
    assert {"scenario", "as_of", "months", "futures", "seed", "comparisons", "warnings"} <= set(
        found
    )
    assert set(found["comparisons"]) == set(names)
    one = found["comparisons"]["war_lost"]
    assert set(one["headlines"]) == set(HEADLINES)
    assert set(one["headlines"]["dissolved"]) == {
        "base", "changed", "difference", "se", "n", "gained", "lost", "variance_ratio", "range",
        "by_construction", "judgement_share",
    }  # fmt: skip
    assert one["headlines"]["dissolved"]["by_construction"]["strength"] == "leans"
    assert one["meaning"] and one["what_ifs"] == ["war_lost"]
    assert "ARM" in one["members"] and "refusals" in one["members"]["ARM"]
    assert found["comparisons"]["majority+no_exercises"]["what_ifs"] == ["majority", "no_exercises"]


def test_scenarios_that_cannot_be_paired_are_refused(known_engine, scenario, library):
    for other in (scenario.changed(seed=2), scenario.changed(months=12)):
        with pytest.raises(InputError, match="another"):
            compare(scenario, {"x": other}, library)


# what is true by construction


def test_the_table_names_levers_and_outcomes_that_exist(scenario, library):
    outcomes = {
        *HEADLINES, *PER_STATE, *ACTS, *tally_type(8).names, "adopted_per_paper",
        "helped_if_requested", "cohesion_at_end", "requests_helped",
    }  # fmt: skip
    for (lever, _move), found in construction_table().items():
        group, _, rest = lever.partition(".")
        known = {
            "switches": rest in Switches.model_fields,
            "structures": rest in {f"{s}.{o}" for s, every in STRUCTURES.items() for o in every},
            "war_ends": rest in ("lost", "won", "goes_on"),
            "parameters": rest in scenario.known_parameters.names(),
        }
        assert known[group], lever
        assert {mark.outcome for mark in found} <= outcomes, lever


def test_levers_are_told_with_the_way_they_moved(scenario):
    moved = levers_moved(scenario, changed_by(scenario, "no_exercises+war_lost"))
    assert set(moved) == {("switches.exercises_held", "down"), ("war_ends.lost", "up")}
    set_to = scenario.with_setting("parameters.onset.constant", -9.0)
    assert levers_moved(scenario, set_to) == [("parameters.onset.constant", "down")]
    moved = levers_moved(scenario, scenario.with_what_if("majority"))
    assert set(moved) == {
        ("structures.council.majority", "up"),
        ("structures.council.consensus", "down"),
    }


def test_always_is_claimed_only_where_one_lever_moved(scenario):
    alone = marks(scenario, scenario.with_what_if("no_exercises"))
    assert alone["skipped"].strength == "always" and alone["skipped"].direction == "down"
    both = marks(scenario, changed_by(scenario, "no_exercises+war_lost"))
    assert both["skipped"].strength == "leans"
    assert marks(scenario, scenario) == {}


def test_a_future_against_a_rule_is_reported(monkeypatch, scenario, library):
    """An engine that holds exercises although the switch forbids them is found out."""

    def broken(changed, start, first, count):
        chunk = known_chunk(changed, start, first, count)
        if changed.switches.exercises_held < 1.0:
            chunk.tallies["skipped"][:, start.index("ARM")] = 1
        return chunk

    changes = {"no_exercises": scenario.with_what_if("no_exercises")}
    monkeypatch.setattr(paired, "run_chunk", known_chunk)
    assert not any(
        "against a rule" in text
        for text in compare(scenario, changes, library).as_dict()["warnings"]
    )
    monkeypatch.setattr(paired, "run_chunk", broken)
    warnings = compare(scenario, changes, library).as_dict()["warnings"]
    assert any("skipped of ARM goes against a rule" in text for text in warnings)


def test_the_engine_keeps_the_rules_in_every_future(scenario, library):
    """The rules marked *always*, on the engine itself; a difference to zero luck is a fault."""
    base = scenario.changed(futures=300)
    names = [name for name in base.what_ifs if name in ("no_exercises", "no_organisation")]
    changes = {name: base.with_what_if(name) for name in names}
    found = compare(base, {**changes, "same": base}, library).as_dict()
    assert not any("against a rule" in text for text in found["warnings"])
    same = found["comparisons"]["same"]
    assert all(one["gained"] == one["lost"] == 0.0 for one in same["headlines"].values())
    held = found["comparisons"]["no_exercises"]["numbers"]["exercises_held"]
    assert held["changed"] == 0.0 < held["base"]


def test_quantiles_know_zero():
    base = measured(5, 100)
    numbers = np.zeros((100, 4))
    pairs = Pairing(PLAN)
    pairs.add(replace(base, numbers=numbers), replace(base, numbers=numbers))
    assert pairs.number(0)["base_spread"] == {"p05": 0.0, "p50": 0.0, "p95": 0.0}
    assert (np.diff(EDGES) > 0).all()


def test_quantiles_of_whole_numbers_are_whole():
    base = measured(6, 400)
    pairs = Pairing(PLAN)
    pairs.add(base, base)
    kept = base.numbers[base.good, 3]
    assert pairs.number(3)["base_spread"]["p95"] == np.quantile(kept, 0.95) == 2.0
