"""Rules on force and help: peace, requests, mandates, contingents, withdrawals, foreign bases."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.codes import ActKind, CrisisKind, Status
from foedus.proceedings.acts import Act, is_state, role
from foedus.proceedings.verdicts import Case, Checks, Verdict
from foedus.treaty.clauses import peace_breached
from foedus.treaty.procedure import (
    base_of_outsider_permitted,
    bound_by_treaty,
    deployment_permitted,
    may_ask,
)


def _parties(case: Case, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c for c in codes if is_state(c) and bound_by_treaty(case.status(c)))


def peace_among_members(case: Case) -> Verdict | None:
    """Members use no force against one another (treaty-1)."""
    act = case.act
    if not case.in_force("treaty-1"):
        return None
    sides = act.parties if act.kind == ActKind.CLASH else act.actors
    fighting = _parties(case, sides)
    victims = _parties(case, act.target_states)
    both = tuple(dict.fromkeys(fighting + victims))
    if fighting and len(both) > 1 and peace_breached(CrisisKind.ATTACK_BY_MEMBER):
        return case.irregular(
            "treaty-1",
            f"fighting between {case.names(both)}, bound to settle disputes without force; "
            "the rule does not say by whom the breach is",
        )
    return None


def own_war(case: Case) -> Verdict | None:
    """A member uses no force against an outsider unless attacked or with its consent (treaty-1)."""
    act = case.act
    senders = _parties(case, act.actors)
    outsiders = tuple(c for c in act.target_states if not bound_by_treaty(case.status(c)))
    if not senders or not outsiders or not case.in_force("treaty-1"):
        return None
    if not peace_breached(CrisisKind.MEMBER_ATTACKS):
        return None
    for other in outsiders:
        answers_attack = any(
            crisis.kind == ActKind.ATTACK
            and other in crisis.actors
            and set(senders) & set(crisis.targets)
            for crisis in case.referred("crisis")
        )
        if answers_attack or other in _consenting(case):
            continue
        return case.irregular(
            "treaty-1",
            f"{case.names(senders)} uses force, or lets it be used, against {case.name(other)}, "
            "which is no member; no attack by it and no consent of it is on record before",
        )
    return None


def _consenting(case: Case) -> set[str]:
    """States that agreed to what the act refers to: a ceasefire, a request, an agreement."""
    found: set[str] = set()
    for noun in ("quiet", "request", "base", "text"):
        for other in case.referred(noun):
            found.update(other.actors)
    return found


def may_request(case: Case) -> Verdict | None:
    """A party asks, through its recognised government (treaty-4, crrf-2009, peacekeeping-2007)."""
    act = case.act
    asking = act.acting_states
    rule = case.first_in_force("treaty-4")
    none = tuple(code for code in asking if not bound_by_treaty(case.status(code)))
    if none:
        return case.impossible(rule, f"{case.names(none)} cannot ask under the treaty: no party")
    recognised = 0 if act.note.startswith("deposed") else 1
    if any(not may_ask(case.status(code), recognised) for code in asking):
        return case.irregular(rule, "asked in the name of a state by one who had lost power")
    return None


def answers_a_request(case: Case) -> Verdict | None:
    """A request can be refused only after it was made."""
    if case.referred("request"):
        return None
    return case.impossible("", "no request that this could answer stands before it")


def _requested(case: Case, act: Act) -> bool:
    """Whether the act (or the draft or mandate it rests on) refers to a request."""
    waiting, seen = list(act.refers), set()
    while waiting:
        other = waiting.pop()
        if other in seen:
            continue
        seen.add(other)
        if ("request", other) in case.state.cells:
            return True
        for noun in ("mandate", "draft"):
            if (found := case.state.cells.get((noun, other))) is not None:
                waiting.extend(found.refers)
    return False


def mandate_in_order(case: Case) -> Verdict | None:
    """A force goes to a member on its request and the council's decision (peacekeeping-2007)."""
    act = case.act
    rule = case.first_in_force("peacekeeping-2007", "status-of-forces-2000", "treaty-6")
    for host in act.target_states:
        running = case.state.value("operation", act.framework, host)
        if running is not None and running.ended is None:
            continue  # the mandate continues an operation that is under way
        inside = int(bool(bound_by_treaty(case.status(host))))
        asked = _requested(case, act)
        council = any(role(code) == "council" for code in act.actors)
        by_un = "UN Security Council" in act.basis
        if not deployment_permitted(inside, int(asked), int(council), int(by_un)):
            if not council:
                why = "without a decision of the council"
            elif inside:
                why = f"without a request of {case.name(host)} on record"
            else:
                why = "outside the members' territory without a decision of the UN Security Council"
            return case.irregular(rule, f"mandate {why}")
    return None


def _hosts(act: Act) -> tuple[str, ...]:
    return act.target_states


def _mandates(case: Case, host: str) -> Iterator[str]:
    """Mandates that stand for a host: those of the running operation and those referred to."""
    running = case.state.value("operation", case.act.framework, host)
    if running is not None and running.ended is None:
        yield from running.mandates
    for other in case.act.refers:
        if ("mandate", other) in case.state.cells:
            yield other


def contingent_under_mandate(case: Case) -> Verdict | None:
    """A contingent goes under a mandate; one that leaves before it is irregular."""
    act = case.act
    rule = case.first_in_force("peacekeeping-2007", "treaty-6")
    for host in _hosts(act) or ("",):
        if any(_mandates(case, host)):
            continue
        if _requested(case, act):
            return case.irregular(rule, "the contingent leaves before the council's mandate")
        return case.impossible(rule, "no mandate and no request stands for this contingent")
    return None


def approved_at_home(case: Case) -> Verdict | None:
    """Members carry out decisions under their own laws: approval comes first (charter-12)."""
    act = case.act
    rule = case.first_in_force("charter-12", "treaty-6")
    bases = set(act.refers)
    for host in _hosts(act):
        bases.update(_mandates(case, host))
    for other in tuple(bases):
        mandate = case.state.value("mandate", other)
        if mandate is not None:
            bases.update(mandate.refers)
    for code in act.acting_states:
        given = [case.state.value("approved", other, code) for other in sorted(bases)]
        if not any(a is not None and a.result in ("", "approved", "signed") for a in given):
            return case.irregular(
                rule, f"the contingent leaves before an approval by {case.name(code)} is on record"
            )
    return None


def contingent_was_sent(case: Case) -> Verdict | None:
    """A contingent can leave or be in place only after it was sent, and leave only once."""
    act = case.act
    leaving = act.kind in (ActKind.WITHDRAWAL_BEGUN, ActKind.WITHDRAWAL_COMPLETE)
    for host in _hosts(act):
        for code in act.acting_states:
            there = case.state.value("forces", act.framework, host, code)
            if there is None or there.sent is None:
                why = "was never sent"
            elif leaving and there.left is not None:
                why = "has left already"
            else:
                continue
            return case.impossible(
                "", f"the contingent of {case.name(code)} in {case.name(host)} {why}"
            )
    return None


def operation_was_begun(case: Case) -> Verdict | None:
    """An operation can end only after a mandate began it."""
    act = case.act
    for host in _hosts(act):
        running = case.state.value("operation", act.framework, host)
        if running is None or running.ended is not None:
            return case.impossible("", f"no operation in {case.name(host)} is under way")
    return None


def base_of_outsider(case: Case) -> Verdict | None:
    """Since 2012 a base of an outsider needs consultation and no objection (bases-2011)."""
    act = case.act
    if not case.in_force("bases-2011") or act.result == "ended":
        return None
    hosts = tuple(c for c in act.parties if is_state(c) and case.status(c) == Status.MEMBER)
    guests = tuple(c for c in act.parties if c not in hosts)
    if not hosts or not guests:
        return None
    consulted = any(
        set(hosts) & set(meeting.parties) and any(role(c) != "state" for c in meeting.parties)
        for meeting in case.referred("meeting")
    )
    if base_of_outsider_permitted(int(consulted)):
        return None
    return case.irregular(
        "bases-2011",
        f"{case.names(guests)} gets a base with {case.names(hosts)} "
        "and no consultation of the other members is on record",
    )


#: Rules that bind wherever the act was done, also outside the organisation's own framework.
EVERYWHERE: Checks = {
    ActKind.ATTACK: (peace_among_members, own_war),
    ActKind.CLASH: (peace_among_members,),
    ActKind.UNILATERAL_DEPLOYMENT: (own_war,),
    ActKind.BASE_AGREEMENT: (base_of_outsider,),
}
CHECKS: Checks = {
    ActKind.REQUEST_FOR_HELP: (may_request,),
    ActKind.REQUEST_REFUSED: (answers_a_request,),
    ActKind.MANDATE_GIVEN: (mandate_in_order,),
    ActKind.CONTINGENT_SENT: (contingent_under_mandate, approved_at_home),
    ActKind.DEPLOYMENT_COMPLETE: (contingent_was_sent,),
    ActKind.TASK_BEGUN: (contingent_was_sent,),
    ActKind.WITHDRAWAL_BEGUN: (contingent_was_sent,),
    ActKind.WITHDRAWAL_COMPLETE: (contingent_was_sent,),
    ActKind.OPERATION_ENDED: (operation_was_begun,),
}
