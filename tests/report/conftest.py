"""Two small finished runs with their reports: one with a war known at its date, one without."""

from __future__ import annotations

import pytest
from report_making import OWN_RUNS, PAIRS, finished

from foedus.report.html import write_report


@pytest.fixture(scope="session")
def at_war(tmp_path_factory):
    folder = finished(tmp_path_factory.mktemp("runs") / "war", "2022-11-30")
    write_report(folder, futures=OWN_RUNS, pairs=PAIRS)
    return folder


@pytest.fixture(scope="session")
def at_peace(tmp_path_factory):
    folder = finished(tmp_path_factory.mktemp("runs") / "peace", "2021-12-31", months=30)
    write_report(folder, futures=OWN_RUNS, pairs=0)
    return folder
