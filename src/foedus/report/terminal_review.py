"""`foedus review` in the terminal: what waits, one record at a time, and what was decided."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedus.files import InputError
from foedus.report.terminal_record import kind_of, print_record, safe, shortened, standing

if TYPE_CHECKING:
    from foedus.evidence.items import Item
    from foedus.evidence.store import Store

HELP = "a accept · r reject · e edit · s skip · b back · ? help · q quit"
KEYS = """\
  a  accept: it may stand behind a parameter
  r  reject: it is wrong, or no evidence
  e  edit: correct the record in your editor; its spans must stay words of the source
  s  skip, or just Enter: it comes again next time
  b  back to the record before; a new decision counts in place of the old one
  w  every decision on this record
  q  quit: what was decided is kept, and the same command goes on from here"""


def print_counts(console: Console, store: Store) -> None:
    """How many records of each table are proposed, accepted, rejected and edited."""
    table = Table(box=None)
    names = ("proposed", "accepted", "rejected", "edited", "changed")
    for column in ("records", *names):
        table.add_column(column, justify="left" if column == "records" else "right")
    for kind, counts in store.counts().items():
        table.add_row(kind.replace("_", " "), *(str(counts[name]) for name in names))
    console.print(table)
    console.print(f"{len(store.queue())} wait for a decision.")


def print_items(console: Console, items: Sequence[Item]) -> None:
    """One line a record: key, what it is, how it stands, document, words."""
    for item in items:
        line = Text()
        line.append(item.key[:12], style="cyan")
        line.append(f" {kind_of(item):<10} {standing(item)} · {safe(item.doc or item.id)}: ")
        line.append(shortened(item.words))
        console.print(line)
    console.print(f"{len(items)} record{'' if len(items) == 1 else 's'}")


def tell(console: Console, item: Item) -> None:
    """Say what was decided."""
    console.print(Text(f"{item.key[:12]} {item.verdict}: {shortened(item.words)}"))


@dataclass
class Walk:
    """One person's way through the queue."""

    console: Console
    store: Store
    reviewer: str
    decided: int = 0

    def over(self, waiting: Sequence[Item]) -> None:
        """Ask about each record in turn, until the end or until the person stops."""
        at = 0
        while at < len(waiting):
            item = self.store.item(waiting[at].key)
            self.console.rule(f"{at + 1} of {len(waiting)}")
            if self._taken(item, waiting[at]):
                at += 1
                continue
            print_record(self.console, self.store, item)
            step = self._ask(item)
            if step is None:
                return
            at = max(0, at + step)

    def _taken(self, item: Item, before: Item) -> bool:
        """Whether somebody else decided on it since the queue was made, and says so."""
        if item.decided_at == before.decided_at or item.reviewer == self.reviewer:
            return False
        told = f"{item.reviewer} has {item.verdict} it meanwhile: {shortened(item.words)}"
        self.console.print(Text(safe(told)))
        return True

    def _ask(self, item: Item) -> int | None:
        """Steps to the next record; None to stop."""
        while True:
            answer = self._input(f"{HELP}: ").lower()
            if answer in ("q", "\x04"):
                return None
            if answer in ("s", "", "b"):
                return -1 if answer == "b" else 1
            if answer == "w":
                self._tell_history(item)
            elif answer in ("a", "r") or (answer == "e" and self._edited(item)):
                if answer != "e":
                    reason = self._input("Why (may stay empty): ").strip("\x04")
                    verdict = "accepted" if answer == "a" else "rejected"
                    self.store.decide(item.key, verdict, self.reviewer, reason)
                self.decided += 1
                return 1
            elif answer != "e":
                self.console.print(Text(KEYS))

    def _input(self, prompt: str) -> str:
        try:
            return self.console.input(prompt).strip()
        except EOFError:
            return "\x04"  # the end of the input is a wish to stop

    def _tell_history(self, item: Item) -> None:
        history = self.store.history(item.key)
        for line in history:
            self.console.print(Text(safe("  " + ", ".join(line))))
        if not history:
            self.console.print("  Nobody has decided on it yet.")

    def _edited(self, item: Item) -> bool:
        """Whether the person changed the record, and the change was taken."""
        try:
            row = _from_editor(item.row)
            if row is None:
                self.console.print("  Left as it was.")
                return False
            reason = self._input("Why (may stay empty): ").strip("\x04")
            self.store.decide(item.key, "edited", self.reviewer, reason, row=row)
        except InputError as error:
            self.console.print(Text(safe(f"  Not taken: {error.problem}")))
            return False
        return True


def _from_editor(row: dict[str, Any]) -> dict[str, Any] | None:
    """Record as a person left it in the editor; None if it is as it was."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise InputError("editor", "name yours in the environment variable EDITOR")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        path.write_text(json.dumps(row, ensure_ascii=False, indent=2), encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
            edited = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, subprocess.CalledProcessError) as error:
            raise InputError("editor", f"{editor} did not end well ({error})") from None
        except ValueError as error:
            raise InputError("record", f"is no JSON ({error})") from None
    if not isinstance(edited, dict):
        raise InputError("record", "is no JSON object")
    return None if edited == row else edited


def walk(console: Console, store: Store, by: str, waiting: Sequence[Item] | None = None) -> None:
    """Go through what waits and ask about each record."""
    waiting = store.queue() if waiting is None else waiting
    if not waiting:
        console.print("Nothing waits for a decision.")
        return
    try:
        reviewer = by or console.input("Your name, for the record: ").strip()
    except EOFError:
        reviewer = ""
    if not reviewer:
        raise InputError("reviewer", "missing; say who decides (--by NAME)")
    one = Walk(console, store, reviewer)
    one.over(waiting)
    console.print(f"{one.decided} decided; {len(store.queue())} wait for a decision.")
