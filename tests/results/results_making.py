"""An engine with known answers: futures whose outcomes follow closed forms, by address."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from foedus.codes import ActKind, Survival
from foedus.results.outcomes import Measured, Name, Plan, options
from foedus.scenario import Scenario
from foedus.simulation.draws import draw_parameters, draw_structures, uniforms
from foedus.simulation.engine import Chunk
from foedus.simulation.inputs import Start
from foedus.simulation.records import event_type, tally_type

LUCK = 91  # a stream of its own
JUDGED, ESTIMATED = "assistance.stake", "onset.constant"  # normal; judgement and data


def luck(seed: int, first: int, count: int, draw: int) -> np.ndarray:
    """Uniform number of each future."""
    return uniforms(seed, LUCK, first, count, [draw])[:, 0]


def rank(scenario: Scenario, thetas: np.ndarray, name: str) -> np.ndarray:
    """Rank of a drawn normal parameter within its distribution."""
    value: Any = scenario.known_parameters[name].value
    return ndtr((thetas[name.replace(".", "_")] - value.mean) / value.sd)


def known_futures(
    scenario: Scenario, start: Start, first: int, thetas: np.ndarray, structures: np.ndarray
) -> Chunk:
    """Futures with known chances.

    dissolved: 0.2 + 0.4 x rank of a judged parameter + 0.2 x rank of an estimated one;
    any_crisis: ties / 2; deaths: normal(100 ties, 1); a request in every future, helped with
    probability ties / 4; one paper in every future, never adopted; an exercise held with
    probability exercises_held.
    """
    n = len(thetas)
    seed, ties = scenario.seed, scenario.switches.ties
    tallies = np.zeros(n, tally_type(start.sizes[0]))
    p = 0.2 + 0.4 * rank(scenario, thetas, JUDGED) + 0.2 * rank(scenario, thetas, ESTIMATED)
    tallies["survival"] = np.where(luck(seed, first, n, 0) < p, Survival.DISSOLVED, Survival.ACTIVE)
    tallies["any_crisis"] = luck(seed, first, n, 1) < ties / 2.0
    tallies["deaths"] = 100.0 * ties + ndtri(luck(seed, first, n, 2))
    tallies["first_troops_days"] = np.where(tallies["any_crisis"] > 0, 3.0 * ties, np.nan)
    tallies["closure_days"] = np.nan
    member = start.index("ARM")
    tallies["requests"] = tallies["requested"][:, member] = 1
    tallies["helped"][:, member] = luck(seed, first, n, 3) < ties / 4.0
    held = luck(seed, first, n, 4) < scenario.switches.exercises_held
    events = np.zeros(n + int(held.sum()), event_type())
    events["future"] = np.concatenate([np.arange(n), np.flatnonzero(held)]) + first
    events["act"][:n] = ActKind.DRAFT_TABLED
    events["act"][n:] = ActKind.EXERCISE_HELD
    paths = np.full((n, scenario.months), 0.5)
    return Chunk(first, tallies, structures, thetas, paths, events)


def known_chunk(scenario: Scenario, start: Start, first: int, count: int) -> Chunk:
    """Futures with known chances and parameters of their own, in the place of `run_chunk`."""
    thetas = draw_parameters(
        scenario.known_parameters, start.own_record, scenario.seed, first, count
    )
    structures = draw_structures(scenario, scenario.seed, first, count)
    return known_futures(scenario, start, first, thetas, structures)


PLAN = Plan(
    flags=(Name("dissolved"), Name("exit", "ARM")),
    numbers=(Name("deaths"), Name("first_troops_days"), Name("done"), Name("asked")),
    places=(-1, 0),
    ratios=((Name("done_if_asked"), 2, 3),),
)


def measured(seed: int, n: int, first: int = 0, p: float = 0.3) -> Measured:
    """Outcomes drawn at random, of the shapes of `PLAN`."""
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(n, 4)) * (30.0, 2.0, 0.0, 0.0)
    numbers[rng.random(n) < 0.4, 1] = np.nan
    numbers[:, 3] = rng.integers(0, 3, n)
    numbers[:, 2] = rng.binomial(numbers[:, 3].astype(int), p)
    theories = np.zeros((n, len(options())), bool)
    theories[np.arange(n), rng.integers(0, 4, n)] = True
    return Measured(first, rng.random(n) > 0.02, rng.random((n, 2)) < p, numbers, theories)
