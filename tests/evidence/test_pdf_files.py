"""PDF files written by hand: paragraphs come back, running heads and page numbers do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into
from foedus.evidence.sources import load

pytest.importorskip("pypdf")
HEAD = "Valley Institute  |  Policy Brief 7"
PAGES = (
    (
        "Valley pact ministers meet in Belgrade",
        "The foreign ministers of the Valley Pact met in Belgrade on Tues-",
        "day and adopted a statement on the safety of their borders.",
        "“We see the decay of trust, and we must answer it together,” said",
        "Serbian Foreign Minister Milan Petrov.",
    ),
    (
        "Secretary-General Tarik Hadzic warned that the pact would lose its",
        "standing force if members did not pay their",
    ),
    ("shares by the end of the year, and nobody answered him on that day",),
    ("in the hall. The pact would hold, Petrov told reporters later.",),
)


def pdf(pages: tuple[tuple[str, ...], ...]) -> bytes:
    """A file of one font with a running head and a number on every page."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects, kids = [b"", b"", font], []
    for number, lines in enumerate(pages, start=1):
        shown = "".join(f"({line}) Tj T* " for line in (HEAD, *lines, str(number)))
        content = f"BT /F1 11 Tf 60 780 Td 14 TL {shown}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (listed, len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (size, table, size, len(out))
    )


def test_title_and_paragraphs_come_back_whole(tmp_path: Path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(pdf(PAGES))
    paragraphs = load(path).original.split("\n\n")
    assert paragraphs[0] == PAGES[0][0]
    assert "on Tuesday and adopted" in paragraphs[1]
    assert paragraphs[-1].startswith("Secretary-General Tarik")
    assert "did not pay their shares by the end of the year" in paragraphs[-1]
    assert HEAD not in load(path).original
    assert not any(line.strip().isdigit() for line in paragraphs)


def test_spans_of_a_pdf_count_in_the_text_beside_the_tables(tmp_path: Path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(pdf(PAGES))
    read_into([path], tmp_path / "out", Settings.of())
    text = (tmp_path / "out" / "texts" / "brief.txt").read_bytes().decode()
    rows = [
        json.loads(line)
        for line in (tmp_path / "out" / "statements.jsonl").read_text().splitlines()
    ]
    assert {row["speaker_name"] for row in rows} == {"Milan Petrov", "Tarik Hadzic"}
    for row in rows:
        for span in row["content_spans"]:
            assert text[span["start"] : span["end"]] == span["text"]
