"""The coded nouns of the model: small integers with names, shared by law, ledger and engine.

The numbers are part of the ledger of simulated futures and of the addresses of random numbers:
they are never reused and never renumbered; new members are added at the end.
"""

from __future__ import annotations

from enum import IntEnum


class CrisisKind(IntEnum):
    """What calls on the organisation."""

    ATTACK_BY_OUTSIDER = 1  #: armed attack by a state that is not a member
    ATTACK_BY_MEMBER = 2  #: armed clash between members
    UNREST = 3  #: mass protest or violence inside a member
    COUP = 4  #: unconstitutional change of power inside a member
    INSURGENCY = 5  #: armed groups, from inside or across a border
    MEMBER_ATTACKS = 6  #: a member opens a war on an outsider


class Territory(IntEnum):
    """Where the event takes place."""

    RECOGNISED = 1  #: internationally recognised territory of the member
    CONTESTED = 2  #: border not delimited, or held differently by the two sides
    OUTSIDE = 3  #: not territory of the member: outside the area of responsibility


class ForeignHand(IntEnum):
    """Whether an internal event is said to be directed from abroad."""

    NONE = 0
    CLAIMED = 1  #: asserted by the member that asks
    SHOWN = 2  #: established, not only asserted


class Applies(IntEnum):
    """Does a duty bind?"""

    NO = 0
    ARGUABLE = 1
    CLEAR = 2


class Vote(IntEnum):
    """What a member does with a draft."""

    ABSENT = 0
    SIGN = 1
    ABSTAIN = 2
    REFUSE = 3


class Status(IntEnum):
    """Standing of a state towards the organisation."""

    OUTSIDE = 0  #: never a member, or not yet
    MEMBER = 1
    FROZEN = 2  #: still a member by treaty, takes no part (suspended or stays away)
    LEFT = 3  #: was a member


class Level(IntEnum):
    """How far a member's response goes."""

    NONE = 0
    STATEMENT = 1
    MISSION = 2  #: unarmed mission, mediation, fact finding
    MATERIAL = 3  #: arms, equipment, money for forces
    TROOPS = 4


class Task(IntEnum):
    """What troops are sent to do."""

    GUARDING = 0  #: sites, so that local forces are free
    SEPARATING = 1  #: two members that clash
    BORDER = 2  #: closing a border against an attack from outside
    INSURGENCY = 3  #: fighting armed groups


class DecisionRule(IntEnum):
    """How votes become a decision."""

    CONSENSUS = 1  #: no member refuses; abstention and absence do not block
    UNANIMITY_PRESENT = 2  #: all who are present sign
    LIMITED_FORMAT = 3  #: those who sign decide for themselves if nobody objects to the format
    SIMPLE_MAJORITY = 4  #: more than half of the members sign
    QUALIFIED_MAJORITY = 5  #: at least two thirds of the members sign


class Survival(IntEnum):
    """Whether the organisation acts, idles on or is gone."""

    ACTIVE = 0
    IDLE = 1
    DISSOLVED = 2


class WarFate(IntEnum):
    """What becomes of the leading power's war."""

    NO_WAR = 0
    GOES_ON = 1
    LOST = 2
    WON = 3


class ActKind(IntEnum):
    """Kinds of act in the ledger, recorded or simulated."""

    # membership and founding texts
    TREATY_SIGNED = 1
    CHARTER_SIGNED = 2
    ACCESSION = 3
    RATIFICATION = 4
    ENTRY_INTO_FORCE = 5
    NON_PROLONGATION = 6
    WITHDRAWAL_NOTICE = 7
    FREEZE = 8
    SUSPENSION = 9
    EXIT = 10
    DISSOLUTION = 11
    RESUMPTION = 12
    # offices
    CHAIR_TAKEN = 15
    SECGEN_APPOINTED = 16
    CHIEF_OF_STAFF_APPOINTED = 17
    # meetings
    SESSION_HELD = 20
    ORGAN_MEETING = 21
    CONSULTATION = 22
    BILATERAL_MEETING = 23
    # drafts
    DRAFT_TABLED = 30
    ADOPTED = 31
    AGREEMENT_SIGNED = 32
    PROTOCOL_SIGNED = 33
    STATEMENT_ADOPTED = 34
    BUDGET_SET = 35
    FORCE_CREATED = 36
    FORCE_STRENGTH_SET = 37
    REFUSED_TO_SIGN = 38
    RESERVATION = 39
    SENT_BACK = 40
    # suffered
    ATTACK = 50
    CLASH = 51
    INSURGENCY_INCIDENT = 52
    UNREST = 53
    POWER_CHANGE = 54
    CEASEFIRE = 55
    # request, decision, response
    REQUEST_FOR_HELP = 60
    REQUEST_REFUSED = 61
    MANDATE_GIVEN = 62
    NATIONAL_APPROVAL = 63
    CONTINGENT_SENT = 64
    DEPLOYMENT_COMPLETE = 65
    TASK_BEGUN = 66
    WITHDRAWAL_BEGUN = 67
    WITHDRAWAL_COMPLETE = 68
    OPERATION_ENDED = 69
    FACT_FINDING_MISSION = 70
    MATERIAL_AID = 71
    # beside the organisation
    UNILATERAL_DEPLOYMENT = 80
    BILATERAL_AID = 81
    BASE_AGREEMENT = 82
    PARTNER_STEP = 83
    SANCTION = 84
    RIVAL_ENLARGEMENT_STEP = 85
    # exercises
    EXERCISE_PLANNED = 90
    EXERCISE_HELD = 91
    EXERCISE_SKIPPED = 92
    EXERCISE_CANCELLED = 93
    # words
    STATEMENT = 95

    @property
    def slug(self) -> str:
        """Name as it stands in the ledger: lower case."""
        return self.name.lower()


ACT_KINDS: dict[str, ActKind] = {kind.slug: kind for kind in ActKind}


def state_code(iso3: str) -> int:
    """Stable number of a state from its ISO 3166 alpha-3 code, for addresses of random numbers.

    Parameters
    ----------
    iso3 : str
        Three capital letters. Blocs treated as one actor use four (``"NATO"``).

    Returns
    -------
    int
        Base-27 reading of the letters, at least 1, below 2**20.
    """
    code = 0
    for letter in iso3:
        code = code * 27 + (ord(letter) - ord("A") + 1)
    return code
