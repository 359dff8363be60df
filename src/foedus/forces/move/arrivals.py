"""How the force grows over time: share of its people and vehicles that has arrived."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.move import Move

Floats = NDArray[np.float64]

STEPS = 80


def arrived(result: Move, what: str = "people") -> tuple[Floats, Floats]:
    """Hours on a grid, and the number arrived at each of them in every draw, (draws, hours).

    Those who fly count when their aircraft is unloaded; a column or trains count evenly between
    first arrival and closure.

    Parameters
    ----------
    result : Move
        A drawn move.
    what : {"people", "vehicles"}
    """
    draws = len(result.closure)
    hours = np.linspace(0.0, float(np.quantile(result.closure, 0.99)) * 1.02, STEPS + 1)
    there = np.zeros((draws, STEPS + 1))
    if result.flights is not None:
        load = result.flights.people if what == "people" else result.flights.vehicles
        bins = np.searchsorted(hours, result.flights.done, side="left")  # NaN goes to the end
        for d, number in enumerate(result.flights.number):
            counts = np.bincount(bins[d, :number], load[d, :number], minlength=STEPS + 2)
            there[d] += np.cumsum(counts)[: STEPS + 1]
    prepared = result.prepared
    for leg, name in enumerate(prepared.legs):
        if leg not in prepared.air:
            total = prepared.drawn.values[f"contingents.{name}.{what}"].round()
            first, last = result.leg_first[:, leg, None], result.leg_closure[:, leg, None]
            part = np.clip((hours - first) / np.maximum(last - first, 1e-6), 0.0, 1.0)
            there += total[:, None] * part
    return hours, there


def arrival_rows(result: Move) -> list[dict[str, Any]]:
    """People arrived by hour: 5th, 25th, 50th, 75th and 95th percentile over the draws."""
    hours, there = arrived(result)
    levels = np.quantile(there, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    names = ("p05", "p25", "p50", "p75", "p95")
    rows = []
    for hour, column in zip(hours, levels.T, strict=True):
        row: dict[str, Any] = {"hour": round(float(hour), 2)}
        row.update({n: round(float(v), 1) for n, v in zip(names, column, strict=True)})
        rows.append(row)
    return rows
