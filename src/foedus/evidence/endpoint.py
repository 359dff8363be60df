"""A server that speaks the OpenAI chat format: asked, waited for, its answers kept.

Nothing is asked unless a user gives an address. The text of documents goes out unencrypted only
within this machine, or where the user allows it; the key stands in the environment and is written
nowhere; redirects are not followed, since they would carry the key elsewhere.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from foedus.files import InputError, write_text

KEY_VARIABLE = "FOEDUS_MODEL_KEY"
"""Environment variable that holds the key of the server."""

SECONDS = 120.0
MOST_SECONDS = 86_400
MOST_BYTES = 4_000_000
"""Longest answer that is read."""

MOST_NAME = 100
UNKNOWN_FORMAT = (400, 422)
"""What servers answer that do not know how to keep to a schema."""

Messages = Sequence[Mapping[str, str]]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Endpoint:
    """A server that speaks the OpenAI chat format.

    Attributes
    ----------
    url : str
        Base address, such as ``http://127.0.0.1:8080/v1``.
    model : str
        Name of the model.
    cache : Path or None
        Folder in which answers are kept by the hash of model and question.
    seconds : float
        How long to wait for one answer.
    unencrypted : bool
        Whether ``http://`` will do for a server on another machine; it is sent no key then.
    """

    url: str
    model: str
    cache: Path | None = None
    seconds: float = SECONDS
    unencrypted: bool = False

    def __post_init__(self) -> None:
        _check_name(self.model)
        if not 0 < self.seconds <= MOST_SECONDS:
            raise InputError("--model-seconds", f"expected a number up to {MOST_SECONDS}")
        parts = _parts(self.url)
        if parts.scheme == "http" and not _is_here(parts) and not self.unencrypted:
            raise InputError(
                self.url,
                "would carry the texts unencrypted to another machine; use https://, "
                "or allow it with --model-unencrypted",
            )

    def answer(
        self, messages: Messages, schema: Mapping[str, Any], read: Callable[[str], Answer]
    ) -> Answer:
        """What the model answers, as `read` understands it.

        Parameters
        ----------
        messages : sequence of mappings
            The question.
        schema : mapping
            JSON schema that the answer should keep to.
        read : callable
            Makes something of the words of the answer, or raises `ValueError`; only what it could
            make something of is kept.

        Raises
        ------
        InputError
            If there is no answer, or `read` can make nothing of it.
        """
        question = {"messages": list(messages), "schema": schema}
        kept = self._kept(question)
        content = _content_of(kept)
        if content is not None:
            try:
                return read(content)
            except ValueError:
                pass  # kept by hand or damaged: ask again
        content = self._asked(messages, schema)
        try:
            made = read(content)
        except (ValueError, RecursionError) as error:
            raise InputError(self.url, str(error)) from None
        if kept is not None:
            write_text(kept, json.dumps({"model": self.model, "content": content}))
        return made

    def _kept(self, question: Mapping[str, Any]) -> Path | None:
        if self.cache is None:
            return None
        text = f"{self.model}\n{json.dumps(question, sort_keys=True)}"
        return self.cache / f"{hashlib.sha256(text.encode()).hexdigest()}.json"

    def _asked(self, messages: Messages, schema: Mapping[str, Any]) -> str:
        question = {"model": self.model, "temperature": 0, "messages": list(messages)}
        shape = {"name": "found", "strict": True, "schema": schema}
        shaped = {
            **question,
            "response_format": {"type": "json_schema", "json_schema": shape},
        }
        try:
            answer = self._send(shaped)
        except urllib.error.HTTPError as error:
            if error.code not in UNKNOWN_FORMAT:
                raise InputError(self.url, _refusal(error.code)) from None
            try:
                answer = self._send(question)
            except urllib.error.HTTPError as again:
                raise InputError(self.url, _refusal(again.code)) from None
        return _words(self.url, answer)

    def _send(self, question: Mapping[str, Any]) -> bytes:
        """Bytes of the answer; an error of HTTP is left to the caller."""
        parts = _parts(self.url)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if parts.scheme == "https" or _is_here(parts):
            headers |= _authorisation()
        address = self.url.rstrip("/") + "/chat/completions"
        request = urllib.request.Request(address, json.dumps(question).encode(), headers)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if _is_here(parts):
            handlers.append(urllib.request.ProxyHandler({}))
        opener = urllib.request.build_opener(*handlers)
        until = time.monotonic() + self.seconds
        try:
            with opener.open(request, timeout=self.seconds) as response:
                return _read_until(response, until)
        except urllib.error.HTTPError as error:
            error.close()
            raise
        except TimeoutError:
            raise InputError(self.url, f"no answer within {self.seconds:g} seconds") from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                reason = f"none within {self.seconds:g} seconds"
            raise InputError(self.url, f"no answer ({reason})") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def _check_name(model: str) -> None:
    if not model.strip() or not model.isprintable() or len(model) > MOST_NAME:
        raise InputError("--model", f"expected the name of a model of at most {MOST_NAME} letters")


def _parts(url: str) -> SplitResult:
    """Parts of an address that may be asked.

    Raises
    ------
    InputError
        If it is none, or holds what belongs elsewhere.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise InputError("--model-url", "expected an address such as https://HOST/v1") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(url, "expected an address that begins with http:// or https://")
    if parts.username or parts.password:
        raise InputError(
            "--model-url", f"holds a name or password; put the key into {KEY_VARIABLE} instead"
        )
    if parts.query or parts.fragment or any(c.isspace() or not c.isprintable() for c in url):
        raise InputError(
            "--model-url", "expected an address without blanks, question mark or number sign"
        )
    return parts


def _is_here(parts: SplitResult) -> bool:
    """Whether an address is this machine's own."""
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _authorisation() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        return {}
    if not (key.isascii() and key.isprintable()):
        raise InputError("--model-url", f"{KEY_VARIABLE} holds letters that no key has")
    return {"Authorization": f"Bearer {key}"}


def _read_until(response: Any, until: float) -> bytes:
    """Body of a response; one that drips or never ends is given up."""
    body = bytearray()
    while piece := response.read1(65_536):
        body += piece
        if len(body) > MOST_BYTES:
            raise OSError(f"longer than {MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(body)


def _refusal(code: int) -> str:
    hints = {
        401: f"the key in {KEY_VARIABLE} is missing or wrong",
        403: f"the key in {KEY_VARIABLE} does not allow it",
        404: "no such address or model there",
        429: "too many questions; read again later with --resume",
    }
    if 300 <= code < 400:
        hints[code] = "it points elsewhere, which is not followed; give the final address"
    return f"the server answers {code}" + (f": {hints[code]}" if code in hints else "")


def _content_of(kept: Path | None) -> str | None:
    if kept is None:
        return None
    try:
        content = json.loads(kept.read_text(encoding="utf-8"))["content"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return content if isinstance(content, str) else None


def _words(url: str, answer: bytes) -> str:
    """Words of the model in an answer of the chat format."""
    try:
        choice = json.loads(answer)["choices"][0]
        content = choice["message"]["content"]
        cut = choice.get("finish_reason") == "length"
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise InputError(url, "the answer is not in the chat format") from None
    if cut:
        raise InputError(url, "the answer was cut short by the server's limit of length")
    if not isinstance(content, str):
        raise InputError(url, "the answer is not in the chat format")
    return content
