"""Hashes of the tables behind a fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def table_hashes(store: Store, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of the tables used: of the content as read, so that how a file packs it is no matter.

    A store may keep the hash of the file a table came from; what is hashed here is what was
    fitted: names of the columns and every value as text.
    """
    out = {}
    for name in sorted(names):
        digest = hashlib.sha256()
        frame = store.table(name)
        digest.update(",".join(frame.columns).encode())
        digest.update(frame.write_csv(include_header=False).encode())
        out[name] = digest.hexdigest()
    return out
