"""A future in which something went wrong is flagged and left out of every share."""

from __future__ import annotations

import numpy as np
import pytest
from simulation_making import copy_of, simulate, start_of

from foedus.codes import ActKind, CrisisKind
from foedus.files import InputError
from foedus.results.counts import Counts
from foedus.results.summary import summarise
from foedus.scenario import ImposedCrisis
from foedus.simulation import engine
from foedus.simulation.records import EVENTS_FULL, EVENTS_PER_FUTURE, SLOTS, SLOTS_FULL


def test_no_ordinary_future_fills_the_table(calm):
    assert not (calm.tallies["status"] & (EVENTS_FULL | SLOTS_FULL)).any()
    assert np.bincount(calm.events["future"]).max() < EVENTS_PER_FUTURE


def test_few_ordinary_futures_are_flagged(calm):
    assert (calm.tallies["status"] != 0).mean() <= 0.005


def test_a_full_table_is_flagged_and_changes_nothing_else(monkeypatch, scenario, start, calm):
    lengths = np.bincount(calm.events["future"], minlength=len(calm.tallies))
    capacity = int(np.median(lengths))
    monkeypatch.setattr(engine, "EVENTS_PER_FUTURE", capacity)
    small = simulate(scenario, start)
    full = (small.tallies["status"] & EVENTS_FULL) != 0
    np.testing.assert_array_equal(full, lengths > capacity)
    assert 0.2 < full.mean() < 0.8
    for name in small.tallies.dtype.names:
        if name != "status":
            np.testing.assert_array_equal(small.tallies[name], calm.tallies[name], err_msg=name)
    kept = np.bincount(small.events["future"], minlength=len(lengths))
    np.testing.assert_array_equal(kept, np.minimum(lengths, capacity))


def test_flagged_futures_are_left_out_and_said_so(monkeypatch, scenario, start, calm):
    lengths = np.bincount(calm.events["future"], minlength=len(calm.tallies))
    capacity = int(np.median(lengths))
    monkeypatch.setattr(engine, "EVENTS_PER_FUTURE", capacity)
    run = simulate(scenario, start)
    counts = Counts(start.sizes[0], scenario.months)
    counts.add(run)
    good = run.tallies["status"] == 0
    summary = summarise(scenario, start, counts, {})
    assert (counts.futures, counts.flagged) == (good.sum(), (~good).sum())
    assert summary["futures"] == good.sum()
    share = (calm.tallies["any_crisis"][good] > 0).mean()
    assert summary["crisis"]["any"] == pytest.approx(share)
    warning = next(w for w in summary["warnings"] if "left out" in w)
    assert f"{(~good).sum()} futures" in warning
    assert "more acts than the event table holds" in warning
    assert sum(counts.flags.values()) == counts.flagged


def test_more_crises_than_slots_are_flagged(scenario, start):
    crowded = copy_of(start)
    x = crowded.record[0]
    victims = [i for i in range(len(start.states)) if x.status[i] == 1]
    x.imposed = SLOTS
    for n in range(SLOTS):
        x.imposed_month[n], x.imposed_day[n] = 0, 0
        x.imposed_kind[n] = int(CrisisKind.INSURGENCY)
        x.imposed_victim[n] = victims[n % len(victims)]
        x.imposed_other[n] = x.imposed_asks[n] = -1
    run = simulate(scenario.changed(futures=500), crowded)
    full = (run.tallies["status"] & SLOTS_FULL) != 0
    assert 0.0 < full.mean() < 1.0
    acts = run.events
    others = (acts["at"] < 30) & (acts["crisis"] >= 0) & np.isin(acts["act"], [50, 51, 53])
    crowded_out = np.unique(acts["future"][others])  # one of the imposed ones found no slot
    assert len(crowded_out) > 5
    assert full[crowded_out].all()


@pytest.mark.parametrize(
    ("kind", "other", "act"),
    [
        ("attack_by_outsider", "AZE", ActKind.ATTACK),
        ("attack_by_member", "TJK", ActKind.CLASH),
        ("unrest", "", ActKind.UNREST),
        ("coup", "", ActKind.UNREST),
        ("insurgency", "", ActKind.INSURGENCY_INCIDENT),
    ],
)
def test_imposed_crises_happen_on_their_day(scenario, library, kind, other, act):
    crisis = ImposedCrisis(month=2, day=17, kind=kind, victim="KGZ", other=other, asks=True)
    imposed = scenario.changed(imposed=(crisis,), futures=400, months=6)
    start = start_of(imposed, library)
    run = simulate(imposed, start)
    victim = start.index("KGZ")
    here = run.events[
        (run.events["act"] == act) & (run.events["target"] == victim)
        & (run.events["at"] == 2 * 30 + 17)
    ]  # fmt: skip
    assert set(here["future"]) == set(range(400))
    if other:
        assert (here["actor"] == start.index(other)).any()
    assert (run.tallies["crisis"][:, victim] >= 1).all()


def test_an_imposed_crisis_asks_as_the_scenario_says(scenario, library):
    for asks in (True, False):
        crisis = ImposedCrisis(
            month=0, kind="attack_by_outsider", victim="ARM", other="AZE", asks=asks
        )
        imposed = scenario.changed(imposed=(crisis,), futures=400, months=1)
        start = start_of(imposed, library)
        run = simulate(imposed, start)
        own = run.events[
            (run.events["act"] == ActKind.REQUEST_FOR_HELP)
            & (run.events["actor"] == start.index("ARM"))
        ]
        asking = len(set(own["future"])) / 400
        assert asking == 1.0 if asks else asking < 0.1


def test_a_member_that_attacks_is_the_attacker(scenario, library):
    crisis = ImposedCrisis(month=0, day=3, kind="member_attacks", victim="KGZ", other="UZB")
    imposed = scenario.changed(imposed=(crisis,), futures=50, months=1)
    start = start_of(imposed, library)
    run = simulate(imposed, start)
    acts = run.events[(run.events["act"] == ActKind.ATTACK) & (run.events["at"] == 3)]
    opened = acts[(acts["actor"] == start.index("KGZ")) & (acts["target"] == start.index("UZB"))]
    assert len(opened) >= 50


def test_an_unknown_state_is_named(scenario, library):
    crisis = ImposedCrisis(month=0, kind="unrest", victim="XYZ")
    with pytest.raises(InputError, match="'XYZ'"):
        start_of(scenario.changed(imposed=(crisis,)), library)
    calendar = scenario.calendar.model_copy(update={"chair_order": ("ARM", "XYZ")})
    with pytest.raises(InputError, match="'XYZ'"):
        start_of(scenario.changed(calendar=calendar), library)
    war = (scenario.war[0].model_copy(update={"against": "XYZ"}),)
    with pytest.raises(InputError, match="'XYZ'"):
        start_of(scenario.changed(war=war), library)
