"""What-ifs beside their baseline, future by future under the same luck.

Random numbers are addressed, so future k of a what-if meets the luck of future k of the baseline.
Futures are simulated in slices, paired at once and forgotten: memory depends on what is measured,
not on how many futures there are. `foedus.results.sweep` uses the same for hundreds of what-ifs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from foedus.files import InputError
from foedus.results.construction import contrary, marks
from foedus.results.flight import in_order
from foedus.results.outcomes import Measured, Plan, measure, plan_outcomes
from foedus.results.pairing import Pairing
from foedus.results.run import Library, load_library
from foedus.scenario import Scenario
from foedus.simulation.engine import CHUNK, run_chunk, slices
from foedus.simulation.inputs import Start, build_inputs
from foedus.simulation.records import tally_type

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Comparison:
    """What-ifs paired with their baseline.

    Attributes
    ----------
    base : Scenario
    changes : dict of str to Scenario
        The what-ifs by name.
    start : Start
        Inputs of the baseline.
    pairings : dict of str to Pairing
        Sums over the pairs of futures, by name.
    interrupted : bool
        True when stopped early; what was paired by then is kept.
    """

    base: Scenario
    changes: dict[str, Scenario]
    start: Start
    pairings: dict[str, Pairing]
    interrupted: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Comparison as one plain mapping; keys are never renamed, new ones may be added."""
        found = {name: describe(self, name) for name in self.changes}
        warnings = list(self.start.warnings)
        left = [f"{name} {one['left_out']}" for name, one in found.items() if one["left_out"]]
        if left:
            warnings.append(f"pairs left out because a future was flagged: {', '.join(left)}")
        for name, one in found.items():
            warnings += [f"{name}: {text}" for text in one.pop("faults")]
        if self.interrupted:
            warnings.append("interrupted: fewer futures than asked for were paired and kept")
        return {
            "scenario": self.base.name,
            "as_of": self.base.as_of.isoformat(),
            "months": self.base.months,
            "futures": self.base.futures,
            "seed": self.base.seed,
            "baseline": {"what_ifs": list(self.base.chosen)},
            "comparisons": found,
            "interrupted": self.interrupted,
            "warnings": warnings,
        }


def changed_by(scenario: Scenario, what_if: str) -> Scenario:
    """Scenario in which a what-if holds; ``a+b`` stands for both together."""
    for name in what_if.split("+"):
        scenario = scenario.with_what_if(name.strip())
    return scenario


def compare(
    base: Scenario,
    changes: Mapping[str, Scenario],
    library: Library | None = None,
    *,
    threads: int | None = None,
    executor: Executor | str | None = None,
    size: int = CHUNK,
    spread: bool = True,
    progress: Progress | None = None,
) -> Comparison:
    """Pair every what-if with the baseline, future by future.

    Parameters
    ----------
    base : Scenario
        Baseline; its number of futures is what is simulated of each scenario.
    changes : mapping of str to Scenario
        What-ifs by name, made from the baseline: same seeds, same organisation and date.
    library : Library, optional
        Default: the one the baseline names.
    threads, executor, size
        As for `foedus.simulation.engine.run_chunks`.
    spread : bool
        Whether to keep the histograms behind the quantiles of numbers and times.
    progress : callable, optional
        Called with futures done and wanted, over all scenarios together.

    Returns
    -------
    Comparison
        Also when interrupted by Ctrl-C: then with what was paired.

    Raises
    ------
    InputError
        When a what-if has another seed, date, horizon, or other states than the baseline.
    """
    library = library or load_library(base.organisation)
    starts = starts_of([base, *changes.values()], library)
    for (name, scenario), start in zip(changes.items(), starts[1:], strict=True):
        _check_pairs(name, base, scenario, starts[0], start)
    plan = plan_outcomes(starts[0], tally_type(starts[0].sizes[0]))
    pairings = {name: Pairing(plan, spread=spread) for name in changes}
    scenarios = [base, *changes.values()]
    jobs = [
        (plan, k, scenario, start, first, count)
        for first, count in slices(base.futures, size)
        for k, (scenario, start) in enumerate(zip(scenarios, starts, strict=True))
    ]
    total, done, interrupted = base.futures * len(scenarios), 0, False
    names, held = list(changes), None
    try:
        for k, measured in in_order(_measure_slice, jobs, threads=threads, executor=executor):
            if k == 0:
                held = measured
            else:
                assert held is not None
                pairings[names[k - 1]].add(held, measured)
            done += len(measured.good)
            if progress:
                progress(done, total)
    except KeyboardInterrupt:
        interrupted = True
    return Comparison(base, dict(changes), starts[0], pairings, interrupted)


def _measure_slice(
    plan: Plan, k: int, scenario: Scenario, start: Start, first: int, count: int
) -> tuple[int, Measured]:
    return k, measure(plan, run_chunk(scenario, start, first, count))


def starts_of(scenarios: list[Scenario], library: Library) -> list[Start]:
    """Inputs of every scenario; those that differ only in parameters or theories share one."""
    apart = {"parameters", "structures", "what_ifs", "chosen", "futures", "name"}
    known: dict[str, Start] = {}
    out = []
    for scenario in scenarios:
        key = scenario.model_dump_json(exclude=apart)
        if key not in known:
            known[key] = build_inputs(scenario, library.organisation, library.ledger)
        out.append(known[key])
    return out


def _check_pairs(name: str, base: Scenario, changed: Scenario, one: Start, other: Start) -> None:
    for field in ("seed", "parameter_seed", "as_of", "months", "organisation"):
        if getattr(base, field) != getattr(changed, field):
            raise InputError(f"what-if {name!r}", f"has another {field} than its baseline")
    if one.states != other.states or one.pairs != other.pairs:
        raise InputError(f"what-if {name!r}", "has other states than its baseline")


def describe(comparison: Comparison, name: str) -> dict[str, Any]:
    """One what-if beside the baseline: headlines, members, numbers, ratios, theories."""
    pairing, plan = comparison.pairings[name], comparison.pairings[name].plan
    changed = comparison.changes[name]
    rules = marks(comparison.base, changed)
    faults: list[str] = []

    def marked(outcome: str, state: str, found: dict[str, Any]) -> dict[str, Any]:
        mark = rules.get(outcome)
        found["by_construction"] = mark.as_dict() if mark else None
        found["judgement_share"] = None
        if mark and contrary(mark, found):
            where = f" of {state}" if state else ""
            faults.append(f"{outcome}{where} goes against a rule of the model: {mark.rule}")
        return found

    headlines: dict[str, Any] = {}
    members: dict[str, dict[str, Any]] = {}
    by_option: list[dict[str, Any]] = []
    for j, (outcome, state) in enumerate((n.outcome, n.state) for n in plan.flags):
        found = marked(outcome, state, pairing.flag(j))
        if state:
            members.setdefault(state, {})[outcome] = found
        else:
            headlines[outcome] = found
            by_option += [{"outcome": outcome, **row} for row in pairing.by_option(j)]
    meanings = comparison.base.what_ifs
    return {
        "meaning": "; ".join(
            meanings[part].meaning for part in name.split("+") if part in meanings
        ),
        "what_ifs": list(changed.chosen),
        "futures": pairing.futures,
        "left_out": pairing.left_out,
        "headlines": headlines,
        "members": members,
        "numbers": {
            n.outcome: marked(n.outcome, "", pairing.number(j)) for j, n in enumerate(plan.numbers)
        },
        "ratios": {
            n.outcome: marked(n.outcome, "", pairing.ratio(r))
            for r, (n, _above, _below) in enumerate(plan.ratios)
        },
        "structures": by_option,
        "faults": faults,
    }
