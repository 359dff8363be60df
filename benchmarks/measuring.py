"""CPU time of several ways to do the same, taken in turns; the machine they ran on."""

from __future__ import annotations

import datetime
import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path


def in_turns(ways: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Least CPU seconds of each way over rounds in which each has its turn.

    Other programs on the machine slow every way alike; the least of many turns is the time that
    was least disturbed, and only figures of one call of this function are compared.
    """
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(repeats):
        for name, way in ways.items():
            began = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - began)
    return best


def load() -> str:
    """Load average of the last minute and the processors it is shared by."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def processor() -> str:
    """Name of the processor, as the system gives it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def versions(*packages: str) -> str:
    """Versions of Python and some packages; those that are not installed are left out."""
    found = [f"Python {platform.python_version()}"]
    for name in packages:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def today() -> str:
    return datetime.date.today().isoformat()


def verdict(value: float, aim: float, *, at_most: bool) -> str:
    """Whether a figure meets its aim."""
    return "met" if (value <= aim if at_most else value >= aim) else "missed"


def table(header: list[str], rows: list[list[object]]) -> str:
    """Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
