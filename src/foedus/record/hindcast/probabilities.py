"""Where a run's summary has the probability of a question."""

from __future__ import annotations

from typing import Any

from foedus.record.hindcast.outcomes import Question


def probability(summary: dict[str, Any], question: Question, unit: str) -> float:
    """Probability of a question in a run's summary, of a member or of ``organisation``."""
    place: Any = summary
    path = question.where if question.of == "organisation" else f"members.{unit}.{question.where}"
    for name in path.split("."):
        place = place[name]
    return float(place)
