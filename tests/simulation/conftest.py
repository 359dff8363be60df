"""One library, one calm and one stormy run, shared by the tests of the room."""

from __future__ import annotations

import pytest
from simulation_making import STORMY, simulate, start_of, with_settings

from foedus.results.run import Library, load_library
from foedus.scenario import Scenario, load_scenario
from foedus.simulation.engine import Chunk
from foedus.simulation.inputs import Start


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library("csto")


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("csto").changed(futures=1000)


@pytest.fixture(scope="session")
def start(scenario: Scenario, library: Library) -> Start:
    return start_of(scenario, library)


@pytest.fixture(scope="session")
def calm(scenario: Scenario, start: Start) -> Chunk:
    return simulate(scenario, start)


@pytest.fixture(scope="session")
def stormy_scenario(scenario: Scenario) -> Scenario:
    return with_settings(scenario.changed(futures=1600), STORMY)


@pytest.fixture(scope="session")
def stormy(stormy_scenario: Scenario, start: Start) -> Chunk:
    return simulate(stormy_scenario, start)
