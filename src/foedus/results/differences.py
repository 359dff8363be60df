"""How much of a difference between a what-if and its baseline rests on judgement.

The nested draws of `foedus.results.nested`, with the difference of two futures under the same luck
as the outcome. The baseline is simulated once for all what-ifs, so k of them cost (1 + k) x 4 x
pairs x replicates futures.

Some outcomes are not known in every future: hours to the first troops, requests that are helped.
Their mean difference is a quotient of two means; what is divided up is the variance of its linear
approximation, as for its Monte-Carlo error. A future adds what it lies above the mean where the
outcome is known, and nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.files import InputError
from foedus.results.flight import in_order
from foedus.results.judgement import estimate_share
from foedus.results.nested import (
    FUTURES_A_SLICE,
    MIXTURES,
    PAIRS,
    REPLICATES,
    judgement_names,
    mixed_draws,
    simulate_given,
)
from foedus.results.outcomes import Measured, Name, Plan, is_time, measure, nothing_like
from foedus.results.paired import Comparison, starts_of
from foedus.results.pairing import Pairing
from foedus.results.run import Library, load_library
from foedus.scenario import Scenario
from foedus.simulation.inputs import Start

Floats = NDArray[np.float64]
Side = tuple[Scenario, Start]


@dataclass(frozen=True)
class Centre:
    """About what the outcomes of one what-if are measured.

    Attributes
    ----------
    numbers : float array, shape (numbers,)
        Mean difference of each time over the pairs in which it is known; 0 for what is known
        in every future.
    ratios : float array, shape (ratios, 4)
        Ratio in the baseline and in the what-if, and the mean of each one's denominator.
    """

    numbers: Floats
    ratios: Floats

    @classmethod
    def of(cls, pairing: Pairing) -> Centre:
        """Centre of what was paired."""
        plan = pairing.plan
        numbers = [
            pairing.number(j)["difference"] or 0.0 if is_time(name) else 0.0
            for j, name in enumerate(plan.numbers)
        ]
        ratios = []
        for r in range(len(plan.ratios)):
            one = pairing.ratio(r)
            n = one["n"]
            cases = (one["base_cases"] / n, one["changed_cases"] / n) if n else (np.nan, np.nan)
            ratios.append((one["base"] or 0.0, one["changed"] or 0.0, *cases))
        return cls(np.array(numbers), np.array(ratios).reshape(-1, 4))


@dataclass(frozen=True)
class Draws:
    """Nested draws of the differences of one what-if, summed over replicates.

    Attributes
    ----------
    sums, squares : float array, shape (pairs, 2, 2, outcomes)
        See `foedus.results.nested.Nested`.
    counts : float array, shape (pairs, 2, 2)
        Replicates that finished without a flag on both sides.
    """

    sums: Floats
    squares: Floats
    counts: Floats


def outcomes_of(plan: Plan) -> list[Name]:
    """Outcomes in the order of the columns below: flags, numbers, ratios."""
    return [*plan.flags, *plan.numbers, *(name for name, _above, _below in plan.ratios)]


def deviations(plan: Plan, base: Measured, changed: Measured, centre: Centre) -> Floats:
    """Difference of every outcome in every future, shape (n, outcomes); never nan.

    What is not known in every future is measured from its centre, so that its mean is zero.
    """
    flags = changed.flags.astype(float) - base.flags
    gap = changed.numbers - base.numbers
    numbers = np.where(np.isfinite(gap), gap - centre.numbers, 0.0)
    ratios = np.zeros((len(flags), len(plan.ratios)))
    for r, (_name, above, below) in enumerate(plan.ratios):
        p, q, cases_base, cases_changed = centre.ratios[r]
        if cases_base > 0.0 and cases_changed > 0.0:
            after = (changed.numbers[:, above] - q * changed.numbers[:, below]) / cases_changed
            before = (base.numbers[:, above] - p * base.numbers[:, below]) / cases_base
            ratios[:, r] = after - before
    return np.column_stack([flags, numbers, ratios])


def difference_draws(
    base: Side | None,
    changes: Mapping[str, Side],
    plan: Plan,
    centres: Mapping[str, Centre],
    *,
    pairs: int,
    replicates: int = REPLICATES,
    partly: bool = False,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Draws]:
    """Simulate nested draws of a baseline once, and of every what-if beside it.

    Parameters
    ----------
    base, changes : (Scenario, Start)
        The baseline and the what-ifs by name; without a baseline each is set beside nothing, so
        that its own shares are measured.
    plan, centres
        What is measured, and about what.
    pairs, replicates : int
        Pairs of parameter draws, and futures for each of the four mixtures of a pair.
    partly : bool
        Whether Ctrl-C ends the work with the pairs that are finished, instead of ending all.
    threads, executor, progress
        As for `foedus.simulation.engine.run_chunks`; progress counts pairs.
    """
    if replicates < 2 or pairs < 2:
        raise InputError("nested draws", "need at least 2 pairs and 2 replicates")
    step = max(1, FUTURES_A_SLICE // (MIXTURES * replicates))
    jobs = [
        (base, dict(changes), plan, dict(centres), first, min(step, pairs - first), replicates)
        for first in range(0, pairs, step)
    ]
    parts: dict[str, list[Draws]] = {name: [] for name in changes}
    done = 0
    try:
        for part in in_order(_slice, jobs, threads=threads, executor=executor):
            for name, draws in part.items():
                parts[name].append(draws)
            done += min(step, pairs - done)
            if progress:
                progress(done, pairs)
    except KeyboardInterrupt:
        if not done or not partly:
            raise
    return {name: _joined(found) for name, found in parts.items()}


def _joined(parts: list[Draws]) -> Draws:
    fields = ("sums", "squares", "counts")
    return Draws(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def _slice(
    base: Side | None,
    changes: dict[str, Side],
    plan: Plan,
    centres: dict[str, Centre],
    first: int,
    count: int,
    replicates: int,
) -> dict[str, Draws]:
    held = None if base is None else _measured(base, base, plan, first, count, replicates)
    found = {}
    for name, side in changes.items():
        after = _measured(base or side, side, plan, first, count, replicates)
        before = held or nothing_like(after)
        good = before.good & after.good
        y = np.where(good[:, None], deviations(plan, before, after, centres[name]), 0.0)
        y = y.reshape(count, 2, 2, replicates, -1)
        counts = good.reshape(count, 2, 2, replicates).sum(axis=3).astype(float)
        found[name] = Draws(y.sum(axis=3), (y * y).sum(axis=3), counts)
    return found


def _measured(
    base: Side, side: Side, plan: Plan, first: int, count: int, replicates: int
) -> Measured:
    """Outcomes of some mixtures; which parameters are judgement, the baseline says."""
    scenario, start = side
    group = judgement_names(base[0].known_parameters)
    thetas, structures = mixed_draws(scenario, start, group, first, count, replicates)
    number = first * MIXTURES * replicates
    return measure(plan, simulate_given(scenario, start, number, thetas, structures))


def difference_shares(plan: Plan, draws: Draws, centre: Centre) -> dict[Name, dict[str, Any]]:
    """Judgement share of every difference, see `foedus.results.judgement.Share`."""
    shift = np.concatenate(
        [np.zeros(len(plan.flags)), centre.numbers, centre.ratios[:, 1] - centre.ratios[:, 0]]
    )
    found = {}
    for j, name in enumerate(outcomes_of(plan)):
        one = estimate_share(draws.sums[..., j], draws.squares[..., j], draws.counts).as_dict()
        found[name] = {**one, "mean": one["mean"] + float(shift[j])}
    return found


def affordable(futures: int, replicates: int = REPLICATES) -> int:
    """Pairs of draws that cost as many futures again as a comparison of so many futures."""
    return min(max(futures // (MIXTURES * replicates), 2), PAIRS)


def add_judgement(
    comparison: Comparison,
    found: dict[str, Any],
    library: Library | None = None,
    *,
    pairs: int | None = None,
    replicates: int = REPLICATES,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the judgement share of every difference into a comparison's plain mapping.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    found : dict
        What its ``as_dict`` gave; ``judgement_share`` of headlines, members, numbers and ratios
        is filled in, and ``judgement`` says at what cost.
    library : Library, optional
        Default: the one the baseline names.
    pairs : int, optional
        Pairs of draws; default: as many as cost no more futures than the comparison did.
    replicates, threads, executor, progress
        As for `difference_draws`.
    """
    pairs = affordable(comparison.base.futures, replicates) if pairs is None else pairs
    library = library or load_library(comparison.base.organisation)
    scenarios = [comparison.base, *comparison.changes.values()]
    sides = list(zip(scenarios, starts_of(scenarios, library), strict=True))
    plan = next(iter(comparison.pairings.values())).plan
    centres = {name: Centre.of(pairing) for name, pairing in comparison.pairings.items()}
    every = difference_draws(
        sides[0],
        dict(zip(comparison.changes, sides[1:], strict=True)),
        plan,
        centres,
        pairs=pairs,
        replicates=replicates,
        partly=True,
        threads=threads,
        executor=executor,
        progress=progress,
    )
    for name, draws in every.items():
        _fill(found["comparisons"][name], difference_shares(plan, draws, centres[name]), plan)
    done = len(next(iter(every.values())).counts)
    found["judgement"] = {
        "pairs": done,
        "replicates": replicates,
        "futures": done * MIXTURES * replicates * len(scenarios),
        "interrupted": done < pairs,
    }


def _fill(one: dict[str, Any], shares: dict[Name, dict[str, Any]], plan: Plan) -> None:
    """Put each share beside its difference."""
    for name in plan.flags:
        place = one["members"][name.state] if name.state else one["headlines"]
        place[name.outcome]["judgement_share"] = shares[name]
    for name in plan.numbers:
        one["numbers"][name.outcome]["judgement_share"] = shares[name]
    for name, _above, _below in plan.ratios:
        one["ratios"][name.outcome]["judgement_share"] = shares[name]
