"""Pressure: spill, sanctions, remittances, stress."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.environment.pressure import (
    fading,
    growth_loss,
    import_dependence,
    remittance_change,
    sanction_loss,
    spill_matrix,
    spill_solution,
    stress,
    supplier_concentration,
)
from foedus.files import InputError

SCALES = (0.03, 0.1, 0.1, 0.05)


def test_three_countries_by_hand():
    # A suffers 0.10; B takes 0.2 of A's loss; C takes 0.1 of A's and 0.5 of B's; A 0.25 of C's.
    #   a = 0.10 + 0.25 c,  b = 0.2 a,  c = 0.1 a + 0.5 b = 0.2 a
    #   a = 0.10 + 0.05 a  =>  a = 2/19, b = 0.4/19, c = 0.4/19.
    spill = [[0.0, 0.0, 0.25], [0.2, 0.0, 0.0], [0.1, 0.5, 0.0]]
    found = spill_solution(spill, [0.10, 0.0, 0.0])
    assert found == pytest.approx([2 / 19, 0.4 / 19, 0.4 / 19], abs=1e-9)


def test_solution_is_the_sum_of_all_rounds():
    generator = np.random.default_rng(3)
    spill = generator.uniform(0, 0.15, (5, 5))
    np.fill_diagonal(spill, 0.0)
    direct = generator.normal(0, 0.05, 5)
    total, step = np.zeros(5), direct.copy()
    for _ in range(400):
        total, step = total + step, spill @ step
    assert spill_solution(spill, direct) == pytest.approx(total, abs=1e-9)


def test_rounds_that_grow_are_refused():
    with pytest.raises(InputError, match="spectral radius"):
        spill_solution([[0.0, 2.0], [0.5, 0.0]], [1.0, 0.0])
    # Just below one it is solved: a = 1 + 2 * 0.49 a.
    assert spill_solution([[0.0, 2.0], [0.49, 0.0]], [1.0, 0.0])[0] == pytest.approx(50.0)


def test_shapes_are_checked():
    with pytest.raises(InputError):
        spill_solution([[0.0, 1.0]], [1.0])
    with pytest.raises(InputError):
        spill_matrix([[0.0, 0.1], [0.1, 0.0]], [[0.0]], 0.5, 1.5)
    with pytest.raises(InputError, match="diagonal"):
        spill_matrix([[0.1, 0.1], [0.1, 0.0]], np.zeros((2, 2)), 0.5, 1.5)


def test_first_order_loss_is_the_exact_one_when_nothing_comes_back():
    # Partner 0 loses 0.04 itself; state 1 exports 20 per cent of GDP to it, draws 30 as transfers.
    spill = spill_matrix([[0, 0], [0.2, 0]], [[0, 0], [0.3, 0]], 0.5, 1.5)
    exact = spill_solution(spill, [0.04, 0.01])[1]
    assert growth_loss(0.01, -0.04, 0.2, 0.3, 0.5, 1.5, 0.0) == pytest.approx(exact, abs=1e-12)


def test_diversion_can_turn_a_loss_into_a_gain():
    assert growth_loss(0.0, -0.02, 0.1, 0.1, 0.5, 1.5, 0.0) > 0
    assert growth_loss(0.0, -0.02, 0.1, 0.1, 0.5, 1.5, 0.03) < 0


def test_one_point_less_growth_lowers_remittances_by_one_and_a_half_per_cent():
    # IMF, 2014, on Russia and the Caucasus and Central Asia.
    assert remittance_change(-0.01, 0.0, 1.5, 0.75) == pytest.approx(-0.015)


def test_2015_remittances_need_the_currency():
    # Growth about -2 per cent; rouble from 38.4 to 61.0 a dollar (yearly means, from memory);
    # remittances to Tajikistan fell by about a quarter. 0.75 is the middle of the stated range.
    observed = -0.25
    by_growth_alone = remittance_change(-0.02, 0.0, 1.5, 0.0)
    with_currency = remittance_change(-0.02, 38.4 / 61.0 - 1.0, 1.5, 0.75)
    assert by_growth_alone / observed < 1 / 1.5
    assert 1 / 1.5 <= with_currency / observed <= 1.5


def test_sanctions_act_while_they_last():
    assert sanction_loss(1.0, 0.02, 12.0, 84.0) == 0.02
    assert sanction_loss(0.5, 0.02, 12.0, 84.0) == 0.01
    assert sanction_loss(1.0, 0.02, 85.0, 84.0) == 0.0
    assert sanction_loss(1.0, 0.02, -1.0, 84.0) == 0.0


def test_stress_has_unit_spread_for_independent_terms_of_their_usual_size():
    generator = np.random.default_rng(8)
    terms = generator.normal(0, 1, (4000, 4)) * np.array(SCALES)
    scores = [stress(g, f, 1.0, e, 1.0, r, *SCALES) for g, f, e, r in terms.tolist()]
    # Standard error of a standard deviation of 4,000 draws: 0.011.
    assert np.std(scores) == pytest.approx(1.0, abs=0.045)
    assert np.mean(scores) == pytest.approx(0.0, abs=0.065)


def test_dear_energy_relieves_an_exporter_and_strains_an_importer():
    calm = stress(0.0, 0.0, 0.5, 0.0, 0.5, 0.0, *SCALES)
    assert calm == 0.0
    assert (
        stress(0.0, 0.0, 0.5, 0.3, 0.5, 0.0, *SCALES)
        > 0
        > stress(0.0, 0.0, 0.5, 0.3, -0.5, 0.0, *SCALES)
    )


def test_dependence_and_concentration():
    assert import_dependence(60.0, 50.0, 10.0) == pytest.approx(0.5)
    assert supplier_concentration([1.0, 1.0, 1.0, 1.0]) == pytest.approx(0.25)
    assert supplier_concentration([3.0, 0.0]) == 1.0
    with pytest.raises(InputError):
        import_dependence(0.0, 1.0, 1.0)
    with pytest.raises(InputError):
        supplier_concentration([0.0, 0.0])


small = st.floats(-0.5, 0.5)


@given(small, small, small, small)
def test_stress_rises_with_every_loss(growth, food, energy, remitted):
    base = stress(growth, food, 0.5, energy, 0.5, remitted, *SCALES)
    assert stress(growth + 0.1, food, 0.5, energy, 0.5, remitted, *SCALES) > base
    assert stress(growth, food + 0.1, 0.5, energy, 0.5, remitted, *SCALES) > base
    assert stress(growth, food, 0.5, energy + 0.1, 0.5, remitted, *SCALES) > base
    assert stress(growth, food, 0.5, energy, 0.5, remitted + 0.1, *SCALES) > base


@given(st.floats(-5.0, 5.0), st.floats(0.0, 100.0), st.floats(0.5, 50.0))
def test_shocks_fade_by_halves(level, months, half_life):
    now = fading(level, months, half_life)
    assert abs(now) <= abs(level)
    assert fading(level, months + half_life, half_life) == pytest.approx(now / 2, abs=1e-12)


@given(small, st.floats(-1.0, 1.0))
def test_no_more_can_be_lost_than_all_remittances(growth, currency):
    assert remittance_change(growth, currency, 1.5, 3.0) >= -1.0
