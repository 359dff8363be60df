"""How votes become a decision, and whom it binds.

One member has one vote. The rules follow the usual wording of treaty practice: consensus is the
absence of an objection, not the presence of every signature; in a limited format those who do not
take part are not bound.
"""

from __future__ import annotations

from foedus.codes import DecisionRule, Vote
from foedus.compiled import rule as compiled_rule


@compiled_rule
def votes_cast(votes, members, kind):
    """How many of those who may vote cast this vote."""
    count = 0
    for i in range(votes.shape[0]):
        if members[i] == 1 and votes[i] == kind:
            count += 1
    return count


@compiled_rule
def adopted(votes, members, rule):
    """Whether a draft is adopted.

    Parameters
    ----------
    votes : int array, shape (n,)
        A code of `foedus.codes.Vote` for each state.
    members : int array, shape (n,)
        1 where the state may vote, 0 where it may not (such votes are ignored).
    rule : int
        A code of `foedus.codes.DecisionRule`. Consensus: nobody refuses and at least one signs;
        abstention and absence do not block. Unanimity among those present: all who are not absent
        sign, and at least one is there. Limited format: nobody refuses (objects to the format or
        the text) and at least two sign, for one state cannot agree with itself. Simple majority:
        more than half of those who may vote sign. Qualified majority: at least two thirds of them
        sign. An unknown rule adopts nothing.
    """
    sign = votes_cast(votes, members, Vote.SIGN)
    abstain = votes_cast(votes, members, Vote.ABSTAIN)
    refuse = votes_cast(votes, members, Vote.REFUSE)
    seats = sign + abstain + refuse + votes_cast(votes, members, Vote.ABSENT)
    if rule == DecisionRule.CONSENSUS:
        return refuse == 0 and sign >= 1
    if rule == DecisionRule.UNANIMITY_PRESENT:
        return refuse == 0 and abstain == 0 and sign >= 1
    if rule == DecisionRule.LIMITED_FORMAT:
        return refuse == 0 and sign >= 2
    if rule == DecisionRule.SIMPLE_MAJORITY:
        return 2 * sign > seats
    if rule == DecisionRule.QUALIFIED_MAJORITY:
        return sign >= 1 and 3 * sign >= 2 * seats
    return False


@compiled_rule
def bound(votes, members, rule, out):
    """Write into `out` which states the decision binds, and return how many.

    Nothing is bound when the draft is not adopted. Consensus and the majorities bind all who may
    vote, also those who abstained, were absent or were outvoted. Unanimity among those present
    and the limited format bind those who signed.

    Parameters
    ----------
    votes, members, rule
        As in `adopted`.
    out : int array, shape (n,)
        Overwritten with 1 where bound, else 0.
    """
    passes = adopted(votes, members, rule)
    signers_only = rule in (DecisionRule.UNANIMITY_PRESENT, DecisionRule.LIMITED_FORMAT)
    count = 0
    for i in range(votes.shape[0]):
        out[i] = 0
        if passes and members[i] == 1 and (not signers_only or votes[i] == Vote.SIGN):
            out[i] = 1
            count += 1
    return count
