"""A number of a case: fixed or drawn, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from foedus.chance import PARAMETERS, philox
from foedus.parameters import Basis, Distribution, Fixed, stable_code

Floats = NDArray[np.float64]

_ENDS = np.array([1e-6, 0.5, 1.0 - 1e-6])


class Quantity(BaseModel):
    """A number or a distribution.

    Written as a number (``100``), as a distribution (``{dist: uniform, low: 2, high: 3}``), or in
    full (``{value: …, basis: document, source: …, why: …}``). Where basis and source are missing,
    those of the section and then those of the case hold.

    Attributes
    ----------
    value : distribution
        A plain number stands for a fixed value.
    basis, source, why : str
        What it rests on.
    scale : float
        Factor on the value: what a setting such as ``x0.5`` asks for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    value: Distribution
    basis: Basis | None = None
    source: str = ""
    why: str = ""
    scale: float = 1.0

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "dist" in data:
            data = {"value": dict(data)}
        if isinstance(data, int | float) and not isinstance(data, bool):
            data = {"value": data}
        if not isinstance(data, Mapping):
            raise ValueError("expected a number, a distribution or {value, basis, source, why}")
        value = data.get("value")
        if isinstance(value, int | float) and not isinstance(value, bool):
            data = {**data, "value": {"dist": "fixed", "value": float(value)}}
        return data

    @property
    def varies(self) -> bool:
        """Whether draws of it differ."""
        return not isinstance(self.value, Fixed)

    def draw(self, seed: int, path: str, draws: int) -> Floats:
        """Draws; number k is the same however many are asked for."""
        if not self.varies:
            return np.full(draws, self.central)
        return self.value.quantile(addressed_uniforms(seed, f"move.{path}", draws)) * self.scale

    @property
    def central(self) -> float:
        """Median."""
        return float(self.value.quantile(np.array([0.5]))[0]) * self.scale

    def ends(self) -> tuple[float, float]:
        """Least and greatest value that draws are likely to reach."""
        values = self.value.quantile(_ENDS) * self.scale
        return float(values.min()), float(values.max())


def addressed_uniforms(seed: int, name: str, draws: int) -> Floats:
    """Uniforms for one parameter, one a draw: the addresses of `foedus.chance.uniform`."""
    numbers = np.arange(draws, dtype=np.uint64)
    c0, c1, _, _ = philox(seed, PARAMETERS, numbers, 0, stable_code(name), 0)
    high = (c0 >> np.uint64(5)).astype(np.float64)
    low = (c1 >> np.uint64(6)).astype(np.float64)
    return np.asarray((high * 67108864.0 + low + 0.5) / 9007199254740992.0)


def _said(found: float) -> str:
    return f"(found {found:.4g})"


def _positive(quantity: Quantity) -> Quantity:
    low, _ = quantity.ends()
    if low <= 0.0:
        raise ValueError(f"expected more than 0 {_said(low)}")
    return quantity


def _not_negative(quantity: Quantity) -> Quantity:
    low, _ = quantity.ends()
    if low < 0.0:
        raise ValueError(f"expected 0 or more {_said(low)}")
    return quantity


def _share(quantity: Quantity) -> Quantity:
    low, high = quantity.ends()
    if low < 0.0 or high > 1.0:
        raise ValueError(f"expected a share between 0 and 1 {_said(low if low < 0 else high)}")
    return quantity


def _hours_of_a_day(quantity: Quantity) -> Quantity:
    low, high = quantity.ends()
    if low <= 0.0 or high > 24.0:
        raise ValueError(f"expected more than 0 and at most 24 {_said(low if low <= 0 else high)}")
    return quantity


Positive = Annotated[Quantity, AfterValidator(_positive)]
NotNegative = Annotated[Quantity, AfterValidator(_not_negative)]
Share = Annotated[Quantity, AfterValidator(_share)]
HoursADay = Annotated[Quantity, AfterValidator(_hours_of_a_day)]
