"""Events of a future turned into rows, one by one, each linked to what it answers.

What an act answers follows from the crisis or the session it belongs to. At an extraordinary
session only refusals and the outcome are in the event table; the drafts they imply are added.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from foedus.codes import ACT_KINDS, ActKind, Level, Status
from foedus.proceedings.acts import bodies, own_frameworks
from foedus.proceedings.state import State
from foedus.results.trace_words import Words
from foedus.simulation.inputs import Start
from foedus.simulation.records import SLOTS

SUFFERED = (
    ActKind.ATTACK,
    ActKind.CLASH,
    ActKind.UNREST,
    ActKind.INSURGENCY_INCIDENT,
    ActKind.POWER_CHANGE,
    ActKind.CEASEFIRE,
)
RESULTS = {
    ActKind.SESSION_HELD: "held",
    ActKind.MANDATE_GIVEN: "adopted",
    ActKind.STATEMENT_ADOPTED: "adopted",
    ActKind.ADOPTED: "adopted",
    ActKind.SENT_BACK: "sent_back",
    ActKind.REFUSED_TO_SIGN: "refused",
    ActKind.REQUEST_REFUSED: "refused",
    ActKind.NATIONAL_APPROVAL: "approved",
    ActKind.CONTINGENT_SENT: "begun",
    ActKind.DEPLOYMENT_COMPLETE: "completed",
    ActKind.WITHDRAWAL_COMPLETE: "completed",
    ActKind.OPERATION_ENDED: "ended",
    ActKind.EXERCISE_HELD: "held",
}
PEOPLE = (ActKind.NATIONAL_APPROVAL, ActKind.CONTINGENT_SENT, ActKind.WITHDRAWAL_COMPLETE)
NO_EVENT = -1


@dataclass(eq=False)
class Row:
    """An act in the making: what it says, and the rows it answers."""

    at: int
    event: int
    kind: ActKind
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    text: str
    answers: list[Row] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Crisis:
    """What has been done so far in one crisis."""

    opening: Row
    victim: str
    phrase: str
    request: Row | None = None
    session: Row | None = None
    mandate: Row | None = None
    drafts: dict[int, Row] = field(default_factory=dict)
    troops: bool = False
    approvals: dict[str, Row] = field(default_factory=dict)
    sent: dict[str, Row] = field(default_factory=dict)


def body_of(role: str, fallback: str = "") -> str:
    """Code of the body that has a role: the first in the table of bodies."""
    return next((code for code, (r, _name) in bodies().items() if r == role), fallback)


def whole_of(organisation: Any) -> str:
    """Code of the organisation as a whole, which is also the framework of its own acts."""
    own = own_frameworks()
    name = str(getattr(organisation, "name", "")).upper()
    return name if name in own else body_of("whole")


class Teller:
    """Turns the events of one future into rows, one by one, in the order they were written."""

    def __init__(self, words: Words, start: Start, standing: State, coups: Collection[int]) -> None:
        self.words = words
        self.start = start
        self.coups = coups
        self.council = body_of("council")
        self.whole = whole_of(words.organisation)
        self.armed = body_of("armed_group")
        self.frozen = {s for s in start.states if standing.status(s) == Status.FROZEN}
        self.rows: list[Row] = []
        self.crises: dict[int, Crisis] = {}
        self.session: Row | None = None
        self.drafts: dict[tuple[int, int], Row] = {}
        self.exercises: dict[int, Row] = {}
        self.members = {s for s in start.states if standing.status(s) == Status.MEMBER}

    def state(self, index: int) -> str:
        """Code of a state, empty for none."""
        return self.start.states[index] if 0 <= index < len(self.start.states) else ""

    def hear(self, number: int, event: Any) -> None:
        """Take one event."""
        kind = ActKind(int(event["act"]))
        actor, target = self.state(int(event["actor"])), self.state(int(event["target"]))
        slot, value, at = int(event["crisis"]), float(event["number"]), int(event["at"])
        row = Row(at, number, kind, (actor,) if actor else (), (target,) if target else (), "")
        if kind in RESULTS:
            row.more["result"] = RESULTS[kind]
        if kind in PEOPLE:
            row.more["people"] = (int(value), int(value))
        if kind in SUFFERED:
            self._suffered(row, slot, value)
        elif 0 <= slot < SLOTS:
            self._in_crisis(row, slot, value)
        elif slot >= SLOTS:
            self._on_paper(row, slot - SLOTS, int(event["target"]), value)
        else:
            self._beside(row, value)
        if not row.text:
            row.text = self.words.standing(row.kind, row.actors)
        self._keep(row)

    def _keep(self, row: Row) -> None:
        row.actors = row.actors or (
            self.council if row.kind != ActKind.DISSOLUTION else self.whole,
        )
        self.rows.append(row)

    # --- crises

    def _suffered(self, row: Row, slot: int, value: float) -> None:
        crisis = self.crises.get(slot)
        victim = row.targets[0] if row.targets else ""
        if row.kind in (ActKind.POWER_CHANGE, ActKind.CEASEFIRE):
            if row.kind == ActKind.POWER_CHANGE:
                row.actors, row.targets = (victim,), ()
            row.text = self.words.end(row.kind, row.actors, victim, value)
            row.answers += [crisis.opening] if crisis else []
            return
        if row.kind == ActKind.ATTACK and crisis and self._goes_on(crisis, row):
            row.text = self.words.becomes_war(row.actors[0], victim)
            row.answers.append(crisis.opening)
            return
        coup = row.event in self.coups
        phrase = self.words.crisis(row.kind, row.actors, victim, coup)
        row.text = self.words.opening(row.kind, row.actors, victim, coup)
        if row.kind == ActKind.INSURGENCY_INCIDENT:
            row.actors = row.actors or (self.armed,)
        elif row.kind == ActKind.UNREST:
            row.actors, row.targets = (victim,), ()
        elif row.kind == ActKind.CLASH:
            row.actors, row.targets = (*row.actors, *row.targets), ()
        if slot >= 0:
            self.crises[slot] = Crisis(row, victim, phrase)

    def _goes_on(self, crisis: Crisis, row: Row) -> bool:
        """Whether an attack belongs to the fighting that is under way in its slot."""
        opening = crisis.opening
        sides = {*opening.actors, *opening.targets}
        return opening.kind in (ActKind.ATTACK, ActKind.CLASH) and sides == {
            *row.actors,
            *row.targets,
        }

    def _in_crisis(self, row: Row, slot: int, value: float) -> None:
        crisis = self.crises[slot]
        victim = row.targets[0] if row.targets else ""
        if row.kind == ActKind.REQUEST_FOR_HELP:
            row.targets = (self.whole,)
            row.text = self.words.asks(row.actors[0], crisis.phrase)
            row.answers.append(crisis.opening)
            crisis.request, crisis.session, crisis.mandate = row, None, None
            crisis.drafts = {}
            return
        row.answers += [crisis.request] if crisis.request else [crisis.opening]
        if row.kind == ActKind.SESSION_HELD:
            row.actors = (self.council,)
            row.more["character"] = "extraordinary"
            row.text = self.words.called(victim, int(value))
            crisis.session = row
            return
        if row.kind == ActKind.REFUSED_TO_SIGN:
            self._refused_level(row, crisis, int(value), victim)
        elif row.kind in (
            ActKind.MANDATE_GIVEN,
            ActKind.STATEMENT_ADOPTED,
            ActKind.REQUEST_REFUSED,
        ):
            self._decided(row, crisis, int(value), victim)
        else:
            self._carried_out(row, crisis, victim, int(value))

    def _level_draft(self, row: Row, crisis: Crisis, level: int, victim: str) -> Row:
        """Draft of one level of help; earlier drafts that nobody adopted have gone back."""
        if level not in crisis.drafts:
            self._send_back(row, crisis, victim)
            draft = Row(
                row.at,
                NO_EVENT,
                ActKind.DRAFT_TABLED,
                (self.council,),
                (),
                self.words.level_draft(level, victim),
                [r for r in (crisis.request, crisis.session) if r],
                {"note": "tabling follows from the vote"},
            )
            crisis.drafts[level] = draft
            self.rows.append(draft)
        return crisis.drafts[level]

    def _send_back(self, row: Row, crisis: Crisis, victim: str, but: int = -1) -> None:
        for level, draft in crisis.drafts.items():
            if level == but or draft.more.get("gone"):
                continue
            draft.more["gone"] = True
            self.rows.append(
                Row(
                    row.at,
                    NO_EVENT,
                    ActKind.SENT_BACK,
                    (self.council,),
                    (),
                    self.words.level_back(level, victim),
                    [r for r in (draft, crisis.session) if r],
                    {"result": "sent_back", "note": "follows from the vote"},
                )
            )

    def _refused_level(self, row: Row, crisis: Crisis, level: int, victim: str) -> None:
        draft = self._level_draft(row, crisis, level, victim)
        row.answers = [r for r in (draft, crisis.session) if r]
        row.targets = ()
        row.text = self.words.refuses_level(row.actors[0], level, victim)

    def _decided(self, row: Row, crisis: Crisis, level: int, victim: str) -> None:
        if row.kind == ActKind.REQUEST_REFUSED:
            self._send_back(row, crisis, victim, but=level)
            if crisis.session is None:
                row.actors = (self.whole,)
            row.answers += [r for r in (crisis.session, crisis.mandate) if r]
            row.text = self.words.not_met(victim, level, crisis.session is not None)
            return
        draft = self._level_draft(row, crisis, level, victim)
        row.answers += [r for r in (crisis.session, draft) if r]
        row.text = self.words.decides(level, victim)
        if row.kind == ActKind.MANDATE_GIVEN:
            crisis.mandate = row
            crisis.troops = level == Level.TROOPS

    def _carried_out(self, row: Row, crisis: Crisis, victim: str, value: int) -> None:
        row.answers = [crisis.mandate] if crisis.mandate else row.answers
        who = row.actors[0] if row.actors else ""
        if row.kind == ActKind.NATIONAL_APPROVAL:
            crisis.approvals[who] = row
        elif row.kind == ActKind.CONTINGENT_SENT:
            row.answers += [crisis.approvals[who]] if who in crisis.approvals else []
            crisis.sent[who] = row
        elif row.kind == ActKind.DEPLOYMENT_COMPLETE:
            row.actors = tuple(sorted(crisis.sent))
            row.answers += [crisis.sent[s] for s in row.actors]
        elif row.kind == ActKind.WITHDRAWAL_COMPLETE:
            row.answers += [crisis.sent.pop(who)] if who in crisis.sent else []
            if any(who in other.sent for other in self._others(crisis, victim)):
                row.kind = ActKind.WITHDRAWAL_BEGUN  # a part of it: the rest serves another mandate
        elif row.kind == ActKind.OPERATION_ENDED:
            crisis.troops = False
            if any(other.troops for other in self._others(crisis, victim)):
                row.kind = ActKind.ADOPTED  # one mandate ends; the operation goes on under another
                row.more.clear()
        elif row.kind == ActKind.MATERIAL_AID and not row.actors:
            row.actors = (self.whole,)
        row.text = self.words.carried_out(row.kind, row.actors, victim, value)

    def _others(self, crisis: Crisis, victim: str) -> list[Crisis]:
        """Other crises in the same state: the ledger knows one operation a state."""
        return [
            other
            for other in self.crises.values()
            if other is not crisis and other.victim == victim
        ]

    # --- regular sessions, exercises, membership

    def _on_paper(self, row: Row, paper: int, target: int, value: float) -> None:
        asker = row.targets[0] if row.targets else ""
        row.targets = ()
        row.answers += [self.session] if self.session else []
        row.text = self.words.paper(row.kind, row.actors, paper, asker, value)
        if row.kind == ActKind.DRAFT_TABLED:
            self.drafts[paper, target] = row
        elif (paper, target) in self.drafts:
            row.answers.insert(0, self.drafts[paper, target])

    def _beside(self, row: Row, value: float) -> None:
        kind = row.kind
        if kind == ActKind.SESSION_HELD:
            row.actors = (self.council,)
            row.more["character"] = "regular"
            row.text = self.words.regular(int(value))
            self.session, self.drafts = row, {}
        elif kind == ActKind.CHAIR_TAKEN:
            if self.session and self.session.at == row.at:
                row.answers.append(self.session)
        elif kind in (ActKind.EXERCISE_HELD, ActKind.EXERCISE_CANCELLED):
            self.exercises[int(value)] = row
            row.text = self.words.exercise(kind, row.actors[0], int(value))
        elif kind == ActKind.EXERCISE_SKIPPED:
            held = self.exercises[int(value)]
            row.answers.append(held)
            row.text = self.words.exercise(kind, row.actors[0], int(value))
        elif kind == ActKind.ACCESSION and row.actors[0] in self.frozen:
            # A party that has been frozen for years has not left by treaty: it takes part again.
            row.kind = ACT_KINDS.get("resumption", kind)
