"""Codes of states with dates, checked against pycountry and the published lists."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from foedus.organisation import load_organisation
from foedus.record.codes import of_ccode, of_gwcode, of_iso3, state_codes

DAY = datetime.date
TODAY = DAY(2022, 11, 30)
#: In use, but assigned by its users and not by ISO.
OUTSIDE_ISO = {"XKX"}


def test_every_iso_code_is_one_or_was_one() -> None:
    pycountry = pytest.importorskip("pycountry")
    now = {c.alpha_3 for c in pycountry.countries}
    once = {c.alpha_3 for c in pycountry.historic_countries}
    used = {c.iso3 for c in state_codes() if c.iso3}
    assert used - now - once == OUTSIDE_ISO
    living = {c.iso3 for c in state_codes() if c.holds(TODAY)}
    assert living - now == OUTSIDE_ISO


def test_names_agree_with_pycountry() -> None:
    """A spot check by hand-picked pairs would miss a shifted column; this takes them all."""
    pycountry = pytest.importorskip("pycountry")
    near = 0
    living = [c for c in state_codes() if c.holds(TODAY) and c.iso3 not in OUTSIDE_ISO]
    for found in living:
        official = pycountry.countries.get(alpha_3=found.iso3)
        names = {official.name, getattr(official, "common_name", ""), official.official_name
                 if hasattr(official, "official_name") else ""}  # fmt: skip
        near += any(found.name[:4].lower() in name.lower() for name in names)
    assert near / len(living) > 0.93  # the rest are names such as East Timor and Ivory Coast


@pytest.mark.parametrize("name", ["ccode", "gwcode", "iso3"])
@pytest.mark.parametrize("year", [1900, 1914, 1938, 1955, 1985, 1991, 2003, 2006, 2022])
def test_no_code_names_two_states_on_a_day(name: str, year: int) -> None:
    day = DAY(year, 7, 1)
    codes = [getattr(c, name) for c in state_codes() if c.holds(day)]
    twice = {code for code, n in Counter(codes).items() if n > 1 and code}
    assert twice <= ({"DEU"} if year == 1990 else set())


def test_successors_have_their_own_codes() -> None:
    assert of_ccode(365, DAY(1991, 12, 25)).iso3 == "SUN"
    assert of_ccode(365, DAY(1991, 12, 26)).iso3 == "RUS"
    assert of_ccode(345, DAY(1990, 1, 1)).iso3 == "YUG"
    assert of_ccode(345, DAY(2005, 1, 1)).iso3 == "SCG"
    assert of_ccode(345, DAY(2010, 1, 1)).gwcode == 340
    assert of_gwcode(260, DAY(2010, 1, 1)).ccode == 255
    assert of_iso3("ARM", DAY(1990, 1, 1)) is None
    assert of_iso3("ARM", DAY(1992, 1, 1)).ccode == 371


def test_every_member_of_the_library_has_codes() -> None:
    for member in load_organisation("csto").members:
        assert of_iso3(member.state, TODAY) is not None, member.state


@pytest.mark.shared
def test_codes_agree_with_the_published_state_years(shared: Path) -> None:
    panel = pl.read_parquet(shared / "data" / "state_year_panel.parquet")
    for ccode, gwcode, year in panel.select("ccode", "gwcode", "year").drop_nulls().rows():
        day = DAY(year, 12, 31)
        options = [
            c for c in state_codes()
            if c.ccode == ccode and c.start.year <= year <= c.end.year
        ]  # fmt: skip
        assert any(c.gwcode == gwcode for c in options), (ccode, gwcode, day)
