"""Predictions of a made-up text, with spans that hold."""

from __future__ import annotations

from foedus.evidence.cast import Cast
from foedus.evidence.pages import text_page
from foedus.evidence.predictions import propose_predictions
from foedus.evidence.records import Prediction
from foedus.evidence.statements import propose_statements


def predictions(text: str) -> list[Prediction]:
    page = text_page(text)
    cast = Cast.of([page])
    found = propose_predictions(page, cast, propose_statements(page, cast))
    for one in found:
        for span in (one.span, one.condition, one.consequence):
            assert span is None or text[span.start : span.end] == span.text
    return found
