"""History, or one simulated future, step by step: the act, the verdict, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from foedus.proceedings.acts import Act
from foedus.proceedings.cells import Cell
from foedus.proceedings.ledger import Ledger
from foedus.proceedings.rules import verdict
from foedus.proceedings.state import Change, State, carry
from foedus.proceedings.verdicts import Verdict, VerdictKind


@dataclass(frozen=True)
class Step:
    """One act of a replay.

    Attributes
    ----------
    act : Act
    verdict : Verdict
        What the rules said of it, seen from the state before.
    changes : tuple of Change
        Cells it wrote.
    state_after : State
    """

    act: Act
    verdict: Verdict
    changes: tuple[Change, ...]
    _cells: MappingProxyType[Cell, Any]

    @cached_property
    def state_after(self) -> State:
        """State after the act."""
        return State(self._cells, self.act.date)


def replay(
    ledger: Ledger,
    organisation: Any = None,
    start: date | None = None,
    end: date | None = None,
) -> Iterator[Step]:
    """Acts of a ledger between two days, each judged and carried out.

    Acts before `start` are carried out without a word; those after `end` are not looked at.

    Parameters
    ----------
    ledger : Ledger
    organisation : Organisation, optional
        For the law in force: see `foedus.proceedings.rules.verdict`.
    start, end : date, optional
        First and last day told; by default all.
    """
    cells: dict[Cell, Any] = {}
    acts = ledger.until(end) if end else ledger
    for act in acts:
        if start and act.date < start:
            carry(cells, act)
            continue
        found = verdict(act, State(MappingProxyType(cells), act.date), organisation)
        cells = dict(cells)
        changes = carry(cells, act)
        yield Step(act, found, changes, MappingProxyType(cells))


def irregularities(
    ledger: Ledger, organisation: Any = None, *, impossible: bool = True
) -> list[tuple[Act, Verdict]]:
    """Acts that a rule speaks against, in order.

    Parameters
    ----------
    impossible : bool
        Whether impossible acts are listed too (history holds none).
    """
    least = VerdictKind.IRREGULAR
    found = []
    for step in replay(ledger, organisation):
        kind = step.verdict.kind
        if kind >= least and (impossible or kind == VerdictKind.IRREGULAR):
            found.append((step.act, step.verdict))
    return found
