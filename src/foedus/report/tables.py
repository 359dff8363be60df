"""What the run itself says: headlines, rival theories, members, causes, times, the region."""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.report.case import Case
from foedus.report.charts import dots, fan, spreads
from foedus.report.parts import Cell, Chart, Table
from foedus.report.sizes import exploratory, share_text
from foedus.report.words import (
    duration,
    interval,
    number,
    percent,
    plain,
    several,
    share,
)
from foedus.report.words import word as estimative
from foedus.scenario import STRUCTURES

# words, place in the summary, name among structures and errors
HEADLINES: tuple[tuple[str, str, str], ...] = (
    ("any crisis of a member", "crisis.any", "any_crisis"),
    ("troops sent in its name", "crisis.troop_deployment", "troop_deployment"),
    ("a member freezes its part", "any_freeze", "any_freeze"),
    ("a member leaves", "any_exit", "any_exit"),
    ("a state joins", "joins.any", "any_join"),
    ("idle at the end", "organisation.idle", "idle"),
    ("dissolved", "organisation.dissolved", "dissolved"),
)
DOTS = 20  # of a quantile plot
CAUSES = ("grievance", "distance", "belief", "dependence")
MEMBER_COLUMNS = (
    ("crisis", "crisis"),
    ("asks", "request"),
    ("refuses a paper", "refuses_draft"),
    ("freezes", "frozen"),
    ("leaves", "exit"),
    ("receives troops", "troops_received"),
    ("sends troops", "troops_sent"),
)


def value_at(summary: dict[str, Any], path: str) -> Any:
    """Value of a summary by its dotted path."""
    found: Any = summary
    for part in path.split("."):
        found = found[part]
    return found


def headline_table(case: Case) -> Table:
    """Every headline with error, range across structures, baseline and judgement share."""
    summary = case.summary
    rows = []
    for words, path, name in HEADLINES:
        p = float(value_at(summary, path))
        ends = summary["structures"][name]
        climate = summary["climatology"].get(name)
        judged = case.sizes.headlines.get(name) or summary["judgement_share"].get(name)
        rows.append(
            (
                words,
                Cell(
                    share(p, case.n), p, path, p, ends["min"], ends["max"], notes=(estimative(p),)
                ),
                Cell(interval(ends["min"], ends["max"])),
                _judged(judged),
                "–" if climate is None else Cell(percent(climate), climate, f"climatology.{name}"),
            )
        )
    climate = summary["climatology"]
    return Table(
        f"Shares of {case.n:,} futures over {case.scenario.months} months",
        (
            ("outcome", False),
            ("share ± error", True),
            ("range across theories", True),
            ("share of judgement", True),
            ("own record alone", True),
        ),
        tuple(rows),
        "Error: Monte-Carlo standard error in points; more futures shrink it, and nothing else. "
        "Range: lowest and highest over the rival theories, each alone. Own record: "
        f"{several(climate['deployments'], 'deployment')} in {climate['years']} years since the "
        f"treaty is in force; {climate['calls_met']} of {climate['calls']} calls met. "
        "Words follow ICD 203.",
    )


def _judged(share: dict[str, Any] | None) -> Cell | str:
    """Share of judgement with the word that its size asks for."""
    if not share:
        return "not computed"
    if (text := share_text(share)) == "unclear":
        return text
    word = "exploratory" if exploratory(share) else "below one half"
    return Cell(text, float(share["share"]), notes=(word,))


def judgement_sentences(case: Case) -> tuple[str, ...]:
    """What the share of judgement says of the headlines, for the front page."""
    known = case.sizes.headlines
    counted = case.scenario.known_parameters
    of_all = (
        f"{counted.count_by_basis()['judgement']} of {len(counted.names())} parameters rest on "
        "judgement; those that are fixed numbers vary in no draw and no share counts them."
    )
    if not known:
        return (
            "The share of judgement in these figures was not computed, so take every one as "
            f"exploratory, not a forecast. {of_all} To compute it: foedus report "
            f"{case.folder.name}, or foedus sensitivity {case.folder.name}/scenario.lock.yaml "
            f"--out {case.folder.name}.",
        )
    words = {name: text for text, _path, name in HEADLINES}
    parts: dict[str, list[str]] = {"above": [], "below": [], "unclear": []}
    for name, text in words.items():
        share = known.get(name)
        if not share or (told := share_text(share)) == "unclear":
            parts["unclear"].append(text)
        else:
            parts["above" if exploratory(share) else "below"].append(f"{text} ({told})")
    told = []
    if parts["above"]:
        told.append(
            "Exploratory, not a forecast, because judged parameters explain more than half of what "
            f"is uncertain in the probability: {'; '.join(parts['above'])}."
        )
    if parts["below"]:
        told.append(f"Below one half: {'; '.join(parts['below'])}.")
    if parts["unclear"]:
        told.append(f"Unclear at this size: {'; '.join(parts['unclear'])}.")
    kept = case.sizes.kept
    told.append(
        f"Shares ± one standard error, from {kept['pairs']:,} pairs of parameter draws "
        f"({kept['futures']:,} futures). {of_all}"
    )
    return tuple(told)


def is_exploratory(case: Case) -> bool:
    """Whether any headline is, or none is known not to be."""
    known = case.sizes.headlines
    return not known or any(exploratory(share) for share in known.values())


def region_table(case: Case) -> Table | None:
    """Crises, deaths and displaced in the region, as ranges."""
    region = case.summary.get("region")
    if not region:
        return None
    rows = []
    for words, name in (
        ("crises of members", "crises"),
        ("deaths", "deaths"),
        ("people displaced", "displaced"),
    ):
        found = region[name]
        cells = [
            "–"
            if found[q] is None
            else Cell(
                f"{found[q]:,.2g}" if found[q] < 10 else f"{float(f'{found[q]:.2g}'):,.0f}",
                found[q],
                f"region.{name}.{q}",
            )
            for q in ("p25", "p50", "p75")
        ]
        rows.append((words, *cells))
    return Table(
        f"In the region over {case.scenario.months} months, half of the futures",
        (("what", False), ("25 %", True), ("middle", True), ("75 %", True)),
        tuple(rows),
        f"A crisis grows into a war in {share(region['war'], case.n)} of the futures. Tolls are "
        "orders of size: their spread within a kind of crisis is judged.",
    )


def theory_table(case: Case) -> Table:
    """Headlines under every option of every structure, none averaged with its rivals."""
    names = [(words, name) for words, _path, name in HEADLINES]
    rows = tuple(
        (
            plain(row["structure"]),
            plain(row["option"]),
            f"{row['n']:,}",
            *(Cell(percent(row[name]), row[name]) for _words, name in names),
        )
        for row in case.summary["structure_table"]
    )
    return Table(
        "The same under each rival theory alone",
        (
            ("question in dispute", False),
            ("theory", False),
            ("futures", True),
            *((words, True) for words, _name in names),
        ),
        rows,
        f"Weights are the user's to change; {len(STRUCTURES)} questions are in dispute.",
    )


def member_table(case: Case) -> Table:
    """What happens to each member, with calls and answers."""
    rows = []
    for state, m in case.summary["members"].items():
        helped = m["helped_if_requested"]
        answer: Cell | str = "–"
        if helped["n"]:
            text = share(helped["p"], helped["n"], count=True)
            answer = Cell(text, helped["p"], f"members.{state}.helped_if_requested.p")
        cells: list[Cell | str] = [case.name(state)]
        for words, name in MEMBER_COLUMNS:
            cells.append(Cell(percent(m[name]), m[name], f"members.{state}.{name}", m[name]))
            if words == "asks":
                cells.append(answer)
        rows.append(tuple(cells))
    columns: list[tuple[str, bool]] = [("member", False)]
    for words, _name in MEMBER_COLUMNS:
        columns.append((words, True))
        if words == "asks":
            columns.append(("helped if it asks", True))
    return Table(
        "At least once within the horizon, share of futures",
        tuple(columns),
        tuple(rows),
        "Helped: troops or material, per call, with n calls over all futures and the error from "
        "n. Refuses a paper: at a regular session. Leaves and freezes as defined in the "
        "documentation.",
    )


def causes_table(case: Case) -> Table | None:
    """Why a member is likely to refuse or to freeze: what each cause adds at the start."""
    causes = case.summary.get("causes")
    if not causes:
        return None
    rows = []
    for state, found in causes.items():
        situation, refusal, freeze = found["situation"], found["refusal"], found["freeze"]
        rows.append(
            (
                case.name(state),
                *(f"{situation[name]:.2f}" for name in CAUSES),
                percent(refusal["as_it_stands"]),
                percent(refusal["without_grievance"]),
                *(f"× {freeze[name]:.2f}" for name in CAUSES),
            )
        )
    return Table(
        "Causes at the start, at the medians of the parameters",
        (
            ("member", False),
            *((name, True) for name in CAUSES),
            ("refuses the declaration", True),
            ("the same without grievance", True),
            *((f"freezing: {name}", True) for name in CAUSES),
        ),
        tuple(rows),
        "Grievance: unanswered calls. Distance: from the leading state's position. Belief: that a "
        "call against an outsider would be met. Dependence: on the leading state. Freezing: factor "
        "on the hazard. That each cause works in its direction is true by construction.",
    )


def time_table(case: Case) -> Table:
    """Quantiles of first troops and closure."""
    crisis = case.summary["crisis"]
    rows = []
    for words, name in (
        ("from the call to the first troops", "first_troops_days"),
        ("from the call to closure", "closure_days"),
    ):
        spread = crisis[name]
        cells = [
            "–" if spread[q] is None else Cell(duration(spread[q]), spread[q], f"crisis.{name}.{q}")
            for q in ("p05", "p25", "p50", "p75", "p95")
            if q in spread
        ]
        rows.append((words, *cells))
    ends = [q for q in ("p05", "p25", "p50", "p75", "p95") if q in crisis["closure_days"]]
    return Table(
        "First deployment of a future, where there is one",
        (
            ("time", False),
            *(("middle" if q == "p50" else f"{int(q[1:])} %", True) for q in ends),
        ),
        tuple(rows),
        f"Of the {percent(crisis['troop_deployment'])} of futures with a deployment. The long "
        "right tail is the slow kind of council decision.",
    )


def cohesion_chart(case: Case) -> Chart | None:
    """Fan of cohesion by month, over the futures in which the organisation still exists."""
    base = case.baseline
    paths, lasts = base.cohesion[base.good], ~base.flag("dissolved")[base.good]
    rows: list[dict[str, Any]] = []
    for month, row in enumerate(case.summary["cohesion"]):
        values = paths[paths[:, month] > 0.0, month]
        if len(values) == 0:
            break
        spread = {f"p{p:02d}": float(np.percentile(values, p)) for p in (5, 25, 50, 75, 95)}
        rows.append({"month": row["month"], **spread})
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    return fan(
        rows,
        f"Cohesion by month: middle {first['p50']:.2f} in {first['month']} and {last['p50']:.2f} "
        f"in {last['month']}, where 90 % of futures lie between {last['p05']:.2f} and "
        f"{last['p95']:.2f}.",
        "Cohesion is one minus the mean distance between members' positions, drawn while the "
        f"organisation exists ({int(lasts.sum()):,} of {len(lasts):,} futures to the end). 90 % "
        "and 50 % of them lie in the bands. The axis does not begin at zero.",
    )


def time_chart(case: Case) -> Chart | None:
    """Spread of first troops and closure."""
    rows = []
    for words, name in (("first troops", "first_troops_days"), ("closure", "closure_days")):
        spread = case.summary["crisis"][name]
        if spread["p50"] is None:
            return None
        hours = {key: 24.0 * value for key, value in spread.items()}
        rows.append({"row": words, "p25": hours["p50"], "p75": hours["p50"], **hours})
    return spreads(
        rows,
        "time from the call",
        "Time from the call to the first troops and to closure; the figures stand in the table.",
        "Of deployments, 90 % lie on the thin line and 50 % on the thick one; the tick is the "
        "middle.",
    )


def time_dots(case: Case) -> list[Chart]:
    """Quantile dots of first troops and closure, from the run's first futures."""
    charts = []
    for words, name in (("first troops", "first_troops_days"), ("closure", "closure_days")):
        hours = 24.0 * case.baseline.tallies[name][case.baseline.good]
        hours = hours[np.isfinite(hours) & (hours > 0.0)]
        if len(hours) < DOTS:
            return []
        at = [float(np.quantile(hours, (k + 0.5) / DOTS)) for k in range(DOTS)]
        day_dots = sum(value <= 24.0 for value in at)
        charts.append(
            dots(
                at,
                f"from the call to {words}",
                f"{DOTS} equally likely times from the call to {words}: "
                + ", ".join(duration(value / 24.0) for value in at)
                + ".",
                f"Call to {words}: each of the {DOTS} dots stands for one deployment in {DOTS}; "
                f"{number(day_dots) if day_dots else 'none'} of them within a day. "
                f"From {len(hours):,} deployments.",
            )
        )
    return charts
