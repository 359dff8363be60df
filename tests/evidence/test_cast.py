"""Who is named on a page: posts, states, descriptions, pronouns. All pages are made up."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page, text_page
from foedus.evidence.records import Person
from foedus.evidence.tables import Term


def cast_of(text: str, **given: object) -> tuple[Page, Cast]:
    page = text_page("Notes of the day\n\n" + text, **given)
    return page, Cast.of([page])


def only(cast: Cast, name: str) -> Person:
    return next(p for p in cast.people.values() if name in p.name_variants)


@pytest.mark.parametrize(
    ("text", "name", "role", "state"),
    [
        ("Norwegian President Ola Brandt spoke first.", "Ola Brandt", "President", "NOR"),
        ("The President of Norway Ola Brandt spoke first.", "Ola Brandt", "President", "NOR"),
        ("Ola Brandt, the prime minister of Norway, spoke.", "Ola Brandt", "prime minister", "NOR"),
        (
            "The chief of the Norwegian Defence Staff, Ola Brandt, spoke.",
            *("Ola Brandt", "chief of the Norwegian Defence Staff", "NOR"),
        ),
        ("Defence analyst Ola Brandt spoke to us.", "Ola Brandt", "Defence analyst", None),
        ("Ola Brandt was elected speaker of the Knesset.", "Ola Brandt", "speaker", "ISR"),
        (
            "They met Ola Brandt, a well-known historian.",
            "Ola Brandt",
            "well-known historian",
            None,
        ),
    ],
)
def test_posts_and_states_are_read_beside_a_name(
    text: str, name: str, role: str, state: str | None
):
    _page, cast = cast_of(text)
    person = only(cast, name)
    assert any(r.role.startswith(role) for r in person.roles), person.roles
    assert person.state == state


def test_a_list_gives_each_his_own_state():
    _page, cast = cast_of(
        "Ola Brandt, Erik Lindgren and Matti Korhonen, presidents of Norway, Sweden and Finland, "
        "came. So did the premiers of Denmark (Lars Holm) and Iceland (Jon Einarsson)."
    )
    found = {p.name: p.state for p in cast.people.values()}
    assert found == {
        "Ola Brandt": "NOR",
        "Erik Lindgren": "SWE",
        "Matti Korhonen": "FIN",
        "Lars Holm": "DNK",
        "Jon Einarsson": "ISL",
    }


def test_descriptions_and_pronouns_mean_the_person_before():
    page, cast = cast_of(
        "Norwegian President Ola Brandt met Swedish President Erik Lindgren in Oslo.\n\n"
        "The Swedish leader said little. He left early. The Norwegian leader stayed."
    )
    meant = {m.span.text: m.entity for m in cast.mentions(page) if m.form != "name"}
    assert meant["The Swedish leader"] == "P.lindgren"
    assert meant["He"] == "P.lindgren"
    assert meant["The Norwegian leader"] == "P.brandt"


def test_he_and_she_are_not_the_same_person():
    page, cast = cast_of(
        "Norwegian President Anna Brandt said that she was ready. He laughed, and she left."
    )
    he = [m for m in cast.mentions(page) if m.span.text == "He"]
    assert all(m.entity != "P.brandt" for m in he)


def test_our_president_is_that_of_the_speakers_state_on_the_day():
    terms = [Term("president", "Ola Brandt", "NOR", None, "2030-01-01", "2031-12-31", "memory")]
    text = (
        "Notes\n\nNorway is calm. Analyst Tim Rask spoke.\n\n"
        "“Our president has said all of it,” he said."
    )
    on = text_page(text)
    from foedus.evidence.pages import page_of, parse_page
    from foedus.evidence.records import Dated

    during = parse_page(page_of(text, doc="p", published=Dated("2031-05-01", "day", "given")))
    after = parse_page(page_of(text, doc="p", published=Dated("2033-05-01", "day", "given")))
    found = [m.entity for m in Cast.of([during], terms).mentions(during) if "Our" in m.span.text]
    assert found == ["P.brandt"]
    assert only(Cast.of([during], terms), "Tim Rask").unsure
    for page in (on, after):  # no day, or a day on which nobody is known to hold the office
        assert not [
            m for m in Cast.of([page], terms).mentions(page) if "Our" in m.span.text and m.entity
        ]


def test_two_of_a_surname_stay_apart_and_a_lone_surname_is_marked_unsure():
    _page, cast = cast_of(
        "President Sadyr Japarov met Prime Minister Akylbek Japarov. Later Japarov said that all "
        "was well."
    )
    assert {p.name for p in cast.people.values()} == {"Sadyr Japarov", "Akylbek Japarov"}
    assert any(p.unsure for p in cast.people.values())


def test_spellings_on_two_pages_are_one_person():
    first = text_page("One\n\nPresident Sadyr Zhaparov spoke in Osh.", doc="a")
    second = text_page("Two\n\nSadyr Japarov left for Osh. Japarov said so.", doc="b")
    cast = Cast.of([first, second])
    assert set(cast.people) == {"P.japarov"}
    assert {m.doc for m in cast.people["P.japarov"].mentions} == {"a", "b"}


def test_who_stands_only_in_a_teaser_is_marked_so():
    text = (
        "Talks end\n\nThe ministers left the hall. No text was signed.\n\n"
        "Flood kills crops Erik Lindgren is named head of party"
    )
    cast = Cast.of([text_page(text)])
    assert only(cast, "Erik Lindgren").in_boilerplate


def test_states_and_organisations_are_found_by_name_adjective_and_seat():
    page, cast = cast_of("Oslo told NATO that Swedish troops and Finland would stay.")
    assert {m.entity for m in cast.mentions(page)} >= {"NOR", "O.nato", "SWE", "FIN"}
    start = page.clean.index("NATO")
    assert cast.entity_at(page, start, start + 4) == "O.nato"


def test_every_mention_is_a_slice_of_the_page():
    page, cast = cast_of(
        "Norwegian President Ola Brandt & mdash; he said & nbsp; it & mdash; left."
    )
    for mention in cast.mentions(page):
        assert page.original[mention.span.start : mention.span.end] == mention.span.text
