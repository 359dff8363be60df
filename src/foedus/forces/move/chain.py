"""From the request to the first loading: decision, plan, notice, consent.

A ready plan names the units, so they are warned with the request and get ready while the council
talks and the staff brings the plan up to date. Without a plan they can be warned only when the
staff has written one. In between, the warning comes later in proportion to what the plan lacks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.forces.move.case import Case, Contingent
from foedus.forces.move.drawing import Drawn
from foedus.forces.readiness import faded_readiness, kept_after, notice_hours, plan_hours

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LINKS = ("decision", "plan", "readiness", "approval")
DECISION, PLAN, READINESS, APPROVAL = range(4)


@dataclass(frozen=True)
class Order:
    """Drawn hours from the request, one a draw.

    Attributes
    ----------
    decision, staff : array
        Decision of the council; end of the staff's work on the plan.
    plan, readiness : array
        How ready the plan and the force are, 0 to 1.
    warned : array
        When units are warned.
    stretch : array
        Factor on the notice for what has been forgotten since the last exercise.
    """

    decision: Floats
    staff: Floats
    plan: Floats
    readiness: Floats
    warned: Floats
    stretch: Floats


def give_order(case: Case, drawn: Drawn) -> Order:
    """Draw the chain from request to order."""
    decision = drawn(case.chain.decision_hours, "chain.decision_hours")
    age = drawn(case.chain.plan_age_months, "chain.plan_age_months")
    half = drawn(case.factors.plan_half_life_months, "factors.plan_half_life_months")
    plan = drawn(case.chain.plan_ready, "chain.plan_ready") * _kept(age, half)
    staff = np.asarray(
        np.vectorize(plan_hours, otypes=[float])(
            plan,
            drawn(case.factors.staff_hours, "factors.staff_hours"),
            drawn(case.factors.staff_hours_without_plan, "factors.staff_hours_without_plan"),
        )
    )
    trained = drawn(case.factors.readiness_trained, "factors.readiness_trained")
    floor = np.minimum(drawn(case.factors.readiness_floor, "factors.readiness_floor"), trained)
    kept = _kept(
        drawn(case.chain.exercise_age_months, "chain.exercise_age_months"),
        drawn(case.factors.readiness_half_life_months, "factors.readiness_half_life_months"),
    )
    readiness = np.vectorize(faded_readiness, otypes=[float])(trained, floor, kept)
    gamma = drawn(case.factors.notice_gamma, "factors.notice_gamma")
    lost = 1.0 - (trained - readiness)
    stretch = np.vectorize(notice_hours, otypes=[float])(1.0, gamma, lost)
    return Order(decision, staff, plan, readiness, (1.0 - plan) * staff, stretch)


def _kept(months: Floats, half_life: Floats) -> Floats:
    return np.asarray(np.vectorize(kept_after, otypes=[float])(months, half_life))


def ready_to_load(
    name: str, leg: Contingent, case: Case, order: Order, drawn: Drawn
) -> tuple[Floats, Whole]:
    """Hour at which a contingent may load, and which link of the chain held it up."""
    if leg.ready_hours is None:
        notice = drawn(case.factors.notice_hours, "factors.notice_hours")
    else:
        notice = drawn(leg.ready_hours, f"contingents.{name}.ready_hours")
    notice = notice * order.stretch
    approval = drawn(leg.approval_hours, f"contingents.{name}.approval_hours")
    links = np.stack([order.decision, order.staff, order.warned + notice, approval])
    cause = np.argmax(links, axis=0)
    late_warning = (cause == READINESS) & (order.warned > notice)
    return links.max(axis=0), np.where(late_warning, PLAN, cause)
