"""Scenarios: what is refused, what a what-if sets, what the lock file keeps, what is seen when."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.codes import WarFate
from foedus.files import InputError
from foedus.organisation import library_folder
from foedus.scenario import STRUCTURES, Scenario, load_scenario

PACKAGED = load_scenario("csto")
WAR_BEGAN = datetime.date(2022, 2, 24)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return PACKAGED


@pytest.fixture(scope="module")
def text() -> str:
    return (library_folder("csto") / "scenario.yaml").read_text()


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    message = str(caught.value)
    assert "mine.yaml" in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("months: 24", "months: 24\ncolour: red", "colour: unknown key"),
        ("months: 24", "months: 24\nmonths: 25", "'months' stands twice"),
        ("months: 24", "months: 0", "months: "),
        ("months: 24", "months: many", "months: "),
        ("futures: 20000", "futures: -5", "futures: "),
        ("seed: 1", "seed: 4294967296", "seed: "),
        ("as_of: 2022-11-30", "as_of: 2022-02-30", ""),
        ("as_of: 2022-11-30", "as_of: 2022-13-01", ""),
        ("as_of: 2022-11-30", 'as_of: "2022-02-30"', "as_of: "),
        ("as_of: 2022-11-30", "as_of: yesterday", "as_of: "),
        ("as_of: 2022-11-30\n", "", "as_of: missing"),
        ("foedus: 1", "foedus: 2", "foedus: "),
        ("{general: 1, own: 1}", "{general: 0, own: 0}", "structures.exits"),
        ("{general: 1, own: 1}", "{general: -1, own: 2}", "structures.exits.general"),
        ("{general: 1, own: 1}", "{general: .inf, own: 2}", "structures.exits.general"),
        ("{general: 1, own: 1}", "{general: 1, ours: 1}", "unknown 'ours'; expected general, own"),
        ("  exits: {general: 1, own: 1}\n", "", "structures.exits: missing"),
        ("fate: goes_on", "fate: drags_on", "fate"),
        ("  plans_ready: 1", "  plans_ready: 1.5", "switches.plans_ready"),
        ("  ties: 1", "  ties: 1\n  knots: 2", "switches.knots: unknown key"),
        ("session_months: [11]", "session_months: [13]", "session_months"),
        ("organisation: csto", "organisation: nosuch", ""),
        ("switches: {plans_ready: 0}", "swiches: {plans_ready: 0}", "swiches: unknown key"),
    ],
)
def test_bad_input_names_file_and_place(tmp_path, text, old, new, said):
    assert old in text
    if "nosuch" in new:
        (tmp_path / "mine.yaml").write_text(text.replace(old, new))
        with pytest.raises(InputError, match="nosuch"):
            load_scenario(tmp_path / "mine.yaml")
        return
    assert said in refused(tmp_path, text.replace(old, new, 1))


@pytest.mark.parametrize(
    "crisis",
    [
        "{month: 1, kind: earthquake, victim: ARM}",
        "{month: 1, kind: unrest}",
        '{month: 1, kind: unrest, victim: ""}',
        "{month: -1, kind: unrest, victim: ARM}",
        "{month: 1, day: 31, kind: unrest, victim: ARM}",
        "{month: 1, kind: unrest, victim: ARM, answered: yes}",
        "{month: 24, kind: unrest, victim: ARM}",
    ],
)
def test_a_crisis_that_cannot_be_imposed_is_refused(tmp_path, text, crisis):
    assert "imposed" in refused(tmp_path, f"{text}imposed:\n  - {crisis}\n")


@pytest.mark.parametrize("content", ["", "- a\n", "just words\n", "a: [1, 2\n"])
def test_a_file_that_is_no_scenario(tmp_path, content):
    refused(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_scenario(tmp_path / "none.yaml")


def test_an_unknown_what_if_lists_the_known_ones(scenario):
    with pytest.raises(InputError, match="war_lost"):
        scenario.with_what_if("war_lots")


def test_a_war_that_is_not_known_cannot_end(scenario):
    before = scenario.changed(as_of=datetime.date(2021, 12, 31))
    with pytest.raises(InputError, match="no war of the leading power is known at 2021-12-31"):
        before.with_what_if("war_lost")


@pytest.mark.parametrize("name", sorted(PACKAGED.what_ifs))
def test_every_what_if_changes_the_scenario_and_is_named(scenario, name):
    changed = scenario.with_what_if(name)
    assert changed.chosen == (name,)
    assert changed.changed(chosen=()) != scenario


def test_what_ifs_add_up(scenario):
    both = scenario.with_what_if("war_lost").with_what_if("no_exercises")
    assert both.chosen == ("war_lost", "no_exercises")
    assert both.switches.exercises_held == 0.0
    assert both.war_ends is not None
    assert both.war_ends.fate == "lost"


def test_a_what_if_may_set_parameters(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"{text}  sure_help:\n    meaning: every alliance is honoured\n"
        "    parameters: {assistance.leeds_2000: 1.0}\n"
    )
    changed = load_scenario(path).with_what_if("sure_help")
    parameter = changed.known_parameters["assistance.leeds_2000"]
    assert (parameter.central, parameter.basis) == (1.0, "judgement")


def test_set_by_path(scenario):
    out = (
        scenario.with_setting("parameters.onset.constant", -2.5)
        .with_setting("structures.council.majority", 3)
        .with_setting("switches.ties", 0.5)
    )
    assert out.known_parameters["onset.constant"].central == -2.5
    assert out.weights("council") == [0.25, 0.75]
    assert out.switches.ties == 0.5
    assert scenario.weights("council") == [1.0, 0.0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("parameters.onset.nothing", 1),
        ("parameters.onset.fatal_share", 2),
        ("parameters.onset.fatal_share", "often"),
        ("parameters", 1),
        ("structures.council.lottery", 1),
        ("structures.council.majority", -1),
        ("structures.council.majority", "high"),
        ("structures.senate.majority", 1),
        ("structures.council", 1),
        ("switches.ties", 9),
        ("switches.ties", "loose"),
        ("switches.knots", 1),
        ("months", 3),
        ("", 3),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(scenario, path, value):
    with pytest.raises(InputError) as caught:
        scenario.with_setting(path, value)
    assert "\n" not in str(caught.value)


def test_weights_stand_in_the_order_of_the_options(scenario):
    for name, options in STRUCTURES.items():
        weights = scenario.weights(name)
        assert len(weights) == len(options)
        assert sum(weights) == pytest.approx(1.0)
    named = dict(zip(STRUCTURES["council"], scenario.weights("council"), strict=True))
    assert named == {"consensus": 1.0, "majority": 0.0}


def test_the_lock_file_gives_the_same_scenario_back(scenario, tmp_path):
    chosen = scenario.with_what_if("war_lost").with_setting("parameters.onset.constant", -2.0)
    path = tmp_path / "scenario.lock.yaml"
    path.write_text(chosen.lock_text())
    again = load_scenario(path)
    assert again == chosen
    assert again.lock_text() == chosen.lock_text()


def test_an_edited_lock_file_is_refused(scenario, tmp_path):
    path = tmp_path / "scenario.lock.yaml"
    lock = scenario.lock_text()
    for edited in (lock.replace("months: 24", "months: 23"), lock.rpartition("# sha256")[0]):
        assert edited != lock
        path.write_text(edited)
        with pytest.raises(InputError, match="the lock file was edited"):
            load_scenario(path)


def test_a_copy_of_a_packaged_library_is_a_library_of_its_own(tmp_path, monkeypatch):
    shutil.copytree(library_folder("csto"), tmp_path / "csto2")
    scenario = load_scenario(tmp_path / "csto2")
    assert library_folder(scenario.organisation) == tmp_path / "csto2"
    monkeypatch.chdir(tmp_path)
    assert library_folder(load_scenario("csto2").organisation).resolve() == tmp_path / "csto2"


def test_a_lock_file_of_a_library_that_has_changed_is_refused(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(library_folder("csto"), folder)
    scenario_file = folder / "scenario.yaml"
    scenario_file.write_text(
        scenario_file.read_text().replace("organisation: csto", "organisation: mine")
    )
    scenario = load_scenario(folder)
    lock = tmp_path / "scenario.lock.yaml"
    lock.write_text(scenario.lock_text())
    assert load_scenario(lock).library_digest == scenario.library_digest
    with (folder / "states.csv").open("a") as table:
        table.write("\n")
    with pytest.raises(InputError, match="has changed since this run"):
        load_scenario(lock)


@given(st.dates(datetime.date(1993, 1, 1), datetime.date(2030, 12, 31)), st.integers(1, 60))
def test_no_war_is_seen_before_its_day(as_of, months):
    scenario = PACKAGED.changed(as_of=as_of, months=months)
    expected = WarFate.GOES_ON if as_of >= WAR_BEGAN else WarFate.NO_WAR
    assert scenario.war_path() == [expected] * months


def test_the_order_of_the_assumptions_does_not_matter(scenario):
    first = scenario.war[0]
    later = first.model_copy(update={"start": datetime.date(2022, 10, 1), "fate": "won"})
    unseen = first.model_copy(update={"start": datetime.date(2022, 12, 1), "fate": "lost"})
    for order in ((first, later, unseen), (unseen, later, first), (later, unseen, first)):
        assert set(scenario.changed(war=order).war_path()) == {WarFate.WON}


def test_the_war_ends_after_the_months_named(scenario):
    path = scenario.with_what_if("war_lost").war_path()
    assert path == [WarFate.GOES_ON] * 3 + [WarFate.LOST] * 21


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ((2022, 11, 30), (2022, 12)),
        ((2022, 11, 22), (2022, 11)),
        ((2021, 12, 31), (2022, 1)),
        ((2024, 2, 28), (2024, 2)),
        ((2024, 2, 29), (2024, 3)),
    ],
)
def test_the_first_month_holds_the_day_after(scenario, as_of, first):
    months = scenario.changed(as_of=datetime.date(*as_of), months=14).calendar_months()
    assert (months[0] // 12, months[0] % 12 + 1) == first
    assert months == list(range(months[0], months[0] + 14))
