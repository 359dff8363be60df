"""Procedure in words: may this force go, was this session in order, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.codes import Applies
from foedus.treaty.procedure import (
    Character,
    Form,
    absence_bars,
    deployment_permitted,
    form_permitted,
    session_convened_properly,
)

FORM = "a form of meeting that the texts name"
CALL = "a call as the rules foresee"
PRESENCE = "all members present and none objecting formally"


@dataclass(frozen=True)
class Ruling:
    """What procedure says of one step, for people; fields as in `foedus.treaty.clauses.Finding`."""

    permitted: Applies
    clauses: tuple[str, ...]
    met: tuple[str, ...]
    missing: tuple[str, ...]
    sentence: str


def _ruling(
    subject: str,
    permitted: Applies,
    clauses: tuple[str, ...],
    elements: list[tuple[bool, str]],
) -> Ruling:
    met = tuple(words for stands, words in elements if stands)
    missing = tuple(words for stands, words in elements if not stands)
    verb = ("is not permitted", "is open to dispute", "is permitted")[permitted]
    tail = f"; met: {', '.join(met)}" if met else ""
    tail += f"; missing or disputed: {', '.join(missing)}" if missing else ""
    return Ruling(
        permitted, clauses, met, missing, f"{subject} {verb} ({', '.join(clauses)}){tail}."
    )


def deployment_ruling(
    on_member_territory: int, requested: int, council_adopted: int, un_mandate: int
) -> Ruling:
    """Say whether a collective force may go, and what is missing.

    Parameters
    ----------
    on_member_territory, requested, council_adopted, un_mandate : int
        As in `deployment_permitted`.

    Returns
    -------
    Ruling
        Clear or no; procedure leaves nothing open here.
    """
    allowed = deployment_permitted(on_member_territory, requested, council_adopted, un_mandate)
    elements = [(bool(council_adopted), "a decision of the council")]
    if on_member_territory:
        elements.append((bool(requested), "an official request of the member"))
        subject = "Sending a collective force to a member's territory"
    else:
        elements.append((bool(un_mandate), "a decision of the UN Security Council"))
        subject = "Sending a collective force outside the members' territory"
    clauses = ("peacekeeping-2007", "treaty-6")
    return _ruling(subject, Applies.CLEAR if allowed else Applies.NO, clauses, elements)


def session_ruling(
    form: Form, character: Character, asked_by: int, absent: int = 0, objections: int = 0
) -> Ruling:
    """Say whether a session was called and held in order and could decide by consensus.

    Parameters
    ----------
    form, character : Form, Character
        How the council met and what kind of session it was.
    asked_by, absent, objections : int
        Members that asked for it, were absent, and formally objected.

    Returns
    -------
    Ruling
        The weakest of three: form, call, and absence.
    """
    held = form_permitted(form)
    called = session_convened_properly(character, asked_by)
    barred = absence_bars(absent, objections)
    form_words = FORM if held == Applies.CLEAR else f"{FORM} (rests on practice)"
    call_words = f"{CALL} (one member asked)" if called == Applies.ARGUABLE else CALL
    elements = [
        (held == Applies.CLEAR, form_words),
        (called == Applies.CLEAR, call_words),
        (barred == Applies.NO, PRESENCE),
    ]
    if barred == Applies.ARGUABLE:
        elements[2] = (False, f"{PRESENCE} (one absent, no formal objection)")
    permitted = Applies(min(held, called, 2 - barred))
    return _ruling("The session", permitted, ("charter-12", "charter-13", "rules-2004"), elements)
