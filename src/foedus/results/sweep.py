"""Hundreds of what-ifs at once, each paired with the same baseline; only counts are kept.

A sweep is a table of changes. As CSV: a column ``name``, if wanted a column ``what_ifs`` (named
ones, joined by ``+``), and one column for each path that ``--set`` knows; an empty cell changes
nothing. As YAML: a list of ``{name, what_ifs, set: {path: value}}``, or ``grid: {path: [values]}``
for every combination of the values.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from foedus.files import InputError, read_text, read_yaml, table_text
from foedus.results.paired import Comparison, changed_by, compare
from foedus.results.run import Library
from foedus.scenario import Scenario

MOST = 10_000  #: what-ifs in one sweep
COLUMNS = (
    "name",
    "outcome",
    "state",
    "kind",
    "n",
    "base",
    "changed",
    "difference",
    "se",
    "gained",
    "lost",
    "variance_ratio",
    "min",
    "min_option",
    "max",
    "max_option",
    "by_construction",
)


def sweep(
    scenario: Scenario,
    changes: Mapping[str, Scenario],
    library: Library | None = None,
    *,
    futures: int | None = None,
    threads: int | None = None,
    executor: Executor | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Pair many what-ifs with one baseline.

    Parameters
    ----------
    scenario : Scenario
        Baseline.
    changes : mapping of str to Scenario
        What-ifs by name, such as `read_changes` gives.
    futures : int, optional
        Futures of each; default: the scenario's.
    library, threads, executor, progress
        As for `foedus.results.paired.compare`.
    """
    if futures is not None:
        scenario = scenario.changed(futures=futures)
        changes = {name: one.changed(futures=futures) for name, one in changes.items()}
    return compare(
        scenario,
        changes,
        library,
        threads=threads,
        executor=executor,
        spread=False,
        progress=progress,
    )


def read_changes(path: Path, scenario: Scenario) -> dict[str, Scenario]:
    """What-ifs of a sweep file, made from a scenario.

    Raises
    ------
    InputError
        With the file, the row and what was expected.
    """
    if path.suffix == ".csv":
        rows = list(_rows_of_csv(path))
    elif path.suffix in (".yaml", ".yml"):
        rows = list(_rows_of_yaml(path))
    else:
        raise InputError(path, "expected a sweep as .csv or .yaml")
    if not 1 <= len(rows) <= MOST:
        raise InputError(path, f"holds {len(rows)} what-ifs, expected 1 to {MOST:,}")
    out: dict[str, Scenario] = {}
    for where, name, what_ifs, settings in rows:
        if name in out:
            raise InputError(where, f"the name {name!r} stands twice; names must differ")
        try:
            out[name] = _changed(scenario, what_ifs, settings)
        except InputError as error:
            raise InputError(where, str(error)) from None
    return out


Row = tuple[str, str, list[str], dict[str, Any]]


def _changed(scenario: Scenario, what_ifs: list[str], settings: dict[str, Any]) -> Scenario:
    for name in what_ifs:
        scenario = changed_by(scenario, name)
    for path, value in settings.items():
        scenario = scenario.with_setting(path, value)
    return scenario


def _rows_of_csv(path: Path) -> Iterable[Row]:
    table = csv.DictReader(io.StringIO(read_text(path)))
    if not table.fieldnames or table.fieldnames[0] != "name":
        raise InputError(f"{path}, line 1", "expected the columns name, what_ifs and paths to set")
    for number, row in enumerate(table, start=2):
        where = f"{path}, row {number}"
        if None in row or None in row.values():
            raise InputError(where, "has more or fewer cells than the header")
        cells = {key: value.strip() for key, value in row.items() if value.strip()}
        name = cells.pop("name", "")
        if not name:
            raise InputError(where, "the name is empty")
        what_ifs = cells.pop("what_ifs", "")
        settings = {p: _number(text, f"{where}, {p}") for p, text in cells.items()}
        yield where, name, [what_ifs] if what_ifs else [], settings


def _number(text: str, where: str) -> Any:
    """Read a number, or a distribution in YAML's flow form."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        value = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except YAMLError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int | float | dict):
        raise InputError(where, f"{text!r} is not a number or a distribution")
    return value


def _rows_of_yaml(path: Path) -> Iterable[Row]:
    content = read_yaml(path)
    if isinstance(content, Mapping) and set(content) == {"grid"}:
        yield from _rows_of_grid(path, content["grid"])
        return
    if not isinstance(content, list):
        raise InputError(path, "expected a list of what-ifs, or grid: {path: [values]}")
    for number, item in enumerate(content, start=1):
        where = f"{path}, what-if {number}"
        if not isinstance(item, Mapping) or not set(item) <= {"name", "what_ifs", "set"}:
            raise InputError(where, "expected the keys name, what_ifs, set")
        settings, what_ifs = item.get("set", {}), item.get("what_ifs", [])
        if not isinstance(settings, Mapping) or not isinstance(what_ifs, list):
            raise InputError(where, "expected set: {path: value} and what_ifs: [names]")
        name = str(item.get("name") or _name_of(settings) or "+".join(map(str, what_ifs)))
        yield where, name, [str(w) for w in what_ifs], dict(settings)


def _rows_of_grid(path: Path, grid: Any) -> Iterable[Row]:
    lists = isinstance(grid, Mapping) and all(isinstance(v, list) and v for v in grid.values())
    if not lists or not grid:
        raise InputError(f"{path}: grid", "expected paths, each with a list of values")
    for values in itertools.product(*grid.values()):
        settings = dict(zip(grid, values, strict=True))
        yield f"{path}: grid", _name_of(settings), [], settings


def _name_of(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{path}={value}" for path, value in settings.items())


def sweep_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """Every outcome of every what-if as one row, in the columns of `COLUMNS`."""
    return rows_of(comparison.as_dict())


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a comparison that is already a plain mapping."""
    rows: list[dict[str, Any]] = []
    for name, one in found["comparisons"].items():
        for kind, part in (("headline", "headlines"), ("number", "numbers"), ("ratio", "ratios")):
            rows += [_row(name, o, "", kind, value) for o, value in one[part].items()]
        for state, outcomes in one["members"].items():
            rows += [_row(name, o, state, "member", value) for o, value in outcomes.items()]
    return rows


def _row(name: str, outcome: str, state: str, kind: str, found: Mapping[str, Any]) -> dict:
    span = found.get("range") or {}
    mark = found.get("by_construction")
    given = {"name": name, "outcome": outcome, "state": state, "kind": kind, **found, **span}
    given["by_construction"] = mark["strength"] if mark else ""
    return {column: _cell(given.get(column)) for column in COLUMNS}


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else value


def sweep_csv(comparison: Comparison) -> str:
    """CSV text of a sweep, one row for each what-if and outcome."""
    return table_text(sweep_rows(comparison), COLUMNS)
