"""One finished run of the packaged organisation, written to a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.results.run import Library, Result, load_library, run
from foedus.scenario import Scenario, load_scenario


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library("csto")


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("csto").changed(futures=1200)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs") / "deep" / "csto"


@pytest.fixture(scope="session")
def result(scenario: Scenario, library: Library, folder: Path) -> Result:
    return run(scenario, library, out=folder)
