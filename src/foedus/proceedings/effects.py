"""What each kind of act writes: cells, and how the value of each cell changes.

A write is a cell and a function from its old value to its new one. An effect therefore reads only
what it writes, so acts that touch different cells give the same state in either order, and
`touches` cannot disagree with what is written.

`foedus.proceedings.cells` says what each cell holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from foedus.codes import ActKind, Status, Vote
from foedus.proceedings.acts import Act, is_own_body
from foedus.proceedings.cells import (
    Cell,
    Contingent,
    Follow,
    Holder,
    Operation,
    Participation,
    Position,
    Standing,
    Tally,
)

Write = tuple[Cell, Callable[[Any], Any]]
Effect = Callable[[Act], Iterable[Write]]


def _put(noun: str) -> Effect:
    """Effect of an act that stands for itself: it is entered under its own id."""

    def effect(act: Act) -> Iterator[Write]:
        yield (noun, act.id), lambda old: act

    return effect


def _tally(act: Act) -> Callable[[Tally | None], Tally]:
    def add(old: Tally | None) -> Tally:
        if old is None:
            return Tally(1, act.date, act.id)
        last, name = max((old.last, old.act), (act.date, act.id))
        return Tally(old.times + 1, last, name)

    return add


def _standing(act: Act, states: Iterable[str], status: Status) -> Iterator[Write]:
    for state in states:
        yield (
            ("status", state),
            lambda old: Standing(status, act.date, act.id, old.changes + 1 if old else 1),
        )


def founding_signed(act: Act) -> Iterator[Write]:
    """Signers of the founding treaty are members from that day; the text is entered."""
    yield ("text", act.id), lambda old: act
    yield from _standing(act, act.acting_states, Status.MEMBER)


def text_signed(act: Act) -> Iterator[Write]:
    """Enter the text; the states that signed it took that position on its draft."""
    yield ("text", act.id), lambda old: act
    yield from _positions(act, Vote.SIGN)


def _positions(act: Act, vote: Vote) -> Iterator[Write]:
    def take(old: Position | None) -> Position:
        return Position(vote, act.date, act.id, old.changes + 1 if old else 1)

    for state in act.acting_states:
        for other in act.refers or (act.id,):
            yield ("position", other, state), take


def joined(act: Act) -> Iterator[Write]:
    """Make the acting states members."""
    yield from _standing(act, act.acting_states, Status.MEMBER)


def left(act: Act) -> Iterator[Write]:
    """Record that the acting states were members and are so no more."""
    yield from _standing(act, act.acting_states, Status.LEFT)


def froze(act: Act) -> Iterator[Write]:
    """Freeze a member that stops taking part; an organ that stops contacts changes a partner."""
    outside = [code for code in act.targets if not is_own_body(code)]
    if outside or not act.acting_states:
        for code in outside or [act.id]:
            yield ("partner", code), _tally(act)
        return
    yield from _standing(act, act.acting_states, Status.FROZEN)


def suspended(act: Act) -> Iterator[Write]:
    """Freeze the members the council suspends."""
    if act.target_states:
        yield from _standing(act, act.target_states, Status.FROZEN)
    else:
        yield ("text", act.id), lambda old: act


def dissolved(act: Act) -> Iterator[Write]:
    """Record the end of the organisation."""
    yield ("organisation",), lambda old: act


def chair_taken(act: Act) -> Iterator[Write]:
    """Give the chair to the acting state."""
    yield from _office(act, "chair", act.actors[0])
    yield ("term", act.actors[0]), _tally(act)


def _office(act: Act, office: str, who: str) -> Iterator[Write]:
    def take(old: Holder | None) -> Holder:
        return Holder(who, act.text, act.date, act.id, old.changes + 1 if old else 1)

    yield ("office", office), take


def secgen_appointed(act: Act) -> Iterator[Write]:
    """Record the latest appointment of a secretary general."""
    yield from _office(act, "secretary_general", next(iter(act.target_states), ""))


def chief_appointed(act: Act) -> Iterator[Write]:
    """Record the latest appointment of a chief of the joint staff."""
    yield from _office(act, "chief_of_staff", next(iter(act.target_states), ""))


def session_held(act: Act) -> Iterator[Write]:
    """Enter the session, and when each body last met."""
    yield ("session", act.id), lambda old: act
    for code in act.actors:
        yield ("met", code), _tally(act)


def organ_met(act: Act) -> Iterator[Write]:
    """Enter the meeting, and when each body last met."""
    yield ("meeting", act.id), lambda old: act
    for code in act.actors:
        yield ("met", code), _tally(act)


def refused_to_sign(act: Act) -> Iterator[Write]:
    """Record the refusal of the acting members on the draft (or at the session)."""
    yield from _positions(act, Vote.REFUSE)
    if not act.acting_states:
        yield ("fate", act.id), lambda old: act


def reserved(act: Act) -> Iterator[Write]:
    """Record a signature with a reservation."""
    yield ("text", act.id), lambda old: act
    yield from _positions(act, Vote.SIGN)


def attacked(act: Act) -> Iterator[Write]:
    """Enter the crisis, and who attacked whom."""
    yield ("crisis", act.id), lambda old: act
    for attacker in act.actors:
        for victim in act.targets:
            yield ("attacked", victim, attacker), _tally(act)


def mandate_given(act: Act) -> Iterator[Write]:
    """Enter the mandate; begin or go on with an operation in the states it is for."""
    yield ("mandate", act.id), lambda old: act

    def begin(old: Operation | None) -> Operation:
        if old is None or old.ended is not None:
            return Operation(act.date, (act.id,), None)
        return Operation(old.since, tuple(sorted((*old.mandates, act.id))), None)

    for host in act.target_states:
        yield ("operation", act.framework, host), begin


def operation_ended(act: Act) -> Iterator[Write]:
    """Record the end of the operation in the states it was for."""

    def end(old: Operation | None) -> Operation:
        since, mandates = (old.since, old.mandates) if old else (act.date, ())
        return Operation(since, mandates, act.date)

    for host in act.target_states or (act.id,):
        yield ("operation", act.framework, host), end


def approved(act: Act) -> Iterator[Write]:
    """Enter the approval, and as the state's latest answer to what it approves."""
    yield ("approval", act.id), lambda old: act
    for state in act.acting_states:
        for other in act.refers:
            yield ("approved", other, state), lambda old: act


def _contingents(act: Act) -> Iterator[Cell]:
    for state in act.actors:
        for host in act.target_states or ("",):
            yield ("forces", act.framework, host, state)


NO_CONTINGENT = Contingent(None, None, None, None, None, ())


def _step(act: Act, **changes: date | None) -> Callable[[Contingent | None], Contingent]:
    def take(old: Contingent | None) -> Contingent:
        new = (old or NO_CONTINGENT)._replace(**changes)
        return new._replace(
            people=act.people or new.people, steps=tuple(sorted((*new.steps, act.id)))
        )

    return take


def contingent_sent(act: Act) -> Iterator[Write]:
    """Put the acting states' contingents abroad."""
    for cell in _contingents(act):
        yield cell, _step(act, sent=act.date, complete=None, leaving=None, left=None)


def deployment_complete(act: Act) -> Iterator[Write]:
    """Record that the contingent is in place."""
    for cell in _contingents(act):
        yield cell, _step(act, complete=act.date)


def task_begun(act: Act) -> Iterator[Write]:
    """Record that the contingent took up a task."""
    for cell in _contingents(act):
        yield cell, _step(act)


def withdrawal_begun(act: Act) -> Iterator[Write]:
    """Record that the contingent begins to leave."""
    for cell in _contingents(act):
        yield cell, _step(act, leaving=act.date)


def withdrawal_complete(act: Act) -> Iterator[Write]:
    """Record that the contingent has left."""
    for cell in _contingents(act):
        yield cell, _step(act, left=act.date)


def partner_step(act: Act) -> Iterator[Write]:
    """Enter the step, and with which partner."""
    yield ("step", act.id), lambda old: act
    for code in act.parties:
        if not is_own_body(code):
            yield ("partner", code), _tally(act)


def _exercise(held: int, skipped: int, cancelled: int) -> Effect:
    def effect(act: Act) -> Iterator[Write]:
        def count(old: Participation | None) -> Participation:
            before = old or Participation(0, 0, 0)
            return Participation(
                before.held + held, before.skipped + skipped, before.cancelled + cancelled
            )

        yield ("exercise", act.id), lambda old: act
        if held or skipped or cancelled:
            for state in exercise_states(act):
                yield ("participation", state), count

    return effect


def exercise_states(act: Act) -> tuple[str, ...]:
    """States whose record an exercise changes: those who act (targets name the host)."""
    return act.acting_states


def said(act: Act) -> Iterator[Write]:
    """Count a statement with its speakers; it is data about them."""
    for code in act.actors:
        yield ("said", code), _tally(act)


EFFECTS: dict[ActKind, Effect] = {
    ActKind.TREATY_SIGNED: founding_signed,
    ActKind.CHARTER_SIGNED: text_signed,
    ActKind.ACCESSION: joined,
    ActKind.RATIFICATION: _put("bound"),
    ActKind.ENTRY_INTO_FORCE: _put("effect"),
    ActKind.NON_PROLONGATION: left,
    ActKind.WITHDRAWAL_NOTICE: _put("bound"),
    ActKind.FREEZE: froze,
    ActKind.SUSPENSION: suspended,
    ActKind.EXIT: left,
    ActKind.RESUMPTION: joined,
    ActKind.DISSOLUTION: dissolved,
    ActKind.CHAIR_TAKEN: chair_taken,
    ActKind.SECGEN_APPOINTED: secgen_appointed,
    ActKind.CHIEF_OF_STAFF_APPOINTED: chief_appointed,
    ActKind.SESSION_HELD: session_held,
    ActKind.ORGAN_MEETING: organ_met,
    ActKind.CONSULTATION: _put("meeting"),
    ActKind.BILATERAL_MEETING: _put("meeting"),
    ActKind.DRAFT_TABLED: _put("draft"),
    ActKind.ADOPTED: text_signed,
    ActKind.AGREEMENT_SIGNED: text_signed,
    ActKind.PROTOCOL_SIGNED: text_signed,
    ActKind.STATEMENT_ADOPTED: text_signed,
    ActKind.BUDGET_SET: text_signed,
    ActKind.FORCE_CREATED: text_signed,
    ActKind.FORCE_STRENGTH_SET: _put("strength"),
    ActKind.REFUSED_TO_SIGN: refused_to_sign,
    ActKind.RESERVATION: reserved,
    ActKind.SENT_BACK: _put("fate"),
    ActKind.ATTACK: attacked,
    ActKind.CLASH: _put("crisis"),
    ActKind.INSURGENCY_INCIDENT: _put("crisis"),
    ActKind.UNREST: _put("crisis"),
    ActKind.POWER_CHANGE: _put("crisis"),
    ActKind.CEASEFIRE: _put("quiet"),
    ActKind.REQUEST_FOR_HELP: _put("request"),
    ActKind.REQUEST_REFUSED: _put("refusal"),
    ActKind.MANDATE_GIVEN: mandate_given,
    ActKind.NATIONAL_APPROVAL: approved,
    ActKind.CONTINGENT_SENT: contingent_sent,
    ActKind.DEPLOYMENT_COMPLETE: deployment_complete,
    ActKind.TASK_BEGUN: task_begun,
    ActKind.WITHDRAWAL_BEGUN: withdrawal_begun,
    ActKind.WITHDRAWAL_COMPLETE: withdrawal_complete,
    ActKind.OPERATION_ENDED: operation_ended,
    ActKind.FACT_FINDING_MISSION: _put("mission"),
    ActKind.MATERIAL_AID: _put("aid"),
    ActKind.UNILATERAL_DEPLOYMENT: _put("own_forces"),
    ActKind.BILATERAL_AID: _put("aid"),
    ActKind.BASE_AGREEMENT: _put("base"),
    ActKind.PARTNER_STEP: partner_step,
    ActKind.SANCTION: _put("sanction"),
    ActKind.RIVAL_ENLARGEMENT_STEP: _put("step"),
    ActKind.EXERCISE_PLANNED: _exercise(0, 0, 0),
    ActKind.EXERCISE_HELD: _exercise(1, 0, 0),
    ActKind.EXERCISE_SKIPPED: _exercise(0, 1, 0),
    ActKind.EXERCISE_CANCELLED: _exercise(0, 0, 1),
    ActKind.STATEMENT: said,
}


def writes(act: Act) -> Iterator[Write]:
    """Cells an act writes, each with the function from its old value to its new one."""
    yield from EFFECTS[act.kind](act)
    if act.refers:
        link = Follow(act.date, act.id, act.kind)

        def follow(old: tuple[Follow, ...] | None) -> tuple[Follow, ...]:
            return tuple(sorted((*(old or ()), link)))

        for other in act.refers:
            yield ("follows", other), follow


def touches(act: Act) -> frozenset[Cell]:
    """Cells an act writes: at least one."""
    return frozenset(cell for cell, _ in writes(act))
