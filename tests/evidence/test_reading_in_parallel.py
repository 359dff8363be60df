"""Several processes read as one does; a process that dies costs its file; stopping keeps parts."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from foedus.evidence import pool
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.evidence.records import TABLES

COUNT = 24


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(COUNT):
        text = (
            f"Talks of day {number}\n\nNorwegian President Ola Brandt said that the pact of "
            f"{number} ports would hold.\n\nOn {number + 1} May 2018 Ghana attacked Togo.\n"
        )
        (folder / f"r{number:02}.txt").write_text(text)
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture(scope="module")
def whole(inside: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    read_into([inside], out, Settings.of())
    return out


def tables(out: Path) -> dict[str, bytes]:
    return {table: (out / f"{table}.jsonl").read_bytes() for table in TABLES}


def test_a_process_that_is_killed_costs_its_file_and_the_rest_is_read_the_same(
    inside: Path, whole: Path, tmp_path: Path
):
    killed: list[int] = []

    def kill(done: int, _total: int, _name: str) -> None:
        if done == 5 and not killed:
            process = multiprocessing.active_children()[0]
            assert process.pid is not None
            killed.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)

    outcome = read_into([inside], tmp_path, Settings.of(), jobs=2, progress=kill)
    assert killed
    assert multiprocessing.active_children() == []
    reasons = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text().splitlines()]
    (lost,) = [row for row in reasons if "empty.txt" not in row["file"]]
    assert lost["reason"].startswith("the process that read it ended (SIGKILL; killed")
    assert outcome.counts["documents"] == COUNT - 1
    again = read_into([inside], tmp_path, Settings.of(), resume=True)
    assert (again.resumed, again.counts["documents"]) == (COUNT - 1, COUNT)
    assert tables(tmp_path) == tables(whole)


def test_a_reading_by_two_processes_that_is_stopped_goes_on(
    inside: Path, whole: Path, tmp_path: Path
):
    def stop(done: int, _total: int, _name: str) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_into([inside], tmp_path, Settings.of(), jobs=2, progress=stop)
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "statements.jsonl").exists()
    kept = len(list((tmp_path / "parts").glob("*.json.gz")))
    assert 7 <= kept < COUNT
    outcome = read_into([inside], tmp_path, Settings.of(), resume=True, jobs=2)
    assert outcome.resumed == kept
    assert tables(tmp_path) == tables(whole)


def test_few_files_are_read_in_this_process(
    inside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_args: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(pool, "_Pool", refuse)
    files = [inside / f"r{number:02}.txt" for number in range(3)]
    outcome = read_into(files, tmp_path, Settings.of(), jobs=2)
    assert outcome.counts["documents"] == 3


def test_without_a_language_model_no_process_is_started(
    inside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import foedus.evidence.language as language
    from foedus.files import InputError

    monkeypatch.setattr(language, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match="needs spaCy"):
        read_into([inside], tmp_path, Settings.of(), jobs=2)


@pytest.mark.parametrize(
    ("code", "words"),
    [(1, "exit code 1"), (-9, "SIGKILL; killed, perhaps for want of memory"), (-11, "SIGSEGV")],
)
def test_the_end_of_a_process_is_told_in_words(code: int, words: str):
    assert pool._ending(code) == words


def test_by_default_no_more_processes_read_than_memory_allows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(16)), raising=False)
    assert pool.usual_jobs() == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {3}, raising=False)
    assert pool.usual_jobs() == 1
