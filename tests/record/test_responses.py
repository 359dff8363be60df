"""Crises with two codings: reading them, fitting the response, leaving organisations out."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

from foedus.files import InputError
from foedus.organisation import library_folder
from foedus.record.backtests.responses import (
    leave_one_organisation_out,
    requests_swapped,
    score_cases,
)
from foedus.record.fits.crisis_tables import Coded, family_of, read_cases
from foedus.record.fits.responses import TAU, base_rate, design, fit, outcomes, terms

RAW = (
    "case_id,organisation,member,start_date,crisis_type,formal_request,obligation_applies,"
    "hegemon_interest,response,confidence\n"
    "NEW-1,CSTO,Somewhere,2001-02-03,internal_unrest,1,clear,high,force,high\n"
    "NEW-2,Mali-Burkina pledge later AES,Elsewhere,2002,coup,unknown,no,low,none,low\n"
)
SECOND = (
    "case_id,leading_state,base,defence_tie,shared_border,trade20,coethnic,prior_intervention,"
    "formal_request,response,coder_confidence\n"
    "NEW-1,Russia,1,1,0,unknown,0,0,0,diplomatic,med\n"
    "NEW-2,self:Mali,1,1,1,1,1,1,1,none,high\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "crises.csv").write_text(RAW)
    (tmp_path / "crises-second-coding.csv").write_text(SECOND)
    return tmp_path / "crises.csv"


def test_a_raw_first_coding_is_read_with_its_second(raw: Path) -> None:
    one, two, three, four = read_cases(raw)
    assert (one.case, one.coder, one.kind, one.family) == ("new-1", "first", "unrest", "CSTO")
    assert (one.request, one.response, one.weight, one.year) == (1.0, "force", 0.5, 2001)
    assert (two.request, two.response, two.weight) == (0.0, "diplomatic", 0.375)
    assert one.ties == two.ties == pytest.approx(2 / 5)  # one of six items is unknown
    assert (three.request, three.weight, three.family) == (0.5, 0.25, "AES")
    assert (four.own_case, four.ties) == (1.0, 0.5)


def test_without_a_second_coding_the_items_are_unknown(raw: Path) -> None:
    raw.with_name("crises-second-coding.csv").unlink()
    found = read_cases(raw)
    assert [c.coder for c in found] == ["first", "first"]
    assert {c.ties for c in found} == {0.5}
    with pytest.raises(InputError, match="no such file"):
        read_cases(raw, raw.with_name("another.csv"))


def test_the_librarys_cases_are_read_twice_each() -> None:
    found = read_cases()
    assert len(found) == 2 * len({c.case for c in found}) == 2 * 85


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("internal_unrest", "riot", "row 2: kind 'riot' is none of"),
        (",force,", ",fire,", "row 2: response 'fire' is none of none, diplomatic"),
        ("none,low\n", "none,sure\n", "row 3: confidence 'sure'"),
        ("2002", "lately", "row 3: start 'lately' is not a day"),
        ("case_id", "number", "expected the library's columns or case_id"),
        (",confidence", ",certainty", "missing column confidence"),
    ],
)
def test_a_spoilt_table_is_named_with_its_row(raw: Path, old: str, new: str, words: str) -> None:
    raw.write_text(RAW.replace(old, new))
    with pytest.raises(InputError, match=words):
        read_cases(raw)


def test_organisations_that_belong_together_are_one_family() -> None:
    assert {family_of(n) for n in ("CIS/CST", "CST", "CSTO")} == {"CSTO"}
    assert {family_of(n) for n in ("OAU", "AU/LCBC", "AU/ECCAS")} == {"AU"}
    assert family_of("PIF/bilateral") == family_of("RAMSI") == "PIF"
    assert family_of("Something New") == "Something New"


def test_nothing_coded_with_the_outcome_in_view_enters(tmp_path: Path) -> None:
    """Spoiling the interest, the obligation and what came later changes no predictor."""
    path = library_folder("csto") / "crises.csv"
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        for column in ("first_interest", "second_interest"):
            row[column] = "low" if row[column] != "low" else "high"
        for column in ("first_obligation", "second_obligation"):
            row[column] = "no" if row[column] != "no" else "clear"
        row |= {"bilateral_force": "", "decision_days": "1", "troops": "9", "consensus": "split"}
    spoilt = tmp_path / "crises.csv"
    with spoilt.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for asked in (False, True):
        assert np.array_equal(design(read_cases(), asked), design(read_cases(spoilt), asked))


def made_up(families: int = 6, each: int = 20, seed: int = 2) -> list[Coded]:
    random = np.random.default_rng(seed)
    out = []
    for f in range(families):
        lean = random.normal()
        for k in range(each):
            request = float(random.random() < 0.5)
            p = 1 / (1 + np.exp(-(lean - 1 + 2.5 * request)))
            response = "force" if random.random() < p else "none"
            out.append(
                Coded(f"{f}-{k}", f"family {f}", "unrest", 2000, "first", request, response,
                      float(random.integers(0, 7)) / 6, 0.0, 0.5)
            )  # fmt: skip
    return out


def test_the_posterior_mode_agrees_with_a_general_minimiser() -> None:
    cases = made_up()
    found = fit(cases, "force", with_request=True)
    member = np.array([[float(c.family == f) for f in found.families] for c in cases])
    x, y = np.column_stack([design(cases, True), member]), outcomes(cases, "force")
    k = len(terms(True))
    tau = 4
    sd = np.concatenate([[1.5], np.ones(k - 1), np.full(6, TAU[tau])])

    def loss(beta):
        eta = x @ beta
        return -np.sum(0.5 * (y * eta - np.logaddexp(0, eta))) + 0.5 * np.sum((beta / sd) ** 2)

    other = optimize.minimize(loss, np.zeros(k + 6), method="BFGS", options={"gtol": 1e-9})
    assert found.estimates[tau].mean == pytest.approx(other.x, abs=1e-5)
    assert found.shares.sum() == pytest.approx(1.0)


def test_a_strong_request_is_found_and_a_stranger_is_less_certain() -> None:
    cases = made_up(8, 60)
    found = fit(cases, "force", with_request=True)
    place = terms(True).index("request")
    moments = found.moments()
    assert abs(moments.mean[place] - 2.5) < 3 * moments.error[place]
    known = [replace(cases[0], family=f) for f in found.families]
    inside = found.probability(known)
    outside = found.probability([replace(cases[0], family="a new one")])[0]
    assert inside.min() < outside < inside.max()


def test_a_strangers_chance_is_the_mean_over_draws_of_its_intercept() -> None:
    cases = made_up(4, 10)
    found = fit(cases, "force", with_request=False)
    stranger = replace(cases[0], family="a new one", ties=1.0)
    random = np.random.default_rng(4)
    x, total = design([stranger], False)[0], 0.0
    for share, tau, estimate in zip(found.shares, TAU, found.estimates, strict=True):
        beta = random.multivariate_normal(estimate.mean, estimate.covariance, 40_000)[:, : len(x)]
        eta = beta @ x + tau * random.normal(size=40_000)
        total += share * np.mean(1.0 / (1.0 + np.exp(-eta)))
    assert found.probability([stranger])[0] == pytest.approx(total, abs=0.003)
    # The spread matters: without it the same number comes out differently.
    assert found.tau > 0.3


def test_an_organisation_left_out_does_not_tell_its_own_outcomes() -> None:
    cases = made_up(4, 12)
    other = {"force": "none", "none": "force"}
    flipped = [
        replace(c, response=other[c.response]) if c.family == "family 1" else c for c in cases
    ]
    for model in ("before a request", "given the request"):
        found = []
        for rows in (cases, flipped):
            tables = leave_one_organisation_out(rows)[1]
            found.append(next(t for t in tables if t["model"][0] == f"force: {model}"))
        own = found[0]["cluster"] == "family 1"
        assert found[0].filter(own)["probability"].equals(found[1].filter(own)["probability"])
        assert not found[0].filter(~own)["probability"].equals(found[1].filter(~own)["probability"])


def test_the_request_of_the_other_coder_takes_its_place() -> None:
    one = made_up(1, 1)[0]
    two = replace(one, coder="second", request=1.0 - one.request)
    alone = replace(one, case="alone")
    swapped = requests_swapped([one, two, alone])
    assert [c.request for c in swapped] == [two.request, one.request, 0.5]


def test_cases_kept_back_are_scored_by_a_fit_that_has_not_seen_them(raw: Path) -> None:
    scores, rows, notes = score_cases(raw)
    assert set(rows["split"]) == {f"{o}: cases of a file" for o in ("force", "beyond_words", "any")}
    assert rows.filter(rows["model"] == "force: before a request").height == 4
    base = rows.filter(rows["model"] == "force: organisation-blind base rate")["probability"]
    assert base.to_list() == pytest.approx([base_rate(read_cases(), "force")] * 4)
    assert any("2 cases scored" in note for note in notes)
    assert any(score.target == 0.0 for score in scores)


def test_cases_that_the_fit_has_seen_are_refused() -> None:
    with pytest.raises(InputError, match="the fit has seen every case"):
        score_cases(library_folder("csto") / "crises.csv")
