"""The scoreboard: what is kept, what counts as worse, and the scores computed again."""

from __future__ import annotations

import copy
import datetime
import json
import os
from pathlib import Path

import pytest

from foedus.files import InputError
from foedus.record import scoreboard, store
from foedus.record.backtests import BACKTESTS
from foedus.record.backtests.running import run_one
from foedus.record.catalogue import entries
from foedus.report.scoreboard import everything, targeted

#: A back-test that took longer than this is computed again only by `FOEDUS_BACKTESTS=all`.
SECONDS = 10.0
#: Smaller runs that are quick enough; chance moves them by far less than two standard errors.
SMALL = {"csto-hindcast": {"futures": 1000}}
KEPT = scoreboard.kept()


def score(result, *, higher=False, error: float | None = 0.01, target=None, failed=False):
    return {
        "quantity": "Brier score", "result": result, "target": target, "higher_is_better": higher,
        "failed": failed, "n": 10, "events": 3, "baseline": 0.2, "baseline_name": "base rate",
        "interval": None if error is None else {"low": 0.1, "high": 0.2, "error": error},
        "data": "made up", "data_date": "2000", "kind": "out of sample", "note": "",
    }  # fmt: skip


def made(*scores):
    return {"name": "coin", "about": "a coin", "scores": list(scores), "notes": ["a note"]}


@pytest.mark.parametrize(
    ("before", "now", "higher", "is_worse"),
    [
        (0.10, 0.119, False, False),
        (0.10, 0.121, False, True),
        (0.10, 0.05, False, False),
        (0.90, 0.881, True, False),
        (0.90, 0.879, True, True),
    ],
)
def test_worse_is_beyond_two_standard_errors(before, now, higher, is_worse) -> None:
    old, new = made(score(before, higher=higher)), made(score(now, higher=higher))
    assert bool(scoreboard.worse(old, new)) == is_worse


def test_without_an_interval_only_rounding_is_forgiven() -> None:
    old = made(score(0.1, error=None))
    assert scoreboard.worse(old, made(score(0.1 + 1e-9, error=None))) == []
    assert scoreboard.worse(old, made(score(0.1001, error=None)))


def test_a_score_that_is_no_longer_found_is_worse() -> None:
    assert "no longer found" in scoreboard.worse(made(score(0.1)), made())[0]
    assert "none now" in scoreboard.worse(made(score(0.1)), made(score(None)))[0]
    assert scoreboard.worse(made(), made(score(0.1))) == []


def test_keeping_leaves_the_other_tests(tmp_path: Path) -> None:
    path, day = tmp_path / "scores.json", datetime.date(2022, 11, 30)
    scoreboard.keep([made(score(0.1))], day, path)
    scoreboard.keep([{**made(score(0.3)), "name": "dice"}], day, path)
    found = scoreboard.read_scores(path)
    assert list(found) == ["coin", "dice"]
    assert found["coin"]["scores"][0]["result"] == 0.1
    assert found["dice"]["computed"] == "2022-11-30"


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scores.json").write_text("[]")
    with pytest.raises(InputError, match=r"not the scores\.json"):
        scoreboard.read_scores(tmp_path / "scores.json")


def test_the_command_ends_with_one_when_a_score_is_worse(tmp_path, monkeypatch, capsys) -> None:
    kept, new = tmp_path / "kept.json", tmp_path / "new.json"
    monkeypatch.setattr(scoreboard, "KEPT", kept)
    scoreboard.keep([made(score(0.1))], datetime.date(2022, 11, 30), kept)
    new.write_text(json.dumps({"tests": [made(score(0.5))]}))
    assert scoreboard.main(str(new)) == 1
    assert "coin: Brier score: 0.5, before 0.1" in capsys.readouterr().err
    new.write_text(json.dumps({"tests": [made(score(0.1))]}))
    assert scoreboard.main(str(new)) == 0


def test_failures_stand_first(tmp_path, monkeypatch) -> None:
    path = tmp_path / "scores.json"
    good = {**score(0.1, target=0.2), "quantity": "the good"}
    bad = {**score(0.3, target=0.2, failed=True), "quantity": "the bad"}
    scoreboard.keep([made(good, bad, score(0.4))], datetime.date(2022, 11, 30), path)
    monkeypatch.setattr(scoreboard, "KEPT", path)
    for text in (targeted(), everything()):
        assert text.index("the bad") < text.index("the good")
        assert "**missed**" in text
    assert "1 of 2 targets are missed" in targeted()
    assert "Brier score" not in targeted().replace("the", "")  # it has no target


def test_every_kept_test_is_in_the_register() -> None:
    assert set(KEPT) <= set(BACKTESTS)


def again(name: str) -> bool:
    asked = os.environ.get("FOEDUS_BACKTESTS", "")
    seconds = KEPT[name].get("seconds") or 0.0
    return asked == "all" or name in (*asked.split(","), *SMALL) or seconds <= SECONDS


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KEPT))
def test_no_score_is_worse_than_the_one_kept(shared: Path, monkeypatch, name: str) -> None:
    if not again(name):
        pytest.skip("takes long; computed again by `make backtest` or FOEDUS_BACKTESTS=all")
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(shared / "data"))
    ran = run_one(BACKTESTS[name], store, **SMALL.get(name, {})).as_json()
    assert scoreboard.worse(KEPT[name], copy.deepcopy(ran)) == []


@pytest.mark.shared
def test_the_tables_that_the_kept_scores_rest_on_are_the_ones_at_hand(shared: Path) -> None:
    """A score can only be compared on the same data."""
    for name in KEPT:
        for table in BACKTESTS[name].needs:
            assert store.digest(table, shared / "data") == entries()[table].digest, table
