"""What stands behind a parameter: only records that a person has accepted.

A parameter of a library may name records by their keys (field ``evidence``). The library's
evidence base is the file ``evidence.sqlite`` in its folder, unless another is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.evidence.items import Item
from foedus.evidence.store import Store
from foedus.files import InputError
from foedus.parameters import Parameters

NAME = "evidence.sqlite"
"""File of the evidence base in a library's folder."""


@dataclass(frozen=True)
class Backing:
    """One accepted record behind a parameter.

    Attributes
    ----------
    key : str
        Key of the record.
    sentence : str
        The words in the source.
    speaker : str
        Who says so; empty for an event told by the report itself.
    source : str
        Publisher, or the file's name where it is unknown.
    date : str
        Date of the document; ``unknown date`` where it is not known.
    reviewer, decided_at : str
        Who accepted it, and when.
    proposer : str
        Who found it: ``rules``, ``crf`` for a tagger, or ``llm:NAME`` for a language model.
    """

    key: str
    sentence: str
    speaker: str
    source: str
    date: str
    reviewer: str
    decided_at: str
    proposer: str = "rules"


def backing_of(store: Store, keys: Sequence[str], where: str) -> list[Backing]:
    """Accepted records of these keys.

    Raises
    ------
    InputError
        If a record is unknown, not accepted, gone, or reads otherwise than when it was accepted.
    """
    return [_backing(store, store.item(key), where) for key in keys]


def _backing(store: Store, item: Item, where: str) -> Backing:
    if not item.accepted:
        raise InputError(where, f"record {item.key} is {item.verdict}, expected accepted")
    if item.changed or not item.present:
        raise InputError(where, f"record {item.key} reads otherwise now; review it anew")
    document = store.document(item.sha256) if item.sha256 else {}
    published = document.get("published") or {}
    return Backing(
        key=item.key,
        sentence=_sentence(item),
        speaker=str(item.row.get("speaker_name") or item.row.get("speaker_label") or ""),
        source=str(document.get("publisher") or document.get("file") or item.doc),
        date=str(published.get("value") or "unknown date"),
        reviewer=item.reviewer,
        decided_at=item.decided_at,
        proposer=str(item.row.get("proposer") or "rules"),
    )


def _sentence(item: Item) -> str:
    spans = item.row.get("content_spans") or [item.row.get("span")]
    return " … ".join(str(span["text"]) for span in spans if span)


def check_backing(parameters: Parameters, path: Path) -> list[InputError]:
    """Problems with the evidence that parameters name; none when no parameter names any."""
    named = {n: parameters[n].evidence for n in parameters.names() if parameters[n].evidence}
    if not named:
        return []
    if not path.is_file():
        first = next(iter(named))
        problem = f"parameter {first} names evidence, but there is no such evidence base"
        return [InputError(path, problem)]
    problems: list[InputError] = []
    with Store(path, create=False) as store:
        for name, keys in named.items():
            try:
                backing_of(store, keys, f"parameters.yaml: {name}")
            except InputError as error:
                problems.append(error)
    return problems
