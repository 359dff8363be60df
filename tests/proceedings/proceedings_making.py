"""A small way to make acts and states for the tests."""

from __future__ import annotations

from datetime import date

from foedus.codes import ActKind
from foedus.proceedings.acts import Act
from foedus.proceedings.state import State, fold

DAY = date(2022, 12, 1)


def act(kind: ActKind, actors: str, targets: str = "", **more) -> Act:
    """Act in the organisation's own framework, on the day after the real ledger ends."""
    more.setdefault("id", f"test-{kind.slug.replace('_', '-')}-{actors.split(';')[0].lower()}")
    more.setdefault("date", DAY)
    more.setdefault("framework", "CSTO")
    return Act(
        kind=kind,
        actors=tuple(actors.split(";")),
        targets=tuple(t for t in targets.split(";") if t),
        **more,
    )


def state_of(*acts: Act) -> State:
    """State after a few acts."""
    return fold(acts)
