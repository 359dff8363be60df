"""Predictions as questions that a ledger can answer: condition, horizon, words of chance, score.

A prediction without a horizon stays open until it comes true; one on a condition stays open
until somebody says whether the condition holds; what the ledger does not record is never
scored. Words of chance take their numbers from published scales and have none otherwise.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from foedus.codes import ActKind
from foedus.evidence.lexicon import tables, words
from foedus.evidence.membership import known_organisations, ledger_of
from foedus.evidence.outlook import range_of
from foedus.evidence.records import Prediction, Reading
from foedus.evidence.times import bounds, dates_in, published_day
from foedus.files import InputError, read_table
from foedus.proceedings.acts import Act

Outcome = Literal["open", "yes", "no"]
NEGATIVE = words("not never no nobody none cannot")


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of claim: the words that make it, and the acts of the ledger that would answer it."""

    name: str
    patterns: tuple[tuple[str, ...], ...]
    kinds: frozenset[ActKind]
    lasting: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A prediction put as a question.

    `low` and `high` are the published range of its word of chance, None when there is none; when
    it is `doubted`, the contrary of `text` is foretold, and `outcome` is that of the contrary;
    `acts` the acts that decided it; `brier` the score of the range's middle, once decided, with
    `brier_range` the scores of its ends.
    """

    id: str
    prediction: str
    doc: str
    source: str | None
    text: str
    condition: str | None
    asked_on: datetime.date | None
    until: datetime.date | None
    word: str | None
    low: float | None
    high: float | None
    measure: str | None
    outcome: Outcome
    acts: tuple[str, ...]
    why: str
    brier: float | None = None
    brier_range: tuple[float, float] | None = None
    doubted: bool = False


def measures() -> tuple[Measure, ...]:
    """Kinds of claims of the table, each with its acts.

    Raises
    ------
    foedus.files.InputError
        If a row names an unknown kind of act.
    """
    path = tables() / "measures.csv"
    out = []
    for number, row in enumerate(
        read_table(path, ("measure", "words", "kinds", "lasting")), start=2
    ):
        try:
            kinds = frozenset(ActKind[one.upper()] for one in row["kinds"].split(";") if one)
        except KeyError as error:
            raise InputError(f"{path}, row {number}", f"{error} is no kind of act") from None
        patterns = tuple(tuple(one.split("+")) for one in row["words"].split(";"))
        out.append(Measure(row["measure"], patterns, kinds, row["lasting"] == "1"))
    return tuple(out)


def measure_of(text: str) -> Measure | None:
    """Kind of claim that a consequence makes: the first whose words it holds."""
    found = re.findall(r"[a-z]+", text.lower())
    for one in measures():
        for pattern in one.patterns:
            if all(any(word.startswith(part) for word in found) for part in pattern):
                return one
    return None


def questions(
    reading: Reading,
    *,
    as_of: datetime.date | None = None,
    conditions: Mapping[str, bool] | None = None,
    organisation: str = "O.csto",
) -> list[Question]:
    """Predictions of a reading as questions, answered where the ledger can answer them.

    Parameters
    ----------
    reading : Reading
    as_of : datetime.date, optional
        Last day whose acts are seen; the last of the ledger without it.
    conditions : mapping of str to bool, optional
        Whether the condition of a prediction holds, by its id, as a person judges.
    organisation : str
        Id of the organisation whose ledger answers.
    """
    published = {one.id: published_day(one.published.value) for one in reading.documents}
    acts = ledger_of(organisation) if organisation in known_organisations() else ()
    seen = [one for one in acts if as_of is None or one.date <= as_of]
    last = as_of or (seen[-1].date if seen else None)
    return [
        question(one, published.get(one.doc), seen, last, (conditions or {}).get(one.id))
        for one in reading.predictions
    ]


def question(
    prediction: Prediction,
    asked: datetime.date | None,
    acts: Sequence[Act],
    last: datetime.date | None,
    condition: bool | None,
) -> Question:
    """Question of a prediction with its answer."""
    text = prediction.consequence.text if prediction.consequence else prediction.span.text
    until = horizon_of(prediction, asked)
    word = prediction.probability_word
    low, high = range_of(word)
    measure = measure_of(text)
    outcome, decided, why = answer(prediction, text, measure, asked, until, acts, last, condition)
    score, ends = brier(outcome, low, high)
    return Question(
        id="Q" + prediction.id[1:],
        prediction=prediction.id,
        doc=prediction.doc,
        source=prediction.source,
        text=" ".join(text.split()),
        condition=condition_of(prediction),
        asked_on=asked,
        until=until,
        word=word,
        low=low,
        high=high,
        measure=measure.name if measure else None,
        outcome=outcome,
        acts=decided,
        why=why,
        brier=score,
        brier_range=ends,
        doubted=prediction.doubted,
    )


def condition_of(prediction: Prediction) -> str | None:
    """Words of a condition; after `not:` those whose contrary it is."""
    if prediction.condition is None:
        return None
    return f"not: {prediction.condition.text}" if prediction.failing else prediction.condition.text


def horizon_of(prediction: Prediction, asked: datetime.date | None) -> datetime.date | None:
    """Last day of a prediction's horizon, when its words give one that lies ahead."""
    if prediction.horizon is None:
        return None
    for when in dates_in(prediction.horizon, asked, future=True):
        if when.value is not None:
            return bounds(when.value)[1]
    return None


def answer(
    prediction: Prediction,
    text: str,
    measure: Measure | None,
    asked: datetime.date | None,
    until: datetime.date | None,
    acts: Sequence[Act],
    last: datetime.date | None,
    condition: bool | None,
) -> tuple[Outcome, tuple[str, ...], str]:
    """Answer of the ledger, the acts that gave it, and why it is what it is."""
    if measure is None or not measure.kinds:
        return "open", (), "the ledger does not record what is predicted"
    if asked is None:
        return "open", (), "the day of the report is not known"
    if prediction.condition is not None and condition is None:
        return "open", (), "nobody has judged whether the condition holds"
    if prediction.condition is not None and condition is False:
        return "open", (), "the condition does not hold"
    end = min(one for one in (until, last) if one is not None) if until or last else None
    told = tuple(
        one.id
        for one in acts
        if one.kind in measure.kinds and one.date > asked and (end is None or one.date <= end)
    )
    over = until is not None and last is not None and last >= until
    denied = bool(NEGATIVE & set(re.findall(r"[a-z]+", text.lower()))) != prediction.doubted
    happened = bool(told)
    if not happened and not over:
        return "open", (), "no such act so far, and the horizon is open"
    true = happened != (measure.lasting != denied)
    why = "acts of the ledger" if happened else f"no such act until {until}"
    return ("yes" if true else "no"), told, why


def brier(
    outcome: Outcome, low: float | None, high: float | None
) -> tuple[float | None, tuple[float, float] | None]:
    """Brier score of the middle of a range and of its ends (Brier 1950); None while open."""
    if outcome == "open" or low is None or high is None:
        return None, None
    hit = 1.0 if outcome == "yes" else 0.0
    middle, first, second = ((low + high) / 2 - hit), low - hit, high - hit
    ends = sorted((first * first, second * second))
    return round(middle * middle, 4), (round(ends[0], 4), round(ends[1], 4))


def base_rate(questions_told: Sequence[Question]) -> float | None:
    """Share of the decided questions that came true, for comparison with any score."""
    decided = [one for one in questions_told if one.outcome != "open"]
    return sum(one.outcome == "yes" for one in decided) / len(decided) if decided else None
