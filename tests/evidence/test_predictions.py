"""Predictions and their conditions in made-up sentences."""

from __future__ import annotations

import math

import pytest
from tests.evidence.foretold_in import predictions

from foedus.evidence.agreement import wilson
from foedus.evidence.outlook import probability_words


@pytest.mark.parametrize(
    ("text", "condition", "consequence"),
    [
        (
            "If the harvest fails, prices in Ghana will double.",
            "If the harvest fails",
            "prices in Ghana will double",
        ),
        (
            "Prices in Ghana will double unless the rain comes.",
            "unless the rain comes",
            "Prices in Ghana will double",
        ),
        (
            "Without new pipes the town may run dry.",
            "Without new pipes",
            "the town may run dry",
        ),
        (
            "A blockade of the port would lead to shortages.",
            "A blockade of the port",
            "would lead to shortages",
        ),
        (
            "The council agreed to close the dam, because this measure will calm the valley.",
            "to close the dam",
            "this measure will calm the valley",
        ),
    ],
)
def test_a_condition_is_found_with_and_without_if(
    text: str, condition: str, consequence: str
) -> None:
    (one,) = predictions(text)
    assert one.kind == "conditional"
    assert one.condition is not None
    assert one.consequence is not None
    assert one.condition.text == condition
    assert consequence in one.consequence.text


def test_two_conditions_in_one_sentence_are_two_predictions() -> None:
    told = predictions(
        "If Ghana wins, the league will go on, but if it loses, the league will end."
    )
    assert [one.condition.text for one in told if one.condition] == ["If Ghana wins", "if it loses"]


def test_a_plain_prediction_has_no_condition() -> None:
    (one,) = predictions("The league will lose its last members.")
    assert (one.kind, one.condition, one.modality) == ("plain", None, "will")


def test_two_halves_of_one_outlook_are_one_prediction() -> None:
    (one,) = predictions("The league will be there and nobody will be left alone.")
    assert one.consequence.text.endswith("left alone")


def test_a_word_of_probability_is_kept() -> None:
    (one,) = predictions("The league will probably lose its last members.")
    assert one.probability_word == "probably"


def test_a_horizon_ahead_is_kept() -> None:
    (one,) = predictions("The league will lose its last members by 2031.")
    assert one.horizon == "2031"


@pytest.mark.parametrize(
    "text",
    [
        "The exercise will be held in Norway in May.",
        "Will the league last?",
        "They hope that the league will last.",
        "We will send two ships.",
        "The league would have failed without them.",
        "Norway will send two ships to the Baltic.",
        "You can swim if you like.",
        "The note does not say when the league will collapse.",
    ],
)
def test_plans_promises_hopes_and_questions_are_no_predictions(text: str) -> None:
    assert predictions(text) == []


def test_a_prediction_in_somebodys_words_is_theirs() -> None:
    (one,) = predictions("Norwegian Foreign Minister Kari Dahl said that the league will collapse.")
    assert one.source == "P.dahl"
    assert one.statement is not None


def test_published_ranges_hold_their_order_and_modals_have_none() -> None:
    table = probability_words()
    for low, high, source in table.values():
        assert (low is None) == (high is None)
        assert low is None or high is None or 0 <= low < high <= 1
        assert (low is None) == (source == "")
    assert table["likely"][:2] == (0.55, 0.8)
    assert table["may"][0] is None


def test_wilsons_interval_of_seven_of_seven() -> None:
    low, high = wilson(7, 7)
    z = 1.96
    assert math.isclose(low, 7 / (7 + z * z), rel_tol=1e-12)
    assert high == 1.0
    assert wilson(0, 0) == (0.0, 1.0)
