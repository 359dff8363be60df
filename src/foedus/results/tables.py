"""Tables of a run as Parquet files: a row a future, month, member, crisis, response, draft, move.

Counts of the whole run stay small; the tables of single acts can be kept for all futures, for the
first ones only (10,000, the default) or for none. They are written in parts while the run goes on,
and the parts are joined into one file a table at its end, so that memory does not grow with them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import ActKind
from foedus.files import InputError
from foedus.results.counts import headlines
from foedus.scenario import STRUCTURES
from foedus.simulation.engine import Chunk
from foedus.simulation.inputs import Start
from foedus.simulation.records import event_type, structure_type, tally_type

KEPT_FUTURES = 10_000
CHOICES = ("all", "first", "none")
ROWS_IN_A_GROUP = 200_000

RESPONSES = (
    ActKind.REQUEST_FOR_HELP,
    ActKind.REQUEST_REFUSED,
    ActKind.MANDATE_GIVEN,
    ActKind.STATEMENT_ADOPTED,
    ActKind.FACT_FINDING_MISSION,
    ActKind.MATERIAL_AID,
)
DRAFTS = (
    ActKind.DRAFT_TABLED,
    ActKind.REFUSED_TO_SIGN,
    ActKind.ADOPTED,
    ActKind.SENT_BACK,
)
DEPLOYMENTS = (
    ActKind.NATIONAL_APPROVAL,
    ActKind.CONTINGENT_SENT,
    ActKind.DEPLOYMENT_COMPLETE,
    ActKind.WITHDRAWAL_COMPLETE,
    ActKind.OPERATION_ENDED,
)
CRISES = (
    ActKind.ATTACK,
    ActKind.CLASH,
    ActKind.UNREST,
    ActKind.INSURGENCY_INCIDENT,
    ActKind.POWER_CHANGE,
    ActKind.CEASEFIRE,
)
MEMBERSHIP = (
    ActKind.FREEZE,
    ActKind.RESUMPTION,
    ActKind.WITHDRAWAL_NOTICE,
    ActKind.EXIT,
    ActKind.ACCESSION,
    ActKind.DISSOLUTION,
    ActKind.CHAIR_TAKEN,
    ActKind.EXERCISE_HELD,
    ActKind.EXERCISE_SKIPPED,
    ActKind.EXERCISE_CANCELLED,
)
ACTS = {
    "crises": CRISES,
    "responses": RESPONSES,
    "drafts": DRAFTS,
    "deployments": DEPLOYMENTS,
    "membership": MEMBERSHIP,
}
NAMES = (*ACTS, "members", "months", "futures")
MEMBER_FIELDS = (
    "crisis",
    "requested",
    "helped",
    "missions",
    "troops_received",
    "troops_sent",
    "refusals",
    "papers",
    "skipped",
    "frozen",
    "notice",
    "exit",
    "joined",
    "power_change",
)


@dataclass(frozen=True)
class _Held:
    """What is written and what waits: replaced as one, so that a Ctrl-C never splits it."""

    parts: int
    chunks: tuple[Chunk, ...]


class Tables:
    """Collects the acts and tallies of futures and writes them as Parquet, part by part.

    Parameters
    ----------
    start : Start
        Names of the states.
    months : int
        Months simulated.
    folder : Path
        Where the parts are written.
    keep : int, optional
        Keep the futures below this number; None keeps all of them.
    parts : int
        Parts that stand in the folder already.
    """

    def __init__(
        self,
        start: Start,
        months: int,
        folder: Path,
        keep: int | None = KEPT_FUTURES,
        parts: int = 0,
    ) -> None:
        self.start = start
        self.months = months
        self.folder = folder
        self.keep = keep
        self._held = _Held(parts, ())

    @property
    def parts(self) -> int:
        """Parts written so far."""
        return self._held.parts

    def add(self, chunk: Chunk | None) -> None:
        """Take a chunk up; the futures that are not to be kept are left out."""
        if chunk is not None and (chunk := kept(chunk, self.keep)) is not None:
            self._held = replace(self._held, chunks=(*self._held.chunks, chunk))

    def flush(self, below: int) -> None:
        """Write what waits of the futures below a number as one part of every table."""
        chunks = [chunk for chunk in self._held.chunks if chunk.first < below]
        if chunks:
            self._write_part(chunks)
        else:
            self._held = _Held(self.parts, ())

    def finish(self, out: Path) -> None:
        """Join the parts into one file a table."""
        import polars as pl

        if self.parts == 0:
            self._write_part([])
        for name in NAMES:
            parts = [self._part(name, number) for number in range(self.parts)]
            if missing := [path for path in parts if not path.is_file()]:
                raise InputError(missing[0], "this part of a table is gone; run without --resume")
            frame = pl.scan_parquet(parts, cache=False, low_memory=True)
            _replaced(out / f"{name}.parquet", frame.sink_parquet)

    def _part(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number:05d}.parquet"

    def _write_part(self, chunks: Sequence[Chunk]) -> None:
        import polars as pl

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(self.folder, f"cannot be made ({error.strerror})") from None
        for name, frame in self._frames(pl, chunks).items():
            _replaced(self._part(name, self.parts), frame.write_parquet)
        self._held = _Held(self.parts + 1, ())

    def _frames(self, pl: Any, chunks: Sequence[Chunk]) -> dict[str, Any]:
        events = np.concatenate([np.zeros(0, event_type()), *(c.events for c in chunks)])
        acts = self._acts(pl, events)
        frames = {
            name: acts.filter(np.isin(events["act"], [int(kind) for kind in kinds]))
            for name, kinds in ACTS.items()
        }
        futures = np.concatenate(
            [np.zeros(0, np.int64), *(c.first + np.arange(len(c.tallies)) for c in chunks)]
        )
        return {
            **frames,
            "members": self._members(pl, futures, chunks),
            "months": self._months(pl, futures, chunks),
            "futures": self._futures(pl, futures, chunks),
        }

    def _acts(self, pl: Any, events: NDArray[Any]) -> Any:
        names = dict(enumerate(self.start.states))
        words = {int(kind): kind.slug for kind in ActKind}
        return pl.DataFrame(
            {
                "future": events["future"],
                "day": events["at"],
                "act": _named(pl, events["act"], words),
                "actor": _named(pl, events["actor"], names),
                "target": _named(pl, events["target"], names),
                "crisis": events["crisis"],
                "number": events["number"],
            }
        )

    def _members(self, pl: Any, futures: NDArray[np.int64], chunks: Sequence[Chunk]) -> Any:
        states = self.start.states
        tallies = np.concatenate(
            [np.zeros(0, tally_type(self.start.sizes[0])), *(c.tallies for c in chunks)]
        )
        number = np.tile(np.arange(len(states)), len(futures))
        columns: dict[str, Any] = {
            "future": np.repeat(futures, len(states)),
            "state": _named(pl, number, dict(enumerate(states))),
        }
        for field in MEMBER_FIELDS:
            columns[field] = np.ascontiguousarray(tallies[field][:, : len(states)]).reshape(-1)
        return pl.DataFrame(columns)

    def _futures(self, pl: Any, futures: NDArray[np.int64], chunks: Sequence[Chunk]) -> Any:
        """One row a future: its status, headlines, counts and rival theories."""
        tallies = np.concatenate(
            [np.zeros(0, tally_type(self.start.sizes[0])), *(c.tallies for c in chunks)]
        )
        theories = np.concatenate([np.zeros(0, structure_type()), *(c.structures for c in chunks)])
        columns: dict[str, Any] = {"future": futures}
        columns |= {field: np.ascontiguousarray(tallies[field]) for field in FUTURE_FIELDS}
        columns |= headlines(tallies)
        for name, options in STRUCTURES.items():
            columns[name] = _named(pl, theories[name], dict(enumerate(options)))
        return pl.DataFrame(columns)

    def _months(self, pl: Any, futures: NDArray[np.int64], chunks: Sequence[Chunk]) -> Any:
        cohesion = [np.zeros(0), *(c.cohesion.reshape(-1) for c in chunks)]
        return pl.DataFrame(
            {
                "future": np.repeat(futures, self.months),
                "month": np.tile(np.arange(self.months), len(futures)),
                "cohesion": np.concatenate(cohesion),
            }
        )


FUTURE_FIELDS = (
    "status",
    "crises",
    "requests",
    "wars",
    "deaths",
    "displaced",
    "first_troops_days",
    "closure_days",
)


def kept(chunk: Chunk, keep: int | None) -> Chunk | None:
    """Chunk with the futures below `keep` only; None when there are none."""
    if keep is None or chunk.first + len(chunk.tallies) <= keep:
        return chunk
    if chunk.first >= keep:
        return None
    n = keep - chunk.first
    return Chunk(
        chunk.first,
        chunk.tallies[:n],
        chunk.structures[:n],
        chunk.thetas[:n],
        chunk.cohesion[:n],
        chunk.events[chunk.events["future"] < keep],
    )


def futures_kept(choice: str) -> int | None:
    """How many futures a choice of tables keeps: None means all of them.

    Raises
    ------
    InputError
        When the choice is none of ``all``, ``first``, ``none``.
    """
    if choice not in CHOICES:
        raise InputError(f"--tables {choice}", f"expected one of {', '.join(CHOICES)}")
    return {"all": None, "first": KEPT_FUTURES, "none": 0}[choice]


def remove_tables(out: Path) -> None:
    """Remove the tables of an earlier run from a folder that gets none."""
    for name in NAMES:
        (out / f"{name}.parquet").unlink(missing_ok=True)


def _named(pl: Any, codes: NDArray[Any], names: dict[int, str]) -> Any:
    """Column of names for a column of codes; a code without a name becomes the empty text."""
    top = max(names) + 1
    values = pl.Series([names.get(code, "") for code in range(top + 1)], dtype=pl.String)
    return values.gather(np.where((codes < 0) | (codes > top), top, codes).astype(np.uint32))


def _replaced(path: Path, write: Any) -> None:
    """Write a Parquet file whole beside its place, then rename it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})") from None
    os.close(handle)
    try:
        write(name, row_group_size=ROWS_IN_A_GROUP)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(path, f"cannot be written ({error.strerror})") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
