"""What the rules find before the speaker is known: a cue, its words, and who seems to speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.evidence.clauses import Stretch
from foedus.evidence.pages import ParsedBlock

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Candidate:
    """A possible statement; offsets are clean, `speaker` is the head word of who speaks."""

    block: ParsedBlock
    content: list[Stretch]
    kind: str
    rule: str
    confidence: float
    cue: Stretch | None = None
    speaker: Token | None = None
    speaker_block: ParsedBlock | None = None
    speaker_id: str | None = None
    addressee: Token | None = None
    verb: Token | None = None
    negated: bool = False
    inside_quote: bool = False
    carried: bool = False
    via: str | None = None
    trace: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the words begin."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.content[-1][1]

    @property
    def size(self) -> int:
        """How many letters the words have."""
        return sum(end - start for start, end in self.content)


def place(block: ParsedBlock, first: Token, last: Token | None = None) -> Stretch:
    """Clean offsets from one word to another."""
    last = last or first
    return block.base + first.idx, block.base + last.idx + len(last.text)
