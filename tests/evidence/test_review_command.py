"""`foedus review`: lists, decisions, exchange, and a terminal that documents cannot steer."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from tests.evidence.made_up import TEXTS, tables
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.store import Store
from foedus.report import terminal_review


@pytest.fixture
def base(tmp_path: Path) -> Path:
    with Store(tmp_path / "evidence.sqlite") as store:
        store.add(tables(), TEXTS)
    return tmp_path


def run(*arguments: str):
    return CliRunner().invoke(app, ["review", *arguments])


def test_counts_then_a_decision_then_the_list(base: Path):
    assert "5 wait for a decision" in run(str(base)).output
    with Store(base / "evidence.sqlite") as store:
        key = store.search("stand")[0].key
    outcome = run(str(base), "--accept", key[:10], "--by", "Ada", "--reason", "heard")
    assert "accepted" in outcome.output
    assert "4 records" in run(str(base), "--list").output
    shown = run(str(base), "--show", key[:10]).output
    assert "accepted by Ada" in shown and "heard" in shown


def test_a_decision_needs_a_name(base: Path):
    with Store(base / "evidence.sqlite") as store:
        key = store.search("stand")[0].key
    assert "say who decides" in str(run(str(base), "--accept", key).exception)


def test_export_and_import(base: Path):
    out = base / "d.csv"
    assert "6 records written" in run(str(base), "--export", str(out)).output
    assert "0 decisions taken over" in run(str(base), "--import", str(out)).output


def test_one_walks_through_the_queue(base: Path, monkeypatch: pytest.MonkeyPatch):
    answers = iter(["a", "sure", "w", "s", "r", "", "q"])
    console = Console(width=100, record=True, force_terminal=False)
    monkeypatch.setattr(console, "input", lambda *_: next(answers))
    with Store(base / "evidence.sqlite") as store:
        terminal_review.walk(console, store, "Ada")
        verdicts = sorted(item.verdict for item in store.items())
    assert verdicts.count("accepted") == 1 and verdicts.count("rejected") == 1


def test_control_characters_and_markup_of_a_document_are_shown_as_text(tmp_path: Path):
    text = "The pact \x1b[2J[bold red]will end[/] soon, he said."
    rows = {
        "documents": [{"id": "d", "file": "d.txt", "sha256": "aa"}],
        "statements": [
            {
                "id": "Sd-01",
                "doc": "d",
                "content_spans": [{"start": 0, "end": 40, "text": text[:40]}],
            }
        ],
    }
    console = Console(width=100, record=True)
    with Store(tmp_path / "e.sqlite") as store:
        store.add(rows, {"d": text})
        (item,) = store.items()
        terminal_review.print_record(console, store, item)
        terminal_review.print_items(console, [item])
    shown = console.export_text()
    assert "\x1b" not in shown and "[bold red]" in shown
