"""National procedures: sittings that fail, and the time they cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.forces.consent import MOST_SITTINGS, consent_hours, failed_sittings, shifted_odds


def test_failed_sittings_are_geometric():
    u = (np.arange(20_000) + 0.5) / 20_000
    found = np.array([failed_sittings(float(v), 0.3) for v in u])
    for k in range(5):
        assert (found >= k).mean() == pytest.approx(0.3**k, abs=1e-4)


def test_a_body_that_always_or_never_decides():
    assert failed_sittings(0.01, 0.0) == 0.0
    assert failed_sittings(0.99, 1.0) == MOST_SITTINGS


def test_a_lost_sitting_costs_its_days():
    # u = 1/2 is the median; 0.2 lies below 0.3 and above 0.09: one sitting fails
    assert consent_hours(0.5, 0.2, 0.5, 0.8, 0.3, 1.0) == pytest.approx(24.0 * 1.5)
    assert consent_hours(0.5, 0.2, 0.5, 0.8, 0.0, 1.0) == pytest.approx(12.0)
    assert consent_hours(0.5, 0.2, 0.0, 0.8, 0.3, 0.0) == 0.0


def test_odds_are_shifted_by_their_factor():
    assert shifted_odds(0.5, np.log(3.0)) == pytest.approx(0.75)
    assert shifted_odds(0.0, 5.0) == 0.0
    assert shifted_odds(1.0, -5.0) == 1.0
    assert shifted_odds(0.3, -40.0) < 1e-15


@given(st.floats(0.001, 0.999), st.floats(-20.0, 20.0))
def test_a_shift_and_its_opposite_cancel(p, shift):
    assert shifted_odds(shifted_odds(p, shift), -shift) == pytest.approx(p, rel=1e-6, abs=1e-9)
