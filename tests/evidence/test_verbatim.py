"""Quotes found again: letter by letter, after cleaning, by a slip; what is kept is the source's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.evidence.pages import Page, page_of
from foedus.evidence.verbatim import nearest, places

TEXT = (
    "The pact & mdash; “will  stand as long\nas we do,” Brand said.\n\n"
    "The premier's aide doubts that the pact will stand. The pact held."
)


def page(text: str = TEXT) -> Page:
    return page_of(text, doc="page")


def found(quote: str, text: str = TEXT) -> list[str]:
    whole = page(text)
    out = []
    for start, end in places(whole, quote, [(0, len(whole.clean))]):
        span = whole.span(start, end)
        assert text[span.start : span.end] == span.text
        out.append(span.text)
    return out


@pytest.mark.parametrize(
    ("quote", "texts"),
    [
        ("doubts that the pact will stand", ["doubts that the pact will stand"]),
        ("The pact", ["The pact", "The pact"]),
        ("will stand as long as we do", ["will  stand as long\nas we do"]),  # blanks
        ('"will stand as long as we do,"', ["“will  stand as long\nas we do,”"]),  # marks
        ("'The premier’s aide'", ["The premier's aide"]),  # marks of the answer's own
        ("The pact & mdash; “will", ["The pact & mdash; “will"]),  # as the file has it
        ("The pact — “will", ["The pact & mdash; “will"]),
        ("The premier's aide doubt that the pact will stand", None),  # a slip
        ("he pact", []),  # begins inside a word
        ("The pac", []),
        ("the pact will fall", []),
        ("The premier's aide hopes that the pact will fall", []),
        ("THE PACT", []),
        ("", []),
        ("  ", []),
        (".*", []),
    ],
)
def test_where_a_quote_stands(quote: str, texts: list[str] | None):
    if texts is None:
        texts = ["The premier's aide doubts that the pact will stand"]
    assert found(quote) == texts


def test_a_place_lies_within_one_paragraph():
    whole = page()
    cut = whole.clean.index("The premier")
    parts = [(0, cut), (cut, len(whole.clean))]
    assert places(whole, "Brand said. The premier's aide", parts) == []
    assert len(places(whole, "Brand said.", parts)) == 1


def test_a_slip_in_copying_keeps_the_words_of_the_source():
    # A word left out of a long quote: the source's own words are kept, the missing one among them.
    text = "He told the envoys that the northern garrison will not be moved before the thaw comes."
    slip = "the envoys that the northern garrison will be moved before the thaw comes"
    assert found(slip, text) == [text[8:-1]]
    turned = slip.replace("will be moved", "will surely be moved at once")
    assert found(turned, text) == []


def test_the_nearest_place_is_meant():
    assert nearest([(0, 3), (50, 53), (90, 93)], [(60, 64)]) == (50, 53)
    assert nearest([(0, 3), (50, 53)], []) == (0, 3)
    assert nearest([(0, 3), (50, 53)], [(51, 52)]) == (50, 53)


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_asked_for_what_is_found_is_a_slice(text: str, quote: str):
    text = text + " " + quote + " x"
    whole = page_of(text, doc="page")
    for start, end in places(whole, quote, [(0, len(whole.clean))]):
        assert 0 <= start < end <= len(whole.clean)
        assert whole.clean[start:end].strip()
