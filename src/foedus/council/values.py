"""One cell of a table: a number, a range or a distribution."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from foedus.council.games import Triangular
from foedus.files import InputError
from foedus.parameters import Beta, Fixed, Gamma, Lognormal, Normal, Uniform, first_problem

EXPECTED = (
    "expected a number, a range low..high, low..mode..high, or one of uniform(low, high), "
    "triangular(low, mode, high), normal(mean, sd), lognormal(median, sigma), beta(a, b), "
    "gamma(shape, scale)"
)
YES = {"yes", "true", "1", "y", "x"}
NO = {"no", "false", "0", "n", ""}

# How each distribution is built from its arguments and the factor that brings them to the scale.
_BUILDERS: dict[str, tuple[int, Callable[[list[float], float], Any]]] = {
    "uniform": (2, lambda a, f: Uniform(dist="uniform", low=a[0] * f, high=a[1] * f)),
    "triangular": (3, lambda a, f: Triangular(low=a[0] * f, mode=a[1] * f, high=a[2] * f)),
    "normal": (2, lambda a, f: Normal(dist="normal", mean=a[0] * f, sd=a[1] * f)),
    "lognormal": (2, lambda a, f: Lognormal(dist="lognormal", median=a[0] * f, sigma=a[1])),
    "beta": (2, lambda a, _f: Beta(dist="beta", a=a[0], b=a[1])),
    "gamma": (2, lambda a, f: Gamma(dist="gamma", shape=a[0], scale=a[1] * f)),
}


LARGEST = 1e12
"""Largest number in a table of actors: scales differ, but products must not overflow."""


def number(text: str, where: str) -> float:
    """Finite number in a cell, or an `InputError` that names the cell."""
    try:
        value = float(text)
    except ValueError:
        raise InputError(where, f"found {text!r}, {EXPECTED}") from None
    if not math.isfinite(value):
        raise InputError(where, f"found {text!r}, expected a finite number")
    if abs(value) > LARGEST:
        raise InputError(where, f"found {text!r}, expected at most {LARGEST:g}")
    return value


def spread(text: str, where: str, factor: float = 1.0) -> Any:
    """Number or distribution in a cell.

    Parameters
    ----------
    text : str
        ``40``, ``30..50``, ``30..40..60`` or a named distribution such as ``normal(40, 5)``.
    where : str
        The cell, for the message.
    factor : float
        Brings the numbers to the scale of the models (0.01 for percentages).

    Raises
    ------
    InputError
        With the cell, what was found and what was expected.
    """
    text = text.strip()
    if not text:
        raise InputError(where, f"empty, {EXPECTED}; write unknown for a position not known")
    named = re.fullmatch(r"([a-z]+)\s*\(([^()]*)\)", text.lower())
    try:
        if named:
            return _named(named[1], named[2], text, where, factor)
        if ".." in text:
            ends = [number(part.strip(), where) for part in text.split("..")]
            if len(ends) == 2 and ends[0] == ends[1]:
                return Fixed(value=ends[0] * factor)
            kind = {2: "uniform", 3: "triangular"}.get(len(ends))
            if kind is None:
                raise InputError(where, f"found {text!r}, {EXPECTED}")
            return _BUILDERS[kind][1](ends, factor)
    except ValidationError as error:
        raise InputError(where, f"found {text!r}: {first_problem(error)}") from None
    return Fixed(value=number(text, where) * factor)


def _named(kind: str, inside: str, text: str, where: str, factor: float) -> Any:
    if kind not in _BUILDERS:
        raise InputError(where, f"found {text!r}, {EXPECTED}")
    count, build = _BUILDERS[kind]
    arguments = [number(part.strip(), where) for part in inside.split(",")]
    if len(arguments) != count:
        raise InputError(where, f"{kind} takes {count} numbers, found {len(arguments)}")
    return build(arguments, factor)


def flag(text: str, where: str) -> bool:
    """Yes or no in a cell; empty is no."""
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise InputError(where, f"found {text!r}, expected yes or no")
