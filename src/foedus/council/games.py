"""What a council is made of: actors, positions, saliences, power, each a number or a range.

A `Council` holds what was read, with its ranges; a `Game` holds one set of plain numbers, either
the central one or one draw; a `Draws` holds many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from foedus import chance
from foedus.council.kernels import fill_uniforms
from foedus.council.rules import CONSENSUS, Rule
from foedus.parameters import Fixed, stable_code

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Spread(Protocol):
    """A number or a distribution, defined by its quantile function."""

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at uniforms."""
        ...


class Triangular(BaseModel):
    """Triangular between two bounds with a mode."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    dist: Literal["triangular"] = "triangular"
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Triangular:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise ValueError("expected low <= mode <= high")
        return self

    def quantile(self, u: Floats) -> Floats:
        """Quantiles at the uniforms `u`."""
        width = self.high - self.low
        turn = (self.mode - self.low) / width
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1.0 - u) * width * (self.high - self.mode))
        return np.where(u < turn, rising, falling)


def central(spread: Spread) -> float:
    """Best single number: the mode of a triangular range, else the median."""
    if isinstance(spread, Triangular):
        return spread.mode
    return float(spread.quantile(np.array([0.5]))[0])


def is_certain(spread: Spread) -> bool:
    """Whether it is a plain number."""
    return isinstance(spread, Fixed)


# Columns that may be uncertain: name, code in the address of random numbers, least and most value
# (None: the scale of the positions).
FIELDS: tuple[tuple[str, int, float | None, float | None], ...] = (
    ("power", 1, 0.0, float("inf")),
    ("position", 2, None, None),
    ("salience", 3, 0.0, 1.0),
    ("ideal", 4, None, None),
    ("loyalty", 5, 0.0, float("inf")),
    ("audience", 6, 0.0, float("inf")),
    ("blocking_cost", 7, 0.0, float("inf")),
)


@dataclass(frozen=True)
class Draft:
    """A text before the council: a point on the issue.

    Attributes
    ----------
    name : str
        Short name.
    point : float array, shape (d,)
        Where it stands on the scale of the positions.
    title : str
        What it is about, in a clause.
    recorded : str
        What became of it, when known: ``adopted``, ``refused: ARM`` …; never used by a model.
    issue : str
        Name of the issue it belongs to.
    """

    name: str
    point: Floats
    title: str = ""
    recorded: str = ""
    issue: str = ""


@dataclass(frozen=True)
class Game:
    """One set of plain numbers: n actors, d dimensions.

    Attributes
    ----------
    actors : tuple of str
        Names.
    power : float array, shape (n,)
        Capability or weight.
    position, salience, ideal : float array, shape (n, d)
        Positions and ideal points on the scale; saliences 0 to 1.
    loyalty, audience, blocking_cost : float array, shape (n,)
        Payoffs of the consensus model, in units of utility on a scale of 0 to 1.
    votes : float array, shape (n,)
        Voting weight under the decision rule.
    veto, absent : bool array, shape (n,)
        Whether the actor may block alone; whether it stays away.
    status_quo, draft : float array, shape (d,), or None
        What holds without a decision; the text on the table.
    scale : tuple of float
        Ends of the issue.
    rule : Rule
        Decision rule.
    """

    actors: tuple[str, ...]
    power: Floats
    position: Floats
    salience: Floats
    ideal: Floats
    loyalty: Floats
    audience: Floats
    blocking_cost: Floats
    votes: Floats
    veto: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    status_quo: Floats | None
    draft: Floats | None
    scale: tuple[float, float]
    rule: Rule

    @property
    def present(self) -> NDArray[np.bool_]:
        """Actors that take part."""
        return ~self.absent

    @property
    def weights(self) -> Floats:
        """Power × salience, shape (n, d); 0 for the absent."""
        return self.power[:, None] * self.salience * self.present[:, None]

    @property
    def dimensions(self) -> int:
        """Number of dimensions."""
        return self.position.shape[1]

    def unit(self, points: Floats) -> Floats:
        """Points on the scale 0 to 1."""
        low, high = self.scale
        return (points - low) / (high - low)

    def changed(self, **values: Any) -> Game:
        """Copy with some fields replaced."""
        return replace(self, **values)


@dataclass(frozen=True)
class Draws:
    """Many draws of the uncertain columns, each an array with the draws first."""

    power: Floats
    position: Floats
    salience: Floats
    ideal: Floats
    loyalty: Floats
    audience: Floats
    blocking_cost: Floats

    def __len__(self) -> int:
        """Return the number of draws."""
        return self.power.shape[0]

    def game(self, base: Game, number: int) -> Game:
        """Plain numbers of one draw."""
        return base.changed(**{name: getattr(self, name)[number] for name, *_rest in FIELDS})


@dataclass(frozen=True)
class Council:
    """Actors with ranges, as read from a file.

    Attributes
    ----------
    name : str
        Name of the council or file.
    actors : tuple of str
        Names, each once.
    dimensions : tuple of str
        Names of the dimensions of the issue.
    columns : mapping
        For each name in `FIELDS` an (n, d) or (n, 1) nested tuple of numbers or distributions.
    votes, veto, absent
        As in `Game`.
    status_quo, draft, scale, rule
        As in `Game`.
    drafts : tuple of Draft
        Texts on the table, when there are several.
    notes : tuple of mapping
        For each actor the columns the models do not use: coder, confidence, source, note.
    options : mapping
        Options of the spatial model read from a file that has them.
    about : mapping
        Title, date, format, sources and other facts of a library council.
    """

    name: str
    actors: tuple[str, ...]
    dimensions: tuple[str, ...]
    columns: Mapping[str, tuple[tuple[Any, ...], ...]]
    votes: Floats
    veto: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    scale: tuple[float, float] = (0.0, 100.0)
    status_quo: Floats | None = None
    draft: Floats | None = None
    rule: Rule = CONSENSUS
    drafts: tuple[Draft, ...] = ()
    notes: tuple[Mapping[str, str], ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    def changed(self, **values: Any) -> Council:
        """Copy with some fields replaced."""
        return replace(self, **values)

    def _limits(self, low: float | None, high: float | None) -> tuple[float, float]:
        return (
            self.scale[0] if low is None else low,
            self.scale[1] if high is None else high,
        )

    def _shaped(self, name: str, values: Floats) -> Floats:
        """Drop the dimension of columns that have one value an actor."""
        return values if name in ("position", "salience", "ideal") else values[..., 0]

    def central(self) -> Game:
        """Game of the central numbers."""
        values = {}
        for name, _code, low, high in FIELDS:
            table = np.array([[central(s) for s in row] for row in self.columns[name]])
            values[name] = self._shaped(name, np.clip(table, *self._limits(low, high)))
        return Game(
            actors=self.actors,
            votes=self.votes,
            veto=self.veto,
            absent=self.absent,
            status_quo=self.status_quo,
            draft=self.draft,
            scale=self.scale,
            rule=self.rule,
            **values,
        )

    def uncertain(self) -> list[tuple[str, int, int]]:
        """Column, actor and dimension of every value that is a range."""
        return [
            (name, i, k)
            for name, *_rest in FIELDS
            for i, row in enumerate(self.columns[name])
            for k, spread in enumerate(row)
            if not is_certain(spread) and not (name == "ideal" and self.ideals_follow)
        ]

    @property
    def ideals_follow(self) -> bool:
        """Whether no ideal points were given, so that they equal the positions."""
        return self.columns["ideal"] is self.columns["position"]

    def draw(self, draws: int, seed: int, first: int = 0) -> Draws:
        """Draw every range; the same address gives the same number, whatever else is drawn.

        Parameters
        ----------
        draws : int
            How many.
        seed : int
            Seed of the run, 0 or more.
        first : int
            Number of the first draw, so that draws can be split into parts.
        """
        codes = np.array([stable_code(actor) for actor in self.actors], dtype=np.int64)
        values: dict[str, Floats] = {}
        for name, code, low, high in FIELDS:
            if name == "ideal" and self.ideals_follow:
                values[name] = values["position"]
                continue
            rows = self.columns[name]
            n, d = len(rows), len(rows[0])
            out = np.empty((draws, n, d))
            if not all(is_certain(s) for row in rows for s in row):
                fill_uniforms(seed, chance.COUNCIL, first, code, codes, out)
            for i, row in enumerate(rows):
                for k, spread in enumerate(row):
                    out[:, i, k] = (
                        spread.value
                        if isinstance(spread, Fixed)
                        else spread.quantile(out[:, i, k].copy())
                    )
            values[name] = np.ascontiguousarray(
                self._shaped(name, np.clip(out, *self._limits(low, high)))
            )
        return Draws(**values)
