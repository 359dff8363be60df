"""How far what was found agrees with what a person marked: matched one to one by shared letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foedus.evidence.records import Statement

Pieces = Sequence[tuple[int, int]]
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of one comparison; `matched` pairs share at least half of their letters (F)."""

    marked: int
    found: int
    matched: int

    @property
    def precision(self) -> float:
        """Share of what was found that was marked."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was marked that was found."""
        return self.matched / self.marked if self.marked else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of both."""
        total = self.marked + self.found
        return 2 * self.matched / total if total else 0.0


def spans_of(statement: Statement) -> list[tuple[int, int]]:
    """Offsets of the words of a statement in the file."""
    return [(span.start, span.end) for span in statement.content_spans]


def overlap(one: Pieces, other: Pieces) -> float:
    """Letters shared by two sets of stretches, as F: twice the shared over the sum of both."""
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    total = sum(b - a for a, b in (*one, *other))
    return 2 * shared / total if total else 0.0


def agreement(documents: Iterable[tuple[Sequence[Pieces], Sequence[Pieces]]]) -> Agreement:
    """Agreement over documents.

    Parameters
    ----------
    documents : iterable of (marked, found)
        For each document the stretches that a person marked and those that were found.
    """
    marked = found = matched = 0
    for gold, own in documents:
        marked += len(gold)
        found += len(own)
        matched += len(matches(gold, own))
    return Agreement(marked, found, matched)


def matches(
    gold: Sequence[Pieces], own: Sequence[Pieces], floor: float = HALF
) -> list[tuple[int, int]]:
    """Pairs of marked and found that share enough letters, the best first, each used once."""
    pairs = sorted(
        ((overlap(g, o), i, j) for i, g in enumerate(gold) for j, o in enumerate(own)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right, out = set(), set(), []
    for share, i, j in pairs:
        if share < floor:
            break
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share of `n`, for few cases (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)
