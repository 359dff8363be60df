"""How every page is laid out: one style, everything escaped, charts as still pictures."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.report.charts import to_svg

TURNS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
TEMPLATES = Path(__file__).parent / "templates"


def _still(value: Any) -> Any:
    """Text of a document without what would turn its letters around; marks of direction show."""
    if type(value) is str and TURNS.search(value):
        return TURNS.sub("\ufffd", value)
    return value


def render_page(template: str, **content: Any) -> str:
    """HTML of a template, which finds ``style``, ``version`` and ``svg`` beside its content.

    Parameters
    ----------
    template : str
        File in the folder of templates.
    content
        What the template shows; text is escaped, and a missing name is an error.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("foedus.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_still,
    )
    return environment.get_template(template).render(
        style=Markup((TEMPLATES / "report.css").read_text("utf-8")),
        version=metadata.version("foedus"),
        svg=lambda chart: Markup(to_svg(chart)),
        **content,
    )
