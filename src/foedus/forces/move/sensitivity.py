"""Which inputs drive closure: standardised rank regression over the draws.

Closure and every input that varies are replaced by their ranks and standardised; closure is
regressed on all inputs at once (Saltelli, Chan and Scott, "Sensitivity Analysis", 2000, ch. 6). A
coefficient of 0.5 says that one standard deviation of the input's rank moves closure by half of
one of its own. The share of the variance of ranks that the straight line explains (R²) is told
with it: what it leaves is luck from sortie to sortie, bends and interplay. First-order indices by
bins of the input see bends too, but no interplay.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.move import Move

Floats = NDArray[np.float64]

BINS = 20
FEWEST = 5  # draws for each input, at least


def sensitivity(result: Move) -> dict[str, Any]:
    """Inputs ranked by how much they move closure.

    Returns
    -------
    dict
        ``r2``; ``inputs``: rows of ``name``, ``basis``, ``coefficient`` with its standard error
        ``se``, and ``first_order``, the share of closure's variance that the input alone explains,
        corrected for the number of draws.
    """
    case = result.prepared.case
    moving = result.prepared.drawn.moving()
    names = [n for n, v in moving.items() if float(np.ptp(v)) > 0.0 and n != "task_hours"]
    y = _standard_ranks(result.closure)
    if len(y) < FEWEST * max(len(names), 1) or not names:
        return {"r2": None, "inputs": []}
    x = np.column_stack([_standard_ranks(moving[n]) for n in names])
    inverse = np.linalg.pinv(x.T @ x)
    slopes = inverse @ (x.T @ y)
    rest = y - x @ slopes
    freedom = len(y) - len(names) - 1
    errors = np.sqrt(np.diag(inverse) * float(rest @ rest) / freedom)
    quantities = result.prepared.drawn.quantities
    rows = [
        {
            "name": name,
            "basis": quantities[name].basis or case.basis,
            "coefficient": round(float(slopes[k]), 3),
            "se": round(float(errors[k]), 3),
            "first_order": round(first_order(moving[name], result.closure), 3),
        }
        for k, name in enumerate(names)
    ]
    rows.sort(key=lambda row: -abs(row["coefficient"]))
    return {"r2": round(1.0 - float(rest @ rest) / float(y @ y), 3), "inputs": rows}


def _standard_ranks(values: Floats) -> Floats:
    from scipy.stats import rankdata

    ranks = rankdata(values)
    return (ranks - ranks.mean()) / (ranks.std() or 1.0)


def first_order(values: Floats, closure: Floats) -> float:
    """First-order index: variance of the mean within bins of the input over the whole variance.

    The variance that means of bins have by chance alone is taken off.
    """
    order = np.argsort(values, kind="stable")
    groups = np.array_split(closure[order], BINS)
    total = float(closure.var())
    if total <= 0.0:
        return 0.0
    between = sum(len(g) * (float(g.mean()) - float(closure.mean())) ** 2 for g in groups)
    within = sum(float(((g - g.mean()) ** 2).sum()) for g in groups) / (len(closure) - BINS)
    return max((between - (BINS - 1) * within) / len(closure) / total, 0.0)
