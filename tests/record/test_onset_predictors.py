"""Dyad-years, their predictors, and the two guards that keep the future out of them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from onset_making import FIRST, disputes, made_up_store

from foedus.record.onset import predictors as module
from foedus.record.onset.guard import LeakError, StoreAsOf, check_dates
from foedus.record.onset.memory import Memory, by_year
from foedus.record.onset.panel import dyad_years
from foedus.record.onset.predictors import check_no_leak, of_states, onset_predictors

STORE = made_up_store()


@pytest.fixture(scope="module")
def panel():
    return dyad_years(STORE)


@pytest.fixture(scope="module")
def known():
    return onset_predictors(STORE)


def row(panel: pl.DataFrame, a: int, b: int, year: int) -> dict:
    found = panel.filter((pl.col("ccode1") == a) & (pl.col("ccode2") == b), year=year)
    assert found.height == 1
    return found.row(0, named=True)


def test_pairs_are_counted_once_and_only_while_both_exist(panel):
    assert panel.filter(pl.col("ccode1") >= pl.col("ccode2")).height == 0
    assert panel.filter(pl.col("year") == 1949).height == 10  # five states
    assert panel.filter(pl.col("year") == 1950).height == 15


def test_relevance_is_contiguity_or_a_major_power(panel):
    assert row(panel, 2, 20, 1930)["relevant"]
    assert not row(panel, 20, 70, 1959)["relevant"]
    assert row(panel, 20, 70, 1960)["relevant"]
    assert row(panel, 70, 220, 1940)["relevant"]  # a power for a part of the year
    assert not row(panel, 70, 220, 1942)["relevant"]
    assert row(panel, 70, 220, 1945)["relevant"]


def test_what_holds_on_new_years_day_is_known_and_what_comes_in_the_year_is_not(panel):
    assert row(panel, 70, 220, 1945)["major_early"] == 0
    assert row(panel, 70, 220, 1946)["major_early"] == 1


def test_a_dispute_that_goes_on_is_not_at_risk(panel):
    going_on = row(panel, 2, 200, 1933)
    assert going_on["ongoing"] == 1 and going_on["onset"] == 0 and not going_on["at_risk"]


def test_decayed_counts_by_hand():
    store = STORE.changed("mid5_ddyad_year", disputes([(2, 20, 1910, 1), (2, 20, 1913, 1)]))
    known = onset_predictors(store)
    place = known.rows.with_row_index().filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 20))
    at = dict(zip(place["year"].to_list(), place["index"].to_list(), strict=True))
    # Half-life of three years: 1913's counts 1 in 1914, 1910's half of it.
    assert known.values["pair_3"][at[1914]] == pytest.approx(1.5)
    assert known.values["pair_1"][at[1915]] == pytest.approx(0.5 + 0.5**4)
    assert known.values["ever"][at[1913]] == 1
    assert known.values["peace_years"][at[1916]] == 2
    assert known.values["peace_years"][at[1905]] == 1905 - FIRST
    assert known.values["active"][at[1914]] == 1 and known.values["active"][at[1915]] == 0


def test_a_states_record_leaves_out_the_pair_itself():
    store = STORE.changed("mid5_ddyad_year", disputes([(2, 20, year, 1) for year in (1910, 1911)]))
    years = by_year(dyad_years(store))
    memory = Memory(6)
    for year in years[:20]:
        memory.learn(year)
    found = memory.look(years[20], np.zeros((6, 6)))
    rows = dyad_years(store)[years[20].rows]
    own = ((rows["ccode1"] == 2) & (rows["ccode2"] == 20)).to_numpy()
    other = ((rows["ccode1"] == 2) & (rows["ccode2"] == 200)).to_numpy()
    # The two fought nobody else: with others their rates lie below the average, 2-200 above it.
    assert found["state_high_3"][own] < 0 < found["state_high_3"][other]


def test_allies_of_one_against_the_other_by_hand():
    store = STORE.changed("mid5_ddyad_year", disputes([(20, 200, 1920, 1)]))
    known = onset_predictors(store)
    place = known.rows.with_row_index().filter(pl.col("year") == 1921)
    at = {(a, b): k for k, a, b in place.select("index", "ccode1", "ccode2").rows()}
    # 2 is allied to 200, which fought 20; 20 is allied to 220: 2-20 and 200-220 are drawn in.
    value = known.values["allies_fighting"]
    assert value[at[2, 20]] == 1 and value[at[200, 220]] == 1
    assert value[at[2, 220]] == 0


def test_nothing_leaks_in_the_made_up_world(known):
    check_no_leak(STORE, known, (1930, 1950, 1951, 1990))


def test_a_planted_value_of_the_same_year_is_caught_by_its_date(known):
    one, two, dated = of_states(known.rows, STORE.table("nmc_v7"), "cinc", lag=0)
    leaky = module.Predictors(
        known.rows,
        known.values | {"cinc_1": one, "cinc_2": two},
        known.dated | {"cinc_1": dated, "cinc_2": dated},
        known.fixed,
    )
    with pytest.raises(LeakError, match=r"predictor cinc_1: .* dated after their origin"):
        leaky.column("cinc_1")
    known.column("cinc_1")


def test_a_planted_leak_with_a_false_date_is_caught_by_taking_the_future_away(monkeypatch):
    honest = Memory.look

    def peeking(self, year, allied):
        return honest(self, year, allied) | {"ever": year.onset}  # the year's own outcome

    monkeypatch.setattr(Memory, "look", peeking)
    leaky = onset_predictors(STORE)
    for name in leaky.values:
        leaky.column(name)  # the label says the year before: the first guard is deceived
    fought = leaky.rows.filter(pl.col("onset") == 1)["year"].to_list()
    year = next(y for y in fought if y > 1930)
    with pytest.raises(LeakError, match=r"predictor ever: .* change when what happened after"):
        check_no_leak(STORE, leaky, [year])


def test_the_present_is_not_in_a_store_as_of_a_year():
    past = StoreAsOf(STORE, 1949)
    assert past.table("nmc_v7")["year"].max() == 1949
    assert past.table("mid5_ddyad_year")["year"].max() <= 1949
    assert 365 in past.table("states")["ccode"].to_list()  # asked about in 1950
    assert 365 not in StoreAsOf(STORE, 1948).table("states")["ccode"].to_list()
    undated = STORE.changed("notes", pl.DataFrame({"text": ["a"]}))
    with pytest.raises(LeakError, match="has no dates"):
        StoreAsOf(undated, 1949).table("notes")


def test_dates_are_checked_row_by_row():
    check_dates("a", np.array([1989, -1]), np.array([1989, 1989]))
    with pytest.raises(LeakError, match="1 values are dated after their origin, first row 1"):
        check_dates("a", np.array([1989, 1990]), np.array([1989, 1989]))
