"""Who speaks where no verb of speech stands beside the name: interviews, sources, groups."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.pages import text_page
from foedus.evidence.records import Statement
from foedus.evidence.statements import propose_statements

HEAD = "Notes of the day\n\nNorwegian President Ola Brandt met Swedish envoy Erik Lindgren.\n\n"


def read(text: str, head: str = HEAD) -> list[Statement]:
    page = text_page(head + text)
    found = propose_statements(page, Cast.of([page]))
    assert len({one.id for one in found}) == len(found)
    for one in found:
        for span in (*one.content_spans, one.cue_span, one.speaker_span):
            assert span is None or page.original[span.start : span.end] == span.text
    return found


def pairs(found: list[Statement]) -> set[tuple[str | None, str]]:
    return {
        (one.speaker or one.speaker_label, " | ".join(span.text for span in one.content_spans))
        for one in found
    }


INTRODUCED = (
    "A talk about the fleet\n\nWe asked Ola Brandt, a retired admiral, what is left of it.\n\n"
)
FIRST = "Very little. The ships are old and the crews have gone home."
SECOND = "Not while I live. Nobody in Norway wants to pay for new ones."


@pytest.mark.parametrize(
    "turns",
    [
        ("What is left?", f"- {FIRST}", "Will it come back?", f"- {SECOND}"),
        ("– What is left?", f"– {FIRST}", "– Will it come back?", f"– {SECOND}"),
        ("Q: What is left?", f"A: {FIRST}", "Q: Will it come back?", f"A: {SECOND}"),
        ("What is left?", FIRST, "Will it come back?", SECOND),
        ("Mr Brandt, what is left?", f"— {FIRST}", "Some doubt that.", f"— {SECOND}", "Why?"),
    ],
)
def test_answers_of_an_interview_are_those_of_the_person_interviewed(turns: tuple[str, ...]):
    told = pairs(read("\n\n".join(turns), INTRODUCED))
    assert {("P.brandt", FIRST), ("P.brandt", SECOND)} <= told


def test_questions_of_a_report_make_no_interview():
    text = "Will it hold?\n\nThe pact is old.\n\nWho pays for it?\n\nThe ministers met on Friday."
    assert read(text) == []


def test_a_note_of_the_editor_is_no_answer():
    note = "(The ministry in Oslo did not reply to the same question on Friday.)"
    text = f"What is left?\n\n{FIRST}\n\n{note}\n\nWill it come back?\n\n{SECOND}"
    assert all(note not in words for _who, words in pairs(read(text, INTRODUCED)))


@pytest.mark.parametrize(
    "text",
    [
        "The fleet will sail in May, the daily Kystposten reported, citing Erik Lindgren.",
        "The fleet will sail in May, the agency said on Friday, quoting Erik Lindgren.",
        "The fleet will sail in May, the agency reported with reference to Erik Lindgren.",
    ],
)
def test_whom_a_report_cites_says_what_it_reports(text: str):
    found = [one for one in read(text) if one.rule == "citing"]
    assert pairs(found) == {("P.lindgren", "The fleet will sail in May")}
    assert len(read(text)) == 2


def test_a_cited_reason_is_nobody():
    text = "The fleet will not sail in May, the agency said, citing bad weather and empty tanks."
    assert all(one.rule != "citing" for one in read(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "“The pact will hold for years”, Lindgren was quoted as saying by a local daily.",
            ("P.lindgren", "“The pact will hold for years”"),
        ),
        (
            "The agency quoted Erik Lindgren as saying that the pact would hold.",
            ("P.lindgren", "the pact would hold"),
        ),
        (
            "Sweden said on Friday that the base would close. It added that the dates were secret.",
            ("SWE", "the dates were secret"),
        ),
        (
            "Two envoys said the base would close. They added that the dates were secret.",
            ("Two envoys", "the dates were secret"),
        ),
        (
            "In the view of Erik Lindgren, the pact is hollow. He expects that it will vanish.",
            ("P.lindgren", "it will vanish"),
        ),
        (
            "A band known as the Grey Foxes denied any part in the theft.",
            ("A band known as the Grey Foxes", "any part in the theft"),
        ),
    ],
)
def test_speakers_behind_reports_pronouns_and_descriptions(text: str, told: tuple[str, str]):
    assert told in pairs(read(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Brandt denied having seen the letter.", ("P.brandt", "having seen the letter")),
        ("Oslo mourned a theft which Brandt has condemned.", ("P.brandt", "a theft")),
        ("Sweden holds Norway responsible for the leak.", ("SWE", "Norway responsible")),
        ("Brandt evaluated the drill as useful.", ("P.brandt", "the drill as useful")),
        ("Brandt sees that the pact is only paper.", ("P.brandt", "the pact is only paper")),
        ("Brandt pleaded for calm.", ("P.brandt", "calm")),
        ("Brandt made clear that the base would close.", ("P.brandt", "the base would close")),
        (
            "Brandt reckons that the pact is doomed: nobody in Oslo will pay for it.",
            ("P.brandt", "the pact is doomed: nobody in Oslo will pay for it"),
        ),
        (
            "Brandt made the grant conditional on an early vote.",
            ("P.brandt", "an early vote"),
        ),
        (
            "Brandt rejected the charge — the envoy of Sweden called it a joke.",
            ("P.brandt", "the charge"),
        ),
        (
            "Brandt, he recalled, never signed; “the pen was broken that day,” Lindgren told me.",
            ("P.lindgren", "“the pen was broken that day,”"),
        ),
    ],
)
def test_words_that_hang_on_their_verb_in_other_ways(text: str, told: tuple[str, str]):
    who, words = told
    assert any(who == speaker and said.startswith(words) for speaker, said in pairs(read(text)))


def test_the_plain_verb_to_hold_says_nothing():
    assert read("The talks were held by the two ministers in Oslo on Friday.") == []
    assert read("Brandt holds the chair of the council this year.") == []


@pytest.mark.parametrize(
    "title",
    [
        "ANALYSIS: Why the pact of the north will not last",
        "Nato in Oslo: ministers sign a package for the fleet",
        "Norway fails to agree on the fleet: minister leaves the hall",
    ],
)
def test_labels_scenes_and_sentences_before_a_colon_do_not_speak(title: str):
    found = read("The ministers met on Friday.", f"{title}\n\n")
    assert all(one.rule != "headline" for one in found)


def test_a_headline_names_its_paper_and_whom_that_cites():
    title = "Norway will rejoin talks on the fleet - paper, citing minister\n\n"
    told = pairs(read("The ministers met on Friday.", title))
    what = "Norway will rejoin talks on the fleet"
    assert {("paper", what), ("minister", what)} <= told


@pytest.mark.parametrize(
    "text",
    [
        "The ministers made clear progress on the text.",
        "Norway made public the list of the dead.",
        "Brandt sees the doctor on Monday.",
        "Brandt requested anonymity on Friday.",
        "The plan, which Sweden funded, was dropped in May.",
        "The deal, signed in May, is worth a lot: it covers fish, oil and gas.",
        "One of the soldiers was wounded near the river.",
    ],
)
def test_deeds_that_look_like_speech_are_left_alone(text: str):
    assert read(text) == []
