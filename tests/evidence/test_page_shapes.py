"""Saved web pages of many shapes: the report comes through, what the site adds does not."""

from __future__ import annotations

from pathlib import Path

import pytest

import foedus.evidence.html as html
from foedus.evidence.blocks import split_blocks
from foedus.evidence.pages import Page, page_of
from foedus.evidence.sources import load
from foedus.files import InputError

REPORT = (
    "The foreign ministers of the Valley Pact met in Belgrade on Tuesday and adopted a statement "
    "on the safety of their borders, officials said.",
    "“We see the slow decay of trust between our countries, and we must answer it together,” said "
    "Serbian Foreign Minister Milan Petrov after the meeting.",
    "Secretary-General Tarik Hadzic warned that the pact would lose its standing force if members "
    "did not pay their shares by the end of the year.",
)
TITLE = "Valley pact ministers meet in Belgrade"
MENU = "".join(
    f'<li><a href="/{x}">{x}</a></li>' for x in ("Home", "World", "Politics", "Sport", "Opinion")
)
COOKIES = (
    '<div id="cookies"><p>We use cookies to improve your experience on our site. By continuing to '
    "browse you agree to our use of cookies.</p><button>Accept all</button></div>"
)
RELATED = (
    "<div><h3>Related stories</h3><ul><li>President Jovan Kral says army is ready</li>"
    "<li>Minister Petra Novak resigns over budget</li></ul></div>"
)
COMMENTS = (
    "<div><h3>2 comments</h3><p>troll77 says: President Kral said this is a lie!</p>"
    "<h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>"
)
AUTHOR = (
    "<div><h4>About the author</h4><p>Lena Fischer is a reporter at the Post. She said she loves "
    "mountains. Follow her on Twitter.</p></div>"
)
LINKED = (
    '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":'
    '"NewsArticle","datePublished":"2031-05-06T14:20:00+02:00","publisher":{"@type":'
    '"Organization","name":"The Valley Post"}}]}</script>'
)


def paragraphs(mark: str) -> str:
    return "".join(f"<{mark}>{text}</{mark}>\n" for text in REPORT)


SHAPES = {
    "news": f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | The Post'
    f"</title>{LINKED}</head><body>{COOKIES}<header><nav><ul>{MENU}</ul></nav></header><main>"
    f"<article><h1>{TITLE}</h1><div>By <a>Lena Fischer</a> <time datetime='2031-05-06T14:20'>6 May"
    f"</time></div>{paragraphs('p')}<p><b>Also Read:</b> President Kral vows to stay</p>{AUTHOR}"
    f"</article>{RELATED}{COMMENTS}</main><footer>© 2031 The Post.</footer></body></html>",
    "divs": f"<html><head><title>{TITLE} - Wire</title></head><body>{COOKIES}<div><ul>{MENU}</ul>"
    f"</div><div>{TITLE}</div><div>Published: 14:20 GMT, 6 May 2031</div>{paragraphs('div')}"
    f"<div>Tags: pact, Kral</div>{RELATED}{COMMENTS}<div>Copyright 2031 Wire</div></body></html>",
    "breaks": f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><center><a>Home</a> | <a>News</a> | "
    f"<a>Contact</a></center><hr><font size=5><b>{TITLE}</b></font><br>BELGRADE, May 6, 2031 "
    f"(VNA) - {'<br><br>'.join(REPORT)}<br><hr>Back to top<br>Print this page<br></BODY></HTML>",
    "table": f"<html><head><title>News :: {TITLE}</title></head><body><table><tr><td>News</td></tr>"
    f"<tr><td><ul>{MENU}</ul></td><td><b>{TITLE}</b><br>06.05.2031 14:20<br><br>"
    f"{'<br><br>'.join(REPORT)}</td><td><b>Other news</b><br>President Kral says army is ready<br>"
    "Novak resigns</td></tr><tr><td>(C) News 2000-2031</td></tr></table></body></html>",
    "amp": f'<!doctype html><html amp><head><meta charset="utf-8"><title>{TITLE}</title>{LINKED}'
    f"</head><body><amp-sidebar><ul>{MENU}</ul></amp-sidebar><amp-consent><div>We value your "
    f"privacy</div></amp-consent><article><h1>{TITLE}</h1>{paragraphs('p')}</article>{RELATED}"
    "</body></html>",
}


def read(folder: Path, name: str, content: str | bytes) -> Page:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(path)


def of_kind(page: Page, *kinds: str) -> list[str]:
    return [page.clean[b.start : b.end] for b in page.blocks if b.kind in kinds]


@pytest.mark.parametrize("reader", ["trafilatura", "plain"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_report_alone_is_left_of_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, reader: str
):
    if reader == "plain":
        monkeypatch.setattr(html, "find_spec", lambda _name: None)
    else:
        pytest.importorskip("trafilatura")
    page = read(tmp_path, f"{shape}.html", SHAPES[shape])
    assert of_kind(page, "paragraph") == [*REPORT]
    assert of_kind(page, "title")[0] == TITLE
    assert page.published.value in ("2031-05-06", "2031-05-06T14:20")


@pytest.mark.parametrize(
    ("declared", "python"),
    [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("koi8-r", "koi8-r")],
)
def test_a_page_is_read_in_the_character_set_it_declares(
    tmp_path: Path, declared: str, python: str
):
    said = "Он" if python == "koi8-r" else "“we stay” – at the café"
    page = read(
        tmp_path,
        "a.html",
        f'<html><head><meta charset="{declared}"></head><body><p>Ola Brandt told the hall: {said} '
        "and nothing more was heard of it on that day.</p></body></html>".encode(python),
    )
    assert said in page.original
    assert page.warnings == (f"decoded from {declared}",)
    assert page.text_file == "texts/a.txt"


def test_utf_16_with_its_mark_is_read_and_its_text_kept_beside(tmp_path: Path):
    text = "A day\n\nOla Brandt said that “all” was well, and he meant it.\n"
    page = read(tmp_path, "a.txt", text.encode("utf-16"))
    assert page.original == text
    assert page.text_file == "texts/a.txt"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body><p>The caf\xe9 said so and so on and so on.", "declares no character set"),
        (b'<html><meta charset="rot13"><p>The caf\xe9 said so and so on.', "'rot13', which is not"),
        (b'<html><meta charset="utf-7"><p>The caf\xe9 said so and so on.', "'utf-7', which is not"),
        (
            b'<html><meta charset="utf-8"><p>' + b"\xe9\xe8 caf\xe9 " * 9,
            "declares utf-8 and is not",
        ),
        ("A day that said so\n".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (b"\xff\xfeA\x00b\xd8", "is none"),
    ],
)
def test_what_cannot_be_decoded_is_told(tmp_path: Path, content: bytes, reason: str):
    with pytest.raises(InputError, match=reason):
        read(tmp_path, "a.html", content)


METADATA = {
    "<time datetime='2031-05-06T08:00:00+04:00'>6 May</time>": "2031-05-06T08:00",
    "<meta name='date' content='Tue, 06 May 2031 09:00:00 GMT'>": "2031-05-06",
    "<meta name='pubdate' content='20310506'>": "2031-05-06",
    "<meta property='article:published_time' content='2031-13-45'>": None,
    "<script type='application/ld+json'>{not json</script>": None,
    f"<script type='application/ld+json'>{'[' * 50_000}</script>": None,
    '<script type=\'application/ld+json\'>{"datePublished": "2031-05-06"}</script>': "2031-05-06",
}


@pytest.mark.parametrize("head", METADATA)
def test_the_day_of_a_page_by_its_metadata(tmp_path: Path, head: str):
    page = read(
        tmp_path, "a.html", f"<html><body>{head}<h1>{TITLE}</h1>{paragraphs('p')}</body></html>"
    )
    assert page.published.value == METADATA[head]


def test_a_name_of_a_publisher_cannot_break_the_tables(tmp_path: Path):
    name = r"Po\ud800st\u001b\u202e"
    head = f'<script type="application/ld+json">{{"publisher":{{"name":"{name}"}}}}</script>'
    page = read(tmp_path, "a.html", f"<html><body>{head}{paragraphs('p')}</body></html>")
    assert page.publisher == "Po st"


def test_ends_that_may_be_left_out_do_not_count_as_depth(tmp_path: Path):
    page = read(tmp_path, "a.html", "<html><body>" + f"<p>{REPORT[0]} <li>{REPORT[1]}" * 400)
    assert REPORT[0] in page.original


NOISE = (
    *("Leave a Reply", "Also Read: Kral vows to stay", "Read more", "READ ALSO: Novak resigns"),
    *("Written by: Lena Fischer", "By Lena Fischer", "By Lena Fischer and AFP", "(NAN).", "/TASS/"),
    *("Home | News | Politics", "Home » World » Pact", "Share this:", "Tweet", "3 min read"),
    *("Source: Valley Wire", "Region: World News", "Theme: Politics", "ID :", "Auther :", "====="),
    *("© 2031 The Post", "(c) Post 2031", "https://example.org/a", "Posted in World | 3 Comments"),
    "We and our partners use cookies to store information.",
    "For More News Join Our WhatsApp Group With This Link: https://example.org/x",
    "Subscribe to our newsletter and get the best stories in your inbox.",
    "Reporting by Lena Fischer; editing by Ola Brandt",
    "Reproduction is allowed only with a link to the site.",
    "Found a typo? Select it and press Ctrl+Enter.",
    "The opinions expressed in this article are those of the author.",
    "This article was first published in The Valley Post.",
)


@pytest.mark.parametrize("line", NOISE)
def test_a_line_of_the_site_is_no_part_of_the_report(line: str):
    text = f"{TITLE}\n\n{line}\n\n" + "\n\n".join(REPORT) + "\n"
    kinds = {text[b.start : b.end]: b.kind for b in split_blocks(text)}
    assert kinds[line] == "boilerplate"
    assert [kinds[one] for one in REPORT] == ["paragraph"] * len(REPORT)


KEPT = (
    "Share prices fell, he said, because nobody had expected that the talks would fail so soon.",
    "“We use cookies to feed the troops,” the colonel said with a smile to the people around him.",
    "By Monday the ministers had agreed on a text, and they signed it on Tuesday in the capital.",
    "Source countries must be named, said the envoy, before the council can decide on the matter.",
    "NATO said no.",
)


@pytest.mark.parametrize("line", KEPT)
def test_a_sentence_of_the_report_stays_however_it_begins(line: str):
    text = f"{TITLE}\n\n{REPORT[0]}\n\n{line}\n\n{REPORT[1]}\n"
    kinds = {text[b.start : b.end]: b.kind for b in split_blocks(text)}
    assert kinds[line] == "paragraph"


def test_a_title_ends_where_the_byline_begins():
    title = "West bank of the river backs a standing force of its own"
    page = page_of(f"{title}\nBy Lena Fischer and Afp\n\n{REPORT[0]}\n", doc="a")
    assert of_kind(page, "title") == [title]
    assert of_kind(page, "boilerplate") == ["By Lena Fischer and Afp"]


def test_numbers_alone_and_trails_are_no_title():
    page = page_of(f"ID :\n380440\n\nHome » {TITLE}\n\n{TITLE}\n\n{REPORT[0]}\n", doc="a")
    assert of_kind(page, "title") == [TITLE]


def test_a_paragraph_that_stands_there_twice_counts_once():
    page = page_of("\n\n".join((TITLE, REPORT[0], REPORT[0], *REPORT[1:])), doc="a")
    assert of_kind(page, "paragraph") == [*REPORT]
