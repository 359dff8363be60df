"""`foedus backtest` as people meet it: scores, what is missing, errors in one line."""

from __future__ import annotations

import json
import sys

import numpy as np
import polars as pl
import pytest

from foedus.cli import main
from foedus.record import backtests
from foedus.record.backtests import BackTest, Findings
from foedus.record.scoring import as_predictions, scorecard


@pytest.fixture
def foedus(monkeypatch, capsys):
    """Run a command in this process; return its exit code, output and errors."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["foedus", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.out, out.err

    return call


def coin(store):
    """Back-test of a made-up table: a coin forecast as fair."""
    y = store.table("coins")["heads"].to_numpy()
    rows = as_predictions(
        test="coin",
        model="fair",
        origin="2000",
        unit=np.arange(len(y)),
        probability=np.full(len(y), 0.5),
        outcome=y,
    )
    return Findings(scorecard(rows, targets={"brier": 0.2}, draws=20), rows, ["a coin"])


@pytest.fixture
def coins(monkeypatch, tmp_path):
    """Register a back-test of coins and one whose table is missing; return the store's folder."""
    known = {
        "coin": BackTest("coin", "a coin", "test_backtest_command:coin", needs=("coins",)),
        "dice": BackTest("dice", "a die", "test_backtest_command:coin", needs=("dice",)),
    }
    for name in list(backtests.BACKTESTS):
        monkeypatch.delitem(backtests.BACKTESTS, name)
    for name, test in known.items():
        monkeypatch.setitem(backtests.BACKTESTS, name, test)
    monkeypatch.setitem(sys.modules, "test_backtest_command", sys.modules[__name__])
    folder = tmp_path / "store"
    folder.mkdir()
    pl.DataFrame({"heads": [0, 1, 1, 0, 1]}).write_parquet(folder / "coins.parquet")
    monkeypatch.setenv("FOEDUS_DATA_DIR", str(folder))
    return folder


def test_all_that_can_be_run_is_run_and_the_rest_is_named(foedus, coins):
    code, out, _ = foedus("backtest")
    assert code == 0
    assert "fails" in out and "0.2500" in out  # a fair coin's Brier score, target 0.2
    assert "not run: dice, for want of dice" in out


def test_json_is_one_object_and_failures_come_first(foedus, coins):
    code, out, _ = foedus("backtest", "--json")
    told = json.loads(out)["tests"]
    assert code == 0
    assert told[0]["scores"][0]["failed"] and told[0]["scores"][0]["result"] == 0.25
    assert told[0]["scores"][0]["base_rate"] == 0.6
    assert told[1] == {"name": "dice", "about": "a die", "missing": ["dice"]}


def test_prediction_rows_are_kept(foedus, coins, tmp_path):
    out = tmp_path / "out"
    assert foedus("backtest", "coin", "--out", str(out))[0] == 0
    rows = pl.read_parquet(out / "coin.parquet")
    assert rows.height == 5 and {"origin", "unit", "step", "probability"} <= set(rows.columns)
    assert json.loads((out / "scores.json").read_text())["tests"][0]["name"] == "coin"


def test_what_cannot_be_done_is_said_in_one_line(foedus, coins):
    code, _, err = foedus("backtest", "nothing")
    assert code == 3 and "there are: coin, dice" in err and err.count("\n") == 1
    code, _, err = foedus("backtest", "dice")
    assert code == 3 and "needs the tables dice" in err and err.count("\n") == 1


def learned(store):
    """Back-test that needs a package of the extra."""
    import sklearn

    raise AssertionError(sklearn)


def test_a_package_that_is_not_installed_is_named(foedus, coins, monkeypatch):
    test = BackTest("learned", "needs more", "test_backtest_command:learned", needs=("coins",))
    monkeypatch.setitem(backtests.BACKTESTS, "learned", test)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    code, _, err = foedus("backtest", "learned")
    assert code == 3 and "needs the package sklearn" in err and err.count("\n") == 1


def test_every_registered_function_exists_and_every_name_is_its_own():
    from importlib import import_module

    for name, test in backtests.BACKTESTS.items():
        module, _, function = test.function.partition(":")
        assert name == test.name
        assert callable(getattr(import_module(module), function))
