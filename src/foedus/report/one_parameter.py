"""`foedus show LIBRARY PARAMETER`: one number, what it rests on, and who said so."""

from __future__ import annotations

from pathlib import Path

from foedus.evidence.backing import NAME, Backing, backing_of
from foedus.evidence.second_proposer import RULES
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.organisation import Organisation, library_folder
from foedus.report.terminal_record import safe
from foedus.scenario import Scenario


def parameter_lines(
    scenario: Scenario, organisation: Organisation, name: str, base: Path | None = None
) -> list[str]:
    """Lines for the terminal about one parameter.

    Parameters
    ----------
    scenario : Scenario
        Whose parameter.
    organisation : Organisation
        Holds the sources.
    name : str
        Dotted name.
    base : Path, optional
        Evidence base; by default ``evidence.sqlite`` in the library's folder.

    Raises
    ------
    InputError
        If there is no such parameter, or its evidence is missing or not accepted.
    """
    parameters = scenario.known_parameters
    if name not in parameters.values:
        near = [n for n in parameters.names() if n.split(".")[0] == name.split(".")[0]]
        listed = ", ".join(near) or "`foedus show LIBRARY --parameters` lists them"
        raise InputError(f"parameter {name!r}", f"not in the library; near it: {listed}")
    parameter = parameters[name]
    low, high = parameter.interval()
    source = organisation.sources.get(parameter.source)
    told = f"{source.title} ({source.locator})" if source else parameter.source
    lines = [
        f"{name}: {parameter.meaning}",
        f"  median {parameter.central:.4g}, 90 % {low:.4g} to {high:.4g}, unit {parameter.unit}",
        f"  basis: {parameter.basis}; source: {told}",
    ]
    if parameter.why:
        lines.append(f"  why: {parameter.why}")
    if not parameter.evidence:
        return [*lines, "  evidence: no record of an evidence base is named"]
    path = base or library_folder(scenario.organisation) / NAME
    with Store(path, create=False) as store:
        for backing in backing_of(store, parameter.evidence, name):
            lines += _told(backing)
    return lines


def _told(backing: Backing) -> list[str]:
    who = f"{backing.speaker}: " if backing.speaker else ""
    words = " ".join(backing.sentence.split())
    found = "" if backing.proposer == RULES else f"found by {backing.proposer}, "
    lines = [
        f"  evidence {backing.key[:12]}: {who}“{words}”",
        f"    {backing.source}, {backing.date}; {found}accepted by {backing.reviewer}, "
        f"{backing.decided_at[:10]}",
    ]
    return [safe(line) for line in lines]
