"""Forecasts of a sentence that stand in verbs, nouns and adjectives of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from foedus.evidence.forecast_frames import (
    chance_of,
    doubts,
    expects_to,
    heads_for,
    is_likely,
    on_the_brink,
    predicts,
    ruled_out,
    runs_to,
    warns_of,
)
from foedus.evidence.forecast_phrases import (
    advised,
    awaited,
    cleft,
    in_sight,
    likeliest,
    looms,
    no_way,
    stakes,
    told_clause,
)
from foedus.evidence.frames import Lookup, nobody
from foedus.evidence.outlook import Foretold

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

READERS: dict[str, tuple[Callable[[Token, Lookup], Foretold | None], ...]] = {
    "VERB": (
        *(expects_to, told_clause, predicts, warns_of, stakes, runs_to, heads_for, ruled_out),
        *(looms, awaited, advised, doubts),
    ),
    "NOUN": (chance_of, on_the_brink, likeliest, no_way),
    "ADJ": (is_likely,),
    "AUX": (cleft, in_sight),
}


def frames_in(sentence: Words, lookup: Lookup = nobody) -> list[Foretold]:
    """Forecasts of a sentence that stand in verbs, nouns and adjectives of their own, in order."""
    if sentence.text.rstrip(" ”\"'»").endswith("?"):
        return []
    readers: tuple[Callable[[Token, Lookup], Foretold | None], ...]
    out: list[Foretold] = []
    for token in sentence:
        readers = READERS.get(token.pos_, ())
        found = next((one for one in (read(token, lookup) for read in readers) if one), None)
        if found is not None:
            out.append(found)
    return out
