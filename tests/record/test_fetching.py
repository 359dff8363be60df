"""Downloads against a server of our own: whole, resumed, refused, and without a network."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.files import InputError
from foedus.record import store
from foedus.record.catalogue import datasets
from foedus.record.fetching import FetchError, address_of, fetch

SAMPLES = Path(__file__).parent / "samples"
CONTENT = bytes(i % 251 for i in range(300_000))
SHA = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Server that may break off, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ranges: list[str | None] = []
        self.break_after: int | None = None
        self.breaks = 0
        self.tag = '"one"'
        self.files = {"/data.bin": CONTENT}

    def url(self, path: str = "/data.bin") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        content = self.server.files.get(self.path)
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        if content is None:
            self.send_error(404)
            return
        start = 0
        if asked and self.headers.get("If-Range") == self.server.tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        if self.server.break_after is not None and self.server.breaks > 0:
            self.server.breaks -= 1
            rest = rest[: self.server.break_after]
            self.close_connection = True
        self.wfile.write(rest)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_file_comes_whole_and_progress_is_told(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = fetch(server.url(), tmp_path, SHA, lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data.bin"]


def test_a_broken_connection_is_taken_up_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.break_after, server.breaks = 100_000, 2
    assert fetch(server.url(), tmp_path, SHA).read_bytes() == CONTENT
    assert server.ranges[0] is None
    starts = [int(r.removeprefix("bytes=").rstrip("-")) for r in server.ranges[1:] if r]
    assert len(starts) == 2
    assert 0 < starts[0] <= 100_000 < starts[1] <= 200_000


def test_what_came_is_kept_for_the_next_call(server: Server, tmp_path: Path) -> None:
    server.break_after, server.breaks = 50_000, 99
    with pytest.raises(FetchError, match="the same command goes on"):
        fetch(server.url(), tmp_path, SHA)
    kept = (tmp_path / "data.bin.part").stat().st_size
    assert kept > 0
    server.breaks = 0
    server.ranges.clear()
    assert fetch(server.url(), tmp_path, SHA).read_bytes() == CONTENT
    assert server.ranges == [f"bytes={kept}-"]


def test_a_file_that_changed_meanwhile_is_begun_anew(server: Server, tmp_path: Path) -> None:
    server.break_after, server.breaks = 50_000, 99
    with pytest.raises(FetchError):
        fetch(server.url(), tmp_path)
    changed = CONTENT[::-1]
    server.breaks, server.tag, server.files["/data.bin"] = 0, '"two"', changed
    assert fetch(server.url(), tmp_path).read_bytes() == changed


def test_another_digest_than_asked_for_is_refused(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"expected SHA-256 {'0' * 64}, found {SHA}"):
        fetch(server.url(), tmp_path, "0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="404"):
        fetch(server.url("/nothing.zip"), tmp_path)


def test_without_a_network_the_way_out_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="without a network, get the file elsewhere"):
        fetch(f"http://127.0.0.1:{port}/data.bin", tmp_path)


def test_only_web_addresses_are_fetched(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected http"):
        fetch("file:///etc/passwd", tmp_path)


def test_data_that_may_not_be_fetched_names_the_page(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"open https://www\.sipri\.org"):
        address_of(datasets()["sipri-milex"])


def test_get_downloads_checks_and_adds(server: Server, tmp_path: Path) -> None:
    content = (SAMPLES / "states2016.csv").read_bytes()
    server.files["/states2016.csv"] = content
    result = CliRunner().invoke(
        app,
        ["data", "get", "states", "--from", server.url("/states2016.csv"), "--version", "made up",
         "--sha256", hashlib.sha256(content).hexdigest(), "--store", str(tmp_path)],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert store.table("states", tmp_path).height == 3


def test_get_without_a_network_fails_with_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    result = CliRunner().invoke(
        app,
        ["data", "get", "states", "--from", f"http://127.0.0.1:{port}/s.csv", "--store",
         str(tmp_path)],
    )  # fmt: skip
    assert result.exit_code == 1
    assert "cannot be reached" in result.stderr
