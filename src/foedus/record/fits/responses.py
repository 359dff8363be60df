"""What organisations did about crises of their members: a logit with organisation intercepts.

Two codings of each crisis, each half a case, weighted by the coder's confidence. Nothing is used
that was coded with the outcome in view: not the one-word interest, not the obligation. The six
items behind the second coding's interest are facts of the day before the crisis (is there a base,
a treaty, a border, …), each checkable without knowing what followed. The equation, its priors and
the order of the comparison were written down before the first fit
(``decisions/0007-fits-protocol.md``).

Selection: the list holds crises that somebody noticed. Nothing here speaks of crises that never
came to a body, or of attacks that did not come because a body was expected to act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from foedus.fitted import Count, Fit
from foedus.organisation.load import library_folder
from foedus.record.fits.crisis_tables import STANDING_LEADER, Coded, read_cases
from foedus.record.fits.estimators import Estimate, Floats, logistic_normal, logit_with_priors
from foedus.record.fits.registry import as_fit

if TYPE_CHECKING:
    from foedus.record.fits.registry import FitStore

Outcome = Literal["force", "beyond_words", "any"]
OUTCOMES: dict[Outcome, tuple[str, ...]] = {
    "force": ("force",),
    "beyond_words": ("sanctions", "logistic_or_arms", "force"),
    "any": ("diplomatic", "sanctions", "logistic_or_arms", "force"),
}
MEANING: dict[Outcome, str] = {
    "force": "the organisation sends armed units",
    "beyond_words": "the organisation goes beyond words: sanctions, arms or armed units",
    "any": "the organisation does anything at all",
}
REFERENCE = "attack_by_outsider"
TERMS = (
    *("constant", "between_members", "coup", "insurgency", "unrest"),
    *("ties", "own_case", "standing_leader", "since_1990"),
)
REQUEST = "request"
CONSTANT_SD, SLOPE_SD, TAU_SD = 1.5, 1.0, 1.0
TAU = np.arange(0.1, 2.2, 0.2)
"""Grid over which the spread of the organisations' intercepts is integrated."""


def terms(with_request: bool) -> tuple[str, ...]:
    """Names of the columns of `design`."""
    return (*TERMS, REQUEST) if with_request else TERMS


def design(cases: Sequence[Coded], with_request: bool) -> Floats:
    """Design matrix: kind of crisis, ties less one half, own case, kind of body, period, request.

    Ties and request are centred at one half, which stands for unknown.
    """
    columns = [
        np.ones(len(cases)),
        *(np.array([float(c.kind == kind) for c in cases]) for kind in TERMS[1:5]),
        np.array([c.ties - 0.5 for c in cases]),
        np.array([c.own_case for c in cases]),
        np.array([float(c.family in STANDING_LEADER) for c in cases]),
        np.array([float(c.year >= 1990) for c in cases]),
    ]
    if with_request:
        columns.append(np.array([c.request - 0.5 for c in cases]))
    return np.column_stack(columns)


def outcomes(cases: Sequence[Coded], outcome: Outcome) -> Floats:
    """1 where the response is one of those that count, else 0."""
    return np.array([float(c.response in OUTCOMES[outcome]) for c in cases])


@dataclass(frozen=True)
class Responses:
    """Fitted logit with organisation intercepts.

    Attributes
    ----------
    families : tuple of str
        Families of organisations whose intercepts were fitted, in the order of their columns.
    estimates, shares : tuple
        Estimate at each spread of the grid, and the posterior share of that spread.
    with_request : bool
    """

    families: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    shares: Floats
    with_request: bool

    @property
    def tau(self) -> float:
        """Posterior mean of the spread of the organisations' intercepts."""
        return float(self.shares @ TAU)

    def probability(self, cases: Sequence[Coded]) -> Floats:
        """Predictive probability of each case.

        The uncertainty of the coefficients is integrated. An organisation that was not fitted has
        an intercept from the population of organisations.
        """
        x = design(cases, self.with_request)
        member = np.array([[float(c.family == f) for f in self.families] for c in cases])
        full = np.column_stack([x, member.reshape(len(cases), len(self.families))])
        stranger = np.array([c.family not in self.families for c in cases], dtype=float)
        out = np.zeros(len(cases))
        for share, tau, estimate in zip(self.shares, TAU, self.estimates, strict=True):
            variance = np.einsum("ij,jk,ik->i", full, estimate.covariance, full)
            out += share * logistic_normal(full @ estimate.mean, variance + stranger * tau**2)
        return out

    def moments(self) -> Estimate:
        """Mean and covariance of all coefficients over the grid."""
        means = np.array([estimate.mean for estimate in self.estimates])
        mean = self.shares @ means
        covariance = sum(
            share * (estimate.covariance + np.outer(m - mean, m - mean))
            for share, estimate, m in zip(self.shares, self.estimates, means, strict=True)
        )
        return Estimate(mean, np.asarray(covariance), float("nan"))


def fit(cases: Sequence[Coded], outcome: Outcome, with_request: bool) -> Responses:
    """Fit the logit: Laplace's approximation at each spread, the spread integrated on a grid."""
    families = tuple(sorted({c.family for c in cases}))
    x = design(cases, with_request)
    member = np.array([[float(c.family == f) for f in families] for c in cases])
    full, y = np.column_stack([x, member]), outcomes(cases, outcome)
    weights = np.array([c.weight for c in cases])
    estimates, evidence = [], []
    for tau in TAU:
        sd = np.concatenate(
            [[CONSTANT_SD], np.full(x.shape[1] - 1, SLOPE_SD), np.full(len(families), tau)]
        )
        estimate = logit_with_priors(y, full, sd, weights)
        estimates.append(estimate)
        evidence.append(estimate.log_likelihood - 0.5 * (tau / TAU_SD) ** 2)
    shares = np.exp(np.array(evidence) - max(evidence))
    return Responses(families, tuple(estimates), shares / shares.sum(), with_request)


def base_rate(cases: Sequence[Coded], outcome: Outcome) -> float:
    """Weighted share of cases with the outcome, blind to the organisation."""
    weights: NDArray = np.array([c.weight for c in cases])
    return float(np.average(outcomes(cases, outcome), weights=weights))


def fit_responses(store: FitStore) -> list[Fit]:
    """Fit all three outcomes, before a request is known and given one.

    Data: the library's ``crises.csv``, both codings. Formula: ``logit P(response) = x @ b +
    u[organisation]``, ``u ~ N(0, tau²)``. Posterior by Laplace's approximation, tau on a grid.
    """
    path = library_folder("csto") / "crises.csv"
    cases = read_cases(path)
    out = []
    for with_request in (False, True):
        for outcome in OUTCOMES:
            out.append(_as_fit(cases, outcome, with_request, path.read_bytes()))
    return out


def _as_fit(cases: Sequence[Coded], outcome: Outcome, with_request: bool, raw: bytes) -> Fit:
    found = fit(cases, outcome, with_request)
    names = (*terms(with_request), *(f"organisation_{_word(f)}" for f in found.families))
    y, weights = outcomes(cases, outcome), np.array([c.weight for c in cases])
    given = ", given what was asked" if with_request else ""
    return as_fit(
        found.moments(),
        names,
        clusters=("organisation", np.array([c.family for c in cases])),
        fit=f"responses_{outcome}" + ("_given_request" if with_request else ""),
        meaning=MEANING[outcome] + given,
        formula="logit P(response) = " + " + ".join(terms(with_request)) + " + u[organisation]",
        estimator="logit with normal priors, constant N(0, 1.5²), slopes N(0, 1), u N(0, tau²), "
        "tau half-normal(1) on a grid; Laplace's approximation; rows weighted by confidence",
        source="second-coding",
        tables={"crises": hashlib.sha256(raw).hexdigest()},
        n=len({c.case for c in cases}),
        events=int(y.sum()),
        counts={
            "weighted": Count(
                kind="share",
                meaning=MEANING[outcome] + ", cases weighted by confidence, both codings",
                events=float(weights @ y),
                trials=float(weights.sum()),
            )
        },
        scores={"tau": found.tau},
        notes=(
            "each case twice, once by each coding; events counts codings, n cases",
            "ties and request are centred at one half; attack by an outsider is the reference",
            "crises that somebody noticed: nothing on those that never came to a body",
        ),
    )


def _word(family: str) -> str:
    return family.lower().replace(" ", "_")
