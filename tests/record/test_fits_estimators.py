"""Each estimator against another library, a closed form or an independent computation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, optimize, special

from foedus.environment.power import contest
from foedus.record.fits.choosing import rolling_choice
from foedus.record.fits.estimators import (
    binary,
    contest_fit,
    contest_probabilities,
    logistic_normal,
    logit_with_priors,
    probability,
    with_constant,
)


def made_up(n: int = 600, seed: int = 3):
    random = np.random.default_rng(seed)
    x = with_constant(random.normal(size=n), random.normal(size=n), random.random(n) < 0.4)
    p = special.expit(x @ np.array([-0.5, 0.8, -0.4, 0.6]))
    return (random.random(n) < p).astype(float), x, random.integers(0, 40, n)


def test_a_two_by_two_table_has_the_closed_form() -> None:
    # 30 of 50 against 10 of 40: log odds ratio ln(30*30/(20*10)), variance 1/30+1/20+1/10+1/30.
    y = np.repeat([1, 0, 1, 0], [30, 20, 10, 30])
    x = with_constant(np.repeat([1, 1, 0, 0], [30, 20, 10, 30]))
    found = binary(y, x)
    assert found.mean[1] == pytest.approx(np.log(30 * 30 / (20 * 10)), abs=1e-8)
    assert found.error[1] == pytest.approx(np.sqrt(1 / 30 + 1 / 20 + 1 / 10 + 1 / 30), abs=1e-8)


def test_the_logit_agrees_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    y, x, _ = made_up()
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x[:, 1:], y)
    found = binary(y, x)
    assert found.mean == pytest.approx([other.intercept_[0], *other.coef_[0]], abs=1e-5)


def test_clustered_errors_are_the_sandwich_by_hand() -> None:
    y, x, groups = made_up()
    found = binary(y, x, groups)
    p = special.expit(x @ found.mean)
    bread = np.linalg.inv((x.T * (p * (1 - p))) @ x)
    sums = np.array([(x[groups == g] * (y - p)[groups == g, None]).sum(0) for g in range(40)])
    n, k = x.shape
    factor = 40 / 39 * (n - 1) / (n - k)
    assert found.covariance == pytest.approx(bread @ sums.T @ sums @ bread * factor, rel=1e-6)


def test_a_hazard_without_predictors_is_the_rate() -> None:
    y = np.repeat([1.0, 0.0], [7, 493])
    found = binary(y, np.ones((500, 1)), link="cloglog")
    assert found.mean[0] == pytest.approx(np.log(-np.log(1 - 7 / 500)), abs=1e-8)
    assert probability(found, np.ones((1, 1)), "cloglog")[0] == pytest.approx(7 / 500)


def test_the_hazard_agrees_with_a_general_minimiser() -> None:
    y, x, _ = made_up()
    found = binary(y, x, link="cloglog")

    def loss(beta):
        rate = np.exp(x @ beta)
        return -np.sum(y * np.log(-np.expm1(-rate)) - (1 - y) * rate)

    other = optimize.minimize(loss, np.zeros(4), method="Nelder-Mead",
                              options={"xatol": 1e-8, "fatol": 1e-11, "maxiter": 5000})  # fmt: skip
    assert found.mean == pytest.approx(other.x, abs=1e-5)


def test_priors_agree_with_a_general_minimiser_and_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    y, x, _ = made_up(80)
    weights = np.linspace(0.2, 1.0, 80)
    sd = np.array([1.5, 1.0, 0.5, 2.0])
    found = logit_with_priors(y, x, sd, weights)

    def loss(beta):
        eta = x @ beta
        return -np.sum(weights * (y * eta - np.logaddexp(0, eta))) + 0.5 * np.sum((beta / sd) ** 2)

    other = optimize.minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-10})
    assert found.mean == pytest.approx(other.x, abs=1e-5)
    third = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-12, max_iter=5000)
    third.fit(x * sd, y, sample_weight=weights)
    assert found.mean == pytest.approx(third.coef_[0] * sd, abs=1e-4)


def test_the_marginal_likelihood_is_near_the_integral() -> None:
    y, x = np.repeat([1.0, 0.0], [9, 21]), np.ones((30, 1))
    found = logit_with_priors(y, x, [1.5])

    def height(b):
        return np.exp(9 * b - 30 * np.logaddexp(0, b)) * np.exp(-0.5 * (b / 1.5) ** 2)

    area = integrate.quad(height, -8, 8)[0] / (1.5 * np.sqrt(2 * np.pi))
    assert found.log_likelihood == pytest.approx(np.log(area), abs=0.02)


def test_the_logistic_of_a_normal_is_its_integral() -> None:
    def height(z, mean, sd):
        return special.expit(mean + sd * z) * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)

    for mean, variance in ((0.3, 0.5), (-2.0, 2.0), (1.0, 0.0)):
        area = integrate.quad(height, -10, 10, args=(mean, np.sqrt(variance)))[0]
        assert logistic_normal(mean, variance) == pytest.approx(area, abs=1e-6)


def contests(n: int, seed: int, b=(0.4, 0.3), cut=1.2):
    random = np.random.default_rng(seed)
    x = np.column_stack([random.normal(0, 2, n), np.ones(n)])
    p = contest_probabilities(x @ np.array(b), cut)
    return (random.random(n)[:, None] > p.cumsum(axis=1)).sum(axis=1), x


def test_the_contest_is_the_simulators() -> None:
    for z in (-1.3, 0.0, 0.8):
        win, draw, lose = contest(z, -1.1, 1.1)
        assert contest_probabilities(np.array([z]), 1.1)[0] == pytest.approx([lose, draw, win])


def test_the_contest_agrees_with_the_ordered_logit_of_statsmodels() -> None:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    y, x = contests(1500, 5)
    found = contest_fit(y, x, np.arange(1500))
    model = OrderedModel(y, x[:, :1], distr="logit")
    other = model.fit(method="bfgs", disp=0, gtol=1e-8)
    low, high = model.transform_threshold_params(other.params)[1:3]
    # Free cuts k1, k2 are a symmetric cut (k2 - k1) / 2 and an advantage -(k1 + k2) / 2.
    assert found.mean == pytest.approx(
        [other.params[0], -(low + high) / 2, (high - low) / 2], abs=2e-4
    )
    assert found.log_likelihood == pytest.approx(other.llf, abs=1e-5)
    assert found.error[0] == pytest.approx(other.bse[0], rel=0.1)


@pytest.mark.slow
def test_ninety_per_cent_intervals_of_the_contest_hold_the_truth_nine_times_in_ten() -> None:
    truth, held = np.array([0.4, 0.3, 1.2]), np.zeros(3)
    for seed in range(500):
        y, x = contests(250, 100 + seed)
        found = contest_fit(y, x, np.arange(250))
        held += np.abs(found.mean - truth) < 1.6449 * found.error
    assert np.all((held / 500 >= 0.85) & (held / 500 <= 0.95)), held


def test_rolling_origins_choose_what_predicts_and_see_only_the_past() -> None:
    random = np.random.default_rng(1)
    year = np.repeat(np.arange(1950, 2000), 40)
    good, noise = random.normal(size=2000), random.normal(size=2000)
    y = (random.random(2000) < special.expit(-2 + 1.2 * good)).astype(float)
    designs = [with_constant(noise), with_constant(noise, good)]
    found = rolling_choice(designs, y, year, [(1970, 1979), (1980, 1989)])
    assert found.best == 2
    # What happens from 1990 on changes nothing.
    later = np.where(year >= 1990, 1.0 - y, y)
    assert rolling_choice(designs, later, year, [(1970, 1979), (1980, 1989)]) == found
