"""The state of the organisation at a date, as it follows from the acts.

`apply` carries a state over one act and says which cells changed; `state_at` folds a ledger. The
readable views (members, calls, forces out, ...) stand in `foedus.proceedings.views`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from foedus.codes import Status
from foedus.proceedings.acts import Act
from foedus.proceedings.cells import Cell, Holder, Standing
from foedus.proceedings.effects import touches, writes
from foedus.proceedings.ledger import Ledger

__all__ = ["Change", "State", "apply", "carry", "fold", "state_at", "touches"]


class Change(NamedTuple):
    """A cell an act wrote: its value before (None: no such cell) and after."""

    cell: Cell
    before: Any
    after: Any


@dataclass(frozen=True)
class State:
    """What stands, as cells; never changed in place.

    Attributes
    ----------
    cells : mapping
        Cell to value: see `foedus.proceedings.cells`.
    on : date or None
        Day the state is known for; no part of what it says when states are compared.
    """

    cells: Mapping[Cell, Any] = field(default_factory=lambda: MappingProxyType({}))
    on: date | None = field(default=None, compare=False)

    def value(self, *cell: str) -> Any:
        """Value of a cell, or None."""
        return self.cells.get(cell)

    def noun(self, noun: str) -> dict[Cell, Any]:
        """All cells of one noun."""
        return {cell: value for cell, value in self.cells.items() if cell[0] == noun}

    def status(self, state: str) -> Status:
        """Standing of a state; a state never heard of is outside."""
        standing: Standing | None = self.cells.get(("status", state))
        return standing.status if standing else Status.OUTSIDE

    def with_status(self, status: Status) -> tuple[str, ...]:
        """States of a standing, by code."""
        return tuple(
            sorted(
                cell[1]
                for cell, value in self.cells.items()
                if cell[0] == "status" and value.status == status
            )
        )

    @property
    def members(self) -> tuple[str, ...]:
        """Members that take part, by code (frozen ones stand in ``with_status``)."""
        return self.with_status(Status.MEMBER)

    def holder(self, office: str) -> Holder | None:
        """Return the latest holder of ``chair``, ``secretary_general`` or ``chief_of_staff``."""
        return self.cells.get(("office", office))

    @property
    def chair(self) -> str:
        """State in the chair, or empty."""
        holder = self.holder("chair")
        return holder.who if holder else ""


def carry(cells: dict[Cell, Any], act: Act) -> tuple[Change, ...]:
    """Write an act into a dict of cells in place, and return what changed."""
    changes: list[Change] = []
    for cell, new in writes(act):
        before = cells.get(cell)
        after = cells[cell] = new(before)
        changes.append(Change(cell, before, after))
    return tuple(changes)


def apply(state: State, act: Act) -> tuple[State, tuple[Change, ...]]:
    """Carry a state over an act; the state given stays as it was.

    Returns
    -------
    State, tuple of Change
        The state after, and every cell the act wrote.
    """
    cells = dict(state.cells)
    changes = carry(cells, act)
    return State(MappingProxyType(cells), act.date), changes


def fold(acts: Iterable[Act], start: State | None = None, on: date | None = None) -> State:
    """State after many acts, from a state (default: nothing stands)."""
    cells = dict(start.cells) if start else {}
    last = start.on if start else None
    for act in acts:
        carry(cells, act)
        last = act.date
    return State(MappingProxyType(cells), on or last)


def state_at(ledger: Ledger, day: date) -> State:
    """State of the organisation at the end of a day; nothing dated later is seen."""
    return fold(ledger.until(day), on=day)
