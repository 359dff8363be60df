"""Which duty binds: the clauses on help, consultation and peace, as pure cited rules.

The rules take small integers (the enums of `foedus.codes`) and give an `Applies`. They know no
state and no date: `text_in_force` turns a date into the wording that binds, and `finding` puts the
rules' answer into words for people. Clause ids are those of the library's ``treaty.yaml``, which
says of every clause and version whether its text was read or is memory.

How `duty_to_assist` reads the text
    Three elements make the duty: an armed attack from outside, a place in the protected area, and
    (wording of 2010) a request by the member attacked. None missing or disputed: clear. Exactly
    one: arguable. Two or more: no. An event the clause does not speak of at all (a purely internal
    one, an attack by a member, a war the member opened itself, a place outside the area) is no,
    however many ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from foedus.codes import Applies, CrisisKind, ForeignHand, Territory
from foedus.compiled import rule


class Text(IntEnum):
    """Wording of the treaty. In a rule, 0 stands for: no treaty in force."""

    TREATY_1992 = 1  #: as signed on 15 May 1992
    TREATY_2010 = 2  #: as amended by the protocol of 10 December 2010


TREATY_IN_FORCE = date(1994, 4, 20)  #: clauses treaty-1 to treaty-11, wording of 1992
AMENDMENT_IN_FORCE = date(2012, 12, 19)  #: treaty-2, treaty-4, limited-format-2010


@rule
def in_area(territory: int) -> Applies:
    """Whether the place lies in the area that the treaty protects.

    Clauses: treaty-4 (attack on a party), charter-3 (territorial integrity of the members),
    forces-2010 (the area of responsibility is the territory of the parties).

    Parameters
    ----------
    territory : int
        A `Territory`.

    Returns
    -------
    Applies
        Clear on recognised territory, arguable on contested ground, no outside.
    """
    if territory == Territory.RECOGNISED:
        return Applies.CLEAR
    if territory == Territory.CONTESTED:
        return Applies.ARGUABLE
    return Applies.NO


@rule
def armed_attack_from_outside(kind: int, foreign_hand: int, requested: int, text: int) -> Applies:
    """How far the event is what treaty-4 calls aggression or armed attack.

    Clause treaty-4. The wording of 1992 names aggression "by a state or group of states" (read);
    the wording of 2010 names an armed attack that endangers safety, stability, territorial
    integrity or sovereignty, and no longer says by whom (read in summary). Hence armed groups with
    a foreign hand are arguable under both, unrest or a coup with a foreign hand only under the
    second. A merely asserted foreign hand counts once the member has put it before the others with
    a request. Groups never reach clear here, not even when sent from abroad beyond doubt: whether
    their action equals an armed attack by a state turns on scale and control, which is always
    contested (judgement; compare the UN General Assembly's Definition of Aggression, article 3 g,
    from memory). A member's attack is no: article 1 forbids it, article 4 is silent on it, though
    the words "a state" of 1992 taken alone would reach it.

    Parameters
    ----------
    kind, foreign_hand : int
        A `CrisisKind` and a `ForeignHand`.
    requested : int
        1 when the member's recognised government has formally asked, else 0.
    text : int
        A `Text`, or 0.

    Returns
    -------
    Applies
        Clear, arguable or no.
    """
    if kind == CrisisKind.ATTACK_BY_OUTSIDER:
        return Applies.CLEAR
    if foreign_hand != ForeignHand.SHOWN and (
        foreign_hand != ForeignHand.CLAIMED or requested == 0
    ):
        return Applies.NO
    if kind == CrisisKind.INSURGENCY:
        return Applies.ARGUABLE
    if text == Text.TREATY_2010 and (kind == CrisisKind.UNREST or kind == CrisisKind.COUP):
        return Applies.ARGUABLE
    return Applies.NO


@rule
def duty_to_assist(
    kind: int, territory: int, foreign_hand: int, requested: int, text: int
) -> Applies:
    """Whether the others owe help, military help included.

    Clause treaty-4. In the wording of 1992 aggression is followed by help without more: no
    request is written down (read). In the wording of 2010 help is given at the request of the
    party attacked (read in summary; the secretary general and the secretariat said so in 2020,
    2021 and 2024). The protected area: `in_area`. The attack: `armed_attack_from_outside`.

    Parameters
    ----------
    kind, territory, foreign_hand : int
        A `CrisisKind`, a `Territory` and a `ForeignHand`.
    requested : int
        1 when the member's recognised government has formally asked the organisation, else 0. The
        clause does not say that the request must name it.
    text : int
        The `Text` in force, or 0 when none is.

    Returns
    -------
    Applies
        Clear: every element stands. Arguable: one is missing or disputed. No: otherwise.
    """
    attack = armed_attack_from_outside(kind, foreign_hand, requested, text)
    place = in_area(territory)
    if text != Text.TREATY_1992 and text != Text.TREATY_2010:
        return Applies.NO
    if attack == Applies.NO or place == Applies.NO:
        return Applies.NO
    wanting = 0
    if attack == Applies.ARGUABLE:
        wanting += 1
    if place == Applies.ARGUABLE:
        wanting += 1
    if text == Text.TREATY_2010 and requested == 0:
        wanting += 1
    if wanting == 0:
        return Applies.CLEAR
    if wanting == 1:
        return Applies.ARGUABLE
    return Applies.NO


@rule
def duty_to_consult(kind: int, text: int) -> Applies:
    """Whether the members owe one another immediate consultation.

    Clause treaty-2, second paragraph (both wordings read): a threat to the security, territorial
    integrity or sovereignty of a member, or to international peace, from wherever it comes; since
    2010 also a threat to stability. Hence fighting of any kind is clear under both wordings, the
    member's own war included (international peace); unrest and a coup are arguable under 1992 (is
    the member's security threatened?) and clear under 2010 (stability). No request is needed.

    Parameters
    ----------
    kind : int
        A `CrisisKind`.
    text : int
        The `Text` in force, or 0 when none is.

    Returns
    -------
    Applies
        Clear, arguable or (no treaty in force) no.
    """
    if text != Text.TREATY_1992 and text != Text.TREATY_2010:
        return Applies.NO
    if text == Text.TREATY_1992 and (kind == CrisisKind.UNREST or kind == CrisisKind.COUP):
        return Applies.ARGUABLE
    return Applies.CLEAR


@rule
def peace_breached(kind: int) -> Applies:
    """Whether a member has broken the ban on force.

    Clause treaty-1 (read, same in both wordings): parties refrain from force and threats in
    relations between states and settle disputes peacefully, among themselves and with other
    states. So fighting between members is a breach by at least one of them, and a war a member
    opens on an outsider is one too. Whether a member acted in self-defence is a question of how
    the event is coded, not of this rule.

    Parameters
    ----------
    kind : int
        A `CrisisKind`.

    Returns
    -------
    Applies
        Clear for an attack by a member on anybody, else no.
    """
    if kind == CrisisKind.ATTACK_BY_MEMBER or kind == CrisisKind.MEMBER_ATTACKS:
        return Applies.CLEAR
    return Applies.NO


def text_in_force(on: date) -> Text | None:
    """Wording of the treaty that bound its parties on a day.

    Parameters
    ----------
    on : date
        The day asked about. Whether a given state was a party that day is the ledger's matter.

    Returns
    -------
    Text or None
        None before 20 April 1994 (clause treaty-11; the protocol of 2010 is counted from
        19 December 2012, the day printed for the charter's protocol of the same date).
    """
    if on >= AMENDMENT_IN_FORCE:
        return Text.TREATY_2010
    if on >= TREATY_IN_FORCE:
        return Text.TREATY_1992
    return None


@dataclass(frozen=True)
class Finding:
    """What the rules say of one event, for people.

    Attributes
    ----------
    applies : Applies
        Does the duty bind (for ``peace``: was it broken)?
    duty : str
        ``assist``, ``consult`` or ``peace``.
    clauses : tuple of str
        Ids in the library's ``treaty.yaml``.
    met, missing : tuple of str
        Conditions that stand, and those missing or disputed (the dispute in brackets).
    sentence : str
        The finding in one sentence.
    """

    applies: Applies
    duty: str
    clauses: tuple[str, ...]
    met: tuple[str, ...]
    missing: tuple[str, ...]
    sentence: str


DUTIES = ("assist", "consult", "peace")
IN_FORCE = "a treaty in force"
ATTACK = "an armed attack from outside"
PLACE = "territory recognised as the member's"
REQUEST = "a request by the member"
THREAT = "a threat to a member or to international peace"
MEMBER_FORCE = "force used by a member"

_DUTY_WORDS = {
    "assist": ("The duty to help", "binds", "is arguable", "does not bind"),
    "consult": ("The duty to consult at once", "binds", "is arguable", "does not bind"),
    "peace": ("The ban on force", "is broken", "is arguably broken", "is not touched"),
}
_TEXT_WORDS = {Text.TREATY_1992: "wording of 1992", Text.TREATY_2010: "wording of 2010"}
_NO_ATTACK = {
    CrisisKind.ATTACK_BY_MEMBER: "the attacker is a member",
    CrisisKind.MEMBER_ATTACKS: "the member opened the war itself",
}


def _attack_words(
    kind: CrisisKind, hand: ForeignHand, requested: int, text: Text | None
) -> tuple[Applies, str]:
    """The element of attack with the reason when it is disputed or missing."""
    attack = armed_attack_from_outside(kind, hand, requested, 0 if text is None else text)
    if attack == Applies.CLEAR:
        return attack, ATTACK
    if kind in _NO_ATTACK:
        return attack, f"{ATTACK} ({_NO_ATTACK[kind]})"
    if attack == Applies.ARGUABLE:
        how = "said" if hand == ForeignHand.CLAIMED else "shown"
        event = "armed groups" if kind == CrisisKind.INSURGENCY else "an internal event"
        return attack, f"{ATTACK} (disputed: {event}, {how} to be directed from abroad)"
    if hand == ForeignHand.NONE:
        return attack, f"{ATTACK} (a purely internal event)"
    if hand == ForeignHand.CLAIMED and not requested:
        return attack, f"{ATTACK} (a foreign hand asserted, not put before the others)"
    return attack, f"{ATTACK} (this wording needs aggression by a state)"


def _assist_elements(
    kind: CrisisKind, territory: Territory, hand: ForeignHand, requested: int, text: Text | None
) -> list[tuple[bool, str]]:
    """Elements of the duty to help, each met or not, in words."""
    attack, attack_words = _attack_words(kind, hand, requested, text)
    place = in_area(territory)
    place_words = {
        Applies.CLEAR: PLACE,
        Applies.ARGUABLE: f"{PLACE} (disputed: contested ground)",
        Applies.NO: f"{PLACE} (outside the area)",
    }
    elements = [
        (attack == Applies.CLEAR, attack_words),
        (place == Applies.CLEAR, place_words[place]),
    ]
    if text == Text.TREATY_2010:
        elements.append((bool(requested), REQUEST))
    if text is None:
        elements.append((False, IN_FORCE))
    return elements


def _assist_clauses(
    kind: CrisisKind, territory: Territory, hand: ForeignHand, text: Text | None
) -> tuple[str, ...]:
    clauses = ["treaty-4"]
    if kind in _NO_ATTACK:
        clauses.append("treaty-1")
    if text == Text.TREATY_2010:
        if kind in (CrisisKind.UNREST, CrisisKind.COUP) and hand != ForeignHand.NONE:
            clauses.append("crisis-procedure-2010")
        if territory != Territory.RECOGNISED:
            clauses.append("forces-2010")
    return tuple(clauses)


def _sentence(
    duty: str, applies: Applies, clauses: tuple[str, ...], text: Text | None, parts: tuple[str, str]
) -> str:
    subject, *verbs = _DUTY_WORDS[duty]
    verb = verbs[2 - applies]
    wording = "no treaty in force" if text is None else _TEXT_WORDS[text]
    met, missing = parts
    tail = f"; met: {met}" if met else ""
    tail += f"; missing or disputed: {missing}" if missing else ""
    return f"{subject} {verb} ({', '.join(clauses)}; {wording}){tail}."


def finding(
    kind: CrisisKind,
    territory: Territory,
    foreign_hand: ForeignHand,
    requested: int,
    on: date,
    duty: str = "assist",
) -> Finding:
    """Say whether a duty binds, which conditions are met and which are missing.

    Parameters
    ----------
    kind, territory, foreign_hand : CrisisKind, Territory, ForeignHand
        The event.
    requested : int
        1 when the member's recognised government has formally asked the organisation.
    on : date
        The day; it decides which wording binds.
    duty : str
        ``assist`` (treaty-4), ``consult`` (treaty-2) or ``peace`` (treaty-1).

    Returns
    -------
    Finding
        The rules' answer with its clauses, conditions and one sentence.

    Raises
    ------
    ValueError
        When `duty` is none of the three words.
    """
    text = text_in_force(on)
    version = 0 if text is None else int(text)
    if duty == "assist":
        applies = duty_to_assist(kind, territory, foreign_hand, requested, version)
        clauses = _assist_clauses(kind, territory, foreign_hand, text)
        elements = _assist_elements(kind, territory, foreign_hand, requested, text)
    elif duty == "consult":
        applies = duty_to_consult(kind, version)
        clauses = ("treaty-2",)
        disputed = applies == Applies.ARGUABLE
        words = f"{THREAT} (disputed: internal event, stability not yet named)"
        elements = [(not disputed, words if disputed else THREAT)]
        if text is None:
            elements.append((False, IN_FORCE))
    elif duty == "peace":
        applies = peace_breached(kind) if text is not None else Applies.NO
        clauses = ("treaty-1",)
        elements = [(peace_breached(kind) == Applies.CLEAR, MEMBER_FORCE)]
        if text is None:
            elements.append((False, IN_FORCE))
    else:
        raise ValueError(f"duty {duty!r}: expected one of {', '.join(DUTIES)}")
    met = tuple(words for stands, words in elements if stands)
    missing = tuple(words for stands, words in elements if not stands)
    said = _sentence(duty, applies, clauses, text, (", ".join(met), ", ".join(missing)))
    return Finding(applies, duty, clauses, met, missing, said)
