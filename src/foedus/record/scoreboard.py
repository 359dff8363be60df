"""The scores that were found last, kept with the package, and whether new ones are worse.

``python -m foedus.record.scoreboard SCORES`` compares the ``scores.json`` of `foedus backtest
--out` with what is kept and ends with 1 when a score is worse by more than two standard errors;
with ``--keep`` it keeps them instead.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from foedus.files import InputError, read_text, write_text
from foedus.record.catalogue import LISTINGS

KEPT = LISTINGS / "scores.json"
STANDARD_ERRORS = 2.0
#: What a score without an interval may be worse by: the last digits of another machine.
ROUNDING = 1e-6
FIELDS = (
    "quantity", "result", "target", "higher_is_better", "failed", "n", "events", "baseline",
    "baseline_name", "interval", "data", "data_date", "kind", "note",
)  # fmt: skip


def read_scores(path: Path) -> dict[str, dict[str, Any]]:
    """Tests of a file of scores, by name; those that lacked their tables are left out."""
    try:
        tests = json.loads(read_text(path))["tests"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(
            path, f"not the scores.json of `foedus backtest --out` ({error})"
        ) from None
    return {test["name"]: test for test in tests if "scores" in test}


def kept() -> dict[str, dict[str, Any]]:
    """Tests that are kept, by name."""
    return read_scores(KEPT) if KEPT.is_file() else {}


def worse(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Scores of one test that are missing now, or worse by more than two standard errors.

    Parameters
    ----------
    old, new : mapping
        The test as it was kept and as it is now. The standard error is that of the kept score's
        bootstrap.

    Returns
    -------
    list of str
        A line for each; empty when nothing got worse. New scores are no harm.
    """
    found = {score["quantity"]: score for score in new["scores"]}
    lines = []
    for was in old["scores"]:
        now = found.get(was["quantity"])
        if now is None:
            lines.append(f"{old['name']}: {was['quantity']}: kept, and no longer found")
            continue
        if was["result"] is None:
            continue
        if now["result"] is None:
            lines.append(f"{old['name']}: {was['quantity']}: {was['result']:.4g} before, none now")
            continue
        error = (was["interval"] or {}).get("error") or 0.0
        room = STANDARD_ERRORS * error + ROUNDING * max(1.0, abs(was["result"]))
        loss = was["result"] - now["result"]
        if (loss if was["higher_is_better"] else -loss) > room:
            lines.append(
                f"{old['name']}: {was['quantity']}: {now['result']:.4g}, before "
                f"{was['result']:.4g} (standard error {error:.2g})"
            )
    return lines


def all_worse(new: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What got worse in the tests that were run, against what is kept."""
    return [line for name, was in kept().items() if name in new for line in worse(was, new[name])]


def keep(tests: Iterable[Mapping[str, Any]], day: datetime.date, path: Path = KEPT) -> None:
    """Keep the scores of tests; those of other tests stay as they are."""
    everything = read_scores(path) if path.is_file() else {}
    for test in tests:
        scores = [{name: _short(score.get(name)) for name in FIELDS} for score in test["scores"]]
        everything[test["name"]] = {
            "name": test["name"],
            "about": test["about"],
            "computed": day.isoformat(),
            "seconds": test.get("seconds"),
            "notes": test["notes"],
            "scores": scores,
        }
    write_text(path, _one_score_a_line([everything[name] for name in sorted(everything)]))


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    return float(f"{value:.10g}") if isinstance(value, float) else value


def _one_score_a_line(tests: list[dict[str, Any]]) -> str:
    """JSON in which a changed score is a changed line."""
    parts = []
    for test in tests:
        head = json.dumps({k: v for k, v in test.items() if k != "scores"}, ensure_ascii=False)
        rows = ",\n  ".join(json.dumps(score, ensure_ascii=False) for score in test["scores"])
        parts.append(f'{head[:-1]}, "scores": [\n  {rows}\n ]}}')
    return '{"tests": [\n ' + ",\n ".join(parts) + "\n]}\n"


def main(*words: str) -> int:
    """Compare or keep; 1 when something got worse."""
    keeping = "--keep" in words
    paths = [word for word in words if word != "--keep"]
    if len(paths) != 1:
        raise SystemExit("usage: python -m foedus.record.scoreboard SCORES [--keep]")
    new = read_scores(Path(paths[0]))
    if keeping:
        keep(new.values(), datetime.datetime.now(datetime.UTC).date())
        return 0
    lines = all_worse(new)
    sys.stderr.write("".join(f"worse: {line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except InputError as error:
        sys.exit(f"foedus: {error}")
