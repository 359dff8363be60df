"""What a run starts from: the library and the ledger as known at a date, as one record.

Nothing dated after ``as_of`` is read. A value that is not known is filled with the median of the
others' and said so in the run's warnings; unknown is not zero.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.chance import pair_code
from foedus.codes import ActKind, CrisisKind, Status, WarFate, state_code
from foedus.files import InputError
from foedus.forces.movement import great_circle_km
from foedus.organisation import Fact, Organisation, library_folder
from foedus.parameters import Beta, stable_code
from foedus.proceedings.ledger import Ledger
from foedus.proceedings.state import State, state_at
from foedus.proceedings.views import calls
from foedus.scenario import Scenario
from foedus.simulation.agenda import load_agenda
from foedus.simulation.force_inputs import (
    common_standards,
    fill_past,
    fill_plans,
    fill_procedures,
    fill_programme,
    fill_units,
    months_between,
    programme_of,
)
from foedus.simulation.records import CALLS, PAPERS, SLOTS, inputs_type, padded
from foedus.treaty.clauses import text_in_force

MAJOR_POWER_SHARE = 0.03  # of world capability; separates the major powers among these states
INTERVENTION_YEARS = 20.0
HALF = 0.5  # of equipment and standards, where nothing at all is known
KIN_SHARE = 0.05
FROZEN_MONTHS = 60.0
TRADE_SHARE = 0.2
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


class _Known:
    """The library as known at a date, with a memory of what was missing."""

    def __init__(self, organisation: Organisation, as_of: datetime.date) -> None:
        self.organisation = organisation
        self.as_of = as_of
        self.missing: dict[str, list[str]] = {}

    def number(self, state: str, attribute: str) -> float | None:
        return _number(self.organisation.states.value(state, attribute, self.as_of))

    def tie(self, first: str, second: str, attribute: str) -> float | None:
        return _number(self.organisation.dyads.value(first, second, attribute, self.as_of))

    def border(self, first: str, second: str) -> bool:
        """Whether two states share a land border; borders have not moved since 1991."""
        history = self.organisation.dyads.history(first, second, "contiguity_land")
        return any(fact.number == 1.0 for fact in history)

    def filled(
        self,
        label: str,
        states: Sequence[str],
        values: list[float | None],
        otherwise: float = 0.0,
    ) -> list[float]:
        """Values with the unknown ones replaced by the median of the known, if any is known."""
        known = [v for v in values if v is not None]
        middle = median(known) if known else otherwise
        unknown = [s for s, v in zip(states, values, strict=True) if v is None]
        if unknown:
            self.missing[label] = unknown
        return [middle if v is None else v for v in values]

    def warnings(self) -> tuple[str, ...]:
        return tuple(
            f"{label} unknown for {', '.join(states)} at {self.as_of}; median of the others used"
            for label, states in sorted(self.missing.items())
        )


def _number(fact: Fact | None) -> float | None:
    if fact is None:
        return None
    if fact.number is None and fact.value.startswith("<"):
        return float(fact.value[1:]) / 2.0  # a bound: half of it
    return fact.number


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
    known = _Known(organisation, scenario.as_of)
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
    _fill_calendar(x, states, scenario, standing)
    _fill_agenda(x, scenario)
    _fill_imposed(x, states, scenario)
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
    x: Any, states: tuple[str, ...], known: _Known, standing: State, leader: str
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
        ("remittances", x.remittance_share, [_remittances(known, s, leader) for s in parties]),
        ("cereal imports", x.cereal_dependence, [
            known.number(s, "cereal_import_dependence") for s in parties]),
        ("energy imports", x.energy_dependence, [_energy(known, s) for s in parties]),
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
    x: Any, states: tuple[str, ...], parties: list[str], known: _Known, leader: str
) -> None:
    """Equipment and common standards of the parties, and of those who may join."""
    for s in states:
        x.modern[states.index(s)] = HALF
        x.standards[states.index(s)] = HALF
    for label, field, values in (
        ("modern equipment", x.modern, [known.number(s, "modern_equipment") for s in parties]),
        ("common standards", x.standards, [_standards(known, s, leader) for s in parties]),
    ):
        for s, value in zip(parties, known.filled(label, parties, values, HALF), strict=True):
            field[states.index(s)] = value


def _standards(known: _Known, state: str, leader: str) -> float | None:
    arms = 1.0 if state == leader else known.tie(state, leader, "arms_import_share")
    return common_standards(known.number(state, "working_language"), arms)


def _fill_record(x: Any, states: tuple[str, ...], known: _Known) -> None:
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


def dependence(known: _Known, state: str, leader: str) -> float | None:
    """Dependence on the leading power: mean of what is known of trade, remittances, gas, arms."""
    trade = [known.tie(state, leader, a) for a in ("export_share", "import_share")]
    trade_known = [v for v in trade if v is not None]
    remitted = _remittances(known, state, leader)
    parts = [
        2.0 * sum(trade_known) / len(trade_known) if trade_known else None,
        None if remitted is None else remitted / 0.1,
        known.tie(state, leader, "gas_import_share"),
        known.tie(state, leader, "arms_import_share"),
    ]
    values = [min(v, 1.0) for v in parts if v is not None]
    return sum(values) / len(values) if values else None


def _remittances(known: _Known, state: str, leader: str) -> float | None:
    if state == leader:
        return 0.0
    received = known.number(state, "remittances_gdp")
    share = known.tie(state, leader, "remittance_share")
    return None if received is None or share is None else received * share


def _energy(known: _Known, state: str) -> float | None:
    names = ("electricity_net_import", "gas_import_ratio", "fuel_import_ratio")
    values = [known.number(state, name) for name in names]
    found = [min(max(v, -1.0), 1.0) for v in values if v is not None]
    return sum(found) / len(found) if found else None


def _fill_ties(x: Any, states: tuple[str, ...], known: _Known, standing: State) -> None:
    place = {s: (known.number(s, "capital_lat"), known.number(s, "capital_lon")) for s in states}
    interventions = _interventions(standing, known.as_of)
    for i, a in enumerate(states):
        for j, b in enumerate(states):
            if i == j:
                continue
            (lat1, lon1), (lat2, lon2) = place[a], place[b]
            if None in (lat1, lon1, lat2, lon2):
                raise InputError(f"states.csv: {a} or {b}", "capital_lat and capital_lon missing")
            x.km[i, j] = great_circle_km(lat1, lon1, lat2, lon2)
            x.neighbour[i, j] = int(known.border(a, b))
            x.stake[i, j] = stake(known, a, b, (a, b) in interventions)


def _interventions(standing: State, day: datetime.date) -> set[tuple[str, str]]:
    found = set()
    for cell, value in standing.cells.items():
        since = value.sent if cell[0] == "forces" else None
        if since is not None and (day - since).days <= INTERVENTION_YEARS * 365.25:
            found.add((cell[3], cell[2]))
    return found


def stake(known: _Known, helper: str, victim: str, intervened: bool) -> float:
    """Stake of a helper in a victim: share of six items that hold (0 to 1).

    Base, bilateral defence treaty, common border, a fifth of the victim's trade, kin of the
    helper's people, an intervention within twenty years. An item that is not known counts as not
    shown.
    """
    trade = [known.tie(victim, helper, a) for a in ("export_share", "import_share")]
    found = [v for v in trade if v is not None]
    items = (
        known.tie(victim, helper, "base") == 1.0,
        known.tie(victim, helper, "defence_treaty") == 1.0,
        known.border(helper, victim),
        bool(found) and sum(found) / len(found) > TRADE_SHARE,
        (known.tie(victim, helper, "coethnic_share") or 0.0) >= KIN_SHARE,
        intervened,
    )
    return sum(items) / len(items)


def _fill_pairs(
    x: Any,
    states: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    known: _Known,
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
        x.peace_years[d] = _peace_years(known, a, b)
        x.fighting[d] = int(leader in (a, b) and bool(foes & {a, b}))
        x.pair_address[d] = pair_code(int(x.code[i]), int(x.code[j]))
        addresses.add(int(x.pair_address[d]))
    if len(addresses) != len(pairs):
        raise InputError("pairs of states", "two pairs share one address of random numbers")


def _peace_years(known: _Known, a: str, b: str) -> float:
    fact = known.organisation.dyads.value(a, b, "last_dispute", known.as_of)
    last = datetime.date.fromisoformat(fact.value) if fact else datetime.date(1991, 12, 31)
    return max((known.as_of - last).days / 365.25, 0.0)


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


def _fill_calendar(
    x: Any,
    states: tuple[str, ...],
    scenario: Scenario,
    standing: State,
) -> None:
    months = scenario.calendar_months()
    x.months = len(months)
    x.calendar[: len(months)] = months
    x.war[: len(months)] = [int(fate) for fate in scenario.war_path()]
    x.session[: len(months)] = [int(m % 12 + 1 in scenario.calendar.session_months) for m in months]
    if scenario.as_of.day > 1 and _session_this_month(standing, scenario.as_of):
        x.session[0] = 0
    order = scenario.calendar.chair_order
    x.chair_order[:] = -1
    x.chair_order[: len(states)] = [order.index(s) if s in order else -1 for s in states]
    x.chair = states.index(standing.chair) if standing.chair in states else -1
    x.chair_month = scenario.calendar.chair_passes - 1
    x.treaty_text = int(text_in_force(scenario.as_of) or 0)
    x.plans_ready = scenario.switches.plans_ready
    x.leader_committed = scenario.switches.leader_committed
    x.exercise_effect = scenario.switches.exercises_held
    x.ties = scenario.switches.ties
    x.organised = scenario.switches.organised


def _fill_agenda(x: Any, scenario: Scenario) -> None:
    papers = load_agenda(library_folder(scenario.organisation) / "agenda.csv")
    if len(papers) > PAPERS:
        raise InputError("agenda.csv", f"at most {PAPERS} kinds of paper can be simulated")
    x.papers = len(papers)
    for n, paper in enumerate(papers):
        x.paper_code[n] = stable_code(paper.paper)
        x.paper_scope[n] = int(paper.scope == "grievance")
        x.paper_distance[n] = paper.distance
        x.paper_grievance[n] = paper.grievance
        x.paper_salience[n] = paper.salience
        x.paper_reversion[n] = paper.reversion
        x.paper_contested[n] = paper.contested


def _session_this_month(standing: State, day: datetime.date) -> bool:
    regular = [
        v.date
        for v in standing.noun("session").values()
        if v.character in ("regular", "anniversary")
    ]
    return any(d.year == day.year and d.month == day.month for d in regular)


def _fill_imposed(x: Any, states: tuple[str, ...], scenario: Scenario) -> None:
    if len(scenario.imposed) > SLOTS:
        raise InputError("imposed", f"at most {SLOTS} crises can be imposed")
    x.imposed = len(scenario.imposed)
    for n, crisis in enumerate(scenario.imposed):
        for name in (crisis.victim, crisis.other):
            if name and name not in states:
                raise InputError(
                    f"imposed crisis {n + 1}", f"unknown state {name!r}; use ISO 3166 alpha-3"
                )
        x.imposed_month[n], x.imposed_day[n] = crisis.month, crisis.day
        x.imposed_kind[n] = int(CrisisKind[crisis.kind.upper()])
        x.imposed_victim[n] = states.index(crisis.victim)
        x.imposed_other[n] = states.index(crisis.other) if crisis.other else -1
        x.imposed_asks[n] = -1 if crisis.asks is None else int(crisis.asks)


def leader_at_start(start: Start) -> str:
    """Code of the leading power at the start: the strongest member that takes part."""
    x = start.record[0]
    taking = [i for i in range(len(start.states)) if x.status[i] == Status.MEMBER]
    return start.states[max(taking, key=lambda i: float(x.capability[i]))]


def war_at_start(start: Start) -> WarFate:
    """Fate of the leading power's war in the first month."""
    return WarFate(int(start.record[0].war[0]))
