"""One future told as a ledger: the same future, lawful, linked, explained; the typical one."""

from __future__ import annotations

import ast
import datetime
import importlib
import json
import math
import sys
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.codes import ActKind, CrisisKind
from foedus.files import InputError
from foedus.organisation import library_folder, load_sources
from foedus.proceedings.ledger import read
from foedus.proceedings.rules import verdict
from foedus.proceedings.state import State, carry, state_at
from foedus.proceedings.verdicts import VerdictKind
from foedus.results import trace as tracing
from foedus.results.run import load_library
from foedus.results.trace_acts import day_of, simulated_acts
from foedus.results.trace_numbers import overhear
from foedus.results.trace_sites import FALLS, OPENINGS, RULES, SITES, WATCHED
from foedus.results.trace_typical import most_typical, outcome_mask, sums_of_distances
from foedus.scenario import ImposedCrisis, load_scenario
from foedus.simulation.engine import run_chunk
from foedus.simulation.inputs import build_inputs

A = ActKind
LIVELY = {
    "onset.constant": -1.5,
    "internal.unrest_scale": 6.0,
    "delay.fast_share": 0.9,
    "assistance.leeds_2000": 0.9,
    "assistance.berkemeier_fuhrmann_all": 0.9,
    "assistance.berkemeier_fuhrmann_post_1945": 0.9,
    "membership.freeze_rate": 0.3,
    "membership.thaw_rate": 1.0,
    "membership.exit_general": 0.15,
    "membership.exit_own": 0.15,
    "council.refusal_rate": 0.1,
}
MANY = 320


@pytest.fixture(scope="module")
def library():
    return load_library("csto")


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("csto").changed(futures=1000)


@pytest.fixture(scope="module")
def start(scenario, library):
    return build_inputs(scenario, library.organisation, library.ledger)


@pytest.fixture(scope="module")
def lively(scenario):
    for name, value in LIVELY.items():
        scenario = scenario.with_setting(f"parameters.{name}", value)
    return scenario


@pytest.fixture(scope="module")
def standing(library, scenario):
    return state_at(library.ledger, scenario.as_of)


@pytest.fixture(scope="module")
def stormy_trace(lively, library):
    """A year of that future, out of sixty, in which the most kinds of act occur."""
    crisis = ImposedCrisis(month=2, kind="unrest", victim="KGZ", asks=True)
    year = lively.changed(months=13, imposed=(crisis,))
    start = build_inputs(year, library.organisation, library.ledger)
    events = run_chunk(year, start, 0, 60).events
    kinds = [len(np.unique(events["act"][events["future"] == n])) for n in range(60)]
    return tracing.trace(year, library, future=int(np.argmax(kinds)))


def futures_of(scenario, start, standing, library, count):
    chunk = run_chunk(scenario, start, 0, count)
    edges = np.searchsorted(chunk.events["future"], np.arange(count + 1))
    for number in range(count):
        events = chunk.events[edges[number] : edges[number + 1]]
        yield simulated_acts(events, start, scenario, library.organisation, standing, number)


def verdicts(told, standing, library):
    """Verdict on each act, from the state that those before it left."""
    cells = dict(standing.cells)
    for simulated in told:
        act = simulated.act
        yield act, verdict(act, State(MappingProxyType(cells), act.date), library.organisation)
        carry(cells, act)


# --- the same future


def test_the_traced_future_is_the_compiled_one_bit_for_bit(stormy_trace):
    heard, scenario = stormy_trace.future, stormy_trace.scenario
    chunk = run_chunk(scenario, stormy_trace.start, heard.number, 1)
    assert len(heard.events) > 30
    assert heard.events.tobytes() == chunk.events.tobytes()
    assert heard.cohesion.tobytes() == chunk.cohesion[0].tobytes()
    assert heard.tally.tobytes() == chunk.tallies[0].tobytes()
    assert heard.theta.tobytes() == chunk.thetas[0].tobytes()


def test_listening_leaves_the_interpreter_as_it_was(scenario):
    short = scenario.changed(months=1)
    calls = []

    def other(_frame, event, _argument):
        calls.append(event)

    sys.setprofile(other)
    try:
        overhear(short, build_few(short), 0)
        assert sys.getprofile() is other
    finally:
        sys.setprofile(None)


# --- lawful and linked


@pytest.mark.parametrize("stormy", [False, True])
def test_no_simulated_act_is_impossible(scenario, lively, start, standing, library, stormy):
    chosen = lively if stormy else scenario
    found, acts = [], 0
    for told in futures_of(chosen, start, standing, library, MANY):
        acts += len(told)
        found += [
            (act.id, said.sentence)
            for act, said in verdicts(told, standing, library)
            if said.kind == VerdictKind.IMPOSSIBLE
        ]
    assert acts > 20 * MANY
    assert not found


def test_acts_refer_to_what_they_answer(lively, start, standing, library):
    crisis = {A.ATTACK, A.CLASH, A.UNREST, A.INSURGENCY_INCIDENT}
    wanted = {
        A.REQUEST_FOR_HELP: crisis,
        A.MANDATE_GIVEN: {A.REQUEST_FOR_HELP},
        A.REQUEST_REFUSED: {A.REQUEST_FOR_HELP},
        A.FACT_FINDING_MISSION: {A.MANDATE_GIVEN},
        A.MATERIAL_AID: {A.MANDATE_GIVEN},
        A.NATIONAL_APPROVAL: {A.MANDATE_GIVEN},
        A.CONTINGENT_SENT: {A.MANDATE_GIVEN},
        A.DEPLOYMENT_COMPLETE: {A.CONTINGENT_SENT},
        A.WITHDRAWAL_COMPLETE: {A.CONTINGENT_SENT},
        A.OPERATION_ENDED: {A.MANDATE_GIVEN},
        A.REFUSED_TO_SIGN: {A.DRAFT_TABLED},
        A.SENT_BACK: {A.DRAFT_TABLED},
        A.DRAFT_TABLED: {A.SESSION_HELD},
        A.EXERCISE_SKIPPED: {A.EXERCISE_HELD},
        A.CEASEFIRE: crisis,
        A.POWER_CHANGE: crisis,
    }
    seen = dict.fromkeys(wanted, 0)
    for told in futures_of(lively, start, standing, library, 60):
        earlier: dict[str, ActKind] = {}
        for simulated in told:
            act = simulated.act
            assert set(act.refers) <= set(earlier), act
            if act.kind in wanted:
                seen[act.kind] += 1
                assert {earlier[other] for other in act.refers} & wanted[act.kind], act
            earlier[act.id] = act.kind
    assert min(seen.values()) > 0, seen


def test_every_event_is_told_once_and_what_is_added_says_so(lively, start, standing, library):
    chunk = run_chunk(lively, start, 0, 40)
    per_future = np.bincount(chunk.events["future"], minlength=40)
    for number, told in enumerate(futures_of(lively, start, standing, library, 40)):
        events = sorted(s.event for s in told if s.event >= 0)
        assert events == list(range(per_future[number]))
        assert all(s.act.note for s in told if s.event < 0)
        assert {s.act.kind for s in told if s.event < 0} <= {A.DRAFT_TABLED, A.SENT_BACK}


def test_a_refused_draft_of_help_was_tabled_and_goes_back(lively, start, standing, library):
    met = 0
    for told in futures_of(lively, start, standing, library, 120):
        fates: dict[str, set[ActKind]] = {}
        for simulated in told:
            for other in simulated.act.refers:
                fates.setdefault(other, set()).add(simulated.act.kind)
        for simulated in told:
            drafts = fates.get(simulated.act.id, set())
            if simulated.act.kind == A.DRAFT_TABLED and A.REFUSED_TO_SIGN in drafts:
                met += 1
                assert A.SENT_BACK in drafts
                assert not drafts & {A.MANDATE_GIVEN, A.STATEMENT_ADOPTED, A.ADOPTED}
    assert met > 10


# --- dates


@pytest.mark.parametrize(
    ("as_of", "at", "day"),
    [
        ("2022-11-30", 0, "2022-12-01"),
        ("2022-11-30", 29, "2022-12-30"),
        ("2022-11-30", 2 * 30 + 29, "2023-02-28"),  # 28 days hold 30
        ("2022-11-22", 0, "2022-11-23"),  # the first month is what is left of it
        ("2022-11-22", 29, "2022-11-30"),
        ("2022-11-22", 30, "2022-12-01"),
    ],
)
def test_simulated_days_lie_in_their_calendar_month(scenario, as_of, at, day):
    chosen = scenario.changed(as_of=datetime.date.fromisoformat(as_of))
    assert day_of(at, chosen) == datetime.date.fromisoformat(day)


@given(
    as_of=st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)),
    at=st.integers(0, 23 * 30 + 29),
)
def test_days_never_run_backwards_nor_before_the_start(scenario, as_of, at):
    chosen = scenario.changed(as_of=as_of)
    day = day_of(at, chosen)
    assert day > as_of
    assert day >= day_of(max(at - 1, 0), chosen)
    assert day.year * 12 + day.month - 1 == chosen.calendar_months()[0] + at // 30


# --- the rule and the numbers


def functions():
    """Names of all functions of the package, by module."""
    root = Path(foedus.__file__).parent
    out = {}
    for path in root.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        out[path] = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    return out


def test_the_tables_name_functions_that_exist():
    known = set().union(*functions().values())
    assert known >= WATCHED
    for site in [*SITES.values(), *OPENINGS.values(), *FALLS.values()]:
        assert set(site.rules) <= set(RULES)
        assert site.frame in WATCHED | {""}
    for writer, _kind in SITES:
        assert writer in WATCHED


def test_every_act_cites_rules_that_exist(stormy_trace):
    clauses = stormy_trace.library.organisation.clauses
    cited = 0
    for traced in stormy_trace.acts:
        for finding in traced.step.verdict.findings:
            assert finding.rule == "" or finding.rule in clauses
            cited += bool(finding.rule)
        if traced.why is None:
            assert traced.event < 0
            continue
        assert traced.why.words or traced.why.reasons, traced.step.act
        for name in [traced.why.rule, *(r.rule for r in traced.why.reasons)]:
            module, _, function = name.rpartition(".")
            assert callable(getattr(importlib.import_module(module), function))
    assert cited > 10


HAPPENS = {A.UNREST, A.INSURGENCY_INCIDENT, A.CLASH, A.REQUEST_FOR_HELP, A.EXERCISE_CANCELLED,
           A.EXERCISE_SKIPPED, A.EXIT, A.FREEZE, A.POWER_CHANGE}  # fmt: skip


def test_what_happened_was_drawn_below_its_probability(stormy_trace):
    """The number drawn and the probability shown belong together, so they decide the act."""
    seen = set()
    for traced in stormy_trace.acts:
        kind = traced.step.act.kind
        if traced.why is None or not traced.why.reasons or traced.why.reasons[-1].luck is None:
            continue
        reason = traced.why.reasons[-1]
        if kind in HAPPENS:
            assert reason.luck < reason.value, traced.step.act
        elif kind == A.EXERCISE_HELD:
            assert reason.luck >= reason.value, traced.step.act
        else:
            continue
        seen.add(kind)
    assert len(seen) >= 5, seen


def test_the_probability_of_asking_follows_from_the_numbers_shown(scenario, library):
    """Recomputed by hand from the parameters and the situation that the trace shows."""
    short = scenario.changed(months=4)
    events = run_chunk(short, build_few(short), 0, 500).events
    asking = events["future"][events["act"] == A.REQUEST_FOR_HELP]
    told = tracing.trace(short, library, future=int(asking[0]))
    (asked, *_) = [a for a in told.acts if a.step.act.kind == A.REQUEST_FOR_HELP]
    (reason,) = asked.why.reasons
    p = {name: told.parameters[name].value for name in reason.parameters}
    belief = reason.given["belief that help would come"]
    worth = belief * reason.given["severity"] - (1 - belief) * p["request.refusal_cost"]
    worth -= reason.given["internal crisis"] * p["request.sovereignty_cost"]
    by_hand = 1.0 / (1.0 + math.exp(-p["request.precision"] * worth))
    assert reason.value == pytest.approx(by_hand, rel=1e-12)
    assert reason.luck < by_hand


def test_votes_are_chances_and_every_member_in_session_has_one(stormy_trace):
    met = 0
    for traced in stormy_trace.acts:
        for ballot in traced.why.ballots if traced.why else ():
            met += 1
            assert ballot.sign + ballot.abstain + ballot.refuse == pytest.approx(1.0)
            assert ballot.vote in ("sign", "abstain", "refuse")
        if traced.step.act.kind == A.MANDATE_GIVEN:
            levels = traced.why.levels
            assert set(levels) == {b.state for b in traced.why.ballots}
    assert met > 10


def test_parameters_shown_are_those_of_the_future_with_their_sources(stormy_trace):
    sources = set(load_sources(library_folder("csto")))
    known = stormy_trace.scenario.known_parameters
    assert len(stormy_trace.parameters) > 20
    for name, entered in stormy_trace.parameters.items():
        field = name.replace(".", "_")
        assert entered.value == stormy_trace.future.theta[field]
        if name != "own_record":
            assert (entered.basis, entered.source) == (known[name].basis, known[name].source)
            assert entered.source in sources


def test_an_imposed_crisis_is_said_to_be_imposed(stormy_trace):
    imposed = [a for a in stormy_trace.acts if a.why and "imposes" in a.why.words]
    assert [a.step.act.kind for a in imposed] == [A.UNREST]
    assert imposed[0].step.act.actors == ("KGZ",)


def test_the_trace_as_json_and_as_a_sealed_ledger(stormy_trace, tmp_path):
    number = stormy_trace.future.number
    told = json.loads(json.dumps(tracing.as_json(stormy_trace), allow_nan=False))
    assert len(told["acts"]) == len(stormy_trace.acts)
    assert sum(told["verdicts"].values()) == len(told["acts"])
    path = tmp_path / "future.csv"
    tracing.write_ledger(stormy_trace, path)
    ledger = read(path, set(stormy_trace.library.organisation.state_codes))
    assert ledger.head == stormy_trace.ledger.head
    mine = [act for act in ledger if act.sources == (f"simulated future {number}, seed 1",)]
    assert len(mine) == len(stormy_trace.acts)
    path.write_text(path.read_text(encoding="utf-8").replace("seed 1", "seed 2", 1), "utf-8")
    with pytest.raises(InputError, match="chain broken"):
        read(path)


# --- the typical future


def brute_force(table):
    spread = table.std(axis=0)
    x = table[:, spread > 0] / spread[spread > 0]
    return np.abs(x[:, None, :] - x[None, :, :]).sum(axis=(1, 2))


@settings(max_examples=40)
@given(
    st.integers(1, 25).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=n, max_size=n
        )
    )
)
def test_sums_of_distances_equal_those_over_all_pairs(rows):
    table = np.array(rows, dtype=float)
    ours = sums_of_distances(table)
    np.testing.assert_allclose(ours, brute_force(table), rtol=1e-9, atol=1e-9)
    for i in range(len(rows)):
        for j in range(i):
            if rows[i] == rows[j]:
                assert ours[i] == ours[j]  # so that ties go to the lowest number


@pytest.mark.parametrize("outcome", ["troop_deployment", "any_exit", "active", "ARM:frozen"])
def test_the_typical_future_has_its_outcome_and_is_found_again(scenario, start, outcome):
    one = most_typical(scenario, start, outcome)
    assert one == most_typical(scenario, start, outcome, threads=1)
    chunk = run_chunk(scenario, start, one.future, 1)
    assert outcome_mask(outcome, start)(chunk.tallies)[0]
    assert one.distance <= one.mean_distance
    assert 0 < one.among < one.futures == scenario.futures


def test_an_outcome_that_nobody_knows_or_that_never_came_true(scenario, start):
    for wrong in ("victory", "ARM:happy", "XXX:frozen"):
        with pytest.raises(InputError, match=r"expected"):
            outcome_mask(wrong, start)
    few = scenario.changed(futures=1, months=1)
    with pytest.raises(InputError, match="came true in none of 1 futures"):
        most_typical(few, build_few(few), "dissolved")


def build_few(scenario):
    library = load_library("csto")
    return build_inputs(scenario, library.organisation, library.ledger)


def test_under_a_majority_what_the_law_in_force_forbids_stays_impossible(lively, library):
    """The verdict is not bent to a what-if: the charter knows consensus."""
    scenario = lively.with_what_if("majority")
    start = build_inputs(scenario, library.organisation, library.ledger)
    standing = state_at(library.ledger, scenario.as_of)
    found = [
        said.rule
        for told in futures_of(scenario, start, standing, library, 60)
        for _act, said in verdicts(told, standing, library)
        if said.kind == VerdictKind.IMPOSSIBLE
    ]
    assert found.count("charter-12") >= 5


def test_every_kind_of_crisis_has_an_explanation():
    assert set(OPENINGS) == set(CrisisKind)
