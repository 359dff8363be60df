"""Agreement of two codings."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.organisation import agreement, cohen_kappa, load_organisation

codes = st.sampled_from(["no", "arguable", "clear"])


def test_kappa_of_cohens_two_by_two_example():
    # Two readers of 50 grant proposals: both yes 20, both no 15, 5 and 10 apart.
    # p_o = 35/50 = 0.7, p_e = 0.5·0.6 + 0.5·0.4 = 0.5, kappa = 0.4 (textbook example).
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)


@given(st.lists(codes, min_size=2))
def test_kappa_of_a_coding_with_itself_is_one_unless_nothing_varies(row):
    assert cohen_kappa(row, row) == (None if len(set(row)) == 1 else pytest.approx(1.0))


@given(st.lists(st.tuples(codes, codes), min_size=1))
def test_kappa_is_symmetric_and_at_most_one(rows):
    first, second = [a for a, _ in rows], [b for _, b in rows]
    there, back = cohen_kappa(first, second), cohen_kappa(second, first)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there == pytest.approx(back)
        assert -1.0 <= there <= 1.0 + 1e-12


def test_kappa_is_zero_for_independent_codings():
    pairs = list(itertools.product(["a", "b"], ["x", "y"]))
    first = [a for a, _ in pairs]
    second = ["a" if b == "x" else "b" for _, b in pairs]
    assert cohen_kappa(first, second) == pytest.approx(0.0)


def test_kappa_of_nothing_is_undefined():
    assert cohen_kappa([], []) is None


@pytest.mark.shared
@pytest.mark.parametrize("drop", [False, True])
def test_kappas_of_the_library_equal_those_of_the_raw_codings(shared, drop):
    """The conversion to the library lost and changed no code, recomputed from the raw tables."""
    import csv

    with (shared / "facts" / "crises.csv").open() as file:
        first = {row["case_id"]: row for row in csv.DictReader(file)}
    with (shared / "facts" / "crises-second-coding.csv").open() as file:
        second = {row["case_id"]: row for row in csv.DictReader(file)}
    names = {
        "request": ("formal_request", "formal_request"),
        "obligation": ("obligation_applies", "obligation_applies"),
        "interest": ("hegemon_interest", "leading_state_interest"),
        "response": ("response", "response"),
    }
    found = agreement(load_organisation("csto").crises, drop_unknown=drop)
    for item, (a, b) in names.items():
        rows = [(first[case][a], second[case][b]) for case in first]
        if drop:
            rows = [row for row in rows if "unknown" not in row]
        labels = sorted({code for row in rows for code in row})
        n = len(rows)
        p_o = sum(x == y for x, y in rows) / n
        p_e = sum(sum(x == k for x, _ in rows) * sum(y == k for _, y in rows) for k in labels) / (
            n * n
        )
        assert found[item].n == n
        assert found[item].kappa == pytest.approx((p_o - p_e) / (1 - p_e))


def test_one_word_interest_agrees_barely_and_the_response_well():
    """Order of the published agreement over all cases: 0.80 > 0.58 > 0.46 > 0.12."""
    org = load_organisation("csto")
    kappa = {item: row.kappa for item, row in agreement(org.crises).items()}
    published = org.published_agreement
    order = sorted(published, key=lambda item: published[item])
    assert sorted(kappa, key=lambda item: kappa[item] or 0.0) == order
    for item, value in published.items():
        assert kappa[item] == pytest.approx(value, abs=0.1)


def test_second_interest_is_the_count_of_its_items():
    for case in load_organisation("csto").crises:
        count = case.interest_items()
        word = "high" if count >= 4 else "med" if count >= 2 else "low"
        assert case.second_interest == word, case.case
