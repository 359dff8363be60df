"""Fits as files, parameters read off them, and their joint draws."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from foedus.files import InputError
from foedus.fitted import Count, Fit, read_fit, resolved, write_fit
from foedus.organisation import library_folder
from foedus.organisation.load import load_sources
from foedus.parameters import Beta, Fitted, Fixed, Gamma, Parameter, Parameters, load_parameters
from foedus.scenario import load_scenario
from foedus.simulation.draws import draw_parameters

COVARIANCE = ((0.25, 0.12, 0.0), (0.12, 0.16, -0.05), (0.0, -0.05, 0.09))


def made_up(**fields: object) -> Fit:
    return Fit.model_validate(
        {
            "fit": "made_up",
            "meaning": "a made-up equation",
            "formula": "logit P = constant + a + b",
            "estimator": "none",
            "source": "foedus-authors",
            "date": datetime.date(2026, 1, 1),
            "tables": {"nothing": "0" * 64},
            "n": 10,
            "terms": ("constant", "a", "b"),
            "mean": (-1.0, 0.5, 2.0),
            "covariance": COVARIANCE,
            "counts": {
                "share": Count(kind="share", meaning="made up", events=3, trials=10),
                "rate": Count(kind="rate", meaning="made up", events=3, trials=200),
            },
            **fields,
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_fit(made_up(), tmp_path / "fits", "made_up")
    return tmp_path / "fits"


def test_a_fit_survives_its_file(folder: Path) -> None:
    assert read_fit(folder / "made_up.yaml") == made_up()


@pytest.mark.parametrize(
    ("line", "instead", "words"),
    [
        ("mean: [-1.0, 0.5, 2.0]", "mean: [-1.0, 0.5]", "3 means"),
        ("- [0.25, 0.12, 0.0]", "- [0.25, 0.5, 0.0]", "not symmetric"),
        ("- [0.25, 0.12, 0.0]", "- [-0.25, 0.12, 0.0]", "positive semi-definite"),
        ("terms: [constant, a, b]", "terms: [constant, a, a]", "twice"),
        ("n: 10", "m: 10", "m"),
    ],
)
def test_a_spoilt_file_is_refused_by_name(
    folder: Path, line: str, instead: str, words: str
) -> None:
    path = folder / "made_up.yaml"
    text = path.read_text()
    assert line in text
    path.write_text(text.replace(line, instead))
    with pytest.raises(InputError, match=words) as caught:
        read_fit(path)
    assert "made_up.yaml" in str(caught.value)


def test_a_coefficient_a_combination_and_counts_are_read_off(folder: Path) -> None:
    def value(**reference: object):
        raw = resolved({"dist": "fitted", "fit": "made_up", **reference}, folder, "here")
        return Parameter.model_validate(
            {"meaning": "made up", "unit": "1", "value": raw, "basis": "data", "source": "x"}
        ).value

    one = value(term="a", widen=2.0)
    assert isinstance(one, Fitted)
    assert (one.mean, one.sd) == pytest.approx((0.5, 2.0 * 0.4))
    both = value(at={"constant": 1, "b": 2}, link="logistic")
    assert isinstance(both, Fitted)
    # -1 + 2 * 2; variance 0.25 + 4 * 0.09 + 2 * 1 * 2 * 0.
    assert (both.mean, both.sd) == pytest.approx((3.0, np.sqrt(0.25 + 0.36)))
    assert both.quantile(np.array([0.5]))[0] == pytest.approx(1 / (1 + np.exp(-3.0)))
    share, rate = value(count="share"), value(count="rate")
    assert isinstance(share, Beta)
    assert (share.a, share.b) == (3.5, 7.5)
    assert isinstance(rate, Gamma)
    assert (rate.shape, rate.scale) == (3.5, 1 / 200)


def test_the_cut_of_a_contest_becomes_the_share_of_stalemates() -> None:
    from foedus.environment.power import contest, stalemate_cut

    found = Fitted(dist="fitted", fit="f", mean=1.7, loadings={"cut": 0.1}, link="stalemate")
    share = float(found.quantile(np.array([0.5]))[0])
    assert stalemate_cut(share) == pytest.approx(1.7)
    assert contest(0.0, -1.7, 1.7)[1] == pytest.approx(share)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ({"fit": "nowhere", "term": "a"}, "no fit 'nowhere'; expected one of made_up"),
        ({"fit": "made_up", "term": "c"}, "no term 'c'; it has constant, a, b"),
        ({"fit": "made_up", "count": "c"}, "counts share, rate, not 'c'"),
        ({"fit": "made_up"}, "exactly one of term, at and count"),
        ({"fit": "made_up", "term": "a", "at": {"a": 1}}, "exactly one"),
        ({"fit": "made_up", "at": {"a": "x"}}, "not a number"),
        ({"fit": "made_up", "term": "a", "wide": 2}, "unknown key 'wide'"),
    ],
)
def test_a_wrong_reference_says_what_there_is(folder: Path, reference: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        resolved({"dist": "fitted", **reference}, folder, "here")


def library_with(fit: Fit, names: dict[str, dict]) -> Parameters:
    values = {
        "council.loyalty": Parameter(
            meaning="unrelated", unit="1", value=Fixed(value=1.0), basis="data", source="x"
        )
    }
    for name, reference in names.items():
        mean, loadings = fit.combination(reference["at"])
        values[name] = Parameter(
            meaning="made up",
            unit="1",
            value=Fitted(
                dist="fitted",
                fit=fit.fit,
                mean=mean,
                loadings=loadings,
                link=reference.get("link", "identity"),
                widen=reference.get("widen", 1.0),
            ),
            basis="data",
            source="x",
        )
    return Parameters(values=values)


def drawn(parameters: Parameters, count: int = 40_000):
    return draw_parameters(parameters, Beta(dist="beta", a=1.0, b=1.0), 7, 0, count)


def test_parameters_of_one_fit_are_drawn_with_its_covariance() -> None:
    names = {f"made.{t}": {"at": {t: 1.0}} for t in ("constant", "a", "b")}
    theta = drawn(library_with(made_up(), names))
    rows = np.column_stack([theta["made_constant"], theta["made_a"], theta["made_b"]])
    assert rows.mean(axis=0) == pytest.approx([-1.0, 0.5, 2.0], abs=0.01)
    assert np.cov(rows.T) == pytest.approx(np.array(COVARIANCE), abs=0.005)


def test_a_combination_moves_with_its_terms() -> None:
    names = {
        "made.a": {"at": {"a": 1.0}},
        "made.b": {"at": {"b": 1.0}},
        "made.both": {"at": {"a": 1.0, "b": -2.0}, "link": "exp"},
    }
    theta = drawn(library_with(made_up(), names), 200)
    assert np.log(theta["made_both"]) == pytest.approx(theta["made_a"] - 2 * theta["made_b"])


def test_one_more_parameter_of_a_fit_disturbs_no_other() -> None:
    one = library_with(made_up(), {"made.b": {"at": {"b": 1.0}}})
    two = library_with(made_up(), {"made.b": {"at": {"b": 1.0}}, "made.a": {"at": {"a": 1.0}}})
    assert np.array_equal(drawn(one, 100)["made_b"], drawn(two, 100)["made_b"])


def test_a_scenario_can_be_set_to_a_fit_and_its_lock_file_needs_no_fit(tmp_path: Path) -> None:
    scenario = load_scenario("csto").with_setting(
        "parameters.membership.exit_general",
        {"dist": "fitted", "fit": "exits_members", "count": "exit_since_1991"},
    )
    assert scenario.known_parameters["membership.exit_general"].basis == "data"
    scenario = scenario.with_setting(
        "parameters.dispute.stalemate",
        {"dist": "fitted", "fit": "outcomes_disputes", "term": "cut", "link": "stalemate"},
    )
    path = tmp_path / "scenario.lock.yaml"
    path.write_text(scenario.lock_text())
    assert load_scenario(path).known_parameters == scenario.known_parameters


def test_a_librarys_parameters_may_name_fits_beside_them(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "parameters.yaml").write_text(
        "group:\n  name:\n    meaning: made up\n    unit: probability\n"
        "    value: {dist: fitted, fit: made_up, at: {constant: 1, a: 1}, link: logistic}\n"
        "    basis: data\n    source: x\n"
    )
    found = load_parameters(tmp_path / "parameters.yaml")["group.name"]
    assert found.central == pytest.approx(1 / (1 + np.exp(0.5)))


def test_every_fit_that_ships_is_sound_and_has_its_source() -> None:
    home = library_folder("csto")
    known = load_sources(home)
    paths = sorted((home / "fits").glob("*.yaml"))
    assert paths
    for path in paths:
        fit = read_fit(path)
        assert fit.fit == path.stem
        assert fit.source in known
        assert fit.basis == "data"
        assert all(len(digest) == 64 for digest in fit.tables.values())
