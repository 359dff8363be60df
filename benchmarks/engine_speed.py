"""The engine itself: compiled against interpreted, cost of a member's month, a large run.

python benchmarks/engine_speed.py
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import measuring
import numpy as np

FUTURES = 100_000
MONTHS = 24
TABLES = {
    "none": "no tables",
    "first": "tables of the first 10,000",
    "all": "tables of all",
}
AIMS = {"cpu": 20.0, "memory": 500.0, "interpreted": 100.0}


def prepared(futures: int):
    """Scenario, library and start of the worked example."""
    from foedus.results.run import load_library
    from foedus.scenario import load_scenario
    from foedus.simulation.inputs import build_inputs

    scenario = load_scenario("csto").changed(futures=futures, months=MONTHS)
    library = load_library("csto")
    return scenario, library, build_inputs(scenario, library.organisation, library.ledger)


def simulate(function, scenario, start, count: int):
    """Simulate the first futures with the compiled entry or with its plain text."""
    from foedus.simulation.draws import draw_parameters, draw_structures
    from foedus.simulation.records import EVENTS_PER_FUTURE, event_type, tally_type, world_type

    states, pairs = start.sizes
    tallies = np.zeros(count, tally_type(states))
    function(
        scenario.seed,
        0,
        start.record.view(np.recarray),
        draw_parameters(scenario.known_parameters, start.own_record, scenario.seed, 0, count).view(
            np.recarray
        ),
        draw_structures(scenario, scenario.seed, 0, count).view(np.recarray),
        np.zeros(1, world_type(states, pairs)).view(np.recarray),
        np.zeros(count * EVENTS_PER_FUTURE, event_type()).view(np.recarray),
        np.zeros(count, np.int64),
        tallies.view(np.recarray),
        np.zeros((count, scenario.months)),
    )
    return tallies


def interpreted_ratio(count: int = 8) -> tuple[float, float, float, bool]:
    """Interpreted and compiled CPU seconds of a future, their ratio, and whether counts agree."""
    from foedus.simulation.future import simulate_chunk

    scenario, _library, start = prepared(500)
    compiled = partial(simulate, simulate_chunk, scenario, start, 500)
    plain = partial(simulate, simulate_chunk.py_func, scenario, start, count)
    first = compiled()[:count]
    same = plain()["crisis"].tobytes() == first["crisis"].tobytes()
    times = measuring.in_turns({"compiled": compiled, "interpreted": plain}, 5)
    a, b = times["interpreted"] / count, times["compiled"] / 500
    return a, b, a / b, same


def parts_of_a_chunk() -> dict[str, float]:
    """CPU microseconds a future takes in the draws, the simulation, and the counting."""
    from foedus.results.counts import Counts
    from foedus.simulation.draws import draw_parameters, draw_structures
    from foedus.simulation.engine import run_chunk

    scenario, _library, start = prepared(500)
    chunk = run_chunk(scenario, start, 0, 500)
    ways = {
        "a chunk, all in all": partial(run_chunk, scenario, start, 0, 500),
        "of it, draws of parameters": partial(
            draw_parameters, scenario.known_parameters, start.own_record, scenario.seed, 0, 500
        ),
        "of it, draws of structures": partial(draw_structures, scenario, scenario.seed, 0, 500),
        "counting it": lambda: Counts(start.sizes[0], MONTHS).add(chunk),
    }
    return {name: 1e6 * t / 500 for name, t in measuring.in_turns(ways, 15).items()}


def large_run(tables: str) -> dict[str, float]:
    """CPU, wall time and peak memory of a large run in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--large", tables], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def peak_memory() -> float:
    """Largest resident memory of this process so far, in MB.

    What `getrusage` gives starts from the size of the process that started this one.
    """
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) / 1024.0
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def measure_large(tables: str) -> None:
    """Run in a fresh process: load the kernels, then measure."""
    import tempfile

    from foedus.results.run import run
    from foedus.simulation.engine import run_chunk

    scenario, library, start = prepared(FUTURES)
    run_chunk(scenario, start, 0, 2)
    ready = peak_memory()
    with tempfile.TemporaryDirectory() as folder:
        cpu, wall = time.process_time(), time.perf_counter()
        result = run(scenario, library, out=Path(folder), tables=tables)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory = peak_memory()
    print(
        json.dumps(
            {
                "cpu": cpu,
                "wall": wall,
                "ready": ready,
                "memory": memory,
                "futures": result.counts.futures + result.counts.flagged,
                "acts": result.counts.acts,
            }
        )
    )


def report() -> str:
    """Markdown section of the engine."""
    from foedus.codes import Status

    before = measuring.load()
    _scenario, _library, start = prepared(500)
    parties = int(np.isin(start.record[0].status, [Status.MEMBER, Status.FROZEN]).sum())
    plain, compiled, ratio, same = interpreted_ratio()
    parts = parts_of_a_chunk()
    large = {tables: min((large_run(tables) for _ in range(2)), key=lambda r: r["cpu"])
             for tables in TABLES}  # fmt: skip
    whole = parts["a chunk, all in all"]
    rows = [
        [
            f"{FUTURES:,} futures, {MONTHS} months, {TABLES[tables]}",
            f"{run['cpu']:.1f}",
            f"{run['wall']:.1f}",
            f"{run['memory']:.0f} ({run['ready']:.0f} before the run)",
            f"{run['acts']:,}",
        ]
        for tables, run in large.items()
    ]
    first = large["first"]
    aims = [
        [
            f"CPU seconds after compilation, at most {AIMS['cpu']:g}",
            f"{first['cpu']:.1f}",
            measuring.verdict(first["cpu"], AIMS["cpu"], at_most=True),
        ],
        [
            f"peak memory in MB, at most {AIMS['memory']:g}",
            f"{first['memory']:.0f}",
            measuring.verdict(first["memory"], AIMS["memory"], at_most=True),
        ],
        [
            f"interpreted : compiled, at least {AIMS['interpreted']:g}",
            f"{ratio:,.0f}",
            measuring.verdict(ratio, AIMS["interpreted"], at_most=False),
        ],
    ]
    return "\n\n".join(
        [
            "## The engine",
            f"The library `csto`: {len(start.states)} states, {parties} of them parties, "
            f"{len(start.pairs)} pairs that could clash. Kernels are compiled and cached before "
            "anything is measured.",
            measuring.table(["aim", "measured", ""], aims),
            measuring.table(
                [
                    "run, two threads or as many as there are processors",
                    "CPU s",
                    "wall s",
                    "peak MB",
                    "acts",
                ],
                rows,
            ),
            f"The same text interpreted takes {plain:.2f} s a future, compiled "
            f"{compiled * 1e6:.0f} µs; the crises they count are "
            f"{'the same' if same else 'NOT THE SAME'}. A month of one party costs "
            f"{1e3 * whole / (MONTHS * parties):.0f} ns, draws and all.",
            measuring.table(
                ["where the time of a future goes", "µs"],
                [[name, f"{value:.1f}"] for name, value in parts.items()],
            ),
            f"Load: {before} when this section began, {measuring.load()} when it ended.",
        ]
    )


if __name__ == "__main__":
    if "--large" in sys.argv:
        measure_large(sys.argv[-1])
    else:
        print(report())
