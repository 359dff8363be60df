"""Decisions go out to a file and come back; what no longer fits is left out and named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.evidence.made_up import TEXTS, tables

from foedus.evidence.exchange import export_decisions, import_decisions
from foedus.evidence.store import Store
from foedus.files import InputError


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "evidence.sqlite") as opened:
        opened.add(tables(), TEXTS)
        yield opened


def filled_in(path: Path, **decision: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == "Svalley-01":
            row.update(decision)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_decisions_made_in_a_spreadsheet_come_back(store: Store, tmp_path: Path):
    path = tmp_path / "review.csv"
    assert export_decisions(store, path) == 6
    filled_in(path, verdict="accepted", reviewer="Ada", reason="heard it")
    outcome = import_decisions(store, path)
    assert (outcome.taken, outcome.undecided, outcome.left_out) == (1, 5, [])
    assert store.search("stand")[0].verdict == "accepted"
    assert import_decisions(store, path).known == 1  # a second time changes nothing
    assert len(store.history(store.search("stand")[0].key)) == 1


def test_jsonl_carries_decisions_to_another_base(store: Store, tmp_path: Path):
    for item in list(store.items()):
        store.decide(item.key, "rejected", "Bo", at="2031-05-07T10:00:00+00:00")
    path = tmp_path / "review.jsonl"
    export_decisions(store, path)
    with Store(tmp_path / "other.sqlite") as other:
        other.add(tables(), TEXTS)
        assert import_decisions(other, path).taken == 6
        assert {i.decided_at for i in other.items()} == {"2031-05-07T10:00:00+00:00"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "bytes differ"),
        ({"digest": "0" * 64}, "reads otherwise"),
        ({"key": "feed" * 5}, "no record has this key"),
        ({"verdict": "perhaps"}, "expected accepted"),
        ({"reviewer": ""}, "say who decides"),
        ({"verdict": "edited", "edit": "{"}, "no JSON"),
        ({"verdict": "edited", "edit": "[]"}, "no record"),
    ],
)
def test_what_no_longer_fits_is_left_out(store: Store, tmp_path: Path, change, message):
    path = tmp_path / "review.csv"
    export_decisions(store, path)
    filled_in(path, **{"verdict": "accepted", "reviewer": "Ada", **change})
    outcome = import_decisions(store, path)
    assert outcome.taken == 0
    assert message in outcome.left_out[0]
    assert all(item.verdict == "proposed" for item in store.items())


def test_a_cell_never_begins_like_a_formula(store: Store, tmp_path: Path):
    key = store.search("stand")[0].key
    store.decide(key, "accepted", "Ada", '=HYPERLINK("x")')
    path = tmp_path / "review.csv"
    export_decisions(store, path)
    assert "'=HYPERLINK" in path.read_text()


def test_files_of_another_kind_are_refused(store: Store, tmp_path: Path):
    with pytest.raises(InputError, match=r"\.jsonl or \.csv"):
        export_decisions(store, tmp_path / "x.txt")
    (tmp_path / "x.csv").write_text("key,kind\n1,2\n")
    with pytest.raises(InputError, match="missing"):
        import_decisions(store, tmp_path / "x.csv")
    (tmp_path / "x.jsonl").write_text(json.dumps({"key": 1}) + "\n{")
    with pytest.raises(InputError, match="not JSON lines"):
        import_decisions(store, tmp_path / "x.jsonl")
