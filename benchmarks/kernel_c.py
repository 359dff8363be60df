"""The alliance month in C: compiled on the spot, called through ctypes."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
from kernel_month import OUTPUTS, inputs

FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC")
SOURCE = Path(__file__).with_name("kernel_month.c")


@lru_cache(maxsize=1)
def library():
    """Compile the C file with gcc; raises OSError when there is no compiler."""
    folder = Path(tempfile.mkdtemp(prefix="kernel-"))
    target = folder / "kernel_month.so"
    command = ["gcc", *FLAGS, str(SOURCE), "-o", str(target), "-lmvec", "-lm"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"gcc failed: {done.stderr.strip()[:500]}")
    return ctypes.CDLL(str(target))


def c_runs(n: int, months: int, runs: int, seed: int = 1, *, way: str = "lanes"):
    """Outputs of every run, shape (runs, 10); `way` is "rows" or "lanes"."""
    c, exposure, distance, weight = inputs(n)
    pull = np.ascontiguousarray(weight.T)
    out = np.empty((runs, len(OUTPUTS)))
    given = [a.ctypes.data_as(ctypes.c_void_p) for a in (c, exposure, distance, pull, out)]
    getattr(library(), way)(ctypes.c_uint32(seed), months, n, runs, *given)
    return out


def lane_width() -> int:
    """How many runs the vector version works on side by side; 1 when it has no vectors."""
    c, exposure, distance, weight = inputs(6)
    out = np.empty((1, len(OUTPUTS)))
    given = [a.ctypes.data_as(ctypes.c_void_p) for a in (c, exposure, distance, weight, out)]
    return int(library().lanes(ctypes.c_uint32(1), 1, 6, 1, *given))
