"""From accepted evidence to proposals for a scenario: acts of the ledger, positions on issues.

Nothing here enters the model. The file that is written says `confirm: no` beside every proposal;
a person sets it to yes, and only those become rows of a ledger or of a council's table, each with
the places in the documents that it rests on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from foedus.codes import ACT_KINDS
from foedus.evidence.lexicon import tables
from foedus.evidence.membership import known_organisations
from foedus.evidence.positions import Position, positions
from foedus.evidence.times import bounds
from foedus.files import InputError, read_table, read_yaml, table_text, write_text
from foedus.organisation.core import Organisation
from foedus.proceedings.acts import COLUMNS, bodies, parse_act
from foedus.proceedings.ledger import in_order

Row = Mapping[str, Any]
LOW_TRUST = "low"
HEADER = """\
# Proposals from reports that somebody has read and accepted. Nothing here is in the model.
# Set confirm to yes beside what you want to take over; correct the cells first where needed.
# Ranges of positions are wide by judgement: the words of a statement give a side, no number.
"""
POSITION_COLUMNS = (
    *("issue", "actor", "position", "salience", "loyalty", "audience", "blocking_cost", "absent"),
    *("coder", "confidence", "source", "note"),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that could be taken over, with the records and places that it rests on."""

    row: dict[str, str]
    evidence: tuple[str, ...]
    citations: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What accepted evidence proposes; `left_out` says of every other event why it does not."""

    organisation: str
    acts: tuple[Proposal, ...]
    positions: tuple[Proposal, ...]
    left_out: tuple[tuple[str, str], ...]


EXERCISE = re.compile(r"\b(?:exercises?|drills?|man(?:oeu|eu)vres?|maneuvers?)\b", re.IGNORECASE)


@cache
def act_kinds() -> tuple[dict[str, str], ...]:
    """Kinds of acts by type, mode, status and who acts, the first that fits counts.

    Raises
    ------
    foedus.files.InputError
        If a row names an unknown kind.
    """
    path = tables() / "act_kinds.csv"
    rows = read_table(path, ("plover", "mode", "status", "who", "kind"))
    for number, row in enumerate(rows, start=2):
        if row["kind"] not in ACT_KINDS:
            raise InputError(f"{path}, row {number}", f"{row['kind']!r} is no kind of act")
    return tuple(rows)


def propose(
    events: Iterable[Row],
    statements: Iterable[Row] = (),
    people: Iterable[Row] = (),
    organisation: str = "O.csto",
) -> Proposals:
    """Proposals from rows as they are exported; those not accepted are left out.

    Parameters
    ----------
    events, statements, people : iterable of mapping
    organisation : str
        Id of the organisation of a library whose ledger and council are meant.

    Raises
    ------
    foedus.files.InputError
        If there is no such library.
    """
    known = known_organisations().get(organisation)
    if known is None:
        choice = ", ".join(known_organisations())
        raise InputError(organisation, f"no library describes it; known: {choice}")
    said, named = list(statements), list(people)
    acts: list[Proposal] = []
    left: list[tuple[str, str]] = []
    for row in events:
        if row.get("review") != "accepted":
            continue
        made = act_of(row, known, organisation)
        if isinstance(made, str):
            left.append((str(row["id"]), made))
        else:
            acts.append(made)
    told = joined(positions(said, named, model_only=True))
    held = [of_position(one, said) for one in told]
    acts.sort(key=lambda one: (one.row["date"], one.row["id"]))
    return Proposals(organisation, tuple(acts), tuple(held), tuple(left))


def joined(told: Iterable[Position]) -> list[Position]:
    """Positions with those of one actor on one issue of the council made one."""
    out: dict[tuple[str, str], Position] = {}
    for one in told:
        key = (one.model, one.actor)
        if key in out:
            other = out[key]
            one = Position(
                one.actor,
                f"{other.issue}, {one.issue}",
                one.model,
                min(one.low, other.low),
                (one.mode + other.mode) / 2,
                max(one.high, other.high),
                (*other.statements, *one.statements),
            )
        out[key] = one
    return [out[key] for key in sorted(out)]


def act_of(event: Row, known: Organisation, own: str) -> Proposal | str:
    """Act that an event proposes, or why it proposes none."""
    status = {"occurred": "done", "ongoing": "done", "planned": "planned"}.get(event["status"])
    if status is None:
        return f"told as {event['status']}"
    if event["date"] is None or event["date_precision"] not in ("day", "month", "year", "minute"):
        return "its date is not known to the day, the month or the year"
    kind = kind_of(event, status, known, own)
    if kind is None:
        return "the ledger has no such act"
    actors, targets = codes(event["actors"], own), codes(event["targets"], own)
    if kind in ("unrest", "power_change") and not states_only(actors):
        actors = states_only(targets) or states_only(place_codes(event))
    if not actors:
        return "nobody is known to act"
    last = bounds(event["date"])[1]
    precision = "day" if event["date_precision"] == "minute" else event["date_precision"]
    row: dict[str, str] = dict.fromkeys(COLUMNS, "")
    row |= {
        "id": act_id(last, kind, actors[0]),
        "date": last.isoformat(),
        "precision": precision,
        "kind": kind,
        "actors": ";".join(actors),
        "targets": ";".join(one for one in targets if one not in actors),
        "text": " ".join(str(event["label"]).split()),
        "place": event["place"] or "",
        "framework": known.name.upper() if own in event["actors"] else "",
        "sources": source_id(str(event["doc"])),
        "confidence": LOW_TRUST,
        "note": f"from a report; date {event['date_source']}",
    }
    return Proposal(row, (str(event["id"]),), tuple(places(event)))


def kind_of(event: Row, status: str, known: Organisation, own: str) -> str | None:
    """Kind of act of the first row of the table that an event fits."""
    for row in act_kinds():
        if row["plover"] != event["plover"] or row["status"] != status:
            continue
        if row["mode"] and row["mode"] != (event["mode"] or ""):
            continue
        if acts_so(row["who"], event, known, own):
            return row["kind"]
    return None


def acts_so(who: str, event: Row, known: Organisation, own: str) -> bool:
    """Whether those who act, or what they act on, are as the table asks."""
    actors = set(event["actors"])
    states = {one for one in actors if len(one) == 3}
    if who == "own":
        return own in actors or own in event["targets"]
    if who == "two":
        return len(actors | set(event["targets"])) == 2
    if who == "sides":
        return len(states) == 2 and not event["targets"]
    if who == "exercise":
        return EXERCISE.search(str(event["label"])) is not None
    if who == "member":
        members = {row.state for row in known.members}
        return bool(states & members) and "sign" in str(event["span"]["text"]).lower()
    return True


def codes(ids: Sequence[str], own: str) -> list[str]:
    """Codes of the ledger for ids of the evidence: states, and bodies that it knows."""
    out = []
    for one in ids:
        if len(one) == 3:
            out.append(one)
        elif one == own:
            out.append("CSC" if "CSC" in bodies() else one.removeprefix("O.").upper())
        elif one.startswith("O.") and one.removeprefix("O.").upper() in bodies():
            out.append(one.removeprefix("O.").upper())
    return out


def states_only(named: Iterable[str]) -> list[str]:
    """Codes of states among some codes."""
    return [one for one in named if len(one) == 3 and one not in bodies()]


def place_codes(event: Row) -> list[str]:
    """Codes of the states that an event's place names."""
    return [one for one in (event["place"] or "").split("; ") if len(one) == 3 and one.isupper()]


def act_id(day: datetime.date, kind: str, actor: str) -> str:
    """Id as the ledger forms them, marked as proposed from a report."""
    return f"{day.isoformat()}-{kind.replace('_', '-')}-{actor.lower()}-report"


def source_id(doc: str) -> str:
    """Id of a document as a source: lower-case letters, digits and hyphens."""
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in doc)
    return "-".join(part for part in kept.lower().split("-") if part)


def places(row: Row) -> Iterable[dict[str, Any]]:
    """Places in the documents that a record rests on."""
    spans = row.get("mentions") or row.get("content_spans") or [row["span"]]
    for span in spans:
        yield {"doc": row["doc"], "start": span["start"], "end": span["end"], "text": span["text"]}


def of_position(position: Position, statements: Sequence[Row]) -> Proposal:
    """Row of a council's table that statements propose; the cells they cannot fill stay empty."""
    resting = [row for row in statements if row["id"] in position.statements]
    row = dict.fromkeys(POSITION_COLUMNS, "")
    row |= {
        "issue": position.model,
        "actor": position.actor,
        "position": f"{position.low:g}..{position.mode:g}..{position.high:g}",
        "confidence": LOW_TRUST,
        "source": ";".join(sorted({source_id(str(one["doc"])) for one in resting})),
        "note": f"side taken in words on: {position.issue}; range by judgement",
    }
    cited = tuple(place for one in resting for place in places(one))
    return Proposal(row, position.statements, cited)


def write_proposals(proposals: Proposals, path: Path) -> None:
    """Write proposals as YAML for a person to go through."""
    from ruamel.yaml import YAML

    content = {
        "organisation": proposals.organisation,
        "acts": [shown(one) for one in proposals.acts],
        "positions": [shown(one) for one in proposals.positions],
        "left_out": [{"event": name, "why": why} for name, why in proposals.left_out],
    }
    yaml = YAML()
    yaml.width = 100
    out = StringIO()
    yaml.dump(content, out)
    write_text(path, HEADER + out.getvalue())


def shown(proposal: Proposal) -> dict[str, Any]:
    """A proposal as it stands in the file: empty cells left out, not confirmed."""
    return {
        "confirm": "no",
        "row": {name: cell for name, cell in proposal.row.items() if cell},
        "evidence": list(proposal.evidence),
        "citations": [dict(one) for one in proposal.citations],
    }


def confirmed(path: Path) -> Proposals:
    """Proposals of a file that a person has confirmed; the others are left out.

    Raises
    ------
    foedus.files.InputError
        If `confirm` is neither yes nor no, or a confirmed act is no row of a ledger.
    """
    content = read_yaml(path)
    if not isinstance(content, dict) or "organisation" not in content:
        raise InputError(path, "expected a file of proposals with organisation, acts, positions")
    acts = taken(content.get("acts") or [], f"{path}: acts", COLUMNS)
    for number, one in enumerate(acts):
        parse_act(one.row, f"{path}: acts.{number}")
    held = taken(content.get("positions") or [], f"{path}: positions", POSITION_COLUMNS)
    return Proposals(content["organisation"], tuple(acts), tuple(held), ())


def taken(items: Sequence[Any], where: str, columns: Sequence[str]) -> list[Proposal]:
    """Confirmed proposals of a list, every column filled or empty."""
    out = []
    for number, item in enumerate(items):
        answer = item.get("confirm") if isinstance(item, dict) else None
        if answer not in ("yes", "no", True, False):
            raise InputError(f"{where}.{number}.confirm", f"{answer!r}, expected yes or no")
        if answer in ("yes", True):
            row = {name: str(item["row"].get(name, "")) for name in columns}
            cited = tuple(dict(one) for one in item.get("citations") or [])
            out.append(Proposal(row, tuple(item.get("evidence") or ()), cited))
    return out


def ledger_table(proposals: Proposals) -> str:
    """Confirmed acts as rows of a ledger, in its order and not sealed yet."""
    rows = {one.row["id"]: one.row for one in proposals.acts}
    acts = in_order(parse_act(row, f"act {name}") for name, row in rows.items())
    return table_text((rows[act.id] for act in acts), COLUMNS)


def council_table(proposals: Proposals) -> str:
    """Confirmed positions as rows of a council's table; what no report says is for a coder."""
    return table_text((one.row for one in proposals.positions), POSITION_COLUMNS)
