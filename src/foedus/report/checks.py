"""`foedus check`: every named check of a library, and how much of it rests on what."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.files import InputError
from foedus.organisation import Organisation, agreement, check_organisation, library_folder
from foedus.parameters import Parameters
from foedus.proceedings.replay import replay
from foedus.proceedings.state import state_at
from foedus.proceedings.verdicts import VerdictKind
from foedus.results.run import Library, load_library
from foedus.scenario import Scenario, load_scenario


@dataclass(frozen=True)
class Outcome:
    """What the checks found: lines for people, and problems (none when the library is sound)."""

    lines: tuple[str, ...]
    problems: tuple[InputError, ...]


def check_library(target: str) -> Outcome:
    """Run every check on the library of a target.

    Parameters
    ----------
    target : str
        Name of a library, its folder, or a scenario.
    """
    scenario = load_scenario(target)
    library = load_library(scenario.organisation)
    problems = [
        *check_organisation(library.organisation),
        *parameter_problems(scenario.known_parameters, library.organisation),
        *scenario_problems(scenario, library.organisation),
        *ledger_problems(library),
        *evidence_problems(scenario),
    ]
    return Outcome(tuple(_lines(scenario, library, problems)), tuple(problems))


def evidence_problems(scenario: Scenario) -> list[InputError]:
    """Parameters that name evidence which nobody has accepted."""
    from foedus.evidence.backing import NAME, check_backing

    home = library_folder(scenario.organisation)
    return check_backing(scenario.known_parameters, home / NAME)


def parameter_problems(parameters: Parameters, organisation: Organisation) -> list[InputError]:
    """Parameters whose source does not stand in sources.csv."""
    return [
        InputError(
            f"parameters.yaml: {name}", f"source {parameters[name].source!r} is not in sources.csv"
        )
        for name in parameters.names()
        if parameters[name].source not in organisation.sources
    ]


def scenario_problems(scenario: Scenario, organisation: Organisation) -> list[InputError]:
    """Assumptions without a source, and states that the library does not know."""
    cited = [(f"war.{i}", w.source) for i, w in enumerate(scenario.war)]
    cited.append(("calendar", scenario.calendar.source))
    out = [
        InputError(f"scenario.yaml: {where}", f"source {name!r} is not in sources.csv")
        for where, name in cited
        if name not in organisation.sources
    ]
    out += [
        InputError("scenario.yaml: calendar.chair_order", f"unknown state {state!r}")
        for state in scenario.calendar.chair_order
        if state not in organisation.state_codes
    ]
    return out


def ledger_problems(library: Library) -> list[InputError]:
    """Acts that are impossible, cite unknown sources, or disagree with the tables."""
    organisation, ledger = library.organisation, library.ledger
    out = []
    for step in replay(ledger, organisation):
        act = step.act
        where = f"ledger.csv: {act.id}"
        if step.verdict.kind == VerdictKind.IMPOSSIBLE:
            why = f"impossible ({step.verdict.rule}): {step.verdict.sentence}"
            out.append(InputError(where, why))
        out += [
            InputError(where, f"source {name!r} is not in sources.csv")
            for name in act.sources
            if name not in organisation.sources
        ]
        if not act.sources:
            out.append(InputError(where, "no source"))
    out += standing_problems(library)
    return out


def standing_problems(library: Library) -> list[InputError]:
    """Days on which members.csv or offices.csv says otherwise than the ledger."""
    organisation = library.organisation
    out = []
    days = sorted({row.start for row in organisation.members})
    for day in days:
        standing = state_at(library.ledger, day)
        by_table = {s for s, status in organisation.members_at(day).items() if status == 1}
        if by_table != set(standing.members):
            differ = ", ".join(sorted(by_table ^ set(standing.members)))
            out.append(InputError(f"members.csv: {day}", f"the ledger says otherwise of {differ}"))
    for row in organisation.offices:
        if row.office == "chair" and row.start >= library.ledger.acts[0].date:
            chair = state_at(library.ledger, row.start).chair
            if chair != row.state:
                differ = f"{row.state} here, {chair or 'nobody'} in the ledger"
                out.append(InputError(f"offices.csv: chair {row.start}", differ))
    return out


def _lines(scenario: Scenario, library: Library, problems: list[InputError]) -> list[str]:
    organisation, ledger = library.organisation, library.ledger
    counts = dict.fromkeys(VerdictKind, 0)
    for step in replay(ledger, organisation):
        counts[step.verdict.kind] += 1
    parameters = scenario.known_parameters.count_by_basis()
    facts = organisation.facts_by_basis()
    memory = sum("memory" in act.sources for act in ledger)
    told = agreement(organisation.crises)
    kappas = ", ".join(f"{item} {a.kappa:.2f}" for item, a in told.items() if a.kappa is not None)
    return [
        f"{organisation.full_name}",
        f"ledger: {len(ledger)} acts, chain unbroken; {counts[VerdictKind.PERMITTED]} permitted, "
        f"{counts[VerdictKind.IRREGULAR]} irregular, {counts[VerdictKind.IMPOSSIBLE]} impossible; "
        f"{memory} rest on memory",
        f"parameters: {sum(parameters.values())}, resting on {_counts(parameters)}",
        f"facts on states and pairs: {sum(facts.values())}, resting on {_counts(facts)}",
        f"crises coded twice: {len(organisation.crises)}, Cohen's kappa: {kappas}",
        f"sources: {len(organisation.sources)}; clauses: {len(organisation.clauses)}",
        "no problem found" if not problems else f"{len(problems)} problems found",
    ]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())
