"""Units, stocks, plans, procedures and effect, as a future uses them: rules, not findings."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from simulation_making import copy_of, futures_of, medians, simulate, start_of, with_settings

from foedus.codes import ActKind, CrisisKind, Level, Task
from foedus.files import InputError
from foedus.organisation.preparation import Unit
from foedus.proceedings.state import state_at
from foedus.scenario import ImposedCrisis, PlannedExercise
from foedus.simulation.dispatch import move, start_hours, task_of
from foedus.simulation.force_inputs import exercises_held, fill_units, practice_on_record
from foedus.simulation.outbreak import EXTERNAL
from foedus.simulation.preparedness import (
    cancel_probability,
    clashed_with_participant,
    hold,
    prepare,
    signal,
)
from foedus.simulation.presence import draw_lessons, effect_there, strengthen
from foedus.simulation.records import event_type
from foedus.simulation.stocks import fade

DAY = datetime.date(2022, 11, 30)
EVENTS = np.zeros(256, event_type()).view(np.recarray)


def crisis(w, start, victim, kind, people, **more):
    """Open slot 0: a crisis of this kind with these contingents, all of them there."""
    w.open[0], w.kind[0], w.victim[0] = 1, kind, start.index(victim)
    w.level[0], w.arrived[0] = Level.TROOPS, 1
    w.day[0], w.length[0] = 5.0, 60.0
    w.last_day[0] = 4.0
    for state, n in people.items():
        w.people[0, start.index(state)] = n
        w.arrival_day[0, start.index(state)] = 2.0
    for name, value in more.items():
        getattr(w, name)[0] = value


# --- units


def test_a_pool_is_the_sum_of_the_units_less_what_is_committed(scenario, start, library):
    # by hand from units.csv: 330 + 250, and 2500 + 1500 + 1000 + 500 - 15
    x = start.record[0]
    assert x.pool[start.index("ARM")] == 580.0
    assert x.pool[start.index("KAZ")] == 5485.0
    before = start_of(scenario.changed(as_of=datetime.date(2019, 1, 1)), library)
    assert before.record[0].pool[before.index("KAZ")] == 5380.0


def test_a_unit_in_two_forces_is_counted_once_and_a_regional_force_stays_in_its_region(start):
    x = start.record[0]
    rus, kgz, arm = (start.index(s) for s in ("RUS", "KGZ", "ARM"))
    assert x.assigned[Task.GUARDING, rus, kgz] == 8000.0
    assert x.assigned[Task.INSURGENCY, rus, kgz] == 9500.0
    assert x.assigned[Task.INSURGENCY, rus, arm] == 8000.0
    assert (x.assigned <= x.pool[:, None] + 1e-9).all()


def test_without_units_the_nominal_strength_is_shared_out(start, library):
    bare = library.organisation.model_copy(update={"units": ()})
    x = copy_of(start).record[0]
    fill_units(x, start.states, {"RUS": 300.0, "KAZ": 100.0}, bare, DAY)
    nominal = 20_000 + 5_000 + 3_600  # forces.csv, latest figures of each
    assert x.pool[start.index("RUS")] == pytest.approx(0.75 * nominal, rel=0.08)
    assert x.pool[start.index("RUS")] == 3.0 * x.pool[start.index("KAZ")]


def test_known_readiness_and_notice_of_units_are_used(start, library):
    unit = next(u for u in library.organisation.units if u.state == "BLR")
    known = Unit.model_validate(
        {**unit.model_dump(), "readiness": 0.9, "notice_hours": 3.0}, strict=False
    )
    org = library.organisation.model_copy(update={"units": (known,)})
    x = copy_of(start).record[0]
    fill_units(x, start.states, {}, org, DAY)
    i = start.index("BLR")
    assert (x.ready_known[i], x.notice[i]) == (0.9, 3.0)
    assert x.ready_known[start.index("ARM")] < 0.0


# --- stocks


def test_stocks_fade_alike_in_one_step_and_in_many(scenario, start):
    levels = []
    for steps in ([12], range(1, 13)):
        w, x, t, _ = medians(scenario, start)
        for month in steps:
            fade(w, x, t, month)
        levels.append([getattr(w, n).copy() for n in ("readiness", "interop", "skill", "plan")])
    for once, often in zip(*levels, strict=True):
        np.testing.assert_allclose(once, often, rtol=1e-12)


def test_readiness_at_the_start_is_the_record_replayed(scenario, start, library):
    """The recursion by hand for one member, from the exercises that name it."""
    w, _x, t, _ = medians(scenario, start)
    held = practice_on_record(library.organisation, state_at(library.ledger, DAY), DAY)
    for state in ("ARM", "KGZ", "RUS"):
        i = start.index(state)
        level, last = w.floor[i], held[0].months
        for one in held:
            level = w.floor[i] + (level - w.floor[i]) * 2.0 ** (
                -(last - one.months) / t.readiness_half_life
            )
            if state in one.actors:
                level += t.readiness_gain * one.weights[0] * (1.0 - level)
            last = one.months
        level = w.floor[i] + (level - w.floor[i]) * 2.0 ** (-last / t.readiness_half_life)
        assert w.readiness[i] == pytest.approx(level, rel=1e-12)


def test_who_stayed_away_of_late_has_less(scenario, start):
    # Armenia kept away from the exercises of autumn 2022, which Kazakhstan hosted
    w, _x, _t, _ = medians(scenario, start)
    arm, kaz = start.index("ARM"), start.index("KAZ")
    assert w.interop[arm] < w.interop[kaz]
    assert w.lifting[arm] < w.lifting[kaz]


def test_the_operation_of_january_2022_is_on_record_and_a_frame_is_not_counted_twice(library):
    standing = state_at(library.ledger, DAY)
    found = practice_on_record(library.organisation, standing, DAY)
    (operation,) = [p for p in found if p.text.startswith("operation")]
    assert operation.actors == {"ARM", "BLR", "KGZ", "RUS", "TJK"}
    assert operation.months == pytest.approx(10.35, abs=0.05)  # 19 January to 30 November
    late = datetime.date(2018, 12, 31)
    told = [
        p.text for p in exercises_held(library.organisation, state_at(library.ledger, late), late)
    ]
    assert not [text for text in told if text.startswith("the series Combat Brotherhood")]
    assert sum("Search-2018" in text for text in told) == 1


def test_an_exercise_trains_what_its_kind_says(scenario, start):
    gains = {}
    for series in ("Echelon", "Search", "Unbreakable Brotherhood"):
        w, x, t, tally = medians(scenario, start)
        kaz = start.index("KAZ")
        w.grievance[:] = -100.0  # nobody stays away
        before = {n: getattr(w, n)[kaz].copy() for n in ("readiness", "lifting", "skill", "plan")}
        hold(w, x, t, 1, 5, EVENTS, tally, 0, start.series.index(series), kaz)
        gains[series] = {n: getattr(w, n)[kaz] - old for n, old in before.items()}
    assert gains["Echelon"]["lifting"] > gains["Unbreakable Brotherhood"]["lifting"] > 0.0
    assert gains["Echelon"]["skill"].max() == 0.0
    peace = gains["Unbreakable Brotherhood"]
    assert peace["skill"][Task.GUARDING] > peace["skill"][Task.BORDER]
    assert peace["plan"][Task.GUARDING] > gains["Search"]["plan"][Task.GUARDING]
    assert gains["Search"]["skill"][Task.BORDER] > gains["Search"]["skill"][Task.GUARDING]


# --- calling off


def test_quarrel_grievance_and_lost_cohesion_call_off_more_often(scenario, start):
    w, x, t, _ = medians(scenario, start)
    e, kgz = start.series.index("Unbreakable Brotherhood"), start.index("KGZ")
    w.clash_ago[:] = 1000
    w.grievance[:] = 0.0  # a call in vain of September 2022 is on record
    usual = cancel_probability(w, x, t, kgz, e)
    assert usual == pytest.approx(t.exercises_cancelled)
    w.grievance[kgz] = 1.0
    aggrieved = cancel_probability(w, x, t, kgz, e)
    w.cohesion = w.cohesion_start - w.cohesion_scale
    apart = cancel_probability(w, x, t, kgz, e)
    pair = start.pairs.index(("KGZ", "TJK"))
    w.clash_ago[pair] = 1
    fought = cancel_probability(w, x, t, kgz, e)
    assert usual < aggrieved < apart < fought
    odds = [p / (1.0 - p) for p in (usual, aggrieved, apart, fought)]
    assert np.diff(np.log(odds)) == pytest.approx(
        [t.exercises_grievance_cancels, t.exercises_disunity_cancels, t.exercises_conflict_cancels]
    )
    x.exercise_takes[e, start.index("TJK")] = 0
    assert clashed_with_participant(w, x, kgz, e) == 0.0


def test_only_what_is_called_off_over_a_quarrel_is_a_signal(scenario, start):
    w, x, t, _ = medians(scenario, start)
    kgz = start.index("KGZ")
    before = w.distance.copy(), w.unanswered.copy()
    for share in (0.5, 1.0):  # no likelier than without a special cause
        signal(w, x, t, kgz, share * t.exercises_cancelled)
    np.testing.assert_array_equal(w.distance, before[0])
    np.testing.assert_array_equal(w.unanswered, before[1])
    signal(w, x, t, kgz, 2.0 * t.exercises_cancelled)  # half of them are meant
    assert w.distance[kgz] - before[0][kgz] == pytest.approx(0.5 * t.exercises_cancelled_push)
    added = w.unanswered - before[1]
    members = start.record[0].status == 1
    assert added[members, EXTERNAL] == pytest.approx(0.5 * t.exercises_cancelled_counts)
    assert added[~members].max() == 0.0
    assert added[:, 1 - EXTERNAL].max() == 0.0


def test_an_exercise_that_is_called_off_raises_nothing(scenario, start):
    w, x, t, tally = medians(scenario, start)
    t.exercises_cancelled = 1.0 - 1e-12
    names = ("readiness", "interop", "lifting", "skill", "plan")
    month = int(np.flatnonzero(x.calendar[:24] % 12 == x.exercise_month[0])[0])
    fade(w, x, t, month + 1)
    before = [getattr(w, name).copy() for name in names]
    w.events = 0
    prepare(w, x, t, 1, 5, EVENTS, tally, month)
    assert w.events > 0
    assert (EVENTS["act"][: w.events] == ActKind.EXERCISE_CANCELLED).all()
    for name, old in zip(names, before, strict=True):
        np.testing.assert_array_equal(getattr(w, name), old)


# --- plans, movement


def test_a_fresh_plan_and_known_notice_start_sooner(scenario, start):
    w, x, t, _ = medians(scenario, start)
    kaz, rus = start.index("KAZ"), start.index("RUS")
    hours = []
    for fresh in (1.0, 0.5, 0.0):
        w.plan[kaz, Task.GUARDING] = fresh
        hours.append(start_hours(w, x, t, 0.0, Task.GUARDING, kaz, rus))
    assert np.diff(hours) == pytest.approx(0.5 * (t.forces_no_plan_hours - t.forces_plan_hours))
    x.notice[rus] = 0.5 * t.forces_notice_hours
    assert start_hours(w, x, t, 0.0, Task.GUARDING, kaz, rus) < hours[-1]
    assert start_hours(w, x, t, 500.0, Task.GUARDING, kaz, rus) == 500.0


def test_who_trained_to_be_moved_lately_closes_sooner(scenario, start):
    """The order that the exercises are credited with, for the same people on the same fleet."""
    closes = []
    for months in (1, 13, 37):
        w, x, t, tally = medians(scenario, start)
        rus = start.index("RUS")
        w.grievance[:] = -100.0
        hold(w, x, t, 1, 5, EVENTS, tally, 0, start.series.index("Echelon"), rus)
        fade(w, x, t, months)
        w.readiness[:], w.plan[:] = 0.7, 0.5  # only the practice in being moved differs
        crisis(w, start, "KAZ", CrisisKind.UNREST, {"RUS": 2000.0}, decision_day=1.0)
        closes.append(move(w, x, t, 1, 5, 0, 0, rus, 1.0, 50.0))
    first, last = zip(*closes, strict=True)
    assert first[0] < first[1] < first[2]
    assert last[0] < last[1] < last[2]


# --- effect and lessons


def test_every_kind_of_crisis_has_its_task():
    tasks = {kind: task_of(kind) for kind in CrisisKind}
    assert tasks[CrisisKind.UNREST] == tasks[CrisisKind.COUP] == Task.GUARDING
    assert tasks[CrisisKind.ATTACK_BY_MEMBER] == Task.SEPARATING
    assert tasks[CrisisKind.ATTACK_BY_OUTSIDER] == Task.BORDER
    assert tasks[CrisisKind.INSURGENCY] == Task.INSURGENCY


def test_effect_grows_as_contingents_arrive_and_readier_ones_do_more(scenario, start):
    w, x, t, tally = medians(scenario, start)
    crisis(w, start, "KAZ", CrisisKind.UNREST, {"RUS": 1500.0, "BLR": 500.0})
    w.arrival_day[0, start.index("BLR")] = 20.0
    w.last_day[0] = 22.0
    few, here = effect_there(w, x, t, 0, Task.GUARDING)
    assert here == 750.0  # half of the first contingent until the deployment is complete
    w.day[0] = 22.0
    many, all_here = effect_there(w, x, t, 0, Task.GUARDING)
    assert all_here == 2000.0
    assert 0.0 < few < many < t.tasks_guarding
    w.readiness[:] = 0.1
    worse, _ = effect_there(w, x, t, 0, Task.GUARDING)
    assert worse < many
    strengthen(w, x, t, tally, 0, 0)
    assert w.effect[0] == tally.task_effect > 0.0
    assert w.length[0] < 60.0
    assert tally.freed == pytest.approx(2000.0 * t.tasks_freed_per_person)
    length = w.length[0]
    strengthen(w, x, t, tally, 0, 0)
    assert w.length[0] == length  # nobody came: nothing is added


def test_an_operation_leaves_readiness_with_those_who_were_there_and_a_fresh_plan(scenario, start):
    w, x, t, _ = medians(scenario, start)
    fade(w, x, t, 7)
    crisis(w, start, "ARM", CrisisKind.UNREST, {"RUS": 1500.0, "BLR": 100.0})
    w.arrival_day[0, start.index("BLR")] = 50.0  # still on its way
    rus, blr, arm = (start.index(s) for s in ("RUS", "BLR", "ARM"))
    names = ("readiness", "interop", "lifting")
    before = {n: getattr(w, n).copy() for n in names}
    plan = w.plan.copy()
    draw_lessons(w, x, t, 6, 0)
    for name in names:
        level, old = getattr(w, name), before[name]
        assert level[rus] == pytest.approx(old[rus] + t.lessons_practice * (1.0 - old[rus]))
        assert level[blr] == old[blr]
    wanted = plan[arm, Task.GUARDING] + t.lessons_plans * (1.0 - plan[arm, Task.GUARDING])
    assert w.plan[arm, Task.GUARDING] == pytest.approx(wanted)
    assert (w.plan[arm, Task.SEPARATING :] == plan[arm, Task.SEPARATING :]).all()


# --- whole futures


@pytest.fixture(scope="module")
def called(scenario):
    """Unrest in Kazakhstan on the last day of 2021, and the request is made."""
    imposed = ImposedCrisis(month=0, kind="unrest", victim="KAZ", asks=True)
    return with_settings(
        scenario.changed(
            as_of=datetime.date(2021, 12, 31), months=3, imposed=(imposed,), futures=2000
        ),
        {"applicability.foreign_hand": 1.0, "applicability.held_internal": 1.0,
         "internal.coercive_loss_a": 20.0, "internal.coercive_loss_b": 1.0,
         "internal.duration_days": 60.0, "delay.fast_share": 1.0},
    )  # fmt: skip


def waits(run, start):
    """Days from the mandate to the first aircraft, by state, over futures with one deployment."""
    found: dict[str, list[float]] = {s: [] for s in start.states}
    for acts in futures_of(run):
        mandates = acts[(acts["act"] == ActKind.MANDATE_GIVEN) & (acts["number"] == Level.TROOPS)]
        if len(mandates) != 1:
            continue
        for act in acts[acts["act"] == ActKind.CONTINGENT_SENT]:
            found[start.states[act["actor"]]].append(float(act["at"] - mandates["at"][0]))
    return {s: np.array(days) for s, days in found.items() if len(days) > 30}


def test_the_contingent_that_waits_for_its_parliament_comes_later(called, library):
    """Consistency check: the day a parliament lost in January 2022 is where its odds come from."""
    start = start_of(called, library)
    usual = waits(simulate(called, start), start)
    assert usual["KGZ"].mean() > usual["BLR"].mean() + 0.3
    at_once = called.with_what_if("consent_at_once")
    freed = waits(simulate(at_once, start_of(at_once, library)), start)
    assert abs(freed["KGZ"].mean() - freed["BLR"].mean()) < 0.3
    assert freed["KGZ"].mean() < usual["KGZ"].mean()


def test_a_procedure_that_says_no_keeps_the_contingent_at_home(called, library):
    start = start_of(called, library)
    stopped = copy_of(start)
    stopped.record[0].refuses[start.index("RUS")] = 1.0
    run = simulate(called, stopped)
    acts = run.events[run.events["act"] == ActKind.CONTINGENT_SENT]
    assert len(acts) > 100
    assert not (acts["actor"] == start.index("RUS")).any()


def test_the_calendar_of_exercises_belongs_to_the_scenario(scenario, library):
    own = scenario.changed(
        exercises=(
            PlannedExercise(series="Cobalt", month=3, host="TJK", participants=("TJK", "RUS")),
        )
    )
    start = start_of(own, library)
    assert start.series == ("Cobalt",)
    run = simulate(own.changed(futures=400), start)
    held = run.events[run.events["act"] == ActKind.EXERCISE_HELD]
    assert set(held["at"] // 30) <= {3, 15}  # December 2022 is month 0
    away = run.events[run.events["act"] == ActKind.EXERCISE_SKIPPED]
    assert set(away["actor"]) <= {start.index("RUS")}
    with pytest.raises(InputError, match="unknown series 'Kobalt'"):
        start_of(scenario.changed(exercises=(PlannedExercise(series="Kobalt", month=3),)), library)
    with pytest.raises(InputError, match="unknown state 'TAJ'"):
        start_of(
            scenario.changed(exercises=(PlannedExercise(series="Cobalt", month=3, host="TAJ"),)),
            library,
        )


def test_a_dropped_series_is_not_held_and_leaves_the_others(scenario, library, start, calm):
    dropped = scenario.with_what_if("no_logistics_exercises")
    other = start_of(dropped, library)
    assert set(start.series) - set(other.series) == {"Echelon"}
    run = simulate(dropped, other)
    here = calm.events[calm.events["act"] == ActKind.EXERCISE_CANCELLED]
    there = run.events[run.events["act"] == ActKind.EXERCISE_CANCELLED]
    assert 0.6 < len(there) / len(here) < 0.95
    again = dropped.with_what_if("no_logistics_exercises")
    assert again.exercises_dropped == ("Air Bridge", "Echelon")
