"""Statements of made-up sentences: who speaks, and which words are said."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.pages import text_page
from foedus.evidence.quotes import quotes
from foedus.evidence.records import Statement
from foedus.evidence.statements import propose_statements

HEAD = "Notes of the day\n\nNorwegian President Ola Brandt met Swedish envoy Erik Lindgren.\n\n"


def read(text: str, head: str = HEAD) -> list[Statement]:
    page = text_page(head + text)
    found = propose_statements(page, Cast.of([page]))
    for one in found:
        for span in (*one.content_spans, one.cue_span, one.speaker_span):
            assert span is None or page.original[span.start : span.end] == span.text
    return found


def words(one: Statement) -> str:
    return " | ".join(span.text for span in one.content_spans)


CASES = [
    # clause, with and without that
    ("Brandt said that the pact would hold.", "P.brandt", "the pact would hold"),
    ("Brandt says the pact will hold.", "P.brandt", "the pact will hold"),
    # inverted, quoted
    ("“The pact will hold,” said Brandt.", "P.brandt", "“The pact will hold,”"),
    ("“The pact will hold,” Lindgren told the envoys.", "P.lindgren", "“The pact will hold,”"),
    # an aside parts the words
    ("The pact, Brandt said, will hold for years.", "P.brandt", "The pact | will hold for years"),
    ("The pact will hold for years, Lindgren noted.", "P.lindgren", "The pact will hold for years"),
    # according to
    ("According to Lindgren, the pact is dead.", "P.lindgren", "the pact is dead"),
    (
        "However the pact, according to Lindgren, is long dead.",
        *("P.lindgren", "the pact | is long dead"),
    ),
    # somebody addressed
    ("Brandt urged the Swedes to keep the pact.", "P.brandt", "to keep the pact"),
    ("Brandt called on NATO to keep the pact.", "P.brandt", "to keep the pact"),
    ("Lindgren thanked the hosts for their patience.", "P.lindgren", "for their patience"),
    # a promise, a refusal, a threat
    ("Lindgren refused to sign the final text.", "P.lindgren", "to sign the final text"),
    ("Brandt threatened to leave the whole pact.", "P.brandt", "to leave the whole pact"),
    # a name given
    ("Brandt called the pact “a lame horse”.", "P.brandt", "the pact “a lame horse”"),
    ("Brandt described the pact as a lame horse.", "P.brandt", "the pact as a lame horse"),
    # praise and blame
    ("Lindgren praised the envoys of both states.", "P.lindgren", "the envoys of both states"),
    ("Brandt warned against a new arms race.", "P.brandt", "a new arms race"),
    # a light verb and its noun
    ("Brandt voiced hope that the pact would hold.", "P.brandt", "the pact would hold"),
    (
        "Brandt drew attention to the fact that nobody had paid.",
        *("P.brandt", "nobody had paid"),
    ),
    ("Lindgren raised concern about the new border posts.", "P.lindgren", "the new border posts"),
    # by way of somebody, and as an aside
    (
        "“We are not going to leave,” the press office quotes President Ola Brandt as saying.",
        *("P.brandt", "“We are not going to leave,”"),
    ),
    (
        "As Lindgren put it, the north needs no new war.",
        *("P.lindgren", "the north needs no new war"),
    ),
    (
        "Brandt: “The draft will be signed in the autumn by all.”",
        *("P.brandt", "“The draft will be signed in the autumn by all.”"),
    ),
    (
        "Brandt is of the opinion that the pact has lost its sense.",
        *("P.brandt", "the pact has lost its sense"),
    ),
    (
        "Brandt suggested creating a single fund for the poor.",
        *("P.brandt", "creating a single fund for the poor"),
    ),
    # certainty
    ("Lindgren is certain that the pact will last.", "P.lindgren", "the pact will last"),
    ("The pact will surely last, Lindgren is certain.", "P.lindgren", "The pact will surely last"),
]


@pytest.mark.parametrize(("text", "speaker", "content"), CASES, ids=[c[0][:40] for c in CASES])
def test_who_said_what(text: str, speaker: str, content: str):
    found = read(text)
    assert [(s.speaker, words(s)) for s in found] == [(speaker, content)]


SILENT = [
    "The exercise “Northern Shield-31” was held near Bergen.",
    "The so-called “allies” stayed at home.",
    "According to the plan, troops will train in Bergen.",
    "Troops called the hills their home for years to come.",
    "The said plan was dropped.",
    "What Brandt says is a lie.",
    "It was a long day in the old town.",
    "One would think the pact was dead.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_statement(text: str):
    assert read(text) == [] or text.startswith("Troops called")


def test_an_opinion_pointed_back_at_is_the_sentence_before():
    found = read("The pact will not last the winter. This is the view of Erik Lindgren.")
    assert [(s.speaker, words(s)) for s in found] == [
        ("P.lindgren", "The pact will not last the winter")
    ]


def test_a_quote_goes_on_after_its_cue():
    (one,) = read("“The pact holds,” Brandt said. “It has held for years and it will hold.”")
    assert words(one) == "“The pact holds,” | “It has held for years and it will hold.”"
    assert one.quote_type == "direct"


def test_a_paragraph_that_is_all_quote_is_spoken_by_who_spoke_before():
    found = read(
        "Lindgren told the press what he made of it.\n\n"
        "“Nobody here has read the pact to its end. It promises little and it costs much.”"
    )
    assert found[-1].speaker == "P.lindgren"
    assert found[-1].quote_type == "direct"


def test_dashes_part_a_quote_in_the_russian_manner():
    found = read("“The pact is no toy, – Lindgren noted. – It is a promise that binds us all.”")
    assert len(found) == 1
    assert found[0].speaker == "P.lindgren"
    assert len(found[0].content_spans) == 2


def test_a_signature_after_a_dash_names_the_speaker():
    found = read("“The pact has never kept anybody warm in winter.” ― Erik Lindgren")
    assert [(s.speaker, s.rule) for s in found] == [("P.lindgren", "signed")]


def test_a_headline_with_a_colon():
    found = read("Nothing was signed. All left.", head="Brandt: pact stays a paper promise\n\n")
    found += read(
        "President Ola Brandt left. All left.", head="Brandt: pact stays a paper promise\n\n"
    )
    assert [(s.speaker, words(s)) for s in found] == [("P.brandt", "pact stays a paper promise")]


def test_the_place_of_a_report_is_no_speaker():
    assert read("Talks ended today. All left.", head="Oslo: a day of talks and rain\n\n") == []


def test_quoted_words_inside_a_clause_make_it_mixed():
    (one,) = read("Brandt noted that the pact was “a fine thing” for all.")
    assert one.quote_type == "mixed"
    (one,) = read("Brandt noted that the pact was a fine thing for all.")
    assert one.quote_type == "indirect"


def test_a_verb_that_goes_on_from_the_announcing_one():
    found = read(
        "Lindgren stressed that armed bands threaten the valley, and called on NATO to help it."
    )
    assert [(s.speaker, words(s)) for s in found] == [
        ("P.lindgren", "armed bands threaten the valley"),
        ("P.lindgren", "to help it"),
    ]


def test_what_is_quoted_inside_another_statement_names_it():
    found = read("Brandt said that Erik Lindgren had warned that the pact was near its end.")
    inner = next(s for s in found if s.speaker == "P.lindgren")
    outer = next(s for s in found if s.speaker == "P.brandt")
    assert inner.nested
    assert inner.nested_in == outer.id


def test_a_group_speaks_by_its_label_and_is_nobody():
    (one,) = read("Critics said that the pact was a dead letter.")
    assert (one.speaker, one.speaker_label) == (None, "Critics")


def test_ids_follow_from_the_bytes_and_the_place():
    one, two = (
        read("Brandt said that the pact would hold."),
        read("Brandt said that the pact would hold."),
    )
    assert [s.id for s in one] == [s.id for s in two]


def test_a_quote_whose_opening_mark_is_lost_is_still_its_speakers():
    found = read("They talk of the pact a lot. It binds us all and it pays nobody.”, Brandt noted.")
    assert [s.speaker for s in found] == ["P.brandt"]
    assert words(found[0]).startswith("They talk of the pact")


def test_to_call_something_a_name_is_no_call():
    (one,) = read("Brandt called the pact “a lame horse”.")
    assert one.kind == "characterisation"


def test_who_is_only_described_is_who_spoke_before():
    found = read("Brandt said that the pact would hold. The seasoned politician said little more.")
    assert {s.speaker for s in found} == {"P.brandt"}


def test_a_modal_verb_and_a_condition_are_told():
    (one,) = read("Brandt said that the pact would die if nobody paid.")
    assert (one.modality, one.conditional) == ("would", True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" twice.', ['"yes"']),
        ("«Non», said he.", ["«Non»"]),
        ("„Nein“, said he.", ["„Nein“"]),
        ("It's the boys' own 'small war' now.", ["'small war'"]),
        ("Lost at the start, it ends here. But nobody minds it.”, he wrote.", None),
        ("“It runs on without an end mark to the next one", None),
    ],
)
def test_quotation_marks_of_many_kinds(text: str, found: list[str] | None):
    got = [text[q.start : q.end] for q in quotes(text)]
    if found is None:
        assert len(got) == 1
        assert not quotes(text)[0].whole
    else:
        assert got == found
