"""Acts and steps in words: one plain sentence for an act, a few lines for a step.

The same words tell history and simulated futures: an act with its own text is told by it, an act
without by the pattern of its kind. Patterns hold ``{actors}``, ``{targets}``, ``{all}`` and
``{where}``, ``{sign|signs}`` for several or one, and ``[...]`` for what is left out without
targets.
"""

from __future__ import annotations

import re
from typing import Any

from foedus.codes import Status, Vote
from foedus.proceedings.acts import Act, kinds
from foedus.proceedings.cells import Participation
from foedus.proceedings.replay import Step
from foedus.proceedings.state import Change
from foedus.proceedings.verdicts import VerdictKind, name_of, phrase

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")


def day_in_words(act: Act) -> str:
    """Date of an act as far as it is known: day, month or year."""
    day = act.date
    if act.precision == "year":
        return str(day.year)
    if act.precision == "month":
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _names(codes: tuple[str, ...], organisation: Any) -> str:
    return phrase([name_of(code, organisation) for code in codes])


def pattern_text(act: Act, organisation: Any = None) -> str:
    """Clause that tells an act by the pattern of its kind, without date and full stop."""
    text = kinds()[act.kind].telling
    text = _OPTIONAL.sub(lambda found: found[1] if act.targets else "", text)
    text = _CHOICE.sub(lambda found: found[1] if len(act.actors) > 1 else found[2], text)
    words = {
        "{actors}": _names(act.actors, organisation),
        "{targets}": _names(act.targets, organisation),
        "{all}": _names(act.parties, organisation),
        "{where}": _names(act.target_states or act.acting_states, organisation) or "a state",
    }
    for key, value in words.items():
        text = text.replace(key, value)
    return text


def sentence(act: Act, organisation: Any = None) -> str:
    """One plain English sentence for an act: date, who did what.

    Parameters
    ----------
    act : Act
        Recorded or simulated; without text the pattern of its kind is used.
    organisation : Organisation, optional
        For the names of states and organs.
    """
    body = act.text or pattern_text(act, organisation)
    return f"{day_in_words(act)}: {body[:1].upper()}{body[1:].rstrip('.')}."


def _value(value: Any) -> str:
    if value is None:
        return "none"
    status = getattr(value, "status", None)
    if isinstance(status, Status):
        return status.name.lower()
    vote = getattr(value, "vote", None)
    if isinstance(vote, Vote):
        return {Vote.SIGN: "signs", Vote.REFUSE: "refuses"}.get(vote, vote.name.lower())
    if hasattr(value, "who"):
        return value.who or "appointed"
    if hasattr(value, "out"):
        return "out" if value.out else "not out"
    if hasattr(value, "times"):
        return str(value.times)
    if hasattr(value, "ended"):
        return "ended" if value.ended else "under way"
    if isinstance(value, Participation):
        return f"held {value.held}, skipped {value.skipped}, cancelled {value.cancelled}"
    return "entered"


#: How a cell is named in a sentence; ``{0}``, ``{1}`` ... are its keys.
_LABELS = {
    "status": "standing of {0}",
    "office": "{0}",
    "term": "times {0} has taken the chair",
    "met": "meetings of {0}",
    "position": "position of {1} on {0}",
    "attacked": "attacks on {0} by {1}",
    "operation": "operation in {1} under {0}",
    "approved": "approval by {1} of {0}",
    "forces": "contingent of {2} in {1} under {0}",
    "partner": "relations with {0}",
    "participation": "exercises of {0}",
    "said": "statements of {0}",
    "follows": "answers to {0}",
    "organisation": "the organisation",
}


def change_in_words(change: Change, organisation: Any = None) -> str:
    """One line for a changed cell: what, and from which value to which."""
    noun, *keys = change.cell
    named = [name_of(key, organisation) for key in keys]
    label = _LABELS.get(noun, f"{noun} {{0}}").format(*(named or [""])).replace("_", " ")
    if noun == "follows":
        return f"{label}: {len(change.after)}"
    before, after = _value(change.before), _value(change.after)
    if change.before is None or after == "entered":
        return f"{label}: {after}"
    return f"{label}: {before} -> {after}"


def tell_step(step: Step, organisation: Any = None) -> list[str]:
    """Lines for a step: what happened, what the rules say, the sources, what changed."""
    act, found = step.act, step.verdict
    lines = [sentence(act, organisation)]
    for finding in found.findings:
        word = VerdictKind(finding.kind).name.lower()
        rule = f" [{finding.rule}]" if finding.rule else ""
        lines.append(f"Rule: {word}{rule}: {finding.sentence}.")
    if act.sources:
        lines.append(f"Source: {', '.join(act.sources)} (confidence {act.confidence}).")
    if act.note:
        lines.append(f"Note: {act.note}.")
    lines.extend(f"Changed: {change_in_words(c, organisation)}" for c in step.changes)
    return lines
