"""The verdict on an act, and the case a rule looks at: the act, the state before it, the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any

from foedus.codes import ActKind, Status
from foedus.proceedings.acts import Act, bodies, kinds, role
from foedus.proceedings.state import State

#: Words for a permitted act that no clause speaks of.
UNGOVERNED = "no rule of the organisation governs it"


class VerdictKind(IntEnum):
    """What the rules say of an act."""

    PERMITTED = 0
    IRREGULAR = 1  #: it can happen, but a rule says otherwise
    IMPOSSIBLE = 2  #: it contradicts logic or a rule that makes the act what it is


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an act.

    Attributes
    ----------
    kind : VerdictKind
    rule : str
        Id of the clause; empty when none speaks of the act.
    sentence : str
        Why, in one plain sentence without full stop.
    also : tuple of Verdict
        Further findings on the same act, each with its own clause.
    """

    kind: VerdictKind
    rule: str
    sentence: str
    also: tuple[Verdict, ...] = ()

    @property
    def findings(self) -> tuple[Verdict, ...]:
        """The verdict itself, then the further findings."""
        return (self, *self.also)


@dataclass(frozen=True)
class Case:
    """An act before the rules.

    Attributes
    ----------
    act : Act
    state : State
        The state just before the act.
    organisation : Organisation or None
        The law in force is read from it; without it every clause counts as in force.
    """

    act: Act
    state: State
    organisation: Any = None

    @cached_property
    def clauses(self) -> Mapping[str, Any]:
        """Clauses of the organisation, or an empty mapping."""
        return getattr(self.organisation, "clauses", None) or {}

    def in_force(self, clause: str, day: date | None = None) -> bool:
        """Whether a clause is in force on the day of the act."""
        if not self.clauses:
            return True
        found = self.clauses.get(clause)
        return found is not None and found.at(day or self.act.date) is not None

    def first_in_force(self, *clauses: str) -> str:
        """Return the first of the clauses in force that day, or empty."""
        return next((clause for clause in clauses if self.in_force(clause)), "")

    def status(self, code: str) -> Status:
        """Standing of a state before the act."""
        return self.state.status(code)

    def name(self, code: str) -> str:
        """Name of a state or body for people."""
        return name_of(code, self.organisation)

    def names(self, codes: tuple[str, ...]) -> str:
        """Names of several, in one phrase."""
        return phrase([self.name(code) for code in codes])

    def referred(self, noun: str) -> list[Any]:
        """Values of the cells of a noun whose key is an act this act refers to."""
        found = (self.state.cells.get((noun, other)) for other in self.act.refers)
        return [value for value in found if value is not None]

    @property
    def by_council(self) -> bool:
        """Whether the council of heads itself acts."""
        return any(role(code) == "council" for code in self.act.actors)

    def permitted(self, rule: str = "", sentence: str = "") -> Verdict:
        """Verdict: permitted."""
        return Verdict(VerdictKind.PERMITTED, rule, sentence or UNGOVERNED)

    def irregular(self, rule: str, sentence: str) -> Verdict:
        """Verdict: it can happen, but a rule says otherwise."""
        return Verdict(VerdictKind.IRREGULAR, rule, sentence)

    def impossible(self, rule: str, sentence: str) -> Verdict:
        """Verdict: it contradicts logic or a constitutive rule."""
        return Verdict(VerdictKind.IMPOSSIBLE, rule, sentence)

    def cite(self, clause: str) -> str:
        """Return the clause in words: instrument, article and title."""
        found = self.clauses.get(clause)
        if found is None:
            return clause
        article = f", article {found.article}" if found.article else ""
        return f"{found.instrument}{article} ({found.title})"

    def governed_by(self) -> str:
        """First clause in force that the table of kinds names for this kind, or empty."""
        return self.first_in_force(*kinds()[self.act.kind].clauses)


Check = Callable[[Case], "Verdict | None"]
Checks = dict[ActKind, tuple[Check, ...]]


def phrase(words: list[str]) -> str:
    """Words in a row: ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def name_of(code: str, organisation: Any = None) -> str:
    """Name of a state or body: the organisation's own, the table of bodies, else the code."""
    found = bodies().get(code)
    if found is not None:
        organs = getattr(organisation, "organs", None) or {}
        organ = organs.get(code)
        return found[1] if organ is None else f"the {organ.name.removeprefix('the ')}"
    names = getattr(organisation, "names", None) or {}
    return names.get(code, code)
