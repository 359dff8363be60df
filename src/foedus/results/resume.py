"""A stopped run goes on from its finished chunks.

While a run is written into a folder, what it has counted so far is kept beside it: one file,
written whole and renamed, with the counts, the number of finished futures and the parts of the
tables. Chunks are merged in order, so the finished ones are always the first; going on gives the
same bits as never having stopped. Whoever stopped the run, a person, the machine or a lack of
space, loses at most the chunks since the last checkpoint.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import shutil
import zipfile
import zlib
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.compiled import source_digest
from foedus.files import InputError, write_bytes
from foedus.results.counts import Counts
from foedus.scenario import Scenario

FOLDER = ".resume"
CHECKPOINT = "checkpoint.npz"
EVERY = 5_000  #: futures between two checkpoints
LAYOUT = "layout"
COUNTING = ("counts.py", "tables.py", "resume.py")
PACKAGES = ("foedus", "numpy", "scipy", "numba")
WORDS = {
    "library": "with other facts in the library",
    "scenario": "of another scenario",
    "rules": "by other rules of the model",
    "versions": "by other versions of the program or its packages",
    "tables": "with another choice of tables or chunks",
}


@dataclass(frozen=True)
class Finished:
    """What a run has finished: its first `futures` futures.

    Attributes
    ----------
    counts : Counts
        Merged counts of them.
    futures : int
        How many, those with a status among them.
    parts : int
        Parts of the tables that are written.
    """

    counts: Counts
    futures: int = 0
    parts: int = 0


def fingerprint(scenario: Scenario, ledger_head: str, tables: str, size: int) -> dict[str, str]:
    """What must be the same for a stopped run to go on, as one digest for each reason.

    Parameters
    ----------
    scenario : Scenario
        Complete scenario, with the digest of its library.
    ledger_head : str
        Hash of the last act of the ledger.
    tables : str
        Which futures are kept in the tables.
    size : int
        Futures in a chunk.
    """
    here = Path(__file__).parent
    counting = hashlib.sha256()
    for name in COUNTING:
        counting.update((here / name).read_bytes())
    versions = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    lock = hashlib.sha256(scenario.lock_text().encode()).hexdigest()
    return {
        "library": f"{scenario.library_digest} {ledger_head}",
        "scenario": lock,
        "rules": f"{source_digest()} {counting.hexdigest()}",
        "versions": ", ".join(
            [*versions, f"python {platform.python_version()}", platform.machine()]
        ),
        "tables": f"{tables} {size}",
    }


def save(folder: Path, mark: dict[str, str], finished: Finished) -> None:
    """Keep what is finished in a run's folder, whole or not at all."""
    arrays: dict[str, NDArray[Any]] = {}
    content = {
        "mark": mark,
        "futures": finished.futures,
        "parts": finished.parts,
        "counts": {
            item.name: _packed(getattr(finished.counts, item.name), arrays)
            for item in fields(finished.counts)
        },
    }
    arrays[LAYOUT] = np.frombuffer(json.dumps(content).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    write_bytes(folder / FOLDER / CHECKPOINT, out.getvalue())


def load(folder: Path, mark: dict[str, str]) -> Finished | None:
    """What a stopped run had finished; None when nothing was kept.

    Raises
    ------
    InputError
        When the run in the folder is finished, or is not the same run, or the file is damaged.
    """
    path = folder / FOLDER / CHECKPOINT
    if not path.is_file():
        if (folder / "summary.json").is_file():
            raise InputError(folder, "holds no stopped run to resume; run without --resume")
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        content = json.loads(arrays.pop(LAYOUT).tobytes())
        kept = content["mark"]
        values = {name: _unpacked(value, arrays) for name, value in content["counts"].items()}
        found = Finished(_counts(values), int(content["futures"]), int(content["parts"]))
    except (OSError, EOFError, KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error):
        raise InputError(path, "damaged; run without --resume to start anew") from None
    for reason, words in WORDS.items():
        if kept.get(reason) != mark[reason]:
            raise InputError(
                folder, f"the stopped run was made {words}; run without --resume to start anew"
            )
    return found


def forget(folder: Path) -> None:
    """Remove what was kept for resuming."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _counts(values: dict[str, Any]) -> Counts:
    counts = Counts(values["states"], values["months"])
    if {item.name for item in fields(counts)} != set(values):
        raise ValueError("other counts")
    for name, value in values.items():
        setattr(counts, name, value)
    return counts


def _packed(value: Any, arrays: dict[str, NDArray[Any]]) -> Any:
    """Plain JSON for a count; arrays are put aside and named."""
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, dict):
        return {"pairs": [[key, _packed(item, arrays)] for key, item in value.items()]}
    if isinstance(value, np.generic):
        return value.item()
    return value


def _unpacked(value: Any, arrays: dict[str, NDArray[Any]]) -> Any:
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    return {
        tuple(key) if isinstance(key, list) else key: _unpacked(item, arrays)
        for key, item in value["pairs"]
    }
