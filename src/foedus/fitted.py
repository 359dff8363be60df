"""Fits made from the historical record, as files, and how a parameter is read off one.

A fitted file holds the coefficients of an equation with their covariance, and counts of events
with what they were counted over. It says from which tables, by which formula, when. A parameter
may then be written as ``{dist: fitted, fit: NAME, term: TERM}`` (a coefficient), with ``at`` (a
combination of terms) or with ``count`` (a rate or a share). Parameters read off one fit are drawn
together, with the covariance of their fit.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from foedus.files import InputError, read_yaml, write_text

Floats = NDArray[np.float64]
Number = int | float
DIGITS = 10
HEADER = "# Made by `foedus fit {name}`; a change here is lost when it is made again.\n"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Count(_Strict):
    """Events counted over trials (a share) or over time (a rate)."""

    kind: Literal["share", "rate"]
    meaning: str
    events: float = Field(ge=0)
    trials: float = Field(gt=0)
    unit: str = ""

    def as_distribution(self) -> dict[str, Any]:
        """Posterior under the prior of Jeffreys: Beta for a share, Gamma for a rate."""
        if self.kind == "share":
            return {"dist": "beta", "a": self.events + 0.5, "b": self.trials - self.events + 0.5}
        return {"dist": "gamma", "shape": self.events + 0.5, "scale": 1.0 / self.trials}


class Clusters(_Strict):
    """What the standard errors are clustered by, and how many clusters there are."""

    by: str
    n: int = Field(ge=1)


class Fit(_Strict):
    """One fitted equation.

    Attributes
    ----------
    fit, meaning, formula, estimator : str
        Name; what is explained; the equation; how it was estimated, and the covariance.
    basis : str
        Always ``data``.
    source : str
        Key of the library's ``sources.csv``.
    date : datetime.date
        When it was made.
    tables : dict of str
        SHA-256 of each table used.
    n, events : int
        Rows, and how many of them were events.
    terms, mean, covariance : tuple
        Coefficients by name, with the covariance of their estimates.
    counts : dict of Count
        Rates and shares counted in the same tables.
    notes : tuple of str
        What a user of the numbers has to know.
    """

    fit: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    meaning: str
    formula: str
    estimator: str
    basis: Literal["data"] = "data"
    source: str
    date: datetime.date
    tables: dict[str, str]
    n: int
    events: int | None = None
    clusters: Clusters | None = None
    terms: tuple[str, ...] = ()
    mean: tuple[float, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()
    counts: dict[str, Count] = {}
    scores: dict[str, float] = {}
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _shapes_agree(self) -> Fit:
        k = len(self.terms)
        if len(set(self.terms)) != k:
            raise ValueError("a term stands twice")
        if len(self.mean) != k or len(self.covariance) != k:
            raise ValueError(f"{k} terms need {k} means and a covariance of {k} by {k}")
        if any(len(row) != k for row in self.covariance):
            raise ValueError(f"the covariance is not {k} by {k}")
        matrix = np.array(self.covariance, dtype=float).reshape(k, k)
        if not np.allclose(matrix, matrix.T, rtol=1e-6, atol=1e-12):
            raise ValueError("the covariance is not symmetric")
        if k and np.linalg.eigvalsh(matrix).min() < -1e-8 * max(1.0, float(np.trace(matrix))):
            raise ValueError("the covariance is not positive semi-definite")
        return self

    def coefficient(self, term: str) -> float:
        """Estimate of one term."""
        return self.mean[self.terms.index(term)]

    def error(self, term: str) -> float:
        """Standard error of one term."""
        place = self.terms.index(term)
        return float(np.sqrt(self.covariance[place][place]))

    def factor(self) -> Floats:
        """Factor L of the covariance, ``L @ L.T``: lower triangular where it can be."""
        matrix = np.array(self.covariance, dtype=float)
        try:
            return np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            values, vectors = np.linalg.eigh(matrix)
            return vectors * np.sqrt(np.maximum(values, 0.0))

    def combination(self, at: Mapping[str, float]) -> tuple[float, dict[str, float]]:
        """Mean of a combination of terms, and its loadings on the fit's independent normals.

        Parameters
        ----------
        at : mapping
            Weight of each term, such as ``{"constant": 1, "post_1945": 1}``.

        Returns
        -------
        mean, loadings : float, dict
            The combination is ``mean + sum(loadings[t] * z[t])``, z standard normal by term.
        """
        weights = np.array([float(at.get(term, 0.0)) for term in self.terms])
        loadings = weights @ self.factor()
        return float(weights @ np.array(self.mean)), {
            term: float(value)
            for term, value in zip(self.terms, loadings, strict=True)
            if value != 0.0
        }


def read_fit(path: Path) -> Fit:
    """Fit of a file.

    Raises
    ------
    InputError
        With file, place in it and what was expected.
    """
    content = read_yaml(path)
    if not isinstance(content, Mapping):
        raise InputError(path, "expected a fit: keys such as fit, terms, mean, covariance")
    try:
        return Fit.model_validate(dict(content))
    except ValidationError as error:
        item = error.errors()[0]
        place = ".".join(str(part) for part in item["loc"])
        raise InputError(f"{path}: {place}", item["msg"].removeprefix("Value error, ")) from None


def write_fit(fit: Fit, folder: Path, made_by: str) -> Path:
    """Write a fit as ``NAME.yaml`` into a folder, whole or not at all."""
    from ruamel.yaml import YAML

    data = fit.model_dump(mode="json", exclude_defaults=True)
    data["basis"] = fit.basis
    out = io.StringIO()
    writer = YAML(pure=True)
    writer.width = 100
    writer.dump(_laid_out(data), out)
    path = folder / f"{fit.fit}.yaml"
    write_text(path, HEADER.format(name=made_by) + out.getvalue())
    return path


def _laid_out(value: Any) -> Any:
    """Content as it is written: floats at ten digits, rows of numbers and of names on one line.

    Ten significant digits, so that a last bit does not change the file.
    """
    from ruamel.yaml.comments import CommentedSeq

    if isinstance(value, dict):
        return {key: _laid_out(item) for key, item in value.items()}
    if isinstance(value, list):
        row = CommentedSeq([_laid_out(item) for item in value])
        plain = (isinstance(v, Number) or (isinstance(v, str) and " " not in v) for v in value)
        if all(plain):
            row.fa.set_flow_style()
        return row
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def resolved(value: Any, folder: Path | None, where: str) -> Any:
    """Distribution of a parameter written as a reference to a fit; any other value unchanged.

    Parameters
    ----------
    value : Any
        Value of a parameter as read. ``{dist: fitted, fit: NAME, …}`` with one of ``term``,
        ``at`` or ``count``; ``widen`` multiplies the standard deviation, ``link`` turns the
        combination into a number of another scale.
    folder : Path or None
        Where the fits of the library lie.

    Raises
    ------
    InputError
        No such fit, term or count; the message lists those there are.
    """
    if not isinstance(value, Mapping) or value.get("dist") != "fitted" or "loadings" in value:
        return value
    known = {"dist", "fit", "term", "at", "count", "widen", "link"}
    unknown = [key for key in value if key not in known]
    if unknown:
        raise InputError(where, f"unknown key {unknown[0]!r}; expected {', '.join(sorted(known))}")
    fit = _named(value.get("fit"), folder, where)
    kinds = [key for key in ("term", "at", "count") if key in value]
    if len(kinds) != 1:
        raise InputError(where, "a fitted value needs exactly one of term, at and count")
    if kinds == ["count"]:
        return _counted(fit, value, where)
    at = {str(value["term"]): 1.0} if kinds == ["term"] else value["at"]
    return _combined(fit, at, value, where)


def _named(name: Any, folder: Path | None, where: str) -> Fit:
    there = sorted(path.stem for path in folder.glob("*.yaml")) if folder is not None else []
    if name not in there or folder is None:
        raise InputError(where, f"no fit {name!r}; expected one of {', '.join(there) or 'none'}")
    return read_fit(folder / f"{name}.yaml")


def _counted(fit: Fit, value: Mapping[str, Any], where: str) -> dict[str, Any]:
    if value["count"] not in fit.counts:
        raise InputError(
            where,
            f"fit {fit.fit} counts {', '.join(fit.counts) or 'nothing'}, not {value['count']!r}",
        )
    if "widen" in value or "link" in value:
        raise InputError(where, "widen and link do not apply to a count")
    return fit.counts[value["count"]].as_distribution()


def _combined(fit: Fit, at: Any, value: Mapping[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(at, Mapping) or not at:
        raise InputError(where, "at: expected weights by term, such as {constant: 1}")
    for term, weight in at.items():
        if term not in fit.terms:
            raise InputError(
                where, f"fit {fit.fit} has no term {term!r}; it has {', '.join(fit.terms)}"
            )
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise InputError(where, f"at.{term}: {weight!r} is not a number")
    mean, loadings = fit.combination(at)
    return {
        "dist": "fitted",
        "fit": fit.fit,
        "mean": mean,
        "loadings": loadings,
        "widen": value.get("widen", 1.0),
        "link": value.get("link", "identity"),
    }
