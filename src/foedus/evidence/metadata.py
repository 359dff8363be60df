"""What an HTML page says of itself: when it was published, and by whom."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.evidence.blocks import DAY
from foedus.evidence.dates import iso_day
from foedus.evidence.records import Dated

DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
)
SITE_NAMES = ("og:site_name", "publisher", "dc.publisher", "application-name")
MOST_LETTERS = 200_000  #: of linked data that are read
LONGEST_NAME = 120
ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):(\d{2}))?(?!\d)")


@dataclass(frozen=True)
class Told:
    """Metadata of a page: its meta tags, its linked data (schema.org), its time tags."""

    meta: Mapping[str, str]
    linked: Sequence[Mapping[str, Any]]
    times: Sequence[Mapping[str, str]]

    @classmethod
    def of(
        cls, meta: Mapping[str, str], scripts: Sequence[str], times: Sequence[Mapping[str, str]]
    ) -> Told:
        """Metadata with the linked data parsed; what is no JSON is left out."""
        return cls(meta, [one for text in scripts for one in _objects(text)], times)

    def published(self) -> Dated | None:
        """Day of publication, from the first place that states one."""
        for text in self._dates():
            found = moment(text)
            if found is not None:
                return found
        return None

    def publisher(self) -> str | None:
        """Name of the site or of who publishes it."""
        names = [self.meta.get(name, "") for name in SITE_NAMES]
        names[1:1] = [_name(one.get("publisher")) for one in self.linked]
        plain = ["".join(c if c.isprintable() else " " for c in name) for name in names]
        return next((" ".join(name.split())[:LONGEST_NAME] for name in plain if name.strip()), None)

    def _dates(self) -> Iterator[str]:
        yield self.meta.get(DATE_NAMES[0], "")
        for one in self.linked:
            yield str(one.get("datePublished") or "")
        for name in DATE_NAMES[1:]:
            yield self.meta.get(name, "")
        marked = [t for t in self.times if "pubdate" in t or "ublish" in t.get("itemprop", "")]
        for one in (*marked, *self.times[:1]):
            yield one.get("datetime", "")


def moment(text: str) -> Dated | None:
    """Day, or day and time, that a piece of metadata states; None if it states none."""
    found = ISO.match(text.strip())
    if found:
        year, month, day, hour, minute = found.groups()
        try:
            value = datetime.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            return None
        if hour is not None and int(hour) < 24 and int(minute) < 60:
            return Dated(f"{value}T{hour}:{minute}", "minute", "metadata")
        return Dated(value, "day", "metadata")
    words = DAY.search(text)
    value = iso_day(words) if words else None
    return Dated(value, "day", "metadata") if value else None


def _objects(text: str) -> list[Mapping[str, Any]]:
    """Objects of linked data that may describe the page, those with a date first."""
    if len(text) > MOST_LETTERS:
        return []
    try:
        found = [*_dicts(json.loads(text, strict=False))]
    except (ValueError, RecursionError):
        return []
    return sorted(found, key=lambda one: "datePublished" not in one)


def _dicts(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, dict):
        yield value
        yield from _dicts(value.get("@graph"), depth + 1)
    elif isinstance(value, list):
        for one in value[:50]:
            yield from _dicts(one, depth + 1)


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or ""
    return value if isinstance(value, str) else ""
