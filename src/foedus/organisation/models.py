"""Parts of an organisation: frozen records, each dated and sourced."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from foedus.codes import Status
from foedus.parameters import Basis

Confidence = Literal["high", "med", "low"]
Names = Annotated[tuple[str, ...], Field(strict=False)]
Iso3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
#: A state by its three capitals, or a bloc treated as one actor by four.
Actor = Annotated[str, Field(pattern=r"^[A-Z]{3,4}$")]


class Strict(BaseModel):
    """Frozen record without unknown keys and without silent conversions."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(Strict):
    """Where a fact can be looked up.

    Attributes
    ----------
    id : str
        Short name cited by the tables.
    title : str
        What it is, in our own words.
    locator : str
        Address, bibliographic reference or name of the data set.
    date : str
        Date of the source as far as known: ``2022-11-23``, ``2022-11``, ``2022`` or empty.
    kind : {"page", "book", "data", "treaty", "document", "memory"}
    checked : {"yes", "no", "indirect"}
        Whether it was read; indirect when another source reports it.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    locator: str
    date: str = Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    kind: Literal["page", "book", "data", "treaty", "document", "memory"]
    checked: Literal["yes", "no", "indirect"]


class ClauseVersion(Strict):
    """Wording of a clause in force from one day to another, in our own words.

    Attributes
    ----------
    text : str
        What the clause says.
    conditions : tuple of str
        What must hold before it binds.
    verified : {"yes", "no", "memory"}
        yes: the article was read; no: known through somebody's summary; memory: not read.
    """

    text: str = Field(min_length=10)
    conditions: Names
    signed: datetime.date
    in_force_from: datetime.date
    in_force_until: datetime.date | None = None
    sources: Names = Field(min_length=1)
    verified: Literal["yes", "no", "memory"]
    note: str = ""

    def covers(self, day: datetime.date) -> bool:
        """Whether the version is in force on `day`."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )


class Clause(Strict):
    """One clause of the organisation's law with its dated versions, oldest first."""

    id: str
    instrument: str
    article: str
    title: str
    versions: Annotated[tuple[ClauseVersion, ...], Field(strict=False, min_length=1)]

    def at(self, day: datetime.date) -> ClauseVersion | None:
        """Version in force on `day`, or None."""
        return next((version for version in self.versions if version.covers(day)), None)


class Organ(Strict):
    """An organ of the organisation.

    Attributes
    ----------
    members : str
        Who sits in it.
    clause : str
        Identifier of the clause it rests on.
    """

    name: str
    members: str
    clause: str = ""
    sources: Names = Field(min_length=1)


class Partner(Strict):
    """A state or body that is tied to the organisation without being a member."""

    who: Actor
    role: Literal["observer", "partner", "parliamentary_observer"]
    start: datetime.date
    sources: Names = Field(min_length=1)
    confidence: Confidence
    note: str = ""


class Lasting(Strict):
    """What holds from a day on; `end` is the last day, None while it lasts."""

    start: datetime.date
    end: datetime.date | None

    @model_validator(mode="after")
    def _ordered(self) -> Lasting:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"ends on {self.end}, before it starts on {self.start}")
        return self

    def covers(self, day: datetime.date) -> bool:
        """Whether the row holds on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)


class Membership(Lasting):
    """Standing of one state over a time; `end` is the last day, None while it lasts."""

    state: Iso3
    status: Status
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Office(Lasting):
    """Who holds an office over a time; a chair is held by a state."""

    office: Literal["chair", "secretary_general", "chief_of_joint_staff"]
    holder: str
    state: Iso3 | Literal[""]
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Force(Strict):
    """Size of a collective force at a date; an empty state means the force as a whole."""

    force: str
    state: Iso3 | Literal[""]
    personnel: int | None = Field(ge=0)
    date: datetime.date
    kind: Literal["nominal", "deployed", "planned"]
    source: Names = Field(min_length=1)
    confidence: Confidence
    note: str


class Fact(Strict):
    """One dated value.

    Attributes
    ----------
    value : str
        The value as it stands in the table.
    number : float or None
        The value as a number; None for words and for bounds such as ``<0.05``.
    unit : str
    date : datetime.date
        Day the value refers to; a yearly figure carries 31 December.
    source : tuple of str
        Identifiers in the sources.
    """

    value: str = Field(min_length=1)
    number: float | None
    unit: str
    date: datetime.date
    source: Names = Field(min_length=1)
    basis: Basis
    confidence: Confidence
    note: str
