"""Run back-tests, keep every prediction row, and say what could not be run."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.files import InputError, write_bytes, write_text
from foedus.record.backtests.registry import (
    BACKTESTS,
    BackTest,
    Findings,
    Store,
    missing_tables,
)
from foedus.record.scoring.score import failures_first


@dataclass(frozen=True)
class Ran:
    """A back-test with what it found and the seconds of a processor it took, or what it lacks."""

    test: BackTest
    findings: Findings | None
    missing: tuple[str, ...] = ()
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Plain mapping for `foedus backtest --json`."""
        found = {"name": self.test.name, "about": self.test.about}
        if self.findings is None:
            return found | {"missing": list(self.missing)}
        return found | {
            "scores": [score.as_json() for score in failures_first(self.findings.scores)],
            "notes": list(self.findings.notes),
            "seconds": round(self.seconds, 1),
        }


def backtest_named(name: str) -> BackTest:
    """Back-test of a name, or an error that lists the names there are."""
    try:
        return BACKTESTS[name]
    except KeyError:
        raise InputError(
            f"backtest {name}", f"no such back-test; there are: {', '.join(BACKTESTS)}"
        ) from None


def run_one(test: BackTest, store: Store, **options: Any) -> Ran:
    """Run one back-test, or say which tables are missing."""
    missing = missing_tables(test, store)
    if missing:
        return Ran(test, None, tuple(missing))
    begun = time.process_time()
    findings = test.run(store, **options)
    return Ran(test, findings, seconds=time.process_time() - begun)


def run_all(tests: Iterable[BackTest], store: Store, **options: Any) -> list[Ran]:
    """Run the back-tests whose tables are at hand; the others come back with what they lack."""
    return [run_one(test, store, **options) for test in tests]


def write_ran(folder: Path, ran: Iterable[Ran]) -> None:
    """Write each test's prediction rows as Parquet and all scores as one JSON file."""
    everything = list(ran)
    for one in everything:
        if one.findings is not None and one.findings.predictions is not None:
            buffer = io.BytesIO()
            one.findings.predictions.write_parquet(buffer)
            write_bytes(folder / f"{one.test.name}.parquet", buffer.getvalue())
    told = {"tests": [one.as_json() for one in everything]}
    write_text(folder / "scores.json", json.dumps(told, indent=1) + "\n")
