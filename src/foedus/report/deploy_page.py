"""`foedus deploy` as a page: one HTML file with still pictures, no script and no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foedus.files import InputError, write_text
from foedus.forces.move.arrivals import arrival_rows
from foedus.forces.move.command import Deployment
from foedus.forces.move.move import Move
from foedus.report.deploy_charts import arrivals, bottleneck, sorties_by_airfield, timeline
from foedus.report.parts import Cell, Chart, Table
from foedus.report.rendering import render_page
from foedus.report.terminal_deploy import BOTTLENECKS, CHAIN, told
from foedus.report.words import first_upper, percent

Content = dict[str, Any]

MOST_INPUTS = 20


def write_deploy_page(deployment: Deployment, path: Path) -> Path:
    """Write a move as one HTML file that loads nothing.

    Every number is one of `Deployment.content`; in the page it stands in a ``data`` element whose
    ``data-key`` is the path to the value.

    Raises
    ------
    InputError
        When the move cannot be done: there is nothing to draw.
    """
    if not isinstance(deployment.result, Move):
        raise InputError(path, "the move cannot be done, so there is nothing to draw")
    write_text(path, _render(deployment, deployment.result))
    return path


def _render(deployment: Deployment, result: Move) -> str:
    content = deployment.content
    return render_page(
        "deploy.html.j2",
        title=first_upper(content["case"]),
        content=content,
        note=deployment.case.note,
        changes=changes(deployment),
        lead=lead(content),
        charts=charts(content, result),
        tables=tables(content),
    )


def lead(content: Content) -> str:
    """The move in two sentences."""
    first, closure = content["first_arrival_hours"], content["closure_hours"]
    most = next(iter(content["bottleneck"]), None)
    held = (
        f" The longest part of the way to the last unloading is {BOTTLENECKS[most]} in "
        f"{percent(content['bottleneck'][most])} of futures."
        if most
        else ""
    )
    return (
        f"The first arrive {told(first)} hours after the request, the last are unloaded after "
        f"{told(closure)} hours.{held}"
    )


def changes(deployment: Deployment) -> list[tuple[str, str]]:
    """What-ifs and settings of this run."""
    rows = [
        ("what if", deployment.case.what_ifs[n].meaning) for n in deployment.content["what_ifs"]
    ]
    return rows + [(path, str(value)) for path, value in deployment.content["settings"].items()]


def charts(content: Content, result: Move) -> list[Chart]:
    """The four pictures."""
    found = content["reported"].get("closure")
    out = [arrivals(arrival_rows(result), found)]
    rows = [
        {"row": f"{row['name']}: {what}", "what": what, **row[what]}
        for row in content["airfields"].values()
        for what in ("loaded", "unloaded")
        if what in row
    ]
    if rows:
        out.append(sorties_by_airfield(rows))
    shares = [{"row": BOTTLENECKS[n], "p": p} for n, p in content["bottleneck"].items()]
    out.append(bottleneck(shares))
    events = [("request", content["chain"]["request"])]
    events += [(CHAIN[k], v) for k, v in content["chain"].items() if k in CHAIN]
    out.append(timeline([{"row": n, **v} for n, v in events if v["p50"] is not None]))
    return out


def _cell(found: Content | None, key: str) -> Cell:
    middle = None if found is None else found["p50"]
    return Cell(told(found), middle, f"{key}.p50" if middle is not None else "")


def tables(content: Content) -> list[Table]:
    """Everything the pictures show, in figures."""
    out = [_chain(content), _contingents(content), _fields(content), _path(content)]
    if content["reported"]:
        out.append(_reported(content))
    if content.get("sensitivity", {}).get("inputs"):
        out.append(_inputs(content["sensitivity"]))
    return out


def _chain(content: Content) -> Table:
    rows = [
        (words, _cell(content["chain"][key], f"chain.{key}"))
        for key, words in CHAIN.items()
        if key in content["chain"]
    ]
    rows.append(("sorties", _cell(content["sorties"], "sorties")))
    peak = content["sorties_per_day_peak"]
    rows.append(("most landings in 24 hours", _cell(peak, "sorties_per_day_peak")))
    columns = (("from the request to", False), ("hours: middle (90 %)", True))
    return Table("The chain", columns, tuple(rows))


def _contingents(content: Content) -> Table:
    keys = ("people", "vehicles", "ready_hours", "arrival_hours", "closure_hours", "sorties")
    rows = []
    for state, row in content["contingents"].items():
        at = f"contingents.{state}"
        parts = [(state, row, at)]
        parts += [(f"– {n}", p, f"{at}.parts.{n}") for n, p in row.get("parts", {}).items()]
        for name, part, place in parts:
            rows.append((name, part["mode"], *(_cell(part[key], f"{place}.{key}") for key in keys)))
    words = ("people", "vehicles", "ready, hours", "arrives, hours", "closed, hours", "sorties")
    columns = (("contingent", False), ("by", False), *((word, True) for word in words))
    return Table("Contingents", columns, tuple(rows))


def _fields(content: Content) -> Table:
    keys = ("loaded", "load_places", "unloaded", "unload_places")
    rows = [
        (row["name"], *(_cell(row.get(key), f"airfields.{name}.{key}") for key in keys))
        for name, row in content["airfields"].items()
    ]
    words = ("sorties loaded", "places to load", "sorties unloaded", "places to unload")
    columns = (("airfield", False), *((word, True) for word in words))
    return Table("Airfields", columns, tuple(rows))


def _path(content: Content) -> Table:
    shares, hours = content["bottleneck"], content["critical_path_hours"]
    rows = [
        (
            BOTTLENECKS[name],
            Cell(
                percent(shares[name]) if name in shares else "–",
                shares.get(name),
                f"bottleneck.{name}" if name in shares else "",
                shares.get(name),
            ),
            Cell(f"{hours[name]:.1f}", hours[name], f"critical_path_hours.{name}"),
        )
        for name in sorted(hours, key=lambda n: (-shares.get(n, 0.0), -hours[n]))
    ]
    columns = (("spent on", False), ("longest in", True), ("hours, mean", True))
    note = "The critical path runs from the request to the last unloading; its hours add up to it."
    return Table("The critical path", columns, tuple(rows), note)


def _reported(content: Content) -> Table:
    rows = []
    for name, row in content["reported"].items():
        low, high = f"{row['low']:,g}", f"{row['high']:,g}"
        naive = row.get("naive")
        rows.append(
            (
                f"{row['what']}, {row['unit']}",
                low if low == high else f"{low} to {high}",
                _cell(row["model"], f"reported.{name}.model"),
                "–"
                if row["consistent"] is None
                else "✓"
                if row["consistent"]
                else "✗ not consistent",
                "–" if row.get("interval_score") is None else f"{row['interval_score']:g}",
                f"{naive['interval_score']:g} ({naive['low']:g} to {naive['high']:g})"
                if naive
                else "–",
            )
        )
    words = ("quantity", "on record", "model", "middle within", "interval score", "naive band")
    columns = tuple((word, word not in ("quantity", "middle within")) for word in words)
    note = (
        "Consistency check, no validation: those who set the inputs knew the outcome. Interval "
        "score of Gneiting and Raftery (2007) at one tenth; less is better."
    )
    return Table("Beside the record", columns, tuple(rows), note)


def _inputs(found: Content) -> Table:
    rows = [
        (
            row["name"],
            row["basis"],
            Cell(
                f"{row['coefficient']:+.2f} ± {row['se']:.2f}".replace("-", "−"), row["coefficient"]
            ),
            percent(row["first_order"]) if row["first_order"] > 0 else "–",
        )
        for row in found["inputs"][:MOST_INPUTS]
    ]
    columns = (("input", False), ("basis", False), ("coefficient", True), ("alone explains", True))
    note = f"Standardised rank regression over the draws; R² {found['r2']:.2f}."
    return Table("What drives closure", columns, tuple(rows), note)
