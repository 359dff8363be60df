"""CPU time of exact moves of 120 sorties and of the closed form.

python benchmarks/move_speed.py
"""

from __future__ import annotations

import time

import numpy as np

from foedus.forces.move.flying import empty_flown, fly_into
from foedus.forces.move.formula import formula_moves
from foedus.forces.move.plan import prepare
from foedus.forces.move.reading import load_case

MOVES = 10_000
SORTIES = 120
EXACT, CLOSED = 2.0, 2e-6  # CPU seconds: for all exact moves, and for one closed form


def measure(moves: int = MOVES, seed: int = 1) -> dict[str, float]:
    """CPU seconds of all exact moves and of one closed form, and the sorties of a move."""
    case = load_case("kazakhstan-2022", [("contingents.*.vehicles", "x1.29")])
    inputs = prepare(case, moves, seed).inputs
    assert inputs is not None
    formula_moves(inputs, np.zeros(1), np.zeros(1))
    one = prepare(case, 1, seed).inputs
    assert one is not None
    fly_into(empty_flown(1, 512), seed, 4, one)
    out = empty_flown(moves, 200)
    begun = time.process_time()
    fly_into(out, seed, 4, inputs)
    exact = time.process_time() - begun
    first, closure = np.zeros(moves), np.zeros(moves)
    begun = time.process_time()
    formula_moves(inputs, first, closure)
    closed = (time.process_time() - begun) / moves
    return {"exact": exact, "closed": closed, "sorties": float(np.mean(out.number))}


def main() -> None:
    found = measure()
    print(f"{MOVES:,} exact moves of {found['sorties']:.0f} sorties: "
          f"{found['exact']:.2f} CPU-seconds (at most {EXACT:g})")  # fmt: skip
    print(f"closed form: {1e6 * found['closed']:.2f} microseconds each (at most {1e6 * CLOSED:g})")


if __name__ == "__main__":
    main()
