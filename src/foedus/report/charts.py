"""Charts as Vega-Lite specifications, drawn as still SVG.

The report carries pictures and no script: it prints, it can be mailed and archived, it needs no
network, and every number of a chart stands in a table beside it. Blue and vermilion keep apart
for colour-blind readers, and shape or a label always says the same as the colour.
"""

from __future__ import annotations

import math
import re
from typing import Any

from foedus.report.parts import Chart

BLUE = "#1f5f8b"
VERMILION = "#b8501f"
GREY = "#5b6670"
FONT = "Arial, 'Helvetica Neue', 'Liberation Sans', sans-serif"  # of known widths
WIDTH = 430
NARROW = 270  # two of these stand side by side
MARKS = ["circle", "square", "triangle-up", "diamond"]
COLOURS = [BLUE, VERMILION, "#3b7d4f", "#7a5195"]

Rows = list[dict[str, Any]]

# Colours that the page may replace by its own, so that a picture can be read on dark paper too.
_THEMED = {
    BLUE: "blue",
    VERMILION: "vermilion",
    COLOURS[2]: "green",
    COLOURS[3]: "violet",
    GREY: "soft",
    "#1d2429": "ink",
    "#10161a": "ink",
    "#e3e7ea": "grid",
    "#9aa4ab": "axis",
}

_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": "#1d2429",
        "titleColor": "#1d2429",
        "gridColor": "#e3e7ea",
        "domainColor": "#9aa4ab",
        "tickColor": "#9aa4ab",
        "labelLimit": 260,
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
    "text": {"fontSize": 12, "color": "#1d2429"},
}


def to_svg(chart: Chart) -> str:
    """Draw a chart; what is inside is hidden from screen readers, which get `Chart.alt`."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(chart.spec)
    found = re.match(r'<svg [^>]*width="(\d+)"', svg)
    width = f"{found[1]}px" if found else "100%"
    svg = re.sub(r' (?:width|height)="\d+"', "", svg, count=2)
    svg = svg.replace("<svg ", f'<svg aria-hidden="true" style="max-width:{width}" ', 1)
    for colour, name in _THEMED.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name}, {colour})"')
    svg = re.sub(r' (?:role|aria-roledescription|aria-label)="[^"]*"', "", svg)
    return svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def _spec(**parts: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _CONFIG,
        "padding": {"left": 12, "right": 25, "top": 5, "bottom": 5},
        **parts,
    }


_MONTHS: dict[str, Any] = {
    "field": "month",
    "type": "temporal",
    "timeUnit": "utcyearmonth",
    "title": None,
    "axis": {"format": "%b %Y", "labelAngle": 0, "tickCount": 5, "labelOverlap": True},
}


def _band(low: str, high: str, opacity: float) -> dict[str, Any]:
    scale = {"zero": False, "nice": True}
    return {
        "mark": {"type": "area", "color": BLUE, "opacity": opacity},
        "encoding": {
            "x": _MONTHS,
            "y": {"field": low, "type": "quantitative", "title": "cohesion", "scale": scale},
            "y2": {"field": high},
        },
    }


def _end_label(last: dict[str, Any], field: str, text: str, down: int) -> dict[str, Any]:
    return {
        "data": {"values": [last]},
        "mark": {"type": "text", "align": "left", "dx": 6, "dy": down},
        "encoding": {
            "x": _MONTHS,
            "y": {"field": field, "type": "quantitative"},
            "text": {"value": text},
        },
    }


def fan(rows: Rows, alt: str, caption: str) -> Chart:
    """Fan of one quantity by month: 90 and 50 per cent bands and the middle.

    Parameters
    ----------
    rows : list of dict
        ``month`` (``2022-12``), ``p05``, ``p25``, ``p50``, ``p75``, ``p95``.
    """
    values = [{**row, "month": f"{row['month']}-15"} for row in rows]
    middle = {
        "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5},
        "encoding": {"x": _MONTHS, "y": {"field": "p50", "type": "quantitative"}},
    }
    layers = [
        _band("p05", "p95", 0.18),
        _band("p25", "p75", 0.32),
        middle,
        _end_label(values[-1], "p95", "90 % band", 0),
        _end_label(values[-1], "p50", "middle", 0),
        _end_label(values[-1], "p25", "50 % band", 8),
    ]
    data = {"values": values}
    return Chart(_spec(data=data, width=WIDTH, height=230, layer=layers), alt, caption)


def _row_axis(order: list[str]) -> dict[str, Any]:
    axis = {"labelLimit": 260, "labelPadding": 10, "domain": False, "ticks": False, "grid": True}
    return {"field": "row", "type": "nominal", "sort": order, "title": None, "axis": axis}


def _by_row(rows: Rows, layers: list[dict[str, Any]], *, step: int) -> dict[str, Any]:
    """Spec of layers over one line for each row, in the order of the rows."""
    y = _row_axis(list(dict.fromkeys(row["row"] for row in rows)))
    return _spec(
        data={"values": rows}, width=WIDTH, height={"step": step}, encoding={"y": y}, layer=layers
    )


def _percent_axis(title: str, top: float) -> dict[str, Any]:
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, top], "nice": True},
        "axis": {"format": ".0%", "tickCount": 6},
    }


def estimates(rows: Rows, title: str, alt: str, caption: str) -> Chart:
    """Shares by row: a thin range across theories, a thick Monte-Carlo interval, a point.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``p``, ``error`` (standard), ``low``, ``high``, ``strong`` (drawn in vermilion).
    """
    order = [row["row"] for row in rows]
    top = max(0.05, *(max(row["high"], row["p"]) for row in rows)) * 1.05
    data = [
        {**r, "left": max(r["p"] - 1.96 * r["error"], 0.0), "right": r["p"] + 1.96 * r["error"]}
        for r in rows
    ]
    x = _percent_axis(title, min(top, 1.0))
    colour = {"condition": {"test": "datum.strong", "value": VERMILION}, "value": BLUE}
    y = _row_axis(order)
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.55},
            "encoding": {"x": {**x, "field": "left"}, "x2": {"field": "right"}, "color": colour},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {
                "x": {**x, "field": "p"},
                "color": colour,
                "shape": {
                    "condition": {"test": "datum.strong", "value": "diamond"},
                    "value": "circle",
                },
            },
        },
    ]
    return Chart(
        _spec(
            data={"values": data},
            width=WIDTH,
            height={"step": 34},
            encoding={"y": y},
            layer=layers,
        ),
        alt,
        caption,
    )


def rivals(rows: Rows, options: list[str], title: str, alt: str, caption: str) -> Chart:
    """Shares by row under each of a few rival theories, told apart by shape and colour.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``option``, ``p``.
    options : list of str
        Theories in the order of the legend.
    """
    order = list(dict.fromkeys(row["row"] for row in rows))
    top = max(0.05, *(row["p"] for row in rows)) * 1.05
    scale = {"domain": options, "range": COLOURS[: len(options)]}
    shapes = {"domain": options, "range": MARKS[: len(options)]}
    legend = {"orient": "bottom", "columns": 1, "title": None, "labelLimit": 400}
    points = {
        "mark": {"type": "point", "filled": True, "size": 75, "opacity": 0.95},
        "encoding": {
            "y": _row_axis(order),
            "x": {**_percent_axis(title, min(top, 1.0)), "field": "p"},
            "color": {"field": "option", "type": "nominal", "scale": scale, "legend": legend},
            "shape": {"field": "option", "type": "nominal", "scale": shapes, "legend": legend},
        },
    }
    data = {"values": rows}
    return Chart(_spec(data=data, width=WIDTH, height={"step": 26}, layer=[points]), alt, caption)


def _hours_axis(title: str, low: float, high: float) -> dict[str, Any]:
    """Logarithmic axis of hours, told in days from 72 on."""
    ticks = [1, 6, 24, 96, 480, 2400] if high > 60 * low else [1, 2, 6, 12, 24, 48, 96, 240, 480]
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {
            "values": [t for t in ticks if low <= t <= high],
            "labelExpr": "datum.value < 72 ? datum.value + ' h' : round(datum.value / 24) + ' d'",
        },
    }


def spreads(
    rows: Rows, title: str, alt: str, caption: str, band: tuple[float, float] | None = None
) -> Chart:
    """Times by row on a logarithmic axis: 90 per cent thin, 50 per cent thick, middle as a tick.

    Parameters
    ----------
    rows : list of dict
        ``row``, ``p05``, ``p25``, ``p50``, ``p75``, ``p95`` in hours.
    band : (float, float), optional
        What was reported, drawn behind.
    """
    order = [row["row"] for row in rows]
    every = [row[k] for row in rows for k in ("p05", "p95")] + list(band or ())
    low, high = max(min(every) * 0.8, 0.5), max(every) * 1.2
    x = _hours_axis(title, low, high)
    y = _row_axis(order)
    layers: list[dict[str, Any]] = []
    if band is not None:
        layers.append(
            {
                "data": {"values": [{"a": band[0], "b": band[1]}]},
                "mark": {"type": "rect", "color": VERMILION, "opacity": 0.18},
                "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}},
            }
        )
    for ends, width in ((("p05", "p95"), 1.5), (("p25", "p75"), 7.0)):
        layers.append(
            {
                "mark": {"type": "rule", "strokeWidth": width, "color": BLUE},
                "encoding": {"y": y, "x": {**x, "field": ends[0]}, "x2": {"field": ends[1]}},
            }
        )
    layers.append(
        {
            "mark": {"type": "tick", "color": "#10161a", "thickness": 2.5, "height": 18},
            "encoding": {"y": y, "x": {**x, "field": "p50"}},
        }
    )
    return Chart(
        _spec(data={"values": rows}, width=NARROW, height={"step": 32}, layer=layers), alt, caption
    )


def stacked(hours: list[float], columns: int) -> list[dict[str, float]]:
    """Dots of a quantile plot: each at the middle of its column, on top of those before it.

    Columns have equal width on the logarithmic axis, from the first dot to the last.
    """
    logs = [math.log10(value) for value in sorted(hours)]
    width = max((logs[-1] - logs[0]) / columns, 1e-3)
    height: dict[int, int] = {}
    out = []
    for value in logs:
        k = min(int((value - logs[0]) / width), columns - 1)
        height[k] = height.get(k, 0) + 1
        out.append({"at": 10.0 ** (logs[0] + (k + 0.5) * width), "level": float(height[k])})
    return out


def dots(hours: list[float], title: str, alt: str, caption: str) -> Chart:
    """Quantile dots: every dot is an equal part of the futures, so chances can be counted.

    Parameters
    ----------
    hours : list of float
        One quantile for each dot, above 0.
    """
    values = stacked(hours, 22)
    low, high = min(hours) * 0.7, max(hours) * 1.4
    top = max(row["level"] for row in values)
    layer = {
        "mark": {"type": "circle", "size": 150, "color": BLUE, "opacity": 1},
        "encoding": {
            "x": {**_hours_axis(title, low, high), "field": "at"},
            "y": {
                "field": "level",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": [0.3, max(top, 5.0) + 0.7]},
            },
        },
    }
    height = 16 * (max(top, 5.0) + 0.4)
    return Chart(
        _spec(data={"values": values}, width=WIDTH, height=height, layer=[layer]), alt, caption
    )
