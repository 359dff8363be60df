"""Crises of members of such organisations, coded twice, and how far the codings agree."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from foedus.organisation.models import Confidence, Names, Strict

Obligation = Literal["no", "arguable", "clear"]
Interest = Literal["low", "med", "high"]
Response = Literal["none", "diplomatic", "sanctions", "logistic_or_arms", "force"]
Yes = Annotated[int, Field(ge=0, le=1)] | None

#: The six checkable items behind the leading state's interest (second coding).
ITEMS = ("base", "defence_tie", "shared_border", "trade20", "coethnic", "prior_intervention")
#: What both codings hold.
SHARED = ("request", "obligation", "interest", "response")


class CrisisCase(Strict):
    """One crisis with both codings side by side.

    Attributes
    ----------
    case : str
        Identifier.
    states : tuple of str
        Members in trouble.
    first_request, second_request, … : int, str or None
        The two codings; None means unknown.
    base … prior_intervention : int or None
        The six items of the second coding: 1 yes, 0 no, None unknown.
    self_case : bool
        The leading state is itself in trouble; its items are set by convention.
    decision_days, first_troops_days, duration_days : float or None
        Days, as the first coding has them.
    troops : float or None
        Troops deployed.
    """

    case: str
    organisation: str
    states: Names = Field(min_length=1)
    start: datetime.date
    kind: Literal[
        "attack_by_outsider",
        "attack_by_member",
        "member_attacks",
        "unrest",
        "election_dispute",
        "coup",
        "civil_war",
        "insurgency",
    ]
    first_request: Yes
    first_obligation: Obligation
    first_interest: Interest
    first_response: Response
    second_request: Yes
    second_obligation: Obligation
    second_interest: Interest
    second_response: Response
    second_leading_state: str
    self_case: bool
    base: Yes
    defence_tie: Yes
    shared_border: Yes
    trade20: Yes
    coethnic: Yes
    prior_intervention: Yes
    bilateral_force: Yes
    decision_days: float | None
    first_troops_days: float | None
    troops: float | None
    contributors: str
    duration_days: float | None
    consensus: Literal["unanimous", "split", ""]
    sources: Names = Field(min_length=1)
    confidence: Confidence
    second_confidence: Confidence
    note: str

    def codings(self, item: str) -> tuple[object, object]:
        """Both codes of one of the shared items, first coding first."""
        return getattr(self, f"first_{item}"), getattr(self, f"second_{item}")

    def interest_items(self) -> int:
        """Number of items known to hold, 0 to 6."""
        return sum(getattr(self, item) or 0 for item in ITEMS)


class Agreement(NamedTuple):
    """Agreement of two codings of one item."""

    kappa: float | None  #: Cohen's kappa; None if it is not defined
    agreed: int  #: rows coded alike
    n: int  #: rows coded in both


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's kappa: agreement of two codings beyond chance, (p_o − p_e) / (1 − p_e).

    Parameters
    ----------
    first, second : sequence
        Codes of the same rows by two coders.

    Returns
    -------
    float or None
        None if there are no rows or chance agreement is complete.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement 20, 37–46.
    """
    n = len(first)
    if n == 0:
        return None
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    one, two = Counter(first), Counter(second)
    expected = sum(one[code] * two[code] for code in one) / (n * n)
    return None if expected >= 1.0 else (observed - expected) / (1.0 - expected)


def agreement(cases: Iterable[CrisisCase], *, drop_unknown: bool = False) -> dict[str, Agreement]:
    """Agreement of the two codings, item by item.

    Parameters
    ----------
    cases : iterable of CrisisCase
    drop_unknown : bool
        If True, rows that a coder left unknown are left out; else unknown counts as a code of
        its own, as in the published figures.

    Returns
    -------
    dict of Agreement
        For request, obligation, interest and response.
    """
    out = {}
    cases = tuple(cases)
    for item in SHARED:
        rows = [case.codings(item) for case in cases]
        if drop_unknown:
            rows = [row for row in rows if None not in row]
        kappa = cohen_kappa([row[0] for row in rows], [row[1] for row in rows])
        out[item] = Agreement(kappa, sum(a == b for a, b in rows), len(rows))
    return out
