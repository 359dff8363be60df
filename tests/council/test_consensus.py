"""Consensus with abstention: an equilibrium, its limits and its draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.codes import Vote
from foedus.council import kernels
from foedus.council.consensus import (
    blocking_cost_for,
    draw_vote,
    probability_adopted,
    quantal_votes,
)


def solve(x, s=None, h=None, a=None, k=None, active=None, draft=0.5, q=0.0, share=0.5,
          precision=12.0, exponent=1.0):  # fmt: skip
    x = np.asarray(x, dtype=float)
    n = x.size
    fill = lambda v, d: np.full(n, d) if v is None else np.asarray(v, dtype=float)  # noqa: E731
    s, h, a, k = fill(s, 1.0), fill(h, 0.0), fill(a, 0.0), fill(k, 0.1)
    on = np.ones(n, dtype=np.int64) if active is None else np.asarray(active)
    p, w = np.zeros((n, 3)), np.zeros((n, 3))
    residual = quantal_votes(draft, q, x, s, h, a, k, share, precision, exponent, on, p, w)
    return p, residual, on


def best_reply(p, x, s, h, a, k, draft, q, share, precision, exponent):
    """Reply to the refusals of the others, written out from the published equations."""
    out = np.zeros_like(p)
    for i in range(len(x)):
        pivot = np.prod([1 - p[j, 2] for j in range(len(x)) if j != i])
        new, old = -s[i] * abs(draft - x[i]) ** exponent, -s[i] * abs(q - x[i]) ** exponent
        utility = np.array(
            [
                pivot * new + (1 - pivot) * old + h[i] - pivot * a[i],
                pivot * ((1 - share) * new + share * old) + (1 - pivot) * old + h[i] / 2,
                old - k[i],
            ]
        )
        e = np.exp(precision * (utility - utility.max()))
        out[i] = e / e.sum()
    return out


unit = st.floats(0.0, 1.0)
actor = st.tuples(unit, unit, st.floats(0, 0.3), st.floats(0, 0.5), st.floats(0, 0.5))


@settings(max_examples=60, deadline=None)
@given(st.lists(actor, min_size=1, max_size=8), unit, unit, unit, st.floats(0, 60),
       st.sampled_from([1.0, 2.0, 1.5]))  # fmt: skip
def test_probabilities_are_replies_to_each_other(actors, draft, q, share, precision, exponent):
    x, s, h, a, k = (np.array(v) for v in zip(*actors, strict=True))
    p, residual, _on = solve(x, s, h, a, k, None, draft, q, share, precision, exponent)
    assert residual < 1e-6
    again = best_reply(p, x, s, h, a, k, draft, q, share, precision, exponent)
    assert np.abs(again - p).max() < 1e-6
    assert p.sum(axis=1) == pytest.approx(1.0)


def test_pure_chance_without_precision():
    p, _r, _on = solve([0.1, 0.9], precision=0.0)
    assert p == pytest.approx(np.full((2, 3), 1 / 3))


def test_blocking_that_costs_everything_is_never_done():
    p, _r, on = solve([0.0, 0.2, 0.9], k=[50.0] * 3)
    assert probability_adopted(p, on) == pytest.approx(1.0, abs=2e-6)


def test_great_precision_gives_the_best_reply():
    # both prefer the draft (0.5) to the reversion (0): both sign; the third is hurt and blocks
    p, _r, _on = solve([0.5, 0.6], precision=400.0, k=[0.05, 0.05])
    assert p[:, 0] == pytest.approx(1.0, abs=1e-6)
    p, _r, on = solve([0.5, 0.6, 0.0], precision=400.0, k=[0.05] * 3)
    assert p[2, 2] == pytest.approx(1.0, abs=1e-6)
    assert probability_adopted(p, on) == pytest.approx(0.0, abs=1e-6)


def test_one_member_alone_is_a_logit_choice():
    p, _r, _on = solve([0.8], s=[1.0], h=[0.1], a=[0.05], k=[0.2], precision=5.0, share=0.25)
    utility = [-0.3 + 0.1 - 0.05, -0.75 * 0.3 - 0.25 * 0.8 + 0.05, -0.8 - 0.2]
    e = [math.exp(5.0 * u) for u in utility]
    assert p[0] == pytest.approx([v / sum(e) for v in e], abs=1e-6)


def test_those_who_take_no_part_have_no_probabilities_and_no_effect():
    p, _r, on = solve([0.1, 0.9, 0.5], active=[1, 0, 1])
    q, _r, _on = solve([0.1, 0.5])
    assert p[1].tolist() == [0.0, 0.0, 0.0]
    assert p[[0, 2]] == pytest.approx(q, abs=1e-12)
    assert probability_adopted(p, on) == pytest.approx((1 - q[0, 2]) * (1 - q[1, 2]))


def test_audience_costs_make_signing_rarer_and_loyalty_makes_it_likelier():
    plain, _r, _on = solve([0.4, 0.5])
    costly, _r, _on = solve([0.4, 0.5], a=[0.3, 0.0])
    loyal, _r, _on = solve([0.4, 0.5], h=[0.3, 0.0])
    assert costly[0, 0] < plain[0, 0] < loyal[0, 0]


@given(st.floats(1e-6, 0.33), st.floats(0.5, 80))
def test_cost_of_blocking_pins_the_rate_of_refusals(rate, precision):
    # a member alone, for whom draft and reversion are worth the same
    k = blocking_cost_for(rate, precision)
    p, _r, _on = solve([0.25], k=[k], precision=precision)
    assert p[0, 2] == pytest.approx(rate, abs=2e-6)


@given(st.tuples(unit, unit, unit), st.floats(0.0, 1.0, exclude_min=True, exclude_max=True))
def test_votes_are_drawn_by_their_probabilities(weights, u):
    total = sum(weights)
    if total <= 0.0:
        assert draw_vote(np.zeros(3), u) == Vote.ABSENT
        return
    row = np.array(weights) / total
    vote = draw_vote(row, u)
    if u < row[0] - 1e-12:
        assert vote == Vote.SIGN
    elif row[0] + 1e-12 < u < row[0] + row[1] - 1e-12:
        assert vote == Vote.ABSTAIN
    elif u > row[0] + row[1] + 1e-12 and row[2] > 1e-9:
        assert vote == Vote.REFUSE
    assert vote != Vote.ABSENT
    assert row[int(vote) - 1] > 0.0


def test_compiled_equals_interpreted():
    rng = np.random.default_rng(3)
    draws, n = 20, 6
    ideals, s, h, a, k = rng.random((5, draws, n))
    drafts = np.array([0.2, 0.7])
    on = np.array([1, 1, 0, 1, 1, 1])
    found = []
    for run in (kernels.consensus_draws, getattr(kernels.consensus_draws, "py_func", None)):
        if run is None:
            pytest.skip("compilation is switched off")
        p, r, c = np.zeros((draws, 2, n, 3)), np.zeros((draws, 2)), np.zeros((draws, 2))
        run(drafts, 0.1, ideals, s, 0.2 * h, 0.3 * a, 0.2 * k, 0.4, 15.0, 1.5, on, p, r, c)
        found.append((p, r, c))
    for compiled, plain in zip(*found, strict=True):
        assert compiled.tobytes() == plain.tobytes()
