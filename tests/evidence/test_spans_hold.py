"""Whatever a text is made of, every span of every table is the slice that it names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.evidence.cleaning import clean
from foedus.evidence.keys import spans_in
from foedus.evidence.pages import page_of
from foedus.evidence.parts import Settings, part_of
from foedus.evidence.records import Dated

WORDS = (
    "President Ola Brandt",
    "Norwegian Foreign Minister Eva Lund",
    "the pact",
    "Lund",
    "he",
    "said that",
    "warned",
    "told reporters",
    "would hold",
    "if Sweden leaves, the pact will end",
    "met in Oslo on 5 May 2031",
    "are part of the CSTO",
    "the two states",
    "Armenia and Azerbaijan",
    "according to",
    "rejected",
    "troops",
    "(ECOWAS)",
    "the Lakes Security Compact (LSC)",
    "MINSK, 23 November 2031 (BelTA) –",
    "Leave a Reply",
    "3 comments",
    "date 2031-05-05",
)
NOISE = (
    *(" & mdash; ", "&nbsp;", "&amp;", "& nbsp;", "&#8220;", "&#x1F680;", "&#xD800;", "â€™", "Â "),
    *("“", "”", "''", "``", '"', "«", "»", "’", ", ", ". ", "! ", "? ", ": ", "; ", " – ", " - "),
    *("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\x85", "\x0c", "\t", "  ", "\u00a0"),
    *(
        "\ufeff",
        "\u200b",
        "\u202e",
        "\u2066",
        "e\u0301",
        "o\u0308\u0323",
        "🚀",
        "👩\u200d🚀",
        "ﬁ",
        "İ",
    ),
    *(
        "reducedJeff",
        "held.The",
        "<b>",
        "</p>",
        "\x1b[31m",
        "\x07",
        "ß",
        "…",
        "(",
        ")",
        "[",
        "/TASS/",
    ),
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(NOISE), st.text(max_size=4)),
    min_size=4,
    max_size=45,
).map(" ".join)
GLUED = st.lists(st.sampled_from((*WORDS, *NOISE, " ", " ", " ")), max_size=60).map("".join)


def check(value: Any, text: str) -> int:
    found = [*spans_in(value)]
    for span in found:
        assert text[span["start"] : span["end"]] == span["text"]
    return len(found)


@pytest.fixture(scope="module")
def plain() -> Settings:
    return Settings.of()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(TEXTS, GLUED))
def test_every_span_is_its_slice_in_any_text(plain: Settings, text: str):
    part = part_of(page_of(text, doc="any"), plain)
    for table, rows in part.items():
        if isinstance(rows, list):
            assert check(rows, text) >= (1 if table == "statements" and rows else 0)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(TEXTS, GLUED, st.text()))
def test_the_map_of_the_clean_text_never_leaves_the_original(text: str):
    cleaned = clean(text)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    before = 0
    for start, end in zip(cleaned.starts, cleaned.ends, strict=True):
        assert before <= start <= end <= len(text)
        before = start


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_ends_of_the_calendar_stop_nobody(plain: Settings, day: str):
    text = (
        "Talks\n\nOla Brandt met Eva Lund yesterday. They will meet next Monday, two weeks later, "
        "in December 9999 and on Friday. The pact was signed in the last century.\n"
    )
    part = part_of(page_of(text, doc="any", published=Dated(day, "day", "given")), plain)
    assert check(part["events"], text) >= 1


def test_a_text_of_all_that_noise_still_gives_its_statement(plain: Settings):
    text = (
        "\ufeffTalks\r\n\r\nNorwegian\u00a0President Ola Brandt said  that & mdash; 🚀 at last "
        "& mdash; the pact was “reduced”.\r\n"
    )
    part = part_of(page_of(text, doc="any"), plain)
    (statement,) = part["statements"]
    assert statement["speaker_name"] == "Ola Brandt"
    assert statement["content_spans"][0]["text"].endswith("the pact was “reduced”")
    assert check(part["statements"], text) >= 3
