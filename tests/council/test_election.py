"""The probabilistic Condorcet election and the spatial model of politics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.council import kernels
from foedus.council.election import (
    ELECTION,
    VICTORY,
    VOTING,
    condorcet_election,
    distance_share,
    strengths,
    utility,
    victory,
    vote,
)
from foedus.council.options import SpatialOptions
from foedus.council.politics import chance_of_victory, gain_from_challenge


def elect(coalitions, model="linear", election="conditional"):
    c = np.array(coalitions, dtype=float)
    n = c.shape[0]
    chances, moves = np.zeros(n), np.zeros((n + 1, n))
    change = condorcet_election(
        c, VICTORY.index(model), ELECTION.index(election), n, chances, moves
    )
    return chances, change


def test_two_options_win_in_the_proportion_of_their_strengths():
    chances, _change = elect([[0, 3], [1, 0]])
    assert chances == pytest.approx([0.75, 0.25])
    chances, _change = elect([[0, 3], [1, 0]], "square")
    assert chances == pytest.approx([0.9, 0.1])
    chances, _change = elect([[0, 3], [1, 0]], "quartic")
    assert chances == pytest.approx([81 / 82, 1 / 82])
    # challenged at random by either option: p = (p + P(beats)) / 2 has the same fixed point
    chances, change = elect([[0, 3], [1, 0]], election="markov_uniform")
    assert chances == pytest.approx([0.75, 0.25], abs=1e-8)
    assert change < 1e-9


def test_conditional_election_multiplies_the_chances():
    # option 0 beats 1 with 2/3 and 2 with 3/4; 1 beats 0 with 1/3 and 2 with 1/2 …
    chances, _change = elect([[0, 2, 3], [1, 0, 1], [1, 1, 0]])
    product = np.array([2 / 3 * 3 / 4, 1 / 3 * 1 / 2, 1 / 4 * 1 / 2])
    assert chances == pytest.approx(product / product.sum())


@pytest.mark.parametrize("election", ELECTION)
@pytest.mark.parametrize("model", VICTORY)
def test_equal_strengths_give_equal_chances(model, election):
    chances, _change = elect(np.ones((4, 4)), model, election)
    assert chances == pytest.approx([0.25] * 4, abs=1e-8)


def test_binary_victory_is_sure_from_a_tenth_more():
    assert victory(4, 1.1, 1.0) == pytest.approx(1.0)
    assert victory(4, 1.0, 1.2) == 0.0
    assert victory(4, 1.0, 1.0) == pytest.approx(0.5)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.integers(0, 4))
def test_one_of_two_prevails(a, b, model):
    assert victory(model, a, b) + victory(model, b, a) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("voting", "gain", "loss"),
    [
        ("binary", 1.0, -1.0),
        ("prop_bin", 0.6, -0.6),  # 0.8 * 0.5 + 0.2
        ("proportional", 0.5, -0.5),
        ("prop_cubic", 0.3125, -0.3125),  # (0.5 + 0.125) / 2
        ("cubic", 0.125, -0.125),
        ("asymmetric", 1 / 3, -0.5),
    ],
)
def test_votes_by_rule(voting, gain, loss):
    assert vote(VOTING.index(voting), 1.0, 0.5) == pytest.approx(gain)
    assert vote(VOTING.index(voting), 2.0, -0.5) == pytest.approx(2 * loss)
    assert vote(VOTING.index(voting), 2.0, 0.0) == 0.0


def test_strengths_add_the_votes_of_each_side():
    u = np.array([[1.0, 0.2], [0.3, 0.9], [0.5, 0.5]])
    out = np.zeros((2, 2))
    strengths(u, np.array([2.0, 1.0, 9.0]), VOTING.index("proportional"), 2, out)
    assert out[0, 1] == pytest.approx(1.6)
    assert out[1, 0] == pytest.approx(0.6)


def test_distances_weigh_the_dimensions_by_salience():
    here, there = np.array([0.0, 0.0]), np.array([100.0, 50.0])
    assert distance_share(there, here, np.array([1.0, 0.0]), 100.0) == pytest.approx(1.0)
    assert distance_share(there, here, np.array([0.0, 0.3]), 100.0) == pytest.approx(0.5)
    assert distance_share(there, here, np.array([0.6, 0.6]), 100.0) == pytest.approx(
        np.sqrt((1 + 0.25) / 2)
    )
    assert utility(0.0, 0.4) == 1.0
    assert utility(1.0, 0.4) == 0.0
    assert utility(0.5, 0.0) == 0.5


def test_a_challenge_pays_by_the_chance_of_winning():
    u = np.array([[1.0, 0.2], [0.2, 1.0]])
    codes = SpatialOptions().codes()
    p = chance_of_victory(0, 1, u, np.array([3.0, 1.0]), codes)
    assert p == pytest.approx(0.75)
    # resists surely: p * 2 * 1 + (1 - p) * 2 * 0.2 less 1.2; gives way: 2 less 1.2
    assert gain_from_challenge(0, 1, p, u, 1.0) == pytest.approx(0.75 * 2 + 0.25 * 0.4 - 1.2)
    assert gain_from_challenge(0, 1, p, u, 0.0) == pytest.approx(0.8)


def test_a_third_party_that_shares_the_losers_fate_is_more_careful():
    # k slightly prefers i, who is weak: uncommitted it helps i, fully committed it counts the risk
    u = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.6, 0.4, 1.0]])
    weights = np.array([0.2, 5.0, 1.0])
    chances = [
        chance_of_victory(0, 1, u, weights, SpatialOptions(commitment=c).codes())
        for c in ("none", "semi", "full")
    ]
    assert chances[0] != pytest.approx(chances[1])
    assert all(0.0 < p < 0.5 for p in chances)


def play(x, s=None, c=None, options=None, seed=1, first=0, run=None, ideals=None):
    x = np.asarray(x, dtype=float)
    draws, n, d = x.shape
    options = options or SpatialOptions()
    s = np.full_like(x, 0.5 / d) if s is None else np.asarray(s, dtype=float)
    c = np.ones((draws, n)) if c is None else np.asarray(c, dtype=float)
    final, means = np.zeros((draws, n, d)), np.zeros((draws, options.turns + 1, d))
    played, fates = np.zeros((2, draws), dtype=np.int64)
    (run or kernels.politics_draws)(
        c, x, x if ideals is None else ideals, s, 100.0, options.codes(), options.reals(),
        options.follow, options.turns, options.stop, seed, first, final, means, played, fates,
    )  # fmt: skip
    return final, means, played, fates


def test_actors_who_agree_stay():
    final, means, played, fates = play(np.full((1, 4, 2), 30.0))
    assert (final == 30.0).all()
    assert (means == 30.0).all()
    assert played[0] == 1
    assert fates[0] == 1


def test_the_weaker_party_of_a_bargain_moves_too():
    # one turn, no third parties. The strong one stands best and avoids risk (1), the weak one seeks
    # it (-0.5) and is seen a third of the way there (0.5). At 0.4 of the scale their utilities are
    # 0.6 * 1.4 = 0.84 and 0.6 * 1.2 = 0.72, so the votes are 9 * 0.16 and 1 * 0.28.
    x = np.array([[[20.0], [60.0]]])
    final, *_rest = play(
        x, s=np.full_like(x, 0.5), c=np.array([[9.0, 1.0]]), options=SpatialOptions(turns=1)
    )
    p = 1.44 / (1.44 + 0.28)
    meeting = (p**2 * 20 + (1 - p) ** 2 * 60) / (p**2 + (1 - p) ** 2)
    assert final[0, 1, 0] == pytest.approx(meeting, abs=1e-6)


def test_a_mirrored_game_has_the_mirrored_outcome():
    x = np.array([[[5.0], [20.0], [70.0], [90.0]]])
    c = np.array([[4.0, 1.0, 2.0, 3.0]])
    _final, means, *_rest = play(x, c=c)
    _final, mirrored, *_rest = play(100.0 - x, c=c)
    assert mirrored == pytest.approx(100.0 - means, abs=1e-6)


def test_dimensions_nobody_cares_for_change_nothing():
    rng = np.random.default_rng(2)
    x = 100 * rng.random((1, 5, 1))
    s = rng.random((1, 5, 1))
    _f, line, *_rest = play(x, s)
    wide = np.concatenate([x, np.full((1, 5, 1), 40.0)], axis=2)
    _f, plane, *_rest = play(wide, np.concatenate([s, np.zeros((1, 5, 1))], axis=2))
    assert plane[:, :, 0] == pytest.approx(line[:, :, 0], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 1000),
    st.sampled_from(VICTORY),
    st.sampled_from(VOTING),
    st.sampled_from(ELECTION),
    st.sampled_from(["none", "semi", "full"]),
    st.sampled_from(["deterministic", "stochastic"]),
    st.sampled_from(["initiator", "both"]),
)
def test_every_option_keeps_positions_within_those_at_the_start(
    seed, victory_model, voting, election, commitment, transition, perspective
):
    rng = np.random.default_rng(seed)
    x = 100 * rng.random((1, 5, 2))
    options = SpatialOptions(
        victory_model, voting, commitment, election, transition, perspective, turns=8
    )
    final, means, _played, fates = play(x, options=options)
    assert np.isfinite(means).all()
    assert (final.min(axis=1) >= x.min(axis=1) - 1e-9).all()
    assert (final.max(axis=1) <= x.max(axis=1) + 1e-9).all()
    assert fates[0] in (0, 1, 2)


@pytest.mark.parametrize("transition", ["deterministic", "stochastic"])
def test_compiled_equals_interpreted(transition):
    plain = getattr(kernels.politics_draws, "py_func", None)
    if plain is None:
        pytest.skip("compilation is switched off")
    x = 100 * np.random.default_rng(7).random((2, 5, 2))
    options = replace(SpatialOptions(), transition=transition, turns=5)
    first, second = play(x, options=options), play(x, options=options, run=plain)
    for a, b in zip(first, second, strict=True):
        assert a.tobytes() == b.tobytes()


def test_stochastic_play_depends_on_its_address_alone():
    x = 100 * np.random.default_rng(7).random((4, 6, 1))
    options = replace(SpatialOptions(), transition="stochastic", turns=10)
    whole, *_rest = play(x, options=options)
    last, *_rest = play(x[3:], options=options, first=3)
    other, *_rest = play(x, options=options, seed=2)
    assert whole[3].tobytes() == last[0].tobytes()
    assert whole.tobytes() != other.tobytes()


def test_probabilities_of_positions_count_shared_places_once():
    c = np.array([[1.0, 1.0, 1.0]])
    x = np.array([[[10.0], [10.0], [60.0]]])
    s = np.full_like(x, 0.8)
    chances, residuals = np.zeros((1, 3)), np.zeros(1)
    codes = replace(SpatialOptions(), election="conditional").codes()
    kernels.election_draws(c, x, s, 100.0, codes, chances, residuals)
    # two of three equal weights, each 0.5 apart, stand behind the first place
    assert chances[0] == pytest.approx([2 / 3, 2 / 3, 1 / 3], abs=1e-6)
