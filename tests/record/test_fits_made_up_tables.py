"""Panels and samples on small made-up tables, counted by hand."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from foedus.record.fits import exits, honouring, leaders, outcomes


class Made:
    """A store of made-up tables."""

    def __init__(self, **tables: pl.DataFrame) -> None:
        self.tables = tables

    def table(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def has(self, name: str) -> bool:
        return name in self.tables

    def digest(self, name: str) -> str:
        return "0" * 64


# Exits --------------------------------------------------------------------------------------


def alliances(**rows: Any) -> pl.DataFrame:
    base = {"atopid": [1, 2], "begyr": [1950, 1960], "endyr": [0, 1965], "milinst": [1, 0]}
    base |= {"bilat": [0, 0], "defense": [1, 1], "organ1": [3, 0]}
    return pl.DataFrame(base | rows)


def member(pact: int, state: int, entered: int, left: int, mode: int, **other: int) -> dict:
    row = {"atopid": pact, "member": state, "yrent": entered, "yrexit": left, "termmode": mode}
    return row | {"bilat": 0, "defense": 1} | other


def test_a_member_is_at_risk_from_the_year_after_it_came_and_leaves_once() -> None:
    members = pl.DataFrame(
        [
            member(1, 10, 1950, 1953, 2),  # phase one ends by agreement …
            member(1, 10, 1953, 1955, 3),  # … and phase two by denouncing
            member(1, 11, 1950, 0, 0),
            member(1, 12, 1950, 0, 0),
        ]
    )
    found = exits.member_years(members, alliances())
    own = found.filter(pl.col("member") == 10)
    assert own["year"].to_list() == [1951, 1952, 1953, 1954, 1955]
    assert own["exit"].to_list() == [0, 0, 0, 0, 1]
    assert found.filter(pl.col("member") == 11)["year"].max() == exits.LAST_YEAR


def test_the_end_of_a_pact_is_no_exit_and_neither_is_its_break_up() -> None:
    members = pl.DataFrame(
        [
            member(2, 10, 1960, 1965, 3),  # the pact ends in that year
            member(1, 10, 1950, 1960, 3),  # half of the members leave at once
            member(1, 11, 1950, 1960, 3),
            member(1, 12, 1950, 0, 0),
            member(1, 13, 1950, 0, 0),
            member(1, 14, 1950, 1970, 1, defense=0),  # not a defence pact for this member
            member(1, 15, 1950, 1952, 4),  # its state ceased to exist
        ]
    )
    assert exits.member_years(members, alliances())["exit"].sum() == 0


def test_what_is_known_of_a_year_is_used_in_the_next() -> None:
    members = pl.DataFrame([member(1, 10, 1950, 0, 0), member(1, 11, 1950, 0, 0)])
    known = pl.DataFrame(
        {
            "atopid": [1] * 3,
            "member": [10] * 3,
            "year": [1951, 1952, 1953],
            "ln_members": [0.7, 0.7, 0.7],
            "cap_change": [0.1, 0.2, 9.0],
            "polity_change_since": [0.0, 10.0, 0.0],
            "major": [0, 0, 1],
            "ally_major": [0, 0, 0],
        }
    )
    panel = exits.with_predictors(
        exits.member_years(members, alliances()), known, ["atopid", "member"]
    ).filter(pl.col("member") == 10)
    by = {row["year"]: row for row in panel.iter_rows(named=True)}
    assert by[1953]["capability_change"] == pytest.approx(0.2)
    assert by[1953]["regime_change"] == pytest.approx(0.5)
    assert by[1953]["major_power"] == 0
    assert by[1953]["log_age"] == pytest.approx(np.log(3))


def test_survival_is_the_product_limit() -> None:
    pacts = pl.DataFrame(
        {
            "atopid": range(5),
            "begyr": [1950, 1950, 1950, 1950, 2014],
            "endyr": [1952, 1955, 1955, 0, 0],
            "bilat": [0] * 5,
            "defense": [1] * 5,
        }
    )
    curve = exits.survival(pacts)
    # The pact of 2014 is at risk for two years. 5 at risk at age 2, then 3 at age 5.
    assert exits.surviving(curve, 1) == 1.0
    assert exits.surviving(curve, 2) == pytest.approx(4 / 5)
    assert exits.surviving(curve, 60) == pytest.approx(4 / 5 * 1 / 3)


# Honouring ----------------------------------------------------------------------------------


def test_a_call_is_late_by_the_later_of_war_and_alliance() -> None:
    frame = pl.DataFrame(
        {
            "warid": [1, 2, 3, 4],
            "atopid": [1.0, 2.0, 1.0, 1.0],
            "warname": ["WorldWarII", "WorldWarII", "Sinai1956", "Crimean1853-1856"],
            "honorllm": [1, None, None, None],
            "violatellm": [None, 1, 1, None],
            "multilateral": [0, 1, 0, 0],
            "offense": [0.0] * 4,
            "neutral": [0.0] * 4,
        },
        schema_overrides={"honorllm": pl.Int32, "violatellm": pl.Int32},
    )
    pacts = pl.DataFrame({"atopid": [1, 2], "begyr": [1939, 1945]})
    found = honouring.berkemeier_fuhrmann(frame, pacts, "honorllm", "violatellm")
    assert found["honoured"].to_list() == [1.0, 0.0, 0.0]  # the uncoded row is left out
    assert found["year"].to_list() == [1939, 1945, 1956]
    assert found["post_1945"].to_list() == [0.0, 1.0, 1.0]


# Outcomes -----------------------------------------------------------------------------------


def dispute_tables() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    table = pl.DataFrame(
        {
            "dispnum": [1, 2, 3, 4],
            "styear": [1951] * 4,
            "outcome": [4, 3, 6, 8],  # B yields, A yields, compromise, unclear
            "numa": [1] * 4,
            "numb": [1] * 4,
            "fatality": [0] * 4,
        }
    )
    sides = pl.DataFrame(
        {"dispnum": [1, 1, 2, 2, 3, 3, 4, 4], "ccode": [2, 20] * 4, "sidea": [1, 0] * 4}
    )
    power = pl.DataFrame(
        {"ccode": [2, 2, 20, 20], "year": [1950, 1951, 1950, 1951], "cinc": [0.2, 0.9, 0.1, 0.9]}
    )
    return table, sides, power


def test_side_a_acted_first_and_power_is_that_of_the_year_before() -> None:
    found = outcomes.disputes(*dispute_tables())
    assert found.unit.tolist() == ["1", "2", "3"]
    assert found.outcome.tolist() == [outcomes.WINS, outcomes.LOSES, outcomes.DRAW]
    assert found.log_ratio == pytest.approx(np.log(2.0))
    assert set(found.cluster) == {"2-20"}


def test_a_war_is_told_from_the_initiators_side_without_those_who_came_later() -> None:
    rows = {
        "warnum": [7, 7, 7],
        "ccode": [2, 20, 30],
        "side": [2, 1, 1],
        "initiator": [1, 2, 2],
        "outcome": [2, 1, 1],
        "startyear1": [1951, 1951, 1952],
        "startmonth1": [3, 3, 3],
        "startday1": [1, 1, 1],
    }
    power = pl.DataFrame({"ccode": [2, 20, 30], "year": [1950] * 3, "cinc": [0.2, 0.1, 0.4]})
    found = outcomes.wars(pl.DataFrame(rows), power)
    assert found.outcome.tolist() == [outcomes.LOSES]
    assert found.log_ratio[0] == pytest.approx(np.log(2.0))
    both = outcomes.wars(pl.DataFrame(rows), power, joiners=True)
    assert both.log_ratio[0] == pytest.approx(np.log(0.2 / 0.5))


# Leaders ------------------------------------------------------------------------------------


def leader_store(*, late_news: bool = False) -> Made:
    years = list(range(1946, 2015))
    n = len(years)
    growth = np.linspace(7.0, 9.0, n)
    democracy = np.linspace(0.2, 0.6, n)
    if late_news:  # everything that becomes known from 1980 on is another
        growth = np.where(np.array(years) >= 1980, growth + 1.0, growth)
        democracy = np.where(np.array(years) >= 1980, 0.9, democracy)

    def moment(year: int) -> datetime.datetime:
        return datetime.datetime(year, 7, 1)

    ends = [1955, 1970, 1984 if late_news else 1990, 2012]
    return Made(
        state_year_panel=pl.DataFrame({"gwcode": [5] * n, "ccode": [5] * n, "year": years}),
        leaders_archigos=pl.DataFrame(
            {
                "gwcode": [5] * 4,
                "startdate": [moment(y) for y in (1940, 1955, 1970, ends[2])],
                "enddate": [moment(y) for y in ends],
                "exit": ["Irregular", "Regular", "Irregular", "Irregular"],
            }
        ),
        ucdp_prio_acd=pl.DataFrame(
            {
                "gwno_a": [5] * 4,
                "conflict_id": [1] * 4,
                "year": [1960, 1964, 1970, 1981 if late_news else 1999],
                "type_of_conflict": ["intrastate", "II", "intrastate", "intrastate"],
            }
        ),
        democracy=pl.DataFrame({"ccode": [5] * n, "year": years, "v2x_polyarchy": democracy}),
        gdp_pop_hist=pl.DataFrame(
            {
                "ccode": [5] * n,
                "year": years,
                "mrgdppc": np.exp(growth),
                "pwtpop": np.full(n, 4.0),
            }
        ),
    )


def test_a_conflict_begins_again_after_more_than_five_years() -> None:
    found = leaders.conflict_years(leader_store().table("ucdp_prio_acd"))
    assert found.filter("onset")["year"].to_list() == [1960, 1970, 1999]


@pytest.mark.parametrize("event", ["turnover", "conflict"])
def test_no_predictor_knows_what_happened_after_its_origin(event: str) -> None:
    names = list(leaders.predictors(6))
    before = leaders.state_years(leader_store(), event)
    after = leaders.state_years(leader_store(late_news=True), event)
    early = pl.col("year") <= 1980  # the origin of 1980 is the last day of 1979
    assert before.filter(early).select(names).equals(after.filter(early).select(names))
    assert not before.filter(~early).select(names).equals(after.filter(~early).select(names))


def test_a_leak_that_is_planted_would_be_seen() -> None:
    """The check above notices a predictor of the year itself."""
    before, after = leader_store(), leader_store(late_news=True)
    leaked = [
        leaders.state_years(store, "conflict").join(
            store.table("democracy").select("year", leak="v2x_polyarchy"), on="year"
        )
        for store in (before, after)
    ]
    early = pl.col("year") <= 1980
    assert not leaked[0].filter(early)["leak"].equals(leaked[1].filter(early)["leak"])


def test_history_counts_from_the_last_event_and_fades() -> None:
    panel = leaders.state_years(leader_store(), "turnover")
    by = {row["year"]: row for row in panel.iter_rows(named=True)}
    assert by[1955]["event"] == 1
    assert by[1955]["log_quiet"] == pytest.approx(np.log1p(9))  # in the system since 1946
    assert by[1960]["log_quiet"] == pytest.approx(np.log1p(5))
    assert by[1965]["past_events"] == pytest.approx(0.5)  # half-life of ten years
    assert by[1960]["log_tenure"] == pytest.approx(np.log1p(1644 / 365.25))  # 4 years, 183 days
    assert by[1971]["conflict_before"] == 1.0
    assert by[1970]["conflict_before"] == 0.0
