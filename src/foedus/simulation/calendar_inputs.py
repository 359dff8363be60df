"""The calendar of a run: months, war, sessions, the chair, papers on the agenda, imposed crises."""

from __future__ import annotations

import datetime
from typing import Any

from foedus.codes import CrisisKind
from foedus.files import InputError
from foedus.organisation import library_folder
from foedus.parameters import stable_code
from foedus.proceedings.state import State
from foedus.scenario import Scenario
from foedus.simulation.agenda import load_agenda
from foedus.simulation.records import PAPERS, SLOTS
from foedus.treaty.clauses import text_in_force


def fill_calendar(
    x: Any,
    states: tuple[str, ...],
    scenario: Scenario,
    standing: State,
) -> None:
    """Fill in months, war, sessions, the chair, the treaty text and the switches."""
    months = scenario.calendar_months()
    x.months = len(months)
    x.calendar[: len(months)] = months
    x.war[: len(months)] = [int(fate) for fate in scenario.war_path()]
    x.session[: len(months)] = [int(m % 12 + 1 in scenario.calendar.session_months) for m in months]
    if scenario.as_of.day > 1 and _session_this_month(standing, scenario.as_of):
        x.session[0] = 0
    order = scenario.calendar.chair_order
    x.chair_order[:] = -1
    x.chair_order[: len(states)] = [order.index(s) if s in order else -1 for s in states]
    x.chair = states.index(standing.chair) if standing.chair in states else -1
    x.chair_month = scenario.calendar.chair_passes - 1
    x.treaty_text = int(text_in_force(scenario.as_of) or 0)
    x.plans_ready = scenario.switches.plans_ready
    x.leader_committed = scenario.switches.leader_committed
    x.exercise_effect = scenario.switches.exercises_held
    x.ties = scenario.switches.ties
    x.organised = scenario.switches.organised


def _session_this_month(standing: State, day: datetime.date) -> bool:
    regular = [
        v.date
        for v in standing.noun("session").values()
        if v.character in ("regular", "anniversary")
    ]
    return any(d.year == day.year and d.month == day.month for d in regular)


def fill_agenda(x: Any, scenario: Scenario) -> None:
    """Fill in the kinds of paper that may come before the council."""
    papers = load_agenda(library_folder(scenario.organisation) / "agenda.csv")
    if len(papers) > PAPERS:
        raise InputError("agenda.csv", f"at most {PAPERS} kinds of paper can be simulated")
    x.papers = len(papers)
    for n, paper in enumerate(papers):
        x.paper_code[n] = stable_code(paper.paper)
        x.paper_scope[n] = int(paper.scope == "grievance")
        x.paper_distance[n] = paper.distance
        x.paper_grievance[n] = paper.grievance
        x.paper_salience[n] = paper.salience
        x.paper_reversion[n] = paper.reversion
        x.paper_contested[n] = paper.contested


def fill_imposed(x: Any, states: tuple[str, ...], scenario: Scenario) -> None:
    """Fill in the crises that the scenario imposes."""
    if len(scenario.imposed) > SLOTS:
        raise InputError("imposed", f"at most {SLOTS} crises can be imposed")
    x.imposed = len(scenario.imposed)
    for n, crisis in enumerate(scenario.imposed):
        for name in (crisis.victim, crisis.other):
            if name and name not in states:
                raise InputError(
                    f"imposed crisis {n + 1}", f"unknown state {name!r}; use ISO 3166 alpha-3"
                )
        x.imposed_month[n], x.imposed_day[n] = crisis.month, crisis.day
        x.imposed_kind[n] = int(CrisisKind[crisis.kind.upper()])
        x.imposed_victim[n] = states.index(crisis.victim)
        x.imposed_other[n] = states.index(crisis.other) if crisis.other else -1
        x.imposed_asks[n] = -1 if crisis.asks is None else int(crisis.asks)
