"""What does pressure from outside do to cohesion?"""

from __future__ import annotations

import datetime

from foedus.codes import ActKind
from foedus.report.case import Case
from foedus.report.experiments import any_member, dissolved, effect, last_cohesion
from foedus.report.parts import Answer, Cell, Table
from foedus.report.questions import PressureQuestion
from foedus.report.words import day, points, several, signed

PRESSING = (ActKind.SANCTION, ActKind.RIVAL_ENLARGEMENT_STEP)
YEAR = datetime.timedelta(days=365)


def answer_pressure(case: Case, question: PressureQuestion, answer: Answer) -> None:
    """Fill in the answer: pressure on record, and how far each lever moves cohesion."""
    answer.status = "not answered yet"
    answer.short = question.not_yet
    recent = [
        act
        for act in case.library.ledger.until(case.day)
        if act.kind in PRESSING and act.date > case.day - YEAR
    ]
    counts = {kind: sum(act.kind == kind for act in recent) for kind in PRESSING}
    answer.ledger.insert(
        0,
        f"In the year to {day(case.day)} the ledger holds "
        f"{several(counts[ActKind.SANCTION], 'set')} of sanctions and "
        f"{several(counts[ActKind.RIVAL_ENLARGEMENT_STEP], 'step')} of a rival's enlargement.",
    )
    if not case.at_war:
        answer.model.append(
            f"No war of the leading state is known on {day(case.day)}; the loss of growth from "
            "sanctions only sets in with it, so these levers move nothing in this run."
        )
        return
    _levers(case, question, answer)


def _levers(case: Case, question: PressureQuestion, answer: Answer) -> None:
    rows = []
    base = case.baseline
    for lever in question.levers:
        changed = case.simulated(lever.words, case.short.with_setting(lever.set, lever.value))
        lasts = (dissolved(base) + dissolved(changed)) == 0.0
        cohesion = effect(base, changed, last_cohesion, lasts)
        crisis = effect(base, changed, any_member("crisis"))
        freeze = effect(base, changed, any_member("frozen"))
        leave = effect(base, changed, any_member("exit"))
        rows.append(
            (
                lever.words,
                Cell(signed(cohesion.mean, cohesion.error, 3), value=cohesion.mean),
                Cell(points(crisis.mean, crisis.error), value=crisis.mean),
                Cell(points(freeze.mean, freeze.error), value=freeze.mean),
                Cell(points(leave.mean, leave.error), value=leave.mean),
                f"{crisis.n:,}",
            )
        )
    answer.tables.append(
        Table(
            "Change against this run when one lever is moved, same luck",
            (
                ("lever", False),
                ("cohesion at the end", True),
                ("any crisis, points", True),
                ("a member freezes, points", True),
                ("a member leaves, points", True),
                ("pairs", True),
            ),
            tuple(rows),
            "Mean of paired differences ± Monte-Carlo standard error; cohesion runs from 0 to 1 "
            "and is compared where the organisation lasts in both. A difference within twice its "
            "error is not told apart from none.",
        )
    )
    answer.model.append(
        "The sizes of these differences are results; their signs follow from how the levers are "
        "built in. They do not say whether pressure unites or splits."
    )
