"""What the model would have expected the day before an act: consistency checks for the replay.

Everything recorded was known to the authors when they chose the priors. A figure from here shows
whether the model is of the right order; it never validates it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from foedus.codes import ActKind, CrisisKind, Level, Status
from foedus.proceedings.acts import Act
from foedus.proceedings.ledger import Ledger
from foedus.proceedings.state import State, state_at
from foedus.results.run import Library, run
from foedus.results.summary import share
from foedus.scenario import ImposedCrisis, Scenario

FUTURES = 2000
ANSWER_MONTHS = 3


@dataclass(frozen=True)
class Expectation:
    """One expectation, ready to be told.

    Attributes
    ----------
    question : str
        What was asked of the model.
    values : dict of str to float
        Probabilities by answer.
    futures : int
        Futures behind them.
    """

    question: str
    values: dict[str, float]
    futures: int

    def sentence(self) -> str:
        """Tell the expectation in one line."""
        parts = ", ".join(f"{name} {percent(p)}" for name, p in self.values.items())
        return f"{self.question}: {parts}"


def percent(p: float) -> str:
    """Probability for people: whole per cent, and never a bare 0 or 100."""
    if p < 0.01:
        return "<1 %"
    if p > 0.99:
        return ">99 %"
    return f"{100.0 * p:.0f} %"


def expect(scenario: Scenario, library: Library, act: Act) -> Expectation | None:
    """Say what the model expects of an act, knowing only what was known the day before.

    Returns None where the model has nothing to say of such an act.
    """
    day_before = act.date - datetime.timedelta(days=1)
    try:
        known = state_at(library.ledger, day_before)
        if act.kind == ActKind.REQUEST_FOR_HELP and act.own and act.acting_states:
            return _answer(scenario, library, act, day_before, known)
        if act.kind == ActKind.SESSION_HELD and act.character in ("regular", "anniversary"):
            return _refusals(scenario, library, act, day_before)
        if act.kind in (ActKind.ATTACK, ActKind.CLASH, ActKind.UNREST) and not act.refers:
            return _onset(scenario, library, act, day_before, known)
    except AssertionError:
        return None
    return None


def crisis_behind(ledger: Ledger, request: Act, standing: State) -> tuple[CrisisKind, str]:
    """Kind of crisis a request answers, and the other state in it (empty: none)."""
    for name in request.refers:
        act = ledger.get(name)
        if act is None:
            continue
        if act.kind in (ActKind.ATTACK, ActKind.CLASH):
            others = [
                s for s in (*act.acting_states, *act.target_states) if s not in request.actors
            ]
            other = others[0] if others else ""
            if other and standing.status(other) == Status.MEMBER:
                return CrisisKind.ATTACK_BY_MEMBER, other
            return CrisisKind.ATTACK_BY_OUTSIDER, other
        if act.kind == ActKind.INSURGENCY_INCIDENT:
            return CrisisKind.INSURGENCY, ""
    return CrisisKind.UNREST, ""


def _base(scenario: Scenario, day: datetime.date, months: int, **more: Any) -> Scenario:
    return scenario.changed(as_of=day, months=months, futures=FUTURES, **more)


def _answer(
    scenario: Scenario, library: Library, act: Act, day: datetime.date, known: State
) -> Expectation | None:
    asker = act.acting_states[0]
    kind, other = crisis_behind(library.ledger, act, known)
    imposed = ImposedCrisis(
        month=0, day=0, kind=kind.name.lower(), victim=asker, other=other, asks=True
    )
    result = run(_base(scenario, day, ANSWER_MONTHS, imposed=(imposed,)), library)
    i = result.start.index(asker)
    n = result.counts.futures
    troops = share(int(result.counts.at_least_once["troops_received"][i]), n)
    helped = share(int(result.counts.at_least_once["helped"][i]), n)
    mission = share(int(result.counts.at_least_once["missions"][i]), n)
    return Expectation(
        f"answer to such a call within {ANSWER_MONTHS} months",
        {
            "troops": troops,
            f"{Level.MATERIAL.name.lower()} help at most": max(helped - troops, 0.0),
            "a mission at most": mission,
        },
        n,
    )


def _refusals(
    scenario: Scenario, library: Library, act: Act, day: datetime.date
) -> Expectation | None:
    calendar = scenario.calendar.model_copy(update={"session_months": (act.date.month,)})
    result = run(_base(scenario, day, 1, calendar=calendar), library)
    members = result.summary["members"]
    chances = {s: m["refuses_draft"] for s, m in members.items()}
    ranked = sorted(chances.items(), key=lambda item: -item[1])[:3]
    return Expectation("most likely to refuse a paper", dict(ranked), result.counts.futures)


def _onset(
    scenario: Scenario, library: Library, act: Act, day: datetime.date, known: State
) -> Expectation | None:
    targets = [s for s in (*act.target_states, *act.acting_states) if s in known.members]
    if not targets:
        return None
    result = run(_base(scenario, day, 1), library)
    values = {s: result.summary["members"][s]["crisis"] for s in targets[:2]}
    return Expectation("a crisis within the month", values, result.counts.futures)
