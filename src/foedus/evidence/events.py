"""Events of a page."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import Event, Statement


def propose_events(page: Page, cast: Cast, statements: Sequence[Statement]) -> list[Event]:
    """Events of a page, one a happening."""
    return []
