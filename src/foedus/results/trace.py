"""One simulated future told as a ledger: each act with the rule, the numbers and their sources.

The acts are appended to the real ledger as it stood at ``as_of`` and replayed through the same
rules. An act that these rules call impossible is an error of the simulation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foedus.codes import ActKind, Survival
from foedus.proceedings.ledger import Ledger, write
from foedus.proceedings.replay import Step, replay
from foedus.proceedings.state import state_at
from foedus.proceedings.telling import sentence
from foedus.proceedings.verdicts import Verdict, VerdictKind
from foedus.results.run import Library, load_library
from foedus.results.summary import describe_status
from foedus.results.trace_acts import simulated_acts
from foedus.results.trace_numbers import Future, overhear
from foedus.results.trace_typical import Typical, most_typical
from foedus.results.trace_why import Explainer, Why, structure_names
from foedus.scenario import Scenario
from foedus.simulation.inputs import Start, build_inputs

OWN_RECORD = "own_record"


@dataclass(frozen=True)
class TracedAct:
    """One act of a traced future.

    Attributes
    ----------
    step : Step
        The act, the verdict of the rules, and what changed.
    event : int
        Row of the future's event table; -1 for an act that only follows from others.
    why : Why or None
        What decided it; None for an act that only follows from others.
    """

    step: Step
    event: int
    why: Why | None


@dataclass(frozen=True)
class Entered:
    """A parameter of the traced future: its value there, and what it rests on."""

    value: float
    unit: str
    basis: str
    source: str
    meaning: str


@dataclass(frozen=True)
class Trace:
    """One future as a ledger.

    Attributes
    ----------
    scenario, library, start : Scenario, Library, Start
        What was simulated and from where.
    future : Future
        The future, with its number, events and parameters.
    typical : Typical or None
        How it was chosen, when it was chosen for an outcome.
    structures : dict
        Its rival theories by name.
    acts : tuple of TracedAct
        In the order of their days.
    parameters : dict of str to Entered
        The parameters that entered its acts.
    ledger : Ledger
        The real ledger up to ``as_of`` with these acts appended and sealed.
    """

    scenario: Scenario
    library: Library
    start: Start
    future: Future
    typical: Typical | None
    structures: dict[str, str]
    acts: tuple[TracedAct, ...]
    parameters: dict[str, Entered]
    ledger: Ledger

    @property
    def survival(self) -> str:
        """What becomes of the organisation: active, idle or dissolved."""
        return Survival(int(self.future.tally["survival"])).name.lower()

    def with_verdict(self, kind: VerdictKind) -> list[TracedAct]:
        """Acts of which the rules say so."""
        return [traced for traced in self.acts if traced.step.verdict.kind == kind]


def trace(
    scenario: Scenario,
    library: Library | None = None,
    *,
    future: int = 0,
    typical: str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Trace:
    """Trace one future of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What to simulate; `scenario.futures` matters only with `typical`.
    library : Library, optional
        Loaded organisation and ledger; default: those the scenario names.
    future : int
        Number of the future.
    typical : str, optional
        An outcome: the most typical future in which it came true is traced instead.
    threads, progress
        Of the run in which the most typical future is sought.

    Raises
    ------
    InputError
        The scenario, the library or the outcome is invalid.
    """
    library = library or load_library(scenario.organisation)
    start = build_inputs(scenario, library.organisation, library.ledger)
    chosen = None
    if typical is not None:
        chosen = most_typical(scenario, start, typical, threads=threads, progress=progress)
        future = chosen.future
    return _told(scenario, library, start, overhear(scenario, start, future), chosen)


def _told(
    scenario: Scenario, library: Library, start: Start, heard: Future, chosen: Typical | None
) -> Trace:
    known = library.ledger.until(scenario.as_of)
    told = simulated_acts(
        heard.events,
        start,
        scenario,
        library.organisation,
        state_at(library.ledger, scenario.as_of),
        heard.number,
        heard.coups,
    )
    ledger = known.extend(simulated.act for simulated in told)
    explainer = Explainer(start.states, scenario.known_parameters.names())
    steps = list(replay(ledger, library.organisation))[len(known) :]
    acts = []
    for simulated, step in zip(told, steps, strict=True):
        why = None
        if simulated.event >= 0:
            event = heard.events[simulated.event]
            moment = heard.moments[simulated.event]
            why = explainer.why(moment, ActKind(int(event["act"])), int(event["actor"]))
        acts.append(TracedAct(step, simulated.event, why))
    return Trace(
        scenario,
        library,
        start,
        heard,
        chosen,
        structure_names(heard.structure),
        tuple(acts),
        _entered(scenario, heard, acts),
        ledger,
    )


def _entered(scenario: Scenario, heard: Future, acts: list[TracedAct]) -> dict[str, Entered]:
    used = {name for traced in acts if traced.why for name in traced.why.parameters}
    known = scenario.known_parameters
    out = {}
    for name in sorted(used):
        value = float(heard.theta[name.replace(".", "_")])
        if name == OWN_RECORD:
            meaning = "share of the organisation's own calls that were met, as of the start"
            out[name] = Entered(value, "probability", "data", "ledger", meaning)
            continue
        p = known[name]
        out[name] = Entered(value, p.unit, p.basis, p.source, p.meaning)
    return out


def write_ledger(traced: Trace, path: Path) -> None:
    """Write the real ledger up to ``as_of`` with the future's acts behind it, sealed."""
    write(traced.ledger, path)


def as_json(traced: Trace) -> dict[str, Any]:
    """Trace as one plain mapping; keys are never renamed, new ones may be added."""
    scenario = traced.scenario
    status = int(traced.future.tally["status"])
    return {
        "scenario": scenario.name,
        "as_of": scenario.as_of.isoformat(),
        "months": scenario.months,
        "seed": scenario.seed,
        "what_ifs": list(scenario.chosen),
        "future": traced.future.number,
        "typical": asdict(traced.typical) if traced.typical else None,
        "structures": traced.structures,
        "organisation": traced.survival,
        "cohesion": [float(value) for value in traced.future.cohesion],
        "status": status,
        "warnings": [describe_status(status)] if status else [],
        "verdicts": {kind.name.lower(): len(traced.with_verdict(kind)) for kind in VerdictKind},
        "acts": [_act_json(a, traced.library.organisation) for a in traced.acts],
        "parameters": {name: asdict(entered) for name, entered in traced.parameters.items()},
    }


def _act_json(traced: TracedAct, organisation: Any) -> dict[str, Any]:
    act = traced.step.act
    return {
        "id": act.id,
        "date": act.date.isoformat(),
        "kind": act.kind.slug,
        "actors": list(act.actors),
        "targets": list(act.targets),
        "people": None if act.people is None else act.people[0],
        "framework": act.framework,
        "refers": list(act.refers),
        "sentence": sentence(act, organisation),
        "verdict": [_verdict_json(finding) for finding in traced.step.verdict.findings],
        "why": asdict(traced.why) if traced.why else None,
    }


def _verdict_json(finding: Verdict) -> dict[str, str]:
    return {
        "verdict": VerdictKind(finding.kind).name.lower(),
        "rule": finding.rule,
        "sentence": finding.sentence,
    }
