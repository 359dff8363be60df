"""An exercise act by act: a copy of a ledger, a proposed act, the verdict, what may follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from foedus.codes import ActKind
from foedus.files import InputError
from foedus.proceedings.acts import Act, act_row, bodies, kinds, parse_act, role
from foedus.proceedings.ledger import Ledger, read, write
from foedus.proceedings.replay import Step, replay
from foedus.proceedings.rules import verdict
from foedus.proceedings.state import State, state_at
from foedus.proceedings.verdicts import Verdict, VerdictKind
from foedus.proceedings.views import calls, crises, drafts, forces_out, operations

BESIDE = {
    ActKind.BILATERAL_AID,
    ActKind.BILATERAL_MEETING,
    ActKind.UNILATERAL_DEPLOYMENT,
    ActKind.BASE_AGREEMENT,
}
#: Acts that each member does for itself.
EACH = {ActKind.NATIONAL_APPROVAL, ActKind.CONTINGENT_SENT, ActKind.REFUSED_TO_SIGN}
AT_HOME = {ActKind.SANCTION, ActKind.CEASEFIRE}
WITHIN_DAYS = 180


@dataclass(frozen=True)
class Option:
    """An act that may follow, with what the rules say of it.

    With `each`, every one of the `actors` may do it alone; else they do it together.
    """

    kind: ActKind
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    refers: tuple[str, ...]
    verdict: Verdict
    each: bool = False


def open_copy(source: Path, copy: Path, known: Iterable[str] | None = None) -> Ledger:
    """Ledger to play on: the copy if it exists already, else the source, copied first."""
    codes = frozenset(known) if known is not None else None
    if copy.exists():
        return read(copy, codes)
    ledger = read(source, codes)
    write(ledger, copy)
    return ledger


def own_framework(ledger: Ledger) -> str:
    """Framework of the latest act done within the organisation."""
    return next((act.framework for act in reversed(ledger.acts) if act.own), "")


def _framework(ledger: Ledger, kind: ActKind, targets: Sequence[str]) -> str:
    if kinds()[kind].suffered or kind in AT_HOME:
        return "national"
    only_states = bool(targets) and all(code not in bodies() for code in targets)
    if kind in BESIDE or (kind == ActKind.REQUEST_FOR_HELP and only_states):
        return "bilateral"
    return own_framework(ledger)


def _identity(ledger: Ledger, day: date, kind: ActKind, who: str) -> str:
    base = f"{day.isoformat()}-{kind.slug.replace('_', '-')}-{who.lower()}"
    name, number = base, 2
    while name in ledger:
        name, number = f"{base}-{number}", number + 1
    return name


def compose(
    ledger: Ledger,
    kind: ActKind,
    actors: Sequence[str],
    targets: Sequence[str] = (),
    refers: Sequence[str] = (),
    on: date | None = None,
    text: str = "",
    *,
    framework: str | None = None,
    result: str = "",
    basis: str = "",
    known: Iterable[str] | None = None,
) -> Act:
    """Compose an act to propose; what is not given follows from the ledger.

    The date is the ledger's last, the framework the organisation's own (or that of the kind), the
    id is made from date, kind and first actor.

    Raises
    ------
    InputError
        Unknown state or body, no actor, a word that is not allowed.
    """
    if not actors:
        raise InputError("act, actors", "nobody acts, expected at least one state or body")
    day = on or (ledger.acts[-1].date if ledger.acts else None)
    if day is None:
        raise InputError("act, date", "missing: the ledger is empty, so no date follows from it")
    where = framework if framework is not None else _framework(ledger, kind, targets)
    act = Act(
        id=_identity(ledger, day, kind, actors[0]),
        date=day,
        kind=kind,
        actors=tuple(actors),
        targets=tuple(targets),
        text=text,
        refers=tuple(refers),
        framework=where,
        result=result,
        basis=basis,
    )
    codes = frozenset(known) if known is not None else None
    return parse_act(act_row(act), "act", codes)


def judge(ledger: Ledger, act: Act, organisation: Any = None) -> Verdict:
    """Verdict on an act proposed at the end of a ledger (or on its own day)."""
    ledger.append(act)  # refuses an act that does not fit the ledger at all
    return verdict(act, state_at(ledger, act.date), organisation)


def play(
    ledger: Ledger, act: Act, organisation: Any = None, *, force: bool = False
) -> tuple[Ledger, Step]:
    """Append a proposed act if the rules let it.

    Returns
    -------
    Ledger, Step
        The ledger with the act, and the step it was.

    Raises
    ------
    InputError
        The act is impossible, or irregular and `force` is not set; the message names the clause.
    """
    found = judge(ledger, act, organisation)
    rule = found.rule or "logic"
    if found.kind == VerdictKind.IMPOSSIBLE:
        raise InputError(f"act {act.id}", f"impossible ({rule}): {found.sentence}")
    if found.kind == VerdictKind.IRREGULAR and not force:
        raise InputError(
            f"act {act.id}",
            f"irregular ({rule}): {found.sentence}; force it to enter it all the same",
        )
    longer = ledger.append(act)
    *_, step = replay(longer, organisation, start=act.date)
    return longer, step


def what_may_follow(
    state: State, organisation: Any = None, framework: str = "", within_days: int = WITHIN_DAYS
) -> list[Option]:
    """Acts that the open questions of a state call for and the rules do not bar.

    Looks at crises without a request, requests without an answer, running operations, contingents
    out and drafts on the table, none older than `within_days`. Each option carries its verdict;
    impossible ones are left out.

    Parameters
    ----------
    framework : str
        Framework of the organisation's own acts; by default that of the latest session.
    """
    own = framework or _latest_framework(state)
    day = state.on
    if day is None:
        return []
    found: dict[tuple[object, ...], Option] = {}
    for kind, actors, targets, refers in _proposals(state, own, within_days):
        act = Act(
            "option",
            day,
            kind,
            actors,
            targets,
            refers=refers,
            framework="national" if kind == ActKind.CEASEFIRE else own,
            result="adopted" if role(actors[0]) == "council" else "",
        )
        judged = verdict(act, state, organisation)
        if judged.kind == VerdictKind.IMPOSSIBLE:
            continue
        if kind in EACH:
            key = (kind, targets, refers, judged.kind, judged.rule)
            before = found.get(key)
            actors = actors if before is None else (*before.actors, *actors)
        else:
            key = (kind, actors, targets)
        found[key] = Option(kind, actors, targets, refers, judged, kind in EACH)
    return sorted(found.values(), key=lambda option: option.verdict.kind)


def _latest_framework(state: State) -> str:
    held = state.noun("session").values()
    return max(held, key=lambda act: (act.date, act.id)).framework if held else ""


Proposal = tuple[ActKind, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _council() -> str:
    return next(code for code in bodies() if role(code) == "council")


def _proposals(state: State, own: str, within_days: int) -> Iterator[Proposal]:
    yield from _after_crises(state, within_days)
    yield from _after_requests(state, within_days)
    yield from _in_operations(state, within_days)
    yield from _on_drafts(state, within_days)


def _after_crises(state: State, within_days: int) -> Iterator[Proposal]:
    council = _council()
    for crisis in crises(state, within_days=within_days):
        follows = {f.kind for f in state.value("follows", crisis.id) or ()}
        struck = crisis.target_states or crisis.acting_states
        for member in (code for code in struck if code in state.members):
            if ActKind.REQUEST_FOR_HELP not in follows:
                yield ActKind.REQUEST_FOR_HELP, (member,), (council,), (crisis.id,)
            if ActKind.CONSULTATION not in follows:
                yield ActKind.CONSULTATION, (member,), (council,), (crisis.id,)
        if crisis.kind in (ActKind.ATTACK, ActKind.CLASH):
            yield ActKind.CEASEFIRE, crisis.parties, (), (crisis.id,)


def _after_requests(state: State, within_days: int) -> Iterator[Proposal]:
    council = _council()
    for call in calls(state):
        if call.met or call.age_days > within_days:
            continue
        request, kinds_so_far = call.request, {f.kind for f in call.answers}
        who, refers = request.acting_states, (request.id,)
        if ActKind.SESSION_HELD not in kinds_so_far:
            yield ActKind.SESSION_HELD, (council,), who, refers
        if ActKind.MANDATE_GIVEN not in kinds_so_far:
            yield ActKind.MANDATE_GIVEN, (council,), who, refers
        if ActKind.FACT_FINDING_MISSION not in kinds_so_far:
            yield ActKind.FACT_FINDING_MISSION, (council,), who, refers
        yield ActKind.MATERIAL_AID, tuple(c for c in state.members if c not in who), who, refers
        if not call.refused:
            yield ActKind.REQUEST_REFUSED, (council,), who, refers


def _in_operations(state: State, within_days: int) -> Iterator[Proposal]:
    council = _council()
    out = forces_out(state)
    for host, operation in operations(state).items():
        age = (state.on - operation.since).days if state.on else 0
        if age > within_days and not any(there == host for there, _ in out):
            continue
        refers = operation.mandates[-1:]
        for member in state.members:
            if member == host or (host, member) in out:
                continue
            if not any(state.value("approved", m, member) for m in operation.mandates):
                yield ActKind.NATIONAL_APPROVAL, (member,), (), refers
            yield ActKind.CONTINGENT_SENT, (member,), (host,), refers
        yield ActKind.OPERATION_ENDED, (council,), (host,), refers
    for host, sender in out:
        yield ActKind.WITHDRAWAL_COMPLETE, (sender,), (host,), ()


def _on_drafts(state: State, within_days: int) -> Iterator[Proposal]:
    council = _council()
    for draft in drafts(state):
        age = (state.on - draft.act.date).days if state.on else 0
        if draft.fate == "adopted" or age > within_days:
            continue
        refers = (draft.act.id,)
        yield ActKind.ADOPTED, (council,), (), refers
        for member in state.members:
            if member not in draft.refused_by:
                yield ActKind.REFUSED_TO_SIGN, (member,), (council,), refers
        if draft.fate == "tabled":
            yield ActKind.SENT_BACK, (council,), (), refers
