"""PLOVER types of single sentences, made up here; types from the ontology's manual."""

from __future__ import annotations

import pytest

from foedus.evidence.events import code_sentence
from foedus.evidence.language import english
from foedus.evidence.lexicon import TYPES, event_words, idioms, word_classes

SENTENCES = [
    ("AGREE", "Norway promised to send two ships to the Baltic."),
    ("AGREE", "Chile will give Peru a loan of ten million dollars."),
    ("AGREE", "The ministers of Ghana and Togo signed a fishing treaty."),
    ("CONSULT", "The foreign minister of Portugal visited Brazil on Tuesday."),
    ("CONSULT", "Envoys of both sides held talks in Geneva."),
    ("SUPPORT", "Canada recognized the new government of Chad."),
    ("COOPERATE", "Spanish and French frigates began joint manoeuvres in the Atlantic."),
    ("CONCEDE", "The government of Mali lifted the curfew in the capital."),
    ("AID", "Sweden delivered food to Sudan."),
    ("RETREAT", "Ethiopia withdrew its troops from Somalia."),
    ("RETREAT", "The prime minister of Malta resigned on Sunday."),
    ("REQUEST", "Bolivia demanded that Chile open the port."),
    ("REQUEST", "The mayor said the army must leave the village."),
    ("ACCUSE", "Kenya accused Somalia of shelling a village."),
    ("ACCUSE", "Prosecutors launched an investigation into the killings."),
    ("REJECT", "Hungary refused to sign the accord."),
    ("REJECT", "The rebels rejected the peace plan."),
    ("THREATEN", "Turkey threatened to close the strait."),
    ("THREATEN", "The union said it would boycott the election."),
    ("PROTEST", "Thousands of farmers marched in Warsaw."),
    ("SANCTION", "Denmark expelled two diplomats."),
    ("SANCTION", "Australia imposed sanctions on Fiji."),
    ("MOBILIZE", "Finland deployed two battalions along the border."),
    ("COERCE", "Police arrested forty students."),
    ("ASSAULT", "Gunmen attacked a convoy near the lake."),
    ("ASSAULT", "Two divisions captured the town."),
]


@pytest.mark.parametrize(("plover", "text"), SENTENCES)
def test_the_main_clause_gives_the_type(plover: str, text: str) -> None:
    found = code_sentence(english()(text))
    assert [one.plover for one in found][:1] == [plover]


@pytest.mark.parametrize(
    "text",
    [
        "The book sold well in Oslo.",
        "Critics spoke of a war of words.",
        "A spokesman declined to comment.",
        "There is a conflict of interest.",
        "The Conference of Mayors has a new website.",
    ],
)
def test_figures_of_speech_and_names_tell_of_no_event(text: str) -> None:
    assert code_sentence(english()(text)) == []


def test_what_is_promised_demanded_or_refused_is_no_event_of_its_own() -> None:
    found = code_sentence(english()("Norway refused to send troops to Mali."))
    assert [one.plover for one in found] == ["REJECT"]


def test_a_deed_of_its_own_in_the_object_is_one_more_event() -> None:
    found = code_sentence(english()("The army quelled the riots in Lima."))
    assert {one.plover for one in found} == {"COERCE", "PROTEST"}


def test_every_type_of_the_ontology_has_words() -> None:
    told = {entry.plover for entries in event_words().values() for entry in entries}
    assert told == set(TYPES)


def test_every_class_that_an_entry_asks_for_is_known() -> None:
    from foedus.evidence.fillers import TESTS

    asked = {
        filler[1:]
        for entries in event_words().values()
        for entry in entries
        for need in entry.needs
        for filler in need.any_of
        if filler.startswith("@")
    }
    assert asked <= set(word_classes()) | set(TESTS)
    assert idioms()
