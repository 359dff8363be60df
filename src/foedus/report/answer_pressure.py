"""What does pressure from outside do to cohesion?"""

from __future__ import annotations

import datetime

from foedus.codes import ActKind
from foedus.report.case import Case
from foedus.report.council_part import (
    chance_at,
    chance_text,
    councils,
    position_of,
    sessions_known,
)
from foedus.report.parts import Answer, Table
from foedus.report.questions import PressureQuestion
from foedus.report.what_ifs import cost, number_cell, size_cell
from foedus.report.words import day, month, percent, several

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
    _text(case, question, answer)
    if not case.at_war:
        answer.model.append(
            f"No war of the leading state is known on {day(case.day)}; the loss of growth from "
            "sanctions only sets in with it, so these levers move nothing in this run."
        )
        return
    _levers(case, question, answer)


def _text(case: Case, question: PressureQuestion, answer: Answer) -> None:
    """Say which common text would pass, by the session at which pressure was on the table."""
    asked = question.council
    if asked is None or asked.session not in sessions_known(case):
        return
    found = [r for r in councils(case, asked.session) if r.council.dimensions == (asked.issue,)]
    if not found:
        return
    result, content = found[0], found[0].content
    tabled = content["drafts"][0]
    own = position_of(result, case.leader)
    bold = None if own is None else chance_at(result, own)
    apart = sorted(float(actor["position"]) for actor in content["actors"])
    if tabled["adopted"] is None or own is None or bold is None:
        return
    answer.model.append(
        f"Council room, session of {day(asked.session)} ({content['about']['issue']}): the members "
        f"are coded from {apart[0]:.0f} to {apart[-1]:.0f} on a scale of 0 to 100. The text that "
        f"lay on the table ({tabled['draft']:.0f}) passes with "
        f"{chance_text(tabled['adopted'], tabled.get('interval_of_adopted'))}; one at the leading "
        f"state's own position ({own:.0f}) with {percent(bold)}. Positions were coded with the "
        "outcome known: a consistency check."
    )
    answer.status = "answered in part"
    answer.why_not = (
        "the model has no channel by which pressure could draw members together, and positions "
        "before and after the pressure are not coded for the same question"
    )
    answer.short = (
        f"Apart in what they want, together in what they sign. In "
        f"{month(asked.session.isoformat()[:7])} their positions are coded from {apart[0]:.0f} to "
        f"{apart[-1]:.0f} of 100, yet the text on the table ({tabled['draft']:.0f}) passes with "
        f"{percent(tabled['adopted'])}, and one at the leading state's own position ({own:.0f}) "
        f"would with {percent(bold)}, for blocking is judged to be costly. {question.not_yet}"
    )


def _levers(case: Case, question: PressureQuestion, answer: Answer) -> None:
    rows = []
    for lever in question.levers:
        of = case.sizes.difference
        cohesion = of(lever.words, "cohesion_at_end", "numbers")
        rows.append(
            (
                lever.words,
                number_cell(cohesion, 3),
                *(size_cell(of(lever.words, o)) for o in ("any_crisis", "any_freeze", "any_exit")),
                f"{cohesion['n']:,}" if cohesion else "–",
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
            "and is 0 once the organisation is dissolved. A difference within twice its error is "
            f"not told apart from none. {cost(case)}",
        )
    )
    answer.model.append(
        "The sizes of these differences are results; their signs follow from how the levers are "
        "built in. They do not say whether pressure unites or splits."
    )
