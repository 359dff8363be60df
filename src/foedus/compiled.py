"""The two decorators of compiled code, and where the compiled machine code is kept.

`rule` marks a small function of the model. Called from Python it is ordinary Python; called from
a compiled entry it is compiled into it. `entry` marks the few functions that Python calls to run
compiled. With ``NUMBA_DISABLE_JIT=1`` both do nothing and the same text runs as plain Python:
that run is the oracle the compiled one is tested against.

Numba stamps a cached kernel with the text of the entry's own file only. A rule edited in another
room would silently keep its old machine code, so the cache folder is named after a digest of
every file that may end up in compiled code.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

INTERPRET = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
KEPT_CACHES = 4


COMPILED = (
    "chance.py",
    "codes.py",
    "compiled.py",
    "treaty",
    "council",
    "crisis",
    "forces",
    "environment",
    "cohesion",
    "simulation",
)
"""Modules and rooms that hold compiled code or constants it uses."""

HOSTS = ("simulation/engine.py", "simulation/executors.py")
"""Files of those rooms that only call compiled code: editing them compiles nothing anew."""


def source_digest(*, without: tuple[str, ...] = ()) -> str:
    """Digest of the text of every file that may end up in compiled code, or runs it.

    Parameters
    ----------
    without : tuple of str
        Files left out.
    """
    digest = hashlib.blake2b(digest_size=12)
    root = Path(__file__).parent
    files = [p for name in COMPILED for p in [root / name, *(root / name).rglob("*.py")]]
    left_out = {root / name for name in without}
    for path in sorted(p for p in files if p.is_file() and p not in left_out):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> Path | None:
    """First place where compiled code can be kept, or None when no place is writable."""
    roots: list[Path] = []
    if own := os.environ.get("FOEDUS_CACHE_DIR"):
        roots.append(Path(own))
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        roots.append(Path(xdg) / "foedus")
    with contextlib.suppress(RuntimeError):  # no home directory is known
        roots.append(Path.home() / ".cache" / "foedus")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    roots.append(Path(tempfile.gettempdir()) / f"foedus-{user}")
    for root in roots:
        if _writable(root):
            _forget_old(root)
            return root / source_digest(without=HOSTS)
    return None


def is_cold(entry_name: str) -> bool:
    """Whether an entry has still to be compiled on this machine.

    Parameters
    ----------
    entry_name : str
        Name of the function, such as ``"simulate_chunk"``.
    """
    folder = None if INTERPRET else cache_folder()
    if folder is None:
        return not INTERPRET
    return not any(folder.rglob(f"*{entry_name}*.nbi"))


def _forget_old(root: Path) -> None:
    folders = [p for p in root.iterdir() if p.is_dir() and len(p.name) == 24]
    for old in sorted(folders, key=lambda p: p.stat().st_mtime)[:-KEPT_CACHES]:
        shutil.rmtree(old, ignore_errors=True)


def _same(function: F) -> F:
    return function


def _tools() -> tuple[Callable[[F], F], Callable[[F], F]]:
    if INTERPRET:
        return _same, _same
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
    import numba
    from numba.core import config
    from numba.extending import register_jitable

    folder = cache_folder()
    if folder is not None:
        config.CACHE_DIR = str(folder)  # pyright: ignore[reportAttributeAccessIssue]

    def compile_entry(function: F) -> F:
        return numba.njit(function, cache=folder is not None, nogil=True, fastmath=False)  # type: ignore[return-value]

    return register_jitable, compile_entry


_rule, _entry = _tools()


def rule(function: F) -> F:
    """Mark a function of the model: plain Python here, compiled inside an entry."""
    return _rule(function)


def inlined(function: F) -> F:
    """Mark a rule that is always copied into its callers: a loop of draws runs side by side."""
    if INTERPRET:
        return function
    from numba.extending import register_jitable

    return register_jitable(forceinline=True)(function)


def entry(function: F) -> F:
    """Mark a compiled entry point: cached machine code, runs without the interpreter lock."""
    return _entry(function)
