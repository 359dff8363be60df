"""A draft on the table: who signs, abstains or refuses, and which text would pass.

The council room's models on the sessions of the library whose positions were coded, as far as they
are known at the date of the run.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from foedus.council.analysis import CouncilResult, analyse
from foedus.council.library import load_councils
from foedus.council.models import MEANING
from foedus.council.options import Options
from foedus.report.case import Case
from foedus.report.council_places import place_chart
from foedus.report.parts import Cell, Chart, Table
from foedus.report.words import GAP, day, first_upper, interval, percent, phrase, plain

DRAWS = 1000
RIVALS = (
    "weighted_mean",
    "median",
    "nash",
    "kalai_smorodinsky",
    "winset",
    "setter",
    "condorcet_election",
)
NOTE = "Models: " + "; ".join(f"{plain(name)}: {MEANING[name]}" for name in RIVALS) + "."
MODELS = (*RIVALS, "core", "consensus")
LIKELY = 0.02  # chance of refusing from which a member is named
BOLD = 0.5  # chance of adoption that a bold text must keep


@dataclass(frozen=True)
class Issue:
    """One question before a council, laid out."""

    title: str
    sentences: list[str]
    drafts: Table
    votes: Table
    chart: Chart


@dataclass(frozen=True)
class SessionPart:
    """One session with its issues."""

    title: str
    date: str
    check: tuple[str, ...]
    issues: list[Issue]


def sessions_known(case: Case) -> list[datetime.date]:
    """Days of the coded sessions up to the date of the run."""
    folder = case.home / "councils"
    found = [datetime.date.fromisoformat(path.stem) for path in folder.glob("*.yaml")]
    return sorted(date for date in found if date <= case.day)


def councils(case: Case, date: datetime.date) -> list[CouncilResult]:
    """Models of every issue of a session, worked out once."""
    name = date.isoformat()
    if name not in case.councils:
        folder = case.home / "councils"
        found = load_councils(folder / f"{name}.yaml", folder / f"{name}.csv")
        options = Options(draws=DRAWS, seed=case.scenario.seed)
        case.councils[name] = [analyse(council, options, MODELS, ()) for council in found]
    return case.councils[name]


def chance_at(result: CouncilResult, point: float) -> float | None:
    """Chance that a text at a point is adopted under consensus with abstention."""
    curve = result.content["drafting"]["curve"]
    return min(curve, key=lambda row: abs(row["draft"] - point))["adopted"]


def position_of(result: CouncilResult, state: str) -> float | None:
    """Coded position of a member; None when it does not sit in this council."""
    found = [a["position"] for a in result.content["actors"] if a["name"] == state]
    return float(found[0]) if found else None


def session_parts(case: Case) -> list[SessionPart]:
    """All coded sessions known at the date of the run, the latest first."""
    return [_session(case, date) for date in reversed(sessions_known(case))]


def _session(case: Case, date: datetime.date) -> SessionPart:
    results = councils(case, date)
    about = results[0].content["about"]
    return SessionPart(
        str(about["session"]),
        day(date),
        tuple(first_upper(str(text)) for text in about.get("warnings", ())),
        [_issue(case, result) for result in results],
    )


def _issue(case: Case, result: CouncilResult) -> Issue:
    content = result.content
    return Issue(
        str(content["about"]["issue"]),
        _sentences(content),
        _drafts(case, content),
        _votes(case, content),
        place_chart(result, 0),
    )


def _sentences(content: dict[str, Any]) -> list[str]:
    about, drafting = content["about"], content["drafting"]
    low, high = content["scale"]
    ends = [content["models"][name]["outcome"] for name in RIVALS]
    points = [float(v) for v in ends if v is not None]
    best = drafting["best"]
    told = [
        f"On the scale {low:g} is “{about['low_means']}” and {high:g} is “{about['high_means']}”; "
        f"without a decision it stays at {content['status_quo']:g}.",
        f"Seven rival models of bargaining end between {min(points):.0f} and {max(points):.0f}. "
        f"Under consensus with abstention the text with the best chance is {best['draft']:.0f}, "
        f"adopted with {chance_text(best['adopted'], best.get('interval'))}.",
    ]
    if (sign := drafting["all_would_sign"]) is not None:
        told.append(
            f"Texts from {sign[0]:.0f} to {sign[1]:.0f} every member would rather let pass than "
            "block, if it alone decided."
        )
    else:
        told.append("There is no text that every member would rather let pass than block.")
    told.append(_bold(drafting, high))
    if (core := content["models"]["core"].get("interval")) is not None:
        told.append(
            f"Between {core[0]:.0f} and {core[1]:.0f} no change of the text is welcome to all."
        )
    return told


def _bold(drafting: dict[str, Any], high: float) -> str:
    above = drafting["boldest"]["above"]
    if above is None:
        return f"No text above the status quo keeps a chance of {percent(BOLD)}."
    if above >= high:
        last = drafting["curve"][-1]["adopted"]
        return (
            f"Even the boldest text keeps a chance of {percent(last)}: with blocking as costly as "
            "it is judged to be, the model tells texts apart weakly, and orders are safer than "
            "sizes."
        )
    return f"The boldest text that keeps a chance of {percent(BOLD)} is {above:.0f}."


def chance_text(p: float | None, ends: list[float] | None) -> str:
    """Chance with its interval over the coded ranges."""
    if p is None:
        return "not found"
    return f"{percent(p)} ({interval(*ends)})" if ends else percent(p)


def _drafts(case: Case, content: dict[str, Any]) -> Table:
    rows = []
    for draft in content["drafts"]:
        votes = {state: v for state, v in draft["votes"].items() if v is not None}
        ranked = sorted(votes, key=lambda state: -votes[state]["refuse"])
        named = [s for s in ranked if votes[s]["refuse"] >= LIKELY][:3]
        told = [f"{case.name(s)}{GAP}{percent(votes[s]['refuse'])}" for s in named]
        adopted, ends = draft["adopted"], draft.get("interval_of_adopted")
        cell = Cell(chance_text(adopted, None), adopted)
        if adopted is not None and ends:
            cell = Cell(percent(adopted), adopted, bar=adopted, low=ends[0], high=ends[1])
        rows.append(
            (
                first_upper(str(draft.get("title", draft["name"]))),
                f"{draft['draft']:g}",
                cell,
                interval(*ends) if ends else "–",
                phrase(told) if told else f"nobody above {percent(LIKELY)}",
                str(draft.get("recorded", "")),
            )
        )
    return Table(
        "Drafts: would they pass?",
        (
            ("draft", False),
            ("text on the scale", True),
            ("adopted", True),
            ("90 % over the coded ranges", True),
            ("likeliest to refuse", False),
            ("on record", False),
        ),
        tuple(rows),
        "Chances under consensus with abstention (quantal response). The interval is over the "
        "ranges of the coded positions and payoffs; all payoffs are judgement.",
    )


def _votes(case: Case, content: dict[str, Any]) -> Table:
    drafts = content["drafts"]
    rows = []
    for actor in content["actors"]:
        name = actor["name"]
        low, high = actor.get("position_range") or (actor["position"], actor["position"])
        cells: list[Cell | str] = [case.name(name), f"{low:.0f} to {high:.0f}"]
        for draft in drafts:
            vote = draft["votes"].get(name)
            cells.append(
                "–"
                if vote is None
                else f"{percent(vote['sign'])} / {percent(vote['abstain'])} / "
                f"{percent(vote['refuse'])}"
            )
        rows.append(tuple(cells))
    return Table(
        "Who signs / abstains / refuses",
        (
            ("member", False),
            ("position (90 %)", True),
            *((plain(draft["name"]), True) for draft in drafts),
        ),
        tuple(rows),
        "Under consensus with abstention, at the middle of the coded ranges.",
    )
