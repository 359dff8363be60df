"""What is doubted, how predictions hang together, words of chance, and what is no forecast."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from tests.evidence.foretold_in import predictions

from foedus.evidence.outlook import probability_words, range_of
from foedus.files import read_table

DOUBTS = {
    "doubts": ("Analysts doubt that the guild will survive.", "the guild will survive"),
    "doubts whether": ("He doubts whether the guild will survive.", "the guild will survive"),
    "few": ("Few bakers expect the guild to survive.", "the guild to survive"),
    "nobody": ("Nobody believes that the guild will survive.", "the guild will survive"),
    "not": ("He does not think that the guild will survive.", "the guild will survive"),
    "little danger": ("Fishermen see scant risk of floods.", "floods"),
    "slim": ("Its chances of revival are slim.", "revival"),
    "doubtful": ("It is doubtful that the guild will survive.", "the guild will survive"),
    "before": ("The mayor says the guild will survive. She doubts it.", "the guild will survive"),
}


@pytest.mark.parametrize(("text", "consequence"), DOUBTS.values(), ids=DOUBTS.keys())
def test_what_is_doubted_is_the_consequence_and_marked(text: str, consequence: str) -> None:
    one = predictions(text)[-1]
    assert one.consequence is not None
    assert consequence in one.consequence.text
    assert one.doubted


@pytest.mark.parametrize(
    "text",
    [
        "He does not doubt that the guild will survive.",
        "The guild is unlikely to survive.",
        "There is a remote chance that the guild will survive.",
    ],
)
def test_a_chance_with_a_number_and_a_double_no_are_not_marked_as_doubted(text: str) -> None:
    (one,) = predictions(text)
    assert not one.doubted


@pytest.mark.parametrize(
    ("text", "failing"),
    [
        ("The port must be dredged. Otherwise the ferries will run aground.", True),
        ("The harbour must be dredged or the ferries will run aground.", True),
        ("The miners threaten a strike. In that case the port will close.", False),
        ("The guild will split unless the dues fall.", False),
    ],
)
def test_a_condition_that_is_the_contrary_of_its_words_is_marked(text: str, failing: bool) -> None:
    (one,) = predictions(text)
    assert one.failing is failing


def test_two_predicates_of_one_subject_are_one_prediction() -> None:
    (one,) = predictions("The guild will rise or fall with its dues.")
    assert one.consequence is not None
    assert "fall" in one.consequence.text


def test_what_but_sets_apart_and_another_modal_are_predictions_of_their_own() -> None:
    assert len(predictions("The guild will probably survive, but its school may not.")) == 2
    assert len(predictions("The port is unlikely to close, and the ferries will prosper.")) == 2


def test_what_follows_from_the_same_condition_is_a_prediction_of_its_own() -> None:
    told = predictions("If the dam breaks, the town will drown, and the harvest will rot.")
    assert [one.condition.text for one in told if one.condition] == ["If the dam breaks"] * 2
    assert [one.consequence.text for one in told if one.consequence] == [
        "the town will drown",
        "the harvest will rot",
    ]


def test_a_clause_that_only_dates_itself_by_the_one_before_goes_with_it() -> None:
    (one,) = predictions(
        "If the dam breaks, help will come in August, and by that time the town will be gone."
    )
    assert one.consequence is not None
    assert one.consequence.text.endswith("gone")


def test_a_clause_with_its_own_modal_is_no_part_of_the_condition() -> None:
    told = predictions(
        "He says that the guild will split if the dues rise, and that in turn the town will suffer."
    )
    assert [one.condition.text for one in told if one.condition] == ["if the dues rise"] * 2


def test_then_takes_up_the_clause_before_as_its_condition() -> None:
    told = predictions("He thinks the bakers will leave, and then trade will collapse.")
    assert [one.condition.text for one in told if one.condition] == ["the bakers will leave"]


def test_a_headline_that_the_text_repeats_is_one_prediction() -> None:
    text = (
        "Without a bridge the island will empty\n\n"
        "Kofi Mensah, a ferryman, spoke to reporters in Accra on Monday about the crossing.\n\n"
        "Without a bridge the island will empty. The ferry is old and the fares are high.\n"
    )
    (one,) = predictions(text)
    assert one.span.start > 50


def test_who_expects_is_the_source() -> None:
    text = (
        "Norwegian Foreign Minister Kari Dahl spoke in Oslo. Kari Dahl expects the talks to fail."
    )
    (one,) = predictions(text)
    assert one.source == "P.dahl"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It is very unlikely that the guild will last.", "very unlikely"),
        ("There is a realistic possibility that the guild will split.", "realistic possibility"),
        ("The prospect of a strike is remote.", "remote"),
        ("In all likelihood the guild will split.", "in all likelihood"),
        ("The guild will split in all likelihood.", "in all likelihood"),
        ("The town will flood, most probably in May.", "most probably"),
        ("The guild, which will probably meet, is bound to split.", "bound"),
        ("A set of rules will change the market.", "will"),
    ],
)
def test_the_word_of_chance_is_the_one_of_the_forecast(text: str, word: str) -> None:
    assert predictions(text)[-1].probability_word == word


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The odds of a strike are one in five.", 0.2),
        ("There is a 30 percent chance that the guild will split.", 0.3),
        ("There is a 70% chance of rain.", 0.7),
        ("The chance of a strike is fifty-fifty.", 0.5),
    ],
)
def test_a_chance_given_in_numbers_is_its_own_range(text: str, share: float) -> None:
    (one,) = predictions(text)
    assert range_of(one.probability_word) == (pytest.approx(share), pytest.approx(share))


@pytest.mark.parametrize("word", [None, "will", "two in one", "soon"])
def test_words_without_a_number_or_a_published_range_have_none(word: str | None) -> None:
    assert range_of(word) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The minister will attend the fair in May.",
        "Danish troops will take part in the fair.",
        "The bakers would like to thank the town.",
        "They could see the ships from the shore.",
        "The members shall consult if a member asks.",
        "If they come, we will close the gates.",
        "He expected to win the race.",
        "She expected the talks to fail.",
        "The town was likely to flood.",
        "The captain who would later lose his ship was born in Bergen.",
        "Suitable measures will be taken.",
        "It will always rain in Bergen.",
        "They left without saying a word, and they discussed the risk of war.",
        "If it had rained, the town would have flooded.",
        "They dug a ditch so that the water will drain.",
        "He asked if the guild will survive.",
        "We expect all members to pay.",
        "The bakers must leave by May.",
        "The bakers agreed to meet a due that would otherwise fall to the town.",
        "The show will air on Friday.",
        "The show is planned for Friday if the hall opens.",
        "He warned of famine.",
        "The clerk said that he would leave in May.",
        "The members vote if they disagree.",
        "My name may be on the list.",
        "He could not answer the teacher.",
        "She has a dog, which risks barking.",
    ],
)
def test_plans_duties_wishes_abilities_and_the_past_are_no_predictions(text: str) -> None:
    assert predictions(text) == []


def test_every_published_range_has_its_source_in_the_library() -> None:
    path = resources.files("foedus") / "library" / "csto" / "sources.csv"
    columns = ("id", "title", "locator", "date", "kind", "checked")
    known = {row["id"] for row in read_table(Path(str(path)), columns)}
    assert {source for *_range, source in probability_words().values() if source} <= known
