"""Tables of a run as Parquet files: one row a month, member, crisis, response, draft, deployment.

Counts of the whole run stay small; the tables of single acts are kept for the first futures only
(10,000 by default), so that memory does not grow with the run.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.codes import ActKind
from foedus.files import InputError
from foedus.simulation.engine import Chunk
from foedus.simulation.inputs import Start
from foedus.simulation.records import event_type

KEPT_FUTURES = 10_000

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
    ActKind.EXIT,
    ActKind.ACCESSION,
    ActKind.DISSOLUTION,
    ActKind.CHAIR_TAKEN,
    ActKind.EXERCISE_HELD,
    ActKind.EXERCISE_SKIPPED,
    ActKind.EXERCISE_CANCELLED,
)
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
    "exit",
    "joined",
    "power_change",
)


class Tables:
    """Collects the acts and tallies of the first futures and writes them as Parquet."""

    def __init__(self, start: Start, keep: int = KEPT_FUTURES) -> None:
        self.start = start
        self.keep = keep
        self.events: list[NDArray[Any]] = []
        self.tallies: list[tuple[int, NDArray[Any]]] = []
        self.cohesion: list[NDArray[Any]] = []
        self.structures: list[NDArray[Any]] = []

    def add(self, chunk: Chunk) -> None:
        """Keep a chunk if it lies within the futures to be kept."""
        if chunk.first + len(chunk.tallies) <= self.keep:
            self.events.append(chunk.events)
            self.tallies.append((chunk.first, chunk.tallies))
            self.cohesion.append(chunk.cohesion)
            self.structures.append(chunk.structures)

    def write(self, out: Path) -> None:
        """Write every table into a folder."""
        import polars as pl

        events = np.concatenate([*self.events, np.zeros(0, event_type())])
        frame = self._acts(pl, events)
        for name, kinds in (
            ("crises", CRISES),
            ("responses", RESPONSES),
            ("drafts", DRAFTS),
            ("deployments", DEPLOYMENTS),
            ("membership", MEMBERSHIP),
        ):
            wanted = [kind.slug for kind in kinds]
            _write(frame.filter(pl.col("act").is_in(wanted)), out / f"{name}.parquet")
        _write(self._members(pl), out / "members.parquet")
        _write(self._months(pl), out / "months.parquet")

    def _acts(self, pl: Any, events: NDArray[Any]) -> Any:
        empty = self.start.sizes[0] - len(self.start.states)
        names = np.array([*self.start.states, *[""] * (empty + 1)])
        words = {int(kind): kind.slug for kind in ActKind}
        return pl.DataFrame(
            {
                "future": events["future"],
                "day": events["at"],
                "act": [words[int(a)] for a in events["act"]],
                "actor": names[events["actor"]],
                "target": names[events["target"]],
                "crisis": events["crisis"],
                "number": events["number"],
            },
            schema_overrides={"act": pl.String, "actor": pl.String, "target": pl.String},
        )

    def _members(self, pl: Any) -> Any:
        states = self.start.states
        columns: dict[str, Any] = {"future": [], "state": []}
        futures = [first + np.arange(len(t)) for first, t in self.tallies]
        if futures:
            every = np.concatenate(futures)
            columns["future"] = np.repeat(every, len(states))
            columns["state"] = np.tile(np.array(states), len(every))
        for field in MEMBER_FIELDS:
            parts = [t[field][:, : len(states)].reshape(-1) for _first, t in self.tallies]
            columns[field] = np.concatenate(parts) if parts else []
        return pl.DataFrame(columns)

    def _months(self, pl: Any) -> Any:
        columns: dict[str, Any] = {"future": [], "month": [], "cohesion": []}
        if self.tallies:
            months = self.cohesion[0].shape[1]
            every = np.concatenate([first + np.arange(len(t)) for first, t in self.tallies])
            columns["future"] = np.repeat(every, months)
            columns["month"] = np.tile(np.arange(months), len(every))
            columns["cohesion"] = np.concatenate([c.reshape(-1) for c in self.cohesion])
        return pl.DataFrame(columns)


def _write(frame: Any, path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        frame.write_parquet(name)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(path, f"cannot be written ({error.strerror})") from None
