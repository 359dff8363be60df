"""Names, links, pipes and bytes made to break a reading, a terminal or a page."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.blocks import split_blocks
from foedus.evidence.cast import Cast
from foedus.evidence.metadata import moment
from foedus.evidence.pages import text_page
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.evidence.sources import load
from foedus.files import InputError, json_line, visible
from foedus.report.evidence_page import write_evidence_page

TEXT = "Valley talks end\n\nNorwegian President Ola Brandt said that the pact {} would hold.\n"
NAMES = {
    b"bad\xff.txt": "bad\ufffd",
    b"two\nlines.txt": "two lines",
    b"red\x1b[31m.txt": "red\ufffd[31m",
    b"<img src=x onerror=alert(1)>.html": "<img src=x onerror=alert(1)>",
    "turned\u202etxt.txt".encode(): "turned\ufffdtxt",
    b"x..%2f..%2fy.txt": "x..%2f..%2fy",
    b"a.b.c.txt": "a.b.c",
}


def rows(folder: Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_read_and_shown_without_harm(tmp_path: Path, name: bytes):
    inside = tmp_path / "in"
    inside.mkdir()
    Path(os.fsdecode(os.fsencode(inside) + b"/" + name)).write_text(TEXT.format(len(name)))
    (inside / "empty.txt").write_text("")
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["read", str(inside), "--out", str(out)])
    assert done.exit_code == 0, done.output
    (document,) = rows(out, "documents")
    assert document["id"] == NAMES[name]
    assert "\x1b" not in done.output
    page = (out / "reading.html").read_text()
    assert "<img" not in page
    assert "\u202e" not in page
    assert {p.name for p in tmp_path.iterdir()} == {"in", "out"}


def test_a_name_too_long_for_a_file_with_more_around_it_is_cut(tmp_path: Path):
    path = tmp_path / ("ü" * 120 + ".html")
    path.write_text(f"<html><body><p>{TEXT}</p></body></html>")
    read_into([path], tmp_path / "out", Settings.of())
    (document,) = rows(tmp_path / "out", "documents")
    assert len(document["id"].encode()) <= 180
    assert (tmp_path / "out" / document["text_file"]).is_file()


def test_pipes_dead_links_and_rings_of_links_are_told_and_passed(tmp_path: Path):
    inside = tmp_path / "in"
    inside.mkdir()
    os.mkfifo(inside / "pipe.txt")
    (inside / "dead.txt").symlink_to("nowhere.txt")
    (inside / "ring").symlink_to(inside)
    (inside / "self.txt").symlink_to("self.txt")
    (inside / "good.txt").write_text(TEXT)
    read_into([inside, inside / "pipe.txt", inside / "dead.txt"], tmp_path / "out", Settings.of())
    assert [d["id"] for d in rows(tmp_path / "out", "documents")] == ["good"]
    told = {Path(r["file"]).name: r["reason"] for r in rows(tmp_path / "out", "failures")}
    assert set(told) == {"pipe.txt", "dead.txt", "self.txt"}
    assert "no regular file" in told["pipe.txt"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "a.txt")


def test_what_turns_letters_around_or_steers_a_terminal_is_shown_as_itself():
    assert visible("a\x1b[2J\u202eb\u00a0c\nd") == "a\ufffd[2J\ufffdb c d"
    assert visible("a\nb", keep="\n") == "a\nb"


def test_marks_of_lines_in_a_text_do_not_break_the_lines_of_a_table():
    text = json_line({"a": "x\u2028y\x85z\u2029"})
    assert len(text.splitlines()) == 1
    assert json.loads(text) == {"a": "x\u2028y\x85z\u2029"}


def test_marks_of_direction_do_not_turn_the_page_around(tmp_path: Path):
    text = "Talks\n\nOla Brandt said that \u202ethe pact\x1b \u2066was dead\u2069.\n"
    span = {"start": 0, "end": len(text), "text": text}
    tables = {
        "documents": [{"id": "a", "file": "a.txt", "sha256": "0", "blocks": []}],
        "statements": [
            {
                "id": "S1",
                "doc": "a",
                "speaker": None,
                "speaker_label": "\u202eBrandt",
                "content_spans": [span],
                "quote_type": "direct",
                "kind": "assertion",
                "proposer": "rules",
            }
        ],
    }
    write_evidence_page(tables, {"a": text}, tmp_path / "reading.html")
    page = (tmp_path / "reading.html").read_text()
    assert not {*page} & {*"\u202e\u2066\u2069\x1b"}
    assert "\ufffdthe pact\ufffd" in page


def test_a_name_of_three_thousand_accents_is_no_name():
    page = text_page("President Ola Bra" + "\u0301" * 3000 + "ndt said that all was well.\n")
    assert all(len(p.name) < 90 for p in Cast.of([page]).people.values())
    assert moment("2031-02-30") is None


@pytest.mark.parametrize(
    "content",
    [
        "<html><body><!--" + "-" * 300_000 + TEXT,
        "<html><body>" + "<b>" * 40_000 + TEXT,
        "<html><body>" + "<div>" * 100_000 + TEXT + "</div>" * 100_000,
        "<html><body><![CDATA[" * 5000 + TEXT,
        "<html><body><p " + " ".join(f"a{i}='x'" for i in range(30_000)) + ">" + TEXT,
    ],
)
def test_bombs_are_refused_in_little_time(tmp_path: Path, content: str):
    import time

    path = tmp_path / "bomb.html"
    path.write_text(content)
    before = time.process_time()
    with pytest.raises(InputError, match="more than"):
        load(path)
    assert time.process_time() - before < 5


SLOW = (
    *("A" * 190 + "!x", "Aa" * 99, "A." * 99, "A-" * 99, "A " * 99, "A/" * 99, "we " + "use " * 48),
    *("MINSK, " * 28, "a | " * 49, "AAAA — " * 28, "A (A) " * 33, "Jan 1, " * 28, "(" * 198),
)


@pytest.mark.parametrize("line", SLOW)
def test_no_line_takes_the_rules_of_pages_long(line: str):
    import time

    before = time.process_time()
    split_blocks("\n\n".join([line] * 100))
    assert time.process_time() - before < 1
