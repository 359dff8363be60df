"""What did a session agree, and where did the members differ?"""

from __future__ import annotations

from foedus.codes import ActKind
from foedus.proceedings.acts import Act
from foedus.report.case import Case
from foedus.report.council_part import chance_text, councils, sessions_known
from foedus.report.parts import Answer, Table
from foedus.report.questions import SessionQuestion
from foedus.report.words import day, first_upper, several, share
from foedus.results.expectation import expect

PAPERS = (
    ActKind.ADOPTED,
    ActKind.STATEMENT_ADOPTED,
    ActKind.AGREEMENT_SIGNED,
    ActKind.PROTOCOL_SIGNED,
    ActKind.BUDGET_SET,
    ActKind.FORCE_CREATED,
)
OTHER = (
    ActKind.DRAFT_TABLED,
    ActKind.EXERCISE_PLANNED,
    ActKind.ORGAN_MEETING,
    ActKind.REFUSED_TO_SIGN,
    ActKind.RESERVATION,
    ActKind.SENT_BACK,
)


def answer_session(case: Case, question: SessionQuestion, answer: Answer) -> None:
    """Fill in the answer: papers, speeches, the closed part, and what the model expected."""
    session = case.library.ledger.get(question.session)
    assert session is not None  # checked when the questions were read
    if session.date > case.day:
        answer.status = "not answered yet"
        answer.why_not = (
            f"the session of {day(session.date)} lies after {day(case.day)}, the date of this run; "
            "nothing later is seen"
        )
        answer.short = f"Not known at the date of this run: the session lies after {day(case.day)}."
        return
    acts = [a for a in case.library.ledger.until(case.day) if question.session in a.refers]
    acts = [a for a in acts if a.date == session.date]
    papers = [a for a in acts if a.kind in PAPERS]
    refusals = [a for a in acts if a.kind in (ActKind.REFUSED_TO_SIGN, ActKind.RESERVATION)]
    speeches = [a for a in acts if a.kind == ActKind.STATEMENT]
    closed = [a for a in acts if a.openness == "closed"]
    answer.acts = [
        case.citations.tell(a)
        for a in (session, *papers, *(a for a in acts if a.kind in OTHER), *speeches)
    ]
    answer.ledger.append(
        f"On record of the session: {several(len(papers), 'paper')} agreed, "
        f"{several(len(refusals), 'refusal or reservation', 'refusals or reservations')}, "
        f"{several(len(speeches), 'speech', 'speeches')} in the open; the positions taken in the "
        f"closed part ({several(len(closed), 'act')} on record) are unknown."
    )
    _topics(case, question, answer)
    _drafts(case, session, answer)
    _expected(case, session, answer)
    answer.status = "answered"
    answer.short = (
        f"It agreed {several(len(papers), 'paper')}, with {several(len(refusals), 'refusal')} on "
        f"record. {_listed(papers)}. Speaking in the open, {_differences(case, question)}. What "
        "was said behind closed doors is unknown."
    )


def _listed(papers: list[Act]) -> str:
    return ". ".join(first_upper(paper.text).rstrip(".") for paper in papers)


def _differences(case: Case, question: SessionQuestion) -> str:
    told = [f"{case.names(topic.states)} stressed {topic.topic}" for topic in question.topics]
    return "; ".join(told) or "no difference is coded"


def _topics(case: Case, question: SessionQuestion, answer: Answer) -> None:
    members = case.standing.members
    rows = []
    for topic in question.topics:
        act = case.library.ledger.get(topic.act)
        if act is None or act.date > case.day:
            continue
        rows.append((topic.topic, case.names(topic.states), case.citations.cell(act.sources)))
    spoke = {state for topic in question.topics for state in topic.states}
    silent = [state for state in members if state not in spoke]
    answer.tables.append(
        Table(
            "What each member stressed, as coded from the open speeches",
            (("concern", False), ("stressed by", False), ("sources", False)),
            tuple(rows),
            f"No speech coded: {case.names(silent)}." if silent else "",
        )
    )


def _drafts(case: Case, session: Act, answer: Answer) -> None:
    """Say what the council room makes of the session's drafts, where positions were coded."""
    if session.date not in sessions_known(case):
        return
    told = []
    for result in councils(case, session.date):
        for draft in result.content["drafts"]:
            if draft["adopted"] is not None:
                chance = chance_text(draft["adopted"], draft.get("interval_of_adopted"))
                words = f"{draft['title']}: {chance}"
                recorded = str(draft.get("recorded", ""))
                told.append(f"{words} (on record: {recorded})" if recorded else words)
    if told:
        answer.model.append(
            "Council room, chance that a draft is adopted, from positions coded with the outcome "
            f"known (consistency check): {'; '.join(told)}."
        )


def _expected(case: Case, session: Act, answer: Answer) -> None:
    """Add what the model, knowing only the day before, would have expected of refusals."""
    expected = expect(case.scenario, case.library, session)
    if expected is None:
        return
    told = ", ".join(
        f"{case.name(state)} {share(p, expected.futures)}" for state, p in expected.values.items()
    )
    answer.model.append(
        f"Consistency check, not validation: with what was known the day before, the members most "
        f"likely to refuse one of the papers were {told} ({expected.futures:,} futures)."
    )
    answer.model.append("The model speaks of refusals only; it says nothing of what is spoken.")
