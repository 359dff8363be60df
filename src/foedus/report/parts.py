"""What a report is made of: sentences, tables, charts and acts, before they become a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from foedus.organisation import Organisation, Source
from foedus.proceedings.acts import Act
from foedus.proceedings.telling import day_in_words
from foedus.report.words import first_upper

MORE = ("http://", "https://")


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Attributes
    ----------
    text : str
        What is printed.
    value : float or None
        The number behind it, for machines.
    key : str
        Name of the number, such as ``organisation.dissolved``.
    bar : float or None
        Length of a bar from 0 to 1 drawn beside the text.
    low, high : float or None
        Ends of a range drawn over the bar.
    references : tuple of Reference
        Sources to point at.
    notes : tuple of str
        What must be read with it, in small print below.
    """

    text: str
    value: float | None = None
    key: str = ""
    bar: float | None = None
    low: float | None = None
    high: float | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with a caption; columns are (label, whether it holds numbers)."""

    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart: its Vega-Lite specification, what it shows in words, and its caption."""

    spec: dict[str, Any]
    alt: str
    caption: str


@dataclass(frozen=True)
class Reference:
    """A source as it is cited: its number in the list, what it is, where it stands."""

    number: int
    id: str
    title: str
    locator: str
    href: str
    date: str
    kind: str
    checked: str


@dataclass(frozen=True)
class ToldAct:
    """One act of the ledger, ready to be printed."""

    id: str
    date: str
    text: str
    references: tuple[Reference, ...]
    confidence: str
    note: str


@dataclass
class Citations:
    """Sources in the order in which they are first cited."""

    organisation: Organisation
    used: dict[str, Reference] = field(default_factory=dict)

    def cite(self, name: str) -> Reference:
        """Number a source; one that the library does not know keeps its name."""
        if name not in self.used:
            source = self.organisation.sources.get(name) or Source(
                id="unknown", title=name, locator="", date="", kind="memory", checked="no"
            )
            href = source.locator if source.locator.startswith(MORE) else ""
            self.used[name] = Reference(
                len(self.used) + 1,
                name,
                source.title,
                source.locator,
                href,
                source.date,
                source.kind,
                source.checked,
            )
        return self.used[name]

    def cell(self, names: Iterable[str]) -> Cell:
        """Cell that points at sources."""
        return Cell("", references=tuple(self.cite(name) for name in names))

    def tell(self, act: Act) -> ToldAct:
        """Act with its date, sources, confidence and note."""
        return ToldAct(
            act.id,
            day_in_words(act),
            first_upper(act.text),
            tuple(self.cite(name) for name in act.sources),
            act.confidence,
            act.note,
        )


@dataclass(frozen=True)
class Claim:
    """What somebody says, in our words."""

    who: str
    says: str


@dataclass
class Answer:
    """An answer to one question.

    Attributes
    ----------
    key, number, ask : str, int, str
        Its name, its place, the question.
    report : Reference
        The report that raises it.
    status : str
        ``answered``, ``answered in part`` or ``not answered yet``.
    short : str
        The answer in one or two sentences.
    why_not : str
        Why it is not, or only partly, answered.
    claims : tuple of Claim
        What the report says: data about its speakers.
    ledger, model : list of str
        What the record holds and what the model says.
    acts : list of ToldAct
    tables : list of Table
    charts : list of Chart
    by_construction, limits : tuple of str
        What the model assumes; what stays open.
    """

    key: str
    number: int
    ask: str
    report: Reference
    status: str = "answered in part"
    short: str = ""
    why_not: str = ""
    claims: tuple[Claim, ...] = ()
    ledger: list[str] = field(default_factory=list)
    model: list[str] = field(default_factory=list)
    acts: list[ToldAct] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    by_construction: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
