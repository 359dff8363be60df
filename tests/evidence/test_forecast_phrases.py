"""Set phrases that foretell, and what a doer says of its own deeds, in made-up sentences."""

from __future__ import annotations

import pytest
from tests.evidence.foretold_in import predictions

FORECASTS = {
    "expects that": ("Analysts expect that the guild splits next year.", "the guild splits"),
    "likeliest": ("The most likely outcome is a long strike.", "outcome is a long strike"),
    "more probable": ("The more probable victim is the ferry line itself.", "victim is the"),
    "what follows": ("What will follow is a quarrel over tolls.", "a quarrel over tolls"),
    "what awaits": ("What awaits the town is a hard winter.", "a hard winter"),
    "bets on": ("The harbour master is betting on a strike.", "a strike"),
    "looms": ("Another strike looms.", "Another strike looms"),
    "the test": ("The real test comes in November, when the ice melts.", "test comes in November"),
    "on the cards": ("A strike is on the cards.", "A strike"),
    "unlikely": ("A quarrel among the heirs is very likely.", "A quarrel among the heirs"),
    "seems": ("Another attack seems inevitable.", "Another attack"),
    "in her view": ("In her view a flood was quite possible in the weeks to come.", "a flood was"),
    "viewed": ("In the clerk's view the league would fall apart.", "the league would fall"),
    "aside": ("The league, she argued, would not survive another winter.", "survive another"),
    "confidence": ("He voiced confidence that the seat will be filled.", "the seat will be"),
    "certain": ("She is certain the pact will collapse.", "the pact will collapse"),
    "was sure": ("He was sure the pact would collapse.", "the pact would collapse"),
    "why": ("Why the guild will split", "the guild will split"),
    "label": ("COMMENT: Why the new canal is likely to ruin the ferries", "is likely to ruin"),
    "said after": ("Perhaps Norway will play the broker, Ola Berg said.", "Norway will play"),
    "no subject": ("More probably, will sign some papers.", "sign some papers"),
    "conceivable": ("It is conceivable that the miners would close the lock.", "the miners would"),
    "turns out": ("The truce might be short-lived.", "might be short-lived"),
    "may be more": ("There may be another wave of refugees.", "another wave"),
    "comes over us": ("We are going to see more attacks.", "see more attacks"),
    "going to": ("The dam is going to break.", "The dam is going to break"),
    "awaited": ("More raids are expected.", "More raids"),
    "advised": ("Expect more strikes next year.", "more strikes"),
    "downfall": ("The league faces a split over tolls.", "faces a split"),
    "can only": ("The raids can only get worse.", "get worse"),
    "expects a deed": ("The clerk expects that Norway will send ships.", "Norway will send"),
    "promises": ("The vote promises to be close.", "promises to be close"),
    "expert": ("An analyst at the bank said Norway would blink first.", "would blink first"),
    "never": ('"They will never give us the islands," said the old man.', "never give us"),
}


@pytest.mark.parametrize(("text", "consequence"), FORECASTS.values(), ids=FORECASTS.keys())
def test_set_phrases_foretell(text: str, consequence: str) -> None:
    (one,) = predictions(text)
    assert one.condition is None
    assert one.consequence is not None
    assert consequence in one.consequence.text
    assert not one.consequence.text.startswith(("that ", "Why "))
    assert not one.doubted


@pytest.mark.parametrize(
    ("text", "consequence"),
    [
        ("I do not expect that it returns.", "it returns"),
        ("The historian excluded that the two towns sign a pact this year.", "sign a pact"),
        ("She doubts that they return.", "they return"),
        ("What will certainly not happen is a merger.", "a merger"),
        ("A return to the old tolls is out of the question.", "A return"),
        ("There is no way that they return.", "they return"),
        ("No breakthrough is expected in Geneva.", "breakthrough"),
        ("Don't expect a breakthrough in Geneva.", "a breakthrough"),
    ],
)
def test_the_contrary_is_foretold(text: str, consequence: str) -> None:
    (one,) = predictions(text)
    assert one.doubted
    assert one.consequence is not None
    assert consequence in one.consequence.text


@pytest.mark.parametrize(
    ("text", "condition", "consequence"),
    [
        (
            "A mishap is unlikely as long as both crews keep apart.",
            "as long as both crews keep apart",
            "A mishap is unlikely",
        ),
        (
            "As soon as the guards leave, the looters will return.",
            "As soon as the guards leave",
            "the looters will return",
        ),
        (
            "On condition that the levy falls, the guild will stay.",
            "On condition that the levy falls",
            "the guild will stay",
        ),
        (
            "Remove the guards, and the looters will return.",
            "Remove the guards",
            "the looters will return",
        ),
        (
            "Were it not for the guards, the town would fall.",
            "Were it not for the guards",
            "the town would fall",
        ),
        ("But for the guards, the town would fall.", "But for the guards", "the town would fall"),
    ],
)
def test_conditions_without_if(text: str, condition: str, consequence: str) -> None:
    (one,) = predictions(text)
    assert one.condition is not None
    assert (one.condition.text, one.consequence and one.consequence.text) == (
        condition,
        consequence,
    )


def test_then_within_a_clause_takes_up_the_condition_before() -> None:
    first, second = predictions(
        "If the miners go, the bakers will follow. "
        "It is conceivable that the town would then close the lock."
    )
    assert first.condition is not None
    assert second.condition == first.condition


def test_a_clause_after_gives_the_chance() -> None:
    (one,) = predictions("Latvia could join the canal union, I would give it forty per cent.")
    assert one.probability_word == "forty per cent"


NONE = {
    "own word": "Norway said it will no longer block the fund.",
    "threat": "Chile announced it would withdraw its guards unless the fees were paid.",
    "threatened": "The union threatened that it would strike if wages were cut.",
    "own state": '"Norway will send observers only," Norwegian Foreign Minister Ola Berg said.',
    "own state's threat": (
        "Norwegian Foreign Minister Ola Berg said that Norway will stop its oil deliveries "
        "if the canal is not opened."
    ),
    "idle": '"Norway will not stay silent," Norwegian Foreign Minister Ola Berg said.',
    "plan made known": "Serbia will resume its part in the canal scheme after two years.",
    "office": "The court will rule on Monday.",
    "silence": "The clerk will not comment on the case.",
    "session": "The next session will take place in Astana.",
    "talks": "The talks will continue through the delegates.",
    "drills": "The drills will last ten days.",
    "departure": "According to Ojala, the first convoy will leave from Tromso in March.",
    "law": "The new rules will apply from January.",
    "terms": "Under the deal, both sides will withdraw ten kilometres.",
    "composition": "The force will consist of 2,000 soldiers.",
    "place": "The headquarters will be located in Bergen.",
    "intention": "He is going to focus on tolls.",
    "impossible": "He said that fraud and trade could not go together.",
    "past": "The feast would have been impossible without the bakers.",
    "cause": "The most likely explanation is human error.",
    "capacity": "The ship could carry forty tanks.",
    "only possible": "A settlement is possible only through talks.",
    "no way to": "There is no way to tell.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_a_doer_or_a_programme_fixes_is_no_forecast(text: str) -> None:
    assert predictions(text) == []


def test_what_a_foreigner_says_of_a_state_is_a_forecast() -> None:
    (one,) = predictions('"Norway will block the canal," Chilean Foreign Minister Ana Ruiz said.')
    assert one.source == "P.ruiz"
