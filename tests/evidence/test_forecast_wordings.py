"""Wordings of forecasts in made-up sentences: conditions, verbs, nouns and adjectives of chance."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.outlook import range_of
from foedus.evidence.pages import text_page
from foedus.evidence.predictions import propose_predictions
from foedus.evidence.records import Prediction
from foedus.evidence.statements import propose_statements


def predictions(text: str) -> list[Prediction]:
    page = text_page(text)
    cast = Cast.of([page])
    found = propose_predictions(page, cast, propose_statements(page, cast))
    for one in found:
        for span in (one.span, one.condition, one.consequence):
            assert span is None or text[span.start : span.end] == span.text
    return found


CONDITIONS = {
    "should": (
        "Should the rains fail, the wells will run dry.",
        "Should the rains fail",
        "the wells will run dry",
    ),
    "should, after": (
        "The wells will run dry should the rains fail.",
        "should the rains fail",
        "The wells will run dry",
    ),
    "were to": (
        "Were the miners to strike, the port would close.",
        "Were the miners to strike",
        "the port would close",
    ),
    "as long as": (
        "The fund will last as long as oil stays dear.",
        "as long as oil stays dear",
        "The fund will last",
    ),
    "provided": (
        "Provided that the rains come, the harvest will recover.",
        "Provided that the rains come",
        "the harvest will recover",
    ),
    "assuming": (
        "Assuming the rains come, the harvest will recover.",
        "Assuming the rains come",
        "the harvest will recover",
    ),
    "once": (
        "Once the bridge opens, the ferries will vanish.",
        "Once the bridge opens",
        "the ferries will vanish",
    ),
    "not until": (
        "The wells will not fill until the river rises.",
        "until the river rises",
        "The wells will not fill",
    ),
    "even if": (
        "The guild will split even if the dues fall.",
        "even if the dues fall",
        "The guild will split",
    ),
    "only if": (
        "The guild will survive only if the dues fall.",
        "only if the dues fall",
        "The guild will survive",
    ),
    "in the event of": (
        "In the event of a strike, the port would close.",
        "In the event of a strike",
        "the port would close",
    ),
    "barring": (
        "Barring a miracle, the port will close.",
        "Barring a miracle",
        "the port will close",
    ),
    "without, misread": (
        "Without a dredger in Accra the port will silt up.",
        "Without a dredger in Accra",
        "the port will silt up",
    ),
    "otherwise": (
        "The port must be dredged. Otherwise the ferries will run aground.",
        "The port must be dredged",
        "the ferries will run aground",
    ),
    "otherwise, within": (
        "The port must be dredged; otherwise the ferries will run aground.",
        "The port must be dredged",
        "the ferries will run aground",
    ),
    "in that case": (
        "The miners threaten a strike. In that case the port will close.",
        "The miners threaten a strike",
        "the port will close",
    ),
    "or": (
        "The harbour must be dredged or the ferries will run aground.",
        "The harbour must be dredged",
        "the ferries will run aground",
    ),
    "any": (
        "Any further rise could ruin the bakers.",
        "Any further rise",
        "could ruin the bakers",
    ),
    "gerund": (
        "Closing the ferry would ruin the island.",
        "Closing the ferry",
        "would ruin the island",
    ),
    "a thing not there yet": (
        "She warned that a dam above the town would drive away the fishermen.",
        "a dam above the town",
        "would drive away the fishermen",
    ),
    "answer to a question": (
        "What would come if the dam broke? Floods, probably, in May.",
        "if the dam broke",
        "Floods, probably, in May",
    ),
    "should, after a long clause": (
        "The price of bread might well double after the fair should the port close.",
        "should the port close",
        "The price of bread might well double",
    ),
    "an end in the present": (
        "If they leave, the league is finished.",
        "If they leave",
        "the league is finished",
    ),
    "only then": (
        "The rains must come. Only then will prices fall.",
        "The rains must come",
        "will prices fall",
    ),
    "contracted": (
        "They’d leave if the dues rose.",
        "if the dues rose",
        "They’d leave",
    ),
    "warned of": ("He warned of famine if the rains fail.", "if the rains fail", "famine"),
    "a date in the present": (
        "If nothing changes, the fund closes in March.",
        "If nothing changes",
        "the fund closes in March",
    ),
    "going to": (
        "If the mill burns, bread is going to be dear.",
        "If the mill burns",
        "bread is going to be dear",
    ),
    "condition with expects": (
        "Should wheat prices fall, the union expects farmers to protest.",
        "Should wheat prices fall",
        "farmers to protest",
    ),
}


@pytest.mark.parametrize(
    ("text", "condition", "consequence"), CONDITIONS.values(), ids=CONDITIONS.keys()
)
def test_a_condition_has_many_forms(text: str, condition: str, consequence: str) -> None:
    (one,) = predictions(text)
    assert one.kind == "conditional"
    assert one.condition is not None
    assert one.consequence is not None
    assert one.condition.text == condition
    assert consequence in one.consequence.text
    assert condition not in one.consequence.text


FORECASTS = {
    "expects": ("The bank expects prices to double by 2031.", "prices to double", "expects"),
    "sees": ("She sees the guild falling apart.", "the guild falling apart", "sees"),
    "predicts a deed": ("He predicts a collapse of the guild.", "a collapse", "predicts"),
    "stands to": ("The island stands to lose half of its boats.", "lose half", "stands"),
    "risks": ("The quarrel risks splitting the guild.", "splitting the guild", "risks"),
    "threatens": ("The quarrel threatens to split the guild.", "split the guild", "threatens"),
    "looks certain": ("The port looks certain to close.", "to close", "certain"),
    "is bound": ("The guild is bound to split.", "to split", "bound"),
    "inevitable": ("A strike is inevitable.", "A strike", "inevitable"),
    "chance that": (
        "There is a good chance that the guild will survive.",
        "the guild will survive",
        "chance",
    ),
    "danger of": ("There is a real danger of famine.", "famine", "danger"),
    "likelihood of": ("The likelihood of a strike is growing.", "a strike", "likelihood"),
    "odds at": ("The odds of a strike are one in five.", "a strike", "odds"),
    "odds favour": ("The odds favour the miners.", "favour the miners", "odds"),
    "faces": ("The guild faces the prospect of collapse.", "collapse", "prospect"),
    "unlikely that": ("It is unlikely that the guild will last.", "the guild will last", "will"),
    "past forecast": ("He predicted that prices would double.", "prices would double", "would"),
    "not ruled out": ("A strike can not be ruled out.", "A strike", "not ruled out"),
    "ellipsis": (
        "Can the guild survive? Kofi Mensah says it may, for a decade.",
        "it may",
        "may",
    ),
    "matter of time": (
        "It is only a matter of time before the dam will give way.",
        "the dam will give way",
        "matter of time",
    ),
    "predicts a state": ("Bakers predict a hard winter.", "a hard winter", "predict"),
    "the fear is": ("The fear is that prices would double.", "prices would double", "would"),
    "gives": ("Bakers give the guild a one in nine chance of survival.", "survival", "chance"),
    "heading for": ("The league is heading for collapse.", "for collapse", "heading"),
    "brink": ("The league is on the brink of collapse.", "brink of collapse", "brink"),
    "doomed": ("The league is doomed.", "The league is doomed", "doomed"),
    "said would": ("She told him that prices would double.", "prices would", "would"),
    "noun before that": ("There are fears that the guild will split.", "the guild will", "will"),
}


@pytest.mark.parametrize(
    ("text", "consequence", "modality"), FORECASTS.values(), ids=FORECASTS.keys()
)
def test_a_forecast_has_many_forms(text: str, consequence: str, modality: str) -> None:
    (one,) = predictions(text)
    assert (one.kind, one.condition) == ("plain", None)
    assert one.consequence is not None
    assert consequence in one.consequence.text
    assert one.modality == modality
    assert not one.doubted


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
        "If the dam breaks, help will come in June, and by that time the town will be gone."
    )
    assert one.consequence is not None
    assert one.consequence.text.endswith("gone")


def test_a_clause_with_its_own_modal_is_no_part_of_the_condition() -> None:
    told = predictions(
        "He says that the guild will split if the dues rise, and that in turn the town will suffer."
    )
    assert [one.condition.text for one in told if one.condition] == ["if the dues rise"] * 2


def test_then_takes_up_the_clause_before_as_its_condition() -> None:
    told = predictions("He thinks the bakers will leave, and then the guild will collapse.")
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
        "The bakers agreed to pay a due that would otherwise fall to the town.",
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
