"""Downloads from the official place: on request, resumed where they stopped, checked, then kept."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from foedus.files import InputError, write_text
from foedus.record.catalogue import Dataset
from foedus.record.digests import file_digest

BLOCK = 1 << 16
TIMEOUT = 30.0
TRIES = 4
PARTIAL, WHOLE, BEYOND = 206, 200, 416
Progress = Callable[[int, int | None], None]


class FetchError(Exception):
    """A download that did not come about, with what to do instead."""


def address_of(dataset: Dataset) -> str:
    """Address of the file of a data set.

    Raises
    ------
    FetchError
        Its authors ask for a visit to their page, or its terms do not let it be fetched.
    """
    if dataset.download:
        return dataset.download
    if not dataset.place:
        raise FetchError(
            f"{dataset.name} is computed from other tables; only a tidy copy can be added "
            "with `foedus data add FILE`"
        )
    raise FetchError(
        f"{dataset.title} has no address that may be fetched for you ({dataset.licence}); open "
        f"{dataset.place} in a browser, save the file, then `foedus data add FILE`"
    )


def fetch(url: str, folder: Path, sha256: str | None = None, tell: Progress | None = None) -> Path:
    """Download a file, going on where an earlier attempt stopped.

    Parameters
    ----------
    url : str
        Address, with http or https.
    folder : Path
        Where the file is put once it is whole; until then its name ends in ``.part``.
    sha256 : str, optional
        Digest it must have.
    tell : callable, optional
        Called with the bytes so far and in all (None: unknown).

    Raises
    ------
    FetchError
        No network, no such file, or the connection broke each time; what came is kept.
    InputError
        The file has another digest than it must have; it is thrown away.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InputError("--from", f"{url!r} is not an address; expected http:// or https://")
    target = folder / (Path(unquote(parts.path)).name or "download")
    part = target.with_name(target.name + ".part")
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, TRIES + 1):
        before = part.stat().st_size if part.is_file() else 0
        try:
            whole = _attempt(url, part, tell or (lambda _done, _total: None))
        except urllib.error.HTTPError as error:
            raise FetchError(f"{url}: the server says {error.code} {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            whole = False
            if not part.is_file():
                raise FetchError(
                    f"{url} cannot be reached ({_reason(error)}); without a network, get the file "
                    "elsewhere and `foedus data add FILE`"
                ) from None
        if whole:
            break
        came = part.stat().st_size > before
        if attempt == TRIES or not came:
            raise FetchError(
                f"{url}: the connection broke after {part.stat().st_size} bytes, which are kept; "
                "the same command goes on from there"
            )
    found = file_digest(part)
    if sha256 is not None and found != sha256.lower():
        _forget(part)
        raise InputError(target, f"expected SHA-256 {sha256.lower()}, found {found}; thrown away")
    part.replace(target)
    _forget(part)
    return target


def _attempt(url: str, part: Path, tell: Progress) -> bool:
    """Read on from what is there; True when the file is whole."""
    have = part.stat().st_size if part.is_file() else 0
    headers = {"User-Agent": "foedus", "Accept-Encoding": "identity"}
    stamp = _stamp(part, url)
    if have and stamp:
        headers |= {"Range": f"bytes={have}-", "If-Range": stamp}
    request = urllib.request.Request(url, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code != BEYOND:
            raise
        error.close()
        _forget(part)
        return _attempt(url, part, tell)
    with answer:
        going_on = answer.status == PARTIAL and have > 0
        have = have if going_on else 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length else None
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        if not going_on:
            write_text(_note(part), json.dumps({"url": url, "stamp": mark}))
        with part.open("ab" if going_on else "wb") as stream:
            while block := answer.read(BLOCK):
                stream.write(block)
                have += len(block)
                tell(have, total)
    return total is None or have == total


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _stamp(part: Path, url: str) -> str:
    """Mark of the version that was begun; empty when one cannot go on safely."""
    try:
        noted = json.loads(_note(part).read_text())
    except (OSError, ValueError):
        return ""
    stamp = str(noted.get("stamp", ""))
    return stamp if noted.get("url") == url and not stamp.startswith("W/") else ""


def _forget(part: Path) -> None:
    for path in (part, _note(part)):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error) or type(error).__name__
