"""Hindcasts of the simulator: outcomes by the ledger, inputs of the day, no look ahead."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import polars as pl
import pytest

from foedus.organisation import DyadTable, StateTable
from foedus.record.codes import of_iso3
from foedus.record.hindcast import backtest
from foedus.record.hindcast.inputs import TABLES, YEARLY, as_known, yearly_facts
from foedus.record.hindcast.outcomes import QUESTIONS, History, Span, year_after
from foedus.results.run import Library, load_library
from foedus.scenario import load_scenario
from foedus.simulation.inputs import build_inputs

DAY = datetime.date
BY_NAME = {question.name: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library("csto")


@pytest.fixture(scope="module")
def history(library) -> History:
    return History(library)


@dataclass
class MadeUp:
    """Store of made-up yearly tables: every state grows by a hundredth a year."""

    states: tuple[str, ...]
    first: int = 2004
    last: int = 2014
    wrong_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in TABLES

    def table(self, name: str) -> pl.DataFrame:
        self.asked.append(name)
        columns = [column.column for column in YEARLY if column.table == name]
        rows = []
        for n, state in enumerate(self.states, start=1):
            for year in range(self.first, self.last + 1):
                codes = of_iso3(state, DAY(year, 12, 31))
                if codes is None or codes.ccode is None:
                    continue
                late = self.wrong_after is not None and year > self.wrong_after
                value = n * 0.001 * 1.01 ** (year - self.first) * (7.0 if late else 1.0)
                rows.append((codes.ccode, year, *([value] * len(columns))))
        return pl.DataFrame(rows, schema=["ccode", "year", *columns], orient="row")


def made_up(library: Library, **more) -> MadeUp:
    return MadeUp(library.organisation.states.states, **more)


@pytest.mark.parametrize(
    ("question", "year", "who"),
    [
        ("request", 2010, {"KGZ"}),
        ("request", 2021, {"ARM", "TJK"}),
        ("request", 2022, {"ARM", "KAZ", "KGZ"}),
        ("helped", 2010, {"KGZ"}),
        ("helped", 2022, {"KAZ"}),
        ("helped", 2021, set()),
        ("refuses", 2009, {"BLR", "UZB"}),
        ("refuses", 2022, {"ARM"}),
        ("frozen", 2012, {"UZB"}),
        ("frozen", 2022, set()),
        ("exit", 1999, {"AZE", "GEO", "UZB"}),
        ("troops", 2022, {"ARM", "BLR", "KGZ", "RUS", "TJK"}),
        ("troops", 2020, set()),
        ("joins", 2006, {"UZB"}),
        ("crisis", 2022, {"ARM", "KAZ", "KGZ", "TJK"}),
        ("crisis", 2005, {"KGZ"}),  # Andijan in that year was in a state that was no member
    ],
)
def test_what_happened_is_read_off_the_ledger(history, question, year, who) -> None:
    assert history.happened(BY_NAME[question], year) == who


def test_a_call_answered_later_than_twelve_months_was_not_helped(history) -> None:
    """The help agreed in September 2013 reached Tajikistan at the end of 2014."""
    assert "TJK" in history.happened(BY_NAME["request"], 2013)
    assert history.happened(BY_NAME["helped"], 2013) == set()


def test_only_members_that_take_part_are_asked_about(history) -> None:
    assert "UZB" not in history.rows(BY_NAME["crisis"], 2006)
    assert "UZB" in history.rows(BY_NAME["crisis"], 2007)
    assert "UZB" not in history.rows(BY_NAME["crisis"], 2013)


def test_the_year_after_a_day_begins_on_the_next() -> None:
    assert year_after(DAY(2011, 12, 31)) == Span(DAY(2012, 1, 1), DAY(2012, 12, 31))


def test_the_own_record_is_a_jeffreys_rate_of_what_lies_before(history) -> None:
    """1995 to 2005 are eleven years without troops; then none in sixteen more, then one."""
    troops = BY_NAME["troops"]
    assert history.own_record(troops, 2005) == pytest.approx(0.5 / 12.0)
    assert history.own_record(troops, 2021) == pytest.approx(0.5 / 28.0)
    assert history.own_record(troops, 2022) == pytest.approx(1.5 / 29.0)


def test_a_members_own_record_counts_only_its_years(history) -> None:
    """Uzbekistan took part at the start of 1995 to 1999 and 2007 to 2012, and froze once."""
    frozen = BY_NAME["frozen"]
    assert history.own_record_of(frozen, 2012, "UZB") == pytest.approx(1.5 / 12.0)
    assert history.own_record_of(frozen, 2012, "ARM") == pytest.approx(0.5 / 19.0)


def test_the_own_record_does_not_see_what_is_forecast(library, history) -> None:
    """A planted leak, the record up to the year that is scored, changes the figure."""
    cut = History(Library(library.organisation, library.ledger.until(DAY(2021, 12, 31))))
    for question in QUESTIONS:
        assert cut.own_record(question, 2021) == history.own_record(question, 2021)
    assert history.own_record(BY_NAME["troops"], 2022) > history.own_record(BY_NAME["troops"], 2021)


def test_as_last_year_is_last_year(history) -> None:
    crisis = BY_NAME["crisis"]
    assert history.as_last_year(crisis, 2022, "KAZ") == 1.0
    assert history.as_last_year(crisis, 2021, "KAZ") == 0.0
    assert history.as_last_year(crisis, 2006, "UZB") == 0.0  # joined in that year


def test_figures_of_a_year_come_from_the_tables(library) -> None:
    yearly = yearly_facts(library.organisation, made_up(library))
    day = DAY(2006, 12, 31)
    known, _ = as_known(library.organisation, yearly, day, "strict")
    place = library.organisation.states.states.index("ARM") + 1
    assert known.states.number("ARM", "capability_share", day) == pytest.approx(
        place * 0.001 * 1.01**2
    )
    assert known.states.number("ARM", "military_personnel", day) == pytest.approx(place * 1.01**2)
    assert library.organisation.states.number("ARM", "capability_share", day) is None


def test_the_librarys_own_figure_is_never_replaced(library) -> None:
    yearly = yearly_facts(library.organisation, made_up(library))
    day = DAY(2010, 12, 31)
    known, _ = as_known(library.organisation, yearly, day, "held")
    for attribute in ("capability_share", "gdp", "ideal_point"):
        own = library.organisation.states.number("ARM", attribute, day)
        assert known.states.number("ARM", attribute, day) == own


def until(library: Library, day: datetime.date) -> Library:
    """Library and ledger without anything dated later."""
    organisation = library.organisation
    cut = organisation.model_copy(
        update={
            "states": StateTable(_groups(organisation.states.until(day).items())),
            "dyads": DyadTable(_groups(organisation.dyads.until(day).items())),
            "crises": organisation.crises_until(day),
        }
    )
    return Library(cut, library.ledger.until(day))


def _groups(items) -> dict:
    found: dict = {}
    for key, fact in items:
        found.setdefault(key, []).append(fact)
    return found


def record(library: Library, store: MadeUp, day: datetime.date, way) -> bytes:
    """Inputs of the engine as bytes."""
    scenario = load_scenario("csto").changed(as_of=day, months=12, futures=1)
    yearly = yearly_facts(library.organisation, store)
    organisation, _ = as_known(library.organisation, yearly, day, way)
    return build_inputs(scenario, organisation, library.ledger).record.tobytes()


def test_nothing_later_than_the_origin_is_read_in_a_strict_run(library) -> None:
    """Borders aside, which have not moved: so the pairs' table keeps them."""
    day = DAY(2012, 12, 31)
    whole = record(library, made_up(library), day, "strict")
    assert record(library, made_up(library, wrong_after=2012), day, "strict") == whole
    cut = until(library, day)
    pairs = {**_groups(cut.organisation.dyads.items())}
    for key, facts in _groups(library.organisation.dyads.items()).items():
        if key[2] == "rivalry":  # which pairs may clash is the library's, whatever the day
            pairs.setdefault(key, facts)
    organisation = cut.organisation.model_copy(update={"dyads": DyadTable(pairs)})
    assert record(Library(organisation, cut.ledger), made_up(library), day, "strict") == whole


def test_a_leak_planted_in_the_tables_is_caught(library) -> None:
    """Figures of the origin's own year that are wrong do change the inputs."""
    day = DAY(2012, 12, 31)
    whole = record(library, made_up(library), day, "strict")
    assert record(library, made_up(library, wrong_after=2011), day, "strict") != whole


def test_what_is_held_at_its_earliest_value_is_told(library) -> None:
    yearly = yearly_facts(library.organisation, made_up(library))
    early, late = DAY(2005, 12, 31), DAY(2021, 12, 31)
    _, told = as_known(library.organisation, yearly, early, "held")
    assert "ARM RUS export_share" in told
    assert "ARM remittances_gdp" in told
    assert not any("capability" in text for text in told)
    assert as_known(library.organisation, yearly, early, "strict")[1] == []
    assert len(as_known(library.organisation, yearly, late, "held")[1]) < 10 < len(told)


def test_a_hindcast_gives_every_row_and_score(library, monkeypatch) -> None:
    origins = (DAY(2011, 12, 31), DAY(2012, 12, 31))
    findings = backtest.backtest_hindcast(made_up(library), futures=50, origins=origins)
    rows = findings.predictions
    assert rows is not None
    members = 7 + 6  # the seventh froze in 2012
    asked = sum(members if q.of == "member" else 2 for q in QUESTIONS)
    of_members = sum(members for q in QUESTIONS if q.of == "member")
    assert rows.height == asked * 4 + of_members
    assert set(rows["model"]) == {
        "own record", "each member's own record", "as last year",
        "foedus, inputs held", "foedus, inputs strict",
    }  # fmt: skip
    assert rows["step"].unique().to_list() == [12]
    assert set(rows["cluster"]) == {"2012", "2013"}
    wanted = [score for score in findings.scores if score.target is not None]
    assert len(wanted) == 2 * len(QUESTIONS)
    assert all("minus own record" in score.quantity for score in wanted)
    assert all(score.kind == "consistency check" for score in findings.scores)
    assert any("Look-ahead" in note for note in findings.notes)
