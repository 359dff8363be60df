"""How a drawn move is packed for compiled code: few arrays, columns by name.

Compiled code reads a column of an array at once, but pays for every field of a record of arrays;
a table of sorties asks for thousands. So the numbers of a move stand in few arrays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PEOPLE, VEHICLES, READY_HOUR = range(3)
"""Columns of `Inputs.leg`: what a leg moves, and the hour from which it may load."""

WEIGHT, CARS, BESIDE, SEATS, BACK = range(5)
"""Columns of `Inputs.ride`: turns of a type, vehicles of a sortie, people beside them, people in a
sortie without vehicles, hours from the end of unloading to being home."""

ONLOAD, OFFLOAD, AIRCRAFT_N, CREWS_N = range(4)
"""Columns of `Inputs.kind`: mean ground hours, aircraft and crews of a type."""

LOAD_PLACES, UNLOAD_PLACES, STRETCH, CLOSED_FROM, CLOSED_TO = range(5)
"""Columns of `Inputs.field`: working places, factor on ground times, hours shut by weather."""

STOP, SERVICE, REST, SLOT = range(4)
"""Columns of `Inputs.hours`: a stop, servicing, a crew's rest, between planned loadings."""

ORIGIN, DESTINATION, CODE, FIRST_STOP = range(4)
"""Columns of `Inputs.route`: fields by number, address in the random numbers, fields of stops."""


class Inputs(NamedTuple):
    """All that a drawn move needs; axes are draws D, legs K, types T, fields F, stops S.

    Attributes
    ----------
    leg : array (D, K, 3)
    ride : array (D, K, T, 5)
    hop : array (D, K, T, S + 1)
        Block hours of each hop.
    kind : array (D, T, 4)
    field : array (D, F, 5)
    hours : array (D, 4)
    route : int array (K, 3 + S)
    hops : int array (K, T)
        How many hops; 1 without a stop.
    """

    leg: Floats
    ride: Floats
    hop: Floats
    kind: Floats
    field: Floats
    hours: Floats
    route: Whole
    hops: Whole
