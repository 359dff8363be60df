"""Making small runs, and reading a report as a browser would."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser
from pathlib import Path

from foedus.results.run import load_library, run
from foedus.scenario import load_scenario

FUTURES = 240
OWN_RUNS = 120
PAIRS = 64


class Page(HTMLParser):
    """What a browser would see of a page: tags with attributes, text, numbers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.numbers: dict[str, float] = {}
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = {key: value or "" for key, value in attrs}
        self.tags.append((tag, attributes))
        self._open.append(tag)
        if tag == "data" and "data-key" in attributes:
            self.numbers[attributes["data-key"]] = float(attributes["value"])

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1] == "style":
            self.styles.append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def finished(folder: Path, day: str, library=None, **fields) -> Path:
    scenario = load_scenario(library or "csto").changed(
        as_of=datetime.date.fromisoformat(day), futures=FUTURES, **fields
    )
    run(scenario, load_library(scenario.organisation), out=folder)
    return folder


def page_of(folder: Path) -> Page:
    return Page((folder / "report.html").read_text(encoding="utf-8"))
