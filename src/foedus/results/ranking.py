"""Which single parameters move a headline: a rank regression over nested draws.

The outcome is regressed on the ranks of all parameters that vary, and on the rival theories. The
rank of a drawn parameter within its distribution is the uniform number it was drawn from, so
ranks are exact and independent of each other. A coefficient tells by how many points the
probability changes from the bottom to the top of a parameter's distribution, all else as drawn. It
sees straight lines only: a parameter that works through others, or both ways, ranks too low.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.parameters import Fixed
from foedus.results.nested import Nested, judgement_names
from foedus.scenario import STRUCTURES, Scenario
from foedus.simulation.draws import draw_structures, parameter_uniforms

Floats = NDArray[np.float64]

OWN_RECORD = "own_record"
SPREAD = math.sqrt(12.0)  # of a uniform rank: standard deviation 1 / SPREAD


def rank_parameters(
    scenario: Scenario, nested: Nested, variances: dict[str, float]
) -> dict[str, list[dict[str, Any]]]:
    """Rank of parameters and theories by headline, the largest movers first.

    Parameters
    ----------
    scenario : Scenario
        The one that was simulated.
    nested : Nested
        Its nested draws.
    variances : dict of str to float
        Var(P) of each outcome, to express a coefficient as a share of it.

    Returns
    -------
    dict of str to list of dict
        ``name``; ``basis`` (``theory`` for an option of a structure, whose swing is against the
        first option); ``swing`` and ``se`` in the outcome's unit, errors clustered by pair;
        ``share`` of Var(P) on a straight line, None for theories.
    """
    kept = (nested.counts >= 2).all(axis=(1, 2))
    names, bases, x = _design(scenario, len(nested.counts))
    if kept.sum() <= len(names) + 1:
        return {outcome: [] for outcome in nested.outcomes}
    y = nested.sums[kept] / nested.counts[kept][..., None]
    slopes, errors = clustered_regression(x[kept], y)
    out = {}
    for j, outcome in enumerate(nested.outcomes):
        rows = []
        for k, name in enumerate(names):
            swing, se = float(slopes[k, j]), float(errors[k, j])
            rows.append(
                {
                    "name": name,
                    "basis": bases[k],
                    "swing": swing,
                    "se": se,
                    "share": None
                    if bases[k] == "theory" or variances[outcome] <= 0.0
                    else (swing * swing - se * se) / SPREAD**2 / variances[outcome],
                }
            )
        out[outcome] = sorted(rows, key=lambda row: -abs(row["swing"]))
    return out


def _design(scenario: Scenario, pairs: int) -> tuple[list[str], list[str], Floats]:
    """Names, bases and ranks, shape (pairs, 2, 2, names), of all that varies."""
    parameters = scenario.known_parameters
    seed = scenario.seed if scenario.parameter_seed is None else scenario.parameter_seed
    group = set(judgement_names(parameters))
    moving = [n for n in parameters.names() if not isinstance(parameters[n].value, Fixed)]
    names = [*moving, OWN_RECORD]
    bases: list[str] = [*(parameters[n].basis for n in moving), "data"]
    u = parameter_uniforms(parameters, names, seed, 0, 2 * pairs)
    theories = draw_structures(scenario, seed, 0, 2 * pairs)
    columns = [u[:, k] - 0.5 for k in range(len(names))]
    for structure, chosen in STRUCTURES.items():
        used = [number for number, w in enumerate(scenario.weights(structure)) if w > 0.0]
        for number in used[1:]:
            names.append(f"{structure}.{chosen[number]}")
            bases.append("theory")
            columns.append((theories[structure] == number).astype(float))
    x = np.zeros((pairs, 2, 2, len(names)))
    for k, column in enumerate(columns):
        two = column.reshape(pairs, 2)
        x[..., k] = two[:, :, None] if names[k] in group else two[:, None, :]
    return names, bases, x


def clustered_regression(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Least squares with a constant, and standard errors clustered by the first axis.

    Parameters
    ----------
    x : float array, shape (clusters, 2, 2, k)
    y : float array, shape (clusters, 2, 2, outcomes)

    Returns
    -------
    slopes, errors : float array, shape (k, outcomes)
        The sandwich estimator of Liang and Zeger (1986) with the factor G / (G - 1).
    """
    clusters, k, outcomes = x.shape[0], x.shape[-1], y.shape[-1]
    rows = x.reshape(-1, k)
    design = np.column_stack([np.ones(len(rows)), rows])
    response = y.reshape(-1, outcomes)
    bread = np.linalg.pinv(design.T @ design)
    found = bread @ (design.T @ response)
    residuals = (response - design @ found).reshape(clusters, -1, outcomes)
    blocks = design.reshape(clusters, -1, k + 1)
    errors = np.zeros((k + 1, outcomes))
    for j in range(outcomes):
        scores = np.einsum("cik,ci->ck", blocks, residuals[..., j])
        spread = bread @ (scores.T @ scores) @ bread
        errors[:, j] = np.sqrt(np.diag(spread) * clusters / (clusters - 1))
    return found[1:], errors[1:]
