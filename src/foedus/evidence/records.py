"""The records that reading a report gives: what is exported, with its exact place in the source.

Offsets count code points of the original file, decoded as it stands with no change of newlines;
ends are exclusive. `text` is always the slice of the original between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal

DatePrecision = Literal["minute", "day", "month", "year", "period", "unknown"]
DateOrigin = Literal["text", "metadata", "given", "inferred", "unknown"]
BlockKind = Literal["title", "dateline", "paragraph", "boilerplate"]
QuoteType = Literal["direct", "mixed", "indirect"]
EventStatus = Literal["occurred", "ongoing", "planned", "alleged", "denied", "did_not_occur"]
RelationKind = Literal["same_event", "same_statement", "agree", "tension", "contradict"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original file."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, how exact it is, and where it came from; value is ISO 8601, cut to its precision."""

    value: str | None = None
    precision: DatePrecision = "unknown"
    origin: DateOrigin = "unknown"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: title, dateline, paragraph, or what the site put around the report."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A file that was read; `id` is its stem, `sha256` that of its bytes.

    Offsets refer to the file itself, or, for HTML and PDF, to the extracted text that is written
    beside the tables and named in `text_file`.
    """

    id: str
    file: str
    sha256: str
    n_chars: int
    title: Span | None
    published: Dated
    publisher: str | None
    publisher_origin: DateOrigin
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    text_file: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """An office or description that the text, or the dated table of offices, gives a person."""

    role: str
    organisation: str | None = None
    state: str | None = None
    origin: Literal["text", "offices"] = "text"
    evidence: Span | None = None
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody or something is named, described or meant by a pronoun."""

    doc: str
    span: Span
    entity: str | None
    kind: Literal["person", "state", "organisation", "group", "place"]
    form: Literal["name", "description", "pronoun"] = "name"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named, over all spellings; `state` is an ISO 3166 alpha-3 code."""

    id: str
    name: str
    name_variants: tuple[str, ...]
    state: str | None
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]
    in_boilerplate: bool = False
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation, state or group named; `kind` is igo, state, armed_force, media, other."""

    id: str
    name: str
    kind: str
    name_variants: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a statement stands on one of the model's issues."""

    issue: str
    polarity: Literal["+", "-", "0"]
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: the words, the speaker and the cue, each with its span.

    `speaker` is the id of a person or organisation, or None when `speaker_label` is all there is.
    `nested_in` names the statement that this one is quoted in, `via` the medium cited, `rule` the
    rule that found it. `agreed_by` names further proposers that found it too, `disputed_by` those
    that found it with a difference, and which.
    """

    id: str
    doc: str
    speaker: str | None
    speaker_name: str | None
    speaker_label: str | None
    speaker_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    quote_type: QuoteType
    kind: str
    addressee: str | None = None
    about: tuple[str, ...] = ()
    modality: str | None = None
    conditional: bool = False
    nested: bool = False
    nested_in: str | None = None
    via: str | None = None
    stance: Stance | None = None
    rule: str = ""
    proposer: str = "rules"
    confidence: float = 0.5
    review: str = "proposed"
    agreed_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One happening in PLOVER terms; `cluster` is shared by all mentions of the same happening."""

    id: str
    doc: str
    label: str
    plover: str
    mode: str | None
    context: tuple[str, ...]
    span: Span
    mentions: tuple[Span, ...]
    date: str | None
    date_precision: DatePrecision
    date_source: DateOrigin
    date_span: Span | None
    place: str | None
    place_span: Span | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    status: EventStatus
    cluster: str
    proposer: str = "rules"
    confidence: float = 0.5
    review: str = "proposed"
    agreed_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """What somebody expects, and on which condition; conditions stay conditions.

    `doubted` says that the contrary of the consequence is expected (few expect, little danger),
    `failing` that the condition is the contrary of its words (otherwise, or else).
    """

    id: str
    doc: str
    source: str | None
    span: Span
    condition: Span | None
    consequence: Span | None
    kind: Literal["conditional", "plain"]
    modality: str | None
    statement: str | None = None
    probability_word: str | None = None
    horizon: str | None = None
    doubted: bool = False
    failing: bool = False
    proposer: str = "rules"
    confidence: float = 0.5
    review: str = "proposed"
    agreed_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MembershipClaim:
    """A claim that states are members of an organisation, checked against the dated list."""

    id: str
    doc: str
    organisation: str
    members: tuple[str, ...]
    span: Span
    wrong: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How records of the same or of several documents stand to each other, and why."""

    id: str
    relation: RelationKind
    members: tuple[str, ...]
    issue: str | None
    reason: str
    score: float
    proposer: str = "rules"
    review: str = "proposed"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a set of files, ready to be written, stored and reviewed."""

    documents: tuple[DocumentRecord, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[OrganisationRecord, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    membership_claims: tuple[MembershipClaim, ...] = ()
    relations: tuple[Relation, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)


TABLES: tuple[str, ...] = (
    "documents",
    "people",
    "organisations",
    "statements",
    "events",
    "predictions",
    "membership_claims",
    "relations",
)
"""Names of the tables of a `Reading`, each written as ``NAME.jsonl``."""


def as_row(record: Any) -> dict[str, Any]:
    """A record as plain values for JSON: nested records become objects."""
    return {name: _plain(getattr(record, name)) for name in _names(type(record))}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)(_plain(one) for one in value)
    return as_row(value) if is_dataclass(value) else value
