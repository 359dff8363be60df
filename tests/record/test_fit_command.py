"""`foedus fit` and the crises of `foedus backtest`, as people meet them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from foedus.cli import main
from foedus.fitted import read_fit


@pytest.fixture
def foedus(monkeypatch, capsys, tmp_path: Path):
    """Run a command in this process with an empty store; return exit code, output, errors."""
    monkeypatch.setenv("FOEDUS_DATA_DIR", str(tmp_path / "store"))

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["foedus", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.out, out.err

    return call


def test_the_list_says_what_each_fit_lacks(foedus) -> None:
    code, out, _ = foedus("fit", "--list")
    assert code == 0
    lines = dict(line.split(": ", 1) for line in out.strip().splitlines())
    assert "lacks atop4_member" in lines["exits"]
    assert "lacks" not in lines["responses"]


def test_an_unknown_fit_lists_those_there_are(foedus) -> None:
    code, _, err = foedus("fit", "nothing")
    assert code == 3
    assert "no such fit" in err
    assert "honouring" in err


def test_a_fit_without_its_tables_says_how_to_add_them(foedus) -> None:
    code, _, err = foedus("fit", "honouring")
    assert code == 3
    assert "leeds_anac_2005" in err
    assert "foedus data add" in err
    assert err.count("\n") == 1


def test_what_can_be_fitted_is_written_and_told(foedus, tmp_path: Path) -> None:
    code, out, _ = foedus("fit", "--json", "--out", str(tmp_path / "fits"))
    assert code == 0
    by = {entry["name"]: entry for entry in json.loads(out)["fits"]}
    assert "leeds_anac_2005" in by["honouring"]["missing"]
    one = by["responses"]["fits"][0]
    stored = read_fit(tmp_path / "fits" / f"{one['fit']}.yaml")
    assert stored.terms == tuple(one["terms"])
    assert stored.mean == pytest.approx(one["mean"])


def test_the_terminal_shows_estimates_with_errors(foedus) -> None:
    code, out, _ = foedus("fit", "responses")
    assert code == 0
    assert "standing_leader" in out
    assert "note:" in out


def test_crises_of_a_file_are_only_for_their_back_test(foedus, tmp_path: Path) -> None:
    code, _, err = foedus("backtest", "honouring", "--cases", str(tmp_path / "x.csv"))
    assert code == 3
    assert "honouring" in err or "responses" in err


def test_crises_of_a_file_are_scored(foedus, tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text(
        "case_id,organisation,start_date,crisis_type,formal_request,response,confidence\n"
        "NEW-1,CSTO,2001-02-03,internal_unrest,1,force,high\n"
        "NEW-2,NATO,2003-02-03,coup,0,none,high\n"
    )
    code, out, _ = foedus("backtest", "responses", "--cases", str(path), "--json")
    assert code == 0
    (test,) = json.loads(out)["tests"]
    assert any("2 cases scored" in note for note in test["notes"])
    assert any("No second coding" in note for note in test["notes"])
    assert any(score["target"] == 0.0 for score in test["scores"])


def test_a_missing_file_of_crises_is_named(foedus, tmp_path: Path) -> None:
    code, _, err = foedus("backtest", "responses", "--cases", str(tmp_path / "none.csv"))
    assert code == 3
    assert "none.csv: no such file" in err
