"""How much of what the model says rests on judgement.

Let P be the probability of an outcome given the parameters and the rival theories of a future. Over
their draws P varies. The *judgement share* is the part of that variance which the parameters whose
basis is judgement explain alone: Var(E[P | judgement]) / Var(P). The *total share* also holds what
they explain together with the rest: 1 - Var(E[P | rest]) / Var(P). Rival theories belong to the
rest, for their weights are the user's.

A parameter that is a fixed number varies in no draw and adds nothing to the share, judgement or
not: the share says how much of the *stated* uncertainty is judgement.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.parameters import Fixed
from foedus.results.contraction import contractions
from foedus.results.counts import HEADLINES
from foedus.results.nested import (
    PAIRS,
    REPLICATES,
    Nested,
    judgement_names,
    nested_draws,
)
from foedus.results.ranking import rank_parameters
from foedus.results.run import Library, load_library
from foedus.scenario import Scenario
from foedus.simulation.inputs import build_inputs

Floats = NDArray[np.float64]

CLEAR = 3.0  # standard errors by which Var(P) must exceed 0 before it is divided
EXPLORATORY = 0.5


@dataclass(frozen=True)
class Share:
    """Judgement share of one outcome.

    Attributes
    ----------
    mean : float
        Mean of the outcome over all futures.
    variance, variance_se : float
        Var(P) over parameters and theories, and its standard error.
    share, se : float or None
        First-order share and standard error; None where Var(P) is not clearly above 0.
    total, total_se : float or None
        Share with all interactions.
    futures : int
        Values behind it.
    """

    mean: float
    variance: float
    variance_se: float
    share: float | None
    se: float | None
    total: float | None
    total_se: float | None
    futures: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values for output, with the word that the size asks for."""
        word = None
        if self.share is not None:
            above = self.share > EXPLORATORY
            word = "exploratory, not a forecast" if above else "judgement below one half"
        return {**asdict(self), "verdict": word}


def estimate_share(sums: Floats, squares: Floats, counts: Floats) -> Share:
    """Estimate the share of a group of inputs from nested draws of a noisy outcome.

    Every product below is of two futures with independent luck, so chance does not bias it. With
    i the pair, a the draw of the group, b the draw of the rest and q the mean of the replicates:

    * the same mixture, two different replicates: E[P²];
    * the same a, different b: E[E[P | group]²];  the same b, different a: E[E[P | rest]²];
    * different pairs: E[P]².

    Parameters
    ----------
    sums, squares : float array, shape (pairs, 2, 2)
        Sums of the outcome and of its square over replicates.
    counts : float array, shape (pairs, 2, 2)
        Number of replicates; pairs with fewer than two somewhere are left out.

    Returns
    -------
    Share
        Variances are unbiased; ratios have the usual bias of order 1/pairs. Errors are those of
        the linear approximation over pairs, which are independent.
    """
    kept = (counts >= 2).all(axis=(1, 2))
    futures = int(counts.sum())
    s, s2, m = sums[kept], squares[kept], counts[kept]
    n = len(s)
    if n < 2:
        return Share(math.nan, math.nan, math.nan, None, None, None, None, futures)
    q = s / m
    same = ((s * s - s2) / (m * (m - 1.0))).mean(axis=(1, 2))
    group = (q[:, 0, 0] * q[:, 0, 1] + q[:, 1, 0] * q[:, 1, 1]) / 2.0
    rest = (q[:, 0, 0] * q[:, 1, 0] + q[:, 0, 1] * q[:, 1, 1]) / 2.0
    of_pair = q.mean(axis=(1, 2))
    mean = float(of_pair.mean())
    square_of_mean = (n * mean * mean - float((of_pair**2).mean())) / (n - 1)
    variance = float(same.mean()) - square_of_mean
    shift = 2.0 * mean * of_pair  # influence of the mean on each of the three variances
    variance_se = _standard_error(same - shift)
    if variance <= CLEAR * variance_se or variance <= 1e-12:
        return Share(mean, variance, variance_se, None, None, None, None, futures)
    first = (float(group.mean()) - square_of_mean) / variance
    others = (float(rest.mean()) - square_of_mean) / variance
    se = _standard_error((group - shift - first * (same - shift)) / variance)
    others_se = _standard_error((rest - shift - others * (same - shift)) / variance)
    return Share(mean, variance, variance_se, first, se, 1.0 - others, others_se, futures)


def _standard_error(influence: Floats) -> float:
    return float(influence.std(ddof=1)) / math.sqrt(len(influence))


def shares(nested: Nested) -> dict[str, dict[str, Any]]:
    """Judgement share of every outcome of nested draws."""
    return {
        outcome: {
            **estimate_share(nested.sums[..., j], nested.squares[..., j], nested.counts).as_dict(),
            "futures": nested.futures,
        }
        for j, outcome in enumerate(nested.outcomes)
    }


def judgement_share(
    scenario: Scenario,
    library: Library | None = None,
    *,
    pairs: int = PAIRS,
    replicates: int = REPLICATES,
    changed: Scenario | None = None,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, dict[str, Any]]:
    """Judgement share of the headlines, or of their differences between two scenarios.

    Parameters
    ----------
    scenario, library, pairs, replicates, changed, threads, executor, progress
        As for `foedus.results.nested.nested_draws`.

    Returns
    -------
    dict
        By headline: ``share``, ``se``, ``total``, ``total_se``, ``mean``, ``variance``,
        ``variance_se``, ``futures`` and ``verdict``; ``share`` is None where the outcome hardly
        varies with the parameters.
    """
    nested = nested_draws(
        scenario,
        library,
        pairs=pairs,
        replicates=replicates,
        changed=changed,
        threads=threads,
        executor=executor,
        progress=progress,
    )
    return shares(nested)


def sensitivity(
    scenario: Scenario,
    library: Library | None = None,
    *,
    pairs: int = PAIRS,
    replicates: int = REPLICATES,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """What the headlines depend on: judgement share, rank of parameters, what data have taught.

    Returns
    -------
    dict
        ``headlines`` as `judgement_share`, each with ``knowledge``: the part of the variance of
        the outcome itself that parameters and theories explain, the rest being chance;
        ``ranking`` by headline, see `foedus.results.ranking.rank_parameters`; ``contraction``,
        see `foedus.results.contraction.contractions`.
    """
    library = library or load_library(scenario.organisation)
    nested = nested_draws(
        scenario,
        library,
        pairs=pairs,
        replicates=replicates,
        threads=threads,
        executor=executor,
        progress=progress,
    )
    start = build_inputs(scenario, library.organisation, library.ledger)
    parameters = scenario.known_parameters
    group = judgement_names(parameters)
    fixed = [name for name in group if isinstance(parameters[name].value, Fixed)]
    found = shares(nested)
    for one in found.values():
        chance = one["mean"] * (1.0 - one["mean"])
        one["knowledge"] = one["variance"] / chance if chance > 0.0 else None
    variances = {outcome: one["variance"] for outcome, one in found.items()}
    return {
        "scenario": scenario.name,
        "as_of": scenario.as_of.isoformat(),
        "months": scenario.months,
        "seed": scenario.seed,
        "what_ifs": list(scenario.chosen),
        "pairs": int(nested.counts.shape[0]),
        "replicates": replicates,
        "futures": nested.futures,
        "flagged": nested.flagged,
        "interrupted": nested.interrupted,
        "judgement": {
            "parameters": len(group),
            "fixed": len(fixed),
            "of": len(parameters.names()),
        },
        "headlines": {h: found[h] for h in HEADLINES},
        "ranking": rank_parameters(scenario, nested, variances),
        "contraction": contractions(scenario, start),
        "warnings": list(start.warnings),
    }
