"""Estimators: logit and hazards by statsmodels, the contest, and a logit under priors.

statsmodels fits what it can fit, with the cluster-robust sandwich (Liang and Zeger 1986) and its
small-sample factor. Written here are only the contest (the simulator's own equation: an ordered
logit with symmetric cuts and an advantage) and the logit under normal priors with weights, which
no library of the project offers.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """Coefficients with their covariance.

    Attributes
    ----------
    mean, covariance : float array, shape (k,), (k, k)
    log_likelihood : float
        At the estimate; with priors, the log of the marginal likelihood.
    """

    mean: Floats
    covariance: Floats
    log_likelihood: float

    @property
    def error(self) -> Floats:
        """Standard errors."""
        return np.sqrt(np.diag(self.covariance))


def with_constant(*columns: NDArray) -> Floats:
    """Design matrix: a column of ones, then the columns given."""
    x = [np.asarray(column, dtype=float) for column in columns]
    return np.column_stack([np.ones(len(x[0])), *x])


def binary(
    y: NDArray,
    x: Floats,
    groups: NDArray | None = None,
    link: Literal["logit", "cloglog"] = "logit",
) -> Estimate:
    """Maximum likelihood of a binary outcome.

    Parameters
    ----------
    y, x : array, shape (n,), (n, k)
        Outcome 0 or 1; design with its constant.
    groups : array, shape (n,), optional
        Clusters of the covariance; without them the inverse of the information.
    link : {"logit", "cloglog"}
        ``cloglog`` is a hazard in discrete time.
    """
    import statsmodels.api as sm

    links = {"logit": sm.families.links.Logit(), "cloglog": sm.families.links.CLogLog()}
    model = sm.GLM(np.asarray(y, dtype=float), x, family=sm.families.Binomial(links[link]))
    kind = {} if groups is None else _clustered(groups)
    with warnings.catch_warnings():
        # Separation in a fold is not an error: the guard with priors stands beside it.
        warnings.simplefilter("ignore")
        found = model.fit(maxiter=100, tol=1e-12, **kind)
    return Estimate(np.asarray(found.params), np.asarray(found.cov_params()), float(found.llf))


def _clustered(groups: NDArray) -> dict[str, Any]:
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    return {"cov_type": "cluster", "cov_kwds": {"groups": place}}


def probability(
    estimate: Estimate, x: Floats, link: Literal["logit", "cloglog"] = "logit"
) -> Floats:
    """Fitted probability of each row."""
    from scipy.special import expit

    eta = x @ estimate.mean
    return expit(eta) if link == "logit" else -np.expm1(-np.exp(np.minimum(eta, 50.0)))


def logit_with_priors(
    y: NDArray, x: Floats, sd: NDArray | Sequence[float], weights: NDArray | None = None
) -> Estimate:
    """Logit under independent priors N(0, sd²), by Newton's method and Laplace's approximation.

    Parameters
    ----------
    y, x : array, shape (n,), (n, k)
    sd : array, shape (k,)
        Standard deviation of each coefficient's prior.
    weights : array, shape (n,), optional
        Weight of each row in the likelihood.

    Returns
    -------
    Estimate
        Mode of the posterior, inverse of its curvature, and the log of the marginal likelihood by
        Laplace's approximation.
    """
    y = np.asarray(y, dtype=float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    precision = 1.0 / np.square(np.asarray(sd, dtype=float))
    beta = np.zeros(x.shape[1])
    value = _log_posterior(beta, y, x, w, precision)
    for _ in range(100):
        p = 1.0 / (1.0 + np.exp(-(x @ beta)))
        slope = x.T @ (w * (y - p)) - precision * beta
        curve = (x.T * (w * p * (1.0 - p))) @ x + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        while (new := _log_posterior(beta + step, y, x, w, precision)) < value - 1e-12:
            step = step / 2.0
        beta, value = beta + step, new
        if np.abs(step).max() < 1e-10:
            break
    p = 1.0 / (1.0 + np.exp(-(x @ beta)))
    curve = (x.T * (w * p * (1.0 - p))) @ x + np.diag(precision)
    _, log_det = np.linalg.slogdet(curve)
    evidence = value + 0.5 * float(np.log(precision).sum()) - 0.5 * float(log_det)
    return Estimate(beta, np.asarray(np.linalg.inv(curve), dtype=float), evidence)


def _log_posterior(beta: Floats, y: Floats, x: Floats, w: Floats, precision: Floats) -> float:
    eta = x @ beta
    return float(w @ (y * eta - np.logaddexp(0.0, eta)) - 0.5 * (precision * beta) @ beta)


def logistic_normal(mean: NDArray, variance: NDArray) -> Floats:
    """Mean of the logistic of a normal, by Gauss-Hermite quadrature with 40 nodes."""
    from scipy.special import expit

    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    spread = np.sqrt(np.asarray(variance, dtype=float))[..., None] * nodes
    return expit(np.asarray(mean, dtype=float)[..., None] + spread) @ (weights / weights.sum())


def contest_probabilities(z: NDArray, cut: float) -> Floats:
    """Chances that side A loses, that nobody wins, that side A wins; shape (n, 3).

    The simulator's contest (`foedus.environment.power.contest`) on arrays.
    """
    from scipy.special import expit

    win, lose = expit(np.asarray(z) - cut), expit(-cut - np.asarray(z))
    return np.column_stack([lose, 1.0 - win - lose, win])


def contest_fit(outcome: NDArray, x: Floats, groups: NDArray) -> Estimate:
    """Maximum likelihood of a contest: index ``x @ b``, cuts at ``±cut``.

    Parameters
    ----------
    outcome : array of int, shape (n,)
        0 side A loses, 1 nobody wins, 2 side A wins.
    x : float array, shape (n, k)
        Columns of the index, the advantage of side A (ones) among them.
    groups : array, shape (n,)
        Clusters.

    Returns
    -------
    Estimate
        Coefficients of `x`, then the cut (positive); covariance by the clustered sandwich with
        the factor of Liang and Zeger, G / (G - 1).
    """
    from scipy.special import expit

    y = np.asarray(outcome)
    start: Floats = np.append(np.zeros(x.shape[1]), 1.0)

    def rows(theta: Floats) -> tuple[Floats, Floats]:
        """Log likelihood and its gradient, row by row."""
        z, cut = x @ theta[:-1], theta[-1]
        win, lose = expit(z - cut), expit(-cut - z)
        dwin, dlose = win * (1.0 - win), lose * (1.0 - lose)
        p = np.choose(y, [lose, np.maximum(1.0 - win - lose, 1e-300), win])
        by_z = np.choose(y, [-dlose, dlose - dwin, dwin])
        by_cut = np.choose(y, [-dlose, dlose + dwin, -dwin])
        return np.log(p), np.column_stack([x * by_z[:, None], by_cut]) / p[:, None]

    def loss(theta: Floats) -> tuple[float, Floats]:
        value, slopes = rows(theta)
        return -float(value.sum()), -slopes.sum(axis=0)

    # The log likelihood is concave in the coefficients and the cut (Pratt 1981).
    theta, (value, gradient) = start, loss(start)
    for _ in range(100):
        curve = _curvature(lambda t: loss(t)[1], theta)
        step = np.asarray(np.linalg.solve(curve, gradient), dtype=float)
        while theta[-1] - step[-1] <= 0.0 or loss(theta - step)[0] > value + 1e-12:
            step = step / 2.0
        theta = theta - step
        value, gradient = loss(theta)
        if np.abs(step).max() < 1e-9:
            break
    bread = np.asarray(np.linalg.inv(_curvature(lambda t: loss(t)[1], theta)), dtype=float)
    return Estimate(theta, sandwich(bread, rows(theta)[1], groups), -value)


def _curvature(gradient, at: Floats) -> Floats:
    """Second derivatives by central differences of an exact gradient."""
    k = len(at)
    out = np.zeros((k, k))
    for j in range(k):
        step = np.zeros(k)
        step[j] = 1e-5 * max(1.0, abs(float(at[j])))
        out[j] = (gradient(at + step) - gradient(at - step)) / (2.0 * step[j])
    return (out + out.T) / 2.0


def sandwich(bread: Floats, slopes: Floats, groups: NDArray) -> Floats:
    """Clustered covariance from the inverse curvature and the gradient of each row."""
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    count = int(place.max()) + 1
    sums = np.zeros((count, slopes.shape[1]))
    np.add.at(sums, place, slopes)
    return bread @ (sums.T @ sums) @ bread * (count / (count - 1))
