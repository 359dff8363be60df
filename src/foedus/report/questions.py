"""The questions of a library (``questions.yaml``): what is asked, who says what, which acts speak.

Everything particular to one organisation and its reports stands in that file; the code that
answers knows kinds of question only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foedus.codes import CrisisKind
from foedus.files import InputError, read_yaml
from foedus.parameters import first_problem
from foedus.proceedings.acts import Act
from foedus.results.run import Library

FILE = "questions.yaml"
Names = tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """What a report, or a person in it, says, in our own words."""

    who: str
    says: str


class Topic(_Strict):
    """A concern that some members put first, and the act that shows it."""

    topic: str
    states: Names
    act: str


class Lever(_Strict):
    """A changed setting of the scenario and what it means."""

    words: str
    set: str
    value: Any


class AskedCrisis(_Strict):
    """A crisis on record that the model is asked about, from the day before."""

    as_of: datetime.date
    kind: str
    victim: str
    request: str

    @property
    def code(self) -> CrisisKind:
        """Kind as a code."""
        return CrisisKind[self.kind.upper()]


class _Question(_Strict):
    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    report: str
    ask: str
    asserted: tuple[Said, ...] = ()
    reading: str = ""
    acts: Names = ()
    limits: Names = ()
    by_construction: Names = ()


class SupportQuestion(_Question):
    """Would a call of the leading state, or of its closest ally, be met?"""

    kind: Literal["support"]


class SessionQuestion(_Question):
    """What did a session agree, and where did the members differ?"""

    kind: Literal["session"]
    session: str
    topics: tuple[Topic, ...] = ()


class CouncilIssue(_Strict):
    """An issue of a session whose positions were coded."""

    session: datetime.date
    issue: str


class PressureQuestion(_Question):
    """What does pressure from outside do to cohesion?"""

    kind: Literal["pressure"]
    not_yet: str
    council: CouncilIssue | None = None
    levers: tuple[Lever, ...]


class SpeedQuestion(_Question):
    """What do exercises and ready plans buy in speed?"""

    kind: Literal["speed"]
    crisis: AskedCrisis
    move: str = ""
    move_home: str = ""


class WarQuestion(_Question):
    """What becomes of the organisation under each end of the leading power's war?"""

    kind: Literal["war"]
    lost: str
    won: str
    assumed_links: Names = ()


Question = Annotated[
    SupportQuestion | SessionQuestion | PressureQuestion | SpeedQuestion | WarQuestion,
    Field(discriminator="kind"),
]


class FailedCheck(_Strict):
    """A check of the model with this library that fails, and the test that shows it."""

    says: str
    test: str


class Questions(_Strict):
    """What a library asks.

    Attributes
    ----------
    questions : tuple of Question
    failing : tuple of FailedCheck
        Checks outside any single run that fail; they stand on the front page of every report.
    what_ifs : dict
        Named what-if to what of its effect is true by construction.
    """

    questions: tuple[Question, ...] = ()
    failing: tuple[FailedCheck, ...] = ()
    what_ifs: dict[str, str] = {}


def load_questions(folder: Path, library: Library) -> Questions:
    """Questions of a library; none when it asks none.

    Raises
    ------
    InputError
        With the file, the place in it and what was expected; also for an act, a source or a
        state that the library does not hold.
    """
    path = folder / FILE
    if not path.is_file():
        return Questions()
    try:
        found = Questions.model_validate(read_yaml(path))
    except ValidationError as error:
        raise InputError(path, first_problem(error)) from None
    for question in found.questions:
        _check(path, question, library)
    return found


def named_acts(question: Question) -> Iterable[str]:
    """Every act a question names."""
    yield from question.acts
    if isinstance(question, SessionQuestion):
        yield question.session
        yield from (topic.act for topic in question.topics)
    if isinstance(question, SpeedQuestion):
        yield question.crisis.request


def _check(path: Path, question: Question, library: Library) -> None:
    where = f"{path}: {question.key}"
    for name in named_acts(question):
        if name not in library.ledger:
            raise InputError(where, f"unknown act {name!r}, expected an id of the ledger")
    if question.report not in library.organisation.sources:
        raise InputError(where, f"unknown source {question.report!r}, expected one of sources.csv")
    if isinstance(question, SpeedQuestion):
        if question.crisis.kind.upper() not in CrisisKind.__members__:
            known = ", ".join(kind.name.lower() for kind in CrisisKind)
            raise InputError(where, f"kind {question.crisis.kind!r} is none of {known}")
        if question.crisis.victim not in library.organisation.state_codes:
            raise InputError(where, f"unknown state {question.crisis.victim!r}")


def seen(names: Iterable[str], library: Library, day: datetime.date) -> list[Act]:
    """Acts by their ids, in order of date; those after `day` are left out."""
    found = [library.ledger.get(name) for name in names]
    kept = [act for act in found if act is not None and act.date <= day]
    return sorted(kept, key=lambda act: act.date)
