"""What the model says of 2022 from before, and whether it knows anybody by name.

These are consistency checks: who wrote the priors knew the events.
"""

from __future__ import annotations

import ast
import csv
import datetime
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from simulation_making import copy_of, simulate, start_of

import foedus
from foedus.codes import Level, Status
from foedus.organisation import library_folder
from foedus.proceedings.state import state_at
from foedus.proceedings.views import open_calls
from foedus.results.run import load_library, run

BEFORE = datetime.date(2021, 12, 31)
SUMMER = datetime.date(2022, 8, 31)
YEREVAN = datetime.date(2022, 11, 22)


def test_a_deployment_in_2022_is_not_foreseen_with_hindsight(scenario, library):
    """Above one half it would be hindsight; beside it stands what the record alone says."""
    result = run(scenario.changed(as_of=BEFORE, months=12, futures=5000), library)
    p = result.summary["crisis"]["troop_deployment"]
    baseline = result.summary["climatology"]["troop_deployment"]
    assert 0.0 < p < 0.5
    assert 0.0 < baseline < 0.5
    assert 0.1 < p / baseline < 10.0  # of the order of the record


def aggrieved(library, start, day):
    """Member of the latest call against an attack that was not met with help."""
    open_now = {call.request.acting_states[0] for call in open_calls(state_at(library.ledger, day))}
    x = start.record[0]
    unmet = [
        (float(x.call_months[n]), start.states[x.call_victim[n]])
        for n in range(x.calls)
        if x.call_level[n] < Level.MATERIAL and x.call_class[n] == 0
    ]
    candidates = {s for _months, s in unmet} & open_now
    return {s: max(Level(int(x.call_level[n])) for n in range(x.calls)
                   if start.states[x.call_victim[n]] == s) for s in candidates}  # fmt: skip


def shares(run_, start, field):
    """Share of futures in which it happened, by member taking part at the start."""
    members = [i for i, s in enumerate(start.record[0].status) if s == Status.MEMBER]
    good = run_.tallies["status"] == 0
    return {start.states[i]: float((run_.tallies[field][good, i] > 0).mean()) for i in members}


def first(ranking):
    return max(ranking, key=lambda state: ranking[state])


@pytest.fixture(scope="module", params=[(SUMMER, 4), (YEREVAN, 3)], ids=["august", "november"])
def eve(request, scenario, library):
    """Futures from the eve of the events, with the inputs they start from."""
    day, months = request.param
    asked = scenario.changed(as_of=day, months=months, futures=4000)
    start = start_of(asked, library)
    return asked, start, simulate(asked, start)


def test_the_member_whose_call_stands_open_ranks_first(eve, library):
    scenario, start, futures = eve
    calls = aggrieved(library, start, scenario.as_of)
    assert "ARM" in calls
    for field in ("refusals", "frozen"):
        assert first(shares(futures, start, field)) == "ARM", field


def swapped(start, one, other):
    """Start in which two states have changed places in everything but name and luck."""
    changed = copy_of(start)
    x, old = changed.record[0], start.record[0]
    n = len(old.status)
    i, j = start.index(one), start.index(other)
    order = np.arange(n)
    order[i], order[j] = j, i
    for name in old.dtype.names:
        shape = old[name].shape
        if name == "code" or n not in shape:
            continue
        value = old[name]
        for axis, size in enumerate(shape):
            if size == n:
                value = np.take(value, order, axis=axis)
        x[name][...] = value
    for name in ("first", "second", "call_victim"):
        x[name][...] = order[old[name]]
    for name in ("chair",):
        if old[name] >= 0:
            x[name] = order[old[name]]
    for name in ("exercise_host", "imposed_victim", "imposed_other"):
        x[name][...] = np.where(old[name] >= 0, order[old[name]], old[name])
    return changed


@pytest.mark.parametrize("other", ["KAZ", "TJK", "BLR"])
def test_the_ranking_moves_with_attributes_and_history(eve, other):
    scenario, start, futures = eve
    exchanged = swapped(start, "ARM", other)
    run_ = simulate(scenario, exchanged)
    n = len(run_.tallies)
    for field in ("refusals", "frozen"):
        before, after = shares(futures, start, field), shares(run_, start, field)
        assert first(after) == other, field
        names = {"ARM": other, other: "ARM"}
        for state, p in before.items():
            twin = after[names.get(state, state)]
            error = np.sqrt(2.0 * max(p * (1.0 - p), 1.0 / n) / n)
            assert abs(twin - p) < 5.0 * error, (field, state)


def test_two_swaps_are_none(eve):
    _scenario, start, _futures = eve
    twice = swapped(swapped(start, "ARM", "KAZ"), "ARM", "KAZ")
    assert twice.record.tobytes() == start.record.tobytes()


def literals(path: Path):
    """String constants of a file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_rule_names_a_state(library, start):
    """No string of the package contains the code of a state of the model."""
    states = {*start.states, *(m.state for m in library.organisation.members)}
    word = re.compile(rf"\b({'|'.join(sorted(states))})\b")
    assert word.search("if state == 'ARM'")
    found = [
        f"{path}:{line} {text!r}"
        for path in sorted(Path(foedus.__file__).parent.rglob("*.py"))
        for line, text in literals(path)
        if word.search(text)
    ]
    assert found == []


DATED = {
    "states.csv": "date", "dyads.csv": "date", "forces.csv": "date", "crises.csv": "start",
    "members.csv": "start", "offices.csv": "start",
}  # fmt: skip


@pytest.mark.parametrize("day", [BEFORE, YEREVAN], ids=str)
def test_nothing_dated_later_is_seen(scenario, library, tmp_path, day):
    """Inputs from a library cut off at the date equal those from the whole."""
    folder = tmp_path / "cut"
    shutil.copytree(library_folder("csto"), folder)
    removed = 0
    for name, column in DATED.items():
        rows = list(csv.DictReader(io.StringIO((folder / name).read_text())))
        kept = [row for row in rows if row[column] <= day.isoformat()]
        removed += len(rows) - len(kept)
        with (folder / name).open("w", newline="") as table:
            writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    assert removed > 50
    cut = load_library(folder)
    cut = replace(cut, ledger=library.ledger.until(day))
    assert len(cut.ledger) < len(library.ledger)
    known = start_of(scenario.changed(as_of=day), library)
    seen = start_of(scenario.changed(as_of=day), cut)
    assert seen.states == known.states
    assert seen.own_record == known.own_record
    for name in known.record.dtype.names:
        assert seen.record[name].tobytes() == known.record[name].tobytes(), name
