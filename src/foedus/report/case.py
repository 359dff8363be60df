"""The case a report is about: one finished run with its library, state, runs and citations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foedus.codes import Status, WarFate
from foedus.council.analysis import CouncilResult
from foedus.organisation import Organisation, library_folder
from foedus.proceedings.state import State, state_at
from foedus.proceedings.verdicts import name_of, phrase
from foedus.report.parts import Citations
from foedus.report.sizes import Sizes
from foedus.results.kept import Kept, keep, paired
from foedus.results.pairing import Pairing
from foedus.results.run import LOCK, Library, load_library, read_summary
from foedus.scenario import Scenario, load_scenario
from foedus.simulation.inputs import Start, leader_at_start

FUTURES = 2000  # in each of the report's own runs


@dataclass
class Case:
    """A finished run and all that the report asks of it.

    Attributes
    ----------
    summary : dict
        As written by the run; the report's figures are these.
    scenario : Scenario
        From the lock file.
    standing : State
        The organisation at the scenario's date.
    futures : int
        Futures in each run made for the report.
    pairs : int
        Pairs of parameter draws behind the judgement shares of the headlines; 0: none.
    runs : dict
        Runs already made, by name, so that none is made twice.
    councils : dict
        Results of the council room by day of session, likewise.
    sizes : Sizes
        Judgement shares, and the what-ifs beside the run.
    """

    folder: Path
    summary: dict[str, Any]
    scenario: Scenario
    library: Library
    standing: State
    futures: int
    citations: Citations
    pairs: int = 0
    runs: dict[str, Kept] = field(default_factory=dict)
    councils: dict[str, list[CouncilResult]] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)

    @property
    def organisation(self) -> Organisation:
        """The organisation."""
        return self.library.organisation

    @property
    def home(self) -> Path:
        """Folder of the library."""
        return library_folder(self.scenario.organisation)

    @property
    def day(self) -> datetime.date:
        """Date at which the run starts; nothing later is seen."""
        return self.scenario.as_of

    @property
    def n(self) -> int:
        """Futures behind the run's own figures."""
        return int(self.summary["futures"])

    @property
    def short(self) -> Scenario:
        """The run's scenario with as many futures as the report's own runs have."""
        return self.scenario.changed(futures=self.futures)

    @property
    def baseline(self) -> Kept:
        """The first futures of the run, one by one."""
        return self.simulated("baseline", self.short)

    @property
    def start(self) -> Start:
        """Inputs of the run."""
        return self.baseline.start

    @property
    def leader(self) -> str:
        """The leading power at the start."""
        return leader_at_start(self.start)

    @property
    def ally(self) -> str:
        """The member that depends most on the leading power."""
        x = self.start.record[0]
        others = [
            i
            for i, state in enumerate(self.start.states)
            if x.status[i] == Status.MEMBER and state != self.leader
        ]
        return self.start.states[max(others, key=lambda i: float(x.dependence[i]))]

    @property
    def at_war(self) -> bool:
        """Whether a war of the leading power is known at the start."""
        return self.scenario.war_path()[0] != WarFate.NO_WAR

    def simulated(self, name: str, scenario: Scenario, library: Library | None = None) -> Kept:
        """Run a scenario once, and remember it by a name."""
        if name not in self.runs:
            self.runs[name] = keep(scenario, library or self.library)
        return self.runs[name]

    def beside(self, changed: Kept) -> Pairing:
        """A run beside the baseline, future by future under the same luck."""
        return paired(self.baseline, changed)

    def name(self, code: str) -> str:
        """Name of a state or body."""
        return name_of(code, self.organisation)

    def names(self, codes: Any) -> str:
        """Names of several, in one phrase."""
        return phrase([self.name(code) for code in codes])


def open_case(folder: Path, futures: int, pairs: int = 0) -> Case:
    """Read a finished run's folder.

    Raises
    ------
    InputError
        When the folder holds no run, or the library has changed since.
    """
    summary = read_summary(folder)
    scenario = load_scenario(folder / LOCK)
    library = load_library(scenario.organisation)
    return Case(
        folder,
        summary,
        scenario,
        library,
        state_at(library.ledger, scenario.as_of),
        futures,
        Citations(library.organisation),
        pairs,
    )
