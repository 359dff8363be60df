"""Dated facts: nothing is seen before its date."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.organisation import DyadTable, Fact, StateTable, count_by_basis, latest

days = st.dates(datetime.date(1992, 1, 1), datetime.date(2030, 12, 31))


def fact(day, value="1", number=1.0, basis="data"):
    return Fact(
        value=value,
        number=number,
        unit="1",
        date=day,
        source=("s",),
        basis=basis,
        confidence="high",
        note="",
    )


@given(st.lists(days, unique=True, max_size=6), days)
def test_latest_is_never_later_than_the_day_one_looks(dated, as_of):
    found = latest([fact(day) for day in dated], as_of)
    past = [day for day in dated if day <= as_of]
    if not past:
        assert found is None
    else:
        assert found is not None and found.date == max(past)


@given(st.lists(days, unique=True, max_size=6), days)
def test_cutting_the_table_changes_nothing_that_could_be_seen(dated, as_of):
    table = StateTable({("AAA", "gdp"): [fact(day, str(day)) for day in dated]})
    cut = table.until(as_of)
    assert cut.value("AAA", "gdp", as_of) == table.value("AAA", "gdp", as_of)
    assert all(one.date <= as_of for _, one in cut.items())


def test_a_yearly_figure_is_known_from_the_end_of_its_year():
    table = StateTable({("AAA", "gdp"): [fact(datetime.date(2022, 12, 31))]})
    assert table.number("AAA", "gdp", datetime.date(2022, 12, 30)) is None
    assert table.number("AAA", "gdp", datetime.date(2022, 12, 31)) == 1.0


def test_unknown_is_none_and_not_zero():
    table = StateTable({})
    assert table.value("AAA", "gdp", datetime.date(2022, 1, 1)) is None
    assert table.number("AAA", "gdp", datetime.date(2022, 1, 1)) is None


def test_a_symmetric_fact_is_found_in_both_orders_and_a_directed_one_is_not():
    day = datetime.date(2020, 1, 1)
    table = DyadTable(
        {("AAA", "BBB", "rivalry"): [fact(day)], ("AAA", "BBB", "export_share"): [fact(day)]}
    )
    assert table.number("BBB", "AAA", "rivalry", day) == 1.0
    assert table.number("AAA", "BBB", "export_share", day) == 1.0
    assert table.number("BBB", "AAA", "export_share", day) is None


def test_pairs_give_the_latest_fact_of_each_pair():
    early, late = datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)
    table = DyadTable({("AAA", "BBB", "base"): [fact(late, "0", 0.0), fact(early)]})
    assert table.pairs("base", early)["AAA", "BBB"].number == 1.0
    assert table.pairs("base", late)["AAA", "BBB"].number == 0.0
    assert table.pairs("base", datetime.date(2019, 1, 1)) == {}


def test_counting_by_basis_counts_every_fact_once():
    day = datetime.date(2020, 1, 1)
    states = StateTable(
        {("AAA", "gdp"): [fact(day), fact(day.replace(year=2021), basis="document")]}
    )
    dyads = DyadTable({("AAA", "BBB", "base"): [fact(day, basis="judgement")]})
    assert count_by_basis((states, dyads)) == {
        "data": 1,
        "literature": 0,
        "document": 1,
        "judgement": 1,
    }


def test_a_basis_outside_the_closed_list_is_refused():
    with pytest.raises(ValueError, match="basis"):
        fact(datetime.date(2020, 1, 1), basis="hearsay")
