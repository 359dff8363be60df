"""Parameters: one number or distribution each, with unit, basis and source.

A distribution is defined by its quantile function alone, so that one uniform number gives one
draw and no draw depends on another.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from foedus.files import InputError, read_yaml
from foedus.fitted import resolved

Basis = Literal["data", "literature", "document", "judgement"]
BASES: tuple[Basis, ...] = ("data", "literature", "document", "judgement")
Floats = NDArray[np.float64]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Fixed(_Strict):
    """A known number."""

    dist: Literal["fixed"] = "fixed"
    value: float

    def quantile(self, u: Floats) -> Floats:
        """Return the number itself for every uniform."""
        return np.full_like(u, self.value)


class Uniform(_Strict):
    """Uniform between two bounds."""

    dist: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if not self.low < self.high:
            raise ValueError("low must be below high")
        return self

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        return self.low + (self.high - self.low) * u


class Normal(_Strict):
    """Normal with mean and standard deviation."""

    dist: Literal["normal"]
    mean: float
    sd: float = Field(gt=0)

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        from scipy.special import ndtri

        return self.mean + self.sd * ndtri(u)


class Lognormal(_Strict):
    """Lognormal with median and standard deviation of the logarithm."""

    dist: Literal["lognormal"]
    median: float = Field(gt=0)
    sigma: float = Field(gt=0)

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        from scipy.special import ndtri

        return self.median * np.exp(self.sigma * ndtri(u))


class Beta(_Strict):
    """Beta on [0, 1] with shapes a and b."""

    dist: Literal["beta"]
    a: float = Field(gt=0)
    b: float = Field(gt=0)

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        from scipy.special import betaincinv

        return betaincinv(self.a, self.b, u)


class Gamma(_Strict):
    """Gamma with shape and scale (mean = shape × scale)."""

    dist: Literal["gamma"]
    shape: float = Field(gt=0)
    scale: float = Field(gt=0)

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        from scipy.special import gammaincinv

        return self.scale * gammaincinv(self.shape, u)


class Fitted(_Strict):
    """A combination of the coefficients of a fit, drawn together with all others of that fit.

    Attributes
    ----------
    fit : str
        Name of the fit; see `foedus.fitted`.
    mean : float
        Estimate, on the scale of the fit.
    loadings : dict
        Weight of each of the fit's independent standard normals, by term.
    widen : float
        Factor on the standard deviation, for transport to another setting.
    link : {"identity", "logistic", "exp", "stalemate"}
        Turns the combination into the number: a probability from log odds; a positive number from
        its logarithm; the share of stalemates between equals from the cut of a contest.
    """

    dist: Literal["fitted"]
    fit: str
    mean: float
    loadings: dict[str, float]
    widen: float = Field(default=1.0, gt=0)
    link: Literal["identity", "logistic", "exp", "stalemate"] = "identity"

    @property
    def sd(self) -> float:
        """Standard deviation on the scale of the fit."""
        return self.widen * math.sqrt(sum(weight**2 for weight in self.loadings.values()))

    def address(self, term: str) -> int:
        """Address of the normal behind a term; parameters that share a fit share it."""
        return stable_code(f"fit:{self.fit}:{term}")

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        from scipy.special import expit, ndtri

        x = self.mean + self.sd * ndtri(u) if self.loadings else np.full_like(u, self.mean)
        if self.link == "logistic":
            return expit(x)
        if self.link == "exp":
            return np.exp(x)
        return np.tanh(x / 2.0) if self.link == "stalemate" else x


Distribution = Annotated[
    Fixed | Uniform | Normal | Lognormal | Beta | Gamma | Fitted, Field(discriminator="dist")
]


class Parameter(_Strict):
    """One number of the model.

    Attributes
    ----------
    meaning : str
        What it is, in one clause.
    unit : str
        Unit; ``"1"`` for a pure number, ``"probability"`` for a number in [0, 1].
    value : number or distribution
        A plain number stands for a fixed value.
    basis : {"data", "literature", "document", "judgement"}
        What it rests on.
    source : str
        Identifier in the library's ``sources.csv``.
    why : str
        How the value follows from the source; required for a judgement.
    evidence : tuple of str
        Keys of accepted records of the evidence base that stand behind it; none for most.
    """

    meaning: str = Field(min_length=5)
    unit: str = Field(min_length=1)
    value: Distribution
    basis: Basis
    source: str = Field(min_length=1)
    why: str = ""
    evidence: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            value = data.get("value")
            if isinstance(value, int | float) and not isinstance(value, bool):
                return {**data, "value": {"dist": "fixed", "value": float(value)}}
        return data

    @model_validator(mode="after")
    def _plausible(self) -> Parameter:
        if self.basis == "judgement" and len(self.why) < 10:
            raise ValueError("a judgement must say why (field why)")
        if self.unit == "probability" and not isinstance(self.value, Beta):
            ends = self.value.quantile(np.array([0.0005, 0.5, 0.9995]))
            if float(ends.min()) < 0.0 or float(ends.max()) > 1.0:
                raise ValueError(
                    f"is a probability but reaches {ends.min():.3g} to {ends.max():.3g}, "
                    "expected values in [0, 1]"
                )
        return self

    @property
    def central(self) -> float:
        """Median of the distribution."""
        return float(self.value.quantile(np.array([0.5]))[0])

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Central interval that holds `mass` of the distribution."""
        ends = self.value.quantile(np.array([0.5 - mass / 2, 0.5 + mass / 2]))
        return float(ends[0]), float(ends[1])


class Parameters(_Strict):
    """All parameters of a library, by name."""

    values: dict[str, Parameter]

    def __getitem__(self, name: str) -> Parameter:
        return self.values[name]

    def __iter__(self):  # type: ignore[override]
        return iter(self.values)

    def names(self) -> tuple[str, ...]:
        """Names in alphabetical order: the order of the engine's record."""
        return tuple(sorted(self.values))

    def count_by_basis(self) -> dict[str, int]:
        """How many parameters rest on data, literature, documents and judgement."""
        counts: dict[str, int] = dict.fromkeys(BASES, 0)
        for parameter in self.values.values():
            counts[parameter.basis] += 1
        return counts

    def changed(self, name: str, value: Any, where: str, fits: Path | None = None) -> Parameters:
        """Copy with one value replaced; the basis of a value a user sets is judgement.

        A reference to a fit of the folder `fits` keeps the basis data.
        """
        if name not in self.values:
            near = ", ".join(n for n in self.names() if n.split(".")[0] == name.split(".")[0])
            raise InputError(where, f"no parameter {name!r}; near it: {near or 'none'}")
        old = self.values[name]
        fitted = isinstance(value, Mapping) and value.get("dist") == "fitted"
        try:
            new = Parameter.model_validate(
                {
                    "meaning": old.meaning,
                    "unit": old.unit,
                    "value": resolved(value, fits, f"{where}: {name}"),
                    "basis": "data" if fitted else "judgement",
                    "source": old.source,
                    "why": f"set by the user to the fit {value.get('fit')}"
                    if fitted
                    else "set by the user or by a named what-if",
                }
            )
        except ValidationError as error:
            raise InputError(where, f"{name}: {first_problem(error)}") from None
        return Parameters(values={**self.values, name: new})


def stable_code(name: str) -> int:
    """Address of a parameter: a 32-bit checksum of its name, so that adding one moves no other."""
    return zlib.crc32(name.encode())


def first_problem(error: ValidationError) -> str:
    """First complaint of pydantic in one line: place, what is wrong, what came."""
    item = error.errors()[0]
    place = ".".join(str(part) for part in item["loc"])
    kind = item["type"]
    if kind == "extra_forbidden":
        return f"{place}: unknown key; remove it or correct its name"
    if kind == "missing":
        return f"{place}: missing"
    message = item["msg"].removeprefix("Value error, ")
    given = item.get("input")
    shown = "" if isinstance(given, Mapping | list) else f" (found {given!r})"
    return f"{place}: {message}{shown}" if place else f"{message}{shown}"


def load_parameters(path: Path) -> Parameters:
    """Parameters of a library file; groups of the file become dotted names.

    Raises
    ------
    InputError
        With the file, the path in it and what was expected.
    """
    content = read_yaml(path)
    if not isinstance(content, Mapping):
        raise InputError(path, "expected groups of parameters, such as 'council: {precision: …}'")
    values: dict[str, Parameter] = {}
    for group, members in content.items():
        if not isinstance(members, Mapping):
            raise InputError(f"{path}: {group}", "expected a group of named parameters")
        for key, data in members.items():
            name = f"{group}.{key}"
            if isinstance(data, Mapping) and "value" in data:
                found = resolved(data["value"], path.parent / "fits", f"{path}: {name}")
                data = {**data, "value": found}
            try:
                values[name] = Parameter.model_validate(data)
            except ValidationError as error:
                raise InputError(f"{path}: {name}", first_problem(error)) from None
    codes = {stable_code(name): name for name in values}
    if len(codes) != len(values):
        raise InputError(path, "two parameter names share one address; rename one of them")
    return Parameters(values=values)
