"""Rules on standing: who may act at all; joining, freezing, suspension, leaving; the founding."""

from __future__ import annotations

from foedus.codes import ActKind, Status
from foedus.proceedings.acts import is_own_body, is_state, kinds
from foedus.proceedings.verdicts import Case, Checks, Verdict
from foedus.treaty.procedure import (
    bound_by_treaty,
    may_send,
    may_sign,
    suspension_permitted,
    withdrawal_effective,
)

#: Acts only a member that takes part can do within the organisation, beside those the table of
#: kinds already keeps for members.
MEMBERS_ONLY = {
    ActKind.CHARTER_SIGNED,
    ActKind.AGREEMENT_SIGNED,
    ActKind.PROTOCOL_SIGNED,
    ActKind.ADOPTED,
    ActKind.STATEMENT_ADOPTED,
    ActKind.DRAFT_TABLED,
    ActKind.NATIONAL_APPROVAL,
    ActKind.CONTINGENT_SENT,
    ActKind.MATERIAL_AID,
}
#: Acts any party can do, also one that is frozen: it is still bound.
PARTIES = {ActKind.RATIFICATION, ActKind.WITHDRAWAL_NOTICE, ActKind.EXIT, ActKind.NON_PROLONGATION}
_VERBS = {
    ActKind.CHAIR_TAKEN: "take the chair",
    ActKind.REFUSED_TO_SIGN: "refuse a draft",
    ActKind.RESERVATION: "record a reservation",
    ActKind.CONTINGENT_SENT: "send a contingent",
    ActKind.NATIONAL_APPROVAL: "take part in an operation",
    ActKind.DRAFT_TABLED: "table a draft",
    ActKind.RATIFICATION: "ratify its texts",
    ActKind.WITHDRAWAL_NOTICE: "give notice of withdrawal",
    ActKind.EXIT: "leave",
    ActKind.NON_PROLONGATION: "let the treaty lapse",
}


def standing(case: Case) -> Verdict | None:
    """Members act as members: one that is none cannot sign, refuse, vote, chair or send."""
    act = case.act
    kind = act.kind
    if kind in PARTIES:
        allowed = bound_by_treaty
    elif kind == ActKind.CONTINGENT_SENT:
        allowed = may_send
    elif kind in MEMBERS_ONLY or kinds()[kind].who == "member":
        allowed = may_sign
    else:
        return None
    barred = tuple(code for code in act.acting_states if not allowed(case.status(code)))
    if not barred:
        return None
    verb = _VERBS.get(kind, "sign a text")
    words = {
        Status.OUTSIDE: "is not a member",
        Status.LEFT: "has left",
        Status.FROZEN: "is suspended or frozen",
    }
    why = words.get(case.status(barred[0]), "may not")
    rule = case.first_in_force("charter-20" if why.startswith("is s") else "charter-12", "treaty-3")
    return case.impossible(
        rule,
        f"{case.names(barred)} cannot {verb} in the organisation: {case.name(barred[0])} {why}",
    )


def organ_acts(case: Case) -> Verdict | None:
    """What only an organ can do is done by an organ."""
    act = case.act
    if kinds()[act.kind].who != "organ" or any(is_own_body(code) for code in act.actors):
        return None
    rule = case.first_in_force("charter-11", "treaty-3")
    return case.impossible(rule, f"only an organ of the organisation can do this: {act.kind.slug}")


def state_acts(case: Case) -> Verdict | None:
    """What only a state can do is done by a state."""
    act = case.act
    if kinds()[act.kind].who not in ("state", "member") or any(map(is_state, act.actors)):
        return None
    return case.impossible("", f"only a state can do this: {act.kind.slug}")


def joins_once(case: Case) -> Verdict | None:
    """A member cannot join again before it has left."""
    again = tuple(c for c in case.act.acting_states if bound_by_treaty(case.status(c)))
    if again:
        rule = case.first_in_force("charter-19", "treaty-10")
        return case.impossible(rule, f"{case.names(again)} cannot join: a member already")
    return None


def frozen_by_own_word(case: Case) -> Verdict | None:
    """A member's own word does not suspend its membership; the council does (charter-20)."""
    act = case.act
    outside = [code for code in act.targets if not is_own_body(code)]
    if outside or not act.acting_states:
        return None
    none = tuple(c for c in act.acting_states if not bound_by_treaty(case.status(c)))
    rule = case.first_in_force("charter-20", "treaty-11")
    if none:
        return case.impossible(rule, f"{case.names(none)} cannot freeze a membership it has not")
    if not suspension_permitted(int(case.by_council)):
        return case.irregular(
            rule,
            f"{case.names(act.acting_states)} freezes its part by its own word; "
            "only the council suspends a member",
        )
    return None


def resumes_what_was_frozen(case: Case) -> Verdict | None:
    """Only a member that was frozen or suspended can take part again (charter-20)."""
    other = tuple(c for c in case.act.acting_states if case.status(c) != Status.FROZEN)
    if other:
        rule = case.first_in_force("charter-20", "treaty-11")
        return case.impossible(rule, f"{case.names(other)} cannot resume: not frozen")
    return None


def suspended_by_council(case: Case) -> Verdict | None:
    """A member's part is suspended by decision of the council, and only a member's."""
    act = case.act
    none = tuple(c for c in act.target_states if not bound_by_treaty(case.status(c)))
    if none:
        return case.impossible("charter-20", f"{case.names(none)} cannot be suspended: no member")
    if not suspension_permitted(int(case.by_council)):
        return case.irregular("charter-20", "suspended without a decision of the council")
    return None


def leaves_after_notice(case: Case) -> Verdict | None:
    """A member leaves six months after it gave notice (charter-19, treaty-11)."""
    act = case.act
    for code in act.acting_states:
        notices = [
            given.date
            for given in case.state.noun("bound").values()
            if given.kind == ActKind.WITHDRAWAL_NOTICE and code in given.actors
        ]
        if not any(withdrawal_effective(notice, act.date) for notice in notices):
            why = "its notice has not run six months" if notices else "it has given no notice"
            rule = case.first_in_force("charter-19", "treaty-11")
            return case.irregular(rule, f"{case.name(code)} leaves although {why}")
    return None


CHECKS: Checks = {
    ActKind.ACCESSION: (joins_once,),
    ActKind.TREATY_SIGNED: (joins_once,),
    ActKind.FREEZE: (frozen_by_own_word,),
    ActKind.RESUMPTION: (resumes_what_was_frozen,),
    ActKind.SUSPENSION: (suspended_by_council,),
    ActKind.EXIT: (leaves_after_notice,),
}
