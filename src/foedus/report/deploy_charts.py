"""Charts of a move: arrivals, sorties by airfield, the bottleneck, the chain of events."""

from __future__ import annotations

from typing import Any

from foedus.report.charts import BLUE, GREY, VERMILION, WIDTH, _by_row, _spec
from foedus.report.parts import Chart
from foedus.report.words import percent

Rows = list[dict[str, Any]]

INK = "#10161a"


def _hours(title: str, top: float) -> dict[str, Any]:
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"tickCount": 8},
    }


def arrivals(rows: Rows, reported: dict[str, Any] | None) -> Chart:
    """People arrived over time: 90 and 50 per cent bands and the middle; the record behind.

    Parameters
    ----------
    rows : list of dict
        ``hour``, ``p05``, ``p25``, ``p50``, ``p75``, ``p95``.
    reported : dict, optional
        ``low`` and ``high`` of the closure on record, in hours.
    """
    x = {**_hours("hours from the request", rows[-1]["hour"]), "field": "hour"}
    y = {"type": "quantitative", "title": "people arrived", "scale": {"zero": True}}
    layers: list[dict[str, Any]] = []
    caption = "Band: nine tenths of the futures, darker half of them; line: the middle."
    if reported is not None:
        ends = {"a": reported["low"], "b": min(reported["high"], rows[-1]["hour"])}
        layers.append(
            {
                "data": {"values": [ends]},
                "mark": {"type": "rect", "color": VERMILION, "opacity": 0.15},
                "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}},
            }
        )
        caption += " Shaded: the end of the move as it is on record."
    for low, high, opacity in (("p05", "p95", 0.18), ("p25", "p75", 0.32)):
        layers.append(
            {
                "mark": {"type": "area", "color": BLUE, "opacity": opacity},
                "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
            }
        )
    layers.append(
        {
            "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": {**y, "field": "p50"}},
        }
    )
    half = next((r["hour"] for r in rows if r["p50"] >= rows[-1]["p50"] / 2), rows[-1]["hour"])
    alt = (
        f"People arrived over time: in the middle half of {rows[-1]['p50']:,.0f} after "
        f"{half:.0f} hours, all by {rows[-1]['hour']:.0f} hours in nearly all futures."
    )
    data = {"values": rows}
    return Chart(_spec(data=data, width=WIDTH, height=230, layer=layers), alt, caption)


def sorties_by_airfield(rows: Rows) -> Chart:
    """Sorties loaded and unloaded at each airfield: the middle as a bar, the band as a line.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``what`` (loaded or unloaded), ``p05``, ``p50``, ``p95``.
    """
    x = {"type": "quantitative", "title": "sorties"}
    scale = {"domain": ["loaded", "unloaded"], "range": [BLUE, VERMILION]}
    colour = {"field": "what", "type": "nominal", "scale": scale}
    legend = {"orient": "bottom", "title": None}
    layers = [
        {
            "mark": {"type": "bar", "opacity": 0.6, "height": {"band": 0.6}},
            "encoding": {"x": {**x, "field": "p50"}, "color": {**colour, "legend": legend}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": INK},
            "encoding": {"x": {**x, "field": "p05"}, "x2": {"field": "p95"}},
        },
    ]
    alt = "; ".join(f"{r['row']}: {r['p50']:.0f} ({r['p05']:.0f} to {r['p95']:.0f})" for r in rows)
    return Chart(
        _by_row(rows, layers, step=24),
        f"Sorties by airfield: {alt}.",
        "Bar: the middle; line: nine tenths of the futures.",
    )


def bottleneck(rows: Rows) -> Chart:
    """Share of futures in which each thing takes the longest part of the critical path.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``p``.
    """
    top = max(row["p"] for row in rows) * 1.05
    x = {
        "field": "p",
        "type": "quantitative",
        "title": "share of futures",
        "scale": {"domain": [0, min(top, 1.0)], "nice": True},
        "axis": {"format": ".0%", "tickCount": 6},
    }
    layers = [{"mark": {"type": "bar", "color": BLUE, "opacity": 0.75}, "encoding": {"x": x}}]
    alt = "; ".join(f"{row['row']} {percent(row['p'])}" for row in rows)
    return Chart(
        _by_row(rows, layers, step=24),
        f"Bottleneck by share of futures: {alt}.",
        "The longest part of the critical path to the last unloading.",
    )


def timeline(rows: Rows) -> Chart:
    """Chain of events from the request: the band as a line, the middle as a tick.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``p05``, ``p50``, ``p95`` in hours.
    """
    x = _hours("hours from the request", max(row["p95"] for row in rows) * 1.03)
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 7, "color": BLUE, "opacity": 0.5},
            "encoding": {"x": {**x, "field": "p05"}, "x2": {"field": "p95"}},
        },
        {
            "mark": {"type": "tick", "color": INK, "thickness": 2.5, "height": 18},
            "encoding": {"x": {**x, "field": "p50"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "color": GREY, "baseline": "middle"},
            "encoding": {
                "x": {**x, "field": "p95"},
                "text": {"field": "said", "type": "nominal"},
            },
        },
    ]
    rows = [{**row, "said": f"{row['p50']:.0f} h"} for row in rows]
    alt = "; ".join(f"{row['row']} after {row['p50']:.0f} hours" for row in rows)
    return Chart(
        _by_row(rows, layers, step=28),
        f"Chain of events: {alt}.",
        "Line: nine tenths of the futures; tick: the middle.",
    )
