"""`foedus review` in the terminal: one record at a time, in its place in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedus.evidence.keys import spans_in
from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.evidence.store import Item, Store

AROUND = 240
"""Characters of the source shown on either side of a record."""

HELP = "a accept · r reject · s skip · w why/history · q quit"
HIDDEN = ("id", "doc", "review", "content_spans", "span", "speaker_span", "cue_span", "mentions")


def print_counts(console: Console, store: Store) -> None:
    """How many records of each table are proposed, accepted, rejected and edited."""
    table = Table(box=None)
    names = ("proposed", "accepted", "rejected", "edited", "changed")
    for column in ("records", *names):
        table.add_column(column, justify="left" if column == "records" else "right")
    for kind, counts in store.counts().items():
        table.add_row(kind, *(str(counts[name]) for name in names))
    console.print(table)
    console.print(f"{len(store.queue())} wait for a decision.")


def print_items(console: Console, items: list[Item]) -> None:
    """One line a record: key, table, verdict, document, words."""
    for item in items:
        line = Text()
        line.append(item.key[:12], style="cyan")
        line.append(f" {item.kind:<12} {item.verdict:<9} {item.doc}: ")
        line.append(_shortened(item.words))
        console.print(line)
    console.print(f"{len(items)} records")


def tell(console: Console, item: Item) -> None:
    """Say what was decided."""
    console.print(Text(f"{item.key[:12]} {item.verdict}: {_shortened(item.words)}"))


def print_record(console: Console, store: Store, item: Item) -> None:
    """A record whole: where it stands in the source, its fields, its decisions."""
    head = Text(f"{item.kind} {item.id}", style="bold")
    head.append(f"  {item.doc}  key {item.key[:12]}  {item.verdict}", style="not bold")
    console.print(head)
    if item.sha256:
        console.print(_in_place(store.text(item.sha256), item.row))
    for name, value in item.row.items():
        if name not in HIDDEN and value not in (None, "", [], ()):
            console.print(Text(f"  {name}: {_plain(value)}"))
    if item.changed:
        console.print(Text("  The last reading differs from what was decided on.", style="yellow"))
    for verdict, reviewer, moment, reason in store.history(item.key):
        console.print(Text(f"  {moment}: {verdict} by {reviewer}. {reason}"))


def walk(console: Console, store: Store, by: str) -> None:
    """Go through the queue and ask about each record."""
    waiting = store.queue()
    if not waiting:
        console.print("Nothing waits for a decision.")
        return
    reviewer = by or console.input("Your name, for the record: ").strip()
    if not reviewer:
        raise InputError("reviewer", "missing; say who decides (--by NAME)")
    for number, item in enumerate(waiting, start=1):
        console.rule(f"{number} of {len(waiting)}")
        print_record(console, store, item)
        if not _ask(console, store, item, reviewer):
            return


def _ask(console: Console, store: Store, item: Item, reviewer: str) -> bool:
    while True:
        answer = console.input(f"{HELP}: ").strip().lower()
        if answer == "q":
            return False
        if answer in ("s", ""):
            return True
        if answer == "w":
            for line in store.history(item.key):
                console.print(Text("  " + ", ".join(line)))
        elif answer in ("a", "r"):
            reason = console.input("Why (may stay empty): ").strip()
            store.decide(item.key, "accepted" if answer == "a" else "rejected", reviewer, reason)
            return True


def _in_place(text: str, row: dict[str, Any]) -> Text:
    main = row.get("content_spans") or [row.get("span")]
    spans = [span for span in main if span]
    if not spans:
        return Text("")
    start = max(0, min(s["start"] for s in spans) - AROUND)
    end = min(len(text), max(s["end"] for s in spans) + AROUND)
    shown = Text(_safe(text[start:end]))
    for span in spans_in(row):
        if start <= span["start"] and span["end"] <= end:
            style = "reverse" if span in spans else "underline"
            shown.stylize(style, span["start"] - start, span["end"] - start)
    return shown


def _safe(text: str) -> str:
    # Control characters of a document must not steer the reader's terminal; length stays.
    return "".join(c if c in "\n\t" or c.isprintable() else "·" for c in text)


def _shortened(words: str, most: int = 110) -> str:
    flat = _safe(" ".join(words.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _plain(value: Any) -> str:
    if isinstance(value, dict) and "text" in value:
        return _shortened(str(value["text"]))
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return _shortened(str(value))
