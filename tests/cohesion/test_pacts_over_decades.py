"""Pacts over decades, by the model's own hazards: survival against ATOP, exits against the record.

What is measured was fixed before anything was computed: an *ordinary* pact has six members, none of
them strained, and a cohesion at its own mean; exits are counted by calendar year; the prior is the
library's, and nothing in it was fitted to these figures.
"""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from foedus.chance import uniform
from foedus.cohesion.membership import falls_due, strain
from foedus.cohesion.survival import next_state
from foedus.scenario import load_scenario

DISSOLVED = 2
LUCK = 92  # a stream of its own
ORDINARY = (0.0, 0.0, 0.5, 0.5)  # grievance, distance, belief, dependence: a strain of 0
# Kaplan-Meier survival of the 35 multilateral defence pacts of 1945 to 2016 in ATOP 4.01 with
# Greenwood's standard error, counted in `test_the_band_is_that_of_atop`.
ATOP = {5: (0.8000, 0.0676), 10: (0.6857, 0.0785), 20: (0.5934, 0.0841), 30: (0.5539, 0.0873)}
TREATY_YEARS = 28  # whole years from its entry into force in April 1994 to the spring of 2022
FOUNDERS = 9


@pytest.fixture(scope="module")
def parameters():
    return load_scenario("csto").known_parameters


def drawn(parameters, name, n, seed):
    """Draws of a parameter from the library's prior; each name has luck of its own."""
    u = np.random.default_rng([seed, *name.encode()]).random(n)
    return parameters[name].value.quantile(u)


@njit
def pacts(end, idle, revival, disunity, leaving, members, months, seed):
    """Month in which each pact ends (`months` when it lasts), exits of members included."""
    ends = np.full(end.shape[0], months)
    for k in range(end.shape[0]):
        state, left = 0, members
        for month in range(months):
            for i in range(left):
                if falls_due(uniform(seed, LUCK, k, month, i, 0), leaving[k], 0.0):
                    left -= 1
            state = next_state(
                state, uniform(seed, LUCK, k, month, 99, 1), left, idle[k], revival[k], end[k],
                0.0, 0.0, disunity[k], 0.0,
            )  # fmt: skip
            if state == DISSOLVED:
                ends[k] = month
                break
    return ends


@pytest.fixture(scope="module")
def ends(parameters):
    n = 40_000
    names = (
        "survival.end_rate",
        "survival.idle_rate",
        "survival.revival_rate",
        "survival.disunity",
        "membership.exit_general",
    )
    return pacts(*(drawn(parameters, name, n, 7) for name in names), 6, 360, 7)


FAILS_AT_TEN = pytest.mark.xfail(
    strict=True,
    reason="85 % last ten years, the band ends at 84.0 %: one rate for all ages ends too few "
    "young pacts; see docs/scores.md",
)


@pytest.mark.parametrize(
    "years", [pytest.param(y, marks=FAILS_AT_TEN) if y == 10 else y for y in ATOP]
)
def test_ordinary_pacts_last_as_long_as_those_of_atop(ends, years):
    """T7a: inside the 95 % band of Kaplan and Meier at 5, 10, 20 and 30 years."""
    share = float((ends >= 12 * years).mean())
    survival, error = ATOP[years]
    assert survival - 1.96 * error < share < survival + 1.96 * error


@pytest.mark.shared
def test_the_band_is_that_of_atop(shared):
    """The figures above, counted anew: multilateral, a defence pledge, begun in 1945 or later."""
    polars = pytest.importorskip("polars")
    survival = pytest.importorskip("statsmodels.duration.survfunc")
    c = polars.col
    pact = polars.read_parquet(shared / "data" / "atop4_alliance.parquet").filter(
        (c("bilat") == 0) & (c("defense") == 1) & (c("begyr") >= 1945)
    )
    begun = pact["begyr"].to_numpy() + (pact["begmo"].to_numpy() - 1) / 12.0
    over = pact["endyr"].to_numpy()
    ended = np.where(over > 0, over + (pact["endmo"].to_numpy() - 1) / 12.0, 2017.0)
    curve = survival.SurvfuncRight(ended - begun, (over > 0).astype(int))
    assert len(begun) == 35
    for years, (share, error) in ATOP.items():
        k = int(np.searchsorted(curve.surv_times, years, side="right")) - 1
        assert curve.surv_prob[k] == pytest.approx(share, abs=5e-5)
        assert curve.surv_prob_se[k] == pytest.approx(error, abs=5e-5)


@njit
def exits(rate, turnover, contagion, change, accession, founders, years, seed):
    """Exits in each calendar year of each future, shape (n, years).

    A member is strained by a change of its leader within a year and by another's exit within a
    year; who has left may come back at the rate of accessions.
    """
    found = np.zeros((rate.shape[0], years))
    for k in range(rate.shape[0]):
        inside = np.ones(founders, np.int64)
        changed = np.full(founders, 999)
        last = 999
        for month in range(12 * years):
            fresh = 1.0 if last <= 12 else 0.0
            last += 1
            for i in range(founders):
                changed[i] += 1
                if uniform(seed, LUCK, k, month, i, 2) < change / 12.0:
                    changed[i] = 0
                turned = 1.0 if changed[i] <= 12 else 0.0
                added = strain(
                    0.0, 0.0, 0.5, 0.5, turned, fresh, 0.0, 0.0, 0.0, 0.0, 0.0, turnover[k],
                    contagion[k], 0.0,
                )  # fmt: skip
                u = uniform(seed, LUCK, k, month, i, 3)
                if inside[i] == 1 and falls_due(u, rate[k], added):
                    inside[i] = 0
                    found[k, month // 12] += 1
                    last = 0
            u = uniform(seed, LUCK, k, month, 99, 4)
            if inside.sum() < founders and falls_due(u, accession[k], 0.0):
                for i in range(founders):
                    if inside[i] == 0:
                        inside[i] = 1
                        break
    return found


def treaty(parameters, contagious=True, n=20_000, seed=11):
    names = (
        "membership.exit_own",
        "membership.turnover",
        "membership.contagion",
        "membership.accession_rate",
    )
    rate, turnover, contagion, accession = (drawn(parameters, name, n, seed) for name in names)
    change = parameters["internal.regular_turnover"].central
    contagion = contagion if contagious else 0.0 * contagion
    return exits(rate, turnover, contagion, change, accession, FOUNDERS, TREATY_YEARS, seed)


def test_the_own_record_gives_back_the_exits_of_the_treaty(parameters):
    """T7c: three to five exits, as recorded (four), in at least three futures of ten."""
    total = treaty(parameters).sum(axis=1)
    assert float(((total >= 3) & (total <= 5)).mean()) >= 0.3


def dispersion(counts):
    return float(counts.var() / counts.mean())


def test_contagion_makes_exits_come_together(parameters):
    with_it, without = treaty(parameters), treaty(parameters, contagious=False)
    assert dispersion(with_it) > dispersion(without) + 0.05


@pytest.mark.xfail(
    strict=True,
    reason="variance over mean of the exits of a year is 1.16: contagion as judged clusters exits "
    "less than asked for; see docs/scores.md",
)
def test_exits_come_in_clusters(parameters):
    """T7c: variance over mean of the exits of a year above 1.2."""
    assert dispersion(treaty(parameters)) > 1.2


def test_exits_without_contagion_and_with_one_rate_are_as_good_as_poisson(parameters):
    """The measure itself: independent exits at one rate have a variance over mean just below 1."""
    n = 20_000
    still = np.zeros(n)
    counts = exits(np.full(n, 0.0237), still, still, 0.0, still, FOUNDERS, TREATY_YEARS, 3)
    expected = FOUNDERS * (1.0 - np.exp(-0.0237 * TREATY_YEARS))
    assert counts.sum(axis=1).mean() == pytest.approx(expected, rel=0.02)
    assert dispersion(counts) == pytest.approx(1.0, abs=0.03)
