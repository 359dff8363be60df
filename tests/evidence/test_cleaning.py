"""The clean copy and its map: every stretch leads back to the slice of the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.evidence.blocks import split_blocks
from foedus.evidence.cleaning import clean
from foedus.evidence.pages import page_of

PIECES = st.sampled_from(
    [
        *("& mdash;", "&amp;", "& nbsp;", "&#8212;", "''", "``", "â€™", "Ã©", "\r\n", "\n\n"),
        *("\u200b", "“ ", " ”", "landedMarta", "end.Then", "\u00a0", "  ", "é", "😀", "word "),
        *("Title", ".", ","),
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=30).map("".join))
def test_every_letter_of_the_copy_stands_for_a_stretch_of_the_original(text: str):
    copy = clean(text)
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    at = 0
    for start, end in zip(copy.starts, copy.ends, strict=True):
        assert 0 <= start <= end <= len(text)
        assert start >= at or end <= at or (start, end) == (at, at) or start <= at <= end
        at = max(at, start)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=30).map("".join), st.data())
def test_a_span_is_the_slice_of_the_original(text: str, data: st.DataObject):
    page = page_of(text, doc="any")
    first = data.draw(st.integers(0, len(page.clean)))
    last = data.draw(st.integers(first, len(page.clean)))
    try:
        span = page.span(first, last)
    except ValueError:
        return
    assert page.original[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("war & mdash; and peace", "war — and peace"),
        ("it was& nbsp; said", "it was said"),
        ("a `` quoted '' word", "a “quoted” word"),
        ("theyâ€™re here", "they’re here"),
        ("the rates landedMarta Voss said", "the rates landed Marta Voss said"),
        ("no more.Then he left", "no more. Then he left"),
        ("line one\r\nline two", "line one\nline two"),
        ("R&D; AT&T", "R&D; AT&T"),
        ("McDonald of YouTube met eBay", "McDonald of YouTube met eBay"),
    ],
)
def test_what_is_put_right_and_what_is_left(text: str, copy: str):
    assert clean(text).text == copy


PAGE = """Posted: 03.04.2031 09:15

Valley talks end without a text

Valley talks end without a text

The ministers left the hall on Monday. They will meet again.

No date was set for it.

Also Read

Comments are closed.

River Pact Gets New Head Tim Rask Is Named Envoy
"""


def test_blocks_tell_the_report_from_what_the_site_put_around_it():
    text = clean(PAGE).text
    kinds = [b.kind for b in split_blocks(text)]
    assert kinds == [
        *("dateline", "title", "boilerplate", "paragraph", "paragraph"),
        *("boilerplate", "boilerplate", "boilerplate"),
    ]


def test_the_dateline_gives_the_date_and_says_where_it_comes_from():
    page = page_of(PAGE, doc="talks")
    assert (page.published.value, page.published.precision) == ("2031-04-03T09:15", "minute")
    assert page.published.origin == "text"
    assert page.published.span is not None
    assert page.published.span.text == "03.04.2031 09:15"
    assert page.title is not None
    assert page.title.text == "Valley talks end without a text"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 5 March 2030", "2030-03-05"),
        ("March 5th, 2030 by Staff", "2030-03-05"),
        ("2030-03-05", "2030-03-05"),
        ("Updated: 5/3/2030", "2030-03-05"),
        ("31.02.2030", None),
    ],
)
def test_dates_of_several_forms_are_read(line: str, day: str | None):
    page = page_of(f"{line}\n\nA headline\n\nThe pact was signed by all. It holds.", doc="d")
    assert page.published.value == day


def test_a_hand_broken_paragraph_is_one_block_and_a_list_is_several():
    broken = (
        "The council of the valley states has met again on the eve of the\n"
        "harvest and has found no words for what its members had done to it\n"
        "in the year before.\n"
    )
    assert len(split_blocks(broken)) == 1
    assert len(split_blocks("One point.\nAnother point.\nThe last.\n")) == 3


def test_a_very_long_line_is_cut_where_sentences_end():
    text = "The river rose again in the night. " * 1000
    blocks = split_blocks(text)
    assert len(blocks) > 2
    assert all(text[b.end - 1] == "." for b in blocks)
    assert "".join(text[b.start : b.end] for b in blocks).count("river") == 1000
