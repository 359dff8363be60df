"""A server on loopback that speaks the OpenAI chat format and gives recorded answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = list[dict[str, Any]]
Recorded = str | Callable[[dict[str, Any]], str]


@contextmanager
def recorded(
    *answers: Recorded,
    status: int | list[int] = 200,
    raw: bytes | None = None,
    slow: float = 0.0,
    drip: float = 0.0,
    headers: dict[str, str] | None = None,
    finish: str = "stop",
) -> Iterator[tuple[str, Asked]]:
    """A server that gives the answers in turn, the last one from then on, and keeps the questions.

    `raw` replaces the whole body, `slow` waits before it, `drip` after each of its letters;
    `status` may name one code a question.
    """
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            question = json.loads(self.rfile.read(length))
            asked.append({**question, "path": self.path, "headers": dict(self.headers)})
            number = len(asked)
            time.sleep(slow)
            code = status if isinstance(status, int) else status[min(number, len(status)) - 1]
            self.send_response(code)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the client may have given up
                body = raw if raw is not None else self.body(question, number)
                for at in range(0, len(body), 1 if drip else max(1, len(body))):
                    self.wfile.write(body[at : at + 1] if drip else body)
                    time.sleep(drip)

        def body(self, question: dict[str, Any], number: int) -> bytes:
            answer = answers[min(number, len(answers)) - 1] if answers else ""
            content = answer if isinstance(answer, str) else answer(question)
            choice = {"message": {"content": content}, "finish_reason": finish}
            return json.dumps({"choices": [choice]}).encode()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.block_on_close = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(
    *statements: tuple[str, str, str],
    events: list[dict[str, Any]] | None = None,
    predictions: list[tuple[str, str]] | None = None,
) -> str:
    """An answer with (content, speaker, cue), events, and (condition, consequence)."""
    return json.dumps(
        {
            "statements": [{"content": c, "speaker": s, "cue": v} for c, s, v in statements],
            "events": events or [],
            "predictions": [{"condition": i, "consequence": t} for i, t in predictions or ()],
        }
    )


def happening(words: str, kind: str, status: str = "occurred", **more: Any) -> dict[str, Any]:
    """An event of an answer."""
    return {
        "words": words,
        "type": kind,
        "status": status,
        **{"actors": [], "targets": [], "date": ""},
        **more,
    }
