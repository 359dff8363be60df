"""Claims on who belongs to an organisation."""

from __future__ import annotations

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import MembershipClaim


def propose_membership(page: Page, cast: Cast) -> list[MembershipClaim]:
    """Claims of a page that states are members of an organisation."""
    return []
