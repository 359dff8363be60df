"""A library as it could be known on an early day: facts from the historical tables, or held.

The library's facts on states begin in 2010. For earlier days the slow ones come year by year from
the store; the others may be held at their earliest value, which is a look-ahead and is said so.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple, Protocol

import polars as pl

from foedus.organisation import DyadTable, Fact, Organisation, StateTable
from foedus.record.codes import of_ccode

Way = Literal["held", "strict"]
WAYS: tuple[Way, ...] = ("held", "strict")
STARTS = 2000  # no origin lies earlier


class Tables(Protocol):
    """Where tables come from."""

    def table(self, name: str) -> pl.DataFrame:
        """Tidy table by name."""
        ...


class Column(NamedTuple):
    """A yearly column of a table that an attribute of states is taken from."""

    table: str
    column: str
    attribute: str
    unit: str
    factor: float
    source: str


YEARLY = (
    Column("nmc_v7", "cinc", "capability_share", "share of world", 1.0, "cow-nmc-7"),
    Column("nmc_v7", "milper", "military_personnel", "persons", 1000.0, "cow-nmc-7"),
    Column("worldbank_gdp_pop", "gdp_current_usd", "gdp", "US$ current", 1.0, "worldbank-gdp"),
    Column("worldbank_gdp_pop", "population", "population", "persons", 1.0, "worldbank-population"),
    Column("unga_ideal_points", "idealpointall", "ideal_point", "1", 1.0, "unga-ideal-points"),
)
TABLES = ("nmc_v7", "worldbank_gdp_pop", "unga_ideal_points")
#: Attributes of states and of pairs held at their earliest value when none is known yet.
HELD_STATES = (
    "remittances_gdp",
    "cereal_import_dependence",
    "electricity_net_import",
    "gas_import_ratio",
    "fuel_import_ratio",
)
HELD_PAIRS = (
    "export_share",
    "import_share",
    "remittance_share",
    "gas_import_share",
    "arms_import_share",
    "base",
    "defence_treaty",
    "border_contested",
    "coethnic_share",
)


def yearly_facts(organisation: Organisation, tables: Tables) -> dict[tuple[str, str], list[Fact]]:
    """Facts of every year from the historical tables, for the library's states."""
    states = set(organisation.states.states)
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for column in YEARLY:
        frame = tables.table(column.table).select("ccode", "year", column.column).drop_nulls()
        frame = frame.filter(pl.col("year") >= STARTS)
        for ccode, year, value in frame.iter_rows():
            day = datetime.date(int(year), 12, 31)
            codes = of_ccode(int(ccode), day)
            if codes is None or codes.iso3 not in states:
                continue
            found[codes.iso3, column.attribute].append(_fact(column, float(value), day))
    return found


def _fact(column: Column, value: float, day: datetime.date) -> Fact:
    number = value * column.factor
    return Fact(
        value=repr(number),
        number=number,
        unit=column.unit,
        date=day,
        source=(column.source,),
        basis="data",
        confidence="high",
        note="",
    )


def held(facts: Iterable[Fact], day: datetime.date) -> Iterator[Fact]:
    """Facts, and where none is known by the day, the earliest once more under that day."""
    every = sorted(facts, key=lambda fact: fact.date)
    if every and every[0].date > day:
        yield every[0].model_copy(update={"date": day, "note": "held at its earliest value"})
    yield from every


def as_known(
    organisation: Organisation,
    yearly: dict[tuple[str, str], list[Fact]],
    day: datetime.date,
    way: Way,
) -> tuple[Organisation, list[str]]:
    """Library with the yearly facts, and what was held at its earliest value.

    A yearly fact stands only where the library itself has none of that day or later than the
    fact; the library's own figures are never replaced.

    Returns
    -------
    Organisation, list of str
        The list names ``state attribute`` and ``first second attribute``.
    """
    states: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    pairs: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for key, fact in organisation.states.items():
        states[key].append(fact)
    for pair, fact in organisation.dyads.items():
        pairs[pair].append(fact)
    for key, facts in yearly.items():
        own = {fact.date for fact in states.get(key, ())}
        states[key].extend(fact for fact in facts if fact.date not in own)
    told: list[str] = []
    if way == "held":
        told += _hold(states, HELD_STATES, day)
        told += _hold(pairs, HELD_PAIRS, day)
    changed = organisation.model_copy(
        update={"states": StateTable(states), "dyads": DyadTable(pairs)}
    )
    return changed, told


def _hold(groups: dict[Any, list[Fact]], names: tuple[str, ...], day: datetime.date) -> list[str]:
    told = []
    for key, facts in groups.items():
        if key[-1] in names and facts and min(fact.date for fact in facts) > day:
            groups[key] = list(held(facts, day))
            told.append(" ".join(key))
    return told
