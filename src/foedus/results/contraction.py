"""What the data have taught: how much narrower a parameter is after they were seen.

Contraction is 1 - Var(posterior) / Var(prior). Three kinds of parameter are told apart:

* updated in a run, from a prior on record with the ledger or the record of crises up to its date;
* estimated outside a run from data, with a flat prior: the ratio is then against a *reference*
  prior that was not used and is named (see `REFERENCES`), or there is none;
* not estimated: judgement, figures of documents, numbers taken over as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foedus.codes import Status
from foedus.parameters import Beta, Fitted, Fixed, Gamma, Normal, Parameter
from foedus.scenario import Scenario
from foedus.simulation.inputs import Start

UNINFORMED = 0.2  # below this a parameter is called not informed by data
INFORMED, NOT_INFORMED = "informed by data", "not informed by data"
GREW = "the rate rose, and its spread with it"
JEFFREYS = Beta(dist="beta", a=0.5, b=0.5)
REFERENCE_SD = 1.5  # of a weakly informative normal prior on a log odds or log hazard
REFERENCES = {
    "beta": "Beta(1/2, 1/2), Jeffreys",
    "normal": f"Normal(0, {REFERENCE_SD:g}) on the scale of the fit, weakly informative",
}
NO_RATIO = {
    "gamma": "the flat prior of a rate, Gamma(1/2, 0), has no finite variance: no ratio exists",
    "fixed": "taken over as a fixed number: its spread is not on record",
    "other": "no prior on record and no reference for such a distribution",
}
WHY = {
    "document": "a figure of a document, not updated here",
    "judgement": "judgement, not updated with data",
}
ESTIMATED = ("data", "literature")


@dataclass(frozen=True)
class Rate:
    """A rate of each member, shrunk from a prior by its own record of crises."""

    name: str
    shape: str
    years: str
    counts: str
    meaning: str


RATES = (
    Rate(
        "internal crises",
        "internal.unrest_shape",
        "internal.unrest_years",
        "unrest_count",
        "yearly rate of internal crises",
    ),
    Rate(
        "insurgency",
        "internal.insurgency_shape",
        "internal.insurgency_years",
        "insurgency_count",
        "yearly rate of insurgent incursions",
    ),
)


def beta_variance(shape: Beta) -> float:
    """Variance of a beta distribution."""
    total = shape.a + shape.b
    return shape.a * shape.b / (total * total * (total + 1.0))


def gamma_variance(shape: float, years: float) -> float:
    """Variance of a rate with so many cases in so many years behind it."""
    return shape / (years * years)


def contractions(scenario: Scenario, start: Start) -> dict[str, Any]:
    """Contraction of every parameter that was estimated, and how many were not, by basis.

    Returns
    -------
    dict
        ``updated``: what a run updates with data, each with name, prior and posterior standard
        deviation, ``contraction``, whether it counts as informed and the word for it.
        ``estimated``: parameters
        estimated outside a run, with the reference prior that the ratio is against, or ``why``
        there is none. ``not_updated``: by basis, how many parameters were not estimated and why.
    """
    parameters = scenario.known_parameters
    own = _row(
        "own_record",
        "share of the organisation's own calls answered with material help or troops",
        "calls on record",
        beta_variance(JEFFREYS),
        beta_variance(start.own_record),
    )
    known = [(name, parameters[name]) for name in parameters.names()]
    counted = parameters.count_by_basis()
    return {
        "updated": [own, *_rates(scenario, start)],
        "estimated": [_estimated(name, p) for name, p in known if p.basis in ESTIMATED],
        "not_updated": [
            {"basis": basis, "parameters": n, "why": WHY[basis]}
            for basis, n in counted.items()
            if basis in WHY
        ],
    }


def _row(name: str, meaning: str, data: str, prior: float, posterior: float) -> dict[str, Any]:
    contraction = 1.0 - posterior / prior
    return {
        "name": name,
        "meaning": meaning,
        "data": data,
        "prior_sd": prior**0.5,
        "posterior_sd": posterior**0.5,
        "contraction": contraction,
        "informed": contraction >= UNINFORMED,
        "word": INFORMED if contraction >= UNINFORMED else NOT_INFORMED,
    }


def _rates(scenario: Scenario, start: Start) -> list[dict[str, Any]]:
    """Rates of each member: prior by region, posterior by its own years and crises."""
    parameters, x = scenario.known_parameters, start.record[0]
    rows = []
    for rate in RATES:
        shape, years = parameters[rate.shape].central, parameters[rate.years].central
        for i, state in enumerate(start.states):
            if x.status[i] not in (Status.MEMBER, Status.FROZEN):
                continue
            count, own = int(x[rate.counts][i]), float(x.record_years[i])
            row = _row(
                f"{rate.name}, {state}",
                rate.meaning,
                f"{count} in {own:.0f} years",
                gamma_variance(shape, years),
                gamma_variance(shape + count, years + own),
            )
            if not row["informed"] and (shape + count) / (years + own) > shape / years:
                row["word"] = GREW
            rows.append(row)
    return rows


def _estimated(name: str, parameter: Parameter) -> dict[str, Any]:
    """A parameter estimated outside a run, against the reference prior for its distribution."""
    value = parameter.value
    row: dict[str, Any] = {
        "name": name,
        "basis": parameter.basis,
        "source": parameter.source,
        "reference": None,
        "posterior_sd": None,
        "contraction": None,
        "informed": None,
        "word": "",
        "why": "",
    }
    prior = posterior = 0.0
    if isinstance(value, Beta):
        row["reference"], prior, posterior = (
            REFERENCES["beta"],
            beta_variance(JEFFREYS),
            beta_variance(value),
        )
    elif isinstance(value, Normal | Fitted) and value.sd > 0.0:
        row["reference"], prior, posterior = REFERENCES["normal"], REFERENCE_SD**2, value.sd**2
    elif isinstance(value, Gamma):
        row["posterior_sd"], row["why"] = value.shape**0.5 * value.scale, NO_RATIO["gamma"]
    else:
        row["why"] = NO_RATIO["fixed" if isinstance(value, Fixed) else "other"]
    if prior:
        row["posterior_sd"] = posterior**0.5
        row["contraction"] = 1.0 - posterior / prior
        row["informed"] = row["contraction"] >= UNINFORMED
        row["word"] = INFORMED if row["informed"] else NOT_INFORMED
    return row
