"""The server of a language model: what it is asked, what is kept, and every way it can fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.recorded_server import recorded

from foedus.evidence.endpoint import KEY_VARIABLE, Endpoint
from foedus.files import InputError

MESSAGES = [{"role": "system", "content": "list"}, {"role": "user", "content": "the text"}]
SCHEMA: dict[str, Any] = {"type": "object"}


def number(content: str) -> int:
    return int(content)


def ask(url: str, model: str = "tiny", **more: Any) -> int:
    return Endpoint(url, model, **more).answer(MESSAGES, SCHEMA, number)


def test_the_question_has_a_schema_no_tools_and_no_chance():
    with recorded("7") as (url, asked):
        assert ask(url) == 7
    (question,) = asked
    assert question["path"] == "/v1/chat/completions"
    assert question["messages"] == MESSAGES
    assert question["temperature"] == 0
    assert question["response_format"]["json_schema"]["schema"] == SCHEMA
    assert not {"tools", "functions", "tool_choice"} & set(question)


def test_a_server_that_knows_no_schema_is_asked_without():
    with recorded("7", status=[400, 200]) as (url, asked):
        assert ask(url) == 7
    assert ["response_format" in question for question in asked] == [True, False]


def test_answers_are_kept_by_model_and_question_wherever_the_server_is(tmp_path: Path):
    with recorded("7", "8") as (url, asked):
        assert [ask(url, cache=tmp_path) for _ in range(3)] == [7, 7, 7]
        assert ask(url, "other", cache=tmp_path) == 8
    assert len(asked) == 2
    assert ask("http://127.0.0.1:9/v1", cache=tmp_path) == 7  # nobody listens there


def test_an_answer_of_no_use_is_not_kept(tmp_path: Path):
    with recorded("seven", "7") as (url, asked):
        with pytest.raises(InputError, match="invalid literal"):
            ask(url, cache=tmp_path)
        assert ask(url, cache=tmp_path) == 7
    assert len(asked) == 2


def test_a_kept_answer_that_was_damaged_is_asked_for_again(tmp_path: Path):
    with recorded("7") as (url, asked):
        ask(url, cache=tmp_path)
        (kept,) = tmp_path.iterdir()
        for content in ('{"content": "seven"}', "{", "[]", '{"content": 3}'):
            kept.write_text(content)
            assert ask(url, cache=tmp_path) == 7
    assert len(asked) == 5


def test_the_key_goes_to_the_server_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(KEY_VARIABLE, " hush-hush \n")
    with recorded("7") as (url, asked):
        ask(url, cache=tmp_path)
        assert "hush" not in repr(Endpoint(url, "tiny", cache=tmp_path))
    assert asked[0]["headers"]["Authorization"] == "Bearer hush-hush"
    assert all("hush" not in path.read_text() for path in tmp_path.iterdir())
    with recorded(status=401) as (url, _), pytest.raises(InputError) as told:
        ask(url)
    assert KEY_VARIABLE in str(told.value) and "hush" not in str(told.value)
    monkeypatch.setenv(KEY_VARIABLE, "hush\nX-Other: 1")
    with recorded("7") as (url, _), pytest.raises(InputError, match="no key has") as told:
        ask(url)
    assert "hush" not in str(told.value)


def test_a_server_that_points_elsewhere_is_not_followed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(KEY_VARIABLE, "hush")
    with recorded("7") as (there, asked):
        for code in (301, 302, 303, 307, 308):
            with (
                recorded("", status=code, headers={"Location": there}) as (url, _),
                pytest.raises(InputError, match=f"answers {code}: it points elsewhere"),
            ):
                ask(url)
    assert asked == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not in the chat format"),
        (b"<html>busy</html>", "not in the chat format"),
        (b"\xff\xfe\x00", "not in the chat format"),
        (b'{"choices": []}', "not in the chat format"),
        (b'{"choices": [{"message": {"content": null}}]}', "not in the chat format"),
        (b"[" * 100_000, "not in the chat format"),
        (b"x" * 5_000_000, "longer than 4000000 bytes"),
    ],
)
def test_rubbish_is_told(body: bytes, message: str):
    with recorded(raw=body) as (url, _), pytest.raises(InputError, match=message):
        ask(url)


def test_an_answer_cut_short_is_told():
    with recorded("7", finish="length") as (url, _), pytest.raises(InputError, match="cut short"):
        ask(url)


def test_a_server_that_refuses_is_slow_or_is_not_there_is_told():
    with recorded(status=500) as (url, _), pytest.raises(InputError, match="answers 500"):
        ask(url)
    with recorded(status=400) as (url, _), pytest.raises(InputError, match="answers 400"):
        ask(url)
    with recorded("7", slow=1.5) as (url, _), pytest.raises(InputError, match="within"):
        ask(url, seconds=0.3)
    with (
        recorded("7", drip=0.05) as (url, _),  # each letter in time, the whole never
        pytest.raises(InputError, match="within"),
    ):
        ask(url, seconds=0.4)
    with pytest.raises(InputError, match="no answer"):
        ask("http://127.0.0.1:9/v1", seconds=2)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "begins with http"),
        ("ftp://127.0.0.1/v1", "begins with http"),
        ("127.0.0.1:8080", "begins with http"),
        ("http://[::1", "such as https"),
        ("http://127.0.0.1:port/v1", "such as https"),
        ("https://me:secret@example.org/v1", "FOEDUS_MODEL_KEY"),
        ("https://example.org/v1?key=secret", "without blanks"),
        ("https://example.org/v 1", "without blanks"),
        ("http://example.org/v1", "unencrypted"),
        ("http://192.168.0.7:8080/v1", "unencrypted"),
        ("http://127.0.0.1.example.org/v1", "unencrypted"),
    ],
)
def test_addresses_that_may_not_be_asked(url: str, message: str):
    with pytest.raises(InputError, match=message) as told:
        Endpoint(url, "tiny")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/v1", "http://localhost:1/v1", "http://[::1]:1/v1"]
)
def test_addresses_that_may(url: str):
    assert Endpoint(url, "tiny").url == url
    assert Endpoint("http://example.org/v1", "tiny", unencrypted=True)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101])
def test_a_name_that_is_none(name: str):
    with pytest.raises(InputError, match="--model"):
        Endpoint("http://127.0.0.1:1/v1", name)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("inf"), float("nan")])
def test_a_time_to_wait_that_is_none(seconds: float):
    with pytest.raises(InputError, match="--model-seconds"):
        Endpoint("http://127.0.0.1:1/v1", "tiny", seconds=seconds)


def test_answers_keep_odd_letters(tmp_path: Path):
    odd = "\ud800 “ü”"
    with recorded(json.dumps(odd)) as (url, asked):
        for _ in range(2):
            made = Endpoint(url, "tiny", cache=tmp_path).answer(MESSAGES, SCHEMA, json.loads)
            assert made == odd
    assert len(asked) == 1
