"""What happened to whom in twelve months, by the ledger and the coded crises; and how often before.

The definitions stand in `decisions/0008-hindcasts-protocol.md`; they were written before anything
was compared with them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from foedus.codes import ActKind, Level
from foedus.proceedings.acts import Act
from foedus.proceedings.state import state_at
from foedus.proceedings.views import calls
from foedus.results.run import Library

#: First whole year under the treaty, which entered into force in April 1994.
FIRST_YEAR = 1995
OWN_CASES = ("CST", "CIS/CST", "CSTO")
ATTACKS = (ActKind.ATTACK,)
SHARED = (ActKind.CLASH,)
INSIDE = (ActKind.UNREST,)
LEAVES = (ActKind.EXIT, ActKind.NON_PROLONGATION)


class Span(NamedTuple):
    """Days from the one after the origin to the last of the horizon."""

    first: datetime.date
    last: datetime.date

    def holds(self, day: datetime.date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last


def year_after(origin: datetime.date) -> Span:
    """Twelve months that begin on the day after the origin, which is a 31 December."""
    return Span(origin + datetime.timedelta(days=1), origin.replace(year=origin.year + 1))


@dataclass(frozen=True)
class Question:
    """One kind of event that is asked about.

    Attributes
    ----------
    name : str
        Question, as the predictions name it.
    of : {"member", "organisation"}
        Whom it is asked of.
    where : str
        Where the run's summary has the probability.
    happened : callable
        From library and span to the members it happened to (or, for the organisation, anybody).
    """

    name: str
    of: str
    where: str
    happened: Callable[[Library, Span], set[str]]


def _acts(library: Library, span: Span, kinds: Iterable[ActKind]) -> list[Act]:
    wanted = set(kinds)
    return [act for act in library.ledger if act.kind in wanted and span.holds(act.date)]


def crisis(library: Library, span: Span) -> set[str]:
    """States attacked, in a clash, in unrest or raided, and those of the coded cases."""
    found: set[str] = set()
    for act in _acts(library, span, ATTACKS):
        found |= set(act.target_states)
    for act in _acts(library, span, SHARED):
        found |= {*act.acting_states, *act.target_states}
    for act in _acts(library, span, INSIDE):
        found |= set(act.acting_states)
    for act in _acts(library, span, (ActKind.INSURGENCY_INCIDENT,)):
        found |= set(act.target_states or act.acting_states)
    for case in library.organisation.crises:
        if case.organisation in OWN_CASES and span.holds(case.start):
            found |= set() if case.kind == "member_attacks" else set(case.states)
    return found


def request(library: Library, span: Span) -> set[str]:
    """States that asked for help within the organisation."""
    acts = _acts(library, span, (ActKind.REQUEST_FOR_HELP,))
    return {state for act in acts if act.own for state in act.acting_states}


def helped(library: Library, span: Span) -> set[str]:
    """States whose call of these months was answered with material help or troops within them."""
    standing = state_at(library.ledger, span.last)
    return {
        state
        for call in calls(standing, span.last)
        if span.holds(call.request.date) and call.level >= Level.MATERIAL
        for state in call.request.acting_states
    }


def _by_actor(*kinds: ActKind) -> Callable[[Library, Span], set[str]]:
    def happened(library: Library, span: Span) -> set[str]:
        acts = _acts(library, span, kinds)
        return {state for act in acts if act.own for state in act.acting_states}

    return happened


def frozen(library: Library, span: Span) -> set[str]:
    """States that froze their participation or were suspended."""
    froze = _by_actor(ActKind.FREEZE)(library, span)
    suspended = _acts(library, span, (ActKind.SUSPENSION,))
    return froze | {state for act in suspended for state in act.target_states}


QUESTIONS = (
    Question("crisis", "member", "crisis", crisis),
    Question("request", "member", "request", request),
    Question("helped", "member", "helped", helped),
    Question("refuses", "member", "refuses_draft", _by_actor(ActKind.REFUSED_TO_SIGN)),
    Question("frozen", "member", "frozen", frozen),
    Question("exit", "member", "exit", _by_actor(*LEAVES)),
    Question("any crisis", "organisation", "crisis.any", crisis),
    Question("troops", "organisation", "crisis.troop_deployment",
             _by_actor(ActKind.CONTINGENT_SENT)),
    Question("any freeze", "organisation", "any_freeze", frozen),
    Question("any exit", "organisation", "any_exit", _by_actor(*LEAVES)),
    Question("joins", "organisation", "joins.any", _by_actor(ActKind.ACCESSION)),
)  # fmt: skip


def members_at(library: Library, day: datetime.date) -> tuple[str, ...]:
    """Members that take part on a day."""
    return state_at(library.ledger, day).members


@dataclass
class History:
    """Outcomes of every year, computed once.

    Attributes
    ----------
    library : Library
        Organisation and ledger.
    """

    library: Library

    def __post_init__(self) -> None:
        self._found: dict[tuple[str, int], set[str]] = {}
        self._members: dict[int, tuple[str, ...]] = {}

    def members(self, year: int) -> tuple[str, ...]:
        """Members that took part at the beginning of a year."""
        if year not in self._members:
            day = datetime.date(year - 1, 12, 31)
            self._members[year] = members_at(self.library, day)
        return self._members[year]

    def happened(self, question: Question, year: int) -> set[str]:
        """Members to whom it happened in a year; for a joining, the states that joined."""
        key = (question.name, year)
        if key not in self._found:
            span = year_after(datetime.date(year - 1, 12, 31))
            found = question.happened(self.library, span)
            joins = question.name == "joins"
            self._found[key] = found if joins else found & set(self.members(year))
        return self._found[key]

    def rows(self, question: Question, year: int) -> dict[str, int]:
        """Outcome by unit: each member, or ``organisation``."""
        found = self.happened(question, year)
        if question.of == "organisation":
            return {"organisation": int(bool(found))}
        return {state: int(state in found) for state in self.members(year)}

    def own_record(self, question: Question, origin_year: int) -> float:
        """Jeffreys rate over the whole years under the treaty up to the origin."""
        hits = total = 0
        for year in range(FIRST_YEAR, origin_year + 1):
            rows = self.rows(question, year)
            hits, total = hits + sum(rows.values()), total + len(rows)
        return (hits + 0.5) / (total + 1.0)

    def own_record_of(self, question: Question, origin_year: int, unit: str) -> float:
        """Jeffreys rate over the years in which one member took part, up to the origin."""
        every = [self.rows(question, year) for year in range(FIRST_YEAR, origin_year + 1)]
        its = [rows[unit] for rows in every if unit in rows]
        return (sum(its) + 0.5) / (len(its) + 1.0)

    def as_last_year(self, question: Question, origin_year: int, unit: str) -> float:
        """One if it happened in the origin's year, else zero; zero for one who was not there."""
        return float(self.rows(question, origin_year).get(unit, 0))
