"""A run packed as a replication archive: what is needed to repeat it, to check it and to cite it.

The same run gives the same bytes: files stand in the order of their names, without the time of
packing.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from foedus.codes import Status
from foedus.files import InputError, write_bytes
from foedus.report.case import Case, open_case
from foedus.report.html import NAME as REPORT
from foedus.report.html import citation
from foedus.results.judged_run import FILE as SHARES
from foedus.results.run import LOCK
from foedus.results.tables import NAMES
from foedus.scenario import STRUCTURES
from foedus.simulation.inputs import build_inputs

SCRIPT = "tables.R"
NEEDED = (LOCK, "manifest.json", "summary.json", REPORT)
MAY_BE = (SHARES, "what_ifs.json", *(f"{name}.parquet" for name in NAMES))
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can tell


def write_archive(folder: Path, path: Path | None = None) -> Path:
    """Pack a finished run with its report.

    Parameters
    ----------
    folder : Path
        A run's folder with its report, see `foedus.report.html.write_report`.
    path : Path, optional
        ZIP file to write; default: ``FOLDER-archive.zip`` beside the folder.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When a file of the run is missing or the file cannot be written.
    """
    folder = folder.resolve()
    path = path or folder.with_name(f"{folder.name}-archive.zip")
    if path.suffix != ".zip":
        raise InputError(path, "is not a .zip file")
    case = open_case(folder, 1)
    parts = dict(sorted(_parts(case)))
    sums = "".join(f"{hashlib.sha256(b).hexdigest()}  {name}\n" for name, b in parts.items())
    parts["SHA256SUMS"] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    write_bytes(path, out.getvalue())
    return path


def _parts(case: Case) -> Iterator[tuple[str, bytes]]:
    """Files of the archive by name."""
    for name in NEEDED:
        path = case.folder / name
        if not path.is_file():
            raise InputError(path, "missing; make the run and its report anew")
        yield name, path.read_bytes()
    for name in MAY_BE:
        path = case.folder / name
        if path.is_file():
            yield name, path.read_bytes()
    for path in sorted(case.home.rglob("*")):
        if path.is_file():
            yield f"library/{path.relative_to(case.home).as_posix()}", path.read_bytes()
    yield "CITATION.cff", citation_file(case).encode()
    yield "versions.txt", versions().encode()
    yield SCRIPT, script(case).encode()
    yield "README.md", readme(case).encode()


def citation_file(case: Case) -> str:
    """Citation of the run as a Citation File Format file; quoted as JSON strings are."""
    manifest: dict[str, Any] = json.loads((case.folder / "manifest.json").read_text("utf-8"))
    title = f"Run {case.scenario.name}: {case.organisation.full_name} from {case.day.isoformat()}"
    return "\n".join(
        (
            "cff-version: 1.2.0",
            f"message: {json.dumps(citation(case))}",
            f"title: {json.dumps(title)}",
            "type: dataset",
            "authors:",
            "  - name: The foedus authors",
            f"version: {json.dumps(metadata.version('foedus'))}",
            f"identifiers: [{{type: other, value: {json.dumps(manifest['library_digest'])}, "
            "description: digest of the library}]",
            "",
        )
    )


def versions() -> str:
    """Python, platform and every installed package that foedus needs, as pip would pin them."""
    wanted, todo = {"foedus"}, ["foedus"]
    while todo:
        for line in metadata.requires(todo.pop()) or []:
            found = re.match(r"[A-Za-z0-9._-]+", line)
            if found is None or "extra ==" in line:
                continue
            name = re.sub(r"[-_.]+", "-", found[0]).lower()
            if name not in wanted and _installed(name):
                wanted.add(name)
                todo.append(name)
    pins = [f"{name}=={metadata.version(name)}" for name in sorted(wanted)]
    machine = f"{platform.system()} {platform.machine()}"
    return "\n".join((f"# Python {platform.python_version()}, {machine}", *pins, ""))


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def script(case: Case) -> str:
    """R script that redraws the report's tables."""
    start = build_inputs(case.scenario, case.organisation, case.library.ledger)
    x = start.record[0]
    parties = [
        state
        for i, state in enumerate(start.states)
        if x.status[i] in (Status.MEMBER, Status.FROZEN)
    ]
    text = (Path(__file__).parent / "templates" / SCRIPT).read_text("utf-8")
    for mark, value in (
        ("@STRUCTURES@", ", ".join(f'"{name}"' for name in STRUCTURES)),
        ("@MEMBERS@", ", ".join(f'"{state}"' for state in parties)),
        ("@FUTURES@", str(case.scenario.futures)),
    ):
        text = text.replace(mark, value)
    return text


def readme(case: Case) -> str:
    """What lies in the archive, how to repeat the run and how to cite it."""
    return f"""# {case.organisation.full_name}: {case.scenario.months} months from {case.day}

{citation(case)}

| file | what it is |
|---|---|
| `report.html` | the report; open it in a browser, no network needed |
| `{LOCK}` | the complete scenario with its digest |
| `summary.json`, `manifest.json` | the results; seed, versions, counts |
| `{SHARES}`, `what_ifs.json` | judgement shares and what-ifs, where they were computed |
| `*.parquet` | tables of the run: futures, months, members and acts by kind |
| `{SCRIPT}` | redraws the report's tables from the Parquet files: `Rscript {SCRIPT}` |
| `library/` | the organisation's facts, ledger and parameters as the run read them |
| `versions.txt`, `CITATION.cff`, `SHA256SUMS` | packages, citation, digests of all files |

To repeat the run bit for bit on the same platform, with Python
{".".join(platform.python_version_tuple()[:2])}: `pip install -r versions.txt`, then
`foedus run {LOCK} --out again`. When the packaged library has changed since, the lock file says so
and is refused; `library/` holds it as it was.

Most parameters are judgement; the report says which. It is no forecast.
"""
