"""What do exercises and ready plans buy in speed?"""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.codes import ActKind
from foedus.forces.move.case import Case as MoveCase
from foedus.forces.move.case import Reported
from foedus.forces.move.move import Move, move
from foedus.forces.move.reading import load_case
from foedus.forces.move.summary import figure
from foedus.proceedings.ledger import Ledger
from foedus.report.case import Case
from foedus.report.charts import spreads
from foedus.report.parts import Answer, Cell, Table
from foedus.report.questions import SpeedQuestion
from foedus.report.sizes import FEWER, size_notes
from foedus.report.words import day, percent, share, signed
from foedus.results.differences import Centre, difference_draws, difference_shares
from foedus.results.expectation import ANSWER_MONTHS
from foedus.results.kept import Flags, Floats, Kept, alone, paired, read
from foedus.results.outcomes import Name
from foedus.results.pairing import Pairing
from foedus.results.run import Library
from foedus.scenario import ImposedCrisis, Scenario

EXERCISES = (
    ActKind.EXERCISE_PLANNED,
    ActKind.EXERCISE_HELD,
    ActKind.EXERCISE_SKIPPED,
    ActKind.EXERCISE_CANCELLED,
)
AS_IT_WAS = "plans and exercises as known"
NO_PLAN = "no ready plan"
NO_EXERCISE = "no joint exercise held before"
NEITHER = "neither"
FIRST, CLOSURE = "first_troops_days", "closure_days"
CHECK_COLUMNS = (
    ("quantity", False),
    ("reported", True),
    ("model, middle (90 %)", True),
    ("check", False),
)
QUANTILES = (("p05", 5), ("p25", 25), ("p50", 50), ("p75", 75), ("p95", 95))


def answer_speed(case: Case, question: SpeedQuestion, answer: Answer) -> None:
    """Fill in the answer: the call on record, with and without plans and exercises."""
    crisis = question.crisis
    request = case.library.ledger.get(crisis.request)
    assert request is not None  # checked when the questions were read
    known = request.date <= case.day
    if not known:
        answer.ledger.append(
            f"The operation lies after {day(case.day)}, the date of this run, and is not seen. The "
            "model's figures below are for an imposed crisis of the same kind."
        )
    runs = _variants(case, question)
    reported = _reported(case, question) if known else None
    base = runs[AS_IT_WAS]
    deployed = _deployed(runs)
    troops = read(alone(base), "troop_deployment")
    when = base.scenario.as_of
    answer.model.append(
        f"Consistency check, not validation: asked on {day(when)} for help against such "
        f"{crisis.code.name.lower().replace('_', ' ')} in {case.name(crisis.victim)}, the model "
        f"sends troops within {ANSWER_MONTHS} months in {share(troops.mean, troops.n)} of "
        f"{troops.n:,} futures ({percent(troops.low)} to {percent(troops.high)} across theories). "
        f"The times below are of the {int(deployed.sum()):,} futures with troops in every row."
    )
    limits = _limits(reported)
    _times(runs, deployed, limits, answer)
    _effects(case, runs, deployed, answer)
    if reported is not None:
        _month_checks(base, deployed, reported, answer)
        _airlift(reported, question, case, answer)
    answer.why_not = (
        "the joint staff's plan for this operation is not on record, and the hours a plan saves "
        "are judged; treat the sizes as exploratory"
    )
    answer.short = _short(runs, deployed, limits)


def _variants(case: Case, question: SpeedQuestion) -> dict[str, Kept]:
    crisis = question.crisis
    imposed = ImposedCrisis(month=0, kind=crisis.kind, victim=crisis.victim, asks=True)
    known: Scenario = case.short.changed(
        as_of=min(crisis.as_of, case.day),
        months=ANSWER_MONTHS,
        imposed=(imposed,),
        war_ends=None,
        chosen=(),
    )
    kept = tuple(a for a in case.library.ledger if a.kind not in EXERCISES)
    untrained = Library(case.organisation, Ledger(kept))
    unplanned = known.with_setting("switches.plans_ready", 0.0)
    return {
        AS_IT_WAS: case.simulated(AS_IT_WAS, known),
        NO_PLAN: case.simulated(NO_PLAN, unplanned),
        NO_EXERCISE: case.simulated(NO_EXERCISE, known, untrained),
        NEITHER: case.simulated(NEITHER, unplanned, untrained),
    }


def _deployed(runs: dict[str, Kept]) -> Flags:
    """Futures without a flag in which troops arrive in every run."""
    kept = np.ones(len(next(iter(runs.values())).tallies), bool)
    for futures in runs.values():
        kept &= futures.good & np.isfinite(futures.tallies[FIRST])
        kept &= np.isfinite(futures.tallies[CLOSURE])
    return kept


def _reported(case: Case, question: SpeedQuestion) -> MoveCase | None:
    return _move_case(case, question.move) if question.move else None


def _move_case(case: Case, name: str) -> MoveCase:
    """Case of a move, from the library's own folder of moves where it has one."""
    own = case.home / "moves" / f"{name}.yaml"
    return load_case(str(own) if own.is_file() else name)


def _limits(reported: MoveCase | None) -> dict[str, tuple[float, float]]:
    """Reported hours to the first landing and to closure, low and high."""
    if reported is None:
        return {}
    found = {}
    for field, name in ((FIRST, "first_arrival"), (CLOSURE, "closure")):
        if name in reported.reported:
            row = reported.reported[name]
            found[field] = (row.low, row.high)
    return found


def _times(
    runs: dict[str, Kept],
    deployed: Flags,
    limits: dict[str, tuple[float, float]],
    answer: Answer,
) -> None:
    if not deployed.any():
        return
    rows: list[tuple[Cell | str, ...]] = []
    drawn: dict[str, list[dict[str, Any]]] = {FIRST: [], CLOSURE: []}
    for words, futures in runs.items():
        cells: list[Cell | str] = [words]
        for field in (FIRST, CLOSURE):
            hours = arrival_hours(futures, field)[deployed]
            spread = {name: float(np.percentile(hours, q)) for name, q in QUANTILES}
            drawn[field].append({"row": words, **spread})
            cells.append(f"{spread['p50']:.0f} ({spread['p05']:.0f} to {spread['p95']:.0f})")
            if field in limits:
                quick = float((hours <= limits[field][1]).mean())
                cells.append(Cell(share(quick, len(hours)), quick, bar=quick))
        people = futures.tallies["most_abroad"].sum(axis=1)[deployed]
        cells.append(Cell(f"{np.median(people):,.0f}", float(np.median(people))))
        rows.append(tuple(cells))
    columns: list[tuple[str, bool]] = [("variant", False)]
    for field, words in ((FIRST, "first troops"), (CLOSURE, "closure")):
        columns.append((f"{words}, hours after the call", True))
        if field in limits:
            columns.append((f"within the {limits[field][1]:.0f} h reported", True))
    columns.append(("people sent, middle", True))
    answer.tables.append(
        Table(
            "Hours from the call: middle (90 % interval), and the share as fast as reported",
            tuple(columns),
            tuple(rows),
            f"{int(deployed.sum()):,} futures, the same in each row, same luck. A smaller force "
            "closes sooner, so closure must be read with the number of people sent.",
        )
    )
    for field, words in ((FIRST, "first troops"), (CLOSURE, "end of the move")):
        told = "; ".join(f"{r['row']}: {r['p50']:.0f} h" for r in drawn[field])
        shown = " Shaded: as reported." if field in limits else ""
        answer.charts.append(
            spreads(
                drawn[field],
                f"from the call to the {words}",
                f"Time from the call to the {words}, middle of each variant: {told}.",
                f"Call to {words}: 90 % (thin), 50 % (thick), middle (tick).{shown}",
                limits.get(field),
            )
        )


def _effects(case: Case, runs: dict[str, Kept], deployed: Flags, answer: Answer) -> None:
    """Say how many hours later, with error, range across theories and judgement share."""
    if not deployed.any():
        return
    changes = {words: run for words, run in runs.items() if words != AS_IT_WAS}
    beside = {w: paired(runs[AS_IT_WAS].where(deployed), run) for w, run in changes.items()}
    shares = _judged(case, runs[AS_IT_WAS], changes, beside)
    told = []
    for words, pairing in beside.items():
        parts = []
        for field, what in ((FIRST, "first troops"), (CLOSURE, "closure")):
            found = pairing.number(pairing.plan.numbers.index(Name(field)))
            found["judgement_share"] = shares.get(words, {}).get(Name(field))
            size = signed(24.0 * found["difference"], 24.0 * (found["se"] or 0.0), 1)
            notes = "; ".join(size_notes(found, 24.0))
            parts.append(f"{what} {size} h" + (f" ({notes})" if notes else ""))
        told.append(f"{words}: {', '.join(parts)}")
    answer.model += [
        "Mean difference in hours against the first row, same luck, ± one Monte-Carlo standard "
        "error, with the range over the rival theories and the judgement share of each size:",
        *(f"{line}." for line in told),
    ]


def _judged(
    case: Case, base: Kept, changes: dict[str, Kept], beside: dict[str, Pairing]
) -> dict[str, dict[Name, dict[str, Any]]]:
    """Judgement shares of the differences; none when the report computes none."""
    pairs = case.pairs // FEWER
    if pairs < 2:
        return {}
    centres = {words: Centre.of(pairing) for words, pairing in beside.items()}
    draws = difference_draws(
        (base.scenario, base.start),
        {words: (run.scenario, run.start) for words, run in changes.items()},
        base.plan,
        centres,
        pairs=pairs,
    )
    return {w: difference_shares(base.plan, draws[w], centres[w]) for w in changes}


def arrival_hours(run: Kept, field: str) -> Floats:
    """Hours from the call to the first troops, or to closure; nan where none came."""
    return 24.0 * run.tallies[field]


def _short(runs: dict[str, Kept], deployed: Flags, limits: dict[str, tuple[float, float]]) -> str:
    if not deployed.any():
        return "No future of the model holds a deployment to compare."
    middle = {
        words: float(np.median(arrival_hours(futures, FIRST)[deployed]))
        for words, futures in runs.items()
    }
    told = (
        f"In the model the first troops land {middle[AS_IT_WAS]:.0f} h after the call (middle) "
        f"with plans and exercises as known, {middle[NO_PLAN]:.0f} h without a ready plan, "
        f"{middle[NO_EXERCISE]:.0f} h without exercises and {middle[NEITHER]:.0f} h without both."
    )
    if FIRST not in limits:
        return told
    limit = limits[FIRST][1]
    n = int(deployed.sum())
    quick = {
        words: float((arrival_hours(futures, FIRST)[deployed] <= limit).mean())
        for words, futures in runs.items()
    }
    lead = "Possible, but much less likely" if quick[NEITHER] < 0.5 * quick[AS_IT_WAS] else "Yes"
    if quick[NEITHER] == 0.0:
        lead = "Hardly"
    return (
        f"{lead}. {told} As fast as reported ({limit:.0f} h) is {share(quick[AS_IT_WAS], n)} of "
        f"the deployments with both, {share(quick[NEITHER], n)} with neither. That plans save "
        "staff hours is assumed; the sizes rest on judged hours."
    )


def _month_checks(base: Kept, deployed: Flags, reported: MoveCase, answer: Answer) -> None:
    """Set the month's own move, as it was, beside what was reported."""
    if not deployed.any():
        return
    modelled = {
        "people": base.tallies["most_abroad"].sum(axis=1)[deployed],
        "first_arrival": arrival_hours(base, FIRST)[deployed],
        "closure": arrival_hours(base, CLOSURE)[deployed],
    }
    checked = [
        _check_row(reported.reported[name], values, False)
        for name, values in modelled.items()
        if name in reported.reported
    ]
    answer.tables.append(
        Table(
            f"The month's own move ({AS_IT_WAS}) beside what was reported",
            CHECK_COLUMNS,
            tuple(row for row, _failed in checked),
            f"{int(deployed.sum()):,} futures. Passed: the 90 % interval meets the reported range; "
            "a wide interval passes easily.",
        )
    )


def _check_row(row: Reported, values: Any, contingent: bool) -> tuple[tuple[Cell | str, ...], bool]:
    """Row of a comparison and whether the check failed.

    Times and totals pass when the 90 per cent interval meets the reported range; flights of one
    contingent pass when the middle lies within it: the number on record, plus or minus half.
    """
    low, middle, high = (float(v) for v in np.percentile(values, [5, 50, 95]))
    if contingent:
        failed = not (row.low <= middle <= row.high)
    else:
        failed = not (low <= row.high and row.low <= high)
    said = f"{row.low:,g}" if row.low == row.high else f"{row.low:,g} to {row.high:,g}"
    cells: tuple[Cell | str, ...] = (
        f"{row.what}, {row.unit}",
        said,
        Cell(f"{middle:,.0f} ({low:,.0f} to {high:,.0f})", middle),
        "✗ failed" if failed else "✓ passed",
    )
    return cells, failed


def _airlift(reported: MoveCase, question: SpeedQuestion, case: Case, answer: Answer) -> None:
    """Set the move, every sortie flown, beside what was reported."""
    names = (question.move, question.move_home)
    cases = [reported if n == question.move else _move_case(case, n) for n in names if n]
    drawn = [move(c, case.futures, case.scenario.seed) for c in cases]
    moves = [m for m in drawn if isinstance(m, Move)]
    if not moves:
        return
    rows = airlift_rows(moves)
    answer.tables.append(
        Table(
            "The move, every sortie flown, beside what was reported",
            CHECK_COLUMNS,
            tuple(row for row, _failed in rows),
            f"{case.futures:,} draws. Consistency check: the authors of the inputs knew the "
            "outcome; no input is adjusted to it. Failed checks stay in the table.",
        )
    )
    closure = moves[0].closure
    answer.model.append(
        f"The move alone closes {np.median(closure):.0f} h after the call "
        f"({np.percentile(closure, 5):.0f} to {np.percentile(closure, 95):.0f}), "
        f"with {sum(failed for _row, failed in rows)} of {len(rows)} checks failed."
    )


def airlift_rows(moves: list[Move]) -> list[tuple[tuple[Cell | str, ...], bool]]:
    """Rows of the comparison and whether each check failed."""
    rows: list[tuple[tuple[Cell | str, ...], bool]] = []
    for found in moves:
        for name, row in found.prepared.case.reported.items():
            values = figure(found, name)
            if values is not None:
                rows.append(_check_row(row, values, name.startswith("sorties_")))
    return rows
