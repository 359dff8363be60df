"""The handbook: what is made is up to date, links lead somewhere, commands can be read."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
import typer.main

from foedus.cli import app
from foedus.files import InputError
from foedus.organisation import library_folder
from foedus.proceedings.ledger import read, seal, write
from foedus.report.pages import filled, pages

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs"
FRONT = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES = [*sorted(p for p in FOLDER.rglob("*.md") if "_build" not in p.parts), *FRONT]
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)(?:::(test_[a-z0-9_]+))?`")
NAME = re.compile(r"`(foedus(?:\.[a-z_0-9]+)+\.[A-Za-z_]+)`")
KNOWN = getattr(typer.main.get_command(app), "commands", {})
LATER = {"council.md", "report.png"}  # made elsewhere, and may come later


def commands(text: str) -> list[str]:
    """Command lines in the code blocks of a page."""
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    told = [line.removeprefix("$ ").partition(" #")[0].strip() for line in lines]
    return [line for line in told if line.startswith("foedus ") and "…" not in line]


def test_every_made_page_is_up_to_date():
    stale = [
        path.name
        for path, text in pages(FOLDER).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_the_lists_that_must_not_go_stale_are_made():
    made = {
        name
        for page in PAGES
        for name in re.findall(r"<!-- made: ([a-z-]+) -->", page.read_text(encoding="utf-8"))
    }
    assert {
        "irregular",
        "kinds",
        "nouns",
        "figures",
        "what-ifs",
        "structures",
        "check",
        "judgement",
    } <= made


def test_a_block_is_filled_and_the_rest_is_left():
    text = "a\n<!-- made: one -->\nold\n<!-- end -->\nb\n"
    new = filled(text, {"one": lambda: "new\n"}, Path("page.md"))
    assert new == "a\n<!-- made: one -->\n\nnew\n\n<!-- end -->\nb\n"
    assert filled(new, {"one": lambda: "new\n"}, Path("page.md")) == new


def test_a_block_of_an_unknown_name_is_refused():
    with pytest.raises(InputError, match="no block 'two'"):
        filled("<!-- made: two -->\n<!-- end -->", {"one": str}, Path("page.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target, _anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http", "mailto")) or Path(target).name in LATER:
            continue
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_can_be_read(page):
    for line in commands(page.read_text(encoding="utf-8")):
        words = shlex.split(line)
        if words[1] == "--help":
            continue
        assert words[1] in KNOWN, f"{page.name}: {line}"
        with KNOWN[words[1]].make_context(words[1], words[2:]):
            pass


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_and_names_in_the_text_exist(page):
    from foedus.report.coverage import import_problem

    text = page.read_text(encoding="utf-8")
    for path, name in TEST.findall(text):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in source, f"{page.name}: {path}::{name}"
    for dotted in NAME.findall(text):
        module, _, name = dotted.rpartition(".")
        assert not import_problem(module, name) or not import_problem(
            module.rpartition(".")[0], f"{module.rpartition('.')[2]}.{name}"
        ), f"{page.name}: {dotted}"


def test_every_command_has_a_page():
    known = set(KNOWN)
    told = {page.stem for page in (FOLDER / "commands").glob("*.md")}
    assert {"replay", "run", "show", "check", "act", "report"} <= known & told
    assert told <= known
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert [name for name in sorted(told) if f"(commands/{name}.md)" not in index] == []


def test_a_ledger_is_sealed_as_the_handbook_says(tmp_path):
    source = library_folder("csto") / "ledger.csv"
    with source.open(encoding="utf-8", newline="") as stream:
        rows = [{**row, "hash": ""} for row in csv.DictReader(stream)]
    write(seal(rows), tmp_path / "ledger.csv")
    assert read(tmp_path / "ledger.csv").head == read(source).head


def test_the_citation_gives_the_version_of_the_package():
    import tomllib

    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}\n" in text
    assert f"license: {project['license']}\n" in text
    assert f"name: {project['authors'][0]['name']}\n" in text
    assert "cff-version: 1.2.0\n" in text
