"""Addressed random numbers: the generator, the uniforms, and that addresses are independent."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from foedus import chance
from foedus.chance import philox, uniform
from foedus.compiled import entry

ALL = 0xFFFFFFFF

# Published with Random123 (Salmon, Moraes, Dror and Shaw 2011): kat_vectors, philox4x32-10.
KNOWN_ANSWERS = [
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ALL, ALL), (ALL, ALL, ALL, ALL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@entry
def block(key0, key1, c0, c1, c2, c3, out):
    words = philox(key0, key1, c0, c1, c2, c3)
    for k in range(4):
        out[k] = words[k]


@entry
def fill(seed, stream, futures, out):
    for k in range(futures):
        for m in range(out.shape[1]):
            out[k, m] = uniform(seed, stream, k, m, 7, 0)


@pytest.mark.parametrize(("key", "counter", "words"), KNOWN_ANSWERS)
def test_philox_gives_the_published_words(key, counter, words):
    assert tuple(int(w) for w in philox(*key, *counter)) == words
    out = np.zeros(4, np.uint64)
    block(*key, *counter, out)
    assert tuple(out) == words


def test_uniform_reads_53_bits_of_the_first_two_words():
    first, second = KNOWN_ANSWERS[0][2][:2]
    exact = ((first >> 5) * 2**26 + (second >> 6)) / 2**53
    assert uniform(0, 0, 0, 0, 0, 0) == pytest.approx(exact, abs=2**-53)


@pytest.mark.parametrize("word", [0, ALL])
def test_uniform_is_never_0_and_never_1(monkeypatch, word):
    monkeypatch.setattr(chance, "philox", lambda *_: (np.uint64(word),) * 4)
    u = uniform(1, 2, 3, 4, 5, 6)
    assert 0.0 < u < 1.0
    assert math.isfinite(chance.normal_quantile(u))


def test_uniforms_of_neighbouring_addresses_look_independent():
    out = np.zeros((2000, 24))
    fill(1, chance.ONSET, 2000, out)
    assert ((out > 0.0) & (out < 1.0)).all()
    assert stats.kstest(out.ravel(), "uniform").pvalue > 1e-3
    normal = stats.norm.ppf(out)
    correlation = np.corrcoef(normal, rowvar=False)
    np.fill_diagonal(correlation, 0.0)
    assert np.abs(correlation).max() < 5.0 / math.sqrt(2000)  # 276 pairs of months
    lagged = np.corrcoef(normal[:-1].ravel(), normal[1:].ravel())[0, 1]
    assert abs(lagged) < 4.5 / math.sqrt(2000 * 24)


def test_every_part_of_the_address_counts():
    here = (1, 14, 3, 24270, 1228, 0)
    numbers = {uniform(*here)}
    for place in range(6):
        for step in (1, 2, 2**20):
            there = list(here)
            there[place] += step
            numbers.add(uniform(*there))
    for one, other in itertools.combinations(range(6), 2):
        there = list(here)
        there[one], there[other] = here[other], here[one]
        numbers.add(uniform(*there))
    assert len(numbers) == 1 + 18 + 15


def test_a_number_does_not_depend_on_what_was_asked_before():
    addresses = [(5, 6, k, 1, 2, 0) for k in range(50)]
    forwards = [uniform(*a) for a in addresses]
    backwards = [uniform(*a) for a in reversed(addresses)]
    assert forwards == backwards[::-1]


def test_streams_have_numbers_of_their_own():
    streams = {
        name: value
        for name, value in vars(chance).items()
        if name.isupper() and isinstance(value, int)
    }
    assert len(streams) >= 18
    assert len(set(streams.values())) == len(streams)
