"""Named checks of an organisation's library: each returns the problems it finds."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator

from foedus.codes import Status
from foedus.files import InputError
from foedus.organisation.attributes import DYAD_ATTRIBUTES, STATE_ATTRIBUTES, problem_with
from foedus.organisation.core import Organisation
from foedus.organisation.preparation import Plan, Procedure, Unit

EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2100, 1, 1)


def check_sources_exist(org: Organisation) -> list[InputError]:
    """Every source cited anywhere stands in sources.csv."""
    return [
        InputError(where, f"source {name!r} is not in sources.csv; add it or correct the name")
        for where, cited in citations(org)
        for name in cited
        if name not in org.sources
    ]


def check_values_possible(org: Organisation) -> list[InputError]:
    """Shares lie in [0, 1], flags are 0 or 1, counts are whole, words are the listed ones."""
    out = []
    for (state, name), fact in org.states.items():
        if problem := problem_with(STATE_ATTRIBUTES[name], fact.value, fact.number):
            out.append(InputError(f"states.csv: {state} {name} {fact.date}", problem))
    for (first, second, name), fact in org.dyads.items():
        if problem := problem_with(DYAD_ATTRIBUTES[name], fact.value, fact.number):
            out.append(InputError(f"dyads.csv: {first} {second} {name} {fact.date}", problem))
    return out


def check_states_known(org: Organisation) -> list[InputError]:
    """Members, office holders and pairs are states of the states table."""
    known = set(org.states.states)
    used = [(f"members.csv: {row.start}", row.state) for row in org.members]
    used += [(f"offices.csv: {row.start}", row.state) for row in org.offices if row.state]
    used += [(f"forces.csv: {row.force}", row.state) for row in org.forces if row.state]
    used += [(f"units.csv: {row.unit}", row.state) for row in org.units]
    used += [(f"procedures.csv: {row.start}", row.state) for row in org.procedures]
    used += [(f"plans.csv: {row.plan}", state) for row in org.plans for state in row.area]
    for (first, second, name), _ in org.dyads.items():
        used += [(f"dyads.csv: {name}", first), (f"dyads.csv: {name}", second)]
    return [
        InputError(where, f"{state} has no row in states.csv; add it or correct the code")
        for where, state in sorted(set(used))
        if state not in known
    ]


def check_dates_possible(org: Organisation) -> list[InputError]:
    """Dates lie in the era of the model; a dispute is not recorded before it happened."""
    out = []
    for key, fact in (*org.states.items(), *org.dyads.items()):
        if not EARLIEST <= fact.date <= LATEST:
            out.append(InputError(" ".join(key), f"{fact.date} lies outside {EARLIEST}–{LATEST}"))
        if key[-1] == "last_dispute" and fact.value > fact.date.isoformat():
            out.append(InputError(" ".join(key), f"{fact.value} is later than its date"))
    return out


def check_versions_ordered(org: Organisation) -> list[InputError]:
    """Versions of a clause follow each other without overlap, each signed before it binds."""
    out = []
    for name, clause in org.clauses.items():
        where = f"treaty.yaml: {name}"
        for version in clause.versions:
            if version.signed > version.in_force_from:
                out.append(InputError(where, f"in force before it was signed ({version.signed})"))
            if version.in_force_until and version.in_force_until < version.in_force_from:
                out.append(InputError(where, "ends before it begins"))
        for old, new in itertools.pairwise(clause.versions):
            if old.in_force_until is None or old.in_force_until >= new.in_force_from:
                out.append(InputError(where, f"two versions in force on {new.in_force_from}"))
    return out


def check_standings_ordered(org: Organisation) -> list[InputError]:
    """A state has one standing at a time, and nobody leaves or freezes that was not in."""
    out = []
    by_state: dict[str, list] = {}
    for row in org.members:
        by_state.setdefault(row.state, []).append(row)
    for state, rows in by_state.items():
        where = f"members.csv: {state}"
        if rows[0].status is not Status.MEMBER:
            out.append(InputError(where, f"begins as {rows[0].status.name.lower()}"))
        for old, new in itertools.pairwise(rows):
            if old.end is None or old.end >= new.start:
                out.append(InputError(where, f"two standings on {new.start}"))
            elif (new.start - old.end).days > 1:
                out.append(InputError(where, f"no standing between {old.end} and {new.start}"))
    return out


def check_chairs_are_members(org: Organisation) -> list[InputError]:
    """Whoever holds the chair is a member that day."""
    return [
        InputError(f"offices.csv: chair {row.state} {row.start}", "not a member on that day")
        for row in org.offices
        if row.office == "chair" and org.standing_at(row.state, row.start) is not Status.MEMBER
    ]


def check_memory_marked(org: Organisation) -> list[InputError]:
    """What rests on memory alone carries low confidence."""
    return [
        InputError(" ".join(key), f"rests on memory alone but has confidence {fact.confidence}")
        for key, fact in (*org.states.items(), *org.dyads.items(), *_prepared(org))
        if fact.source == ("memory",) and fact.confidence != "low"
    ]


def _prepared(org: Organisation) -> Iterator[tuple[tuple[str, ...], Unit | Procedure | Plan]]:
    for unit in org.units:
        yield ("units.csv:", unit.state, unit.unit), unit
    for procedure in org.procedures:
        yield ("procedures.csv:", procedure.state), procedure
    for plan in org.plans:
        yield ("plans.csv:", plan.plan), plan


def check_cases_once(org: Organisation) -> list[InputError]:
    """No crisis stands twice."""
    seen: set[str] = set()
    out = []
    for case in org.crises:
        if case.case in seen:
            out.append(InputError(f"crises.csv: {case.case}", "stands twice; keep one"))
        seen.add(case.case)
    return out


def check_preparation_fits(org: Organisation) -> list[InputError]:
    """Units stand in forces that exist, with people to commit; exercises are of known kinds."""
    out = []
    forces = {row.force for row in org.formations}
    kinds = {row.function for row in org.functions}
    for unit in org.units:
        where = f"units.csv: {unit.state} {unit.unit} {unit.start}"
        if unit.force not in forces:
            out.append(InputError(where, f"force {unit.force!r} is not in formations.csv"))
        if (unit.committed or 0) > (unit.personnel or 0):
            out.append(InputError(where, "more people committed than the unit has"))
    for series in org.exercises if kinds else ():  # without kinds every exercise trains all
        where = f"exercises.csv: {series.series}"
        out += [
            InputError(where, f"function {name!r} is not in functions.csv")
            for name in series.functions
            if name not in kinds
        ]
        if not series.functions:
            out.append(InputError(where, "functions: expected at least one"))
    return out


CHECKS: dict[str, Callable[[Organisation], list[InputError]]] = {
    "sources exist": check_sources_exist,
    "values possible": check_values_possible,
    "states known": check_states_known,
    "dates possible": check_dates_possible,
    "versions of clauses ordered": check_versions_ordered,
    "standings ordered": check_standings_ordered,
    "chairs are members": check_chairs_are_members,
    "memory marked": check_memory_marked,
    "crises once": check_cases_once,
    "preparation fits": check_preparation_fits,
}


def check_organisation(org: Organisation) -> list[InputError]:
    """Run every named check.

    Returns
    -------
    list of foedus.files.InputError
        All problems found, not raised: place, and what was expected; empty if all is well.
    """
    return [problem for check in CHECKS.values() for problem in check(org)]


def citations(org: Organisation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Places that cite sources, with the sources they cite."""
    for key, fact in org.states.items():
        yield f"states.csv: {' '.join(key)} {fact.date}", fact.source
    for key, fact in org.dyads.items():
        yield f"dyads.csv: {' '.join(key)} {fact.date}", fact.source
    yield from law_citations(org)
    for row in (*org.members, *org.offices):
        yield f"members.csv or offices.csv: {row.state} {row.start}", row.source
    for row in org.forces:
        yield f"forces.csv: {row.force} {row.state}", row.source
    for row in org.exercises:
        yield f"exercises.csv: {row.series}", row.source
    for row in org.formations:
        yield f"formations.csv: {row.force}", row.source
    for row in org.units:
        yield f"units.csv: {row.state} {row.unit} {row.start}", row.source
    for row in org.procedures:
        yield f"procedures.csv: {row.state} {row.start}", row.source
    for row in org.plans:
        yield f"plans.csv: {row.plan}", row.source
    for row in org.functions:
        yield f"functions.csv: {row.function}", row.source
    for case in org.crises:
        yield f"crises.csv: {case.case}", case.sources


def law_citations(org: Organisation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Places in the law, the organs and the partners that cite sources."""
    for name, clause in org.clauses.items():
        for version in clause.versions:
            yield f"treaty.yaml: {name}", version.sources
    for name, organ in org.organs.items():
        yield f"organisation.yaml: organs.{name}", organ.sources
    for partner in org.partners:
        yield f"organisation.yaml: partners {partner.who}", partner.sources
