"""What a run starts from: the library and the ledger as known at a date, as one record.

Nothing dated after ``as_of`` is read. A value that is not known is filled with the median of the
others' and said so in the run's warnings; unknown is not zero.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.chance import pair_code
from foedus.codes import ActKind, Status, WarFate, state_code
from foedus.files import InputError
from foedus.forces.movement import great_circle_km
from foedus.organisation import Organisation
from foedus.parameters import Beta
from foedus.proceedings.ledger import Ledger
from foedus.proceedings.state import State, state_at
from foedus.proceedings.views import calls
from foedus.scenario import Scenario
from foedus.simulation.calendar_inputs import fill_agenda, fill_calendar, fill_imposed
from foedus.simulation.force_inputs import (
    fill_past,
    fill_plans,
    fill_procedures,
    fill_programme,
    fill_units,
    months_between,
    programme_of,
)
from foedus.simulation.known import (
    Known,
    dependence,
    energy,
    interventions,
    peace_years,
    remittances,
    stake,
    standards,
)
from foedus.simulation.records import CALLS, inputs_type, padded

MAJOR_POWER_SHARE = 0.03  # of world capability; separates the major powers among these states
HALF = 0.5  # of equipment and standards, where nothing at all is known
FROZEN_MONTHS = 60.0
INTERNAL_CASES = ("unrest", "election_dispute", "coup", "civil_war")
EXTERNAL_ACTS = (ActKind.ATTACK, ActKind.CLASH)


@dataclass(frozen=True)
class Start:
    """Inputs of a run with the names behind its numbers.

    Attributes
    ----------
    record : structured array, shape (1,)
        What the engine reads.
    states : tuple of str
        Codes of the states, in the order of the record.
    pairs : tuple of (str, str)
        Pairs that could clash, in the order of the record.
    series : tuple of str
        Yearly exercises, in the order of the record.
    own_record : Beta
        Share of own calls answered with material help or troops, Jeffreys prior.
    warnings : tuple of str
        What was unknown and how it was filled.
    """

    record: NDArray[Any]
    states: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    series: tuple[str, ...]
    own_record: Beta
    warnings: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, int]:
        """Padded numbers of states and pairs in the record."""
        x = self.record[0]
        return len(x.status), len(x.first)

    def index(self, state: str) -> int:
        """Position of a state in the record."""
        try:
            return self.states.index(state)
        except ValueError:
            raise InputError(
                f"state {state!r}", f"not in this run; expected one of {', '.join(self.states)}"
            ) from None


def relevant_states(organisation: Organisation, standing: State) -> tuple[str, ...]:
    """Members now and before, and every state that a pair of the library ties to them."""
    members = {m.state for m in organisation.members}
    bound = {s for s in members if standing.status(s) != Status.OUTSIDE}
    out = set(bound)
    for first, second in relevant_pairs(organisation):
        if first in bound or second in bound:
            out |= {first, second}
    return tuple(sorted(out))


def relevant_pairs(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    """Pairs of the library that are coded for rivalry: neighbours, rivals, major powers."""
    named = {(k[0], k[1]) for k, _ in organisation.dyads.items() if k[2] == "rivalry"}
    return tuple(sorted({(min(p), max(p)) for p in named}))


def build_inputs(scenario: Scenario, organisation: Organisation, ledger: Ledger) -> Start:
    """Inputs of a run, from the library and the ledger as known at the scenario's date.

    Raises
    ------
    InputError
        When the organisation had no member at that date, or a state has no known capability.
    """
    _check_states(scenario, organisation)
    known = Known(organisation, scenario.as_of)
    standing = state_at(ledger, scenario.as_of)
    if len(standing.members) < 2:
        raise InputError(
            f"as_of {scenario.as_of}", f"{organisation.name} had fewer than two members then"
        )
    states = relevant_states(organisation, standing)
    states = tuple(s for s in states if known.number(s, "capability_share") is not None)
    pairs = tuple(p for p in relevant_pairs(organisation) if p[0] in states and p[1] in states)
    programme = programme_of(scenario, organisation, standing)
    record = np.zeros(1, inputs_type(padded(len(states), 8), padded(len(pairs), 32)))
    record = record.view(np.recarray)
    x = record[0]
    leader = max(
        (s for s in states if standing.status(s) == Status.MEMBER),
        key=lambda s: known.number(s, "capability_share") or 0.0,
    )
    _fill_states(x, states, known, standing, leader)
    _fill_ties(x, states, known, standing)
    _fill_pairs(x, states, pairs, known, scenario, leader)
    own = _fill_calls(x, states, standing, scenario.as_of)
    fill_programme(x, states, programme, organisation)
    fill_calendar(x, states, scenario, standing)
    fill_agenda(x, scenario)
    fill_imposed(x, states, scenario)
    return Start(
        record,
        states,
        pairs,
        tuple(planned.series for planned in programme),
        own,
        known.warnings(),
    )


def _check_states(scenario: Scenario, organisation: Organisation) -> None:
    named = [("calendar.chair_order", s) for s in scenario.calendar.chair_order]
    named += [("war.against", w.against) for w in scenario.war if w.against]
    for place, state in named:
        if state not in organisation.state_codes:
            raise InputError(place, f"unknown state {state!r}; use ISO 3166 alpha-3")


def status_at_start(standing: State, state: str, day: datetime.date) -> Status:
    """Standing of a state; one that has been frozen for over five years counts as gone."""
    status = standing.status(state)
    if status == Status.FROZEN:
        since = standing.value("status", state).since
        if months_between(since, day) > FROZEN_MONTHS:
            return Status.LEFT
    return status


def _fill_states(
    x: Any, states: tuple[str, ...], known: Known, standing: State, leader: str
) -> None:
    x.code[: len(states)] = [state_code(s) for s in states]
    standings = [status_at_start(standing, s, known.as_of) for s in states]
    x.status[: len(states)] = [int(status) for status in standings]
    x.capability[: len(states)] = [known.number(s, "capability_share") or 0.0 for s in states]
    gdp = known.filled("gdp", states, [known.number(s, "gdp") for s in states])
    people = known.filled("population", states, [known.number(s, "population") for s in states])
    x.output[: len(states)] = gdp
    net = [value * value / max(heads, 1.0) for value, heads in zip(gdp, people, strict=True)]
    x.net[: len(states)] = [value / sum(net) for value in net]
    ideal = known.filled("ideal point", states, [known.number(s, "ideal_point") for s in states])
    x.distance[: len(states)] = [abs(v - ideal[states.index(leader)]) for v in ideal]
    bound = (Status.MEMBER, Status.FROZEN)
    parties = [s for s, status in zip(states, standings, strict=True) if status in bound]
    for label, field, values in (
        ("exports to the leading power", x.export_share, [
            0.0 if s == leader else known.tie(s, leader, "export_share") for s in parties]),
        ("remittances", x.remittance_share, [remittances(known, s, leader) for s in parties]),
        ("cereal imports", x.cereal_dependence, [
            known.number(s, "cereal_import_dependence") for s in parties]),
        ("energy imports", x.energy_dependence, [energy(known, s) for s in parties]),
        ("dependence", x.dependence, [
            0.0 if s == leader else dependence(known, s, leader) for s in parties]),
    ):  # fmt: skip
        for s, value in zip(parties, known.filled(label, parties, values), strict=True):
            field[states.index(s)] = value
    people = [known.number(s, "military_personnel") for s in parties]
    people = known.filled("military personnel", parties, people)
    personnel = dict(zip(parties, people, strict=True))
    fill_units(x, states, personnel, known.organisation, known.as_of)
    fill_procedures(x, states, known.organisation, known.as_of)
    fill_plans(x, states, known.organisation, known.as_of)
    partners = known.organisation.partners_at(known.as_of)
    observers = {p.who for p in partners if p.role != "parliamentary_observer"}
    for i, s in enumerate(states):
        left = standings[i] == Status.LEFT
        x.candidate[i] = 1 if left or s in observers else 0
    _fill_standards(x, states, parties, known, leader)
    fill_past(x, states, known.organisation, standing, known.as_of)
    _fill_record(x, states, known)


def _fill_standards(
    x: Any, states: tuple[str, ...], parties: list[str], known: Known, leader: str
) -> None:
    """Equipment and common standards of the parties, and of those who may join."""
    for s in states:
        x.modern[states.index(s)] = HALF
        x.standards[states.index(s)] = HALF
    for label, field, values in (
        ("modern equipment", x.modern, [known.number(s, "modern_equipment") for s in parties]),
        ("common standards", x.standards, [standards(known, s, leader) for s in parties]),
    ):
        for s, value in zip(parties, known.filled(label, parties, values, HALF), strict=True):
            field[states.index(s)] = value


def _fill_record(x: Any, states: tuple[str, ...], known: Known) -> None:
    joined = {
        row.state: row.start
        for row in reversed(known.organisation.members)
        if row.status == Status.MEMBER
    }
    for i, s in enumerate(states):
        if s in joined:
            x.record_years[i] = max((known.as_of - joined[s]).days / 365.25, 0.0)
        for case in known.organisation.crises_until(known.as_of):
            if s not in case.states:
                continue
            x.unrest_count[i] += case.kind in INTERNAL_CASES
            x.insurgency_count[i] += case.kind == "insurgency"


def _fill_ties(x: Any, states: tuple[str, ...], known: Known, standing: State) -> None:
    place = {s: (known.number(s, "capital_lat"), known.number(s, "capital_lon")) for s in states}
    sent = interventions(standing, known.as_of)
    for i, a in enumerate(states):
        for j, b in enumerate(states):
            if i == j:
                continue
            (lat1, lon1), (lat2, lon2) = place[a], place[b]
            if None in (lat1, lon1, lat2, lon2):
                raise InputError(f"states.csv: {a} or {b}", "capital_lat and capital_lon missing")
            x.km[i, j] = great_circle_km(lat1, lon1, lat2, lon2)
            x.neighbour[i, j] = int(known.border(a, b))
            x.stake[i, j] = stake(known, a, b, (a, b) in sent)


def _fill_pairs(
    x: Any,
    states: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    known: Known,
    scenario: Scenario,
    leader: str,
) -> None:
    foes = {w.against for w in scenario.war if w.start <= scenario.as_of and w.fate == "goes_on"}
    addresses = set()
    x.first[:] = x.second[:] = len(x.status) - 1  # an empty place: nothing happens there
    x.peace_years[:] = 60.0
    for d, (a, b) in enumerate(pairs):
        i, j = states.index(a), states.index(b)
        x.first[d], x.second[d] = i, j
        border = known.border(a, b)
        x.land[d] = x.contiguous[d] = float(border)
        x.major[d] = float(max(x.capability[i], x.capability[j]) >= MAJOR_POWER_SHARE)
        x.log_ratio[d] = math.log(max(x.capability[i], 1e-9) / max(x.capability[j], 1e-9))
        x.rivalry[d] = known.tie(a, b, "rivalry") or 0.0
        x.contested[d] = known.tie(a, b, "border_contested") or 0.0
        x.peace_years[d] = peace_years(known, a, b)
        x.fighting[d] = int(leader in (a, b) and bool(foes & {a, b}))
        x.pair_address[d] = pair_code(int(x.code[i]), int(x.code[j]))
        addresses.add(int(x.pair_address[d]))
    if len(addresses) != len(pairs):
        raise InputError("pairs of states", "two pairs share one address of random numbers")


def _fill_calls(x: Any, states: tuple[str, ...], standing: State, day: datetime.date) -> Beta:
    met = unmet = 0
    past = [c for c in calls(standing, day) if c.request.acting_states]
    rows = []
    for call in past:
        met += call.met
        unmet += not call.met
        for s in call.request.acting_states:
            if s in states:
                external = _against_attack(standing, call.request.refers)
                rows.append((states.index(s), 0 if external else 1, int(call.level),
                             months_between(call.request.date, day)))  # fmt: skip
    rows = rows[-CALLS:]
    x.calls = len(rows)
    for n, (victim, kind, level, months) in enumerate(rows):
        x.call_victim[n], x.call_class[n] = victim, kind
        x.call_level[n], x.call_months[n] = level, months
    return Beta(dist="beta", a=0.5 + met, b=0.5 + unmet)


def _against_attack(standing: State, refers: Sequence[str]) -> bool:
    acts = [standing.value("crisis", other) for other in refers]
    return any(act is not None and act.kind in EXTERNAL_ACTS for act in acts)


def leader_at_start(start: Start) -> str:
    """Code of the leading power at the start: the strongest member that takes part."""
    x = start.record[0]
    taking = [i for i in range(len(start.states)) if x.status[i] == Status.MEMBER]
    return start.states[max(taking, key=lambda i: float(x.capability[i]))]


def war_at_start(start: Start) -> WarFate:
    """Fate of the leading power's war in the first month."""
    return WarFate(int(start.record[0].war[0]))
