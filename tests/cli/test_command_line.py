"""The command line as people meet it: exit codes, one-line errors, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from foedus.cli import main
from foedus.organisation import library_folder


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


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a copy of the packaged library that a test may damage."""
    folder = tmp_path / "mine"
    shutil.copytree(library_folder("csto"), folder)
    scenario = folder / "scenario.yaml"
    scenario.write_text(
        scenario.read_text().replace("organisation: csto", f"organisation: {folder}")
    )
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def one_line(err: str) -> str:
    lines = [line for line in err.splitlines() if line.strip()]
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run", "csto", "--as-of", "2022-02-30"], "YYYY-MM-DD"),
        (["run", "nowhere"], "neither a library"),
        (["run", "csto", "--set", "parameters.council.loyalti=1"], "no parameter"),
        (["run", "csto", "--set", "parameters.council.refusal_rate=1.5"], "[0, 1]"),
        (["run", "csto", "--set", "structures.base_rate.leeds_2000=-1"], "base_rate"),
        (["run", "csto", "--set", "wrong=1"], "expected parameters.GROUP.NAME"),
        (["run", "csto", "--set", "parameters.council.loyalty"], "PATH=VALUE"),
        (["run", "csto", "--what-if", "peace"], "war_lost"),
        (["run", "csto", "--as-of", "1990-01-01"], "fewer than two members"),
        (["run", "csto", "--as-of", "2021-12-31", "--what-if", "war_lost"], "no war"),
        (["show", "csto", "--as-of", "soon"], "YYYY-MM-DD"),
        (["replay", "csto", "--from", "2022-05-01", "--to", "2022-01-01"], "lies before"),
        (["report", "/nonexistent"], "not a run's folder"),
    ],
)
def test_bad_input_is_one_line_and_code_3(foedus, words, expected):
    code, _out, err = foedus(*words)
    assert code == 3
    assert expected in one_line(err)


@pytest.mark.parametrize("words", [["run", "csto", "--nope"], ["run"], ["fly"]])
def test_wrong_usage_is_code_2(foedus, words):
    code, _out, err = foedus(*words)
    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("scenario.yaml", "months: 24", "months: 24\nmonts: 12", "monts"),
        ("scenario.yaml", "months: 24", "months: 24\nmonths: 12", "twice"),
        ("scenario.yaml", "as_of: 2022-11-30", "as_of: 2022-11-31", "scenario.yaml"),
        ("parameters.yaml", "mean: 0.5, sd: 0.5", "mean: 0.5, sd: -1", "stake"),
        ("parameters.yaml", "    source: foedus-authors\n", "", "source"),
        ("agenda.csv", "declaration,session,1.0", "declaration,session,1.4", "row 2"),
        ("members.csv", "ARM,member,1992-05-15", "ARM,member,1992-15-05", "members.csv"),
        ("ledger.csv", "2022-01-05-request-for-help-kaz", "2022-01-05-request-for-help-kgz", "row"),
        ("ledger.csv", "Tokayev asks", "Tokayev begs", "chain"),
    ],
)
def test_a_damaged_library_names_file_and_place(foedus, library, name, old, new, expected):
    change(library / name, old, new)
    code, _out, err = foedus("run", str(library), "--futures", "1", "--months", "1")
    assert code == 3
    line = one_line(err)
    assert name in line and expected in line


def test_a_number_without_a_source_fails_the_check(foedus, library):
    change(library / "parameters.yaml", "source: berkemeier-fuhrmann-2018", "source: somebody")
    code, _out, err = foedus("check", str(library))
    assert code == 3
    assert "'somebody' is not in sources.csv" in one_line(err)


def test_the_packaged_library_passes_its_check(foedus):
    code, out, err = foedus("check", "csto")
    assert (code, err) == (0, "")
    assert "no problem found" in out
    for basis in ("data", "literature", "document", "judgement"):
        assert basis in out


def test_an_unwritable_folder_fails_before_the_work(foedus, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    code, _out, err = foedus("run", "csto", "--futures", "1", "--out", str(blocked / "run"))
    assert code == 3
    assert "cannot be written" in one_line(err)


def test_json_is_one_object_on_standard_output(foedus):
    code, out, _err = foedus("run", "csto", "--futures", "20", "--months", "2", "--json")
    assert code == 0
    assert json.loads(out)["futures"] == 20


def test_a_lock_file_repeats_the_run(foedus, tmp_path):
    run = ["--futures", "40", "--months", "3", "--json"]
    _code, first, _err = foedus("run", "csto", *run, "--out", str(tmp_path / "a"))
    lock = tmp_path / "a" / "scenario.lock.yaml"
    code, second, err = foedus("run", str(lock), "--json")
    assert code == 0, err
    assert json.loads(first) == json.loads(second)
    lock.write_text(lock.read_text().replace("months: 3", "months: 4"))
    code, _out, err = foedus("run", str(lock))
    assert code == 3
    assert "was edited" in one_line(err)


def test_acting_in_a_copy(foedus, tmp_path):
    copy = tmp_path / "mine.csv"
    code, out, _err = foedus("act", str(copy), "--as-of", "2022-01-04")
    assert code == 0
    assert "request_for_help" in out
    request = ["request_for_help", "--by", "KAZ", "--to", "CSC"]
    unrest = ["--refers", "2022-01-02-unrest-kaz"]
    code, out, _err = foedus("act", str(copy), *request, *unrest)
    assert code == 0
    assert "permitted" in out and "mandate_given" in out
    before = copy.read_bytes()
    sent = ["contingent_sent", "--by", "RUS", "--to", "KAZ"]
    code, _out, err = foedus("act", str(copy), *sent)  # nobody has given a mandate
    assert code == 3
    assert "impossible" in one_line(err)
    assert copy.read_bytes() == before


def test_what_has_left_cannot_sign(foedus, tmp_path):
    copy = tmp_path / "mine.csv"
    foedus("act", str(copy), "--as-of", "2022-01-04")
    code, _out, err = foedus(
        "act", str(copy), "agreement_signed", "--by", "GEO", "--by", "ARM", "--text", "a pact"
    )
    assert code == 3
    assert "impossible" in one_line(err)


def test_replay_tells_the_year(foedus):
    code, out, _err = foedus("replay", "csto", "--no-model")
    assert code == 0
    for words in ("Kazakhstan", "refuses to sign", "17 drafts", "impossible", "consistency check"):
        assert words in out


def test_help_is_quick():
    """Half a second is the promise; the best of three allows for a busy machine."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "foedus.cli", "--help"], check=True, capture_output=True
        )
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_interrupt_keeps_what_was_finished(foedus, tmp_path):
    import signal

    foedus("run", "csto", "--futures", "2")  # so that the child need not compile
    out = tmp_path / "run"
    words = ["run", "csto", "--futures", "3000000", "--out", str(out), "--json"]
    child = subprocess.Popen(
        [sys.executable, "-m", "foedus.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(8)
    child.send_signal(signal.SIGINT)
    printed, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert "kept" in err and "Traceback" not in err
    summary = json.loads(printed)
    assert 0 < summary["futures"] < 3_000_000
    assert json.loads((out / "summary.json").read_text()) == summary
