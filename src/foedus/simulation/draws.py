"""Draws of parameters and of rival theories: one of each for every future, by address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from foedus.chance import PARAMETERS, STRUCTURES, uniform
from foedus.compiled import entry
from foedus.files import InputError
from foedus.parameters import Beta, Fitted, Fixed, Gamma, Parameters, stable_code
from foedus.scenario import STRUCTURES as OPTIONS
from foedus.scenario import Scenario
from foedus.simulation.records import structure_type, theta_type
from foedus.simulation.tabulated import quantile_table, read_tables


@entry
def fill_uniforms(seed, stream, first, codes, out):
    """Fill ``out[k, j]`` with the uniform of future ``first + k`` and address ``codes[j]``."""
    for k in range(out.shape[0]):
        for j in range(codes.shape[0]):
            out[k, j] = uniform(seed, stream, first + k, 0, codes[j], 0)


def uniforms(seed: int, stream: int, first: int, count: int, codes: Sequence[int]) -> Any:
    """Uniform numbers, shape (count, len(codes)), by address."""
    out = np.empty((count, len(codes)))
    fill_uniforms(seed, stream, first, np.array(codes, dtype=np.int64), out)
    return out


def parameter_uniforms(
    parameters: Parameters, names: Sequence[str], seed: int, first: int, count: int
) -> Any:
    """Uniform numbers behind the parameters `names`, shape (count, len(names)), by address.

    Each has its own, except those read off a fit: their uniforms come from the normals of the
    fit's terms, which they share, so that they move together as their covariance says. A name
    that is no parameter, such as ``own_record``, has its own.
    """
    u = uniforms(seed, PARAMETERS, first, count, [stable_code(name) for name in names])
    for j, name in enumerate(names):
        value = parameters[name].value if name in parameters.values else None
        if not isinstance(value, Fitted) or not value.loadings:
            continue
        terms = list(value.loadings)
        scores = ndtri(uniforms(seed, PARAMETERS, first, count, [value.address(t) for t in terms]))
        u[:, j] = ndtr(scores @ np.array(list(value.loadings.values())) * (value.widen / value.sd))
    return u


def field_of(name: str) -> str:
    """Field of the record that holds a parameter."""
    return name.replace(".", "_")


def draw_parameters(
    parameters: Parameters, own_record: Beta, seed: int, first: int, count: int
) -> NDArray[Any]:
    """Parameters of the futures ``first`` to ``first + count - 1``.

    Parameters
    ----------
    parameters : Parameters
        Distributions by name.
    own_record : Beta
        Share of the organisation's own calls that were answered, as known at the start.
    seed, first, count : int
        Seed of parameter draws and the slice of futures.

    Returns
    -------
    structured array, shape (count,)
        One record a future; adding a parameter or a future changes no other number.
    """
    names = parameters.names()
    values = {name: parameters[name].value for name in names}
    drawn = [name for name in names if not isinstance(values[name], Fixed)]
    u = parameter_uniforms(parameters, (*drawn, "own_record"), seed, first, count)
    theta = np.zeros(count, theta_type(names))
    for name in names:
        if isinstance(fixed := values[name], Fixed):
            theta[field_of(name)] = fixed.value
    slow = {"own_record": own_record, **values}
    columns = [
        j for j, name in enumerate((*drawn, "own_record")) if isinstance(slow[name], Beta | Gamma)
    ]
    tabled = [(*drawn, "own_record")[j] for j in columns]
    found = np.empty((count, len(columns)))
    tables = np.stack([quantile_table(slow[name]) for name in tabled])
    read_tables(u, np.array(columns), tables, found)
    for j, name in enumerate(tabled):
        theta[field_of(name)] = found[:, j]
    for j, name in enumerate(drawn):
        if j in columns:
            continue
        with np.errstate(over="ignore"):
            drawn_values = values[name].quantile(u[:, j])
        if not np.isfinite(drawn_values).all():
            raise InputError(
                f"parameters: {name}", "draws a value that is not finite; narrow its distribution"
            )
        theta[field_of(name)] = drawn_values
    return theta


def draw_structures(scenario: Scenario, seed: int, first: int, count: int) -> NDArray[Any]:
    """Rival theories of each future, drawn by the scenario's weights."""
    kinds = tuple(OPTIONS)
    u = uniforms(seed, STRUCTURES, first, count, [stable_code(kind) for kind in kinds])
    out = np.zeros(count, structure_type())
    for j, kind in enumerate(kinds):
        steps = np.cumsum(scenario.weights(kind))
        steps[-1] = 1.0
        out[kind] = np.searchsorted(steps, u[:, j], side="right")
        out[kind] = np.minimum(out[kind], len(OPTIONS[kind]) - 1)
    return out
