"""Rules on the council at work: decisions and refusals, sessions, the chair, the offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from foedus.codes import ActKind, DecisionRule, Vote, state_code
from foedus.council.decision import adopted
from foedus.proceedings.acts import Act, role
from foedus.proceedings.verdicts import Case, Checks, Verdict
from foedus.proceedings.views import positions
from foedus.treaty.clauses import text_in_force
from foedus.treaty.procedure import chair_in_rotation, limited_format_allowed, may_vote

#: First chair reported as taken in turn and not as host of the session (clause charter-13).
ROTATION_FROM = date(2007, 10, 6)
#: Kinds by which the council decides; each needs a session.
DECISIONS = (
    ActKind.ADOPTED,
    ActKind.MANDATE_GIVEN,
    ActKind.BUDGET_SET,
    ActKind.FORCE_CREATED,
    ActKind.SUSPENSION,
    ActKind.SECGEN_APPOINTED,
)


def _votes(case: Case, draft: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Votes and votes' rights of all members on a draft, and who refuses.

    The acting states sign; when an organ acts, all members but those whose refusal stands sign.
    """
    act = case.act
    members = case.state.members
    taken = positions(case.state, draft)
    votes = np.zeros(len(members), dtype=np.int64)
    by_organ = not act.acting_states
    for at, code in enumerate(members):
        vote = taken.get(code, Vote.SIGN if by_organ else Vote.ABSENT)
        votes[at] = Vote.SIGN if code in act.acting_states else vote
    rights = np.array([may_vote(case.status(code)) for code in members], dtype=np.int64)
    refusing = tuple(c for c, v in zip(members, votes, strict=True) if v == Vote.REFUSE)
    return votes, rights, refusing


def rule_of_decision(case: Case) -> DecisionRule:
    """How the council decides that day: by consensus, or among those who take part."""
    text = text_in_force(case.act.date)
    limited = limited_format_allowed(0, int(text) if text else 0)
    if case.act.acting_states and limited and case.in_force("limited-format-2010"):
        return DecisionRule.LIMITED_FORMAT
    return DecisionRule.CONSENSUS


def _signed_before(case: Case, draft: str) -> bool:
    follows = case.state.value("follows", draft) or ()
    signed = (ActKind.AGREEMENT_SIGNED, ActKind.PROTOCOL_SIGNED)
    return any(follow.kind in signed for follow in follows)


def refusal_stands(case: Case) -> Verdict | None:
    """Under consensus a member's refusal blocks: an organ cannot adopt, the others should not."""
    act = case.act
    if not case.in_force("charter-12"):
        return None
    drafts = [o for o in act.refers if ("draft", o) in case.state.cells]
    organs = ("council", "organ")
    if not act.acting_states and not any(role(code) in organs for code in act.actors):
        return None
    for draft in drafts:
        if act.acting_states and _signed_before(case, draft):
            continue  # a signature added to a text that others signed earlier decides nothing
        votes, rights, refusing = _votes(case, draft)
        if not refusing or adopted(votes, rights, int(rule_of_decision(case))):
            continue
        who = case.names(refusing)
        refuse = "refuses" if len(refusing) == 1 else "refuse"
        if act.acting_states:
            return case.irregular(
                "charter-12", f"signed although {who} {refuse} the draft; decisions need consensus"
            )
        return case.impossible(
            "charter-12", f"not adopted: {who} {refuse} the draft and decisions need consensus"
        )
    return None


def _session(case: Case) -> Act | None:
    """Session an act belongs to: one it refers to, or the council's of the same day."""
    found = case.referred("session")
    if found:
        return max(found, key=lambda act: (act.date, act.id))
    for code in case.act.actors:
        met = case.state.value("met", code)
        if met is not None and met.last == case.act.date:
            return case.state.value("session", met.act)
    return None


def decided_in_session(case: Case) -> Verdict | None:
    """The council decides in session; an informal meeting or one without quorum decides nothing."""
    act = case.act
    if not case.by_council or not case.in_force("charter-13") or act.precision != "day":
        return None
    if act.result not in ("adopted", "approved", "signed"):
        return None
    session = _session(case)
    if session is None:
        return case.irregular("charter-13", "the council decides, but no session is on record")
    if session.result == "no_quorum":
        return case.irregular("charter-13", "the session the decision refers to had no quorum")
    if session.character == "informal":
        return case.irregular("rules-2004", "decided at an informal meeting of the heads")
    return None


def rotation_order(organisation: Any) -> tuple[str, ...]:
    """Order in which members take the chair: the organisation's own list, else its last round.

    Without a list the order is read from the offices: the last full round of different states,
    which practice repeats (clause charter-13).
    """
    given = getattr(organisation, "chair_order", None)
    if given:
        return tuple(given)
    rows = [o for o in getattr(organisation, "offices", ()) if o.office == "chair" and o.state]
    rows.sort(key=lambda office: office.start)
    order: list[str] = []
    for office in reversed(rows):
        if office.state in order:
            break
        order.insert(0, office.state)
    return tuple(order)


def chair_in_turn(case: Case) -> Verdict | None:
    """The chair goes round in order; the council may decide otherwise (charter-13)."""
    act = case.act
    before = case.state.chair
    order = rotation_order(case.organisation)
    if act.date < ROTATION_FROM or before not in order or not case.in_force("charter-13"):
        return None
    codes = np.array([state_code(code) for code in order], dtype=np.int64)
    members = np.array([may_vote(case.status(code)) for code in order], dtype=np.int64)
    taker = act.actors[0]
    if chair_in_rotation(state_code(before), state_code(taker), codes, members):
        return None
    return case.irregular(
        "charter-13",
        f"{case.name(taker)} takes the chair after {case.name(before)} out of turn; "
        "the council may decide so",
    )


def appointed_by_council(case: Case) -> Verdict | None:
    """The council appoints the secretary general (charter-17)."""
    if case.by_council or not case.in_force("charter-17"):
        return None
    return case.irregular("charter-17", "in office without a decision of the council on record")


CHECKS: Checks = {
    **dict.fromkeys(DECISIONS, (refusal_stands, decided_in_session)),
    ActKind.AGREEMENT_SIGNED: (refusal_stands,),
    ActKind.PROTOCOL_SIGNED: (refusal_stands,),
    ActKind.STATEMENT_ADOPTED: (refusal_stands,),
    ActKind.SECGEN_APPOINTED: (refusal_stands, decided_in_session, appointed_by_council),
    ActKind.CHAIR_TAKEN: (chair_in_turn,),
}
