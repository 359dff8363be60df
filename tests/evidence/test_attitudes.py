"""Stances, attitudes and passives of made-up sentences, and what kind of speech words are."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.pages import text_page
from foedus.evidence.records import Statement
from foedus.evidence.statements import propose_statements
from foedus.evidence.tables import cue_adjectives, cue_nouns, cues, light_verbs

HEAD = "Notes of the day\n\nNorwegian President Ola Brandt met Swedish envoy Erik Lindgren.\n\n"


def read(text: str) -> list[Statement]:
    page = text_page(HEAD + text)
    return propose_statements(page, Cast.of([page]))


def told(text: str) -> list[tuple[str | None, str, str]]:
    return [
        (s.speaker or s.speaker_label, " | ".join(p.text for p in s.content_spans), s.kind)
        for s in read(text)
    ]


BRANDT, LINDGREN = "P.brandt", "P.lindgren"

SIDES = [
    # for and against
    ("Brandt backs a wider role for the council.", BRANDT, "a wider role for the council"),
    ("Lindgren opposes sending troops to the islands.", LINDGREN, "sending troops to the islands"),
    ("Brandt favours an early end to the talks.", BRANDT, "an early end to the talks"),
    ("Lindgren embraced the plan of the two states.", LINDGREN, "the plan of the two states"),
    ("Brandt voted against the new fishing law.", BRANDT, "the new fishing law"),
    # praise and blame
    ("Lindgren denounced the raid on the harbour.", LINDGREN, "the raid on the harbour"),
    (
        "Brandt castigated the envoys for their long silence.",
        *(BRANDT, "the envoys for their long silence"),
    ),
    ("Lindgren lauded the patience of the islanders.", LINDGREN, "the patience of the islanders"),
    # opinion and name
    (
        "Brandt sees the pact as a shield of the weak.",
        *(BRANDT, "the pact as a shield of the weak"),
    ),
    ("Lindgren surmised that the fleet had left.", LINDGREN, "the fleet had left"),
    # will
    ("Brandt wants the council to meet in Bergen.", BRANDT, "the council to meet in Bergen"),
    ("Lindgren intends to visit the islands in May.", LINDGREN, "to visit the islands in May"),
    ("Brandt offered to mediate between the states.", BRANDT, "to mediate between the states"),
    # manner of speaking
    (
        "The pact, Brandt intoned, would outlive them all.",
        BRANDT,
        "The pact | would outlive them all",
    ),
    # adjectives
    ("Brandt is critical of the new border rules.", BRANDT, "the new border rules"),
    ("Brandt is opposed to a longer mandate.", BRANDT, "a longer mandate"),
    ("Lindgren is afraid that the fleet will leave.", LINDGREN, "the fleet will leave"),
    ("Brandt is willing to sign the final text.", BRANDT, "to sign the final text"),
    # nouns
    (
        "Brandt's refusal to sign the final text angered many.",
        *(BRANDT, "to sign the final text"),
    ),
    (
        "Lindgren's claim that the pact was dead was met with silence.",
        LINDGREN,
        "the pact was dead",
    ),
    ("Norwegian demands for a larger fleet were heard again.", "NOR", "a larger fleet"),
    ("Brandt is a staunch opponent of the northern treaty.", BRANDT, "the northern treaty"),
    ("Brandt came to the conclusion that the pact was dead.", BRANDT, "the pact was dead"),
    ("Brandt has doubts about the worth of the pact.", BRANDT, "the worth of the pact"),
    ("Brandt reiterated his call for an end to the talks.", BRANDT, "an end to the talks"),
    # passives
    ("The draft was rejected by Lindgren.", LINDGREN, "The draft"),
    (
        "The pact was described by Brandt as a lame horse.",
        *(BRANDT, "The pact | as a lame horse"),
    ),
    ("The pact is expected to end in the autumn.", None, "The pact | to end in the autumn"),
    ("It is feared that the pact will end soon.", None, "the pact will end soon"),
    ("The envoys were accused of hiding a draft.", None, "The envoys | of hiding a draft"),
    # hearsay and evidence
    (
        "Lindgren reportedly left the talks in the night.",
        None,
        "Lindgren | left the talks in the night",
    ),
    ("A poll shows strong support for the pact.", "A poll", "strong support for the pact"),
    # a text speaks for those who adopted it
    (
        "The envoys adopted a declaration which urged the states to keep the pact.",
        *("The envoys", "to keep the pact"),
    ),
    # when and where it was said is no part of what was said
    ("Brandt said on Monday the talks had failed.", BRANDT, "the talks had failed"),
    ("Brandt said in an interview the talks had failed.", BRANDT, "the talks had failed"),
    (
        "Brandt said on “Good Morning Bergen” that the talks had failed.",
        *(BRANDT, "the talks had failed"),
    ),
    # the writer's own relative clause is cut
    (
        "Brandt rejected the draft of the envoys, who had worked on it for weeks.",
        *(BRANDT, "the draft of the envoys"),
    ),
    # a quotation that goes on
    (
        "“This is the end,” Lindgren concluded, “of a long road.”",
        *(LINDGREN, "“This is the end,” | “of a long road.”"),
    ),
    (
        "Brandt added that the talks must not fail. Nobody else will hold them.“",
        *(BRANDT, "the talks must not fail | Nobody else will hold them.“"),
    ),
    (
        "«Four meetings, four texts, — Brandt told us. — Without money the pact stays paper».",
        *(BRANDT, "«Four meetings, four texts | Without money the pact stays paper»"),
    ),
    # a colon after a name, a noun of speech, an adjective
    (
        "Brandt's last words to the press: “We will pay our share.”",
        *(BRANDT, "“We will pay our share.”"),
    ),
    (
        "Brandt on arrival: Not a single boat has been lost.",
        BRANDT,
        "Not a single boat has been lost.",
    ),
    ("Lindgren is convinced: the pact will hold.", LINDGREN, "the pact will hold"),
    # a name given in quotation marks, with what it is given to
    ("Brandt called the text “modest but overdue.”", BRANDT, "the text “modest but overdue.”"),
    # a sentence that the grammar of the model misreads
    (
        "As the press service of the Norwegian Navy reports, the ships have left Bergen.",
        *("the press service of the Norwegian Navy", "the ships have left Bergen"),
    ),
    ("Western media claim that the pact has failed.", "Western media", "the pact has failed"),
    (
        "Lindgren admitted at the time that the draft had been lost.",
        *(LINDGREN, "the draft had been lost"),
    ),
]


@pytest.mark.parametrize(("text", "speaker", "content"), SIDES, ids=[s[0][:45] for s in SIDES])
def test_stances_and_attitudes_have_their_holder_and_their_words(
    text: str, speaker: str | None, content: str
):
    assert [(who, words) for who, words, _kind in told(text)] == [(speaker, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Finland supplied the pact with lorries and supports the members with arms.",
        "Brandt could back the plan of the envoys.",
        "The envoys met in Bergen without endorsing the plan of the two states.",
        "Sweden recalled its envoy from Oslo in the spring.",
        "The fleet called off the drill on Monday.",
        "Brandt has not agreed to host the talks.",
        "The road was seen by many.",
        "Boats cost little compared with trucks.",
        "The road to Bergen was closed in the night.",
    ],
)
def test_deeds_and_mere_chances_are_no_stances(text: str):
    assert told(text) == []


def test_an_attitude_inside_a_statement_is_part_of_it():
    assert told("Brandt said that the envoys backed the plan of the two states.") == [
        (BRANDT, "the envoys backed the plan of the two states", "assertion")
    ]


def test_what_goes_on_after_a_comma_is_said_by_the_same_speaker():
    found = told(
        "Brandt acknowledged that Lindgren had dropped his demand, and promised that the talks "
        "would go on."
    )
    assert [(who, words) for who, words, _ in found] == [
        (BRANDT, "Lindgren had dropped his demand"),
        (BRANDT, "the talks would go on"),
    ]


def test_a_quote_that_ended_is_not_said_again_by_whom_the_next_sentence_names():
    found = told("Lindgren called the pact “a paper wall”. Brandt said talks could resume soon.")
    assert [(who, words) for who, words, _ in found] == [
        (LINDGREN, "the pact “a paper wall”"),
        (BRANDT, "talks could resume soon"),
    ]


def test_a_headline_names_its_speaker_after_a_dash():
    page = text_page(
        "Pact will not send ships to the strait - secretary general\n\n"
        "TALLINN. 5 May. AGENCY - The pact has no ships to send, Erik Lindgren said.\n"
    )
    found = propose_statements(page, Cast.of([page]))
    assert [" | ".join(p.text for p in s.content_spans) for s in found] == [
        "Pact will not send ships to the strait",
        "The pact has no ships to send",
    ]


def test_a_colon_without_a_cue_is_not_the_speaker_before():
    found = told(
        "“Nobody pays,” says Erik Lindgren. Brandt puts it bluntly: “A promise is a greeting card.”"
    )
    assert [who for who, _words, _kind in found] == [LINDGREN, BRANDT]


def test_who_lives_somewhere_speaks_and_not_the_town():
    found = told("The plan was criticised by officials in Oslo, who say it ignores the islands.")
    assert [who for who, _words, _kind in found] == ["officials in Oslo", "officials in Oslo"]


def test_a_name_between_commas_tells_who_is_described():
    found = told("The envoy of the northern states, Erik Lindgren, said that the pact would hold.")
    assert [who for who, _words, _kind in found] == [LINDGREN]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph():
    (one,) = read(
        "Brandt said: “The pact has held for years. It has cost us little.\n\n"
        "“It will hold for many years to come, and it will cost us less.”"
    )
    assert one.speaker == BRANDT
    assert len(one.content_spans) == 2


def test_a_line_of_a_transcript_is_spoken_by_whom_it_names():
    ((who, words, _kind),) = told("BRANDT: Well, the pact holds.")
    assert who in (BRANDT, "BRANDT")
    assert words == "Well, the pact holds."


KINDS = [
    ("Brandt called the pact a great success.", "praise"),
    ("Brandt called the pact a complete failure.", "criticism"),
    ("Brandt called the pact a northern affair.", "characterisation"),
    ("“We will send help to the islands,” Brandt said.", "promise"),
    ("Brandt said that Sweden was provoking the islands.", "accusation"),
    ("Brandt said any attack would bring a response.", "threat"),
    ("Brandt is convinced that the pact will hold.", "prediction"),
    ("Brandt said the pact could end if nobody paid.", "prediction"),
    ("Brandt said there was a lack of trust.", "criticism"),
    ("Brandt mentioned the importance of a common border watch.", "call"),
    ("Brandt would like to see a longer pact.", "wish"),
    ("Brandt said the pact had been signed in Bergen.", "assertion"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_speech_follows_from_cue_words_and_mood(text: str, kind: str):
    assert [one.kind for one in read(text)] == [kind]


def test_an_unnamed_official_is_nobody_named_before():
    found = told(
        "Brandt said that the pact would hold. The Danish foreign minister criticised the "
        "council for its silence. The minister noted that nobody had paid. She added that "
        "nobody would."
    )
    assert [who for who, _words, _kind in found] == [
        BRANDT,
        "The Danish foreign minister",
        "The minister",
        "She",
    ]


def test_every_cue_has_a_class_and_every_light_verb_knows_its_nouns():
    assert all(cue.group and cue.frames for cue in cues().values())
    assert all(one.group for one in (*cue_nouns().values(), *cue_adjectives().values()))
    groups = {"@" + one.group for one in cue_nouns().values()}
    for nouns in light_verbs().values():
        assert {one for one in nouns if one.startswith("@")} <= groups


@pytest.mark.parametrize("name", ["cues.csv", "cue_nouns.csv", "cue_adjectives.csv"])
def test_no_word_stands_twice_in_a_table(name: str):
    text = (resources.files("foedus.evidence") / "tables" / name).read_text(encoding="utf-8")
    words = [row[0] for row in csv.reader(text.splitlines())]
    assert len(words) == len(set(words))
