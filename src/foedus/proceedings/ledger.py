"""The ledger: the organisation's acts in order, append-only.

Each row carries a hash of its own cells and of the hash before it, so a cell changed anywhere
breaks the chain at its row. (A chain cannot show that rows are missing at its end: who needs that
keeps the last hash, `Ledger.head`, elsewhere.)
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from foedus.files import InputError, read_text, table_text, write_text
from foedus.proceedings.acts import COLUMNS, Act, act_row, kinds, parse_act

_HASHED = COLUMNS[:-1]


def row_text(cells: Sequence[str]) -> str:
    """Return the canonical text of a row's cells without the hash: each with its length before it.

    The lengths keep two cells apart whatever characters they hold.
    """
    return "".join(f"{len(cell)}:{cell}," for cell in cells)


def row_hash(before: str, cells: Sequence[str]) -> str:
    """Hash of a row: BLAKE2b, 16 bytes, over the hash before it and its canonical text."""
    return blake2b((before + row_text(cells)).encode("utf-8"), digest_size=16).hexdigest()


def _act_hash(before: str, act: Act) -> str:
    row = act_row(act)
    return row_hash(before, [row[name] for name in _HASHED])


@dataclass(frozen=True)
class Ledger:
    """Acts in order, each sealed to the one before.

    Attributes
    ----------
    acts : tuple of Act
        In order of their dates; within a day an act stands after those it refers to.
    """

    acts: tuple[Act, ...] = ()

    def __len__(self) -> int:
        return len(self.acts)

    def __iter__(self) -> Iterator[Act]:
        return iter(self.acts)

    @property
    def head(self) -> str:
        """Hash of the last act, empty for an empty ledger: it stands for the whole ledger."""
        return self.acts[-1].hash if self.acts else ""

    @cached_property
    def _index(self) -> dict[str, int]:
        return {act.id: number for number, act in enumerate(self.acts)}

    def __contains__(self, identity: object) -> bool:
        return identity in self._index

    def get(self, identity: str) -> Act | None:
        """Act of that id, or None."""
        number = self._index.get(identity)
        return None if number is None else self.acts[number]

    def until(self, day: date) -> Ledger:
        """Ledger of the acts up to and including a day: nothing later is seen."""
        return Ledger(self.acts[: bisect_right(self.acts, day, key=lambda act: act.date)])

    def append(self, act: Act) -> Ledger:
        """Return a new ledger with one act more; errors as in `extend`."""
        return self.extend((act,))

    def extend(self, acts: Iterable[Act]) -> Ledger:
        """Return a new ledger with more acts, in the order given.

        Raises
        ------
        InputError
            An act is dated before the one before it, its id stands already, or it refers to an
            act that does not stand before it.
        """
        grown = list(self.acts)
        seen = set(self._index)
        before = self.head
        for act in acts:
            _admit(act, grown[-1].date if grown else None, seen, f"act {act.id}")
            before = _act_hash(before, act)
            grown.append(replace(act, hash=before))
            seen.add(act.id)
        return Ledger(tuple(grown))


def _admit(act: Act, last: date | None, earlier: Collection[str], where: str) -> None:
    if last is not None and act.date < last:
        problem = f"{act.date} lies before the last act ({last}); the ledger only grows forward"
        raise InputError(f"{where}, column date", problem)
    if act.id in earlier:
        raise InputError(f"{where}, column id", f"{act.id!r} stands already, expected a new id")
    for other in act.refers:
        if other not in earlier:
            problem = f"unknown act {other!r}, expected the id of an act standing before this one"
            raise InputError(f"{where}, column refers", problem)


def _raw_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(read_text(path)), strict=True)
    try:
        header = next(rows, None)
        if header != list(COLUMNS):
            raise InputError(f"{path}, row 1", f"expected the header {','.join(COLUMNS)}")
        for number, cells in enumerate(rows, start=2):
            if len(cells) != len(COLUMNS):
                problem = f"{len(cells)} cells, expected {len(COLUMNS)}"
                raise InputError(f"{path}, row {number}", problem)
            yield number, cells
    except csv.Error as error:
        raise InputError(path, f"not a readable CSV table ({error})") from None


def read(path: Path, known: Collection[str] | None = None, *, sealed: bool = True) -> Ledger:
    """Ledger of a file, every row checked and the chain verified.

    Parameters
    ----------
    path : Path
        CSV file with the columns `foedus.proceedings.acts.COLUMNS`.
    known : collection of str, optional
        Codes of the states the library knows.
    sealed : bool
        False reads rows that carry no hash yet and seals them.

    Raises
    ------
    InputError
        Naming the row: chain broken, unknown kind, impossible date, unknown state, and so on.
    """
    acts: list[Act] = []
    seen: set[str] = set()
    before = ""
    for number, cells in _raw_rows(path):
        where = f"{path}, row {number}"
        own = row_hash(before, cells[:-1])
        if sealed and cells[-1] != own:
            raise InputError(
                f"{path}, row {number}",
                "chain broken, this row or the one before it was changed after it was sealed; "
                "restore the file or seal a corrected copy",
            )
        row: dict[str, str] = dict(zip(COLUMNS, cells, strict=True))
        row["hash"] = own
        act = parse_act(row, where, known)
        _admit(act, acts[-1].date if acts else None, seen, where)
        seen.add(act.id)
        acts.append(act)
        before = own
    return Ledger(tuple(acts))


def seal(rows: Iterable[Mapping[str, str]], known: Collection[str] | None = None) -> Ledger:
    """Ledger of rows that are in order but carry no hash."""
    return Ledger().extend(
        parse_act(row, f"row {number}", known) for number, row in enumerate(rows, start=2)
    )


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Acts sorted by date; within a day after those they refer to, else by their kind's order.

    Raises
    ------
    InputError
        Acts of one day that refer to one another in a circle.
    """
    table = kinds()
    days: dict[date, list[Act]] = {}
    for act in acts:
        days.setdefault(act.date, []).append(act)
    out: list[Act] = []
    for day in sorted(days):
        waiting = sorted(days[day], key=lambda act: (table[act.kind].order, act.id))
        while waiting:
            open_ids = {act.id for act in waiting}
            free = next((a for a in waiting if not open_ids.intersection(a.refers)), None)
            if free is None:
                problem = f"these refer to one another in a circle: {', '.join(sorted(open_ids))}"
                raise InputError(f"acts of {day}", problem)
            waiting.remove(free)
            out.append(free)
    return out


def write(ledger: Ledger, path: Path) -> None:
    """Write the ledger whole, then rename it into place."""
    write_text(path, table_text((act_row(act) for act in ledger), COLUMNS))
