"""How records of made-up documents stand to each other."""

from __future__ import annotations

from foedus.evidence.assembly import reading_of
from foedus.evidence.likeness import alike
from foedus.evidence.pages import page_of
from foedus.evidence.parts import Settings, part_of
from foedus.evidence.records import Dated, Reading, Relation


def reading(*texts: str, days: tuple[str, ...] = ()) -> Reading:
    pages = [
        page_of(
            text,
            doc=f"d{number}",
            published=Dated(days[number], "day", "given") if days else None,
        )
        for number, text in enumerate(texts)
    ]
    settings = Settings.of(None, None, None)
    return reading_of([part_of(page, settings) for page in pages])


def of_kind(found: Reading, kind: str, issue: str | None = None) -> list[Relation]:
    return [
        one
        for one in found.relations
        if one.relation == kind and (issue is None or one.issue == issue)
    ]


def test_one_happening_in_two_documents_is_joined() -> None:
    found = reading(
        "On 3 May 2018 Ghana attacked Togo.",
        "Togo was attacked by Ghana on 3 May 2018.",
    )
    (one,) = of_kind(found, "same_event")
    assert {found.events[0].id, found.events[1].id} == set(one.members)
    assert "GHA" in one.reason


def test_events_of_other_dates_or_places_stay_apart() -> None:
    found = reading(
        "On 3 May 2018 Ghana attacked Togo.",
        "On 3 June 2018 Ghana attacked Togo.",
        "On 3 May 2018 Chile attacked Peru.",
    )
    assert of_kind(found, "same_event") == []


def test_numbers_that_differ_contradict() -> None:
    found = reading(
        "On 3 May 2018 Ghana sent 2,500 soldiers to Togo.",
        "On 3 May 2018 Ghana sent 900 soldiers to Togo.",
    )
    (one,) = of_kind(found, "contradict", "number")
    assert "2500 against 900 soldiers" in one.reason or "900 against 2500" in one.reason


def test_numbers_that_are_near_are_a_tension() -> None:
    found = reading(
        "On 3 May 2018 Ghana sent 2,500 soldiers to Togo.",
        "On 3 May 2018 Ghana sent 2,400 soldiers to Togo.",
    )
    assert len(of_kind(found, "tension", "number")) == 1


def test_an_exercise_of_one_name_in_two_places_contradicts() -> None:
    found = reading(
        "The exercise “North Wind-2018” was held in Norway.",
        "The exercise “North Wind-2018” was held in Sweden.",
    )
    (one,) = of_kind(found, "contradict", "place")
    assert "NOR" in one.reason
    assert "SWE" in one.reason


def test_one_anniversary_of_the_same_pact_with_two_numbers_contradicts() -> None:
    found = reading(
        "They marked the 20th anniversary of the signing of the pact.",
        "They marked the 30th anniversary of the signing of the pact.",
    )
    (one,) = of_kind(found, "contradict", "number")
    assert "20 against 30" in one.reason or "30 against 20" in one.reason


def test_one_report_says_it_happened_and_another_denies_it() -> None:
    found = reading(
        "On 3 May 2018 Ghana attacked Togo.",
        "On 3 May 2018 Ghana did not attack Togo.",
    )
    assert len(of_kind(found, "contradict", "status")) == 1


def test_a_false_claim_of_membership_contradicts_the_list() -> None:
    found = reading("Georgia is a member of the CSTO.", days=("2015-06-01",))
    (one,) = of_kind(found, "contradict", "membership")
    assert one.members == (found.membership_claims[0].id,)
    assert "left on 1999-04-20" in one.reason


def test_like_words_of_one_speaker_are_one_statement() -> None:
    found = reading(
        "Norwegian Foreign Minister Kari Dahl said that the northern ports need new icebreakers.",
        "Foreign Minister Kari Dahl of Norway said the northern ports need bigger icebreakers.",
    )
    (one,) = of_kind(found, "same_statement")
    assert "icebreakers" in one.reason


def test_praise_and_blame_of_the_organisation_contradict() -> None:
    found = reading(
        "Norwegian Foreign Minister Kari Dahl said that the CSTO is a strong alliance.",
        "Chilean President Pablo Rojas said that the CSTO is a weak alliance.",
    )
    (one,) = of_kind(found, "contradict", "value_of_organisation")
    assert len(one.members) == 2


def test_an_end_on_a_condition_and_lasting_are_a_tension() -> None:
    found = reading(
        "If the talks fail, the CSTO will dissolve.",
        "The CSTO will remain.",
    )
    assert len(of_kind(found, "tension", "survival")) == 1


def test_reading_twice_gives_the_same_relations() -> None:
    texts = ("On 3 May 2018 Ghana attacked Togo.", "Togo was attacked by Ghana on 3 May 2018.")
    assert reading(*texts).relations == reading(*texts).relations


def test_likeness_needs_three_words_in_common() -> None:
    assert alike("the ports need ships", "the ports need ice") == (0.0, [])
    score, _ = alike("northern ports need icebreakers", "northern ports need icebreakers")
    assert score == 1.0
