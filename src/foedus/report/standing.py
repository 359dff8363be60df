"""The standing tables of a report: the state at the start, irregular acts, parameters."""

from __future__ import annotations

from typing import Any

from foedus.parameters import BASES
from foedus.proceedings.replay import irregularities
from foedus.proceedings.telling import day_in_words
from foedus.proceedings.views import drafts, forces_out, open_calls
from foedus.report.case import Case
from foedus.report.parts import Cell, Table
from foedus.report.words import GAP, day, first_upper, percent, plain
from foedus.results.contraction import contractions


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


def contraction_table(case: Case) -> Table:
    """How much narrower data have made each parameter that was estimated."""
    found = contractions(case.scenario, case.start)
    rows: list[tuple[Cell | str, ...]] = []
    for row in found["updated"]:
        rows.append(
            (
                row["name"],
                row["data"],
                f"{row['prior_sd']:.3g}",
                f"{row['posterior_sd']:.3g}",
                _contracted(row),
            )
        )
    for row in found["estimated"]:
        sd = row["posterior_sd"]
        rows.append(
            (
                row["name"],
                row["reference"] or row["why"],
                "–",
                "–" if sd is None else f"{sd:.3g}",
                _contracted(row),
            )
        )
    rest = "; ".join(f"{row['parameters']} {row['basis']}" for row in found["not_updated"])
    return Table(
        "What data have taught: contraction of each parameter that was estimated",
        (
            ("parameter", False),
            ("data, or the reference prior", False),
            ("spread before", True),
            ("after", True),
            ("contraction", True),
        ),
        tuple(rows),
        "Contraction: 1 − Var(posterior) / Var(prior). Spread: standard deviation. Rates of "
        "members are shrunk from the region's by their own record; a run uses their means; a "
        "negative figure means that the record lies above the prior, so that the spread grew with "
        "the rate. "
        "Parameters with a reference prior were estimated outside this project with a flat one; "
        "their ratio is against the prior named, which was not used. Below 20 % a parameter is not "
        f"informed by data. Not estimated: {rest}.",
    )


def _contracted(row: dict[str, Any]) -> Cell | str:
    if row["contraction"] is None:
        return "none"
    value = row["contraction"]
    text = percent(value) if value > 0.0 else f"{100 * value:.0f}{GAP}%".replace("-", "−")
    notes = () if row["informed"] else (row["word"],)
    return Cell(text, row["contraction"], notes=notes)
