"""Predictions as questions to the ledger."""

from __future__ import annotations

import dataclasses
import datetime
import math

from foedus.evidence.forecasts import base_rate, measure_of, question, questions
from foedus.evidence.membership import ledger_of
from foedus.evidence.records import Prediction, Reading, Span

ASKED = datetime.date(2022, 1, 1)


def prediction(
    text: str, word: str = "likely", horizon: str | None = None, condition: str | None = None
) -> Prediction:
    span = Span(0, len(text), text)
    return Prediction(
        "R.1", "d", None, span, Span(0, 1, condition) if condition else None, span,
        "conditional" if condition else "plain", "will", None, word, horizon,
    )  # fmt: skip


def asked(one: Prediction, condition: bool | None = None) -> tuple[str, float | None]:
    acts = ledger_of("O.csto")
    found = question(one, ASKED, acts, acts[-1].date, condition)
    return found.outcome, found.brier


def test_an_act_of_the_ledger_answers_yes() -> None:
    outcome, brier = asked(prediction("exercises will be held"))
    assert outcome == "yes"
    assert brier is not None
    assert math.isclose(brier, (0.675 - 1) ** 2, abs_tol=1e-4)


def test_a_horizon_that_passed_without_the_act_answers_no() -> None:
    outcome, brier = asked(prediction("the organisation will dissolve", horizon="by 2022-06-30"))
    assert outcome == "no"
    assert brier is not None
    assert math.isclose(brier, 0.675**2, abs_tol=1e-4)


def test_what_is_doubted_comes_true_when_it_does_not_happen() -> None:
    said = prediction("the organisation will dissolve", word="doubt", horizon="by 2022-06-30")
    assert asked(said)[0] == "no"
    assert asked(dataclasses.replace(said, doubted=True))[0] == "yes"


def test_a_chance_given_in_numbers_is_scored_as_said() -> None:
    outcome, brier = asked(prediction("exercises will be held", word="one in four"))
    assert outcome == "yes"
    assert brier is not None
    assert math.isclose(brier, 0.75**2, abs_tol=1e-4)


def test_without_a_horizon_what_has_not_happened_stays_open() -> None:
    assert asked(prediction("the organisation will dissolve")) == ("open", None)


def test_lasting_is_true_when_the_horizon_passed_without_an_end() -> None:
    one = prediction("the alliance will continue to operate", horizon="until 2022-06-30")
    assert asked(one)[0] == "yes"


def test_a_condition_stays_open_until_somebody_judges_it() -> None:
    one = prediction("the organisation will dissolve", horizon="by 2022-06-30", condition="if")
    assert asked(one)[0] == "open"
    assert asked(one, condition=True)[0] == "no"
    assert asked(one, condition=False)[0] == "open"


def test_what_the_ledger_does_not_record_is_never_scored() -> None:
    assert asked(prediction("authority will grow", horizon="by 2022-06-30")) == ("open", None)


def test_a_word_without_a_published_range_is_answered_but_not_scored() -> None:
    assert asked(prediction("exercises will be held", word="may")) == ("yes", None)


def test_without_the_day_of_the_report_nothing_is_answered() -> None:
    reading = Reading(predictions=(prediction("exercises will be held"),))
    (found,) = questions(reading)
    assert (found.outcome, found.why) == ("open", "the day of the report is not known")
    assert base_rate([found]) is None


def test_the_kind_of_claim_follows_from_its_words() -> None:
    found = measure_of("the alliance will disappear")
    assert found is not None
    assert found.name == "its end"
    assert measure_of("the sky is blue") is None
