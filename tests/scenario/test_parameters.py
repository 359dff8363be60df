"""Parameters: quantiles against scipy, errors for people, draws that disturb no other draw."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import foedus
from foedus.files import InputError
from foedus.organisation import library_folder, load_sources
from foedus.parameters import (
    BASES,
    Beta,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Parameter,
    Parameters,
    Uniform,
    load_parameters,
    stable_code,
)
from foedus.simulation.draws import draw_parameters

U = np.concatenate([np.linspace(0.001, 0.999, 999), [1e-9, 1 - 1e-9]])
GOOD = """council:
  precision:
    meaning: precision of a vote
    unit: "1"
    value: {dist: lognormal, median: 12.0, sigma: 0.6}
    basis: judgement
    source: foedus-authors
    why: prior of the methods review
"""


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters(library_folder("csto") / "parameters.yaml")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Uniform(dist="uniform", low=4.0, high=9.0), stats.uniform(4.0, 5.0)),
        (Normal(dist="normal", mean=-3.151, sd=0.43), stats.norm(-3.151, 0.43)),
        (Lognormal(dist="lognormal", median=58.6, sigma=1.81), stats.lognorm(1.81, scale=58.6)),
        (Beta(dist="beta", a=12.5, b=42.5), stats.beta(12.5, 42.5)),
        (Beta(dist="beta", a=1.0, b=40.0), stats.beta(1.0, 40.0)),
        (Gamma(dist="gamma", shape=1.5, scale=0.005), stats.gamma(1.5, scale=0.005)),
        (Gamma(dist="gamma", shape=13.5, scale=0.000204), stats.gamma(13.5, scale=0.000204)),
    ],
)
def test_quantiles_agree_with_scipy(ours, theirs):
    np.testing.assert_allclose(ours.quantile(U), theirs.ppf(U), rtol=1e-9)


def test_a_fixed_value_has_no_spread():
    assert (Fixed(value=0.28).quantile(U) == 0.28).all()


def test_central_and_interval():
    parameter = Parameter.model_validate(
        {
            "meaning": "a number for the test",
            "unit": "1",
            "value": {"dist": "normal", "mean": 2.0, "sd": 3.0},
            "basis": "data",
            "source": "x",
        }
    )
    assert parameter.central == 2.0
    low, high = parameter.interval()
    assert low == pytest.approx(2.0 - 3.0 * 1.6448536269514722)
    assert high == pytest.approx(2.0 + 3.0 * 1.6448536269514722)


def load(tmp_path: Path, text: str) -> Parameters:
    path = tmp_path / "parameters.yaml"
    path.write_text(text)
    return load_parameters(path)


def test_a_good_file_loads(tmp_path):
    assert load(tmp_path, GOOD)["council.precision"].central == pytest.approx(12.0)


LOGNORMAL = "{dist: lognormal, median: 12.0, sigma: 0.6}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit: "1"', "unit: probability", "expected values in [0, 1]"),
        ('unit: "1"', 'unit: "1"\n    colour: red', "unknown key"),
        ("    basis: judgement\n", "    basis: judgement\n    basis: data\n", "stands twice"),
        ("    source: foedus-authors\n", "", "source: missing"),
        ("    why: prior of the methods review\n", "", "a judgement must say why"),
        ("basis: judgement", "basis: hearsay", "basis"),
        (LOGNORMAL, ".nan", "finite"),
        (LOGNORMAL, ".inf", "finite"),
        (LOGNORMAL, "{dist: normal, mean: .nan, sd: 1.0}", "finite"),
        (LOGNORMAL, "{dist: uniform, low: 0.0, high: .inf}", "finite"),
        (LOGNORMAL, "{dist: lognormal, median: .inf, sigma: 1.0}", "finite"),
        (LOGNORMAL, "{dist: lognormal, median: 12.0, sigma: 0.0}", "sigma"),
        (LOGNORMAL, "{dist: lognormal, median: 12.0}", "sigma: missing"),
        (LOGNORMAL, "{dist: cauchy, median: 12.0}", "dist"),
        (LOGNORMAL, "{dist: uniform, low: 2.0, high: 1.0}", "low must be below high"),
        (LOGNORMAL, "{dist: beta, a: -1.0, b: 2.0}", "value.beta.a"),
        (LOGNORMAL, "twelve", "value"),
        (LOGNORMAL, "true", "value"),
    ],
)
def test_bad_input_names_file_and_place(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    message = str(caught.value)
    assert "parameters.yaml" in message
    assert said in message
    assert "\n" not in message
    if "stands twice" not in said:
        assert "council.precision" in message


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "council: 3\n", "council: {precision: }\n"])
def test_a_file_without_groups_of_parameters(tmp_path, text):
    with pytest.raises(InputError, match=r"parameters\.yaml"):
        load(tmp_path, text)


def test_a_probability_may_touch_its_ends_but_not_pass_them(parameters):
    parameters.changed("onset.fatal_share", 1.0, "--set")
    with pytest.raises(InputError, match=r"onset\.fatal_share.*expected values in \[0, 1\]"):
        parameters.changed("onset.fatal_share", 1.01, "--set")
    with pytest.raises(InputError, match=r"\[0, 1\]"):
        spread = {"dist": "normal", "mean": 0.5, "sd": 0.4}
        parameters.changed("onset.fatal_share", spread, "--set")


def test_a_value_set_by_the_user_is_judgement(parameters):
    old = parameters["onset.constant"]
    new = parameters.changed("onset.constant", -2.0, "--set")["onset.constant"]
    assert old.basis == "data"
    assert new.basis == "judgement"
    assert new.central == -2.0
    with pytest.raises(InputError, match=r"no parameter 'onset\.constnat'; near it: .*onset\.con"):
        parameters.changed("onset.constnat", 1.0, "--set")


def test_counts_by_basis_cover_every_parameter(parameters):
    counts = parameters.count_by_basis()
    assert set(counts) == set(BASES)
    assert sum(counts.values()) == len(parameters.names())


def test_every_parameter_is_used_by_the_engine_and_every_use_is_a_parameter(parameters):
    folder = Path(foedus.__file__).parent / "simulation"
    text = "\n".join(path.read_text() for path in folder.glob("*.py"))
    used = set(re.findall(r"\bt\.([a-z][a-z0-9_]*)", text))
    named = {name.replace(".", "_") for name in parameters.names()}
    assert named - used == set(), "parameters that nothing uses"
    assert used - named - {"own_record"} == set(), "uses without a parameter"


def test_every_parameter_has_a_known_source(parameters):
    sources = load_sources(library_folder("csto"))
    missing = {n: parameters[n].source for n in parameters if parameters[n].source not in sources}
    assert missing == {}


def test_addresses_of_parameters_are_distinct(parameters):
    assert len({stable_code(name) for name in parameters}) == len(parameters.names())


OWN = Beta(dist="beta", a=3.5, b=6.5)


def test_adding_a_parameter_or_futures_changes_no_other_draw(parameters):
    names = parameters.names()
    base = draw_parameters(parameters, OWN, 7, 100, 40)
    fewer = Parameters(values={n: parameters[n] for n in names if n != names[3]})
    more = Parameters(values={**parameters.values, "aaa.first": parameters["onset.constant"]})
    longer = draw_parameters(parameters, OWN, 7, 0, 300)
    for name in (*names, "own_record"):
        field = name.replace(".", "_")
        if name != names[3]:
            assert (draw_parameters(fewer, OWN, 7, 100, 40)[field] == base[field]).all()
        assert (draw_parameters(more, OWN, 7, 100, 40)[field] == base[field]).all()
        assert (longer[field][100:140] == base[field]).all()


def test_draws_follow_their_distributions_and_do_not_move_together(parameters):
    drawn = draw_parameters(parameters, OWN, 1, 0, 4000)
    normal = drawn["onset_constant"], drawn["onset_rivalry"], drawn["council_precision"]
    assert stats.kstest(normal[0], stats.norm(-3.151, 0.43).cdf).pvalue > 1e-3
    assert stats.kstest(normal[2], stats.lognorm(0.6, scale=12.0).cdf).pvalue > 1e-3
    assert stats.kstest(drawn["own_record"], stats.beta(3.5, 6.5).cdf).pvalue > 1e-3
    assert abs(stats.spearmanr(normal[0], normal[1]).statistic) < 4.0 / np.sqrt(4000)
