"""What the terminal says of comparisons: signs, marks, rules, and nothing where nothing differs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from foedus.report.terminal_compare import (
    figure,
    points,
    print_comparison,
    print_sensitivity,
    print_sweep,
    signed,
)

RANGE = {"min": 0.1, "min_option": "exits.own", "min_n": 50, "max": 0.3, "max_option": "exits.own",
         "max_n": 50}  # fmt: skip
MARK = {"lever": "x", "direction": "up", "strength": "leans", "rule": "a hazard is multiplied"}


def outcome(base, changed, se, mark=None):
    return {
        "base": base, "changed": changed, "difference": changed - base, "se": se, "n": 1000,
        "gained": 0.25, "lost": 0.0, "variance_ratio": 2.04, "range": RANGE,
        "by_construction": mark, "judgement_share": None,
    }  # fmt: skip


def comparison(**more):
    one = {
        "meaning": "the war is lost",
        "futures": 1000,
        "headlines": {"dissolved": outcome(0.05, 0.30, 0.0123, MARK)},
        "members": {
            "ARM": {"exit": outcome(0.1, 0.2, 0.01)},
            "BLR": {"exit": outcome(0.1, 0.12, 0.01)},
        },
        "numbers": {"deaths": {**outcome(500.0, 605.0, 8.1), "base_spread": None}},
        "ratios": {},
        **more,
    }
    return {
        "scenario": "csto", "months": 24, "as_of": "2022-11-30", "baseline": {"what_ifs": []},
        "comparisons": {"war_lost": one}, "warnings": ["two pairs left out"],
        "judgement": {"pairs": 31, "replicates": 8, "futures": 1984},
    }  # fmt: skip


def printed(function, *given):
    console = Console(file=io.StringIO(), width=80, highlight=False)
    function(console, *given)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_comparison_is_told_with_error_range_rule_and_warning():
    text = printed(print_comparison, comparison())
    (row,) = [line for line in text.splitlines() if line.startswith("dissolved~")]
    cells = "5 % 30 % +25.0 1.23 25 % none +10.0…+30.0 ×2.0"
    assert row.split()[1:] == cells.split()
    assert "leans by construction, up: dissolved (a hazard is multiplied)" in text
    assert "Warning: two pairs left out" in text
    assert "+105" in text and "8.1" in text


def test_members_are_shown_only_beyond_their_error():
    text = printed(print_comparison, comparison())
    assert "ARM" in text and "BLR" not in text
    quiet = comparison(members={"BLR": {"exit": outcome(0.1, 0.12, 0.01)}})
    assert "No member's outcome differs" in printed(print_comparison, quiet)


def test_the_judgement_share_stands_beside_a_difference_when_it_was_computed():
    found = comparison()
    assert "gain\n" in printed(print_comparison, found)
    one = found["comparisons"]["war_lost"]
    sizes = (one["headlines"]["dissolved"], one["numbers"]["deaths"], one["members"]["ARM"]["exit"])
    for size in sizes:
        size["judgement_share"] = {"share": 0.62, "se": 0.04}
    assert printed(print_comparison, found).count("62±4 %") == 3
    sizes[0]["judgement_share"] = {"share": None, "se": None}
    sizes[1]["judgement_share"] = {"share": 0.62, "se": 0.3}
    text = printed(print_comparison, found)
    assert text.count("unclear\n") == 2 and "62±30" not in text
    sizes[2]["judgement_share"] = {"share": 1.03, "se": 0.08}  # an estimate, not a bound
    assert "100±8 %" in printed(print_comparison, found)


def test_every_size_comes_with_error_range_and_the_cost_of_its_judgement_share():
    found = comparison()
    text = printed(print_comparison, found)
    (deaths,) = [line for line in text.splitlines() if line.startswith("deaths  ")]
    (member,) = [line for line in text.splitlines() if line.startswith("ARM")]
    assert "8.1 +0.100…+0.300" in deaths
    assert "1.00 +10.0…+30.0" in member
    assert "31 pairs of parameter draws: 1,984 futures" in text.replace("\n", " ")
    del found["judgement"]
    assert "No judgement shares were computed" in printed(print_comparison, found)


def test_a_sweep_shows_the_largest_changes_first():
    found = comparison()
    small = {**found["comparisons"]["war_lost"]}
    small["headlines"] = {"dissolved": outcome(0.05, 0.06, 0.01)}
    found["comparisons"] = {"small": small, **found["comparisons"]}
    lines = printed(print_sweep, found).splitlines()
    names = [line.split()[0] for line in lines if line.startswith(("war_lost", "small"))]
    assert names == ["war_lost~", "small"]


def test_sensitivity_says_what_is_exploratory_and_what_is_not_fitted():
    share = {
        "mean": 0.06, "variance": 0.004, "variance_se": 0.0002, "share": 0.74, "se": 0.06,
        "total": 0.81, "total_se": 0.03, "futures": 10, "knowledge": 0.04,
        "verdict": "exploratory, not a forecast",
    }  # fmt: skip
    rows = [
        {"name": "survival.disunity", "basis": "judgement", "swing": 0.082, "se": 0.003},
        {"name": "by.chance", "basis": "judgement", "swing": 0.008, "se": 0.0025},
    ]
    text = printed(
        print_sensitivity,
        {
            "scenario": "csto", "months": 24, "as_of": "2022-11-30", "what_ifs": [],
            "futures": 128000, "warnings": [],
            "judgement": {"parameters": 112, "fixed": 21, "of": 148},
            "headlines": {"dissolved": share, "idle": {**share, "share": None, "total": None,
                                                       "verdict": None}},
            "ranking": {"dissolved": rows, "idle": []},
            "contraction": {
                "updated": [{"name": "own_record", "meaning": "m", "data": "9 calls", "word": "",
                             "informed": True, "prior_sd": 0.35, "posterior_sd": 0.14,
                             "contraction": 0.83}],
                "estimated": [{"name": "onset.constant", "contraction": 0.92},
                              {"name": "exits.own", "contraction": None}],
                "not_updated": [{"basis": "judgement", "parameters": 112, "why": "not updated"}],
            },
        },
    )  # fmt: skip
    assert "74±6 %" in text and "exploratory" in text
    assert "unclear" in text
    assert "+8.2" in text and "by.chance" not in text
    (own,) = [line.split() for line in text.splitlines() if line.startswith("own_record")]
    assert own == ["own_record", "9", "calls", "0.350", "0.140", "83", "%"]
    text = " ".join(text.split())
    assert "contraction 92 % (onset.constant) or more; 1 more without a ratio" in text


@pytest.mark.parametrize(
    ("value", "words"), [(0.24, "+24.0"), (-0.0004, "-0.0"), (0.0, "+0.0"), (None, "–")]
)
def test_points_carry_their_sign(value, words):
    assert points(value) == words


def test_figures_need_no_exponent():
    assert figure(71853.4) == "71.9k" and figure(2.5e6) == "2.5m" and figure(1880.0) == "1,880"
    assert figure(0.0597) == "0.060" and figure(None) == "–"
    assert figure(1.25e-7) == "0.000" and figure(-0.0042) == "-0.004" and figure(0.0) == "0"
    assert signed(2.5) == "+2.5" and signed(-2.0) == "-2" and signed(0.0) == "0"
