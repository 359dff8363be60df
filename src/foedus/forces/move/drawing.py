"""Draws of a case: every number by its path, remembered for the sensitivity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.quantity import Quantity, addressed_uniforms

Floats = NDArray[np.float64]


class Drawn:
    """Draws numbers of a case and keeps what was drawn.

    Parameters
    ----------
    seed, draws : int
        Seed and number of draws. Draw k is the same however many are asked for.
    """

    def __init__(self, seed: int, draws: int) -> None:
        self.seed = seed
        self.draws = draws
        self.values: dict[str, Floats] = {}
        self.quantities: dict[str, Quantity] = {}

    def __call__(self, quantity: Quantity, path: str) -> Floats:
        """Draws of one number, the same when asked twice."""
        if path not in self.values:
            self.values[path] = quantity.draw(self.seed, path, self.draws)
            self.quantities[path] = quantity
        return self.values[path]

    def uniform(self, name: str) -> Floats:
        """Uniforms under a name of their own."""
        return addressed_uniforms(self.seed, f"move.{name}", self.draws)

    def moving(self) -> dict[str, Floats]:
        """Numbers that vary from draw to draw."""
        return {p: v for p, v in self.values.items() if self.quantities[p].varies}
