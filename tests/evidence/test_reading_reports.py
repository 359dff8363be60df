"""`foedus read`: files in, tables out; bad files told and skipped; stopped and gone on; offline."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.evidence.parts import Settings
from foedus.evidence.reading import read_into, read_paths
from foedus.evidence.records import TABLES
from foedus.evidence.rows import KINDS, record_of
from foedus.evidence.sources import load
from foedus.evidence.tables import terms_of
from foedus.files import InputError

GOOD = (
    "Valley talks end\n\nNorwegian President Ola Brandt said that the pact would hold.\n\n"
    "“We will meet again,” he added & mdash; and left.\n"
)
OTHER = "A second day\n\nOla Brandt warned that the pact was near its end. Nobody answered him.\n"
HTML = (
    "<html><head><title>Talks end | The Post</title>"
    '<meta property="article:published_time" content="2031-05-06T10:00:00Z">'
    '<meta property="og:site_name" content="The Post"></head><body><nav>Home</nav>'
    "<article><h1>Talks end</h1><p>President Ola Brandt of Norway said that the talks had ended "
    "well &amp; that more of them would follow in the capital.</p><p>“We will meet again,” he "
    "added, before he left the hall with the ministers of three countries.</p></article>"
    "<script>var x = 1;</script></body></html>"
)


def rows(folder: Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def spans(value: object) -> list[dict]:
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= set(value) else []
        return own + [s for v in value.values() for s in spans(v)]
    if isinstance(value, list):
        return [s for v in value for s in spans(v)]
    return []


def test_every_span_of_every_table_is_a_slice_of_its_text(tmp_path: Path):
    inside = write(tmp_path / "in", one__txt=GOOD.replace("\n", "\r\n"), two__html=HTML)
    out = tmp_path / "out"
    read_into([inside], out, Settings.of())
    texts = {
        "one": (inside / "one.txt").read_bytes().decode(),
        "two": (out / "texts" / "two.txt").read_bytes().decode(),
    }
    seen = 0
    for table in TABLES:
        for row in rows(out, table):
            for part in [row] if "doc" in row or table == "documents" else row["mentions"]:
                text = texts[part.get("doc") or part["id"]]
                for span in spans(part):
                    seen += 1
                    assert text[span["start"] : span["end"]] == span["text"]
    assert seen > 20


def test_reading_again_gives_the_same_bytes_in_any_company(tmp_path: Path):
    inside = write(tmp_path / "in", one__txt=GOOD, two__txt=OTHER)
    read_into([inside], tmp_path / "a", Settings.of())
    read_into([inside / "two.txt", inside / "one.txt"], tmp_path / "b", Settings.of())
    for table in TABLES:
        name = f"{table}.jsonl"
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    read_into([inside / "two.txt"], tmp_path / "c", Settings.of())
    alone = rows(tmp_path / "c", "statements")
    assert alone == [r for r in rows(tmp_path / "a", "statements") if r["doc"] == "two"]


def test_one_person_on_two_pages_has_one_id(tmp_path: Path):
    inside = write(tmp_path / "in", one__txt=GOOD, two__txt=OTHER)
    read_into([inside], tmp_path / "out", Settings.of())
    (brandt,) = rows(tmp_path / "out", "people")
    assert brandt["id"] == "P.brandt"
    assert {m["doc"] for m in brandt["mentions"]} == {"one", "two"}
    assert {s["speaker"] for s in rows(tmp_path / "out", "statements")} == {"P.brandt"}


def test_no_network_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    inside = write(tmp_path / "in", one__txt=GOOD, two__html=HTML)
    outcome = read_into([inside], tmp_path / "out", Settings.of())
    assert outcome.counts["documents"] == 2


def test_a_stopped_reading_goes_on_and_ends_the_same(tmp_path: Path):
    inside = write(tmp_path / "in", a__txt=GOOD, b__txt=OTHER, c__txt=GOOD + OTHER)
    whole, out = tmp_path / "whole", tmp_path / "out"
    read_into([inside], whole, Settings.of())

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_into([inside], out, Settings.of(), progress=stop)
    assert not (out / "statements.jsonl").exists()
    outcome = read_into([inside], out, Settings.of(), resume=True)
    assert outcome.resumed == 2
    for table in TABLES:
        name = f"{table}.jsonl"
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def test_going_on_reads_anew_what_has_changed(tmp_path: Path):
    inside = write(tmp_path / "in", a__txt=GOOD, b__txt=OTHER)
    out = tmp_path / "out"
    read_into([inside], out, Settings.of())
    (inside / "b.txt").write_text(OTHER.replace("near its end", "dead and gone"))
    outcome = read_into([inside], out, Settings.of(), resume=True)
    assert outcome.resumed == 1
    assert any("dead and gone" in json.dumps(r) for r in rows(out, "statements"))
    other = read_into([inside], out, Settings.of(publisher="The Post"), resume=True)
    assert other.resumed == 0


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n ", "is empty"),
    "binary.txt": (bytes(range(256)) * 9, "is binary"),
    "latin.txt": ("Le pr\xe9sident a dit oui et encore oui.".encode("latin-1"), "not UTF-8"),
    "numbers.txt": (b"12 34 56\n" * 40, "holds no text"),
    "russian.txt": ("Президент сказал, что всё хорошо. ".encode() * 9, "only English"),
    "deep.html": (b"<html>" + b"<div>" * 900 + b"x said y" + b"</div>" * 900, "nested 901 deep"),
    "many.html": (b"<html>" + b"<p>a</p>" * 60_000, "more than 100000 tags"),
    "wide.html": (b"<html><a " + b"x=" * 200_000 + b">he said so</a>", "without a tag"),
    "bare.html": (b"<html><script>var a = 'hello there';</script></html>", "without text"),
    "broken.pdf": (b"%PDF-1.4 nothing of the kind", "damaged PDF"),
}


def test_bad_files_are_told_and_the_rest_is_read(tmp_path: Path):
    inside = tmp_path / "in"
    inside.mkdir()
    for name, (content, _reason) in BAD.items():
        (inside / name).write_bytes(content)
    write(inside, good__txt=GOOD, same__txt=GOOD)
    outcome = read_into([inside], tmp_path / "out", Settings.of())
    assert [r["id"] for r in rows(tmp_path / "out", "documents")] == ["good"]
    told = {Path(r["file"]).name: r["reason"] for r in rows(tmp_path / "out", "failures")}
    assert set(told) == {*BAD, "same.txt"}
    for name, (_content, reason) in BAD.items():
        assert reason in told[name], told[name]
    assert "same bytes as" in told["same.txt"]
    assert outcome.failures


def test_fifty_megabytes_in_one_line_are_refused_without_being_read(tmp_path: Path):
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match="50 MB"):
        load(path)


def test_a_pdf_without_text_is_refused(tmp_path: Path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    path = tmp_path / "scan.pdf"
    writer.write(path)
    with pytest.raises(InputError, match="without text"):
        load(path)


def test_html_gives_title_date_publisher_and_the_text_alone(tmp_path: Path):
    page = load(write(tmp_path / "in", talks__html=HTML) / "talks.html")
    assert page.original.startswith("Talks end")
    assert "var x" not in page.original
    assert (page.published.value, page.published.origin) == ("2031-05-06T10:00", "metadata")
    assert (page.publisher, page.publisher_origin) == ("The Post", "metadata")
    assert page.text_file == "texts/talks.txt"


def test_html_is_read_without_trafilatura_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import foedus.evidence.html as html

    monkeypatch.setattr(html, "find_spec", lambda _name: None)
    page = load(write(tmp_path / "in", talks__html=HTML) / "talks.html")
    assert "“We will meet again,” he added" in page.original
    assert "Home" not in page.original


def test_what_the_user_says_goes_before_what_the_file_says(tmp_path: Path):
    inside = write(tmp_path / "in", talks__html=HTML)
    reading = read_paths([inside], published="2031-05-09", publisher="The Times")
    (document,) = reading.documents
    assert (document.published.value, document.published.origin) == ("2031-05-09", "given")
    assert (document.publisher, document.publisher_origin) == ("The Times", "given")


def test_a_table_of_offices_of_ones_own(tmp_path: Path):
    offices = tmp_path / "offices.csv"
    offices.write_text(
        "office,holder,state,start,end,source,confidence,note\n"
        "president,Ola Brandt,NOR,2030-01-01,,me,high,\n"
    )
    inside = write(
        tmp_path / "in", one__txt="A day\n\nBrandt said that all was well. He left for home.\n"
    )
    reading = read_paths([inside], offices=offices, published="2031-01-01")
    (person,) = reading.people
    assert (person.name, person.state) == ("Ola Brandt", "NOR")
    offices.write_text(offices.read_text().replace("NOR", "XXX"))
    with pytest.raises(InputError, match="unknown state 'XXX'; expected a code"):
        read_paths([inside], offices=offices)


OFFICES = "office,holder,state,start,end,source,confidence,note\n"


def test_a_table_of_offices_as_a_spreadsheet_saves_it(tmp_path: Path):
    path = tmp_path / "offices.csv"
    row = "president,Ola Brandt,NOR,2030-01-01,,me,high,\n"
    path.write_bytes(("\ufeff" + OFFICES + row).replace("\n", "\r\n").encode())
    (term,) = terms_of(path)
    assert (term.office, term.holder, term.state) == ("president", "Ola Brandt", "NOR")
    path.write_text((OFFICES + row).replace(",", ";"))
    with pytest.raises(InputError, match="semicolons; save it with commas"):
        terms_of(path)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("president,,NOR,2030-01-01,,me,high,", "holder: is empty"),
        (",Ola Brandt,NOR,2030-01-01,,me,high,", "office: is empty"),
        ("president,Ola Brandt,NOR,2030-01-01,2029-01-01,me,high,", "before the start"),
        ("president,Ola Brandt,NOR,01/01/2030,,me,high,", "is not a day"),
    ],
)
def test_a_row_of_offices_that_cannot_be_is_refused(tmp_path: Path, row: str, message: str):
    path = tmp_path / "offices.csv"
    path.write_text(f"{OFFICES}{row}\n")
    with pytest.raises(InputError, match=message):
        terms_of(path)


@pytest.mark.parametrize(
    ("office", "body"),
    [
        ("secretary general of the Lakes Pact", "O.lakespact"),
        ("secretary general of NATO", "O.nato"),
        ("chief of the general staff", None),
        ("secretary of state", None),
    ],
)
def test_an_office_of_a_body_of_ones_own(tmp_path: Path, office: str, body: str | None):
    path = tmp_path / "offices.csv"
    path.write_text(f"{OFFICES}{office},Ola Brandt,NOR,2030-01-01,,me,high,\n")
    assert terms_of(path)[0].organisation == body


def test_two_files_of_one_name_get_two_ids(tmp_path: Path):
    write(tmp_path / "a", one__txt=GOOD)
    write(tmp_path / "b", one__txt=OTHER)
    reading = read_paths([tmp_path / "a", tmp_path / "b"])
    first, second = (d.id for d in reading.documents)
    assert first == "one"
    assert second.startswith("one-")


def test_rows_become_the_records_they_were(tmp_path: Path):
    inside = write(tmp_path / "in", one__txt=GOOD)
    reading = read_paths([inside], tmp_path / "out")
    for table, kind in KINDS.items():
        found = tuple(record_of(kind, row) for row in rows(tmp_path / "out", table))
        assert found == getattr(reading, table)


def test_the_command_writes_tables_base_and_page(tmp_path: Path):
    inside = write(tmp_path / "in", one__txt=GOOD, empty__txt="")
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["read", str(inside), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["documents"], told["statements"], told["failed"]) == (1, 2, 1)
    assert (out / "evidence.sqlite").is_file()
    assert "would hold" in (out / "reading.html").read_text()


def test_nothing_to_read_is_an_error_that_says_so(tmp_path: Path):
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="holds no file to read"):
        read_into([tmp_path / "in"], tmp_path / "out", Settings.of())
    with pytest.raises(InputError, match="no such file"):
        read_into([tmp_path / "gone.txt"], tmp_path / "out", Settings.of())
    with pytest.raises(InputError, match="is not a day"):
        Settings.of(published="yesterday")


def test_markup_in_a_document_stays_text_on_the_page(tmp_path: Path):
    inside = write(
        tmp_path / "in",
        one__txt="A day\n\nOla Brandt said that <b>all</b> <script>alert(1)</script> was well.\n",
    )
    CliRunner().invoke(app, ["read", str(inside), "--out", str(tmp_path / "out")])
    page = (tmp_path / "out" / "reading.html").read_text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("there", "message"),
    [((), "needs spaCy"), (("spacy",), "needs an English model")],
)
def test_a_missing_model_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], message: str
):
    import foedus.evidence.language as language

    monkeypatch.setattr(language, "find_spec", lambda name: name in there or None)
    with pytest.raises(InputError, match=message):
        language.english.__wrapped__()
