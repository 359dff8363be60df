"""Runs for the tests: whole runs as one chunk, and scenarios in which much happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from foedus.results.run import Library
from foedus.scenario import Scenario
from foedus.simulation.engine import Chunk, run_chunks
from foedus.simulation.inputs import Start, build_inputs
from foedus.simulation.records import structure_type, tally_type, theta_type, world_type
from foedus.simulation.world import open_world

STORMY = {
    "onset.constant": -1.0,
    "internal.unrest_scale": 6.0,
    "assistance.leeds_2000": 0.9,
    "assistance.berkemeier_fuhrmann_all": 0.9,
    "assistance.berkemeier_fuhrmann_post_1945": 0.9,
    "delay.slow_days": 20.0,
    "delay.approval_days": 10.0,
    "membership.freeze_rate": 0.25,
    "membership.exit_general": 0.15,
    "membership.exit_own": 0.15,
    "survival.end_rate": 0.05,
    "council.refusal_rate": 0.1,
}
"""Settings under which crises, answers, refusals, departures and returns are all common."""


def start_of(scenario: Scenario, library: Library) -> Start:
    """Inputs of a scenario."""
    return build_inputs(scenario, library.organisation, library.ledger)


def join(chunks: list[Chunk]) -> Chunk:
    """One chunk of several that follow each other."""
    parts = {
        name: np.concatenate([getattr(c, name) for c in chunks])
        for name in ("tallies", "structures", "thetas", "cohesion", "events")
    }
    return Chunk(first=chunks[0].first, **parts)


def simulate(scenario: Scenario, start: Start, **options: Any) -> Chunk:
    """Run a whole scenario and join its chunks."""
    return join(list(run_chunks(scenario, start, **options)))


def with_settings(scenario: Scenario, settings: dict[str, Any]) -> Scenario:
    """Scenario with several parameters set."""
    for name, value in settings.items():
        scenario = scenario.with_setting(f"parameters.{name}", value)
    return scenario


def copy_of(start: Start) -> Start:
    """Start whose record may be changed."""
    return replace(start, record=start.record.copy())


def same_bits(one: Chunk, other: Chunk) -> bool:
    """Whether two chunks are identical to the last bit."""
    return all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes()
        for name in ("tallies", "structures", "thetas", "cohesion", "events")
    )


def futures_of(chunk: Chunk) -> list[np.ndarray]:
    """Acts of each future in the order of their days."""
    numbers = chunk.first + np.arange(len(chunk.tallies))
    edges = np.searchsorted(chunk.events["future"], [*numbers, numbers[-1] + 1])
    out = []
    for k in range(len(numbers)):
        acts = chunk.events[edges[k] : edges[k + 1]]
        out.append(acts[np.argsort(acts["at"], kind="stable")])
    return out


def medians(scenario, start):
    """World, inputs, parameters and tally of one future at the medians, for plain Python."""
    parameters = scenario.known_parameters
    theta = np.zeros(1, theta_type(parameters.names())).view(np.recarray)
    for name in parameters:
        theta[name.replace(".", "_")] = parameters[name].central
    theta["own_record"] = 0.35
    world = np.zeros(1, world_type(*start.sizes)).view(np.recarray)
    structure = np.zeros(1, structure_type()).view(np.recarray)
    tally = np.zeros(1, tally_type(start.sizes[0])).view(np.recarray)
    x = start.record.copy().view(np.recarray)[0]
    open_world(world[0], x, theta[0], structure[0])
    return world[0], x, theta[0], tally[0]
