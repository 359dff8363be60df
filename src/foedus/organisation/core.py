"""The organisation: members, organs, law, offices, forces and the facts it is judged by."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from foedus.codes import Status, state_code
from foedus.organisation.crises import CrisisCase
from foedus.organisation.facts import DyadTable, StateTable, count_by_basis
from foedus.organisation.models import (
    Clause,
    ClauseVersion,
    Force,
    Iso3,
    Membership,
    Names,
    Office,
    Organ,
    Partner,
    Source,
    Strict,
)
from foedus.organisation.preparation import (
    ExerciseSeries,
    Formation,
    Function,
    Plan,
    Procedure,
    Unit,
    units_at,
)


class Organisation(Strict):
    """A collective-security organisation as its library describes it.

    Everything is dated; the methods that take a day see nothing that happened later.

    Attributes
    ----------
    name, full_name : str
    aliases : tuple of str
        Other names it goes by.
    seat : str
        Where its secretariat sits.
    founded : datetime.date
        Signature of the founding treaty.
    leading_state : str
        The member whose power exceeds the others'.
    default_scenario : str
        Name of the scenario that is run unless another is asked for.
    sources, clauses : dict
        By identifier.
    states : StateTable
    dyads : DyadTable
    crises : tuple of CrisisCase
        Crises of this and of other organisations, coded twice.
    published_agreement : dict of float
        Cohen's kappa of the two codings over the complete list of cases, of which the library
        holds a part.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )

    name: str
    full_name: str
    aliases: Names
    seat: str
    founded: datetime.date
    leading_state: Iso3
    area_of_responsibility: str
    working_language: str
    names: dict[str, str]
    default_scenario: str
    published_agreement: dict[str, Annotated[float, Field(ge=-1, le=1)]]
    sources: dict[str, Source]
    clauses: dict[str, Clause]
    organs: dict[str, Organ]
    partners: tuple[Partner, ...]
    members: tuple[Membership, ...]
    offices: tuple[Office, ...]
    forces: tuple[Force, ...]
    exercises: tuple[ExerciseSeries, ...]
    formations: tuple[Formation, ...] = ()
    units: tuple[Unit, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    plans: tuple[Plan, ...] = ()
    functions: tuple[Function, ...] = ()
    states: StateTable
    dyads: DyadTable
    crises: tuple[CrisisCase, ...]

    def standing_at(self, state: str, day: datetime.date) -> Status:
        """Standing of `state` on `day`; `Status.OUTSIDE` if it was never a member by then."""
        for row in self.members:
            if row.state == state and row.covers(day):
                return row.status
        return Status.OUTSIDE

    def members_at(self, day: datetime.date) -> dict[str, Status]:
        """States that belong to the organisation on `day`, frozen ones included.

        Returns
        -------
        dict
            ISO code to `Status.MEMBER` or `Status.FROZEN`, in alphabetical order.
        """
        found = {
            row.state: row.status
            for row in self.members
            if row.covers(day) and row.status in (Status.MEMBER, Status.FROZEN)
        }
        return dict(sorted(found.items()))

    def office_at(self, office: str, day: datetime.date) -> Office | None:
        """Holder of `office` on `day`, or None: vacant or not known."""
        found = [row for row in self.offices if row.office == office and row.covers(day)]
        return max(found, key=lambda row: row.start, default=None)

    def clauses_at(self, day: datetime.date) -> dict[str, ClauseVersion]:
        """Clauses in force on `day`, each in the version of that day."""
        found = {name: clause.at(day) for name, clause in self.clauses.items()}
        return {name: version for name, version in found.items() if version is not None}

    def partners_at(self, day: datetime.date) -> tuple[Partner, ...]:
        """Observers and partners on `day`."""
        return tuple(partner for partner in self.partners if partner.start <= day)

    def force_at(self, force: str, state: str, day: datetime.date) -> Force | None:
        """Latest nominal size of a force known on `day`; empty `state` means the whole force."""
        found = [
            row
            for row in self.forces
            if (row.force, row.state, row.kind) == (force, state, "nominal") and row.date <= day
        ]
        return max(found, key=lambda row: row.date, default=None)

    def units_at(self, day: datetime.date) -> tuple[Unit, ...]:
        """National units assigned to the collective forces on `day`."""
        return units_at(self.units, day)

    def crises_until(self, day: datetime.date) -> tuple[CrisisCase, ...]:
        """Crises that had begun by `day`."""
        return tuple(case for case in self.crises if case.start <= day)

    @property
    def state_codes(self) -> dict[str, int]:
        """Stable number of every state and bloc of the library, for random addresses."""
        named = set(self.states.states) | {row.state for row in self.members}
        return {state: state_code(state) for state in sorted(named)}

    def facts_by_basis(self) -> dict[str, int]:
        """How many facts on states and pairs rest on data, literature, documents, judgement."""
        return count_by_basis((self.states, self.dyads))
