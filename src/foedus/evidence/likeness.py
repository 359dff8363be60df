"""How much two reported utterances are alike in their words."""

from __future__ import annotations

import re
from functools import lru_cache

from foedus.evidence.lexicon import words

WORD = re.compile(r"[a-z][a-z-]+")
SMALL = words(
    "the a an and or but of to in on at by for from with as is are was were be been being has have "
    "had will would could may might should that this these those it its he she they them his her "
    "their our we you i not no so if than then there here who which what when where all any some "
    "more most very only just also into over under about because between own said says such does "
    "do did can must one two"
)


ENDINGS = ("ingly", "ation", "ments", "ment", "ings", "ing", "ness", "ies", "ed", "es", "ly")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without the endings that do not change what it speaks of."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


@lru_cache(maxsize=4_096)
def content(text: str) -> dict[str, str]:
    """Words that carry meaning, by their stem; kept, because each is compared with many."""
    return {stem(word): word for word in WORD.findall(text.lower()) if word not in SMALL}


def alike(first: str, second: str) -> tuple[float, list[str]]:
    """Share of the shorter utterance's words that stand in the longer one, and those words.

    Fewer than three words in common are no likeness.

    Returns
    -------
    float
        From 0 to 1: the mean of that share and of the likeness of the whole (Dice).
    list of str
    """
    a, b = content(first), content(second)
    shared = sorted(a.keys() & b.keys())
    if len(shared) < 3:
        return 0.0, []
    overlap = len(shared) / min(len(a), len(b))
    dice = 2 * len(shared) / (len(a) + len(b))
    return (overlap + dice) / 2, [a[one] for one in shared]
