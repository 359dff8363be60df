"""The numbers behind the acts of one future, overheard while the rules run as plain Python.

A rule called from Python is ordinary Python, and the compiled run and the plain one give the same
future. So one future is simulated again, interpreted, with a listener attached to the interpreter
(``sys.setprofile``): it sees what each rule was given and what it returned, and two thin
stand-ins for the records of parameters and of rival theories note which of them were read. The
rules do not know of it, and the compiled path is not touched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import CrisisKind
from foedus.results.trace_sites import SHORTCUTS, WATCHED
from foedus.scenario import Scenario
from foedus.simulation.draws import draw_parameters, draw_structures
from foedus.simulation.future import simulate_future
from foedus.simulation.inputs import Start
from foedus.simulation.records import (
    EVENTS_PER_FUTURE,
    SLOTS,
    event_type,
    tally_type,
    world_type,
)

NOTE, MONTH = "note", "simulate_month"
LONGEST = 32  # arrays up to this length are kept with a call


@dataclass(slots=True)
class Call:
    """One call of a rule.

    Attributes
    ----------
    name, module : str
        Of the rule.
    given : dict
        Numbers and short arrays it was given, by name.
    result : float, tuple or None
        What it returned.
    read : dict
        Parameters read for it or in it, by field name, with their values.
    theories : dict
        Structures read in it, with the number of the option.
    by : str
        Name of the function that called it.
    """

    name: str
    module: str
    given: dict[str, Any]
    read: dict[str, float]
    theories: dict[str, int]
    by: str
    result: Any = None


@dataclass(slots=True)
class Moment:
    """An act as it was written: by which rule, and the calls of the month before it.

    Attributes
    ----------
    rule, module : str
        The rule that wrote the act.
    under_way : tuple of (str, int)
        Watched rules under way, the innermost first, with the number of calls heard before each
        began.
    heard : list of Call
        Finished calls of the month; those after `until` came after the act.
    until : int
        How many of them came before the act.
    here : dict
        Numbers in the hands of the rule that wrote the act.
    crisis : dict
        How the crisis stands: severity, days gone by and so on; empty without a crisis.
    crisis_kind : int
        Code of the kind of crisis when the act opens one, else 0.
    seats : list of int
        Indices of the members in session.
    """

    rule: str
    module: str
    under_way: tuple[tuple[str, int], ...]
    heard: list[Call]
    until: int
    here: dict[str, Any]
    crisis: dict[str, float]
    crisis_kind: int
    seats: list[int]

    @property
    def imposed(self) -> bool:
        """Whether the scenario imposed it."""
        return any(name == "impose" for name, _start in self.under_way)

    def calls(self, frame: str = "") -> list[Call]:
        """Calls made in the course of a rule under way, the latest last."""
        wanted = frame or self.rule
        start = next((s for name, s in self.under_way if name == wanted), 0)
        return self.heard[start : self.until]


class _Overheard:
    """Stands in for a record: gives the same values and notes the names that were read."""

    __slots__ = ("_noted", "_record")

    def __init__(self, record: Any, noted: dict[str, Any]) -> None:
        object.__setattr__(self, "_record", record)
        object.__setattr__(self, "_noted", noted)

    def __getattr__(self, name: str) -> Any:
        value = getattr(object.__getattribute__(self, "_record"), name)
        object.__getattribute__(self, "_noted")[name] = value
        return value


def _plain(value: Any) -> Any:
    """Number or short array as plain Python values, None for anything else."""
    if isinstance(value, np.ndarray):
        short = value.ndim == 1 and value.size <= LONGEST and value.dtype.names is None
        return tuple(value.tolist()) if short else None
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    if isinstance(value, int | float | np.number):
        return value.item() if isinstance(value, np.generic) else value
    return None


def _numbers(frame: FrameType) -> dict[str, Any]:
    """Numbers and short arrays among the names of a frame."""
    found = {name: _plain(value) for name, value in frame.f_locals.items()}
    return {name: value for name, value in found.items() if value is not None}


@dataclass(slots=True)
class _Open:
    frame: FrameType
    call: Call
    start: int


class Listener:
    """Hears every watched rule of one future; `moments` then holds one entry for each act."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.parameters: dict[str, Any] = {}
        self.theories: dict[str, Any] = {}
        self._heard: list[Call] = []
        self._open: list[_Open] = []

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        """Hear one call or return; the interpreter calls this."""
        if event == "call":
            name = frame.f_code.co_name
            if name in WATCHED:
                self._called(frame, name)
            elif name == NOTE:
                self._noted(frame)
            elif name == MONTH:
                self._heard = []
        elif event == "return" and self._open and self._open[-1].frame is frame:
            self._returned(arg)

    def _flush(self) -> dict[str, float]:
        """What was read since the last call or return; it belongs to the innermost rule."""
        read = {name: float(value) for name, value in self.parameters.items()}
        if self._open:
            call = self._open[-1].call
            call.read.update(read)
            call.theories.update((name, int(value)) for name, value in self.theories.items())
        self.parameters.clear()
        self.theories.clear()
        return read

    def _called(self, frame: FrameType, name: str) -> None:
        given = _numbers(frame)
        values = {value for value in given.values() if isinstance(value, float)}
        # What was read just before is an argument of this call when its value is among them.
        read = {n: value for n, value in self._flush().items() if value in values}
        by = frame.f_back.f_code.co_name if frame.f_back else ""
        call = Call(name, str(frame.f_globals["__name__"]), given, read, {}, by)
        self._open.append(_Open(frame, call, len(self._heard)))

    def _returned(self, result: Any) -> None:
        self._flush()
        done = self._open.pop()
        probability = SHORTCUTS.get(done.call.name)
        done.call.result = probability(done.call.given) if probability else _plain(result)
        for inner in self._heard[done.start :]:
            done.call.read.update(inner.read)
            done.call.theories.update(inner.theories)
        self._heard.append(done.call)

    def _noted(self, frame: FrameType) -> None:
        self._flush()
        writer = frame.f_back
        assert writer is not None
        rule = writer.f_code.co_name
        w = frame.f_locals["w"]
        slot = int(frame.f_locals["crisis"])
        self.moments.append(
            Moment(
                rule,
                str(writer.f_globals["__name__"]),
                tuple((o.call.name, o.start) for o in reversed(self._open)),
                self._heard,
                len(self._heard),
                _numbers(writer),
                _crisis(w, slot) if 0 <= slot < SLOTS else {},
                int(writer.f_locals["kind"]) if rule == "open_crisis" else 0,
                [int(i) for i in w.seat],
            )
        )

    @property
    def coups(self) -> frozenset[int]:
        """Acts of unrest that are attempted coups."""
        return frozenset(
            n for n, moment in enumerate(self.moments) if moment.crisis_kind == CrisisKind.COUP
        )


def _crisis(w: Any, slot: int) -> dict[str, float]:
    names = ("severity", "day", "coercive_loss", "territory", "hand", "decision_day", "deaths")
    fields = w.dtype.names or ()
    return {name: float(w[name][slot]) for name in names if name in fields}


@dataclass(frozen=True)
class Future:
    """One simulated future with the numbers behind it.

    Attributes
    ----------
    number : int
    events, tally, cohesion : arrays
        As the engine gives them.
    theta, structure : records
        Parameters and rival theories of the future.
    moments : list of Moment
        One for each event; empty when nobody listened.
    coups : frozenset of int
        Events of unrest that are attempted coups.
    """

    number: int
    events: NDArray[Any]
    tally: Any
    cohesion: NDArray[np.float64]
    theta: Any
    structure: Any
    moments: list[Moment]
    coups: frozenset[int]


@contextmanager
def _listening(listener: Listener) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(listener)
    try:
        yield
    finally:
        sys.setprofile(before)


def overhear(scenario: Scenario, start: Start, number: int) -> Future:
    """Simulate one future as plain Python and keep the numbers behind each act.

    Parameters
    ----------
    scenario, start : Scenario, Start
        What to simulate and from where.
    number : int
        Number of the future; it need not lie below the scenario's number of futures.

    Returns
    -------
    Future
        The same future as the compiled run's.
    """
    seed = scenario.seed if scenario.parameter_seed is None else scenario.parameter_seed
    theta = draw_parameters(scenario.known_parameters, start.own_record, seed, number, 1)
    structure = draw_structures(scenario, seed, number, 1)
    states, pairs = start.sizes
    world = np.zeros(1, world_type(states, pairs)).view(np.recarray)
    events = np.zeros(EVENTS_PER_FUTURE, event_type()).view(np.recarray)
    tally = np.zeros(1, tally_type(states)).view(np.recarray)
    path = np.zeros(int(start.record[0]["months"]))
    listener = Listener()
    with _listening(listener):
        simulate_future(
            world[0],
            start.record.view(np.recarray)[0],
            _Overheard(theta.view(np.recarray)[0], listener.parameters),
            _Overheard(structure.view(np.recarray)[0], listener.theories),
            scenario.seed,
            number,
            events,
            tally[0],
            path,
        )
    written = min(int(world[0].events), EVENTS_PER_FUTURE)
    events.future[:written] = number
    return Future(
        number,
        events[:written].view(np.ndarray).view(event_type()),
        tally[0],
        path,
        theta[0],
        structure[0],
        listener.moments,
        listener.coups,
    )
