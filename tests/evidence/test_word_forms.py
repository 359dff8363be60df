"""Words are given the forms that spaCy's own ruler and lemmatizer give them."""

from __future__ import annotations

import importlib.util

import pytest

from foedus.evidence.language import MODELS, english
from foedus.evidence.word_forms import fits

ATTRIBUTES = ["ORTH", "POS", "TAG", "DEP", "LEMMA", "MORPH", "ENT_IOB", "ENT_TYPE", "HEAD"]
TEXTS = (
    "Norwegian President Ola Brandt said that the pact would hold, and that it hadn't been his.",
    "Let's go, y'all: there's nothin' left, it ain't gonna be the ministers' fault. C'mon!",
    "  They 're leaving \n\n the boxes; she leaves, has left, had been leaving. She does. ",
    "Whether they've done so is what the leaves of the better books don't say; that he'd know.",
    "Let us see 's it. I got ta do it, you gon na do it. It gave me what you had.",
    "Children, mice, oxen, wolves and analyses ran faster than the quickest of 2,500 soldiers.",
)


@pytest.fixture(scope="module")
def own():
    import spacy

    name = next(name for name in MODELS if importlib.util.find_spec(name))
    return spacy.load(name)


def test_forms_are_those_of_the_models_own_steps(own):
    assert "foedus_word_forms" in english().pipe_names
    for text in TEXTS * 2:  # the second time from what is kept
        ours, theirs = english()(text), own(text)
        assert (ours.to_array(ATTRIBUTES) == theirs.to_array(ATTRIBUTES)).all()
        assert [t.lemma_ for t in ours] == [t.lemma_ for t in theirs]
        assert [str(t.morph) for t in ours] == [str(t.morph) for t in theirs]


def test_a_model_with_rules_that_look_further_keeps_its_own_steps(own):
    assert fits(own)
    own.get_pipe("attribute_ruler").add([[{"SHAPE": "Xxx", "OP": "+"}]], {"POS": "X"})
    assert not fits(own)
