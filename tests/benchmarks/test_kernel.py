"""The versions of the benchmark kernel are one kernel: with the same draws, the same events."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import kernel_month
import kernel_numpy

N, MONTHS, RUNS = 6, 24, 40


@pytest.fixture(scope="module")
def ours():
    return kernel_month.foedus_runs(N, MONTHS, RUNS)


def same(found, ours):
    np.testing.assert_array_equal(found[:, : kernel_month.COUNTS], ours[:, : kernel_month.COUNTS])
    np.testing.assert_allclose(found, ours, rtol=0.0, atol=1e-12)


def test_much_happens(ours):
    assert (ours[:, : kernel_month.COUNTS].sum(axis=0) > 0).all()


@pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no gcc to compile the C version")
@pytest.mark.parametrize("way", ["rows", "lanes"])
def test_c_counts_the_same_events(ours, way):
    import kernel_c

    same(kernel_c.c_runs(N, MONTHS, RUNS, way=way), ours)


def test_numpy_counts_the_same_events(ours):
    same(kernel_numpy.numpy_runs(N, MONTHS, RUNS, addressed=True), ours)


def test_the_interpreted_text_counts_the_same_events(ours, monkeypatch):
    plain = getattr(kernel_month.simulate_runs, "py_func", kernel_month.simulate_runs)
    monkeypatch.setattr(kernel_month, "simulate_runs", plain)
    same(kernel_month.foedus_runs(N, MONTHS, 3), ours[:3])


def test_mesa_has_the_same_means(ours):
    pytest.importorskip("mesa", reason="Mesa is not installed")
    import kernel_mesa

    reference = kernel_month.foedus_runs(N, MONTHS, 4000, 2)
    found = kernel_mesa.mesa_runs(N, MONTHS, 60)
    spread = np.sqrt(found.var(axis=0, ddof=1) / len(found) + reference.var(axis=0) / 4000)
    assert (np.abs(found.mean(axis=0) - reference.mean(axis=0)) < 4.5 * spread + 1e-12).all()
