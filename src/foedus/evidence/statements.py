"""Statements: who said what, with the speaker, the cue and the words."""

from __future__ import annotations

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import Statement


def propose_statements(page: Page, cast: Cast) -> list[Statement]:
    """Statements of a page in order of their place."""
    return []
