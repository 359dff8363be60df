"""The page of a reading: the whole text, its marks, nothing that runs or loads."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_up import TEXT, TEXTS, span, tables

from foedus.files import InputError
from foedus.report.evidence_page import marked, write_evidence_page


def page(tmp_path: Path, texts=None, rows=None) -> str:
    path = write_evidence_page(rows or tables(), texts or TEXTS, tmp_path / "evidence.html")
    return path.read_text(encoding="utf-8")


def shown_text(html: str) -> str:
    found = re.findall(r'<p class="source">(.*?)</p>', html, re.S)
    return unescape(re.sub(r"<[^>]*>", "", found[0]))


def test_the_text_stands_whole_with_its_marks(tmp_path: Path):
    html = page(tmp_path)
    assert shown_text(html) == TEXT
    assert re.search(r'class="says"[^>]*>will stand as long as we do<', html)
    assert re.search(r'class="who"[^>]*>Ola Brand<', html)


def test_text_of_documents_is_escaped_everywhere(tmp_path: Path):
    bad = '<script>alert(1)</script> said & "quoted" <img src=x onerror=y>'
    rows = {
        "documents": [{"id": "d", "file": "<b>.txt", "sha256": "aa", "publisher": "<i>x</i>"}],
        "statements": [
            {
                "id": "S1",
                "doc": "d",
                "speaker_name": "<u>Eve</u>",
                "content_spans": [{"start": 0, "end": len(bad), "text": bad}],
                "quote_type": "direct",
                "kind": "assertion",
                "proposer": "rules",
                "stance": {"issue": "<s>", "polarity": "+"},
            }
        ],
    }
    html = page(tmp_path, {"d": bad}, rows)
    for tag in ("<script>", "<img", "<b>", "<i>x", "<u>", "<s>"):
        assert tag not in html
    assert shown_text(html) == bad


def test_the_page_loads_and_runs_nothing(tmp_path: Path):
    html = page(tmp_path)
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|<iframe|\bsrc=|url\(|@import", html)


def test_nothing_read_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="nothing was read"):
        write_evidence_page({"documents": []}, {}, tmp_path / "x.html")


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.sampled_from("abc")),
        max_size=8,
    )
)
def test_marks_cut_the_text_and_lose_nothing(raw):
    marks = [(min(a, b), max(a, b), kind, kind) for a, b, kind in raw]
    pieces = marked(TEXT, marks)
    assert "".join(piece.text for piece in pieces) == TEXT
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        inside = {kind for a, b, kind, _ in marks if a <= at and end <= b and a < b}
        assert set(piece.classes.split()) == inside
        at = end


def test_made_up_spans_are_slices():
    found = span("Ola Brand")
    assert TEXT[found["start"] : found["end"]] == "Ola Brand"


def test_what_only_a_further_proposer_found_holds_nothing_and_says_who_found_it(tmp_path: Path):
    rows = tables()
    stance = {"issue": "survival", "polarity": "+", "evidence": None}
    rows["statements"][0] |= {"stance": stance, "agreed_by": ["llm:tiny"]}
    shown = page(tmp_path, rows=rows)
    assert "for: “will stand" in shown and "rules, llm:tiny" in shown
    rows["statements"][0] |= {"proposer": "llm:tiny", "agreed_by": []}
    shown = page(tmp_path, rows=rows)
    assert "for: “will stand" not in shown and "llm:tiny" in shown
    rows["statements"][0] |= {"proposer": "rules", "disputed_by": ["llm:<b>: speaker X"]}
    shown = page(tmp_path, rows=rows)
    assert "rules, not so llm:&lt;b&gt;: speaker X" in shown
