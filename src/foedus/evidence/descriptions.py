"""People meant by a description (*the X leader*, *our president*, *the expert*) or by a pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.evidence.characters import Character
from foedus.evidence.pages import Page, ParsedBlock, WordRun
from foedus.evidence.roles import Words
from foedus.evidence.tables import Term, posts

if TYPE_CHECKING:
    from spacy.tokens import Span as Text
    from spacy.tokens import Token

WIDER = {
    "leader": {"leader", "head_of_state", "head_of_government"},
    "chief": {"chief", "military"},
    "military": {"military", "chief"},
    "official": {"minister", "deputy", "official", "adviser", "spokesperson", "diplomat", "chief"},
    "politician": {"politician", "lawmaker", "head_of_state", "head_of_government", "leader"},
    "deputy": {"deputy", "lawmaker"},
    "chair": {"chair"},
    "journalist": {"journalist"},
}
VAGUE = {"politician", "official", "other", "leader"}
OURS = {"our", "my"}
NAMELESS = {"source", "insider", "interlocutor", "witness", "eyewitness"}
SUBJECTS = ("nsubj", "nsubjpass")
HEADS = {"head_of_state", "head_of_government"}
VIEWS = {"opinion", "view", "word", "assessment", "estimation", "judgment", "judgement"}
HE = {"he", "him", "his", "himself"}
SHE = {"she", "her", "herself"}


@dataclass(frozen=True, slots=True)
class Meant(WordRun):
    """Words of a block that mean a person without the name."""

    person: Character
    pronoun: bool
    confidence: float


class Finder:
    """Finds the people of a page behind descriptions and pronouns, in the order of reading."""

    def __init__(
        self, page: Page, people: list[Character], words: dict[int, Words], terms: Sequence[Term]
    ) -> None:
        self.page = page
        self.people = people
        self.words = words
        self.terms = terms
        self.at: dict[tuple[int, int], Character] = {
            (s.block.number, i): p
            for p in people
            for s in p.sightings
            for i in range(s.first, s.last)
        }
        self.topic: Character | None = None
        self.gender: dict[int, str] = {}
        self.found: list[Meant] = []
        self.last_seen: dict[int, int] = {}
        self.before: list[Character] = []

    def run(self) -> list[Meant]:
        """Go through the page once; what is found joins what later words can refer to."""
        for block, sentence in self.page.sentences():
            if block.kind != "dateline":
                self._sentence(block, sentence)
        return self.found

    def _sentence(self, block: ParsedBlock, sentence: Text) -> None:
        subject: Character | None = None
        here: list[Character] = []
        for token in sentence:
            person = self.at.get((block.number, token.i))
            if person is None:
                person = self._described(block, token) or self._pronoun(block, token, subject)
            if person is None:
                if subject is None and self._unnamed(block, token):
                    self.topic = None
                continue
            self.last_seen[id(person)] = block.base + token.idx
            if person not in here:
                here.append(person)
            if subject is None and _leads(token):
                subject = person
        self.before = here
        if subject is not None:
            self.topic = subject

    def _described(self, block: ParsedBlock, token: Token) -> Character | None:
        words = self.words[block.number]
        if token.pos_ not in ("NOUN", "PROPN") or token.tag_ in ("NNS", "NNPS"):
            return None
        post = words.post(token.i)
        if post is None or self._names_somebody(block, token):
            return None
        first, last, state, body, whose = _extent(words, token, post[1])
        if whose == "indefinite":
            return None
        if whose == "ours" and state is None:
            return self._ours(block, first, last, post[0])
        fitting = self._fitting(post[0], state, body, token)
        if len(fitting) == 1:
            return self._mean(block, first, last, fitting[0], 0.85 if state or body else 0.7)
        if not fitting and self._goes_on(post[0], state, whose, token):
            assert self.topic is not None
            return self._mean(block, first, last, self.topic, 0.5)
        if not fitting and state:
            return self._from_table(block, first, last, post[0], state)
        return None

    def _unnamed(self, block: ParsedBlock, token: Token) -> bool:
        """Whether the subject is an official of a state whom the page never names.

        What *he* or *she* does next is then nobody's who was named before.
        """
        if token.pos_ != "NOUN" or token.tag_ != "NN" or token.dep_ not in SUBJECTS:
            return False
        if token.lemma_.lower() in NAMELESS and _leads(token):
            return True
        words = self.words[block.number]
        post = words.post(token.i)
        if post is None or not _leads(token) or self._names_somebody(block, token):
            return False
        _first, _last, state, _body, whose = _extent(words, token, post[1])
        return whose != "indefinite" and state is not None

    def _goes_on(self, kind: str, state: str | None, whose: str, token: Token) -> bool:
        """Whether *the ally*, *the official* as a subject can only be whoever spoke before.

        The state beside *ally* is not the person's own.
        """
        if self.topic is None or whose != "definite" or token.dep_ != "nsubj":
            return False
        return kind == "ally" or (kind in VAGUE and state is None)

    def _names_somebody(self, block: ParsedBlock, token: Token) -> bool:
        """Whether the post only stands beside a name: *the minister, NAME*."""
        here = range(token.i + 1, min(len(block.doc), token.i + 2))
        if any((block.number, i) in self.at for i in here):
            return True
        return any(
            one.first <= token.i < one.last
            for person in self.people
            for where, one in person.posts
            if where is block
        )

    def _fitting(
        self, kind: str, state: str | None, body: str | None, token: Token
    ) -> list[Character]:
        kinds = WIDER.get(kind, {kind})
        seen = [p for p in self.people if p.sightings]
        fitting = [
            p
            for p in seen
            if p.kinds & kinds and (state is None or p.state == state) and _of(p, body)
        ]
        if kind == "expert" or not fitting:
            word = token.lemma_.lower()
            same = [p for p in seen if any(word in o.role.lower() for _b, o in p.posts)]
            same = [p for p in same if state is None or p.state in (state, None)]
            same = [p for p in same if kind in HEADS or not p.kinds & HEADS]
            fitting = same or fitting
        if len(fitting) > 1:
            before = [p for p in fitting if id(p) in self.last_seen]
            before.sort(key=lambda p: -self.last_seen[id(p)])
            return before[:1] if state is None or len(before) == 1 else self._closest(before)
        return fitting

    def _closest(self, people: list[Character]) -> list[Character]:
        topic = [p for p in people if p is self.topic]
        return topic or people[:1]

    def _ours(self, block: ParsedBlock, first: int, last: int, kind: str) -> Character | None:
        """*Our president*: of the state that the page looks from, if one can be told."""
        state = self._viewpoint()
        if state is None:
            return None
        if self.topic is not None and self.topic.state is None:
            self.topic.guessed = state
            self.topic.unsure.append(f"state {state} guessed from {block.doc[first:last].text!r}")
        here = [p for p in self.people if p.state == state and kind in p.kinds]
        if len(here) == 1:
            return self._mean(block, first, last, here[0], 0.6)
        return self._from_table(block, first, last, kind, state, 0.5)

    def _viewpoint(self) -> str | None:
        """State that a page speaks for: that of the speaker, else the one it names first."""
        if self.topic is not None and self.topic.state:
            return self.topic.state
        found = [
            place
            for block in self.page.parsed
            if block.kind in ("title", "paragraph")
            for place in self.words[block.number].place.values()
            if not place.entity.startswith("O.") and place.sense in ("name", "adjective")
        ]
        return found[0].entity if found else None

    def _from_table(
        self,
        block: ParsedBlock,
        first: int,
        last: int,
        kind: str,
        state: str,
        confidence: float = 0.6,
    ) -> Character | None:
        """Holder of an office of a state on the day of the page; none when the day is unknown."""
        day = self.page.published.value
        kinds = WIDER.get(kind, {kind})
        if day is None or not kinds & {"head_of_state", "head_of_government", "minister"}:
            return None
        wanted = " ".join(block.doc[first:last].text.lower().split())
        terms = [
            t
            for t in self.terms
            if t.state == state
            and t.organisation is None
            and t.holds(day)
            and posts().get(t.office) in kinds
            and (posts().get(t.office) != "minister" or t.office in wanted)
        ]
        if kind == "leader" and len({t.holder for t in terms}) > 1:
            terms = [t for t in terms if t.office == "president"]
        if len({t.holder for t in terms}) != 1:
            return None
        person = next((p for p in self.people if p.term and p.term.holder == terms[0].holder), None)
        if person is None:
            person = Character(terms[0].holder, term=terms[0])
            person.id = _new_id(terms[0].holder, self.people)
            person.unsure.append("not named on the page; from the table of offices")
            self.people.append(person)
        return self._mean(block, first, last, person, confidence)

    def _pronoun(
        self, block: ParsedBlock, token: Token, subject: Character | None
    ) -> Character | None:
        word = token.lower_
        gender = "m" if word in HE else "f" if word in SHE else None
        if gender is None:
            return None
        for person, sure in ((subject, 0.8), (self.topic, 0.75), (self._lately(gender), 0.6)):
            if person is not None and self.gender.get(id(person), gender) == gender:
                self.gender[id(person)] = gender
                return self._mean(block, token.i, token.i + 1, person, sure, pronoun=True)
        return None

    def _lately(self, gender: str) -> Character | None:
        """The one person of the sentence before whom a pronoun of this gender can mean."""
        known = [p for p in self.before if self.gender.get(id(p), gender) == gender]
        return known[0] if len(known) == 1 and self.topic is not None else None

    def _mean(
        self,
        block: ParsedBlock,
        first: int,
        last: int,
        person: Character,
        confidence: float,
        pronoun: bool = False,
    ) -> Character:
        self.found.append(Meant(block, first, last, person, pronoun, confidence))
        for i in range(first, last):
            self.at.setdefault((block.number, i), person)
        return person


def _new_id(holder: str, people: Sequence[Character]) -> str:
    from foedus.evidence.names import parts, slug

    key = f"P.{slug(parts(holder)[1])}"
    return key if all(p.id != key for p in people) else f"{key}_{slug(parts(holder)[0][0])}"


def _of(person: Character, body: str | None) -> bool:
    """Whether a person's post belongs to an organisation, where one is asked for."""
    if body is None:
        return True
    own = {one.organisation for _b, one in person.posts}
    return body in own or (person.term is not None and person.term.organisation == body)


def _leads(token: Token) -> bool:
    """Whether a word is the subject of a main clause, or whom its words are ascribed to."""
    if token.dep_ in ("compound", "appos", "flat", "nmod"):
        return _leads(token.head) if token.head is not token else False
    head = token.head
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    if after is not None and after.dep_ == "ROOT" and after.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    if token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in VIEWS:
        view = head.head.head
        return view.lower_ == "in" and view.head.dep_ == "ROOT"
    if (
        token.dep_ == "pobj"
        and head.lower_ in ("to", "by")
        and head.head.lower_ in ("according", "due")
    ):
        return True
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    while head.dep_ in ("conj", "ccomp", "parataxis") and head.head is not head:
        if head.dep_ in ("ccomp",) and head.head.i < token.i:
            return False
        head = head.head
    return head.dep_ == "ROOT"


def _extent(words: Words, token: Token, size: int) -> tuple[int, int, str | None, str | None, str]:
    """Words of a description, the state and organisation in it, and whose it says it is."""
    doc = words.doc
    first = token.i - size + 1
    whose = "bare"
    while first > 0:
        before = doc[first - 1]
        if before.lower_ in ("the", "this", "that", "his", "her", "its", "their", *OURS):
            first -= 1
            whose = "ours" if before.lower_ in OURS else "definite"
            break
        if before.lower_ in ("a", "an", "another", "any", "every", "each", "no", "some", "former"):
            return first, token.i + 1, None, None, "indefinite"
        inside = before.i in words.place or before.pos_ in ("ADJ", "NOUN", "PROPN")
        if not inside and before.lower_ not in ("-", "’s", "'s"):
            break
        first -= 1
    last = token.i + 1
    if last < len(doc) and doc[last].lower_ == "of":
        end = last + 1
        while end < len(doc) and (
            end in words.place or doc[end].lower_ in ("the", "of") or doc[end].pos_ == "PROPN"
        ):
            end += 1
        if end > last + 1:
            last = end
    state = body = None
    for at in range(first, last):
        place = words.place.get(at)
        if place is not None and place.entity.startswith("O."):
            body = body or place.entity
        elif place is not None:
            state = state or place.entity
    if whose == "bare" and state is None and body is None and doc[first].text[0].islower():
        whose = "indefinite"
    return first, last, state, body, whose
