"""What the recursion tells, by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.packed import Inputs
from foedus.forces.move.recursion import (
    BEGUN,
    CAUSES,
    COUNT,
    DONE,
    FLOWN_PEOPLE,
    FLOWN_VEHICLES,
    LANDED,
    LEG,
    ROOT,
    TYPE,
    fly_moves,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Flown:
    """Sorties of every draw; axes are draws D and sorties M, in the order of the timetable.

    Attributes
    ----------
    who : int array (D, M, 2)
        Leg and type of aircraft; -1 beyond the last sortie.
    times : array (D, M, 5)
        People, vehicles, and the hours at which loading begins, of touchdown at the destination
        and at which unloading ends; NaN beyond the last sortie.
    path : array (D, causes)
        Hours of the critical path by cause.
    found : int array (D, 2)
        Sorties, and the leg whose readiness the critical path begins with.
    """

    who: Whole
    times: Floats
    path: Floats
    found: Whole

    @property
    def leg(self) -> Whole:
        """Leg of each sortie, -1 beyond the last."""
        return self.who[:, :, LEG]

    @property
    def kind(self) -> Whole:
        """Type of aircraft of each sortie."""
        return self.who[:, :, TYPE]

    @property
    def people(self) -> Floats:
        """People aboard each sortie."""
        return self.times[:, :, FLOWN_PEOPLE]

    @property
    def vehicles(self) -> Floats:
        """Vehicles aboard each sortie."""
        return self.times[:, :, FLOWN_VEHICLES]

    @property
    def begun(self) -> Floats:
        """Hour at which loading begins."""
        return self.times[:, :, BEGUN]

    @property
    def landed(self) -> Floats:
        """Hour of touchdown at the destination."""
        return self.times[:, :, LANDED]

    @property
    def done(self) -> Floats:
        """Hour at which unloading ends."""
        return self.times[:, :, DONE]

    @property
    def number(self) -> Whole:
        """Sorties of each draw."""
        return self.found[:, COUNT]

    @property
    def root(self) -> Whole:
        """Leg at the root of the critical path."""
        return self.found[:, ROOT]


def empty_flown(draws: int, room: int) -> Flown:
    """Tables for a number of draws with room for so many sorties each."""
    return Flown(
        who=np.full((draws, room, 2), -1, np.int64),
        times=np.full((draws, room, 5), np.nan),
        path=np.zeros((draws, CAUSES)),
        found=np.zeros((draws, 2), np.int64),
    )


def fly_into(out: Flown, seed: int, shape: int, inputs: Inputs) -> None:
    """Fly all draws into tables that are there."""
    fly_moves(seed, shape, inputs, out.who, out.times, out.path, out.found)


def flown(seed: int, shape: int, inputs: Inputs, room: int = 128) -> Flown:
    """Fly all draws; the tables are widened until they suffice."""
    while True:
        out = empty_flown(len(inputs.hours), room)
        fly_into(out, seed, shape, inputs)
        if bool((out.number >= 0).all()):
            return out
        room *= 2
