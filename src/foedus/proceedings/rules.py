"""The verdict on an act: permitted, irregular or impossible, with the clause that says so.

Impossible is what contradicts logic or a rule that makes the act what it is. Irregular is what
happened, or can happen, although a rule says otherwise: it is shown, never bent to fit. Rules look
only at the act, the state just before it and the law in force that day; none names a state.
Acts done outside the organisation (other bodies, between two states, at home) are not its matter,
but for the breaches its treaty names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from foedus.codes import ActKind
from foedus.proceedings import rules_membership, rules_operations, rules_sessions
from foedus.proceedings.acts import Act, kinds
from foedus.proceedings.state import State
from foedus.proceedings.verdicts import Case, Check, Verdict, VerdictKind

__all__ = ["Verdict", "VerdictKind", "verdict"]

_GENERAL: tuple[Check, ...] = (
    rules_membership.organ_acts,
    rules_membership.state_acts,
    rules_membership.standing,
)


def _table() -> dict[ActKind, tuple[Check, ...]]:
    table: dict[ActKind, tuple[Check, ...]] = {}
    for kind in ActKind:
        own: list[Check] = list(_GENERAL)
        for theme in (rules_membership.CHECKS, rules_sessions.CHECKS, rules_operations.CHECKS):
            own.extend(theme.get(kind, ()))
        table[kind] = tuple(own)
    return table


OWN_CHECKS = _table()


def checks_for(act: Act) -> tuple[Check, ...]:
    """Rules that look at an act: those that bind everywhere, and the organisation's own."""
    everywhere = rules_operations.EVERYWHERE.get(act.kind, ())
    if not act.own or kinds()[act.kind].suffered:
        return everywhere
    return everywhere + OWN_CHECKS[act.kind]


def verdict(act: Act, state_before: State, organisation: Any = None) -> Verdict:
    """What the rules in force that day say of an act.

    Parameters
    ----------
    act : Act
    state_before : State
        The state just before the act, the acts of the same day that stand before it included.
    organisation : Organisation, optional
        Its clauses tell which law was in force; without it every clause counts as in force.

    Returns
    -------
    Verdict
        The gravest finding, with the others in ``also``.
    """
    case = Case(act, state_before, organisation)
    found = [finding for check in checks_for(act) if (finding := check(case)) is not None]
    if found:
        gravest = max(found, key=lambda finding: finding.kind)
        rest = tuple(finding for finding in found if finding is not gravest)
        return replace(gravest, also=rest)
    if not act.own:
        where = f" ({act.framework})" if act.framework else ""
        return case.permitted("", f"no rule of the organisation governs an act outside it{where}")
    rule = case.governed_by()
    return case.permitted(rule, f"under {case.cite(rule)}" if rule else "")
