"""Stable codes of states and pairs: no two addresses of the packaged organisation collide."""

from __future__ import annotations

import itertools

import pytest

from foedus.chance import pair_code
from foedus.codes import CrisisKind, state_code
from foedus.organisation import load_organisation
from foedus.simulation import economy, sessions
from foedus.simulation.outbreak import crisis_address

LIMIT = 1 << 20


@pytest.fixture(scope="module")
def states() -> list[str]:
    return sorted(load_organisation("csto").state_codes)


def test_codes_of_states_are_distinct_and_within_their_range(states):
    codes = [state_code(s) for s in states]
    assert len(states) > 20
    assert len(set(codes)) == len(codes)
    assert all(1 <= code < LIMIT for code in codes)


def test_every_possible_three_letter_code_is_distinct():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = {state_code("".join(word)) for word in itertools.product(letters, repeat=3)}
    assert len(codes) == 26**3
    assert max(codes) < LIMIT


def test_addresses_without_a_state_lie_outside_the_codes():
    assert economy._PRICES >= LIMIT
    assert sessions._SUBJECTS >= LIMIT


def test_ordered_pairs_have_addresses_of_their_own(states):
    pairs = list(itertools.permutations(states, 2))
    addresses = {pair_code(state_code(a), state_code(b)) for a, b in pairs}
    assert len(addresses) == len(pairs)
    assert all(0 <= address < 2**32 for address in addresses)


def test_crises_have_addresses_of_their_own(states):
    codes = [state_code(s) for s in states]
    cases = [
        (victim, other, int(kind))
        for victim in codes
        for other in (0, *codes)
        for kind in CrisisKind
        if victim != other
    ]
    addresses = {crisis_address(*case) for case in cases}
    assert len(addresses) == len(cases)
    assert all(0 <= address < 2**32 for address in addresses)
