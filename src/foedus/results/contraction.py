"""What the data have taught: how much narrower a parameter is after they were seen.

Contraction is 1 - Var(posterior) / Var(prior). It exists only where the project itself holds both:
a prior, and data that it was updated with. An estimate taken over from a publication or computed
elsewhere enters as a prior, and no ratio is made up for it.
"""

from __future__ import annotations

from typing import Any

from foedus.parameters import Beta
from foedus.scenario import Scenario
from foedus.simulation.inputs import Start

UNINFORMED = 0.2  # below this a parameter is called not informed by data
JEFFREYS = Beta(dist="beta", a=0.5, b=0.5)
WHY = {
    "data": "estimated outside a run, with a flat prior or with none on record: no ratio exists",
    "literature": "a published estimate, taken over as prior and not updated here",
    "document": "a figure of a document, taken over as prior and not updated here",
    "judgement": "judgement, not updated with data",
}


def beta_variance(shape: Beta) -> float:
    """Variance of a beta distribution."""
    total = shape.a + shape.b
    return shape.a * shape.b / (total * total * (total + 1.0))


def contractions(scenario: Scenario, start: Start) -> dict[str, Any]:
    """Contraction of what was updated with data, and how many parameters were not, by basis.

    Returns
    -------
    dict
        ``updated``: name, prior and posterior standard deviation, ``contraction`` and whether it
        counts as informed. ``not_updated``: by basis, how many parameters and why there is no
        ratio.
    """
    prior, posterior = beta_variance(JEFFREYS), beta_variance(start.own_record)
    contraction = 1.0 - posterior / prior
    own = {
        "name": "own_record",
        "meaning": "share of the organisation's own calls answered with material help or troops",
        "data": "calls of the ledger until the scenario's date",
        "prior_sd": prior**0.5,
        "posterior_sd": posterior**0.5,
        "contraction": contraction,
        "informed": contraction >= UNINFORMED,
    }
    counted = scenario.known_parameters.count_by_basis()
    return {
        "updated": [own],
        "not_updated": [
            {"basis": basis, "parameters": n, "why": WHY[basis]} for basis, n in counted.items()
        ],
    }
