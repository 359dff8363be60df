"""What is true by construction: outcomes that a lever moves because a line of the model says so.

Such a direction is tested as a rule and is never a finding; the size may be one. The table beside
this file names, for every lever and move, the outcomes and the rule. *always*: it holds in every
single future, so that one future to the contrary is a fault. *leans*: one mechanism pushes that
way, others may offset it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from foedus.files import InputError, read_table
from foedus.scenario import Scenario

TABLE = Path(__file__).with_name("by_construction.csv")
COLUMNS = ("lever", "move", "outcome", "direction", "strength", "rule")
WORDS = {"move": ("up", "down"), "direction": ("up", "down"), "strength": ("always", "leans")}

Lever = tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """One direction that follows from the model's own lines.

    Attributes
    ----------
    lever, outcome : str
        What is moved, and the outcome it moves (of the organisation or of every member).
    direction : {"up", "down"}
    strength : {"always", "leans"}
    rule : str
        Why, in one clause.
    """

    lever: str
    outcome: str
    direction: str
    strength: str
    rule: str

    def as_dict(self) -> dict[str, str]:
        """Plain values for output."""
        return {
            "lever": self.lever,
            "direction": self.direction,
            "strength": self.strength,
            "rule": self.rule,
        }


@cache
def construction_table() -> dict[Lever, tuple[Mark, ...]]:
    """Marks by lever and move."""
    out: dict[Lever, list[Mark]] = {}
    for number, row in enumerate(read_table(TABLE, COLUMNS), start=2):
        for column, words in WORDS.items():
            if row[column] not in words:
                raise InputError(
                    f"{TABLE.name}, row {number}", f"{column} must be {' or '.join(words)}"
                )
        mark = Mark(row["lever"], row["outcome"], row["direction"], row["strength"], row["rule"])
        out.setdefault((row["lever"], row["move"]), []).append(mark)
    return {lever: tuple(marks) for lever, marks in out.items()}


def levers_moved(base: Scenario, changed: Scenario) -> list[Lever]:
    """Levers in which two scenarios differ, with the way each was moved.

    A distribution is moved up or down by its median; when only its width differs the move is
    called ``"width"``. Anything else that differs, such as the date, is called ``"other"``.
    """
    out: list[Lever] = []
    pairs: list[tuple[str, float, float]] = []
    for name, value in base.switches.model_dump().items():
        pairs.append((f"switches.{name}", value, getattr(changed.switches, name)))
    for name in base.structures:
        for option, weight in _weights(base, name).items():
            pairs.append((f"structures.{name}.{option}", weight, _weights(changed, name)[option]))
    for name in base.known_parameters.names():
        old, new = base.known_parameters[name].value, changed.known_parameters[name].value
        if old != new:
            medians = (
                base.known_parameters[name].central,
                changed.known_parameters[name].central,
            )
            pairs.append((f"parameters.{name}", *medians))
            if medians[0] == medians[1]:
                out.append((f"parameters.{name}", "width"))
    out += [(path, "up" if new > old else "down") for path, old, new in pairs if new != old]
    if base.war_ends != changed.war_ends:
        fate = changed.war_ends.fate if changed.war_ends else "goes_on"
        out.append((f"war_ends.{fate}", "up"))
    ignored = {"switches", "structures", "parameters", "war_ends", "chosen", "what_ifs", "name"}
    fields = [name for name in type(base).model_fields if name not in ignored]
    out += [(f, "other") for f in fields if getattr(base, f) != getattr(changed, f)]
    return out


def _weights(scenario: Scenario, structure: str) -> dict[str, float]:
    from foedus.scenario import STRUCTURES

    return dict(zip(STRUCTURES[structure], scenario.weights(structure), strict=True))


def marks(base: Scenario, changed: Scenario) -> dict[str, Mark]:
    """What is true by construction of the difference between two scenarios, by outcome.

    *always* is claimed only where a single lever was moved; with several, each may offset the
    other, so the marks become *leans*, and outcomes that are pushed both ways carry none. The
    options of one structure count as one lever, for the weight one gains another loses.
    """
    moved = levers_moved(base, changed)
    alone = len({_lever_of(path) for path, _move in moved}) == 1
    found: dict[str, list[Mark]] = {}
    for lever in moved:
        for mark in construction_table().get(lever, ()):
            found.setdefault(mark.outcome, []).append(mark)
    out = {}
    for outcome, several in found.items():
        if len({mark.direction for mark in several}) == 1:
            first = several[0]
            strength = first.strength if alone else "leans"
            out[outcome] = Mark(first.lever, outcome, first.direction, strength, first.rule)
    return out


def _lever_of(path: str) -> str:
    group, _, rest = path.partition(".")
    return f"{group}.{rest.split('.')[0]}" if group == "structures" else path


def contrary(mark: Mark, found: dict[str, Any]) -> bool:
    """Whether a compared outcome goes against a direction that holds in every future."""
    if mark.strength != "always" or not found["n"]:
        return False
    if "lost" in found:
        return found["lost" if mark.direction == "up" else "gained"] > 0.0
    difference = found["difference"] or 0.0
    return difference < 0.0 if mark.direction == "up" else difference > 0.0
