"""Part of speech, form and lemma of words: worked out once for each word as it is used.

spaCy's attribute ruler tries each of its patterns on each word of each page, and its lemmatizer
seeks every new form in lists of tens of thousands. All but a handful of the patterns look at one
word only, so what they and the lemmatizer say follows from the word, its tag and its dependency.
It is kept by these three; the values are those of spaCy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "foedus_word_forms"
SEEN = frozenset(("ORTH", "LOWER", "TAG", "DEP", "IS_SPACE"))
"""What a pattern may look at, for its finding to follow from word, tag and dependency."""

SET = ("POS", "MORPH", "LEMMA", "TAG", "DEP")
MOST = 60_000  #: words kept; beyond, they are worked out anew
Key = tuple[int, int, int]
Form = tuple[int, int, int, int, int]
Match = tuple[int, int, int, int]


def quicken(nlp: Language) -> Language:
    """Pipeline with one step for attribute ruler and lemmatizer, if their rules allow it."""
    from spacy.language import Language

    if not fits(nlp):
        return nlp
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    forms = WordForms(nlp, ruler, lemmatizer)
    Language.factory(NAME, func=lambda nlp, name: forms)
    nlp.add_pipe(NAME, before="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")
    nlp.remove_pipe("lemmatizer")
    return nlp


def fits(nlp: Language) -> bool:
    """Whether what ruler and lemmatizer say follows from word, tag, dependency and neighbours."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return False
    if names.index("lemmatizer") != names.index("attribute_ruler") + 1:
        return False
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return False
    ruler: Any = nlp.get_pipe("attribute_ruler")
    return all(
        set(rule["attrs"]) <= set(SET)
        and all(set(word) <= SEEN for pattern in rule["patterns"] for word in pattern)
        for rule in ruler.patterns
    )


class WordForms:
    """A step of the pipeline that does what an attribute ruler and a lemmatizer do."""

    def __init__(self, nlp: Language, ruler: Any, lemmatizer: Any) -> None:
        from spacy.matcher import Matcher

        self._ruler, self._lemmatizer = ruler, lemmatizer
        self._strings = nlp.vocab.strings
        self._alone, self._together = Matcher(nlp.vocab), Matcher(nlp.vocab)
        for number, rule in enumerate(ruler.patterns):
            for matcher, alone in ((self._alone, True), (self._together, False)):
                chosen = [p for p in rule["patterns"] if (len(p) == 1) == alone]
                if chosen:
                    matcher.add(str(number), chosen)
        self._known: dict[Key, Form] = {}
        index = lemmatizer.lookups.get_table("lemma_index", {})
        for kind, forms in list(index.items()):
            index[kind] = frozenset(forms)  # sought in once for each ending of each new word

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, form and lemma of each word."""
        import numpy as np

        if not len(doc):
            return doc
        beside = self._beside(doc)
        forms = []
        for i, key in enumerate(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist())):
            form = self._known.get(key) if i not in beside else None
            if form is None:
                form = self._form(doc, i, beside.get(i, ()))
                if i not in beside:
                    self._keep(key, form)
            forms.append(form)
        values: Any = np.array(forms, dtype=np.uint64)
        return doc.from_array(list(SET), values)

    def _keep(self, key: Key, form: Form) -> None:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = form

    def _beside(self, doc: Doc) -> dict[int, list[Match]]:
        """Rules of several words that fit, by the word that they bear on."""
        found: dict[int, list[Match]] = {}
        for key, start, end in self._together(doc, allow_missing=True):
            number = int(self._strings[key])
            match = (number, key, start, end)
            found.setdefault(start + self._ruler.indices[number], []).append(match)
        return found

    def _form(self, doc: Doc, i: int, beside: Sequence[Match]) -> Form:
        """Form of a word by all rules that fit, the later ones going before."""
        alone = self._alone(doc[i : i + 1], allow_missing=True)
        matches = {(int(self._strings[key]), key, i, i + 1) for key, _start, _end in alone}
        self._ruler.set_annotations(doc, sorted(matches | {*beside}))
        token: Any = doc[i]
        if token.lemma == 0:
            token.lemma_ = self._lemmatizer.lemmatize(token)[0]
        return token.pos, token.morph.key, token.lemma, token.tag, token.dep
