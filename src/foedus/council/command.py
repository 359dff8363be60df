"""What ``foedus council`` does: a source and options in, results out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foedus.council.analysis import CouncilResult, analyse, with_rule
from foedus.council.games import Council
from foedus.council.library import load_session, sessions
from foedus.council.options import Options
from foedus.council.reading import read_council
from foedus.files import InputError


def find_councils(
    source: str, session: str | None = None, scale: tuple[float, float] = (0.0, 100.0)
) -> tuple[Council, ...]:
    """Councils of a file, or of a session of a library.

    Parameters
    ----------
    source : str
        Path of a CSV or XML file, or the name of a library such as ``csto``.
    session : str, optional
        Day of the session, for a library.
    scale : tuple of float
        Ends of the issue, for a file.

    Raises
    ------
    InputError
        When there is neither such a file nor such a session.
    """
    path = Path(source)
    if path.suffix.lower() in (".csv", ".xml") or path.is_file():
        if session is not None:
            raise InputError("option session", "goes with a library, not with a file")
        return (read_council(path, scale),)
    if session is None:
        raise InputError(f"library {source!r}", f"choose a session: {', '.join(sessions(source))}")
    return load_session(source, session)


def council_command(
    source: str,
    session: str | None = None,
    models: Sequence[str] | None = None,
    rule: str | None = None,
    quota: float | None = None,
    absent: Sequence[str] = (),
    scale: tuple[float, float] = (0.0, 100.0),
    options: Options | None = None,
) -> list[CouncilResult]:
    """Analyse a file, or every issue of a session of a library.

    Parameters
    ----------
    source, session, scale
        As in `find_councils`.
    models : sequence of str, optional
        Names of models; all when not given.
    rule : str, optional
        Decision rule by name, instead of the council's own.
    quota : float, optional
        Share of the voting weight the rule asks for, instead of its own.
    absent : sequence of str
        Actors that stay away, besides those marked so.
    options : Options, optional
        Options of the models.

    Returns
    -------
    list of CouncilResult
        One for each issue.
    """
    results = []
    for council in find_councils(source, session, scale):
        changed = council
        if rule is not None:
            changed = with_rule(changed, rule)
        if quota is not None:
            if not 0.0 < quota <= 1.0:
                raise InputError("option quota", f"found {quota:g}, expected above 0, at most 1")
            changed = changed.changed(rule=changed.rule.changed(quota=quota))
        if absent:
            changed = _without(changed, absent)
        results.append(analyse(changed, options, models))
    return results


def _without(council: Council, absent: Sequence[str]) -> Council:
    flags = council.absent.copy()
    for name in absent:
        if name not in council.actors:
            raise InputError(
                "option absent",
                f"no actor {name!r}, expected one of {', '.join(council.actors)}",
            )
        flags[council.actors.index(name)] = True
    return council.changed(absent=flags)
