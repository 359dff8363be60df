"""What ``foedus deploy`` does: a case and options in, figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foedus.forces.move.case import Case
from foedus.forces.move.library import case_path
from foedus.forces.move.move import Impossible, Move, move
from foedus.forces.move.reading import changed, checked, load_raw, recovered
from foedus.forces.move.sensitivity import sensitivity
from foedus.forces.move.summary import summary


@dataclass(frozen=True)
class Deployment:
    """A move, its way home, and what the command prints."""

    case: Case
    result: Move | Impossible
    home: Move | None
    content: dict[str, Any]


def deploy(
    target: str,
    *,
    draws: int = 2000,
    seed: int = 1,
    settings: Sequence[tuple[str, Any]] = (),
    what_ifs: Sequence[str] = (),
    rank: bool = False,
) -> Deployment:
    """Draw a move, and the way home where the case has a task that ends.

    Parameters
    ----------
    target : str
        Path of a case, or its name in the library.
    draws, seed : int
        Futures and their seed.
    settings, what_ifs
        As for `foedus.forces.move.reading.load_case`.
    rank : bool
        Whether to tell which inputs drive closure.

    Raises
    ------
    InputError
        With the file, the field and what was expected.
    """
    where = str(case_path(target))
    raw = changed(load_raw(target), settings, what_ifs, where)
    case = checked(raw, where)
    result = move(case, draws, seed)
    home = None
    if isinstance(result, Move) and case.task_hours is not None:
        back = move(checked(recovered(raw, where), f"{where}: recovery"), draws, seed)
        home = back if isinstance(back, Move) else None
    content = summary(result, home)
    content["settings"] = dict(settings)
    content["what_ifs"] = list(what_ifs)
    if rank and isinstance(result, Move):
        content["sensitivity"] = sensitivity(result)
    return Deployment(case, result, home, content)
