"""Tables of dated facts; nothing is seen before its date."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from foedus.organisation.attributes import DYAD_ATTRIBUTES
from foedus.organisation.models import Fact
from foedus.parameters import BASES

Key = TypeVar("Key")


def known_at(facts: Iterable[Fact], as_of: datetime.date) -> tuple[Fact, ...]:
    """Facts dated on or before `as_of`, in the order given."""
    return tuple(fact for fact in facts if fact.date <= as_of)


def latest(facts: Iterable[Fact], as_of: datetime.date) -> Fact | None:
    """Latest fact dated on or before `as_of`; never a later one.

    Parameters
    ----------
    facts : iterable of Fact
        Facts about one thing, in any order.
    as_of : datetime.date
        Day on which one looks.

    Returns
    -------
    Fact or None
        None if nothing was known yet: unknown is not zero.
    """
    return max(known_at(facts, as_of), key=lambda fact: fact.date, default=None)


def by_date(groups: Mapping[Key, Iterable[Fact]]) -> dict[Key, tuple[Fact, ...]]:
    """Sort every group of facts by date."""
    return {key: tuple(sorted(group, key=lambda f: f.date)) for key, group in groups.items()}


class StateTable:
    """Dated attributes of states and blocs.

    Parameters
    ----------
    facts : mapping of (state, attribute) to facts
    """

    def __init__(self, facts: Mapping[tuple[str, str], Iterable[Fact]]) -> None:
        self._facts = by_date(facts)

    def value(self, state: str, attribute: str, as_of: datetime.date) -> Fact | None:
        """Latest fact on `attribute` of `state` dated on or before `as_of`, or None."""
        return latest(self._facts.get((state, attribute), ()), as_of)

    def number(self, state: str, attribute: str, as_of: datetime.date) -> float | None:
        """Like `value`, as a number; None if unknown or not a number."""
        fact = self.value(state, attribute, as_of)
        return None if fact is None else fact.number

    def history(self, state: str, attribute: str) -> tuple[Fact, ...]:
        """All facts on one attribute of one state, oldest first, later than any date too."""
        return self._facts.get((state, attribute), ())

    @property
    def states(self) -> tuple[str, ...]:
        """States and blocs of the table in alphabetical order."""
        return tuple(sorted({state for state, _ in self._facts}))

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes that occur, in alphabetical order."""
        return tuple(sorted({attribute for _, attribute in self._facts}))

    def items(self) -> Iterator[tuple[tuple[str, str], Fact]]:
        """Every fact with its (state, attribute)."""
        for key, facts in self._facts.items():
            for fact in facts:
                yield key, fact

    def until(self, as_of: datetime.date) -> StateTable:
        """Return the same table without anything dated later than `as_of`."""
        kept = {key: known_at(facts, as_of) for key, facts in self._facts.items()}
        return StateTable({key: facts for key, facts in kept.items() if facts})

    def __len__(self) -> int:
        return sum(len(facts) for facts in self._facts.values())


class DyadTable:
    """Dated attributes of ordered pairs of states.

    Symmetric attributes (a common border, a rivalry) are stored once and found in both orders.

    Parameters
    ----------
    facts : mapping of (first, second, attribute) to facts
    """

    def __init__(self, facts: Mapping[tuple[str, str, str], Iterable[Fact]]) -> None:
        self._facts = by_date(facts)

    def value(self, first: str, second: str, attribute: str, as_of: datetime.date) -> Fact | None:
        """Latest fact on `attribute` of `first` towards `second` known at `as_of`, or None."""
        return latest(self.history(first, second, attribute), as_of)

    def number(self, first: str, second: str, attribute: str, as_of: datetime.date) -> float | None:
        """Like `value`, as a number; None if unknown or not a number."""
        fact = self.value(first, second, attribute, as_of)
        return None if fact is None else fact.number

    def history(self, first: str, second: str, attribute: str) -> tuple[Fact, ...]:
        """All facts on one attribute of a pair, oldest first."""
        facts = self._facts.get((first, second, attribute), ())
        definition = DYAD_ATTRIBUTES.get(attribute)
        if not facts and definition is not None and definition.symmetric:
            facts = self._facts.get((second, first, attribute), ())
        return facts

    def pairs(self, attribute: str, as_of: datetime.date) -> dict[tuple[str, str], Fact]:
        """Latest fact of every stored pair for one attribute, as known at `as_of`."""
        out = {}
        for (first, second, name), facts in self._facts.items():
            if name == attribute and (fact := latest(facts, as_of)) is not None:
                out[first, second] = fact
        return out

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes that occur, in alphabetical order."""
        return tuple(sorted({name for _, _, name in self._facts}))

    def items(self) -> Iterator[tuple[tuple[str, str, str], Fact]]:
        """Every fact with its (first, second, attribute)."""
        for key, facts in self._facts.items():
            for fact in facts:
                yield key, fact

    def until(self, as_of: datetime.date) -> DyadTable:
        """Return the same table without anything dated later than `as_of`."""
        kept = {key: known_at(facts, as_of) for key, facts in self._facts.items()}
        return DyadTable({key: facts for key, facts in kept.items() if facts})

    def __len__(self) -> int:
        return sum(len(facts) for facts in self._facts.values())


def count_by_basis(tables: Iterable[StateTable | DyadTable]) -> dict[str, int]:
    """How many facts rest on data, literature, documents and judgement."""
    found = Counter(fact.basis for table in tables for _, fact in table.items())
    return {basis: found[basis] for basis in BASES}
