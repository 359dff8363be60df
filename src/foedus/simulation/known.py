"""What the library knows of states at a date, and what follows from it for pairs of them.

Unknown is not zero: a value that is missing is said so, and filled by those who ask.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from statistics import median

from foedus.organisation import Fact, Organisation
from foedus.proceedings.state import State
from foedus.simulation.force_inputs import common_standards

INTERVENTION_YEARS = 20.0
KIN_SHARE = 0.05
TRADE_SHARE = 0.2


class Known:
    """The library as known at a date, with a memory of what was missing."""

    def __init__(self, organisation: Organisation, as_of: datetime.date) -> None:
        self.organisation = organisation
        self.as_of = as_of
        self.missing: dict[str, list[str]] = {}

    def number(self, state: str, attribute: str) -> float | None:
        """Attribute of a state as a number, or None."""
        return _number(self.organisation.states.value(state, attribute, self.as_of))

    def tie(self, first: str, second: str, attribute: str) -> float | None:
        """Attribute of a pair as a number, or None."""
        return _number(self.organisation.dyads.value(first, second, attribute, self.as_of))

    def border(self, first: str, second: str) -> bool:
        """Whether two states share a land border; borders have not moved since 1991."""
        history = self.organisation.dyads.history(first, second, "contiguity_land")
        return any(fact.number == 1.0 for fact in history)

    def filled(
        self,
        label: str,
        states: Sequence[str],
        values: list[float | None],
        otherwise: float = 0.0,
    ) -> list[float]:
        """Values with the unknown ones replaced by the median of the known, if any is known."""
        known = [v for v in values if v is not None]
        middle = median(known) if known else otherwise
        unknown = [s for s, v in zip(states, values, strict=True) if v is None]
        if unknown:
            self.missing[label] = unknown
        return [middle if v is None else v for v in values]

    def warnings(self) -> tuple[str, ...]:
        """What was missing, and that the median stands for it."""
        return tuple(
            f"{label} unknown for {', '.join(states)} at {self.as_of}; median of the others used"
            for label, states in sorted(self.missing.items())
        )


def _number(fact: Fact | None) -> float | None:
    if fact is None:
        return None
    if fact.number is None and fact.value.startswith("<"):
        return float(fact.value[1:]) / 2.0  # a bound: half of it
    return fact.number


def dependence(known: Known, state: str, leader: str) -> float | None:
    """Dependence on the leading power: mean of what is known of trade, remittances, gas, arms."""
    trade = [known.tie(state, leader, a) for a in ("export_share", "import_share")]
    trade_known = [v for v in trade if v is not None]
    remitted = remittances(known, state, leader)
    parts = [
        2.0 * sum(trade_known) / len(trade_known) if trade_known else None,
        None if remitted is None else remitted / 0.1,
        known.tie(state, leader, "gas_import_share"),
        known.tie(state, leader, "arms_import_share"),
    ]
    values = [min(v, 1.0) for v in parts if v is not None]
    return sum(values) / len(values) if values else None


def remittances(known: Known, state: str, leader: str) -> float | None:
    """Remittances from the leading power as a share of output; its own are none."""
    if state == leader:
        return 0.0
    received = known.number(state, "remittances_gdp")
    share = known.tie(state, leader, "remittance_share")
    return None if received is None or share is None else received * share


def energy(known: Known, state: str) -> float | None:
    """Net dependence on imported energy, -1 to 1: mean of what is known of power, gas and fuel."""
    names = ("electricity_net_import", "gas_import_ratio", "fuel_import_ratio")
    values = [known.number(state, name) for name in names]
    found = [min(max(v, -1.0), 1.0) for v in values if v is not None]
    return sum(found) / len(found) if found else None


def stake(known: Known, helper: str, victim: str, intervened: bool) -> float:
    """Stake of a helper in a victim: share of six items that hold (0 to 1).

    Base, bilateral defence treaty, common border, a fifth of the victim's trade, kin of the
    helper's people, an intervention within twenty years. An item that is not known counts as not
    shown.
    """
    trade = [known.tie(victim, helper, a) for a in ("export_share", "import_share")]
    found = [v for v in trade if v is not None]
    items = (
        known.tie(victim, helper, "base") == 1.0,
        known.tie(victim, helper, "defence_treaty") == 1.0,
        known.border(helper, victim),
        bool(found) and sum(found) / len(found) > TRADE_SHARE,
        (known.tie(victim, helper, "coethnic_share") or 0.0) >= KIN_SHARE,
        intervened,
    )
    return sum(items) / len(items)


def interventions(standing: State, day: datetime.date) -> set[tuple[str, str]]:
    """Pairs (helper, victim) of which the first sent forces within twenty years."""
    found = set()
    for cell, value in standing.cells.items():
        since = value.sent if cell[0] == "forces" else None
        if since is not None and (day - since).days <= INTERVENTION_YEARS * 365.25:
            found.add((cell[3], cell[2]))
    return found


def peace_years(known: Known, a: str, b: str) -> float:
    """Years since the last dispute of a pair; since 1991 if none is known."""
    fact = known.organisation.dyads.value(a, b, "last_dispute", known.as_of)
    last = datetime.date.fromisoformat(fact.value) if fact else datetime.date(1991, 12, 31)
    return max((known.as_of - last).days / 365.25, 0.0)


def standards(known: Known, state: str, leader: str) -> float | None:
    """Common standards with the leading power: working language and arms; None if unknown."""
    arms = 1.0 if state == leader else known.tie(state, leader, "arms_import_share")
    return common_standards(known.number(state, "working_language"), arms)
