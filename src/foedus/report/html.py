"""The report of a run: one HTML file with still pictures, no script and no network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.files import InputError, write_text
from foedus.report.answers import answer_all
from foedus.report.case import FUTURES, Case, open_case
from foedus.report.council_part import NOTE, SessionPart, session_parts
from foedus.report.parts import Answer, Chart, Reference, Table
from foedus.report.questions import Questions, load_questions
from foedus.report.rendering import render_page
from foedus.report.sizes import PAIRS, Progress, measure
from foedus.report.standing import (
    basis_table,
    contraction_table,
    irregular_table,
    parameter_table,
    state_rows,
)
from foedus.report.tables import (
    causes_table,
    cohesion_chart,
    headline_table,
    is_exploratory,
    judgement_sentences,
    member_table,
    region_table,
    theory_table,
    time_chart,
    time_dots,
    time_table,
)
from foedus.report.trace_part import TracePart, trace_part
from foedus.report.what_ifs import changes_of, what_if_table
from foedus.report.words import day, first_upper, month, percent, share
from foedus.results.summary import SCENARIO_MONTHS

NAME = "report.html"
FAILED = "failed"

CANNOT_TELL = (
    "Whether any of this will happen. The shares follow from the priors and rules written down "
    "here; most of the priors are judgement.",
    "What leaders say behind closed doors, and why they say what they say in the open.",
    "Nuclear deterrence, covert help, money and diplomacy as answers to a call for help.",
    "How likely an end of the leading state's war is; figures under a condition stay under it.",
    "Wars among great powers, and crises of a kind that the record does not hold.",
)


@dataclass(frozen=True)
class Report:
    """All that the page shows, ready to be laid out."""

    case: Case
    headline: tuple[str, ...]
    word: str
    judgement: tuple[str, ...]
    exploratory: bool
    answers: list[Answer]
    failed: list[str]
    failing: list[str]
    headlines: Table
    theories: Table
    members: Table
    causes: Table | None
    times: Table
    region: Table | None
    what_ifs: Table | None
    cohesion: Chart | None
    time_chart: Chart | None
    time_dots: list[Chart]
    sessions: list[SessionPart]
    trace: TracePart | None
    contraction: Table
    state: list[tuple[str, str]]
    irregular: Table
    basis: Table
    parameters: Table
    sources: list[Reference]
    manifest: list[tuple[str, str]]
    citation: str


def write_report(
    folder: Path, *, futures: int = FUTURES, pairs: int = PAIRS, progress: Progress | None = None
) -> Path:
    """Write ``report.html`` into a finished run's folder.

    The figures are those of the run's ``summary.json``; more futures are simulated for the
    what-ifs and the judgement shares, with the run's seed, so that they meet the same luck.

    Parameters
    ----------
    folder : Path
        A run's folder, as `foedus.results.run.run` writes it.
    futures : int
        Futures in each of the report's own runs.
    pairs : int
        Pairs of parameter draws behind the judgement shares of the headlines, a quarter of them
        behind those of the differences; 0: none beyond what the folder holds.
    progress : callable, optional
        Called with what is being done, how much is done and how much is wanted.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When the folder holds no run, or its library has changed since.
    """
    path = folder / NAME
    write_text(path, render(compose(open_case(folder, futures, pairs), progress)))
    return path


def compose(case: Case, progress: Progress | None = None) -> Report:
    """Make every part of the report."""
    questions: Questions = load_questions(case.home, case.library)
    case.sizes = measure(
        case.folder,
        case.scenario,
        case.library,
        changes_of(case, questions),
        futures=case.futures,
        pairs=case.pairs,
        progress=progress,
    )
    answers = answer_all(case, questions.questions)
    parts: dict[str, Any] = {
        "judgement": judgement_sentences(case),
        "exploratory": is_exploratory(case),
        "headlines": headline_table(case),
        "theories": theory_table(case),
        "members": member_table(case),
        "causes": causes_table(case),
        "times": time_table(case),
        "region": region_table(case),
        "what_ifs": what_if_table(case, questions.what_ifs),
        "cohesion": cohesion_chart(case),
        "time_chart": time_chart(case),
        "time_dots": time_dots(case),
        "sessions": session_parts(case),
        "trace": trace_part(case),
        "contraction": contraction_table(case),
        "state": state_rows(case),
        "irregular": irregular_table(case),
        "basis": basis_table(case),
        "parameters": parameter_table(case),
    }
    return Report(
        case=case,
        headline=headline(case),
        word=_word(case),
        answers=answers,
        failed=failed_checks(answers),
        failing=[first_upper(check.says) for check in questions.failing],
        sources=list(case.citations.used.values()),
        manifest=manifest_rows(case),
        citation=citation(case),
        **parts,
    )


def _word(case: Case) -> str:
    """What the figures are, in two words."""
    if case.scenario.months > SCENARIO_MONTHS:
        return "scenario"
    return "exploratory figures" if is_exploratory(case) else "shares of simulated futures"


def headline(case: Case) -> tuple[str, ...]:
    """The run in a few sentences."""
    summary, n = case.summary, case.n
    organisation, crisis = summary["organisation"], summary["crisis"]
    end = month(summary["cohesion"][-1]["month"])
    what_ifs = ", ".join(case.scenario.what_ifs[name].meaning for name in case.scenario.chosen)
    given = f" given that {what_ifs}" if what_ifs else ""
    climate = summary["climatology"]["troop_deployment"]
    return (
        f"Seen from {day(case.day)}{given}, the {case.organisation.full_name} is active in "
        f"{share(organisation['active'], n)} of {n:,} futures at the end of {end}, idle in "
        f"{share(organisation['idle'], n)} and dissolved in {share(organisation['dissolved'], n)}.",
        f"A member meets a crisis in {share(crisis['any'], n)} of them; troops go in the "
        f"organisation's name in {share(crisis['troop_deployment'], n)}, where its own record "
        f"alone would say {percent(climate)}. A member freezes its part in "
        f"{share(summary['any_freeze'], n)} and one leaves in {share(summary['any_exit'], n)}.",
    )


def failed_checks(answers: list[Answer]) -> list[str]:
    """Checks against reported figures that failed, in words."""
    found = []
    for answer in answers:
        for table in answer.tables:
            for row in table.rows:
                words = [cell if isinstance(cell, str) else cell.text for cell in row]
                if words[-1].endswith(FAILED):
                    found.append(f"{first_upper(words[0])}: reported {words[1]}, model {words[2]}.")
    return found


def manifest_rows(case: Case) -> list[tuple[str, str]]:
    """Seed, versions and digests of the run."""
    path = case.folder / "manifest.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        raise InputError(path, "missing or damaged; run the scenario anew") from None
    lock = (case.folder / "scenario.lock.yaml").read_text(encoding="utf-8")
    rows = [(key.replace("_", " "), found[key]) for key in found if key not in ("packages",)]
    rows.append(("scenario lock, sha256", lock.rsplit("sha256 ", 1)[-1].strip()))
    rows.append(("packages", found.get("packages", {})))
    rows.append(("futures in each of the report's own runs", case.futures))
    return [(key, _told(value)) for key, value in rows]


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def citation(case: Case) -> str:
    """How to cite the run."""
    return (
        f"The foedus authors: foedus {metadata.version('foedus')}, an executable model of a "
        f"collective-security organisation. Run '{case.scenario.name}', library "
        f"'{case.organisation.name}', as of {case.day.isoformat()}, {case.scenario.months} months, "
        f"{case.n:,} futures, seed {case.scenario.seed}, ledger "
        f"{case.library.ledger.head[:12]}."
    )


def render(report: Report) -> str:
    """Lay the report out as one HTML page; every text is escaped."""
    return render_page(
        "report.html.j2",
        report=report,
        case=report.case,
        cannot_tell=CANNOT_TELL,
        models_note=NOTE,
        day=day,
    )
