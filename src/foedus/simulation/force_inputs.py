"""What a run knows of the forces at its start: units, procedures, plans, exercises held and due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from foedus.codes import ActKind, Task
from foedus.files import InputError
from foedus.organisation import ExerciseSeries, Function, Organisation
from foedus.organisation.preparation import procedure_at
from foedus.parameters import stable_code
from foedus.proceedings.acts import own_frameworks
from foedus.proceedings.state import State
from foedus.proceedings.views import exercises
from foedus.scenario import PlannedExercise, Scenario
from foedus.simulation.records import PAST, PROGRAMME

PROGRAMME_MONTHS = 36.0  # how far back the programme and what exercises have left are looked for
FIELD = "field"  # kind of an exercise whose series is not told
OPERATION = "operation"  # kind of what an operation leaves behind
WHOLE = (1.0, 1.0, 1.0, 1.0, *(1.0 for _ in Task))


def months_between(earlier: datetime.date, later: datetime.date) -> float:
    """Months between two days, a month being a twelfth of a year."""
    return (later - earlier).days / 30.4375


# --- units


def nominal_strength(organisation: Organisation, day: datetime.date) -> float:
    """People in all collective forces together, by the latest figures known."""
    names = {f.force for f in organisation.forces if f.kind == "nominal"}
    sizes = [organisation.force_at(name, "", day) for name in names]
    return float(sum(f.personnel or 0 for f in sizes if f is not None)) or 20_000.0


def fill_units(
    x: Any,
    states: Sequence[str],
    personnel: dict[str, float],
    organisation: Organisation,
    day: datetime.date,
) -> None:
    """Strength of each member's units, by task and by territory; what is committed is taken off.

    Without a single unit known on that day the nominal strength of the forces is shared out by
    active personnel, for every task and everywhere.
    """
    units = organisation.units_at(day)
    x.ready_known[:] = -1.0
    if not units:
        total = nominal_strength(organisation, day)
        for s, n in personnel.items():
            i = states.index(s)
            x.pool[i] = total * n / sum(personnel.values())
            x.assigned[:, i, :] = x.pool[i]
        return
    forces = {row.force: row for row in organisation.formations if row.start <= day}
    for i, s in enumerate(states):
        mine = [unit for unit in units if unit.state == s and unit.force in forces]
        useful = [unit for unit in mine if forces[unit.force].tasks]
        x.pool[i] = _free({unit.unit: unit for unit in useful}.values())
        for task in Task:
            for j, place in enumerate(states):
                fit = {
                    unit.unit: unit
                    for unit in useful
                    if task.name.lower() in forces[unit.force].tasks
                    and place in (forces[unit.force].area or (place,))
                }
                x.assigned[task, i, j] = _free(fit.values())
        _fill_readiness(x, i, useful)


def _free(units: Iterable[Any]) -> float:
    return float(sum((u.personnel or 0) - (u.committed or 0) for u in units))


def _fill_readiness(x: Any, i: int, units: Sequence[Any]) -> None:
    """Readiness and notice to move of a member's units, as far as either is known."""
    ready = [(u.readiness, u.personnel or 0) for u in units if u.readiness is not None]
    if ready:
        x.ready_known[i] = sum(r * n for r, n in ready) / max(sum(n for _r, n in ready), 1)
    notice = [u.notice_hours for u in units if u.notice_hours is not None]
    x.notice[i] = min(notice, default=0.0)


def fill_procedures(
    x: Any, states: Sequence[str], organisation: Organisation, day: datetime.date
) -> None:
    """How each member decides at home on sending troops."""
    for i, s in enumerate(states):
        procedure = procedure_at(organisation.procedures, s, day)
        x.approval[i] = procedure.factor
        x.sitting_fails[i] = procedure.sitting_fails
        x.refuses[i] = procedure.refuses


def fill_plans(
    x: Any, states: Sequence[str], organisation: Organisation, day: datetime.date
) -> None:
    """Age in months of the youngest plan for each territory and task; -1 where there is none."""
    x.plan_months[:] = -1.0
    for plan in organisation.plans:
        if plan.updated > day:
            continue
        age = months_between(plan.updated, day)
        for s in plan.area:
            if s not in states:
                continue
            for name in plan.tasks:
                i, task = states.index(s), Task[name.upper()]
                known = x.plan_months[i, task]
                x.plan_months[i, task] = age if known < 0.0 else min(known, age)


# --- exercises


def exercise_programme(
    organisation: Organisation, standing: State, day: datetime.date
) -> list[ExerciseSeries]:
    """Series of exercises with a usual month that were planned or held in the last three years."""
    seen = " ".join(
        act.text
        for act, _fate in exercises(standing)
        if months_between(act.date, day) <= PROGRAMME_MONTHS
    )
    return [
        series
        for series in organisation.exercises
        if series.month is not None
        and not series.function.startswith("frame")
        and f"{series.series}-" in seen
    ]


def programme_of(
    scenario: Scenario, organisation: Organisation, standing: State
) -> list[PlannedExercise]:
    """Yearly programme of a run: the scenario's own, or that of the library; less what it drops.

    Raises
    ------
    InputError
        When the scenario names a series that the library does not have, or too many exercises.
    """
    known = {series.series: series for series in organisation.exercises}
    if scenario.exercises is None:
        found = [
            PlannedExercise(series=s.series, month=s.month or 1)
            for s in exercise_programme(organisation, standing, scenario.as_of)
        ]
    else:
        found = list(scenario.exercises)
    for place, name in [
        *((f"exercises.{n}", e.series) for n, e in enumerate(found)),
        *(("exercises_dropped", name) for name in scenario.exercises_dropped),
    ]:
        if name not in known:
            raise InputError(place, f"unknown series {name!r}; expected {', '.join(known)}")
    found = [e for e in found if e.series not in scenario.exercises_dropped]
    if len(found) > PROGRAMME:
        raise InputError("exercises", f"at most {PROGRAMME} exercises a year can be simulated")
    return found


def weights_of(organisation: Organisation, functions: Iterable[str]) -> tuple[float, ...]:
    """What an exercise of these kinds trains: for each stock the most that one of them gives.

    Readiness, joint practice, movement, plans, then skill by task. A library without kinds: all.
    """
    table: dict[str, Function] = {row.function: row for row in organisation.functions}
    if not table:
        return WHOLE
    rows = [table[name] for name in functions if name in table]
    if not rows:
        return tuple(0.0 for _ in WHOLE)
    columns = zip(
        *((r.readiness, r.interoperability, r.movement, r.plans, *r.skills) for r in rows),
        strict=True,
    )
    return tuple(max(column) for column in columns)


def fill_programme(
    x: Any, states: Sequence[str], programme: Sequence[PlannedExercise], organisation: Organisation
) -> None:
    """Exercises of the year, who takes part and what each trains."""
    known = {series.series: series for series in organisation.exercises}
    x.exercises = len(programme)
    for e, planned in enumerate(programme):
        series = known[planned.series]
        for s in (*planned.participants, *((planned.host,) if planned.host else ())):
            if s not in states:
                raise InputError(f"exercises: {planned.series}", f"unknown state {s!r}")
        x.exercise_code[e] = stable_code(planned.series)
        x.exercise_month[e] = planned.month - 1
        x.exercise_host[e] = states.index(planned.host) if planned.host else -1
        participants = planned.participants or series.participants
        for i, s in enumerate(states):
            x.exercise_takes[e, i] = int(s in participants or not participants)
        weights = weights_of(organisation, planned.functions or series.functions)
        x.exercise_ready[e], x.exercise_joint[e], x.exercise_lift[e] = weights[:3]
        x.exercise_plans[e] = weights[3]
        x.exercise_skill[e] = weights[4:]


class Practice(NamedTuple):
    """An exercise or an operation on record: months ago, who took part, and what it trained."""

    months: float
    actors: frozenset[str]
    weights: tuple[float, ...]
    text: str


def exercises_held(
    organisation: Organisation, standing: State, day: datetime.date
) -> list[Practice]:
    """Exercises on record of the last three years.

    An act that tells only of a frame counts when no other exercise is told to be a part of it.
    """
    acts = [act for act, fate in exercises(standing) if fate == "held"]
    acts = [act for act in acts if act.kind == ActKind.EXERCISE_HELD]
    framed = {reference for act in acts for reference in act.refers}
    found = []
    for act in acts:
        months = months_between(act.date, day)
        if months > PROGRAMME_MONTHS:
            continue
        named = [s for s in organisation.exercises if s.series in act.text]
        parts = [s for s in named if not s.function.startswith("frame")]
        if named and not parts and act.id in framed:
            continue
        functions = [name for s in parts or named for name in s.functions] or [FIELD]
        weights = weights_of(organisation, functions)
        found.append(Practice(months, frozenset(act.actors), weights, act.text))
    return found


def operations_ended(
    organisation: Organisation, standing: State, day: datetime.date
) -> list[Practice]:
    """The organisation's own operations of the last three years, counted from their end."""
    own = own_frameworks()
    homes: dict[str, list[tuple[datetime.date, str]]] = {}
    for (noun, *key), contingent in standing.cells.items():
        if noun != "forces" or key[0] not in own or contingent.left is None:
            continue
        homes.setdefault(key[1], []).append((contingent.left, key[2]))
    weights = weights_of(organisation, [OPERATION])
    found = []
    for place, gone in homes.items():
        months = months_between(max(left for left, _who in gone), day)
        if 0.0 <= months <= PROGRAMME_MONTHS:
            who = frozenset(state for _left, state in gone)
            found.append(Practice(months, who, weights, f"operation in {place}"))
    return found


def practice_on_record(
    organisation: Organisation, standing: State, day: datetime.date
) -> list[Practice]:
    """Exercises and operations that the forces start from, oldest first."""
    found = exercises_held(organisation, standing, day)
    found += operations_ended(organisation, standing, day)
    return sorted(found, key=lambda one: (-one.months, one.text))[-PAST:]


def fill_past(
    x: Any,
    states: Sequence[str],
    organisation: Organisation,
    standing: State,
    day: datetime.date,
) -> None:
    """What exercises and operations on record the forces start from."""
    held = practice_on_record(organisation, standing, day)
    x.exercise_past = len(held)
    for n, one in enumerate(held):
        x.exercise_past_months[n] = one.months
        x.exercise_past_ready[n] = one.weights[0]
        x.exercise_past_joint[n] = one.weights[1]
        x.exercise_past_lift[n] = one.weights[2]
        x.exercise_past_skill[n] = one.weights[4:]
        for i, s in enumerate(states):
            x.exercise_past_takes[n, i] = int(s in one.actors)


def common_standards(language: float | None, arms: float | None) -> float | None:
    """Language and equipment in common with the others, 0 to 1: mean of what is known."""
    found = [value for value in (language, arms) if value is not None]
    return sum(found) / len(found) if found else None
