"""Place, day and agency before the first words of a report."""

from __future__ import annotations

import pytest

from foedus.evidence.blocks import split_blocks
from foedus.evidence.pages import page_of

REST = "The foreign ministers of six states adopted a statement, and officials said so on that day."
HEADS = {  # dateline: (agency, day)
    "MINSK, 23 November (BelTA) – ": ("BelTA", None),
    "Yerevan, Nov 23 (Reuters) - ": ("Reuters", None),
    "DUSHANBE, September 15. /TASS/. ": ("TASS", None),
    "BISHKEK, May 27 (Itar-Tass) - ": ("Itar-Tass", None),
    "MOSCOW, November 23, 2022 /TASS/. ": ("TASS", "2022-11-23"),
    "YEREVAN, NOVEMBER 23, ARMENPRESS. ": ("ARMENPRESS", None),
    "KYIV, Ukraine (AP) — ": ("AP", None),
    "Abuja, Aug. 12, 2023 (NAN) ": ("NAN", "2023-08-12"),
    "Astana. KazTAG - ": ("KazTAG", None),
    "AKIPRESS.COM - ": ("AKIPRESS.COM", None),
    "Beijing, 16 September /Xinhua/ -- ": ("Xinhua", None),
    "China News Agency, Astana, June 21. ": ("China News Agency", None),
    "WASHINGTON — ": (None, None),
    "Saturday, August 12, 2023 – ": (None, "2023-08-12"),
    " date 2023-11-24 ": (None, "2023-11-24"),
}
NONE = (
    "NATO – ",
    "CSTO — ",
    "OPINION — ",
    "Armenia (CSTO). ",
    "Russia, Belarus (CSTO) - ",
    "Minister Petrov (Serbia) - ",
    "On Monday, ",
)


@pytest.mark.parametrize("head", HEADS)
def test_a_dateline_is_told_from_the_sentence_after_it(head: str):
    page = page_of(f"Ministers meet\n\n{head}{REST}\n\nThe talks lasted a day.\n", doc="a")
    kinds = [(page.clean[b.start : b.end], b.kind) for b in page.blocks]
    assert kinds[1] == (head.strip(), "dateline")
    assert kinds[2] == (REST, "paragraph")
    assert (page.publisher, page.published.value) == HEADS[head]
    assert page.publisher_origin == ("text" if HEADS[head][0] else "unknown")


@pytest.mark.parametrize("start", NONE)
def test_a_sentence_that_begins_like_one_is_left_whole(start: str):
    text = f"Ministers meet\n\n{start}{REST}"
    assert [b.kind for b in split_blocks(text)] == ["title", "paragraph"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Published: 10:15 GMT, 5 May 2022", "2022-05-05T10:15"),
        ("Posted on May 5, 2022 by Jane Doe", "2022-05-05"),
        ("12 January 2022 Read: 610", "2022-01-12"),
        ("2022-05-05T09:30:00", "2022-05-05T09:30"),
        ("Tue, 09/15/2015 - 11:17", "2015-09-15T11:17"),
        ("Hangzhou Net Release time: 2023-06-21 20:06", "2023-06-21T20:06"),
        ("2022/11/11", "2022-11-11"),
    ],
)
def test_a_line_that_states_the_day(line: str, value: str):
    page = page_of(f"Ministers meet\n\n{line}\n\n{REST}\n", doc="a")
    assert (page.published.value, page.published.origin) == (value, "text")
    assert page.published.span is not None
    span = page.published.span
    assert page.original[span.start : span.end] == span.text


def test_a_dateline_on_a_line_of_its_own():
    page = page_of(
        f"Ministers meet\n\n◎Xinhua News Agency, Samarkand, Uzbekistan, September 16th\n\n{REST}\n",
        doc="a",
    )
    assert [b.kind for b in page.blocks] == ["title", "dateline", "paragraph"]
    assert page.publisher == "Xinhua News Agency"


def test_what_the_user_says_goes_before_the_agency():
    page = page_of(f"A day\n\nMINSK, 5 May (BelTA) – {REST}\n", doc="a", publisher="The Post")
    assert (page.publisher, page.publisher_origin) == ("The Post", "given")
