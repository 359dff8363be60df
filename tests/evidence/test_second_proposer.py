"""A further proposer adds, agrees or disputes; it never changes what the rules found."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from foedus.evidence.keys import record_digest
from foedus.evidence.parts import Settings
from foedus.evidence.records import Event, Prediction, Reading, Span, Statement, as_row
from foedus.evidence.relations import relate
from foedus.evidence.rows import record_of
from foedus.evidence.second_proposer import (
    Found,
    Proposed,
    Tally,
    of_rules,
    summaries,
    with_proposers,
    write_tallies,
)
from foedus.evidence.tagger import Tagger

TEXT = "Brand said the pact will hold if it rains, and the troops left the town on Monday."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def said(words: str, speaker: str | None = None, proposer: str = "rules") -> Statement:
    return Statement(
        id=f"S.{span(words).start}",
        doc="d",
        speaker=speaker,
        speaker_name=speaker,
        speaker_label=None,
        speaker_span=None,
        cue_span=None,
        content_spans=(span(words),),
        quote_type="indirect",
        kind="assertion",
        proposer=proposer,
    )


def happened(words: str, kind: str, status: Any = "occurred", proposer: str = "rules") -> Event:
    where = span(words)
    return Event(
        f"E.{where.start}.{kind}",
        *("d", words, kind, None, (), where, (where,), None, "unknown", "unknown"),
        *(None, None, None, (), (), status, "C.1"),
        proposer=proposer,
    )


def expected(words: str, condition: str | None, proposer: str = "rules") -> Prediction:
    where = span(words)
    when = span(condition) if condition else None
    kind = "conditional" if when else "plain"
    return Prediction("R.1", "d", None, where, when, where, kind, None, proposer=proposer)


@dataclass(frozen=True)
class Fake:
    """A proposer with a fixed answer."""

    answer: Proposed
    name: str = "llm:tiny"
    digest: str = "abc"
    seen: list[Found] = field(default_factory=list)

    def propose(self, page: Any, cast: Any, found: Found) -> Proposed:
        del page, cast
        self.seen.append(found)
        return self.answer


class Page:
    doc = "d"


def add(found: Found, *proposers: Fake) -> tuple[Found, list[Tally]]:
    return with_proposers(Page(), None, found, proposers)  # pyright: ignore[reportArgumentType]


def test_what_both_found_is_marked_and_the_rest_added_in_its_place():
    rules = Found([said("the pact will hold if it rains", "P.brand")])
    more = Found(
        [
            said("the troops left the town", None, "llm:tiny"),
            said("the pact will hold", "P.brand", "llm:tiny"),
        ]
    )
    found, (tally,) = add(rules, Fake(Proposed(more, dropped=4)))
    first, second = found.statements
    assert first.agreed_by == ("llm:tiny",)
    assert replace(first, agreed_by=()) == rules.statements[0]
    assert second == more.statements[0]
    assert tally == Tally("d", "llm:tiny", "abc", 1, 1, 0, 4, None)


def test_another_speaker_status_or_condition_is_disputed():
    rules = Found(
        [said("the pact will hold if it rains", "P.brand")],
        [happened("the troops left the town", "RETREAT")],
        [expected("the pact will hold", None)],
    )
    more = Found(
        [said("the pact will hold if it rains", "P.rask", "llm:tiny")],
        [happened("the troops left the town on Monday", "RETREAT", "planned", "llm:tiny")],
        [expected("the pact will hold", "it rains", "llm:tiny")],
    )
    found, (tally,) = add(rules, Fake(Proposed(more)))
    assert found.statements[0].disputed_by == ("llm:tiny: speaker P.rask",)
    assert found.events[0].disputed_by == ("llm:tiny: status planned",)
    assert found.predictions[0].disputed_by == ("llm:tiny: condition it rains",)
    assert (tally.added, tally.agreed, tally.disputed) == (0, 3, 3)
    assert [len(found.statements), len(found.events), len(found.predictions)] == [1, 1, 1]


def test_an_event_of_another_type_is_another_event():
    rules = Found(events=[happened("the troops left the town", "RETREAT")])
    more = Found(events=[happened("the troops left the town", "CONCEDE", proposer="llm:tiny")])
    found, _ = add(rules, Fake(Proposed(more)))
    assert [e.plover for e in found.events] == ["RETREAT", "CONCEDE"]
    assert found.events[0] == rules.events[0]


def test_the_same_said_twice_by_one_proposer_is_added_once():
    words = said("the troops left the town", None, "llm:tiny")
    found, (tally,) = add(Found(), Fake(Proposed(Found([words, words]))))
    assert list(found.statements) == [words]
    assert (tally.added, tally.agreed) == (1, 0)


def test_each_proposer_sees_the_rules_alone_and_may_agree_with_another():
    rules = Found([said("the pact will hold if it rains", "P.brand")])
    crf = Fake(Proposed(Found([said("the troops left the town", None, "crf")])), "crf")
    llm = Fake(Proposed(Found([said("the troops left the town", None, "llm:tiny")])))
    found, tallies = add(rules, crf, llm)
    assert crf.seen == llm.seen == [rules]
    assert found.statements[1].proposer == "crf"
    assert found.statements[1].agreed_by == ("llm:tiny",)
    assert [t.added for t in tallies] == [1, 0]


def test_relations_rest_on_the_rules_alone():
    reading = Reading(
        statements=(said("the pact will hold"), said("the troops left", None, "llm:tiny")),
        events=(happened("the troops left", "RETREAT", proposer="llm:tiny"),),
    )
    assert [s.proposer for s in of_rules(reading).statements] == ["rules"]
    assert of_rules(reading).events == ()
    assert relate(reading) == relate(of_rules(reading))


def test_an_opinion_of_a_proposer_does_not_unsettle_a_decision():
    row = as_row(said("the pact will hold"))
    old = {name: value for name, value in row.items() if not name.endswith("ed_by")}
    marked = {**row, "agreed_by": ["llm:tiny"], "disputed_by": ["crf: speaker X"]}
    assert record_digest(row) == record_digest(old) == record_digest(marked)
    assert record_digest(row) != record_digest({**row, "kind": "promise"})
    assert record_of(Statement, old) == said("the pact will hold")


def test_what_was_missed_is_summed_by_its_reason(tmp_path: Path):
    tallies = [
        Tally("a", "llm:tiny", "x", 1, 2, 1, 3),
        Tally("b", "llm:tiny", "x", problem="no answer"),
        Tally("c", "llm:tiny", "x", problem="no answer"),
    ]
    (one,) = summaries(tallies)
    assert (one.documents, one.added, one.agreed, one.disputed, one.dropped) == (3, 1, 2, 1, 3)
    assert one.unanswered == {"no answer": 2}
    assert "nothing for 2 of 3 documents: no answer" in one.lines()[1]
    write_tallies(tallies, tmp_path)
    assert len((tmp_path / "proposers.jsonl").read_text().splitlines()) == 3
    write_tallies([], tmp_path)
    assert not (tmp_path / "proposers.jsonl").exists()


def test_settings_with_proposers_go_to_another_process(tmp_path: Path):
    from foedus.evidence.language_model import LanguageModel

    tagger = Tagger(tmp_path / "own.crf", "d1")
    tagger.__dict__["_model"] = lambda: None  # an opened tagger, which cannot be sent
    model = LanguageModel.at("http://127.0.0.1:1/v1", "tiny", tmp_path)
    settings = replace(Settings.of(model=model), tagger=tagger)
    there = pickle.loads(pickle.dumps(settings))
    assert there == settings
    assert there.digest() == settings.digest()
    assert [one.name for one in there.proposers] == ["crf", "llm:tiny"]


@pytest.mark.parametrize("other", ["http://127.0.0.1:2/v1", "https://example.org/v1"])
def test_the_digest_knows_the_model_and_not_the_address(tmp_path: Path, other: str):
    from foedus.evidence.language_model import LanguageModel

    def digest(url: str, name: str) -> str:
        return Settings.of(model=LanguageModel.at(url, name, tmp_path)).digest()

    assert digest("http://127.0.0.1:1/v1", "tiny") == digest(other, "tiny")
    assert digest(other, "tiny") != digest(other, "large")
    assert digest(other, "tiny") != Settings.of().digest()
