"""Others' forecasts: a person, a crowd or another model, scored beside the simulator.

A table with one forecast a row: question, origin, horizon in months, probability, source. Questions
that the ledger can answer are resolved by it; any other needs an outcome in a sixth column.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from foedus.files import InputError, read_table, read_text
from foedus.record.backtests.registry import BackTest, Findings, Store
from foedus.record.hindcast.inputs import TABLES, as_known, yearly_facts
from foedus.record.hindcast.outcomes import QUESTIONS, History, Question, Span
from foedus.record.hindcast.probabilities import probability
from foedus.record.scoring.card import paired_scores, scorecard
from foedus.record.scoring.rows import as_predictions
from foedus.record.scoring.score import Score
from foedus.results.run import Library, load_library, run
from foedus.scenario import Scenario, load_scenario

COLUMNS = ("question", "origin", "horizon", "probability", "source")
OUTCOME = "outcome"
OWN_RECORD, SIMULATOR = "own record", "foedus"
RESERVED = (OWN_RECORD, SIMULATOR)
SCORED = ("brier", "log_score")
FUTURES, SEED = 4000, 1
MOST_MONTHS = 600
TEST = "forecasts"


@dataclass(frozen=True)
class Forecast:
    """One forecast.

    Attributes
    ----------
    text : str
        The question as it stands in the table.
    question, unit : Question or None, str
        What the ledger can be asked, and about whom; None where it cannot.
    origin : datetime.date
        Day on which the forecast was made: it is about the time after it.
    months : int
        Horizon.
    probability : float
    source : str
        Who forecast.
    outcome : int or None
        As the table has it.
    """

    text: str
    question: Question | None
    unit: str
    origin: datetime.date
    months: int
    probability: float
    source: str
    outcome: int | None = None

    @property
    def span(self) -> Span:
        """Days the forecast is about."""
        return Span(
            self.origin + datetime.timedelta(days=1), months_later(self.origin, self.months)
        )


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Day so many months later; the last of the month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    first = datetime.date(number // 12, number % 12 + 1, 1)
    last = datetime.date((number + 1) // 12, (number + 1) % 12 + 1, 1) - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def read_forecasts(path: Path, library: Library) -> list[Forecast]:
    """Forecasts of a table.

    Raises
    ------
    InputError
        A column is missing, a value is out of range, a question can be resolved neither by the
        ledger nor by an outcome, or somebody answers the same question twice.
    """
    header = next(csv.reader(io.StringIO(read_text(path))), [])
    columns = (*COLUMNS, OUTCOME) if OUTCOME in header else COLUMNS
    found, seen = [], set()
    for number, row in enumerate(read_table(path, columns), start=2):
        forecast = _forecast(row, f"{path}, row {number}", library)
        key = (forecast.text, forecast.origin, forecast.months, forecast.source)
        if key in seen:
            raise InputError(f"{path}, row {number}", f"{forecast.source} answers this twice")
        seen.add(key)
        found.append(forecast)
    if not found:
        raise InputError(path, "holds no forecast")
    return found


def _forecast(row: Mapping[str, str], where: str, library: Library) -> Forecast:
    question, unit = _question(row["question"], library)
    outcome = _number(row.get(OUTCOME) or "", where, OUTCOME, 0.0, 1.0, whole=True, empty=True)
    if question is None and OUTCOME not in row:
        raise InputError(
            f"{where}, question",
            f"{row['question']!r} is none that the ledger answers ({known_questions()}); "
            f"add a column {OUTCOME!r} with 0, 1 or nothing",
        )
    if not row["source"] or row["source"] in RESERVED:
        raise InputError(f"{where}, source", f"say who forecast, and not {' or '.join(RESERVED)}")
    try:
        origin = datetime.date.fromisoformat(row["origin"])
    except ValueError:
        raise InputError(
            f"{where}, origin", f"{row['origin']!r} is not a day; expected YYYY-MM-DD"
        ) from None
    months = _number(row["horizon"], where, "horizon", 1.0, MOST_MONTHS, whole=True)
    p = _number(row["probability"], where, "probability", 0.0, 1.0)
    assert months is not None and p is not None
    return Forecast(
        row["question"], question, unit, origin, int(months), p, row["source"],
        None if outcome is None else int(outcome),
    )  # fmt: skip


def _question(text: str, library: Library) -> tuple[Question | None, str]:
    name, _, state = text.rpartition(" ")
    is_member = state in {member.state for member in library.organisation.members}
    for question in QUESTIONS:
        if question.of == "organisation" and text == question.name:
            return question, "organisation"
        if question.of == "member" and name == question.name and is_member:
            return question, state
    return None, ""


def known_questions() -> str:
    """Questions that the ledger answers, in words."""
    names = [q.name if q.of == "organisation" else f"{q.name} STATE" for q in QUESTIONS]
    return ", ".join(names)


def _number(
    text: str, where: str, name: str, low: float, high: float, *, whole: bool = False,
    empty: bool = False,
) -> float | None:  # fmt: skip
    if empty and not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high or (whole and value != int(value)):
        kind = "whole number" if whole else "number"
        raise InputError(
            f"{where}, {name}", f"{text!r}: expected a {kind} from {low:g} to {high:g}"
        )
    return value


def resolve(forecast: Forecast, library: Library) -> int | None:
    """What came: by the ledger, or as the table has it; None while it is open."""
    if forecast.question is None or forecast.outcome is not None:
        return forecast.outcome
    found = forecast.question.happened(library, forecast.span)
    came = bool(found) if forecast.unit == "organisation" else forecast.unit in found
    if came:
        return 1
    last = max(act.date for act in library.ledger)
    return 0 if forecast.span.last <= last else None


def own_record(forecast: Forecast, history: History) -> float | None:
    """Jeffreys rate over whole years before the origin, for the forecast's horizon."""
    if forecast.question is None:
        return None
    whole_year = (forecast.origin.month, forecast.origin.day) == (12, 31)
    yearly = history.own_record(forecast.question, forecast.origin.year - (not whole_year))
    return 1.0 - (1.0 - yearly) ** (forecast.months / 12.0)


def simulated(
    forecasts: Iterable[Forecast], library: Library, scenario: Scenario, store: Store
) -> Iterator[tuple[Forecast, float]]:
    """Forecasts that the simulator can answer too, with its probability."""
    at_hand = all(store.has(name) for name in TABLES)
    yearly = yearly_facts(library.organisation, store) if at_hand else {}
    asked: dict[tuple[datetime.date, int], list[Forecast]] = {}
    for forecast in forecasts:
        if forecast.question is not None:
            asked.setdefault((forecast.origin, forecast.months), []).append(forecast)
    for (origin, months), group in asked.items():
        organisation, _held = as_known(library.organisation, yearly, origin, "held")
        looked = scenario.changed(as_of=origin, months=months, futures=FUTURES, seed=SEED)
        if (
            organisation.states.value(organisation.leading_state, "capability_share", origin)
            is None
        ):
            continue
        summary = run(looked, replace(library, organisation=organisation)).summary
        for forecast in group:
            assert forecast.question is not None
            if forecast.unit == "organisation" or forecast.unit in summary["members"]:
                yield forecast, probability(summary, forecast.question, forecast.unit)


def backtest_forecasts(store: Store, forecasts: Path) -> Findings:
    """Score a table of forecasts beside the simulator and the organisation's own record."""
    library, scenario = load_library("csto"), load_scenario("csto")
    every = read_forecasts(forecasts, library)
    outcomes = {id(f): resolve(f, library) for f in every}
    closed = [f for f in every if outcomes[id(f)] is not None]
    notes = [f"{len(closed)} of {len(every)} forecasts are resolved."]
    if not closed:
        return Findings([], None, notes)
    history = History(library)
    told: list[tuple[str, Forecast, float]] = [(f.source, f, f.probability) for f in closed]
    told += [
        (OWN_RECORD, f, p) for f in _one_each(closed) if (p := own_record(f, history)) is not None
    ]
    told += [(SIMULATOR, f, p) for f, p in simulated(_one_each(closed), library, scenario, store)]
    rows = pl.concat(
        [
            _rows(model, [(f, p) for name, f, p in told if name == model], outcomes)
            for model in dict.fromkeys(name for name, _f, _p in told)
        ]
    )
    notes.append(
        "foedus looks from each origin with the library's present rules and priors: where its "
        "authors knew what came, its score is a consistency check."
    )
    return Findings(_scores(rows), rows, notes)


def _one_each(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """One forecast of each question, origin and horizon, whoever made it."""
    return list({(f.text, f.origin, f.months): f for f in reversed(forecasts)}.values())[::-1]


def _rows(
    model: str, told: list[tuple[Forecast, float]], outcomes: Mapping[int, int | None]
) -> pl.DataFrame:
    return as_predictions(
        test=TEST,
        model=model,
        origin=[f.origin.isoformat() for f, _p in told],
        unit=[f.text for f, _p in told],
        probability=[p for _f, p in told],
        outcome=[outcomes[id(f)] or 0 for f, _p in told],
        cluster=[f.origin.isoformat() for f, _p in told],
        step=[f.months for f, _p in told],
        split="resolved",
    )


def _scores(rows: pl.DataFrame) -> list[Score]:
    """Scores of each source on what it answered, with the differences to foedus and the record."""
    found: list[Score] = []
    key = ["origin", "unit", "step", "split"]
    for source in rows["model"].unique(maintain_order=True):
        its = rows.filter(pl.col("model") == source)
        common: dict[str, Any] = {"kind": "others' forecasts", "data": "ledger"}
        found += scorecard(its, metrics=SCORED, **common)
        if source == OWN_RECORD:
            continue
        for other in (name for name in RESERVED if name != source):
            theirs = rows.filter(pl.col("model") == other).join(its, on=key, how="semi")
            mine = its.join(theirs, on=key, how="semi")
            if mine.height:
                found += paired_scores(mine, theirs, metrics=SCORED, **common)
    return found


def forecasts_test(path: Path) -> BackTest:
    """Back-test of a table of forecasts, which stands in no register."""
    return BackTest(
        name=TEST,
        about=f"forecasts of {path.name}, beside foedus and the organisation's own record",
        function="foedus.record.forecasts:backtest_forecasts",
        accepts=("forecasts",),
    )
