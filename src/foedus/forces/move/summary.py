"""A drawn move in figures: the object that ``foedus deploy --json`` prints."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.case import Case, Naive, Reported
from foedus.forces.move.fields import open_field
from foedus.forces.move.move import BOTTLENECKS, Impossible, Move
from foedus.parameters import BASES

Floats = NDArray[np.float64]
Content = dict[str, Any]

INPUTS = ("people", "vehicles")
"""Figures that may be on record but are put in: no outcome to compare."""

ALPHA = 0.1
"""The bands hold nine tenths."""

_LEVELS = (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))


def band(values: Any, digits: int = 1) -> Content:
    """The 5th, 50th and 95th percentile; None where nothing is known."""
    held = np.asarray(values, float)
    if held.size == 0 or not bool(np.isfinite(held).all()):
        return {name: None for name, _ in _LEVELS}
    return {name: round(float(np.quantile(held, q)), digits) for name, q in _LEVELS}


def interval_score(low: float, high: float, value: float, alpha: float = ALPHA) -> float:
    """Interval score of Gneiting and Raftery (2007, JASA 102, section 6.2); less is better.

    Width of the central band that claims to hold 1 - alpha, and 2 / alpha times the distance by
    which the value lies outside.
    """
    outside = max(low - value, 0.0) + max(value - high, 0.0)
    return high - low + 2.0 / alpha * outside


def summary(result: Move | Impossible, home: Move | None = None) -> Content:
    """Figures of a move.

    Parameters
    ----------
    result : Move or Impossible
        The move.
    home : Move, optional
        The way home, drawn with the same luck.
    """
    case = result.case if isinstance(result, Impossible) else result.prepared.case
    head: Content = {
        "case": case.case,
        "hypothetical": case.hypothetical,
        "possible": isinstance(result, Move),
        "request": case.request,
    }
    if isinstance(result, Impossible):
        return {**head, "reasons": list(result.reasons)}
    outcomes = {name: row for name, row in case.reported.items() if name not in INPUTS}
    reported = {name: compared(result, name, row) for name, row in outcomes.items()}
    return {
        **head,
        "draws": len(result.closure),
        "seed": result.prepared.drawn.seed,
        "first_arrival_hours": band(result.first_arrival),
        "closure_hours": band(result.closure),
        "sorties": band(result.sorties.sum(axis=1)),
        "sorties_per_day_peak": band(peak_a_day(result)),
        "bottleneck": bottlenecks(result),
        "critical_path_hours": {
            name: round(float(hours), 2)
            for name, hours in zip(BOTTLENECKS, result.path.mean(axis=0), strict=True)
            if hours > 0.0
        },
        "contingents": contingents(result),
        "airfields": airfields(result),
        "chain": chain(result, home),
        "recovery": None if home is None else {"closure_hours": band(home.closure)},
        "closed_form": closed_form(result),
        "reported": reported,
        "basis": bases(case),
        "warnings": warnings(result),
    }


def peak_a_day(result: Move) -> Floats:
    """Most landings within any 24 hours, one number a draw."""
    if result.flights is None:
        return np.zeros(len(result.closure))
    out = np.zeros(len(result.closure))
    for d, number in enumerate(result.flights.number):
        hours = np.sort(result.flights.landed[d, :number])
        within = np.searchsorted(hours, hours + 24.0, side="left") - np.arange(number)
        out[d] = within.max(initial=0)
    return out


def bottlenecks(result: Move) -> dict[str, float]:
    """Share of futures in which each thing takes the greatest part of the critical path."""
    counts = np.bincount(result.bottleneck, minlength=len(BOTTLENECKS))
    shares = {n: float(c) / len(result.closure) for n, c in zip(BOTTLENECKS, counts, strict=True)}
    return dict(sorted(((n, s) for n, s in shares.items() if s > 0.0), key=lambda row: -row[1]))


def contingents(result: Move) -> Content:
    """Arrival, closure, sorties and loads by state, with its parts where it has several."""
    prepared, out = result.prepared, {}
    states: dict[str, list[int]] = {}
    for number, name in enumerate(prepared.legs):
        states.setdefault(prepared.case.contingents[name].state, []).append(number)
    for state, numbers in states.items():
        out[state] = _part(result, numbers)
        if len(numbers) > 1:
            out[state]["parts"] = {prepared.legs[n]: _part(result, [n]) for n in numbers}
    return out


def _part(result: Move, numbers: list[int]) -> Content:
    prepared = result.prepared
    names = [prepared.legs[n] for n in numbers]
    people = sum(prepared.drawn.values[f"contingents.{n}.people"].round() for n in names)
    vehicles = sum(prepared.drawn.values[f"contingents.{n}.vehicles"].round() for n in names)
    return {
        "mode": "/".join(dict.fromkeys(prepared.case.contingents[n].mode for n in names)),
        "people": band(people),
        "vehicles": band(vehicles),
        "ready_hours": band(prepared.ready[:, numbers].min(axis=1)),
        "arrival_hours": band(result.leg_first[:, numbers].min(axis=1)),
        "closure_hours": band(result.leg_closure[:, numbers].max(axis=1)),
        "sorties": band(result.sorties[:, numbers].sum(axis=1)),
    }


def airfields(result: Move) -> Content:
    """Sorties loaded and unloaded, and working places, at each airfield in use."""
    prepared, out = result.prepared, {}
    if prepared.fields is None:
        return out
    case = prepared.case
    for number, name in enumerate(prepared.fields.names):
        load, unload = np.zeros(len(result.closure)), np.zeros(len(result.closure))
        for leg in prepared.air:
            entry = case.contingents[prepared.legs[leg]]
            load += result.sorties[:, leg] * (open_field(case, entry.origin) == name)
            unload += result.sorties[:, leg] * (open_field(case, entry.destination) == name)
        row: Content = {"name": case.airfields[name].name}
        for word, count, places in (
            ("load", load, prepared.fields.load_places),
            ("unload", unload, prepared.fields.unload_places),
        ):
            if bool(count.any()):
                row[f"{word}ed"] = band(count)
                row[f"{word}_places"] = band(places[:, number])
        if len(row) > 1:
            out[name] = row
    return out


def chain(result: Move, home: Move | None) -> Content:
    """Hours from the request to each link of the chain."""
    prepared = result.prepared
    approvals = [prepared.drawn.values[f"contingents.{n}.approval_hours"] for n in prepared.legs]
    out = {
        "request": band(np.zeros(len(result.closure))),
        "decision": band(prepared.order.decision),
        "plan": band(prepared.order.staff),
        "approvals": band(np.max(approvals, axis=0)),
        "first_sortie": band(result.first_sortie),
        "first_landing": band(result.first_arrival),
        "closure": band(result.closure),
    }
    if prepared.case.task_hours is not None:
        ends = result.closure + prepared.drawn(prepared.case.task_hours, "task_hours")
        out["task_ends"] = band(ends)
        if home is not None:
            out["home"] = band(ends + home.closure)
    return out


def closed_form(result: Move) -> Content | None:
    """First arrival and closure by formula, for those that fly, and how close they come."""
    if result.flights is None:
        return None
    exact = result.leg_closure[:, list(result.prepared.air)].max(axis=1)
    varies = len(exact) > 2 and bool(np.ptp(exact) > 0.0) and bool(np.ptp(result.formula_closure))
    return {
        "first_arrival_hours": band(result.formula_first),
        "closure_hours": band(result.formula_closure),
        "correlation": round(float(np.corrcoef(exact, result.formula_closure)[0, 1]), 3)
        if varies
        else None,
    }


def figure(result: Move, name: str) -> Floats | None:
    """Draws of a result by the name that ``reported`` uses, such as ``sorties_ARM``."""
    if name == "first_arrival":
        return result.first_arrival
    if name == "closure":
        return result.closure
    if name == "sorties":
        return result.sorties.sum(axis=1).astype(float)
    head, _, state = name.partition("_")
    numbers = [
        n
        for n, leg in enumerate(result.prepared.legs)
        if state in (leg, result.prepared.case.contingents[leg].state)
    ]
    if head == "sorties" and numbers:
        return result.sorties[:, numbers].sum(axis=1).astype(float)
    return None


def compared(result: Move, name: str, row: Reported) -> Content:
    """A figure on record beside the model's: consistent when the middle lies within the record."""
    values = figure(result, name)
    out: Content = {"what": row.what, "low": row.low, "high": row.high, "unit": row.unit}
    if values is None:
        return {**out, "model": None, "consistent": None}
    model = band(values)
    out |= {"model": model, "consistent": row.low <= model["p50"] <= row.high}
    if row.value is not None:
        score = interval_score(model["p05"], model["p95"], row.value)
        out |= {"value": row.value, "interval_score": round(score, 1)}
        naive: Naive | None = result.prepared.case.naive.get(name)
        if naive is not None:
            out["naive"] = {
                "low": naive.low,
                "high": naive.high,
                "interval_score": round(interval_score(naive.low, naive.high, row.value), 1),
                "why": naive.why,
            }
    return out


def bases(case: Case) -> dict[str, int]:
    """How many numbers of a case rest on data, literature, documents and judgement."""
    counts: dict[str, int] = dict.fromkeys(BASES, 0)
    sections = [case.chain, case.factors, case.places]
    sections += [*case.contingents.values(), *case.fleet.values()]
    for section in sections:
        for key in type(section).model_fields:
            value = getattr(section, key)
            if hasattr(value, "central"):
                counts[value.basis or section.basis or case.basis] += 1
    return counts


def warnings(result: Move) -> list[str]:
    """What a reader should know before the figures."""
    case, out = result.prepared.case, []
    if case.hypothetical:
        out.append("hypothetical: nothing of the kind was asked for or planned")
    counts = bases(case)
    if 2 * counts["judgement"] > sum(counts.values()):
        out.append(
            f"{counts['judgement']} of {sum(counts.values())} numbers are judgement: exploratory, "
            "not a forecast"
        )
    if case.reported:
        out.append("beside figures that the authors knew: a consistency check, not validation")
    return out
