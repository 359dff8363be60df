"""Names over their spellings: folding of transliterations, and when two names are one person's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FOLDS = (
    ("dzh", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("iy", "y"),
    ("ij", "y"),
    ("yi", "i"),
    ("ye", "e"),
    ("yo", "e"),
    ("ie", "e"),
    ("ph", "f"),
    ("w", "v"),
)
SURNAME_FLOOR = 86
GIVEN_FLOOR = 80
HARD = str.maketrans("bdgzv", "ptksf")
LEAST_CONSONANTS = 5  #: that two spellings must share to be one name without being much alike
LEAST_LETTERS = 7
PARTICLES = {
    *("al", "el", "bin", "ibn", "ben", "de", "del", "della", "der", "van", "von", "da", "dos"),
    *(
        "du",
        "la",
        "le",
        "ul",
        "ter",
        "zu",
        "den",
        "e",
        "dos",
        "das",
        "di",
        "av",
        "ould",
        "as",
        "ash",
    ),
}


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """Name without case, accents and the accidents of transliteration."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"\b(?:al|el)[- ](?=\w)", "", plain)
    plain = re.sub(r"[’'`ʼ-]", "", plain)
    for old, new in FOLDS:
        plain = plain.replace(old, new)
    plain = re.sub(r"(.)\1+", r"\1", plain)
    plain = re.sub(r"(?<=[aeiou])y(?=[aeiou])", "", plain)
    plain = plain.replace("y", "i")
    return re.sub(r"[^\w ]", "", plain).strip()


@lru_cache(maxsize=50_000)
def _skeleton(folded: str) -> str:
    """Consonants of a folded name, hard and soft alike: what all its transliterations share."""
    if len(folded) < LEAST_LETTERS:
        return ""
    hard = folded.translate(HARD)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou ]", "", hard))


@lru_cache(maxsize=50_000)
def initial(name: str) -> str:
    """First letter of a surname that all its spellings share: hard for soft, one for all vowels."""
    folded = fold(parts(name)[1])
    return re.sub("[aeiou]", "a", folded[:1].translate(HARD))


@lru_cache(maxsize=50_000)
def parts(name: str) -> tuple[tuple[str, ...], str]:
    """Given names and surname; particles go with the surname."""
    words = name.split()
    if len(words) < 2:
        return (), name
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    return tuple(words[:cut]), " ".join(words[cut:])


def same_surname(one: str, other: str) -> bool:
    """Whether two surnames are spellings of one; short ones must be equal once folded."""
    from rapidfuzz.fuzz import ratio

    a, b = fold(one), fold(other)
    if a == b or (_skeleton(a) == _skeleton(b) and len(_skeleton(a)) >= LEAST_CONSONANTS):
        return True
    if min(len(a), len(b)) < 5 or a[:1] != b[:1]:
        return False
    return ratio(a, b) >= SURNAME_FLOOR


def given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether given names may be one person's: an initial or none agrees with what it may mean."""
    from rapidfuzz.fuzz import ratio

    if not one or not other:
        return True
    a, b = fold(one[0].rstrip(".")), fold(other[0].rstrip("."))
    if not a or not b:
        return True
    if min(len(a), len(b)) <= 2:
        return a[0] == b[0]
    if min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)):
        return True
    return ratio(a, b) >= GIVEN_FLOOR


def same_person(one: str, other: str) -> bool:
    """Whether two full names may be spellings of one; state and office are not looked at."""
    given, surname = parts(one)
    given_other, surname_other = parts(other)
    return same_surname(surname, surname_other) and given_agree(given, given_other)


def slug(name: str) -> str:
    """Name as a part of an id: small letters and digits only."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
