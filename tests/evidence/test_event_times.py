"""Dates in words: each expected value was read off a calendar."""

from __future__ import annotations

import datetime

import pytest

from foedus.evidence.times import bounds, dates_in, overlap

FRIDAY = datetime.date(2019, 3, 15)


@pytest.mark.parametrize(
    ("text", "value", "precision", "origin"),
    [
        ("They met on 4 February 2018.", "2018-02-04", "day", "text"),
        ("They met on February 4th, 2018.", "2018-02-04", "day", "text"),
        ("Filed 2018-02-04 in Oslo.", "2018-02-04", "day", "text"),
        ("Filed 04.02.2018 in Oslo.", "2018-02-04", "day", "text"),
        ("They met in June 2017.", "2017-06", "month", "text"),
        ("They met in June.", "2018-06", "month", "inferred"),
        ("They met on 20 March.", "2018-03-20", "day", "inferred"),
        ("The fleet of 1998 was larger.", "1998", "year", "text"),
        ("In autumn 2014 they met.", "2014-09/2014-11", "period", "text"),
        ("They meet this autumn.", "2019-09/2019-11", "period", "inferred"),
        ("It was founded in the 1990s.", "1990/1999", "period", "text"),
        ("It began in early 2016.", "2016-01/2016-04", "period", "inferred"),
        ("Earlier this year they met.", "2019-01/2019-03", "period", "inferred"),
        ("A month ago they met.", "2019-02", "month", "inferred"),
        ("They met two weeks ago.", "2019-02-25/2019-03-03", "period", "inferred"),
        ("They met yesterday.", "2019-03-14", "day", "inferred"),
        ("They met on Monday.", "2019-03-11", "day", "inferred"),
        ("It marks the 25th anniversary of the pact.", "1994", "year", "inferred"),
    ],
)
def test_a_date_is_read_with_its_precision_and_where_it_came_from(
    text: str, value: str, precision: str, origin: str
) -> None:
    (found,) = dates_in(text, FRIDAY)
    assert (found.value, found.precision, found.origin) == (value, precision, origin)


def test_a_plan_lies_ahead_where_the_past_would_lie_behind() -> None:
    (past,) = dates_in("in June", FRIDAY)
    (ahead,) = dates_in("in June", FRIDAY, future=True)
    assert (past.value, ahead.value) == ("2018-06", "2019-06")


def test_without_the_day_of_the_report_a_relative_date_has_no_value() -> None:
    (found,) = dates_in("They met yesterday.")
    assert found.value is None
    assert found.origin == "unknown"


def test_the_verb_may_is_no_month() -> None:
    assert list(dates_in("They may sign it.", FRIDAY)) == []


def test_an_impossible_day_has_no_value() -> None:
    (found,) = dates_in("on 31 February 2018")
    assert found.value is None


def test_bounds_of_a_february_know_leap_years() -> None:
    assert bounds("2020-02") == (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))


def test_two_dates_overlap_when_one_day_can_be_both() -> None:
    assert overlap("2020", "2020-05-03")
    assert not overlap("2020-04", "2020-05-03")
