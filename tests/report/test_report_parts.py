"""Words, paired differences, charts and questions of the report, each against theory."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_making import Page

from foedus.files import InputError
from foedus.forces.move.move import Move, move
from foedus.forces.move.reading import load_case
from foedus.organisation import library_folder
from foedus.report.answer_speed import airlift_rows
from foedus.report.charts import dots, estimates, fan, rivals, spreads, stacked, to_svg
from foedus.report.questions import load_questions, seen
from foedus.report.words import bare, duration, interval, percent, points, share, word
from foedus.results import pairing
from foedus.results.kept import alone, keep, paired, read
from foedus.results.outcomes import Measured, Name
from foedus.results.run import load_library, run
from foedus.scenario import load_scenario

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


@pytest.fixture(scope="module")
def library():
    return load_library("csto")


@pytest.fixture(scope="module")
def whole(library):
    return keep(load_scenario("csto").changed(futures=120), library)


def ending(whole, survival, theory, flagged=()):
    """Futures with a given end each, under given options of the first structure."""
    n = len(survival)
    flags = np.zeros((n, whole.measured.flags.shape[1]), bool)
    flags[:, whole.plan.flags.index(Name("dissolved"))] = survival
    theories = np.zeros((n, whole.measured.theories.shape[1]), bool)
    theories[np.arange(n), theory] = True
    good = ~np.isin(np.arange(n), flagged)
    numbers = np.zeros((n, whole.measured.numbers.shape[1]))
    return replace(whole, measured=Measured(0, good, flags, numbers, theories))


def test_paired_error_is_that_of_the_differences(whole):
    base = ending(whole, [0, 0, 1, 1], 0)
    changed = ending(whole, [0, 1, 1, 1], 0)
    found = read(paired(base, changed), "dissolved")
    differences = [0.0, 1.0, 0.0, 0.0]
    assert found.mean == pytest.approx(0.25)
    assert found.error == pytest.approx(np.std(differences, ddof=1) / 2.0)
    same = read(paired(base, base), "dissolved")
    assert (same.mean, same.error) == (0.0, 0.0)


def test_a_future_flagged_in_either_run_is_left_out(whole):
    base = ending(whole, [1, 0, 0], 0, [1])
    changed = ending(whole, [1, 1, 1], 0, [2])
    found = read(paired(base, changed), "dissolved")
    assert (found.n, found.mean) == (1, 0.0)
    assert read(alone(base), "dissolved").n == 2
    nothing = read(paired(base.where(np.zeros(3, bool)), changed), "dissolved")
    assert nothing.n == 0 and math.isnan(nothing.mean)


def test_range_is_over_theories_with_enough_futures(whole, monkeypatch):
    monkeypatch.setattr(pairing, "LEAST", 2)
    run = ending(whole, [1, 1, 1, 0, 0], [0, 0, 1, 1, 2])
    found = read(alone(run), "dissolved")
    assert (found.low, found.high) == (0.5, 1.0)  # the third theory has one future only
    assert found.error == pytest.approx(np.sqrt(0.6 * 0.4 / 4.0))


def test_the_reports_own_runs_are_the_first_futures_of_the_run(whole, library):
    told = run(load_scenario("csto").changed(futures=120), library).summary
    seen = alone(whole)
    assert read(seen, "dissolved").mean == told["organisation"]["dissolved"]
    assert read(seen, "troop_deployment").mean == told["crisis"]["troop_deployment"]
    assert read(seen, "any_exit").mean == told["any_exit"]
    assert read(seen, "helped", "ARM").mean == told["members"]["ARM"]["helped"]
    assert read(seen, "cohesion_at_end").mean == pytest.approx(whole.cohesion[:, -1].mean())


def test_flights_that_are_missed_fail_and_stay_in_the_table():
    names = ("kazakhstan-2022", "kazakhstan-2022-withdrawal")
    moves = [m for m in (move(load_case(n), 400, 1) for n in names) if isinstance(m, Move)]
    rows = {str(row[0]): failed for row, failed in airlift_rows(moves)}
    assert len(rows) == 8
    failed = {words.split(",")[1].strip() for words, bad in rows.items() if bad}
    assert failed == {"Armenia", "Tajikistan", "all", "which way is not said"}


def charts():
    spread = {"p05": 5.0, "p25": 10.0, "p50": 20.0, "p75": 30.0, "p95": 60.0}
    hostile = "<script>alert(1)</script>"
    yield fan([{"month": f"2022-{m:02d}", **spread} for m in range(1, 13)], "alt", "caption")
    yield spreads([{"row": hostile, **spread}], "time", "alt", "caption", (7.0, 19.0))
    mark = {"p": 0.1, "error": 0.01, "low": 0.05, "high": 0.2, "strong": True}
    yield estimates([{"row": hostile, **mark}], "share", "alt", "caption")
    points_ = [{"row": hostile, "option": o, "p": 0.1} for o in ("one", "two")]
    yield rivals(points_, ["one", "two"], "share", "alt", "caption")
    yield dots([5.0, 6.0, 9.0, 40.0], hostile, "alt", "caption")


def test_every_dot_of_a_quantile_plot_is_there_and_in_its_column():
    placed = stacked([1.0, 1.0, 10.0, 100.0], 2)  # two columns: below and from 10 hours on
    assert sorted(row["level"] for row in placed) == [1.0, 1.0, 2.0, 2.0]
    assert {round(row["at"], 6) for row in placed} == {round(10**0.5, 6), round(10**1.5, 6)}
    assert len(stacked([3.0, 3.0], 5)) == 2


KINDS = ["fan", "spreads", "estimates", "rivals", "dots"]


@pytest.mark.parametrize("chart", list(charts()), ids=KINDS)
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
