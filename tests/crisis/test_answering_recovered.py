"""T1c: truths drawn from the library's priors, answered by the model's own rules, estimated again.

The estimator (maximum likelihood of an ordered logit, written here with scipy) knows nothing of the
rules but their form; it is held against statsmodels' where that is installed.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from foedus.codes import Level
from foedus.crisis.answering import answer_index, answer_level, distance_term
from foedus.scenario import load_scenario

TRUTHS = 500
RESPONSES = 400
NORMAL_90 = 1.6448536269514722
EFFECTS = ("stake", "alignment", "distance", "busy")
GAPS = ("gap_material", "gap_mission", "gap_statement")
NAMES = ("constant", *EFFECTS, *GAPS)
TOP = max(Level)


def drawn_truths(n, seed):
    """Base rate, effects and steps from the library's priors, one row for each truth."""
    known = load_scenario("csto").known_parameters
    rng = np.random.default_rng(seed)
    names = ("berkemeier_fuhrmann_all", *EFFECTS, *GAPS)
    return np.column_stack([known[f"assistance.{x}"].value.quantile(rng.random(n)) for x in names])


def answered(truth, rng):
    """Design and levels of responses, as the model's rules give them."""
    base, stake, alignment, distance, busy, *gaps = truth
    inputs = rng.random((RESPONSES, 3))
    km = 300.0 + 4700.0 * rng.random(RESPONSES)
    u = rng.random(RESPONSES)
    levels = np.empty(RESPONSES, int)
    for k in range(RESPONSES):
        index = answer_index(
            base, inputs[k, 0], inputs[k, 1], 0.5, km[k], inputs[k, 2], 0.0,
            stake, alignment, 0.0, distance, busy, 0.0,
        )  # fmt: skip
        levels[k] = answer_level(index, u[k], *gaps)
    far = np.array([distance_term(x) for x in km])
    design = np.column_stack(
        [np.ones(RESPONSES), inputs[:, 0] - 0.5, inputs[:, 1] - 0.5, -far, -inputs[:, 2]]
    )
    return design, levels


def loss(b, design, levels):
    """Negative log likelihood and its gradient; steps stand as logarithms."""
    steps = np.exp(b[5:])
    shift = np.concatenate([[-np.inf], [0.0], np.cumsum(steps), [np.inf]])  # above TROOPS … NONE
    eta = design @ b[:5]
    upper, lower = expit(eta + shift[TOP - levels + 1]), expit(eta + shift[TOP - levels])
    p = np.maximum(upper - lower, 1e-300)
    up, down = upper * (1.0 - upper) / p, lower * (1.0 - lower) / p
    gradient = np.empty(8)
    gradient[:5] = -design.T @ (up - down)
    for j in range(3):  # step j shifts every threshold from j + 1 on
        gradient[5 + j] = -steps[j] * (
            up[(TOP - levels >= j + 1) & (levels > 0)].sum() - down[TOP - levels >= j + 2].sum()
        )
    return -np.log(p).sum(), gradient


def estimated(design, levels):
    """Estimates and standard errors, the latter from the curvature at the optimum."""
    start = np.concatenate([np.zeros(5), np.full(3, np.log(1.0))])
    found = minimize(loss, start, (design, levels), jac=True, method="BFGS", options={"gtol": 1e-4})
    step = 1e-4
    curvature = np.array(
        [
            (loss(found.x + e, design, levels)[1] - loss(found.x - e, design, levels)[1]) / 2 / step
            for e in step * np.eye(8)
        ]
    )
    covariance = np.linalg.inv(0.5 * (curvature + curvature.T))
    return found.x, np.sqrt(np.diag(covariance))


@pytest.fixture(scope="module")
def coverage():
    """Share of truths inside their 90 per cent interval, by name."""
    rng = np.random.default_rng(2022)
    inside = np.zeros((TRUTHS, 8), bool)
    for k, truth in enumerate(drawn_truths(TRUTHS, 1)):
        b, error = estimated(*answered(truth, rng))
        base = np.log(truth[0] / (1.0 - truth[0]))
        aim = np.concatenate([[base], truth[1:5], np.log(truth[5:])])
        inside[k] = np.abs(b - aim) < NORMAL_90 * error
    return dict(zip(NAMES, inside.mean(axis=0), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_nine_intervals_of_ten_hold_the_truth(coverage, name):
    assert 0.85 <= coverage[name] <= 0.95


def test_the_gradient_is_that_of_the_loss():
    rng = np.random.default_rng(3)
    design, levels = answered(drawn_truths(1, 2)[0], rng)
    b = rng.normal(size=8) * 0.3
    _value, gradient = loss(b, design, levels)
    for j in range(8):
        e = 1e-6 * np.eye(8)[j]
        slope = (loss(b + e, design, levels)[0] - loss(b - e, design, levels)[0]) / 2e-6
        assert gradient[j] == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_the_estimator_agrees_with_statsmodels():
    ordinal = pytest.importorskip("statsmodels.miscmodels.ordinal_model")
    design, levels = answered(drawn_truths(1, 5)[0], np.random.default_rng(5))
    b, error = estimated(design, levels)
    other = ordinal.OrderedModel(levels, design[:, 1:], distr="logit").fit(
        method="bfgs", disp=False, maxiter=500
    )
    assert other.params[:4] == pytest.approx(b[1:5], abs=2e-3)
    assert other.bse[:4] == pytest.approx(error[1:5], rel=2e-2)
