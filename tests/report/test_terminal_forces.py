"""Forces on the terminal: what is known that day, unknown as unknown."""

from __future__ import annotations

import datetime

import pytest
from rich.console import Console

from foedus.organisation import load_organisation
from foedus.report.terminal_forces import force_tables


@pytest.fixture(scope="module")
def organisation():
    return load_organisation("csto")


def printed(tables):
    console = Console(width=110, record=True, file=None)
    with console.capture() as capture:
        for table in tables:
            console.print(table)
    return capture.get()


def test_only_what_was_known_that_day_is_shown(organisation):
    then = printed(force_tables(organisation, datetime.date(2021, 12, 31)))
    now = printed(force_tables(organisation, datetime.date(2022, 11, 30)))
    assert "peacekeeping in Kazakhstan" in now
    assert "peacekeeping in Kazakhstan" not in then
    (row,) = [line for line in then.splitlines() if "KAZ" in line and "peacekeeping bat" in line]
    assert row.split()[-3:] == ["500", "120", "document"]
    (row,) = [line for line in now.splitlines() if "KAZ" in line and "peacekeeping bat" in line]
    assert row.split()[-3:] == ["500", "15", "document"]


def test_what_is_not_known_is_a_dash_and_no_zero(organisation):
    told = printed(force_tables(organisation, datetime.date(2022, 11, 30)))
    (row,) = [line for line in told.splitlines() if "TJK" in line and "two battalions" in line]
    assert row.split()[-4:] == ["–", "1,000", "–", "judgement"]


def test_a_library_without_the_tables_shows_its_exercises_only(organisation):
    bare = organisation.model_copy(update={"units": (), "procedures": (), "plans": ()})
    (table,) = force_tables(bare, datetime.date(2022, 11, 30))
    assert table.row_count == len(organisation.exercises)
