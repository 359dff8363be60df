"""The agenda of a regular session: which papers it has and what moves members on them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foedus.files import InputError, read_table
from foedus.parameters import Basis, first_problem

COLUMNS = (
    "paper",
    "scope",
    "distance",
    "grievance",
    "salience",
    "reversion",
    "contested",
    "basis",
    "source",
    "why",
)


class Paper(BaseModel):
    """One kind of paper.

    Attributes
    ----------
    paper : str
        Its name.
    scope : {"session", "grievance"}
        Tabled once a session, or once for each member with an open grievance.
    distance, grievance : float
        Weight of distance from the leading power and of grievance in a member's position.
    salience, reversion : float
        Weight of the paper in a member's utility; position that holds without it. 0 to 1 each.
    contested : {0, 1}
        Whether refusing it is as likely as on papers that members quarrel over, or as rare as on
        the routine papers of a session.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    paper: str = Field(min_length=1)
    scope: Literal["session", "grievance"]
    distance: float = Field(ge=0.0, le=1.0)
    grievance: float = Field(ge=0.0, le=1.0)
    salience: float = Field(ge=0.0, le=1.0)
    reversion: float = Field(ge=0.0, le=1.0)
    contested: int = Field(ge=0, le=1)
    basis: Basis
    source: str = Field(min_length=1)
    why: str = Field(min_length=10)


def load_agenda(path: Path) -> tuple[Paper, ...]:
    """Papers of a library's ``agenda.csv``.

    Raises
    ------
    InputError
        With file, row and what was expected.
    """
    papers = []
    for number, row in enumerate(read_table(path, COLUMNS), start=2):
        try:
            papers.append(Paper.model_validate(row))
        except ValidationError as error:
            raise InputError(f"{path}, row {number}", first_problem(error)) from None
    return tuple(papers)
