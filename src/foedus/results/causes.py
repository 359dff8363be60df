"""Why a member is likely to refuse or to freeze: what each cause adds at the start of a run.

Taken at the medians of the parameters and the first option of each structure. A cause of refusing
is measured by taking it away: the chance of refusing the declaration with and without it. A cause
of freezing is a factor on the hazard.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from foedus.cohesion.belief import belief_mean
from foedus.council.consensus import REFUSE
from foedus.scenario import Scenario
from foedus.simulation.ballots import vote_on
from foedus.simulation.economy import assume
from foedus.simulation.inputs import Start
from foedus.simulation.outbreak import EXTERNAL
from foedus.simulation.records import structure_type, theta_type, world_type
from foedus.simulation.sessions import compromise, member_positions
from foedus.simulation.world import distance_score, open_world, take_seats


def causes_at_start(scenario: Scenario, start: Start) -> dict[str, dict[str, Any]]:
    """Causes of refusing and freezing, by member.

    Returns
    -------
    dict
        For each member: ``situation`` (grievance, distance, belief, dependence, each with its
        value), ``refusal`` (chance to refuse the declaration as things stand, and without each
        cause), ``freeze`` (factor on the hazard of freezing by cause).
    """
    w, x, t = _median_world(scenario, start)
    seats = take_seats(w, x)
    members = [int(w.seat[n]) for n in range(seats)]
    stands = _refusal(w, x, t)
    without: dict[str, list[float]] = {}
    for cause, remove in REMOVALS.items():
        other, y, theta = _median_world(scenario, start)
        remove(other, y)
        without[cause] = _refusal(other, y, theta)
    out = {}
    for n, i in enumerate(members):
        belief = belief_mean(w.answered[i, EXTERNAL], w.unanswered[i, EXTERNAL])
        out[start.states[i]] = {
            "situation": {
                "grievance": float(w.grievance[i]),
                "distance": float(w.distance[i]),
                "belief": float(belief),
                "dependence": float(x.dependence[i]),
            },
            "refusal": {
                "as_it_stands": stands[n],
                **{cause: values[n] for cause, values in without.items()},
            },
            "freeze": {
                "grievance": math.exp(t.membership_grievance * w.grievance[i]),
                "distance": math.exp(t.membership_distance * distance_score(w, i)),
                "belief": math.exp(t.membership_disbelief * (0.5 - belief)),
                "dependence": math.exp(-t.membership_dependence * (x.dependence[i] - 0.5)),
            },
        }
    return out


def _median_world(scenario: Scenario, start: Start) -> tuple[Any, Any, Any]:
    parameters = scenario.known_parameters
    theta = np.zeros(1, theta_type(parameters.names())).view(np.recarray)
    for name in parameters.names():
        theta[name.replace(".", "_")] = parameters[name].central
    theta["own_record"] = float(start.own_record.quantile(np.array([0.5]))[0])
    world = np.zeros(1, world_type(*start.sizes)).view(np.recarray)
    structure = np.zeros(1, structure_type()).view(np.recarray)
    record = start.record.copy().view(np.recarray)
    open_world(world[0], record[0], theta[0], structure[0])
    assume(world[0], record[0], theta[0], 0)
    return world[0], record[0], theta[0]


def _refusal(w: Any, x: Any, t: Any) -> list[float]:
    seats = take_seats(w, x)
    member_positions(w, x, t, seats, 0)  # the first paper of the agenda
    draft = compromise(w, x, seats)
    vote_on(w, x, t, seats, draft, x.paper_reversion[0], x.paper_contested[0])
    return [float(w.chances[n, REFUSE]) for n in range(seats)]


def _no_grievance(w: Any, _x: Any) -> None:
    w.grievance[:] = 0.0


def _no_distance(w: Any, _x: Any) -> None:
    w.distance[:] = 0.0


def _alike_dependence(_w: Any, x: Any) -> None:
    x.dependence[:] = 0.5


REMOVALS: dict[str, Callable[[Any, Any], None]] = {
    "without_grievance": _no_grievance,
    "without_distance": _no_distance,
    "with_average_dependence": _alike_dependence,
}
