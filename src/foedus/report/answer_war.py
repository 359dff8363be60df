"""What becomes of the organisation under each end of the leading power's war?

The condition is never blended: each share is conditional, and nothing is said of the condition.
"""

from __future__ import annotations

from foedus.report.case import Case
from foedus.report.charts import estimates
from foedus.report.parts import Answer, Cell, Table
from foedus.report.questions import WarQuestion
from foedus.report.sizes import share_text
from foedus.report.what_ifs import cut
from foedus.report.words import bare, day, interval, percent, points, share, word
from foedus.results.kept import Estimate, Kept, alone, paired, read

UNLINKED = "it is lost, without the assumed links"


def answer_war(case: Case, question: WarQuestion, answer: Answer) -> None:
    """Fill in the answer: the end of the organisation given each end of the war."""
    if not case.at_war:
        answer.status = "not answered yet"
        answer.why_not = (
            f"no war of the leading state is known on {day(case.day)}, the date of this run, so "
            "the condition cannot be put"
        )
        answer.short = f"Cannot be asked here: no war is known on {day(case.day)}."
        return
    cases = _cases(case, question)
    ends = {words: read(alone(futures), "dissolved") for words, futures in cases.items()}
    base, lost = ends["the war goes on"], ends["it is lost"]
    answer.status = "answered in part"
    judged = _judged(case, question)
    answer.why_not = (
        "the link from defeat to the end is assumed and its size is a judgement"
        + (
            f"; judgement explains {judged} of what is uncertain in the difference"
            if judged
            else ""
        )
        + ": exploratory, not a forecast"
    )
    answer.short = _short(case, ends)
    _table(case, question, cases, ends, answer)
    _chart(ends, answer)
    difference = read(paired(cases["the war goes on"], cases["it is lost"]), "dissolved")
    answer.model.append(
        f"Defeat against a war that goes on, same luck: "
        f"{points(difference.mean, difference.error)} points ({difference.n:,} pairs); "
        "across the rival theories, each alone, "
        f"{bare(100 * difference.low, 1)} to {bare(100 * difference.high, 1)} points"
        + (f"; judgement share {judged}." if judged else "; its judgement share was not computed.")
    )
    if (unlinked := ends.get(UNLINKED)) is not None:
        answer.model.append(
            f"With the assumed links set to zero the share is {share(unlinked.mean, unlinked.n)}, "
            f"against {share(base.mean, base.n)} when the war goes on: the rest of the "
            f"difference, {bare(100 * (lost.mean - unlinked.mean), 1)} points, is put in by "
            "judgement."
        )


def _judged(case: Case, question: WarQuestion) -> str:
    """Judgement share of the difference that defeat makes; empty when it was not computed."""
    if case.scenario.war_ends is not None:  # the comparison's baseline has an end of its own
        return ""
    found = case.sizes.difference(question.lost, "dissolved")
    return share_text(found.get("judgement_share")) if found else ""


def _short(case: Case, ends: dict[str, Estimate]) -> str:
    lost, base, won = ends["it is lost"], ends["the war goes on"], ends["it is won"]
    lead = "More often not" if lost.mean < 0.5 else "More often than not"
    return (
        f"{lead}. Within {case.scenario.months} months the organisation is dissolved in "
        f"{share(lost.mean, lost.n)} of the futures if the war is lost ({word(lost.mean)}; "
        f"{interval(lost.low, lost.high)} across rival theories), in {share(base.mean, base.n)} if "
        f"it goes on and in {share(won.mean, won.n)} if it is won. {_put_in(ends)}"
    )


def _put_in(ends: dict[str, Estimate]) -> str:
    """How much of the difference comes from links that are assumed."""
    lost, base = ends["it is lost"], ends["the war goes on"]
    unlinked = ends.get(UNLINKED)
    if unlinked is None or lost.mean <= base.mean:
        return "That defeat matters is assumed; how much is judgement."
    part = min(max((lost.mean - unlinked.mean) / (lost.mean - base.mean), 0.0), 1.0)
    return f"Of the difference {percent(part)} is put in by judgement: it is no finding."


def _cases(case: Case, question: WarQuestion) -> dict[str, Kept]:
    open_ended = case.short.changed(war_ends=None)
    lost, won = (open_ended.with_what_if(name) for name in (question.lost, question.won))
    settled = case.scenario.war_ends is not None
    found = {
        "it is lost": case.simulated(question.lost, lost),
        "the war goes on": case.simulated("war goes on", open_ended) if settled else case.baseline,
        "it is won": case.simulated(question.won, won),
    }
    if question.assumed_links:
        found[UNLINKED] = case.simulated(UNLINKED, cut(lost, question))
    return found


def _table(
    case: Case,
    question: WarQuestion,
    cases: dict[str, Kept],
    ends: dict[str, Estimate],
    answer: Answer,
) -> None:
    rows = []
    for words, futures in cases.items():
        end = ends[words]
        seen = alone(futures)
        leave, freeze = read(seen, "any_exit"), read(seen, "any_freeze")
        rows.append(
            (
                words,
                Cell(share(end.mean, end.n), end.mean, "", end.mean, end.low, end.high),
                interval(end.low, end.high),
                share(leave.mean, leave.n),
                share(freeze.mean, freeze.n),
                f"{end.n:,}",
            )
        )
    basis = ", ".join(
        f"{name} ({case.scenario.known_parameters[name].basis})" for name in question.assumed_links
    )
    answer.tables.append(
        Table(
            f"If the war …, within {case.scenario.months} months",
            (
                ("condition", False),
                ("dissolved", True),
                ("range across theories", True),
                ("a member leaves", True),
                ("a member freezes", True),
                ("futures", True),
            ),
            tuple(rows),
            f"Each row is conditional on its first column. Assumed links: {basis}. Defeat or "
            "victory comes some months after the start, as the what-if says.",
        )
    )


def _chart(ends: dict[str, Estimate], answer: Answer) -> None:
    marks = [
        {
            "row": words,
            "p": end.mean,
            "error": end.error,
            "low": end.low,
            "high": end.high,
            "strong": words == "it is lost",
        }
        for words, end in ends.items()
    ]
    told = "; ".join(f"{words}: {percent(end.mean)}" for words, end in ends.items())
    answer.charts.append(
        estimates(
            marks,
            "futures in which the organisation is dissolved",
            f"Share of futures in which the organisation is dissolved. {told}.",
            "Point: share. Thick bar: 95 % Monte-Carlo interval. Thin line: lowest and highest "
            "over the rival theories.",
        )
    )
