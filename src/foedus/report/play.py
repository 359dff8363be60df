"""`foedus act`: an exercise act by act in a copy of the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from foedus.codes import ACT_KINDS
from foedus.files import InputError
from foedus.organisation import Organisation, library_folder, load_organisation
from foedus.proceedings.ledger import Ledger, read, write
from foedus.proceedings.playing import Option, compose, play, what_may_follow
from foedus.proceedings.state import state_at
from foedus.proceedings.telling import tell_step
from foedus.report.terminal import state_line


def play_act(
    path: Path,
    kind: str | None,
    *,
    actors: Sequence[str],
    targets: Sequence[str],
    refers: Sequence[str],
    on: datetime.date | None,
    text: str,
    result: str,
    force: bool,
    library: str,
    as_of: datetime.date | None,
) -> list[str]:
    """Propose one act in a copy of a ledger, or say what may follow.

    Parameters
    ----------
    path : Path
        The copy; made from the library's ledger (up to `as_of`) when it does not exist.
    kind : str or None
        Kind of act; None only tells how things stand.
    actors, targets, refers, on, text, result
        The act, see `foedus.proceedings.playing.compose`.
    force : bool
        Enter an irregular act all the same.

    Returns
    -------
    list of str
        Lines for people: the verdict, the changes, what may follow.

    Raises
    ------
    InputError
        The act is impossible, or irregular and not forced; the copy is then unchanged.
    """
    organisation = load_organisation(library)
    ledger = open_ledger(path, library, as_of, organisation)
    lines: list[str] = []
    if kind is not None:
        if kind not in ACT_KINDS:
            raise InputError(f"kind {kind!r}", f"expected one of {', '.join(sorted(ACT_KINDS))}")
        act = compose(
            ledger,
            ACT_KINDS[kind],
            actors,
            targets,
            refers,
            on,
            text,
            result=result,
            known=organisation.state_codes,
        )
        ledger, step = play(ledger, act, organisation, force=force)
        write(ledger, path)
        lines += [f"entered as {act.id}", *tell_step(step, organisation)]
    last = ledger.acts[-1].date
    standing = state_at(ledger, last)
    lines.append(f"On {last}: {state_line(standing)}.")
    lines.append("What may follow:")
    lines += [f"  {option_line(option)}" for option in what_may_follow(standing, organisation)]
    return lines


def open_ledger(
    path: Path, library: str, as_of: datetime.date | None, organisation: Organisation
) -> Ledger:
    """Ledger to play on: the copy when it exists, else the library's, cut at a day and copied."""
    known = set(organisation.state_codes)
    if path.exists():
        if as_of is not None:
            raise InputError("--as-of", f"{path} exists already; choose another file")
        return read(path, known)
    ledger = read(library_folder(library) / "ledger.csv", known)
    if as_of is not None:
        ledger = ledger.until(as_of)
        if not len(ledger):
            raise InputError("--as-of", f"no act is on record by {as_of}")
    write(ledger, path)
    return ledger


def option_line(option: Option) -> str:
    """One option in words: who may do what, by which clause."""
    who = ", ".join(option.actors)
    each = " (each)" if option.each and len(option.actors) > 1 else ""
    towards = f" --to {' --to '.join(option.targets)}" if option.targets else ""
    answer = f" --refers {' --refers '.join(option.refers)}" if option.refers else ""
    rule = f" [{option.verdict.rule}]" if option.verdict.rule else ""
    word = option.verdict.kind.name.lower()
    return f"{option.kind.slug} --by {who}{each}{towards}{answer}: {word}{rule}"
