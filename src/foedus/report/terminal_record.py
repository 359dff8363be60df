"""One record in the terminal: in its place in the source, in plain words, with its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from foedus.evidence.keys import spans_in
from foedus.files import visible

if TYPE_CHECKING:
    from foedus.evidence.items import Item
    from foedus.evidence.store import Store

AROUND = 240
"""Characters of the source shown on either side of a record."""

MOST_PLACES = 4
"""Places in the source shown for somebody who is named in many."""

NEAR = 60
MOST_WORDS = 400
SINGULAR = {"people": "person", "membership_claims": "claim of membership"}
HIDDEN = frozenset(
    (
        *("id", "doc", "review", "content_spans", "span", "speaker_span", "cue_span", "mentions"),
        *("proposer", "confidence", "agreed_by", "disputed_by", "nested", "cluster", "rule"),
        *("date_span", "place_span", "members", "score", "relation"),
    )
)
ASIDE = frozenset(("doc", "evidence", "origin"))
NOTHING = (None, "", False, "unknown")


def safe(text: str) -> str:
    """Text whose control characters cannot steer the reader's terminal; its length stays."""
    return visible(text, keep="\n\t")


def shortened(words: str, most: int = 110) -> str:
    """Text in one line, cut."""
    flat = safe(" ".join(words.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def kind_of(item: Item) -> str:
    """What a record is, in one word or two."""
    return one_of(item.kind)


def one_of(table: str) -> str:
    """What one row of a table is."""
    return SINGULAR.get(table, table.removesuffix("s"))


def standing(item: Item) -> str:
    """Verdict, who proposed it, how sure, and what other proposers say."""
    row = item.read
    told = [item.verdict if item.verdict != "proposed" else "undecided"]
    if item.changed:
        told.append("reads otherwise now")
    sure = f", sure {row['confidence']:.2f}" if "confidence" in row else ""
    told.append(f"by {row.get('proposer') or 'rules'}{sure}")
    told += [f"{name} agrees" for name in row.get("agreed_by") or ()]
    told += [f"not so {dispute}" for dispute in row.get("disputed_by") or ()]
    return safe(" · ".join(told))


def print_record(console: Console, store: Store, item: Item) -> None:
    """A record whole: where it stands in the source, its fields, its decisions."""
    head = Text(safe(f"{kind_of(item)}"), style="bold")
    head.append(safe(f"  {item.id}  key {item.key[:12]}"), style="not bold")
    console.print(head)
    console.print(Text(f"  {standing(item)}", style="yellow" if item.changed else "dim"))
    if item.kind == "relations":
        _print_members(console, store, item)
    elif item.kind == "people":
        _print_places(console, store, item)
    elif item.sha256:
        console.print(_in_place(store.text(item.sha256), item.row))
    for name, value in item.row.items():
        told = plain(value)
        if name not in HIDDEN and told:
            console.print(Text(f"  {name.replace('_', ' ')}: {told}"))
    if item.changed:
        for name in _changes(item):
            console.print(Text(f"  now reads {name}", style="yellow"))
    for verdict, reviewer, moment, reason in store.history(item.key):
        console.print(Text(safe(f"  {moment}: {verdict} by {reviewer}. {reason}")))


def _changes(item: Item) -> list[str]:
    """Fields of the last reading that differ from what was decided on."""
    return [
        f"{name.replace('_', ' ')}: {plain(value) or 'nothing'}"
        for name, value in item.read.items()
        if value != item.row.get(name) and name not in ("agreed_by", "disputed_by", "id")
    ]


def _print_members(console: Console, store: Store, item: Item) -> None:
    """What a relation joins: the words of each of its records."""
    console.print(Text(f"  {str(item.row.get('relation', '')).replace('_', ' ')} between"))
    members = store.of_ids(map(str, item.row.get("members") or ()))
    for one in members:
        who = one.row.get("speaker_name") or one.row.get("speaker_label") or ""
        words = one.row.get("content_spans") or [one.row.get("span") or {}]
        said = " … ".join(str(span.get("text", "")) for span in words)
        begin = safe(f"{who}: " if who else "")
        console.print(Text(f"    {one.key[:12]} {one.doc}: {begin}“{shortened(said, 200)}”"))


def _print_places(console: Console, store: Store, item: Item) -> None:
    """Where somebody is named, described or meant."""
    mentions = item.row.get("mentions") or ()
    texts = store.texts({str(one["doc"]) for one in mentions[:MOST_PLACES]})
    for one in mentions[:MOST_PLACES]:
        text, span = texts.get(str(one["doc"])), one["span"]
        if text is not None:
            start, end = max(0, span["start"] - NEAR), span["end"] + NEAR
            shown = Text(f"    {one['doc']}: … ")
            shown.append(shortened(text[start : span["start"]]) + " ")
            shown.append(shortened(span["text"]), style="reverse")
            shown.append(" " + shortened(text[span["end"] : end]) + " …")
            console.print(shown)
    if len(mentions) > MOST_PLACES:
        console.print(Text(f"    and in {len(mentions) - MOST_PLACES} more places"))


def _in_place(text: str, row: Mapping[str, Any]) -> Text:
    main = row.get("content_spans") or [row.get("span")]
    spans = [span for span in main if span]
    if not spans:
        return Text("")
    start = max(0, min(s["start"] for s in spans) - AROUND)
    if start:
        start += max(0, text[start : start + AROUND].find(" ")) + 1  # at the beginning of a word
    end = min(len(text), max(s["end"] for s in spans) + AROUND)
    shown = Text(safe(text[start:end]))
    for span in spans_in(row):
        if start <= span["start"] and span["end"] <= end:
            style = "reverse" if span in spans else "underline"
            shown.stylize(style, span["start"] - start, span["end"] - start)
    return shown


def plain(value: Any) -> str:
    """A value in words: spans by their text, empty ones left out."""
    if isinstance(value, Mapping):
        if "text" in value:
            return shortened(str(value["text"]), MOST_WORDS)
        own = (plain(one) for name, one in value.items() if name not in ASIDE)
        return ", ".join(one for one in own if one)
    if isinstance(value, list | tuple):
        return "; ".join(one for one in dict.fromkeys(map(plain, value)) if one)
    return "" if value in NOTHING else shortened(str(value), MOST_WORDS)
