"""The standing tables of a report: what-ifs, the state at the start, irregular acts, parameters."""

from __future__ import annotations

from foedus.parameters import BASES
from foedus.proceedings.replay import irregularities
from foedus.proceedings.telling import day_in_words
from foedus.proceedings.views import drafts, forces_out, open_calls
from foedus.report.case import Case
from foedus.report.experiments import Outcome, any_member, dissolved, effect, troops_sent
from foedus.report.parts import Cell, Table
from foedus.report.words import day, first_upper, plain, points

WHAT_IF_OUTCOMES: dict[str, Outcome] = {
    "any crisis": any_member("crisis"),
    "troops sent": troops_sent,
    "a member freezes": any_member("frozen"),
    "a member leaves": any_member("exit"),
    "dissolved": dissolved,
}


def what_if_table(case: Case, notes: dict[str, str]) -> Table | None:
    """Difference of the headlines under each named what-if, paired by luck.

    Parameters
    ----------
    case : Case
    notes : dict
        What of each effect is true by construction; its order is the order of the rows.
    """
    rows = []
    order = [name for name in notes if name in case.scenario.what_ifs]
    order += [name for name in case.scenario.what_ifs if name not in notes]
    for name in order:
        change = case.scenario.what_ifs[name]
        if (change.war_ends is not None and not case.at_war) or name in case.scenario.chosen:
            continue
        changed = case.simulated(name, case.short.with_what_if(name))
        cells: list[Cell | str] = [first_upper(change.meaning)]
        for outcome in WHAT_IF_OUTCOMES.values():
            found = effect(case.baseline, changed, outcome)
            cells.append(Cell(points(found.mean, found.error), found.mean))
        cells.append(notes.get(name, ""))
        rows.append(tuple(cells))
    if not rows:
        return None
    return Table(
        "Change against this run in percentage points ± error, same luck",
        (
            ("what if", False),
            *((words, True) for words in WHAT_IF_OUTCOMES),
            ("true by construction", False),
        ),
        tuple(rows),
        f"{case.futures:,} pairs of futures each. A difference within twice its error is not told "
        "apart from none.",
    )


def state_rows(case: Case) -> list[tuple[str, str]]:
    """The organisation as it stands at the date of the run."""
    standing, organisation = case.standing, case.organisation
    rows = [("members that take part", case.names(standing.members) or "none")]
    frozen = [s for s, v in organisation.members_at(case.day).items() if s not in standing.members]
    if frozen:
        since = [row for row in organisation.members if row.covers(case.day)]
        told = "; ".join(
            f"{case.name(row.state)} (since {day(row.start)})"
            for row in since
            if row.state in frozen
        )
        rows.append(("frozen", told))
    rows.append(("chair", case.name(standing.chair) if standing.chair else "not known"))
    for office in ("secretary_general", "chief_of_joint_staff"):
        holder = organisation.office_at(office, case.day)
        if holder is not None:
            rows.append((plain(office), f"{holder.holder} (since {day(holder.start)})"))
    calls = open_calls(standing, case.day)
    told = "; ".join(
        f"{case.names(c.request.acting_states)}, {day_in_words(c.request)} ("
        f"{'refused' if c.refused else 'no decision'}, answer so far: "
        f"{plain(c.level.name.lower())})"
        for c in calls
    )
    rows.append(("calls not met by troops or material", told or "none"))
    out = forces_out(standing)
    rows.append(
        (
            "contingents out in its name",
            "; ".join(f"{case.name(b)} in {case.name(a)}" for a, b in out) or "none",
        )
    )
    open_drafts = [d for d in drafts(standing) if d.fate == "sent_back"]
    told = "; ".join(
        f"{d.act.text} (refused by {case.names(d.refused_by)})" for d in open_drafts[-3:]
    )
    rows.append(("drafts sent back", told or "none"))
    return rows


def irregular_table(case: Case) -> Table:
    """Recorded acts that a rule speaks against."""
    rows = []
    for act, verdict in irregularities(case.library.ledger.until(case.day), case.organisation):
        clause = case.organisation.clauses.get(verdict.rule)
        name = f"{clause.instrument}, art. {clause.article}" if clause else verdict.rule
        rows.append(
            (
                day_in_words(act),
                first_upper(act.text),
                name.removesuffix(", art. "),
                first_upper(verdict.sentence),
                case.citations.cell(act.sources),
            )
        )
    return Table(
        f"{len(rows)} of {len(case.library.ledger.until(case.day))} recorded acts are irregular",
        (
            ("date", False),
            ("act", False),
            ("rule", False),
            ("why", False),
            ("sources", False),
        ),
        tuple(rows),
        "Irregular: it happened, and a rule says otherwise. History is not bent to fit.",
    )


def basis_table(case: Case) -> Table:
    """How many parameters rest on what."""
    counts = case.scenario.known_parameters.count_by_basis()
    total = sum(counts.values())
    rows = tuple(
        (basis, Cell(str(counts[basis]), counts[basis], f"basis.{basis}", counts[basis] / total))
        for basis in BASES
    )
    return Table(
        f"{total} parameters by what they rest on", (("basis", False), ("parameters", True)), rows
    )


def parameter_table(case: Case) -> Table:
    """Every parameter with middle, interval, basis and source."""
    rows = []
    parameters = case.scenario.known_parameters
    for name in parameters.names():
        p = parameters[name]
        low, high = p.interval()
        spread = "fixed" if low == high else f"{low:.3g} to {high:.3g}"
        rows.append(
            (
                name,
                p.meaning,
                f"{p.central:.3g}",
                spread,
                p.unit,
                p.basis,
                case.citations.cell((p.source,)),
            )
        )
    return Table(
        "Parameters",
        (
            ("name", False),
            ("meaning", False),
            ("middle", True),
            ("90 %", True),
            ("unit", False),
            ("basis", False),
            ("source", False),
        ),
        tuple(rows),
    )
