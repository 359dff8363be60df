"""The evidence base: decisions stay, spans hold, and nothing lands on words nobody saw."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.evidence.made_up import TEXTS, tables

from foedus.evidence.store import Store
from foedus.files import InputError


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "evidence.sqlite") as opened:
        opened.add(tables(), TEXTS)
        yield opened


def key_of(store: Store, name: str) -> str:
    return next(item.key for item in store.items() if item.id == name)


def test_a_decision_survives_reading_again(store: Store):
    key = key_of(store, "Svalley-01")
    store.decide(key, "accepted", "Ada", "checked against the page")
    again = tables()
    # The rules now number otherwise: ids shift, the place in the source does not.
    again["statements"][0]["id"], again["statements"][1]["id"] = "Svalley-07", "Svalley-08"
    again["relations"][0]["members"] = ["Svalley-07", "Svalley-08"]
    store.add(again, TEXTS)
    item = store.item(key)
    assert (item.id, item.verdict, item.reviewer) == ("Svalley-07", "accepted", "Ada")
    assert len(list(store.items("relations"))) == 1  # found again by its members' keys


def test_a_record_that_reads_otherwise_waits_again(store: Store):
    key = key_of(store, "Svalley-01")
    store.decide(key, "accepted", "Ada")
    assert key not in {item.key for item in store.queue()}
    again = tables()
    again["statements"][0]["speaker_name"] = "Tim Rask"
    store.add(again, TEXTS)
    item = store.item(key)
    assert item.changed
    assert item.row["speaker_name"] == "Ola Brand"  # what was accepted still counts
    assert key in {waiting.key for waiting in store.queue()}


def test_a_record_no_longer_found_is_gone_but_its_decision_stays(store: Store):
    key = key_of(store, "Svalley-02")
    store.decide(key, "rejected", "Ada")
    again = tables()
    del again["statements"][1]
    again["relations"] = []
    store.add(again, TEXTS)
    assert key not in {item.key for item in store.items()}
    assert not store.item(key).present
    assert store.history(key)[0][0] == "rejected"


@pytest.mark.parametrize(
    "act", ["UPDATE decisions SET verdict='rejected'", "DELETE FROM decisions"]
)
def test_decisions_cannot_be_changed_or_removed(store: Store, act: str):
    store.decide(key_of(store, "Svalley-01"), "accepted", "Ada")
    with (
        sqlite3.connect(store.path) as other,
        pytest.raises(sqlite3.IntegrityError, match="append"),
    ):
        other.execute(act)
    other.close()


def test_the_last_decision_counts_and_all_are_kept(store: Store):
    key = key_of(store, "Evalley-01")
    store.decide(key, "accepted", "Ada")
    store.decide(key, "rejected", "Bo", "planned, not held")
    assert store.item(key).verdict == "rejected"
    assert [verdict for verdict, *_ in store.history(key)] == ["accepted", "rejected"]


def test_a_span_that_is_no_slice_is_refused_and_nothing_is_written(tmp_path: Path):
    wrong = tables()
    wrong["statements"][1]["content_spans"][0]["start"] += 1
    with Store(tmp_path / "e.sqlite") as store:
        with pytest.raises(InputError, match="not the text it claims"):
            store.add(wrong, TEXTS)
        assert list(store.items()) == []


def test_an_edit_must_quote_the_source(store: Store):
    key = key_of(store, "Svalley-01")
    edit = store.item(key).read
    edit["content_spans"][0] |= {"text": "will fall"}
    with pytest.raises(InputError, match="not the text it claims"):
        store.decide(key, "edited", "Ada", row=edit)
    good = store.item(key).read | {"kind": "promise"}
    assert store.decide(key, "edited", "Ada", row=good).row["kind"] == "promise"
    with pytest.raises(InputError, match="unknown or missing field"):
        store.decide(key, "edited", "Ada", row=good | {"colour": "red"})


def test_unsure_and_less_certain_records_come_first(store: Store):
    names = [item.id for item in store.queue()]
    assert "P.brand" not in names  # nothing unsure about this person
    assert names.index("Svalley-02") < names.index("Svalley-01")


def test_search_finds_words_and_takes_them_as_words(store: Store):
    assert [item.id for item in store.search("river floods")] == ["Svalley-02"]
    assert store.search('pact" OR "x') == []  # no query language leaks through
    assert store.search("  ") == []


def test_mistakes_are_named(store: Store, tmp_path: Path):
    with pytest.raises(InputError, match="no record has this key"):
        store.item("zz")
    with pytest.raises(InputError, match="record"):
        store.item("")
    with pytest.raises(InputError, match="reviewer"):
        store.decide(key_of(store, "Svalley-01"), "accepted", " ")
    with pytest.raises(InputError, match="no such evidence base"):
        Store(tmp_path / "none.sqlite", create=False)
    (tmp_path / "bad.sqlite").write_text("this is no database, not at all, not even a little")
    with pytest.raises(InputError, match="cannot be used"):
        Store(tmp_path / "bad.sqlite")
