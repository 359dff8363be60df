"""All benchmarks of speed; the results go to docs/performance.md.

python benchmarks
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "2" if name.startswith("POLARS") else "1")

import subprocess  # noqa: E402
from pathlib import Path  # noqa: E402

import engine_speed  # noqa: E402
import kernel_speed  # noqa: E402
import measuring  # noqa: E402

TARGET = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

HEAD = """# Speed and memory

Written by `make bench` on {today}; do not edit by hand. Machine: {processor}, {cores} processors, \
{versions}, {compiler}.

Times are CPU times of one process, the least of several turns, and the versions that are \
compared take turns within one run: a busy machine makes all of them slower, but hardly changes a \
ratio. The load of the machine is stated with each section; on a shared one, CPU times of the same \
program were seen to differ by half."""


def compiler() -> str:
    done = subprocess.run(["gcc", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[0] if done.stdout else "no gcc"


def main() -> None:
    head = HEAD.format(
        today=measuring.today(),
        processor=measuring.processor(),
        cores=os.cpu_count(),
        versions=measuring.versions("numpy", "numba", "polars", "mesa"),
        compiler=compiler(),
    )
    parts = [head, engine_speed.report(), kernel_speed.report()]
    TARGET.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"Written to {TARGET}")


main()
