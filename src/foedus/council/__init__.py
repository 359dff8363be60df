"""The council: positions in, outcome out; every decision rule and bargaining model on one input.

>>> from foedus import council
>>> result = council.analyse(council.read_council(path))
>>> result.table()

Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PLACES = {
    "adopted": "decision",
    "bound": "decision",
    "quantal_votes": "consensus",
    "probability_adopted": "consensus",
    "draw_vote": "consensus",
    "blocking_cost_for": "consensus",
    "Council": "games",
    "Draft": "games",
    "Draws": "games",
    "Game": "games",
    "Rule": "rules",
    "RULES": "rules",
    "core_1d": "rules",
    "winset_1d": "rules",
    "Power": "power",
    "power_of": "power",
    "MODELS": "models",
    "MEANING": "models",
    "Options": "options",
    "SpatialOptions": "options",
    "read_council": "reading",
    "load_session": "library",
    "load_councils": "library",
    "sessions": "library",
    "CouncilResult": "analysis",
    "analyse": "analysis",
    "with_rule": "analysis",
    "drafting": "drafting",
    "signatures": "drafting",
    "levers": "levers",
    "tornado": "levers",
    "payment_needed": "levers",
    "salience_for": "levers",
    "council_command": "command",
}

__all__ = sorted(_PLACES)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    """Public names."""
    return __all__
