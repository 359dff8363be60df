"""Words, paired differences, charts and questions of the report, each against theory."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_making import Page

from foedus.files import InputError
from foedus.forces.airlift import load_airlift, simulate_airlift
from foedus.organisation import library_folder
from foedus.report import experiments
from foedus.report.answer_speed import airlift_rows
from foedus.report.charts import estimates, fan, rivals, spreads, to_svg
from foedus.report.experiments import Futures, dissolved, effect, estimate
from foedus.report.questions import load_questions, seen
from foedus.report.words import bare, duration, interval, percent, points, share, word
from foedus.results.run import load_library, run
from foedus.scenario import STRUCTURES, load_scenario
from foedus.simulation.records import structure_type, tally_type

shares = st.floats(0.0, 1.0)


@given(shares)
def test_a_probability_is_never_printed_as_certain(p):
    assert percent(p) not in ("0\xa0%", "100\xa0%")
    assert word(p)


def test_shares_carry_their_monte_carlo_error():
    # sqrt(0.2 * 0.8 / 400) = 0.02
    assert share(0.2, 400) == "20\xa0%\xa0±\xa02.0"
    assert share(0.2, 400, count=True).endswith("(n\xa0=\xa0400)")
    assert share(0.0, 400) == "<1\xa0%"  # all alike: the error is unknown, not nought
    assert share(0.5, 0) == "–"


def test_differences_have_a_true_minus_and_no_negative_nought():
    assert points(-0.123, 0.01) == "−12.3\xa0±\xa01.0"
    assert bare(-0.0001, 1) == "0.0"
    assert points(math.nan, math.nan) == "–"


def test_times_are_hours_first_and_days_later():
    assert duration(0.5) == "12\xa0h"
    assert duration(4.0) == "4.0\xa0d"
    assert duration(None) == "–"
    assert interval(0.101, 0.099) == "10\xa0%"


def futures(survival, theory, status=None):
    """Futures with a given end each, under two options of the first structure."""
    n = len(survival)
    tallies = np.zeros(n, tally_type(3))
    tallies["survival"] = survival
    tallies["status"] = 0 if status is None else status
    structures = np.zeros(n, structure_type())
    structures[next(iter(STRUCTURES))] = theory
    return Futures(None, None, tallies, structures, np.zeros((n, 1)))  # type: ignore[arg-type]


def test_paired_error_is_that_of_the_differences():
    base = futures([0, 0, 2, 2], 0)
    changed = futures([0, 2, 2, 2], 0)
    found = effect(base, changed, dissolved)
    differences = [0.0, 1.0, 0.0, 0.0]
    assert found.mean == pytest.approx(0.25)
    assert found.error == pytest.approx(np.std(differences, ddof=1) / 2.0)
    same = effect(base, base, dissolved)
    assert (same.mean, same.error) == (0.0, 0.0)


def test_a_future_flagged_in_either_run_is_left_out():
    base = futures([2, 0, 0], 0, [0, 1, 0])
    changed = futures([2, 2, 2], 0, [0, 0, 4])
    found = effect(base, changed, dissolved)
    assert (found.n, found.mean) == (1, 0.0)
    assert estimate(base, dissolved).n == 2


def test_range_is_over_theories_with_enough_futures(monkeypatch):
    monkeypatch.setattr(experiments, "LEAST", 2)
    found = estimate(futures([2, 2, 2, 0, 0], [0, 0, 1, 1, 2]), dissolved)
    assert (found.low, found.high) == (0.5, 1.0)  # the third theory has one future only


def test_the_reports_own_runs_are_the_first_futures_of_the_run():
    scenario = load_scenario("csto").changed(futures=120)
    library = load_library("csto")
    own = experiments.simulate(scenario, library)
    told = run(scenario, library).summary
    assert estimate(own, dissolved).mean == told["organisation"]["dissolved"]
    assert estimate(own, experiments.troops_sent).mean == told["crisis"]["troop_deployment"]
    assert estimate(own, experiments.any_member("exit")).mean == told["any_exit"]


def test_flights_of_two_contingents_fail_and_stay_in_the_table():
    case = load_airlift(library_folder("csto") / "airlift-2022-01.yaml")
    ways = (simulate_airlift(way, 400, 1) for way in (case.deployment, case.withdrawal))
    rows = {row[0]: failed for row, failed in airlift_rows(case, *ways)}
    contingents = {words.split("(")[1][:3]: bad for words, bad in rows.items() if "(" in words}
    assert contingents == {"BLR": False, "ARM": True, "TJK": True}


def charts():
    spread = {"p05": 5.0, "p25": 10.0, "p50": 20.0, "p75": 30.0, "p95": 60.0}
    hostile = "<script>alert(1)</script>"
    yield fan([{"month": f"2022-{m:02d}", **spread} for m in range(1, 13)], "alt", "caption")
    yield spreads([{"row": hostile, **spread}], "time", "alt", "caption", (7.0, 19.0))
    mark = {"p": 0.1, "error": 0.01, "low": 0.05, "high": 0.2, "strong": True}
    yield estimates([{"row": hostile, **mark}], "share", "alt", "caption")
    points_ = [{"row": hostile, "option": o, "p": 0.1} for o in ("one", "two")]
    yield rivals(points_, ["one", "two"], "share", "alt", "caption")


@pytest.mark.parametrize("chart", list(charts()), ids=["fan", "spreads", "estimates", "rivals"])
def test_charts_are_still_pictures(chart):
    svg = to_svg(chart)
    page = Page(svg)
    assert {tag for tag, _ in page.tags} <= {
        "svg", "g", "path", "line", "text", "rect", "clippath", "defs",
    }  # fmt: skip
    assert page.tags[0][1]["aria-hidden"] == "true"
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert page.text


def copied(tmp_path, old, new):
    shutil.copyfile(library_folder("csto") / "questions.yaml", tmp_path / "questions.yaml")
    path = tmp_path / "questions.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2022-05-16-session-held-csc", "2022-05-16-no-such-act", "unknown act"),
        ("report: report-2", "report: report-9", "unknown source"),
        ("kind: unrest", "kind: uproar", "'uproar' is none of"),
        ("victim: KAZ", "victim: QQQ", "unknown state"),
        ("not_yet:", "never:", "unknown key|missing"),
    ],
)
def test_faults_in_the_questions_name_file_and_place(tmp_path, old, new, problem):
    folder = copied(tmp_path, old, new)
    with pytest.raises(InputError, match=problem) as raised:
        load_questions(folder, load_library("csto"))
    assert "questions.yaml" in str(raised.value)


def test_a_library_may_ask_nothing(tmp_path):
    assert load_questions(tmp_path, load_library("csto")).questions == ()


def test_acts_are_seen_up_to_the_day():
    library = load_library("csto")
    names = ["2022-11-23-statement-blr", "2022-05-16-statement-blr"]
    day = library.ledger.get(names[1]).date
    assert [act.id for act in seen(names, library, day)] == names[1:]
