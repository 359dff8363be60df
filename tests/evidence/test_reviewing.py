"""Going through what waits: its order, the keys, a second reviewer, changed files, old times."""

from __future__ import annotations

import copy
import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.evidence.made_up import SHA, TEXT, TEXTS, tables
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.exchange import export_decisions, import_decisions
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.report import terminal_review
from foedus.report.terminal_record import print_record


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "evidence.sqlite") as opened:
        opened.add(tables(), TEXTS)
        yield opened


def key_of(store: Store, name: str) -> str:
    return next(item.key for item in store.items() if item.id == name)


def console(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> Console:
    """A console at which somebody types the answers; a callable is called and typed, None ends."""
    made = Console(width=100, record=True, force_terminal=False)
    left = iter(answers)

    def typed(*_: object) -> str:
        answer = next(left, None)
        if answer is None:
            raise EOFError
        return str(answer() if callable(answer) else answer)

    monkeypatch.setattr(made, "input", typed)
    return made


def walked(store: Store, monkeypatch: pytest.MonkeyPatch, *answers: Any, by: str = "Ada") -> str:
    made = console(monkeypatch, *answers)
    terminal_review.walk(made, store, by)
    return made.export_text()


# --- the order ---


def test_the_queue_begins_with_what_matters_and_ends_with_second_proposers(store: Store):
    rows = tables()
    statement = rows["statements"][0]

    def more(name: str, words: str, **fields: Any) -> dict[str, Any]:
        start = TEXT.index(words)
        span = {"start": start, "end": start + len(words), "text": words}
        return {**copy.deepcopy(statement), "id": name, "content_spans": [span], **fields}

    rows["statements"] += [
        more("agreed", "Valley pact", confidence=0.4, agreed_by=["llm:tiny"]),
        more("unsure", "holds its", confidence=0.2),
        more("disputed", "Premier Ola", confidence=0.9, disputed_by=["llm:tiny: speaker X"]),
        more("tagged", "on Monday", proposer="crf", confidence=0.5),
        more("modelled", "Observer Tim", proposer="llm:tiny", confidence=0.3),
    ]
    rows["membership_claims"] = [
        {"id": "claim", "doc": "valley", "organisation": "O.x", "wrong": ["AZE"], "span": span}
        for span in rows["statements"][1]["content_spans"]
    ]
    store.add(rows, TEXTS)
    decided = key_of(store, "Svalley-01")
    store.decide(decided, "accepted", "Ada")
    rows["statements"][0]["kind"] = "promise"
    store.add(rows, TEXTS)
    assert [item.id for item in store.queue()] == [
        "Svalley-01",  # decided on, and reads otherwise now
        "P.rask",  # an unsure link
        "claim",  # against the dated list
        "disputed",
        "unsure",
        "Svalley-02",
        "Evalley-01",
        "agreed",
        "R-01",  # rests on the others
        "tagged",
        "modelled",
    ]


# --- the keys ---


def test_keys_are_explained_and_an_unknown_one_explains_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    for key in ("?", "x", "accept"):
        shown = walked(store, monkeypatch, key, "q")
        assert "a  accept" in shown and "q  quit" in shown
    assert all(item.verdict == "proposed" for item in store.items())


def test_back_decides_anew_and_both_decisions_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    first = store.queue()[0].key
    shown = walked(store, monkeypatch, "a", "", "b", "r", "on second thoughts", "q")
    assert [verdict for verdict, *_ in store.history(first)] == ["accepted", "rejected"]
    assert "2 decided; 4 wait" in shown


def test_it_goes_on_where_it_was_left(store: Store, monkeypatch: pytest.MonkeyPatch):
    waiting = [item.key for item in store.queue()]
    walked(store, monkeypatch, "a", "")  # then the input ends, as with Ctrl-D
    assert [item.key for item in store.queue()] == waiting[1:]
    walked(store, monkeypatch, *["r", ""] * 4)
    assert "Nothing waits" in walked(store, monkeypatch)


def test_a_name_is_asked_for_and_needed(store: Store, monkeypatch: pytest.MonkeyPatch):
    walked(store, monkeypatch, "Bo", "a", "sure", "q", by="")
    assert next(i.reviewer for i in store.items() if i.accepted) == "Bo"
    for answers in ((" ",), ()):
        with pytest.raises(InputError, match="say who decides"):
            walked(store, monkeypatch, *answers, by="")


def editor(tmp_path: Path, old: str, new: str) -> str:
    """An editor that replaces one text by another."""
    path = tmp_path / "editor.py"
    path.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')\n"
    )
    return f"{sys.executable} {path}"


def test_a_record_is_corrected_in_ones_editor(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("VISUAL", raising=False)
    waiting = [i for i in store.queue() if i.kind == "statements"]
    made = console(monkeypatch, "e", "a promise", "q")
    monkeypatch.setenv("EDITOR", editor(tmp_path, '"assertion"', '"promise"'))
    terminal_review.walk(made, store, "Ada", waiting)
    edited = store.item(waiting[0].key)
    assert (edited.verdict, edited.row["kind"], edited.reason) == ("edited", "promise", "a promise")
    assert edited.accepted


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nothing of this", "x", "Left as it was"),
        ("river floods", "river dries", "not the text it claims"),
        ('"kind"', '"sort"', "unknown or missing field"),
        ("{", "(", "is no JSON"),
    ],
)
def test_a_correction_that_does_not_fit_is_not_taken(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    message: str,
):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, old, new))
    waiting = [store.item(key_of(store, "Svalley-02"))]
    made = console(monkeypatch, "e", "why", "q")
    terminal_review.walk(made, store, "Ada", waiting)
    assert message in made.export_text()
    assert store.item(waiting[0].key).verdict == "proposed"


def test_without_an_editor_one_is_told(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert "variable EDITOR" in walked(store, monkeypatch, "e", "q")
    monkeypatch.setenv("EDITOR", "false")
    assert "did not end well" in walked(store, monkeypatch, "e", "q")


# --- what is shown ---


def test_a_relation_shows_the_words_it_joins(store: Store):
    made = Console(width=120, record=True)
    print_record(made, store, store.item(key_of(store, "R-01")))
    shown = made.export_text()
    assert "tension between" in shown
    assert "Ola Brand: “will stand as long as we do”" in shown
    assert "Tim Rask: “the pact may end if the river floods”" in shown


def test_a_person_is_shown_in_place(store: Store):
    rows = tables()
    start = TEXT.index("Tim Rask")
    span = {"start": start, "end": start + 8, "text": "Tim Rask"}
    rows["people"][1]["mentions"] = [{"doc": "valley", "span": span}] * 6
    store.add(rows, TEXTS)
    made = Console(width=160, record=True)
    print_record(made, store, store.item(key_of(store, "P.rask")))
    shown = made.export_text()
    assert "Observer Tim Rask warned that" in shown and "in 2 more places" in shown


def test_a_changed_record_says_what_changed(store: Store):
    key = key_of(store, "Svalley-01")
    store.decide(key, "accepted", "Ada")
    again = tables()
    again["statements"][0]["speaker_name"] = "Tim Rask"
    store.add(again, TEXTS)
    made = Console(width=120, record=True)
    print_record(made, store, store.item(key))
    shown = made.export_text()
    assert "speaker name: Ola Brand" in shown and "now reads speaker name: Tim Rask" in shown


def test_the_list_is_narrowed_by_table_and_document(store: Store):
    base = str(store.path)

    def listed(*options: str) -> str:
        return CliRunner().invoke(app, ["review", base, "--list", *options]).output

    assert "2 records" in listed("--kind", "statements")
    assert "1 record\n" in listed("--kind", "events", "--doc", "valley")
    assert "0 records" in listed("--doc", "elsewhere")
    wrong = CliRunner().invoke(app, ["review", base, "--list", "--kind", "poems"])
    assert "expected statements, events" in str(wrong.exception)


# --- several reviewers, old bases, changed files ---


def test_what_a_second_reviewer_decided_meanwhile_is_told_and_not_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    second = store.queue()[1].key

    def meanwhile() -> str:
        with Store(store.path) as other:
            other.decide(second, "rejected", "Bo", "misread")
        return "s"

    shown = walked(store, monkeypatch, meanwhile, "q")
    assert "Bo has rejected it meanwhile" in shown
    assert [verdict for verdict, *_ in store.history(second)] == ["rejected"]


def test_a_base_that_somebody_is_writing_is_told(store: Store, monkeypatch: pytest.MonkeyPatch):
    key = key_of(store, "Svalley-01")
    store._db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(store.path)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(InputError, match="somebody else writing"):
            store.decide(key, "accepted", "Ada")
    finally:
        other.rollback()
        other.close()
    assert store.decide(key, "accepted", "Ada").accepted


def test_a_changed_file_takes_the_place_of_what_it_was(store: Store):
    key = key_of(store, "Svalley-01")
    store.decide(key, "accepted", "Ada")
    new = TEXT.replace("as long as we do", "as long as they do")
    start = new.index("will stand")
    span = {"start": start, "end": start + 28, "text": new[start : start + 28]}
    rows = tables()
    rows["documents"][0]["sha256"] = "f" * 64
    rows["statements"] = [rows["statements"][0] | {"content_spans": [span], "speaker_span": None}]
    rows["events"] = rows["relations"] = []
    store.add(rows, {"valley": new})
    assert [i.words for i in store.items("statements")] == [
        "Ola Brand | Ola Brand | will stand as long as they d"
    ]
    old = store.item(key)
    assert not old.present and old.accepted
    assert store.text(SHA) == TEXT  # what was decided on can still be read


def test_an_old_base_is_told(store: Store, tmp_path: Path):
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        base.execute("INSERT INTO meta VALUES('format', '0')")
    base.close()
    done = CliRunner().invoke(app, ["review", str(path)])
    assert "has format 0, expected 1; read the files anew" in str(done.exception)


def exported(store: Store, path: Path, name: str, **cells: str) -> None:
    """Export, with some cells of one row filled in."""
    export_decisions(store, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == name:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_an_older_decision_does_not_take_the_place_of_a_newer_one(store: Store, tmp_path: Path):
    key, path = key_of(store, "Svalley-01"), tmp_path / "review.csv"
    store.decide(key, "accepted", "Bo", at="2031-05-07T10:00:00+00:00")
    export_decisions(store, path)
    store.decide(key, "rejected", "Ada", at="2031-05-08T10:00:00+00:00")
    assert import_decisions(store, path).known == 1  # it stands in the history
    exported(store, path, "Svalley-01", verdict="accepted", decided_at="2031-05-06T10:00:00+00:00")
    outcome = import_decisions(store, path)
    assert "Ada has rejected it later" in outcome.left_out[0]
    assert store.item(key).verdict == "rejected" and len(store.history(key)) == 2


def test_a_verdict_changed_in_a_spreadsheet_gets_its_own_time(store: Store, tmp_path: Path):
    key, path = key_of(store, "Svalley-01"), tmp_path / "review.csv"
    store.decide(key, "accepted", "Bo", at="2031-05-07T10:00:00+00:00")
    exported(store, path, "Svalley-01", verdict="rejected", reviewer="Ada")
    assert import_decisions(store, path).taken == 1
    assert store.item(key).decided_at != "2031-05-07T10:00:00+00:00"
    assert store.item(key).verdict == "rejected"


def test_a_time_that_is_none_is_left_out(store: Store, tmp_path: Path):
    path = tmp_path / "review.csv"
    exported(
        store, path, "Svalley-01", verdict="accepted", reviewer="Ada", decided_at="07/05/2031 10:00"
    )
    assert "is no time such as" in import_decisions(store, path).left_out[0]


def test_a_reason_that_looks_like_a_formula_comes_back_as_it_was(store: Store, tmp_path: Path):
    key, path = key_of(store, "Svalley-01"), tmp_path / "review.csv"
    store.decide(key, "accepted", "Ada", "=1+1", at="2031-05-07T10:00:00+00:00")
    export_decisions(store, path)
    assert import_decisions(store, path).known == 1
    with Store(tmp_path / "other.sqlite") as other:
        other.add(tables(), TEXTS)
        assert import_decisions(other, path).taken == 1
        assert other.item(key).reason == "=1+1"


def test_columns_that_only_help_the_reader_may_be_left_out(store: Store, tmp_path: Path):
    path = tmp_path / "review.csv"
    exported(store, path, "Svalley-01", verdict="accepted", reviewer="Ada")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        names = ["key", "sha256", "digest", "verdict", "reviewer", "decided_at", "reason", "edit"]
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert import_decisions(store, path).taken == 1
