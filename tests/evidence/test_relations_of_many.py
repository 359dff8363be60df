"""Relations among very many records: as if each were compared with each; nothing cut silently."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest

from foedus.evidence import courses, relations
from foedus.evidence.assembly import assemble
from foedus.evidence.clusters import family
from foedus.evidence.keys import record_key, relation_key
from foedus.evidence.likeness import alike
from foedus.evidence.parts import write_part
from foedus.evidence.records import (
    Dated,
    DocumentRecord,
    Event,
    Reading,
    Span,
    Statement,
    as_row,
)
from foedus.evidence.relations import relate
from foedus.evidence.store import Store
from foedus.report.reading import keep_reading

STATES = ("NOR", "CHL", "PER")
DAYS = ("2018-05-03", "2018-05", "2018-05-02/2018-05-09", "2018-06-01", "2019", "2021-02-03", None)


def document(doc: str, day: str | None = None, n_chars: int = 80) -> DocumentRecord:
    published = Dated(day, "day", "given") if day else Dated()
    return DocumentRecord(doc, f"{doc}.txt", doc * 9, n_chars, None, published, None, "unknown", ())


def event(doc: str, number: int = 0, **more) -> Event:
    text = more.pop("text", "Norway sent soldiers to Chile")
    told = {
        "plover": "MOBILIZE",
        "mode": "troops",
        "date": "2018-05-03",
        "place": None,
        "actors": ("NOR",),
        "targets": ("CHL",),
        "status": "occurred",
        **more,
    }
    return Event(
        id=f"E.{doc}.{number}",
        doc=doc,
        label="",
        context=(),
        span=Span(0, len(text), text),
        mentions=(),
        date_precision="day",
        date_source="text",
        date_span=None,
        place_span=None,
        cluster="",
        **told,
    )


def statement(doc: str, text: str, number: int = 0, start: int = 0) -> Statement:
    return Statement(
        id=f"S.{doc}.{number}",
        doc=doc,
        speaker="P.dahl",
        speaker_name="Kari Dahl",
        speaker_label=None,
        speaker_span=None,
        cue_span=None,
        content_spans=(Span(start, start + len(text), text),),
        quote_type="indirect",
        kind="assertion",
    )


def crowd(luck: random.Random, count: int) -> tuple[list[Event], list[DocumentRecord]]:
    events, documents = [], []
    for number in range(count):
        doc = f"d{number:04}"
        day = luck.choice((None, "2018-05-05", "2018-05-20", "2018-07-30", "2021-03-01"))
        documents.append(document(doc, day))
        actor, target = luck.sample(STATES, 2)
        events.append(
            event(
                doc,
                date=luck.choice(DAYS),
                actors=(actor,),
                targets=(target,),
                place=luck.choice((None, *STATES)),
                plover=luck.choice(("ASSAULT", "MOBILIZE")),
                status=luck.choice(("occurred",) * 6 + ("denied", "planned")),
                text=f"{luck.choice((900, 2500))} soldiers came",
            )
        )
    return events, documents


def each_with_each(events, _published=None, _note=None):
    """All events of one kind that have a place or a party in common."""

    for first, second in combinations(sorted(events, key=courses.in_time), 2):
        if family(first) == family(second) and courses.keys_of(first) & courses.keys_of(second):
            yield first, second


@pytest.mark.parametrize(("seed", "count"), [(1, 60), (2, 60), (3, 400), (4, 400)])
def test_events_relate_as_if_each_were_compared_with_each(
    monkeypatch: pytest.MonkeyPatch, seed: int, count: int
):
    monkeypatch.setattr(courses, "CROWD", 120 if count < 100 else 90)
    events, documents = crowd(random.Random(seed), count)
    if count > 100:  # spread over as many days as a crowd has in life
        shift = {one.doc: 2010 + n % 12 for n, one in enumerate(events)}
        events = [
            event(
                one.doc,
                **{
                    name: getattr(one, name)
                    for name in ("plover", "actors", "targets", "place", "status")
                },
                date=one.date and one.date.replace("2018", str(shift[one.doc])),
                text=one.span.text,
            )
            for one in events
            if one.date is not None or one.doc[-1] == "0"
        ]
    reading = Reading(documents=tuple(documents), events=tuple(events))
    notes: list[str] = []
    found = relate(reading, notes.append)
    monkeypatch.setattr(courses, "candidates", each_with_each)
    monkeypatch.setattr(relations, "candidates", each_with_each)
    whole = relate(reading)
    assert len(whole) > 20
    assert notes == []
    assert found == whole


def utterances(luck: random.Random, count: int) -> list[Statement]:
    words = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in ("ron", "tal")]
    usual = ["alliance", "members", "future"]
    return [
        statement(
            f"d{number:04}",
            " ".join([*luck.sample(words, luck.randint(2, 7)), *luck.sample(usual, 2)]),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [30, 300])
def test_statements_are_alike_as_if_each_were_compared_with_each(count: int):
    said = utterances(random.Random(count), count)
    notes: list[str] = []
    found = relate(Reading(statements=tuple(said)), notes.append)
    texts = [one.content_spans[0].text for one in said]
    whole = {
        tuple(sorted((said[a].id, said[b].id)))
        for a, b in combinations(range(count), 2)
        if alike(texts[a], texts[b])[0] >= 0.5
    }
    assert len(whole) > count / 10
    assert {one.members for one in found} == whole
    assert not notes


def test_what_is_said_in_very_many_places_is_joined_with_some_and_that_is_said():
    said = [statement(f"d{n:03}", "the northern ports need new icebreakers") for n in range(100)]
    notes: list[str] = []
    found = relate(Reading(statements=tuple(said)), notes.append)
    assert len(found) == 60 * 40 + sum(range(40))
    assert notes == ["59 statements of P.dahl are like many others; 40 each are joined"]


def test_a_crowd_of_one_day_is_compared_with_the_nearest_and_that_is_said():
    events = tuple(event(f"d{n:03}") for n in range(200))
    documents = tuple(document(one.doc) for one in events)
    notes: list[str] = []
    (one,) = relate(Reading(documents=documents, events=events), notes.append)
    assert one.relation == "same_event"
    assert len(one.members) == 200
    assert any("of 200 events of kind mobilize that name NOR" in note for note in notes)


def part(doc: str, day: str, *records: Event | Statement) -> dict:
    tables: dict[str, list] = {"statements": [], "events": []}
    for one in records:
        tables["events" if isinstance(one, Event) else "statements"].append(as_row(one))
    text = "Norway sent soldiers to Chile. The northern ports need new icebreakers now."
    return {
        "doc": doc,
        "text": text,
        "documents": [as_row(document(doc, day, len(text)))],
        "people": [],
        "organisations": [],
        "predictions": [],
        "membership_claims": [],
        **tables,
    }


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a reading of 450 documents of which the first and the last belong together."""
    out = tmp_path_factory.mktemp("many")
    said = "The northern ports need new icebreakers"
    paths = []
    for number in range(450):
        doc, year = f"d{number:03}", 1970 + number // 10
        records: list[Event | Statement] = []
        if number in (0, 449):
            records = [event(doc), statement(doc, said, start=31)]
        elif number % 5 == 0:
            records = [event(doc, date=f"{year}-01-01", actors=("PER",), targets=("NOR",))]
        path = out / "parts" / f"{number}.json.gz"
        write_part(part(doc, f"{year}-02-03", *records), path)
        paths.append(path)
    told = assemble(paths, out)
    assert told.counts["documents"] == 450
    keep_reading(paths, out)
    return out


def rows(out: Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (out / f"{table}.jsonl").read_text().splitlines()]


def test_the_first_and_the_last_of_very_many_documents_are_related(many: Path):
    found = [(one["relation"], one["members"]) for one in rows(many, "relations")]
    assert ("same_event", ["E.d000.0", "E.d449.0"]) in found
    assert ("same_statement", ["S.d000.0", "S.d449.0"]) in found


def test_nothing_that_waited_is_left_over(many: Path):
    assert [one.name for one in many.iterdir() if one.name.startswith(".")] == []


def test_keys_of_relations_do_not_depend_on_how_many_documents_were_read(many: Path):
    hashes = {row["id"]: row["sha256"] for row in rows(many, "documents")}
    key_of = {
        row["id"]: record_key(table, row, hashes[row["doc"]])
        for table in ("events", "statements")
        for row in rows(many, table)
    }
    wanted = {relation_key(row, key_of) for row in rows(many, "relations")}
    with Store(many / "evidence.sqlite") as store:
        assert {item.key for item in store.items("relations")} == wanted


def test_very_many_texts_stand_on_several_pages_with_an_overview(many: Path):
    overview = (many / "reading.html").read_text()
    pages = sorted((many / "pages").iterdir())
    assert [page.name for page in pages] == [f"{n:04}.html" for n in range(1, 9)]
    for page in pages:
        assert f'href="pages/{page.name}"' in overview
    assert "d000" in pages[0].read_text()
    assert "d449" in pages[-1].read_text()
    assert "need new icebreakers" in overview  # the relation, with its words
    assert len(overview) < 100_000
