"""Chart of a council's issue: actors, status quo, drafts and outcomes of the models on a line."""

from __future__ import annotations

import math
from typing import Any

from foedus.council.analysis import CouncilResult
from foedus.report.charts import (
    BLUE,
    COLOURS,
    GREY,
    MARKS,
    VERMILION,
    WIDTH,
    _row_axis,
    _spec,
)
from foedus.report.parts import Chart
from foedus.report.words import plain

KINDS = ("actor", "status quo", "draft", "model")


def digits_of(content: dict[str, Any]) -> int:
    """Decimals that tell a thousandth of the scale."""
    low, high = content["scale"]
    return min(max(3 - math.floor(math.log10(high - low)), 0), 6)


def told(value: Any, digits: int) -> str:
    """Value in words: a number with its decimals, several after one another, – for none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(told(v, digits) for v in value)
    if isinstance(value, int | float):
        return f"{value:.{digits}f}".replace("-", "−")
    return str(value)


def _pick(value: Any, k: int) -> Any:
    """Value of dimension k; a council of one dimension holds plain numbers."""
    return value[k] if isinstance(value, list) else value


def _place_rows(result: CouncilResult, k: int) -> list[dict[str, Any]]:
    """Everything that has a place on the line of dimension k, in the order of the chart."""
    content, several = result.as_dict(), len(result.council.dimensions) > 1
    rows: list[dict[str, Any]] = []

    def add(row: str, kind: str, at: Any, low: Any = None, high: Any = None) -> None:
        if at is not None:
            low, high = (at, at) if low is None or high is None else (low, high)
            rows.append({"row": row, "kind": kind, "at": at, "low": low, "high": high})

    for actor in sorted(content["actors"], key=lambda a: _pick(a["position"], k)):
        ends = actor.get("position_range")
        ends = ends[k] if ends and several else ends
        add(str(actor["name"]), "actor", _pick(actor["position"], k), *(ends or ()))
    add("status quo", "status quo", _pick(content["status_quo"], k))
    for draft in content["drafts"]:
        add(f"draft: {draft['name']}", "draft", draft["draft"])
    for row in result.table():
        ends = [_pick(row[end], k) for end in ("low", "high")]
        add(f"model: {plain(row['model'])}", "model", _pick(row["outcome"], k), *ends)
    return rows


def place_chart(result: CouncilResult, k: int) -> Chart:
    """Draw actors, status quo, drafts and outcomes of the models on one line of the issue."""
    content, rows = result.as_dict(), _place_rows(result, k)
    about, name = content["about"], str(result.council.dimensions[k])
    ends = [str(about.get(e, "")) for e in ("low_means", "high_means")]
    x = {
        "type": "quantitative",
        "title": "place on the scale of the issue",
        "scale": {"domain": content["scale"], "nice": False},
    }
    colours = {"domain": list(KINDS), "range": [BLUE, GREY, VERMILION, COLOURS[2]]}
    shapes = {"domain": list(KINDS), "range": [MARKS[0], MARKS[1], MARKS[3], MARKS[2]]}
    legend = {"orient": "bottom", "title": None}
    colour = {"field": "kind", "type": "nominal", "scale": colours, "legend": legend}
    shape = {"field": "kind", "type": "nominal", "scale": shapes, "legend": legend}
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.4, "clip": True},
            "encoding": {
                "x": {**x, "field": "low"},
                "x2": {"field": "high"},
                "color": {**colour, "legend": None},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {"x": {**x, "field": "at"}, "color": colour, "shape": shape},
        },
    ]
    order = list(dict.fromkeys(row["row"] for row in rows))
    spec = _spec(
        data={"values": rows},
        width=WIDTH,
        height={"step": 22},
        encoding={"y": _row_axis(order)},
        layer=layers,
    )
    digits = digits_of(content)
    alt = "; ".join(f"{row['row']} at {told(row['at'], digits)}" for row in rows)
    caption = "Bars: nine tenths of the draws for actors, the interval of the outcome for models."
    if any(ends):
        caption += f" {told(content['scale'][0], 0)}: {ends[0]}."
        caption += f" {told(content['scale'][1], 0)}: {ends[1]}."
    if len(result.council.dimensions) > 1:
        caption = f"Dimension {name}. {caption}"
    return Chart(spec, f"Positions and outcomes: {alt}.", caption)
