"""Feed every reader of files with spoilt files: python fuzz [--seconds N] [--seed N] [TARGET …]

A target must end well or with an error for people. Anything else is printed with the number that
repeats it (--seed NUMBER --once TARGET), and the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from targets import TARGETS

from foedus.files import InputError


def try_once(name: str, seed: int) -> str:
    """What became of one spoilt file: well, refused, or the traceback."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            TARGETS[name](Path(folder), random.Random(f"{name} {seed}"))
        except InputError as error:
            return "refused" if "\n" not in str(error).strip() else f"many lines: {error}"
        except Exception:
            return traceback.format_exc()
    return "well"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="only this seed")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    options = parser.parse_args()
    failed = 0
    for name in options.targets:
        counts = {"well": 0, "refused": 0}
        seen: set[str] = set()
        seed, end = options.seed, time.monotonic() + options.seconds
        while time.monotonic() < end:
            found = try_once(name, seed)
            if found in counts:
                counts[found] += 1
            elif found.splitlines()[-1][:60] not in seen:
                seen.add(found.splitlines()[-1][:60])
                print(f"--- {name}, seed {seed}\n{found}", flush=True)
            if options.once:
                break
            seed += 1
        failed += len(seen)
        told = f"{counts['well']} ended well, {counts['refused']} refused"
        print(f"{name}: {told}, {len(seen)} kinds of failure", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
