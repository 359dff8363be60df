"""Cells of the organisation's state: their nouns, and what stands in them.

A cell is a tuple that begins with its noun, such as ``("status", state)``. Values are small
tuples, or the act itself where the act is all there is to know.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from foedus.codes import ActKind, Status, Vote
from foedus.proceedings.acts import Range

Cell = tuple[str, ...]

NOUNS = {
    "status": "standing of a state towards the organisation",
    "office": "who holds the chair, or the last appointment to an office",
    "term": "how often a state has taken the chair, and when last",
    "text": "a treaty, agreement, decision, statement or budget, as adopted or signed",
    "bound": "a state's signature, ratification or notice on the founding texts",
    "effect": "a text or rule that has begun to bind",
    "session": "one session of the council of heads",
    "met": "when a body last met",
    "meeting": "one meeting or consultation other than a session",
    "draft": "one text put before an organ",
    "position": "what a member did with a draft or at a session",
    "fate": "how a draft was dealt with when it was not adopted",
    "crisis": "one attack, clash, incident, unrest or change of power",
    "attacked": "attacks of one side on another: how many, when last",
    "quiet": "one ceasefire",
    "request": "one request for help",
    "refusal": "one refusal of a request",
    "mandate": "one mandate for a mission or force",
    "operation": "an operation in a state under a framework",
    "approval": "one approval of a state by its own law",
    "approved": "a state's latest approval in answer to an act",
    "forces": "a state's contingent in another state under a framework",
    "mission": "one fact-finding mission",
    "aid": "one delivery or promise of help in kind",
    "own_forces": "one use of a state's own forces outside the organisation",
    "base": "one agreement on a military base",
    "strength": "one figure of a force's strength",
    "partner": "relations with a state or body outside: steps, when last",
    "step": "one step towards a partner, or of a rival",
    "sanction": "one set of sanctions",
    "exercise": "one exercise planned, held, skipped or cancelled",
    "participation": "a member's record in exercises",
    "said": "public statements of one speaker: how many, which last",
    "follows": "acts that answer or belong to an act",
    "organisation": "whether the organisation stands",
}


class Standing(NamedTuple):
    """Standing of a state since a day, by which act."""

    status: Status
    since: date
    act: str
    changes: int


class Holder(NamedTuple):
    """Latest holder of an office: a state for the chair; for others the act names the person."""

    who: str
    text: str
    since: date
    act: str
    changes: int


class Tally(NamedTuple):
    """How often something happened, when last, by which act."""

    times: int
    last: date
    act: str


class Position(NamedTuple):
    """What a member did with a draft (or at a session), the latest."""

    vote: Vote
    date: date
    act: str
    changes: int


class Contingent(NamedTuple):
    """A state's contingent abroad, as far as the ledger tells."""

    people: Range | None
    sent: date | None
    complete: date | None
    leaving: date | None
    left: date | None
    steps: tuple[str, ...]

    @property
    def out(self) -> bool:
        """Whether the contingent has gone and not come back."""
        return self.sent is not None and self.left is None


class Operation(NamedTuple):
    """An operation in a state: its mandates, and whether it has ended."""

    since: date
    mandates: tuple[str, ...]
    ended: date | None


class Participation(NamedTuple):
    """A member's record in exercises: how many held, skipped, called off."""

    held: int
    skipped: int
    cancelled: int


class Follow(NamedTuple):
    """An act that answers or belongs to another."""

    date: date
    id: str
    kind: ActKind
