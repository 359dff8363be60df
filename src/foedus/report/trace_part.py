"""One traced future in a report: each act in a plain sentence, with rule, numbers and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.codes import ActKind
from foedus.files import InputError
from foedus.proceedings.telling import sentence
from foedus.proceedings.verdicts import VerdictKind
from foedus.report.case import Case
from foedus.report.parts import Reference
from foedus.report.terminal_trace import figure, why_lines
from foedus.report.words import first_upper, plain
from foedus.results.trace import Entered, Trace, TracedAct, trace

OUTCOME = "troop_deployment"
TELLING = (
    ActKind.ATTACK,
    ActKind.CLASH,
    ActKind.UNREST,
    ActKind.INSURGENCY_INCIDENT,
    ActKind.POWER_CHANGE,
    ActKind.REFUSED_TO_SIGN,
    ActKind.FREEZE,
    ActKind.RESUMPTION,
    ActKind.WITHDRAWAL_NOTICE,
    ActKind.EXIT,
    ActKind.ACCESSION,
    ActKind.DISSOLUTION,
)


@dataclass(frozen=True)
class Entry:
    """Parameters that entered an act and rest on the same thing."""

    text: str
    basis: str
    reference: Reference | None


@dataclass(frozen=True)
class ToldStep:
    """One act of the future, ready to be printed.

    Attributes
    ----------
    sentence : str
        Date and act.
    rules : tuple of str
        What the organisation's rules say of it.
    numbers : tuple of str
        What decided it in the model.
    parameters : tuple of Entry
    rule : str
        Function of the model that wrote it; empty when it only follows from others.
    """

    sentence: str
    rules: tuple[str, ...]
    numbers: tuple[str, ...]
    parameters: tuple[Entry, ...]
    rule: str


@dataclass(frozen=True)
class TracePart:
    """A traced future laid out: how it was chosen, its theories, its acts."""

    chosen: str
    theories: str
    main: list[ToldStep]
    routine: list[ToldStep]
    end: str
    command: str


def trace_part(case: Case) -> TracePart | None:
    """The most typical future with a deployment, or else with a crisis; None when there is none."""
    for outcome in (OUTCOME, "any_crisis"):
        try:
            traced = trace(case.short, case.library, typical=outcome)
        except InputError:
            continue
        return _laid_out(case, traced)
    return None


def _laid_out(case: Case, traced: Trace) -> TracePart:
    typical = traced.typical
    assert typical is not None  # it was asked for
    telling = _telling(traced.acts)
    main, routine = [], []
    for act in traced.acts:
        (main if act.step.act.id in telling else routine).append(_told(case, act, traced))
    impossible = len(traced.with_verdict(VerdictKind.IMPOSSIBLE))
    irregular = len(traced.with_verdict(VerdictKind.IRREGULAR))
    return TracePart(
        f"Future {traced.future.number}: the most typical of the {typical.among:,} futures, out of "
        f"{typical.futures:,}, in which {_outcome(typical.outcome)}. Typical means nearest to all "
        f"the others in what is counted (mean distance {typical.distance:.0f}, on average "
        f"{typical.mean_distance:.0f}).",
        "; ".join(f"{plain(name)}: {plain(option)}" for name, option in traced.structures.items()),
        main,
        routine,
        f"{len(traced.acts)} acts; of these the rules call {irregular or 'none'} irregular and "
        f"{impossible or 'none'} impossible. At the end the organisation is {traced.survival}.",
        f"foedus trace {case.folder.name}/scenario.lock.yaml --future {traced.future.number}",
    )


def _outcome(name: str) -> str:
    return "troops are sent in its name" if name == OUTCOME else "a member meets a crisis"


def _telling(acts: Iterable[TracedAct]) -> set[str]:
    """Crises, what answers them, and changes of membership; the rest is the yearly round."""
    found: set[str] = set()
    for traced in acts:
        act = traced.step.act
        if act.kind in TELLING or found.intersection(act.refers):
            found.add(act.id)
    return found


def _told(case: Case, traced_act: TracedAct, traced: Trace) -> ToldStep:
    step, why = traced_act.step, traced_act.why
    rules = []
    for finding in step.verdict.findings:
        word = VerdictKind(finding.kind).name.lower()
        rules.append(f"{word}: {finding.sentence}")
    if why is None:
        note = step.act.note or "follows from others"
        return ToldStep(
            sentence(step.act, case.organisation), tuple(rules), (first_upper(note),), (), ""
        )
    numbers = tuple(first_upper(line) for line in why_lines(step.act.kind, why, traced))
    return ToldStep(
        sentence(step.act, case.organisation),
        tuple(rules),
        numbers,
        tuple(_entries(case, why.parameters, traced.parameters)),
        why.rule,
    )


def _entries(case: Case, names: Iterable[str], entered: dict[str, Entered]) -> Iterable[Entry]:
    groups: dict[tuple[str, str], list[str]] = {}
    for name in names:
        found = entered[name]
        groups.setdefault((found.basis, found.source), []).append(f"{name} {figure(found.value)}")
    for (basis, source), parts in groups.items():
        own = source == "ledger"  # the record itself, not a source of it
        yield Entry(", ".join(parts), basis, None if own else case.citations.cite(source))
