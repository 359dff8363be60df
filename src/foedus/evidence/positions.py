"""Where statements stand on the model's issues, and what that says of their speakers.

A stance is read from words alone: the issue from what the sentence is about, the side from the
words for and against it, turned by a negation. It is a proposal for a person to judge; the ranges
that positions get from it are wide by judgement, and never enter the model by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from foedus.evidence.lexicon import tables
from foedus.evidence.membership import known_organisations
from foedus.evidence.records import Reading, Span, Stance, Statement
from foedus.files import read_table

WORD = re.compile(r"[A-Za-z][\w’'-]*")
NEGATIONS = frozenset(("not", "no", "never", "without", "unlike", "nor", "cannot", "n't"))
OWN = frozenset(("organisation", "organization", "alliance", "union", "association", "bloc"))
BY_KIND = {"praise": 1, "criticism": -1, "accusation": -1, "denial": -1}
RANGES: dict[int, tuple[float, float, float]] = {
    1: (50.0, 75.0, 100.0),
    0: (20.0, 50.0, 80.0),
    -1: (0.0, 20.0, 45.0),
}
"""Low, mode and high of a position for, undecided on, and against; judgement of the authors."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: what is said about it, and the words for and against it.

    `model` is the issue of the council's files that a position on it speaks to, empty for none;
    `general` says that words of praise and blame count too.
    """

    name: str
    title: str
    model: str
    about: tuple[tuple[str, ...], ...]
    favour: tuple[str, ...]
    against: tuple[str, ...]
    general: bool


@dataclass(frozen=True, slots=True)
class Position:
    """What the statements of an actor say of its position on an issue, on 0 to 100."""

    actor: str
    issue: str
    model: str
    low: float
    mode: float
    high: float
    statements: tuple[str, ...]
    spans: tuple[Span, ...]


@cache
def issues() -> tuple[Issue, ...]:
    """Issues of the tables."""
    columns = ("issue", "title", "model", "scope", "about", "favour", "against")
    good, bad = praise_and_blame()
    out = []
    for row in read_table(tables() / "issues.csv", columns):
        general = row["scope"] == "general"
        out.append(
            Issue(
                row["issue"],
                row["title"],
                row["model"],
                tuple(tuple(one.split("+")) for one in row["about"].split(";")),
                (*listed(row["favour"]), *(good if general else ())),
                (*listed(row["against"]), *(bad if general else ())),
                general,
            )
        )
    return tuple(out)


def listed(cell: str) -> tuple[str, ...]:
    """Words of a cell."""
    return tuple(one for one in cell.split(";") if one)


@cache
def praise_and_blame() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of praise and of blame that hold for any subject."""
    rows = {
        row["side"]: listed(row["words"])
        for row in read_table(tables() / "polarity.csv", ("side", "words"))
    }
    return rows["+"], rows["-"]


def fits(word: str, pattern: str) -> bool:
    """Whether a word is a pattern of the tables, or begins like one that ends in a star."""
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def present(pattern: str, found: Sequence[str], about: Iterable[str]) -> bool:
    """Whether a pattern stands among the words, or what it stands for is spoken of.

    `@organisation` is one of the libraries', `@rival` any other alliance, `@outsider` a state that
    is no member.
    """
    own = known_organisations()
    if pattern == "@organisation":
        return bool(OWN & set(found)) or any(one in own for one in about)
    if pattern == "@rival":
        return any(one.startswith("O.") and one not in own for one in about)
    if pattern == "@outsider":
        members = {row.state for one in own.values() for row in one.members}
        return any(len(one) == 3 and one not in members for one in about)
    return any(fits(word, pattern) for word in found)


def side(issue: Issue, found: Sequence[str], kind: str) -> int:
    """Balance of the words for and against; a negation within three words before turns one."""
    total = 0
    for i, word in enumerate(found):
        for patterns, sign in ((issue.favour, 1), (issue.against, -1)):
            if any(fits(word, one) for one in patterns):
                turned = bool(NEGATIONS & set(found[max(0, i - 3) : i]))
                total += -sign if turned else sign
    return total if total else BY_KIND.get(kind, 0)


def stance_of(statement: Statement) -> Stance | None:
    """Stance of a statement on the issue that most of its words speak of, or None."""
    text = " ".join(span.text for span in statement.content_spans)
    found = [word.lower() for word in WORD.findall(text)]
    best: tuple[int, Stance] | None = None
    for issue in issues():
        if not any(all(present(p, found, statement.about) for p in one) for one in issue.about):
            continue
        balance = side(issue, found, statement.kind)
        words_told = sum(any(fits(w, p) for p in (*issue.favour, *issue.against)) for w in found)
        loose = issue.about == (("@organisation",),)
        if loose and not words_told:
            continue
        sign = "+" if balance > 0 else "-" if balance < 0 else "0"
        weight = 0 if loose else 1 + words_told
        stance = Stance(issue.name, sign, statement.content_spans[0])
        if best is None or weight > best[0]:
            best = (weight, stance)
    return best[1] if best else None


def with_stances(statements: Sequence[Statement]) -> list[Statement]:
    """Statements with the stance that their words take, where they take one.

    Long quotations speak of many things and get none; their sentences are for a reader.
    """
    return [
        one
        if one.stance is not None or length(one) > 700 or not one.content_spans
        else replace(one, stance=stance_of(one))
        for one in statements
    ]


def length(statement: Statement) -> int:
    """Letters that a statement's words take."""
    return sum(span.end - span.start for span in statement.content_spans)


def positions(
    reading: Reading, accepted: Iterable[str] | None = None, model_only: bool = False
) -> list[Position]:
    """Positions of actors on issues, as their statements put them.

    Parameters
    ----------
    reading : Reading
    accepted : iterable of str, optional
        Ids of the statements that a person has accepted; without it those whose `review` is
        `accepted`.
    model_only : bool
        Only issues that the council's files know.

    Returns
    -------
    list of Position
        One for each actor and issue. A person speaks for their state when it is known. Statements
        on both sides widen the range to hold both.
    """
    taken = set(accepted) if accepted is not None else None
    state = {person.id: person.state for person in reading.people}
    by_issue = {issue.name: issue for issue in issues()}
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in reading.statements:
        allowed = one.id in taken if taken is not None else one.review == "accepted"
        if not allowed or one.stance is None or one.speaker is None:
            continue
        if one.stance.issue not in by_issue:
            continue
        actor = state.get(one.speaker) or one.speaker
        groups.setdefault((actor, one.stance.issue), []).append(one)
    out = []
    for (actor, name), said in sorted(groups.items()):
        issue = by_issue[name]
        if model_only and not issue.model:
            continue
        low, mode, high = spread([one.stance.polarity for one in said if one.stance])
        out.append(
            Position(
                actor,
                name,
                issue.model,
                low,
                mode,
                high,
                tuple(one.id for one in said),
                tuple(one.content_spans[0] for one in said),
            )
        )
    return out


def spread(polarities: Sequence[str]) -> tuple[float, float, float]:
    """Range that holds the ranges of all sides taken; its mode is their mean."""
    sides = [{"+": 1, "-": -1}.get(one, 0) for one in polarities]
    ranges = [RANGES[one] for one in sides]
    mode = sum(one[1] for one in ranges) / len(ranges)
    return min(one[0] for one in ranges), round(mode, 1), max(one[2] for one in ranges)
