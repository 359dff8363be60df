"""A trained sequence tagger as a second proposer; what it adds waits for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.evidence.cast import Cast
from foedus.evidence.pages import Page
from foedus.evidence.records import Statement


@dataclass(frozen=True)
class Tagger:
    """A conditional random field over words."""

    path: Path
    digest: str

    @classmethod
    def load(cls, path: Path) -> Tagger:
        """Tagger of a file."""
        raise NotImplementedError

    def add(self, page: Page, cast: Cast, statements: Sequence[Statement]) -> list[Statement]:
        """Statements of the rules with those that the tagger finds beside them."""
        return list(statements)
