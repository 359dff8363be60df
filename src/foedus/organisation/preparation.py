"""What an organisation prepares: units of its forces, procedures, plans, exercises and their kinds.

Every row is dated and sourced. Rows of one thing with a later day take the place of earlier ones.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from foedus.codes import Task
from foedus.organisation.models import Confidence, Iso3, Lasting, Names, Strict
from foedus.parameters import Basis

TASKS = tuple(task.name.lower() for task in Task)
Share = Annotated[float, Field(ge=0.0, le=1.0)]
TaskName = Literal["guarding", "separating", "border", "insurgency"]
Tasks = Annotated[tuple[TaskName, ...], Field(strict=False)]


class Formation(Strict):
    """A collective force: what it is for, and where.

    Attributes
    ----------
    area : tuple of str
        Members on whose territory it may be used; empty: any member's.
    tasks : tuple of str
        Tasks it can be given; empty for a force that supports the others.
    """

    force: str
    title: str
    area: Names
    tasks: Tasks
    start: datetime.date
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Unit(Lasting):
    """A national unit assigned to a collective force.

    Attributes
    ----------
    unit, state, force : str
        A unit of a state may stand in several forces; its people are counted once.
    place : str
        Where it is stationed; empty: not known.
    personnel, vehicles : int or None
    readiness : float or None
        Share of the unit that was ready that day, when it is known.
    notice_hours : float or None
        Notice to move that is known of it.
    committed : int or None
        People known to be out on another task from that day on.
    """

    unit: str = Field(min_length=1)
    state: Iso3
    force: str
    place: str
    personnel: int | None = Field(ge=0)
    vehicles: int | None = Field(ge=0)
    readiness: Share | None
    notice_hours: float | None = Field(ge=0.0, le=2000.0)
    committed: int | None = Field(ge=0)
    basis: Basis
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Procedure(Lasting):
    """How a member decides at home on sending its contingent.

    Attributes
    ----------
    body : {"head_of_state", "government", "parliament"}
    factor : float
        Usual time of the decision as a multiple of the parameter ``delay.approval_days``.
    sitting_fails : float
        Probability that a sitting comes to nothing, for want of a quorum say.
    refuses : float
        Probability that the body says no and the contingent stays at home.
    """

    state: Iso3
    body: Literal["head_of_state", "government", "parliament"]
    factor: float = Field(ge=0.0, le=100.0)
    sitting_fails: Share
    refuses: Share
    basis: Basis
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Plan(Strict):
    """A plan of the joint staff for kinds of task in an area, and when it was last worked on."""

    plan: str = Field(min_length=1)
    tasks: Tasks = Field(min_length=1)
    area: Names = Field(min_length=1)
    updated: datetime.date
    basis: Basis
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class ExerciseSeries(Strict):
    """A recurring exercise of the yearly programme; single exercises are acts of the ledger.

    Attributes
    ----------
    functions : tuple of str
        Kinds of exercise it is made of: rows of ``functions.csv``.
    """

    series: str
    function: str
    functions: Names
    host: str
    month: int | None = Field(ge=1, le=12)
    participants: Names
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Function(Strict):
    """What one kind of exercise trains: shares of the gain that a full exercise would give.

    Attributes
    ----------
    readiness, interoperability, movement : float
        Units ready to go; practice in working together; practice in loading and being moved.
    plans : float
        How far the joint staff's plans for the host's territory are worked on.
    guarding, separating, border, insurgency : float
        Skill at each task.
    """

    function: str
    readiness: Share
    interoperability: Share
    movement: Share
    plans: Share
    guarding: Share
    separating: Share
    border: Share
    insurgency: Share
    basis: Basis
    source: Names = Field(min_length=1)
    why: str = Field(min_length=10)

    @property
    def skills(self) -> tuple[float, ...]:
        """Shares by task, in the order of `foedus.codes.Task`."""
        return tuple(float(getattr(self, task)) for task in TASKS)


def units_at(units: Iterable[Unit], day: datetime.date) -> tuple[Unit, ...]:
    """Units assigned on a day: of each unit and force the latest row that holds."""
    found: dict[tuple[str, str, str], Unit] = {}
    for unit in sorted(units, key=lambda row: row.start):
        if unit.covers(day):
            found[unit.state, unit.unit, unit.force] = unit
    return tuple(found.values())


def procedure_at(procedures: Iterable[Procedure], state: str, day: datetime.date) -> Procedure:
    """Procedure of a member on a day; the usual one of no special body when none is known."""
    found = [row for row in procedures if row.state == state and row.covers(day)]
    return max(found, key=lambda row: row.start, default=_USUAL)


_USUAL = Procedure(
    state="XXX",
    body="government",
    factor=1.0,
    sitting_fails=0.0,
    refuses=0.0,
    start=datetime.date(1900, 1, 1),
    end=None,
    basis="judgement",
    source=("none",),
    confidence="low",
    note="what is assumed of a member without a row",
)
