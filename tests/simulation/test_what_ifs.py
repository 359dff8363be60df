"""What-ifs meet the same luck: what they touch changes in the way it must, nothing else does."""

from __future__ import annotations

import numpy as np
import pytest
from simulation_making import (
    copy_of,
    futures_of,
    medians,
    same_bits,
    simulate,
    start_of,
    with_settings,
)

from foedus.codes import ActKind, Survival, WarFate
from foedus.environment.onset import monthly_from_yearly
from foedus.scenario import ImposedCrisis
from foedus.simulation.economy import yearly_shock
from foedus.simulation.preparedness import prepare
from foedus.simulation.records import event_type
from foedus.simulation.stocks import fade

ONSETS = [ActKind.ATTACK, ActKind.CLASH, ActKind.UNREST, ActKind.INSURGENCY_INCIDENT]


def openings(acts):
    """Acts with which crises begin; a clash that becomes a war is noted with severity 1."""
    return acts[np.isin(acts["act"], ONSETS) & (acts["number"] < 1.0)]


def test_the_same_switches_give_the_same_bits(scenario, start, calm):
    again = scenario.with_setting("switches.plans_ready", 1.0).with_setting("switches.ties", 1.0)
    assert same_bits(simulate(again, start), calm)


def test_weights_of_one_theory_move_no_other_draw(scenario, start, calm):
    other = simulate(scenario.with_setting("structures.council.majority", 1), start)
    assert other.thetas.tobytes() == calm.thetas.tobytes()
    for name in ("base_rate", "exits", "reputation"):
        np.testing.assert_array_equal(other.structures[name], calm.structures[name])
    assert set(other.structures["council"]) == {0, 1}


def test_a_setting_moves_no_other_parameter(scenario, start, calm):
    other = simulate(with_settings(scenario, {"onset.constant": -2.0}), start)
    for name in calm.thetas.dtype.names:
        if name != "onset_constant":
            np.testing.assert_array_equal(other.thetas[name], calm.thetas[name], err_msg=name)


def test_a_plan_changes_nothing_before_troops_are_called(scenario, library, start, calm):
    blank = scenario.with_what_if("no_ready_plans")
    other = simulate(blank, start_of(blank, library))
    pairs = list(zip(futures_of(calm), futures_of(other), strict=True))
    without = moved = 0
    for ready, unready in pairs:
        mandates = (ready["act"] == ActKind.MANDATE_GIVEN) & (ready["number"] == 4.0)
        first = int(ready["at"][mandates].min()) // 30 if mandates.any() else 24
        without += first == 24
        here, there = (acts[acts["at"] // 30 < first] for acts in (ready, unready))
        assert here.tobytes() == there.tobytes()
        here, there = (openings(acts[acts["at"] // 30 == first]) for acts in (ready, unready))
        assert here.tobytes() == there.tobytes()
        if first == 24:
            assert ready.tobytes() == unready.tobytes()
        else:
            moved += ready.tobytes() != unready.tobytes()
    assert without > 0.7 * len(pairs)
    assert moved > 10


@pytest.fixture(scope="module")
def summoned(scenario):
    """An attack in the eighth month, when a year of exercises has made its difference."""
    crisis = ImposedCrisis(month=8, kind="unrest", victim="KGZ", asks=True)
    sure = with_settings(
        scenario.changed(months=10, imposed=(crisis,), futures=3000),
        {"applicability.foreign_hand": 1.0, "applicability.held_internal": 1.0,
         "internal.coercive_loss_a": 20.0, "internal.coercive_loss_b": 1.0,
         "internal.duration_days": 60.0, "delay.fast_share": 1.0},
    )  # fmt: skip
    return sure


def deployed(run):
    """Futures in which the imposed crisis was the first to see troops."""
    return np.isfinite(run.tallies["closure_days"]) & (run.tallies["status"] == 0)


def test_a_blank_page_never_brings_troops_sooner(summoned, library):
    blank = summoned.with_what_if("no_ready_plans")
    ready = simulate(summoned, start_of(summoned, library))
    unready = simulate(blank, start_of(blank, library))
    both = deployed(ready) & deployed(unready)
    assert both.sum() > 200
    for name in ("first_troops_days", "closure_days"):
        gap = unready.tallies[name][both] - ready.tallies[name][both]
        assert np.median(gap) > 0.5
        first = ready.tallies["any_troops"][both] == 1
        assert (gap[first & (unready.tallies["any_troops"][both] == 1)] >= -1e-9).mean() > 0.98


def test_without_exercises_readiness_only_fades(scenario, start):
    events = np.zeros(64, event_type()).view(np.recarray)
    levels = {}
    for effect in (1.0, 0.0):
        w, x, t, tally = medians(scenario, start)
        x.exercise_effect = effect
        path = []
        for month in range(24):
            prepare(w, x, t, 1, 5, events, tally, month)
            fade(w, x, t, month + 1)
            path.append(w.readiness.copy())
        levels[effect] = np.array(path)
    members = start.record[0].status == 1
    held, none = levels[1.0][:, members], levels[0.0][:, members]
    assert (none <= held).all()
    assert (none[-1] < held[-1]).all()
    assert (np.diff(none, axis=0) <= 0.0).all()
    floor = w.floor[members]
    half_life = scenario.known_parameters["readiness.half_life"].central
    expected = floor + (none[0] - floor) * 2.0 ** (-23.0 / half_life)
    np.testing.assert_allclose(none[-1], expected, rtol=1e-12)


def test_without_exercises_troops_take_longer(summoned, library):
    none = summoned.with_what_if("no_exercises")
    held = simulate(summoned, start_of(summoned, library))
    unheld = simulate(none, start_of(none, library))
    assert not np.isin(unheld.events["act"], [ActKind.EXERCISE_HELD]).any()
    both = deployed(held) & deployed(unheld)
    assert both.sum() > 200
    first = {n: r.tallies["first_troops_days"][both] for n, r in (("h", held), ("n", unheld))}
    assert (first["n"] - first["h"]).mean() > 0.0
    assert unheld.tallies["most_abroad"].sum() < held.tallies["most_abroad"].sum()


def test_a_share_of_the_exercises_is_held(scenario, start, calm):
    half = copy_of(start)
    half.record[0].exercise_effect = 0.5
    run = simulate(scenario, half)
    held = [(r.events["act"] == ActKind.EXERCISE_HELD).sum() for r in (calm, run)]
    assert held[1] / held[0] == pytest.approx(0.5, abs=0.04)


def test_a_lost_war_ends_the_organisation_more_often(scenario, library):
    runs = {}
    for name in ("war_lost", "war_won", None):
        chosen = scenario.with_what_if(name) if name else scenario
        chosen = chosen.changed(futures=2000)
        runs[name] = simulate(chosen, start_of(chosen, library))
    ended = {k: r.tallies["survival"] == Survival.DISSOLVED for k, r in runs.items()}
    assert ended["war_lost"].mean() > ended[None].mean()
    assert ended["war_lost"].mean() > ended["war_won"].mean()
    # with the same luck an end that came before the fate was settled comes in both
    for lost, goes_on in zip(futures_of(runs["war_lost"]), futures_of(runs[None]), strict=True):
        before, also = (acts[acts["at"] < 90] for acts in (lost, goes_on))
        assert before.tobytes() == also.tobytes()
    early = ended[None] & ~ended["war_lost"]
    assert early.mean() < 0.01
    for field in ("exit", "frozen"):
        left = [runs[name].tallies[field].sum() for name in ("war_lost", "war_won")]
        assert left[0] > 1.1 * left[1], field


def test_the_war_reaches_the_engine_month_by_month(scenario, library):
    lost = start_of(scenario.with_what_if("war_lost"), library).record[0]
    assert list(lost.war[:24]) == [WarFate.GOES_ON] * 3 + [WarFate.LOST] * 21


def test_weaker_ties_hold_fewer_members(scenario, library, calm):
    weak = scenario.with_what_if("weaker_ties")
    run = simulate(weak, start_of(weak, library))
    assert run.tallies["exit"].sum() > calm.tallies["exit"].sum()
    assert run.tallies["frozen"].sum() > calm.tallies["frozen"].sum()


def test_a_committed_leader_sends_less(summoned, library):
    busy = summoned.with_what_if("leader_half_committed").changed(war=())
    free = summoned.changed(war=())
    runs = [simulate(c, start_of(c, library)) for c in (free, busy)]
    leader = start_of(free, library).index("RUS")
    sent = [r.tallies["most_abroad"][:, leader].mean() for r in runs]
    assert sent[1] < 0.8 * sent[0]


def test_switches_and_parameters_do_not_touch_the_calendar(scenario, library, start):
    changed = with_settings(scenario.with_what_if("no_exercises"), {"onset.constant": -2.0})
    other = start_of(changed, library)
    for name in start.record.dtype.names:
        if name != "exercise_effect":
            assert other.record[name].tobytes() == start.record[name].tobytes(), name


def test_a_shock_lasts_a_calendar_year_and_no_longer():
    """January 2022 is month 24264 of the calendar."""
    january = 2022 * 12
    year = {yearly_shock(1, 3, january + m, 1228, 0) for m in range(12)}
    assert len(year) == 1
    assert yearly_shock(1, 3, january + 12, 1228, 0) not in year
    assert yearly_shock(1, 3, january - 1, 1228, 0) not in year
    assert yearly_shock(1, 4, january, 1228, 0) not in year


def test_a_yearly_rate_becomes_a_monthly_one():
    p = monthly_from_yearly(0.086)
    assert 1.0 - (1.0 - p) ** 12 == pytest.approx(0.086, rel=1e-12)
