"""Five reports, five answers: each question answered by the record and by the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foedus.report.answer_pressure import answer_pressure
from foedus.report.answer_session import answer_session
from foedus.report.answer_speed import answer_speed
from foedus.report.answer_support import answer_support
from foedus.report.answer_war import answer_war
from foedus.report.case import Case
from foedus.report.parts import Answer, Claim
from foedus.report.questions import Question, named_acts, seen

_BUILDERS: dict[str, Any] = {
    "support": answer_support,
    "session": answer_session,
    "pressure": answer_pressure,
    "speed": answer_speed,
    "war": answer_war,
}


def answer_all(case: Case, questions: Iterable[Question]) -> list[Answer]:
    """Answer every question of the library, in the order of its file."""
    return [answer(case, question, number) for number, question in enumerate(questions)]


def answer(case: Case, question: Question, number: int) -> Answer:
    """Answer one question."""
    found = Answer(
        question.key,
        number,
        question.ask,
        case.citations.cite(question.report),
        claims=tuple(Claim(said.who, said.says) for said in question.asserted),
        limits=question.limits,
        by_construction=question.by_construction,
    )
    acts = seen(question.acts, case.library, case.day)
    found.acts = [case.citations.tell(act) for act in acts]
    named = set(named_acts(question))
    if question.reading and len(seen(named, case.library, case.day)) == len(named):
        found.ledger.append(question.reading)
    _BUILDERS[question.kind](case, question, found)
    return found
