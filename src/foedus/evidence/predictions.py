"""Predictions of a page."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import Prediction, Statement


def propose_predictions(
    page: Page, cast: Cast, statements: Sequence[Statement]
) -> list[Prediction]:
    """Predictions of a page."""
    return []
