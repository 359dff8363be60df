"""Hindcasts of an organisation by the whole simulator, beside its own record and last year.

A consistency check: who chose the priors knew what happened. The protocol stands in
`decisions/0008-hindcasts-protocol.md`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from foedus.record.backtests.registry import Findings, Store
from foedus.record.hindcast.inputs import WAYS, Way, as_known, yearly_facts
from foedus.record.hindcast.outcomes import QUESTIONS, History, Question
from foedus.record.hindcast.probabilities import probability
from foedus.record.scoring.card import paired_scores, scorecard
from foedus.record.scoring.rows import SCHEMA, as_predictions
from foedus.record.scoring.score import Score
from foedus.results.run import Library, load_library, run
from foedus.scenario import Scenario, load_scenario

TEST = "csto-hindcast"
ORIGINS = tuple(datetime.date(year, 12, 31) for year in range(2005, 2022))
MONTHS, FUTURES, SEED = 12, 4000, 1
OWN_RECORD, LAST_YEAR = "own record", "as last year"
MEMBERS_RECORD = "each member's own record"  # added after the first scores were seen
SCORED = ("brier", "log_score")
RANKED = ("auc", "average_precision")
RANKED_FROM = 3  #: events; below it a rank hangs on the chance of a few futures
DATA = "ledger, crises.csv, nmc_v7, worldbank_gdp_pop, unga_ideal_points"
KIND = "consistency check"


def model_name(way: Way) -> str:
    """Name of the simulator's predictions for a way to look at its inputs."""
    return f"foedus, inputs {way}"


def hindcast(
    origin: datetime.date,
    way: Way,
    library: Library,
    scenario: Scenario,
    yearly: dict[Any, Any],
    futures: int = FUTURES,
) -> tuple[dict[str, Any], list[str]]:
    """Summary of a run that looks from an origin, and the inputs held at their earliest value."""
    organisation, told = as_known(library.organisation, yearly, origin, way)
    asked = scenario.changed(as_of=origin, months=MONTHS, futures=futures, seed=SEED)
    return run(asked, replace(library, organisation=organisation)).summary, told


def predictions(
    history: History, summaries: dict[tuple[datetime.date, Way], dict[str, Any]]
) -> pl.DataFrame:
    """Every prediction row: the simulator both ways, the own record, as last year."""
    frames = []
    for question in QUESTIONS:
        columns: dict[str, list[tuple[str, str, float, int]]] = {}
        for origin in sorted({day for day, _way in summaries}):
            for unit, outcome in history.rows(question, origin.year + 1).items():
                told = {
                    OWN_RECORD: history.own_record(question, origin.year),
                    LAST_YEAR: history.as_last_year(question, origin.year, unit),
                }
                if question.of == "member":
                    told[MEMBERS_RECORD] = history.own_record_of(question, origin.year, unit)
                for (day, way), summary in summaries.items():
                    if day == origin:
                        told[model_name(way)] = probability(summary, question, unit)
                for model, p in told.items():
                    row = (origin.isoformat(), f"{question.name} {unit}", p, outcome)
                    columns.setdefault(model, []).append(row)
        for model, rows in columns.items():
            origins, units, probabilities, outcomes = zip(*rows, strict=True)
            frames.append(
                as_predictions(
                    test=TEST,
                    model=model,
                    origin=origins,
                    unit=units,
                    probability=probabilities,
                    outcome=outcomes,
                    cluster=[str(int(day[:4]) + 1) for day in origins],
                    step=MONTHS,
                    split=question.name,
                )
            )
    return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)


def scores(rows: pl.DataFrame) -> list[Score]:
    """Scores of each question: the simulator, its difference to the own record, last year's."""
    found = []
    date = "2022-11-24"
    for question in QUESTIONS:
        own = _of(rows, question, OWN_RECORD)
        last = _of(rows, question, LAST_YEAR)
        rates = own["probability"].to_numpy()
        about = f"{question.name}, by {question.of} and year"
        common: dict[str, Any] = {"about": about, "data": DATA, "data_date": date, "kind": KIND}
        found += scorecard(last, metrics=SCORED, base_rate=float(rates.mean()),
                           baseline_name="mean of the own record", **common)  # fmt: skip
        for way in WAYS:
            its = _of(rows, question, model_name(way))
            if not its.height:
                continue
            first = way == WAYS[0]
            if first:
                ranks = question.of == "member" and its["outcome"].sum() >= RANKED_FROM
                metrics = (*RANKED, *SCORED) if ranks else SCORED
                by_member = _of(rows, question, MEMBERS_RECORD)
                if by_member.height:
                    found += paired_scores(its, by_member, metrics=SCORED, **common)
                found += scorecard(its, metrics=metrics, base_rate=float(rates.mean()),
                                   baseline_name="mean of the own record", **common)  # fmt: skip
            found += paired_scores(
                its, own, metrics=SCORED, wanted=SCORED if first else (), **common
            )
    return found


def _of(rows: pl.DataFrame, question: Question, model: str) -> pl.DataFrame:
    return rows.filter((pl.col("split") == question.name) & (pl.col("model") == model))


def backtest_hindcast(
    store: Store,
    futures: int = FUTURES,
    origins: tuple[datetime.date, ...] = ORIGINS,
    tell: Callable[[str], None] = lambda _text: None,
) -> Findings:
    """Hindcasts from every origin, both ways, scored against the ledger."""
    library, scenario = load_library("csto"), load_scenario("csto")
    yearly = yearly_facts(library.organisation, store)
    summaries: dict[tuple[datetime.date, Way], dict[str, Any]] = {}
    held: dict[str, int] = {}
    warned: set[str] = set()
    for origin in origins:
        for way in WAYS:
            tell(f"{origin}, {way}")
            summary, told = hindcast(origin, way, library, scenario, yearly, futures)
            summaries[origin, way] = summary
            warned |= {f"{way}: {text}" for text in summary["warnings"] if "left out" in text}
            if told:
                held[origin.isoformat()] = len(told)
    rows = predictions(History(library), summaries)
    return Findings(scores(rows), rows, notes(held) + sorted(warned) + means(rows))


def means(rows: pl.DataFrame) -> list[str]:
    """How often each thing happened, and how often the simulator and the record had it."""
    lines = []
    for question in QUESTIONS:
        own = _of(rows, question, OWN_RECORD)
        told = [
            f"{name} {100.0 * float(its['probability'].to_numpy().mean()):.1f} %"
            for name in (model_name("held"), model_name("strict"), OWN_RECORD, MEMBERS_RECORD)
            if (its := _of(rows, question, name)).height
        ]
        happened = int(own["outcome"].sum())
        lines.append(
            f"{question.name}: happened in {happened} of {own.height} "
            f"({100.0 * happened / own.height:.1f} %); mean probability: {', '.join(told)}"
        )
    return lines


def notes(held: dict[str, int]) -> list[str]:
    """What has to be known beside the scores."""
    first = next(iter(held), None)
    lines = [
        "A consistency check: the authors of the priors and of the ledger knew these events.",
        "The ledger ends on 24 November 2022; small clashes are missing from it.",
    ]
    if first:
        lines.append(
            "Look-ahead of inputs: trade, remittances, energy, arms, bases, treaties, borders and "
            f"kin stand at their earliest known value ({held[first]} values at {first}, "
            f"{list(held.values())[-1]} at {list(held)[-1]}); the strict runs do without."
        )
    return lines
