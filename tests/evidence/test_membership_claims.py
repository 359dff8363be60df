"""Claims of membership against the dated list of the library."""

from __future__ import annotations

from foedus.evidence.cast import Cast
from foedus.evidence.membership import propose_membership
from foedus.evidence.pages import text_page
from foedus.evidence.records import Dated, MembershipClaim


def claims(text: str, day: str | None = "2015-06-01") -> list[MembershipClaim]:
    published = Dated(day, "day", "given") if day else None
    page = text_page(text, published=published)
    return propose_membership(page, Cast.of([page]))


def test_a_true_list_is_not_flagged() -> None:
    (one,) = claims("The CSTO includes Armenia, Belarus and Kyrgyzstan.")
    assert (one.organisation, one.wrong) == ("O.csto", ())
    assert one.members == ("ARM", "BLR", "KGZ")


def test_a_state_that_never_joined_is_flagged() -> None:
    (one,) = claims("Norway is a member of the CSTO.")
    assert one.wrong == ("NOR",)
    assert "never a member" in one.reason


def test_a_state_that_left_is_flagged_with_the_day() -> None:
    (one,) = claims("Georgia is a member of the CSTO.")
    assert one.wrong == ("GEO",)
    assert "left on 1999-04-20" in one.reason


def test_the_list_is_that_of_the_day_of_the_report() -> None:
    (one,) = claims("Georgia is a member of the CSTO.", day="1996-06-01")
    assert one.wrong == ()


def test_states_named_before_are_meant_by_a_number() -> None:
    told = claims(
        "Troops of Georgia and Kazakhstan met on the river. "
        "The two countries are members of the CSTO."
    )
    assert [(one.members, one.wrong) for one in told] == [(("GEO", "KAZ"), ("GEO",))]


def test_a_number_that_does_not_fit_means_nobody() -> None:
    told = claims(
        "Troops of Georgia and Kazakhstan met. The three countries are members of the CSTO."
    )
    assert told == []


def test_without_a_date_the_latest_date_of_the_page_counts() -> None:
    (one,) = claims("In 2011 things changed. Georgia is a member of the CSTO.", day=None)
    assert "2011-01-01, the latest date that the report mentions" in one.reason


def test_former_and_denied_members_are_no_claim() -> None:
    assert claims("Georgia was a member of the CSTO.") == []
    assert claims("Georgia is not a member of the CSTO.") == []
    assert claims("Georgia will be a member of the CSTO.") == []


def test_an_organisation_without_a_library_is_not_checked() -> None:
    (one,) = claims("Norway is a member of NATO.")
    assert (one.wrong, one.reason) == ((), "")
