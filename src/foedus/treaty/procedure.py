"""Who may vote, sign, send and ask; when a force may go; how a council meets; how a state leaves.

Small pure rules (ints in, ints or enums out) for the engine and the ledger; `foedus.treaty.rulings`
says their results in words. Whether the votes cast add up to a decision is not here but in
`foedus.council.decision`.

Clause ids are those of the library's ``treaty.yaml``. What no text read for this edition settles
comes back as arguable, and the docstring says so; it is never turned into yes or no in silence.
"""

from __future__ import annotations

import calendar
from datetime import date
from enum import IntEnum

from foedus.codes import Applies, DecisionRule, Status
from foedus.compiled import rule
from foedus.treaty.clauses import Text


class Authority(IntEnum):
    """Who must decide before a force goes."""

    COUNCIL_ON_REQUEST = 1  #: the council, on the official request of the member
    COUNCIL_AND_UN = 2  #: the council, and the UN Security Council
    MEMBER_ALONE = 3  #: the sending state by itself: outside the organisation


class Form(IntEnum):
    """How a council meets; the words of the ledger's column ``format``."""

    IN_PERSON = 1
    VIDEO = 2
    MIXED = 3
    CORRESPONDENCE = 4


class Character(IntEnum):
    """What kind of session it is; the words of the ledger's column ``character``."""

    REGULAR = 1
    EXTRAORDINARY = 2
    ANNIVERSARY = 3
    INFORMAL = 4


class RefusalEffect(IntEnum):
    """What one member's refusal does to a draft."""

    BLOCKS = 1  #: no decision
    STANDS_ASIDE = 2  #: the others decide; the refuser is not bound
    ONE_VOTE = 3  #: it counts as one vote against


CHARTER_IN_FORCE = date(2003, 9, 18)  #: clauses charter-2 to charter-25
NOTICE_MONTHS = 6  #: clauses charter-19, treaty-11


@rule
def bound_by_treaty(status: int) -> int:
    """1 when the duties and protection of the treaty hold for a state of this standing.

    Clauses treaty-11, charter-19: only leaving ends them. A member that stays away, or whose part
    in the organs is suspended (charter-20), is still a party.
    """
    if status == Status.MEMBER or status == Status.FROZEN:
        return 1
    return 0


@rule
def may_vote(status: int) -> int:
    """1 when a state of this standing has a vote in the organs.

    Clauses charter-12 (one member, one vote: memory), charter-20 (suspension concerns the part in
    the organs), charter-21 (observers and partners have none). A member that only stays away keeps
    its right in law; `Status.FROZEN` says that it takes no part, so it is not counted.
    """
    if status == Status.MEMBER:
        return 1
    return 0


@rule
def may_sign(status: int) -> int:
    """1 when a state of this standing may sign the organs' texts.

    Clauses charter-12, charter-20: as for the vote.
    """
    return may_vote(status)


@rule
def may_send(status: int) -> int:
    """1 when a state of this standing may give a contingent to a collective force.

    Clauses crrf-2009, peacekeeping-2007: the forces are formed of members' contingents.
    """
    if status == Status.MEMBER:
        return 1
    return 0


@rule
def may_ask(status: int, recognised_government: int) -> int:
    """1 when help may be asked for in a state's name.

    Clause treaty-4 (wording of 2010: the party attacked asks), crrf-2009, peacekeeping-2007. The
    request is the recognised government's, be it ousted or interim. A frozen member is still a
    party, so it may ask.
    """
    if recognised_government != 0 and bound_by_treaty(status) == 1:
        return 1
    return 0


@rule
def deployment_authority(on_member_territory: int, collective: int = 1) -> Authority:
    """Who must decide before a force goes.

    Clauses peacekeeping-2007 article 3 (as the secretariat stated it in February 2023), treaty-6,
    crrf-2009. A state's own force, outside the organisation (`collective` 0), goes on that state's
    own decision and whatever its host agreed to; the organisation's rules neither permit nor bar
    it.

    Parameters
    ----------
    on_member_territory : int
        1 when the force is to stand on a member's territory.
    collective : int
        0 when the force does not act in the organisation's name.
    """
    if collective == 0:
        return Authority.MEMBER_ALONE
    if on_member_territory != 0:
        return Authority.COUNCIL_ON_REQUEST
    return Authority.COUNCIL_AND_UN


@rule
def deployment_permitted(
    on_member_territory: int, requested: int, council_adopted: int, un_mandate: int
) -> int:
    """1 when a collective force may go.

    Clauses peacekeeping-2007, treaty-6, crrf-2009. On a member's territory: that member's official
    request and a decision of the council (the UN Security Council is told, not asked). Elsewhere:
    a decision of the council and one of the UN Security Council; no request makes up for it.
    """
    if council_adopted == 0:
        return 0
    if deployment_authority(on_member_territory) == Authority.COUNCIL_ON_REQUEST:
        return 1 if requested != 0 else 0
    return 1 if un_mandate != 0 else 0


@rule
def limited_format_allowed(objections: int, text: int) -> int:
    """1 when the council may decide among those who take part.

    Clause limited-format-2010 (wording from memory; the practice of 2023 to 2025, with the absent
    member saying that it did not object, is reported): since the amendments of 2010 came into
    force, if no member objects to that way of deciding.

    Parameters
    ----------
    objections : int
        Members that object to the format.
    text : int
        The `Text` in force: the charter was amended with the treaty.
    """
    if text == Text.TREATY_2010 and objections == 0:
        return 1
    return 0


@rule
def absence_bars(absent: int, objections: int) -> Applies:
    """Whether absence keeps the council from deciding by consensus.

    Clauses charter-12, rules-2004 (rule 14, known through the quarrel of June 2009 only): the
    majority's reading is that only a formal objection bars, the absent member's that without it
    there is no consensus. Later practice goes both ways: no quorum for a decision in December
    2016, decisions with one member absent in November 2023. So absence without objection is
    arguable.

    Parameters
    ----------
    absent : int
        Members with a vote that do not take part.
    objections : int
        Members that have formally objected to the decision.
    """
    if objections > 0:
        return Applies.CLEAR
    if absent > 0:
        return Applies.ARGUABLE
    return Applies.NO


@rule
def refusal_effect(decision_rule: int) -> RefusalEffect:
    """What one member's refusal does under a `DecisionRule`.

    Clauses charter-12 (consensus on all but procedure, which goes by majority: memory) and
    limited-format-2010 (one that takes no part is neither bound nor answerable: memory).
    """
    if decision_rule == DecisionRule.CONSENSUS or decision_rule == DecisionRule.UNANIMITY_PRESENT:
        return RefusalEffect.BLOCKS
    if decision_rule == DecisionRule.LIMITED_FORMAT:
        return RefusalEffect.STANDS_ASIDE
    return RefusalEffect.ONE_VOTE


@rule
def form_permitted(form: int) -> Applies:
    """Whether a session may take this form.

    Clause charter-13. No text read for this edition speaks of video or correspondence; both rest
    on practice that every member accepted (video since December 2020), hence arguable.
    """
    if form == Form.IN_PERSON:
        return Applies.CLEAR
    if form == Form.VIDEO or form == Form.MIXED or form == Form.CORRESPONDENCE:
        return Applies.ARGUABLE
    return Applies.NO


@rule
def session_convened_properly(character: int, asked_by: int) -> Applies:
    """Whether a session was called as the rules foresee.

    Clauses charter-13, rules-2004. Regular and anniversary sessions follow the calendar; informal
    meetings need no call and take no formal decisions. An extraordinary session is called at the
    request of at least two members (from a reference page, not from the rules themselves): with
    one it is arguable, since all came and none objected when that happened.

    Parameters
    ----------
    character : int
        A `Character`.
    asked_by : int
        Members that asked for the session; a chair that calls it counts as one.
    """
    if character != Character.EXTRAORDINARY:
        return Applies.CLEAR
    if asked_by >= 2:
        return Applies.CLEAR
    if asked_by == 1:
        return Applies.ARGUABLE
    return Applies.NO


@rule
def next_chair(previous_chair: int, order, members) -> int:
    """Code of the member whose turn follows, or 0 when nobody's does.

    Clause charter-13: practice since 2007 goes round in the alphabetical order of the working
    language; the charter's words (the host of the regular session, unless the council decides
    otherwise) and the order itself are from memory. The order is data.

    Parameters
    ----------
    previous_chair : int
        Code of the outgoing chair; it may have left since, but must stand in `order`.
    order : int array, shape (n,)
        Codes of all states that ever took turns, in order.
    members : int array, shape (n,)
        1 where the state of `order` may take its turn today.
    """
    n = order.shape[0]
    for at in range(n):
        if order[at] == previous_chair:
            for step in range(1, n + 1):
                turn = (at + step) % n
                if members[turn] == 1:
                    return int(order[turn])
    return 0


@rule
def chair_in_rotation(previous_chair: int, new_chair: int, order, members) -> int:
    """1 when the new chair is the one whose turn it is (see `next_chair`).

    A 0 is not a breach: the council may decide otherwise (charter-13), and did in 2009.
    """
    if new_chair != 0 and next_chair(previous_chair, order, members) == new_chair:
        return 1
    return 0


@rule
def notice_has_run(months_since_notice: int) -> int:
    """1 when a notice of withdrawal has taken effect, on the monthly clock (charter-19)."""
    if months_since_notice >= NOTICE_MONTHS:
        return 1
    return 0


@rule
def bound_after_term(signed_prolongation: int, term_ended: int) -> int:
    """1 when a party is still bound once a five-year term ends.

    Clause treaty-11: the term of 1994 ended in April 1999 and went on only for the signatories of
    the protocol of 2 April 1999; for them it is prolonged of itself every five years. One that did
    not sign is out without notice.
    """
    if term_ended != 0 and signed_prolongation == 0:
        return 0
    return 1


@rule
def suspension_permitted(by_council: int) -> int:
    """1 when a member's part in the organs may be suspended: only by decision of the council.

    Clauses charter-20, rules-2004. A member's own word that it freezes its part changes nothing in
    law; in 2012 the council granted such a wish.
    """
    if by_council != 0:
        return 1
    return 0


@rule
def base_of_outsider_permitted(consulted: int, objections: int = 0) -> int:
    """1 when a member may admit forces or military installations of an outsider.

    Clause bases-2011 (as reported on ratification): after urgent consultation with the others and
    without a formal objection by any. What stood there before is not touched.
    """
    if consulted != 0 and objections == 0:
        return 1
    return 0


def notice_ends(notice: date) -> date:
    """First day on which a notice of withdrawal has effect: six months later (charter-19).

    The same day of the sixth month on, or its last day when that month is shorter.
    """
    months = notice.month - 1 + NOTICE_MONTHS
    year, month = notice.year + months // 12, months % 12 + 1
    return date(year, month, min(notice.day, calendar.monthrange(year, month)[1]))


def withdrawal_effective(notice: date, on: date, obligations_settled: bool = True) -> bool:
    """Whether a notice of withdrawal has taken effect on a day.

    Clauses charter-19 (six months' notice and settled obligations, as a foreign ministry quoted it
    in 2024), treaty-11 (memory). A statement of December 2012 that the charter knows no leaving at
    will is treated as a claim.
    """
    return obligations_settled and on >= notice_ends(notice)
