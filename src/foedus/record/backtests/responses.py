"""Response of organisations to crises: one organisation left out at a time, or cases kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.files import InputError
from foedus.organisation.crises import agreement
from foedus.organisation.load import load_organisation
from foedus.record.backtests.leaving_out import leave_one_out, skill_score
from foedus.record.backtests.registry import Findings
from foedus.record.fits.crisis_tables import Coded, read_cases
from foedus.record.fits.estimators import Floats
from foedus.record.fits.responses import OUTCOMES, Outcome, base_rate, fit, outcomes
from foedus.record.scoring import Score, as_predictions, paired_scores, scorecard

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store

BASE = "organisation-blind base rate"
MODELS = {"before a request": False, "given the request": True}
OTHER = "given the other coder's request"
KAZAKHSTAN = "csto-kz-2022"
DATA = "crises.csv, both codings"
SELECTION = (
    "Crises that somebody noticed: nothing here speaks of crises that never came to a body, "
    "nor of attacks deterred."
)


def _rows(
    cases: Sequence[Coded], outcome: Outcome, model: str, p: Floats, split: str
) -> pl.DataFrame:
    return as_predictions(
        test="responses",
        model=f"{outcome}: {model}",
        origin=np.array([c.year for c in cases]),
        unit=np.array([f"{c.case}/{c.coder}" for c in cases]),
        probability=p,
        outcome=outcomes(cases, outcome),
        cluster=np.array([c.family for c in cases]),
        split=f"{outcome}: {split}",
    )


def _scores(model: pl.DataFrame, base: pl.DataFrame, about: str, wanted: bool) -> list[Score]:
    """Scores of a model, and its difference to the base rate with an interval by organisation."""
    return [
        *scorecard(model, about=about, data=DATA, data_date="2025"),
        *paired_scores(
            model,
            base,
            about=about,
            metrics=("log_score", "brier"),
            wanted=("log_score",) if wanted else (),
            data=DATA,
            data_date="2025",
        ),
        skill_score(model, base, about=about, data=DATA, data_date="2025"),
    ]


def requests_swapped(cases: Sequence[Coded]) -> list[Coded]:
    """The same codings, each with the request as the other coder has it; unknown without one."""
    by = {(c.case, c.coder): c.request for c in cases}
    other = {"first": "second", "second": "first"}
    return [replace(c, request=by.get((c.case, other[c.coder]), 0.5)) for c in cases]


def leave_one_organisation_out(
    cases: Sequence[Coded],
) -> tuple[list[Score], list[pl.DataFrame]]:
    """Scores with each family of organisations predicted by a fit on all others.

    The intercept of the organisation left out is integrated over the fitted population.
    """
    every = list(cases)
    swapped = requests_swapped(every)
    groups = np.array([c.family for c in every])

    def pick(places: np.ndarray, source: list[Coded] = every) -> list[Coded]:
        return [source[k] for k in places]

    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    for outcome in OUTCOMES:

        def blind(train: np.ndarray, rows: np.ndarray, outcome: Outcome = outcome) -> Floats:
            return np.full(len(rows), base_rate(pick(train), outcome))

        split = "leave one organisation out"
        base = _rows(every, outcome, BASE, leave_one_out(groups, blind), split)
        tables.append(base)
        for name, asked, source in (
            *((name, asked, every) for name, asked in MODELS.items()),
            (OTHER, True, swapped),
        ):

            def fitter(
                train: np.ndarray,
                rows: np.ndarray,
                outcome: Outcome = outcome,
                asked: bool = asked,
                source: list[Coded] = source,
            ) -> Floats:
                return fit(pick(train, source), outcome, asked).probability(pick(rows, source))

            rows = _rows(every, outcome, name, leave_one_out(groups, fitter), split)
            tables.append(rows)
            scores += _scores(rows, base, "one organisation left out", outcome == "force")
    return scores, tables


def leave_one_crisis_out(cases: Sequence[Coded]) -> tuple[list[Score], list[pl.DataFrame]]:
    """Scores of force with each crisis, in both codings, predicted by a fit on all others.

    The organisation's other crises are known, so its own intercept is used.
    """
    every = list(cases)
    groups = np.array([c.case for c in every])

    def pick(places: np.ndarray) -> list[Coded]:
        return [every[k] for k in places]

    def blind(train: np.ndarray, rows: np.ndarray) -> Floats:
        return np.full(len(rows), base_rate(pick(train), "force"))

    split = "leave one crisis out"
    base = _rows(every, "force", BASE, leave_one_out(groups, blind), split)
    scores: list[Score] = []
    tables = [base]
    for name, asked in MODELS.items():

        def fitter(train: np.ndarray, rows: np.ndarray, asked: bool = asked) -> Floats:
            return fit(pick(train), "force", asked).probability(pick(rows))

        rows = _rows(every, "force", name, leave_one_out(groups, fitter), split)
        tables.append(rows)
        scores += _scores(rows, base, "one crisis left out", wanted=True)
    return scores, tables


def rank_of_case(cases: Sequence[Coded], case: str, family: str) -> tuple[int, int]:
    """Place of a case among those of its family by the chance of force, each case left out once.

    Given the request; the mean over both codings.
    """
    chances: dict[str, list[float]] = {}
    for name in sorted({c.case for c in cases if c.family == family}):
        train = [c for c in cases if c.case != name]
        rows = [c for c in cases if c.case == name]
        found = fit(train, "force", with_request=True).probability(rows)
        chances[name] = [float(v) for v in found]
    means = {name: sum(values) / len(values) for name, values in chances.items()}
    return 1 + sum(mean > means[case] for mean in means.values()), len(means)


def score_cases(
    path: Path, second: Path | None = None, fitted_on: Sequence[Coded] | None = None
) -> tuple[list[Score], pl.DataFrame, list[str]]:
    """Score crises that the fit has not seen.

    For each outcome and both models, the organisation-blind base rate of the fit beside them.

    Parameters
    ----------
    path : Path
        A table with the library's columns, or a raw first coding (``case_id, organisation, …``).
    second : Path, optional
        The second coding of a raw first one; by default ``crises-second-coding.csv`` beside it.
    fitted_on : sequence of Coded, optional
        Cases of the fit; by default the library's. Cases of `path` that are among them, by their
        identifier, are not scored: the fit has seen them.

    Returns
    -------
    scores, predictions, notes : list of Score, polars.DataFrame, list of str

    Raises
    ------
    foedus.files.InputError
        The file cannot be read, or the fit has seen every case of it.
    """
    train = list(read_cases() if fitted_on is None else fitted_on)
    seen = {c.case for c in train}
    given = read_cases(path, second)
    kept = [c for c in given if c.case not in seen]
    if not kept:
        raise InputError(
            path, "the fit has seen every case; without --cases each organisation is left out once"
        )
    scores: list[Score] = []
    tables: list[pl.DataFrame] = []
    for outcome in OUTCOMES:
        rate = np.full(len(kept), base_rate(train, outcome))
        base = _rows(kept, outcome, BASE, rate, "cases of a file")
        tables.append(base)
        for name, asked in MODELS.items():
            p = fit(train, outcome, asked).probability(kept)
            rows = _rows(kept, outcome, name, p, "cases of a file")
            tables.append(rows)
            scores += _scores(rows, base, path.name, outcome == "force")
    notes = [
        f"{len({c.case for c in kept})} cases scored, {len(kept)} codings; "
        f"{len({c.case for c in given} & seen)} cases of the file left out: the fit has seen them."
    ]
    if all(c.coder == "first" for c in kept):
        notes.append("No second coding: the six items are taken as unknown.")
    return scores, pl.concat(tables), notes


def agreement_note() -> str:
    """Agreement of the two codings of the library's cases, in one line."""
    found = agreement(load_organisation("csto").crises)
    parts = [
        f"{item} {one.kappa:.2f} ({one.agreed} of {one.n} alike)"
        for item, one in found.items()
        if one.kappa is not None
    ]
    return "Agreement of the two codings (Cohen's kappa): " + ", ".join(parts) + "."


def backtest_responses(
    store: Store, cases: Path | None = None, second_coding: Path | None = None
) -> Findings:
    """Leave one organisation out over the library's crises, or score the crises of a file.

    Parameters
    ----------
    store : Store
        Not used: the crises are the library's own.
    cases, second_coding : Path, optional
        See `score_cases`.
    """
    notes = [SELECTION, agreement_note()]
    if cases is not None:
        scores, table, more = score_cases(cases, second_coding)
        return Findings(scores, table, notes + more)
    every = read_cases()
    scores, tables = leave_one_organisation_out(every)
    more, others = leave_one_crisis_out(every)
    scores, tables = scores + more, tables + others
    place, many = rank_of_case(every, KAZAKHSTAN, "CSTO")
    scores.append(
        Score(
            test="responses",
            quantity="place of Kazakhstan 2022 by the chance of force among the CSTO's cases",
            result=place,
            target=2,
            higher_is_better=False,
            n=many,
            data=DATA,
            data_date="2025",
            kind="consistency check",
            note="each case left out once; one case of force since 2002: no statistical power",
        )
    )
    return Findings(scores, pl.concat(tables), notes)
