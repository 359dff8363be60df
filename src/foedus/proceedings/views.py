"""Readable views of a state: calls and their answers, drafts, forces out, crises, texts in force.

A view only reads. Ages are counted to the day of the state (or to the day given).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from foedus.codes import ActKind, Level, Vote
from foedus.proceedings.acts import Act, is_own_body, is_state, own_frameworks
from foedus.proceedings.cells import Contingent, Follow, Operation, Participation, Position, Tally
from foedus.proceedings.state import State

ANSWER_LEVEL: dict[ActKind, Level] = {
    ActKind.STATEMENT: Level.STATEMENT,
    ActKind.STATEMENT_ADOPTED: Level.STATEMENT,
    ActKind.CONSULTATION: Level.STATEMENT,
    ActKind.SESSION_HELD: Level.STATEMENT,
    ActKind.ORGAN_MEETING: Level.STATEMENT,
    ActKind.FACT_FINDING_MISSION: Level.MISSION,
    ActKind.MATERIAL_AID: Level.MATERIAL,
    ActKind.CONTINGENT_SENT: Level.TROOPS,
}
TEXT_KINDS = (
    ActKind.TREATY_SIGNED,
    ActKind.CHARTER_SIGNED,
    ActKind.AGREEMENT_SIGNED,
    ActKind.PROTOCOL_SIGNED,
)


class Call(NamedTuple):
    """A request for help and what became of it so far.

    ``level`` is the furthest the answer within the organisation went; ``refused`` whether it was
    refused in words (both can hold: no force, but a mission). ``outside`` tells of help by single
    states beside the organisation. ``met`` means that troops or material came. ``recognised`` is
    False for a request in the name of a state by one who had lost power.
    """

    request: Act
    age_days: int
    level: Level
    refused: bool
    outside: bool
    recognised: bool
    answers: tuple[Follow, ...]

    @property
    def met(self) -> bool:
        """Whether troops or material came."""
        return self.level >= Level.MATERIAL

    @property
    def answered(self) -> bool:
        """Whether the organisation answered at all: a mission, help, or a refusal."""
        return self.refused or self.level >= Level.MISSION


class Draft(NamedTuple):
    """A draft: its fate (``tabled``, ``adopted``, ``sent_back``) and who refuses it."""

    act: Act
    fate: str
    refused_by: tuple[str, ...]


def _age(state: State, day: date, on: date | None) -> int:
    end = on or state.on or day
    return (end - day).days


def answers(state: State, identity: str) -> tuple[Follow, ...]:
    """Acts that answer an act, and those that carry out a mandate which answers it."""
    direct: tuple[Follow, ...] = state.value("follows", identity) or ()
    found = list(direct)
    for follow in direct:
        if follow.kind == ActKind.MANDATE_GIVEN:
            found.extend(state.value("follows", follow.id) or ())
    return tuple(sorted(set(found)))


def calls(state: State, on: date | None = None, *, own: bool = True) -> tuple[Call, ...]:
    """Requests for help by members, oldest first.

    Parameters
    ----------
    on : date, optional
        Day to which ages are counted (default: the day of the state).
    own : bool
        Only requests made within the organisation; False adds those to single states or others.
    """
    found = []
    for act in state.noun("request").values():
        if own and not act.own:
            continue
        given = answers(state, act.id)
        level = max((ANSWER_LEVEL.get(f.kind, Level.NONE) for f in given), default=Level.NONE)
        kinds = {follow.kind for follow in given}
        beside = {ActKind.BILATERAL_AID, ActKind.UNILATERAL_DEPLOYMENT}
        found.append(
            Call(
                act,
                _age(state, act.date, on),
                Level(level),
                ActKind.REQUEST_REFUSED in kinds or act.result == "refused",
                bool(kinds & beside),
                not act.note.startswith("deposed"),
                given,
            )
        )
    return tuple(sorted(found, key=lambda call: (call.request.date, call.request.id)))


def open_calls(state: State, on: date | None = None) -> tuple[Call, ...]:
    """Calls of recognised governments that neither troops nor material have met."""
    return tuple(call for call in calls(state, on) if call.recognised and not call.met)


def open_calls_by_member(state: State, on: date | None = None) -> dict[str, tuple[Call, ...]]:
    """Open calls of each member that has one, oldest first."""
    found: dict[str, list[Call]] = {}
    for call in open_calls(state, on):
        for code in call.request.acting_states:
            found.setdefault(code, []).append(call)
    return {code: tuple(own) for code, own in sorted(found.items())}


def drafts(state: State) -> tuple[Draft, ...]:
    """Drafts, oldest first, with their fate and the members that refuse them."""
    found = []
    for act in state.noun("draft").values():
        kinds = {follow.kind for follow in state.value("follows", act.id) or ()}
        if kinds & TEXTS_PASSED or act.result in ("adopted", "approved", "signed"):
            fate = "adopted"
        else:
            fate = "sent_back" if ActKind.SENT_BACK in kinds else "tabled"
        found.append(Draft(act, fate, refusals(state, act.id)))
    return tuple(sorted(found, key=lambda draft: (draft.act.date, draft.act.id)))


TEXTS_PASSED = {
    ActKind.ADOPTED,
    ActKind.AGREEMENT_SIGNED,
    ActKind.PROTOCOL_SIGNED,
    ActKind.STATEMENT_ADOPTED,
    ActKind.BUDGET_SET,
    ActKind.FORCE_CREATED,
    ActKind.MANDATE_GIVEN,
    ActKind.OPERATION_ENDED,
    ActKind.SECGEN_APPOINTED,
}


def positions(state: State, draft: str) -> dict[str, Vote]:
    """Latest position of each member on a draft."""
    return {
        cell[2]: value.vote
        for cell, value in state.cells.items()
        if cell[0] == "position" and cell[1] == draft
    }


def refusals(state: State, draft: str) -> tuple[str, ...]:
    """Members whose refusal of a draft stands."""
    votes = positions(state, draft)
    return tuple(sorted(code for code, vote in votes.items() if vote == Vote.REFUSE))


def refusals_by(state: State, member: str) -> tuple[Position, ...]:
    """Refusals of one member that stand, oldest first."""
    found = (
        value
        for cell, value in state.cells.items()
        if cell[0] == "position" and cell[2] == member and value.vote == Vote.REFUSE
    )
    return tuple(sorted(found, key=lambda p: (p.date, p.act)))


def sessions(state: State) -> tuple[Act, ...]:
    """Sessions of the council held so far."""
    return _acts(state, "session")


def _acts(state: State, noun: str) -> tuple[Act, ...]:
    return tuple(sorted(state.noun(noun).values(), key=lambda act: (act.date, act.id)))


def _ours(framework: str, own: bool) -> bool:
    return not own or framework in own_frameworks()


def forces_out(state: State, *, own: bool = True) -> dict[tuple[str, str], Contingent]:
    """Contingents abroad now: (host, sender) to contingent; ``own=False`` adds other frameworks."""
    return {
        (cell[2], cell[3]): value
        for cell, value in state.noun("forces").items()
        if value.out and _ours(cell[1], own)
    }


def operations(state: State, *, own: bool = True) -> dict[str, Operation]:
    """Operations that have not ended, by host."""
    return {
        cell[2]: value
        for cell, value in state.noun("operation").items()
        if value.ended is None and _ours(cell[1], own)
    }


def exercises(state: State) -> Iterator[tuple[Act, str]]:
    """Exercises with their fate: ``planned``, ``held``, ``skipped`` or ``cancelled``.

    A plan that was followed by another act carries the fate of that act.
    """
    fates = {
        ActKind.EXERCISE_PLANNED: "planned",
        ActKind.EXERCISE_HELD: "held",
        ActKind.EXERCISE_SKIPPED: "skipped",
        ActKind.EXERCISE_CANCELLED: "cancelled",
    }
    for act in _acts(state, "exercise"):
        later = [f.kind for f in state.value("follows", act.id) or () if f.kind in fates]
        fate = fates[act.kind]
        if act.kind == ActKind.EXERCISE_PLANNED and later:
            fate = "held" if ActKind.EXERCISE_HELD in later else fates[later[-1]]
        yield act, fate


def participation(state: State, member: str) -> Participation:
    """Record of a member in exercises."""
    return state.value("participation", member) or Participation(0, 0, 0)


def crises(state: State, on: date | None = None, within_days: int = 365) -> tuple[Act, ...]:
    """Attacks, clashes, unrest and the like that no ceasefire has ended, of the last year.

    History seldom records when a crisis ends; `within_days` sets how long one without a recorded
    end still counts.
    """
    found = []
    for act in _acts(state, "crisis"):
        if act.result == "ended" or _age(state, act.date, on) > within_days:
            continue
        ends = (
            state.value("quiet", f.id)
            for f in state.value("follows", act.id) or ()
            if f.kind == ActKind.CEASEFIRE
        )
        if not any(end is not None and end.result != "broken" for end in ends):
            found.append(act)
    return tuple(found)


def texts(state: State, *, in_force: bool = False) -> tuple[Act, ...]:
    """Treaties, agreements and protocols signed in the organisation; or those known to bind."""
    found = []
    for act in _acts(state, "text"):
        if act.kind not in TEXT_KINDS or not act.own:
            continue
        follows = state.value("follows", act.id) or ()
        binds = act.result == "in_force" or any(f.kind == ActKind.ENTRY_INTO_FORCE for f in follows)
        if binds or not in_force:
            found.append(act)
    return tuple(found)


def strengths(state: State) -> tuple[Act, ...]:
    """Figures given for the strength of forces, oldest first."""
    return _acts(state, "strength")


def partners(state: State) -> dict[str, Tally]:
    """Partners outside: how many steps, when last."""
    return {cell[1]: value for cell, value in state.noun("partner").items() if len(cell) == 2}


def last_statements(state: State) -> dict[str, Tally]:
    """Speakers: how many public statements, which last."""
    return {cell[1]: value for cell, value in state.noun("said").items()}


def responders(state: State, call: Call) -> dict[str, Level]:
    """How far each state's own answer to a call went, within the organisation."""
    found: dict[str, Level] = {}
    hosts = call.request.acting_states
    for (host, sender), contingent in _sent(state):
        if host in hosts and contingent.sent and contingent.sent >= call.request.date:
            found[sender] = Level.TROOPS
    for follow in call.answers:
        act = state.value("aid", follow.id) or state.value("mission", follow.id)
        if act is None or not act.own or act.kind not in ANSWER_LEVEL:
            continue
        for code in act.actors:
            if is_state(code) and not is_own_body(code):
                found[code] = max(found.get(code, Level.NONE), ANSWER_LEVEL[act.kind])
    return found


def _sent(state: State) -> Iterator[tuple[tuple[str, str], Contingent]]:
    for cell, value in state.noun("forces").items():
        if _ours(cell[1], True):
            yield (cell[2], cell[3]), value
