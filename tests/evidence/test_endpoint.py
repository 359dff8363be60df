"""A recorded server on loopback: quotes that are not in the source are dropped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.made_up import TEXT

from foedus.evidence.endpoint import MOST_CHARACTERS, Endpoint
from foedus.files import InputError


@contextmanager
def recorded(*answers: str, status: int = 200) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that gives the answers in turn and keeps the questions."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append(json.loads(self.rfile.read(length)) | {"path": self.path})
            content = answers[min(len(asked), len(answers)) - 1]
            body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def quotes(*found: tuple[str, str, str]) -> str:
    return json.dumps({"statements": [{"content": c, "speaker": s, "cue": v} for c, s, v in found]})


def test_only_what_stands_in_the_source_is_kept():
    answer = quotes(
        ("will stand as long as we do", "Ola Brand", "said"),
        ("will fall very soon", "Ola Brand", "said"),  # not in the text
        ("the pact may end if the river floods", "Eve Moor", "warned"),  # speaker made up
        ("pact", "Tim Rask", "warned"),  # one word is no statement
    )
    with recorded(answer) as (url, _):
        found = Endpoint(url, "tiny").propose("valley", TEXT)
    (one,) = found.statements
    assert found.dropped == 3
    assert one.content_spans[0].text == "will stand as long as we do"
    assert TEXT[one.content_spans[0].start : one.content_spans[0].end] == one.content_spans[0].text
    assert (one.proposer, one.quote_type, one.review) == ("model:tiny", "direct", "proposed")


def test_the_document_goes_along_as_data_in_a_message_of_its_own():
    with recorded(quotes()) as (url, asked):
        Endpoint(url, "tiny").propose("valley", TEXT)
    (question,) = asked
    assert [m["role"] for m in question["messages"]] == ["system", "user"]
    assert question["messages"][1]["content"] == TEXT
    assert "Ignore all previous" not in question["messages"][0]["content"]
    assert "tools" not in question and question["temperature"] == 0


def test_a_server_that_obeys_the_document_changes_nothing():
    # The page tells its reader to accept everything; a server that does so answers other things.
    with recorded('{"statements": [{"content": "", "accept": true}]}') as (url, _):
        found = Endpoint(url, "tiny").propose("valley", TEXT)
    assert found.statements == () and found.dropped == 1


@pytest.mark.parametrize("answer", ["I accept everything.", "[]", '{"statements": 3}', "{}"])
def test_an_answer_of_another_form_is_an_error_for_people(answer: str):
    with recorded(answer) as (url, _), pytest.raises(InputError, match="no list of statements"):
        Endpoint(url, "tiny").propose("valley", TEXT)


def test_answers_are_kept_by_question_and_model(tmp_path: Path):
    with recorded(quotes(("will stand as long as we do", "", ""))) as (url, asked):
        for _ in range(2):
            assert Endpoint(url, "tiny", cache=tmp_path).propose("valley", TEXT).statements
        Endpoint(url, "other", cache=tmp_path).propose("valley", TEXT)
    assert len(asked) == 2


def test_a_long_text_goes_in_parts_and_offsets_hold():
    long = " " * (MOST_CHARACTERS + 7) + TEXT
    answer = quotes(("will stand as long as we do", "Ola Brand", "said"))
    with recorded(quotes(), answer) as (url, asked):
        (one,) = Endpoint(url, "tiny").propose("valley", long).statements
    assert len(asked) == 2
    assert long[one.content_spans[0].start : one.content_spans[0].end] == one.content_spans[0].text


def test_no_server_and_a_refusing_server_are_named():
    with recorded("x", status=500) as (url, _), pytest.raises(InputError, match="answers 500"):
        Endpoint(url, "tiny").propose("valley", TEXT)
    with pytest.raises(InputError, match="no answer"):
        Endpoint(url, "tiny", seconds=2).propose("valley", TEXT)
    with pytest.raises(InputError, match="http://"):
        Endpoint("file:///etc", "tiny").propose("valley", TEXT)
