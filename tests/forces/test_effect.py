"""Effect of a force at its task: number and quality, step by step."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.crisis.course import days_with_help
from foedus.forces.effect import (
    added_effect,
    freed_local,
    sufficiency,
    task_effect,
    task_quality,
)

shares = st.floats(0.0, 1.0)
people = st.floats(0.0, 1e6)


def test_half_of_the_effect_is_reached_with_the_half_number():
    assert sufficiency(1000.0, 1000.0) == 0.5
    assert sufficiency(0.0, 1000.0) == 0.0
    assert sufficiency(10.0, 0.0) == 1.0


def test_the_published_reduction_is_met_with_ten_thousand():
    # Hultman, Kathman and Shannon (2014), as told: 10,000 armed troops, about 70 per cent less
    assert task_effect(1.0, 1.0, 10_000.0, 4300.0) == pytest.approx(0.70, abs=0.005)


def test_quality_is_one_only_without_any_fault():
    assert task_quality(1.0, 1.0, 1.0, 1.0) == 1.0
    # by hand: sqrt(sqrt(0.25) * 0.5 * sqrt(0.16 * 0.25)) = sqrt(0.5 * 0.5 * 0.2)
    assert task_quality(0.25, 0.5, 0.16, 0.25) == pytest.approx(math.sqrt(0.05))
    for missing in range(4):
        given_ = [1.0] * 4
        given_[missing] = 0.0
        assert task_quality(*given_) == 0.0


def test_one_case_of_local_people_freed():
    # told by the sender's minister: about 1,600 freed by a force of 2,030
    assert freed_local(2030.0, 0.8) == pytest.approx(1600.0, rel=0.02)
    assert freed_local(0.0, 0.8) == 0.0


@given(st.lists(shares, min_size=1, max_size=6), st.floats(0.0, 50.0), st.floats(50.0, 700.0))
def test_contingents_that_come_on_one_day_have_the_effect_of_the_whole(effects, day, length):
    """In whatever steps the effect grew, what is left of the crisis is the same."""
    grown = sorted(effects)
    left, before = length, 0.0
    for effect in grown:
        left = days_with_help(left, day, added_effect(before, effect))
        before = max(before, effect)
    assert left == pytest.approx(days_with_help(length, day, grown[-1]), rel=1e-9)


@given(shares, shares, people, people, st.floats(1.0, 1e5))
def test_more_people_or_better_ones_never_do_less(most, quality, few, more, half):
    many = few + more
    assert task_effect(most, quality, few, half) <= task_effect(most, quality, many, half) + 1e-15
    assert task_effect(most, 0.5 * quality, few, half) <= task_effect(most, quality, few, half)
    assert 0.0 <= task_effect(most, quality, many, half) <= most


@given(shares, shares)
def test_what_is_added_is_a_share_and_never_negative(before, after):
    assert 0.0 <= added_effect(before, after) <= 1.0
