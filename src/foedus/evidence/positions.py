"""Where statements stand on the model's issues, and what that says of their speakers.

A stance is read from words alone: the issue from what the sentence is about, the side from the
words for and against it, turned by a negation. It is a proposal for a person to judge; the ranges
that positions get from it are wide by judgement, and never enter the model by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from foedus.codes import ActKind
from foedus.evidence.lexicon import tables
from foedus.evidence.membership import known_organisations, ledger_of
from foedus.evidence.records import Stance, Statement
from foedus.evidence.tables import bodies, posts, states
from foedus.files import read_table
from foedus.proceedings.acts import is_state

Row = Mapping[str, Any]
WORD = re.compile(r"[A-Za-z][\w’'-]*")
NEGATIONS = frozenset(("not", "no", "never", "without", "unlike", "nor", "cannot", "n't"))
OWN = frozenset(("organisation", "organization", "alliance", "union", "association", "bloc"))
SPEAKING = frozenset(("head_of_state", "head_of_government", "minister", "leader"))
CONDITIONAL = frozenset(("if", "unless", "without"))
NEAR = 8
REACH = 12
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
    with a minus before it in the table, who is against this issue stands high on that one.
    `general` says that words of praise and blame count too.
    """

    name: str
    title: str
    model: str
    turned: bool
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
                row["model"].removeprefix("-"),
                row["model"].startswith("-"),
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


@cache
def rivals() -> frozenset[str]:
    """Ids of the bodies outside that the ledgers show enlarging as rivals."""
    found: set[str] = set()
    for name in known_organisations():
        for act in ledger_of(name):
            if act.kind is ActKind.RIVAL_ENLARGEMENT_STEP:
                found.update(one for one in (*act.actors, *act.targets) if not is_state(one))
    return frozenset(f"O.{code.lower()}" for code in found)


@cache
def first_words(entity: str) -> frozenset[str]:
    """First words of the names of a state or an organisation."""
    named: list[str] = []
    if entity in bodies():
        named = [bodies()[entity].name, *bodies()[entity].names]
    elif entity in states():
        one = states()[entity]
        named = [one.name, *one.names, *one.adjectives, *one.people, *one.seats]
    return frozenset(name.split()[0].lower() for name in named if name)


@cache
def member_states() -> frozenset[str]:
    """States that are or were members of an organisation of the libraries."""
    return frozenset(row.state for one in known_organisations().values() for row in one.members)


def meant(pattern: str, about: Iterable[str]) -> list[str]:
    """Whom a statement is about that `@organisation`, `@rival` or `@outsider` can mean."""
    own = known_organisations()
    if pattern == "@organisation":
        return [one for one in about if one in own]
    if pattern == "@rival":
        return [one for one in about if one in rivals()]
    return [one for one in about if len(one) == 3 and one not in member_states()]


def places_of(pattern: str, found: Sequence[str], about: Iterable[str]) -> list[int]:
    """Where a pattern stands among the words, by name for `@organisation` and its like."""
    if not pattern.startswith("@"):
        if pattern.endswith("*"):
            begun = pattern[:-1]
            return [i for i, word in enumerate(found) if word.startswith(begun)]
        return [i for i, word in enumerate(found) if word == pattern] if pattern in found else []
    names = {word for one in meant(pattern, about) for word in first_words(one)}
    if pattern == "@organisation":
        names |= OWN
    return [
        i for i, word in enumerate(found) if word.removesuffix("'s").removesuffix("’s") in names
    ]


def spoken_of(issue: Issue, where: Callable[[str], list[int]]) -> list[int]:
    """Where a statement speaks of an issue: the words of one pattern, near one another."""
    out: list[int] = []
    for patterns in issue.about:
        places = []
        for one in patterns:
            places.append(where(one))
            if not places[-1]:
                break
        if not places[-1]:
            continue
        near = [i for i in places[0] if all(closest(i, other) <= NEAR for other in places[1:])]
        out.extend(near)
    return sorted(set(out))


def closest(place: int, others: Sequence[int]) -> int:
    """Distance in words to the nearest of some places."""
    return min(abs(place - one) for one in others)


def matcher(patterns: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words of some patterns that must be the same, and beginnings that are enough."""
    told = tuple(patterns)
    exact = frozenset(one for one in told if not one.endswith("*"))
    return exact, tuple(one[:-1] for one in told if one.endswith("*"))


@cache
def matchers(issue: Issue) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Matchers of the words for and against an issue."""
    return matcher(issue.favour), matcher(issue.against)


def side(issue: Issue, found: Sequence[str], spoken: Sequence[int]) -> tuple[int, int]:
    """Balance of the words for and against near the issue, and how many they are.

    A negation within three words before turns a word.
    """
    total = told = 0
    for i, word in enumerate(found):
        if closest(i, spoken) > REACH:
            continue
        for (exact, beginnings), sign in zip(matchers(issue), (1, -1), strict=True):
            if word in exact or word.startswith(beginnings):
                turned = bool(NEGATIONS & set(found[max(0, i - 3) : i]))
                total += -sign if turned else sign
                told += 1
    return total, told


def stance_of(statement: Statement) -> Stance | None:
    """Stance of a statement on the issue that most of its words speak of, or None.

    What is said on a condition takes no side: who warns of an end need not wish for it.
    """
    text = " ".join(span.text for span in statement.content_spans)
    found = [word.lower() for word in WORD.findall(text)]
    if CONDITIONAL & set(found):
        return None
    where = cache(lambda pattern: places_of(pattern, found, statement.about))
    best: tuple[int, Stance] | None = None
    for issue in issues():
        spoken = spoken_of(issue, where)
        if not spoken:
            continue
        balance, told = side(issue, found, spoken)
        loose = issue.about == (("@organisation",),)
        if loose and not told:
            continue
        balance = balance or BY_KIND.get(statement.kind, 0)
        sign = "+" if balance > 0 else "-" if balance < 0 else "0"
        weight = 0 if loose else 1 + told
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
    statements: Iterable[Row], people: Iterable[Row] = (), model_only: bool = False
) -> list[Position]:
    """Positions of actors on issues, as their accepted statements put them.

    Parameters
    ----------
    statements, people : iterable of mapping
        Rows as they are exported; statements whose `review` is not `accepted` are left out.
    model_only : bool
        Only issues that the council's files know.

    Returns
    -------
    list of Position
        One for each state and issue, from its own words or those of its head of state, head of
        government or ministers; an expert speaks for nobody. Statements on both sides widen the
        range to hold both.
    """
    state = {row["id"]: row.get("state") for row in people if speaks_for_state(row)}
    by_issue = {issue.name: issue for issue in issues()}
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in statements:
        stance, speaker = row.get("stance"), row.get("speaker")
        if row.get("review") != "accepted" or not stance or not speaker:
            continue
        if stance["issue"] in by_issue:
            actor = state.get(speaker) or (
                speaker if len(speaker) == 3 and speaker.isalpha() else None
            )
            if actor is not None:
                groups.setdefault((actor, stance["issue"]), []).append(row)
    out = []
    for (actor, name), said in sorted(groups.items()):
        issue = by_issue[name]
        if model_only and not issue.model:
            continue
        low, mode, high = spread([row["stance"]["polarity"] for row in said], issue.turned)
        ids = tuple(str(row["id"]) for row in said)
        out.append(Position(actor, name, issue.model, low, mode, high, ids))
    return out


def speaks_for_state(person: Row) -> bool:
    """Whether a person holds an office in which they speak for their state."""
    for role in person.get("roles") or ():
        if role.get("state") is None:
            continue
        told = str(role["role"]).lower()
        if any(word in told for word, kind in posts().items() if kind in SPEAKING):
            return True
    return False


def spread(polarities: Sequence[str], turned: bool = False) -> tuple[float, float, float]:
    """Range that holds the ranges of all sides taken; its mode is their mean."""
    way = -1 if turned else 1
    sides = [way * {"+": 1, "-": -1}.get(one, 0) for one in polarities]
    ranges = [RANGES[one] for one in sides]
    mode = sum(one[1] for one in ranges) / len(ranges)
    return min(one[0] for one in ranges), round(mode, 1), max(one[2] for one in ranges)
