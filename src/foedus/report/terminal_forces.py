"""Forces on the terminal: units, national procedures, plans and their age, exercises.

The sources of each row stand in the tables of the library.
"""

from __future__ import annotations

import datetime

from rich.table import Table

from foedus.organisation import Organisation
from foedus.organisation.preparation import procedure_at
from foedus.simulation.force_inputs import months_between, weights_of

UNKNOWN = "–"
TRAINED = ("ready", "joint", "move", "plan", "guard", "part", "border", "insurgents")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _known(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,g}"


def unit_table(organisation: Organisation, day: datetime.date) -> Table:
    """National units assigned to the collective forces on a day."""
    table = _table(
        "Units of the collective forces",
        *("state", "unit", "force", "place", "people", "elsewhere", "basis"),
    )
    for unit in sorted(organisation.units_at(day), key=lambda u: (u.state, u.force, u.unit)):
        table.add_row(
            unit.state,
            unit.unit,
            unit.force.replace("_", " "),
            unit.place or UNKNOWN,
            _known(unit.personnel),
            _known(unit.committed),
            unit.basis,
        )
    return table


def procedure_table(organisation: Organisation, day: datetime.date) -> Table:
    """How each member decides at home on sending troops."""
    table = _table(
        "National procedures",
        *("state", "decides", "usual time ×", "sitting fails", "says no", "basis"),
    )
    for state in organisation.members_at(day):
        row = procedure_at(organisation.procedures, state, day)
        if row.state != state:
            continue
        table.add_row(
            state,
            row.body.replace("_", " "),
            f"{row.factor:g}",
            f"{row.sitting_fails:.0%}",
            f"{row.refuses:.0%}",
            row.basis,
        )
    return table


def plan_table(organisation: Organisation, day: datetime.date) -> Table:
    """Plans known on a day, and how old they are."""
    table = _table("Plans", "plan", "tasks", "territory", "months old", "basis")
    for plan in sorted(organisation.plans, key=lambda p: p.updated, reverse=True):
        if plan.updated <= day:
            table.add_row(
                plan.plan,
                ", ".join(plan.tasks),
                ", ".join(plan.area),
                f"{months_between(plan.updated, day):.0f}",
                plan.basis,
            )
    return table


def exercise_table(organisation: Organisation) -> Table:
    """Series of exercises, and the share of a full exercise's gain that each gives."""
    table = _table("Exercises: what they train", "series", "month", *TRAINED)
    for series in organisation.exercises:
        table.add_row(
            series.series,
            _known(series.month),
            *(f"{w:g}" for w in weights_of(organisation, series.functions)),
        )
    return table


def force_tables(organisation: Organisation, day: datetime.date) -> list[Table]:
    """Tables of what an organisation has prepared; those without a row are left out."""
    tables = [
        unit_table(organisation, day),
        procedure_table(organisation, day),
        plan_table(organisation, day),
        exercise_table(organisation),
    ]
    return [table for table in tables if table.row_count]
