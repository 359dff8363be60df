"""The judgement share against closed forms: unbiased in spite of chance, with an honest error."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from results_making import ESTIMATED, JUDGED, known_chunk, known_futures

from foedus.codes import Survival
from foedus.files import InputError
from foedus.parameters import Beta
from foedus.results import judgement, nested
from foedus.results.contraction import beta_variance, contractions
from foedus.results.counts import HEADLINES
from foedus.results.judgement import estimate_share, judgement_share, sensitivity
from foedus.results.nested import judgement_names, mixed_draws, nested_draws, simulate_given
from foedus.results.ranking import clustered_regression
from foedus.simulation.engine import run_chunk
from foedus.simulation.inputs import build_inputs


def coins(rng, pairs, replicates, chance_of):
    """Nested draws of coins whose chance follows from two uniform inputs."""
    j, r = rng.random((pairs, 2)), rng.random((pairs, 2))
    p = chance_of(j[:, :, None], r[:, None, :])
    heads = rng.binomial(replicates, p).astype(float)
    return heads, heads, np.full(p.shape, float(replicates))


def additive(j, r):
    """Share 0.25 / (0.25 + 0.09): variances of 0.5 j and 0.3 r are 0.25 / 12 and 0.09 / 12."""
    return 0.1 + 0.5 * j + 0.3 * r


def product(j, r):
    """Var(E[jr | j]) = 1/48 and Var(jr) = 1/9 - 1/16 = 7/144: share 3/7, total 4/7."""
    return j * r


@pytest.mark.parametrize("replicates", [2, 8])
@pytest.mark.parametrize(
    ("chance_of", "variance", "share", "total"),
    [
        (additive, 0.34 / 12.0, 0.25 / 0.34, 0.25 / 0.34),
        (product, 7.0 / 144.0, 3.0 / 7.0, 4.0 / 7.0),
        (lambda j, r: r + 0.0 * j, 1.0 / 12.0, 0.0, 0.0),
        (lambda j, r: j + 0.0 * r, 1.0 / 12.0, 1.0, 1.0),
    ],
)
def test_unbiased_and_with_the_right_error(chance_of, variance, share, total, replicates):
    rng = np.random.default_rng(11)
    runs = [estimate_share(*coins(rng, 800, replicates, chance_of)) for _ in range(150)]
    for value, error, truth in (
        ("variance", "variance_se", variance),
        ("share", "se", share),
        ("total", "total_se", total),
    ):
        found = np.array([getattr(run, value) for run in runs])
        stated = np.array([getattr(run, error) for run in runs])
        spread = found.std(ddof=1)
        assert abs(found.mean() - truth) < 3.0 * spread / math.sqrt(150), value
        assert np.sqrt((stated**2).mean()) == pytest.approx(spread, rel=0.25), value


def test_chance_alone_is_not_taken_for_knowledge():
    """A coin of one half for every parameter: no variance of P, and so no share."""
    rng = np.random.default_rng(5)
    runs = [estimate_share(*coins(rng, 500, 4, lambda j, r: 0.5 + 0.0 * j * r)) for _ in range(100)]
    found = np.array([run.variance for run in runs])
    assert abs(found.mean()) < 3.0 * found.std() / 10.0
    assert sum(run.share is None for run in runs) >= 97


def test_numbers_have_a_share_too():
    """Normal outcomes 2 j + r + noise, as differences of two scenarios are: share 4 / 5."""
    rng = np.random.default_rng(3)
    runs = []
    for _ in range(100):
        j, r = rng.normal(size=(500, 2, 1, 1)), rng.normal(size=(500, 1, 2, 1))
        y = 2.0 * j + r + rng.normal(size=(500, 2, 2, 4)) * 3.0
        runs.append(estimate_share(y.sum(3), (y * y).sum(3), np.full((500, 2, 2), 4.0)).share)
    assert np.mean(runs) == pytest.approx(0.8, abs=3.0 * np.std(runs) / 10.0)


def test_pairs_without_enough_good_futures_are_left_out():
    rng = np.random.default_rng(8)
    sums, squares, counts = coins(rng, 1000, 4, additive)
    whole = estimate_share(sums[:900], squares[:900], counts[:900])
    counts[900:, 0, 1] = 1.0
    sums[900:] = squares[900:] = 1.0
    part = estimate_share(sums, squares, counts)
    assert part.share == whole.share and part.variance == whole.variance
    assert part.futures == whole.futures + 100 * 13


# the draws


def test_mixtures_take_the_group_from_one_draw_and_the_rest_from_the_other(scenario, library):
    start = build_inputs(scenario, library.organisation, library.ledger)
    group = judgement_names(scenario.known_parameters)
    thetas, structures = mixed_draws(scenario, start, group, 3, 5, 2)
    own = known_chunk(scenario, start, 6, 10)  # pair i uses the draws of futures 2 i, 2 i + 1
    judged, estimated = JUDGED.replace(".", "_"), ESTIMATED.replace(".", "_")
    shape = (5, 2, 2, 2)
    of_group = thetas[judged].reshape(shape)
    of_rest = thetas[estimated].reshape(shape)
    theories = structures["base_rate"].reshape(shape)
    for pair in range(5):
        for a in range(2):
            assert (of_group[pair, a] == own.thetas[judged][2 * pair + a]).all()
            assert (of_rest[pair, :, a] == own.thetas[estimated][2 * pair + a]).all()
            assert (theories[pair, :, a] == own.structures["base_rate"][2 * pair + a]).all()
    assert JUDGED in group and ESTIMATED not in group


@pytest.fixture
def known_engine(monkeypatch):
    monkeypatch.setattr(nested, "simulate_given", known_futures)


def test_share_of_a_known_engine(known_engine, scenario, library):
    """P = 0.2 + 0.4 j + 0.2 r: share 0.16 / 0.20, the judged parameter first in rank."""
    found = sensitivity(scenario, library, pairs=600, replicates=8)
    one = found["headlines"]["dissolved"]
    assert abs(one["share"] - 0.8) < 3.0 * one["se"] and one["se"] < 0.1
    assert one["verdict"] == "exploratory, not a forecast"
    assert one["mean"] == pytest.approx(0.5, abs=0.03)
    assert one["knowledge"] == pytest.approx((0.20 / 12.0) / 0.25, rel=0.3)
    assert found["futures"] == one["futures"] == 600 * 4 * 8
    assert found["headlines"]["idle"]["share"] is None  # it never came true
    first, second = found["ranking"]["dissolved"][:2]
    assert (first["name"], first["basis"]) == (JUDGED, "judgement")
    assert (second["name"], second["basis"]) == (ESTIMATED, "data")
    assert abs(first["swing"] - 0.4) < 3.0 * first["se"]
    assert abs(second["swing"] - 0.2) < 3.0 * second["se"]
    assert abs(first["share"] - 0.8) < 0.2
    others = [abs(row["swing"] / row["se"]) for row in found["ranking"]["dissolved"][2:]]
    assert np.mean(np.array(others) < 1.96) > 0.85
    json.dumps(found, allow_nan=False)


def test_share_of_a_difference(known_engine, scenario, library):
    """Ties act through luck alone in the known engine: the difference varies with no parameter."""
    weaker = scenario.with_what_if("weaker_ties")
    found = judgement_share(scenario, library, pairs=200, changed=weaker)
    assert found["any_crisis"]["mean"] == pytest.approx(-0.25, abs=0.03)
    assert found["any_crisis"]["share"] is None
    assert found["any_crisis"]["futures"] == 200 * 4 * 8 * 2  # both sides cost
    assert found["dissolved"]["mean"] == 0.0 and found["dissolved"]["variance"] == 0.0


def test_more_pairs_leave_the_first_ones_alone(known_engine, scenario, library):
    few = nested_draws(scenario, library, pairs=40, replicates=4)
    many = nested_draws(scenario, library, pairs=100, replicates=4, threads=1)
    assert (many.sums[:40] == few.sums).all() and (many.counts[:40] == few.counts).all()


def test_too_few_replicates_are_refused(scenario, library):
    with pytest.raises(InputError, match="2 replicates"):
        nested_draws(scenario, library, replicates=1)


def test_given_parameters_meet_the_same_luck_as_drawn_ones(scenario, library):
    """The engine itself: a chunk simulated again from its own draws is the same to the bit."""
    start = build_inputs(scenario, library.organisation, library.ledger)
    drawn = run_chunk(scenario, start, 100, 60)
    again = simulate_given(scenario, start, 100, drawn.thetas, drawn.structures)
    for name in ("tallies", "cohesion", "events"):
        assert getattr(again, name).tobytes() == getattr(drawn, name).tobytes()


def test_flagged_futures_are_counted_apart(monkeypatch, scenario, library):
    def faulty(*given):
        chunk = known_futures(*given)
        chunk.tallies["status"][::16] = 4
        chunk.tallies["survival"][::16] = Survival.DISSOLVED
        return chunk

    monkeypatch.setattr(nested, "simulate_given", faulty)
    found = nested_draws(scenario, library, pairs=64, replicates=4)
    assert found.flagged == 64 and found.counts.min() == 3.0
    assert (found.sums <= found.counts[..., None]).all()


# regression and contraction


def test_errors_are_clustered():
    """Rows of one cluster share their disturbance; the stated error must know it."""
    rng = np.random.default_rng(2)
    slopes, stated = [], []
    for _ in range(200):
        x = np.repeat(rng.random((60, 1, 1, 1)), 4, axis=1).reshape(60, 2, 2, 1)
        y = 0.7 * x + rng.normal(size=(60, 1, 1, 1)) + 0.1 * rng.normal(size=(60, 2, 2, 1))
        slope, error = clustered_regression(x, y)
        slopes.append(slope[0, 0])
        stated.append(error[0, 0])
    assert np.mean(slopes) == pytest.approx(0.7, abs=3 * np.std(slopes) / math.sqrt(200))
    assert np.mean(stated) == pytest.approx(np.std(slopes), rel=0.15)


def test_contraction_of_the_own_record(scenario, library):
    """Var of Beta(a, b) by simulation; one call answered of four leaves Beta(1.5, 3.5)."""
    rng = np.random.default_rng(4)
    assert beta_variance(Beta(dist="beta", a=1.5, b=3.5)) == pytest.approx(
        rng.beta(1.5, 3.5, 400_000).var(), rel=0.01
    )
    assert beta_variance(Beta(dist="beta", a=0.5, b=0.5)) == pytest.approx(1.0 / 8.0)
    start = build_inputs(scenario, library.organisation, library.ledger)
    found = contractions(scenario, start)
    own = found["updated"][0]
    assert own["name"] == "own_record"
    assert own["contraction"] == pytest.approx(1.0 - own["posterior_sd"] ** 2 * 8.0)
    assert set(HEADLINES) and judgement.EXPLORATORY == 0.5


def test_contraction_of_the_rates_of_members(scenario, library):
    """Conjugate update by simulation: Gamma(shape, years) weighted by the Poisson of the count."""
    start = build_inputs(scenario, library.organisation, library.ledger)
    rows = {row["name"]: row for row in contractions(scenario, start)["updated"]}
    parameters, x, i = scenario.known_parameters, start.record[0], start.index("KGZ")
    shape = parameters["internal.unrest_shape"].central
    years = parameters["internal.unrest_years"].central
    rng = np.random.default_rng(12)
    rates = rng.gamma(shape, 1.0 / years, 400_000)
    expected = rates * x.record_years[i]
    weights = np.exp(-expected) * expected ** int(x.unrest_count[i])
    mean = np.average(rates, weights=weights)
    posterior = math.sqrt(np.average((rates - mean) ** 2, weights=weights))
    row = rows["internal crises, KGZ"]
    assert row["prior_sd"] == pytest.approx(rates.std(), rel=0.02)
    assert row["posterior_sd"] == pytest.approx(posterior, rel=0.02)
    assert row["contraction"] == pytest.approx(1.0 - (posterior / rates.std()) ** 2, abs=0.05)
    assert row["word"] == "the rate rose, and its spread with it"
    assert int(x.unrest_count[i]) >= 2 and x.record_years[i] > 20.0


def test_every_estimated_parameter_has_a_ratio_or_a_reason(scenario, library):
    start = build_inputs(scenario, library.organisation, library.ledger)
    found = contractions(scenario, start)
    parameters = scenario.known_parameters
    estimated = {row["name"]: row for row in found["estimated"]}
    wanted = [n for n in parameters.names() if parameters[n].basis in ("data", "literature")]
    assert sorted(estimated) == sorted(wanted)
    for row in estimated.values():
        assert (row["contraction"] is None) == (row["reference"] is None) == bool(row["why"])
    # sd 0.43 against a weakly informative 1.5; 12 of 54 against Jeffreys
    assert estimated["onset.constant"]["contraction"] == pytest.approx(1.0 - (0.43 / 1.5) ** 2)
    half = estimated["assistance.berkemeier_fuhrmann_post_1945"]
    p, n = 12.5 / 55.0, 55.0
    assert half["contraction"] == pytest.approx(1.0 - 8.0 * p * (1.0 - p) / (n + 1.0))
    assert "no finite variance" in estimated["membership.exit_own"]["why"]
    rest = sum(row["parameters"] for row in found["not_updated"])
    assert rest + len(estimated) == len(parameters.names())
