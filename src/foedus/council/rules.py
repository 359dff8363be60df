"""Decision rules as data, and what they leave open: decisive points, core and winset.

A rule says which coalitions can carry a text. On one dimension, with single-peaked preferences,
everything follows from two decisive points (Black 1948; Tsebelis, "Veto Players", 2002): the
largest point such that those at or above it can decide, and the smallest such that those at or
below it can.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.codes import DecisionRule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """Which coalitions decide.

    Attributes
    ----------
    name : str
        Name of the rule.
    quota : float
        Share of the voting weight that must support the text; 1 is unanimity.
    strict : bool
        Whether more than the quota is needed (a simple majority) or the quota itself is enough.
    member_quota : float
        Share of the members that must support it besides; 0 when none is asked.
    quorum : float
        Share of all members that must be present; 0 when none is asked.
    vetoes : bool
        Whether actors marked `veto` may block alone.
    counts_absent : bool
        Whether the quota is counted over all members (True) or over those present.
    binds_absent : bool
        Whether those who stay away are bound.
    blocking : bool
        Whether only an open refusal blocks (consensus): abstention and absence do not.
    reservations : bool
        Whether a member may sign with a reservation and so stay free of a part.
    least_signers : int
        Fewest signatures with which a text can stand.
    code : DecisionRule or None
        Code of the same rule in votes already cast.
    """

    name: str
    quota: float = 1.0
    strict: bool = False
    member_quota: float = 0.0
    quorum: float = 0.0
    vetoes: bool = True
    counts_absent: bool = False
    binds_absent: bool = True
    blocking: bool = False
    reservations: bool = False
    least_signers: int = 1
    code: DecisionRule | None = None

    def changed(self, **values: object) -> Rule:
        """Copy with some fields replaced."""
        return replace(self, **values)  # type: ignore[arg-type]

    def wins(self, coalition: Flags, votes: Floats, veto: Flags, absent: Flags) -> Flags:
        """Whether each coalition can carry a text.

        Parameters
        ----------
        coalition : bool array, shape (..., n)
            Who supports it; the absent are ignored.
        votes : float array, shape (n,)
            Voting weights.
        veto, absent : bool array, shape (n,)
            Who may block alone; who stays away.

        Returns
        -------
        bool array, shape (...)
        """
        present = ~absent
        support = coalition & present
        base = np.ones_like(absent) if self.counts_absent else present
        heads = support.sum(axis=-1)
        needed = self.quota * float(votes[base].sum())
        slack = 1e-9 * max(1.0, needed)
        weight = support @ votes
        enough = weight > needed + slack if self.strict else weight >= needed - slack
        enough = enough & (heads >= self.least_signers)
        enough = enough & (heads >= self.member_quota * base.sum() - 1e-9)
        if self.vetoes:
            enough = enough & ~(veto & present & ~support).any(axis=-1)
        if present.sum() < self.quorum * absent.size - 1e-12:
            enough = enough & False
        return enough

    def as_dict(self) -> dict[str, object]:
        """Plain values for output."""
        return {
            "name": self.name,
            "quota": self.quota,
            "more_than_quota": self.strict,
            "member_quota": self.member_quota,
            "quorum": self.quorum,
            "vetoes": self.vetoes,
            "counts_absent": self.counts_absent,
            "binds_absent": self.binds_absent,
            "only_refusal_blocks": self.blocking,
            "reservations": self.reservations,
        }


CONSENSUS = Rule("consensus", blocking=True, reservations=True, code=DecisionRule.CONSENSUS)
UNANIMITY = Rule("unanimity", counts_absent=True)
UNANIMITY_PRESENT = Rule(
    "unanimity_present", binds_absent=False, code=DecisionRule.UNANIMITY_PRESENT
)
LIMITED_FORMAT = Rule(
    "limited_format",
    binds_absent=False,
    blocking=True,
    least_signers=2,
    code=DecisionRule.LIMITED_FORMAT,
)
SIMPLE_MAJORITY = Rule(
    "simple_majority", quota=0.5, strict=True, counts_absent=True,
    code=DecisionRule.SIMPLE_MAJORITY,
)  # fmt: skip
QUALIFIED_MAJORITY = Rule(
    "qualified_majority", quota=2.0 / 3.0, counts_absent=True,
    code=DecisionRule.QUALIFIED_MAJORITY,
)  # fmt: skip
WEIGHTED_MAJORITY = Rule("weighted_majority", quota=0.5, strict=True, counts_absent=True)

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        CONSENSUS,
        UNANIMITY,
        UNANIMITY_PRESENT,
        LIMITED_FORMAT,
        SIMPLE_MAJORITY,
        QUALIFIED_MAJORITY,
        WEIGHTED_MAJORITY,
    )
}


def decisive_points(
    points: Floats, rule: Rule, votes: Floats, veto: Flags, absent: Flags
) -> tuple[Floats, Floats]:
    """Largest point such that those at or above it decide; smallest such that those below do.

    Parameters
    ----------
    points : float array, shape (..., n)
        One point for each actor.
    rule, votes, veto, absent
        As in `Rule.wins`.

    Returns
    -------
    tuple of float array, shape (...)
        ``-inf`` and ``inf`` where no coalition, not even all, can decide.
    """
    up = np.full(points.shape[:-1], -np.inf)
    down = np.full(points.shape[:-1], np.inf)
    for i in np.flatnonzero(~absent):
        t = points[..., i]
        above = rule.wins(points >= t[..., None], votes, veto, absent)
        below = rule.wins(points <= t[..., None], votes, veto, absent)
        up = np.where(above & (t > up), t, up)
        down = np.where(below & (t < down), t, down)
    return up, down


def core_1d(
    ideals: Floats, rule: Rule, votes: Floats, veto: Flags, absent: Flags
) -> tuple[float, float] | None:
    """Points that no deciding coalition would leave; None when there is none.

    Under unanimity it runs from the least to the greatest ideal point, under a simple majority of
    an odd number it is the median. A rule under which two disjoint coalitions can decide may have
    none. When no coalition can decide at all, every point stands: ``(-inf, inf)``.
    """
    low, high = decisive_points(ideals, rule, votes, veto, absent)
    return (float(low), float(high)) if low <= high else None


def acceptance(
    ideals: Floats, saliences: Floats, reversion: float, exponent: float, costs: Floats
) -> tuple[Floats, Floats]:
    """Ends of the texts each actor prefers to the reversion, given its cost of refusing.

    Parameters
    ----------
    ideals, saliences, costs : float array, shape (..., n)
        Cost of refusing in units of utility; the utility of a text y is
        ``-salience × |y - ideal| ** exponent``. With salience 0 everything is acceptable.
    reversion : float
        What holds without a decision.
    exponent : float
        Exponent of the loss.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        extra = np.where(saliences > 0.0, costs / saliences, np.inf)
    reach = (np.abs(reversion - ideals) ** exponent + extra) ** (1.0 / exponent)
    return ideals - reach, ideals + reach


def winset_1d(
    ideals: Floats,
    reversion: float,
    rule: Rule,
    votes: Floats,
    veto: Flags,
    absent: Flags,
    saliences: Floats | None = None,
    exponent: float = 1.0,
    costs: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Texts that some deciding coalition takes rather than the reversion (weakly).

    Parameters
    ----------
    ideals, saliences, costs : float array, shape (..., n)
        As in `acceptance`; saliences 1 and costs 0 when not given.
    reversion, exponent
        As in `acceptance`.
    rule, votes, veto, absent
        As in `Rule.wins`.

    Returns
    -------
    tuple of float array, shape (...)
        Ends of the interval; both equal the reversion when nothing can beat it.
    """
    weights = np.ones_like(ideals) if saliences is None else saliences
    losses = np.zeros_like(ideals) if costs is None else costs
    low, high = acceptance(ideals, weights, reversion, exponent, losses)
    up, _ = decisive_points(high, rule, votes, veto, absent)
    _, down = decisive_points(low, rule, votes, veto, absent)
    return np.minimum(down, reversion), np.maximum(up, reversion)


def winset_sample(
    ideals: Floats,
    saliences: Floats,
    reversion: Floats,
    rule: Rule,
    votes: Floats,
    veto: Flags,
    absent: Flags,
    points: Floats,
) -> Flags:
    """Which of the sampled points (m, d) some deciding coalition prefers to the reversion.

    Distances are Euclidean, each dimension weighted with the actor's salience.
    """

    def distance(where: Floats) -> Floats:
        gap = (where[:, None, :] - ideals[None, :, :]) * saliences[None, :, :]
        return np.sqrt((gap * gap).sum(axis=2))

    better = distance(points) <= distance(reversion[None, :])
    return rule.wins(better, votes, veto, absent)
