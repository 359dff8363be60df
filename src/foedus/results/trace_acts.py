"""The acts of one simulated future as rows of a ledger, each linked to what it answers.

The event table of a future knows who did what to whom on which day of which month. Here every
event becomes an `Act` in the ledger's own words, so that the rules that judge recorded history
judge simulated futures as well.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.codes import ActKind
from foedus.organisation import library_folder
from foedus.proceedings.acts import Act
from foedus.proceedings.state import State
from foedus.results.trace_rows import SUFFERED, Row, Teller
from foedus.results.trace_words import Words
from foedus.scenario import Scenario
from foedus.simulation.acts import DAYS_A_MONTH
from foedus.simulation.agenda import load_agenda
from foedus.simulation.inputs import Start

BILATERAL = (ActKind.UNILATERAL_DEPLOYMENT, ActKind.BILATERAL_AID, ActKind.BASE_AGREEMENT)


@dataclass(frozen=True)
class SimulatedAct:
    """An act of a simulated future.

    Attributes
    ----------
    act : Act
    event : int
        Row of the future's event table; -1 for a draft that only follows from its refusal.
    """

    act: Act
    event: int


def day_of(at: int, scenario: Scenario) -> datetime.date:
    """Calendar day of a simulated day.

    The 30 days of a simulated month are spread over those of the calendar's; the first month
    begins the day after ``as_of``.
    """
    month, day = divmod(at, DAYS_A_MONTH)
    number = scenario.calendar_months()[0] + month
    year, month_of_year = divmod(number, 12)
    last = calendar.monthrange(year, month_of_year + 1)[1]
    first = (scenario.as_of + datetime.timedelta(days=1)).day if month == 0 else 1
    return datetime.date(year, month_of_year + 1, first + day * (last - first + 1) // DAYS_A_MONTH)


def _takers(rows: Sequence[Row], start: Start, members: Collection[str]) -> None:
    """Give every exercise those who take part: members of its series but those who stay away."""
    taking = set(members)
    takes = start.record[0].exercise_takes
    series = {row: int(row.more.pop("series")) for row in rows if "series" in row.more}
    for row in rows:
        who = set(row.actors)
        if row.kind in (ActKind.EXIT, ActKind.FREEZE):
            taking -= who
        elif row.kind.slug in ("accession", "resumption"):
            taking |= who
        elif row.kind == ActKind.EXERCISE_HELD and row in series:
            away = {
                code
                for other in rows
                if other.kind == ActKind.EXERCISE_SKIPPED and row in other.answers
                for code in other.actors
            }
            among = {s for i, s in enumerate(start.states) if takes[series[row], i] == 1}
            row.targets = row.actors
            row.actors = tuple(sorted((among & taking) - away | who))


def simulated_acts(
    events: Any,
    start: Start,
    scenario: Scenario,
    organisation: Any,
    standing: State,
    future: int,
    coups: Collection[int] = (),
) -> list[SimulatedAct]:
    """Acts of one future in the order of their days, ready to be appended to the ledger.

    Parameters
    ----------
    events : structured array, shape (acts,)
        Events of this future alone, in the order in which they were written.
    start, scenario, organisation
        What was simulated.
    standing : State
        State of the organisation at ``as_of``.
    future : int
        Number of the future; it stands in the ids.
    coups : collection of int
        Events of unrest that are attempted coups (the event table does not tell the two apart).

    Returns
    -------
    list of SimulatedAct
        Acts of one day stand in the order in which the simulation wrote them.
    """
    papers = load_agenda(library_folder(scenario.organisation) / "agenda.csv")
    words = Words(organisation, tuple(paper.paper for paper in papers), start.series)
    teller = Teller(words, start, standing, coups)
    for number, event in enumerate(events):
        teller.hear(number, event)
    rows = sorted(teller.rows, key=lambda row: row.at)
    for row in rows:
        if row.kind == ActKind.EXERCISE_HELD and row.event >= 0:
            row.more["series"] = int(events[row.event]["number"])
    _takers(rows, start, teller.members)
    source = f"simulated future {future}, seed {scenario.seed}"
    out: list[SimulatedAct] = []
    names: dict[Row, str] = {}
    for number, row in enumerate(rows, start=1):
        row.more.pop("gone", None)
        identity = "-".join(
            [f"f{future}", f"{number:03d}", row.kind.slug.replace("_", "-"), row.actors[0].lower()]
        )
        refers = dict.fromkeys(names[r] for r in row.answers if r in names)
        names[row] = identity
        act = Act(
            id=identity,
            date=day_of(row.at, scenario),
            kind=row.kind,
            actors=row.actors,
            targets=row.targets,
            text=row.text,
            framework=_framework(row.kind, teller.whole),
            refers=tuple(refers),
            sources=(source,),
            confidence="low",
            **row.more,
        )
        out.append(SimulatedAct(act, row.event))
    return out


def _framework(kind: ActKind, own: str) -> str:
    if kind in SUFFERED:
        return "national"
    return "bilateral" if kind in BILATERAL else own
