"""Wordings of forecasts in made-up sentences: conditions, verbs, nouns and adjectives of chance."""

from __future__ import annotations

import pytest
from tests.evidence.foretold_in import predictions

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
