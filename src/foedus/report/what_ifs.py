"""What-ifs of a report, named ones and levers of pressure, with what must stand beside a size."""

from __future__ import annotations

from typing import Any

from foedus.report.case import Case
from foedus.report.parts import Cell, Table
from foedus.report.questions import PressureQuestion, Questions, WarQuestion
from foedus.report.sizes import size_notes
from foedus.report.words import first_upper, points, signed
from foedus.scenario import Scenario

OUTCOMES = {
    "any crisis": "any_crisis",
    "troops sent": "troop_deployment",
    "a member freezes": "any_freeze",
    "a member leaves": "any_exit",
    "dissolved": "dissolved",
}
FIRST = "first_troops_days"


def named(case: Case, notes: dict[str, str]) -> list[str]:
    """Named what-ifs that can be put to this run, in the order of the library's notes."""
    known = case.scenario.what_ifs
    order = [name for name in notes if name in known] + [
        name for name in known if name not in notes
    ]
    return [
        name
        for name in order
        if name not in case.scenario.chosen and (known[name].war_ends is None or case.at_war)
    ]


def changes_of(case: Case, questions: Questions) -> dict[str, Scenario]:
    """Every what-if that the report compares with its run, by name."""
    changes = {name: case.scenario.with_what_if(name) for name in named(case, questions.what_ifs)}
    for question in questions.questions:
        if isinstance(question, PressureQuestion) and case.at_war:
            for lever in question.levers:
                changes[lever.words] = case.scenario.with_setting(lever.set, lever.value)
    return changes


def cut(lost: Scenario, question: WarQuestion) -> Scenario:
    """The lost war with the assumed links set to zero."""
    for name in question.assumed_links:
        lost = lost.with_setting(f"parameters.{name}", 0.0)
    return lost


def size_cell(found: dict[str, Any] | None) -> Cell | str:
    """Difference of two shares in points, with range and judgement share where it is a size."""
    if not found or not found["n"]:
        return "–"
    text = points(found["difference"], found["se"] or 0.0) if found["se"] else "0"
    return Cell(text, found["difference"], notes=size_notes(found))


def number_cell(found: dict[str, Any] | None, digits: int, scale: float = 1.0) -> Cell | str:
    """Difference of a number, with range and judgement share where it is a size."""
    if not found or not found["n"]:
        return "–"
    value = scale * found["difference"]
    text = signed(value, scale * (found["se"] or 0.0), digits) if found["se"] else "0"
    return Cell(text, value, notes=size_notes(found, scale, digits))


def what_if_table(case: Case, notes: dict[str, str]) -> Table | None:
    """Difference of the headlines under each named what-if, paired by luck.

    Parameters
    ----------
    case : Case
        Its sizes hold the comparison.
    notes : dict
        What of each effect is true by construction; its order is the order of the rows.
    """
    rows = []
    for name in named(case, notes):
        given = f"by construction: {notes[name]}" if name in notes else ""
        what = first_upper(case.scenario.what_ifs[name].meaning)
        cells: list[Cell | str] = [Cell(what, notes=(given,) if given else ())]
        cells += [size_cell(case.sizes.difference(name, o)) for o in OUTCOMES.values()]
        cells.append(number_cell(case.sizes.difference(name, FIRST, "numbers"), 1, 24.0))
        rows.append(tuple(cells))
    if not rows:
        return None
    return Table(
        "Change against this run ± one Monte-Carlo standard error, same luck",
        (
            ("what if", False),
            *((f"{words}, points", True) for words in OUTCOMES),
            ("first troops, hours", True),
        ),
        tuple(rows),
        f"{case.futures:,} pairs of futures each; hours: over the pairs in which troops come in "
        "both; 0: no pair differs. A difference within twice its error is not told apart from "
        "none and bears no notes. Theories: lowest and highest over the rival theories, each "
        f"alone. {cost(case)}",
    )


def cost(case: Case) -> str:
    """What the judgement shares of the differences rest on."""
    judged = case.sizes.comparison.get("judgement")
    if not judged:
        return "Judgement shares were not computed: the sizes are exploratory."
    return (
        "Judgement: part of the variance of the difference, over parameters and theories, that "
        f"judged parameters explain alone, from {judged['pairs']:,} pairs of draws "
        f"({judged['futures']:,} futures); unclear where its error exceeds 25 points or that "
        "variance is not told apart from none."
    )
